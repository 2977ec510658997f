#include "inflate.h"
#include "tree_pack.h"
#include "unit.h"

/* Record |ordinal| of |n| bytes of which some repeat. */
static bool
add(struct sat_pack *g, uint64_t ordinal, size_t n, struct satchel_err *err)
{
	char id[24], *p = malloc(n);
	uint32_t r = (uint32_t)ordinal * 2654435761u;
	bool ok;

	assert_non_null(p);
	(void)snprintf(id, sizeof(id), "p%06u", (unsigned)ordinal);
	for (size_t i = 0; i < n; i++) {
		r = r * 1103515245 + 12345;
		p[i] = (char)('a' + (r >> 16) % 7);
	}
	ok = sat_pack_add(g, ordinal, p, n, id, strlen(id), err);
	free(p);
	return ok;
}

static void
a_block_takes_32_kib(void **state)
{
	struct sat_pack *g = malloc(sizeof(*g));
	struct satchel_err err = { 0 };

	(void)state;
	sat_pack_init(g);
	assert_false(sat_pack_full(g, SAT_MAX_BLOCK));
	assert_true(add(g, 0, SAT_RECORDS_RAW - 1, &err));
	assert_true(add(g, 1, 1, &err)); /* fits exactly */
	assert_int_equal(g->n, 1);
	assert_true(add(g, 2, 1, &err));
	assert_int_equal(g->n, 2);
	assert_true(add(g, 3, SAT_RECORDS_RAW - 1, &err));
	assert_int_equal(g->n, 2);
	assert_true(add(g, 4, 1, &err));
	assert_int_equal(g->n, 3);
	/* one over the limit has a block alone, and the next begins another */
	assert_true(add(g, 5, SAT_RECORDS_RAW + 1, &err));
	assert_int_equal(g->n, 4);
	assert_true(add(g, 6, 1, &err));
	assert_int_equal(g->n, 5);
	assert_int_equal(g->block[0].items, 2);
	assert_int_equal(g->block[1].first, 2);
	assert_int_equal(g->block[1].items, 2);
	assert_int_equal(g->block[3].n, SAT_RECORDS_RAW + 1);
	assert_memory_equal(
	    g->keys.p + g->block[3].key_at, "p000005", g->block[3].key_len);
	sat_pack_free(g);
	free(g);
}

static void
a_group_is_full_at_sixty_four_blocks_and_empty_when_reset(void **state)
{
	struct sat_pack *g = malloc(sizeof(*g));
	struct satchel_err err = { 0 };
	uint64_t i = 0;

	(void)state;
	sat_pack_init(g);
	for (; !sat_pack_full(g, SAT_RECORDS_RAW); i++)
		assert_true(add(g, i, SAT_RECORDS_RAW, &err));
	assert_int_equal(g->n, SAT_FANOUT);
	assert_int_equal(i, SAT_FANOUT);
	assert_true(sat_pack_full(g, 1));
	sat_pack_reset(g);
	assert_false(sat_pack_full(g, SAT_MAX_BLOCK));
	assert_int_equal(g->n, 0);
	assert_true(add(g, i, SAT_RECORDS_RAW, &err)); /* a lead again */
	assert_int_equal(g->n, 1);
	assert_int_equal(g->block[0].first, i);
	sat_pack_free(g);
	free(g);
}

/* Every block inflates to what went in, siblings with the lead before them,
 * and has the digest of its stored bytes. */
static void
check(const struct sat_pack *g)
{
	static uint8_t out[SAT_MAX_BLOCK];

	for (unsigned i = 0; i < g->n; i++) {
		const struct sat_pack_block *b = &g->block[i];
		struct sat_rd in = sat_wr_rd(&b->out);
		struct sat_hash h;

		if (i > 0) /* without its lead it is nothing */
			assert_false(
			    sat_inflate(&in, NULL, 0, out, b->n, NULL));
		assert_true(sat_inflate(&in, i == 0 ? NULL : g->raw.p,
		    i == 0 ? 0 : g->block[0].n, out, b->n, NULL));
		assert_memory_equal(out, g->raw.p + b->at, b->n);
		sat_blake2b(in.p, in.n, &h);
		assert_true(sat_hash_eq(&h, &b->digest));
	}
}

/* Last to first: a sibling needs the lead's raw bytes alone. */
static void
blocks_can_be_made_in_any_order(void **state)
{
	struct sat_pack *g = malloc(sizeof(*g));
	struct sat_deflater *d = NULL;
	struct sat_hash first[SAT_FANOUT];
	struct satchel_err err = { 0 };

	(void)state;
	sat_pack_init(g);
	assert_true(sat_deflater_new(&d, &err));
	for (uint64_t i = 0; !sat_pack_full(g, 300); i++)
		assert_true(add(g, i, 300, &err));
	for (unsigned i = 0; i < g->n; i++) {
		assert_true(sat_pack_block(g, i, d, &err));
		first[i] = g->block[i].digest;
	}
	check(g);
	for (unsigned i = g->n; i-- > 0;) {
		assert_true(sat_pack_block(g, i, d, &err));
		assert_true(sat_hash_eq(&first[i], &g->block[i].digest));
	}
	sat_deflater_free(d);
	sat_pack_free(g);
	free(g);
}

/* 1 MiB that does not deflate at all is a little over 1 MiB then. */
static void
a_block_that_deflates_to_over_1_mib_is_refused(void **state)
{
	struct sat_pack *g = malloc(sizeof(*g));
	uint8_t *noise = malloc(SAT_MAX_BLOCK);
	struct sat_deflater *d = NULL;
	struct satchel_err err = { 0 };

	(void)state;
	randombytes_buf_deterministic(noise, SAT_MAX_BLOCK,
	    (const unsigned char *)"satchel-tree-pack-test-seed-0000");
	sat_pack_init(g);
	assert_true(sat_deflater_new(&d, &err));
	assert_true(add(g, 0, 10, &err));
	assert_true(sat_pack_add(g, 1, noise, SAT_MAX_BLOCK, "q", 1, &err));
	assert_true(sat_pack_block(g, 0, d, &err));
	assert_false(sat_pack_block(g, 1, d, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_non_null(strstr(err.msg, "record 1 "));
	sat_deflater_free(d);
	sat_pack_free(g);
	free(noise);
	free(g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_block_takes_32_kib),
		cmocka_unit_test(
		    a_group_is_full_at_sixty_four_blocks_and_empty_when_reset),
		cmocka_unit_test(blocks_can_be_made_in_any_order),
		cmocka_unit_test(
		    a_block_that_deflates_to_over_1_mib_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
