/* diff: two releases, or two records, to what joined, left and changed. */
#ifndef SAT_DIFF_H
#define SAT_DIFF_H

#include "node.h"
#include "tree_read.h"

/* One release to be compared. */
struct sat_diff_side {
	struct sat_tree *tree;
	int64_t from, to; /* its zone records hold for from <= t < to */
};

typedef bool sat_change_fn(void *ctx, const struct satchel_change *c);

/*
 * Merges the records of |was| and |now| by id, of |party| alone if not NULL
 * (its zone records are then left out), and gives what differs to |each| (may
 * be NULL: totals only) as long as that returns true.  Everything is borrowed
 * for that call.  Equal lines are not decoded.
 */
SATCHEL_MUST bool sat_diff(const struct sat_diff_side *was,
    const struct sat_diff_side *now, const char *party, sat_change_fn *each,
    void *ctx, struct satchel_totals *t, struct satchel_err *err);

/*
 * What differs between two records of one id and |kind|, either of which may
 * be NULL: deltas of numbers, addresses and keys first, the rest in the order
 * of the record.  No field: nothing differs.  |c->change| and the deltas are
 * set; memory in |a|.
 */
SATCHEL_MUST bool
sat_diff_records(const struct sat_node *was, const struct sat_node *now,
    struct sat_arena *a, struct satchel_change *c, struct satchel_err *err);

/* Adds |c| to |t|. */
void sat_diff_count(const struct satchel_change *c, struct satchel_totals *t);

#endif
