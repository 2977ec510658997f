/* scan: the bytes of a source file, before a parser sees them: UTF-8, and no
 * character that text may not hold, not even in a comment (satchel(5),
 * "Source files"). */
#ifndef SAT_SCAN_H
#define SAT_SCAN_H

#include "diag.h"

enum { SAT_MAX_CUTS = 100 };

/*
 * What a parser may be given.  A forbidden character was noted and then cut
 * out, so that the rest of the file can still be read: nearly all of them are
 * invisible, and what is left is what its author saw.
 */
struct sat_scan {
	const uint8_t *p;
	size_t n;
	uint8_t *copy; /* owned; NULL: |p| lies in the caller's bytes */
	bool readable; /* false: a finding says why nothing is to be parsed */
	size_t cuts;
	struct { /* where in |p| something was cut; both from 0 */
		size_t line, col;
	} cut[SAT_MAX_CUTS];
};

/*
 * Scans the |n| bytes at |p|, which must stay.  A byte order mark is skipped.
 * Every fault becomes a finding in |d| under the name |file|.  Lines end with
 * LF or CR LF; CR alone is a forbidden character.  Failure is memory alone.
 */
SATCHEL_MUST bool sat_scan(const uint8_t *p, size_t n, const char *file,
    struct sat_diag *d, struct sat_scan *s, struct satchel_err *err);
void sat_scan_free(struct sat_scan *s);

/* The place in the file of line |line|, code point |col| of |s->p|, both from
 * 0. */
struct sat_mark
sat_scan_mark(const struct sat_scan *s, size_t line, size_t col);

#endif
