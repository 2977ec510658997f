#include "index_fixture.h"

#include "meant.h"
#include "unit.h"

#define PARTY(id, name, more) "{\"id\":\"" id "\",\"name\":" name more "}"
#define CONTACT(id, party, role, name, more)                                   \
	"{\"id\":\"" id "\",\"party\":[" party "],\"role\":\"" role            \
	"\",\"kind\":\"org\",\"name\":\"" name                                 \
	"\",\"phones\":[{\"number\":\"+9991555001\"}]" more "}"
#define TARSENIA "\"Tarsenia\",\"Tars\xc3\xa9nie\",\"Old Tarsen\""

/* In order of id, as bytes. */
static const char *const lines[] = {
	PARTY("TECH", "{\"en\":\"Technia\"}", ""),
	CONTACT("TECH/desk", "\"Technia\"", "diplomatic", "Desk", ""),
	PARTY("XKB", "{\"en\":\"Kambria\"}", ",\"aliases\":[\"Saint Orrin\"]"),
	CONTACT("XKB/dip-1", "\"Kambria\",\"Saint Orrin\"", "diplomatic",
	    "Emergency line", ",\"note\":\"In Tarsenia until May\""),
	PARTY("XOR", "{\"en\":\"Orrin Islands\"}",
	    ",\"aliases\":[\"Saint Orrin\"]"),
	CONTACT("XOR/dip-1", "\"Orrin Islands\",\"Saint Orrin\"", "diplomatic",
	    "Deputy Secretary", ""),
	PARTY("XTR", "{\"en\":\"Tarsenia\",\"fr\":\"Tars\xc3\xa9nie\"}",
	    ",\"official_name\":\"Republic of Tarsenia\",\"aliases\":[\"Old "
	    "Tarsen\"]"),
	PARTY("XTR-1", "{\"en\":\"Another\"}", ""),
	CONTACT("XTR-1/a", "\"Another\"", "legal", "Tarsenia House", ""),
	CONTACT("XTR/dip-1", TARSENIA, "diplomatic", "Amara Devkota", ""),
	CONTACT("XTR/dip-2", TARSENIA, "diplomatic", "Operations Room", ""),
	CONTACT("XTR/tech-1", TARSENIA, "technical", "National CERT", ""),
	PARTY("XZZ", "{\"en\":\"Mission Alone\"}", ""),
};

struct got {
	char ids[256];
	size_t n, stop;
};

static bool
each(void *ctx, const struct satchel_record *r, uint64_t ordinal)
{
	struct got *g = ctx;

	assert_true(ordinal < COUNT(lines));
	assert_string_equal(r->json, lines[ordinal]);
	if (r->kind == SATCHEL_CONTACT) {
		strcat(g->ids, g->ids[0] == '\0' ? "" : " ");
		strcat(g->ids, r->id);
		g->n++;
	}
	return g->stop == 0 || g->n < g->stop;
}

static void
make(struct index_fixture *x)
{
	ix_init(x, lines, COUNT(lines), 0);
}

struct asked {
	const char *word[4];
	const char *ids, *party;
	bool several;
};

static void
ask(struct index_fixture *x, const struct asked *c)
{
	struct sat_lookup l = { 0 };
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	struct got g = { .n = 0 };
	struct sat_meant m = { .tree = x->t,
		.lookup = &l,
		.a = &a,
		.err = &err,
		.each = each,
		.ctx = &g };
	size_t n = 0;

	while (n < 4 && c->word[n] != NULL)
		n++;
	if (!sat_meant_words(&m, c->word, n))
		fail_msg("%s: %s", c->word[0], err.msg);
	if (strcmp(g.ids, c->ids) != 0)
		fail_msg(
		    "%s %s: %s", c->word[0], n > 1 ? c->word[1] : "", g.ids);
	if (strcmp(m.party, c->party) != 0 || m.several != c->several)
		fail_msg("%s: party %s", c->word[0], m.party);
	sat_meant_free(&m);
	sat_lookup_free(&l);
	sat_arena_free(&a);
}

#define ALL "XTR/dip-1 XTR/dip-2 XTR/tech-1"

static void
a_party_by_any_of_its_names_is_that_party_alone(void **state)
{
	static const struct asked cases[] = {
		{ { "XTR" }, ALL, "XTR", false },
		{ { "xtr" }, ALL, "XTR", false },
		{ { "tarsenia" }, ALL, "XTR", false },
		{ { "TARSENIE" }, ALL, "XTR", false },
		{ { "republic of tarsenia" }, ALL, "XTR", false },
		{ { "Republic", "of", "Tarsenia" }, ALL, "XTR", false },
		{ { "old", "tarsen" }, ALL, "XTR", false },
		{ { "tarsania" }, ALL, "XTR", false }, /* a typo */
		{ { "tarseni" }, ALL, "XTR", false },  /* a beginning */
		{ { "XZZ" }, "", "XZZ", false },       /* has no contact */
		{ { "mission", "alone" }, "", "XZZ", false },
		{ { "xtr-1" }, "XTR-1/a", "XTR-1", false },
	};
	struct index_fixture x;

	(void)state;
	make(&x);
	for (size_t i = 0; i < COUNT(cases); i++)
		ask(&x, &cases[i]);
	ix_free(&x);
}

static void
more_words_tell_which_of_its_contacts(void **state)
{
	static const struct asked cases[] = {
		{ { "xtr", "dip" }, "XTR/dip-1 XTR/dip-2", "XTR", false },
		{ { "XTR", "DIPLO" }, "XTR/dip-1 XTR/dip-2", "XTR", false },
		{ { "xtr", "dip-2" }, "XTR/dip-2", "XTR", false },
		{ { "xtr", "tech" }, "XTR/tech-1", "XTR", false },
		{ { "xtr", "cert" }, "XTR/tech-1", "XTR", false },
		{ { "xtr", "amara" }, "XTR/dip-1", "XTR", false },
		{ { "tarsenia", "cert" }, "XTR/tech-1", "XTR", false },
		{ { "tarsenia", "dip" }, "XTR/dip-1 XTR/dip-2", "XTR", false },
		{ { "old", "tarsen", "tech" }, "XTR/tech-1", "XTR", false },
		{ { "saint", "orrin", "dip" }, "XKB/dip-1 XOR/dip-1", "XOR",
		    true },
		{ { "saint", "orrin", "secretary" }, "XOR/dip-1", "XOR",
		    false },
		{ { "tarsenia", "house" }, "XTR-1/a", "XTR-1", false },
		{ { "xtr", "zzzzqqqq" }, "", "", false },
		{ { "tarsenia", "zzzzqqqq" }, "", "", false },
		{ { "zzzzqqqq" }, "", "", false },
	};
	struct index_fixture x;

	(void)state;
	make(&x);
	for (size_t i = 0; i < COUNT(cases); i++)
		ask(&x, &cases[i]);
	ix_free(&x);
}

static void
ids_are_each_met_once(void **state)
{
	static const struct asked cases[] = {
		{ { "XTR/dip-1" }, "XTR/dip-1", "XTR", false },
		{ { "xtr/DIP-1" }, "XTR/dip-1", "XTR", false },
		{ { "xtr/dip-1", "xtr/dip-2" }, "XTR/dip-1 XTR/dip-2", "XTR",
		    false },
		{ { "xtr/dip-1", "xtr/dip-1" }, "XTR/dip-1", "XTR", false },
		{ { "xtr/dip-1", "xor", "xtr" }, "XOR/dip-1 " ALL, "XTR",
		    true },
		{ { "xor", "xkb" }, "XOR/dip-1 XKB/dip-1", "XKB", true },
		{ { "xtr", "tech" }, "XTR/tech-1", "XTR", false },
		{ { "tech", "xtr" }, "TECH/desk " ALL, "XTR", true },
	};
	struct index_fixture x;

	(void)state;
	make(&x);
	for (size_t i = 0; i < COUNT(cases); i++)
		ask(&x, &cases[i]);
	ix_free(&x);
}

static void
words_that_are_no_name_are_a_query(void **state)
{
	static const struct asked cases[] = {
		{ { "saint", "orrin" }, "XKB/dip-1 XOR/dip-1", "XOR", true },
		{ { "orrin" }, "XKB/dip-1 XOR/dip-1", "XOR", true },
		{ { "emergency" }, "XKB/dip-1", "XKB", false },
		{ { "role:legal" }, "XTR-1/a", "XTR-1", false },
		{ { "house" }, "XTR-1/a", "XTR-1", false },
	};
	struct index_fixture x;

	(void)state;
	make(&x);
	for (size_t i = 0; i < COUNT(cases); i++)
		ask(&x, &cases[i]);
	ix_free(&x);
}

static void
a_role_and_all(void **state)
{
	struct index_fixture x;
	struct sat_lookup l = { 0 };
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	struct got g = { .n = 0 };
	struct sat_meant m = {
		.lookup = &l, .a = &a, .err = &err, .each = each, .ctx = &g
	};

	(void)state;
	make(&x);
	m.tree = x.t;
	assert_true(sat_meant_role(&m, "technical"));
	assert_string_equal(g.ids, "XTR/tech-1");
	memset(&g, 0, sizeof(g));
	assert_true(sat_meant_role(&m, "techincal"));
	assert_string_equal(g.ids, "");
	assert_true(m.hits.guesses > 0);
	assert_string_equal(m.hits.guess[0].meant, "technical");
	assert_true(sat_meant_all(&m));
	assert_int_equal(g.n, 7);
	memset(&g, 0, sizeof(g));
	g.stop = 2; /* whoever is told may stop it */
	assert_false(sat_meant_all(&m));
	assert_int_equal(g.n, 2);
	sat_meant_free(&m);
	sat_lookup_free(&l);
	sat_arena_free(&a);
	ix_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_party_by_any_of_its_names_is_that_party_alone),
		cmocka_unit_test(more_words_tell_which_of_its_contacts),
		cmocka_unit_test(ids_are_each_met_once),
		cmocka_unit_test(words_that_are_no_name_are_a_query),
		cmocka_unit_test(a_role_and_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
