#include <time.h>

#include "tzrule.h"
#include "unit.h"

enum { YEAR = 366 * 86400 };

/* The C library's answer, the peer of these tests. */
static void
ask_libc(const char *tz, int64_t t, struct tm *tm)
{
	time_t clock = (time_t)t;

	setenv("TZ", tz, 1);
	tzset();
	assert_non_null(localtime_r(&clock, tm));
}

static bool
rule(const char *s, struct sat_tz_rule *r)
{
	struct sat_rd rd = sat_rd_of(s, strlen(s), 0, "x");

	return sat_tz_rule_read(&rd, r);
}

static void
rules_of_every_form_say_what_the_c_library_says(void **state)
{
	static const char *const rules[] = {
		"UTC0",
		"<+0545>-5:45",
		"<-03>3",
		"EST5EDT,M3.2.0,M11.1.0",
		"CET-1CEST,M3.5.0,M10.5.0/3",
		"AEST-10AEDT,M10.1.0,M4.1.0/3",
		"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
		"<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
		"XST5XDT,J60,J300/1:30:15",
		"XST5XDT,59/0,299/23:59:59",
		"XST-3XDT-5,J59/12,J365",
		"XST5XDT4:30,J1/0,J60/3",
		"AAA4BBB,M2.5.0/2,M12.4.6/1",
		"AAA4BBB,M1.2.1/0,M12.3.3/24",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		struct sat_tz_rule r;
		struct tm tm;

		if (!rule(rules[i], &r))
			fail_msg("refused: %s", rules[i]);
		for (int64_t t = 1704067000; t < 1704067000 + 9LL * YEAR;
		     t += 7211) {
			const struct sat_local *l = sat_tz_rule_at(&r, t);

			ask_libc(rules[i], t, &tm);
			if (l->offset != tm.tm_gmtoff ||
			    strcmp(l->abbr, tm.tm_zone) != 0)
				fail_msg("%s at %lld: %d %s, libc has %ld %s",
				    rules[i], (long long)t, l->offset, l->abbr,
				    tm.tm_gmtoff, tm.tm_zone);
		}
	}
}

static void
rules_change_exactly_when_they_say(void **state)
{
	static const struct {
		const char *rule;
		int64_t after, next;
	} cases[] = {
		/* 2028 is a leap year: J60 is 1 March always, 59 is 29 February */
		{ "XST0XDT,J60/0,J300/0", 1830000000, 1835481600 },
		{ "XST0XDT,59/0,J300/0", 1830000000, 1835395200 },
		{ "XST0XDT,J60/0,J300/0", 1798761600, 1803859200 }, /* 2027 */
		{ "XST0XDT,59/0,J300/0", 1798761600, 1803859200 },
		/* the last Sunday of March 2027 is the 28th */
		{ "CET-1CEST,M3.5.0,M10.5.0/3", 1798761600, 1806195600 },
		/* hours over a day and below 0: the Saturday before */
		{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1798761600, 1806195600 },
		{ "IST-2IDT,M3.4.4/26,M10.5.0", 1798761600, 1806019200 },
		/* a week before or after, in another year */
		{ "XST0XDT,J1/-167,J180/0", 1798761600, 1814223600 },
		{ "XST0XDT,J100/0,J365/167", 1798761600, 1799272800 },
	};
	int64_t next = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sat_tz_rule r;

		assert_true(rule(cases[i].rule, &r));
		assert_true(sat_tz_rule_next(&r, cases[i].after, &next));
		if (next != cases[i].next)
			fail_msg("%s: %lld", cases[i].rule, (long long)next);
		assert_string_not_equal(sat_tz_rule_at(&r, next)->abbr,
		    sat_tz_rule_at(&r, next - 1)->abbr);
	}
}

/* RFC 9636 3.3.1: daylight saving time all year long. */
static void
a_rule_can_be_daylight_saving_all_year(void **state)
{
	struct sat_tz_rule r;
	int64_t t = 1798000000;

	(void)state;
	assert_true(rule("XXX3EDT4,0/0,J365/23", &r));
	for (int i = 0; i < 20; i++) {
		assert_string_equal(sat_tz_rule_at(&r, t)->abbr, "EDT");
		assert_int_equal(sat_tz_rule_at(&r, t)->offset, -4 * 3600);
		assert_string_equal(sat_tz_rule_at(&r, t - 1)->abbr, "EDT");
		assert_true(sat_tz_rule_next(&r, t, &t));
	}
}

static void
other_rules_are_refused(void **state)
{
	static const char *const bad[] = { "", "UT0", "UTC", "UTC+", "UTC25",
		"UTC0:60", "UTC0:", "0", "<UTC0", "<>0", "<+5>0 ", "UTC0 ",
		"EST5EDT", "EST5EDT4", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,",
		"EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M13.2.0,M11.1.0",
		"EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
		"EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J1", "EST5EDT,J366,J1",
		"EST5EDT,366,1", "EST5EDT,M3.2.0/168,M11.1.0",
		"EST5EDT,M3.2.0,M11.1.0/-168", "EST5EDT,M3.2.0,M11.1.0x",
		"EST5EDT,M3.2.0/,M11.1.0", "ABCDEFGHIJKLMNOP5", "EST0005",
		"E\xc3\xa9ST5" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct sat_tz_rule r = { .has_dst = true };

		if (rule(bad[i], &r))
			fail_msg("accepted: %s", bad[i]);
		assert_true(r.has_dst);
	}
}

static void
names_have_3_to_15_letters_and_offsets_24_hours(void **state)
{
	static const struct {
		const char *rule;
		bool good;
		int32_t offset;
	} cases[] = {
		{ "ABC0", true, 0 },
		{ "AB0", false, 0 },
		{ "ABCDEFGHIJKLMNO0", true, 0 },
		{ "ABCDEFGHIJKLMNOP0", false, 0 },
		{ "<+1>0", false, 0 },
		{ "<+12>0", true, 0 },
		{ "ABC24", true, -24 * 3600 },
		{ "ABC-24", true, 24 * 3600 },
		{ "ABC24:59:59", true, -25 * 3600 + 1 },
		{ "ABC+5:30", true, -19800 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_tz_rule r = { .std = { .offset = 77 } };

		if (rule(cases[i].rule, &r) != cases[i].good)
			fail_msg("%s", cases[i].rule);
		assert_int_equal(
		    r.std.offset, cases[i].good ? cases[i].offset : 77);
	}
}

static void
without_daylight_saving_nothing_ever_changes(void **state)
{
	struct sat_tz_rule r;
	int64_t next;

	(void)state;
	assert_true(rule("<+0545>-5:45", &r));
	assert_false(r.has_dst);
	assert_false(sat_tz_rule_next(&r, 0, &next));
	assert_false(sat_tz_rule_next(&r, INT64_C(1) << 40, &next));
	assert_int_equal(sat_tz_rule_at(&r, INT64_C(1) << 40)->offset, 20700);
}

static void
letters_make_names_and_in_brackets_digits_and_signs_too(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		bool more = (c >= '0' && c <= '9') || c == '+' || c == '-';

		assert_int_equal(sat_tz_is_abbr((uint8_t)c, false), letter);
		assert_int_equal(
		    sat_tz_is_abbr((uint8_t)c, true), letter || more);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    rules_of_every_form_say_what_the_c_library_says),
		cmocka_unit_test(rules_change_exactly_when_they_say),
		cmocka_unit_test(a_rule_can_be_daylight_saving_all_year),
		cmocka_unit_test(other_rules_are_refused),
		cmocka_unit_test(
		    names_have_3_to_15_letters_and_offsets_24_hours),
		cmocka_unit_test(without_daylight_saving_nothing_ever_changes),
		cmocka_unit_test(
		    letters_make_names_and_in_brackets_digits_and_signs_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
