#include "satchel.h"
#include "unit.h"

static void
a_state_is_known_by_code_or_name_in_any_case(void **state)
{
	static const struct {
		const char *word;
		bool exercise;
		const char *code; /* NULL: none */
	} cases[] = {
		{ "NPL", false, "NPL" },
		{ "npl", false, "NPL" },
		{ "Nepal", false, "NPL" },
		{ "nepal", false, "NPL" },
		{ "france", false, "FRA" },
		/* user-assigned codes are of exercises alone */
		{ "XTR", false, NULL },
		{ "XTR", true, "XTR" },
		{ "xtr", true, "XTR" },
		{ "XT", true, NULL },
		{ "Atlantis", true, NULL },
		{ "", true, NULL },
		/* a beginning of several is none */
		{ "saint", false, NULL },
		{ "republic", false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = "untouched";
		char code[4] = "???";
		bool is = satchel_state(
		    cases[i].word, cases[i].exercise, code, &name);

		if (is != (cases[i].code != NULL))
			fail_msg("%s: %d %s", cases[i].word, is, code);
		assert_string_equal(code, is ? cases[i].code : "???");
		if (!is)
			assert_string_equal(name, "untouched");
		else if (code[0] == 'X')
			assert_null(name);
		else
			assert_non_null(name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_is_known_by_code_or_name_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
