/* check_value: each kind of string, the last that is allowed and the first
 * that is not.  The forms themselves are in shape_test. */
#include "source_fixture.h"

static struct sat_tzdata tz;

/* The rules that |value| breaks as |key| of |o|, with a blank after each. */
static void
judge(enum sat_profile profile, enum sat_edition edition,
    const struct sat_object *o, const char *key, const char *value,
    struct sat_wr *w)
{
	const struct sat_field *f = sat_field(o, key);
	struct sat_arena a = { 0 };
	struct sat_diag d = { 0 };
	struct sat_check c = { .profile = profile,
		.edition = edition,
		.has_observers = true,
		.tz = &tz,
		.d = &d,
		.file = "x.yaml",
		.a = &a };
	struct sat_node v;

	assert_non_null(f);
	assert_true(sat_node_string(&a, value, strlen(value), &v));
	v.at = (struct sat_mark){ 3, 7 };
	sat_check_value(&c, f, &v);
	assert_false(c.nomem);
	for (size_t i = 0; i < d.n; i++) {
		sat_wr_printf(w, "%s ", d.list[i].rule);
		assert_int_equal(d.list[i].line, 3);
		assert_int_equal(d.list[i].col, 7);
		assert_string_equal(d.list[i].file, "x.yaml");
		assert_true(d.list[i].message[0] != '\0');
	}
	sat_diag_free(&d);
	sat_arena_free(&a);
}

struct value_case {
	const struct sat_object *o;
	const char *key, *value, *rules;
};

static const struct value_case cases[] = {
	{ &sat_release_object, "satchel", "1", "" },
	{ &sat_release_object, "satchel", "1.0", "version " },
	{ &sat_release_object, "directory", "a.b", "" },
	{ &sat_release_object, "directory", "ab", "directory " },
	{ &sat_release_object, "directory", "a..b", "directory " },
	{ &sat_release_object, "title", "Contacts ~", "" },
	{ &sat_release_object, "title", "Caf\xc3\xa9", "ascii " },
	{ &sat_release_object, "title", "two\nlines", "ascii " },
	{ &sat_release_object, "release", "1", "" },
	{ &sat_release_object, "release", "10000", "" },
	{ &sat_release_object, "release", "10001", "release-number " },
	{ &sat_release_object, "release", "0", "release-number " },
	{ &sat_release_object, "release", "01", "release-number " },
	{ &sat_release_object, "issued", "2026-11-01T00:00:00Z", "" },
	{ &sat_release_object, "issued", "2026-11-01T00:00:60Z", "time " },
	{ &sat_release_object, "issued", "2026-11-01T00:00:00+00:00", "time " },
	{ &sat_release_object, "issued", "2026-11-01", "time " },
	{ &sat_release_object, "edition", "live", "" },
	{ &sat_release_object, "edition", "Live", "choice " },
	{ &sat_release_object, "rounds", "2026-02-28", "" },
	{ &sat_release_object, "rounds", "2026-02-29", "date " },
	{ &sat_party_object, "party", "a", "" },
	{ &sat_party_object, "party", "-a", "party-id " },
	{ &sat_contact_object, "id", "dip-1", "" },
	{ &sat_contact_object, "id", "Dip-1", "contact-id " },
	{ &sat_contact_object, "valid_until", "2028-02-29", "" },
	{ &sat_contact_object, "valid_until", "2100-02-29", "date " },
	{ &sat_contact_object, "languages", "zh-Hant", "" },
	{ &sat_contact_object, "languages", "zh_Hant", "language-tag " },
	{ &sat_contact_object, "languages", "qq", "language-unknown " },
	{ &sat_contact_object, "timezone", "Asia/Kathmandu", "" },
	{ &sat_contact_object, "timezone", "EST", "timezone " },
	{ &sat_contact_object, "timezone", "Asia/kathmandu",
	    "timezone-unknown " },
	{ &sat_contact_object, "hours", "Mo-Fr 09:00-24:00", "" },
	{ &sat_contact_object, "hours", "Mo-Fr 09:00-24:01", "hours " },
	{ &sat_holiday_object, "date", "--02-29", "" },
	{ &sat_holiday_object, "date", "2026-12-14/2026-12-13",
	    "holiday-order " },
	{ &sat_holiday_object, "date", "2026-12-14/--12-16", "holiday " },
	{ &sat_phone_object, "number", "+9991555", "" },
	{ &sat_phone_object, "number", "+999155", "phone-length " },
	{ &sat_phone_object, "number", "+999 1 (555) 01-42.1234", "" },
	{ &sat_phone_object, "number", "+9991555014212345", "phone-length " },
	{ &sat_phone_object, "number", "9991555", "phone-number " },
	{ &sat_phone_object, "number", "+0991555", "phone-number " },
	{ &sat_phone_object, "number", "+9991555x12", "phone-number " },
	{ &sat_phone_object, "ext", "12345678", "" },
	{ &sat_phone_object, "ext", "123456789", "phone-ext " },
	{ &sat_phone_object, "pref", "100", "" },
	{ &sat_phone_object, "pref", "101", "pref " },
	{ &sat_phone_object, "features", "fax", "" },
	{ &sat_phone_object, "features", "faks", "choice " },
	{ &sat_email_object, "address", "a@b.example", "" },
	{ &sat_email_object, "address", "a..b@c.example", "email-address " },
	{ &sat_service_object, "uri", "https://a.example/", "" },
	{ &sat_service_object, "uri", "a.example", "uri " },
	{ &sat_key_object, "public",
	    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "" },
	{ &sat_key_object, "public", "AAEC", "key-public " },
	{ &sat_key_object, "fingerprint", "anything", "" }, /* by its type */
	{ &sat_ping_object, "replied", "2026-11-01T09:30:00+05:45", "" },
	{ &sat_ping_object, "replied", "2026-11-01", "" },
	{ &sat_ping_object, "replied", "yesterday", "time " },
};

static void
each_kind_of_string_has_its_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct value_case *c = &cases[i];
		struct sat_wr w;

		sat_wr_init(&w, 4096);
		judge(SAT_PROFILE_OPEN, SAT_EDITION_EXERCISE, c->o, c->key,
		    c->value, &w);
		if (strcmp(text(&w), c->rules) != 0)
			fail_msg("%s %s: \"%s\"", c->key, c->value, text(&w));
		sat_wr_free(&w);
	}
}

static void
a_state_depends_on_profile_and_edition(void **state)
{
	static const struct {
		enum sat_profile profile;
		enum sat_edition edition;
		const char *code, *rules;
	} table[] = {
		{ SAT_PROFILE_POC, SAT_EDITION_LIVE, "NPL", "" },
		{ SAT_PROFILE_POC, SAT_EDITION_LIVE, "XTR", "exercise-code " },
		{ SAT_PROFILE_POC, SAT_EDITION_EXERCISE, "XTR", "" },
		{ SAT_PROFILE_OPEN, SAT_EDITION_LIVE, "XTR", "exercise-code " },
		{ SAT_PROFILE_POC, SAT_EDITION_UNKNOWN, "XTR", "" },
		{ SAT_PROFILE_POC, SAT_EDITION_LIVE, "ABW", "state-member " },
		{ SAT_PROFILE_OPEN, SAT_EDITION_LIVE, "ABW", "" },
		{ SAT_PROFILE_POC, SAT_EDITION_LIVE, "VAT", "observer " },
		{ SAT_PROFILE_OPEN, SAT_EDITION_LIVE, "VAT", "" },
		{ SAT_PROFILE_POC, SAT_EDITION_LIVE, "npl", "state-code " },
		{ SAT_PROFILE_OPEN, SAT_EDITION_LIVE, "NP", "state-code " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct sat_wr w;

		sat_wr_init(&w, 4096);
		judge(table[i].profile, table[i].edition, &sat_party_object,
		    "state", table[i].code, &w);
		if (strcmp(text(&w), table[i].rules) != 0)
			fail_msg("%s: \"%s\"", table[i].code, text(&w));
		sat_wr_free(&w);
	}
}

static void
a_role_depends_on_the_profile(void **state)
{
	static const struct {
		enum sat_profile profile;
		const char *role, *rules;
	} table[] = {
		{ SAT_PROFILE_POC, "diplomatic", "" },
		{ SAT_PROFILE_POC, "technical", "" },
		{ SAT_PROFILE_POC, "duty-officer", "role " },
		{ SAT_PROFILE_OPEN, "duty-officer", "" },
		{ SAT_PROFILE_OPEN, "Duty", "role " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct sat_wr w;

		sat_wr_init(&w, 4096);
		judge(table[i].profile, SAT_EDITION_LIVE, &sat_contact_object,
		    "role", table[i].role, &w);
		if (strcmp(text(&w), table[i].rules) != 0)
			fail_msg("%s: \"%s\"", table[i].role, text(&w));
		sat_wr_free(&w);
	}
}

/* |n| times e with an acute accent, two bytes each. */
static void
length_of(
    const struct sat_object *o, const char *key, size_t n, const char *rules)
{
	char *s = calloc(2, n + 1);
	struct sat_wr w;

	for (size_t i = 0; i < n; i++)
		memcpy(s + 2 * i, "\xc3\xa9", 2);
	sat_wr_init(&w, 4096);
	judge(SAT_PROFILE_OPEN, SAT_EDITION_LIVE, o, key, s, &w);
	if (strcmp(text(&w), rules) != 0)
		fail_msg("%s %zu: \"%s\"", key, n, text(&w));
	sat_wr_free(&w);
	free(s);
}

static void
lengths_count_code_points_and_those_of_addresses_bytes(void **state)
{
	char address[300];
	struct sat_wr w;

	(void)state;
	length_of(&sat_contact_object, "name", 120, "");
	length_of(&sat_contact_object, "name", 121, "length ");
	length_of(&sat_contact_object, "note", 500, "");
	length_of(&sat_contact_object, "note", 501, "length ");
	length_of(&sat_phone_object, "label", 60, "");
	length_of(&sat_phone_object, "label", 61, "length ");
	for (size_t n = 254; n <= 255; n++) {
		size_t at = 0;

		for (; at < n - 10; at++) /* labels of 50 letters */
			address[at] = at % 51 == 50 ? '.' : 'a';
		memcpy(address, "a@", 2);
		(void)snprintf(
		    address + at, sizeof(address) - at, "bb.example");
		assert_int_equal(strlen(address), n);
		sat_wr_init(&w, 4096);
		judge(SAT_PROFILE_OPEN, SAT_EDITION_LIVE, &sat_email_object,
		    "address", address, &w);
		assert_string_equal(text(&w), n == 254 ? "" : "email-length ");
		sat_wr_free(&w);
	}
}

static void
space_at_an_end_is_told_by_its_kind(void **state)
{
	static const struct {
		const char *value;
		bool good;
	} table[] = {
		{ "a", true },
		{ "", true }, /* another rule */
		{ " a", false },
		{ "a ", false },
		{ "a\n", false },
		{ "\xc2\xa0"
		  "a",
		    false },
		{ "a\xe3\x80\x80", false },
		{ "a b", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct sat_arena a = { 0 };
		struct sat_diag d = { 0 };
		struct sat_check c = { .d = &d, .file = "x.yaml", .a = &a };
		struct sat_node v;

		assert_true(sat_node_string(
		    &a, table[i].value, strlen(table[i].value), &v));
		assert_int_equal(
		    sat_check_space(&c, "name", &v), table[i].good);
		assert_int_equal(d.n, !table[i].good);
		sat_diag_free(&d);
		sat_arena_free(&a);
	}
}

static int
set_up(void **state)
{
	(void)state;
	return sat_tzdata_open(NULL, &tz, NULL) ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	sat_tzdata_close(&tz);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_string_has_its_rule),
		cmocka_unit_test(a_state_depends_on_profile_and_edition),
		cmocka_unit_test(a_role_depends_on_the_profile),
		cmocka_unit_test(
		    lengths_count_code_points_and_those_of_addresses_bytes),
		cmocka_unit_test(space_at_an_end_is_told_by_its_kind),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
