#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "words.h"

/* The words of |text|, each followed by " ", or by "_" when the next gram
 * touches it. */
static void
expect(const char *text, const char *words)
{
	struct sat_wr f, out;
	struct sat_rd r;
	struct sat_word w = { 0 };

	sat_wr_init(&f, 4096);
	sat_wr_init(&out, 4096);
	sat_fold(text, strlen(text), &f);
	r = sat_wr_rd(&f);
	while (sat_words_next(&r, &w)) {
		if (w.joined)
			out.p[out.len - 1] = '_';
		sat_wr_put(&out, w.p, w.n);
		sat_wr_u8(&out, ' ');
	}
	sat_wr_u8(&out, 0);
	assert_string_equal((char *)out.p, words);
	sat_wr_free(&f);
	sat_wr_free(&out);
}

static void
words_end_at_all_that_is_no_letter(void **state)
{
	(void)state;
	expect("", "");
	expect(" -- ", "");
	expect("cyber-poc@mfa.gov.example", "cyber poc mfa gov example ");
	expect("O'Brien O’Brien oʻzbek", "o brien o brien o zbek ");
	expect("a_b/c (d) 24/7", "a b c d 24 7 ");
	expect("½ №5", "1 2 no5 ");
	expect("हिन्दी शर्मा", "हिन्दी शर्मा ");
}

static void
scripts_without_spaces_come_as_grams(void **state)
{
	(void)state;
	expect("外交部", "外_交_部 ");
	expect("東京CERT室", "東_京 cert 室 ");
	expect("外 交", "外 交 ");
	expect("が行", "か\xe3\x82\x99_行 ");
	expect("ที่", "ที่ "); /* one letter, two marks */
	expect("김민수", "\xe1\x84\x80\xe1\x85\xb5\xe1\x86\xb7"
			 "\xe1\x84\x86\xe1\x85\xb5\xe1\x86\xab"
			 "\xe1\x84\x89\xe1\x85\xae ");
	expect("\xcc\x80 \xe0\xa4\xbf", "\xe0\xa4\xbf "); /* a lone mark */
}

static void
a_gram_takes_seven_marks_at_most(void **state)
{
#define M "\xe0\xb9\x88"
	(void)state;
	expect("ก" M M M M M M M, "ก" M M M M M M M " ");
	expect("ก" M M M M M M M M "ก", "ก" M M M M M M M " " M " ก ");
#undef M
}

static void
a_long_word_is_cut_between_letters(void **state)
{
	char text[520], words[520];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[254] = '\0';
	memcpy(words, text, 254);
	memcpy(words + 254, " ", 2);
	expect(text, words);
	text[254] = 'a';
	text[255] = '\0';
	memcpy(words + 254, " a ", 4);
	expect(text, words);
	/* 253 letters, then one of two bytes */
	memcpy(text + 253, "ж", 3);
	memcpy(words + 253, " ж ", 5);
	expect(text, words);
}

static void
letters_are_code_points(void **state)
{
	(void)state;
	assert_int_equal(sat_word_letters("", 0), 0);
	assert_int_equal(sat_word_letters("abc", 3), 3);
	assert_int_equal(sat_word_letters("жa", 3), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_end_at_all_that_is_no_letter),
		cmocka_unit_test(scripts_without_spaces_come_as_grams),
		cmocka_unit_test(a_gram_takes_seven_marks_at_most),
		cmocka_unit_test(a_long_word_is_cut_between_letters),
		cmocka_unit_test(letters_are_code_points),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
