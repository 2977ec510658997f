#include "index_fixture.h"

#include "index_check.h"

/* Contacts with words of their own and some that all have. */
static char **
make_lines(size_t n)
{
	char **line = malloc(n * sizeof(*line));

	for (size_t i = 0; i < n; i++) {
		line[i] = malloc(256);
		(void)snprintf(line[i], 256,
		    "{\"id\":\"a/d%06zu\",\"name\":\"Duty Duty %zu\","
		    "\"note\":\"w%zu duty\",\"phones\":[{\"number\":"
		    "\"+9991555%04zu\"}]}",
		    i, i * 7919 % 9973, i % 300, i % 10000);
	}
	return line;
}

static void
free_lines(char **line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(line[i]);
	free(line);
}

static bool
each_term(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	return sat_tally_terms_add(ctx, f, term, n, err);
}

/* The sum of the records, the last of them first. */
static struct sat_tally
sum_of(const struct sat_tally_key *k, char *const *line, size_t n)
{
	struct sat_tally_terms terms = { .key = k };
	struct sat_tally sum = { { 0, 0 } };
	struct sat_arena a = { 0 };

	for (size_t i = n; i-- > 0;) {
		struct sat_rd r =
		    sat_rd_of(line[i], strlen(line[i]), 0, "line");
		struct sat_node v;

		assert_true(sat_json_read(&r, &a, &v, NULL));
		sat_tally_terms_begin(&terms);
		assert_true(sat_terms_of(
		    &v, ix_kind(line[i]), each_term, &terms, NULL));
		sat_tally_terms_end(&terms, i, &sum);
		sat_arena_reset(&a);
	}
	sat_arena_free(&a);
	sat_tally_terms_free(&terms);
	return sum;
}

static void
an_index_sums_up_to_what_its_records_do(void **state)
{
	static const size_t sizes[] = { 1, 2, 70, 9000 };
	struct sat_tally_key *k = NULL;

	(void)state;
	assert_true(sat_tally_key_new(&k, NULL));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t n = sizes[i];
		char **line = make_lines(n);
		struct index_fixture x;
		struct satchel_err err = { 0 };
		struct sat_tally sum, want = sum_of(k, line, n);

		ix_init(&x, (const char *const *)(void *)line, n, 64 << 20);
		if (!sat_index_sum(x.t, k, NULL, &sum, &err))
			fail_msg("%s", err.msg);
		assert_true(sat_tally_eq(&sum, &want));
		memcpy(strstr(line[n / 2], "Duty"), "Dutz", 4);
		want = sum_of(k, line, n);
		assert_false(sat_tally_eq(&sum, &want));
		ix_free(&x);
		free_lines(line, n);
	}
	sat_tally_key_free(k);
}

static void
it_can_be_stopped_and_then_says_nothing(void **state)
{
	struct sat_tally sum = { { 77, 78 } };
	struct sat_tally_key *k = NULL;
	char **line = make_lines(70);
	struct satchel_err err = { 0 };
	struct index_fixture x;
	atomic_bool stop;

	(void)state;
	atomic_init(&stop, true);
	assert_true(sat_tally_key_new(&k, NULL));
	ix_init(&x, (const char *const *)(void *)line, 70, 64 << 20);
	assert_false(sat_index_sum(x.t, k, &stop, &sum, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	assert_int_equal(sum.v[0], 77);
	atomic_store(&stop, false);
	assert_true(sat_index_sum(x.t, k, &stop, &sum, &err));
	ix_free(&x);
	free_lines(line, 70);
	sat_tally_key_free(k);
}

static void
an_empty_index_sums_up_to_nothing(void **state)
{
	static const char *const line[] = { "{\"id\":\"a/x\"}" };
	struct sat_tally sum = { { 77, 78 } };
	struct sat_tally_key *k = NULL;
	struct index_fixture x;

	(void)state;
	assert_true(sat_tally_key_new(&k, NULL));
	ix_init(&x, line, 1, 0);
	assert_true(sat_index_sum(x.t, k, NULL, &sum, NULL));
	assert_int_equal(sum.v[0], 0);
	assert_int_equal(sum.v[1], 0);
	ix_free(&x);
	sat_tally_key_free(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_sums_up_to_what_its_records_do),
		cmocka_unit_test(it_can_be_stopped_and_then_says_nothing),
		cmocka_unit_test(an_empty_index_sums_up_to_nothing),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
