#include "gather.h"
#include "unit.h"

static struct sat_gather *
begin(size_t memory)
{
	struct sat_gather *g = NULL;

	assert_true(sat_gather_new("/tmp/satchel-gather", memory, &g, NULL));
	return g;
}

static void
add(struct sat_gather *g, uint64_t o, enum sat_field f, const char *term)
{
	struct satchel_err err = { 0 };

	if (!sat_gather_add(g, o, f, (const uint8_t *)term, strlen(term), &err))
		fail_msg("%s: %s", term, err.msg);
}

/* The ordinals of |list| as its encoding holds them. */
static void
put_list(struct sat_list *list, struct sat_wr *out)
{
	struct sat_wr w;
	struct sat_rd r;
	uint64_t base = 0, lo, hi;

	if (list->df == 1) {
		sat_wr_printf(out, "%llu ", (unsigned long long)list->first);
		return;
	}
	sat_wr_init(&w, 1 << 24);
	assert_true(sat_list_end(list, &w, NULL));
	r = sat_wr_rd(&w);
	while (!sat_rd_end(&r)) {
		assert_true(sat_run_read(&r, UINT32_MAX, &base, &lo, &hi));
		for (; lo <= hi; lo++)
			sat_wr_printf(out, "%llu ", (unsigned long long)lo);
	}
	sat_wr_free(&w);
}

/* "term/field: ordinals" of everything, in the order it comes. */
static void
drain(struct sat_gather *g, struct sat_wr *out)
{
	struct satchel_err err = { 0 };
	struct sat_list list;
	enum sat_field f;
	struct sat_rd term;
	bool more = true;

	sat_list_init(&list);
	assert_true(sat_gather_sort(g, &err));
	for (;;) {
		if (!sat_gather_next(g, &term, &f, &list, &more, &err))
			fail_msg("%s", err.msg);
		if (!more)
			break;
		sat_wr_put(out, term.p, term.n);
		sat_wr_printf(out, "/%d: ", (int)f);
		put_list(&list, out);
		sat_wr_str(out, "\n");
	}
	assert_true(sat_gather_next(g, &term, &f, &list, &more, &err));
	assert_false(more); /* and still */
	sat_list_free(&list);
}

static void
terms_come_in_order_with_their_records(void **state)
{
	struct sat_gather *g = begin(0);
	struct sat_wr out;

	(void)state;
	sat_wr_init(&out, 1 << 16);
	add(g, 0, SAT_F_NOTE, "b");
	add(g, 0, SAT_F_NAME, "b");
	add(g, 0, SAT_F_NAME, "b"); /* repeats */
	add(g, 3, SAT_F_NAME, "abcdefghi");
	add(g, 3, SAT_F_NAME, "b");
	add(g, 4, SAT_F_NAME, "b");
	add(g, 4, SAT_F_NAME, "abcdefgh");
	add(g, 900, SAT_F_NAME, "abcdefghi");
	add(g, UINT32_MAX, SAT_F_KEY, "\xff");
	drain(g, &out);
	assert_string_equal(text(&out),
	    "abcdefgh/0: 4 \nabcdefghi/0: 3 900 \nb/0: 0 3 4 \nb/5: 0 \n"
	    "\xff/10: 4294967295 \n");
	sat_wr_free(&out);
	sat_gather_free(g);
}

static void
of_nothing_comes_nothing(void **state)
{
	struct sat_gather *g = begin(0);
	struct sat_wr out;

	(void)state;
	sat_wr_init(&out, 16);
	drain(g, &out);
	assert_int_equal(out.len, 0);
	sat_gather_free(g);
	sat_gather_free(NULL);
}

/* A record's terms on their way there: at once, or all in a list. */
struct record {
	struct sat_gather *g;
	bool listed;
	struct sat_wr list;
};

static void
give(struct record *r, uint64_t o, enum sat_field f, const char *term)
{
	if (!r->listed) {
		add(r->g, o, f, term);
		return;
	}
	sat_wr_u8(&r->list, (uint8_t)f);
	sat_wr_u8(&r->list, (uint8_t)strlen(term));
	sat_wr_str(&r->list, term);
}

static void
end_record(struct record *r, uint64_t o)
{
	struct satchel_err err = { 0 };

	if (r->listed && !sat_gather_list(r->g, o, sat_wr_rd(&r->list), &err))
		fail_msg("%s", err.msg);
	sat_wr_reset(&r->list);
}

/* Terms enough for several runs in 1 MiB, many of them in each; a record
 * repeats its first one last, and a run ends somewhere between the two. */
static void
add_many(struct sat_gather *g, bool listed)
{
	struct record r = { .g = g, .listed = listed };
	char term[256];

	sat_wr_init(&r.list, 1 << 16);
	for (unsigned o = 0; o < 4000; o++) {
		give(&r, o, SAT_F_PARTY, "\001common");
		for (unsigned k = 0; k < 12 + o % 70; k++) {
			(void)snprintf(term, sizeof(term),
			    "\001word%u-%u-with-a-long-end", o * k % 9973,
			    k % 12);
			give(&r, o, SAT_F_NAME, term);
		}
		give(&r, o, SAT_F_PARTY, "\001common");
		end_record(&r, o);
	}
	sat_wr_free(&r.list);
}

static void
lists_of_another_form_are_refused(void **state)
{
	static const struct {
		const char *p;
		size_t n;
	} bad[] = { { "\0", 1 }, { "\0\2a", 3 }, { "\0\1a\0", 4 } };
	struct sat_gather *g = begin(0);
	struct satchel_err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(sat_gather_list(
		    g, 0, sat_rd_of(bad[i].p, bad[i].n, 0, "test"), &err));
		assert_int_equal(err.code, SATCHEL_EIO);
	}
	assert_true(sat_gather_list(g, 0, sat_rd_of(NULL, 0, 0, NULL), &err));
	assert_true(sat_gather_list(
	    g, UINT32_MAX, sat_rd_of("\0\1a", 3, 0, NULL), &err));
	assert_false(sat_gather_list(
	    g, UINT64_C(1) << 32, sat_rd_of("\0\1a", 3, 0, NULL), &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	sat_gather_free(g);
}

static void
little_memory_gives_the_same_lists(void **state)
{
	struct sat_gather *g = begin(1 << 28), *h = begin(0);
	struct sat_wr a, b;

	(void)state;
	sat_wr_init(&a, 1 << 26);
	sat_wr_init(&b, 1 << 26);
	add_many(g, false);
	add_many(h, true);
	drain(g, &a);
	drain(h, &b);
	assert_true(a.len > 1 << 20);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.p, b.p, a.len);
	sat_wr_free(&a);
	sat_wr_free(&b);
	sat_gather_free(g);
	sat_gather_free(h);
}

static void
terms_and_numbers_have_limits(void **state)
{
	struct sat_gather *g = begin(0);
	struct satchel_err err = { 0 };
	uint8_t term[256];

	(void)state;
	memset(term, 'a', sizeof(term));
	assert_true(sat_gather_add(g, 0, SAT_F_NAME, term, 255, &err));
	assert_false(sat_gather_add(g, 0, SAT_F_NAME, term, 256, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_false(sat_gather_add(g, 0, SAT_F_NAME, term, 0, &err));
	assert_true(sat_gather_add(g, UINT32_MAX, SAT_F_NAME, term, 255, &err));
	assert_false(sat_gather_add(
	    g, (uint64_t)UINT32_MAX + 1, SAT_F_NAME, term, 255, &err));
	/* below what this term had already */
	assert_false(sat_gather_add(g, 5, SAT_F_NAME, term, 255, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	sat_gather_free(g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_come_in_order_with_their_records),
		cmocka_unit_test(of_nothing_comes_nothing),
		cmocka_unit_test(little_memory_gives_the_same_lists),
		cmocka_unit_test(lists_of_another_form_are_refused),
		cmocka_unit_test(terms_and_numbers_have_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
