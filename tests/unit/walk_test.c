/* walk: where it begins and ends, and that ids rise; who_test has more. */
#include "index_fixture.h"

#include "unit.h"
#include "walk.h"

static void
put(struct sat_tree_writer *w, const char *line, const char *id)
{
	struct satchel_err err = { 0 };

	if (!sat_tree_add_record(w, line, strlen(line), id, strlen(id), &err))
		fail_msg("%s", err.msg);
}

/* Pieces of record text as they are, whose nodes are told the ids |id|. */
static void
make(struct index_fixture *x, const char *const *raw, const char *const *id,
    size_t n)
{
	static const char *const one[] = { "{\"id\":\"a\",\"name\":\"A\"}" };
	struct sat_index *ix = ix_gather(one, 1, 0);
	struct sat_tree_writer *w = NULL;
	struct satchel_err err;
	uint64_t end = 0;

	memset(x, 0, sizeof(*x));
	sat_wr_init(&x->bytes, 1 << 24);
	x->f.fd = -1;
	assert_true(sat_index_write(ix, ix_sink(x), 0, &x->page, &end, &err));
	sat_index_free(ix);
	assert_true(
	    sat_tree_writer_new(SAT_RECORDS, end, ix_sink(x), &w, &err));
	for (size_t i = 0; i < n; i++)
		put(w, raw[i], id[i]);
	assert_true(sat_tree_finish(w, &x->page.tree[SAT_RECORDS], &end, &err));
	sat_tree_writer_free(w);
	x->page.records = n;
	ix_open(x);
}

static void
a_walk_begins_at_the_first_id_that_is_not_less(void **state)
{
	static const char *const lines[] = { "{\"id\":\"a\"}",
		"{\"id\":\"a/x\"}", "{\"id\":\"ab\"}", "{\"id\":\"b\"}" };
	static const struct {
		const char *from, *first; /* NULL: none */
	} cases[] = { { "", "a" }, { "a", "a" }, { "a/", "a/x" },
		{ "a/y", "ab" }, { "ab", "ab" }, { "abc", "b" }, { "b", "b" },
		{ "b/", NULL }, { "z", NULL } };
	struct index_fixture x;
	struct sat_walk w;

	(void)state;
	ix_init(&x, lines, COUNT(lines), 0);
	w = (struct sat_walk){ .tree = x.t };
	for (size_t i = 0; i < COUNT(cases); i++) { /* one walk, used again */
		bool any = false;

		assert_true(sat_walk_from(&w, cases[i].from, &any, NULL));
		assert_int_equal(any, cases[i].first != NULL);
		if (any)
			assert_true(sat_rd_is(&w.id, cases[i].first));
	}
	sat_walk_free(&w);
	ix_free(&x);
}

static void
ids_that_do_not_rise_end_it(void **state)
{
	static const char *const id[] = { "a", "b", "c" };
	static const struct {
		const char *raw[3], *why;
	} cases[] = {
		{ { "{\"id\":\"a\"}\n", "{\"id\":\"b\"}\n",
		      "{\"id\":\"b\"}\n" },
		    "do not rise" },
		{ { "{\"id\":\"a\"}\n", "{\"id\":\"c\"}\n",
		      "{\"id\":\"b\"}\n" },
		    "do not rise" },
		{ { "{\"id\":\"a\"}\n", "{\"id\":\"b\"}\n", "{\"id\":\"c\"}" },
		    "no end" },
		{ { "{\"id\":\"a\"}\n", "{\"id\":\"b\"}\n", "[]\n" }, "no id" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct index_fixture x;
		struct sat_walk w;
		bool any = false;

		make(&x, cases[i].raw, id, 3);
		w = (struct sat_walk){ .tree = x.t };
		assert_true(sat_walk_from(&w, "", &any, &err));
		assert_true(sat_walk_next(&w, &any, &err));
		assert_false(sat_walk_next(&w, &any, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_non_null(strstr(err.msg, cases[i].why));
		sat_walk_free(&w);
		ix_free(&x);
	}
}

/* The last id of a block is remembered when the next one begins. */
static void
ids_that_fall_from_block_to_block_end_it_too(void **state)
{
	char *raw[2], *id[2] = { "a", "b" };
	struct satchel_err err = { 0 };
	struct index_fixture x;
	struct sat_walk w;
	bool any = false;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		raw[i] = malloc(20000);
		(void)sprintf(raw[i], "{\"id\":\"%s\",\"x\":\"%*s\"}\n%s",
		    i == 0 ? "a" : "b", 16000, "",
		    i == 0 ? "{\"id\":\"c\"}\n" : "");
	}
	make(&x, (const char *const *)(void *)raw,
	    (const char *const *)(void *)id, 2);
	w = (struct sat_walk){ .tree = x.t };
	assert_true(sat_walk_from(&w, "", &any, &err));
	assert_true(sat_walk_next(&w, &any, &err)); /* c, in the first block */
	assert_true(sat_rd_is(&w.id, "c"));
	assert_false(sat_walk_next(&w, &any, &err));
	assert_non_null(strstr(err.msg, "do not rise"));
	sat_walk_free(&w);
	ix_free(&x);
	free(raw[0]);
	free(raw[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_walk_begins_at_the_first_id_that_is_not_less),
		cmocka_unit_test(ids_that_do_not_rise_end_it),
		cmocka_unit_test(ids_that_fall_from_block_to_block_end_it_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
