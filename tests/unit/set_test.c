#include "index_fixture.h"

#include "set.h"
#include "top.h"

enum { N = 4000, WORDS = 12, MOST = 64 };

/* Record |i| has word |w| in its name, its note, both or neither. */
static bool
has(unsigned i, unsigned w, bool note)
{
	uint32_t x = i * 2654435761u + w * 40503u + (note ? 977u : 0);

	x ^= x >> 15;
	x *= 2246822519u;
	x ^= x >> 13;
	return x % (w + 2) == 0;
}

struct world {
	struct index_fixture x;
	struct sat_arena a;
	struct sat_dict d;
	struct sat_sets sets;
	struct sat_lead lead[WORDS][2];
	size_t leads[WORDS];
};

static void
words_of(struct sat_wr *w, unsigned i, bool note)
{
	for (unsigned k = 0; k < WORDS; k++)
		if (has(i, k, note))
			sat_wr_printf(w, " word%c", 'a' + (int)k);
}

static char **
make_lines(void)
{
	char **line = calloc(N, sizeof(char *));

	for (unsigned i = 0; i < N; i++) {
		struct sat_wr w;

		sat_wr_init(&w, 4096);
		sat_wr_printf(&w, "{\"id\":\"p%05u/a\",\"name\":\"x", i);
		words_of(&w, i, false);
		sat_wr_str(&w, "\",\"note\":\"x");
		words_of(&w, i, true);
		sat_wr_str(&w, "\"}");
		sat_wr_u8(&w, 0);
		line[i] = (char *)w.p;
	}
	return line;
}

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	char **line = make_lines();

	ix_init(&w->x, (const char *const *)(void *)line, N, 1 << 20);
	for (unsigned i = 0; i < N; i++)
		free(line[i]);
	free(line);
	w->d.tree = w->x.t;
	w->sets = (struct sat_sets){ .a = &w->a, .d = &w->d };
	for (unsigned k = 0; k < WORDS; k++) {
		struct sat_ref ref[SAT_FIELDS];
		char term[8];
		bool any;

		snprintf(term, sizeof(term), "\001word%c", 'a' + (int)k);
		assert_true(sat_dict_seek(&w->d, term, 6, &any, NULL) && any);
		assert_true(sat_dict_refs(&w->d, ref, &w->leads[k], NULL));
		for (size_t i = 0; i < w->leads[k]; i++)
			w->lead[k][i] =
			    (struct sat_lead){ ref[i], SATCHEL_EXACT };
	}
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	sat_sets_free(&w->sets);
	sat_dict_free(&w->d);
	sat_arena_free(&w->a);
	ix_free(&w->x);
	free(w);
	return 0;
}

static struct sat_set *
word_set(struct world *w, unsigned k)
{
	struct sat_set *s = NULL;

	assert_true(sat_set_lists(&w->sets, w->lead[k], w->leads[k], &s, NULL));
	return s;
}

static bool
has_either(unsigned i, unsigned w)
{
	return has(i, w, false) || has(i, w, true);
}

/* In steps of |jump|, the set is what |in| says, and ranks by name first. */
static void
compare(struct sat_set *s, bool (*in)(unsigned), bool (*name)(unsigned),
    unsigned jump)
{
	uint64_t o = 0;
	sat_rank r = 0;
	bool any = true;

	for (uint64_t least = 0; any; least += jump) {
		unsigned i = (unsigned)least;

		assert_true(sat_set_seek(s, least, &o, &r, &any, NULL));
		while (i < N && !in(i))
			i++;
		assert_int_equal(any, i < N);
		if (any) {
			assert_int_equal(o, i);
			assert_int_equal(sat_rank_field(r),
			    name(i) ? SAT_F_NAME : SAT_F_NOTE);
		}
	}
}

static bool
in_or(unsigned i)
{
	return has_either(i, 3) || has_either(i, 9);
}

static bool
or_name(unsigned i)
{
	return has(i, 3, false) || has(i, 9, false);
}

static bool
in_and(unsigned i)
{
	return has_either(i, 0) && has_either(i, 2) && has_either(i, 5);
}

static bool
and_name(unsigned i)
{
	return has(i, 0, false) || has(i, 2, false) || has(i, 5, false);
}

static bool
in_both(unsigned i)
{
	return in_or(i) && has_either(i, 1);
}

static bool
both_name(unsigned i)
{
	return or_name(i) || has(i, 1, false);
}

static void
ands_and_ors_are_what_the_records_say(void **state)
{
	struct world *w = *state;

	for (unsigned jump = 1; jump < 2 * N; jump = jump * 3 + 1) {
		struct sat_set *part[3], *s, *t;

		part[0] = word_set(w, 3);
		part[1] = word_set(w, 9);
		assert_true(sat_set_join(&w->sets, false, part, 2, &s, NULL));
		compare(s, in_or, or_name, jump);
		part[0] = word_set(w, 0);
		part[1] = word_set(w, 2);
		part[2] = word_set(w, 5);
		assert_true(sat_set_join(&w->sets, true, part, 3, &s, NULL));
		compare(s, in_and, and_name, jump);
		part[0] = word_set(w, 3);
		part[1] = word_set(w, 9);
		assert_true(sat_set_join(&w->sets, false, part, 2, &t, NULL));
		part[0] = t;
		part[1] = word_set(w, 1);
		assert_true(sat_set_join(&w->sets, true, part, 2, &s, NULL));
		compare(s, in_both, both_name, jump);
	}
}

static bool
in_any(unsigned i)
{
	for (unsigned k = 0; k < WORDS; k++)
		if (has_either(i, k))
			return true;
	return false;
}

static bool
any_name(unsigned i)
{
	for (unsigned k = 0; k < WORDS; k++)
		if (has(i, k, false))
			return true;
	return false;
}

/* All lists, three times over, so that they are read into memory. */
static size_t
all_leads(struct world *w, struct sat_lead all[3 * 2 * WORDS])
{
	size_t n = 0;

	for (unsigned j = 0; j < 3; j++)
		for (unsigned k = 0; k < WORDS; k++)
			for (size_t i = 0; i < w->leads[k]; i++)
				all[n++] = w->lead[k][i];
	return n;
}

static void
many_lists_are_one_set(void **state)
{
	struct world *w = *state;
	struct sat_lead all[3 * 2 * WORDS];
	size_t n = all_leads(w, all);
	struct sat_set *s;

	assert_true(n > 32);
	for (unsigned jump = 1; jump < 2 * N; jump = jump * 5 + 1) {
		assert_true(sat_set_lists(&w->sets, all, n, &s, NULL));
		compare(s, in_any, any_name, jump);
	}
}

/* The best by the book: names first, then notes, each in order. */
static size_t
best(uint64_t *o, size_t limit)
{
	size_t n = 0;

	for (int note = 0; note < 2; note++)
		for (unsigned i = 0; i < N && n < limit; i++)
			if (in_any(i) && any_name(i) == (note == 0))
				o[n++] = i;
	return n;
}

static void
the_best_are_the_same_by_lists_and_by_sets(void **state)
{
	static const size_t limits[] = { 1, 2, 20, 500, N, 2 * N };
	static uint64_t o[2 * N];
	struct world *w = *state;
	uint64_t total = 0;

	for (unsigned i = 0; i < N; i++)
		total += in_any(i);
	for (size_t l = 0; l < sizeof(limits) / sizeof(limits[0]); l++) {
		struct sat_top a = {
			.a = &w->a, .d = &w->d, .limit = limits[l]
		};
		struct sat_top b = a;
		struct sat_lead all[3 * 2 * WORDS];
		size_t n = all_leads(w, all), want = best(o, limits[l]);
		struct sat_set *s;

		assert_true(sat_set_lists(&w->sets, all, n, &s, NULL));
		assert_true(sat_top_set(&b, s, 0, NULL));
		assert_true(sat_top_lists(&a, all, n, NULL));
		assert_int_equal(a.n, want);
		assert_int_equal(b.n, want);
		for (size_t i = 0; i < want; i++) {
			assert_int_equal(a.best[i].ordinal, o[i]);
			assert_int_equal(b.best[i].ordinal, o[i]);
			assert_int_equal(a.best[i].rank, b.best[i].rank);
		}
		assert_int_equal(b.total, total);
		assert_false(b.more);
		assert_true(a.total <= total && a.total >= want);
		assert_int_equal(a.more, a.total < total || want < total);
	}
}

static void
ranks_are_in_order_and_come_back(void **state)
{
	(void)state;
	for (unsigned m = SATCHEL_EXACT; m <= SATCHEL_SUBSTRING; m++)
		for (unsigned f = 0; f < SAT_FIELDS; f++) {
			sat_rank r = sat_rank_of(
			    (enum satchel_match)m, (enum sat_field)f);

			assert_int_equal(sat_rank_match(r), m);
			assert_int_equal(sat_rank_field(r), f);
			assert_true(r <= sat_rank_of((enum satchel_match)m,
					     SAT_F_NOTE));
			assert_true(r < MOST);
		}
	assert_int_equal(sat_rank_and(sat_rank_of(SATCHEL_EXACT, SAT_F_PHONE),
			     sat_rank_of(SATCHEL_FUZZY, SAT_F_ORG)),
	    sat_rank_of(SATCHEL_FUZZY, SAT_F_ORG));
	assert_int_equal(sat_rank_and(sat_rank_of(SATCHEL_PREFIX, SAT_F_NOTE),
			     sat_rank_of(SATCHEL_EXACT, SAT_F_NAME)),
	    sat_rank_of(SATCHEL_PREFIX, SAT_F_NAME));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ands_and_ors_are_what_the_records_say),
		cmocka_unit_test(many_lists_are_one_set),
		cmocka_unit_test(the_best_are_the_same_by_lists_and_by_sets),
		cmocka_unit_test(ranks_are_in_order_and_come_back),
	};

	return cmocka_run_group_tests_name("set", tests, set_up, tear_down);
}
