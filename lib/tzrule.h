/* tzrule: a POSIX TZ string, by which a time zone goes on after the last time
 * of its file (RFC 9636 3.3.1). */
#ifndef SAT_TZRULE_H
#define SAT_TZRULE_H

#include "bytes.h"

/* What a clock shows: seconds east of UTC, and what that is called. */
struct sat_local {
	int32_t offset;
	char abbr[16]; /* ASCII letters, digits, + and - */
};

/* When in a year a rule begins or ends. */
struct sat_tz_day {
	enum {
		SAT_TZ_MONTH,
		SAT_TZ_JULIAN,
		SAT_TZ_ZERO
	} form; /* Mm.w.d, Jn, n */
	int month, week, day;
	int32_t time; /* seconds from midnight, -167 h to 167 h */
};

/* A POSIX TZ string with the extension of RFC 9636 3.3.1. */
struct sat_tz_rule {
	struct sat_local std, dst;
	bool has_dst;
	struct sat_tz_day start, end; /* of dst */
};

/* The whole of |text|. */
SATCHEL_MUST bool
sat_tz_rule_read(const struct sat_rd *text, struct sat_tz_rule *r);

/* What holds at |t|, in seconds since 1970 UTC, 0 to 2^40.  Borrowed. */
const struct sat_local *sat_tz_rule_at(const struct sat_tz_rule *r, int64_t t);

/* The next time after |t| at which what holds may change; false: never. */
bool sat_tz_rule_next(const struct sat_tz_rule *r, int64_t t, int64_t *next);

/* A byte of an abbreviation; |quoted| allows digits, + and -. */
bool sat_tz_is_abbr(uint8_t c, bool quoted);

#endif
