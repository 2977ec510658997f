#include "index_fixture.h"

#include "match.h"
#include "unit.h"

/* Sorted by id. */
static const char *const lines[] = {
	"{\"id\":\"a/x\",\"name\":\"Karanth Duty\",\"role\":\"desk-officer\","
	"\"phones\":[{\"number\":\"+99915550142\"}]}",
	"{\"id\":\"b/x\",\"name\":\"Karanthi\",\"note\":\"Karanth 2026\","
	"\"phones\":[{\"number\":\"+99925550142\"}]}",
	"{\"id\":\"c/x\",\"name\":\"Koranth Devanagari\",\"role\":\"duty\","
	"\"keys\":[{\"type\":\"openpgp\",\"fingerprint\":"
	"\"D7A1738B44E215E4BA77577C9E617F6F4C7EBB5B\"}]}",
	"{\"id\":\"d/x\",\"name\":\"Devanagare\",\"organization\":"
	"\"Subkaranth\"}",
	"{\"id\":\"e/x\",\"name\":\"Other\",\"phones\":[{\"number\":"
	"\"+99935559142\"}]}",
};

struct world {
	struct index_fixture x;
	struct sat_dict d;
	struct sat_arena a;
};

static struct world w;

/* The only clause of |typed|, matched. */
static struct sat_clause *
match(const char *typed)
{
	struct satchel_err err = { 0 };
	struct sat_clause *c = NULL;
	size_t n = 0;
	bool joined;

	assert_true(
	    sat_clauses_read(&typed, 1, true, &w.a, &c, &n, &joined, &err));
	assert_int_equal(n, 1);
	if (!sat_match_clause(&w.d, c, &w.a, &err))
		fail_msg("%s: %s", typed, err.msg);
	return c;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "record/field/match" of every list of |at| that has one record, else
 * "df*field/match", sorted, each once. */
static void
leads_of(const struct sat_atom *at, struct sat_wr *out)
{
	static const char letter[] = { 'e', 'p', 'f', 's' };
	char *all[32];
	size_t n = 0;

	assert_true(at->leads <= COUNT(all));
	for (; n < at->leads; n++) {
		const struct sat_lead *l = &at->lead[n];

		all[n] = sat_arena_alloc(&w.a, 32);
		(void)snprintf(all[n], 32, "%llu%s%s/%c ",
		    (unsigned long long)(l->ref.df == 1 ? l->ref.pos
							: l->ref.df),
		    l->ref.df == 1 ? "/" : "*", sat_field_name[l->ref.field],
		    letter[l->match]);
	}
	if (n > 1)
		qsort(all, n, sizeof(all[0]), by_text);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(all[i - 1], all[i]) != 0)
			sat_wr_str(out, all[i]);
}

static void
a_word_is_exact_else_a_beginning_else_near_else_a_part(void **state)
{
	static const struct {
		const char *typed, *leads;
		enum satchel_match match;
	} cases[] = {
		{ "name:karanth", "0/name/e ", SATCHEL_EXACT },
		{ "karanth", "0/name/e 1/note/e ", SATCHEL_EXACT },
		/* nothing is guessed where something was found */
		{ "name:karanthi", "1/name/e ", SATCHEL_EXACT },
		{ "name:karan", "0/name/p 1/name/p ", SATCHEL_PREFIX },
		{ "name:ka", "0/name/p 1/name/p ", SATCHEL_PREFIX },
		{ "name:k", "", SATCHEL_EXACT }, /* one letter begins nothing */
		/* the nearest alone: "koranth" is two from "karanthi" */
		{ "name:koranthi", "1/name/f 2/name/f ", SATCHEL_FUZZY },
		{ "name:devanagary", "2/name/f 3/name/f ", SATCHEL_FUZZY },
		{ "name:devanagarri", "2/name/f ", SATCHEL_FUZZY },
		{ "name:xevanagarx", "2/name/f 3/name/f ", SATCHEL_FUZZY },
		{ "org:karanth", "3/organization/s ", SATCHEL_SUBSTRING },
		{ "org:ra", "", SATCHEL_EXACT }, /* two letters hold nothing */
		{ "org:ran", "3/organization/s ", SATCHEL_SUBSTRING },
		/* as it is asked, and nothing else */
		{ "name:karan*", "0/name/p 1/name/p ", SATCHEL_PREFIX },
		{ "name:karanthi*", "1/name/e ", SATCHEL_EXACT },
		{ "name:karathi*", "", SATCHEL_EXACT },
		{ "name:\"ranth\"", "0/name/s 1/name/s 2/name/s ",
		    SATCHEL_SUBSTRING },
		{ "name:\"rantx\"", "", SATCHEL_EXACT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sat_clause *c = match(cases[i].typed);
		struct sat_wr out;

		assert_int_equal(c->words, 1);
		sat_wr_init(&out, 4096);
		leads_of(&c->word[0], &out);
		if (strcmp(text(&out), cases[i].leads) != 0)
			fail_msg("%s: %s, not %s", cases[i].typed, text(&out),
			    cases[i].leads);
		assert_int_equal(c->word[0].match, cases[i].match);
		assert_int_equal(
		    sat_clause_found(c), cases[i].leads[0] != '\0');
		sat_wr_free(&out);
		sat_arena_reset(&w.a);
	}
}

static void
a_code_is_never_near_but_for_a_role(void **state)
{
	static const struct {
		const char *typed, *leads;
	} cases[] = {
		{ "role:duty", "2/role/e " },
		{ "role:desk", "0/role/p " },
		{ "role:desk-oficer", "0/role/f " },
		{ "key:d7a1738b44e215e4ba77577c9e617f6f4c7ebb5b", "2/key/e " },
		{ "key:d7a1738b", "2/key/p " },
		/* a digit off */
		{ "key:d7a1738b44e215e4ba77577c9e617f6f4c7ebb5c", "" },
		{ "key:d7a1738c", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sat_clause *c = match(cases[i].typed);
		struct sat_wr out;

		sat_wr_init(&out, 4096);
		leads_of(&c->code, &out);
		if (strcmp(text(&out), cases[i].leads) != 0)
			fail_msg("%s: %s, not %s", cases[i].typed, text(&out),
			    cases[i].leads);
		sat_wr_free(&out);
		sat_arena_reset(&w.a);
	}
}

static void
a_number_is_met_by_its_end(void **state)
{
	static const struct {
		const char *typed, *leads;
		bool confirm;
	} cases[] = {
		{ "phone:+99915550142", "0/phone/e ", true },
		{ "phone:15550142", "0/phone/e ", true },
		{ "phone:5550142", "0/phone/e 1/phone/e ", true },
		{ "phone:0142", "0/phone/p 1/phone/p ", false },
		{ "phone:142", "0/phone/p 1/phone/p 4/phone/p ", false },
		/* no number ends so, but for the zero */
		{ "phone:05550142", "0/phone/e 1/phone/e ", true },
		{ "phone:00142", "0/phone/p 1/phone/p ", false },
		{ "phone:015550142", "0/phone/e ", true }, /* a zero dialled */
		{ "phone:0015550142", "0/phone/e ", true },
		{ "phone:15550143", "", false },
		{ "phone:0143", "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sat_clause *c = match(cases[i].typed);
		struct sat_wr out;

		sat_wr_init(&out, 4096);
		leads_of(&c->phone, &out);
		if (strcmp(text(&out), cases[i].leads) != 0)
			fail_msg("%s: %s, not %s", cases[i].typed, text(&out),
			    cases[i].leads);
		assert_int_equal(c->confirm, cases[i].confirm);
		sat_wr_free(&out);
		sat_arena_reset(&w.a);
	}
}

/* A term meets an atom exactly as the lists that were found for it. */
static void
a_term_meets_what_it_was_found_for(void **state)
{
	static const struct {
		const char *typed, *term;
		enum sat_field f;
		bool meets;
		enum satchel_match match;
	} cases[] = {
		{ "name:karanth", "karanth", SAT_F_NAME, true, SATCHEL_EXACT },
		{ "name:karanth", "karanth", SAT_F_NOTE, false, 0 },
		{ "name:karanth", "karanthi", SAT_F_NAME, false, 0 },
		{ "name:karan", "karanthi", SAT_F_NAME, true, SATCHEL_PREFIX },
		{ "name:karan", "karan", SAT_F_NAME, true, SATCHEL_EXACT },
		{ "name:karan", "kara", SAT_F_NAME, false, 0 },
		{ "name:devanagary", "devanagari", SAT_F_NAME, true,
		    SATCHEL_FUZZY },
		{ "name:devanagary", "devanagarr", SAT_F_NAME, true,
		    SATCHEL_FUZZY },
		/* one typo was enough, so two are not met */
		{ "name:devanagary", "devanagxxy", SAT_F_NAME, false, 0 },
		{ "org:karanth", "subkaranthi", SAT_F_ORG, true,
		    SATCHEL_SUBSTRING },
		{ "org:karanth", "subkarant", SAT_F_ORG, false, 0 },
		{ "name:nobodyhere", "nobodyhere", SAT_F_NAME, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sat_clause *c = match(cases[i].typed);
		enum satchel_match m = SATCHEL_EXACT;
		uint8_t term[64] = { SAT_C_TEXT };
		size_t n = strlen(cases[i].term);
		bool meets;

		memcpy(term + 1, cases[i].term, n);
		meets =
		    sat_atom_meets(&c->word[0], cases[i].f, term, n + 1, &m);
		if (meets != cases[i].meets || (meets && m != cases[i].match))
			fail_msg("%s, %s: %d %d", cases[i].typed, cases[i].term,
			    meets, (int)m);
		term[0] = SAT_C_CODE;
		assert_false(
		    sat_atom_meets(&c->word[0], cases[i].f, term, n + 1, &m));
		sat_arena_reset(&w.a);
	}
}

static int
set_up(void **state)
{
	(void)state;
	ix_init(&w.x, lines, COUNT(lines), 0);
	w.d.tree = w.x.t;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	sat_dict_free(&w.d);
	sat_arena_free(&w.a);
	ix_free(&w.x);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_word_is_exact_else_a_beginning_else_near_else_a_part),
		cmocka_unit_test(a_code_is_never_near_but_for_a_role),
		cmocka_unit_test(a_number_is_met_by_its_end),
		cmocka_unit_test(a_term_meets_what_it_was_found_for),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
