#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runs.h"

#define SCRATCH "/tmp/satchel-runs-test"

static struct sat_runs *
new_runs(size_t memory)
{
	struct sat_runs *r = NULL;

	assert_true(sat_runs_new(SCRATCH, memory, &r, NULL));
	return r;
}

static void
add(struct sat_runs *r, const char *key, const char *value)
{
	assert_true(
	    sat_runs_add(r, key, strlen(key), value, strlen(value), NULL));
}

/* The pairs that are left as "key=value ". */
static void
expect(struct sat_runs *r, const char *pairs)
{
	struct sat_rd k, v;
	struct sat_wr w;
	bool more;

	sat_wr_init(&w, 1 << 20);
	while (sat_runs_next(r, &k, &v, &more, NULL) && more) {
		sat_wr_put(&w, k.p, k.n);
		sat_wr_u8(&w, '=');
		sat_wr_put(&w, v.p, v.n);
		sat_wr_u8(&w, ' ');
	}
	sat_wr_u8(&w, 0);
	assert_string_equal((char *)w.p, pairs);
	assert_true(sat_runs_next(r, &k, &v, &more, NULL));
	assert_false(more); /* and stays there */
	sat_wr_free(&w);
}

static void
pairs_come_out_by_key_then_as_added(void **state)
{
	struct sat_runs *r = new_runs(1 << 20);

	(void)state;
	add(r, "b", "1");
	add(r, "", "2");
	add(r, "ab", "3");
	add(r, "b", "0");
	add(r, "a", "");
	add(r, "longer than eight b", "5");
	add(r, "longer than eight a", "6");
	add(r, "\xff", "7");
	assert_true(sat_runs_sort(r, NULL));
	expect(r, "=2 a= ab=3 b=1 b=0 longer than eight a=6 "
		  "longer than eight b=5 \xff=7 ");
	sat_runs_free(r);
}

static void
nothing_sorts_to_nothing(void **state)
{
	struct sat_runs *r = new_runs(0);

	(void)state;
	assert_true(sat_runs_sort(r, NULL));
	expect(r, "");
	sat_runs_free(r);
	sat_runs_free(NULL);
}

static void
what_does_not_fit_memory_is_merged_in_order(void **state)
{
	enum { N = 20000 };
	struct sat_runs *r = new_runs(0); /* the least: 64 KiB */
	struct sat_rd k, v;
	char last[16] = "";
	unsigned last_seq = 0, n = 0;
	bool more;

	(void)state;
	for (unsigned i = 0; i < N; i++) {
		char key[16], value[400];
		int kn = snprintf(key, sizeof(key), "%05u", i * 7919 % 1000);
		int vn = snprintf(
		    value, sizeof(value), "%u%*s", i, (int)(i % 300), "");

		assert_true(
		    sat_runs_add(r, key, (size_t)kn, value, (size_t)vn, NULL));
	}
	assert_true(sat_runs_sort(r, NULL));
	for (; sat_runs_next(r, &k, &v, &more, NULL) && more; n++) {
		char key[16] = "", value[400] = "";
		unsigned seq;
		int c;

		memcpy(key, k.p, k.n);
		memcpy(value, v.p, v.n);
		seq = (unsigned)strtoul(value, NULL, 10);
		c = strcmp(last, key);
		assert_true(c < 0 || (c == 0 && last_seq < seq));
		assert_int_equal(strtoul(key, NULL, 10), seq * 7919 % 1000);
		strcpy(last, key);
		last_seq = seq;
	}
	assert_int_equal(n, N);
	sat_runs_free(r);
}

static void
a_pair_may_be_larger_than_the_memory(void **state)
{
	struct sat_runs *r = new_runs(0);
	size_t big = 3 << 20;
	char *value = malloc(big);
	struct sat_rd k, v;
	bool more;

	(void)state;
	memset(value, 'x', big);
	for (int i = 3; i > 0; i--) {
		char key = (char)('0' + i);

		assert_true(sat_runs_add(r, &key, 1, value, big, NULL));
		add(r, &"3\0002\0001\0"[(3 - i) * 2], "small");
	}
	assert_true(sat_runs_sort(r, NULL));
	for (int i = 1; i <= 3; i++) {
		assert_true(sat_runs_next(r, &k, &v, &more, NULL));
		assert_true(more);
		assert_int_equal(k.p[0], '0' + i);
		assert_int_equal(v.n, big);
		assert_int_equal(v.p[big - 1], 'x');
		assert_true(sat_runs_next(r, &k, &v, &more, NULL));
		assert_int_equal(v.n, 5);
	}
	assert_true(sat_runs_next(r, &k, &v, &more, NULL));
	assert_false(more);
	free(value);
	sat_runs_free(r);
}

static void
runs_sorted_by_the_caller_are_merged(void **state)
{
	struct sat_runs *r = new_runs(0);

	(void)state;
	assert_true(sat_runs_put(r, "a", 1, "1", 1, NULL));
	assert_true(sat_runs_put(r, "c", 1, "2", 1, NULL));
	assert_true(sat_runs_cut(r, NULL));
	assert_true(sat_runs_cut(r, NULL)); /* an empty one is none */
	assert_true(sat_runs_put(r, "a", 1, "3", 1, NULL));
	assert_true(sat_runs_put(r, "b", 1, "4", 1, NULL));
	assert_true(sat_runs_sort(r, NULL)); /* ends the open run */
	expect(r, "a=1 a=3 b=4 c=2 ");
	sat_runs_free(r);
}

static void
a_folder_that_is_not_there_is_an_error_when_it_is_needed(void **state)
{
	struct sat_runs *r = NULL;
	struct satchel_err err = { 0 };
	char value[60000] = { 0 };
	bool ok = true;

	(void)state;
	assert_true(sat_runs_new("/nonexistent/x", 0, &r, &err));
	for (int i = 0; i < 4 && ok; i++)
		ok = sat_runs_add(r, "k", 1, value, sizeof(value), &err);
	assert_false(ok);
	assert_int_equal(err.code, SATCHEL_EIO);
	sat_runs_free(r);
}

static void
a_key_has_a_largest_length(void **state)
{
	struct sat_runs *r = new_runs(0);
	struct satchel_err err = { 0 };
	char *key = calloc(1, (64 << 10) + 1);

	(void)state;
	assert_true(sat_runs_add(r, key, 64 << 10, "", 0, &err));
	assert_false(sat_runs_add(r, key, (64 << 10) + 1, "", 0, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	free(key);
	sat_runs_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_come_out_by_key_then_as_added),
		cmocka_unit_test(nothing_sorts_to_nothing),
		cmocka_unit_test(what_does_not_fit_memory_is_merged_in_order),
		cmocka_unit_test(a_pair_may_be_larger_than_the_memory),
		cmocka_unit_test(runs_sorted_by_the_caller_are_merged),
		cmocka_unit_test(
		    a_folder_that_is_not_there_is_an_error_when_it_is_needed),
		cmocka_unit_test(a_key_has_a_largest_length),
	};

	return cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
