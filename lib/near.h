/* near: how alike two numbers or two addresses are, to a person's eye. */
#ifndef SAT_NEAR_H
#define SAT_NEAR_H

#include "bytes.h"

enum { SAT_NEAR_MAX = 256 }; /* code points of a text that is compared */

/* How near something listed is; a smaller |score| is nearer. */
struct sat_near {
	enum satchel_nearness nearness;
	unsigned score;
};

/*
 * Two whole numbers, digits alone.  |open|: of |asked| the beginning may be
 * missing.  False: they are not near.  Never for equal ones.
 */
bool sat_near_number(const struct sat_rd *asked, bool open,
    const struct sat_rd *listed, struct sat_near *near);

/* What an address is compared by, made once. */
struct sat_address {
	struct sat_rd local, domain;   /* borrowed */
	uint32_t letter[SAT_NEAR_MAX]; /* the domain's, in lower case */
	size_t letters;
	uint32_t bone[SAT_NEAR_MAX]; /* its skeleton: no dots and hyphens, each
				      * letter as the one it looks like */
	size_t bones;
};

/* Splits |text| at its last "@"; false: there is none, it is too long or not
 * UTF-8.  |scratch| is written over. */
bool sat_address_read(
    const struct sat_rd *text, struct sat_wr *scratch, struct sat_address *a);

/* ASCII in either case is the same, all else must be. */
bool sat_address_same(const struct sat_rd *a, const struct sat_rd *b);

bool sat_near_address(const struct sat_address *asked,
    const struct sat_address *listed, struct sat_near *near);

/* Letters beyond ASCII, or in punycode: which the eye cannot tell apart. */
bool sat_address_odd(const struct sat_address *a);

#endif
