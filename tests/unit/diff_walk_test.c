/* diff_walk: releases whose ids lie apart, and damage on the way; diff_test
 * has the merge itself. */
#include "index_fixture.h"

#include "diff.h"
#include "unit.h"

#define DESK(id, more)                                                         \
	"{\"id\":\"" id "\",\"party\":[\"P\"],\"role\":\"r\",\"kind\":"        \
	"\"org\",\"name\":\"N\",\"phones\":[{\"number\":\"+9991555\"}]" more   \
	"}"

struct release {
	struct index_fixture x;
	struct sat_diff_side side;
};

static void
make(struct release *r, const char *const *line, size_t n)
{
	ix_init(&r->x, line, n, 0);
	r->side = (struct sat_diff_side){ r->x.t, 0, 1000 };
}

static bool
note(void *ctx, const struct satchel_change *c)
{
	static const char letter[] = { '+', '-', '!' };
	struct sat_wr *w = ctx;

	sat_wr_printf(w, "%c%s ", letter[c->change], c->id);
	return true;
}

static void
all_that_one_has_alone_is_told_from_either_end(void **state)
{
	static const char *const was[] = { DESK("a/x", ""), DESK("b/x", ""),
		DESK("c/x", "") };
	static const char *const now[] = { DESK("b/x", ""), DESK("d/x", ""),
		DESK("e/x", "") };
	struct satchel_totals t;
	struct release a, b;
	struct sat_wr w;

	(void)state;
	make(&a, was, COUNT(was));
	make(&b, now, COUNT(now));
	sat_wr_init(&w, 4096);
	assert_true(sat_diff(&a.side, &b.side, NULL, note, &w, &t, NULL));
	assert_string_equal(text(&w), "-a/x -c/x +d/x +e/x ");
	assert_int_equal(t.contacts.joined, 2);
	assert_int_equal(t.contacts.left, 2);
	assert_int_equal(t.contacts.changed, 0);
	sat_wr_free(&w);
	ix_free(&a.x);
	ix_free(&b.x);
}

static void
a_new_acknowledgement_is_counted_and_not_told(void **state)
{
	static const char *const was[] = { DESK("a/x",
					       ",\"confirmed\":\"2026-01-01\""),
		DESK("b/x", ",\"confirmed\":\"2026-01-01\""),
		DESK("c/x", ",\"note\":\"N\",\"confirmed\":\"2026-01-01\"") };
	static const char *const now[] = {
		DESK("a/x", ",\"confirmed\":\"2026-07-01\""), DESK("b/x", ""),
		DESK("c/x", ",\"note\":\"M\",\"confirmed\":\"2026-07-01\"")
	};
	struct satchel_totals t;
	struct release a, b;
	struct sat_wr w;

	(void)state;
	make(&a, was, COUNT(was));
	make(&b, now, COUNT(now));
	sat_wr_init(&w, 4096);
	assert_true(sat_diff(&a.side, &b.side, NULL, note, &w, &t, NULL));
	assert_string_equal(text(&w), "!c/x ");
	assert_int_equal(t.confirmed, 2);
	assert_int_equal(t.contacts.changed, 1);
	sat_wr_free(&w);
	ix_free(&a.x);
	ix_free(&b.x);
}

static void
a_party_in_neither_is_no_and_in_one_is_enough(void **state)
{
	static const char *const was[] = { DESK("a/x", "") };
	static const char *const now[] = { DESK("a-2/x", ""), DESK("a/x", "") };
	struct satchel_totals t = { .confirmed = 77 };
	struct satchel_err err = { 0 };
	struct release a, b;

	(void)state;
	make(&a, was, COUNT(was));
	make(&b, now, COUNT(now));
	assert_false(sat_diff(&a.side, &b.side, "b", NULL, NULL, &t, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	assert_false(sat_diff(&a.side, &b.side, "a-", NULL, NULL, &t, &err));
	assert_int_equal(t.confirmed, 77);
	assert_true(sat_diff(&a.side, &b.side, "a-2", NULL, NULL, &t, &err));
	assert_int_equal(t.contacts.joined, 1);
	assert_true(sat_diff(&a.side, &b.side, "a", NULL, NULL, &t, &err));
	assert_int_equal(t.contacts.joined, 0);
	ix_free(&a.x);
	ix_free(&b.x);
}

/* What is not a record is never taken for a change. */
static void
a_record_that_cannot_be_read_fails_it(void **state)
{
	static const char *const was[] = { DESK("a/x", "") };
	static const char *const now[] = { "{\"id\":\"a/x\",\"name\":\"N\"}" };
	struct satchel_totals t = { .confirmed = 77 };
	struct satchel_err err = { 0 };
	struct release a, b;

	(void)state;
	make(&a, was, 1);
	make(&b, now, 1);
	assert_false(sat_diff(&a.side, &b.side, NULL, NULL, NULL, &t, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_int_equal(t.confirmed, 77);
	ix_free(&a.x);
	ix_free(&b.x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    all_that_one_has_alone_is_told_from_either_end),
		cmocka_unit_test(a_new_acknowledgement_is_counted_and_not_told),
		cmocka_unit_test(a_party_in_neither_is_no_and_in_one_is_enough),
		cmocka_unit_test(a_record_that_cannot_be_read_fails_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
