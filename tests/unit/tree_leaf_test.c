#include "tree_fixture.h"

#include "tree_leaf.h"

static struct sat_leaves *
begin(struct fixture *x)
{
	struct sat_leaves *w = calloc(1, sizeof(*w));

	w->t = x->t;
	return w;
}

/* All leaves: their blocks and items by tree; the error that ended it. */
static bool
walk(struct fixture *x, uint64_t items[SAT_TREES], unsigned leaves[SAT_TREES],
    struct satchel_err *err)
{
	struct sat_leaves *w = begin(x);
	struct sat_leaf *l = malloc(sizeof(*l));
	struct sat_span s;
	bool more = true, ok = true;

	while (ok && more) {
		ok = sat_leaves_next(w, l, &more, err);
		if (!ok || !more)
			break;
		leaves[l->span.tree]++;
		for (unsigned i = 0; i < sat_leaf_blocks(l); i++) {
			sat_leaf_block(l, i, &s);
			assert_int_equal(s.level, 0);
			assert_int_equal(s.first, items[s.tree]);
			assert_true(s.offset + s.stored <= w->cursor);
			items[s.tree] = s.end;
		}
	}
	if (ok)
		assert_int_equal(w->cursor, x->bytes.len - SAT_ROOT_PAGE);
	free(l);
	free(w);
	return ok;
}

static void
every_block_comes_once_and_in_order(void **state)
{
	static const struct {
		unsigned strings, bytes, records;
	} sizes[] = { { 3, 10, 3 }, { 64, 40, 1 }, { 65, 9000, 3 },
		{ 300, 40, 3000 } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned leaves[SAT_TREES] = { 0 };
		uint64_t items[SAT_TREES] = { 0 };
		struct satchel_err err = { 0 };
		struct fixture x;

		fixture_make(
		    &x, sizes[i].strings, sizes[i].bytes, sizes[i].records);
		fixture_reopen(&x);
		if (!walk(&x, items, leaves, &err))
			fail_msg("%s", err.msg);
		for (size_t t = 0; t < SAT_TREES; t++)
			assert_int_equal(items[t], x.page.tree[t].items);
		assert_int_equal(leaves[SAT_STRINGS],
		    (x.page.tree[SAT_STRINGS].level == 0
			    ? 1
			    : (sizes[i].strings + 63) / 64));
		fixture_free(&x);
	}
}

/* Blocks are not read: only nodes are. */
static void
a_changed_node_ends_the_walk_and_a_changed_block_does_not(void **state)
{
	unsigned refused = 0;
	struct fixture x;

	(void)state;
	fixture_make(&x, 130, 40, 3);
	fixture_reopen(&x);
	for (size_t i = 0; i < x.bytes.len - SAT_ROOT_PAGE; i += 3) {
		uint8_t was = x.bytes.p[i], now = (uint8_t)(was ^ 4);
		unsigned leaves[SAT_TREES] = { 0 };
		uint64_t items[SAT_TREES] = { 0 };
		struct satchel_err err = { 0 };
		off_t at = (off_t)(BEFORE + i);

		assert_int_equal(pwrite(x.f.fd, &now, 1, at), 1);
		if (!walk(&x, items, leaves, &err)) {
			refused++;
			assert_int_equal(err.code, SATCHEL_EFORMAT);
			assert_non_null(strstr(err.msg, " node at level "));
			assert_true(err.offset <= BEFORE + i);
		}
		assert_int_equal(pwrite(x.f.fd, &was, 1, at), 1);
	}
	assert_true(refused > 1000 && refused < x.bytes.len / 3 - 100);
	fixture_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_block_comes_once_and_in_order),
		cmocka_unit_test(
		    a_changed_node_ends_the_walk_and_a_changed_block_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
