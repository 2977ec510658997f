/* fold: the search form of text, by a frozen table (satchel(5), "Folding"). */
#ifndef SAT_FOLD_H
#define SAT_FOLD_H

#include "bytes.h"

/* The number of the table in fold_table.c; a bundle names the one it used. */
enum { SAT_FOLD_TABLE = 1 };

/*
 * Folding replaces each code point by a fixed sequence of zero or more, by
 * itself if the table does not say otherwise, and never looks at neighbours;
 * nothing is reordered.  The table was made as follows, from utf8proc 2.8.0
 * (Unicode 15.0.0) by fold_gen.c:
 *
 * 1. utf8proc_decompose_char with DECOMPOSE, COMPAT, CASEFOLD and IGNORE.
 * 2. Of what comes out, code points of category Mn are dropped in 0300-036F,
 *    0591-05C7, 0610-061A, 064B-065F, 0670 and 06D6-06ED; nowhere else.
 * 3. Then these pairs: U+0142 l, U+0111 d, U+00F0 d, U+00F8 o, U+0131 i,
 *    U+00E6 ae, U+0153 oe, U+00FE th, U+0127 h, U+0167 t, U+014B n; U+0649
 *    and U+06CC to U+064A (ya), U+0629 to U+0647 (ha), U+06A9 to U+0643 (kaf);
 *    U+0660-0669 and U+06F0-06F9 to the digits 0-9; U+0640 (tatweel) and
 *    U+02BE, U+02BF (half rings) to nothing.
 * 4. Again from 1 on what came out, until nothing changes.
 *
 * So folding twice is folding once.  U+AC00-D7A3 (Hangul syllables) are
 * decomposed by the arithmetic of the Unicode Standard, 3.12, not the table.
 */

/* Appends the folded form of |n| bytes to |w|.  A byte that is not part of
 * valid UTF-8 stands for U+FFFD, which separates words. */
void sat_fold(const void *p, size_t n, struct sat_wr *w);

/* What a folded code point is to the tokeniser: fixed by the same table. */
enum sat_letter {
	SAT_L_NONE, /* separates words */
	SAT_L_WORD, /* categories L and N, but for GRAM and U+02B9-02BD */
	SAT_L_MARK, /* category M that folding kept */
	SAT_L_GRAM  /* L and Nl of scripts written without spaces (words.h) */
};
enum sat_letter sat_fold_letter(uint32_t cp);

#endif
