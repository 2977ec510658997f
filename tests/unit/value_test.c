/* value: the public view of a record's parts. */
#include "json.h"
#include "unit.h"

#define JSON "{\"id\":\"a\",\"list\":[\"x\",-5,[1,2,3]],\"map\":{\"k\":\"v\"}}"

static const struct satchel_value *
read_json(struct sat_arena *a)
{
	struct sat_node *v = sat_arena_alloc(a, sizeof(*v));
	struct sat_rd r = rd(JSON);

	assert_true(sat_json_read(&r, a, v, NULL));
	return (const struct satchel_value *)(const void *)v;
}

static void
a_record_is_walked_by_type_count_key_and_place(void **state)
{
	struct sat_arena a = { 0 };
	const struct satchel_value *v = read_json(&a), *list, *map;

	(void)state;
	assert_int_equal(satchel_value_type(v), SATCHEL_MAP);
	assert_int_equal(satchel_value_count(v), 3);
	assert_string_equal(satchel_value_key(v, 1), "list");
	assert_string_equal(
	    satchel_value_string(satchel_value_get(v, "id")), "a");
	list = satchel_value_at(v, 1);
	assert_ptr_equal(list, satchel_value_get(v, "list"));
	assert_int_equal(satchel_value_type(list), SATCHEL_LIST);
	assert_int_equal(satchel_value_count(list), 3);
	assert_int_equal(
	    satchel_value_type(satchel_value_at(list, 0)), SATCHEL_STRING);
	assert_int_equal(
	    satchel_value_type(satchel_value_at(list, 1)), SATCHEL_INTEGER);
	assert_int_equal(satchel_value_integer(satchel_value_at(list, 1)), -5);
	assert_int_equal(satchel_value_count(satchel_value_at(list, 2)), 3);
	map = satchel_value_get(v, "map");
	assert_string_equal(
	    satchel_value_string(satchel_value_get(map, "k")), "v");
	sat_arena_free(&a);
}

static void
what_is_not_there_or_of_another_type_is_nothing(void **state)
{
	struct sat_arena a = { 0 };
	const struct satchel_value *v = read_json(&a);
	const struct satchel_value *string = satchel_value_get(v, "id");
	const struct satchel_value *list = satchel_value_get(v, "list");

	(void)state;
	/* NULL */
	assert_int_equal(satchel_value_type(NULL), SATCHEL_STRING);
	assert_int_equal(satchel_value_count(NULL), 0);
	assert_null(satchel_value_at(NULL, 0));
	assert_null(satchel_value_key(NULL, 0));
	assert_null(satchel_value_get(NULL, "id"));
	assert_null(satchel_value_string(NULL));
	assert_int_equal(satchel_value_integer(NULL), 0);
	/* a place past the end */
	assert_null(satchel_value_at(v, 3));
	assert_null(satchel_value_key(v, 3));
	assert_null(satchel_value_at(list, SIZE_MAX));
	/* another type */
	assert_int_equal(satchel_value_count(string), 0);
	assert_null(satchel_value_at(string, 0));
	assert_null(satchel_value_key(list, 0));
	assert_null(satchel_value_get(list, "id"));
	assert_null(satchel_value_get(string, "id"));
	assert_null(satchel_value_get(v, "ID"));
	assert_null(satchel_value_string(v));
	assert_null(satchel_value_string(satchel_value_at(list, 1)));
	assert_int_equal(satchel_value_integer(string), 0);
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_record_is_walked_by_type_count_key_and_place),
		cmocka_unit_test(
		    what_is_not_there_or_of_another_type_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
