/* bundle: a release's archive, opened once and split into its members;
 * nothing in it is trusted yet (satchel(5), "The archive"). */
#ifndef SAT_BUNDLE_H
#define SAT_BUNDLE_H

#include "digest.h"
#include "file.h"
#include "ustar.h"

struct sat_bundle {
	struct sat_file file;		   /* fd -1: closed */
	struct sat_rd member[SAT_MEMBERS]; /* all but PAYLOAD, in memory */
	uint64_t payload_off;		   /* in the file */
	uint64_t payload_len;		   /* as its header says */
	uint8_t *mem;			   /* what the windows point into */
};

/*
 * Opens |path| below |dir| and reads STATEMENT, ROOTS and HISTORY, once each:
 * canonical headers, padding, caps.  EFORMAT at file@offset.  That the file
 * ends where it should is for sat_bundle_end, after the signatures.
 */
SATCHEL_MUST bool sat_bundle_open(
    int dir, const char *path, struct sat_bundle *b, struct satchel_err *err);
/* The same of a file that is open, which is |b|'s from here on. */
SATCHEL_MUST bool sat_bundle_take(
    struct sat_file *f, struct sat_bundle *b, struct satchel_err *err);
void sat_bundle_close(struct sat_bundle *b);

/* PAYLOAD's padding and the two zero blocks, and then nothing. */
SATCHEL_MUST bool
sat_bundle_end(const struct sat_bundle *b, struct satchel_err *err);

/*
 * Writes an archive to |o|: the three members from memory, PAYLOAD as |len|
 * bytes from |off| of descriptor |fd|.  |digest|, if wanted, gets the SHA-256
 * of the PAYLOAD bytes that were copied.
 */
SATCHEL_MUST bool sat_bundle_write(struct sat_out *o,
    const struct sat_rd *statement, const struct sat_rd *roots,
    const struct sat_rd *history, int fd, uint64_t off, uint64_t len,
    struct sat_hash *digest, struct satchel_err *err);

/* Where PAYLOAD begins in an archive whose other members have these sizes. */
uint64_t sat_bundle_payload_off(const struct sat_rd *statement,
    const struct sat_rd *roots, const struct sat_rd *history);

#endif
