#include "numbers.h"
#include "top.h"

static struct numbers m;

static struct sat_top
begin(size_t limit)
{
	return (struct sat_top){ .a = &m.a, .d = &m.d, .limit = limit };
}

/* m2 in a name ranks before m2 in a note: of the first every second record,
 * of the second every third. */
static void
by_rank_and_then_in_the_order_of_the_file(void **state)
{
	struct sat_top t = begin(12000);
	size_t names = 0;

	(void)state;
	struct sat_lead lead[] = {
		lead_of(&m, "m2", SAT_F_NOTE, SATCHEL_EXACT),
		lead_of(&m, "m2", SAT_F_NAME, SATCHEL_EXACT),
	};
	assert_true(sat_top_lists(&t, lead, 2, NULL));
	assert_int_equal(t.n, 12000);
	for (size_t i = 0; i < t.n; i++) {
		bool name =
		    t.best[i].rank == sat_rank_of(SATCHEL_EXACT, SAT_F_NAME);

		if (name) {
			assert_int_equal(t.best[i].ordinal, 2 * names);
			names++;
		} else { /* those a name had are not told again */
			assert_int_equal(t.best[i].rank,
			    sat_rank_of(SATCHEL_EXACT, SAT_F_NOTE));
			assert_int_equal(names, NUMBERS / 2);
			assert_int_equal(
			    t.best[i].ordinal, 3 + 6 * (i - names));
		}
	}
	assert_true(t.more);
	sat_arena_reset(&m.a);
}

static void
the_total_is_exact_if_all_were_read_or_there_is_one_list(void **state)
{
	static const struct {
		size_t lists, limit;
		uint64_t total;
		bool more;
	} cases[] = {
		{ 1, 1, 20, false }, /* its frequency */
		{ 1, 20, 20, false },
		{ 2, 21, 20, false }, /* m1000 lies in m2: all are told */
		{ 2, 20, 20, false },
		{ 2, 19, 20, true }, /* at least as many */
		{ 2, 1, 20, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_top t = begin(cases[i].limit);
		struct sat_lead lead[] = {
			lead_of(&m, "m1000", SAT_F_NAME, SATCHEL_EXACT),
			lead_of(&m, "m1000", SAT_F_NAME, SATCHEL_PREFIX),
		};

		assert_true(sat_top_lists(&t, lead, cases[i].lists, NULL));
		if (t.total != cases[i].total || t.more != cases[i].more)
			fail_msg("case %zu: %llu %d", i,
			    (unsigned long long)t.total, t.more);
		for (size_t k = 0; k < t.n; k++)
			assert_int_equal(t.best[k].ordinal, 1000 * k);
		sat_arena_reset(&m.a);
	}
}

static void
what_is_shown_anyway_is_left_out(void **state)
{
	struct sat_top t = begin(50);
	struct sat_lead lead[] = { lead_of(
	    &m, "m1000", SAT_F_NAME, SATCHEL_EXACT) };

	(void)state;
	t.skip[0][0] = 1000; /* 1000 to 2999, and 5000 alone */
	t.skip[0][1] = 3000;
	t.skip[1][0] = 5000;
	t.skip[1][1] = 5001;
	assert_true(sat_top_lists(&t, lead, 1, NULL));
	assert_int_equal(t.n, 17);
	assert_int_equal(t.best[0].ordinal, 0);
	assert_int_equal(t.best[1].ordinal, 3000);
	assert_int_equal(t.best[2].ordinal, 4000);
	assert_int_equal(t.best[3].ordinal, 6000);
	sat_arena_reset(&m.a);
}

/* ---- sets ------------------------------------------------------------------- */

static struct sat_set *
m2_or_n3(struct sat_sets *x)
{
	struct sat_lead *l = sat_arena_array(&m.a, 2, sizeof(*l));
	struct sat_set *s = NULL;

	l[0] = lead_of(&m, "m2", SAT_F_NAME, SATCHEL_EXACT);
	l[1] = lead_of(&m, "m2", SAT_F_NOTE, SATCHEL_EXACT);
	assert_true(sat_set_lists(x, l, 2, &s, NULL));
	return s;
}

static void
a_set_is_ranked_too_and_counted_for_a_while(void **state)
{
	struct sat_sets x = { .a = &m.a, .d = &m.d };
	struct sat_top t = begin(5);
	sat_rank best = sat_rank_of(SATCHEL_EXACT, SAT_F_NAME);

	(void)state;
	assert_true(sat_top_set(&t, m2_or_n3(&x), best, NULL));
	assert_int_equal(t.n, 5);
	for (size_t i = 0; i < t.n; i++) {
		assert_int_equal(t.best[i].ordinal, 2 * i);
		assert_int_equal(t.best[i].rank, best);
	}
	assert_true(t.more); /* 13,333 are too many to be counted */
	assert_in_range(t.total, SAT_TOP_COUNT, NUMBERS);
	sat_sets_free(&x);
	sat_arena_reset(&m.a);
}

static bool
of_seven(void *ctx, uint64_t ordinal, bool *yes, struct satchel_err *err)
{
	(void)err;
	++*(int *)ctx;
	*yes = ordinal % 7 == 0;
	return true;
}

static void
what_is_not_confirmed_does_not_count(void **state)
{
	struct sat_sets x = { .a = &m.a, .d = &m.d };
	struct sat_top t = begin(4);
	int asked = 0;

	(void)state;
	t.confirm = of_seven;
	t.ctx = &asked;
	assert_true(sat_top_set(
	    &t, m2_or_n3(&x), sat_rank_of(SATCHEL_EXACT, SAT_F_NAME), NULL));
	assert_int_equal(t.n, 4);
	for (size_t i = 0; i < t.n; i++)
		assert_int_equal(t.best[i].ordinal, 14 * i);
	assert_true(asked < 100); /* and no more records are read for it */
	assert_true(t.more);
	sat_sets_free(&x);
	sat_arena_reset(&m.a);
}

static bool
broken(void *ctx, uint64_t ordinal, bool *yes, struct satchel_err *err)
{
	(void)ctx;
	(void)yes;
	return ordinal < 10 ||
	       sat_fail(err, SATCHEL_EFORMAT, "a record is broken");
}

static void
a_record_that_cannot_be_confirmed_fails_the_query(void **state)
{
	struct sat_sets x = { .a = &m.a, .d = &m.d };
	struct satchel_err err = { 0 };
	struct sat_top t = begin(100);

	(void)state;
	t.confirm = broken;
	assert_false(sat_top_set(
	    &t, m2_or_n3(&x), sat_rank_of(SATCHEL_EXACT, SAT_F_NAME), &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	sat_sets_free(&x);
	sat_arena_reset(&m.a);
}

static int
set_up(void **state)
{
	(void)state;
	numbers_init(&m);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	numbers_free(&m);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_rank_and_then_in_the_order_of_the_file),
		cmocka_unit_test(
		    the_total_is_exact_if_all_were_read_or_there_is_one_list),
		cmocka_unit_test(what_is_shown_anyway_is_left_out),
		cmocka_unit_test(a_set_is_ranked_too_and_counted_for_a_while),
		cmocka_unit_test(what_is_not_confirmed_does_not_count),
		cmocka_unit_test(
		    a_record_that_cannot_be_confirmed_fails_the_query),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
