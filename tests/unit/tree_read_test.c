#include "tree_fixture.h"

static void
payloads_of_every_shape_come_back_whole(void **state)
{
	static const struct {
		unsigned strings;
		size_t postings;
		unsigned records;
	} cases[] = {
		{ 0, 0, 1 },
		{ 1, 0, 1 },
		{ 1, 1, 1 },
		{ 2, 8192, 100 },
		{ 63, 8193, 200 },
		{ 64, 16384, 3000 },
		{ 65, 64 * 8192, 3500 },
		{ 128, 64 * 8192 + 1, 6000 },
		{ 4096, 100, 50 },
		{ 4097, 100, 50 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct satchel_err err = { 0 };
		struct fixture x;

		fixture_make(
		    &x, cases[i].strings, cases[i].postings, cases[i].records);
		fixture_reopen(&x);
		if (!fixture_check(&x, &err))
			fail_msg("case %zu: %s", i, err.msg);
		assert_int_equal(sat_tree_root(x.t)->records, cases[i].records);
		fixture_free(&x);
	}
}

/* |b| holds record |i| as its line says, at place i - b->first. */
static void
holds(const struct sat_block *b, unsigned i, size_t size)
{
	struct sat_rd rest = b->rd, line;
	char *want, id[24];
	size_t n = record_of(i, size, &want, id);

	assert_true(i >= b->first && i - b->first < b->items);
	for (uint64_t k = b->first; k <= i; k++)
		assert_true(sat_rd_line(&rest, &line));
	assert_true(sat_rd_eq(&line, want, n - 1));
	free(want);
	(void)record_of((unsigned)b->first, size, &want, id);
	if (b->has_key) {
		assert_int_equal(b->key_len, strlen(id));
		assert_memory_equal(b->key, id, strlen(id));
	}
	free(want);
}

static void
records_are_found_by_ordinal_and_by_id(void **state)
{
	static const struct {
		unsigned n;
		size_t size;
	} cases[] = { { 1, 0 }, { 150, 0 }, { 9000, 0 }, { 90, 20000 },
		{ 3, 1 << 20 } };

	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
		unsigned n = cases[c].n, step = n > 1000 ? 37 : 1;
		struct sat_block b = { 0 };
		struct satchel_err err;
		struct fixture x;
		bool any;

		fixture_init(&x);
		add_records(&x, n, cases[c].size, 1);
		fixture_seal(&x);
		fixture_reopen(&x);
		for (unsigned k = 0; k < n; k += step) {
			/* up and down, so that leads change */
			unsigned i = k % 2 == 0 ? k : n - k - 1;
			char *line, id[24];

			assert_true(
			    sat_tree_block_at(x.t, SAT_RECORDS, i, &b, &err));
			holds(&b, i, cases[c].size);
			(void)record_of(i, 100, &line, id);
			free(line);
			assert_true(sat_tree_block_of(
			    x.t, SAT_RECORDS, id, strlen(id), &b, &any, &err));
			assert_true(any);
			holds(&b, i, cases[c].size);
			/* what would stand right behind it is looked for in
			 * the same block */
			id[strlen(id)] = '!';
			assert_true(sat_tree_block_of(
			    x.t, SAT_RECORDS, id, 13, &b, &any, &err));
			holds(&b, i, cases[c].size);
		}
		assert_true(
		    sat_tree_block_of(x.t, SAT_RECORDS, "", 0, &b, &any, &err));
		holds(&b, 0, cases[c].size);
		assert_true(sat_tree_block_of(
		    x.t, SAT_RECORDS, "ZZZ", 3, &b, &any, &err));
		holds(&b, n - 1, cases[c].size);
		sat_block_free(&b);
		fixture_free(&x);
	}
}

static void
terms_are_found_by_key_between_blocks(void **state)
{
	enum { N = 4500 };
	struct sat_block b = { 0 };
	struct satchel_err err;
	struct fixture x;
	uint64_t first = 0;
	char key[16], want[32];
	bool any;

	(void)state;
	fixture_make(&x, N, 1, 1);
	fixture_reopen(&x);
	for (unsigned i = 0; i < N; i++) {
		size_t n = key_of(i, key);

		(void)snprintf(want, sizeof(want), "block %u", i);
		assert_true(sat_tree_block_of(
		    x.t, SAT_STRINGS, key, n, &b, &any, &err));
		assert_true(any && b.has_key);
		assert_true(sat_rd_is(&b.rd, want));
		assert_int_equal(b.first, first);
		assert_int_equal(b.items, 1 + i % 3);
		assert_true(b.rd.off - BEFORE < x.bytes.len);
		/* the last item of the same block, by ordinal */
		assert_true(sat_tree_block_at(
		    x.t, SAT_ENTRIES, first + i % 3, &b, &err));
		assert_true(sat_rd_is(&b.rd, want));
		assert_true(b.has_key == false && b.key_len == 0);
		first += 1 + i % 3;
		/* a key after this block's first and before the next's */
		key[n] = '5';
		assert_true(sat_tree_block_of(
		    x.t, SAT_STRINGS, key, n + 1, &b, &any, &err));
		assert_true(sat_rd_is(&b.rd, want));
	}
	assert_true(
	    sat_tree_block_of(x.t, SAT_STRINGS, "\0", 1, &b, &any, &err));
	assert_true(sat_rd_is(&b.rd, "block 0"));
	sat_block_free(&b);
	fixture_free(&x);
}

static void
blocks_follow_each_other_to_the_end(void **state)
{
	struct sat_block b = { 0 };
	struct satchel_err err;
	struct fixture x;

	(void)state;
	fixture_make(&x, 300, 100000, 4000);
	fixture_reopen(&x);
	for (unsigned id = 0; id < SAT_TREES; id++) {
		uint64_t next = 0;
		bool any = true;

		memset(&b.rd, 0, sizeof(b.rd));
		b.first = b.items = 0;
		for (;;) {
			assert_true(
			    sat_tree_block_next(x.t, id, &b, &any, &err));
			if (!any)
				break;
			assert_int_equal(b.first, next);
			next += b.items;
			if (id == SAT_POSTINGS)
				assert_int_equal(b.rd.p[b.rd.n - 1],
				    (uint8_t)((next - 1) * 7 +
					      (next - 1) / 251));
		}
		assert_int_equal(next, x.page.tree[id].items);
	}
	sat_block_free(&b);
	fixture_free(&x);
}

static void
what_is_not_there_is_said(void **state)
{
	struct sat_block b = { 0 };
	struct satchel_err err = { 0 };
	struct fixture x;
	bool any = true;

	(void)state;
	fixture_make(&x, 0, 0, 10);
	fixture_reopen(&x);
	assert_true(
	    sat_tree_block_of(x.t, SAT_STRINGS, "\1a", 2, &b, &any, &err));
	assert_false(any);
	any = true;
	assert_true(sat_tree_block_next(x.t, SAT_ENTRIES, &b, &any, &err));
	assert_false(any);
	assert_false(sat_tree_block_at(x.t, SAT_POSTINGS, 0, &b, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_true(sat_tree_block_at(x.t, SAT_RECORDS, 9, &b, &err));
	assert_false(sat_tree_block_at(x.t, SAT_RECORDS, 10, &b, &err));
	assert_int_equal(b.items, 0);
	assert_int_equal(b.rd.n, 0);
	assert_false(sat_tree_block_at(x.t, SAT_RECORDS, UINT64_MAX, &b, &err));
	sat_block_free(&b);
	fixture_free(&x);
}

static void
a_look_up_reads_its_path_and_no_more(void **state)
{
	struct satchel_stats s, again;
	struct sat_block b = { 0 };
	struct satchel_err err;
	struct fixture x;

	(void)state;
	fixture_make(&x, 70, 10, 20000);
	assert_int_equal(x.page.tree[SAT_RECORDS].level, 2);
	fixture_reopen(&x);
	sat_tree_stats(x.t, &s);
	assert_int_equal(s.bytes_read, SAT_ROOT_PAGE);
	assert_int_equal(s.digests, 1);
	/* two nodes, a lead and a sibling */
	assert_true(sat_tree_block_at(x.t, SAT_RECORDS, 4000, &b, &err));
	sat_tree_stats(x.t, &s);
	assert_int_equal(s.nodes, 2);
	assert_int_equal(s.blocks, 2);
	assert_int_equal(s.digests, 5);
	assert_true(s.bytes_read < 64 << 10);
	/* nodes and lead are kept */
	assert_true(sat_tree_block_at(x.t, SAT_RECORDS, 4000, &b, &err));
	sat_tree_stats(x.t, &again);
	assert_int_equal(again.nodes, s.nodes);
	assert_int_equal(again.blocks, s.blocks + 1);
	sat_block_free(&b);
	fixture_free(&x);
}

static void
only_the_page_the_statement_names_is_opened(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_tree *t = NULL;
	struct fixture x;

	(void)state;
	fixture_make(&x, 3, 10, 3);
	fixture_reopen(&x);
	for (int off = -1; off <= 1; off += 2) {
		assert_false(sat_tree_open(&x.f, BEFORE,
		    x.bytes.len + (uint64_t)(int64_t)off, &x.root, &t, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
	}
	assert_false(
	    sat_tree_open(&x.f, BEFORE - 1, x.bytes.len, &x.root, &t, &err));
	assert_false(sat_tree_open(&x.f, BEFORE, 511, &x.root, &t, &err));
	assert_false(
	    sat_tree_open(&x.f, UINT64_MAX - 600, 512, &x.root, &t, &err));
	assert_false(sat_tree_open(&x.f, UINT64_MAX, 600, &x.root, &t, &err));
	x.root.b[31] ^= 1;
	assert_false(
	    sat_tree_open(&x.f, BEFORE, x.bytes.len, &x.root, &t, &err));
	assert_non_null(strstr(err.msg, "digest"));
	assert_string_equal(err.file, "x.satchel");
	assert_int_equal(err.offset, BEFORE + x.bytes.len - SAT_ROOT_PAGE);
	assert_null(t);
	fixture_free(&x);
}

/* A file that changes while it is open is met by the digests, page by page. */
static void
a_block_that_changed_is_refused_and_no_other(void **state)
{
	struct sat_block b = { 0 };
	struct satchel_err err = { 0 };
	struct fixture x;
	uint8_t byte;
	off_t at;

	(void)state;
	fixture_make(&x, 100, 30000, 10);
	fixture_reopen(&x);
	assert_true(sat_tree_block_at(x.t, SAT_POSTINGS, 9000, &b, &err));
	at = (off_t)b.rd.off + 5;
	byte = (uint8_t)(b.rd.p[5] ^ 0x20);
	assert_int_equal(pwrite(x.f.fd, &byte, 1, at), 1);
	assert_false(sat_tree_block_at(x.t, SAT_POSTINGS, 9000, &b, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_int_equal(err.offset, at - 5);
	assert_non_null(strstr(err.msg, "postings block"));
	assert_int_equal(b.items, 0);
	assert_true(sat_tree_block_at(x.t, SAT_POSTINGS, 100, &b, &err));
	assert_true(sat_tree_block_at(x.t, SAT_POSTINGS, 20000, &b, &err));
	/* and one that became shorter */
	assert_int_equal(ftruncate(x.f.fd, at), 0);
	assert_false(sat_tree_block_at(x.t, SAT_POSTINGS, 20000, &b, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	sat_block_free(&b);
	fixture_free(&x);
}

/*
 * Records behind 5 GiB of index, of which a look-up by id reads nothing: the
 * file has a hole there.
 */
static void
offsets_over_4_gib_are_read(void **state)
{
	const uint64_t far = UINT64_C(5) << 30;
	struct sat_sink sink;
	struct sat_tree_writer *w = NULL;
	struct sat_block b = { 0 };
	struct satchel_err err = { 0 };
	struct fixture x;
	uint64_t end = 0;
	bool any;

	(void)state;
	fixture_init(&x);
	sink = (struct sat_sink){ to_bytes, &x.bytes };
	x.page.terms = 5;
	x.page.tree[SAT_STRINGS] = (struct sat_tree_ref){ .offset = far - 300,
		.stored = 100,
		.raw = 100,
		.items = 5,
		.level = 1 };
	x.page.tree[SAT_ENTRIES] = x.page.tree[SAT_STRINGS];
	x.page.tree[SAT_ENTRIES].offset = far - 100;
	assert_true(sat_tree_writer_new(SAT_RECORDS, far, sink, &w, &err));
	for (unsigned i = 0; i < 300; i++) {
		char *line, id[24];
		size_t n = record_of(i, 0, &line, id);

		assert_true(
		    sat_tree_add_record(w, line, n, id, strlen(id), &err));
		free(line);
	}
	assert_true(sat_tree_finish(w, &x.page.tree[SAT_RECORDS], &end, &err));
	sat_tree_writer_free(w);
	assert_int_equal(end, far + x.bytes.len);
	x.page.records = 300;
	fixture_seal(&x);
	assert_false(fixture_open(&x, &err)); /* for want of the 5 GiB */
	if (ftruncate(x.f.fd, 0) != 0 ||
	    pwrite(x.f.fd, x.bytes.p, x.bytes.len, (off_t)far) !=
		(ssize_t)x.bytes.len)
		skip();
	x.f.size = far + x.bytes.len;
	if (!sat_tree_open(&x.f, 0, x.f.size, &x.root, &x.t, &err))
		fail_msg("%s", err.msg);
	for (unsigned i = 0; i < 300; i += 23) {
		assert_true(sat_tree_block_at(x.t, SAT_RECORDS, i, &b, &err));
		holds(&b, i, 0);
		assert_true(b.rd.off >= far);
	}
	assert_false(
	    sat_tree_block_of(x.t, SAT_STRINGS, "\1a", 2, &b, &any, &err));
	sat_block_free(&b);
	fixture_free(&x);
}

/* Open, look up and walk with the nth allocation refused, until none is. */
static void
no_memory_is_an_error_wherever_it_strikes(void **state)
{
	struct fixture x;
	bool ok = false, any;

	(void)state;
	if (__real_malloc == NULL)
		skip();
	fixture_make(&x, 70, 10000, 500);
	fixture_reopen(&x);
	for (long call = 1; !ok; call++) {
		struct sat_tree *t = NULL;
		struct sat_block b = { 0 };
		struct satchel_err err = { 0 };
		uint64_t seen[SAT_TREES] = { 0 };

		assert_true(call < 1000);
		refuse_call = call;
		ok = sat_tree_open(
			 &x.f, BEFORE, x.bytes.len, &x.root, &t, &err) &&
		     sat_tree_block_at(t, SAT_RECORDS, 300, &b, &err) &&
		     sat_tree_block_of(t, SAT_STRINGS,
			 "\1"
			 "00000069",
			 9, &b, &any, &err) &&
		     check_full(t, any_block, seen, &err);
		sat_block_free(&b);
		sat_tree_close(t);
		refuse_call = 0;
		if (!ok)
			assert_int_equal(err.code, SATCHEL_ENOMEM);
	}
	fixture_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(payloads_of_every_shape_come_back_whole),
		cmocka_unit_test(records_are_found_by_ordinal_and_by_id),
		cmocka_unit_test(terms_are_found_by_key_between_blocks),
		cmocka_unit_test(blocks_follow_each_other_to_the_end),
		cmocka_unit_test(what_is_not_there_is_said),
		cmocka_unit_test(a_look_up_reads_its_path_and_no_more),
		cmocka_unit_test(only_the_page_the_statement_names_is_opened),
		cmocka_unit_test(a_block_that_changed_is_refused_and_no_other),
		cmocka_unit_test(offsets_over_4_gib_are_read),
		cmocka_unit_test(no_memory_is_an_error_wherever_it_strikes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
