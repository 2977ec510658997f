/* spaced: what is typed as several words and is one thing: a telephone number,
 * a fingerprint in the groups that it is shown in. */
#ifndef SAT_SPACED_H
#define SAT_SPACED_H

#include "clause.h"
#include "lex.h"

enum { SAT_NUMBER_JOINED = 7 }; /* digits that make several words a number */

/* What a text holds that is only what a number is written with. */
struct sat_number {
	char digits[SAT_DIGITS_MAX + 1];
	size_t n;
	bool plus;
};

/* False if |p|, folded, is not such text, or has too many digits.  "(0)", a
 * trunk prefix that no one dials with the country code, is left out. */
bool sat_number_of(const uint8_t *p, size_t n, struct sat_number *out);

/* As many hex digits as a fingerprint has, OpenPGP's 40 or 64 of SHA-256. */
bool sat_is_fingerprint(const uint8_t *p, size_t n);

/* How many items from |t| on are one thing; if over 1, their text, folded, is
 * left in |all|.  ENOMEM. */
SATCHEL_MUST bool sat_spaced(const struct sat_item *t, size_t n,
    struct sat_wr *all, size_t *count, struct satchel_err *err);

#endif
