/* compare: how two verified statements of one directory stand to each other
 * (satchel(5), "Comparing"). */
#ifndef SAT_COMPARE_H
#define SAT_COMPARE_H

#include "statement.h"

struct sat_compare_side {
	const struct sat_statement *st; /* verified */
	struct sat_rd history; /* member HISTORY as the statement's digest has
				* it, or empty if there is none */
};

/*
 * Fills in all but the releases of |c|: the same text; an older and a newer
 * one, and whether the newer commits to the older; or a fork: one number with
 * two texts, by the numbers themselves, by what the newer one says of the
 * older (previous, HISTORY), by two histories that differ, or one root version
 * with two texts.
 */
void sat_compare(const struct sat_compare_side *a,
    const struct sat_compare_side *b, struct satchel_comparison *c);

#endif
