#include "fuzzy.h"

#include <string.h>

#include "utf8.h"

bool
sat_fuzzy_init(struct sat_fuzzy *f, const uint8_t *word, size_t n)
{
	const uint8_t *p = word, *end = word + n;
	uint32_t cp;

	memset(f, 0, sizeof(*f));
	while (sat_utf8_next(&p, end, &cp)) {
		if (f->n == SAT_FUZZY_LETTERS)
			return false;
		f->word[f->n++] = cp;
	}
	if (p < end || f->n < 4)
		return false;
	f->k = f->n < 8 ? 1 : 2;
	for (size_t j = 0; j <= f->n; j++)
		f->row[0][j] = (uint8_t)j; /* <= 64 */
	return true;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Row |i| for letter |c|, the rows before it being there.  Only the cells
 * within k of the diagonal can be within k; the others count as over it. */
static bool
fill(struct sat_fuzzy *f, size_t i, uint32_t c)
{
	const uint8_t *up = f->row[i - 1];
	uint8_t *row = f->row[i];
	size_t from = i > f->k ? i - f->k : 0;
	size_t to = i + f->k < f->n ? i + f->k : f->n;
	unsigned over = f->k + 1, best = over;

	if (from > f->n)
		return false;
	if (from > 0)
		row[from - 1] = (uint8_t)over;
	for (size_t j = from; j <= to; j++) {
		unsigned d;

		if (j == 0) {
			d = (unsigned)i; /* <= k */
		} else {
			d = up[j - 1] + (f->word[j - 1] == c ? 0u : 1u);
			d = least(d, row[j - 1] + 1u);
			/* the cell above is outside the band at its right end */
			if (j < i + f->k)
				d = least(d, up[j] + 1u);
			if (i > 1 && j > 1 &&
			    f->word[j - 1] == f->letter[i - 1] &&
			    f->word[j - 2] == c)
				d = least(d, f->row[i - 2][j - 2] + 1u);
		}
		row[j] = (uint8_t)least(d, over);
		best = least(best, row[j]);
	}
	return best <= f->k;
}

unsigned
sat_fuzzy_distance(
    struct sat_fuzzy *f, const uint8_t *term, size_t n, size_t same)
{
	const uint8_t *p, *end = term + n;
	uint32_t c;

	while (f->depth > 0 && f->end[f->depth] > same) {
		f->depth--;
		f->dead = false;
	}
	if (f->dead)
		return f->k + 1;
	p = term + f->end[f->depth];
	while (sat_utf8_next(&p, end, &c)) {
		f->depth++;
		f->end[f->depth] = (size_t)(p - term);
		f->dead = !fill(f, f->depth, c);
		f->letter[f->depth] = c;
		if (f->dead)
			return f->k + 1;
	}
	if (f->depth + f->k < f->n)
		return f->k + 1; /* too short: the last cell is not filled */
	return f->row[f->depth][f->n];
}

/* ---- ranges of terms ----------------------------------------------------- */

enum { NO_LETTER = 0x110000 /* greater than all */ };

/* Goes on with letter |c|; false: nothing that begins so can be near. */
static bool
push(struct sat_fuzzy *f, uint32_t c)
{
	f->depth++;
	f->letter[f->depth] = c;
	return fill(f, f->depth, c);
}

/* Could a term be near that goes on with a letter |from| or after, but before
 * |to|?  All letters that the word does not have are alike. */
static bool
goes_on(struct sat_fuzzy *f, uint32_t from, uint32_t to)
{
	if (from >= to)
		return false;
	if (fill(f, f->depth + 1, NO_LETTER))
		return true;
	for (size_t j = 0; j < f->n; j++)
		if (f->word[j] >= from && f->word[j] < to &&
		    fill(f, f->depth + 1, f->word[j]))
			return true;
	return false;
}

static bool
near_as_it_is(const struct sat_fuzzy *f)
{
	return f->depth + f->k >= f->n && f->row[f->depth][f->n] <= f->k;
}

/* Of the terms that go on with |c|, those from |p| on, what follows it. */
static bool
near_above(
    struct sat_fuzzy *f, uint32_t c, const uint8_t *p, const uint8_t *end)
{
	while (push(f, c))
		if (!sat_utf8_next(&p, end, &c) || goes_on(f, c + 1, NO_LETTER))
			return true;
	return false;
}

/* The same of those before it. */
static bool
near_below(
    struct sat_fuzzy *f, uint32_t c, const uint8_t *p, const uint8_t *end)
{
	while (push(f, c)) {
		if (!sat_utf8_next(&p, end, &c))
			return false;
		if (near_as_it_is(f) || goes_on(f, 0, c))
			return true;
	}
	return false;
}

bool
sat_fuzzy_between(struct sat_fuzzy *f, const uint8_t *low, size_t low_n,
    const uint8_t *high, size_t high_n)
{
	const uint8_t *a = low, *a_end = low + low_n, *b = high;
	const uint8_t *b_end = high == NULL ? NULL : high + high_n;
	uint32_t x, y = NO_LETTER;
	size_t shared;

	f->depth = 0;
	f->dead = false;
	for (;;) {
		if (!sat_utf8_next(&a, a_end, &x))
			return true; /* all begin with |low| */
		if (high != NULL && !sat_utf8_next(&b, b_end, &y))
			return true; /* out of order */
		if (x != y)
			break;
		if (!push(f, x))
			return false;
	}
	shared = f->depth;
	if (goes_on(f, x + 1, y) || near_above(f, x, a, a_end))
		return true;
	f->depth = shared;
	return high != NULL && near_below(f, y, b, b_end);
}
