#include "unit.h"

#include "iso.h"

static void
the_united_nations_have_193_members_and_two_observers_here(void **state)
{
	size_t n, members = 0, observers = 0;
	const struct sat_state *s = sat_iso_states(&n);

	(void)state;
	assert_int_equal(n, 249);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(sat_iso_state(s[i].code), &s[i]);
		assert_int_equal(strlen(s[i].code), 3);
		assert_int_equal(strlen(s[i].alpha2), 2);
		assert_true(strlen(s[i].name) >= 4);
		assert_true(i == 0 || strcmp(s[i - 1].code, s[i].code) < 0);
		members += s[i].un == SAT_UN_MEMBER;
		observers += s[i].un == SAT_UN_OBSERVER;
		assert_int_equal(
		    s[i].un != SAT_UN_NONE, s[i].calling[0] != '\0');
	}
	assert_int_equal(members, 193);
	assert_int_equal(observers, 2);
	assert_int_equal(sat_iso_state("VAT")->un, SAT_UN_OBSERVER);
	assert_int_equal(sat_iso_state("PSE")->un, SAT_UN_OBSERVER);
	assert_int_equal(sat_iso_state("ABW")->un, SAT_UN_NONE);
	assert_int_equal(sat_iso_state("SSD")->un, SAT_UN_MEMBER);
}

static void
codes_are_exact(void **state)
{
	static const char *const bad[] = { "", "np", "NP", "npl", "Npl", "NPLX",
		"XTR", "GER", "ZZZ" };

	(void)state;
	assert_string_equal(sat_iso_state("NPL")->alpha2, "NP");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_null(sat_iso_state(bad[i]));
}

static void
no_country_has_a_user_assigned_code(void **state)
{
	static const char *const yes[] = { "AAA", "AAZ", "QMA", "QZZ", "XAA",
		"XTR", "XZZ", "ZZA", "ZZZ" };
	static const char *const not [] = { "ABA", "QLZ", "QAA", "YZZ", "ZYZ",
		"xaa", "XA", "XAAA", "XA1", "" };
	size_t n;
	const struct sat_state *s = sat_iso_states(&n);

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		assert_true(sat_iso_user_assigned(yes[i]));
	for (size_t i = 0; i < COUNT(not ); i++)
		assert_false(sat_iso_user_assigned(not [i]));
	for (size_t i = 0; i < n; i++)
		assert_false(sat_iso_user_assigned(s[i].code));
}

static void
a_wrong_code_is_guessed(void **state)
{
	static const struct {
		const char *text, *meant;
	} cases[] = {
		{ "npl", "NPL" },
		{ "np", "NPL" },
		{ "Nepal", "NPL" },
		{ "GER", "DEU" },
		{ "FRE", NULL },
		{ "QLA", NULL },
		{ "X", NULL },
		{ "", NULL },
		{ "Tarsenia", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sat_state *s = sat_iso_guess(cases[i].text);

		if (cases[i].meant == NULL)
			assert_null(s);
		else
			assert_string_equal(s->code, cases[i].meant);
	}
}

static void
a_number_belongs_to_its_country_code(void **state)
{
	(void)state;
	assert_true(sat_iso_calls(sat_iso_state("NPL"), "97715550142"));
	assert_false(sat_iso_calls(sat_iso_state("NPL"), "9991555014"));
	assert_false(sat_iso_calls(sat_iso_state("NPL"), "97"));
	assert_true(sat_iso_calls(sat_iso_state("VAT"), "37955501"));
	assert_true(sat_iso_calls(sat_iso_state("VAT"), "39065550"));
	assert_false(sat_iso_calls(sat_iso_state("VAT"), "38065550"));
	assert_true(sat_iso_calls(sat_iso_state("ABW"), "99955501"));
}

static void
languages_are_those_of_the_registry(void **state)
{
	static const char *const good[] = { "en", "EN", "zh", "ne", "no", "sh",
		"iw", "und", "mul", "zxx", "ast", "yue", "ckb", "ber", "qaa",
		"qtz" };
	static const char *const bad[] = { "", "e", "cn", "zz", "eng", "fre",
		"fra", "xxx", "xyzz", "e1", "en-", "\xc3\xa9" };
	static const struct {
		const char *is, *tag;
	} guesses[] = { { "cn", "zh" }, { "JP", "ja" }, { "eng", "en" },
		{ "fre", "fr" }, { "fra", "fr" }, { "zz", NULL },
		{ "xxx", NULL }, { "", NULL } };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(sat_iso_language(good[i], strlen(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(sat_iso_language(bad[i], strlen(bad[i])));
	for (size_t i = 0; i < COUNT(guesses); i++) {
		const char *tag = sat_iso_language_guess(
		    guesses[i].is, strlen(guesses[i].is));

		if (guesses[i].tag == NULL)
			assert_null(tag);
		else
			assert_string_equal(tag, guesses[i].tag);
	}
}

static void
free_mail_is_known_by_its_whole_domain(void **state)
{
	(void)state;
	assert_true(sat_free_mail("gmail.com"));
	assert_true(sat_free_mail("GMail.Com"));
	assert_false(sat_free_mail("mail.gov.example"));
	assert_false(sat_free_mail("notgmail.com"));
	assert_false(sat_free_mail("gmail.com.example"));
	assert_false(sat_free_mail(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_united_nations_have_193_members_and_two_observers_here),
		cmocka_unit_test(codes_are_exact),
		cmocka_unit_test(no_country_has_a_user_assigned_code),
		cmocka_unit_test(a_wrong_code_is_guessed),
		cmocka_unit_test(a_number_belongs_to_its_country_code),
		cmocka_unit_test(languages_are_those_of_the_registry),
		cmocka_unit_test(free_mail_is_known_by_its_whole_domain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
