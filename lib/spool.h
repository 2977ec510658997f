/* spool: items written one after the other to a scratch file, then read back
 * in the same order. */
#ifndef SAT_SPOOL_H
#define SAT_SPOOL_H

#include "bytes.h"

struct sat_spool {
	int fd; /* -1: none */
	uint64_t len, pos; /* bytes in the file, bytes read back */
	struct sat_wr buf;
	struct sat_rd win; /* into |buf|, when reading */
};

/* The scratch file lies beside |path|. */
SATCHEL_MUST bool sat_spool_open(
    struct sat_spool *s, const char *path, struct satchel_err *err);
void sat_spool_close(struct sat_spool *s); /* all zero but fd -1 is fine */

/* Adds an item of at most 1 MiB. */
SATCHEL_MUST bool sat_spool_put(
    struct sat_spool *s, const void *p, size_t n, struct satchel_err *err);

/* Ends the writing, and begins to read from the first item. */
SATCHEL_MUST bool sat_spool_rewind(
    struct sat_spool *s, struct satchel_err *err);

/* The next item, borrowed until the next call; |*more| false at the end. */
SATCHEL_MUST bool sat_spool_next(struct sat_spool *s, struct sat_rd *item,
    bool *more, struct satchel_err *err);

#endif
