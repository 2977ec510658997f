#include "index_fixture.h"

#include "query.h"

/* Invented people; sorted by id. */
static const char *const roster[] = {
	"{\"id\":\"XTR\",\"state\":\"XTR\",\"name\":{\"ar\":\"تارسينيا\","
	"\"en\":\"Tarsenia\",\"fr\":\"Tarsénie\"},\"official_name\":"
	"\"Republic of Tarsenia\",\"aliases\":[\"Tarsinia\",\"Old Tarsen\"],"
	"\"mission\":{\"name\":\"Permanent Mission of Tarsenia\",\"phones\":"
	"[{\"number\":\"+9992125550100\"}],\"emails\":[{\"address\":"
	"\"mission-ny@mfa.gov.example\"}]}}",
	"{\"id\":\"XTR/"
	"dip-1\",\"party\":[\"Tarsenia\",\"Tarsénie\",\"Tarsinia\"],"
	"\"state\":\"XTR\",\"role\":\"diplomatic\",\"kind\":\"individual\","
	"\"name\":\"Amara "
	"Devkota\",\"salutation\":\"Ms.\",\"title\":\"Director, "
	"Cyber\",\"organization\":\"Ministry of Foreign Affairs\",\"unit\":"
	"\"International Security\",\"phones\":[{\"number\":\"+99915550142\"},"
	"{\"number\":\"+999985550177\"}],\"emails\":[{\"address\":"
	"\"cyber-poc@mfa.gov.example\"}],\"languages\":[\"en\",\"fr\",\"ne\"]}",
	"{\"id\":\"XTR/tech-1\",\"party\":[\"Tarsenia\",\"Tarsénie\","
	"\"Tarsinia\"],\"state\":\"XTR\",\"role\":\"technical\",\"kind\":"
	"\"org\","
	"\"name\":\"Tarsenia National CERT duty desk\",\"organization\":"
	"\"National Cyber Security Agency\",\"phones\":[{\"number\":"
	"\"+99915550911\"}],\"emails\":[{\"address\":\"duty@cert.gov.example\"}"
	"],"
	"\"languages\":[\"en\",\"ar\"],\"keys\":[{\"type\":\"openpgp\","
	"\"fingerprint\":\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\"}]}",
	"{\"id\":\"XUV\",\"state\":\"XUV\",\"name\":{\"en\":\"Uvania\"}}",
	"{\"id\":\"XUV/"
	"dip-1\",\"party\":[\"Uvania\"],\"state\":\"XUV\",\"role\":"
	"\"diplomatic\",\"kind\":\"individual\",\"name\":\"Jürgen Müller\","
	"\"title\":\"Officer\",\"organization\":\"Affairs Foreign Desk\","
	"\"phones\":[{\"number\":\"+9989995550142\"}],\"languages\":[\"de\"],"
	"\"note\":\"Room 2026; ask for Amara. Backup 112 555 0142.\"}",
	"{\"id\":\"XUV/"
	"dip-2\",\"party\":[\"Uvania\"],\"state\":\"XUV\",\"role\":"
	"\"diplomatic\",\"kind\":\"org\",\"name\":\"外交部領事局\",\"name_"
	"latin\":"
	"\"Consular "
	"Bureau\",\"organization\":\"외교부\",\"phones\":[{\"number\":"
	"\"+9980000002026\"}],\"languages\":[\"zh-Hant\"]}",
	"{\"id\":\"XUV/"
	"tech-1\",\"party\":[\"Uvania\"],\"state\":\"XUV\",\"role\":"
	"\"technical\",\"kind\":\"individual\",\"name\":\"Yıldız Şahin\","
	"\"title\":\"Engineer\",\"organization\":\"CERT Uvania\",\"emails\":"
	"[{\"address\":\"tech@cert.uv.example\"}],\"languages\":[\"tr\"],"
	"\"note\":\"Affaire.\"}",
	"{\"id\":\"zone:UTC\",\"version\":\"2026a\",\"offsets\":[[1793491200,0,"
	"\"UTC\"]]}",
};
enum { ROSTER = sizeof(roster) / sizeof(roster[0]) };

struct world {
	struct index_fixture x;
	struct sat_arena a;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	ix_init(&w->x, roster, ROSTER, 1 << 20);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	ix_free(&w->x);
	sat_arena_free(&w->a);
	free(w);
	return 0;
}

/* |query| is words with "|" between. */
static bool
ask(struct world *w, const char *query, size_t limit, struct satchel_hits *hits,
    struct satchel_err *err)
{
	const char *word[64];
	char *s = sat_arena_copy(&w->a, query, strlen(query));
	size_t n = 0;

	for (char *p = s; p != NULL; n++) {
		char *bar = strchr(p, '|');

		if (bar != NULL)
			*bar++ = '\0';
		word[n] = p;
		p = bar;
	}
	return sat_query(w->x.t, word, n, limit, &w->a, hits, err);
}

/* "id:match:field " of each hit, then "word=meant " of each guess. */
static void
expect(void **state, const char *query, const char *answer)
{
	static const char *const match[] = { "exact", "prefix", "fuzzy",
		"part" };
	struct world *w = *state;
	struct satchel_hits h;
	struct satchel_err err = { 0 };
	struct sat_wr out;

	if (!ask(w, query, 20, &h, &err))
		fail_msg("%s: %s", query, err.msg);
	sat_wr_init(&out, 1 << 16);
	for (size_t i = 0; i < h.n; i++)
		sat_wr_printf(&out, "%s:%s:%s ", h.hit[i].record.id,
		    match[h.hit[i].match], h.hit[i].field);
	for (size_t i = 0; i < h.guesses; i++)
		sat_wr_printf(
		    &out, "%s=%s ", h.guess[i].word, h.guess[i].meant);
	sat_wr_u8(&out, 0);
	if (strcmp((char *)out.p, answer) != 0)
		fail_msg("%s:\n  found    %s\n  expected %s", query,
		    (char *)out.p, answer);
	assert_int_equal(h.total, h.n);
	assert_false(h.more);
	sat_wr_free(&out);
}

static void
a_word_is_found_without_its_accents_and_in_the_best_field_first(void **state)
{
	expect(state, "muller", "XUV/dip-1:exact:name ");
	expect(state, "MÜLLER", "XUV/dip-1:exact:name ");
	expect(state, "yildiz sahin", "XUV/tech-1:exact:name ");
	expect(state, "amara", "XTR/dip-1:exact:name XUV/dip-1:exact:note ");
	expect(state, "affairs",
	    "XTR/dip-1:exact:organization XUV/dip-1:exact:organization ");
	expect(state, "تارسينيا", "XTR:exact:name ");
	expect(state, "ms.", "XTR/dip-1:exact:title ");
}

static void
all_words_must_be_met(void **state)
{
	expect(state, "tarsinia|cert", "XTR/tech-1:exact:name ");
	expect(state, "tarsinia cert", "XTR/tech-1:exact:name ");
	expect(state, "uvania|cert", "XUV/tech-1:exact:organization ");
	expect(state, "amara|muller", "XUV/dip-1:exact:name ");
	expect(state, "devkota|muller", "");
	expect(state, "devkota|nosuchword", "");
	expect(state, "technical|cert",
	    "XTR/tech-1:exact:name XUV/tech-1:exact:organization ");
}

static void
a_party_shows_its_contacts(void **state)
{
	expect(state, "XTR",
	    "XTR:exact:id XTR/dip-1:exact:party XTR/tech-1:exact:party ");
	expect(state, "xtr",
	    "XTR:exact:id XTR/dip-1:exact:party XTR/tech-1:exact:party ");
	expect(state, "tarsenia",
	    "XTR:exact:name XTR/tech-1:exact:name XTR/dip-1:exact:party ");
	expect(state, "xtr/dip-1", "XTR/dip-1:exact:id ");
	expect(state, "XTR/DIP-1", "XTR/dip-1:exact:id ");
	expect(state, "xtr|technical", "XTR/tech-1:exact:role ");
	expect(state, "zone:UTC|x" + 9, "");
}

static void
a_field_narrows_a_word(void **state)
{
	expect(state, "name:amara", "XTR/dip-1:exact:name ");
	expect(state, "note:amara", "XUV/dip-1:exact:note ");
	expect(state, "Notes:|amara", "XUV/dip-1:exact:note ");
	expect(state, "state:xuv|role:technical", "XUV/tech-1:exact:role ");
	expect(state, "lang:fr", "XTR/dip-1:exact:lang ");
	expect(state, "lang:zh", "XUV/dip-2:exact:lang ");
	expect(state, "language:zh-Hant", "XUV/dip-2:exact:lang ");
	expect(state, "fr", "");
	expect(state, "org:cert", "XUV/tech-1:exact:organization ");
	expect(state, "email:cert",
	    "XTR/tech-1:exact:email XUV/tech-1:exact:email ");
	expect(state, "title:director", "XTR/dip-1:exact:title ");
	expect(state, "party:uvania",
	    "XUV/dip-1:exact:party XUV/dip-2:exact:party "
	    "XUV/tech-1:exact:party ");
	expect(
	    state, "org:\"foreign affairs\"", "XTR/dip-1:exact:organization ");
}

static void
words_in_one_are_met_side_by_side(void **state)
{
	expect(state, "foreign-affairs", "XTR/dip-1:exact:organization ");
	expect(state, "foreign|affairs",
	    "XTR/dip-1:exact:organization XUV/dip-1:exact:organization ");
	expect(state, "duty@cert.gov.example", "XTR/tech-1:exact:email ");
	expect(state, "cert@duty.gov.example", "");
	expect(state, "Duty@CERT.gov.example", "XTR/tech-1:exact:email ");
	expect(state, "\"foreign affairs\"", "XTR/dip-1:exact:organization ");
	expect(state, "\"gn aff\"", "XTR/dip-1:part:organization ");
	expect(state, "\"gn desk\"", "XUV/dip-1:part:organization ");
	expect(state, "外交部", "XUV/dip-2:exact:name ");
	expect(state, "外交", "XUV/dip-2:exact:name ");
	expect(state, "部", "XUV/dip-2:exact:name ");
	expect(state, "外部", "");
	expect(state, "외교부", "XUV/dip-2:exact:organization ");
}

static void
a_word_that_is_not_there_is_guessed_and_said_so(void **state)
{
	expect(state, "devk", "XTR/dip-1:prefix:name devk=devkota ");
	expect(state, "devkotta", "XTR/dip-1:fuzzy:name devkotta=devkota ");
	expect(state, "evkota", "XTR/dip-1:fuzzy:name evkota=devkota ");
	expect(state, "edvkota", "XTR/dip-1:fuzzy:name edvkota=devkota ");
	expect(
	    state, "minstry|devkota", "XTR/dip-1:fuzzy:name minstry=ministry ");
	expect(state, "internatinal|securty",
	    "XTR/dip-1:fuzzy:organization internatinal=international "
	    "securty=security ");
	expect(state, "vkot", "XTR/dip-1:part:name vkot=devkota ");
	expect(state, "dutty@cert.gov.example",
	    "XTR/tech-1:fuzzy:email dutty=duty ");
	expect(state, "techn|xuv", "XUV/tech-1:prefix:role techn=technical ");
	expect(state, "role:tehcnical|xuv",
	    "XUV/tech-1:fuzzy:role role:tehcnical=technical ");
	expect(state, "xyz", "");
	expect(state, "q", "");
	expect(state, "amxry", "");
}

static void
words_that_nowhere_stand_together_are_guessed_too(void **state)
{
	/* "tarsen" is a name of the party alone */
	expect(state, "tarsen|technical",
	    "XTR/tech-1:prefix:name tarsen=tarsenia tarsen=tarsenie ");
	/* "affaire" stands in a note elsewhere */
	expect(state, "affaire|ministry",
	    "XTR/dip-1:fuzzy:organization affaire=affairs ");
	expect(state, "affaire|sahin", "XUV/tech-1:exact:name ");
	expect(state, "devkota|muller", "");
	expect(state, "name:\"devkota\"|\"affaire\"", "");
}

static void
a_star_and_quotes_are_no_guesses(void **state)
{
	expect(state, "devk*", "XTR/dip-1:prefix:name ");
	expect(state, "amara*", "XTR/dip-1:exact:name XUV/dip-1:exact:note ");
	expect(state, "nat*|cert", "XTR/tech-1:prefix:name ");
	expect(state, "\"vkot\"", "XTR/dip-1:part:name ");
	expect(state, "name:\"kot\"", "XTR/dip-1:part:name ");
	expect(state, "name:dev*", "XTR/dip-1:prefix:name ");
	expect(state, "role:dip*|state:xtr", "XTR/dip-1:prefix:role ");
}

static void
a_number_is_found_however_it_is_written(void **state)
{
	static const char *const written[] = { "+99915550142",
		"+999 1 555 0142", "+999|1|555|0142", "0099915550142",
		"+999-1-555-0142", "+999 (0)1 555 0142", "999/1/5550142",
		"99915550142", "tel:+999.1.555.0142", "phone:|+999|1|555|0142",
		"٩٩٩١٥٥٥٠١٤٢" };

	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++)
		expect(state, written[i], "XTR/dip-1:exact:phone ");
	expect(state, "01 555 0142", "XTR/dip-1:exact:phone ");
	expect(state, "+1|555|0142", "");
	expect(state, "+5550142", "");
}

static void
the_end_of_a_number_finds_all_that_end_so(void **state)
{
	expect(
	    state, "5550142", "XTR/dip-1:exact:phone XUV/dip-1:exact:phone ");
	expect(
	    state, "555-0142", "XTR/dip-1:exact:phone XUV/dip-1:exact:phone ");
	expect(state, "0142", "XUV/dip-1:exact:note XTR/dip-1:prefix:phone ");
	expect(state, "phone:42",
	    "XTR/dip-1:prefix:phone XUV/dip-1:prefix:phone ");
	expect(state, "2026", "XUV/dip-1:exact:note XUV/dip-2:prefix:phone ");
	expect(state, "note:2026", "XUV/dip-1:exact:note ");
	expect(state, "112|555|0142", "XUV/dip-1:exact:note ");
	/* no number, so its words one by one */
	expect(state, "112|5550142", "XUV/dip-1:exact:phone ");
}

static void
a_key_is_found_whole_or_by_its_beginning_but_never_with_a_typo(void **state)
{
	expect(state, "D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B",
	    "XTR/tech-1:exact:key ");
	expect(state,
	    "key:\"D7A1 738B 44E2 15E4 BA77 577C 9E61 7F6F 4C7E BB5B\"",
	    "XTR/tech-1:exact:key ");
	expect(state,
	    "key:d7:a1:73:8b:44:e2:15:e4:ba:77:57:7c:9e:61:7f:6f:4c:7e:"
	    "bb:5b",
	    "XTR/tech-1:exact:key ");
	expect(state, "key:d7a1738b",
	    "XTR/tech-1:prefix:key key:d7a1738b="
	    "d7a1738b44e215e4ba77577c9e617f6f4c7ebb5b ");
	expect(state, "key:D7A1738B44E215E4BA77577C9E617F6F4C7EBB5C", "");
	expect(state, "D7A1738B44E215E4BA77577C9E617F6F4C7EBB5C", "");
}

static void
more_than_the_limit_are_counted_or_said_to_be_more(void **state)
{
	struct world *w = *state;
	struct satchel_hits h;

	assert_true(ask(w, "role:diplomatic", 1, &h, NULL));
	assert_int_equal(h.n, 1);
	assert_string_equal(h.hit[0].record.id, "XTR/dip-1");
	assert_int_equal(h.total, 3);
	assert_false(h.more);
	assert_true(ask(w, "cert", 1, &h, NULL));
	assert_int_equal(h.n, 1);
	assert_string_equal(h.hit[0].record.id, "XTR/tech-1");
	assert_true(h.total >= 2 || h.more);
	assert_true(ask(w, "xuv", 2, &h, NULL));
	assert_int_equal(h.n, 2);
	assert_int_equal(h.total, 4);
	assert_true(ask(w, "role:technical|lang:en", SIZE_MAX, &h, NULL));
	assert_int_equal(h.total, 1);
}

static void
a_query_that_makes_no_sense_is_refused(void **state)
{
	static const char *const bad[] = { "", "  ", "--", "lnag:fr",
		"name:", "\"open", "name:\"open", "a\xff", "...|-" };
	struct world *w = *state;
	struct satchel_hits h = { .n = 77 };
	struct satchel_err err;
	char *big = calloc(1, 5000);

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err.code = SATCHEL_OK;
		assert_false(ask(w, bad[i], 20, &h, &err));
		assert_int_equal(err.code, SATCHEL_EUSAGE);
		assert_int_equal(h.n, 77);
	}
	assert_false(ask(w, "a", 0, &h, &err));
	assert_int_equal(err.code, SATCHEL_EUSAGE);
	memset(big, 'a', 4096);
	assert_true(ask(w, big, 20, &h, &err));
	big[4096] = 'a';
	assert_false(ask(w, big, 20, &h, &err));
	for (size_t i = 0; i < 4096; i++)
		big[i] = "a "[i % 2];
	big[128] = '\0';
	assert_true(ask(w, big, 20, &h, &err));
	big[128] = 'a';
	big[129] = '\0';
	assert_false(ask(w, big, 20, &h, &err));
	free(big);
}

static void
records_are_found_by_id_and_by_ordinal(void **state)
{
	struct world *w = *state;
	struct satchel_record r;
	struct satchel_err err;

	for (size_t i = 0; i < ROSTER; i++) {
		struct satchel_record s;

		assert_true(sat_lookup_ordinal(w->x.t, i, &w->a, &r, &err));
		assert_int_equal(r.json_len, strlen(roster[i]));
		assert_memory_equal(r.json, roster[i], r.json_len);
		assert_true(sat_lookup_id(w->x.t, r.id, &w->a, &s, &err));
		assert_string_equal(r.id, s.id);
	}
	assert_false(sat_lookup_ordinal(w->x.t, ROSTER, &w->a, &r, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_false(sat_lookup_id(w->x.t, "XTR/dip", &w->a, &r, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_false(sat_lookup_id(w->x.t, "", &w->a, &r, &err));
	assert_false(sat_lookup_id(w->x.t, "zzz", &w->a, &r, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_word_is_found_without_its_accents_and_in_the_best_field_first),
		cmocka_unit_test(all_words_must_be_met),
		cmocka_unit_test(a_party_shows_its_contacts),
		cmocka_unit_test(a_field_narrows_a_word),
		cmocka_unit_test(words_in_one_are_met_side_by_side),
		cmocka_unit_test(
		    a_word_that_is_not_there_is_guessed_and_said_so),
		cmocka_unit_test(
		    words_that_nowhere_stand_together_are_guessed_too),
		cmocka_unit_test(a_star_and_quotes_are_no_guesses),
		cmocka_unit_test(a_number_is_found_however_it_is_written),
		cmocka_unit_test(the_end_of_a_number_finds_all_that_end_so),
		cmocka_unit_test(
		    a_key_is_found_whole_or_by_its_beginning_but_never_with_a_typo),
		cmocka_unit_test(
		    more_than_the_limit_are_counted_or_said_to_be_more),
		cmocka_unit_test(a_query_that_makes_no_sense_is_refused),
		cmocka_unit_test(records_are_found_by_id_and_by_ordinal),
	};

	return cmocka_run_group_tests_name("query", tests, set_up, tear_down);
}
