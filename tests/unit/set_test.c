#include "numbers.h"

static struct numbers m;

static struct sat_set *
list(struct sat_sets *x, const char *word, enum sat_field f,
    enum satchel_match match)
{
	struct sat_lead *l = sat_arena_alloc(&m.a, sizeof(*l));
	struct sat_set *s = NULL;

	*l = lead_of(&m, word, f, match);
	assert_true(sat_set_lists(x, l, 1, &s, NULL));
	return s;
}

static struct sat_set *
join(struct sat_sets *x, bool all, struct sat_set *a, struct sat_set *b,
    struct sat_set *c)
{
	struct sat_set *child[] = { a, b, c }, *s = NULL;

	assert_true(sat_set_join(x, all, child, c == NULL ? 2 : 3, &s, NULL));
	return s;
}

/* Everything in |s| is what |holds| says, with its rank; |step| apart. */
static void
compare(
    struct sat_set *s, bool (*holds)(uint64_t i, sat_rank *rank), uint64_t step)
{
	uint64_t least = 0, at = 0;
	sat_rank want = 0, rank = 0;
	bool any = true;

	for (; any; least = at + step) {
		uint64_t due = least;

		while (due < NUMBERS && !holds(due, &want))
			due++;
		assert_true(sat_set_seek(s, least, &at, &rank, &any, NULL));
		assert_int_equal(any, due < NUMBERS);
		if (!any)
			break;
		assert_int_equal(at, due);
		if (rank != want)
			fail_msg("%llu: rank %u, not %u",
			    (unsigned long long)at, rank, want);
	}
}

static bool
both(uint64_t i, sat_rank *rank)
{
	/* the weaker match, the better field */
	*rank = sat_rank_of(SATCHEL_PREFIX, SAT_F_NAME);
	return i % 2 == 0 && i % 5 == 0;
}

static bool
three(uint64_t i, sat_rank *rank)
{
	*rank = sat_rank_of(SATCHEL_FUZZY, SAT_F_NAME);
	return i % 7 == 0 && i % 5 == 0 && i % 3 == 0;
}

static bool
either(uint64_t i, sat_rank *rank)
{
	*rank = i % 7 == 0 ? sat_rank_of(SATCHEL_EXACT, SAT_F_NAME)
			   : sat_rank_of(SATCHEL_EXACT, SAT_F_NOTE);
	return i % 7 == 0 || i % 3 == 0;
}

static bool
mixed(uint64_t i, sat_rank *rank)
{
	*rank = sat_rank_of(SATCHEL_EXACT, SAT_F_NAME);
	return i % 2 == 0 && (i % 7 == 0 || i % 3 == 0);
}

static void
all_and_any_are_as_arithmetic_says(void **state)
{
	static const uint64_t steps[] = { 1, 3, 97, 5000 };

	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct sat_sets x = { .a = &m.a, .d = &m.d };

		compare(
		    join(&x, true, list(&x, "m2", SAT_F_NAME, SATCHEL_EXACT),
			list(&x, "o5", SAT_F_ORG, SATCHEL_PREFIX), NULL),
		    both, steps[i]);
		compare(
		    join(&x, true, list(&x, "m7", SAT_F_NAME, SATCHEL_EXACT),
			list(&x, "o5", SAT_F_ORG, SATCHEL_FUZZY),
			list(&x, "n3", SAT_F_NOTE, SATCHEL_PREFIX)),
		    three, steps[i]);
		compare(
		    join(&x, false, list(&x, "n3", SAT_F_NOTE, SATCHEL_EXACT),
			list(&x, "m7", SAT_F_NAME, SATCHEL_EXACT), NULL),
		    either, steps[i]);
		compare(
		    join(&x, true, list(&x, "m2", SAT_F_NAME, SATCHEL_EXACT),
			join(&x, false,
			    list(&x, "n3", SAT_F_NOTE, SATCHEL_EXACT),
			    list(&x, "m7", SAT_F_NAME, SATCHEL_EXACT), NULL),
			NULL),
		    mixed, steps[i]);
		sat_sets_free(&x);
		sat_arena_reset(&m.a);
	}
}

/* m2 by name, else m2 in a note, else r? by prefix. */
static bool
every(uint64_t i, sat_rank *rank)
{
	*rank = i % 2 == 0   ? sat_rank_of(SATCHEL_EXACT, SAT_F_NAME)
		: i % 3 == 0 ? sat_rank_of(SATCHEL_EXACT, SAT_F_NOTE)
			     : sat_rank_of(SATCHEL_PREFIX, SAT_F_NAME);
	return true;
}

/* 33 lists and more are read into memory, 32 and fewer are not. */
static void
many_lists_are_one_set_and_the_best_rank_counts(void **state)
{
	static const uint64_t steps[] = { 1, 41, 3333 };
	struct sat_lead lead[42];
	char word[16];

	(void)state;
	for (unsigned i = 0; i < 40; i++) {
		(void)snprintf(word, sizeof(word), "r%u", i);
		lead[i] = lead_of(&m, word, SAT_F_NAME, SATCHEL_PREFIX);
	}
	lead[40] = lead_of(&m, "m2", SAT_F_NAME, SATCHEL_EXACT);
	lead[41] = lead_of(&m, "m2", SAT_F_NOTE, SATCHEL_EXACT);
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct sat_sets x = { .a = &m.a, .d = &m.d };
		struct sat_set *s = NULL;

		assert_true(sat_set_lists(&x, lead, 42, &s, NULL));
		compare(s, every, steps[i]);
		sat_sets_free(&x);
		sat_arena_reset(&m.a);
	}
}

static bool
low_ones(uint64_t i, sat_rank *rank)
{
	*rank = sat_rank_of(SATCHEL_EXACT, SAT_F_NAME);
	return i % 40 < 32;
}

static bool
low_ones_and_one(uint64_t i, sat_rank *rank)
{
	*rank = sat_rank_of(SATCHEL_EXACT, SAT_F_NAME);
	return i % 40 < 33;
}

static void
the_last_number_of_open_lists_and_the_first_in_memory_agree(void **state)
{
	struct sat_sets x = { .a = &m.a, .d = &m.d };
	struct sat_lead lead[33];
	struct sat_set *s = NULL;
	char word[16];

	(void)state;
	for (unsigned i = 0; i < 33; i++) {
		(void)snprintf(word, sizeof(word), "r%u", i);
		lead[i] = lead_of(&m, word, SAT_F_NAME, SATCHEL_EXACT);
	}
	assert_true(sat_set_lists(&x, lead, 32, &s, NULL));
	compare(s, low_ones, 1);
	assert_true(sat_set_lists(&x, lead, 33, &s, NULL));
	compare(s, low_ones_and_one, 1);
	sat_sets_free(&x);
	sat_arena_reset(&m.a);
}

static void
a_rank_is_a_match_and_a_field_the_note_last(void **state)
{
	(void)state;
	for (unsigned match = 0; match < 4; match++)
		for (unsigned f = 0; f < SAT_FIELDS; f++) {
			sat_rank r = sat_rank_of(
			    (enum satchel_match)match, (enum sat_field)f);

			assert_int_equal(sat_rank_match(r), match);
			assert_int_equal(sat_rank_field(r), f);
			assert_true(r < 64);
			assert_true(r <= sat_rank_of((enum satchel_match)match,
					     SAT_F_NOTE));
		}
	assert_true(sat_rank_of(SATCHEL_EXACT, SAT_F_NOTE) <
		    sat_rank_of(SATCHEL_PREFIX, SAT_F_NAME));
	assert_int_equal(sat_rank_and(sat_rank_of(SATCHEL_EXACT, SAT_F_NOTE),
			     sat_rank_of(SATCHEL_FUZZY, SAT_F_ORG)),
	    sat_rank_of(SATCHEL_FUZZY, SAT_F_ORG));
}

static int
set_up(void **state)
{
	(void)state;
	numbers_init(&m);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	numbers_free(&m);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_and_any_are_as_arithmetic_says),
		cmocka_unit_test(
		    many_lists_are_one_set_and_the_best_rank_counts),
		cmocka_unit_test(
		    the_last_number_of_open_lists_and_the_first_in_memory_agree),
		cmocka_unit_test(a_rank_is_a_match_and_a_field_the_note_last),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
