/* dict_write: limits, failures, and where lists are said to lie; the bytes of
 * the manual are in index_test. */
#include "dict_write.h"
#include "unit.h"

enum { MAX_BLOCKS = 16 };

struct seen {
	struct sat_wr entries, postings;
	size_t blocks;
	uint64_t items[MAX_BLOCKS], pos[MAX_BLOCKS];
	int calls, fail_at; /* the call that fails; 0: none */
};

static bool
call(struct seen *s, struct satchel_err *err)
{
	return ++s->calls != s->fail_at ||
	       sat_fail(err, SATCHEL_EIO, "the sink is full");
}

static bool
see_strings(void *ctx, const struct sat_wr *raw, uint64_t items,
    const uint8_t *key, size_t key_len, struct satchel_err *err)
{
	struct seen *s = ctx;

	assert_true(raw->len <= SAT_BLOCK_RAW || items == 1);
	assert_int_equal(raw->p[0], 0); /* the first shares nothing */
	assert_int_equal(raw->p[1], key_len);
	assert_memory_equal(raw->p + 2, key, key_len);
	assert_true(s->blocks < MAX_BLOCKS);
	s->items[s->blocks] = items;
	return call(s, err);
}

static bool
see_entries(void *ctx, const struct sat_wr *raw, uint64_t items,
    struct satchel_err *err)
{
	struct seen *s = ctx;
	struct sat_rd r = sat_wr_rd(raw);

	assert_int_equal(items, s->items[s->blocks]);
	assert_true(sat_rd_u64(&r, &s->pos[s->blocks]));
	s->blocks++;
	return call(s, err);
}

static bool
see_postings(void *ctx, const struct sat_wr *raw, struct satchel_err *err)
{
	struct seen *s = ctx;

	sat_wr_put(&s->postings, raw->p, raw->len);
	return call(s, err);
}

static void
begin(struct seen *s, struct sat_dict_writer *w, int fail_at)
{
	struct sat_dict_sink sink = { see_strings, see_entries, see_postings,
		s };

	memset(s, 0, sizeof(*s));
	sat_wr_init(&s->postings, 1 << 20);
	s->fail_at = fail_at;
	sat_dict_writer_init(w, &sink);
}

static void
end(struct seen *s, struct sat_dict_writer *w)
{
	sat_wr_free(&s->postings);
	sat_dict_writer_free(w);
}

/* Records 5, and 5 + |more| if that is not 0. */
static bool
add(struct sat_dict_writer *w, const void *term, size_t n, enum sat_field f,
    uint64_t more, struct satchel_err *err)
{
	struct sat_rd t = sat_rd_of(term, n, 0, NULL);
	struct sat_list l;
	bool ok;

	sat_list_init(&l);
	sat_list_add(&l, 5);
	if (more > 0)
		sat_list_add(&l, 5 + more);
	ok = sat_dict_add(w, &t, f, &l, err);
	sat_list_free(&l);
	return ok;
}

static void
of_no_terms_nothing_is_written(void **state)
{
	struct sat_dict_writer w;
	struct seen s;

	(void)state;
	begin(&s, &w, 0);
	assert_true(sat_dict_finish(&w, NULL));
	assert_int_equal(s.calls, 0);
	assert_int_equal(w.terms, 0);
	end(&s, &w);
}

static void
a_term_has_two_to_255_bytes(void **state)
{
	static const struct {
		size_t n;
		bool good;
	} cases[] = { { 1, false }, { 2, true }, { 255, true },
		{ 256, false } };
	uint8_t term[256];

	(void)state;
	memset(term, 'a', sizeof(term));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct sat_dict_writer w;
		struct seen s;

		begin(&s, &w, 0);
		assert_int_equal(add(&w, term, cases[i].n, SAT_F_NAME, 0, &err),
		    cases[i].good);
		if (!cases[i].good)
			assert_int_equal(err.code, SATCHEL_ELIMIT);
		end(&s, &w);
	}
}

static void
one_record_takes_no_posting(void **state)
{
	struct sat_dict_writer w;
	struct seen s;

	(void)state;
	begin(&s, &w, 0);
	assert_true(add(&w, "\001a", 2, SAT_F_NAME, 0, NULL));
	assert_true(add(&w, "\001a", 2, SAT_F_NOTE, 0, NULL));
	assert_true(add(&w, "\001b", 2, SAT_F_NAME, 0, NULL));
	assert_true(sat_dict_finish(&w, NULL));
	assert_int_equal(s.postings.len, 0);
	assert_int_equal(w.terms, 2);
	assert_int_equal(w.pos, 0);
	end(&s, &w);
}

static void
each_block_says_where_its_first_list_is(void **state)
{
	struct sat_dict_writer w;
	struct seen s;
	char term[64];
	uint64_t at = 0;

	(void)state;
	begin(&s, &w, 0);
	for (int i = 0; i < 1000; i++) {
		int n = snprintf(
		    term, sizeof(term), "\001%04d-with-some-more-letters", i);

		assert_true(add(&w, term, (size_t)n, SAT_F_NAME,
		    i % 3 == 0 ? 0 : 1000, NULL));
	}
	assert_true(sat_dict_finish(&w, NULL));
	assert_true(s.blocks > 2);
	/* a list of two takes 3 bytes here */
	for (size_t b = 0; b < s.blocks; b++) {
		uint64_t lists = 0;

		for (uint64_t i = 0; i < at; i++)
			lists += i % 3 != 0;
		assert_int_equal(s.pos[b], lists * 3);
		at += s.items[b];
	}
	assert_int_equal(at, 1000);
	assert_int_equal(s.postings.len, 666 * 3);
	end(&s, &w);
}

static void
a_sink_that_fails_is_heard_at_every_call(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_dict_writer w;
	struct seen s;
	int fail_at = 1;
	bool ok = false;

	(void)state;
	for (; !ok; fail_at++) {
		begin(&s, &w, fail_at);
		err.code = SATCHEL_OK;
		ok = add(&w, "\001a", 2, SAT_F_NAME, 1, &err) &&
		     add(&w, "\001b", 2, SAT_F_NAME, 2, &err) &&
		     sat_dict_finish(&w, &err);
		if (!ok)
			assert_int_equal(err.code, SATCHEL_EIO);
		end(&s, &w);
	}
	assert_int_equal(fail_at - 1, 5); /* two lists, two kinds of block */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_no_terms_nothing_is_written),
		cmocka_unit_test(a_term_has_two_to_255_bytes),
		cmocka_unit_test(one_record_takes_no_posting),
		cmocka_unit_test(each_block_says_where_its_first_list_is),
		cmocka_unit_test(a_sink_that_fails_is_heard_at_every_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
