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
#include "tzif_fixture.h"
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
		cmocka_unit_test(links_stay_in_the_folder),
		cmocka_unit_test(a_record_is_read_by_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
