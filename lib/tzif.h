/* tzif: a compiled time zone file and the rule at its end (RFC 9636). */
#ifndef SAT_TZIF_H
#define SAT_TZIF_H

#include "arena.h"
#include "bytes.h"

/* What a clock shows: seconds east of UTC, and what that is called. */
struct sat_local {
	int32_t offset;
	char abbr[16]; /* ASCII letters, digits, + and - */
};

/* When in a year a rule begins or ends. */
struct sat_tz_day {
	enum { SAT_TZ_MONTH, SAT_TZ_JULIAN, SAT_TZ_ZERO } form; /* Mm.w.d, Jn, n */
	int month, week, day;
	int32_t time; /* seconds from midnight, -167 h to 167 h */
};

/* A POSIX TZ string with the extension of RFC 9636 3.3.1. */
struct sat_tz_rule {
	struct sat_local std, dst;
	bool has_dst;
	struct sat_tz_day start, end; /* of dst */
};
SATCHEL_MUST bool sat_tz_rule_read(
    const struct sat_rd *text, struct sat_tz_rule *r);

struct sat_tzif {
	size_t times, types;
	int64_t *time; /* rising; from time[i] on the clock shows kind[i] */
	uint8_t *kind; /* below types */
	struct sat_local *type; /* type[0] holds before time[0] */
	bool has_rule; /* for what comes after the last time */
	struct sat_tz_rule rule;
};

/* Versions 1 to 4, without leap seconds; EFORMAT at file@offset. */
SATCHEL_MUST bool sat_tzif_read(const struct sat_rd *file,
    struct sat_arena *a, struct sat_tzif *z, struct satchel_err *err);

/* What holds at |t|, in seconds since 1970 UTC, 0 to 2^40.  Borrowed. */
const struct sat_local *sat_tzif_at(const struct sat_tzif *z, int64_t t);

/* The next time after |t| at which what holds may change; false: never. */
bool sat_tzif_next(const struct sat_tzif *z, int64_t t, int64_t *next);

#endif
