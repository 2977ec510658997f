/* part: which terms hold a string: one pass over sorted terms, of which only
 * the bytes that a term does not share with the one before are looked at. */
#ifndef SAT_PART_H
#define SAT_PART_H

#include "num.h"
#include "term_read.h"

struct sat_part {
	const uint8_t *p;      /* borrowed */
	size_t n;	       /* >= 1 */
	uint64_t last, second; /* its last byte and the one before it, eight
				* times each */
	uint64_t alone;	       /* all ones if there is none before it */
	size_t end; /* of where the term seen last holds it, 0: nowhere */
};

static inline void
sat_part_init(struct sat_part *f, const uint8_t *part, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	*f = (struct sat_part){ .p = part,
		.n = n,
		.last = ones * part[n - 1],
		.second = n > 1 ? ones * part[n - 2] : 0,
		.alone = n > 1 ? 0 : UINT64_MAX };
}

/* Which of the eight bytes of |x| are 0, as their high bits, the first lowest;
 * above one that is, others may be called so too. */
static inline uint64_t
sat_part_zero(uint64_t x)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	return (x - ones) & ~x & ones << 7;
}

/* May the part end in the first eight bytes that are new in |t|?  Its last two
 * would stand there, the first of them perhaps right before. */
static inline bool
sat_part_ends(const struct sat_part *f, const struct sat_term *t, size_t new)
{
	/* of a term that shares nothing that is its class, which is in no
	 * part */
	const uint8_t shared = t->b[t->lcp - (t->lcp > 0)];
	const uint64_t before = t->head << 8 | shared;

	return (sat_part_zero(t->head ^ f->last) &
		   (sat_part_zero(before ^ f->second) | f->alone) &
		   sat_high_bits[sat_min(new, 8)]) != 0;
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

	if (f->end != 0 && f->end <= t->lcp)
		return true;
	f->end = 0;
	return (sat_part_ends(f, t, new) || new > 8) && sat_part_search(f, t);
}

#endif
