/* zone: offsets of an IANA time zone, from the builder's TZif files to a
 * record, and from a record to an offset at a time (RFC 9636). */
#ifndef SAT_ZONE_H
#define SAT_ZONE_H

#include "json.h"

/* The builder's time zone data. */
struct sat_tzdata {
	int dir;	  /* -1: none */
	char version[32]; /* "2026f" */
};
/* |path| NULL: /usr/share/zoneinfo. */
SATCHEL_MUST bool sat_tzdata_open(
    const char *path, struct sat_tzdata *t, struct satchel_err *err);
void sat_tzdata_close(struct sat_tzdata *t);

/* An IANA name of the form Area/Place known to |t|, or UTC, or Etc/UTC; never
 * a path that leaves the folder. */
bool sat_tzdata_has(const struct sat_tzdata *t, const char *name);

/* The record "zone:NAME" for times |from| <= t < |to|: {"id","version",
 * "offsets":[[from,offset,"abbr"],...]} in |a|. */
SATCHEL_MUST bool sat_zone_make(const struct sat_tzdata *t, const char *name,
    int64_t from, int64_t to, struct sat_arena *a, struct sat_node *out,
    struct satchel_err *err);

/* The offset in seconds and abbreviation at |t| by a zone record's value;
 * false before its first row. */
SATCHEL_MUST bool sat_zone_at(const struct sat_node *zone, int64_t t,
    int32_t *offset, const char **abbreviation);

#endif
