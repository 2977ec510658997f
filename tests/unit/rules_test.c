#include "unit.h"

#include "rules.h"

static void
every_rule_has_a_name_of_its_own_a_line_and_an_example(void **state)
{
	(void)state;
	for (size_t i = 0; i < sat_rule_count(); i++) {
		const struct sat_rule *r = sat_rule((enum sat_rule_id)i);

		assert_non_null(r->id);
		assert_true(strlen(r->id) >= 3 && strlen(r->id) <= 20);
		assert_int_equal(
		    strspn(r->id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
		    strlen(r->id));
		assert_true(strlen(r->what) >= 10 && strlen(r->what) <= 100);
		assert_null(strchr(r->what, '\n'));
		assert_true(strlen(r->example) >= 3);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(
			    r->id, sat_rule((enum sat_rule_id)k)->id);
	}
}

static void
what_is_only_advice_is_a_warning(void **state)
{
	static const enum sat_rule_id warnings[] = { SAT_RULE_BOM,
		SAT_RULE_EMPTY, SAT_RULE_EXPIRES_LATE, SAT_RULE_REVISED_OLD,
		SAT_RULE_NO_MISSION, SAT_RULE_NO_ROLE, SAT_RULE_NO_SHARED,
		SAT_RULE_NAME_LATIN_OPEN, SAT_RULE_PHONE_FOREIGN,
		SAT_RULE_PHONE_SAME, SAT_RULE_EMAIL_FREE, SAT_RULE_EMAIL_SAME,
		SAT_RULE_LANGUAGE_UN, SAT_RULE_VALID_PAST, SAT_RULE_NO_PING };
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(warnings); i++)
		assert_true(sat_rule(warnings[i])->warning);
	for (size_t i = 0; i < sat_rule_count(); i++)
		n += sat_rule((enum sat_rule_id)i)->warning;
	assert_int_equal(n, COUNT(warnings));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_rule_has_a_name_of_its_own_a_line_and_an_example),
		cmocka_unit_test(what_is_only_advice_is_a_warning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
