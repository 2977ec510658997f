#include "unit.h"

#include "near.h"

static const struct {
	const char *asked, *listed;
	bool open;
	int nearness; /* -1: not near */
} numbers[] = {
	/* the same beginning, up to four digits that differ */
	{ "99915550999", "99915550911", false, SATCHEL_SAME_PREFIX },
	{ "99915559999", "99915550911", false, SATCHEL_SAME_PREFIX },
	{ "99915599999", "99915550911", false, -1 },
	/* a digit other, missing, too many, two swapped */
	{ "99915550912", "99915550911", false, SATCHEL_ONE_DIGIT },
	{ "9991555091", "99915550911", false, SATCHEL_ONE_DIGIT },
	{ "999155509115", "99915550911", false, SATCHEL_ONE_DIGIT },
	{ "99951550911", "99915550911", false, SATCHEL_ONE_DIGIT },
	{ "89915550911", "99915550911", false, SATCHEL_ONE_DIGIT },
	{ "89915550912", "99915550911", false, -1 },
	/* the end of a number, of seven digits or more */
	{ "5550911", "99915550911", true, SATCHEL_ENDING },
	{ "15550911", "99915550911", true, SATCHEL_ENDING },
	{ "015550911", "99915550911", true, SATCHEL_ENDING },
	{ "550911", "99915550911", true, -1 },
	{ "15550911", "99915550911", false, -1 },
	/* the very same, short ones, nothing */
	{ "99915550911", "99915550911", true, -1 },
	{ "999155", "999156", false, -1 },
	{ "9991555", "9991556", false, SATCHEL_ONE_DIGIT },
	{ "", "9991555", true, -1 },
	{ "9991555", "", true, -1 },
};

static void
numbers_are_near_by_their_beginning_their_end_or_one_slip(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct sat_rd a =
		    exact(numbers[i].asked, strlen(numbers[i].asked));
		struct sat_rd b =
		    exact(numbers[i].listed, strlen(numbers[i].listed));
		struct sat_near n = { 0 };
		bool near = sat_near_number(&a, numbers[i].open, &b, &n);

		if (near != (numbers[i].nearness >= 0) ||
		    (near && (int)n.nearness != numbers[i].nearness))
			fail_msg("%s %s: %d %d", numbers[i].asked,
			    numbers[i].listed, near, (int)n.nearness);
		drop(&a);
		drop(&b);
	}
}

static const struct {
	const char *asked, *listed;
	int nearness;
} addresses[] = {
	{ "duty@cert.gov-example.com", "duty@cert.gov.example",
	    SATCHEL_IMPOSTOR },
	{ "duty@cert.g0v.example", "duty@cert.gov.example", SATCHEL_IMPOSTOR },
	{ "duty@cert-gov.example", "duty@cert.gov.example", SATCHEL_IMPOSTOR },
	{ "duty@cret.gov.example", "duty@cert.gov.example", SATCHEL_IMPOSTOR },
	{ "x@cert.gov.exarnple", "duty@cert.gov.example", SATCHEL_IMPOSTOR },
	{ "duty@certgovexample.net", "duty@cert.gov.example",
	    SATCHEL_IMPOSTOR },
	/* Cyrillic es, dotless i, full-width letters */
	{ "duty@\u0441ert.gov.example", "duty@cert.gov.example",
	    SATCHEL_IMPOSTOR },
	{ "a@m\u0131nistry.example", "a@ministry.example", SATCHEL_IMPOSTOR },
	{ "a@\uff4dinistry.example", "a@ministry.example", SATCHEL_IMPOSTOR },
	/* all letters Cyrillic that can be */
	{ "a@\u0440\u0430\u0441\u0435.example", "a@pace.example",
	    SATCHEL_IMPOSTOR },
	{ "other@cert.gov.example", "duty@cert.gov.example",
	    SATCHEL_SAME_DOMAIN },
	{ "other@CERT.gov.example", "duty@cert.gov.example",
	    SATCHEL_SAME_DOMAIN },
	{ "other@a.cert.gov.example", "duty@cert.gov.example",
	    SATCHEL_SAME_DOMAIN },
	/* two slips in a short domain, another name, a parent */
	{ "duty@ab.example", "duty@cd.example", -1 },
	{ "duty@abcd.gov.example", "duty@abef.gov.example", SATCHEL_IMPOSTOR },
	/* another State's, but not what is one letter short */
	{ "duty@mfa.gov.xa", "duty@mfa.gov.xb", -1 },
	{ "duty@minaffet.gov.xa", "duty@minaffet.gov.yb", -1 },
	{ "duty@minaffet.gov.x", "duty@minaffet.gov.yb", SATCHEL_IMPOSTOR },
	{ "duty@abcd.org", "duty@abef.org", -1 },
	{ "duty@mfa.norwend.example", "duty@cert.tarsenia.example", -1 },
	{ "duty@gov.example", "duty@cert.gov.example", -1 },
};

static bool
near_addresses(const char *x, const char *y, struct sat_near *n)
{
	struct sat_address *a = calloc(2, sizeof(*a));
	struct sat_rd p = exact(x, strlen(x)), q = exact(y, strlen(y));
	struct sat_wr w;
	bool near;

	assert_non_null(a);
	sat_wr_init(&w, 1 << 16);
	assert_true(sat_address_read(&p, &w, &a[0]));
	assert_true(sat_address_read(&q, &w, &a[1]));
	near = sat_near_address(&a[0], &a[1], n);
	sat_wr_free(&w);
	drop(&p);
	drop(&q);
	free(a);
	return near;
}

static void
domains_that_look_alike_are_told_from_the_same_and_from_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct sat_near n = { 0 };
		bool near =
		    near_addresses(addresses[i].asked, addresses[i].listed, &n);

		if (near != (addresses[i].nearness >= 0) ||
		    (near && (int)n.nearness != addresses[i].nearness))
			fail_msg("%s %s: %d %d", addresses[i].asked,
			    addresses[i].listed, near, (int)n.nearness);
	}
}

static void
the_same_mailbox_at_a_false_domain_is_nearer_than_another_one(void **state)
{
	struct sat_near a, b;

	(void)state;
	assert_true(near_addresses(
	    "duty@cert.g0v.example", "duty@cert.gov.example", &a));
	assert_true(near_addresses(
	    "duty@cert.g0v.example", "desk@cert.gov.example", &b));
	assert_true(a.score < b.score);
}

static void
letters_beyond_ascii_and_punycode_are_odd(void **state)
{
	static const struct {
		const char *text;
		bool odd;
	} cases[] = {
		{ "a@mfa.example", false },
		{ "a@m\u0444a.example", true },
		{ "a@xn--mfa-8cd.example", true },
		{ "a@mfa.xn--p1ai", true },
		{ "a@mfaxn--p1.example", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_address *a = calloc(1, sizeof(*a));
		struct sat_rd r = rd(cases[i].text);
		struct sat_wr w;

		assert_non_null(a);
		sat_wr_init(&w, 1 << 16);
		assert_true(sat_address_read(&r, &w, a));
		assert_int_equal(sat_address_odd(a), cases[i].odd);
		sat_wr_free(&w);
		free(a);
	}
}

static void
what_has_no_local_part_or_domain_is_no_address(void **state)
{
	static const char *const cases[] = { "", "@", "a@", "@b", "ab",
		"a@\xff.example" };
	char text[400] = "a@";

	(void)state;
	memset(text + 2, 'b', 300);
	for (size_t i = 0; i <= COUNT(cases); i++) {
		const char *s = i < COUNT(cases) ? cases[i] : text;
		struct sat_address *a = calloc(1, sizeof(*a));
		struct sat_rd r = exact(s, strlen(s));
		struct sat_wr w;

		assert_non_null(a);
		sat_wr_init(&w, 1 << 16);
		if (sat_address_read(&r, &w, a))
			fail_msg("%s", s);
		sat_wr_free(&w);
		drop(&r);
		free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    numbers_are_near_by_their_beginning_their_end_or_one_slip),
		cmocka_unit_test(
		    domains_that_look_alike_are_told_from_the_same_and_from_others),
		cmocka_unit_test(
		    the_same_mailbox_at_a_false_domain_is_nearer_than_another_one),
		cmocka_unit_test(letters_beyond_ascii_and_punycode_are_odd),
		cmocka_unit_test(
		    what_has_no_local_part_or_domain_is_no_address),
	};

	return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
