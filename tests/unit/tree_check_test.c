#include "tree_fixture.h"

#include "deflate.h"

static void
every_changed_byte_is_found(void **state)
{
	struct fixture x;
	struct satchel_err err;

	(void)state;
	fixture_make(&x, 66, 40, 3);
	fixture_reopen(&x);
	assert_true(fixture_check(&x, &err));
	for (size_t i = 0; i < x.bytes.len; i++) {
		uint8_t was = x.bytes.p[i], now = (uint8_t)(was ^ 1 << i % 8);
		uint64_t seen[SAT_TREES];
		struct sat_tree *t = NULL;
		off_t at = (off_t)(BEFORE + i);

		assert_int_equal(pwrite(x.f.fd, &now, 1, at), 1);
		err.code = SATCHEL_OK;
		if (sat_tree_open(
			&x.f, BEFORE, x.bytes.len, &x.root, &t, &err)) {
			assert_true(i < x.bytes.len - SAT_ROOT_PAGE);
			if (check_quick(t, &err))
				fail_msg("byte %zu, quick", i);
			if (check_full(t, any_block, seen, &err))
				fail_msg("byte %zu", i);
		}
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_true(err.has_offset);
		sat_tree_close(t);
		assert_int_equal(pwrite(x.f.fd, &was, 1, at), 1);
	}
	fixture_free(&x);
}

/* What one of the threads saw of its leaf, and what all were told. */
struct part {
	uint64_t first[SAT_TREES], items[SAT_TREES]; /* of the leaf */
	uint64_t *told; /* items of each tree so far, in file order */
};

static bool
part_block(void *ctx, enum sat_tree_id id, const struct sat_block *b,
    struct satchel_err *err)
{
	struct part *p = ctx;

	(void)err;
	if (p->items[id] == 0)
		p->first[id] = b->first;
	p->items[id] += b->items;
	return true;
}

static bool
part_leaf(void *ctx, struct satchel_err *err)
{
	struct part *p = ctx;

	(void)err;
	for (size_t i = 0; i < SAT_TREES; i++) {
		if (p->items[i] > 0)
			assert_int_equal(p->first[i], p->told[i]);
		p->told[i] += p->items[i];
		p->items[i] = 0;
	}
	return true;
}

static bool
check_by(struct fixture *x, unsigned threads, bool full,
    uint64_t told[SAT_TREES], struct satchel_err *err)
{
	struct part part[SAT_CHECK_THREADS] = { 0 };
	void *ctx[SAT_CHECK_THREADS];
	struct sat_tree_check how = { .threads = threads, .ctx = ctx };

	for (size_t i = 0; i < SAT_CHECK_THREADS; i++) {
		part[i].told = told;
		ctx[i] = &part[i];
	}
	if (full) {
		how.each = part_block;
		how.leaf = part_leaf;
	}
	return sat_tree_check(x->t, &how, err);
}

static void
leaves_are_told_of_in_file_order(void **state)
{
	struct satchel_err err = { 0 };
	struct fixture x;

	(void)state;
	fixture_make(&x, 700, 9000, 3000);
	fixture_reopen(&x);
	for (unsigned n = 0; n < 20; n++) {
		uint64_t told[SAT_TREES] = { 0 };

		assert_true(check_by(&x, n, false, told, &err));
		assert_true(check_by(&x, n, true, told, &err));
		for (size_t i = 0; i < SAT_TREES; i++)
			assert_int_equal(told[i], x.page.tree[i].items);
	}
	fixture_free(&x);
}

/* Two bytes changed, the first of them at |at|. */
static void
same_fault(struct fixture *x, size_t at, bool full)
{
	struct satchel_err one = { 0 }, err = { 0 };
	uint64_t told[SAT_TREES];

	memset(told, 0, sizeof(told));
	assert_false(check_by(x, 1, full, told, &one));
	assert_true(one.has_offset);
	for (unsigned n = 2; n <= 4; n++) {
		memset(told, 0, sizeof(told));
		memset(&err, 0, sizeof(err));
		assert_false(check_by(x, n, full, told, &err));
		if (strcmp(err.msg, one.msg) != 0 || err.code != one.code ||
		    err.offset != one.offset)
			fail_msg("byte %zu, %u threads: %s", at, n, err.msg);
	}
}

static void
any_number_of_threads_finds_the_same_fault(void **state)
{
	struct fixture x;

	(void)state;
	fixture_make(&x, 300, 400, 300);
	fixture_reopen(&x);
	for (size_t i = 0; i < x.bytes.len - SAT_ROOT_PAGE; i += 97) {
		size_t at[2] = { i,
			(i * 7919 + 5000) % (x.bytes.len - SAT_ROOT_PAGE) };

		for (size_t k = 0; k < 2; k++)
			x.bytes.p[at[k]] ^= (uint8_t)(1 << k);
		for (size_t k = 0; k < 2; k++)
			assert_int_equal(pwrite(x.f.fd, x.bytes.p + at[k], 1,
					     (off_t)(BEFORE + at[k])),
			    1);
		same_fault(&x, i, i % 2 == 0);
		for (size_t k = 0; k < 2; k++)
			x.bytes.p[at[k]] ^= (uint8_t)(1 << k);
		for (size_t k = 0; k < 2; k++)
			assert_int_equal(pwrite(x.f.fd, x.bytes.p + at[k], 1,
					     (off_t)(BEFORE + at[k])),
			    1);
	}
	fixture_free(&x);
}

/* Blocks 10 and 11 have 8 bytes each, one behind the other. */
static void
swapped_and_repeated_blocks_are_found(void **state)
{
	struct satchel_err err = { 0 };
	struct fixture x;
	uint8_t *p, *q;

	(void)state;
	for (int i = 0; i < 2; i++) {
		fixture_make(&x, 66, 40, 3);
		p = x.bytes.p + 10 * 7;
		q = p + 8;
		assert_memory_equal(p, "block 10block 11", 16);
		memcpy(p, i == 0 ? "block 11" : "block 10", 8);
		memcpy(q, "block 10", 8);
		fixture_reopen(&x);
		assert_false(fixture_check(&x, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_non_null(strstr(err.msg, "strings block"));
		fixture_free(&x);
	}
}

/*
 * A tree of STRINGS made by hand: 66 blocks of one term, leaf A over 64 of
 * them, leaf B over two, a root over both; each node may be edited before it
 * is hashed, so that only the rules are left to find it.
 */
enum { A, B, ROOT, BLOCKS = 66 };

typedef void edit_fn(struct sat_child *c, unsigned *n);

struct hostile {
	int node;
	edit_fn *edit; /* NULL: none */
	int at;	       /* byte of the node to set; END: add it, CUT: one less */
	int byte;
	const char *expect;
};

enum { NOWHERE = -1, END = -2, CUT = -3 };

static void
put_block(struct fixture *x, const void *p, size_t n, struct sat_child *c)
{
	c->offset = x->bytes.len;
	c->stored = c->raw = (uint32_t)n;
	sat_blake2b(p, n, &c->digest);
	sat_wr_put(&x->bytes, p, n);
}

static void
put_node(struct fixture *x, enum sat_tree_id id, int node, unsigned level,
    struct sat_child *c, unsigned n, const struct hostile *h,
    struct sat_child *me)
{
	struct sat_wr w;

	sat_wr_init(&w, 1 << 20);
	if (h->node == node && h->edit != NULL)
		h->edit(c, &n);
	sat_node_begin(&w, id, level);
	for (unsigned i = 0; i < n; i++)
		sat_node_child(&w, &c[i]);
	sat_node_end(&w, n);
	if (h->node == node && h->at >= 0)
		w.p[h->at] = (uint8_t)h->byte;
	if (h->node == node && h->at == END)
		sat_wr_u8(&w, (uint8_t)h->byte);
	if (h->node == node && h->at == CUT)
		w.len--;
	me->first = c[0].first;
	me->key = c[0].key;
	put_block(x, w.p, w.len, me);
	sat_wr_free(&w);
}

static void
put_root(struct fixture *x, enum sat_tree_id id, const struct sat_child *c,
    unsigned level, uint64_t items)
{
	x->page.tree[id] = (struct sat_tree_ref){ c->digest, c->offset,
		c->stored, c->raw, items, (uint8_t)level };
}

static void
by_hand(struct fixture *x, const struct hostile *h)
{
	struct sat_child c[BLOCKS], leaf[2], root;
	char key[BLOCKS][16], raw[32];
	unsigned i;

	fixture_init(x);
	for (i = 0; i < BLOCKS; i++) {
		int n = snprintf(raw, sizeof(raw), "block %u", i);

		c[i].first = i;
		c[i].key = sat_rd_of(key[i], key_of(i, key[i]), 0, NULL);
		if (i == 64)
			put_node(x, SAT_STRINGS, A, 1, c, 64, h, &leaf[0]);
		put_block(x, raw, (size_t)n, &c[i]);
	}
	put_node(x, SAT_STRINGS, B, 1, c + 64, 2, h, &leaf[1]);
	/* what an edit of the leaves says stays between them and the root */
	leaf[0].first = 0;
	leaf[0].key = sat_rd_of("\1"
				"00000000",
	    9, 0, NULL);
	leaf[1].first = 64;
	leaf[1].key = sat_rd_of("\1"
				"00000064",
	    9, 0, NULL);
	put_node(x, SAT_STRINGS, ROOT, 2, leaf, 2, h, &root);
	put_root(x, SAT_STRINGS, &root, 2, BLOCKS);
	put_block(x,
	    "an entries block with a byte for each one of its 66 terms", 57,
	    &root);
	sat_wr_put(&x->bytes, "and these too", 13);
	sat_blake2b(x->bytes.p + root.offset, 70, &root.digest);
	root.stored = root.raw = 70;
	put_root(x, SAT_ENTRIES, &root, 0, BLOCKS);
	x->page.terms = BLOCKS;
	add_records(x, 3, 0, 1);
	fixture_seal(x);
}

#define EDIT(name, statement)                                                  \
	static void name(struct sat_child *c, unsigned *n)                     \
	{                                                                      \
		(void)c;                                                       \
		(void)n;                                                       \
		statement;                                                     \
	}

EDIT(one_less, --*n)
EDIT(stored_none, c[5].stored = c[5].raw = 0)
EDIT(raw_more, c[5].raw++)
EDIT(raw_none, c[5].raw = 0)
EDIT(stored_big, c[5].stored = c[5].raw = (1 << 20) + 1)
EDIT(stored_all, c[5].stored = c[5].raw = UINT32_MAX)
EDIT(gap, c[5].offset++)
EDIT(overlap, c[5].offset--)
EDIT(twice, c[5].offset = c[4].offset)
EDIT(far, c[63].offset = UINT64_MAX)
EDIT(near_wrap, c[63].offset = UINT64_MAX - 3)
EDIT(behind, c[63].offset += 100000)
EDIT(short_last, c[63].stored = c[63].raw = 7)
EDIT(first_zero, c[0].first = 1)
EDIT(first_same, c[5].first = 4)
EDIT(first_falls, c[5].first = 3)
EDIT(first_high, c[63].first = 64)
EDIT(first_huge, c[63].first = UINT64_MAX)
EDIT(key_other, c[0].key = sat_rd_of("\1"
				     "0000000!",
		    9, 0, NULL))
EDIT(key_same, c[5].key = c[4].key)
EDIT(key_falls, c[5].key = c[3].key)
EDIT(key_none, c[5].key.n = 0)
EDIT(key_one, c[5].key.n = 1)
EDIT(key_prefix, c[5].key.n = 5)
EDIT(key_high, c[63].key = sat_rd_of("\1"
				     "00000064",
		   9, 0, NULL))
EDIT(key_past, c[63].key = sat_rd_of("\2", 2, 0, NULL))
EDIT(b_first_high, c[1].first = BLOCKS)
EDIT(root_b_is_a, c[1].offset = c[0].offset)
EDIT(root_a_at_0, c[0].offset = 0)
EDIT(root_a_inside, (c[0].offset = 1, c[0].stored = c[0].raw = 8))
EDIT(root_a_large, c[0].stored = c[0].raw = SAT_MAX_NODE + 1)
EDIT(root_a_short, c[0].stored = c[0].raw = c[0].raw - 1)
EDIT(root_first_less, c[1].first = 63)
EDIT(root_first_more, c[1].first = 65)
EDIT(root_key_less, c[1].key = sat_rd_of("\1"
					 "00000063",
			9, 0, NULL))
EDIT(root_key_more, c[1].key = sat_rd_of("\1"
					 "00000064a",
			10, 0, NULL))
EDIT(root_key_a, c[0].key = sat_rd_of("\1"
				      "00000000a",
		     10, 0, NULL))
EDIT(root_digest, c[1].digest.b[0] ^= 1)

static void
key_long_of(struct sat_child *c, unsigned *n)
{
	static uint8_t key[256] = { 1, '0', '0', '0', '0', '0', '0', '0', '5' };

	(void)n;
	c[5].key = sat_rd_of(key, sizeof(key), 0, NULL);
}

static const struct hostile cases[] = {
	{ A, NULL, 0, 2, "strings node at level 1: is of another tree (2)" },
	{ A, NULL, 0, 4, "is of another tree (4)" },
	{ A, NULL, 1, 0, "says it is at level 0" },
	{ A, NULL, 1, 2, "says it is at level 2" },
	{ A, NULL, 1, 255, "says it is at level 255" },
	{ A, NULL, 2, 0, "0 children, 1 to 64" },
	{ A, NULL, 2, 63, "63 children, 64 due" },
	{ A, NULL, 2, 65, "65 children, 1 to 64" },
	{ A, NULL, 3, 1, "320 children, 1 to 64" },
	{ A, NULL, 4, 1, "reserved" },
	{ A, NULL, 7, 128, "reserved" },
	{ A, one_less, NOWHERE, 0, "63 children, 64 due" },
	{ A, NULL, END, 0, "bytes after its last child" },
	{ A, NULL, CUT, 0, "cut short in child 63" },
	{ A, stored_none, NOWHERE, 0, "child 5 is empty" },
	{ A, raw_none, NOWHERE, 0, "child 5 is empty" },
	{ A, raw_more, NOWHERE, 0, "child 5 is deflated" },
	{ A, stored_big, NOWHERE, 0, "child 5 is over 1 MiB" },
	{ A, stored_all, NOWHERE, 0, "child 5 is over 1 MiB" },
	{ A, gap, NOWHERE, 0, "child 5 is not right behind" },
	{ A, overlap, NOWHERE, 0, "child 5 is not right behind" },
	{ A, twice, NOWHERE, 0, "child 5 is not right behind" },
	{ A, far, NOWHERE, 0, "child 63 does not lie before it" },
	{ A, near_wrap, NOWHERE, 0, "child 63 does not lie before it" },
	{ A, behind, NOWHERE, 0, "child 63 does not lie before it" },
	{ A, short_last, NOWHERE, 0, "is not right behind its last child" },
	{ A, first_zero, NOWHERE, 0, "its first item is not the one" },
	{ A, first_same, NOWHERE, 0, "first item of child 4 is not before" },
	{ A, first_falls, NOWHERE, 0, "first item of child 4 is not before" },
	{ A, first_high, NOWHERE, 0, "first item of child 63 is not before" },
	{ A, first_huge, NOWHERE, 0, "child 62 has more items than bytes" },
	{ A, key_other, NOWHERE, 0, "its first key is not the one" },
	{ A, key_same, NOWHERE, 0, "the key of child 5 is not after" },
	{ A, key_falls, NOWHERE, 0, "the key of child 5 is not after" },
	{ A, key_prefix, NOWHERE, 0, "the key of child 5 is not after" },
	{ A, key_none, NOWHERE, 0, "the key of child 5 has 0 bytes" },
	{ A, key_one, NOWHERE, 0, "the key of child 5 has 1 bytes" },
	{ A, key_long_of, NOWHERE, 0, "the key of child 5 has 256 bytes" },
	{ A, key_high, NOWHERE, 0, "its last key is not before" },
	{ A, key_past, NOWHERE, 0, "its last key is not before" },
	{ B, NULL, 2, 0, "0 children" },
	{ B, NULL, 2, 3, "cut short in child 2" },
	{ B, NULL, 2, 1, "bytes after its last child" },
	{ B, one_less, NOWHERE, 0, "is not right behind its last child" },
	{ B, b_first_high, NOWHERE, 0, "first item of child 1 is not before" },
	{ ROOT, NULL, 1, 1, "strings node at level 2: says it is at level 1" },
	{ ROOT, NULL, 1, 9, "says it is at level 9" },
	{ ROOT, one_less, NOWHERE, 0, "a root with a single child" },
	{ ROOT, root_b_is_a, NOWHERE, 0, "child 1 overlaps" },
	{ ROOT, root_a_at_0, NOWHERE, 0, "child 0 overlaps" },
	{ ROOT, root_a_inside, NOWHERE, 0, "digest" },
	{ ROOT, root_a_large, NOWHERE, 0, "child 0 is larger than any node" },
	{ ROOT, root_a_short, NOWHERE, 0, "digest" },
	{ ROOT, root_first_less, NOWHERE, 0, "first item of child 63 is not" },
	{ ROOT, root_first_more, NOWHERE, 0, "its first item is not the one" },
	{ ROOT, root_key_less, NOWHERE, 0, "its last key is not before" },
	{ ROOT, root_key_more, NOWHERE, 0, "its first key is not the one" },
	{ ROOT, root_key_a, NOWHERE, 0, "its first key is not the one" },
	{ ROOT, root_digest, NOWHERE, 0, "digest" },
};

static bool
look_up_all(struct fixture *x, struct satchel_err *err)
{
	struct sat_block b = { 0 };
	bool ok = true;

	for (unsigned i = 0; ok && i < BLOCKS; i++)
		ok = sat_tree_block_at(x->t, SAT_STRINGS, i, &b, err);
	sat_block_free(&b);
	return ok;
}

static void
a_tree_made_by_hand_is_like_the_writers(void **state)
{
	static const struct hostile none = { NOWHERE, NULL, NOWHERE, 0, NULL };
	struct satchel_err err = { 0 };
	struct fixture x;

	(void)state;
	by_hand(&x, &none);
	fixture_reopen(&x);
	if (!fixture_check(&x, &err))
		fail_msg("%s", err.msg);
	assert_true(look_up_all(&x, &err));
	fixture_free(&x);
}

static void
a_signed_node_that_breaks_a_rule_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct satchel_err err = { 0 };
		struct fixture x;

		by_hand(&x, &cases[i]);
		fixture_reopen(&x);
		assert_false(check_quick(x.t, &err));
		if (strstr(err.msg, cases[i].expect) == NULL)
			fail_msg("case %zu, walk: %s", i, err.msg);
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_true(err.has_offset);
		assert_string_equal(err.file, "x.satchel");
		memset(&err, 0, sizeof(err));
		assert_false(look_up_all(&x, &err));
		if (strstr(err.msg, cases[i].expect) == NULL)
			fail_msg("case %zu, look-up: %s", i, err.msg);
		fixture_free(&x);
	}
}

/* A leaf of records made by hand: |n| blocks, each deflated against |dict|. */
static void
leaf_by_hand(
    struct fixture *x, const char *const *raw, unsigned n, const char *dict)
{
	static const char *const keys[] = { "a", "b", "c" };
	static const struct hostile none = { NOWHERE, NULL, NOWHERE, 0, NULL };
	struct sat_child c[3], node;
	struct satchel_err err;
	struct sat_wr w;

	fixture_init(x);
	sat_wr_init(&w, 2 << 20);
	for (unsigned i = 0; i < n; i++) {
		sat_wr_reset(&w);
		assert_true(sat_deflate(raw[i], strlen(raw[i]),
		    i == 0 ? NULL : dict, i == 0 ? 0 : strlen(dict), &w, &err));
		put_block(x, w.p, w.len, &c[i]);
		c[i].raw = (uint32_t)strlen(raw[i]);
		c[i].first = i;
		c[i].key = sat_rd_of(keys[i], 1, 0, NULL);
	}
	sat_wr_free(&w);
	put_node(x, SAT_RECORDS, A, 1, c, n, &none, &node);
	put_root(x, SAT_RECORDS, &node, 1, n);
	x->page.records = n;
	fixture_seal(x);
	fixture_reopen(x);
}

/* A line of |n| bytes with its LF. */
static char *
line_of(size_t n)
{
	char *p = malloc(n + 1);

	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)('!' + (i * i + i / 7) % 89);
	p[n - 1] = '\n';
	p[n] = '\0';
	return p;
}

static void
a_block_closes_only_where_its_limit_makes_it(void **state)
{
	static const struct {
		size_t lead, next;
		bool good;
	} sizes[] = { { 32768, 1, true }, { 32000, 769, true },
		{ 32000, 768, false }, { 1, 2, false }, { 40000, 5, true },
		{ 16384, 16384, false }, { 16384, 16385, true } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char *lead = line_of(sizes[i].lead);
		char *next = line_of(sizes[i].next);
		const char *raw[] = { lead, next };
		uint64_t seen[SAT_TREES] = { 0 };
		struct satchel_err err = { 0 };
		struct fixture x;

		leaf_by_hand(&x, raw, 2, lead);
		assert_true(check_quick(x.t, &err));
		if (check_full(x.t, any_block, seen, &err) != sizes[i].good)
			fail_msg("case %zu", i);
		if (!sizes[i].good)
			assert_non_null(strstr(err.msg, "has room"));
		fixture_free(&x);
		free(lead);
		free(next);
	}
}

static void
siblings_hang_on_their_own_lead(void **state)
{
	char *lead = line_of(9000), *next = line_of(9001), *other;
	const char *raw[] = { lead, next };
	struct sat_block b = { 0 };
	struct satchel_err err = { 0 };
	struct fixture x;

	(void)state;
	/* its bytes are found again further back than the lead is long */
	other = line_of(20000);
	memset(other + 9000, 'x', 20000 - 9000);
	leaf_by_hand(&x, raw, 2, other);
	assert_true(check_quick(x.t, &err));
	assert_true(sat_tree_block_at(x.t, SAT_RECORDS, 0, &b, &err));
	assert_false(sat_tree_block_at(x.t, SAT_RECORDS, 1, &b, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_int_equal(b.items, 0);
	fixture_free(&x);

	leaf_by_hand(&x, raw, 2, lead);
	assert_true(sat_tree_block_at(x.t, SAT_RECORDS, 1, &b, &err));
	assert_true(sat_rd_is(&b.rd, next));
	sat_block_free(&b);
	fixture_free(&x);
	free(lead);
	free(other);
	free(next);
}

static bool
count_up(void *ctx, uint64_t done, uint64_t total)
{
	uint64_t *last = ctx;

	assert_true(done >= last[0]);
	assert_true(done <= total);
	last[0] = done;
	return ++last[1] != last[2];
}

static void
progress_rises_to_all_bytes_and_can_stop(void **state)
{
	uint64_t last[3] = { 0, 0, 0 };
	const struct sat_tree_check how = { .progress = count_up,
		.progress_ctx = last };
	struct satchel_err err = { 0 };
	struct fixture x;

	(void)state;
	fixture_make(&x, 300, 9000, 3000);
	fixture_reopen(&x);
	assert_true(sat_tree_check(x.t, &how, &err));
	assert_int_equal(last[0], x.bytes.len);
	assert_true(last[1] > 5);
	last[0] = last[1] = 0;
	last[2] = 3;
	assert_false(sat_tree_check(x.t, &how, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	fixture_free(&x);
}

static bool
no_block(void *ctx, enum sat_tree_id id, const struct sat_block *b,
    struct satchel_err *err)
{
	(void)ctx;
	(void)b;
	return id != SAT_ENTRIES ||
	       sat_fail(err, SATCHEL_EFORMAT, "not this one");
}

static void
what_the_caller_finds_ends_the_walk(void **state)
{
	struct satchel_err err = { 0 };
	struct fixture x;

	(void)state;
	fixture_make(&x, 3, 10, 3);
	fixture_reopen(&x);
	assert_false(check_full(x.t, no_block, NULL, &err));
	assert_string_equal(err.msg, "not this one");
	fixture_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_changed_byte_is_found),
		cmocka_unit_test(leaves_are_told_of_in_file_order),
		cmocka_unit_test(any_number_of_threads_finds_the_same_fault),
		cmocka_unit_test(swapped_and_repeated_blocks_are_found),
		cmocka_unit_test(a_tree_made_by_hand_is_like_the_writers),
		cmocka_unit_test(a_signed_node_that_breaks_a_rule_is_refused),
		cmocka_unit_test(a_block_closes_only_where_its_limit_makes_it),
		cmocka_unit_test(siblings_hang_on_their_own_lead),
		cmocka_unit_test(progress_rises_to_all_bytes_and_can_stop),
		cmocka_unit_test(what_the_caller_finds_ends_the_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
