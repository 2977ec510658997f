#include "words.h"

#include "utf8.h"

/* Folded text has no upper case. */
static inline bool
ascii_word(uint8_t c)
{
	return (uint8_t)(c - 'a') < 26 || (uint8_t)(c - '0') < 10;
}

/* The letter at |*p|, which moves behind it.  Folded text is valid UTF-8; a
 * byte that is not separates words. */
static enum sat_letter
step(const uint8_t **p, const uint8_t *end)
{
	uint32_t cp;

	if (**p < 0x80)
		return ascii_word(*(*p)++) ? SAT_L_WORD : SAT_L_NONE;
	if (!sat_utf8_next(p, end, &cp)) {
		(*p)++;
		return SAT_L_NONE;
	}
	return sat_fold_letter(cp);
}

static const uint8_t *
end_of_word(const uint8_t *start, const uint8_t *p, const uint8_t *end)
{
	for (;;) {
		const uint8_t *next;
		enum sat_letter l;

		while (p < end && ascii_word(*p) &&
		       (size_t)(p - start) < SAT_WORD_MAX)
			p++;
		if (p == end)
			break;
		next = p;
		l = step(&next, end);
		if (l == SAT_L_NONE || l == SAT_L_GRAM ||
		    (size_t)(next - start) > SAT_WORD_MAX)
			break;
		p = next;
	}
	return p;
}

static const uint8_t *
end_of_gram(const uint8_t *p, const uint8_t *end)
{
	for (int i = 1; i < SAT_GRAM_MAX && p < end; i++) {
		const uint8_t *next = p;

		if (step(&next, end) != SAT_L_MARK)
			break;
		p = next;
	}
	return p;
}

bool
sat_words_next(struct sat_rd *r, struct sat_word *w)
{
	const uint8_t *p = r->p, *end = r->p + r->n, *start;
	const uint8_t *before = w->gram ? w->p + w->n : NULL;
	enum sat_letter l = SAT_L_NONE;
	struct sat_rd skip;

	for (start = p; p < end && l == SAT_L_NONE;) {
		if (*p < 0x80 && !ascii_word(*p)) { /* what is most between */
			p++;
			continue;
		}
		start = p;
		l = step(&p, end);
	}
	if (l == SAT_L_NONE)
		return false;
	p = l == SAT_L_GRAM ? end_of_gram(p, end) : end_of_word(start, p, end);
	w->p = start;
	w->n = (size_t)(p - start);
	w->gram = l == SAT_L_GRAM;
	w->joined = w->gram && start == before;
	return sat_rd_take(r, (size_t)(p - r->p), &skip);
}

size_t
sat_word_letters(const void *p, size_t n)
{
	const uint8_t *b = p;
	size_t c = 0;

	for (size_t i = 0; i < n; i++)
		c += (b[i] & 0xc0) != 0x80;
	return c;
}
