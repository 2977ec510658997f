/* top: the best records of a query, by rank, then in the order of the file,
 * without holding more than are asked for. */
#ifndef SAT_TOP_H
#define SAT_TOP_H

#include "set.h"

/* So many records are read for the sake of an exact total. */
enum { SAT_TOP_COUNT = 8192 };

struct sat_best {
	uint64_t ordinal;
	sat_rank rank;
};

/* What is asked for, and what came of it. */
struct sat_top {
	struct sat_arena *a;
	struct sat_dict *d;
	size_t limit;
	/* records that are shown anyway: from .. before to */
	uint64_t skip[2][2];
	/* true: |ordinal| counts; NULL: all do */
	bool (*confirm)(
	    void *ctx, uint64_t ordinal, bool *yes, struct satchel_err *err);
	void *ctx;
	struct sat_best *best;
	size_t n;
	uint64_t total;
	bool more; /* |total| is a lower bound */
};

/* The union of lists, which is read no further than it must be; |lead| is put
 * in another order.  No confirm. */
SATCHEL_MUST bool sat_top_lists(struct sat_top *t, struct sat_lead *lead,
    size_t n, struct satchel_err *err);

/* A set, none of whose records ranks better than |least|. */
SATCHEL_MUST bool sat_top_set(struct sat_top *t, struct sat_set *s,
    sat_rank least, struct satchel_err *err);

#endif
