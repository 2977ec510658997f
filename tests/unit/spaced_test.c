#include "spaced.h"

#include "unit.h"

#define HEX40 "8c1f0d24a7b3e6955d0e2f71c4a98b36e1d75042"
#define G40 "8C1F 0D24 A7B3 E695 5D0E 2F71 C4A9 8B36 E1D7 5042"

static void
words_that_are_one_thing_are_taken_together(void **state)
{
	static const struct {
		const char *typed;
		size_t count;
		const char *text; /* NULL: of no matter */
	} cases[] = {
		{ "+999 25 555 01 42", 5, "+999 25 555 01 42 " },
		{ "(+999) 25 555 01 42", 5, "(+999) 25 555 01 42 " },
		{ "25 555 01 42 mori", 4, NULL },
		{ "555 0142", 2, NULL },
		{ "555 014", 1, NULL }, /* six digits */
		{ "2555 0142 +999 1 555 0142", 2, NULL },
		{ "2555 0142 (+999) 1", 2, NULL },
		{ "\"25 555\" 01 42", 1, NULL },
		{ "25 55 01 phone:42", 1, NULL },
		{ "25 555 012 phone:42", 3, NULL },
		{ "name:25 555 01 42", 1, NULL },
		{ "25 5550 14*", 1, NULL },
		{ G40, 10, HEX40 },
		{ HEX40, 1, NULL },
		{ "8C1F0D24A7B3E6955D0E 2F71C4A98B36E1D75042", 2, HEX40 },
		{ G40 " 0123 4567 89ab cdef 0123 4567", 16,
		    HEX40 "0123456789abcdef01234567" },
		{ G40 " 0123 4567", 10, HEX40 },
		{ G40 " desk", 10, HEX40 },
		{ "8C1F 0D24 A7B3 E695 5D0E 2F71 C4A9 8B36 E1D7", 1, NULL },
		{ "8C1F 0D24 A7B3 E695 \"5D0E\" 2F71 C4A9 8B36 E1D7 5042", 1,
		    NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct sat_arena a = { 0 };
		struct sat_item *item;
		struct sat_wr all;
		size_t n, count;

		sat_wr_init(&all, 4096);
		assert_true(sat_lex(&cases[i].typed, 1, &a, &item, &n, &err));
		assert_true(sat_spaced(item, n, &all, &count, &err));
		if (count != cases[i].count)
			fail_msg("%s: %zu words", cases[i].typed, count);
		if (cases[i].text != NULL) {
			assert_int_equal(all.len, strlen(cases[i].text));
			assert_memory_equal(all.p, cases[i].text, all.len);
		}
		sat_wr_free(&all);
		sat_arena_free(&a);
	}
}

static void
only_what_a_number_is_written_with_is_a_number(void **state)
{
	static const struct {
		const char *text, *digits; /* NULL: none */
		bool plus;
	} cases[] = {
		{ "+999 1 555 0142", "99915550142", true },
		{ "(+999) 1-555.0142", "99915550142", true },
		{ "(0171) 555/0142", "01715550142", false },
		{ "+999 (0) 171 555", "999171555", true },
		{ "1 +999", NULL, false },
		{ "12a", NULL, false },
		{ "", "", false },
		{ "123456789012345678901234", "123456789012345678901234",
		    false },
		{ "1234567890123456789012345", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_number num;
		bool ok = sat_number_of((const uint8_t *)cases[i].text,
		    strlen(cases[i].text), &num);

		assert_int_equal(ok, cases[i].digits != NULL);
		if (!ok)
			continue;
		assert_int_equal(num.plus, cases[i].plus);
		assert_int_equal(num.n, strlen(cases[i].digits));
		assert_memory_equal(num.digits, cases[i].digits, num.n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_are_one_thing_are_taken_together),
		cmocka_unit_test(
		    only_what_a_number_is_written_with_is_a_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
