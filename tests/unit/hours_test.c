#include "unit.h"

#include "hours.h"

static bool
add(const char *s, struct sat_week *w, const char **why)
{
	struct sat_rd r = exact(s, strlen(s));
	bool ok = sat_hours_add(&r, w, why);

	drop(&r);
	return ok;
}

static uint32_t
at(unsigned day, unsigned h, unsigned m)
{
	return (day * 24 + h) * 60 + m;
}

static void
hours_open_when_they_say(void **state)
{
	struct sat_week w = { { 0 } };

	(void)state;
	assert_true(add("Mo,We-Fr 09:00-12:30,14:00-17:00", &w, NULL));
	assert_true(sat_hours_open(&w, at(0, 9, 0)));
	assert_false(sat_hours_open(&w, at(0, 8, 59)));
	assert_true(sat_hours_open(&w, at(0, 12, 29)));
	assert_false(sat_hours_open(&w, at(0, 12, 30)));
	assert_false(sat_hours_open(&w, at(0, 13, 59)));
	assert_true(sat_hours_open(&w, at(4, 16, 59)));
	assert_false(sat_hours_open(&w, at(4, 17, 0)));
	assert_false(sat_hours_open(&w, at(1, 10, 0)));
	assert_false(sat_hours_open(&w, at(5, 10, 0)));
	assert_true(add("Sa 00:00-24:00", &w, NULL)); /* adds to the others */
	assert_true(sat_hours_open(&w, at(5, 23, 59)));
	assert_false(sat_hours_open(&w, at(6, 0, 0)));
	assert_true(sat_hours_open(&w, at(0, 9, 0)));
}

static void
a_range_runs_over_sunday_and_a_night_over_midnight(void **state)
{
	struct sat_week w = { { 0 } };

	(void)state;
	assert_true(add("Sa-Mo 22:00-06:00", &w, NULL));
	assert_true(sat_hours_open(&w, at(5, 22, 0)));
	assert_true(sat_hours_open(&w, at(6, 5, 59)));
	assert_false(sat_hours_open(&w, at(6, 6, 0)));
	assert_true(sat_hours_open(&w, at(6, 23, 0)));
	assert_true(sat_hours_open(&w, at(0, 0, 0))); /* Sunday's night */
	assert_true(sat_hours_open(&w, at(7, 0, 0))); /* the same minute */
	assert_true(sat_hours_open(&w, at(1, 5, 59)));
	assert_false(sat_hours_open(&w, at(1, 6, 0)));
	assert_false(sat_hours_open(&w, at(4, 23, 0)));
}

static void
the_next_opening_is_found_round_the_week(void **state)
{
	struct sat_week w = { { 0 } }, never = { { 0 } }, always = { { 0 } };
	uint32_t wait = 77;

	(void)state;
	assert_true(add("Tu 09:00-10:00", &w, NULL));
	assert_true(add("24/7", &always, NULL));
	assert_true(sat_hours_opens(&w, at(1, 8, 0), &wait));
	assert_int_equal(wait, 60);
	assert_true(sat_hours_opens(&w, at(1, 9, 59), &wait));
	assert_int_equal(wait, 0);
	assert_true(sat_hours_opens(&w, at(1, 10, 0), &wait));
	assert_int_equal(wait, 7 * 24 * 60 - 60);
	assert_true(sat_hours_closes(&w, at(1, 9, 15), &wait));
	assert_int_equal(wait, 45);
	assert_true(sat_hours_opens(&always, at(6, 23, 59), &wait));
	assert_int_equal(wait, 0);
	wait = 77;
	assert_false(sat_hours_opens(&never, 0, &wait));
	assert_false(sat_hours_closes(&always, 0, &wait));
	assert_int_equal(wait, 77);
}

static void
anything_else_is_refused_and_changes_nothing(void **state)
{
	static const char *const bad[] = { "", "24/7 ", "24/7,Mo", "Mo", "Mo ",
		"Mo-", "Mo- 09:00-17:00", "mo 09:00-17:00", "Mon 09:00-17:00",
		"Mo  09:00-17:00", "Mo,  We 09:00-17:00", "Mo, We 09:00-17:00",
		"Mo-We-Fr 09:00-17:00", "Mo,,We 09:00-17:00", ",Mo 09:00-17:00",
		"Mo 9:00-17:00", "Mo 09:00-5:00", "Mo 09:00", "Mo 09:00-",
		"Mo 09:00-17:00,", "Mo 09:00-17:00, 18:00-19:00",
		"Mo 09:60-17:00", "Mo 24:00-06:00", "Mo 09:00-24:01",
		"Mo 09:00-25:00", "Mo 09:00-09:00", "Mo 00:00-00:00",
		"Mo 09:00-17:00; Tu 09:00-17:00", "PH 10:00-12:00",
		"Mo,PH 10:00-12:00", "09:00-17:00", "Mo 09:00+", "Mo 0900-1700",
		"Mo 09:00-17:00 Tu",
		"Mo 09:00\xe2\x80\x93"
		"17:00" };
	static const struct sat_week closed;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sat_week w = { { 0 } };
		const char *why = NULL;

		assert_false(add(bad[i], &w, &why));
		assert_non_null(why);
		assert_memory_equal(&w, &closed, sizeof(w));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_open_when_they_say),
		cmocka_unit_test(
		    a_range_runs_over_sunday_and_a_night_over_midnight),
		cmocka_unit_test(the_next_opening_is_found_round_the_week),
		cmocka_unit_test(anything_else_is_refused_and_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
