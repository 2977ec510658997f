#include "guess.h"
#include "json.h"
#include "unit.h"

struct world {
	struct sat_arena a;
	struct sat_clause *c;
	size_t clauses;
	struct sat_lead lead;
	struct satchel_hit hit[4];
	size_t hits;
};

/* Clauses of |typed|, of whose words it is said that nothing was found as
 * typed, but something by |match|. */
static void
ask(struct world *w, const char *typed, enum satchel_match match)
{
	bool joined;

	assert_true(sat_clauses_read(
	    &typed, 1, true, &w->a, &w->c, &w->clauses, &joined, NULL));
	for (size_t i = 0; i < w->clauses; i++) {
		for (size_t k = 0; k < w->c[i].words; k++) {
			w->c[i].word[k].lead = &w->lead;
			w->c[i].word[k].leads = 1;
			w->c[i].word[k].match = match;
			w->c[i].word[k].typos = 1;
		}
	}
}

static void
hit(struct world *w, const char *json)
{
	struct sat_node *v = sat_arena_alloc(&w->a, sizeof(*v));
	struct sat_rd line = rd(json);
	struct satchel_hit *h = &w->hit[w->hits++];

	assert_true(sat_json_read(&line, &w->a, v, NULL));
	h->record.kind = SATCHEL_CONTACT;
	h->record.value = (const struct satchel_value *)(const void *)v;
}

/* "word=meant/match " of each guess. */
static void
expect(struct world *w, const char *want)
{
	static const char letter[] = { 'e', 'p', 'f', 's' };
	const struct satchel_guess *g = NULL;
	struct satchel_err err = { 0 };
	struct sat_wr out;
	size_t n = 77;

	assert_true(sat_guesses(
	    w->c, w->clauses, w->hit, w->hits, &w->a, &g, &n, &err));
	sat_wr_init(&out, 4096);
	for (size_t i = 0; i < n; i++)
		sat_wr_printf(&out, "%s=%s/%c ", g[i].word, g[i].meant,
		    letter[g[i].match]);
	assert_string_equal(text(&out), want);
	sat_wr_free(&out);
	sat_arena_free(&w->a);
}

static void
the_terms_of_the_hits_that_stood_for_a_word_are_told(void **state)
{
	struct world w = { 0 };

	(void)state;
	ask(&w, "name:karan", SATCHEL_PREFIX);
	hit(&w, "{\"name\":\"Karanth Karan\"}"); /* one as it was typed */
	hit(&w, "{\"name\":\"Karanthi\",\"note\":\"Karango\"}");
	hit(&w, "{\"name\":\"Karanth\"}"); /* once is enough */
	expect(&w, "name:karan=karanth/p name:karan=karanthi/p ");
}

static void
each_word_of_one_clause_is_told_by_itself(void **state)
{
	struct world w = { 0 };

	(void)state;
	ask(&w, "name:devanagary-karath", SATCHEL_FUZZY);
	hit(&w, "{\"name\":\"Devanagari Karanth\"}");
	expect(&w, "devanagary=devanagari/f karath=karanth/f ");
}

static void
what_was_found_as_typed_or_asked_for_is_no_guess(void **state)
{
	static const char *const typed[] = { "name:karan*", "name:\"karan\"" };
	struct world w = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(typed); i++) {
		ask(&w, typed[i], SATCHEL_PREFIX);
		w.hits = 0;
		hit(&w, "{\"name\":\"Karanth\"}");
		expect(&w, "");
	}
	ask(&w, "name:karanth", SATCHEL_EXACT);
	w.hits = 0;
	hit(&w, "{\"name\":\"Karanth\"}");
	expect(&w, "");
	ask(&w, "name:karan", SATCHEL_PREFIX);
	w.hits = 0;
	hit(&w, "{\"name\":\"Karanth\"}");
	w.c[0].word[0].leads = 0; /* nothing stood for it */
	expect(&w, "");
}

static void
eight_are_told_of_one_word_and_no_more(void **state)
{
	struct world w = { 0 };

	(void)state;
	ask(&w, "name:ka name:b", SATCHEL_PREFIX);
	hit(&w, "{\"name\":\"ka1 ka2 ka3 ka4 ka5 ka6 ka7 ka8 ka9 bx\"}");
	expect(&w, "name:ka=ka1/p name:ka=ka2/p name:ka=ka3/p name:ka=ka4/p "
		   "name:ka=ka5/p name:ka=ka6/p name:ka=ka7/p name:ka=ka8/p "
		   "name:b=bx/p ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_terms_of_the_hits_that_stood_for_a_word_are_told),
		cmocka_unit_test(each_word_of_one_clause_is_told_by_itself),
		cmocka_unit_test(
		    what_was_found_as_typed_or_asked_for_is_no_guess),
		cmocka_unit_test(eight_are_told_of_one_word_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
