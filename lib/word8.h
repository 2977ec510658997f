/* word8: eight bytes of text looked at as one word; which byte comes first
 * does not matter. */
#ifndef SAT_WORD8_H
#define SAT_WORD8_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SAT_WORD8_ONES UINT64_C(0x0101010101010101)

static inline uint64_t
sat_word8(const void *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

/* Is one of them |c|?  (Warren, "Hacker's Delight", 6-1.) */
static inline bool
sat_word8_has(uint64_t w, char c)
{
	uint64_t x = w ^ (SAT_WORD8_ONES * (uint8_t)c); /* as a byte */

	return ((x - SAT_WORD8_ONES) & ~x & (SAT_WORD8_ONES * 0x80)) != 0;
}

/* Are all of them 20 to 7E? */
static inline bool
sat_word8_printable(uint64_t w)
{
	/* a byte below 0x20, above 0x7f, or 0x7f: its high bit; what is
	 * borrowed or carried comes from such a byte too */
	return (((w - SAT_WORD8_ONES * 0x20) | w | (w + SAT_WORD8_ONES)) &
		   (SAT_WORD8_ONES * 0x80)) == 0;
}

#endif
