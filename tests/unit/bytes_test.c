#include "unit.h"

static void
a_take_stops_at_the_last_byte(void **state)
{
	struct sat_rd r = exact("abcde", 5), out = rd("?"), all = r;

	(void)state;
	r.off = 100;
	assert_false(sat_rd_take(&r, 6, &out));
	assert_false(sat_rd_take(&r, SIZE_MAX, &out));
	assert_true(sat_rd_is(&out, "?") && r.n == 5 && r.off == 100);
	assert_true(sat_rd_take(&r, 5, &out));
	assert_true(sat_rd_is(&out, "abcde") && out.off == 100);
	assert_true(r.off == 105 && sat_rd_end(&r));
	assert_true(sat_rd_take(&r, 0, &out) && out.n == 0);
	assert_false(sat_rd_take(&r, 1, &out));
	drop(&all);
}

static void
integers_are_little_endian_and_whole(void **state)
{
	static const uint8_t b[] = { 1, 2, 3, 4, 5, 6, 7, 0x88 };
	uint8_t u8 = 9;
	uint16_t u16 = 9;
	uint32_t u32 = 9;
	uint64_t u64 = 9;

	(void)state;
	for (size_t n = 0; n <= sizeof(b); n++) {
		struct sat_rd all = exact(b, n), r = all;

		assert_int_equal(sat_rd_u8(&r, &u8), n >= 1);
		r = all;
		assert_int_equal(sat_rd_u16(&r, &u16), n >= 2);
		r = all;
		assert_int_equal(sat_rd_u32(&r, &u32), n >= 4);
		assert_int_equal(r.n, n >= 4 ? n - 4 : n);
		r = all;
		assert_int_equal(sat_rd_u64(&r, &u64), n >= 8);
		if (n < 4)
			assert_int_equal(u32, 9);
		if (n < 8)
			assert_true(u64 == 9);
		drop(&all);
	}
	assert_int_equal(u8, 1);
	assert_int_equal(u16, 0x0201);
	assert_int_equal(u32, 0x04030201);
	assert_true(u64 == UINT64_C(0x8807060504030201));
}

static void
a_varint_has_one_spelling(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		bool ok;
		uint64_t v;
	} c[] = {
		{ "\x00", 1, true, 0 },
		{ "\x7f", 1, true, 127 },
		{ "\x80\x01", 2, true, 128 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, true,
		    UINT64_MAX },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, false, 0 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 11, false,
		    0 },
		{ "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11, false,
		    0 },
		{ "\x80\x00", 2, false, 0 }, /* padded */
		{ "\xff\x80\x00", 3, false, 0 },
		{ "\x80", 1, false, 0 }, /* cut short */
		{ "", 0, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_rd all = exact(c[i].bytes, c[i].n), r = all;
		uint64_t v = 7;

		assert_int_equal(sat_rd_varint(&r, &v), c[i].ok);
		assert_true(v == (c[i].ok ? c[i].v : 7));
		assert_int_equal(r.n, c[i].ok ? 0 : c[i].n);
		drop(&all);
	}
}

static void
every_varint_reads_back(void **state)
{
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 64);
	for (unsigned bit = 0; bit < 64; bit++)
		for (int d = -1; d <= 1; d++) {
			uint64_t v = (UINT64_C(1) << bit) + (uint64_t)d, got;
			struct sat_rd r;

			sat_wr_reset(&w);
			sat_wr_varint(&w, v);
			assert_int_equal(w.len, sat_varint_len(v));
			r = sat_wr_rd(&w);
			assert_true(sat_rd_varint(&r, &got) && got == v);
			assert_true(sat_rd_end(&r));
		}
	sat_wr_free(&w);
}

static void
a_line_ends_in_lf(void **state)
{
	struct sat_rd r = rd("a\r\n\nrest"), line = rd("?");

	(void)state;
	assert_true(sat_rd_line(&r, &line) && sat_rd_is(&line, "a\r"));
	assert_true(sat_rd_line(&r, &line) && line.n == 0);
	assert_true(r.off == 4);
	assert_false(sat_rd_line(&r, &line));
	assert_true(sat_rd_is(&r, "rest") && line.n == 0);
}

static void
words_and_comparisons_mind_the_length(void **state)
{
	struct sat_rd r = rd("key value"), none = sat_rd_of(NULL, 5, 0, NULL);

	(void)state;
	assert_false(sat_rd_word(&r, "key value "));
	assert_false(sat_rd_word(&r, "kez"));
	assert_true(sat_rd_begins(&r, "") && sat_rd_begins(&r, "key"));
	assert_true(sat_rd_word(&r, "key "));
	assert_true(sat_rd_is(&r, "value"));
	assert_false(sat_rd_is(&r, "valu") || sat_rd_is(&r, "values"));
	assert_true(sat_rd_eq(&r, "value\0", 5));
	assert_false(sat_rd_eq(&r, "value\0", 6));
	assert_true(sat_rd_end(&none) && none.p != NULL);
	assert_true(sat_rd_eq(&none, NULL, 0) && sat_rd_all_nul(&none));
	r = sat_rd_of("\0\0\1", 3, 0, NULL);
	assert_false(sat_rd_all_nul(&r));
	r.n = 2;
	assert_true(sat_rd_all_nul(&r));
}

static void
a_decimal_has_one_spelling(void **state)
{
	static const struct {
		const char *s;
		uint64_t max;
		bool ok;
	} c[] = {
		{ "0", 0, true }, { "1", 0, false }, { "10000", 10000, true },
		{ "10001", 10000, false },
		{ "9999999999999999999", UINT64_MAX, true },
		{ "10000000000000000000", UINT64_MAX, false },
		{ "99999999999999999999999", UINT64_MAX, false },
		{ "00", 9, false }, { "01", 9, false }, { "", 9, false },
		{ "+1", 9, false }, { "-1", 9, false }, { " 1", 9, false },
		{ "1 ", 9, false }, { "1x", 99, false },
		{ "\xd9\xa1", 99, false }, /* an Arabic digit */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_rd r = rd(c[i].s);
		uint64_t v = 7;

		assert_int_equal(sat_rd_decimal(&r, c[i].max, &v), c[i].ok);
		assert_true(v == (c[i].ok ? strtoull(c[i].s, NULL, 10) : 7));
	}
}

static void
a_failure_says_where_the_window_stood(void **state)
{
	struct sat_rd r = sat_rd_of("abc", 3, 0x2f0, "un.satchel"), out;
	struct satchel_err e;

	(void)state;
	assert_true(sat_rd_take(&r, 2, &out));
	assert_false(sat_rd_fail(&e, &r, "runs past %s", "the end"));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
	assert_true(e.has_offset && e.offset == 0x2f2);
	assert_string_equal(e.file, "un.satchel");
	assert_string_equal(e.msg, "runs past the end");
	assert_false(sat_rd_fail(NULL, &r, "x"));
}

static void
a_writer_fills_its_ceiling_and_not_more(void **state)
{
	static const size_t max[] = { 0, 1, 10, 255, 256, 257, 1000, 5000 };
	struct satchel_err e;

	(void)state;
	for (size_t i = 0; i < COUNT(max); i++) {
		struct sat_wr w;

		sat_wr_init(&w, max[i]);
		for (size_t k = 0; k < max[i]; k++)
			sat_wr_u8(&w, 'x');
		assert_true(sat_wr_done(&w, "x", &e));
		assert_int_equal(w.len, max[i]);
		assert_true(w.cap <= w.max);
		sat_wr_put(&w, "", 0);
		assert_true(sat_wr_done(&w, "x", &e));
		sat_wr_u8(&w, 'x');
		assert_false(sat_wr_done(&w, "the thing", &e));
		assert_int_equal(e.code, SATCHEL_ELIMIT);
		assert_non_null(strstr(e.msg, "the thing"));
		assert_int_equal(w.len, max[i]);
		sat_wr_reset(&w);
		assert_true(sat_wr_done(&w, "x", &e) && w.len == 0);
		sat_wr_free(&w);
	}
}

static void
printf_fills_to_the_last_byte(void **state)
{
	struct sat_wr w;
	char longer[400];

	(void)state;
	memset(longer, 'y', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	sat_wr_init(&w, 5);
	sat_wr_printf(&w, "%s-%d", "abc", 7);
	assert_false(w.full);
	assert_true(w.len == 5 && memcmp(w.p, "abc-7", 5) == 0);
	sat_wr_printf(&w, "%s", "");
	assert_false(w.full);
	sat_wr_printf(&w, "z");
	assert_true(w.full && w.len == 5);
	sat_wr_free(&w);
	sat_wr_init(&w, 1000);
	sat_wr_printf(&w, "%s%s", longer, "z");
	assert_int_equal(w.len, 400);
	assert_string_equal(text(&w) + 398, "yz");
	sat_wr_free(&w);
}

static void
what_is_written_reads_back(void **state)
{
	struct sat_wr w;
	struct sat_rd r;
	uint8_t a = 0, raw[3];
	uint16_t b = 0;
	uint32_t c = 0;
	uint64_t d = 0;

	(void)state;
	sat_wr_init(&w, 100);
	sat_wr_u8(&w, 0xf1);
	sat_wr_u16(&w, 0xf1f2);
	sat_wr_u32(&w, 0xf1f2f3f4);
	sat_wr_u64(&w, UINT64_C(0xf1f2f3f4f5f6f7f8));
	sat_wr_str(&w, "str");
	sat_wr_fill(&w, 0, 4);
	assert_non_null(sat_wr_room(&w, 2));
	w.p[w.len] = 'A';
	sat_wr_grow(&w, 1);
	r = sat_wr_rd(&w);
	assert_true(sat_rd_u8(&r, &a) && a == 0xf1);
	assert_true(sat_rd_u16(&r, &b) && b == 0xf1f2);
	assert_true(sat_rd_u32(&r, &c) && c == 0xf1f2f3f4);
	assert_true(sat_rd_u64(&r, &d) && d == UINT64_C(0xf1f2f3f4f5f6f7f8));
	assert_true(sat_rd_copy(&r, raw, 3) && memcmp(raw, "str", 3) == 0);
	assert_false(sat_rd_copy(&r, raw, 6));
	assert_true(r.n == 5 && r.p[4] == 'A');
	r.n = 4;
	assert_true(sat_rd_all_nul(&r));
	sat_wr_free(&w);
	r = sat_wr_rd(&w);
	assert_true(r.n == 0 && r.p != NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_take_stops_at_the_last_byte),
		cmocka_unit_test(integers_are_little_endian_and_whole),
		cmocka_unit_test(a_varint_has_one_spelling),
		cmocka_unit_test(every_varint_reads_back),
		cmocka_unit_test(a_line_ends_in_lf),
		cmocka_unit_test(words_and_comparisons_mind_the_length),
		cmocka_unit_test(a_decimal_has_one_spelling),
		cmocka_unit_test(a_failure_says_where_the_window_stood),
		cmocka_unit_test(a_writer_fills_its_ceiling_and_not_more),
		cmocka_unit_test(printf_fills_to_the_last_byte),
		cmocka_unit_test(what_is_written_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
