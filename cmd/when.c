/* when: times in and out, UTC, in the proleptic Gregorian calendar. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "out.h"

enum { DAY = 86400 };

/* Days since 1970-01-01; years count from March so that the leap day is last.
 * Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static int64_t
days_of(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void
civil_of(int64_t days, int64_t *y, int64_t *m, int64_t *d)
{
	int64_t era, doe, yoe, doy, mp;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp + (mp < 10 ? 3 : -9);
	*y = yoe + era * 400 + (*m <= 2);
}

/* |n| digits and then |after| ('\0' too). */
static bool
digits(const char **s, int n, char after, int64_t *out)
{
	int64_t v = 0;

	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		v = v * 10 + (**s - '0');
	}
	if (**s != after)
		return false;
	(*s)++;
	*out = v;
	return true;
}

static bool
parse_seconds(const char *s, int64_t *t)
{
	int64_t v = 0;

	if (*s == '\0' || strlen(s) > 12)
		return false;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return false;
		v = v * 10 + (*s - '0');
	}
	*t = v;
	return true;
}

bool
when_parse(const char *s, int64_t *t)
{
	int64_t y, m, d, h, min, sec, yy, mm, dd, days;

	if (*s == '@')
		return parse_seconds(s + 1, t);
	if (!digits(&s, 4, '-', &y) || !digits(&s, 2, '-', &m) ||
	    !digits(&s, 2, 'T', &d) || !digits(&s, 2, ':', &h) ||
	    !digits(&s, 2, ':', &min) || !digits(&s, 2, 'Z', &sec) ||
	    *s != '\0')
		return false;
	if (y < 1970 || m < 1 || m > 12 || d < 1 || h > 23 || min > 59 ||
	    sec > 59)
		return false;
	days = days_of(y, m, d);
	civil_of(days, &yy, &mm, &dd);
	if (yy != y || mm != m || dd != d) /* no such day */
		return false;
	*t = days * DAY + h * 3600 + min * 60 + sec;
	return true;
}

static int64_t
split(int64_t t, int64_t *y, int64_t *m, int64_t *d)
{
	int64_t rest = t % DAY, days;

	if (rest < 0)
		rest += DAY;
	days = (t - rest) / DAY;
	civil_of(days, y, m, d);
	return rest;
}

void
when_iso(int64_t t, char out[WHEN_SIZE])
{
	int64_t y, m, d, s = split(t, &y, &m, &d);

	if (y < 0 || y > 9999)
		(void)snprintf(out, WHEN_SIZE, "@%" PRId64, t);
	else
		(void)snprintf(out, WHEN_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ",
		    (int)y, (int)m, (int)d, (int)(s / 3600), (int)(s / 60 % 60),
		    (int)(s % 60));
}

void
when_day(int64_t t, char out[WHEN_SIZE])
{
	when_iso(t, out);
	if (*out != '@')
		out[10] = '\0';
}
