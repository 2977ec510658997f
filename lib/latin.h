/* latin: how a Cyrillic or Greek word is written in Latin letters, several
 * ways where use differs (satchel(5), "Latin spellings"). */
#ifndef SAT_LATIN_H
#define SAT_LATIN_H

#include "bytes.h"

enum { SAT_LATIN_SPELLINGS = 16, SAT_LATIN_LETTERS = 48 };

/*
 * Letters are those of the table in latin.c: after BGN/PCGN for Russian,
 * Ukrainian, Bulgarian, Serbian, Macedonian and Kazakh, and after ISO 843 for
 * Greek, with what passports and newspapers write besides.  A word is a maximal
 * run of them, upper case as lower; U+0301, a stress mark, is passed over; all
 * else ends it.  A word of more than 48 letters has no spelling.
 *
 * A letter is spelled one way all through a word.  Spellings are in the order
 * of an odometer: letters with several ways count in the order of their first
 * place in the word, the last of them turns fastest, each from its first way;
 * only the first 16 are made.  All are of a-z alone, and at least one letter.
 */
typedef bool
sat_spelling_fn(void *ctx, const uint8_t *p, size_t n, struct satchel_err *err);

/* Every spelling of every word in |n| bytes of UTF-8. */
SATCHEL_MUST bool sat_latin(const void *p, size_t n, sat_spelling_fn *each,
    void *ctx, struct satchel_err *err);

#endif
