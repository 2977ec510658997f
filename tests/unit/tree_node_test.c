/* tree_node: what is written is read, and what a node says of its children.
 * The nodes that break a rule are in tree_check_test. */
#include "tree_node.h"
#include "unit.h"

enum { SIZE = 100 /* bytes of a block here */ };

/* |n| blocks from |start| on, their node, and what is known of it. */
struct made {
	struct sat_child c[SAT_FANOUT + 1];
	char key[SAT_FANOUT + 1][8];
	struct sat_wr w;
	struct sat_rd page;
	struct sat_span s;
	struct sat_tree_node n;
};

static void
make(struct made *m, enum sat_tree_id id, unsigned n, uint64_t start)
{
	bool keys = id == SAT_STRINGS || id == SAT_RECORDS;

	memset(m, 0, sizeof(*m));
	sat_wr_init(&m->w, 1 << 20);
	sat_node_begin(&m->w, id, 1);
	for (unsigned i = 0; i < n; i++) {
		struct sat_child *c = &m->c[i];
		int len = snprintf(m->key[i], sizeof(m->key[i]), "k%03u", i);

		memset(c->digest.b, (int)i, sizeof(c->digest.b));
		c->offset = start + (uint64_t)SIZE * i;
		c->stored = c->raw = SIZE;
		c->first = 1000 + i;
		c->key = sat_rd_of(m->key[i], keys ? (size_t)len : 0, 0, "");
		sat_node_child(&m->w, c);
	}
	sat_node_end(&m->w, n);
	m->s = (struct sat_span){ .tree = id,
		.level = 1,
		.root = true,
		.lead = true,
		.last = true,
		.offset = start + (uint64_t)SIZE * n,
		.stored = (uint32_t)m->w.len,
		.raw = (uint32_t)m->w.len,
		.start = start,
		.first = 1000,
		.end = 1000 + n,
		.low = sat_rd_of("", 0, 0, ""),
		.high = sat_rd_of("", 0, 0, "") };
}

static bool
reads(struct made *m, struct satchel_err *err)
{
	bool ok;

	assert_true(m->w.len <= sizeof(m->n.page));
	memcpy(m->n.page, m->w.p, m->w.len);
	m->page = sat_rd_of(m->n.page, m->w.len, 77, "x.satchel");
	ok = sat_node_read(&m->page, &m->s, &m->n, err);
	if (!ok) {
		assert_int_equal(err->code, SATCHEL_EFORMAT);
		assert_int_equal(err->offset, 77);
	}
	return ok;
}

static void
made_free(struct made *m)
{
	sat_wr_free(&m->w);
}

static void
two_to_sixty_four_children_are_read_as_written(void **state)
{
	static const struct {
		unsigned n;
		bool good;
	} cases[] = { { 1, false }, { 2, true }, { 63, true }, { 64, true },
		{ 65, false } };
	static const enum sat_tree_id ids[] = { SAT_STRINGS, SAT_ENTRIES };
	struct satchel_err err = { 0 };
	struct made m;

	(void)state;
	for (size_t k = 0; k < COUNT(ids); k++)
		for (size_t i = 0; i < COUNT(cases); i++) {
			make(&m, ids[k], cases[i].n, 3);
			if (reads(&m, &err) != cases[i].good)
				fail_msg("%u: %s", cases[i].n, err.msg);
			for (unsigned c = 0; cases[i].good && c < cases[i].n;
			     c++) {
				assert_memory_equal(&m.n.child[c].digest,
				    &m.c[c].digest, SAT_HASH_SIZE);
				assert_int_equal(m.n.child[c].first, 1000 + c);
				assert_true(sat_rd_eq(&m.n.child[c].key,
				    m.c[c].key.p, m.c[c].key.n));
			}
			made_free(&m);
		}
}

static void
a_node_alone_need_not_be_full_if_it_is_the_last(void **state)
{
	struct satchel_err err = { 0 };
	struct made m;

	(void)state;
	make(&m, SAT_ENTRIES, 63, 0);
	m.s.last = false;
	assert_false(reads(&m, &err));
	made_free(&m);
	make(&m, SAT_ENTRIES, 64, 0);
	m.s.last = false;
	m.s.root = false;
	m.s.end = m.c[63].first + 1;
	assert_true(reads(&m, &err));
	made_free(&m);
	make(&m, SAT_ENTRIES, 1, 0); /* and below another has one */
	m.s.root = false;
	assert_true(reads(&m, &err));
	made_free(&m);
}

static void
every_cut_of_a_node_is_refused(void **state)
{
	struct satchel_err err = { 0 };
	struct made m;

	(void)state;
	make(&m, SAT_STRINGS, 3, 0);
	for (size_t n = 0; n < m.w.len; n++) {
		struct sat_rd cut = exact(m.w.p, n);

		assert_false(sat_node_read(&cut, &m.s, &m.n, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		drop(&cut);
	}
	assert_true(reads(&m, &err));
	made_free(&m);
}

static void
what_stands_above_binds_the_first_and_the_last_key(void **state)
{
	static const struct {
		const char *low, *high;
		bool good;
	} cases[] = {
		{ "k000", "k003", true },
		{ "k000", "k0020", true }, /* the last key begins it */
		{ "k000", "k002", false },
		{ "k000", "k00", false },
		{ "k00", "k003", false },
		{ "k0000", "k003", false },
		{ "j999", "k003", false },
	};
	struct satchel_err err = { 0 };
	struct made m;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make(&m, SAT_STRINGS, 3, 0);
		assert_true(reads(&m, &err));
		m.s.has_low = m.s.has_high = true;
		m.s.low = rd(cases[i].low);
		m.s.high = rd(cases[i].high);
		if (reads(&m, &err) != cases[i].good ||
		    sat_node_bounds(&m.page, &m.s, &m.n, &err) != cases[i].good)
			fail_msg("%s to %s", cases[i].low, cases[i].high);
		made_free(&m);
	}
}

static void
a_child_is_known_by_its_node_and_its_neighbours(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_span c;
	struct made m;

	(void)state;
	make(&m, SAT_STRINGS, 3, 40);
	m.s.has_low = m.s.has_high = true;
	m.s.low = rd("k000");
	m.s.high = rd("z");
	m.s.last = true;
	assert_true(reads(&m, &err));
	sat_span_child(&m.s, &m.n, 0, &c);
	assert_int_equal(c.level, 0);
	assert_false(c.root);
	assert_true(c.lead);
	assert_false(c.last);
	assert_int_equal(c.start, 40);
	assert_int_equal(c.first, 1000);
	assert_int_equal(c.end, 1001);
	assert_true(c.has_low && sat_rd_is(&c.low, "k000"));
	assert_true(c.has_high && sat_rd_is(&c.high, "k001"));
	sat_span_child(&m.s, &m.n, 2, &c);
	assert_false(c.lead);
	assert_true(c.last);
	assert_int_equal(c.start, 40 + 2 * SIZE);
	assert_int_equal(c.offset, 40 + 2 * SIZE);
	assert_int_equal(c.end, 1003);
	assert_true(sat_rd_is(&c.high, "z")); /* its node's bound */
	m.s.last = m.s.has_high = false;
	sat_span_child(&m.s, &m.n, 2, &c);
	assert_false(c.last);
	assert_false(c.has_high);
	sat_span_child(&m.s, &m.n, 1, &m.s); /* in place */
	assert_int_equal(m.s.first, 1001);
	made_free(&m);
	make(&m, SAT_ENTRIES, 2, 0); /* no keys there */
	assert_true(reads(&m, &err));
	sat_span_child(&m.s, &m.n, 0, &c);
	assert_false(c.has_low || c.has_high);
	made_free(&m);
}

static void
the_root_of_an_empty_tree_is_none(void **state)
{
	struct sat_root_page p = { .records = 3 };
	struct sat_span s = { .level = 77 };

	(void)state;
	assert_false(sat_span_root(&p, SAT_STRINGS, &s));
	assert_int_equal(s.level, 77);
	p.tree[SAT_RECORDS] = (struct sat_tree_ref){
		.offset = 10, .stored = 20, .raw = 30, .items = 3, .level = 2
	};
	assert_true(sat_span_root(&p, SAT_RECORDS, &s));
	assert_int_equal(s.level, 2);
	assert_int_equal(s.first, 0);
	assert_int_equal(s.end, 3);
	assert_true(s.root && s.lead && s.last);
	assert_false(s.has_low || s.has_high);
}

static void
keys_are_ordered_by_bytes_a_prefix_first(void **state)
{
	static const char *const keys[] = { "", "\x01", "a", "aa", "ab", "b",
		"b\x7f", "b\x80", "\xff" };

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++)
		for (size_t k = 0; k < COUNT(keys); k++) {
			struct sat_rd a = rd(keys[i]), b = rd(keys[k]);
			int c = sat_key_cmp(&a, &b);

			assert_true(i < k ? c < 0 : i > k ? c > 0 : c == 0);
		}
}

static void
a_fault_names_the_tree_and_the_level(void **state)
{
	struct sat_rd at = sat_rd_of("", 0, 512, "x.satchel");
	struct sat_span s = { .tree = SAT_ENTRIES, .level = 3 };
	struct satchel_err err = { 0 };

	(void)state;
	assert_false(sat_span_fail(&err, &s, &at, "is %s", "odd"));
	assert_string_equal(err.msg, "entries node at level 3: is odd");
	assert_int_equal(err.offset, 512);
	s.level = 0;
	assert_false(sat_span_fail(&err, &s, &at, "is odd"));
	assert_string_equal(err.msg, "entries block: is odd");
	assert_false(sat_span_fail(NULL, &s, &at, "is odd"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    two_to_sixty_four_children_are_read_as_written),
		cmocka_unit_test(
		    a_node_alone_need_not_be_full_if_it_is_the_last),
		cmocka_unit_test(every_cut_of_a_node_is_refused),
		cmocka_unit_test(
		    what_stands_above_binds_the_first_and_the_last_key),
		cmocka_unit_test(
		    a_child_is_known_by_its_node_and_its_neighbours),
		cmocka_unit_test(the_root_of_an_empty_tree_is_none),
		cmocka_unit_test(keys_are_ordered_by_bytes_a_prefix_first),
		cmocka_unit_test(a_fault_names_the_tree_and_the_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
