/* custody: what a custodian's log of pings says of each contact of a State;
 * the log itself is never shipped. */
#ifndef SAT_CUSTODY_H
#define SAT_CUSTODY_H

#include "node.h"

struct sat_pinged {	/* a contact that acknowledged a ping */
	const char *id; /* local */
	int64_t day;	/* of the last round it did so in */
	bool recent;	/* one of the last two rounds */
};

struct sat_custody {
	const char *state;
	const char *file;
	struct sat_mark pings; /* of the key */
	bool judged;	       /* there were two rounds to judge by */
	size_t n;
	struct sat_pinged *who;
};

/* Rounds of pings up to the day the release is issued. */
struct sat_rounds {
	bool two; /* there are two: |last| are days since 1970 */
	int64_t last[2];
	int64_t until; /* the day the release is issued */
};
struct sat_rounds sat_rounds_of(const struct sat_node *release, int64_t issued);

/* From the root of a custody file without a fault; |c->file| is set.  Memory
 * and strings in |a|, which holds |root| too.  False: no memory. */
SATCHEL_MUST bool sat_custody_read(const struct sat_node *root,
    const struct sat_rounds *r, struct sat_arena *a, struct sat_custody *c);

/* What is known of contact |id|; NULL: it never acknowledged. */
const struct sat_pinged *
sat_custody_of(const struct sat_custody *c, const char *id);

#endif
