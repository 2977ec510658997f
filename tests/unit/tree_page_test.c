#include "tree_fixture.h"

static struct sat_rd
page_rd(const uint8_t *p)
{
	return sat_rd_of(p, SAT_ROOT_PAGE, 7000, "x.satchel");
}

/* Four trees as a release has them: 7,680 bytes, then the root page. */
static void
good_page(struct sat_root_page *p)
{
	memset(p, 0, sizeof(*p));
	p->fold = 1;
	memset(p->seed, 0x5a, sizeof(p->seed));
	p->records = 300;
	p->terms = 200;
	for (int i = 0; i < SAT_TREES; i++)
		memset(&p->tree[i].digest, i + 1, sizeof(struct sat_hash));
	p->tree[SAT_STRINGS] =
	    (struct sat_tree_ref){ p->tree[SAT_STRINGS].digest, 0, 1000, 1000,
		    200, 0 };
	p->tree[SAT_ENTRIES] =
	    (struct sat_tree_ref){ p->tree[SAT_ENTRIES].digest, 1800, 200, 200,
		    200, 1 };
	p->tree[SAT_POSTINGS] =
	    (struct sat_tree_ref){ p->tree[SAT_POSTINGS].digest, 2000, 680, 680,
		    680, 0 };
	p->tree[SAT_RECORDS] =
	    (struct sat_tree_ref){ p->tree[SAT_RECORDS].digest, 7000, 680, 680,
		    300, 2 };
}

enum { GOOD_PAYLOAD = 7680 + SAT_ROOT_PAGE };

static void
the_root_page_has_the_bytes_the_manual_gives(void **state)
{
	struct sat_root_page p, q;
	struct satchel_err err;
	uint8_t b[SAT_ROOT_PAGE] = { 0 }, again[SAT_ROOT_PAGE];
	struct sat_rd r = page_rd(b);

	(void)state;
	good_page(&p);
	sat_root_page_write(&p, b);
	assert_memory_equal(b, "SATCHEL1\1\0\0\0\0\0\0\0\x5a\x5a", 18);
	assert_memory_equal(b + 47, "\x5a\x2c\1\0\0\0\0\0\0\xc8\0", 11);
	/* records, strings, entries, postings */
	assert_memory_equal(b + 64, "\1\1\1\1", 4);
	assert_memory_equal(b + 64 + 32,
	    "\x58\x1b\0\0\0\0\0\0"
	    "\xa8\2\0\0\xa8\2\0\0\x2c\1\0\0\0\0\0\0\2\0\0\0\0\0\0\0",
	    32);
	assert_memory_equal(b + 128, "\2\2", 2);
	assert_memory_equal(b + 192, "\3\3", 2);
	assert_memory_equal(b + 256, "\4\4", 2);
	for (int i = 320; i < SAT_ROOT_PAGE; i++)
		assert_int_equal(b[i], 0);
	assert_true(sat_root_page_read(&r, GOOD_PAYLOAD, &q, &err));
	sat_root_page_write(&q, again);
	assert_memory_equal(b, again, sizeof(b));
	assert_int_equal(sat_tree_start(&q, SAT_STRINGS), 0);
	assert_int_equal(sat_tree_start(&q, SAT_ENTRIES), 1000);
	assert_int_equal(sat_tree_start(&q, SAT_POSTINGS), 2000);
	assert_int_equal(sat_tree_start(&q, SAT_RECORDS), 2680);
}

/* One field made wrong: |at| a byte of the page, |n| bytes of |v|. */
static const struct {
	int at, n;
	uint64_t v;
	const char *expect;
} bad[] = {
	{ 7, 1, '2', "is none" },
	{ 12, 4, 1, "reserved" },
	{ 48, 8, 0, "no records" },
	{ 48, 8, 301, "number of records" },
	{ 48, 8, UINT64_C(1) << 32, "less than 4294967296" },
	{ 48, 8, UINT64_MAX, "less than 4294967296" },
	{ 56, 8, 199, "number of terms" },
	{ 56, 8, 201, "number of terms" },
	{ 56, 8, UINT64_MAX, "number of terms" },
	/* records: a node, the last of all */
	{ 96, 8, 0, "does not lie behind" },
	{ 96, 8, 2680, "does not lie behind" },
	{ 96, 8, 2681, "the trees end at" },
	{ 96, 8, 7001, "past the trees' end" },
	{ 96, 8, UINT64_MAX, "past the trees' end" },
	{ 104, 4, 0, "is empty" },
	{ 104, 4, 679, "deflated" },
	{ 104, 4, UINT32_MAX, "over 1 MiB" },
	{ 108, 4, 0, "is empty" },
	{ 108, 4, 681, "deflated" },
	{ 108, 4, (1 << 20) + 1, "over 1 MiB" },
	{ 112, 8, 0, "must be zero" },
	{ 112, 8, 299, "number of records" },
	{ 120, 1, 9, "level 9, at most 8" },
	{ 120, 1, 255, "level 255" },
	{ 120, 1, 0, "does not lie behind" },
	{ 121, 1, 1, "must be zero" },
	{ 127, 1, 1, "must be zero" },
	/* strings: a block, the first of all */
	{ 160, 8, 1, "does not lie behind" },
	{ 168, 4, 999, "deflated" },
	{ 176, 8, 0, "must be zero" },
	{ 184, 1, 1, "does not lie behind" },
	/* entries */
	{ 224, 8, 1000, "does not lie behind" },
	{ 224, 8, 999, "does not lie behind" },
	{ 240, 8, 201, "number of terms" },
	/* postings: a block of as many items as bytes */
	{ 288, 8, 1999, "does not lie behind" },
	{ 288, 8, 2001, "does not lie behind" },
	{ 304, 8, 679, "a byte an item" },
	{ 304, 8, 681, "more items than bytes" },
	{ 320, 1, 1, "after its last field" },
	{ 511, 1, 1, "after its last field" },
};

static void
a_root_page_with_one_wrong_field_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct sat_root_page p, q;
		struct satchel_err err = { 0 };
		uint8_t b[SAT_ROOT_PAGE] = { 0 };
		struct sat_rd r = page_rd(b);

		good_page(&p);
		sat_root_page_write(&p, b);
		for (int k = 0; k < bad[i].n; k++)
			b[bad[i].at + k] = (uint8_t)(bad[i].v >> (8 * k));
		memset(&q, 0x77, sizeof(q));
		if (sat_root_page_read(&r, GOOD_PAYLOAD, &q, &err))
			fail_msg("case %zu is accepted", i);
		if (strstr(err.msg, bad[i].expect) == NULL)
			fail_msg("case %zu: %s", i, err.msg);
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_string_equal(err.file, "x.satchel");
		for (size_t k = 0; k < sizeof(q); k++)
			assert_int_equal(((const uint8_t *)&q)[k], 0x77);
	}
}

static void
an_index_may_be_empty_but_only_whole(void **state)
{
	struct sat_root_page p, q;
	struct satchel_err err;
	uint8_t b[SAT_ROOT_PAGE] = { 0 };
	struct sat_rd r = page_rd(b);

	(void)state;
	good_page(&p);
	/* terms of one record each have no postings */
	memset(&p.tree[SAT_POSTINGS], 0, sizeof(p.tree[0]));
	sat_root_page_write(&p, b);
	assert_true(sat_root_page_read(&r, GOOD_PAYLOAD, &q, &err));

	good_page(&p);
	p.terms = 0;
	memset(&p.tree[SAT_STRINGS], 0, sizeof(p.tree[0]));
	sat_root_page_write(&p, b);
	assert_false(sat_root_page_read(&r, GOOD_PAYLOAD, &q, &err));
	memset(&p.tree[SAT_ENTRIES], 0, sizeof(p.tree[0]));
	p.tree[SAT_POSTINGS].offset = 0;
	sat_root_page_write(&p, b);
	assert_false(sat_root_page_read(&r, GOOD_PAYLOAD, &q, &err));
	assert_non_null(strstr(err.msg, "without a term"));
	memset(&p.tree[SAT_POSTINGS], 0, sizeof(p.tree[0]));
	sat_root_page_write(&p, b);
	assert_true(sat_root_page_read(&r, GOOD_PAYLOAD, &q, &err));
	assert_int_equal(sat_tree_start(&q, SAT_RECORDS), 0);
}

static void
payload_has_a_least_and_a_largest_size(void **state)
{
	static const uint64_t sizes[] = { 0, SAT_ROOT_PAGE - 1, SAT_ROOT_PAGE,
		GOOD_PAYLOAD - 1, GOOD_PAYLOAD + 1, SAT_MAX_PAYLOAD - 1,
		SAT_MAX_PAYLOAD, UINT64_MAX };
	struct sat_root_page p, q;
	struct satchel_err err;
	uint8_t b[SAT_ROOT_PAGE] = { 0 };
	struct sat_rd r = page_rd(b);

	(void)state;
	good_page(&p);
	sat_root_page_write(&p, b);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		assert_false(sat_root_page_read(&r, sizes[i], &q, &err));
	r.n--;
	assert_false(sat_root_page_read(&r, GOOD_PAYLOAD, &q, &err));
}

static void
sizes_of_pages_and_blocks_have_bounds(void **state)
{
	(void)state;
	assert_null(sat_page_fault(SAT_RECORDS, 0, 1, 1 << 20));
	assert_null(sat_page_fault(SAT_RECORDS, 0, 1 << 20, 1));
	assert_non_null(sat_page_fault(SAT_RECORDS, 0, 1, (1 << 20) + 1));
	assert_non_null(sat_page_fault(SAT_RECORDS, 0, (1 << 20) + 1, 1));
	assert_non_null(sat_page_fault(SAT_STRINGS, 0, 1, 2));
	assert_null(sat_page_fault(SAT_STRINGS, 1, SAT_MAX_NODE, SAT_MAX_NODE));
	assert_non_null(
	    sat_page_fault(SAT_STRINGS, 1, SAT_MAX_NODE + 1, SAT_MAX_NODE + 1));
	assert_null(sat_block_fault(SAT_RECORDS, false, 32768, 9));
	assert_non_null(sat_block_fault(SAT_RECORDS, false, 32769, 9));
	assert_non_null(sat_block_fault(SAT_RECORDS, true, 32769, 9));
	assert_null(sat_block_fault(SAT_RECORDS, false, 32769, 1));
	assert_null(sat_block_fault(SAT_STRINGS, false, 8192, 9));
	assert_non_null(sat_block_fault(SAT_STRINGS, false, 8193, 9));
	assert_null(sat_block_fault(SAT_ENTRIES, false, 100000, 9));
	assert_null(sat_block_fault(SAT_POSTINGS, false, 8192, 8192));
	assert_non_null(sat_block_fault(SAT_POSTINGS, false, 8191, 8191));
	assert_null(sat_block_fault(SAT_POSTINGS, true, 8191, 8191));
	assert_false(sat_key_fits(SAT_RECORDS, 0));
	assert_true(sat_key_fits(SAT_RECORDS, 512));
	assert_false(sat_key_fits(SAT_RECORDS, 513));
	assert_false(sat_key_fits(SAT_STRINGS, 1));
	assert_true(sat_key_fits(SAT_STRINGS, 255));
	assert_false(sat_key_fits(SAT_STRINGS, 256));
	assert_false(sat_key_fits(SAT_ENTRIES, 1));
	assert_true(sat_key_fits(SAT_POSTINGS, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_root_page_has_the_bytes_the_manual_gives),
		cmocka_unit_test(a_root_page_with_one_wrong_field_is_refused),
		cmocka_unit_test(an_index_may_be_empty_but_only_whole),
		cmocka_unit_test(payload_has_a_least_and_a_largest_size),
		cmocka_unit_test(sizes_of_pages_and_blocks_have_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
