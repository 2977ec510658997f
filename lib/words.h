/* words: folded text to the tokens that are indexed (satchel(5), "Words"). */
#ifndef SAT_WORDS_H
#define SAT_WORDS_H

#include "fold.h"

/*
 * The rules, on folded text, code point by code point, by sat_fold_letter:
 *
 * - A word is a maximal run of WORD and MARK code points.  All else separates
 *   words: apostrophes, hyphens, full stops, "@", "_" and symbols too.
 * - A word of more than 254 bytes is several: each piece is the longest that
 *   fits 254 bytes and ends between two code points.
 * - A gram is one GRAM code point with the MARK code points that follow it,
 *   at most eight code points in all; further marks begin a word.  Grams are
 *   words of their own; WORD and GRAM code points never share one.
 * - The terms of a text are its words, its grams, and for every two grams
 *   that touch each other the bigram: the first followed by the second.
 *
 * WORD is every letter and digit, GRAM the letters of Thai, Lao, Myanmar,
 * Khmer, Han, Hiragana and Katakana; Hangul are words.
 */
enum { SAT_WORD_MAX = 254, SAT_GRAM_MAX = 8 };

/* A token, borrowed from the text.  |joined|: a gram that touches the one
 * before it. */
struct sat_word {
	const uint8_t *p;
	size_t n;
	bool gram, joined;
};

/* Takes the next word or gram (bigrams are the caller's) off the front of
 * folded text |r|, which is only ever advanced by this function; |w| is the
 * previous one, all zero at first.  False at the end.  A bigram is the |n| bytes
 * of the previous one and those of |w|, up to its end. */
bool sat_words_next(struct sat_rd *r, struct sat_word *w);

/* The number of code points. */
size_t sat_word_letters(const void *p, size_t n);

#endif
