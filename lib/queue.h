/* queue: items written one after the other to a scratch file, then read back
 * in the same order. */
#ifndef SAT_QUEUE_H
#define SAT_QUEUE_H

#include "bytes.h"

struct sat_queue {
	int fd;		   /* -1: none */
	uint64_t len, pos; /* bytes in the file, bytes read back */
	struct sat_wr buf;
	struct sat_rd win; /* into |buf|, when reading */
};

/* The scratch file lies beside |path|. */
SATCHEL_MUST bool
sat_queue_open(struct sat_queue *s, const char *path, struct satchel_err *err);
void sat_queue_close(struct sat_queue *s); /* all zero but fd -1 is fine */

/* Adds an item of at most 1 MiB. */
SATCHEL_MUST bool sat_queue_put(
    struct sat_queue *s, const void *p, size_t n, struct satchel_err *err);

/* Ends the writing, and begins to read from the first item. */
SATCHEL_MUST bool
sat_queue_rewind(struct sat_queue *s, struct satchel_err *err);

/* The next item, borrowed until the next call; |*more| false at the end. */
SATCHEL_MUST bool sat_queue_next(struct sat_queue *s, struct sat_rd *item,
    bool *more, struct satchel_err *err);

#endif
