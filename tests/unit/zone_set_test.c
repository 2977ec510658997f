#include "unit.h"

#include "zone_set.h"

static void
the_data_is_asked_for_a_zone_once(void **state)
{
	struct sat_zone_set *s;
	struct sat_tzdata t;

	(void)state;
	if (!sat_tzdata_open(NULL, &t, NULL))
		skip();
	s = sat_zone_set_new(&t);
	assert_non_null(s);
	assert_true(sat_zone_set_has(s, "Asia/Kathmandu"));
	assert_false(sat_zone_set_has(s, "Asia/Tarsenia"));
	sat_tzdata_close(&t); /* from here on there is none to ask */
	assert_true(sat_zone_set_has(s, "Asia/Kathmandu"));
	assert_false(sat_zone_set_has(s, "Asia/Tokyo"));
	sat_zone_set_free(s);
}

static void
what_is_needed_is_listed_sorted_and_once(void **state)
{
	static const char *const names[] = { "Europe/Zurich", "Asia/Kathmandu",
		"UTC", "Asia/Kathmandu", "Africa/Dakar", "UTC" };
	static const char *const want[] = { "Africa/Dakar", "Asia/Kathmandu",
		"Europe/Zurich", "UTC" };
	const struct sat_tzdata none = { .dir = -1 };
	struct sat_zone_set *s = sat_zone_set_new(&none);
	const char *const *list;
	char name[20];
	size_t n;

	(void)state;
	assert_non_null(s);
	assert_true(sat_zone_set_list(s, &list, &n));
	assert_int_equal(n, 0);
	for (size_t i = 0; i < COUNT(names); i++)
		assert_true(sat_zone_set_use(s, names[i]));
	assert_true(sat_zone_set_list(s, &list, &n));
	assert_int_equal(n, COUNT(want));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(list[i], want[i]);
	/* needed is not known to exist */
	assert_false(sat_zone_set_has(s, "UTC"));
	for (int i = 0; i < 100; i++) {
		(void)snprintf(name, sizeof(name), "B/%d", i * 37 % 100);
		assert_true(sat_zone_set_use(s, name));
	}
	assert_true(sat_zone_set_list(s, &list, &n));
	assert_int_equal(n, COUNT(want) + 100);
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(list[i - 1], list[i]) < 0);
	sat_zone_set_free(s);
	sat_zone_set_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_data_is_asked_for_a_zone_once),
		cmocka_unit_test(what_is_needed_is_listed_sorted_and_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
