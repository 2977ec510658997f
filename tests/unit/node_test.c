#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "node.h"

static void
a_map_gives_back_what_was_put(void **state)
{
	struct sat_arena a = { 0 };
	struct sat_node map, list, s;

	(void)state;
	assert_true(sat_node_room(&a, SAT_MAP, 2, &map));
	assert_true(sat_node_room(&a, SAT_LIST, 1, &list));
	assert_true(sat_node_string(&a, "Amara", 5, &s));
	sat_node_push(&list, &s);
	sat_node_put(&map, "name", &s);
	sat_node_put(&map, "aliases", &list);
	assert_int_equal(map.n, 2);
	assert_string_equal(sat_node_str(&map, "name"), "Amara");
	assert_int_equal(sat_node_get(&map, "aliases")->n, 1);
	assert_string_equal(
	    sat_node_get(&map, "aliases")->u.item[0].u.s, "Amara");
	sat_arena_free(&a);
}

static void
what_is_not_there_is_null(void **state)
{
	struct sat_arena a = { 0 };
	struct sat_node map, list;

	(void)state;
	assert_true(sat_node_room(&a, SAT_MAP, 1, &map));
	assert_true(sat_node_room(&a, SAT_LIST, 0, &list));
	assert_null(sat_node_get(NULL, "name"));
	assert_null(sat_node_get(&map, "name"));
	assert_null(sat_node_get(&list, "name"));
	sat_node_put(&map, "name", &list);
	assert_null(sat_node_str(&map, "name"));
	assert_null(sat_node_get(&map, "Name"));
	sat_arena_free(&a);
}

static void
a_string_keeps_its_length(void **state)
{
	struct sat_arena a = { 0 };
	struct sat_node s;

	(void)state;
	assert_true(sat_node_string(&a, "a\0b", 3, &s));
	assert_int_equal(s.n, 3);
	assert_memory_equal(s.u.s, "a\0b", 4);
	assert_true(sat_node_string(&a, "", 0, &s));
	assert_int_equal(s.n, 0);
	assert_string_equal(s.u.s, "");
	sat_arena_free(&a);
}

static void
room_that_cannot_be_is_refused(void **state)
{
	struct sat_arena a = { 0 };
	struct sat_node out = { .type = SAT_INT, .u.i = 7 };

	(void)state;
	assert_false(sat_node_room(&a, SAT_LIST, SIZE_MAX / 2, &out));
	assert_int_equal(out.u.i, 7);
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_map_gives_back_what_was_put),
		cmocka_unit_test(what_is_not_there_is_null),
		cmocka_unit_test(a_string_keeps_its_length),
		cmocka_unit_test(room_that_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
