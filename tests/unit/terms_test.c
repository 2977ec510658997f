#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "json.h"
#include "terms.h"

static bool
note(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	struct sat_wr *w = ctx;

	(void)err;
	sat_wr_printf(w, "%s:%d:", sat_field_name[f], term[0]);
	sat_wr_put(w, term + 1, n - 1);
	sat_wr_u8(w, ' ');
	return true;
}

/* The list says the same. */
static void
expect_list(enum satchel_kind kind, const struct sat_node *v, const char *terms)
{
	struct satchel_err err = { 0 };
	struct sat_wr list, w;
	struct sat_rd r, term;
	enum sat_field f;

	sat_wr_init(&list, 1 << 16);
	sat_wr_init(&w, 1 << 16);
	assert_true(sat_terms_write(v, kind, &list, &err));
	for (r = sat_wr_rd(&list); sat_terms_next(&r, &f, &term);)
		assert_true(note(&w, f, term.p, term.n, &err));
	assert_true(sat_rd_end(&r));
	sat_wr_u8(&w, 0);
	assert_string_equal((char *)w.p, terms);
	sat_wr_free(&w);
	sat_wr_free(&list);
}

static void
expect(enum satchel_kind kind, const char *json, const char *terms)
{
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	struct sat_rd text = sat_rd_of(json, strlen(json), 0, "test");
	struct sat_node v;
	struct sat_wr w;

	if (!sat_json_read(&text, &a, &v, &err))
		fail_msg("%s", err.msg);
	sat_wr_init(&w, 1 << 16);
	assert_true(sat_terms_of(&v, kind, note, &w, &err));
	sat_wr_u8(&w, 0);
	assert_string_equal((char *)w.p, terms);
	expect_list(kind, &v, terms);
	sat_wr_free(&w);
	sat_arena_free(&a);
}

static void
a_contact_is_found_by_its_text(void **state)
{
	(void)state;
	expect(SATCHEL_CONTACT, "{}", "");
	expect(SATCHEL_CONTACT,
	    "{\"id\":\"XTR/dip-1\",\"party\":[\"Tarsenia\",\"Old Tarsen\"],"
	    "\"kind\":\"individual\",\"name\":\"Äse\",\"name_latin\":\"Ase\","
	    "\"salutation\":\"Ms.\",\"title\":\"Director\",\"organization\":"
	    "\"MFA\",\"unit\":\"Desk\",\"deputy\":\"dip-2\",\"verify\":\"v\","
	    "\"note\":\"n\",\"scope\":[\"s1\"],\"x-xtr-a\":\"x\","
	    "\"x-xtr-b\":[\"y\",\"z\"]}",
	    "name:1:ase name:1:ase party:1:tarsenia party:1:old party:1:tarsen "
	    "organization:1:mfa organization:1:desk title:1:director "
	    "title:1:ms note:1:n note:1:v note:1:s1 note:1:x note:1:y "
	    "note:1:z ");
	expect(SATCHEL_CONTACT,
	    "{\"services\":[{\"service\":\"Matrix\",\"uri\":\"https://a.b\"}]}",
	    "note:1:matrix note:1:https note:1:a note:1:b ");
	expect(SATCHEL_CONTACT, "{\"name\":\"外交部\"}",
	    "name:1:外 name:1:交 name:1:外交 name:1:部 name:1:交部 ");
}

static void
a_contact_is_found_by_its_codes_and_channels(void **state)
{
	(void)state;
	expect(SATCHEL_CONTACT,
	    "{\"state\":\"XTR\",\"role\":\"diplomatic\","
	    "\"phones\":[{\"number\":\"+99915550142\",\"label\":\"Desk\"},"
	    "{\"number\":\"+9995550\"}],"
	    "\"emails\":[{\"address\":\"Cyber-POC@mfa.example\"}],"
	    "\"languages\":[\"en\",\"zh-Hant\"]}",
	    "lang:3:en lang:3:zh-hant lang:3:zh role:3:diplomatic state:3:xtr "
	    "phone:2:24105551 phone:2:0555999 note:1:desk email:1:cyber "
	    "email:1:poc email:1:mfa email:1:example ");
	expect(SATCHEL_CONTACT,
	    "{\"keys\":[{\"fingerprint\":"
	    "\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\",\"for\":\"a@b\"},"
	    "{\"public\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}]}",
	    "key:3:d7a1738b44e215e4ba77577c9e617f6f4c7ebb5b key:3:"
	    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	    " ");
}

static void
a_party_is_found_by_its_names_and_its_mission(void **state)
{
	(void)state;
	expect(SATCHEL_PARTY,
	    "{\"id\":\"XTR\",\"state\":\"XTR\",\"name\":{\"en\":\"Tarsenia\","
	    "\"fr\":\"Tarsénie\"},\"official_name\":\"Republic\","
	    "\"aliases\":[\"Tarsinia\"],\"languages\":[\"en\"],"
	    "\"holidays\":[{\"date\":\"--05-09\",\"label\":\"Day\"}],"
	    "\"mission\":{\"name\":\"Mission\",\"phones\":[{\"number\":"
	    "\"+1\",\"label\":\"l\"}],\"emails\":[{\"address\":\"a@b\"}]}}",
	    "name:1:tarsenia name:1:tarsenie name:1:republic name:1:tarsinia "
	    "state:3:xtr organization:1:mission phone:2:1 note:1:l email:1:a "
	    "email:1:b ");
}

static void
what_cannot_be_a_term_is_left_out(void **state)
{
	char json[400] = "{\"role\":\"", term[400] = "role:3:";

	(void)state;
	expect(SATCHEL_ZONE, "{\"id\":\"zone:UTC\",\"name\":\"x\"}", "");
	expect(SATCHEL_CONTACT, "{\"role\":\"a b\",\"state\":\"\"}", "");
	expect(SATCHEL_CONTACT, "{\"phones\":[{\"number\":\"+\"}]}", "");
	expect(SATCHEL_CONTACT, "{\"phones\":\"+1\",\"keys\":[\"a\"]}", "");
	expect(SATCHEL_CONTACT, "{\"languages\":[\"-x\"]}", "lang:3:-x ");
	memset(json + 9, 'a', 254);
	strcpy(json + 9 + 254, "\"}");
	memset(term + 7, 'a', 254);
	strcpy(term + 7 + 254, " ");
	expect(SATCHEL_CONTACT, json, term);
	strcpy(json + 9 + 254, "a\"}");
	expect(SATCHEL_CONTACT, json, "");
}

static bool
refuse(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	(void)ctx, (void)f, (void)term, (void)n;
	return sat_fail(err, SATCHEL_ECANCEL, "enough");
}

static void
a_callback_that_refuses_ends_it(void **state)
{
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	struct sat_rd text = sat_rd_of("{\"name\":\"a\"}", 12, 0, "test");
	struct sat_node v;

	(void)state;
	assert_true(sat_json_read(&text, &a, &v, &err));
	assert_false(sat_terms_of(&v, SATCHEL_CONTACT, refuse, NULL, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	sat_arena_free(&a);
}

static void
what_is_no_list_of_terms_is_not_read(void **state)
{
	static const struct {
		const char *p;
		size_t n;
	} bad[] = { { "", 0 }, { "\0", 1 }, { "\0\0", 2 }, { "\0\2a", 3 },
		{ "\14\1a", 3 } };
	struct sat_rd r, term;
	enum sat_field f;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		r = sat_rd_of(bad[i].p, bad[i].n, 0, "test");
		assert_false(sat_terms_next(&r, &f, &term));
		assert_int_equal(r.n, bad[i].n);
	}
	r = sat_rd_of("\13\2ab", 4, 0, "test");
	assert_true(sat_terms_next(&r, &f, &term));
	assert_int_equal(f, SAT_F_LATIN);
	assert_true(sat_rd_is(&term, "ab"));
	assert_true(sat_rd_end(&r));
}

static void
a_phone_term_is_the_last_digits_reversed(void **state)
{
	uint8_t t[9];

	(void)state;
	assert_int_equal(sat_phone_term("", 0, t), 0);
	assert_int_equal(sat_phone_term("+()", 3, t), 0);
	assert_int_equal(sat_phone_term("+12", 3, t), 3);
	assert_memory_equal(t, "\00221", 3);
	assert_int_equal(sat_phone_term("+12 345-678.9", 13, t), 9);
	assert_memory_equal(t, "\00298765432", 9);
}

static void
a_class_has_its_own_fields(void **state)
{
	(void)state;
	assert_int_equal(sat_class_fields(SAT_C_TEXT), 0x83f);
	assert_int_equal(sat_class_fields(SAT_C_PHONE), 0x40);
	assert_int_equal(sat_class_fields(SAT_C_CODE), 0x780);
	assert_int_equal(sat_class_fields(0), 0);
	assert_int_equal(sat_class_fields(4), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_contact_is_found_by_its_text),
		cmocka_unit_test(a_contact_is_found_by_its_codes_and_channels),
		cmocka_unit_test(a_party_is_found_by_its_names_and_its_mission),
		cmocka_unit_test(what_cannot_be_a_term_is_left_out),
		cmocka_unit_test(a_callback_that_refuses_ends_it),
		cmocka_unit_test(what_is_no_list_of_terms_is_not_read),
		cmocka_unit_test(a_phone_term_is_the_last_digits_reversed),
		cmocka_unit_test(a_class_has_its_own_fields),
	};

	return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
