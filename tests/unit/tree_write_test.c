#include "tree_fixture.h"

#include "deflate.h"
#include "inflate.h"

/* The node at |at| of |n| bytes, without any check of what it says. */
static unsigned
children(const struct fixture *x, uint64_t at, uint32_t n,
    struct sat_child c[SAT_FANOUT], unsigned *level)
{
	struct sat_rd r = sat_rd_of(x->bytes.p + at, n, at, "x");
	uint8_t tree = 0, l = 0;
	uint16_t count = 0, key;
	uint32_t zero;

	assert_true(sat_rd_u8(&r, &tree) && sat_rd_u8(&r, &l) &&
		    sat_rd_u16(&r, &count) && sat_rd_u32(&r, &zero));
	assert_true(count >= 1 && count <= SAT_FANOUT);
	for (unsigned i = 0; i < count; i++)
		assert_true(
		    sat_rd_copy(&r, c[i].digest.b, sizeof(c[i].digest.b)) &&
		    sat_rd_u64(&r, &c[i].offset) &&
		    sat_rd_u32(&r, &c[i].stored) && sat_rd_u32(&r, &c[i].raw) &&
		    sat_rd_u64(&r, &c[i].first) && sat_rd_u16(&r, &key) &&
		    sat_rd_take(&r, key, &c[i].key));
	assert_true(sat_rd_end(&r));
	*level = l;
	return count;
}

static void
one_block_is_its_own_tree(void **state)
{
	struct fixture x;
	const struct sat_tree_ref *r;
	struct sat_hash h;

	(void)state;
	fixture_init(&x);
	add_tiny(&x, SAT_STRINGS, 1);
	r = &x.page.tree[SAT_STRINGS];
	assert_int_equal(r->level, 0);
	assert_int_equal(r->offset, 0);
	assert_int_equal(r->stored, 7);
	assert_int_equal(r->raw, 7);
	assert_int_equal(r->items, 1);
	assert_int_equal(x.bytes.len, 7);
	assert_memory_equal(x.bytes.p, "block 0", 7);
	sat_blake2b("block 0", 7, &h);
	assert_true(sat_hash_eq(&h, &r->digest));
	fixture_free(&x);
}

static void
a_tree_of_nothing_is_all_zero(void **state)
{
	static const struct sat_tree_ref none;
	struct fixture x;

	(void)state;
	for (unsigned id = 0; id < SAT_TREES; id++) {
		fixture_init(&x);
		memset(&x.page.tree[id], 0xff, sizeof(none));
		tree_end(&x, id, tree_begin(&x, id));
		assert_int_equal(x.bytes.len, 0);
		assert_memory_equal(&x.page.tree[id], &none, sizeof(none));
		fixture_free(&x);
	}
}

static void
nodes_are_filled_to_64_in_order(void **state)
{
	static const struct {
		unsigned blocks, level, top; /* children of the root */
	} cases[] = {
		{ 2, 1, 2 },
		{ 63, 1, 63 },
		{ 64, 1, 64 },
		{ 65, 2, 2 },
		{ 128, 2, 2 },
		{ 129, 2, 3 },
		{ 4095, 2, 64 },
		{ 4096, 2, 64 },
		{ 4097, 3, 2 },
		{ 8192, 3, 2 },
		{ 8193, 3, 3 },
	};
	struct sat_child c[SAT_FANOUT];
	struct fixture x;
	unsigned level, n;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct sat_tree_ref *r;

		fixture_init(&x);
		add_tiny(&x, SAT_ENTRIES, cases[i].blocks);
		r = &x.page.tree[SAT_ENTRIES];
		assert_int_equal(r->level, cases[i].level);
		assert_int_equal(r->offset + r->stored, x.bytes.len);
		n = children(&x, r->offset, r->stored, c, &level);
		assert_int_equal(level, cases[i].level);
		assert_int_equal(n, cases[i].top);
		assert_int_equal(c[0].first, 0);
		fixture_free(&x);
	}
}

static void
a_node_says_where_its_children_are(void **state)
{
	struct sat_child c[SAT_FANOUT], d[SAT_FANOUT];
	const struct sat_tree_ref *r;
	struct fixture x;
	struct sat_hash h;
	unsigned level;

	(void)state;
	fixture_init(&x);
	add_tiny(&x, SAT_STRINGS, 66);
	r = &x.page.tree[SAT_STRINGS];
	assert_memory_equal(x.bytes.p + r->offset, "\1\2\2\0\0\0\0\0", 8);
	assert_int_equal(children(&x, r->offset, r->stored, c, &level), 2);
	assert_true(sat_rd_is(&c[1].key, "\1"
					 "00000064"));
	assert_int_equal(c[1].first, 1 + 63 / 3 * 6);
	assert_int_equal(c[1].offset + c[1].stored, r->offset);
	sat_blake2b(x.bytes.p + c[1].offset, c[1].stored, &h);
	assert_true(sat_hash_eq(&h, &c[1].digest));
	assert_int_equal(children(&x, c[1].offset, c[1].stored, d, &level), 2);
	assert_int_equal(level, 1);
	assert_int_equal(d[0].offset, c[0].offset + c[0].stored);
	assert_int_equal(d[1].offset + d[1].stored, c[1].offset);
	assert_memory_equal(x.bytes.p + d[1].offset, "block 65", 8);
	fixture_free(&x);
}

static void
postings_are_cut_every_8_kib(void **state)
{
	static const struct {
		size_t n;
		unsigned level, last;
	} cases[] = { { 1, 0, 1 }, { 8191, 0, 8191 }, { 8192, 0, 8192 },
		{ 8193, 1, 1 }, { 16384, 1, 8192 } };
	struct sat_child c[SAT_FANOUT];
	struct fixture x;
	unsigned level;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct sat_tree_ref *r = &x.page.tree[SAT_POSTINGS];

		fixture_init(&x);
		add_postings(&x, cases[i].n);
		assert_int_equal(r->items, cases[i].n);
		assert_int_equal(r->level, cases[i].level);
		if (r->level == 0) {
			assert_int_equal(r->raw, cases[i].last);
		} else {
			unsigned n =
			    children(&x, r->offset, r->stored, c, &level);

			assert_int_equal(c[n - 1].raw, cases[i].last);
			assert_int_equal(c[1].first, 8192);
			assert_int_equal(c[1].key.n, 0);
		}
		fixture_free(&x);
	}
}

/* Inflates block |c| of a records tree and compares it with |n| records from
 * |i| on, each of |size| bytes. */
static void
holds(const struct fixture *x, const struct sat_child *c,
    const struct sat_wr *lead, unsigned i, unsigned n, size_t size,
    struct sat_wr *raw)
{
	struct sat_rd in =
	    sat_rd_of(x->bytes.p + c->offset, c->stored, c->offset, "x");
	struct satchel_err err = { 0 };
	char *line, id[24];
	uint8_t *to;

	sat_wr_reset(raw);
	to = sat_wr_room(raw, c->raw);
	if (!sat_inflate(&in, lead == NULL ? NULL : lead->p,
		lead == NULL ? 0 : lead->len, to, c->raw, &err))
		fail_msg("%s", err.msg);
	sat_wr_grow(raw, c->raw);
	assert_int_equal(c->raw, n * size);
	for (unsigned k = 0; k < n; k++) {
		(void)record_of(i + k, size, &line, id);
		assert_memory_equal(to + k * size, line, size);
		free(line);
	}
	(void)record_of(i, size, &line, id);
	free(line);
	assert_true(sat_rd_is(&c->key, id));
	assert_int_equal(c->first, i);
}

static void
a_leaf_of_records_has_a_lead_and_63_siblings(void **state)
{
	enum { SIZE = 4096, ROOM = 8, LEAF = 64 * ROOM, N = LEAF + ROOM + 3 };
	struct sat_child top[SAT_FANOUT], c[SAT_FANOUT];
	const struct sat_tree_ref *r;
	struct sat_wr lead, raw;
	struct fixture x;
	unsigned level;

	(void)state;
	sat_wr_init(&lead, 1 << 20);
	sat_wr_init(&raw, 1 << 20);
	fixture_init(&x);
	add_records(&x, N, SIZE, 1);
	r = &x.page.tree[SAT_RECORDS];
	assert_int_equal(r->items, N);
	assert_int_equal(r->level, 2);
	assert_int_equal(children(&x, r->offset, r->stored, top, &level), 2);
	assert_int_equal(
	    children(&x, top[0].offset, top[0].stored, c, &level), 64);
	holds(&x, &c[0], NULL, 0, ROOM, SIZE, &lead);
	for (unsigned i = 1; i < 64; i++)
		holds(&x, &c[i], &lead, i * ROOM, ROOM, SIZE, &raw);
	assert_int_equal(
	    children(&x, top[1].offset, top[1].stored, c, &level), 2);
	holds(&x, &c[0], NULL, LEAF, ROOM, SIZE, &lead);
	holds(&x, &c[1], &lead, LEAF + ROOM, 3, SIZE, &raw);
	fixture_free(&x);
	sat_wr_free(&lead);
	sat_wr_free(&raw);
}

static void
a_record_over_the_limit_has_a_block_alone(void **state)
{
	static const struct {
		size_t size;
		unsigned lead, sibling; /* records in them */
	} cases[] = { { 16384, 2, 2 }, { 16385, 1, 1 }, { 32768, 1, 1 },
		{ 32769, 1, 1 }, { 65537, 1, 1 }, { 8192, 4, 4 },
		{ 8193, 3, 3 }, { 1 << 20, 1, 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unsigned n = cases[i].lead + cases[i].sibling;
		struct sat_child c[SAT_FANOUT];
		const struct sat_tree_ref *r;
		struct sat_wr lead, raw;
		struct fixture x;
		unsigned level;

		sat_wr_init(&lead, 1 << 20);
		sat_wr_init(&raw, 1 << 20);
		fixture_init(&x);
		add_records(&x, n, cases[i].size, 1);
		r = &x.page.tree[SAT_RECORDS];
		assert_int_equal(
		    children(&x, r->offset, r->stored, c, &level), 2);
		holds(&x, &c[0], NULL, 0, cases[i].lead, cases[i].size, &lead);
		holds(&x, &c[1], &lead, cases[i].lead, cases[i].sibling,
		    cases[i].size, &raw);
		fixture_free(&x);
		sat_wr_free(&lead);
		sat_wr_free(&raw);
	}
}

static void
the_number_of_threads_changes_nothing(void **state)
{
	static const unsigned threads[] = { 0, 2, 3, 200 };
	struct fixture one, many;

	(void)state;
	fixture_init(&one);
	add_records(&one, 6000, 0, 1);
	for (size_t i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
		fixture_init(&many);
		add_records(&many, 6000, 0, threads[i]);
		assert_int_equal(one.bytes.len, many.bytes.len);
		assert_memory_equal(one.bytes.p, many.bytes.p, one.bytes.len);
		fixture_free(&many);
	}
	fixture_free(&one);
}

static void
what_no_tree_may_hold_is_refused(void **state)
{
	static const char line[] = "{}\n", id[600] = "a";
	static uint8_t big[(1 << 20) + 1];
	struct satchel_err err;
	struct fixture x;
	struct sat_tree_writer *w;

	(void)state;
	fixture_init(&x);
	w = tree_begin(&x, SAT_RECORDS);
	assert_true(sat_tree_add_record(w, line, 3, "b", 1, &err));
	assert_false(sat_tree_add_record(w, line, 3, "b", 1, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_false(sat_tree_add_record(w, line, 3, "a", 1, &err));
	assert_false(sat_tree_add_record(w, line, 3, "ab", 2, &err));
	assert_false(sat_tree_add_record(w, line, 3, "c", 0, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_false(sat_tree_add_record(w, line, 3, id, 513, &err));
	assert_false(sat_tree_add_record(w, line, 0, "c", 1, &err));
	assert_false(sat_tree_add_record(w, big, sizeof(big), "c", 1, &err));
	assert_true(sat_tree_add_record(w, line, 3, "ba", 2, &err));
	assert_true(sat_tree_add_record(w, big, sizeof(big) - 1, "c", 1, &err));
	sat_tree_writer_free(w);

	w = tree_begin(&x, SAT_STRINGS);
	assert_false(sat_tree_add_block(w, "x", 1, 1, "\1", 1, &err));
	assert_false(sat_tree_add_block(w, "x", 1, 0, "\1a", 2, &err));
	assert_false(sat_tree_add_block(w, "x", 1, 2, "\1a", 2, &err));
	assert_false(sat_tree_add_block(w, big, 8193, 2, "\1a", 2, &err));
	assert_true(sat_tree_add_block(w, big, 8192, 2, "\1b", 2, &err));
	assert_false(sat_tree_add_block(w, big, 8192, 2, "\1b", 2, &err));
	sat_tree_writer_free(w);

	w = tree_begin(&x, SAT_ENTRIES);
	assert_false(sat_tree_add_block(w, "x", 1, 1, "\1a", 2, &err));
	assert_false(sat_tree_add_block(w, big, sizeof(big), 1, NULL, 0, &err));
	assert_true(
	    sat_tree_add_block(w, big, sizeof(big) - 1, 1, NULL, 0, &err));
	sat_tree_writer_free(w);
	fixture_free(&x);
}

static bool
refuse(void *ctx, const void *p, size_t n, struct satchel_err *err)
{
	(void)p;
	(void)n;
	return --*(int *)ctx > 0 || sat_fail(err, SATCHEL_EIO, "no room");
}

static void
a_sink_that_fails_is_heard(void **state)
{
	struct satchel_err err;
	struct sat_tree_writer *w = NULL;
	int calls = 3;
	struct sat_sink sink = { refuse, &calls };

	(void)state;
	assert_true(sat_tree_writer_new(SAT_ENTRIES, 0, sink, &w, &err));
	assert_true(sat_tree_add_block(w, "x", 1, 1, NULL, 0, &err));
	assert_true(sat_tree_add_block(w, "x", 1, 1, NULL, 0, &err));
	assert_false(sat_tree_add_block(w, "x", 1, 1, NULL, 0, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	sat_tree_writer_free(w);
}

static bool
swallow(void *ctx, const void *p, size_t n, struct satchel_err *err)
{
	(void)ctx;
	(void)p;
	(void)n;
	(void)err;
	return true;
}

static void
payload_ends_before_8_gib(void **state)
{
	static uint8_t big[1 << 20];
	const uint64_t most = SAT_MAX_PAYLOAD - SAT_ROOT_PAGE - 1;
	struct sat_sink sink = { swallow, NULL };
	struct sat_tree_writer *w = NULL;
	struct satchel_err err;

	(void)state;
	assert_false(
	    sat_tree_writer_new(SAT_ENTRIES, most + 1, sink, &w, &err));
	assert_null(w);
	assert_true(
	    sat_tree_writer_new(SAT_ENTRIES, most - 1000, sink, &w, &err));
	assert_false(sat_tree_add_block(w, big, 1001, 1, NULL, 0, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_true(sat_tree_add_block(w, big, 1000, 1, NULL, 0, &err));
	assert_false(sat_tree_add_block(w, big, 1, 1, NULL, 0, &err));
	sat_tree_writer_free(w);
}

/* Everything again with the nth allocation refused, until none is. */
static void
no_memory_is_an_error_wherever_it_strikes(void **state)
{
	char *line, id[24];
	size_t n = record_of(1, 9000, &line, id);
	bool ok = false;

	(void)state;
	if (__real_malloc == NULL)
		skip();
	for (long call = 1; !ok; call++) {
		struct sat_tree_writer *w = NULL;
		struct sat_tree_ref ref;
		struct sat_sink sink = { swallow, NULL };
		struct satchel_err err = { 0 };
		uint64_t end;

		assert_true(call < 1000);
		refuse_call = call;
		ok = sat_tree_writer_new(SAT_RECORDS, 0, sink, &w, &err);
		for (char i = 'a'; ok && i < 'e'; i++)
			ok = sat_tree_add_record(w, line, n, &i, 1, &err);
		ok = ok && sat_tree_finish(w, &ref, &end, &err);
		sat_tree_writer_free(w);
		refuse_call = 0;
		if (!ok)
			assert_int_equal(err.code, SATCHEL_ENOMEM);
	}
	free(line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_block_is_its_own_tree),
		cmocka_unit_test(a_tree_of_nothing_is_all_zero),
		cmocka_unit_test(nodes_are_filled_to_64_in_order),
		cmocka_unit_test(a_node_says_where_its_children_are),
		cmocka_unit_test(postings_are_cut_every_8_kib),
		cmocka_unit_test(a_leaf_of_records_has_a_lead_and_63_siblings),
		cmocka_unit_test(a_record_over_the_limit_has_a_block_alone),
		cmocka_unit_test(the_number_of_threads_changes_nothing),
		cmocka_unit_test(what_no_tree_may_hold_is_refused),
		cmocka_unit_test(a_sink_that_fails_is_heard),
		cmocka_unit_test(payload_ends_before_8_gib),
		cmocka_unit_test(no_memory_is_an_error_wherever_it_strikes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
