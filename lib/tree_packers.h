/* tree_packers: records to the blocks of a leaf, deflated and hashed by
 * threads that live as long as it does; finished blocks come out in order. */
#ifndef SAT_TREE_PACKERS_H
#define SAT_TREE_PACKERS_H

#include "tree_page.h"

/* A finished block of the records tree. */
struct sat_packed {
	const uint8_t *p; /* deflated */
	size_t n, raw;	  /* bytes as it is stored, and inflated */
	struct sat_hash digest;
	uint64_t first, items;
	struct sat_rd key; /* of its first record */
};
typedef bool
sat_packed_fn(void *ctx, const struct sat_packed *b, struct satchel_err *err);

/* After any failure it is good only for sat_packers_free. */
struct sat_packers;

/*
 * Gives every block to |each|, borrowed for that call and in the caller's
 * thread.  |threads| (1 to 64; more are 64, 0 is 1) counts the caller's, which
 * helps when the others lag behind; what comes out does not depend on it.
 * Memory: ten leaves' worth of blocks, raw and deflated, about 26 MiB.
 */
SATCHEL_MUST bool sat_packers_new(unsigned threads, sat_packed_fn *each,
    void *ctx, struct sat_packers **p, struct satchel_err *err);
/* Stops the threads, whatever they have left. */
void sat_packers_free(struct sat_packers *p);

/* One record's line, with its LF, and its id, which must sort behind the one
 * before it (EFORMAT).  ELIMIT: a line over 1 MiB, an id over SAT_MAX_KEY. */
SATCHEL_MUST bool sat_packers_add(struct sat_packers *p, const void *line,
    size_t n, const void *id, size_t id_len, struct satchel_err *err);

/* No more adds: waits for, and gives, what is left. */
SATCHEL_MUST bool
sat_packers_finish(struct sat_packers *p, struct satchel_err *err);

#endif
