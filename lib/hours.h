/* hours: opening hours such as "Mo-Fr 09:00-12:30,14:00-17:00" or "24/7" (a
 * part of OpenStreetMap's opening_hours), read into a week of minutes. */
#ifndef SAT_HOURS_H
#define SAT_HOURS_H

#include "bytes.h"

enum { SAT_DAY_MINUTES = 24 * 60, SAT_WEEK_MINUTES = 7 * SAT_DAY_MINUTES };

/* All zero is "never open".  Minute 0 is Monday 00:00, local time. */
struct sat_week {
	uint8_t open[SAT_WEEK_MINUTES / 8]; /* bit m % 8 of byte m / 8 */
};

/*
 * Adds the hours |text| to |w| (NULL: only looks at them).  Days are Mo Tu We
 * Th Fr Sa Su, as a list of days and ranges; a range may run over Sunday.
 * 24:00 may be an end; an end before its start is on the next day.  On failure
 * |w| is untouched and |*why|, if wanted, says what is wrong.
 */
SATCHEL_MUST bool
sat_hours_add(const struct sat_rd *text, struct sat_week *w, const char **why);

/* True if |minute| of the week is open; any number counts on round the week. */
bool sat_hours_open(const struct sat_week *w, uint32_t minute);

/* Minutes from |minute| to the next that is open (0: it is), or to the next
 * that is not; false if that never comes. */
SATCHEL_MUST bool
sat_hours_opens(const struct sat_week *w, uint32_t minute, uint32_t *wait);
SATCHEL_MUST bool
sat_hours_closes(const struct sat_week *w, uint32_t minute, uint32_t *wait);

#endif
