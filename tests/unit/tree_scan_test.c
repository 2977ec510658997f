#include "index_fixture.h"

#include <fcntl.h>

#include "num.h"
#include "tree_scan.h"
#include "unit.h"

enum { MANY = 30000 };

/* Terms enough for two leaves of STRINGS. */
static void
make_many(struct index_fixture *x)
{
	char **line = calloc(MANY, sizeof(*line));

	for (size_t i = 0; i < MANY; i++) {
		line[i] = malloc(128);
		(void)snprintf(line[i], 128,
		    "{\"id\":\"p%05zu/"
		    "a\",\"name\":\"w%05zuabcdefghijklmnopqrst "
		    "%05zux\"}",
		    i, i, i);
	}
	ix_init(x, (const char *const *)(void *)line, MANY, 0);
	for (size_t i = 0; i < MANY; i++)
		free(line[i]);
	free(line);
}

/* What a test wants of the blocks: those with a bit, up to the first that is
 * not before |end|. */
struct wish {
	char digit; /* of the term's third letter; 0: any */
	const char *end;
};

static enum sat_range
range(void *ctx, const struct sat_rd *low, const struct sat_rd *high)
{
	const struct wish *w = ctx;

	assert_true(low->n >= 2 && low->p[0] == 1);
	assert_true(high == NULL || sat_key_cmp(low, high) < 0);
	if (w->end != NULL && memcmp(low->p + 1, w->end,
				  sat_min(low->n - 1, strlen(w->end))) >= 0)
		return SAT_RANGE_END;
	return w->digit == 0 || low->p[2] == (uint8_t)w->digit ? SAT_RANGE_READ
							       : SAT_RANGE_PASS;
}

/* Scans all against the blocks as they are read one by one; the number of
 * those that were given. */
static size_t
scan(struct sat_tree *t, struct wish *w, bool *ok, struct satchel_err *err)
{
	struct sat_tree_scan s = { .range = range, .ctx = w };
	struct sat_block b = { 0 }, one = { 0 };
	size_t n = 0;
	bool any = true;

	for (;;) {
		*ok =
		    sat_tree_scan_next(t, &s, b.first + b.items, &b, &any, err);
		if (!*ok || !any)
			break;
		assert_true(
		    sat_tree_block_at(t, SAT_STRINGS, b.first, &one, err));
		assert_int_equal(b.first, one.first);
		assert_int_equal(b.items, one.items);
		assert_int_equal(b.rd.off, one.rd.off);
		assert_true(sat_rd_eq(&b.rd, one.rd.p, one.rd.n));
		assert_int_equal(b.has_key, one.has_key);
		assert_int_equal(b.key_len, one.key_len);
		assert_memory_equal(b.key, one.key, one.key_len);
		n++;
	}
	sat_tree_scan_free(&s);
	sat_block_free(&b);
	sat_block_free(&one);
	return n;
}

static size_t
blocks(struct sat_tree *t)
{
	struct sat_block b = { 0 };
	bool any = true;
	size_t n = 0;

	while (sat_tree_block_next(t, SAT_STRINGS, &b, &any, NULL) && any)
		n++;
	sat_block_free(&b);
	return n;
}

static void
all_blocks_come_in_order(void **state)
{
	struct index_fixture x;
	struct wish w = { 0 };
	struct satchel_err err = { 0 };
	bool ok;

	(void)state;
	make_many(&x);
	assert_true(blocks(x.t) > 64); /* two leaves */
	assert_int_equal(scan(x.t, &w, &ok, &err), blocks(x.t));
	assert_true(ok);
	ix_free(&x);
}

static uint64_t
digests(struct sat_tree *t)
{
	struct satchel_stats s;

	sat_tree_stats(t, &s);
	return s.digests;
}

static void
blocks_that_cannot_matter_are_not_read(void **state)
{
	struct index_fixture x;
	struct wish w = { .digit = '1' }; /* "1....x", "w1....abc" */
	struct satchel_err err = { 0 };
	struct sat_tree_scan s = { .range = range, .ctx = &w };
	struct sat_block b = { 0 };
	size_t n, given = 0;
	bool ok, any;

	(void)state;
	make_many(&x);
	n = scan(x.t, &w, &ok, &err);
	assert_true(ok && n > 8 && n < blocks(x.t) / 2);
	w.end = "w";
	assert_true(scan(x.t, &w, &ok, &err) < n && ok);
	w = (struct wish){ .end = "00" };
	assert_int_equal(scan(x.t, &w, &ok, &err), 0);
	assert_true(ok);

	/* each block and node once */
	sat_tree_close(x.t);
	x.t = NULL;
	assert_true(sat_tree_open(&x.f, 0, x.bytes.len, &x.root, &x.t, &err));
	w = (struct wish){ .digit = '1' };
	do {
		assert_true(sat_tree_scan_next(
		    x.t, &s, b.first + b.items, &b, &any, &err));
		given += any;
	} while (any);
	assert_int_equal(given, n);
	assert_true(digests(x.t) <= n + 5);
	sat_tree_scan_free(&s);
	sat_block_free(&b);
	ix_free(&x);
}

/* Changes a byte of the block that holds term |ordinal|. */
static void
damage(struct index_fixture *x, uint64_t ordinal, uint64_t *first)
{
	struct sat_block b = { 0 };
	char path[32];
	uint8_t byte;
	int fd;

	assert_true(sat_tree_block_at(x->t, SAT_STRINGS, ordinal, &b, NULL));
	byte = b.rd.p[100] ^ 1;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", x->f.fd);
	fd = open(path, O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, &byte, 1, (off_t)b.rd.off + 100), 1);
	close(fd);
	*first = b.first;
	sat_block_free(&b);
}

static void
a_changed_block_is_refused_in_its_turn(void **state)
{
	(void)state;
	for (size_t k = 0; k < 12; k++) {
		struct index_fixture x;
		struct sat_tree_scan s = { .range = range };
		struct wish w = { 0 };
		struct sat_block b = { 0 };
		struct satchel_err err = { 0 };
		uint64_t first = 0;
		bool any = true;

		make_many(&x);
		damage(&x, k * 500, &first);
		s.ctx = &w;
		while (b.first + b.items < first) {
			assert_true(sat_tree_scan_next(
			    x.t, &s, b.first + b.items, &b, &any, &err));
			assert_true(any);
		}
		assert_false(sat_tree_scan_next(
		    x.t, &s, b.first + b.items, &b, &any, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_non_null(strstr(err.msg, "digest"));
		sat_tree_scan_free(&s);
		sat_block_free(&b);
		ix_free(&x);
	}
}

static void
a_tree_of_one_block_or_none_is_scanned(void **state)
{
	static const char *const some[] = {
		"{\"id\":\"a/b\",\"name\":\"word\"}"
	};
	static const char *const none[] = { "{\"id\":\"a\"}" };
	struct index_fixture x;
	struct wish w = { 0 };
	struct satchel_err err = { 0 };
	bool ok;

	(void)state;
	ix_init(&x, some, 1, 0);
	assert_int_equal(scan(x.t, &w, &ok, &err), 1);
	assert_true(ok);
	ix_free(&x);
	ix_init(&x, none, 1, 0);
	assert_int_equal(scan(x.t, &w, &ok, &err), 0);
	assert_true(ok);
	ix_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_blocks_come_in_order),
		cmocka_unit_test(blocks_that_cannot_matter_are_not_read),
		cmocka_unit_test(a_changed_block_is_refused_in_its_turn),
		cmocka_unit_test(a_tree_of_one_block_or_none_is_scanned),
	};

	return cmocka_run_group_tests_name("tree_scan", tests, NULL, NULL);
}
