/*
 * index_check: the three trees of an index against what they should hold: term
 * by term, or by themselves, with a sum that the records' is compared with.
 */
#ifndef SAT_INDEX_CHECK_H
#define SAT_INDEX_CHECK_H

#include <stdatomic.h>

#include "dict_write.h"
#include "tally.h"
#include "tree_read.h"

/* What would be written, compared with what is there. */
struct sat_index_expect {
	struct sat_tree *tree;
	struct sat_block block[SAT_TREES]; /* read last, of each tree */
	uint64_t next[SAT_TREES]; /* item that is to be compared next */
};

/* Where to write it; EFORMAT names the first difference by place, never by
 * content. */
struct sat_dict_sink
sat_index_expect_init(struct sat_index_expect *e, struct sat_tree *t);
void sat_index_expect_free(struct sat_index_expect *e);
/* |terms| were written: nothing more is there. */
SATCHEL_MUST bool sat_index_expect_end(
    struct sat_index_expect *e, uint64_t terms, struct satchel_err *err);

/*
 * The sum of all that the index of |t| says, under |k|.  Its form is checked:
 * it is what the writer makes of the triples it says, which are a set.  ECANCEL
 * once |stop| is set (NULL: never).
 */
SATCHEL_MUST bool
sat_index_sum(struct sat_tree *t, const struct sat_tally_key *k,
    const atomic_bool *stop, struct sat_tally *sum, struct satchel_err *err);

#endif
