/* tree_scan: the blocks of STRINGS in order, several read and checked together,
 * and those that cannot matter not read at all. */
#ifndef SAT_TREE_SCAN_H
#define SAT_TREE_SCAN_H

#include "tree_load.h"

enum { SAT_TREE_AHEAD = 8 }; /* blocks that are read together, at most */

/* What is to be done with terms that are not before |low| and, unless that is
 * NULL, before |high|: none may be wanted, some may, none from here on. */
enum sat_range { SAT_RANGE_PASS, SAT_RANGE_READ, SAT_RANGE_END };
typedef enum sat_range
sat_range_fn(void *ctx, const struct sat_rd *low, const struct sat_rd *high);

/* All zero but |range| and |ctx| is valid; the rest is private. */
struct sat_tree_scan {
	sat_range_fn *range;
	void *ctx;
	struct sat_span span[SAT_TREE_AHEAD];	/* without their keys */
	struct sat_block block[SAT_TREE_AHEAD]; /* their bytes lie in |buf| */
	size_t n, next;				/* of those that were read */
	uint8_t *buf;
};
void sat_tree_scan_free(struct sat_tree_scan *s);

/*
 * The first block from the one with item |from| on in which a term may be
 * wanted; |*any| false: there is none, and |b| is as it was.  The bytes of |b|
 * are borrowed until the next call.  A block that was read before its turn and
 * is not authentic is read again, and refused, in its turn.
 */
SATCHEL_MUST bool
sat_tree_scan_next(struct sat_tree *t, struct sat_tree_scan *s, uint64_t from,
    struct sat_block *b, bool *any, struct satchel_err *err);

#endif
