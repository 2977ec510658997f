#include "latin.h"

#include "unit.h"

static bool
add(void *ctx, const uint8_t *p, size_t n, struct satchel_err *err)
{
	(void)err;
	sat_wr_put(ctx, p, n);
	sat_wr_u8(ctx, ' ');
	return true;
}

static void
a_word_is_spelled_each_way_its_letters_allow(void **unused)
{
	static const struct {
		const char *word, *spellings;
	} t[] = {
		{ "Морозов", "morozov " },
		{ "МОРОЗОВ", "morozov " },
		{ "Михаил", "mikhail mihail mixail mykhayl myhayl myxayl " },
		{ "Дмитрий", "dmitriy dmitrii dmytryy dmytryi " },
		{ "Фёдоров", "fedorov fyodorov " },
		{ "Щука Ель", "shchuka shtuka el " },
		{ "Харків", "kharkiv harkiv xarkiv " },
		{ "Ґудзь", "gudz " },
		{ "За\xcc\x81мок", "zamok " }, /* a stress mark */
		{ "Қазақ", "qazaq kazak " },
		{ "Ђорђе", "djordje " },
		{ "Σοφία", "sofia sophia " },
		{ "ΆΝΝΑ", "anna " },
		{ "Θεόδωρος", "theodoros " },
		{ "ь", "" },
		{ "Latin, 漢字, עברית", "" },
		{ "Xов", "ov " },
		{ "", "" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct sat_wr w;

		sat_wr_init(&w, 4096);
		assert_true(
		    sat_latin(t[i].word, strlen(t[i].word), add, &w, NULL));
		assert_string_equal(text(&w), t[i].spellings);
		sat_wr_free(&w);
	}
}

static bool
count(void *ctx, const uint8_t *p, size_t n, struct satchel_err *err)
{
	(void)err;
	assert_true(n > 0 && n <= (size_t)SAT_LATIN_LETTERS * 4);
	for (size_t i = 0; i < n; i++)
		assert_true(p[i] >= 'a' && p[i] <= 'z');
	++*(size_t *)ctx;
	return true;
}

static void
sixteen_spellings_and_forty_eight_letters_are_the_most(void **unused)
{
	char word[2 * (SAT_LATIN_LETTERS + 1) + 1];
	size_t n = 0;

	(void)unused;
	/* 3 * 2 * 2 * 2 * 2 ways */
	assert_true(sat_latin("хгийц", strlen("хгийц"), count, &n, NULL));
	assert_int_equal(n, 16);
	for (size_t i = 0; i <= SAT_LATIN_LETTERS; i++)
		memcpy(word + 2 * i, "щ", 2);
	n = 0;
	assert_true(
	    sat_latin(word, (size_t)SAT_LATIN_LETTERS * 2, count, &n, NULL));
	assert_int_equal(n, 2);
	n = 0;
	assert_true(sat_latin(
	    word, (size_t)(SAT_LATIN_LETTERS + 1) * 2, count, &n, NULL));
	assert_int_equal(n, 0);
}

static bool
refuse(void *ctx, const uint8_t *p, size_t n, struct satchel_err *err)
{
	(void)ctx;
	(void)p;
	(void)n;
	return sat_fail(err, SATCHEL_ENO, "no");
}

static void
a_failure_is_passed_on(void **unused)
{
	struct satchel_err err = { 0 };

	(void)unused;
	assert_false(sat_latin("да нет", 11, refuse, NULL, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_spelled_each_way_its_letters_allow),
		cmocka_unit_test(
		    sixteen_spellings_and_forty_eight_letters_are_the_most),
		cmocka_unit_test(a_failure_is_passed_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
