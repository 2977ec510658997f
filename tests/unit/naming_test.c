#include "unit.h"

#include "json.h"
#include "naming.h"

static const struct satchel_guess guesses[] = {
	{ "tarsania", "tarsenia", SATCHEL_FUZZY },
	{ "tarsania", "tarsinia", SATCHEL_FUZZY },
	{ "isl", "islands", SATCHEL_PREFIX },
};
static const struct satchel_hits guessed = { .guesses = COUNT(guesses),
	.guess = guesses };

static void
words_are_a_name_if_all_of_them_are_all_of_it(void **state)
{
	static const struct {
		const char *typed[4], *name;
		bool same;
	} cases[] = {
		{ { "tarsenia" }, "Tarsenia", true },
		{ { "TARSENIE" }, "Tars\xc3\xa9nie", true },
		{ { "republic of", "tarsenia" }, "Republic of Tarsenia", true },
		{ { "republic", "tarsenia" }, "Republic of Tarsenia", false },
		{ { "tarsenia" }, "Republic of Tarsenia", false },
		{ { "republic", "of", "tarsenia", "x" }, "Republic of Tarsenia",
		    false },
		{ { "guinea" }, "Guinea-Bissau", false },
		{ { "guinea bissau" }, "Guinea-Bissau", true },
		{ { "cote", "divoire" }, "C\xc3\xb4te d'Ivoire", false },
		{ { "cote", "d'ivoire" }, "C\xc3\xb4te d\xe2\x80\x99Ivoire",
		    true },
		{ { "\xd8\xaa\xd8\xa7" }, "\xd8\xaa\xd8\xa7", true },
		{ { "\xe4\xb8\xad\xe5\x9b\xbd" }, "\xe4\xb8\xad\xe5\x9b\xbd",
		    true },
		{ { "\xe4\xb8\xad" }, "\xe4\xb8\xad\xe5\x9b\xbd", false },
		{ { "tarsania" }, "Tarsenia", true }, /* guessed */
		{ { "tarsania" }, "Tarsonia", false },
		{ { "tarsania", "isl" }, "Tarsinia Islands", true },
		{ { "..." }, "Tarsenia", false },
		{ { "..." }, "...", false },
		{ { "" }, "", false },
	};
	struct satchel_err err;
	bool same;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t n = 0;

		while (n < 4 && cases[i].typed[n] != NULL)
			n++;
		assert_true(sat_is_name(
		    cases[i].typed, n, cases[i].name, &guessed, &same, &err));
		if (same != cases[i].same)
			fail_msg("%s: %s", cases[i].typed[0], cases[i].name);
	}
	assert_true(sat_is_name(cases[13].typed, 1, cases[13].name, NULL, &same,
	    &err)); /* no guesses */
	assert_false(same);
}

static void
a_party_has_names_aliases_and_an_official_name(void **state)
{
	static const char json[] =
	    "{\"id\":\"XTR\",\"name\":{\"en\":\"Tarsenia\",\"fr\":"
	    "\"Tars\xc3\xa9nie\"},\"official_name\":\"Republic of Tarsenia\","
	    "\"aliases\":[\"Old Tarsen\"]}";
	static const char *const good[] = { "tarsenia", "tarsenie",
		"republic of tarsenia", "OLD TARSEN" };
	static const char *const bad[] = { "xtr", "tarsen", "old", "en" };
	struct sat_arena a = { 0 };
	struct satchel_err err;
	struct sat_rd r = rd(json);
	struct sat_node party;
	bool same;

	(void)state;
	assert_true(sat_json_read(&r, &a, &party, &err));
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(
		    sat_is_party_name(&good[i], 1, &party, NULL, &same, &err));
		assert_true(same);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_true(
		    sat_is_party_name(&bad[i], 1, &party, NULL, &same, &err));
		assert_false(same);
	}
	sat_arena_free(&a);
}

static void
a_beginning_is_told_from_the_whole(void **state)
{
	static const struct {
		const char *typed, *name;
		unsigned how;
	} cases[] = {
		{ "papua", "Papua New Guinea", 1 },
		{ "Papua New", "Papua New Guinea", 1 },
		{ "papua new guinea", "Papua New Guinea", 2 },
		{ "papua new guinea x", "Papua New Guinea", 0 },
		{ "new guinea", "Papua New Guinea", 0 },
		{ "pap", "Papua New Guinea", 0 },
		{ "", "Papua New Guinea", 0 },
		{ "-", "Papua New Guinea", 0 },
	};
	struct satchel_err err;
	unsigned how;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(
		    sat_begins_name(cases[i].typed, cases[i].name, &how, &err));
		if (how != cases[i].how)
			fail_msg("%s: %u", cases[i].typed, how);
	}
}

static void
a_state_is_known_by_its_code_and_its_name(void **state)
{
	static const struct {
		const char *word;
		bool exercise;
		const char *code, *name; /* NULL: no State; has none */
	} cases[] = {
		{ "FRA", false, "FRA", "France" },
		{ "fra", true, "FRA", "France" },
		{ "france", false, "FRA", "France" },
		{ "papua", false, "PNG", "Papua New Guinea" },
		{ "niger", false, "NER", "Niger" },
		{ "guinea", false, "GIN", "Guinea" },
		{ "xlo", true, "XLO", NULL },
		{ "XLO", false, NULL, NULL },
		{ "fr", false, NULL, NULL },
		{ "united", false, NULL, NULL }, /* of several */
		{ "new", false, NULL, NULL },
		{ "f-a", true, NULL, NULL },
		{ "", true, NULL, NULL },
		{ "tarsenia", true, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = "untouched";
		char code[4] = "???";
		bool is = satchel_state(
		    cases[i].word, cases[i].exercise, code, &name);

		if (is != (cases[i].code != NULL))
			fail_msg("%s: %s", cases[i].word, code);
		assert_string_equal(code, is ? cases[i].code : "???");
		if (!is)
			assert_string_equal(name, "untouched");
		else if (cases[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(name, cases[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_a_name_if_all_of_them_are_all_of_it),
		cmocka_unit_test(
		    a_party_has_names_aliases_and_an_official_name),
		cmocka_unit_test(a_beginning_is_told_from_the_whole),
		cmocka_unit_test(a_state_is_known_by_its_code_and_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
