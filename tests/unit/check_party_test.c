/* check_party: what takes several keys of a party to see. */
#include "source_fixture.h"

static struct sat_tzdata tz;

#define ISSUED INT64_C(1793491200) /* 2026-11-01T00:00:00Z */

/* The rules that |yaml| breaks as a party, with their places. */
static void
judge(enum sat_profile profile, const char *yaml, const char *file,
    const char *want)
{
	struct sat_diag d = { 0 };
	struct sat_check c = { .profile = profile,
		.edition = SAT_EDITION_EXERCISE,
		.has_observers = true,
		.has_issued = true,
		.issued = ISSUED,
		.tz = &tz,
		.d = &d,
		.file = file };
	struct satchel_err err = { 0 };
	struct document x;
	struct sat_wr w;

	document_init(&x, yaml);
	c.a = &x.a;
	assert_true(sat_check_party(&c, &x.root, &err));
	sat_wr_init(&w, 1 << 16);
	put_findings(&d, &w);
	if (strcmp(text(&w), want) != 0)
		fail_msg("%s: \"%s\", not \"%s\"", yaml, text(&w), want);
	sat_wr_free(&w);
	sat_diag_free(&d);
	document_free(&x);
}

#define OPEN_PARTY "satchel: \"1\"\nparty: lab\nname: Lab\ncontacts:\n"
#define DESK(id, more)                                                         \
	"  - id: " id "\n    role: desk\n    kind: org\n    name: Desk\n"      \
	"    emails: [{address: a@lab.example}]\n" more

static void
open_cases(const char *const cases[][2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		judge(SAT_PROFILE_OPEN, cases[i][0], "parties/lab.yaml",
		    cases[i][1]);
}

static void
contacts_of_a_party_have_ids_of_their_own(void **state)
{
	static const char *const cases[][2] = {
		{ OPEN_PARTY DESK("a", "") DESK("b", ""), "" },
		{ OPEN_PARTY DESK("a", "") DESK("b", "") DESK("a", ""),
		    "15:9 contact-twice " },
		{ OPEN_PARTY DESK("a", "") DESK("a", "") DESK("a", ""),
		    "10:9 contact-twice 15:9 contact-twice " },
	};

	(void)state;
	open_cases(cases, COUNT(cases));
}

#define DEPUTY(of) "    deputy: " of "\n"

static void
a_deputy_is_there_and_none_is_its_own(void **state)
{
	static const char *const cases[][2] = {
		{ OPEN_PARTY DESK("a", DEPUTY("b")) DESK("b", ""), "" },
		{ OPEN_PARTY DESK("a", DEPUTY("c")) DESK("b", ""),
		    "10:13 deputy " },
		{ OPEN_PARTY DESK("a", DEPUTY("a")), "10:13 deputy-loop " },
		{ OPEN_PARTY DESK("a", DEPUTY("b")) DESK("b", DEPUTY("a")),
		    "10:13 deputy-loop " },
		/* into a circle from outside: told once, at the circle */
		{ OPEN_PARTY DESK("a", DEPUTY("b")) DESK("b", DEPUTY("c"))
			DESK("c", DEPUTY("b")),
		    "16:13 deputy-loop " },
		/* two circles */
		{ OPEN_PARTY DESK("a", DEPUTY("a")) DESK("b", DEPUTY("b")),
		    "10:13 deputy-loop 16:13 deputy-loop " },
		/* some id is unknown, so nobody can say who is missing */
		{ OPEN_PARTY DESK("a", DEPUTY("c")) DESK("B", ""),
		    "11:9 contact-id " },
	};

	(void)state;
	open_cases(cases, COUNT(cases));
}

static void
keys_have_the_value_of_their_type_and_an_address_of_the_contact(void **state)
{
	static const char *const cases[][2] = {
#define KEY(s) OPEN_PARTY DESK("a", "    keys: [{" s "}]\n")
#define F40 "D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B"
#define F64 F40 "D7A1738B44E215E4BA77577C"
#define PUB "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
		{ KEY("type: openpgp, fingerprint: " F40), "" },
		{ KEY("type: openpgp, fingerprint: " F64), "" },
		{ KEY("type: smime, fingerprint: " F64), "" },
		{ KEY("type: ed25519, public: \"" PUB "\""), "" },
		{ KEY("type: smime, fingerprint: " F40),
		    "10:39 key-fingerprint " },
		{ KEY("type: openpgp, fingerprint: 9E617F6F4C7EBB5B"),
		    "10:41 key-fingerprint " },
		{ KEY("type: openpgp"), "10:12 missing " },
		{ KEY("type: ed25519"), "10:12 missing " },
		{ KEY("type: openpgp, fingerprint: " F40 ", public: \"" PUB
		      "\""),
		    "10:83 key-value " },
		{ KEY("type: ed25519, public: \"" PUB "\", fingerprint: " F40),
		    "10:84 key-value " },
		{ KEY("type: openpgp, fingerprint: " F40
		      ", for: a@lab.example"),
		    "" },
		{ KEY("type: openpgp, fingerprint: " F40
		      ", for: b@lab.example"),
		    "10:88 key-for " },
	};

	(void)state;
	open_cases(cases, COUNT(cases));
}

/* The day of issue is that of the contact's zone: 05:45 in Kathmandu. */
static void
validity_has_an_order_and_an_end_that_is_not_past(void **state)
{
#define VALID(s) OPEN_PARTY DESK("a", s)
	static const char *const cases[][2] = {
		{ VALID("    valid_from: \"2026-11-02\"\n"
			"    valid_until: \"2026-11-02\"\n"),
		    "" },
		{ VALID("    valid_from: \"2026-11-03\"\n"
			"    valid_until: \"2026-11-02\"\n"),
		    "11:18 valid-order " },
		{ VALID("    valid_until: \"2026-11-01\"\n"), "" },
		{ VALID("    valid_until: \"2026-10-31\"\n"),
		    "10:18 valid-past " },
		/* there it is still the day before */
		{ VALID("    timezone: America/New_York\n"
			"    valid_until: \"2026-10-31\"\n"),
		    "" },
		{ VALID("    timezone: America/New_York\n"
			"    valid_until: \"2026-10-30\"\n"),
		    "11:18 valid-past " },
		{ VALID("    timezone: Pacific/Kiritimati\n"
			"    valid_until: \"2026-11-01\"\n"),
		    "" },
	};

	(void)state;
	open_cases(cases, COUNT(cases));
}

static void
names_scope_and_mail_are_looked_at_together(void **state)
{
	static const char *const cases[][2] = {
#define NAMED(name, more)                                                      \
	OPEN_PARTY "  - id: a\n    role: technical\n    kind: org\n"           \
		   "    name: " name "\n    phones: [{number: \"+9991555\"}]"  \
		   "\n" more
		{ NAMED("\xd0\x94", ""), "8:11 name-latin-open " },
		{ NAMED("\xd0\x94", "    name_latin: D\n"), "" },
		{ NAMED("\xd0\x94 D", ""), "" },
		{ NAMED("D", "    scope: [energy]\n"), "" },
		{ OPEN_PARTY DESK("a", "    scope: [energy]\n"),
		    "10:12 scope-role " },
		{ OPEN_PARTY
		    "  - id: a\n    role: desk\n    kind: org\n    name: D\n"
		    "    emails: [{address: someone@gmail.com}]\n",
		    "9:24 email-free " },
	};

	(void)state;
	open_cases(cases, COUNT(cases));
}

/* ---- global-poc ---------------------------------------------------------------- */

#define STATE(code, revised)                                                   \
	"satchel: \"1\"\nstate: " code "\nname: {en: N}\nrevised: \"" revised  \
	"\"\ntimezone: UTC\nhours: [\"24/7\"]\nlanguages: [en]\n"
#define MISSION "mission: {name: M, phones: [{number: \"+9991555\"}]}\n"
#define PERSON(id, role, mail)                                                 \
	"  - id: " id "\n    role: " role "\n    kind: org\n    name: D\n"     \
	"    organization: O\n    emails: [{address: a@b.example" mail "}]\n"
#define PAIR                                                                   \
	"contacts:\n" PERSON("a", "diplomatic", ", shared: \"yes\"")           \
	    PERSON("b", "technical", "")

static void
a_state_has_both_roles_a_shared_mailbox_and_a_mission(void **state)
{
	static const struct {
		const char *yaml, *file, *rules;
	} cases[] = {
		{ STATE("XTR", "2026-10-01") MISSION PAIR, "parties/XTR.yaml",
		    "" },
		{ STATE("XTR", "2026-10-01") MISSION PAIR, "XTR.yaml", "" },
		{ STATE("XTR", "2026-10-01") PAIR, "parties/XTR.yaml",
		    "1:1 no-mission " },
		{ STATE("XTR", "2026-10-01") MISSION PAIR, "parties/XTS.yaml",
		    "2:8 file-name " },
		{ STATE("XTR", "2026-10-01") MISSION PAIR, "parties/XTR.yml",
		    "2:8 file-name " },
		{ STATE("XTR", "2026-10-01") MISSION "contacts:\n" PERSON(
		      "a", "diplomatic", ", shared: \"yes\""),
		    "XTR.yaml", "9:1 no-role " },
		{ STATE("XTR", "2026-10-01") MISSION "contacts:\n" PERSON(
		      "a", "diplomatic", "") PERSON("b", "technical", ""),
		    "XTR.yaml", "9:1 no-shared " },
		/* a faulty role may be the one that is missed */
		{ STATE("XTR", "2026-10-01") MISSION
		    "contacts:\n" PERSON("a", "diplomat", ", shared: \"yes\""),
		    "XTR.yaml", "11:11 role " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		judge(SAT_PROFILE_POC, cases[i].yaml, cases[i].file,
		    cases[i].rules);
}

static void
a_revision_is_neither_to_come_nor_a_year_old(void **state)
{
	static const char *const cases[][2] = {
		{ STATE("XTR", "2026-11-01") MISSION PAIR, "" },
		{ STATE("XTR", "2026-11-02") MISSION PAIR,
		    "4:10 revised-future " },
		{ STATE("XTR", "2025-11-01") MISSION PAIR, "" },
		{ STATE("XTR", "2025-10-31") MISSION PAIR,
		    "4:10 revised-old " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		judge(SAT_PROFILE_POC, cases[i][0], "XTR.yaml", cases[i][1]);
}

/* Of its contacts alone: a mission may be abroad. */
static void
a_number_is_of_the_states_country(void **state)
{
#define NEPAL(number)                                                          \
	STATE("NPL", "2026-10-01")                                             \
	MISSION "contacts:\n" PERSON("a", "diplomatic", ", shared: \"yes\"")   \
	    PERSON("b", "technical", "") "    phones: [{number: \"" number     \
					 "\"}]\n"
	(void)state;
	judge(SAT_PROFILE_POC, NEPAL("+977 1 4200000"), "NPL.yaml", "");
	judge(SAT_PROFILE_POC, NEPAL("+978 1 4200000"), "NPL.yaml",
	    "22:23 phone-foreign ");
	/* a number that is none has its own finding */
	judge(SAT_PROFILE_POC, NEPAL("+97"), "NPL.yaml", "22:23 phone-length ");
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
		cmocka_unit_test(contacts_of_a_party_have_ids_of_their_own),
		cmocka_unit_test(a_deputy_is_there_and_none_is_its_own),
		cmocka_unit_test(
		    keys_have_the_value_of_their_type_and_an_address_of_the_contact),
		cmocka_unit_test(
		    validity_has_an_order_and_an_end_that_is_not_past),
		cmocka_unit_test(names_scope_and_mail_are_looked_at_together),
		cmocka_unit_test(
		    a_state_has_both_roles_a_shared_mailbox_and_a_mission),
		cmocka_unit_test(a_revision_is_neither_to_come_nor_a_year_old),
		cmocka_unit_test(a_number_is_of_the_states_country),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
