/* term_read: one term of a STRINGS block after the other (satchel(5),
 * "Strings").  Inline, since a scan reads every term that there is. */
#ifndef SAT_TERM_READ_H
#define SAT_TERM_READ_H

#include <endian.h>
#include <string.h>

#include "bytes.h"
#include "format.h"
#include "terms.h"
#include "utf8.h"

/* A suffix of up to so many bytes is moved as one number. */
enum { SAT_TERM_CHUNK = 8 };

/* In the loop of a scan what is left of the block must stay in registers. */
#define SAT_TERM_INLINE                                                        \
	SATCHEL_MUST static inline __attribute__((always_inline))

/* A term; all zero: none yet, the next one is the first of a block. */
struct sat_term {
	/* |n| bytes, the class first; what lies behind them means nothing */
	uint8_t b[SAT_MAX_TERM + SAT_TERM_CHUNK];
	size_t n;
	size_t lcp;	 /* bytes it shares with the term before */
	uint64_t head;	 /* eight bytes from there on, the first lowest */
	size_t ascii;	 /* bytes before the first one over 0x7f */
	uint32_t mask;	 /* its fields */
	uint32_t fields; /* that its class may have */
};

/* A term as it is stored: all of its bytes lie in the window it was read
 * from, and no more is known of them. */
struct sat_stored_term {
	size_t common;
	struct sat_rd suffix;
	uint32_t mask;
};

_Static_assert((int)SAT_FIELDS <= 14, "a mask has two bytes at most");

/* Takes a term off the front of |r|; the two comparisons of sizes are all that
 * keeps it inside.  A longer mask than two bytes names no field. */
SAT_TERM_INLINE bool
sat_term_take(struct sat_rd *r, struct sat_stored_term *s)
{
	const uint8_t *p = r->p;
	struct sat_rd all;
	size_t size;

	if (r->n < 2 || r->n - 2 < (size_t)p[1] + 1)
		return false;
	size = 2 + (size_t)p[1] + 1;
	s->mask = p[size - 1];
	if (s->mask >= 0x80) {
		if (r->n == size || p[size] == 0 || p[size] >= 0x80)
			return false;
		s->mask = (s->mask & 0x7f) | (uint32_t)p[size++] << 7;
	}
	s->common = p[0];
	s->suffix = *r;
	s->suffix.p = p + 2;
	s->suffix.n = p[1];
	return sat_rd_take(r, size, &all);
}

/* The high bits of the first |i| of eight bytes. */
static const uint64_t sat_high_bits[SAT_TERM_CHUNK + 1] = { 0, UINT64_C(0x80),
	UINT64_C(0x8080), UINT64_C(0x808080), UINT64_C(0x80808080),
	UINT64_C(0x8080808080), UINT64_C(0x808080808080),
	UINT64_C(0x80808080808080), UINT64_C(0x8080808080808080) };

/* Copies the suffix into |t|, and tells whether it is all ASCII.  |room| bytes
 * can be read: eight are moved as one, without a loop, and so without a branch
 * that no processor guesses. */
SAT_TERM_INLINE bool
sat_term_copy(struct sat_term *t, const struct sat_stored_term *s, size_t room)
{
	uint8_t *to = t->b + s->common;
	uint8_t high = 0;

	if (s->suffix.n <= SAT_TERM_CHUNK && room >= SAT_TERM_CHUNK) {
		memcpy(&t->head, s->suffix.p, sizeof(t->head));
		memcpy(to, &t->head, sizeof(t->head));
		t->head = le64toh(t->head);
		return (t->head & sat_high_bits[s->suffix.n]) == 0;
	}
	memcpy(to, s->suffix.p, s->suffix.n);
	memcpy(&t->head, to, sizeof(t->head)); /* t->b goes on */
	t->head = le64toh(t->head);
	for (size_t i = 0; i < s->suffix.n; i++)
		high |= to[i];
	return high < 0x80;
}

/* The text of a term whose suffix is not all ASCII, or stands behind what is
 * not. */
static inline bool
sat_term_utf8(struct sat_term *t)
{
	if (t->lcp <= t->ascii)
		for (t->ascii = t->lcp; t->b[t->ascii] < 0x80; t->ascii++)
			;
	return sat_utf8_valid(t->b + 1, t->n - 1, NULL);
}

/* The term behind |t| off the front of |r|.  False: a rule is broken; |r| is as
 * it was, and |t| is not to be used. */
SAT_TERM_INLINE bool
sat_term_read(struct sat_rd *r, struct sat_term *t)
{
	struct sat_stored_term s;
	struct sat_rd rest = *r;
	bool ascii, late;
	size_t all;

	if (!sat_term_take(&rest, &s))
		return false;
	all = s.common + s.suffix.n;
	/* the prefix is the longest, and the order strict, if the first byte
	 * that differs is greater; whether there is one no processor guesses */
	late = (s.common < t->n) & (s.suffix.p[0] <= t->b[s.common]);
	if (s.common > t->n || s.suffix.n == 0 || all < 2 ||
	    all > SAT_MAX_TERM || late)
		return false;
	ascii = sat_term_copy(t, &s, r->n - 2);
	if (s.common == 0)
		t->fields = sat_class_fields(t->b[0]);
	t->n = all;
	t->lcp = s.common;
	t->mask = s.mask;
	if (s.mask == 0 || (s.mask & ~t->fields) != 0)
		return false;
	if (ascii && s.common <= t->ascii)
		t->ascii = all;
	else if (!sat_term_utf8(t))
		return false;
	*r = rest;
	return true;
}

/* ---- a scan: only what it needs of a term is looked at --------------------- */

/* As sat_term_read, but order, fields and text are not checked, nor t->fields
 * and t->ascii kept. */
SAT_TERM_INLINE bool
sat_term_glance(struct sat_rd *r, struct sat_term *t)
{
	const size_t room = r->n;
	struct sat_stored_term s;
	bool ascii;

	if (!sat_term_take(r, &s) || s.common > t->n || s.suffix.n == 0 ||
	    s.common + s.suffix.n > SAT_MAX_TERM)
		return false;
	ascii = sat_term_copy(t, &s, room - 2);
	(void)ascii;
	t->n = s.common + s.suffix.n;
	t->lcp = s.common;
	t->mask = s.mask;
	return true;
}

/* The same of a term whose bytes will never be looked at: those of t->b are
 * still those of the term before. */
SAT_TERM_INLINE bool
sat_term_hop(struct sat_rd *r, struct sat_term *t)
{
	struct sat_stored_term s;

	if (!sat_term_take(r, &s) || s.common > t->n || s.suffix.n == 0 ||
	    s.common + s.suffix.n > SAT_MAX_TERM)
		return false;
	t->n = s.common + s.suffix.n;
	return true;
}

/* What sat_term_read would have refused of a term that was glanced at, its
 * order aside. */
static inline bool
sat_term_sound(const struct sat_term *t)
{
	return t->n >= 2 && t->mask != 0 &&
	       (t->mask & ~sat_class_fields(t->b[0])) == 0 &&
	       sat_utf8_valid(t->b + 1, t->n - 1, NULL);
}

/* Is |t| wanted?  |*skip|, SIZE_MAX before: no term is that shares so many
 * bytes with |t|, and of none of those it is asked. */
typedef bool sat_term_fits(void *ctx, const struct sat_term *t, size_t *skip);

/* The rest of a block, |left| terms of it; |skip| is what |fits| said of the
 * term that was looked at last. */
struct sat_terms {
	struct sat_rd rest;
	uint64_t left;
	size_t skip;
};

/*
 * From the term behind |t| on to the first that fits, to the end of the block,
 * or to a term of another class.  Where it is none that fits, only t->b[0] and
 * the first t->n or |skip| bytes, if that is less, are of use.  False: a rule is
 * broken.
 */
SAT_TERM_INLINE bool
sat_terms_pass(struct sat_terms *x, struct sat_term *t, sat_term_fits *fits,
    void *ctx, bool *found)
{
	/* the compiler does not know that copying a term leaves *x alone */
	struct sat_terms r = *x;
	const uint8_t class = t->b[0];
	bool good = true, fit = false;

	while (good && !fit && r.left > 0) {
		r.left--;
		if (!sat_rd_end(&r.rest) && r.rest.p[0] >= r.skip) {
			good = sat_term_hop(&r.rest, t);
			continue;
		}
		good = sat_term_glance(&r.rest, t);
		if (t->b[0] != class)
			break;
		r.skip = SIZE_MAX;
		fit = good && fits(ctx, t, &r.skip);
	}
	*x = r;
	*found = fit;
	return good && (!fit || sat_term_sound(t));
}

#endif
