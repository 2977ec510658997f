#include "unit.h"

#include "armor.h"
#include "digest.h"

static void
base64_has_one_spelling(void **state)
{
	static const struct {
		const char *s;
		int n; /* bytes, -1: refused */
	} c[] = {
		{ "", 0 },
		{ "Zg==", 1 },
		{ "Zm8=", 2 },
		{ "Zm9v", 3 },
		{ "Zm9vYg==", 4 },
		{ "Zm9vYmE=", 5 },
		{ "Zm9vYmFy", 6 },
		{ "+/+/", 3 },
		{ "Zg", -1 },
		{ "Zg=", -1 },
		{ "Zg===", -1 },
		{ "Zm9", -1 },
		{ "Zh==", -1 },
		{ "Zm9=", -1 }, /* trailing bits */
		{ "Zg==Zg==", -1 },
		{ "=", -1 },
		{ "====", -1 },
		{ "Zm8==", -1 },
		{ "Z=g=", -1 },
		{ "-_-_", -1 }, /* the other alphabet */
		{ " Zg==", -1 },
		{ "Zg== ", -1 },
		{ "Zg==\n", -1 },
		{ "Zm 9v", -1 },
		{ "Zm9v\r", -1 },
		{ "Zm9\xc3", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_rd r = exact(c[i].s, strlen(c[i].s));
		uint8_t out[8] = "abcdefg";
		size_t n = 77;

		if (sat_base64_read(&r, out, sizeof(out), &n) != (c[i].n >= 0))
			fail_msg("\"%s\"", c[i].s);
		if (c[i].n >= 0)
			assert_int_equal(n, c[i].n);
		else
			assert_true(n == 77 && memcmp(out, "abcdefg", 8) == 0);
		drop(&r);
	}
}

static void
base64_of_every_length_reads_back(void **state)
{
	uint8_t raw[300], got[300];
	struct sat_wr w;

	(void)state;
	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (uint8_t)(i * 151 + 7);
	sat_wr_init(&w, 1000);
	for (size_t n = 0; n <= sizeof(raw); n++) {
		struct sat_rd r;
		size_t len = 0;

		sat_wr_reset(&w);
		sat_base64_write(&w, raw, n);
		assert_int_equal(w.len, (n + 2) / 3 * 4);
		r = exact(w.p, w.len);
		assert_true(sat_base64_read(&r, got, n, &len));
		assert_true(len == n && memcmp(raw, got, n) == 0);
		if (n > 0)
			assert_false(sat_base64_read(&r, got, n - 1, &len));
		memset(got, 0, sizeof(got));
		assert_true(sat_base64_head(&r, got, 5, &len) && len == n);
		assert_true(memcmp(raw, got, n < 5 ? n : 5) == 0);
		assert_true(got[5] == 0);
		drop(&r);
	}
	sat_wr_free(&w);
}

/* Padding within: what chunked decoding could be fooled by. */
static void
base64_does_not_end_before_its_end(void **state)
{
	struct sat_wr w;
	uint8_t out[200];
	size_t n;

	(void)state;
	sat_wr_init(&w, 1000);
	for (size_t at = 0; at <= 128; at += 4) {
		struct sat_rd r;

		sat_wr_reset(&w);
		sat_wr_fill(&w, 'A', at);
		sat_wr_str(&w, "AA==");
		r = sat_wr_rd(&w);
		assert_true(sat_base64_read(&r, out, sizeof(out), &n));
		sat_wr_str(&w, "AAAA");
		r = sat_wr_rd(&w);
		assert_false(sat_base64_read(&r, out, sizeof(out), &n));
		assert_false(sat_base64_head(&r, out, 1, &n));
	}
	sat_wr_free(&w);
}

static void
hex_has_an_exact_length(void **state)
{
	uint8_t out[2] = { 1, 2 };
	struct sat_rd r = rd("0aFf");
	char text_out[5];

	(void)state;
	assert_false(sat_hex_read(&r, false, out, 2));
	assert_true(out[0] == 1 && out[1] == 2);
	assert_true(sat_hex_read(&r, true, out, 2));
	assert_true(out[0] == 0x0a && out[1] == 0xff);
	assert_false(sat_hex_read(&r, true, out, 1));
	r = rd("0aF");
	assert_false(sat_hex_read(&r, true, out, 1));
	assert_false(sat_hex_read(&r, true, out, 2));
	r = rd("");
	assert_true(sat_hex_read(&r, true, out, 0));
	sat_hex_write(out, 2, text_out);
	assert_string_equal(text_out, "0aff");
}

static void
times_are_utc_and_exist(void **state)
{
	static const struct {
		const char *s;
		int64_t t; /* -1: refused */
	} c[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01T00:00:01Z", 1 },
		{ "2026-03-01T09:00:00Z", 1772355600 }, /* date -u +%s */
		{ "2000-02-29T23:59:59Z", 951868799 },
		{ "2024-12-31T23:59:59Z", 1735689599 },
		{ "2038-01-19T03:14:08Z", 2147483648 },
		{ "2100-03-01T00:00:00Z", 4107542400 },
		{ "9999-12-31T23:59:59Z", 253402300799 },
		{ "1969-12-31T23:59:59Z", -1 },
		{ "0000-01-01T00:00:00Z", -1 },
		{ "2100-02-29T00:00:00Z", -1 },
		{ "2025-02-29T00:00:00Z", -1 },
		{ "2026-04-31T00:00:00Z", -1 },
		{ "2026-00-01T00:00:00Z", -1 },
		{ "2026-13-01T00:00:00Z", -1 },
		{ "2026-01-00T00:00:00Z", -1 },
		{ "2026-01-32T00:00:00Z", -1 },
		{ "2026-01-01T24:00:00Z", -1 },
		{ "2026-01-01T00:60:00Z", -1 },
		{ "2016-12-31T23:59:60Z", -1 },
		{ "2026-03-01t09:00:00Z", -1 },
		{ "2026-03-01T09:00:00z", -1 },
		{ "2026-03-01 09:00:00Z", -1 },
		{ "2026-03-01T09:00:00+00:00", -1 },
		{ "2026-03-01T09:00:00.0Z", -1 },
		{ "2026-03-01T09:00:00", -1 },
		{ "2026-03-01T09:00:00ZZ", -1 },
		{ "2026-3-1T09:00:00Z", -1 },
		{ "+026-03-01T09:00:00Z", -1 },
		{ "12026-03-01T09:00:00Z", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_rd r = exact(c[i].s, strlen(c[i].s));
		int64_t t = 77;
		char again[21];

		if (sat_time_read(&r, &t) != (c[i].t >= 0))
			fail_msg("\"%s\"", c[i].s);
		assert_true(t == (c[i].t >= 0 ? c[i].t : 77));
		if (c[i].t >= 0) {
			sat_time_write(t, again);
			assert_string_equal(again, c[i].s);
		}
		drop(&r);
	}
}

static void
every_day_reads_back(void **state)
{
	(void)state;
	for (int64_t day = 0; day <= 2932896; day++) { /* to 9999-12-31 */
		struct sat_rd r;
		int64_t t = -1, d = -1;
		char s[21];

		sat_time_write(day * 86400 + 86399, s);
		r = sat_rd_of(s, 20, 0, NULL);
		if (!sat_time_read(&r, &t) || t != day * 86400 + 86399)
			fail_msg("%s", s);
		r.n = 10;
		if (!sat_date_read(&r, &d) || d != day * 86400)
			fail_msg("%s", s);
		day += day % 97; /* not quite all: it takes too long */
	}
}

static void
times_outside_are_written_as_the_nearest(void **state)
{
	char s[21];

	(void)state;
	sat_time_write(-1, s);
	assert_string_equal(s, "1970-01-01T00:00:00Z");
	sat_time_write(INT64_MIN, s);
	assert_string_equal(s, "1970-01-01T00:00:00Z");
	sat_time_write(INT64_MAX, s);
	assert_string_equal(s, "9999-12-31T23:59:59Z");
}

static void
a_date_is_a_whole_day(void **state)
{
	static const char *const bad[] = { "2026-03-01T09:00:00Z", "2026-03-1",
		"2026-02-30", "20260301", "2026-03-01 ", "1969-12-31", "" };
	struct sat_rd r = rd("2026-03-01");
	int64_t t = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sat_rd b = rd(bad[i]);

		assert_false(sat_date_read(&b, &t));
		assert_true(t == 7);
	}
	assert_true(sat_date_read(&r, &t));
	assert_true(t == 1772323200);
}

static void
a_carriage_return_gets_its_own_advice(void **state)
{
	struct sat_rd r = rd("a\nb\r\n"), ok = rd("a\nb\n");
	struct satchel_err e;

	(void)state;
	assert_true(sat_no_cr(&ok, SATCHEL_EFORMAT, &e));
	assert_false(sat_no_cr(&r, SATCHEL_EUNTRUSTED, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_true(e.has_offset && e.offset == 3);
	assert_non_null(strstr(e.hint, "binary mode"));
}

static void
lines_come_in_order_and_are_named_in_errors(void **state)
{
	struct sat_rd t = rd("one 1\ntwo  2\nthree\nfour 04\nfive 5 sha256:00\n"
			     "six");
	struct sat_lines l = sat_lines_of(&t, "thing");
	struct sat_rd v = rd("?");
	struct sat_hash h;
	struct satchel_err e;
	uint64_t n = 7;
	uint32_t u = 7;

	(void)state;
	assert_true(sat_line_value(&l, "one", &v, &e) && sat_rd_is(&v, "1"));
	assert_false(sat_line_value(&l, "two", &v, &e));
	assert_string_equal(e.msg, "thing line 2: two has an empty value, or "
				   "one with a space at an end");
	assert_true(e.has_offset && e.offset == 6);
	assert_false(sat_line_value(&l, "three", &v, &e));
	assert_non_null(strstr(e.msg, "line 3"));
	assert_false(sat_line_number(&l, "four", 0, 9, &n, &e));
	assert_false(sat_line_sized(&l, "five", 1, 9, "sha256:", &n, &h, &e));
	assert_int_equal(n, 5);
	assert_false(sat_line_u32(&l, "six", 1, 9, &u, &e));
	assert_non_null(strstr(e.msg, "line 6: the text ends here"));
	assert_true(sat_rd_is(&v, "1") && u == 7);
}

static void
numbers_keep_to_their_range(void **state)
{
	static const struct {
		const char *s;
		bool ok;
	} c[] = { { "n 2\n", true }, { "n 10\n", true }, { "n 1\n", false },
		{ "n 11\n", false }, { "n 02\n", false }, { "n -2\n", false },
		{ "n 2 \n", false }, { "n 4294967298\n", false },
		{ "n \n", false }, { "n\n", false }, { "m 2\n", false } };
	struct satchel_err e;

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_rd t = rd(c[i].s);
		struct sat_lines l = sat_lines_of(&t, "thing");
		uint32_t v = 0;

		assert_int_equal(sat_line_u32(&l, "n", 2, 10, &v, &e), c[i].ok);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_has_one_spelling),
		cmocka_unit_test(base64_of_every_length_reads_back),
		cmocka_unit_test(base64_does_not_end_before_its_end),
		cmocka_unit_test(hex_has_an_exact_length),
		cmocka_unit_test(times_are_utc_and_exist),
		cmocka_unit_test(every_day_reads_back),
		cmocka_unit_test(times_outside_are_written_as_the_nearest),
		cmocka_unit_test(a_date_is_a_whole_day),
		cmocka_unit_test(a_carriage_return_gets_its_own_advice),
		cmocka_unit_test(lines_come_in_order_and_are_named_in_errors),
		cmocka_unit_test(numbers_keep_to_their_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
