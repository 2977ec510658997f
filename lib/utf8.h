/* utf8: validate and step UTF-8, and say which code points text may not hold
 * (satchel(5), "Text"; RFC 3629). */
#ifndef SAT_UTF8_H
#define SAT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the code point at |*p| (before |end|) and moves |*p| behind it.
 * False at the end and on a byte that is not shortest-form UTF-8 (surrogates
 * and values over U+10FFFF included); |*p| then stays.
 */
bool sat_utf8_next(const uint8_t **p, const uint8_t *end, uint32_t *cp);

/* Writes |cp| (a scalar value) and returns its length, 1 to 4. */
size_t sat_utf8_put(uint32_t cp, uint8_t out[4]);

/* True if all |n| bytes are valid; |*count|, if wanted, is in code points. */
bool sat_utf8_valid(const void *p, size_t n, size_t *count);

/* What a code point is to the text rules. */
enum sat_cp {
	SAT_CP_PLAIN,
	SAT_CP_CONTROL,	   /* C0, DEL, C1: LF, CR and tab too */
	SAT_CP_BIDI,	   /* U+202A-202E, U+2066-2069 */
	SAT_CP_DIRECTION,  /* U+200E, U+200F, U+061C */
	SAT_CP_ZERO_WIDTH, /* U+200B, U+2060, U+FEFF, U+00AD */
	SAT_CP_TAG,	   /* U+E0000-E007F */
	SAT_CP_SEPARATOR,  /* U+2028, U+2029 */
	SAT_CP_JOINER /* ZWNJ, ZWJ: allowed between letters of some scripts */
};
enum sat_cp sat_cp_class(uint32_t cp);

/* "control character", "bidi override or isolate" ... for messages. */
const char *sat_cp_name(enum sat_cp c);

/* Unicode White_Space. */
bool sat_cp_space(uint32_t cp);

#endif
