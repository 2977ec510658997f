/* zone_set: the time zones that sources name: the time zone data is asked for
 * each once, and those that records will need are listed. */
#ifndef SAT_ZONE_SET_H
#define SAT_ZONE_SET_H

#include "zone.h"

/* All functions but new, free and list may be called by several threads. */
struct sat_zone_set;

/* |tz| is borrowed.  NULL: no memory. */
struct sat_zone_set *sat_zone_set_new(const struct sat_tzdata *tz);
void sat_zone_set_free(struct sat_zone_set *s);

/* As sat_tzdata_has. */
bool sat_zone_set_has(struct sat_zone_set *s, const char *name);

/* |name| will be needed.  False: no memory. */
SATCHEL_MUST bool sat_zone_set_use(struct sat_zone_set *s, const char *name);

/* Those needed, sorted; borrowed from |s|, until the next call of any function
 * of it.  False: no memory. */
SATCHEL_MUST bool
sat_zone_set_list(struct sat_zone_set *s, const char *const **names, size_t *n);

#endif
