#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "format.h"
#include "postings.h"

#define RECORDS 1000000

static bool
read_bytes(void *ctx, uint64_t pos, void *out, size_t n, const char **file,
    uint64_t *off, struct satchel_err *err)
{
	const struct sat_wr *w = ctx;

	if (pos > w->len || n > w->len - pos)
		return sat_fail(err, SATCHEL_EFORMAT, "past the end");
	memcpy(out, w->p + pos, n);
	*file = "test";
	*off = pos;
	return true;
}

static void
encode(const uint64_t *o, size_t n, struct sat_wr *w)
{
	struct sat_list l;

	sat_list_init(&l);
	for (size_t i = 0; i < n; i++)
		sat_list_add(&l, o[i]);
	assert_int_equal(l.df, n);
	assert_true(sat_list_end(&l, w, NULL));
	sat_list_free(&l);
}

static bool
open_list(struct sat_cursor *c, struct sat_wr *w, uint64_t df,
    struct satchel_err *err)
{
	struct sat_fetch from = { read_bytes, w };

	return sat_cursor_open(c, &from, 0, w->len, df, RECORDS, err);
}

/* All ordinals of the list in order, or how it fails. */
static bool
decode(struct sat_wr *w, uint64_t df, uint64_t *out, size_t *n,
    struct satchel_err *err)
{
	struct sat_cursor c = { 0 };
	uint64_t least = 0;
	bool any = false, ok = open_list(&c, w, df, err);

	*n = 0;
	for (; ok; least = out[(*n)++] + 1) {
		ok = sat_cursor_seek(&c, least, &out[*n], &any, err);
		if (!ok || !any)
			break;
	}
	sat_cursor_free(&c);
	return ok;
}

static void
short_lists_have_the_bytes_of_the_manual(void **state)
{
	static const struct {
		size_t n;
		uint64_t o[8];
		size_t len;
		uint8_t bytes[16];
	} cases[] = {
		{ 2, { 0, 2 }, 2, { 1 << 1, 2 << 1 } },
		{ 2, { 0, 1 }, 2, { 1 << 1 | 1, 1 } },
		{ 3, { 5, 6, 7 }, 2, { 6 << 1 | 1, 2 } },
		{ 4, { 62, 64, 65, 130 }, 6,
		    { 63 << 1, 2 << 1 | 1, 1, 0x82, 0x01 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = i == 3 ? 5 : cases[i].len;
		struct sat_wr w;

		sat_wr_init(&w, 64);
		encode(cases[i].o, cases[i].n, &w);
		assert_int_equal(w.len, len);
		assert_memory_equal(w.p, cases[i].bytes, len);
		sat_wr_free(&w);
	}
}

/* |n| ordinals, rising by 1 to |step|. */
static uint64_t *
rising(size_t n, unsigned step, unsigned seed)
{
	uint64_t *o = calloc(n + 1, sizeof(*o)), at = 0;
	uint32_t x = seed * 2654435761u + 1;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525u + 1013904223u;
		at += 1 + (x >> 8) % step;
		o[i] = at - 1;
	}
	return o;
}

static void
what_goes_in_comes_out(void **state)
{
	static const struct {
		size_t n;
		unsigned step;
	} cases[] = { { 2, 1 }, { 2, 9 }, { 1000, 1 }, { 1000, 2 },
		{ 4096, 100 }, { 20000, 3 }, { 20000, 40 }, { 9000, 100 },
		{ 100000, 9 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = cases[i].n, got;
		uint64_t *o = rising(n, cases[i].step, (unsigned)i);
		uint64_t *out = calloc(n + 1, sizeof(*out));
		struct satchel_err err;
		struct sat_wr w;

		sat_wr_init(&w, SIZE_MAX);
		encode(o, n, &w);
		if (!decode(&w, n, out, &got, &err))
			fail_msg("%s", err.msg);
		assert_int_equal(got, n);
		assert_memory_equal(o, out, n * sizeof(*o));
		/* a frequency that lies */
		assert_false(decode(&w, n + 1, out, &got, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		sat_wr_free(&w);
		free(o);
		free(out);
	}
}

static uint32_t
u32_at(const struct sat_wr *w, size_t at)
{
	struct sat_rd r = sat_rd_of(w->p + at, 4, 0, NULL);
	uint32_t v = 0;

	assert_true(sat_rd_u32(&r, &v));
	return v;
}

static void
a_list_gets_a_table_when_its_plain_form_is_over_4096_bytes(void **state)
{
	uint64_t *o = calloc(4098, sizeof(*o));
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, SIZE_MAX);
	for (size_t i = 0; i < 4098; i++)
		o[i] = 2 * i; /* one byte each */
	encode(o, 4096, &w);
	assert_int_equal(w.len, 4096);
	assert_int_equal(w.p[0], 1 << 1);
	sat_wr_reset(&w);
	encode(o, 4097, &w);
	/* the table, 4096 bytes, and one whose gap is from -1: two bytes */
	assert_int_equal(w.len, 4 + 16 + 4096 + 3);
	assert_int_equal(u32_at(&w, 0), 2);
	assert_int_equal(u32_at(&w, 4), 0);
	assert_int_equal(u32_at(&w, 8), 0);
	assert_int_equal(u32_at(&w, 12), 8192);
	assert_int_equal(u32_at(&w, 16), 4096);
	sat_wr_free(&w);
	free(o);
}

static void
seek_gives_the_first_at_or_above(void **state)
{
	size_t n = 60000;
	uint64_t *o = rising(n, 16, 7);
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, SIZE_MAX);
	encode(o, n, &w);
	for (unsigned jump = 1; jump < 2000000; jump = jump * 3 + 1) {
		struct sat_cursor c = { 0 };
		uint64_t least = 0, got = 0;
		size_t i = 0;
		bool any = true;

		assert_true(open_list(&c, &w, n, NULL));
		while (any) {
			assert_true(
			    sat_cursor_seek(&c, least, &got, &any, NULL));
			while (i < n && o[i] < least)
				i++;
			assert_int_equal(any, i < n);
			if (any)
				assert_int_equal(got, o[i]);
			least += jump;
		}
		assert_true(sat_cursor_seek(&c, least, &got, &any, NULL));
		assert_false(any);
		sat_cursor_free(&c);
	}
	sat_wr_free(&w);
	free(o);
}

static void
one_ordinal_needs_no_list(void **state)
{
	struct sat_fetch from = { NULL, NULL };
	struct sat_cursor c = { 0 };
	struct satchel_err err;
	uint64_t o = 77;
	bool any;

	(void)state;
	assert_true(sat_cursor_open(&c, &from, 5, 0, 1, 6, NULL));
	assert_true(sat_cursor_seek(&c, 0, &o, &any, NULL));
	assert_true(any && o == 5);
	assert_true(sat_cursor_seek(&c, 5, &o, &any, NULL));
	assert_true(any && o == 5);
	assert_true(sat_cursor_seek(&c, 6, &o, &any, NULL));
	assert_false(any);
	assert_false(sat_cursor_open(&c, &from, 6, 0, 1, 6, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	sat_cursor_free(&c);
}

static void
short_lists_that_break_a_rule_are_refused(void **state)
{
	static const struct {
		uint64_t df;
		size_t len;
		uint8_t bytes[16];
	} cases[] = {
		{ 2, 2, { 0 << 1, 2 << 1 } }, /* gap 0 */
		{ 2, 2, { 1 << 1, 0 << 1 } },
		{ 2, 2, { 1 << 1, 1 << 1 } }, /* run not maximal */
		{ 2, 3, { 1 << 1 | 1, 1, 1 << 1 } },
		{ 2, 2, { 1 << 1 | 1, 0 } }, /* run of none */
		{ 2, 1, { 1 << 1 | 1 } },    /* cut short */
		{ 2, 0, { 0 } },
		{ 2, 1, { 0x82 } },
		{ 2, 2, { 0x82, 0x00 } },		    /* padded */
		{ 3, 2, { 1 << 1 | 1, 1 } },		    /* frequency */
		{ 2, 4, { 1 << 1, 0x84, 0x89, 0x7a } },	    /* = 1,000,001 */
		{ 2, 4, { 1 << 1 | 1, 0xc0, 0x84, 0x3d } }, /* 1,000,000 more */
		{ 2, 12,
		    { 1 << 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			0xff, 0x01, 2 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct satchel_err err = { 0 };
		uint64_t out[8];
		struct sat_wr w;
		size_t n;

		sat_wr_init(&w, 64);
		sat_wr_put(&w, cases[i].bytes, cases[i].len);
		assert_false(decode(&w, cases[i].df, out, &n, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		sat_wr_free(&w);
	}
}

static void
a_table_that_lies_is_refused(void **state)
{
	size_t n = 20000, got;
	uint64_t *o = rising(n, 40, 3), *out = calloc(n + 8, sizeof(*out));
	struct sat_wr w;
	uint32_t segs;

	(void)state;
	sat_wr_init(&w, SIZE_MAX);
	encode(o, n, &w);
	segs = u32_at(&w, 0);
	assert_true(segs > 3);
	/* every byte of the table, and of the first runs of each segment */
	for (size_t i = 0; i < 4 + segs * 8; i++) {
		for (int bit = 0; bit < 8; bit++) {
			struct satchel_err err = { 0 };

			w.p[i] ^= (uint8_t)(1 << bit);
			assert_false(decode(&w, n, out, &got, &err));
			assert_int_equal(err.code, SATCHEL_EFORMAT);
			w.p[i] ^= (uint8_t)(1 << bit);
		}
	}
	w.len--;
	assert_false(decode(&w, n, out, &got, NULL));
	w.len = 4097;
	assert_false(decode(&w, n, out, &got, NULL));
	sat_wr_free(&w);
	free(o);
	free(out);
}

static void
a_run_may_end_a_segment_but_not_go_on_in_the_next(void **state)
{
	struct satchel_err err = { 0 };
	uint64_t *o = calloc(5000, sizeof(*o)), *out = calloc(5008, sizeof(*o));
	struct sat_wr w;
	size_t got;

	(void)state;
	sat_wr_init(&w, SIZE_MAX);
	for (size_t i = 0; i < 4097; i++)
		o[i] = 2 * i;
	encode(o, 4097, &w);
	assert_true(decode(&w, 4097, out, &got, NULL));
	/* the second segment from 8191, right after 8190 */
	w.p[12] = 0xff;
	w.p[13] = 0x1f;
	w.p[20 + 4096] = 0x80; /* its gap, 8192 */
	assert_false(decode(&w, 4097, out, &got, &err));
	assert_non_null(strstr(err.msg, "runs into the next one"));
	sat_wr_free(&w);
	free(o);
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_lists_have_the_bytes_of_the_manual),
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(
		    a_list_gets_a_table_when_its_plain_form_is_over_4096_bytes),
		cmocka_unit_test(seek_gives_the_first_at_or_above),
		cmocka_unit_test(one_ordinal_needs_no_list),
		cmocka_unit_test(short_lists_that_break_a_rule_are_refused),
		cmocka_unit_test(a_table_that_lies_is_refused),
		cmocka_unit_test(
		    a_run_may_end_a_segment_but_not_go_on_in_the_next),
	};

	return cmocka_run_group_tests_name("postings", tests, NULL, NULL);
}
