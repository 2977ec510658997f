/* ustar: the canonical archive of four members; headers are made and
 * compared, never parsed (satchel(5), "The archive"). */
#ifndef SAT_USTAR_H
#define SAT_USTAR_H

#include "bytes.h"
#include "format.h"

enum sat_member {
	SAT_STATEMENT,
	SAT_ROOTS,
	SAT_HISTORY,
	SAT_PAYLOAD,
	SAT_MEMBERS
};

extern const char *const sat_member_name[SAT_MEMBERS];

/* The largest size each member may have. */
uint64_t sat_member_max(enum sat_member m);

/* The one header a member of |size| bytes has. */
void
sat_ustar_header(enum sat_member m, uint64_t size, uint8_t out[SAT_TAR_BLOCK]);

/*
 * Reads a member's size out of a header and compares the header with the one
 * that sat_ustar_header makes: any other byte is SATCHEL_EFORMAT at |off| of
 * |file|, with what differs.
 */
SATCHEL_MUST bool
sat_ustar_check(enum sat_member m, const uint8_t header[SAT_TAR_BLOCK],
    const char *file, uint64_t off, uint64_t *size, struct satchel_err *err);

/* NUL bytes after a member of |size| bytes, 0 to 511. */
size_t sat_ustar_padding(uint64_t size);

/* Two zero blocks end the archive. */
#define SAT_USTAR_END ((size_t)2 * SAT_TAR_BLOCK)

#endif
