#include "near.h"

#include <string.h>

#include "fold.h"
#include "utf8.h"

enum {
	TAIL = 4,	/* digits that may differ after the same beginning */
	SLIP_MIN = 7,	/* digits; in fewer, one that differs says nothing */
	IMPOSTOR = 100, /* further than any mailbox of the same domain */
	LONG_NAME = 12, /* letters; two slips are seen as one name from here */
	CORE_MIN = 8	/* letters of a listed domain within another */
};

/* ---- distance ----------------------------------------------------------- */

/*
 * Optimal string alignment: letters that are other, missing, too many, or two
 * neighbours swapped.  |most| + 1 if there are more than |most|, which is small.
 */
static unsigned
distance(
    const uint32_t *a, size_t n, const uint32_t *b, size_t m, unsigned most)
{
	unsigned row[3][SAT_NEAR_MAX + 1];
	size_t gap = n > m ? n - m : m - n;

	if (gap > most || n > SAT_NEAR_MAX || m > SAT_NEAR_MAX)
		return most + 1;
	for (size_t j = 0; j <= m; j++)
		row[0][j] = (unsigned)j; /* <= SAT_NEAR_MAX */
	for (size_t i = 1; i <= n; i++) {
		unsigned *now = row[i % 3], *up = row[(i + 2) % 3],
			 *before = row[(i + 1) % 3];

		now[0] = (unsigned)i; /* <= SAT_NEAR_MAX */
		for (size_t j = 1; j <= m; j++) {
			unsigned v = up[j - 1] + (a[i - 1] != b[j - 1]);

			v = up[j] + 1 < v ? up[j] + 1 : v;
			v = now[j - 1] + 1 < v ? now[j - 1] + 1 : v;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < v)
				v = before[j - 2] + 1;
			now[j] = v;
		}
	}
	return row[n % 3][m] > most ? most + 1 : row[n % 3][m];
}

/* ---- numbers ------------------------------------------------------------ */

static size_t
widen(const struct sat_rd *r, uint32_t *out)
{
	size_t n = r->n < SAT_NEAR_MAX ? r->n : SAT_NEAR_MAX;

	for (size_t i = 0; i < n; i++)
		out[i] = r->p[i];
	return n;
}

static size_t
common(const struct sat_rd *a, const struct sat_rd *b)
{
	size_t n = 0;

	while (n < a->n && n < b->n && a->p[n] == b->p[n])
		n++;
	return n;
}

static bool
is_ending(const struct sat_rd *asked, const struct sat_rd *listed)
{
	struct sat_rd r = *asked;

	if (r.n > 0 && r.p[0] == '0') { /* a trunk prefix */
		r.p++;
		r.n--;
	}
	return r.n >= SLIP_MIN && listed->n > r.n &&
	       memcmp(listed->p + (listed->n - r.n), r.p, r.n) == 0;
}

bool
sat_near_number(const struct sat_rd *asked, bool open,
    const struct sat_rd *listed, struct sat_near *near)
{
	uint32_t x[SAT_NEAR_MAX], y[SAT_NEAR_MAX];
	size_t same = common(asked, listed);
	size_t rest = asked->n > listed->n ? asked->n - same : listed->n - same;

	if (open && is_ending(asked, listed)) {
		near->nearness = SATCHEL_ENDING;
		near->score = 0;
		return true;
	}
	if (asked->n < SLIP_MIN || rest == 0)
		return false;
	if (distance(x, widen(asked, x), y, widen(listed, y), 1) == 1) {
		near->nearness = SATCHEL_ONE_DIGIT;
		near->score = 1;
		return true;
	}
	if (rest > TAIL || same < rest)
		return false;
	near->nearness = SATCHEL_SAME_PREFIX;
	near->score = 2 + (unsigned)rest; /* <= TAIL */
	return true;
}

/* ---- addresses ---------------------------------------------------------- */

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

bool
sat_address_same(const struct sat_rd *a, const struct sat_rd *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (lower(a->p[i]) != lower(b->p[i]))
			return false;
	return true;
}

/* Letters that look like one of a to z: Cyrillic, Greek, Armenian, digits. */
static const struct {
	uint32_t cp;
	char as;
} looks[] = {
	{ '0', 'o' },
	{ '1', 'l' },
	{ '5', 's' },
	{ 'i', 'l' }, /* I, l, 1 and | are one stroke */
	{ 0x0131, 'l' },
	{ 0x03b1, 'a' },
	{ 0x03b9, 'l' },
	{ 0x03ba, 'k' },
	{ 0x03bd, 'v' },
	{ 0x03bf, 'o' },
	{ 0x03c1, 'p' },
	{ 0x03c4, 't' },
	{ 0x03c5, 'u' },
	{ 0x0430, 'a' },
	{ 0x0435, 'e' },
	{ 0x043a, 'k' },
	{ 0x043c, 'm' },
	{ 0x043e, 'o' },
	{ 0x0440, 'p' },
	{ 0x0441, 'c' },
	{ 0x0442, 't' },
	{ 0x0443, 'y' },
	{ 0x0445, 'x' },
	{ 0x0455, 's' },
	{ 0x0456, 'l' },
	{ 0x0458, 'j' },
	{ 0x04bb, 'h' },
	{ 0x04cf, 'l' },
	{ 0x0501, 'd' },
	{ 0x051b, 'q' },
	{ 0x051d, 'w' },
	{ 0x0570, 'h' },
	{ 0x0578, 'n' },
	{ 0x057d, 'u' },
	{ 0x0585, 'o' },
};

static uint32_t
looks_like(uint32_t cp)
{
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++)
		if (looks[i].cp == cp)
			return (uint32_t)looks[i].as; /* ASCII */
	return cp;
}

/* "rn" looks like m, "vv" like w. */
static void
add_bone(struct sat_address *a, uint32_t cp)
{
	uint32_t before = a->bones > 0 ? a->bone[a->bones - 1] : 0;

	if (cp == '.' || cp == '-' || cp == '_')
		return;
	cp = looks_like(cp);
	if (cp == 'n' && before == 'r')
		a->bone[a->bones - 1] = 'm';
	else if (cp == 'v' && before == 'v')
		a->bone[a->bones - 1] = 'w';
	else if (a->bones < SAT_NEAR_MAX)
		a->bone[a->bones++] = cp;
}

/* The code points of |r| one by one; false: not UTF-8, or too many. */
static bool
letters_of(const struct sat_rd *r, struct sat_address *a)
{
	const uint8_t *p = r->p, *end = r->p + r->n;
	uint32_t cp;

	a->letters = 0;
	while (p < end) {
		if (!sat_utf8_next(&p, end, &cp) || a->letters == SAT_NEAR_MAX)
			return false;
		a->letter[a->letters++] = cp < 0x80 ? lower((uint8_t)cp) : cp;
	}
	return true;
}

static bool
bones_of(const struct sat_rd *r, struct sat_wr *w, struct sat_address *a)
{
	const uint8_t *p, *end;
	uint32_t cp;

	sat_wr_reset(w);
	sat_fold(r->p, r->n, w);
	if (w->nomem || w->full || w->len == 0)
		return false;
	p = w->p;
	end = w->p + w->len;
	a->bones = 0;
	while (p < end) {
		if (!sat_utf8_next(&p, end, &cp))
			return false;
		add_bone(a, cp);
	}
	return true;
}

bool
sat_address_read(
    const struct sat_rd *text, struct sat_wr *scratch, struct sat_address *a)
{
	size_t at = text->n;

	while (at > 0 && text->p[at - 1] != '@')
		at--;
	if (at < 2 || at == text->n)
		return false;
	a->local = a->domain = *text;
	a->local.n = at - 1;
	a->domain.p += at;
	a->domain.n -= at;
	return letters_of(&a->domain, a) && bones_of(&a->domain, scratch, a);
}

bool
sat_address_odd(const struct sat_address *a)
{
	for (size_t i = 0; i < a->letters; i++) {
		bool starts = i == 0 || a->letter[i - 1] == '.';

		if (a->letter[i] >= 0x80)
			return true;
		if (starts && i + 4 <= a->letters && a->letter[i] == 'x' &&
		    a->letter[i + 1] == 'n' && a->letter[i + 2] == '-' &&
		    a->letter[i + 3] == '-')
			return true;
	}
	return false;
}

/* |asked| is |listed| or lies below it. */
static bool
below(const struct sat_address *asked, const struct sat_address *listed)
{
	size_t n = asked->letters, m = listed->letters;

	return n >= m &&
	       memcmp(asked->letter + (n - m), listed->letter,
		   m * sizeof(*listed->letter)) == 0 &&
	       (n == m || asked->letter[n - m - 1] == '.');
}

static bool
holds(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
	for (size_t i = 0; i + m <= n; i++)
		if (memcmp(a + i, b, m * sizeof(*b)) == 0)
			return true;
	return false;
}

/* The two differ in their last label alone, and it is a country's: what one
 * State's office is called, another's may be. */
static bool
other_country(const struct sat_address *x, const struct sat_address *y)
{
	size_t n = x->letters;

	return n == y->letters && n > 3 && x->letter[n - 3] == '.' &&
	       memcmp(x->letter, y->letter, (n - 2) * sizeof(*x->letter)) == 0;
}

/* How many slips make one domain of the other; 9: it is another. */
static unsigned
resemblance(const struct sat_address *x, const struct sat_address *y)
{
	unsigned most = y->letters < LONG_NAME ? 1 : 2, d, e;

	if (y->letters < 4 || other_country(x, y))
		return 9;
	d = distance(x->letter, x->letters, y->letter, y->letters, most);
	e = distance(x->bone, x->bones, y->bone, y->bones, most - 1);
	if (e < most && e < d)
		d = e;
	if (d <= most)
		return d;
	return y->bones >= CORE_MIN &&
		       holds(x->bone, x->bones, y->bone, y->bones)
		   ? 3
		   : 9;
}

static unsigned
local_distance(const struct sat_rd *a, const struct sat_rd *b)
{
	uint32_t x[SAT_NEAR_MAX], y[SAT_NEAR_MAX];
	size_t n = widen(a, x), m = widen(b, y);

	return distance(x, n, y, m, 8);
}

bool
sat_near_address(const struct sat_address *asked,
    const struct sat_address *listed, struct sat_near *near)
{
	unsigned slips;

	if (below(asked, listed)) {
		near->nearness = SATCHEL_SAME_DOMAIN;
		near->score = local_distance(&asked->local, &listed->local) +
			      (asked->letters > listed->letters ? 10U : 0U);
		return true;
	}
	slips = resemblance(asked, listed);
	if (slips > 3)
		return false;
	near->nearness = SATCHEL_IMPOSTOR;
	near->score = IMPOSTOR + 2 * slips +
		      !sat_address_same(&asked->local, &listed->local);
	return true;
}
