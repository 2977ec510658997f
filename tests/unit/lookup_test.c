#include "index_fixture.h"

#include "lookup.h"
#include "unit.h"

enum { MANY = 900 };

static char *
line_of(size_t i)
{
	char *s = malloc(160);

	(void)snprintf(s, 160,
	    "{\"id\":\"p%05u/a\",\"party\":[\"P\"],\"role\":\"r\",\"kind\":"
	    "\"org\",\"name\":\"N%u\",\"phones\":[{\"number\":"
	    "\"+9991555%04u\"}]}",
	    (unsigned)(2 * i), (unsigned)i, (unsigned)i);
	return s;
}

/* Records p00000/a, p00002/a, ... over several blocks. */
static void
make(struct index_fixture *x)
{
	char *line[MANY];

	for (size_t i = 0; i < MANY; i++)
		line[i] = line_of(i);
	ix_init(x, (const char *const *)(void *)line, MANY, 0);
	for (size_t i = 0; i < MANY; i++)
		free(line[i]);
}

static void
every_record_is_found_by_its_number(void **state)
{
	struct sat_lookup l = { 0 };
	struct sat_arena a = { 0 };
	struct satchel_err err = { 0 };
	struct satchel_record r;
	struct index_fixture x;

	(void)state;
	make(&x);
	for (size_t k = 0; k < MANY; k++) {
		size_t i = k % 2 == 0 ? k : MANY - k; /* to and fro */
		char *want = line_of(i);

		if (!sat_lookup_at(&l, x.t, i, &a, &r, &err))
			fail_msg("%zu: %s", i, err.msg);
		assert_int_equal(r.json_len, strlen(want));
		assert_memory_equal(r.json, want, r.json_len);
		free(want);
		sat_arena_reset(&a);
	}
	r.id = "untouched";
	assert_false(sat_lookup_at(&l, x.t, MANY, &a, &r, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_false(sat_lookup_ordinal(x.t, UINT64_MAX, &a, &r, &err));
	assert_string_equal(r.id, "untouched");
	sat_lookup_free(&l);
	sat_arena_free(&a);
	ix_free(&x);
}

static void
neighbours_cost_no_second_read(void **state)
{
	struct sat_lookup l = { 0 };
	struct sat_arena a = { 0 };
	struct satchel_stats before, after;
	struct satchel_record r;
	struct index_fixture x;

	(void)state;
	make(&x);
	assert_true(sat_lookup_at(&l, x.t, 3, &a, &r, NULL));
	sat_tree_stats(x.t, &before);
	for (uint64_t i = 0; i < 50; i++)
		assert_true(sat_lookup_at(&l, x.t, i, &a, &r, NULL));
	sat_tree_stats(x.t, &after);
	assert_int_equal(after.digests, before.digests);
	sat_lookup_free(&l);
	sat_arena_free(&a);
	ix_free(&x);
}

static void
an_id_has_a_place_whether_it_is_there_or_not(void **state)
{
	struct sat_lookup l = { 0 };
	struct index_fixture x;
	char id[32];

	(void)state;
	make(&x);
	for (unsigned i = 0; i <= 2 * MANY; i++) {
		uint64_t at = 77;
		bool same = false;

		(void)snprintf(id, sizeof(id), "p%05u/a", i);
		assert_true(sat_lookup_place(&l, x.t, id, &at, &same, NULL));
		assert_int_equal(at, (i + 1) / 2);
		assert_int_equal(same, i % 2 == 0 && i < 2 * MANY);
		id[6] = '\0'; /* "p00000", which begins it */
		assert_true(sat_lookup_place(&l, x.t, id, &at, &same, NULL));
		assert_int_equal(at, (i + 1) / 2);
		assert_false(same);
	}
	sat_lookup_free(&l);
	ix_free(&x);
}

static void
ids_and_numbers_are_found_in_any_order(void **state)
{
	struct sat_lookup l = { 0 };
	struct sat_arena a = { 0 };
	struct satchel_record r;
	struct index_fixture x;
	uint32_t seed = 1;
	char id[32];

	(void)state;
	make(&x);
	for (unsigned k = 0; k < 4000; k++) {
		unsigned i = (seed = seed * 1664525 + 1013904223) >> 8;
		uint64_t at = 77;
		bool same = false;

		/* mostly near to the one before */
		i = k % 8 == 0 ? i % MANY : (unsigned)(seed % 7 + k) % MANY;
		(void)snprintf(id, sizeof(id), "p%05u/a", 2 * i + k % 2);
		assert_true(sat_lookup_place(&l, x.t, id, &at, &same, NULL));
		assert_int_equal(at, i + k % 2);
		assert_int_equal(same, k % 2 == 0);
		if (k % 3 == 0)
			continue;
		assert_true(sat_lookup_at(&l, x.t, i, &a, &r, NULL));
		id[5] = (char)('0' + 2 * i % 10);
		assert_string_equal(r.id, id);
		sat_arena_reset(&a);
	}
	sat_lookup_free(&l);
	sat_arena_free(&a);
	ix_free(&x);
}

static void
an_id_before_all_costs_no_block(void **state)
{
	static const char *const less[] = { "", "P00000/A", "p", "p00000",
		"p00000/", "p00000/A" };
	struct sat_lookup l = { 0 };
	struct satchel_stats before, after;
	struct index_fixture x;
	uint64_t at;
	bool same;

	(void)state;
	make(&x);
	for (size_t i = 0; i < sizeof(less) / sizeof(*less); i++) {
		at = 77;
		same = true;
		assert_true(
		    sat_lookup_place(&l, x.t, less[i], &at, &same, NULL));
		assert_int_equal(at, 0);
		assert_false(same);
	}
	sat_tree_stats(x.t, &before);
	assert_int_equal(before.blocks, 0);
	assert_int_equal(before.nodes, 1);
	assert_true(
	    sat_lookup_place(&l, x.t, "p00000/a", &at, &same, NULL) && same);
	sat_tree_stats(x.t, &after);
	assert_int_equal(after.blocks, 1);
	sat_lookup_free(&l);
	ix_free(&x);
}

static void
an_id_that_is_not_there_is_no_error_of_the_file(void **state)
{
	struct satchel_record r = { .id = "untouched" };
	struct satchel_err err = { 0 };
	struct sat_arena a = { 0 };
	struct index_fixture x;

	(void)state;
	make(&x);
	assert_true(sat_lookup_id(x.t, "p00004/a", &a, &r, &err));
	assert_string_equal(r.id, "p00004/a");
	r.id = "untouched";
	assert_false(sat_lookup_id(x.t, "p00005/a", &a, &r, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_false(sat_lookup_id(x.t, "", &a, &r, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_false(sat_lookup_id(x.t, "zzz", &a, &r, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_string_equal(r.id, "untouched");
	sat_arena_free(&a);
	ix_free(&x);
}

/* ---- blocks that are signed and lie -------------------------------------------- */

#define NAMED(id) "{\"id\":\"" id "\",\"name\":{\"en\":\"N\"}}"

/* One block of |n| pieces of text that are said to be a record each. */
static void
lie(struct index_fixture *x, const char *const *raw, size_t n)
{
	static const char *const ids[] = { "a", "b", "c", "d" };
	static const char *const one[] = { NAMED("a") };
	struct sat_index *ix = ix_gather(one, 1, 0);
	struct sat_tree_writer *w = NULL;
	struct satchel_err err;
	uint64_t end = 0;

	memset(x, 0, sizeof(*x));
	sat_wr_init(&x->bytes, 1 << 20);
	x->f.fd = -1;
	assert_true(sat_index_write(ix, ix_sink(x), 0, &x->page, &end, &err));
	sat_index_free(ix);
	assert_true(
	    sat_tree_writer_new(SAT_RECORDS, end, ix_sink(x), &w, &err));
	for (size_t i = 0; i < n; i++)
		assert_true(sat_tree_add_record(
		    w, raw[i], strlen(raw[i]), ids[i], 1, &err));
	assert_true(sat_tree_finish(w, &x->page.tree[SAT_RECORDS], &end, &err));
	sat_tree_writer_free(w);
	x->page.records = n;
	ix_open(x);
}

static void
a_block_that_lies_is_refused_where_it_is_read(void **state)
{
	static const struct {
		const char *raw[3], *why;
		bool first; /* record 0 can still be read */
	} cases[] = {
		{ { NAMED("a") "\n", NAMED("b") "\n", NAMED("b") "\n" },
		    "do not rise", true },
		{ { NAMED("a") "\n", NAMED("c") "\n", NAMED("b") "\n" },
		    "do not rise", true },
		{ { NAMED("a") "\n", NAMED("b") "\n", NAMED("c") }, "no end",
		    true },
		{ { NAMED("a") "\n", NAMED("b") "\n", "{}\n" }, "no id", true },
		{ { NAMED("a") "\n", NAMED("b") "\n",
		      NAMED("c") "\n" NAMED("d") "\n" },
		    "more records than its node says", true },
		{ { "\n", NAMED("b") "\n", NAMED("c") "\n" }, "no id", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct sat_arena a = { 0 };
		struct sat_lookup l = { 0 };
		struct satchel_record r;
		struct index_fixture x;

		lie(&x, cases[i].raw, 3);
		assert_int_equal(
		    sat_lookup_ordinal(x.t, 0, &a, &r, &err), cases[i].first);
		assert_false(sat_lookup_ordinal(x.t, 2, &a, &r, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		if (strstr(err.msg, cases[i].why) == NULL)
			fail_msg("case %zu: %s", i, err.msg);
		/* nor is the line that lies passed when it is met again */
		for (int k = 0; k < 3; k++)
			assert_false(sat_lookup_at(&l, x.t, 2, &a, &r, &err));
		sat_lookup_free(&l);
		sat_arena_free(&a);
		ix_free(&x);
	}
}

static void
a_line_ends_with_a_line_feed(void **state)
{
	struct sat_rd r = rd("ab\n\nc"), line;
	struct satchel_err err = { 0 };

	(void)state;
	assert_true(sat_block_line(&r, &line, &err));
	assert_true(sat_rd_is(&line, "ab"));
	assert_true(sat_block_line(&r, &line, &err));
	assert_int_equal(line.n, 0);
	assert_false(sat_block_line(&r, &line, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_is_found_by_its_number),
		cmocka_unit_test(neighbours_cost_no_second_read),
		cmocka_unit_test(an_id_has_a_place_whether_it_is_there_or_not),
		cmocka_unit_test(ids_and_numbers_are_found_in_any_order),
		cmocka_unit_test(an_id_before_all_costs_no_block),
		cmocka_unit_test(
		    an_id_that_is_not_there_is_no_error_of_the_file),
		cmocka_unit_test(a_block_that_lies_is_refused_where_it_is_read),
		cmocka_unit_test(a_line_ends_with_a_line_feed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
