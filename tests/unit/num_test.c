#include "unit.h"

#include "num.h"

static void
sums_that_do_not_fit_are_refused(void **state)
{
	uint64_t r;
	size_t s;

	(void)state;
	assert_true(sat_add(UINT64_MAX - 1, 1, &r));
	assert_true(r == UINT64_MAX);
	assert_false(sat_add(UINT64_MAX, 1, &r));
	assert_true(sat_add_size(SIZE_MAX - 7, 7, &s));
	assert_true(s == SIZE_MAX);
	assert_false(sat_add_size(SIZE_MAX - 7, 8, &s));
}

static void
products_that_do_not_fit_are_refused(void **state)
{
	uint64_t r;
	size_t s;

	(void)state;
	assert_true(sat_mul(UINT64_C(1) << 32, UINT64_C(0xffffffff), &r));
	assert_true(r == UINT64_C(0xffffffff) << 32);
	assert_false(sat_mul(UINT64_C(1) << 32, UINT64_C(1) << 32, &r));
	assert_true(sat_mul(UINT64_MAX, 0, &r) && r == 0);
	assert_false(sat_mul_size(SIZE_MAX, 2, &s));
}

static void
narrowing_keeps_the_value_or_says_no(void **state)
{
	uint32_t u;
	size_t s;

	(void)state;
	assert_true(sat_to_u32(UINT32_MAX, &u) && u == UINT32_MAX);
	assert_false(sat_to_u32((uint64_t)UINT32_MAX + 1, &u));
	assert_true(sat_to_size(SIZE_MAX, &s) && s == SIZE_MAX);
	assert_true(sat_min(3, 4) == 3 && sat_min(4, 3) == 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_that_do_not_fit_are_refused),
		cmocka_unit_test(products_that_do_not_fit_are_refused),
		cmocka_unit_test(narrowing_keeps_the_value_or_says_no),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
