/* fuzzy: which terms are a typo or two away from a word: one pass over sorted
 * terms, whose common prefixes are computed once. */
#ifndef SAT_FUZZY_H
#define SAT_FUZZY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SAT_FUZZY_LETTERS = 64, /* longer words are not tried */
	SAT_FUZZY_MOST = 2	/* typos */
};

/* Rows are letters of the term, columns letters of the word. */
struct sat_fuzzy {
	uint32_t word[SAT_FUZZY_LETTERS];
	size_t n;     /* its letters */
	unsigned k;   /* typos allowed */
	size_t depth; /* rows that hold for the term seen last */
	bool dead;    /* row |depth| holds nothing within |k| */
	uint32_t letter[SAT_FUZZY_LETTERS + SAT_FUZZY_MOST + 2];
	size_t end[SAT_FUZZY_LETTERS + SAT_FUZZY_MOST + 2]; /* bytes up to it */
	uint8_t row[SAT_FUZZY_LETTERS + SAT_FUZZY_MOST + 2]
		   [SAT_FUZZY_LETTERS + 1];
};

/* |word| is folded.  One typo is allowed from 4 letters, two from 8; false:
 * none is, or the word is too long. */
bool sat_fuzzy_init(struct sat_fuzzy *f, const uint8_t *word, size_t n);

/*
 * The distance from |term|, at most |f->k|, or a greater number: insertions,
 * deletions, substitutions, and transpositions of neighbours, no letter being
 * touched twice (optimal string alignment).  |same| bytes are those of the
 * term given last.
 */
unsigned sat_fuzzy_distance(
    struct sat_fuzzy *f, const uint8_t *term, size_t n, size_t same);

/*
 * Could a term be within |f->k| that is not before |low| and, unless |high| is
 * NULL, before |high|?  False is certain.  sat_fuzzy_distance must not be told
 * of |same| bytes next.
 */
bool sat_fuzzy_between(struct sat_fuzzy *f, const uint8_t *low, size_t low_n,
    const uint8_t *high, size_t high_n);

#endif
