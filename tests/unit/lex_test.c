#include "lex.h"
#include "unit.h"

/* The arguments in |typed| are parted by "|". */
static bool
lex(const char *typed, struct sat_arena *a, struct sat_item **item, size_t *n,
    struct satchel_err *err)
{
	const char *word[80];
	char *s = sat_arena_copy(a, typed, strlen(typed));
	size_t words = 0;

	for (char *p = s; p != NULL; words++) {
		char *bar = strchr(p, '|');

		if (bar != NULL)
			*bar++ = '\0';
		assert_true(words < COUNT(word));
		word[words] = p;
		p = bar;
	}
	return sat_lex(word, words, a, item, n, err);
}

#define NAME (SAT_FIELD(SAT_F_NAME) | SAT_FIELD(SAT_F_LATIN))
#define PHONE SAT_FIELD(SAT_F_PHONE)
#define MAIL SAT_FIELD(SAT_F_EMAIL)

static void
arguments_become_items(void **state)
{
	static const struct {
		const char *typed;
		size_t n, at; /* |at|: the item that is compared */
		const char *text, *as_typed;
		uint32_t fields;
		bool fielded, quoted, star;
	} cases[] = {
		{ "amara", 1, 0, "amara", "amara", SAT_M_DEFAULT, 0, 0, 0 },
		{ "  amara\tdev  ", 2, 1, "dev", "dev", SAT_M_DEFAULT, 0, 0,
		    0 },
		{ "a|b c|d", 4, 2, "c", "c", SAT_M_DEFAULT, 0, 0, 0 },
		/* U+3000 is white space */
		{ "a\xe3\x80\x80"
		  "b",
		    2, 1, "b", "b", SAT_M_DEFAULT, 0, 0, 0 },
		{ "name:amara", 1, 0, "amara", "name:amara", NAME, 1, 0, 0 },
		{ "NaMe:amara", 1, 0, "amara", "NaMe:amara", NAME, 1, 0, 0 },
		{ "e-mail:a@b.example", 1, 0, "a@b.example",
		    "e-mail:a@b.example", MAIL, 1, 0, 0 },
		/* a field that stands alone is of the next word */
		{ "name:|amara", 1, 0, "amara", "amara", NAME, 1, 0, 0 },
		{ "name: amara dev", 2, 0, "amara", "amara", NAME, 1, 0, 0 },
		{ "name: amara dev", 2, 1, "dev", "dev", SAT_M_DEFAULT, 0, 0,
		    0 },
		{ "tel: phone:1", 1, 0, "1", "phone:1", PHONE, 1, 0, 0 },
		{ "\"two words\"", 1, 0, "two words", "\"two words\"",
		    SAT_M_DEFAULT, 0, 1, 0 },
		{ "name:\"two words\"x", 2, 0, "two words",
		    "name:\"two words\"", NAME, 1, 1, 0 },
		{ "name:\"a\"x", 2, 1, "x", "x", SAT_M_DEFAULT, 0, 0, 0 },
		{ "dev*", 1, 0, "dev*", "dev*", SAT_M_DEFAULT, 0, 0, 1 },
		{ "name:dev*", 1, 0, "dev*", "name:dev*", NAME, 1, 0, 1 },
		{ "*", 1, 0, "*", "*", SAT_M_DEFAULT, 0, 0, 0 },
		{ "\"dev*\"", 1, 0, "dev*", "\"dev*\"", SAT_M_DEFAULT, 0, 1,
		    0 },
		{ "a\"b", 1, 0, "a\"b", "a\"b", SAT_M_DEFAULT, 0, 0, 0 },
		/* colons that are of no field */
		{ "https://a.example", 1, 0, "https://a.example",
		    "https://a.example", SAT_M_DEFAULT, 0, 0, 0 },
		{ "12:30", 1, 0, "12:30", "12:30", SAT_M_DEFAULT, 0, 0, 0 },
		{ ":a", 1, 0, ":a", ":a", SAT_M_DEFAULT, 0, 0, 0 },
		{ "\"foo:bar\"", 1, 0, "foo:bar", "\"foo:bar\"", SAT_M_DEFAULT,
		    0, 1, 0 },
		{ "\"\"", 1, 0, "", "\"\"", SAT_M_DEFAULT, 0, 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct sat_arena a = { 0 };
		struct sat_item *item = NULL;
		size_t n = 0;

		if (!lex(cases[i].typed, &a, &item, &n, &err))
			fail_msg("%s: %s", cases[i].typed, err.msg);
		assert_int_equal(n, cases[i].n);
		item += cases[i].at;
		assert_string_equal(item->text, cases[i].text);
		assert_string_equal(item->typed, cases[i].as_typed);
		assert_int_equal(item->fields, cases[i].fields);
		if (item->fielded != cases[i].fielded ||
		    item->quoted != cases[i].quoted ||
		    item->star != cases[i].star)
			fail_msg("%s: %d %d %d", cases[i].typed, item->fielded,
			    item->quoted, item->star);
		sat_arena_free(&a);
	}
}

static void
what_makes_no_sense_is_refused_and_told(void **state)
{
	static const struct {
		const char *typed, *why;
	} cases[] = {
		{ "", "no word" },
		{ " \t ", "no word" },
		{ "foo:bar", "no field \"foo\"" },
		{ "names:a", "no field \"names\"" },
		{ "\"never closed", "not closed" },
		{ "name:\"never", "not closed" },
		{ "amara name:", "nothing stands after" },
		{ "name:|", "nothing stands after" },
		{ "a\xff", "UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct sat_arena a = { 0 };
		struct sat_item *item = NULL;
		size_t n = 77;

		assert_false(lex(cases[i].typed, &a, &item, &n, &err));
		assert_int_equal(err.code, SATCHEL_EUSAGE);
		if (strstr(err.msg, cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].typed, err.msg);
		assert_int_equal(n, 77);
		assert_null(item);
		sat_arena_free(&a);
	}
}

static void
a_query_has_64_words_and_4096_bytes_at_most(void **state)
{
	char text[SAT_QUERY_BYTES + 2];
	const char *word[2] = { text, "x" };
	struct satchel_err err = { 0 };
	struct sat_arena a = { 0 };
	struct sat_item *item;
	size_t n = 0;

	(void)state;
	for (size_t words = 64; words <= 65; words++) {
		text[0] = '\0';
		for (size_t i = 0; i < words; i++)
			strcat(text, "w ");
		assert_int_equal(
		    sat_lex(word, 1, &a, &item, &n, &err), words == 64);
	}
	memset(text, 'w', sizeof(text));
	text[SAT_QUERY_BYTES] = '\0';
	assert_true(sat_lex(word, 1, &a, &item, &n, &err));
	assert_false(sat_lex(word, 2, &a, &item, &n, &err)); /* one more */
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_become_items),
		cmocka_unit_test(what_makes_no_sense_is_refused_and_told),
		cmocka_unit_test(a_query_has_64_words_and_4096_bytes_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
