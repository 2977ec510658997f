#include "hours.h"

#include <string.h>

static const char days_are[] = "days are Mo Tu We Th Fr Sa Su, as Mo,We-Fr, "
			       "then one space";

static bool
no(const char **why, const char *what)
{
	if (why != NULL)
		*why = what;
	return false;
}

static bool
take_byte(struct sat_rd *r, uint8_t c)
{
	struct sat_rd copy = *r;
	uint8_t got;

	if (!sat_rd_u8(&copy, &got) || got != c)
		return false;
	*r = copy;
	return true;
}

static bool
take_day(struct sat_rd *r, unsigned *day)
{
	static const char *const days[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa",
		"Su" };

	for (unsigned i = 0; i < 7; i++)
		if (sat_rd_word(r, days[i])) {
			*day = i;
			return true;
		}
	return false;
}

/* A list of days and ranges to a mask, bit 0 Monday. */
static bool
take_days(struct sat_rd *r, uint8_t *mask, const char **why)
{
	unsigned from, to;

	*mask = 0;
	do {
		if (sat_rd_begins(r, "PH") || sat_rd_begins(r, "SH"))
			return no(why, "holidays have a list of their own");
		if (!take_day(r, &from))
			return no(why, days_are);
		to = from;
		if (take_byte(r, '-') && !take_day(r, &to))
			return no(why, "a range of days has an end: Mo-Fr");
		for (; from != to; from = (from + 1) % 7)
			*mask |= (uint8_t)(1U << from); /* 7 bits */
		*mask |= (uint8_t)(1U << to);
	} while (take_byte(r, ','));
	return true;
}

static bool
take_two(struct sat_rd *r, unsigned *v)
{
	struct sat_rd two;

	if (!sat_rd_take(r, 2, &two))
		return false;
	if (two.p[0] < '0' || two.p[0] > '9' || two.p[1] < '0' ||
	    two.p[1] > '9')
		return false;
	*v = (two.p[0] - '0') * 10U + (two.p[1] - '0');
	return true;
}

static bool
take_time(struct sat_rd *r, unsigned *minute)
{
	unsigned h, m;

	if (!take_two(r, &h) || !take_byte(r, ':') || !take_two(r, &m))
		return false;
	if (h > 24 || m > 59 || (h == 24 && m > 0))
		return false;
	*minute = h * 60 + m;
	return true;
}

/* |w| NULL: there is nothing to fill in. */
static void
set(struct sat_week *w, uint8_t days, unsigned from, unsigned to)
{
	if (to < from)
		to += SAT_DAY_MINUTES;
	for (unsigned d = 0; w != NULL && d < 7; d++) {
		if ((days >> d & 1) == 0)
			continue;
		for (unsigned m = from; m < to;) {
			unsigned at =
			    (d * SAT_DAY_MINUTES + m) % SAT_WEEK_MINUTES;

			if (at % 8 == 0 && to - m >= 8) {
				w->open[at / 8] = 0xff;
				m += 8;
			} else {
				w->open[at / 8] |=
				    (uint8_t)(1U << at % 8); /* a bit */
				m++;
			}
		}
	}
}

static bool
take_times(struct sat_rd *r, uint8_t days, struct sat_week *w, const char **why)
{
	unsigned from, to;

	do {
		if (!take_time(r, &from) || !take_byte(r, '-') ||
		    !take_time(r, &to))
			return no(why, "times are hh:mm-hh:mm, as "
				       "09:00-12:30,14:00-17:00");
		if (from == SAT_DAY_MINUTES)
			return no(why, "24:00 is an end, never a start");
		if (from == to)
			return no(why,
			    "start and end are the same; a whole day "
			    "is 00:00-24:00");
		set(w, days, from, to);
	} while (take_byte(r, ','));
	return true;
}

bool
sat_hours_add(const struct sat_rd *text, struct sat_week *w, const char **why)
{
	struct sat_rd r = *text;
	struct sat_week copy = { 0 }, *mine = w == NULL ? NULL : &copy;
	uint8_t days;

	if (w != NULL)
		copy = *w;
	if (sat_rd_is(&r, "24/7")) {
		if (w != NULL)
			memset(copy.open, 0xff, sizeof(copy.open));
	} else {
		if (!take_days(&r, &days, why))
			return false;
		if (!take_byte(&r, ' '))
			return no(why, days_are);
		if (!take_times(&r, days, mine, why))
			return false;
		if (!sat_rd_end(&r))
			return no(why,
			    "days and times are all; another rule is "
			    "another item");
	}
	if (w != NULL)
		*w = copy;
	return true;
}

bool
sat_hours_open(const struct sat_week *w, uint32_t minute)
{
	minute %= SAT_WEEK_MINUTES;
	return (w->open[minute / 8] >> minute % 8 & 1) != 0;
}

static bool
next(const struct sat_week *w, uint32_t minute, bool open, uint32_t *wait)
{
	minute %= SAT_WEEK_MINUTES;
	for (uint32_t i = 0; i < SAT_WEEK_MINUTES; i++)
		if (sat_hours_open(w, minute + i) == open) {
			*wait = i;
			return true;
		}
	return false;
}

bool
sat_hours_opens(const struct sat_week *w, uint32_t minute, uint32_t *wait)
{
	return next(w, minute, true, wait);
}

bool
sat_hours_closes(const struct sat_week *w, uint32_t minute, uint32_t *wait)
{
	return next(w, minute, false, wait);
}
