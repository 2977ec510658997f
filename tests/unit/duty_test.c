/* Zones are given as rows of a zone record, so that no time zone data of the
 * machine has a say. */
#include "unit.h"

#include <time.h>

#include "duty.h"
#include "json.h"

static const char newyork[] = "2026-11-01T06:00:00Z -18000 EST,"
			      "2027-03-14T07:00:00Z -14400 EDT,"
			      "2027-11-07T06:00:00Z -18000 EST";
static const char zurich[] = "2026-10-25T01:00:00Z 3600 CET,"
			     "2027-03-28T01:00:00Z 7200 CEST,"
			     "2027-10-31T01:00:00Z 3600 CET";
static const char lord_howe[] = "2026-10-03T15:30:00Z 39600 +11,"
				"2027-04-03T15:00:00Z 37800 +1030,"
				"2027-10-02T15:30:00Z 39600 +11";
static const char chatham[] = "2026-09-26T14:00:00Z 49500 +1345,"
			      "2027-04-03T14:00:00Z 45900 +1245";
static const char kathmandu[] = "2026-11-01T00:00:00Z 20700 +0545";
static const char kolkata[] = "2026-11-01T00:00:00Z 19800 IST";
static const char marquesas[] = "2026-11-01T00:00:00Z -34200 -0930";
static const char utc[] = "2026-11-01T00:00:00Z 0 UTC";

static int64_t
at(const char *s)
{
	struct tm tm = { 0 };

	if (*s == '\0')
		return 0;
	assert_int_equal(sscanf(s, "%d-%d-%dT%d:%d:%d", &tm.tm_year, &tm.tm_mon,
			     &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec),
	    6);
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (int64_t)timegm(&tm);
}

static const char *
z(int64_t t, char buf[32])
{
	time_t clock = (time_t)t;
	struct tm tm;

	if (t == 0)
		return "";
	assert_non_null(gmtime_r(&clock, &tm));
	strftime(buf, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return buf;
}

static const struct sat_node *
parse(struct sat_arena *a, const char *json)
{
	struct sat_node *n = sat_arena_alloc(a, sizeof(*n));
	struct sat_rd r = rd(json);
	struct satchel_err err;

	assert_non_null(n);
	if (!sat_json_read(&r, a, n, &err))
		fail_msg("%s: %s", json, err.msg);
	return n;
}

/* "WHEN OFFSET ABBR,..." to a zone record. */
static const struct sat_node *
zone_of(struct sat_arena *a, const char *rows)
{
	char json[2048] = "{\"id\":\"zone:A/B\",\"offsets\":[";
	size_t n = strlen(json);

	for (const char *p = rows; *p != '\0';) {
		char when[32], abbr[16];
		int off;

		assert_int_equal(
		    sscanf(p, "%31s %d %15[^,]", when, &off, abbr), 3);
		n += (size_t)snprintf(json + n, sizeof(json) - n,
		    "%s[%lld,%d,\"%s\"]", p == rows ? "" : ",",
		    (long long)at(when), off, abbr);
		p += strcspn(p, ",");
		p += *p == ',';
	}
	(void)snprintf(json + n, sizeof(json) - n, "]}");
	return parse(a, json);
}

struct golden {
	const char *name, *zone;
	const char *who, *holidays; /* JSON; NULL: none */
	const char *at;
	enum satchel_duty duty;
	enum satchel_why why;
	const char *change, *holiday, *number;
};

static void
check(const struct golden *g, const char *zone_end)
{
	struct sat_arena a = { 0 };
	struct satchel_availability d;
	struct sat_duty_of of = { .at = at(g->at),
		.zone_end = at(zone_end),
		.who = parse(&a, g->who) };
	const struct sat_node *phone;
	char buf[32];

	of.zone = g->zone == NULL ? NULL : zone_of(&a, g->zone);
	of.holidays = g->holidays == NULL ? NULL : parse(&a, g->holidays);
	memset(&d, 0x55, sizeof(d));
	sat_duty_at(&of, &d);
	sat_duty_change(&of, &d);
	if (d.duty != g->duty || d.why != g->why)
		fail_msg("%s: duty %d, why %d", g->name, d.duty, d.why);
	if (strcmp(z(d.change, buf), g->change) != 0)
		fail_msg("%s: change %s, not %s", g->name, buf, g->change);
	if (strcmp(d.holiday == NULL ? "" : d.holiday,
		g->holiday == NULL ? "" : g->holiday) != 0)
		fail_msg("%s: holiday %s", g->name, d.holiday);
	phone = (const struct sat_node *)(const void *)d.phone;
	if (g->number != NULL &&
	    (phone == NULL ||
		strcmp(sat_node_str(phone, "number"), g->number) != 0))
		fail_msg("%s: number %s", g->name,
		    phone == NULL ? "none" : sat_node_str(phone, "number"));
	sat_arena_free(&a);
}

static void
check_all(const struct golden *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(&g[i], "2028-06-01T00:00:00Z");
}

#define OPEN SATCHEL_ON_DUTY, SATCHEL_IS_THERE
#define OUT SATCHEL_OFF_DUTY, SATCHEL_OUT_OF_HOURS
#define DAY_OFF SATCHEL_OFF_DUTY, SATCHEL_HOLIDAY
#define WEEKDAYS "{\"hours\":[\"Mo-Fr 09:00-17:00\"]}"

static void
hours_are_hours_there(void **state)
{
	static const struct golden cases[] = {
		{ "Kathmandu, Friday, its weekend", kathmandu,
		    "{\"hours\":[\"Su-Th 09:00-17:00\"]}", NULL,
		    "2026-11-20T09:00:00Z", OUT, "2026-11-22T03:15:00Z", NULL,
		    NULL },
		{ "the second before it opens", kathmandu,
		    "{\"hours\":[\"Su-Th 09:00-17:00\"]}", NULL,
		    "2026-11-22T03:14:59Z", OUT, "2026-11-22T03:15:00Z", NULL,
		    NULL },
		{ "the second it opens", kathmandu,
		    "{\"hours\":[\"Su-Th 09:00-17:00\"]}", NULL,
		    "2026-11-22T03:15:00Z", OPEN, "2026-11-22T11:15:00Z", NULL,
		    NULL },
		{ "the last second", kathmandu,
		    "{\"hours\":[\"Su-Th 09:00-17:00\"]}", NULL,
		    "2026-11-22T11:14:59Z", OPEN, "2026-11-22T11:15:00Z", NULL,
		    NULL },
		{ "closed", kathmandu, "{\"hours\":[\"Su-Th 09:00-17:00\"]}",
		    NULL, "2026-11-22T11:15:00Z", OUT, "2026-11-23T03:15:00Z",
		    NULL, NULL },
		{ "half an hour east", kolkata, WEEKDAYS, NULL,
		    "2026-11-23T03:29:59Z", OUT, "2026-11-23T03:30:00Z", NULL,
		    NULL },
		{ "half an hour west, the day before", marquesas, WEEKDAYS,
		    NULL, "2026-11-24T02:29:59Z", OPEN, "2026-11-24T02:30:00Z",
		    NULL, NULL },
		{ "half an hour west, Friday is over", marquesas, WEEKDAYS,
		    NULL, "2026-11-21T02:30:00Z", OUT, "2026-11-23T18:30:00Z",
		    NULL, NULL },
		{ "a quarter to, a day ahead", chatham, WEEKDAYS, NULL,
		    "2026-11-22T19:15:00Z", OPEN, "2026-11-23T03:15:00Z", NULL,
		    NULL },
		{ "lunch", zurich,
		    "{\"hours\":[\"Mo-Fr 08:30-12:00,14:00-17:00\"]}", NULL,
		    "2026-11-20T11:00:00Z", OUT, "2026-11-20T13:00:00Z", NULL,
		    NULL },
		{ "until lunch", zurich,
		    "{\"hours\":[\"Mo-Fr 08:30-12:00,14:00-17:00\"]}", NULL,
		    "2026-11-20T10:59:59Z", OPEN, "2026-11-20T11:00:00Z", NULL,
		    NULL },
		{ "two items, of which the second", utc,
		    "{\"hours\":[\"Mo-Th 09:00-17:00\",\"Fr 09:00-13:00\"]}",
		    NULL, "2026-11-20T12:59:59Z", OPEN, "2026-11-20T13:00:00Z",
		    NULL, NULL },
	};

	(void)state;
	check_all(cases, COUNT(cases));
}

static void
a_night_runs_past_midnight_and_24_00_is_an_end(void **state)
{
	static const struct golden cases[] = {
		{ "after midnight, Friday's night", zurich,
		    "{\"hours\":[\"Fr 22:00-06:00\"]}", NULL,
		    "2026-11-21T04:59:59Z", OPEN, "2026-11-21T05:00:00Z", NULL,
		    NULL },
		{ "it ends", zurich, "{\"hours\":[\"Fr 22:00-06:00\"]}", NULL,
		    "2026-11-21T05:00:00Z", OUT, "2026-11-27T21:00:00Z", NULL,
		    NULL },
		{ "Sunday's night on Monday", utc,
		    "{\"hours\":[\"Su 22:00-06:00\"]}", NULL,
		    "2026-11-23T00:00:00Z", OPEN, "2026-11-23T06:00:00Z", NULL,
		    NULL },
		{ "24:00", utc, "{\"hours\":[\"Fr 12:00-24:00\"]}", NULL,
		    "2026-11-20T23:59:59Z", OPEN, "2026-11-21T00:00:00Z", NULL,
		    NULL },
		{ "24:00 is over", utc, "{\"hours\":[\"Fr 12:00-24:00\"]}",
		    NULL, "2026-11-21T00:00:00Z", OUT, "2026-11-27T12:00:00Z",
		    NULL, NULL },
		{ "24:00 and on at 00:00 is one opening", utc,
		    "{\"hours\":[\"Fr 12:00-24:00\",\"Sa 00:00-06:00\"]}", NULL,
		    "2026-11-20T13:00:00Z", OPEN, "2026-11-21T06:00:00Z", NULL,
		    NULL },
		{ "every day, all day: no end in sight", utc,
		    "{\"hours\":[\"Mo-Su 00:00-24:00\"]}", NULL,
		    "2026-11-20T13:00:00Z", OPEN, "", NULL, NULL },
	};

	(void)state;
	check_all(cases, COUNT(cases));
}

static void
clocks_go_forward_and_back(void **state)
{
	static const char night[] = "{\"hours\":[\"Su 01:30-02:30\"]}";
	static const char early[] = "{\"hours\":[\"Mo-Su 09:00-17:00\"]}";
	static const struct golden cases[] = {
		{ "the morning before, winter", newyork, early, NULL,
		    "2027-03-13T13:59:59Z", OUT, "2027-03-13T14:00:00Z", NULL,
		    NULL },
		{ "an hour sooner from one day to the next", newyork, early,
		    NULL, "2027-03-13T22:00:00Z", OUT, "2027-03-14T13:00:00Z",
		    NULL, NULL },
		{ "an hour later again in autumn", newyork, early, NULL,
		    "2027-11-06T21:00:00Z", OUT, "2027-11-07T14:00:00Z", NULL,
		    NULL },
		{ "open until an hour that is skipped", newyork, night, NULL,
		    "2027-03-14T06:59:59Z", OPEN, "2027-03-14T07:00:00Z", NULL,
		    NULL },
		{ "the skipped hour is closed", newyork, night, NULL,
		    "2027-03-14T07:00:00Z", OUT, "2027-03-21T05:30:00Z", NULL,
		    NULL },
		{ "hours that lie all in the gap do not come that day", newyork,
		    "{\"hours\":[\"Su 02:10-02:50\"]}", NULL,
		    "2027-03-14T00:00:00Z", OUT, "2027-03-21T06:10:00Z", NULL,
		    NULL },
		{ "the hour that comes twice, first", newyork, night, NULL,
		    "2027-11-07T05:30:00Z", OPEN, "2027-11-07T06:00:00Z", NULL,
		    NULL },
		{ "between: it is 01:00 again", newyork, night, NULL,
		    "2027-11-07T06:00:00Z", OUT, "2027-11-07T06:30:00Z", NULL,
		    NULL },
		{ "the second time", newyork, night, NULL,
		    "2027-11-07T06:30:00Z", OPEN, "2027-11-07T07:30:00Z", NULL,
		    NULL },
		{ "half an hour back", lord_howe, early, NULL,
		    "2027-04-03T22:29:59Z", OUT, "2027-04-03T22:30:00Z", NULL,
		    NULL },
		{ "half an hour forward", lord_howe, early, NULL,
		    "2027-10-02T21:59:59Z", OUT, "2027-10-02T22:00:00Z", NULL,
		    NULL },
		{ "at 01:45 there, 45 minutes off", chatham, early, NULL,
		    "2027-04-03T20:14:59Z", OUT, "2027-04-03T20:15:00Z", NULL,
		    NULL },
	};

	(void)state;
	check_all(cases, COUNT(cases));
}

static void
holidays_are_days_there(void **state)
{
	static const char list[] =
	    "[{\"date\":\"--05-09\",\"label\":\"National Day\"},"
	    "{\"date\":\"2026-12-14/2026-12-16\",\"label\":\"Harvest\"},"
	    "{\"date\":\"2026-12-24/2027-01-02\",\"label\":\"Year's end\"},"
	    "{\"date\":\"--02-29\",\"label\":\"Leap\"},"
	    "{\"date\":\"--08-30/--09-02\",\"label\":\"Summer\"}]";
	static const char daily[] = "{\"hours\":[\"Mo-Su 09:00-17:00\"]}";
	static const char nights[] = "{\"hours\":[\"Mo-Su 22:00-06:00\"]}";
	static const struct golden cases[] = {
		{ "the day before", kathmandu, daily, list,
		    "2027-05-08T11:14:59Z", OPEN, "2027-05-08T11:15:00Z", NULL,
		    NULL },
		{ "every year", kathmandu, daily, list, "2027-05-09T05:00:00Z",
		    DAY_OFF, "2027-05-10T03:15:00Z", "National Day", NULL },
		{ "from its midnight on", kathmandu, daily, list,
		    "2027-05-08T18:15:00Z", DAY_OFF, "2027-05-10T03:15:00Z",
		    "National Day", NULL },
		{ "not before its midnight", kathmandu, daily, list,
		    "2027-05-08T18:14:59Z", OUT, "2027-05-10T03:15:00Z", NULL,
		    NULL },
		{ "a range, its first day", kathmandu, daily, list,
		    "2026-12-14T05:00:00Z", DAY_OFF, "2026-12-17T03:15:00Z",
		    "Harvest", NULL },
		{ "a range, its last day", kathmandu, daily, list,
		    "2026-12-16T18:14:59Z", DAY_OFF, "2026-12-17T03:15:00Z",
		    "Harvest", NULL },
		{ "after it", kathmandu, daily, list, "2026-12-17T03:15:00Z",
		    OPEN, "2026-12-17T11:15:00Z", NULL, NULL },
		{ "over the year's end, old year", kathmandu, daily, list,
		    "2026-12-31T12:00:00Z", DAY_OFF, "2027-01-03T03:15:00Z",
		    "Year's end", NULL },
		{ "over the year's end, new year", kathmandu, daily, list,
		    "2027-01-01T12:00:00Z", DAY_OFF, "2027-01-03T03:15:00Z",
		    "Year's end", NULL },
		{ "not a year later", kathmandu, daily, list,
		    "2027-12-31T05:00:00Z", OPEN, "2027-12-31T11:15:00Z", NULL,
		    NULL },
		{ "29 February, in 2028", kathmandu, daily, list,
		    "2028-02-29T05:00:00Z", DAY_OFF, "2028-03-01T03:15:00Z",
		    "Leap", NULL },
		{ "1 March, in 2027", kathmandu, daily, list,
		    "2027-03-01T05:00:00Z", OPEN, "2027-03-01T11:15:00Z", NULL,
		    NULL },
		{ "a range of every year", kathmandu, daily, list,
		    "2027-09-01T05:00:00Z", DAY_OFF, "2027-09-03T03:15:00Z",
		    "Summer", NULL },
		{ "a night is cut off where the holiday begins", utc, nights,
		    list, "2027-05-08T23:00:00Z", OPEN, "2027-05-09T00:00:00Z",
		    NULL, NULL },
		{ "and goes on where it ends", utc, nights, list,
		    "2027-05-09T23:00:00Z", DAY_OFF, "2027-05-10T00:00:00Z",
		    "National Day", NULL },
		{ "24/7 has no holidays", kathmandu, "{\"hours\":[\"24/7\"]}",
		    list, "2026-12-14T05:00:00Z", SATCHEL_AROUND_THE_CLOCK,
		    SATCHEL_IS_THERE, "", NULL, NULL },
		{ "whole days have", kathmandu,
		    "{\"hours\":[\"Mo-Su 00:00-24:00\"]}", list,
		    "2026-12-14T05:00:00Z", DAY_OFF, "2026-12-16T18:15:00Z",
		    "Harvest", NULL },
	};

	(void)state;
	check_all(cases, COUNT(cases));
}

#define EARLY SATCHEL_NOT_VALID, SATCHEL_NOT_YET_VALID
#define LATE SATCHEL_NOT_VALID, SATCHEL_NO_LONGER_VALID

static void
validity_is_in_days_there(void **state)
{
	static const char who[] =
	    "{\"hours\":[\"Mo-Su 09:00-17:00\"],\"valid_from\":\"2026-12-01\","
	    "\"valid_until\":\"2026-12-31\"}";
	static const char clock[] =
	    "{\"hours\":[\"24/7\"],\"valid_from\":\"2026-12-14\","
	    "\"valid_until\":\"2026-12-31\"}";
	static const char list[] =
	    "[{\"date\":\"2026-12-14\",\"label\":\"Harvest\"}]";
	static const struct golden cases[] = {
		{ "the second before", kathmandu, who, NULL,
		    "2026-11-30T18:14:59Z", EARLY, "2026-12-01T03:15:00Z", NULL,
		    NULL },
		{ "from its midnight on", kathmandu, who, NULL,
		    "2026-11-30T18:15:00Z", OUT, "2026-12-01T03:15:00Z", NULL,
		    NULL },
		{ "the last day", kathmandu, who, NULL, "2026-12-31T11:14:59Z",
		    OPEN, "2026-12-31T11:15:00Z", NULL, NULL },
		{ "the last evening: it opens no more", kathmandu, who, NULL,
		    "2026-12-31T18:14:59Z", OUT, "", NULL, NULL },
		{ "past", kathmandu, who, NULL, "2026-12-31T18:15:00Z", LATE,
		    "", NULL, NULL },
		{ "24/7, early, on a holiday", kathmandu, clock, list,
		    "2026-12-10T00:00:00Z", EARLY, "2026-12-13T18:15:00Z", NULL,
		    NULL },
		{ "24/7, past", kathmandu, clock, list, "2027-01-01T00:00:00Z",
		    LATE, "", NULL, NULL },
		{ "no zone: not early where it may be that day", NULL, clock,
		    NULL, "2026-12-13T10:00:00Z", SATCHEL_AROUND_THE_CLOCK,
		    SATCHEL_IS_THERE, "", NULL, NULL },
		{ "no zone: early everywhere", NULL, clock, NULL,
		    "2026-12-13T09:59:59Z", EARLY, "", NULL, NULL },
		{ "no zone: not past where it may be that day", NULL, clock,
		    NULL, "2027-01-01T11:59:59Z", SATCHEL_AROUND_THE_CLOCK,
		    SATCHEL_IS_THERE, "", NULL, NULL },
		{ "no zone: past everywhere", NULL, clock, NULL,
		    "2027-01-01T12:00:00Z", LATE, "", NULL, NULL },
	};

	(void)state;
	check_all(cases, COUNT(cases));
}

#define NONE(why) SATCHEL_DUTY_UNKNOWN, why

static void
what_is_not_known_is_called_so(void **state)
{
	static const struct golden cases[] = {
		{ "no hours", utc, "{\"timezone\":\"A/B\"}", NULL,
		    "2026-11-20T12:00:00Z", NONE(SATCHEL_NO_HOURS), "", NULL,
		    NULL },
		{ "no zone", NULL, WEEKDAYS, NULL, "2026-11-20T12:00:00Z",
		    NONE(SATCHEL_NO_ZONE), "", NULL, NULL },
		{ "no record of the zone", NULL,
		    "{\"timezone\":\"A/B\",\"hours\":[\"Mo 09:00-17:00\"]}",
		    NULL, "2026-11-20T12:00:00Z", NONE(SATCHEL_NO_OFFSET), "",
		    NULL, NULL },
		{ "before its first row", utc,
		    "{\"timezone\":\"A/B\",\"hours\":[\"Mo 09:00-17:00\"]}",
		    NULL, "2026-10-31T23:59:59Z", NONE(SATCHEL_NO_OFFSET), "",
		    NULL, NULL },
		{ "the second before its end", utc,
		    "{\"timezone\":\"A/B\",\"hours\":[\"Th 00:00-24:00\"]}",
		    NULL, "2028-05-31T23:59:59Z", OUT, "", NULL, NULL },
		{ "its end", utc,
		    "{\"timezone\":\"A/B\",\"hours\":[\"Th 00:00-24:00\"]}",
		    NULL, "2028-06-01T00:00:00Z", NONE(SATCHEL_NO_OFFSET), "",
		    NULL, NULL },
		{ "24/7 needs no zone", NULL, "{\"hours\":[\"24/7\"]}", NULL,
		    "2029-01-01T00:00:00Z", SATCHEL_AROUND_THE_CLOCK,
		    SATCHEL_IS_THERE, "", NULL, NULL },
		{ "nor does a number that is always answered", NULL,
		    "{\"phones\":[{\"number\":\"+9991\"},{\"number\":\"+9992\","
		    "\"when\":\"after-hours\"},{\"number\":\"+9993\","
		    "\"when\":\"always\"}]}",
		    NULL, "2026-11-20T12:00:00Z", SATCHEL_ON_CALL,
		    SATCHEL_NO_HOURS, "", NULL, "+9993" },
		{ "an absurd time", utc, WEEKDAYS, NULL, "9999-12-31T23:59:59Z",
		    NONE(SATCHEL_NO_ZONE), "", NULL, NULL },
	};

	(void)state;
	check_all(cases, COUNT(cases));
}

#define PHONES(list) "{\"hours\":[\"Mo-Fr 09:00-17:00\"],\"phones\":[" list "]}"
#define P(number, more) "{\"number\":\"" number "\"" more "}"
#define MOBILE ",\"features\":[\"mobile\"]"
#define FAX ",\"features\":[\"fax\"]"
#define ALWAYS ",\"when\":\"always\""
#define AFTER ",\"when\":\"after-hours\""
#define PREF(n) ",\"pref\":\"" n "\""

static void
the_number_to_ring_is_one_that_is_answered(void **state)
{
	static const char open[] = "2026-11-20T12:00:00Z",
			  closed[] = "2026-11-21T12:00:00Z",
			  day_off[] = "2026-11-19T12:00:00Z";
	static const char list[] =
	    "[{\"date\":\"--11-19\",\"label\":\"Day off\"}]";
	static const char all[] =
	    PHONES(P("+9991", FAX PREF("1")) "," P("+9992", PREF("3")) "," P(
		"+9993", MOBILE ALWAYS PREF("5")) "," P("+9994",
		MOBILE AFTER PREF("9")) "," P("+9995", ""));
#define ON_CALL SATCHEL_ON_CALL, SATCHEL_OUT_OF_HOURS
	static const char opens[] = "2026-11-23T09:00:00Z",
			  closes[] = "2026-11-20T17:00:00Z";
	static const struct golden cases[] = {
		{ "open: the best that is no fax", utc, all, NULL, open, OPEN,
		    closes, NULL, "+9992" },
		{ "closed: the best that is answered then", utc, all, NULL,
		    closed, ON_CALL, opens, NULL, "+9993" },
		{ "a holiday: the same", utc, all, list, day_off,
		    SATCHEL_ON_CALL, SATCHEL_HOLIDAY, "2026-11-20T09:00:00Z",
		    "Day off", "+9993" },
		{ "always is asked before hours if it is preferred", utc,
		    PHONES(
			P("+9991", PREF("2")) "," P("+9992", ALWAYS PREF("1"))),
		    NULL, open, OPEN, closes, NULL, "+9992" },
		{ "after hours alone", utc,
		    PHONES(P("+9991", "") "," P("+9992", AFTER)), NULL, closed,
		    ON_CALL, opens, NULL, "+9992" },
		{ "open: not the one of after hours", utc,
		    PHONES(P("+9991", AFTER PREF("1")) "," P(
			"+9992", PREF("100"))),
		    NULL, open, OPEN, closes, NULL, "+9992" },
		{ "closed and none: the one for when it opens", utc,
		    PHONES(P("+9991", FAX ALWAYS PREF("1")) "," P(
			"+9992", PREF("7")) "," P("+9993", PREF("6"))),
		    NULL, closed, OUT, opens, NULL, "+9993" },
		{ "a fax is not a person on call", utc,
		    PHONES(P("+9991", FAX ALWAYS)), NULL, closed, OUT, opens,
		    NULL, "+9991" },
		{ "no preference is the least", utc,
		    PHONES(P("+9991", "") "," P("+9992", PREF("100"))), NULL,
		    open, OPEN, closes, NULL, "+9992" },
		{ "no longer valid: nobody is on call", utc,
		    "{\"hours\":[\"24/7\"],\"phones\":[{\"number\":\"+9991\","
		    "\"when\":\"always\"}],\"valid_until\":\"2026-11-19\"}",
		    NULL, open, LATE, "", NULL, "+9991" },
	};

	(void)state;
	check_all(cases, COUNT(cases));
}

static void
a_language_is_met_part_by_part(void **state)
{
	static const struct {
		const char *speaks, *lang[3], *tag;
		size_t place;
	} cases[] = {
		{ "[\"en\",\"fr\"]", { "fr", "ar" }, "fr", 0 },
		{ "[\"ar\",\"fr\"]", { "fr", "ar" }, "fr", 0 },
		{ "[\"en\",\"ar\"]", { "fr", "ar" }, "ar", 1 },
		{ "[\"en\"]", { "fr", "ar" }, NULL, 2 },
		{ "[\"zh-Hans\"]", { "zh" }, "zh-Hans", 0 },
		{ "[\"zh\"]", { "ZH-hant-TW" }, "zh", 0 },
		{ "[\"zh-Hans\"]", { "zh-Hant" }, NULL, 1 },
		{ "[\"frp\"]", { "fr" }, NULL, 1 },
		{ "[\"fr\"]", { "frp" }, NULL, 1 },
		{ "[\"fr\"]", { "" }, NULL, 1 },
		{ "[\"FR\"]", { "fr" }, "FR", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_arena a = { 0 };
		const char *tag = NULL;
		char json[128];
		size_t n = 0;

		while (n < 3 && cases[i].lang[n] != NULL)
			n++;
		(void)snprintf(
		    json, sizeof(json), "{\"languages\":%s}", cases[i].speaks);
		if (sat_duty_language(parse(&a, json), cases[i].lang, n,
			&tag) != cases[i].place)
			fail_msg("case %zu", i);
		if ((tag == NULL) != (cases[i].tag == NULL) ||
		    (tag != NULL && strcmp(tag, cases[i].tag) != 0))
			fail_msg("case %zu: %s", i, tag);
		sat_arena_free(&a);
	}
}

/* The same by brute force: a minute at a time for two years, over a change of
 * clocks, must agree with every |change|. */
static void
changes_are_where_a_clock_sees_them(void **state)
{
	static const char *const zones[] = { newyork, zurich, lord_howe,
		chatham, kathmandu };
	static const char who[] =
	    "{\"hours\":[\"Mo-Fr 09:00-12:30,13:00-17:00\","
	    "\"Sa-Su 22:00-04:00\"],\"valid_until\":\"2027-05-01\"}";
	static const char list[] =
	    "[{\"date\":\"2026-12-24/2027-01-02\",\"label\":\"x\"}]";

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		struct sat_arena a = { 0 };
		struct sat_duty_of of = { .who = parse(&a, who),
			.holidays = parse(&a, list),
			.zone = zone_of(&a, zones[i]),
			.zone_end = at("2028-01-01T00:00:00Z") };
		struct satchel_availability d, said = { 0 };

		for (of.at = at("2026-11-20T00:00:00Z");
		     of.at < at("2027-05-03T00:00:00Z"); of.at += 5 * 60) {
			sat_duty_at(&of, &d);
			sat_duty_change(&of, &d);
			if (said.change != 0 && of.at < said.change)
				assert_int_equal(d.duty == SATCHEL_ON_DUTY,
				    said.duty == SATCHEL_ON_DUTY);
			if (said.change != 0 && of.at == said.change)
				assert_int_not_equal(d.duty == SATCHEL_ON_DUTY,
				    said.duty == SATCHEL_ON_DUTY);
			if (said.change == 0 || of.at >= said.change)
				said = d;
			else
				assert_int_equal(d.change, said.change);
		}
		assert_int_equal(said.duty, SATCHEL_NOT_VALID);
		sat_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_are_hours_there),
		cmocka_unit_test(
		    a_night_runs_past_midnight_and_24_00_is_an_end),
		cmocka_unit_test(clocks_go_forward_and_back),
		cmocka_unit_test(holidays_are_days_there),
		cmocka_unit_test(validity_is_in_days_there),
		cmocka_unit_test(what_is_not_known_is_called_so),
		cmocka_unit_test(the_number_to_ring_is_one_that_is_answered),
		cmocka_unit_test(a_language_is_met_part_by_part),
		cmocka_unit_test(changes_are_where_a_clock_sees_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
