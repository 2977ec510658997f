#include "index_fixture.h"

#include "audit_records.h"

static const char *const line[] = { "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}",
	"{\"id\":\"b\",\"name\":{\"en\":\"B\"}}",
	"{\"id\":\"zone:UTC\",\"version\":\"2026a\",\"offsets\":[[1793491200,0,"
	"\"UTC\"]]}" };
enum { N = sizeof(line) / sizeof(line[0]) };

static void
record_tree(const struct index_fixture *x, struct sat_hash *root)
{
	struct sat_merkle m = { 0 };
	uint8_t salt[SAT_SALT_SIZE];
	struct sat_hash leaf;

	for (size_t i = 0; i < N; i++) {
		sat_record_salt(x->page.seed, line[i] + 7,
		    strcspn(line[i] + 7, "\""), salt);
		sat_record_leaf(salt, line[i], strlen(line[i]), &leaf);
		sat_merkle_add(&m, &leaf);
	}
	sat_merkle_root(&m, root);
}

static void
records_are_counted_hashed_and_summed_up_alike_each_time(void **state)
{
	struct sat_audit_records r = { .threads = 3 };
	struct sat_tally_key *k = NULL;
	struct sat_hash want, got;
	struct index_fixture x;
	struct sat_tally first;

	(void)state;
	ix_init(&x, line, N, 0);
	record_tree(&x, &want);
	assert_true(sat_tally_key_new(&k, NULL));
	r.t = x.t;
	r.key = k;
	for (int i = 0; i < 3; i++) {
		assert_true(sat_audit_records(&r, NULL));
		assert_int_equal(r.records, N);
		sat_merkle_root(&r.merkle, &got);
		assert_true(sat_hash_eq(&want, &got));
		if (i == 0)
			first = r.sum;
		assert_true(sat_tally_eq(&first, &r.sum));
		assert_true(r.sum.v[0] != 0);
	}
	sat_tally_key_free(k);
	ix_free(&x);
}

static void
an_index_is_built_if_one_is_given(void **state)
{
	struct sat_audit_records r = { .threads = 1 };
	struct satchel_err err = { 0 };
	struct index_fixture x;

	(void)state;
	ix_init(&x, line, N, 0);
	r.t = x.t;
	assert_true(sat_index_new("/tmp/satchel-audit", 0, &r.index, &err));
	assert_true(sat_audit_records(&r, &err));
	if (!sat_index_compare(r.index, x.t, &err))
		fail_msg("%s", err.msg);
	sat_index_free(r.index);
	ix_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    records_are_counted_hashed_and_summed_up_alike_each_time),
		cmocka_unit_test(an_index_is_built_if_one_is_given),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
