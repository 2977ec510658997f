/* part: which terms hold a string: one pass over sorted terms, of which only
 * the bytes that a term does not share with the one before are looked at. */
#ifndef SAT_PART_H
#define SAT_PART_H

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

/* Where that byte is among the |n| bytes at |p|, 8 at most, as the high bits of
 * a number, the first lowest; above one that is, others may be called so too.
 * 8 bytes are read. */
static inline uint64_t
sat_part_last(const struct sat_part *f, const uint8_t *p, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x;

	memcpy(&x, p, sizeof(x));
	x = le64toh(x) ^ f->last;
	x = (x - ones) & ~x & (ones << 7);
	return n < 8 ? x & ((UINT64_C(1) << (8 * n)) - 1) : x;
}

/* As sat_part_in, for a part whose last byte is |from| or behind it. */
bool sat_part_search(struct sat_part *f, const struct sat_term *t, size_t from);

/*
 * Does |t| hold the part, its class byte aside?  t->lcp bytes are those of the
 * term given last.  Where those hold the part, so does |t|; else the part's
 * last byte is one of the others, and most terms need no further look.
 */
static inline bool
sat_part_in(struct sat_part *f, const struct sat_term *t)
{
	size_t from = t->lcp > f->n ? t->lcp : f->n; /* behind the class byte */

	if (f->end != 0 && f->end <= t->lcp)
		return true;
	f->end = 0;
	if (from >= t->n)
		return false;
	/* t->b is longer than any term */
	if (t->n - from <= 8 && sat_part_last(f, t->b + from, t->n - from) == 0)
		return false;
	return sat_part_search(f, t, from);
}

#endif
