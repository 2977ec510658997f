/* cursor: what is read of a list, and when; the lists that break a rule are in
 * postings_test. */
#include "format.h"
#include "postings.h"
#include "unit.h"

enum { RECORDS = 10000000 };

/* A stream that counts what is read of it. */
struct stream {
	struct sat_wr w;
	size_t reads, bytes;
	bool broken;
};

static bool
read_stream(void *ctx, uint64_t pos, void *out, size_t n, const char **file,
    uint64_t *off, struct satchel_err *err)
{
	struct stream *s = ctx;

	assert_true(n <= SAT_LONG_LIST);
	if (s->broken)
		return sat_fail(err, SATCHEL_EIO, "broken");
	assert_true(pos + n <= s->w.len);
	memcpy(out, s->w.p + pos, n);
	s->reads++;
	s->bytes += n;
	*file = "stream";
	*off = 5000 + pos;
	return true;
}

/* Every |step|th of |n| ordinals; the list begins at |pos|. */
static void
make(struct stream *s, size_t pos, uint64_t n, uint64_t step)
{
	struct sat_list l;

	memset(s, 0, sizeof(*s));
	sat_wr_init(&s->w, 1 << 26);
	sat_wr_fill(&s->w, 0xee, pos);
	sat_list_init(&l);
	for (uint64_t i = 0; i < n; i++)
		sat_list_add(&l, i * step);
	assert_true(sat_list_end(&l, &s->w, NULL));
	sat_list_free(&l);
}

static bool
open_at(struct sat_cursor *c, struct stream *s, size_t pos, uint64_t df,
    struct satchel_err *err)
{
	struct sat_fetch from = { read_stream, s };

	return sat_cursor_open(c, &from, pos, s->w.len - pos, df, RECORDS, err);
}

static void
a_short_list_is_read_once_and_not_before_it_is_asked(void **state)
{
	struct sat_cursor c = { 0 };
	struct satchel_err err;
	struct stream s;
	uint64_t o = 0;
	bool any;

	(void)state;
	make(&s, 33, 500, 3);
	assert_true(open_at(&c, &s, 33, 500, &err));
	assert_int_equal(s.reads, 0);
	for (uint64_t i = 0; i < 500; i++) {
		assert_true(sat_cursor_seek(&c, i * 3, &o, &any, &err));
		assert_true(any);
		assert_int_equal(o, i * 3);
	}
	assert_int_equal(s.reads, 1);
	assert_true(sat_cursor_seek(&c, 1498, &o, &any, &err));
	assert_false(any);
	assert_true(sat_cursor_seek(&c, 1498, &o, &any, &err)); /* and still */
	assert_false(any);
	sat_cursor_free(&c);
	sat_wr_free(&s.w);
}

static void
a_long_list_is_read_only_where_it_is_sought(void **state)
{
	struct sat_cursor c = { 0 };
	struct satchel_err err;
	struct stream s;
	uint64_t o = 0, all;
	bool any;

	(void)state;
	make(&s, 0, 200000, 40); /* about 49 segments */
	assert_true(open_at(&c, &s, 0, 200000, &err));
	all = s.w.len;
	assert_true(sat_cursor_seek(&c, 7654321, &o, &any, &err));
	assert_int_equal(o, 7654360);
	assert_true(s.bytes < all / 10);
	assert_true(sat_cursor_seek(&c, 7999960, &o, &any, &err));
	assert_int_equal(o, 7999960);
	assert_true(sat_cursor_seek(&c, 7999961, &o, &any, &err));
	assert_false(any);
	assert_true(s.bytes < all / 10);
	sat_cursor_free(&c);
	sat_wr_free(&s.w);
}

/* In steps of every size the answer is that of plain arithmetic. */
static void
seeking_in_any_steps_gives_the_next_multiple(void **state)
{
	static const uint64_t steps[] = { 1, 7, 41, 4000, 170000, 3000000 };
	struct sat_cursor c = { 0 };
	struct satchel_err err;
	struct stream s;

	(void)state;
	make(&s, 8, 200000, 40);
	for (size_t i = 0; i < COUNT(steps); i++) {
		uint64_t least = 0, o = 0, limit = i < 2 ? 400000 : 9000000;
		bool any = true;

		assert_true(open_at(&c, &s, 8, 200000, &err)); /* used again */
		for (; least < limit; least += steps[i]) {
			assert_true(sat_cursor_seek(&c, least, &o, &any, &err));
			assert_int_equal(any, least <= 199999 * 40);
			if (any)
				assert_int_equal(o, (least + 39) / 40 * 40);
		}
	}
	sat_cursor_free(&c);
	sat_wr_free(&s.w);
}

static void
a_run_is_sought_inside(void **state)
{
	struct sat_cursor c = { 0 };
	struct satchel_err err;
	struct stream s;
	uint64_t o = 0;
	bool any;

	(void)state;
	make(&s, 0, 5000, 1); /* one run */
	assert_true(open_at(&c, &s, 0, 5000, &err));
	assert_true(sat_cursor_seek(&c, 1234, &o, &any, &err));
	assert_int_equal(o, 1234);
	assert_true(sat_cursor_seek(&c, 4999, &o, &any, &err));
	assert_int_equal(o, 4999);
	assert_true(sat_cursor_seek(&c, 5000, &o, &any, &err));
	assert_false(any);
	sat_cursor_free(&c);
	sat_wr_free(&s.w);
}

static void
one_ordinal_is_its_own_position(void **state)
{
	struct sat_cursor c = { 0 };
	struct stream s = { .broken = true };
	struct sat_fetch from = { read_stream, &s };
	struct satchel_err err = { 0 };
	uint64_t o = 0;
	bool any;

	(void)state;
	assert_true(
	    sat_cursor_open(&c, &from, RECORDS - 1, 0, 1, RECORDS, &err));
	assert_true(sat_cursor_seek(&c, 0, &o, &any, &err));
	assert_true(any);
	assert_int_equal(o, RECORDS - 1);
	assert_true(sat_cursor_seek(&c, RECORDS, &o, &any, &err));
	assert_false(any);
	assert_false(sat_cursor_open(&c, &from, RECORDS, 0, 1, RECORDS, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	sat_cursor_free(&c);
	sat_cursor_free(&c);
}

static void
a_failed_read_is_told_and_leaves_the_answer_alone(void **state)
{
	struct sat_cursor c = { 0 };
	struct satchel_err err = { 0 };
	struct stream s;
	uint64_t o = 77;
	bool any = true;

	(void)state;
	make(&s, 0, 200000, 40);
	s.broken = true;
	assert_false(open_at(&c, &s, 0, 200000, &err)); /* its table */
	assert_int_equal(err.code, SATCHEL_EIO);
	s.broken = false;
	assert_true(open_at(&c, &s, 0, 200000, &err));
	s.broken = true;
	assert_false(sat_cursor_seek(&c, 0, &o, &any, &err));
	assert_int_equal(err.code, SATCHEL_EIO);
	assert_int_equal(o, 77);
	sat_cursor_free(&c);
	sat_wr_free(&s.w);
}

static void
a_list_has_as_many_records_as_is_said(void **state)
{
	static const uint64_t said[] = { 499, 500, 501 };
	struct satchel_err err = { 0 };
	struct stream s;

	(void)state;
	make(&s, 0, 500, 3);
	for (size_t i = 0; i < COUNT(said); i++) {
		struct sat_cursor c = { 0 };
		uint64_t o = 0;
		bool any = true, ok;

		assert_true(open_at(&c, &s, 0, said[i], &err));
		ok = sat_cursor_seek(&c, 1497, &o, &any, &err) &&
		     sat_cursor_seek(&c, 1498, &o, &any, &err);
		assert_int_equal(ok, said[i] == 500);
		if (!ok)
			assert_int_equal(err.code, SATCHEL_EFORMAT);
		sat_cursor_free(&c);
	}
	sat_wr_free(&s.w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_short_list_is_read_once_and_not_before_it_is_asked),
		cmocka_unit_test(a_long_list_is_read_only_where_it_is_sought),
		cmocka_unit_test(seeking_in_any_steps_gives_the_next_multiple),
		cmocka_unit_test(a_run_is_sought_inside),
		cmocka_unit_test(one_ordinal_is_its_own_position),
		cmocka_unit_test(
		    a_failed_read_is_told_and_leaves_the_answer_alone),
		cmocka_unit_test(a_list_has_as_many_records_as_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
