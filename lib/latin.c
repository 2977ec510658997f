#include "latin.h"

#include <string.h>

#include "utf8.h"

enum { WAYS = 3, STRESS = 0x0301 };

struct letter {
	uint16_t cp;	       /* lower case */
	const char *way[WAYS]; /* the usual one first; NULL: no more */
};

/* Sorted by code point. */
static const struct letter table[] = {
	/* Greek, ISO 843:1997 type 2 */
	{ 0x03ac, { "a" } },
	{ 0x03ad, { "e" } },
	{ 0x03ae, { "i" } },
	{ 0x03af, { "i" } },
	{ 0x03b1, { "a" } },
	{ 0x03b2, { "v", "b" } },
	{ 0x03b3, { "g" } },
	{ 0x03b4, { "d" } },
	{ 0x03b5, { "e" } },
	{ 0x03b6, { "z" } },
	{ 0x03b7, { "i" } },
	{ 0x03b8, { "th" } },
	{ 0x03b9, { "i" } },
	{ 0x03ba, { "k", "c" } },
	{ 0x03bb, { "l" } },
	{ 0x03bc, { "m" } },
	{ 0x03bd, { "n" } },
	{ 0x03be, { "x" } },
	{ 0x03bf, { "o" } },
	{ 0x03c0, { "p" } },
	{ 0x03c1, { "r" } },
	{ 0x03c2, { "s" } },
	{ 0x03c3, { "s" } },
	{ 0x03c4, { "t" } },
	{ 0x03c5, { "y", "u" } },
	{ 0x03c6, { "f", "ph" } },
	{ 0x03c7, { "ch", "h" } },
	{ 0x03c8, { "ps" } },
	{ 0x03c9, { "o" } },
	{ 0x03ca, { "i" } },
	{ 0x03cb, { "y" } },
	{ 0x03cc, { "o" } },
	{ 0x03cd, { "y", "u" } },
	{ 0x03ce, { "o" } },
	/* Cyrillic, BGN/PCGN 1947 (Russian), 2019 (Ukrainian), 2013
	 * (Bulgarian, Macedonian), 2005 (Serbian), 1979 (Kazakh) */
	{ 0x0430, { "a" } },
	{ 0x0431, { "b" } },
	{ 0x0432, { "v" } },
	{ 0x0433, { "g", "h" } },
	{ 0x0434, { "d" } },
	{ 0x0435, { "e" } },
	{ 0x0436, { "zh" } },
	{ 0x0437, { "z" } },
	{ 0x0438, { "i", "y" } },
	{ 0x0439, { "y", "i" } },
	{ 0x043a, { "k" } },
	{ 0x043b, { "l" } },
	{ 0x043c, { "m" } },
	{ 0x043d, { "n" } },
	{ 0x043e, { "o" } },
	{ 0x043f, { "p" } },
	{ 0x0440, { "r" } },
	{ 0x0441, { "s" } },
	{ 0x0442, { "t" } },
	{ 0x0443, { "u" } },
	{ 0x0444, { "f" } },
	{ 0x0445, { "kh", "h", "x" } },
	{ 0x0446, { "ts", "c" } },
	{ 0x0447, { "ch" } },
	{ 0x0448, { "sh" } },
	{ 0x0449, { "shch", "sht" } },
	{ 0x044a, { "", "a" } },
	{ 0x044b, { "y" } },
	{ 0x044c, { "" } },
	{ 0x044d, { "e" } },
	{ 0x044e, { "yu", "iu" } },
	{ 0x044f, { "ya", "ia" } },
	{ 0x0451, { "e", "yo" } },
	{ 0x0452, { "dj" } },
	{ 0x0453, { "gj" } },
	{ 0x0454, { "ye", "ie" } },
	{ 0x0455, { "dz" } },
	{ 0x0456, { "i" } },
	{ 0x0457, { "yi", "i" } },
	{ 0x0458, { "j" } },
	{ 0x0459, { "lj" } },
	{ 0x045a, { "nj" } },
	{ 0x045b, { "c" } },
	{ 0x045c, { "kj" } },
	{ 0x045e, { "u", "w" } },
	{ 0x045f, { "dz" } },
	{ 0x0491, { "g" } },
	{ 0x0493, { "gh", "g" } },
	{ 0x049b, { "q", "k" } },
	{ 0x04a3, { "ng", "n" } },
	{ 0x04af, { "u" } },
	{ 0x04b1, { "u" } },
	{ 0x04bb, { "h" } },
	{ 0x04d9, { "a" } },
	{ 0x04e9, { "o" } },
};

/* Lower case within the two scripts, by the shape of their blocks. */
static uint32_t
lower(uint32_t cp)
{
	static const uint16_t accented[] = { 0x0386, 0x03ac, 0x0388, 0x03ad,
		0x0389, 0x03ae, 0x038a, 0x03af, 0x038c, 0x03cc, 0x038e, 0x03cd,
		0x038f, 0x03ce };

	if ((cp >= 0x0391 && cp <= 0x03ab) || (cp >= 0x0410 && cp <= 0x042f))
		return cp + 0x20;
	if (cp >= 0x0400 && cp <= 0x040f)
		return cp + 0x50;
	if (cp >= 0x0490 && cp <= 0x04ff)
		return cp | 1;
	for (size_t i = 0; i < sizeof(accented) / sizeof(*accented); i += 2)
		if (cp == accented[i])
			return accented[i + 1];
	return cp;
}

static const struct letter *
letter_of(uint32_t cp)
{
	size_t lo = 0, hi = sizeof(table) / sizeof(*table);

	if (cp < 0x0386 || cp > 0x04ff)
		return NULL;
	cp = lower(cp);
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (table[mid].cp == cp)
			return &table[mid];
		if (table[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* A word being read, then spelled. */
struct word {
	const struct letter *letter[SAT_LATIN_LETTERS];
	size_t n; /* SAT_LATIN_LETTERS + 1: too many */
	/* letters with several ways, by first place, and the way each takes */
	const struct letter *free[SAT_LATIN_LETTERS];
	uint8_t way[SAT_LATIN_LETTERS];
	size_t frees;
};

static size_t
free_of(const struct word *w, const struct letter *l)
{
	size_t i = 0;

	while (i < w->frees && w->free[i] != l)
		i++;
	return i;
}

/* Turns the odometer; false when it is back where it began. */
static bool
turn(struct word *w)
{
	for (size_t i = w->frees; i-- > 0;) {
		w->way[i]++;
		if (w->way[i] < WAYS && w->free[i]->way[w->way[i]] != NULL)
			return true;
		w->way[i] = 0;
	}
	return false;
}

static bool
spell(struct word *w, sat_spelling_fn *each, void *ctx, struct satchel_err *err)
{
	uint8_t out[SAT_LATIN_LETTERS * 4]; /* no way has over four letters */
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct letter *l = w->letter[i];
		const char *s = l->way[1] == NULL
				    ? l->way[0]
				    : l->way[w->way[free_of(w, l)]];

		for (; *s != '\0'; s++)
			out[n++] = (uint8_t)*s; /* ASCII */
	}
	return n == 0 || each(ctx, out, n, err);
}

static bool
end_word(
    struct word *w, sat_spelling_fn *each, void *ctx, struct satchel_err *err)
{
	bool ok = true, more = w->n > 0 && w->n <= SAT_LATIN_LETTERS;

	w->frees = 0;
	for (size_t i = 0; more && i < w->n; i++)
		if (w->letter[i]->way[1] != NULL &&
		    free_of(w, w->letter[i]) == w->frees) {
			w->way[w->frees] = 0;
			w->free[w->frees++] = w->letter[i];
		}
	for (int i = 0; ok && more && i < SAT_LATIN_SPELLINGS; i++) {
		ok = spell(w, each, ctx, err);
		more = turn(w);
	}
	w->n = 0;
	return ok;
}

bool
sat_latin(const void *p, size_t n, sat_spelling_fn *each, void *ctx,
    struct satchel_err *err)
{
	const uint8_t *s = p, *end = s + n;
	struct word w = { .n = 0 };
	uint32_t cp;

	while (s < end) {
		const struct letter *l;

		if (!sat_utf8_next(&s, end, &cp)) {
			s++; /* a stored value is UTF-8 */
			continue;
		}
		if (cp == STRESS)
			continue;
		l = letter_of(cp);
		if (l != NULL && w.n < SAT_LATIN_LETTERS)
			w.letter[w.n++] = l;
		else if (l != NULL)
			w.n = SAT_LATIN_LETTERS + 1; /* stays so to its end */
		else if (!end_word(&w, each, ctx, err))
			return false;
	}
	return end_word(&w, each, ctx, err);
}
