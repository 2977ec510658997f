#include "unit.h"

#include "asked.h"

#define PRINT "d7a1738b44e215e4ba77577c9e617f6f4c7ebb5b"
#define PRINT64 PRINT "d7a1738b44e215e4ba77577c"

static const struct {
	const char *typed;
	enum satchel_who_type type;
	const char *text;
	bool whole;
} good[] = {
	{ "+999 1 555 0911", SATCHEL_NUMBER, "99915550911", true },
	{ "00999-1-555-0911", SATCHEL_NUMBER, "99915550911", true },
	{ "011 999 1 555 0911 23", SATCHEL_NUMBER, "9991555091123", true },
	{ "0119991555", SATCHEL_NUMBER, "0119991555", false },
	{ "999 (1) 555.0911", SATCHEL_NUMBER, "99915550911", false },
	{ "(+999) 1/555/0911", SATCHEL_NUMBER, "99915550911", true },
	{ "+44 (0) 20 7946 0000", SATCHEL_NUMBER, "442079460000", true },
	{ "tel:+999-1-555-0911;ext=301", SATCHEL_NUMBER, "99915550911", true },
	{ "+999 1 555 0911 ext. 301", SATCHEL_NUMBER, "99915550911", true },
	{ "+999 1 555 0911x301", SATCHEL_NUMBER, "99915550911", true },
	{ "+99915550911,,301", SATCHEL_NUMBER, "99915550911", true },
	{ "\u0669\u0669\u0669\u0661\u0665\u0665\u0665", SATCHEL_NUMBER,
	    "9991555", false },
	{ "\uff0b\uff19\uff19\uff19\uff11\uff15\uff15\uff15", SATCHEL_NUMBER,
	    "9991555", true },
	{ "+999\u20111\u2013555\u22120911", SATCHEL_NUMBER, "99915550911",
	    true },
	{ "+999\u00a01\u00a0555\u00a00911", SATCHEL_NUMBER, "99915550911",
	    true },
	{ "1234567", SATCHEL_NUMBER, "1234567", false },
	{ "123456789012345", SATCHEL_NUMBER, "123456789012345", false },
	{ "duty@cert.example", SATCHEL_EMAIL, "duty@cert.example", false },
	{ " <duty@cert.example> ", SATCHEL_EMAIL, "duty@cert.example", false },
	{ "Desk \"x\" <duty@cert.example>", SATCHEL_EMAIL, "duty@cert.example",
	    false },
	{ "MAILTO:duty@cert.example?subject=a@b", SATCHEL_EMAIL,
	    "duty@cert.example", false },
	{ "duty@cert.example.,", SATCHEL_EMAIL, "duty@cert.example", false },
	{ PRINT, SATCHEL_KEY, PRINT, false },
	{ "D7A1 738B 44E2 15E4 BA77  577C 9E61 7F6F 4C7E BB5B", SATCHEL_KEY,
	    PRINT, false },
	{ "0xD7A1738B44E215E4BA77577C9E617F6F4C7EBB5B", SATCHEL_KEY, PRINT,
	    false },
	{ "openpgp4fpr:" PRINT, SATCHEL_KEY, PRINT, false },
	{ "SHA256:" PRINT64, SATCHEL_KEY, PRINT64, false },
	{ "1234567890123456789012345678901234567890", SATCHEL_KEY,
	    "1234567890123456789012345678901234567890", false },
	{ "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", SATCHEL_KEY,
	    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
	    false },
};

static void
what_was_typed_in_any_way_is_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct sat_arena a = { 0 };
		struct satchel_err err = { 0 };
		struct sat_asked q;

		if (!sat_asked_read(good[i].typed, &a, &q, &err))
			fail_msg("%s: %s", good[i].typed, err.msg);
		if (q.type != good[i].type || q.whole != good[i].whole ||
		    !sat_rd_is(&q.text, good[i].text))
			fail_msg("%s: %d %.*s", good[i].typed, (int)q.type,
			    (int)q.text.n, (const char *)q.text.p);
		sat_arena_free(&a);
	}
}

static const struct {
	const char *typed, *says;
} bad[] = {
	{ "", "no telephone number" },
	{ "  ", "no telephone number" },
	{ "hello", "no telephone number" },
	{ "+", "no telephone number" },
	{ "++9991555", "no telephone number" },
	{ "999+1555000", "no telephone number" },
	{ "123456", "6 digits" },
	{ "+123456", "6 digits" },
	{ "1234567890123456", "16 digits" },
	{ "+1234567890123456", "16 digits" },
	{ "4EBB5B", "6 hex digits are a key id" },
	{ "9E617F6F4C7EBB5B", "16 hex digits are a key id" },
	{ "0x9E617F6F", "8 hex digits are a key id" },
	{ "0x12345678", "8 hex digits are a key id" },
	{ "d7a1738b44e215e4ba77577c9e617f6f4c7ebb5", "39 hex digits" },
	{ "d7a1738b44e215e4ba77577c9e617f6f4c7ebb5ba", "this has 41" },
	{ "@", "no e-mail address" },
	{ "a@", "no e-mail address" },
	{ "@b.example", "no e-mail address" },
	{ "a..b@c.example", "no e-mail address" },
};

static void
anything_else_is_refused_with_the_reason_and_nothing_is_set(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sat_arena a = { 0 };
		struct satchel_err err = { 0 };
		struct sat_asked q;

		if (sat_asked_read(bad[i].typed, &a, &q, &err))
			fail_msg("%s is understood", bad[i].typed);
		assert_int_equal(err.code, SATCHEL_EUSAGE);
		if (strstr(err.msg, bad[i].says) == NULL)
			fail_msg("%s: %s", bad[i].typed, err.msg);
		sat_arena_free(&a);
	}
}

static void
a_text_without_end_is_refused(void **state)
{
	static char text[100001];
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	struct sat_asked q;

	(void)state;
	for (const char *c = "1a@ +"; *c != '\0'; c++) {
		memset(text, *c, sizeof(text) - 1);
		assert_false(sat_asked_read(text, &a, &q, &err));
		assert_int_equal(err.code, SATCHEL_EUSAGE);
	}
	sat_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_typed_in_any_way_is_understood),
		cmocka_unit_test(
		    anything_else_is_refused_with_the_reason_and_nothing_is_set),
		cmocka_unit_test(a_text_without_end_is_refused),
	};

	return cmocka_run_group_tests_name("asked", tests, NULL, NULL);
}
