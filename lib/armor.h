/* armor: canonical base64, hex, and the two-line public key file that signify
 * and minisign read (DESIGN 3). */
#ifndef SAT_ARMOR_H
#define SAT_ARMOR_H

#include "bytes.h"

/*
 * Standard base64 with padding.  Decoding accepts only what encoding would
 * have written.  At most |max| bytes go to |out|; their number to |*n|.
 */
SATCHEL_MUST bool sat_base64_read(
    const struct sat_rd *text, uint8_t *out, size_t max, size_t *n);
void sat_base64_write(struct sat_wr *w, const void *p, size_t n);

/* Lower-case hex, no prefix.  |out| gets 2n digits and a NUL. */
void sat_hex_write(const void *p, size_t n, char *out);
/* Exactly 2n digits; upper case too if |any_case|. */
SATCHEL_MUST bool sat_hex_read(
    const struct sat_rd *text, bool any_case, uint8_t *out, size_t n);

/* 2026-03-01T09:00:00Z, years 1970 to 9999, no second 60. |out| has 21 bytes. */
SATCHEL_MUST bool sat_time_read(const struct sat_rd *text, int64_t *t);
void sat_time_write(int64_t t, char out[21]);
/* 2026-03-01, a day that exists; midnight UTC. */
SATCHEL_MUST bool sat_date_read(const struct sat_rd *text, int64_t *t);

#endif
