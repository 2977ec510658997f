#include "unit.h"

#include <stdalign.h>

#include "arena.h"

static void
memory_is_zeroed_and_aligned_for_anything(void **state)
{
	struct sat_arena a = { 0 };

	(void)state;
	for (size_t n = 0; n < 3000; n += 7) {
		uint8_t *p = sat_arena_alloc(&a, n);

		assert_non_null(p);
		assert_true((uintptr_t)p % alignof(max_align_t) == 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	sat_arena_free(&a);
	assert_true(a.top == NULL && a.total == 0 && a.left == 0);
}

static void
pieces_do_not_overlap(void **state)
{
	struct sat_arena a = { 0 };
	char *p[2000];

	(void)state;
	for (size_t i = 0; i < COUNT(p); i++) {
		char s[16];

		(void)snprintf(s, sizeof(s), "%zu", i);
		p[i] = sat_arena_copy(&a, s, strlen(s));
		assert_non_null(p[i]);
	}
	for (size_t i = 0; i < COUNT(p); i++)
		assert_true(strtoul(p[i], NULL, 10) == i);
	sat_arena_free(&a);
}

static void
a_copy_ends_in_nul(void **state)
{
	struct sat_arena a = { 0 };
	char *s = sat_arena_copy(&a, "abc", 2);

	(void)state;
	assert_string_equal(s, "ab");
	assert_string_equal(sat_arena_copy(&a, NULL, 0), "");
	sat_arena_free(&a);
}

static void
a_size_that_overflows_is_null_and_harmless(void **state)
{
	struct sat_arena a = { 0 };
	char *s = sat_arena_copy(&a, "kept", 4);

	(void)state;
	assert_null(sat_arena_alloc(&a, SIZE_MAX));
	assert_null(sat_arena_array(&a, SIZE_MAX / 2, 3));
	assert_null(sat_arena_copy(&a, "x", SIZE_MAX));
	assert_non_null(sat_arena_array(&a, 0, 8));
	assert_string_equal(s, "kept");
	sat_arena_free(&a);
}

static void
large_pieces_get_a_block_of_their_own(void **state)
{
	struct sat_arena a = { 0 };
	uint8_t *p = sat_arena_alloc(&a, 3 << 20);

	(void)state;
	assert_non_null(p);
	p[(3 << 20) - 1] = 1;
	assert_non_null(sat_arena_alloc(&a, 1));
	assert_true(a.total >= 3 << 20);
	sat_arena_free(&a);
}

static void
a_reset_keeps_one_block_and_zeroes_again(void **state)
{
	struct sat_arena a = { 0 };
	size_t total = 0;

	(void)state;
	sat_arena_reset(&a);
	assert_null(a.top);
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 100; i++) {
			uint8_t *p = sat_arena_alloc(&a, 200);

			assert_non_null(p);
			assert_int_equal(p[199], 0);
			memset(p, 0xaa, 200);
		}
		sat_arena_reset(&a);
		if (round > 2)
			assert_true(a.total <= total);
		total = a.total;
	}
	sat_arena_free(&a);
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned_for_anything),
		cmocka_unit_test(pieces_do_not_overlap),
		cmocka_unit_test(a_copy_ends_in_nul),
		cmocka_unit_test(a_size_that_overflows_is_null_and_harmless),
		cmocka_unit_test(large_pieces_get_a_block_of_their_own),
		cmocka_unit_test(a_reset_keeps_one_block_and_zeroes_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
