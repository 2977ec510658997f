#include "tzif.h"
#include "tzif_fixture.h"

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

static void
times_before_and_after_the_table_have_their_own_answers(void **state)
{
	struct sat_arena a = { 0 };
	struct sat_tzif z;
	int64_t next = 0;
	struct sat_rd r;
	struct sat_wr w;

	(void)state;
	put_file(&w, '3');
	r = sat_wr_rd(&w);
	assert_true(sat_tzif_read(&r, &a, &z, NULL));
	assert_int_equal(z.times, 2);
	assert_true(sat_tzif_next(&z, 0, &next));
	assert_int_equal(next, 1000);
	assert_true(sat_tzif_next(&z, 999, &next));
	assert_int_equal(next, 1000);
	assert_true(sat_tzif_next(&z, 1000, &next));
	assert_int_equal(next, 2000);
	assert_false(sat_tzif_next(&z, 2000, &next)); /* CCC for ever */
	assert_int_equal(sat_tzif_at(&z, INT64_C(1) << 40)->offset, 7200);
	sat_arena_free(&a);
	sat_wr_free(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_four_versions_are_read),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(a_file_with_one_bad_byte_is_refused),
		cmocka_unit_test(
		    times_before_and_after_the_table_have_their_own_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
