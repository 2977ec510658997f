/* format: every number that satchel(5) fixes, in one place. */
#ifndef SAT_FORMAT_H
#define SAT_FORMAT_H

#include <stdint.h>

enum {
	/* archive (satchel(5), "The archive") */
	SAT_TAR_BLOCK = 512,
	SAT_MAX_STATEMENT = 64 << 10,
	SAT_MAX_ROOTS = 1 << 20,
	SAT_MAX_HISTORY = 1 << 20,

	/* trust */
	SAT_HASH_SIZE = 32,
	SAT_MAX_NAME = 100,
	SAT_MIN_NAME = 3,
	SAT_MAX_SIG_LINES = 32,
	SAT_MAX_KEYS = 16, /* of a role */
	SAT_MAX_ROOT_TEXT = 16 << 10,
	SAT_MAX_ROOT_VERSIONS = 256,
	SAT_MAX_RELEASE = 10000,
	SAT_MAX_PROOF = 256 << 10,

	/* PAYLOAD */
	SAT_ROOT_PAGE = 512,
	SAT_FANOUT = 64,
	SAT_MAX_LEVEL = 8,
	SAT_BLOCK_RAW = 8 << 10,    /* of the index */
	SAT_RECORDS_RAW = 32 << 10, /* a block of records */
	SAT_DICT_MAX = 32 << 10,
	SAT_MAX_BLOCK = 1 << 20,   /* stored and raw */
	SAT_MAX_RECORD = 64 << 10, /* without its LF */
	SAT_MAX_TERM = 255,	   /* with its class byte */
	SAT_LONG_LIST = 4096,	   /* bytes of postings, then segments */
	SAT_SEED_SIZE = 32,
	SAT_SALT_SIZE = 16,
	SAT_DEFLATE_LEVEL = 6
};

#define SAT_MAX_PAYLOAD (UINT64_C(8) << 30) /* less than */
#define SAT_MAX_RECORDS (UINT64_C(1) << 32) /* less than */

#endif
