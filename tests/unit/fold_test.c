#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fold.h"
#include "utf8.h"

static void
expect(const char *text, const char *folded)
{
	struct sat_wr w;

	sat_wr_init(&w, 1024);
	sat_fold(text, strlen(text), &w);
	sat_wr_u8(&w, 0);
	assert_true(sat_wr_done(&w, "text", NULL));
	assert_string_equal((char *)w.p, folded);
	sat_wr_free(&w);
}

static void
a_letter_is_found_by_the_key_that_is_nearest(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "Amara DEVKOTA", "amara devkota" },
		{ "Müller", "muller" },
		{ "Mu\xcc\x88ller", "muller" }, /* decomposed */
		{ "Straße", "strasse" }, { "Łódź", "lodz" }, { "Đặng", "dang" },
		{ "Søren", "soren" }, { "Ærø", "aero" }, { "Œuvre", "oeuvre" },
		{ "Þór Guðmundsson", "thor gudmundsson" },
		{ "Ħal Għaxaq", "hal ghaxaq" },
		{ "Yıldız İstanbul ISIK", "yildiz istanbul isik" },
		{ "São Tomé", "sao tome" },
		{ "ﬁﬂ①Ａ", "fifl1a" },			/* compatibility */
		{ "co\xc2\xadop\xe2\x80\x8c", "coop" }, /* ignorable */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(cases[i][0], cases[i][1]);
}

static void
other_scripts_lose_only_what_is_left_out_in_typing(void **state)
{
	static const char *const cases[][2] = {
		{ "Щёголь", "щеголь" },
		{ "ΓΕΏΡΓΙΟΣ γεώργιος", "γεωργιοσ γεωργιοσ" },
		{ "أحمد إبراهيم آل", "احمد ابراهيم ال" },
		{ "مُحَمَّد", "محمد" },
		{ "مـحـمد", "محمد" }, /* tatweel */
		{ "ليلى فاطمة", "ليلي فاطمه" },
		{ "کی", "كي" }, /* Farsi */
		{ "٠١٢٣٤٥٦٧٨٩", "0123456789" },
		{ "۰۱۲۳۴۵۶۷۸۹", "0123456789" },
		{ "שָׁלוֹם", "שלום" },
		{ "हिन्दी", "हिन्दी" },	    /* vowel signs stay */
		{ "กำ", "กํา" },		    /* so do Thai's */
		{ "が", "か\xe3\x82\x99" }, /* and kana voicing */
		{ "ｶﾞ", "カ\xe3\x82\x99" },
		{ "김", "\xe1\x84\x80\xe1\x85\xb5\xe1\x86\xb7" },
		{ "가", "\xe1\x84\x80\xe1\x85\xa1" },
		{ "힣", "\xe1\x84\x92\xe1\x85\xb5\xe1\x87\x82" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(cases[i][0], cases[i][1]);
}

static void
a_byte_that_is_not_utf8_separates(void **state)
{
	(void)state;
	expect("a\xff"
	       "b",
	    "a\xef\xbf\xbd"
	    "b");
	expect("\xc3", "\xef\xbf\xbd");
	expect("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_int_equal(sat_fold_letter(0xfffd), SAT_L_NONE);
}

static void
folding_twice_is_folding_once(void **state)
{
	struct sat_wr once, twice;

	(void)state;
	sat_wr_init(&once, 1024);
	sat_wr_init(&twice, 1024);
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		uint8_t b[4];

		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		sat_wr_reset(&once);
		sat_wr_reset(&twice);
		sat_fold(b, sat_utf8_put(cp, b), &once);
		sat_fold(once.p, once.len, &twice);
		assert_int_equal(once.len, twice.len);
		if (once.len > 0)
			assert_memory_equal(once.p, twice.p, once.len);
		assert_true(sat_utf8_valid(once.p, once.len, NULL));
		assert_true(once.len <= 33);
	}
	sat_wr_free(&once);
	sat_wr_free(&twice);
}

static void
every_code_point_has_one_letter_class(void **state)
{
	static const struct {
		uint32_t cp;
		enum sat_letter l;
	} cases[] = { { 'a', SAT_L_WORD }, { '0', SAT_L_WORD },
		{ '_', SAT_L_NONE }, { '-', SAT_L_NONE }, { '\'', SAT_L_NONE },
		{ 0x2019, SAT_L_NONE }, { 0x2bc, SAT_L_NONE },
		{ 0x2bd, SAT_L_NONE }, { 0x5d0, SAT_L_WORD },
		{ 0x93f, SAT_L_MARK }, { 0xe01, SAT_L_GRAM },
		{ 0xe50, SAT_L_WORD }, { 0x1780, SAT_L_GRAM },
		{ 0x4e00, SAT_L_GRAM }, { 0x3005, SAT_L_GRAM },
		{ 0x3007, SAT_L_GRAM }, { 0x3042, SAT_L_GRAM },
		{ 0x30fb, SAT_L_NONE }, { 0x1100, SAT_L_WORD },
		{ 0x3099, SAT_L_MARK }, { 0x1f600, SAT_L_NONE },
		{ 0x10ffff, SAT_L_NONE }, { 0x110000, SAT_L_NONE },
		{ UINT32_MAX, SAT_L_NONE } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(sat_fold_letter(cases[i].cp), cases[i].l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_found_by_the_key_that_is_nearest),
		cmocka_unit_test(
		    other_scripts_lose_only_what_is_left_out_in_typing),
		cmocka_unit_test(a_byte_that_is_not_utf8_separates),
		cmocka_unit_test(folding_twice_is_folding_once),
		cmocka_unit_test(every_code_point_has_one_letter_class),
	};

	return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
