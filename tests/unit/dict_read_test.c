#include "index_fixture.h"

#include "dict_read.h"
#include "unit.h"

/* ---- one term ------------------------------------------------------------- */

#define BYTES(s) (const uint8_t *)(s), sizeof(s) - 1

/* After the term "\1abc". */
static void
a_term_is_read_in_one_spelling_alone(void **state)
{
	static const struct {
		const uint8_t *p;
		size_t n;
		const char *term; /* NULL: refused */
	} cases[] = {
		{ BYTES("\4\1d\1"), "\1abcd" },
		{ BYTES("\3\1d\1"), "\1abd" },
		{ BYTES("\3\2\xc3\xa9\1"), "\1ab\xc3\xa9" },
		{ BYTES("\0\2\2\x31\x40"), "\2\x31" }, /* a phone */
		{ BYTES("\5\1d\1"), NULL },	       /* more than there is */
		{ BYTES("\3\1c\1"), NULL },	/* not the longest prefix */
		{ BYTES("\3\1b\1"), NULL },	/* before it */
		{ BYTES("\3\0\1"), NULL },	/* its own beginning */
		{ BYTES("\4\0\1"), NULL },	/* the same again */
		{ BYTES("\0\1\2\1"), NULL },	/* a class alone */
		{ BYTES("\4\1d\0"), NULL },	/* in no field */
		{ BYTES("\4\1d\x40"), NULL },	/* a field of phones */
		{ BYTES("\4\1d\x81\0"), NULL }, /* a longer varint */
		{ BYTES("\4\1d\x81\x80\x80\x80\x80\x01"), NULL }, /* 2^35 */
		{ BYTES("\0\2\4d\1"), NULL },  /* of no class */
		{ BYTES("\4\1\xff\1"), NULL }, /* no UTF-8 */
		{ BYTES("\4\1\xc3\1"), NULL },
		{ BYTES("\4\2d\1"), NULL }, /* cut short */
		{ BYTES("\4\1d"), NULL },
		{ BYTES("\4"), NULL },
		{ BYTES(""), NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_term t = { .b = "\1abc",
			.n = 4,
			.ascii = 4,
			.fields = sat_class_fields(1) };
		struct sat_rd r = exact(cases[i].p, cases[i].n), all = r;
		bool ok = sat_term_read(&r, &t);

		if (ok != (cases[i].term != NULL))
			fail_msg("case %zu", i);
		if (ok) {
			assert_int_equal(t.n, strlen(cases[i].term));
			assert_memory_equal(t.b, cases[i].term, t.n);
			assert_int_equal(t.lcp, cases[i].p[0]);
			assert_true(sat_rd_end(&r));
		}
		drop(&all);
	}
}

static void
a_term_has_at_most_255_bytes(void **state)
{
	uint8_t bytes[300] = { 200, 55 };

	(void)state;
	memset(bytes + 2, 'z', 200);
	for (size_t len = 55; len <= 56; len++) {
		struct sat_term t = { .b = { 1 },
			.n = 200,
			.ascii = 200,
			.fields = sat_class_fields(1) };
		struct sat_rd r = sat_rd_of(bytes, len + 3, 0, "");

		bytes[1] = (uint8_t)len;
		bytes[2 + len] = 1;
		memset(t.b + 1, 'a', 199);
		assert_int_equal(sat_term_read(&r, &t), len == 55);
		bytes[2 + len] = 'z';
	}
}

/* ---- blocks made by hand ------------------------------------------------------ */

/* Three terms: ab of records 0, 1; abc of record 7, and of 1, 4 as a party;
 * ad of record 9. */
struct hand {
	const uint8_t *strings;
	size_t strings_n;
	const uint8_t *entries;
	size_t entries_n;
	unsigned items, entry_items; /* as the trees say */
	const char *expect;	     /* NULL: all is well */
};

#define STRINGS "\0\3\1ab\1\3\1c\5\2\1d\1"
#define ENTRIES "\0\0\0\0\0\0\0\0\2\2\1\7\2\2\1\x09"
static const uint8_t postings[] = { 1 << 1 | 1, 1, 2 << 1, 3 << 1 };

static void
put_tree(struct index_fixture *x, enum sat_tree_id id, const uint8_t *p,
    size_t n, unsigned items, const char *key)
{
	struct sat_tree_writer *w = NULL;
	struct satchel_err err;
	uint64_t end;

	assert_true(
	    sat_tree_writer_new(id, x->bytes.len, ix_sink(x), &w, &err));
	if (id == SAT_POSTINGS)
		assert_true(sat_tree_add_bytes(w, p, n, &err));
	else
		assert_true(
		    sat_tree_add_block(w, p, n, items, key, strlen(key), &err));
	assert_true(sat_tree_finish(w, &x->page.tree[id], &end, &err));
	sat_tree_writer_free(w);
}

static void
by_hand(struct index_fixture *x, const struct hand *h)
{
	static const char *const lines[10] = { "{\"id\":\"a\"}",
		"{\"id\":\"b\"}", "{\"id\":\"c\"}", "{\"id\":\"d\"}",
		"{\"id\":\"e\"}", "{\"id\":\"f\"}", "{\"id\":\"g\"}",
		"{\"id\":\"h\"}", "{\"id\":\"i\"}", "{\"id\":\"j\"}" };

	memset(x, 0, sizeof(*x));
	sat_wr_init(&x->bytes, 1 << 20);
	x->f.fd = -1;
	x->page.fold = SAT_FOLD_TABLE;
	put_tree(x, SAT_STRINGS, h->strings, h->strings_n, h->items, "\1ab");
	put_tree(x, SAT_ENTRIES, h->entries, h->entries_n, h->entry_items, "");
	put_tree(x, SAT_POSTINGS, postings, sizeof(postings), 0, "");
	x->page.terms = h->items;
	ix_records(x, lines, 10);
	ix_open(x);
}

/* Every term and all its records. */
static bool
read_all(struct index_fixture *x, struct satchel_err *err)
{
	struct sat_dict d = { .tree = x->t };
	struct sat_cursor c = { 0 };
	struct sat_ref ref[SAT_FIELDS];
	size_t n = 0;
	bool any = false, more, ok = sat_dict_seek(&d, "\1", 1, &any, err);

	while (ok && any) {
		ok = sat_dict_refs(&d, ref, &n, err);
		for (size_t i = 0; ok && i < n; i++) {
			uint64_t o = 0;

			ok = sat_dict_open(&d, &ref[i], &c, err) &&
			     sat_cursor_seek(&c, 0, &o, &more, err) &&
			     sat_cursor_seek(&c, 10, &o, &more, err);
		}
		ok = ok && sat_dict_next(&d, &any, err);
	}
	sat_cursor_free(&c);
	sat_dict_free(&d);
	return ok;
}

static void
blocks_that_break_a_rule_are_refused_though_signed(void **state)
{
	static const struct hand cases[] = {
		{ BYTES(STRINGS), BYTES(ENTRIES), 3, 3, NULL },
		/* strings */
		{ BYTES(STRINGS "\2\1e\1"), BYTES(ENTRIES), 3, 3,
		    "more terms than its node says" },
		{ BYTES("\0\3\1ab\1\3\1c\5"), BYTES(ENTRIES), 3, 3,
		    "breaks the format" },
		{ BYTES("\0\3\1ab\1\3\1c\0\2\1d\1"), BYTES(ENTRIES), 3, 3,
		    "breaks the format" },
		{ BYTES("\1\3\1ab\1\3\1c\5\2\1d\1"), BYTES(ENTRIES), 3, 3,
		    "breaks the format" },
		/* entries */
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\0\0\2\1\7\2\2\1\x09"),
		    3, 3, "an entry breaks" }, /* of no record */
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\0\x0b\2\1\7\2\2\1\x09"),
		    3, 3, "an entry breaks" }, /* of eleven of ten */
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\0\2\1\1\7\2\2\1\x09"),
		    3, 3, "an entry breaks" }, /* a list of one byte */
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\0\2\5\1\7\2\2\1\x09"),
		    3, 3, "an entry breaks" }, /* beyond the stream */
		{ BYTES(STRINGS), BYTES("\3\0\0\0\0\0\0\0\2\2\1\7\2\2\1\x09"),
		    3, 3, "an entry breaks" },
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\x80\2\2\1\7\2\2\1\x09"),
		    3, 3, "an entry breaks" },
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\0\2\2\1\x0a\2\2\1\x09"),
		    3, 3, "an entry breaks" }, /* record 10 of ten */
		{ BYTES(STRINGS), BYTES(ENTRIES "\0"), 3, 3,
		    "an entry breaks" }, /* bytes after the last */
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\0\2\2\1\7\2\2"), 3, 3,
		    "an entry breaks" },
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0"), 3, 3, "cut short" },
		/* lists that are not as long as is said */
		{ BYTES(STRINGS), BYTES("\0\0\0\0\0\0\0\0\2\3\1\7\2\2\1\x09"),
		    3, 3, "" },
		{ BYTES(STRINGS), BYTES("\1\0\0\0\0\0\0\0\2\2\1\7\2\2\1\x09"),
		    3, 3, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_err err = { 0 };
		struct index_fixture x;
		bool ok;

		by_hand(&x, &cases[i]);
		ok = read_all(&x, &err);
		if (ok != (cases[i].expect == NULL))
			fail_msg("case %zu: %s", i, err.msg);
		if (!ok) {
			assert_int_equal(err.code, SATCHEL_EFORMAT);
			if (strstr(err.msg, cases[i].expect) == NULL)
				fail_msg("case %zu: %s", i, err.msg);
		}
		ix_free(&x);
	}
}

/* ---- a real one ------------------------------------------------------------------ */

enum { MANY = 4000 };

static void
make_many(struct index_fixture *x)
{
	char **line = calloc(MANY, sizeof(*line));

	for (size_t i = 0; i < MANY; i++) {
		line[i] = malloc(96);
		(void)snprintf(line[i], 96,
		    "{\"id\":\"p%05zu/a\",\"name\":\"common w%05zu\"}", i,
		    2 * i);
	}
	ix_init(x, (const char *const *)(void *)line, MANY, 0);
	for (size_t i = 0; i < MANY; i++)
		free(line[i]);
	free(line);
}

static void
terms_are_sought_across_blocks_and_come_in_order(void **state)
{
	struct index_fixture x;
	struct sat_dict d;
	struct satchel_err err = { 0 };
	char key[16], want[16];
	bool any;

	(void)state;
	make_many(&x);
	d = (struct sat_dict){ .tree = x.t };
	for (size_t i = 0; i + 1 < 2 * MANY; i += 37) {
		int n = snprintf(key, sizeof(key), "\1w%05zu", i);

		assert_true(sat_dict_seek(&d, key, (size_t)n, &any, &err));
		assert_true(any);
		(void)snprintf(want, sizeof(want), "\1w%05zu", (i + 1) / 2 * 2);
		assert_int_equal(d.at.n, 7);
		assert_memory_equal(d.at.b, want, d.at.n);
		assert_int_equal(
		    d.ordinal, 1 + (i + 1) / 2); /* after "common" */
	}
	/* from the first to the last */
	assert_true(sat_dict_seek(&d, "", 0, &any, &err));
	for (uint64_t i = 0; any; i++) {
		assert_int_equal(d.ordinal, i);
		assert_true(sat_dict_next(&d, &any, &err));
		if (!any)
			assert_int_equal(i, MANY);
	}
	assert_int_equal(d.at.n, 0);
	assert_true(sat_dict_next(&d, &any, &err)); /* and still */
	assert_false(any);
	assert_true(sat_dict_seek(&d, "\3", 1, &any, &err));
	assert_false(any);
	sat_dict_free(&d);
	ix_free(&x);
}

static void
lists_are_found_forwards_and_backwards(void **state)
{
	struct sat_ref ref[SAT_FIELDS];
	struct index_fixture x;
	struct satchel_err err = { 0 };
	struct sat_dict d;
	char key[16];
	size_t n = 0;
	bool any;

	(void)state;
	make_many(&x);
	d = (struct sat_dict){ .tree = x.t };
	assert_true(sat_dict_seek(&d, "\1common", 7, &any, &err));
	assert_true(sat_dict_refs(&d, ref, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(ref[0].df, MANY);
	assert_int_equal(ref[0].field, SAT_F_NAME);
	for (size_t i = MANY; i-- > 0; i -= i > 50 ? 50 : 0) {
		int len = snprintf(key, sizeof(key), "\1w%05zu", 2 * i);

		assert_true(sat_dict_seek(&d, key, (size_t)len, &any, &err));
		assert_true(sat_dict_refs(&d, ref, &n, &err));
		assert_true(sat_dict_refs(&d, ref, &n, &err)); /* again */
		assert_int_equal(n, 1);
		assert_int_equal(ref[0].df, 1);
		assert_int_equal(ref[0].pos, i);
	}
	sat_dict_free(&d);
	assert_ptr_equal(d.tree, x.t);
	ix_free(&x);
}

/* ---- scans --------------------------------------------------------------------- */

/* Wants the terms that end in |end|; passes over all that share the first
 * |skip| bytes of one that ends in '5', if it is not 0. */
struct wish {
	uint8_t end;
	size_t skip, asked;
};

static bool
wished(void *ctx, const struct sat_term *t, size_t *skip)
{
	struct wish *w = ctx;

	w->asked++;
	if (w->skip != 0 && t->b[t->n - 1] == '5' && t->n > w->skip)
		*skip = w->skip;
	return t->b[t->n - 1] == w->end;
}

static bool
pass_wished(void *ctx, struct sat_terms *x, struct sat_term *t, bool *found)
{
	return sat_terms_pass(x, t, wished, ctx, found);
}

static void
make_odd(struct index_fixture *x)
{
	char **line = calloc(MANY, sizeof(*line));

	for (size_t i = 0; i < MANY; i++) {
		line[i] = malloc(96);
		(void)snprintf(line[i], 96,
		    "{\"id\":\"p%05zu/a\",\"name\":\"w%zux%zu\"}", i, i / 9,
		    i * 7919 % 1000);
	}
	ix_init(x, (const char *const *)(void *)line, MANY, 0);
	for (size_t i = 0; i < MANY; i++)
		free(line[i]);
	free(line);
}

/* The next one by a walk over all. */
static bool
walk_to(struct sat_dict *d, struct wish *w, size_t *skip, bool *any)
{
	struct sat_term last = d->at;

	for (;;) {
		bool fit = false;

		assert_true(sat_dict_next(d, any, NULL));
		if (!*any)
			return true;
		/* a block begins anew */
		if (d->at.lcp == 0)
			*skip = SIZE_MAX;
		if (*skip == SIZE_MAX || d->at.n < *skip ||
		    memcmp(last.b, d->at.b, *skip) != 0) {
			*skip = SIZE_MAX;
			fit = wished(w, &d->at, skip);
			last = d->at;
		}
		if (fit)
			return true;
	}
}

static void
a_scan_finds_what_a_walk_does(void **state)
{
	struct index_fixture x;
	struct sat_dict d, e;
	bool any, also;

	(void)state;
	make_odd(&x);
	for (size_t skip = 0; skip <= 6; skip += 3) {
		struct wish w = { '7', skip, 0 }, v = { '7', skip, 0 };
		struct sat_dict_scan s = { SAT_C_TEXT, wished, pass_wished,
			NULL, &w };
		size_t left = SIZE_MAX, found = 0;

		d = e = (struct sat_dict){ .tree = x.t };
		assert_true(sat_dict_seek(&e, "\1", 1, &also, NULL));
		if (!wished(&v, &e.at, &left))
			assert_true(walk_to(&e, &v, &left, &also));
		assert_true(sat_dict_first_fit(&d, &s, &any, NULL));
		while (any && also) {
			struct sat_ref a[SAT_FIELDS], b[SAT_FIELDS];
			size_t n = 0, m = 0;

			found++;
			assert_int_equal(d.ordinal, e.ordinal);
			assert_int_equal(d.at.n, e.at.n);
			assert_memory_equal(d.at.b, e.at.b, e.at.n);
			assert_int_equal(d.at.mask, e.at.mask);
			assert_true(sat_dict_refs(&d, a, &n, NULL));
			assert_true(sat_dict_refs(&e, b, &m, NULL));
			assert_true(n == 1 && m == 1 && a[0].pos == b[0].pos);
			assert_true(sat_dict_next_fit(&d, &s, &any, NULL));
			assert_true(walk_to(&e, &v, &left, &also));
		}
		assert_true(found > 2 && any == also);
		assert_int_equal(w.asked, v.asked);
		sat_dict_free(&d);
		sat_dict_free(&e);
	}
	ix_free(&x);
}

static void
a_scan_stays_in_its_block_and_gives_sound_terms_alone(void **state)
{
	static const struct {
		const uint8_t *p;
		size_t n;
		uint8_t end;
		bool good;
	} cases[] = {
		{ BYTES(STRINGS), 'd', true },
		{ BYTES(STRINGS), 'x', true },
		{ BYTES("\0\3\1ab\1\3\1c\5\2\1d"), 'x', false },
		{ BYTES("\0\3\1ab\1\3\7c\5\2\1d\1"), 'x', false },
		{ BYTES("\0\3\1ab\1\4\1c\5\2\1d\1"), 'x', false },
		{ BYTES("\0\3\1ab\1\3\0\5\2\1d\1"), 'x', false },
		{ BYTES(STRINGS "\2\1e\1"), 'x', false },
		{ BYTES("\0\3\1ab\1\3\1c\5\2\1d\0"), 'd', false },
		{ BYTES("\0\3\1ab\1\3\1c\5\2\2\xff"
			"d\1"),
		    'd', false },
		{ BYTES("\0\3\1ab\1\3\1c\5\2\1d\x81\x80\1"), 'x', false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct hand h = { cases[i].p, cases[i].n, BYTES(ENTRIES),
			3, 3, NULL };
		struct wish w = { cases[i].end, 0, 0 };
		struct sat_dict_scan s = { SAT_C_TEXT, wished, pass_wished,
			NULL, &w };
		struct satchel_err err = { 0 };
		struct index_fixture x;
		struct sat_dict d;
		bool any = false, ok;

		by_hand(&x, &h);
		d = (struct sat_dict){ .tree = x.t };
		ok = sat_dict_first_fit(&d, &s, &any, &err);
		if (ok != cases[i].good)
			fail_msg("case %zu: %s", i, err.msg);
		assert_true(ok || err.code == SATCHEL_EFORMAT);
		assert_int_equal(ok && any, ok && cases[i].end == 'd');
		sat_dict_free(&d);
		ix_free(&x);
	}
}

/* A scan passes over what no field is called. */
static void
more_fields_than_there_are_are_refused_where_lists_are_read(void **state)
{
	const struct hand h = { BYTES("\0\3\1ab\1\3\1c\xff\x7f\2\1d\1"),
		BYTES("\0\0\0\0\0\0\0\0\2\2\1\1\1\1\1\1\1\1\1\1\1\1"
		      "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\x09"),
		3, 3, NULL };
	struct wish w = { 'd', 0, 0 };
	struct sat_dict_scan s = { SAT_C_TEXT, wished, pass_wished, NULL, &w };
	struct sat_ref ref[SAT_FIELDS];
	struct satchel_err err = { 0 };
	struct index_fixture x;
	struct sat_dict d;
	bool any = false;
	size_t n = 0;

	(void)state;
	by_hand(&x, &h);
	d = (struct sat_dict){ .tree = x.t };
	assert_true(sat_dict_first_fit(&d, &s, &any, &err) && any);
	assert_false(sat_dict_refs(&d, ref, &n, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	sat_dict_free(&d);
	ix_free(&x);
}

static void
an_empty_index_has_no_term(void **state)
{
	static const char *const lines[] = { "{\"id\":\"a\"}" };
	struct index_fixture x;
	struct sat_dict d;
	bool any = true;

	(void)state;
	ix_init(&x, lines, 1, 0);
	d = (struct sat_dict){ .tree = x.t };
	assert_true(sat_dict_seek(&d, "\1a", 2, &any, NULL));
	assert_false(any);
	sat_dict_free(&d);
	ix_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_term_is_read_in_one_spelling_alone),
		cmocka_unit_test(a_term_has_at_most_255_bytes),
		cmocka_unit_test(
		    blocks_that_break_a_rule_are_refused_though_signed),
		cmocka_unit_test(
		    terms_are_sought_across_blocks_and_come_in_order),
		cmocka_unit_test(lists_are_found_forwards_and_backwards),
		cmocka_unit_test(a_scan_finds_what_a_walk_does),
		cmocka_unit_test(
		    a_scan_stays_in_its_block_and_gives_sound_terms_alone),
		cmocka_unit_test(
		    more_fields_than_there_are_are_refused_where_lists_are_read),
		cmocka_unit_test(an_empty_index_has_no_term),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
