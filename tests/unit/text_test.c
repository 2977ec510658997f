#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "text.h"
#include "utf8.h"

static void
forbidden_characters_are_taken_out(void **state)
{
	static const struct {
		const char *in;
		size_t n;
		const char *out;
		uint32_t cp; /* 0: nothing is wrong */
	} cases[] = {
		{ "", 0, "", 0 },
		{ "a\nb", 3, "a\nb", 0 },
		{ "a\0b", 3, "ab", 0xffffffff },
		{ "\x1f", 1, "", 0x1f },
		{ " ", 1, " ", 0 },
		{ "~\x7f", 2, "~", 0x7f },
		{ "a\tb", 3, "a b", '\t' },
		{ "a \tb\r", 5, "a b", '\t' },
		{ "\ta\r\tb", 5, "a b", '\t' },
		{ "a\xe2\x80\xa8"
		  "b",
		    5, "a b", 0x2028 },
		{ "a\xc2\xad"
		  "b",
		    4, "ab", 0xad },
		{ "a\xc2\xae"
		  "b",
		    4,
		    "a\xc2\xae"
		    "b",
		    0 },
		{ "\xe2\x80\x8e"
		  "a\xe2\x80\xae",
		    7, "a", 0x200e },
		{ "\xef\xbf\xbe", 3, "", 0xfffe },
		{ "\xef\xbf\xbd", 3, "\xef\xbf\xbd", 0 },
		{ "\xf3\xa0\x80\x80", 4, "", 0xe0000 },
		{ "\xd9\x85\xe2\x80\x8c\xd9\x85", 7,
		    "\xd9\x85\xe2\x80\x8c\xd9\x85", 0 },
		{ "\xd9\x85\xe2\x80\x8c", 5, "\xd9\x85", 0x200c },
		{ "x\xe2\x80\x8dx", 5, "xx", 0x200d },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sat_text_fault f = { .cp = 0xffffffff };
		size_t n = cases[i].n;
		char *s = malloc(n + 1);
		bool found;

		assert_non_null(s);
		memcpy(s, cases[i].in, n);
		s[n] = '\0';
		found = sat_text_mend(s, &n, &f);
		assert_int_equal(found, cases[i].cp != 0);
		if (found && cases[i].cp != 0xffffffff) {
			assert_int_equal(f.cp, cases[i].cp);
			assert_int_equal(
			    f.joiner, f.cp == 0x200c || f.cp == 0x200d);
		}
		assert_int_equal(n, strlen(cases[i].out));
		assert_string_equal(s, cases[i].out);
		free(s);
	}
}

static void
joiners_are_for_scripts_that_need_them(void **state)
{
	static const struct {
		uint32_t before, after;
		bool good;
	} cases[] = {
		{ 0x645, 0x645, true }, { 0x94d, 0x937, true },
		{ 0x0dca, 0x0dbb, true }, { 0x9b0, 0x9cd, true },
		{ 0x1820, 0x1821, true }, { 0x1780, 0x17b6, true },
		{ 0x710, 0x712, true }, { 0x1e900, 0x1e901, true },
		{ 'a', 'b', false }, { 0x645, 'b', false },
		{ 'a', 0x645, false }, { 0x645, ' ', false },
		{ 0, 0x645, false }, { 0x661, 0x662, false }, /* digits */
		{ 0x60c, 0x645, false },		      /* comma */
		{ 0x3b1, 0x3b2, false }, { 0x430, 0x431, false },
		{ 0x5d0, 0x5d1, false }, { 0x4e00, 0x4e01, false },
		{ 0x1f469, 0x1f4bb, false }, /* emoji */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint8_t next[4];
		size_t n = sat_utf8_put(cases[i].after, next);

		for (uint32_t cp = 0x200c; cp <= 0x200d; cp++)
			if (sat_text_allows(cp, cases[i].before, next,
				next + n) != cases[i].good)
				fail_msg("case %zu", i);
		assert_false(
		    sat_text_allows(0x200c, cases[i].before, next, next));
	}
}

static void
the_character_before_is_found(void **state)
{
	const uint8_t *s = (const uint8_t *)"a\xc3\xa9\xf0\x9f\x93\x9f";

	(void)state;
	assert_int_equal(sat_text_before(s, s), 0);
	assert_int_equal(sat_text_before(s, s + 1), 'a');
	assert_int_equal(sat_text_before(s, s + 3), 0xe9);
	assert_int_equal(sat_text_before(s, s + 7), 0x1f4df);
	assert_int_equal(sat_text_before(s + 1, s + 1), 0);
}

static bool
is_nfc(struct sat_arena *a, const uint8_t *p, size_t n)
{
	const char *text = (const char *)p;
	bool was = false;

	assert_true(sat_text_nfc(a, &text, &n, &was));
	return was;
}

/* Every code point, alone and after a letter that much composes with, against
 * utf8proc itself: the short cut for common letters is right. */
static void
every_code_point_is_judged_as_utf8proc_does(void **state)
{
	static const uint32_t first[] = { 'e', 0x3b1, 0x438, 0x627, 0x1100,
		0xac00, 0x304b };
	struct sat_arena a = { 0 };

	(void)state;
	for (uint32_t cp = 1; cp < 0x20000; cp++) {
		for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++) {
			uint8_t s[9] = { 0 };
			utf8proc_uint8_t *nfc;
			size_t n = sat_utf8_put(first[i], s);

			if (cp >= 0xd800 && cp <= 0xdfff)
				continue;
			n += sat_utf8_put(cp, s + n);
			nfc = utf8proc_NFC(s);
			assert_non_null(nfc);
			if (is_nfc(&a, s, n) !=
			    (strcmp((char *)nfc, (char *)s) == 0))
				fail_msg("U+%04X U+%04X", first[i], cp);
			free(nfc);
		}
		if (cp % 1024 == 0)
			sat_arena_reset(&a);
	}
	sat_arena_free(&a);
}

static void
what_is_not_normal_becomes_so(void **state)
{
	const char *text = "e\xcc\x81";
	struct sat_arena a = { 0 };
	bool was = true;
	size_t n = 3;

	(void)state;
	assert_true(sat_text_nfc(&a, &text, &n, &was));
	assert_false(was);
	assert_int_equal(n, 2);
	assert_string_equal(text, "\xc3\xa9");
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forbidden_characters_are_taken_out),
		cmocka_unit_test(joiners_are_for_scripts_that_need_them),
		cmocka_unit_test(the_character_before_is_found),
		cmocka_unit_test(every_code_point_is_judged_as_utf8proc_does),
		cmocka_unit_test(what_is_not_normal_becomes_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
