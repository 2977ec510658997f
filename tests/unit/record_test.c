#include "unit.h"

#include "check.h"
#include "format.h"
#include "record.h"
#include "yaml.h"

/* ---- made ------------------------------------------------------------------- */

/* The one document of |yaml|. */
static struct sat_node
parse(const char *yaml, struct sat_arena *a)
{
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct sat_yaml *y;
	struct sat_node root;
	bool more;

	assert_true(sat_yaml_open(
	    (const uint8_t *)yaml, strlen(yaml), "test", &d, &y, &err));
	assert_true(sat_yaml_next(y, a, &root, &more, &err));
	assert_true(more);
	assert_int_equal(d.n, 0);
	assert_true(sat_check_trim(a, &root));
	sat_yaml_close(y);
	sat_diag_free(&d);
	return root;
}

/* The record of the party, or of contact |i| from 0, must be |want|, and be
 * read back. */
static void
made_is(const char *yaml, int i, const char *confirmed, const char *want)
{
	struct sat_arena a = { 0 };
	struct sat_node root = parse(yaml, &a), made;
	const struct sat_node *list = sat_node_get(&root, "contacts");
	struct satchel_record r;
	struct satchel_err err;
	struct sat_wr w;
	struct sat_rd line;

	sat_wr_init(&w, 1 << 20);
	assert_true(sat_record_make(&root, i < 0 ? NULL : &list->u.item[i],
	    confirmed, &a, &made, &err));
	sat_json_write(&made, &w);
	assert_true(sat_wr_done(&w, "record", &err));
	assert_string_equal(text(&w), want);
	line = exact(w.p, w.len);
	if (!sat_record_read(&line, &a, &r, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(r.json_len, line.n);
	assert_memory_equal(r.json, line.p, line.n);
	assert_ptr_not_equal(r.json, line.p);
	drop(&line);
	sat_wr_free(&w);
	sat_arena_free(&a);
}

static const char tarsenia[] =
    "contacts:\n"
    "  - x-xtr-b: [one, '', two]\n"
    "    x-xtr-a: kept\n"
    "    x-xtr-c: ''\n"
    "    note: |\n"
    "      First line.\n"
    "      \"Second\" \\ line.\n"
    "\n"
    "    languages: ['']\n"
    "    phones: [{pref: '1', number: +999 (1) 555-01.42, features: [voice]}]\n"
    "    emails: []\n"
    "    name: Amara Devkota\n"
    "    kind: individual\n"
    "    role: diplomatic\n"
    "    id: dip-1\n"
    "  - {id: tech-1, role: technical, kind: org, name: CERT,\n"
    "     emails: [{address: cert@xtr.example, shared: yes}],\n"
    "     hours: [24/7], timezone: UTC, languages: [ne]}\n"
    "languages: [en, fr]\n"
    "hours: [Su-Th 09:00-17:00]\n"
    "timezone: Asia/Kathmandu\n"
    "revised: 2026-10-01\n"
    "mission: {name: '', phones: [''], emails: [{address: ny@xtr.example}]}\n"
    "holidays: [{label: National Day, date: --05-09}, '']\n"
    "aliases: [Tarsinia, '', Tars\xc3\xa9nie]\n"
    "official_name: Republic of Tarsenia\n"
    "name: {fr: Tars\xc3\xa9nie, en: Tarsenia, ar: '', de: Tarsenien}\n"
    "state: XTR\n"
    "satchel: 1\n";

static void
a_party_is_stored_in_canonical_order_without_what_is_empty(void **state)
{
	(void)state;
	made_is(tarsenia, -1, NULL,
	    "{\"id\":\"XTR\",\"state\":\"XTR\",\"name\":{\"de\":\"Tarsenien\","
	    "\"en\":\"Tarsenia\",\"fr\":\"Tars\xc3\xa9nie\"},"
	    "\"official_name\":\"Republic of Tarsenia\","
	    "\"aliases\":[\"Tarsinia\",\"Tars\xc3\xa9nie\"],"
	    "\"revised\":\"2026-10-01\",\"timezone\":\"Asia/Kathmandu\","
	    "\"hours\":[\"Su-Th 09:00-17:00\"],\"languages\":[\"en\",\"fr\"],"
	    "\"holidays\":[{\"date\":\"--05-09\",\"label\":\"National Day\"}],"
	    "\"mission\":{\"emails\":[{\"address\":\"ny@xtr.example\"}]}}");
}

static void
a_contact_gets_its_partys_names_and_defaults(void **state)
{
	(void)state;
	made_is(tarsenia, 0, "2026-10-05",
	    "{\"id\":\"XTR/dip-1\",\"party\":[\"Tarsenia\",\"Tarsenien\","
	    "\"Tars\xc3\xa9nie\",\"Republic of Tarsenia\",\"Tarsinia\"],"
	    "\"state\":\"XTR\",\"role\":\"diplomatic\","
	    "\"kind\":\"individual\",\"name\":\"Amara Devkota\","
	    "\"phones\":[{\"number\":\"+99915550142\","
	    "\"features\":[\"voice\"],\"pref\":\"1\"}],"
	    "\"languages\":[\"en\",\"fr\"],\"timezone\":\"Asia/Kathmandu\","
	    "\"hours\":[\"Su-Th 09:00-17:00\"],"
	    "\"note\":\"First line.\\n\\\"Second\\\" \\\\ line.\","
	    "\"confirmed\":\"2026-10-05\",\"x-xtr-a\":\"kept\","
	    "\"x-xtr-b\":[\"one\",\"two\"]}");
	made_is(tarsenia, 1, NULL,
	    "{\"id\":\"XTR/tech-1\",\"party\":[\"Tarsenia\",\"Tarsenien\","
	    "\"Tars\xc3\xa9nie\",\"Republic of Tarsenia\",\"Tarsinia\"],"
	    "\"state\":\"XTR\",\"role\":\"technical\",\"kind\":\"org\","
	    "\"name\":\"CERT\",\"emails\":[{\"address\":\"cert@xtr.example\","
	    "\"shared\":\"yes\"}],\"languages\":[\"ne\"],\"timezone\":\"UTC\","
	    "\"hours\":[\"24/7\"]}");
}

static void
the_id_of_an_open_party_is_its_token_and_a_plain_name_is_und(void **state)
{
	static const char yaml[] =
	    "party: lab.example\nname: The Lab\n"
	    "state: XTR\ncontacts: [{id: d, role: r, kind: org, name: Desk, "
	    "phones: [{number: +9991555}]}]\n";

	(void)state;
	made_is(yaml, -1, NULL,
	    "{\"id\":\"lab.example\",\"state\":\"XTR\","
	    "\"name\":{\"und\":\"The Lab\"}}");
	made_is(yaml, 0, NULL,
	    "{\"id\":\"lab.example/d\","
	    "\"party\":[\"The Lab\"],\"state\":\"XTR\",\"role\":\"r\","
	    "\"kind\":\"org\",\"name\":\"Desk\","
	    "\"phones\":[{\"number\":\"+9991555\"}]}");
}

static void
the_shown_name_is_english_else_unknown_else_the_first(void **state)
{
	static const char yaml[] =
	    "party: lab\nname: {zh: C, fr: B, und: A}\n"
	    "contacts: [{id: d, role: r, kind: org, name: D, "
	    "phones: [{number: +9991555}]}]\n";
	static const char first[] =
	    "party: lab\nname: {zh: C, fr: B}\n"
	    "contacts: [{id: d, role: r, kind: org, name: D, "
	    "phones: [{number: +9991555}]}]\n";

	(void)state;
	made_is(yaml, 0, NULL,
	    "{\"id\":\"lab/d\",\"party\":[\"A\",\"B\",\"C\"],"
	    "\"role\":\"r\",\"kind\":\"org\",\"name\":\"D\","
	    "\"phones\":[{\"number\":\"+9991555\"}]}");
	made_is(first, 0, NULL,
	    "{\"id\":\"lab/d\",\"party\":[\"B\",\"C\"],"
	    "\"role\":\"r\",\"kind\":\"org\",\"name\":\"D\","
	    "\"phones\":[{\"number\":\"+9991555\"}]}");
}

/* ---- read -------------------------------------------------------------------- */

static bool
reads(const char *json, struct satchel_err *err)
{
	struct sat_rd line = exact(json, strlen(json));
	struct sat_arena a = { 0 };
	struct satchel_record r = { .id = "untouched" };
	bool ok = sat_record_read(&line, &a, &r, err);

	if (!ok)
		assert_string_equal(r.id, "untouched");
	sat_arena_free(&a);
	drop(&line);
	return ok;
}

#define PHONES "\"phones\":[{\"number\":\"+9991555\"}]"
#define BEGIN                                                                  \
	"{\"id\":\"lab/d\",\"party\":[\"Lab\"],\"role\":\"technical\","        \
	"\"kind\":\"org\",\"name\":\"D\","

static void
what_a_builder_writes_is_read(void **state)
{
	static const struct {
		const char *json, *id;
		enum satchel_kind kind;
	} cases[] = {
		{ BEGIN PHONES "}", "lab/d", SATCHEL_CONTACT },
		{ BEGIN "\"emails\":[{\"address\":\"d@lab.example\"}],"
			"\"keys\":[{\"type\":\"openpgp\",\"fingerprint\":"
			"\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\","
			"\"for\":\"d@lab.example\"}],\"scope\":[\"energy\"]}",
		    "lab/d", SATCHEL_CONTACT },
		{ "{\"id\":\"XTR\",\"state\":\"XTR\",\"name\":{\"en\":\"T\"}}",
		    "XTR", SATCHEL_PARTY },
		{ "{\"id\":\"lab\",\"name\":{\"und\":\"L\"},\"x-a-b\":\"c\","
		  "\"x-a-c\":[\"d\",\"d\"]}",
		    "lab", SATCHEL_PARTY },
		{ "{\"id\":\"zone:Asia/Kathmandu\",\"version\":\"2026f\","
		  "\"offsets\":[[1793491200,20700,\"+0545\"]]}",
		    "zone:Asia/Kathmandu", SATCHEL_ZONE },
		{ "{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		  "\"offsets\":[[-5,0,\"UTC\"],[0,-93599,\"UTC\"],"
		  "[1,-93599,\"X\"]]}",
		    "zone:UTC", SATCHEL_ZONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_rd line = rd(cases[i].json), id;
		struct sat_arena a = { 0 };
		struct satchel_record r;
		struct satchel_err err;

		if (!sat_record_read(&line, &a, &r, &err))
			fail_msg("%s: %s", cases[i].json, err.msg);
		assert_string_equal(r.id, cases[i].id);
		assert_int_equal(r.kind, cases[i].kind);
		assert_int_equal(
		    sat_record_kind(r.id, strlen(r.id)), cases[i].kind);
		assert_true(sat_record_id(&line, &id));
		assert_true(sat_rd_is(&id, cases[i].id));
		sat_arena_free(&a);
	}
}

static void
what_no_builder_could_have_written_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"{}",
		"[]",
		"1",
		"\"a\"",
		"{\"id\":1}",
		/* ids */
		"{\"id\":\"\",\"name\":{\"en\":\"T\"}}",
		"{\"id\":\"a b\",\"name\":{\"en\":\"T\"}}",
		"{\"name\":{\"en\":\"T\"},\"id\":\"lab\"}",
		"{\"id\":\"lab/d/e\",\"name\":{\"en\":\"T\"}}",
		"{\"id\":\"zone:../etc\",\"version\":\"1\","
		"\"offsets\":[[0,0,\"U\"]]}",
		/* keys: unknown, out of order, twice, missing, of another kind */
		BEGIN PHONES ",\"colour\":\"red\"}",
		BEGIN PHONES ",\"unit\":\"U\"}",
		BEGIN PHONES "," PHONES "}",
		BEGIN PHONES ",\"satchel\":\"1\"}",
		BEGIN "\"unit\":\"U\"}",
		"{\"id\":\"lab/d\",\"role\":\"r\",\"kind\":\"org\","
		"\"name\":\"D\"," PHONES "}",
		"{\"id\":\"lab\"}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"contacts\":[]}",
		"{\"id\":\"lab\",\"party\":\"lab\",\"name\":{\"en\":\"T\"}}",
		/* spaces */
		"{ \"id\":\"lab\",\"name\":{\"en\":\"T\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"}}\n",
		/* values */
		"{\"id\":\"lab\",\"name\":\"T\"}",
		"{\"id\":\"lab\",\"name\":{}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\" T\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\\n\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\xe2\x80\xae\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"\xff\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"a\tb\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"a\\tb\"}}",
		"{\"id\":\"lab\",\"name\":{\"fr\":\"T\",\"en\":\"T\"}}",
		"{\"id\":\"lab\",\"name\":{\"e\":\"T\"}}",
		"{\"id\":\"lab\",\"state\":\"xtr\",\"name\":{\"en\":\"T\"}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"mission\":{}}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"aliases\":[]}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"aliases\":\"A\"}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"hours\":[\"Mo\"]}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"revised\":1}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},"
		"\"revised\":\"2026-02-30\"}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"x-b-c\":\"1\","
		"\"x-a-c\":\"1\"}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"x-b-c\":[[\"1\"]]}",
		"{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"x-b-c\":[]}",
		BEGIN "\"phones\":[{\"number\":\"+999 1555\"}]}",
		BEGIN "\"phones\":[{\"number\":\"+9991555\",\"x-a-b\":\"c\"}]}",
		BEGIN "\"phones\":[{\"ext\":\"1\"}]}",
		BEGIN "\"phones\":[{}]}",
		BEGIN "\"phones\":[\"+9991555\"]}",
		BEGIN "\"phones\":{\"number\":\"+9991555\"}}",
		BEGIN "\"emails\":[{\"address\":\"d\"}]}",
		"{\"id\":\"lab/d\",\"party\":[\"Lab\",\"Lab\"],\"role\":\"r\","
		"\"kind\":\"org\",\"name\":\"D\"," PHONES "}",
		"{\"id\":\"lab/d\",\"party\":[\"Lab\"],\"role\":\"r\","
		"\"kind\":\"robot\",\"name\":\"D\"," PHONES "}",
		"{\"id\":\"lab/d\",\"party\":[\"Lab\"],\"role\":\"r\","
		"\"kind\":\"org\",\"name\":\"D\"," PHONES ",\"scope\":[\"a\"]}",
		BEGIN PHONES ",\"keys\":[{\"type\":\"ed25519\"}]}",
		BEGIN PHONES
		",\"keys\":[{\"type\":\"openpgp\","
		"\"public\":"
		"\"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"}]}",
		BEGIN PHONES ",\"keys\":[{\"type\":\"smime\",\"fingerprint\":"
			     "\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\"}]}",
		BEGIN PHONES ",\"keys\":[{\"type\":\"openpgp\",\"fingerprint\":"
			     "\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\","
			     "\"for\":\"d@lab.example\"}]}",
		BEGIN PHONES ",\"valid_from\":\"2026-11-02\","
			     "\"valid_until\":\"2026-11-01\"}",
		/* zones */
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\",\"offsets\":[]}",
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		"\"offsets\":[[0,0]]}",
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		"\"offsets\":[0,0,\"UTC\"]}",
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		"\"offsets\":[[0,93600,\"UTC\"]]}",
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		"\"offsets\":[[0,0,\"UTC\"],[0,1,\"UTC\"]]}",
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		"\"offsets\":[[0,0,\"UTC\"],[1,0,\"UTC\"]]}",
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		"\"offsets\":[[\"0\",0,\"UTC\"]]}",
		"{\"id\":\"zone:UTC\",\"version\":\"2026f\","
		"\"offsets\":[[0,0,\"U T\"]]}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct satchel_err err = { 0 };

		if (reads(bad[i], &err))
			fail_msg("was read: %s", bad[i]);
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_true(err.msg[0] != '\0');
	}
}

/* A party with |n| times the character |c| in its name. */
static bool
reads_long_name(size_t n)
{
	static char json[4096];
	struct satchel_err err;
	size_t len = (size_t)snprintf(
	    json, sizeof(json), "{\"id\":\"lab\",\"name\":{\"en\":\"");

	for (size_t i = 0; i < n; i++, len += 2)
		memcpy(json + len, "\xc3\xa9", 2);
	(void)snprintf(json + len, sizeof(json) - len, "\"}}");
	return reads(json, &err);
}

static bool
reads_aliases(size_t n)
{
	static char json[4096];
	struct satchel_err err;
	size_t len = (size_t)snprintf(json, sizeof(json),
	    "{\"id\":\"lab\",\"name\":{\"en\":\"T\"},\"aliases\":[\"a\"");

	for (size_t i = 1; i < n; i++, len += 4)
		memcpy(json + len, ",\"a\"", 4);
	(void)snprintf(json + len, sizeof(json) - len, "]}");
	return reads(json, &err);
}

static void
lengths_count_up_to_their_limit(void **state)
{
	(void)state;
	assert_true(reads_long_name(200));
	assert_false(reads_long_name(201));
	assert_true(reads_aliases(32));
	assert_false(reads_aliases(33));
}

static void
a_record_of_over_64_kib_is_refused(void **state)
{
	static char json[SAT_MAX_RECORD + 100];
	struct sat_rd line = sat_rd_of(json, SAT_MAX_RECORD + 1, 0, "test");
	struct sat_arena a = { 0 };
	struct satchel_record r;
	struct satchel_err err;

	(void)state;
	memset(json, ' ', sizeof(json));
	assert_false(sat_record_read(&line, &a, &r, &err));
	assert_non_null(strstr(err.msg, "65537"));
	sat_arena_free(&a);
}

static void
an_id_is_found_without_reading_on(void **state)
{
	static const char *const bad[] = { "", "{", "{\"id\":\"", "{\"id\":\"a",
		"{\"id\":\"\"", "{\"name\":\"a\"", " {\"id\":\"a\"" };
	struct sat_rd id = rd("untouched"), line = rd("{\"id\":\"lab/d\",oops");

	(void)state;
	assert_true(sat_record_id(&line, &id));
	assert_true(sat_rd_is(&id, "lab/d"));
	id = rd("untouched");
	for (size_t i = 0; i < COUNT(bad); i++) {
		line = rd(bad[i]);
		assert_false(sat_record_id(&line, &id));
		assert_true(sat_rd_is(&id, "untouched"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_party_is_stored_in_canonical_order_without_what_is_empty),
		cmocka_unit_test(a_contact_gets_its_partys_names_and_defaults),
		cmocka_unit_test(
		    the_id_of_an_open_party_is_its_token_and_a_plain_name_is_und),
		cmocka_unit_test(
		    the_shown_name_is_english_else_unknown_else_the_first),
		cmocka_unit_test(what_a_builder_writes_is_read),
		cmocka_unit_test(what_no_builder_could_have_written_is_refused),
		cmocka_unit_test(lengths_count_up_to_their_limit),
		cmocka_unit_test(a_record_of_over_64_kib_is_refused),
		cmocka_unit_test(an_id_is_found_without_reading_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
