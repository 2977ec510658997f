#include "tree_packers.h"
#include "unit.h"

#include "deflate.h"
#include "inflate.h"

/* All blocks that came out, and the raw bytes that went in. */
struct seen {
	struct sat_wr raw, out;	 /* out: each block's bytes and digest */
	struct sat_wr lead, got; /* the last lead; what inflating all gives */
	uint64_t items;
	unsigned blocks, stop; /* |stop|: the block that is refused */
};

static void
seen_init(struct seen *s)
{
	memset(s, 0, sizeof(*s));
	sat_wr_init(&s->raw, 1 << 26);
	sat_wr_init(&s->out, 1 << 26);
	sat_wr_init(&s->lead, 1 << 20);
	sat_wr_init(&s->got, 1 << 26);
	s->stop = UINT_MAX;
}

static void
seen_free(struct seen *s)
{
	sat_wr_free(&s->raw);
	sat_wr_free(&s->out);
	sat_wr_free(&s->lead);
	sat_wr_free(&s->got);
}

static bool
see(void *ctx, const struct sat_packed *b, struct satchel_err *err)
{
	struct seen *s = ctx;
	struct sat_rd in = sat_rd_of(b->p, b->n, 0, NULL);
	bool lead = s->blocks % SAT_FANOUT == 0;
	struct sat_hash h;
	uint8_t *to;
	char id[16];

	if (s->blocks == s->stop)
		return sat_fail(err, SATCHEL_ECANCEL, "enough");
	assert_int_equal(b->first, s->items);
	(void)snprintf(id, sizeof(id), "p%06u", (unsigned)b->first);
	assert_true(sat_rd_is(&b->key, id));
	sat_blake2b(b->p, b->n, &h);
	assert_true(sat_hash_eq(&h, &b->digest));
	to = sat_wr_room(&s->got, b->raw);
	assert_non_null(to);
	assert_true(sat_inflate(&in, lead ? NULL : s->lead.p,
	    lead ? 0 : s->lead.len, to, b->raw, err));
	sat_wr_grow(&s->got, b->raw);
	if (lead) {
		sat_wr_reset(&s->lead);
		sat_wr_put(&s->lead, to, b->raw);
	}
	sat_wr_put(&s->out, b->p, b->n);
	sat_wr_put(&s->out, h.b, sizeof(h.b));
	s->items += b->items;
	s->blocks++;
	return true;
}

static bool
add(struct sat_packers *p, struct seen *s, unsigned i, size_t n,
    struct satchel_err *err)
{
	uint32_t r = i * 2654435761u;
	char id[16], *line = malloc(n);
	bool ok;

	assert_non_null(line);
	(void)snprintf(id, sizeof(id), "p%06u", i);
	for (size_t k = 0; k < n; k++) {
		r = r * 1103515245 + 12345;
		line[k] = (char)('a' + (r >> 16) % 7);
	}
	sat_wr_put(&s->raw, line, n);
	ok = sat_packers_add(p, line, n, id, strlen(id), err);
	free(line);
	return ok;
}

/* Enough for a dozen groups: more than are on their way at once. */
static void
any_number_of_threads_gives_the_same_blocks_in_order(void **state)
{
	static const unsigned threads[] = { 1, 2, 3, 8, 0, 1000 };
	struct seen first, s;

	(void)state;
	for (size_t t = 0; t < COUNT(threads); t++) {
		struct sat_packers *p = NULL;
		struct satchel_err err = { 0 };

		seen_init(&s);
		assert_true(sat_packers_new(threads[t], see, &s, &p, &err));
		for (unsigned i = 0; i < 3000; i++)
			if (!add(p, &s, i, 200 + i % 3700, &err))
				fail_msg("%s", err.msg);
		if (!sat_packers_finish(p, &err))
			fail_msg("%s", err.msg);
		sat_packers_free(p);
		assert_int_equal(s.items, 3000);
		assert_int_equal(s.got.len, s.raw.len);
		assert_memory_equal(s.got.p, s.raw.p, s.raw.len);
		if (t == 0) {
			first = s;
			continue;
		}
		assert_int_equal(s.out.len, first.out.len);
		assert_memory_equal(s.out.p, first.out.p, s.out.len);
		seen_free(&s);
	}
	seen_free(&first);
}

static void
nothing_gives_nothing(void **state)
{
	struct sat_packers *p = NULL;
	struct satchel_err err = { 0 };
	struct seen s;

	(void)state;
	seen_init(&s);
	assert_true(sat_packers_new(3, see, &s, &p, &err));
	assert_true(sat_packers_finish(p, &err));
	assert_int_equal(s.blocks, 0);
	sat_packers_free(p);
	sat_packers_free(NULL);
	seen_free(&s);
}

/* Freed at every stage while its threads have work: none of it is waited
 * for in vain. */
static void
it_can_be_freed_at_any_time(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 400; n += 13) {
		struct sat_packers *p = NULL;
		struct satchel_err err = { 0 };
		struct seen s;

		seen_init(&s);
		s.stop = n;
		assert_true(sat_packers_new(4, see, &s, &p, &err));
		for (unsigned i = 0; i < n; i++)
			if (!add(p, &s, i, 7000, &err))
				break;
		sat_packers_free(p);
		seen_free(&s);
	}
}

static void
what_the_caller_refuses_ends_it(void **state)
{
	static const unsigned threads[] = { 1, 3 };

	(void)state;
	for (size_t t = 0; t < COUNT(threads); t++) {
		struct sat_packers *p = NULL;
		struct satchel_err err = { 0 };
		struct seen s;
		bool ok = true;

		seen_init(&s);
		s.stop = 100;
		assert_true(sat_packers_new(threads[t], see, &s, &p, &err));
		for (unsigned i = 0; ok && i < 1000; i++)
			ok = add(p, &s, i, 5000, &err);
		assert_false(ok && sat_packers_finish(p, &err));
		assert_int_equal(err.code, SATCHEL_ECANCEL);
		assert_int_equal(s.blocks, 100);
		sat_packers_free(p);
		seen_free(&s);
	}
}

/* Noise of 1 MiB does not deflate; of two such the first is named. */
static void
the_first_block_that_fails_is_named(void **state)
{
	static const unsigned threads[] = { 1, 2, 5 };
	uint8_t *noise = malloc(SAT_MAX_BLOCK);

	(void)state;
	randombytes_buf_deterministic(noise, SAT_MAX_BLOCK,
	    (const unsigned char *)"satchel-tree-pack-test-seed-0000");
	for (size_t t = 0; t < COUNT(threads); t++) {
		struct sat_packers *p = NULL;
		struct satchel_err err = { 0 };
		struct seen s;

		seen_init(&s);
		assert_true(sat_packers_new(threads[t], see, &s, &p, &err));
		for (unsigned i = 0; i < 20; i++)
			assert_true(add(p, &s, i, 9000, &err));
		for (char c = 'q'; c <= 't'; c++)
			assert_true(sat_packers_add(
			    p, noise, SAT_MAX_BLOCK, &c, 1, &err));
		assert_false(sat_packers_finish(p, &err));
		assert_int_equal(err.code, SATCHEL_ELIMIT);
		assert_non_null(strstr(err.msg, "record 20 "));
		assert_int_equal(s.blocks, 0);
		sat_packers_free(p);
		seen_free(&s);
	}
	free(noise);
}

static void
keys_rise_and_sizes_are_allowed(void **state)
{
	char id[SAT_MAX_KEY + 2], *line = calloc(1, SAT_MAX_BLOCK + 1);
	struct sat_packers *p = NULL;
	struct satchel_err err = { 0 };
	struct seen s;

	(void)state;
	seen_init(&s);
	memset(id, 'z', sizeof(id));
	assert_true(sat_packers_new(1, see, &s, &p, &err));
	assert_true(sat_packers_add(p, "x\n", 2, "b", 1, &err));
	assert_false(sat_packers_add(p, "x\n", 2, "b", 1, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_false(sat_packers_add(p, "x\n", 2, "a", 1, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_false(sat_packers_add(p, "x\n", 0, "c", 1, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_false(sat_packers_add(p, line, SAT_MAX_BLOCK + 1, "c", 1, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_false(sat_packers_add(p, "x\n", 2, id, SAT_MAX_KEY + 1, &err));
	assert_int_equal(err.code, SATCHEL_ELIMIT);
	assert_true(sat_packers_add(p, "x\n", 2, id, SAT_MAX_KEY, &err));
	sat_packers_free(p);
	seen_free(&s);
	free(line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    any_number_of_threads_gives_the_same_blocks_in_order),
		cmocka_unit_test(nothing_gives_nothing),
		cmocka_unit_test(it_can_be_freed_at_any_time),
		cmocka_unit_test(what_the_caller_refuses_ends_it),
		cmocka_unit_test(the_first_block_that_fails_is_named),
		cmocka_unit_test(keys_rise_and_sizes_are_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
