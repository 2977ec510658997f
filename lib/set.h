/* set: records that meet a part of a query, in order, from lists, ANDs and
 * ORs; each tells how well. */
#ifndef SAT_SET_H
#define SAT_SET_H

#include "clause.h"

struct sat_set;

/*
 * How well a record matches: the match, then the field, 0 is best.  Fields are
 * in the order of their bits, but for NOTE, which comes last.
 */
typedef uint8_t sat_rank;
static inline sat_rank
sat_rank_of(enum satchel_match m, enum sat_field f)
{
	unsigned place = f < SAT_F_NOTE	   ? (unsigned)f
			 : f == SAT_F_NOTE ? SAT_FIELDS - 1u
					   : (unsigned)f - 1u;

	return (sat_rank)((unsigned)m << 4 | place);
}
static inline enum satchel_match
sat_rank_match(sat_rank r)
{
	return (enum satchel_match)(r >> 4);
}
static inline enum sat_field
sat_rank_field(sat_rank r)
{
	unsigned place = r & 15u;

	if (place < SAT_F_NOTE)
		return (enum sat_field)place;
	return place + 1 < SAT_FIELDS ? (enum sat_field)(place + 1)
				      : SAT_F_NOTE;
}

/* The weaker match and the better field of two. */
static inline sat_rank
sat_rank_and(sat_rank a, sat_rank b)
{
	unsigned match = (a >> 4) > (b >> 4) ? a >> 4 : b >> 4;
	unsigned place = (a & 15u) < (b & 15u) ? a & 15u : b & 15u;

	return (sat_rank)(match << 4 | place);
}

/* All sets of a query, freed together.  All zero but the first two is valid. */
struct sat_sets {
	struct sat_arena *a;
	struct sat_dict *d;
	struct sat_set *made; /* the one made last; each knows the one before */
};
void sat_sets_free(struct sat_sets *x);

/* The union of |n| lists; |lead| must stay. */
SATCHEL_MUST bool sat_set_lists(struct sat_sets *x, const struct sat_lead *lead,
    size_t n, struct sat_set **s, struct satchel_err *err);

/* All of |child|, or any of them.  |n| >= 1; the array is copied. */
SATCHEL_MUST bool
sat_set_join(struct sat_sets *x, bool all, struct sat_set *const *child,
    size_t n, struct sat_set **s, struct satchel_err *err);

/* The first record >= |least|, which never falls, and its rank: of an AND the
 * weakest match and the best field.  |*any| false: there is none. */
SATCHEL_MUST bool sat_set_seek(struct sat_set *s, uint64_t least,
    uint64_t *ordinal, sat_rank *rank, bool *any, struct satchel_err *err);

#endif
