/* armor: bytes and values as text, in one spelling each: base64, hex, times,
 * and the lines of the signed texts (satchel(5), "Texts"). */
#ifndef SAT_ARMOR_H
#define SAT_ARMOR_H

#include "bytes.h"

struct sat_hash;

/*
 * Standard base64 with padding.  Decoding accepts only what encoding would
 * have written.  At most |max| bytes go to |out|; their number to |*n|.
 */
SATCHEL_MUST bool
sat_base64_read(const struct sat_rd *text, uint8_t *out, size_t max, size_t *n);
void sat_base64_write(struct sat_wr *w, const void *p, size_t n);

/* As sat_base64_read for text of any length: the first |max| bytes go to
 * |out|, |*n| counts them all. */
SATCHEL_MUST bool
sat_base64_head(const struct sat_rd *text, uint8_t *out, size_t max, size_t *n);

/* Lower-case hex, no prefix.  |out| gets 2n digits and a NUL. */
void sat_hex_write(const void *p, size_t n, char *out);
/* Exactly 2n digits; upper case too if |any_case|. */
SATCHEL_MUST bool
sat_hex_read(const struct sat_rd *text, bool any_case, uint8_t *out, size_t n);

/* 2026-03-01T09:00:00Z, years 1970 to 9999, no second 60. |out| has 21 bytes. */
SATCHEL_MUST bool sat_time_read(const struct sat_rd *text, int64_t *t);
void sat_time_write(int64_t t, char out[21]);
/* 2026-03-01, a day that exists; midnight UTC. */
SATCHEL_MUST bool sat_date_read(const struct sat_rd *text, int64_t *t);

/* |code| with the advice to fetch the file again if |text| holds a CR: mail
 * and editors that change line ends change what was signed. */
SATCHEL_MUST bool sat_no_cr(
    const struct sat_rd *text, enum satchel_code code, struct satchel_err *err);

/*
 * The lines of a signed text, "WORD VALUE" in a fixed order.  |rest| is what
 * was not read yet, |at| the line read last.
 */
struct sat_lines {
	struct sat_rd rest;
	struct sat_rd at;
	unsigned number;  /* of |at|, from 1 */
	const char *what; /* "statement", for messages */
};
struct sat_lines sat_lines_of(const struct sat_rd *text, const char *what);

/* EFORMAT at the line read last: "WHAT line N: ...". */
bool sat_lines_fail(struct satchel_err *err, const struct sat_lines *l,
    const char *fmt, ...) SAT_PRINTF(3, 4);

/*
 * The next line, which must begin with |word| and a space; |*value| is the
 * rest of it, not empty.  The others read that value: a number without
 * leading zeros, a time, "sha256:" (or another |prefix|) and 64 hex digits.
 */
SATCHEL_MUST bool sat_line_value(struct sat_lines *l, const char *word,
    struct sat_rd *value, struct satchel_err *err);
SATCHEL_MUST bool sat_line_number(struct sat_lines *l, const char *word,
    uint64_t min, uint64_t max, uint64_t *v, struct satchel_err *err);
SATCHEL_MUST bool sat_line_u32(struct sat_lines *l, const char *word,
    uint32_t min, uint32_t max, uint32_t *v, struct satchel_err *err);
SATCHEL_MUST bool sat_line_time(
    struct sat_lines *l, const char *word, int64_t *t, struct satchel_err *err);
SATCHEL_MUST bool sat_line_hash(struct sat_lines *l, struct sat_rd value,
    const char *prefix, struct sat_hash *h, struct satchel_err *err);
/* "WORD NUMBER PREFIX HEX" */
SATCHEL_MUST bool sat_line_sized(struct sat_lines *l, const char *word,
    uint64_t min, uint64_t max, const char *prefix, uint64_t *v,
    struct sat_hash *h, struct satchel_err *err);
/* "WORD none" or "WORD sha256:HEX" */
SATCHEL_MUST bool sat_line_previous(struct sat_lines *l, const char *word,
    bool *has, struct sat_hash *h, struct satchel_err *err);

/* Nothing is left, and |text| is what writing it again made: |w|. */
SATCHEL_MUST bool sat_lines_same(struct sat_lines *l, const struct sat_rd *text,
    const struct sat_wr *w, struct satchel_err *err);

#endif
