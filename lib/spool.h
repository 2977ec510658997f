/* spool: packed blocks of records set aside in a scratch file: they are made
 * before the trees that come first in PAYLOAD are written. */
#ifndef SAT_SPOOL_H
#define SAT_SPOOL_H

#include "queue.h"
#include "tree_write.h"

struct sat_spool {
	struct sat_queue queue; /* of each block: all about it; its bytes */
	struct sat_wr head;
};

/* The scratch file lies beside |path|. */
SATCHEL_MUST bool
sat_spool_open(struct sat_spool *s, const char *path, struct satchel_err *err);
/* All zero but queue.fd -1 is fine. */
void sat_spool_close(struct sat_spool *s);

/* A sat_packed_fn whose |ctx| is the spool. */
SATCHEL_MUST bool
sat_spool_put(void *ctx, const struct sat_packed *b, struct satchel_err *err);

/* No more puts: gives all blocks to |w|, each after |tick|, if that is not
 * NULL, was told the number of records before it; false from it ends this. */
SATCHEL_MUST bool
sat_spool_replay(struct sat_spool *s, struct sat_tree_writer *w,
    bool (*tick)(void *ctx, uint64_t records, struct satchel_err *err),
    void *ctx, struct satchel_err *err);

#endif
