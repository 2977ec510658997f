/* tzif: a compiled time zone file (RFC 9636). */
#ifndef SAT_TZIF_H
#define SAT_TZIF_H

#include "arena.h"
#include "tzrule.h"

struct sat_tzif {
	size_t times, types;
	int64_t *time; /* rising; from time[i] on the clock shows kind[i] */
	uint8_t *kind; /* below types */
	struct sat_local *type; /* type[0] holds before time[0] */
	bool has_rule;		/* for what comes after the last time */
	struct sat_tz_rule rule;
};

/* Versions 1 to 4, without leap seconds; EFORMAT at file@offset. */
SATCHEL_MUST bool sat_tzif_read(const struct sat_rd *file, struct sat_arena *a,
    struct sat_tzif *z, struct satchel_err *err);

/* What holds at |t|, in seconds since 1970 UTC, 0 to 2^40.  Borrowed. */
const struct sat_local *sat_tzif_at(const struct sat_tzif *z, int64_t t);

/* The next time after |t| at which what holds may change; false: never. */
bool sat_tzif_next(const struct sat_tzif *z, int64_t t, int64_t *next);

#endif
