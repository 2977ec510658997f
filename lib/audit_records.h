/* audit_records: all pages of a bundle and every record in them, by several
 * threads: canonical form, order, the record tree, and the terms' sum. */
#ifndef SAT_AUDIT_RECORDS_H
#define SAT_AUDIT_RECORDS_H

#include "index.h"
#include "tally.h"

/* What is asked and, below it, what was found. */
struct sat_audit_records {
	struct sat_tree *t;
	unsigned threads;
	const struct sat_tally_key *key; /* of |sum|; NULL: not asked */
	/* To be built of the records, if |threads| is 1; NULL: it is not. */
	struct sat_index *index;
	bool (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
	/* under sat_tree_check's |leaf|, so in order */
	uint64_t records;
	struct sat_merkle merkle;
	struct sat_wr last; /* id of the record before; private */
	struct sat_tally sum;
};

/* As sat_tree_check, for the first fault of page or record in file order. */
SATCHEL_MUST bool
sat_audit_records(struct sat_audit_records *a, struct satchel_err *err);

#endif
