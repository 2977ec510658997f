/* part: which terms hold a string: one pass over sorted terms, of which only
 * the bytes that a term does not share with the one before are looked at. */
#ifndef SAT_PART_H
#define SAT_PART_H

#include "num.h"
#include "term_read.h"

struct sat_part {
	const uint8_t *p; /* borrowed */
	size_t n;	  /* >= 1 */
	uint64_t last;	  /* its last byte, eight times */
	size_t end;	  /* of where the term seen last holds it, 0: nowhere */
};

static inline void
sat_part_init(struct sat_part *f, const uint8_t *part, size_t n)
{
	*f = (struct sat_part){ .p = part,
		.n = n,
		.last = UINT64_C(0x0101010101010101) * part[n - 1] };
}

/* Where that byte is among the first |n| of the eight in |x|, as their high
 * bits; above one that is, others may be called so too. */
static inline uint64_t
sat_part_last(const struct sat_part *f, uint64_t x, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	x ^= f->last;
	return (x - ones) & ~x & sat_high_bits[n];
}

/* As sat_part_in, where the bytes that are shared do not hold the part. */
bool sat_part_search(struct sat_part *f, const struct sat_term *t);

/*
 * Does |t| hold the part, its class byte aside?  t->lcp bytes are those of the
 * term given last.  Where those hold the part, so does |t|; else the part's
 * last byte is one of the others, and most terms need no further look.
 */
static inline bool
sat_part_in(struct sat_part *f, const struct sat_term *t)
{
	const size_t new = t->n - t->lcp;
	const uint64_t hit = sat_part_last(f, t->head, sat_min(new, 8));

	if (f->end != 0 && f->end <= t->lcp)
		return true;
	f->end = 0;
	return (hit != 0 || new > 8) && sat_part_search(f, t);
}

#endif
