#include "spool.h"
#include "tree_fixture.h"

#define SCRATCH "/tmp/satchel-spool-test"

enum { RECORDS = 2000 };

/* A records tree of what goes straight there, or through |s|. */
static void
make_tree(struct fixture *x, struct sat_spool *s)
{
	struct sat_tree_writer *w = tree_begin(x, SAT_RECORDS);
	struct sat_packers *p = NULL;
	struct satchel_err err = { 0 };

	assert_true(
	    s == NULL || sat_packers_new(2, sat_spool_put, s, &p, &err));
	for (unsigned i = 0; i < RECORDS; i++) {
		char *line, id[24];
		size_t n = record_of(i, i % 500 == 0 ? 40000 : 0, &line, id);

		assert_true(
		    s == NULL
			? sat_tree_add_record(w, line, n, id, strlen(id), &err)
			: sat_packers_add(p, line, n, id, strlen(id), &err));
		free(line);
	}
	if (s != NULL) {
		assert_true(sat_packers_finish(p, &err));
		if (!sat_spool_replay(s, w, NULL, NULL, &err))
			fail_msg("%s", err.msg);
	}
	sat_packers_free(p);
	tree_end(x, SAT_RECORDS, w);
}

static void
blocks_set_aside_make_the_same_tree(void **state)
{
	struct sat_spool s = { .queue.fd = -1 };
	struct satchel_err err = { 0 };
	struct fixture x, y;

	(void)state;
	fixture_init(&x);
	fixture_init(&y);
	assert_true(sat_spool_open(&s, SCRATCH, &err));
	make_tree(&x, NULL);
	make_tree(&y, &s);
	assert_int_equal(x.bytes.len, y.bytes.len);
	assert_memory_equal(x.bytes.p, y.bytes.p, x.bytes.len);
	assert_memory_equal(&x.page, &y.page, sizeof(x.page));
	sat_spool_close(&s);
	fixture_free(&x);
	fixture_free(&y);
}

/* Counts down; the last one is refused. */
static bool
tick(void *ctx, uint64_t records, struct satchel_err *err)
{
	unsigned *left = ctx;

	assert_true(records < RECORDS);
	return --*left > 0 || sat_fail(err, SATCHEL_ECANCEL, "enough");
}

static void
it_can_be_stopped(void **state)
{
	struct sat_packed b = { .p = (const uint8_t *)"x", .n = 1, .raw = 1 };
	struct sat_spool s = { .queue.fd = -1 };
	struct satchel_err err = { 0 };
	struct sat_tree_writer *w;
	struct fixture x;
	unsigned left = 3;

	(void)state;
	fixture_init(&x);
	w = tree_begin(&x, SAT_RECORDS);
	assert_true(sat_spool_open(&s, SCRATCH, &err));
	for (char c = 'a'; c < 'f'; c++) {
		b.key = sat_rd_of(&c, 1, 0, NULL);
		b.items = 1;
		assert_true(sat_spool_put(&s, &b, &err));
		b.first++;
	}
	assert_false(sat_spool_replay(&s, w, tick, &left, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	assert_int_equal(x.bytes.len, 2); /* two blocks of a byte */
	sat_tree_writer_free(w);
	sat_spool_close(&s);
	fixture_free(&x);
}

/* The largest block that a tree may have, and the longest key. */
static void
the_largest_block_fits(void **state)
{
	uint8_t *bytes = calloc(1, SAT_MAX_BLOCK), key[SAT_MAX_KEY];
	struct sat_packed b = { .p = bytes,
		.n = SAT_MAX_BLOCK,
		.raw = SAT_MAX_BLOCK,
		.items = 1,
		.key = { key, sizeof(key), 0, NULL } };
	struct sat_spool s = { .queue.fd = -1 };
	struct satchel_err err = { 0 };
	struct fixture x;
	struct sat_tree_writer *w;

	(void)state;
	memset(key, 'k', sizeof(key));
	fixture_init(&x);
	w = tree_begin(&x, SAT_RECORDS);
	assert_true(sat_spool_open(&s, SCRATCH, &err));
	assert_true(sat_spool_put(&s, &b, &err));
	assert_true(sat_spool_replay(&s, w, NULL, NULL, &err));
	assert_int_equal(x.bytes.len, SAT_MAX_BLOCK);
	tree_end(&x, SAT_RECORDS, w);
	sat_spool_close(&s);
	fixture_free(&x);
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_set_aside_make_the_same_tree),
		cmocka_unit_test(it_can_be_stopped),
		cmocka_unit_test(the_largest_block_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
