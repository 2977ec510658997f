#include "index_fixture.h"

#include "dict_write.h"

/* |n| records of invented words, all different in some. */
static char **
make_lines(size_t n)
{
	char **line = calloc(n, sizeof(*line));

	for (size_t i = 0; i < n; i++) {
		line[i] = malloc(256);
		snprintf(line[i], 256,
		    "{\"id\":\"p%06zu/a\",\"party\":[\"Common\"],\"role\":"
		    "\"duty\",\"name\":\"Word%zu Rare%zu\",\"organization\":"
		    "\"Org%zu\",\"phones\":[{\"number\":\"+999%08zu\"}]}",
		    i, i % 97, i, i % 5, i * 7919 % 100000000);
	}
	return line;
}

static void
free_lines(char **line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(line[i]);
	free(line);
}

static const char *const *
as_const(char **line)
{
	return (const char *const *)(void *)line;
}

static void
an_index_compares_equal_to_the_records_it_was_made_of(void **state)
{
	static const size_t sizes[] = { 1, 2, 100, 30000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t n = sizes[i];
		char **line = make_lines(n);
		const struct sat_tree_check quick = { .threads = 1 };
		struct index_fixture x;
		struct sat_index *ix;
		struct satchel_err err = { 0 };

		ix_init(&x, as_const(line), n, 64 << 20);
		ix = ix_gather(as_const(line), n, 64 << 20);
		if (!sat_index_compare(ix, x.t, &err))
			fail_msg("%s", err.msg);
		if (!sat_tree_check(x.t, &quick, &err))
			fail_msg("%s", err.msg);
		sat_index_free(ix);
		ix_free(&x);
		free_lines(line, n);
	}
}

static void
little_memory_gives_the_same_bytes(void **state)
{
	size_t n = 30000;
	char **line = make_lines(n);
	struct index_fixture a, b;

	(void)state;
	ix_init(&a, as_const(line), n, 64 << 20);
	ix_init(&b, as_const(line), n, 0);
	assert_int_equal(a.bytes.len, b.bytes.len);
	assert_memory_equal(a.bytes.p, b.bytes.p, a.bytes.len);
	ix_free(&a);
	ix_free(&b);
	free_lines(line, n);
}

static void
one_word_more_or_less_or_elsewhere_is_seen(void **state)
{
	static const char *const had[] = {
		"{\"id\":\"a/x\",\"name\":\"Amara Devkota\"}",
		"{\"id\":\"b/x\",\"name\":\"Bimala\",\"note\":\"Amara\"}",
	};
	static const char *const have[][2] = {
		{ "{\"id\":\"a/x\",\"name\":\"Amara Devkota\"}",
		    "{\"id\":\"b/x\",\"name\":\"Bimala\"}" },
		{ "{\"id\":\"a/x\",\"name\":\"Amara Devkota Zen\"}",
		    "{\"id\":\"b/x\",\"name\":\"Bimala\",\"note\":\"Amara\"}" },
		{ "{\"id\":\"a/x\",\"name\":\"Amara Devkotb\"}",
		    "{\"id\":\"b/x\",\"name\":\"Bimala\",\"note\":\"Amara\"}" },
		{ "{\"id\":\"a/x\",\"name\":\"Amara Devkota\"}",
		    "{\"id\":\"b/x\",\"note\":\"Bimala\",\"name\":\"Amara\"}" },
		{ "{\"id\":\"a/x\",\"note\":\"Amara\",\"name\":\"Devkota\"}",
		    "{\"id\":\"b/x\",\"name\":\"Bimala\",\"note\":\"Amara\"}" },
		{ "{\"id\":\"a/x\"}", "{\"id\":\"b/x\"}" },
	};
	struct index_fixture x;

	(void)state;
	ix_init(&x, had, 2, 1 << 20);
	for (size_t i = 0; i < sizeof(have) / sizeof(have[0]); i++) {
		struct sat_index *ix = ix_gather(have[i], 2, 1 << 20);
		struct satchel_err err = { 0 };

		assert_false(sat_index_compare(ix, x.t, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_null(strstr(err.msg, "mara"));
		sat_index_free(ix);
	}
	ix_free(&x);
}

static void
records_without_words_have_an_empty_index(void **state)
{
	static const char *const line[] = { "{\"id\":\"a/x\"}",
		"{\"id\":\"zone:UTC\",\"name\":\"x\"}" };
	struct index_fixture x;
	struct sat_index *ix;

	(void)state;
	ix_init(&x, line, 2, 0);
	assert_int_equal(x.page.terms, 0);
	assert_int_equal(x.page.tree[SAT_STRINGS].items, 0);
	ix = ix_gather(line, 2, 0);
	assert_true(sat_index_compare(ix, x.t, NULL));
	sat_index_free(ix);
	ix_free(&x);
}

/* ---- the bytes -------------------------------------------------------- */

struct seen {
	struct sat_wr strings, entries, postings;
	size_t blocks;
	uint64_t items[8];
	size_t len[8];
	uint8_t key[8][SAT_MAX_TERM];
};

static bool
see_strings(void *ctx, const struct sat_wr *raw, uint64_t items,
    const uint8_t *key, size_t key_len, struct satchel_err *err)
{
	struct seen *s = ctx;

	(void)err;
	sat_wr_put(&s->strings, raw->p, raw->len);
	s->len[s->blocks] = raw->len;
	s->items[s->blocks] = items;
	memcpy(s->key[s->blocks], key, key_len);
	return true;
}

static bool
see_entries(void *ctx, const struct sat_wr *raw, uint64_t items,
    struct satchel_err *err)
{
	struct seen *s = ctx;

	(void)err;
	sat_wr_put(&s->entries, raw->p, raw->len);
	assert_int_equal(items, s->items[s->blocks]);
	s->blocks++;
	return true;
}

static bool
see_postings(void *ctx, const struct sat_wr *raw, struct satchel_err *err)
{
	struct seen *s = ctx;

	(void)err;
	sat_wr_put(&s->postings, raw->p, raw->len);
	return true;
}

static void
seen_init(struct seen *s, struct sat_dict_writer *w)
{
	struct sat_dict_sink sink = { see_strings, see_entries, see_postings,
		s };

	memset(s, 0, sizeof(*s));
	sat_wr_init(&s->strings, 1 << 20);
	sat_wr_init(&s->entries, 1 << 20);
	sat_wr_init(&s->postings, 1 << 20);
	sat_dict_writer_init(w, &sink);
}

static void
seen_free(struct seen *s, struct sat_dict_writer *w)
{
	sat_wr_free(&s->strings);
	sat_wr_free(&s->entries);
	sat_wr_free(&s->postings);
	sat_dict_writer_free(w);
}

static void
add(struct sat_dict_writer *w, const char *term, enum sat_field f, uint64_t a,
    uint64_t b)
{
	struct sat_rd t = sat_rd_of(term, strlen(term), 0, NULL);
	struct sat_list l;

	sat_list_init(&l);
	sat_list_add(&l, a);
	if (b != a)
		sat_list_add(&l, b);
	assert_true(sat_dict_add(w, &t, f, &l, NULL));
	sat_list_free(&l);
}

static void
the_bytes_are_those_of_the_manual(void **state)
{
	static const uint8_t strings[] = { 0, 3, 1, 'a', 'b', 1, 3, 1, 'c', 5,
		2, 1, 'd', 0x80, 0x02 };
	static const uint8_t entries[] = { 0, 0, 0, 0, 0, 0, 0,
		0,		 /* position */
		2, 2,		 /* ab: 2 records in 2 bytes */
		1, 7, 2, 2,	 /* abc: record 7; 2 in 2 bytes */
		1, 0xac, 0x02 }; /* ad: record 300 */
	static const uint8_t postings[] = { 1 << 1 | 1, 1, 2 << 1, 3 << 1 };
	struct sat_dict_writer w;
	struct seen s;

	(void)state;
	seen_init(&s, &w);
	add(&w, "\001ab", SAT_F_NAME, 0, 1);
	add(&w, "\001abc", SAT_F_NAME, 7, 7);
	add(&w, "\001abc", SAT_F_PARTY, 1, 4);
	add(&w, "\001ad", SAT_F_LANG, 300, 300);
	assert_true(sat_dict_finish(&w, NULL));
	assert_int_equal(w.terms, 3);
	assert_int_equal(s.strings.len, sizeof(strings));
	assert_memory_equal(s.strings.p, strings, sizeof(strings));
	assert_int_equal(s.entries.len, sizeof(entries));
	assert_memory_equal(s.entries.p, entries, sizeof(entries));
	assert_int_equal(s.postings.len, sizeof(postings));
	assert_memory_equal(s.postings.p, postings, sizeof(postings));
	seen_free(&s, &w);
}

static void
a_block_closes_before_the_term_that_would_pass_8192_bytes(void **state)
{
	struct sat_dict_writer w;
	struct seen s;
	char term[16];

	(void)state;
	seen_init(&s, &w);
	/* the first takes 7 bytes, each other 5, 6 or more */
	for (int i = 1000; i < 4000; i++) {
		snprintf(term, sizeof(term), "\001%d", i);
		add(&w, term, SAT_F_NAME, (uint64_t)i, (uint64_t)i + 1);
	}
	assert_true(sat_dict_finish(&w, NULL));
	assert_int_equal(s.blocks, 2);
	assert_true(s.len[0] <= 8192 && s.len[0] > 8192 - 8);
	assert_int_equal(s.items[0] + s.items[1], 3000);
	snprintf(term, sizeof(term), "\001%d", 1000 + (int)s.items[0]);
	assert_string_equal((char *)s.key[1], term);
	/* the second block begins anew, and says where its lists do */
	assert_int_equal(s.strings.p[s.len[0]], 0);
	seen_free(&s, &w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_index_compares_equal_to_the_records_it_was_made_of),
		cmocka_unit_test(little_memory_gives_the_same_bytes),
		cmocka_unit_test(one_word_more_or_less_or_elsewhere_is_seen),
		cmocka_unit_test(records_without_words_have_an_empty_index),
		cmocka_unit_test(the_bytes_are_those_of_the_manual),
		cmocka_unit_test(
		    a_block_closes_before_the_term_that_would_pass_8192_bytes),
	};

	return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
