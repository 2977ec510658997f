#include "tree_fixture.h"

#include "tree_load.h"

/* The span of child |i| of child |leaf| of the root of tree |id|. */
static void
down(struct fixture *x, enum sat_tree_id id, unsigned leaf, unsigned i,
    struct sat_span *node, struct sat_span *lead, struct sat_span *block)
{
	const struct sat_tree_node *n;
	struct satchel_err err = { 0 };

	assert_true(sat_span_root(sat_tree_root(x->t), id, node));
	while (node->level > 0) {
		unsigned at = node->level > 1 ? leaf : i;

		if (!sat_cache_node(x->t, node, &n, &err))
			fail_msg("%s", err.msg);
		sat_span_child(node, n, node->level > 1 ? leaf : 0, lead);
		sat_span_child(node, n, at, block);
		if (node->level == 1)
			return;
		*node = *block;
	}
}

static uint64_t
nodes_read(struct fixture *x)
{
	struct satchel_stats s;

	sat_tree_stats(x->t, &s);
	return s.nodes;
}

static uint64_t
blocks_read(struct fixture *x)
{
	struct satchel_stats s;

	sat_tree_stats(x->t, &s);
	return s.blocks;
}

static void
flip(struct fixture *x, uint64_t offset)
{
	uint8_t b;
	off_t at = (off_t)(BEFORE + offset);

	assert_int_equal(pread(x->f.fd, &b, 1, at), 1);
	b ^= 0x40;
	assert_int_equal(pwrite(x->f.fd, &b, 1, at), 1);
}

static void
a_page_is_authentic_by_all_of_its_bytes(void **state)
{
	uint8_t bytes[70] = { 1, 2, 3 };
	struct sat_rd page = sat_rd_of(bytes, sizeof(bytes), 0, "");
	struct sat_hash h;

	(void)state;
	sat_blake2b(bytes, sizeof(bytes), &h);
	assert_true(sat_page_authentic(&page, &h));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] ^= 1;
		assert_false(sat_page_authentic(&page, &h));
		bytes[i] ^= 1;
	}
	page.n--;
	assert_false(sat_page_authentic(&page, &h));
	page.n++;
	h.b[31] ^= 1;
	assert_false(sat_page_authentic(&page, &h));
}

static void
of_many_pages_the_first_that_is_not_authentic_is_told(void **state)
{
	enum { N = 11 };
	uint8_t bytes[N][300];
	struct sat_rd page[N];
	struct sat_span h[N];

	(void)state;
	memset(h, 0, sizeof(h));
	memset(bytes, 7, sizeof(bytes));
	for (size_t i = 0; i < N; i++) {
		page[i] = sat_rd_of(bytes[i], 100 + i * 17, 0, "");
		sat_blake2b(page[i].p, page[i].n, &h[i].digest);
	}
	for (size_t n = 0; n <= N; n++)
		assert_int_equal(sat_pages_authentic(page, h, n), n);
	for (size_t i = 0; i < N; i++) {
		bytes[i][i * 9] ^= 0x20;
		h[N - 1].digest.b[0] ^= 1; /* and the last */
		assert_int_equal(sat_pages_authentic(page, h, N), i);
		h[N - 1].digest.b[0] ^= 1;
		bytes[i][i * 9] ^= 0x20;
	}
}

static void
a_node_in_the_cache_is_not_read_again(void **state)
{
	struct sat_span node, lead, block;
	const struct sat_tree_node *n, *again;
	struct satchel_err err = { 0 };
	struct fixture x;
	uint64_t before;

	(void)state;
	fixture_make(&x, 64 * 20, 40, 3); /* 20 leaves: more than are kept */
	fixture_reopen(&x);
	down(&x, SAT_STRINGS, 0, 0, &node, &lead, &block);
	assert_true(sat_cache_node(x.t, &node, &n, &err));
	before = nodes_read(&x);
	for (int i = 0; i < 100; i++) {
		assert_true(sat_cache_node(x.t, &node, &again, &err));
		assert_ptr_equal(n, again);
	}
	assert_int_equal(nodes_read(&x), before);
	/* the same page under other bounds is looked at again, not read */
	node.has_high = true;
	node.high = node.low;
	assert_false(sat_cache_node(x.t, &node, &again, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_int_equal(nodes_read(&x), before);
	/* of another place in the tree it is another page */
	down(&x, SAT_STRINGS, 0, 0, &node, &lead, &block);
	node.last = !node.last;
	(void)!sat_cache_node(x.t, &node, &again, &err);
	assert_int_equal(nodes_read(&x), before + 1);
	fixture_free(&x);
}

static void
the_node_used_longest_ago_leaves_the_cache(void **state)
{
	struct sat_span node[20], lead, block;
	const struct sat_tree_node *n;
	struct satchel_err err = { 0 };
	struct fixture x;
	uint64_t before;

	(void)state;
	fixture_make(&x, 64 * 20, 40, 3);
	fixture_reopen(&x);
	for (unsigned i = 0; i < 20; i++)
		down(&x, SAT_STRINGS, i, 0, &node[i], &lead, &block);
	before = nodes_read(&x); /* the root among the 16 that are kept */
	for (unsigned i = 5; i < 20; i++)
		assert_true(sat_cache_node(x.t, &node[i], &n, &err));
	assert_int_equal(nodes_read(&x), before);
	down(&x, SAT_STRINGS, 0, 0, &node[0], &lead, &block);
	assert_int_equal(nodes_read(&x), before + 1);
	down(&x, SAT_STRINGS, 5, 0, &node[5], &lead, &block); /* it made room */
	assert_int_equal(nodes_read(&x), before + 2);
	down(&x, SAT_STRINGS, 19, 0, &node[19], &lead, &block);
	assert_int_equal(nodes_read(&x), before + 2);
	fixture_free(&x);
}

static void
what_changed_in_the_file_is_refused_and_told(void **state)
{
	struct sat_span node, lead, block;
	struct satchel_err err = { 0 };
	struct sat_tree_node *n = malloc(sizeof(*n));
	struct sat_block b = { 0 };
	struct sat_rd page;
	struct fixture x;

	(void)state;
	fixture_make(&x, 130, 40, 3);
	fixture_reopen(&x);
	down(&x, SAT_STRINGS, 1, 5, &node, &lead, &block);
	assert_true(sat_load_node(x.t, &node, n, &err));
	assert_true(sat_load_block(x.t, &block, &lead, &b, &err));
	assert_int_equal(b.items, block.end - block.first);
	assert_true(b.has_key);
	flip(&x, node.offset + 9);
	flip(&x, block.offset);
	assert_false(sat_load_node(x.t, &node, n, &err));
	assert_int_equal(err.offset, BEFORE + node.offset);
	assert_non_null(strstr(err.msg, "the bytes were changed"));
	assert_false(sat_load_block(x.t, &block, &lead, &b, &err));
	assert_int_equal(err.offset, BEFORE + block.offset);
	assert_int_equal(b.rd.n, 0);
	assert_int_equal(b.items, 0);
	assert_false(b.has_key);
	assert_true(block.stored <= sizeof(n->page));
	assert_false(sat_load_page(x.t, &block, n->page, &page, &err));
	assert_true(sat_load_bytes(x.t, &block, n->page, 7, &err));
	flip(&x, block.offset);
	assert_true(sat_load_page(x.t, &block, n->page, &page, &err));
	assert_int_equal(page.n, block.stored);
	assert_true(sat_load_block(x.t, &block, &lead, &b, &err));
	sat_block_free(&b);
	free(n);
	fixture_free(&x);
}

static void
nothing_is_read_from_beyond_payload(void **state)
{
	struct sat_span node, lead, block;
	struct satchel_err err = { 0 };
	struct sat_tree_node *n = malloc(sizeof(*n));
	struct sat_rd page;
	struct fixture x;
	uint64_t len;

	(void)state;
	fixture_make(&x, 130, 40, 3);
	fixture_reopen(&x);
	len = x.bytes.len;
	down(&x, SAT_STRINGS, 1, 5, &node, &lead, &block);
	block.offset = len - block.stored + 1;
	assert_false(sat_load_page(x.t, &block, n->page, &page, &err));
	assert_non_null(strstr(err.msg, "past the end of PAYLOAD"));
	block.offset = UINT64_MAX;
	assert_false(sat_load_page(x.t, &block, n->page, &page, &err));
	block.offset = len - block.stored; /* read, and is something else */
	assert_false(sat_load_page(x.t, &block, n->page, &page, &err));
	assert_null(strstr(err.msg, "past the end"));
	node.stored = SAT_MAX_NODE + 1;
	assert_false(sat_load_node(x.t, &node, n, &err));
	assert_non_null(strstr(err.msg, "larger than any node"));
	free(n);
	fixture_free(&x);
}

static void
a_lead_is_inflated_once_for_its_siblings(void **state)
{
	struct sat_span node, lead, block;
	struct satchel_err err = { 0 };
	struct sat_block b = { 0 };
	struct fixture x;
	uint64_t before;

	(void)state;
	fixture_make(&x, 2, 40, 2000); /* one leaf of many blocks */
	fixture_reopen(&x);
	before = blocks_read(&x);
	for (unsigned i = 1; i < 6; i++) {
		down(&x, SAT_RECORDS, 0, i, &node, &lead, &block);
		assert_true(sat_load_block(x.t, &block, &lead, &b, &err));
		assert_int_equal(b.rd.n, block.raw);
		assert_int_equal(b.first, block.first);
	}
	assert_int_equal(blocks_read(&x), before + 6); /* five and the lead */
	assert_true(sat_load_block(x.t, &lead, &lead, &b, &err));
	assert_int_equal(blocks_read(&x), before + 6);
	assert_int_equal(b.first, 0);
	/* a lead that was changed takes its siblings with it */
	flip(&x, lead.offset + 3);
	assert_true(sat_load_block(x.t, &block, &lead, &b, &err));
	fixture_reopen(&x); /* writes the file anew */
	flip(&x, lead.offset + 3);
	assert_false(sat_load_block(x.t, &block, &lead, &b, &err));
	assert_int_equal(err.offset, BEFORE + lead.offset);
	assert_int_equal(b.rd.n, 0);
	sat_block_free(&b);
	fixture_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_authentic_by_all_of_its_bytes),
		cmocka_unit_test(
		    of_many_pages_the_first_that_is_not_authentic_is_told),
		cmocka_unit_test(a_node_in_the_cache_is_not_read_again),
		cmocka_unit_test(the_node_used_longest_ago_leaves_the_cache),
		cmocka_unit_test(what_changed_in_the_file_is_refused_and_told),
		cmocka_unit_test(nothing_is_read_from_beyond_payload),
		cmocka_unit_test(a_lead_is_inflated_once_for_its_siblings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
