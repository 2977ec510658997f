#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "file.h"
#include "tzif.h"
#include "zone.h"

enum { YEAR = 366 * 86400 };
static const int64_t issued = 1793491200; /* 2026-11-01 */

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
tzdata(struct sat_tzdata *t)
{
	return sat_tzdata_open(NULL, t, NULL);
}

static void
names_are_places_or_utc(void **state)
{
	static const char *const good[] = { "UTC", "Etc/UTC", "Asia/Kathmandu",
		"Asia/Calcutta", "Europe/Kiev", "America/Port-au-Prince",
		"America/Argentina/Buenos_Aires", "US/Eastern",
		"America/North_Dakota/New_Salem" };
	static const char *const bad[] = { "", "EST", "Japan", "GMT", "UTC+3",
		"Etc/GMT+3", "Etc/GMT", "Etc/Zulu", "Asia/Tarsenia", "Asia",
		"Asia/", "/Asia/Tokyo", "Asia//Tokyo", "Asia/../Asia/Tokyo",
		"../zoneinfo/Asia/Tokyo", "Asia/./Tokyo", "asia/tokyo",
		"right/UTC", "posix/Asia/Tokyo", "right/Asia/Tokyo",
		"Asia/Tokyo ", "Asia/Tokyo\n", "tzdata.zi", "localtime",
		"Factory", "America/Argentina", "zone:Asia/Tokyo", "A/B/C/D",
		"Asia/Tokyo_Tokyo_Tokyo_Tokyo_Tokyo_Tokyo_Tokyo_To" };
	struct sat_tzdata t;
	struct satchel_err err;
	struct sat_arena a = { 0 };
	struct sat_node out = { .n = 77 };

	(void)state;
	if (!tzdata(&t))
		skip();
	assert_true(strlen(t.version) >= 5);
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (!sat_tzdata_has(&t, good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (sat_tzdata_has(&t, bad[i]))
			fail_msg("accepted: %s", bad[i]);
		assert_false(sat_zone_make(
		    &t, bad[i], issued, issued + YEAR, &a, &out, &err));
		assert_int_equal(out.n, 77);
	}
	sat_tzdata_close(&t);
	assert_int_equal(t.dir, -1);
	sat_arena_free(&a);
}

static void
compare(const char *name, const struct sat_node *zone, int64_t t)
{
	const char *abbr;
	struct tm tm;
	int32_t off;

	ask_libc(name, t, &tm);
	assert_true(sat_zone_at(zone, t, &off, &abbr));
	if (off != tm.tm_gmtoff || strcmp(abbr, tm.tm_zone) != 0)
		fail_msg("%s at %lld: %d %s, libc has %ld %s", name,
		    (long long)t, off, abbr, tm.tm_gmtoff, tm.tm_zone);
}

static void
records_say_what_the_c_library_says(void **state)
{
	static const char *const names[] = { "UTC", "Asia/Kathmandu",
		"America/New_York", "Africa/Casablanca", "Australia/Lord_Howe",
		"Pacific/Apia", "Europe/Dublin", "America/Nuuk", "Asia/Gaza",
		"Africa/Cairo", "America/Santiago", "Pacific/Chatham",
		"Antarctica/Troll", "Asia/Calcutta", "Asia/Tehran",
		"America/Sao_Paulo", "Africa/El_Aaiun", "Asia/Jerusalem" };
	static const int64_t spans[][2] = {
		{ 0, 20 },
		{ 300000000, 50 },
		{ 1300000000, 3 },
		{ 1793491200, 2 },
		{ 2140000000, 3 },
		{ 4000000000, 40 },
		{ 250000000000, 2 },
	};
	struct sat_tzdata t;
	struct sat_arena a = { 0 };

	(void)state;
	if (!tzdata(&t))
		skip();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) * 7; i++) {
		const char *name = names[i / 7];
		int64_t from = spans[i % 7][0];
		int64_t to = from + spans[i % 7][1] * YEAR;
		const struct sat_node *rows;
		struct sat_node zone;
		struct satchel_err err;

		if (!sat_zone_make(&t, name, from, to, &a, &zone, &err))
			fail_msg("%s: %s", name, err.msg);
		rows = sat_node_get(&zone, "offsets");
		assert_int_equal(rows->u.item[0].u.item[0].u.i, from);
		for (size_t k = 0; k < rows->n; k++) {
			int64_t at = rows->u.item[k].u.item[0].u.i;

			assert_in_range(at, from, to - 1);
			compare(name, &zone, at);
			if (k > 0)
				compare(name, &zone, at - 1);
		}
		for (int64_t at = from; at < to; at += (to - from) / 97)
			compare(name, &zone, at);
		compare(name, &zone, to - 1);
		sat_arena_reset(&a);
	}
	sat_arena_free(&a);
	sat_tzdata_close(&t);
}

static void
a_record_has_a_row_for_each_change_alone(void **state)
{
	struct sat_node zone;
	const struct sat_node *rows;
	struct sat_arena a = { 0 };
	struct sat_tzdata t;
	struct sat_wr w;

	(void)state;
	if (!tzdata(&t))
		skip();
	(void)snprintf(t.version, sizeof(t.version), "2026f");
	assert_true(sat_zone_make(
	    &t, "Asia/Kathmandu", issued, issued + 2 * YEAR, &a, &zone, NULL));
	sat_wr_init(&w, 1000);
	sat_json_write(&zone, &w);
	sat_wr_u8(&w, 0);
	assert_string_equal((char *)w.p,
	    "{\"id\":\"zone:Asia/Kathmandu\",\"version\":\"2026f\","
	    "\"offsets\":[[1793491200,20700,\"+0545\"]]}");
	sat_wr_free(&w);
	assert_true(sat_zone_make(
	    &t, "Europe/Paris", issued, issued + 2 * YEAR, &a, &zone, NULL));
	rows = sat_node_get(&zone, "offsets");
	assert_int_equal(rows->n, 5);
	/* a change at the very start is the first row, one at the end none */
	assert_true(
	    sat_zone_make(&t, "Europe/Paris", rows->u.item[1].u.item[0].u.i,
		rows->u.item[2].u.item[0].u.i, &a, &zone, NULL));
	rows = sat_node_get(&zone, "offsets");
	assert_int_equal(rows->n, 1);
	assert_string_equal(rows->u.item[0].u.item[2].u.s, "CEST");
	sat_tzdata_close(&t);
	sat_arena_free(&a);
}

static void
spans_have_bounds(void **state)
{
	struct sat_node zone = { .n = 77 };
	struct sat_arena a = { 0 };
	struct satchel_err err;
	struct sat_tzdata t;

	(void)state;
	if (!tzdata(&t))
		skip();
	assert_true(
	    sat_zone_make(&t, "UTC", issued, issued + 1, &a, &zone, &err));
	zone.n = 77;
	assert_false(sat_zone_make(&t, "UTC", issued, issued, &a, &zone, &err));
	assert_false(sat_zone_make(&t, "UTC", -1, issued, &a, &zone, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_false(sat_zone_make(&t, "UTC", 0, 51LL * YEAR, &a, &zone, &err));
	assert_false(sat_zone_make(
	    &t, "UTC", INT64_MAX - 5, INT64_MAX, &a, &zone, &err));
	assert_int_equal(zone.n, 77);
	sat_tzdata_close(&t);
	sat_arena_free(&a);
}

static void
a_folder_that_is_not_there_is_an_error(void **state)
{
	struct sat_tzdata t = { .dir = -7 };
	struct satchel_err err;

	(void)state;
	assert_false(sat_tzdata_open("/nonexistent", &t, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_true(err.hint[0] != '\0');
	assert_int_equal(t.dir, -7);
}

/* ---- rules ------------------------------------------------------------- */

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
		struct sat_tzif z = { .has_rule = true };
		struct tm tm;

		if (!rule(rules[i], &z.rule))
			fail_msg("refused: %s", rules[i]);
		for (int64_t t = 1704067000; t < 1704067000 + 9LL * YEAR;
		     t += 7211) {
			const struct sat_local *l = sat_tzif_at(&z, t);

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
		struct sat_tzif z = { .has_rule = true };

		assert_true(rule(cases[i].rule, &z.rule));
		assert_true(sat_tzif_next(&z, cases[i].after, &next));
		if (next != cases[i].next)
			fail_msg("%s: %lld", cases[i].rule, (long long)next);
		assert_string_not_equal(sat_tzif_at(&z, next)->abbr,
		    sat_tzif_at(&z, next - 1)->abbr);
	}
}

/* RFC 9636 3.3.1: daylight saving time all year long. */
static void
a_rule_can_be_daylight_saving_all_year(void **state)
{
	struct sat_tzif z = { .has_rule = true };
	int64_t t = 1798000000;

	(void)state;
	assert_true(rule("XXX3EDT4,0/0,J365/23", &z.rule));
	for (int i = 0; i < 20; i++) {
		assert_string_equal(sat_tzif_at(&z, t)->abbr, "EDT");
		assert_int_equal(sat_tzif_at(&z, t)->offset, -4 * 3600);
		assert_string_equal(sat_tzif_at(&z, t - 1)->abbr, "EDT");
		assert_true(sat_tzif_next(&z, t, &t));
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

/* ---- files that were made for the test ---------------------------------- */

static void
put_be(struct sat_wr *w, uint64_t v, int bytes)
{
	while (bytes-- > 0)
		sat_wr_u8(w, (uint8_t)(v >> (8 * bytes)));
}

static void
put_part(struct sat_wr *w, char version, int bytes)
{
	sat_wr_str(w, "TZif");
	sat_wr_u8(w, (uint8_t)version);
	sat_wr_fill(w, 0, 15);
	for (int i = 0; i < 3; i++)
		put_be(w, 0, 4); /* isut, isstd, leap */
	put_be(w, 2, 4);
	put_be(w, 2, 4);
	put_be(w, 8, 4);
	put_be(w, 1000, bytes);
	put_be(w, 2000, bytes);
	sat_wr_put(w, "\1\0", 2);
	put_be(w, 0, 4);
	sat_wr_put(w, "\0\0", 2);
	put_be(w, (uint32_t)-3600, 4);
	sat_wr_put(w, "\1\4", 2);
	sat_wr_put(w, "AAA\0BBB", 8);
}

static void
put_file(struct sat_wr *w, char version)
{
	sat_wr_init(w, 10000);
	put_part(w, version, 4);
	if (version != 0) {
		put_part(w, version, 8);
		sat_wr_str(w, "\nCCC-2\n");
	}
}

static void
all_four_versions_are_read(void **state)
{
	static const char versions[] = { 0, '2', '3', '4' };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct sat_arena a = { 0 };
		struct satchel_err err;
		struct sat_tzif z;
		struct sat_rd r;
		struct sat_wr w;

		put_file(&w, versions[i]);
		r = sat_wr_rd(&w);
		assert_true(sat_tzif_read(&r, &a, &z, &err));
		assert_string_equal(sat_tzif_at(&z, 0)->abbr, "AAA");
		assert_string_equal(sat_tzif_at(&z, 999)->abbr, "AAA");
		assert_string_equal(sat_tzif_at(&z, 1000)->abbr, "BBB");
		assert_int_equal(sat_tzif_at(&z, 1000)->offset, -3600);
		assert_string_equal(sat_tzif_at(&z, 2000)->abbr, "AAA");
		assert_string_equal(
		    sat_tzif_at(&z, 2001)->abbr, i == 0 ? "AAA" : "CCC");
		sat_arena_free(&a);
		sat_wr_free(&w);
	}
}

static void
a_file_cut_anywhere_is_refused(void **state)
{
	struct sat_tzif z = { .times = 77 };
	struct sat_arena a = { 0 };
	struct satchel_err err;
	struct sat_wr w;

	(void)state;
	put_file(&w, '2');
	for (size_t n = 0; n < w.len; n++) {
		uint8_t *copy = malloc(n + 1);
		struct sat_rd r = sat_rd_of(copy, n, 0, "Asia/X");

		assert_non_null(copy);
		memcpy(copy, w.p, n);
		copy[n] = 0xff;
		assert_false(sat_tzif_read(&r, &a, &z, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_string_equal(err.file, "Asia/X");
		assert_int_equal(z.times, 77);
		free(copy);
	}
	sat_wr_free(&w);
	sat_arena_free(&a);
}

static void
a_file_with_one_bad_byte_is_refused(void **state)
{
	enum { PART = 44 + 2 * 5 + 12 + 8, TIMES = PART + 44 };
	static const struct {
		size_t at;
		uint8_t byte;
	} cases[] = {
		{ 0, 't' },
		{ 4, '5' },
		{ 4, '1' },
		{ 32, 0xff },
		{ PART + 4, '9' },
		{ PART + 30, 1 },    /* leap seconds */
		{ PART + 32, 0xff }, /* times that the file cannot hold */
		{ PART + 36, 1 },
		{ PART + 39, 0 }, /* types */
		{ PART + 40, 0xff },
		{ TIMES + 6, 0xff },  /* not rising */
		{ TIMES + 16, 2 },    /* kind */
		{ TIMES + 18, 0x7f }, /* offset */
		{ TIMES + 22, 2 },
		{ TIMES + 23, 8 },
		{ TIMES + 23, 3 },
		{ TIMES + 30, 0x80 },
		{ TIMES + 30, '"' },
		{ TIMES + 38, 'x' }, /* no line feed */
		{ TIMES + 40, '?' },
	};
	struct sat_arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct satchel_err err;
		struct sat_tzif z;
		struct sat_rd r;
		struct sat_wr w;

		put_file(&w, '2');
		assert_true(cases[i].at < w.len);
		w.p[cases[i].at] = cases[i].byte;
		r = sat_wr_rd(&w);
		if (sat_tzif_read(&r, &a, &z, &err))
			fail_msg("accepted: case %zu", i);
		sat_wr_free(&w);
	}
	sat_arena_free(&a);
}

/* ---- a folder that was made for the test -------------------------------- */

static void
links_stay_in_the_folder(void **state)
{
	char dir[] = "/tmp/satchel-zone-XXXXXX", path[300];
	static const struct {
		const char *name, *target;
		bool good;
	} links[] = {
		{ "Area/Old", "New", true },
		{ "Area/Older", "Old", true },
		{ "Area/Up", "../Area/./New", true },
		{ "Area/Self", "Self", false },
		{ "Area/Out", "../../../../../../etc/passwd", false },
		{ "Area/Abs", "/etc/passwd", false },
		{ "Area/Gone", "Nothing", false },
	};
	struct sat_tzdata t;
	struct sat_wr w;

	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/Area/New", dir);
	put_file(&w, '2');
	{
		int made = -1;

		(void)snprintf(path, sizeof(path), "%s/Area", dir);
		assert_true(sat_dir_open(SAT_CWD, path, true, &made, NULL));
		assert_true(
		    sat_file_save(made, "New", false, 0644, w.p, w.len, NULL));
		assert_true(
		    sat_file_save(made, "Text", false, 0644, "hello", 5, NULL));
		sat_dir_close(&made);
	}
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, links[i].name);
		assert_int_equal(symlink(links[i].target, path), 0);
	}
	assert_true(sat_tzdata_open(dir, &t, NULL));
	assert_string_equal(t.version, "unknown");
	assert_true(sat_tzdata_has(&t, "Area/New"));
	assert_false(sat_tzdata_has(&t, "Area/Text"));
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		if (sat_tzdata_has(&t, links[i].name) != links[i].good)
			fail_msg("%s", links[i].name);
	}
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, links[i].name);
		unlink(path);
	}
	sat_tzdata_close(&t);
	(void)snprintf(path, sizeof(path), "%s/+VERSION", dir);
	assert_true(
	    sat_file_save(SAT_CWD, path, false, 0644, "2031a\n", 6, NULL));
	assert_true(sat_tzdata_open(dir, &t, NULL));
	assert_string_equal(t.version, "2031a");
	sat_tzdata_close(&t);
	unlink(path);
	(void)snprintf(path, sizeof(path), "%s/Area/New", dir);
	unlink(path);
	(void)snprintf(path, sizeof(path), "%s/Area/Text", dir);
	unlink(path);
	(void)snprintf(path, sizeof(path), "%s/Area", dir);
	rmdir(path);
	assert_int_equal(rmdir(dir), 0);
	sat_wr_free(&w);
}

static void
a_record_is_read_by_time(void **state)
{
	static const char good[] = "{\"id\":\"zone:X/Y\",\"offsets\":"
				   "[[100,3600,\"AAA\"],[200,-5,\"BBB\"]]}";
	static const char *const bad[] = { "{\"id\":\"zone:X/Y\"}",
		"{\"offsets\":\"\"}", "{\"offsets\":[]}",
		"{\"offsets\":[[1,2]]}", "{\"offsets\":[[1,100000,\"A\"]]}",
		"{\"offsets\":[[1,2,3]]}", "{\"offsets\":[\"\"]}", "[]" };
	const char *abbr = "untouched";
	struct sat_arena a = { 0 };
	struct sat_node v;
	struct sat_rd r = sat_rd_of(good, strlen(good), 0, "x");
	int32_t off = 42;

	(void)state;
	assert_true(sat_json_read(&r, &a, &v, NULL));
	assert_false(sat_zone_at(&v, 99, &off, &abbr));
	assert_int_equal(off, 42);
	assert_string_equal(abbr, "untouched");
	assert_true(sat_zone_at(&v, 100, &off, &abbr));
	assert_int_equal(off, 3600);
	assert_true(sat_zone_at(&v, 199, &off, &abbr));
	assert_string_equal(abbr, "AAA");
	assert_true(sat_zone_at(&v, 200, &off, &abbr));
	assert_int_equal(off, -5);
	assert_string_equal(abbr, "BBB");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		r = sat_rd_of(bad[i], strlen(bad[i]), 0, "x");
		assert_true(sat_json_read(&r, &a, &v, NULL));
		assert_false(sat_zone_at(&v, 150, &off, &abbr));
	}
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_places_or_utc),
		cmocka_unit_test(records_say_what_the_c_library_says),
		cmocka_unit_test(a_record_has_a_row_for_each_change_alone),
		cmocka_unit_test(spans_have_bounds),
		cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
		cmocka_unit_test(
		    rules_of_every_form_say_what_the_c_library_says),
		cmocka_unit_test(rules_change_exactly_when_they_say),
		cmocka_unit_test(a_rule_can_be_daylight_saving_all_year),
		cmocka_unit_test(other_rules_are_refused),
		cmocka_unit_test(all_four_versions_are_read),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(a_file_with_one_bad_byte_is_refused),
		cmocka_unit_test(links_stay_in_the_folder),
		cmocka_unit_test(a_record_is_read_by_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
