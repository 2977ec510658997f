#include <sodium.h>

#include "tally.h"
#include "unit.h"

struct triple {
	enum sat_field f;
	const char *term;
	uint64_t record;
};

static struct sat_tally_key *
key(void)
{
	struct sat_tally_key *k = NULL;

	assert_true(sodium_init() >= 0);
	assert_true(sat_tally_key_new(&k, NULL));
	return k;
}

/* As the index has it: each triple a list. */
static struct sat_tally
by_lists(const struct sat_tally_key *k, const struct triple *t, size_t n)
{
	struct sat_tally sum = { { 0, 0 } };

	for (size_t i = 0; i < n; i++) {
		struct sat_tally records = { { 0, 0 } };

		sat_tally_run(k, t[i].record, t[i].record, &records);
		sat_tally_list(k, t[i].f, (const uint8_t *)t[i].term,
		    strlen(t[i].term), &records, &sum);
	}
	return sum;
}

/* As the records have it: |t| is by record. */
static struct sat_tally
by_records(const struct sat_tally_key *k, const struct triple *t, size_t n)
{
	struct sat_tally_terms terms = { .key = k };
	struct sat_tally sum = { { 0, 0 } };

	for (size_t i = 0; i < n; i++) {
		if (i == 0 || t[i].record != t[i - 1].record)
			sat_tally_terms_begin(&terms);
		assert_true(sat_tally_terms_add(&terms, t[i].f,
		    (const uint8_t *)t[i].term, strlen(t[i].term), NULL));
		if (i + 1 == n || t[i + 1].record != t[i].record)
			sat_tally_terms_end(&terms, t[i].record, &sum);
	}
	sat_tally_terms_free(&terms);
	return sum;
}

static const struct triple set[] = { { SAT_F_NAME, "\1duty", 0 },
	{ SAT_F_NAME, "\1room", 0 }, { SAT_F_ORG, "\1duty", 0 },
	{ SAT_F_NAME, "\1duty", 4095 }, { SAT_F_NAME, "\1duty", 4096 },
	{ SAT_F_LATIN, "\1watch", 4096 }, { SAT_F_NOTE, "\1x", 4294967295 } };
enum { N = sizeof(set) / sizeof(set[0]) };

static void
records_and_lists_of_the_same_set_agree(void **state)
{
	struct sat_tally_key *k = key();
	struct triple turned[N];
	struct sat_tally a, b, none = { { 0, 0 } };

	(void)state;
	for (size_t i = 0; i < N; i++)
		turned[i] = set[N - 1 - i];
	a = by_records(k, set, N);
	b = by_lists(k, turned, N);
	assert_true(sat_tally_eq(&a, &b));
	assert_false(sat_tally_eq(&a, &none));
	b = by_lists(k, set, 3);
	a = by_lists(k, set + 3, N - 3);
	sat_tally_add(&a, &b);
	b = by_records(k, set, N);
	assert_true(sat_tally_eq(&a, &b));
	sat_tally_key_free(k);
}

static void
every_difference_tells(void **state)
{
	static const struct triple other[] = { { SAT_F_NAME, "\1duty", 1 },
		{ SAT_F_NAME, "\1dutz", 0 }, { SAT_F_ORG, "\1room", 0 },
		{ SAT_F_NAME, "\2duty", 0 }, { SAT_F_NAME, "\1duty", 8191 } };
	struct sat_tally_key *k = key();
	struct sat_tally all = by_lists(k, set, N), x;
	struct triple changed[N];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		memcpy(changed, set, sizeof(set));
		changed[i] = changed[N - 1]; /* one is missing */
		x = by_lists(k, changed, N - 1);
		if (i + 1 < N)
			assert_false(sat_tally_eq(&x, &all));
		for (size_t o = 0; o < sizeof(other) / sizeof(*other); o++) {
			memcpy(changed, set, sizeof(set));
			changed[i] = other[o];
			x = by_lists(k, changed, N);
			assert_false(sat_tally_eq(&x, &all));
		}
	}
	x = by_lists(k, set, 1);
	sat_tally_add(&x, &all); /* one too many */
	assert_false(sat_tally_eq(&x, &all));
	sat_tally_key_free(k);
}

static void
a_run_is_its_records_across_any_boundary(void **state)
{
	static const uint64_t runs[][2] = { { 0, 0 }, { 0, 4095 },
		{ 4095, 4096 }, { 1, 13000 }, { 4294967290, 4294967295 } };
	struct sat_tally_key *k = key();

	(void)state;
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		struct sat_tally run = { { 0, 0 } }, each = { { 0, 0 } };

		sat_tally_run(k, runs[i][0], runs[i][1], &run);
		for (uint64_t o = runs[i][0]; o <= runs[i][1]; o++)
			sat_tally_run(k, o, o, &each);
		assert_true(sat_tally_eq(&run, &each));
	}
	sat_tally_key_free(k);
}

static void
what_a_record_repeats_counts_once(void **state)
{
	struct sat_tally_key *k = key();
	struct sat_tally_terms terms = { .key = k };
	struct sat_tally once = { { 0, 0 } }, often = { { 0, 0 } };
	char term[16];

	(void)state;
	for (int times = 1; times <= 3; times += 2) {
		sat_tally_terms_begin(&terms);
		for (int i = 0; i < times; i++)
			for (int t = 0; t < 5000; t++) {
				int n = snprintf(term, sizeof(term), "\1%d", t);

				assert_true(sat_tally_terms_add(&terms,
				    SAT_F_NOTE, (const uint8_t *)term,
				    (size_t)n, NULL));
			}
		sat_tally_terms_end(&terms, 7, times == 1 ? &once : &often);
	}
	assert_true(sat_tally_eq(&once, &often));
	sat_tally_terms_free(&terms);
	sat_tally_key_free(k);
}

static void
each_key_is_another(void **state)
{
	struct sat_tally_key *k = key(), *l = key();
	struct sat_tally a = by_lists(k, set, N), b = by_lists(l, set, N);

	(void)state;
	assert_false(sat_tally_eq(&a, &b));
	for (size_t i = 0; i < 2; i++) {
		assert_int_not_equal(a.v[i], b.v[i]);
		assert_int_not_equal(a.v[i], a.v[1 - i]);
		assert_true(a.v[i] < (UINT64_C(1) << 61) - 1);
	}
	sat_tally_key_free(k);
	sat_tally_key_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_and_lists_of_the_same_set_agree),
		cmocka_unit_test(every_difference_tells),
		cmocka_unit_test(a_run_is_its_records_across_any_boundary),
		cmocka_unit_test(what_a_record_repeats_counts_once),
		cmocka_unit_test(each_key_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
