#include "unit.h"

#include "deflate.h"
#include "inflate.h"
#include "format.h"

/* Text that compresses as records do, a little. */
static uint8_t *
sample(size_t n)
{
	uint8_t *p = malloc(n + 1);
	uint32_t x = 1;

	assert_non_null(p);
	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (uint8_t)("etaoin shrdlu{}\":,"[(x >> 24) % 18]);
	}
	return p;
}

static void
every_size_reads_back(void **state)
{
	static const size_t size[] = { 0, 1, 2, 100, 8192, 16384, 40000,
		SAT_MAX_BLOCK };
	struct satchel_err e;

	(void)state;
	for (size_t i = 0; i < COUNT(size); i++) {
		uint8_t *in = sample(size[i]), *out = malloc(size[i] + 1);
		struct sat_wr w;
		struct sat_rd r;

		assert_non_null(out);
		sat_wr_init(&w, 2 << 20);
		sat_wr_str(&w, "before");
		assert_true(sat_deflate(in, size[i], NULL, 0, &w, &e));
		r = exact(w.p + 6, w.len - 6);
		assert_true(sat_inflate(&r, NULL, 0, out, size[i], &e));
		assert_memory_equal(in, out, size[i]);
		assert_true(size[i] < 1000 || r.n < size[i] * 3 / 4);
		drop(&r);
		sat_wr_free(&w);
		free(in);
		free(out);
	}
}

static void
the_declared_size_is_exact(void **state)
{
	uint8_t *in = sample(5000), *out = malloc(6000);
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	assert_non_null(out);
	sat_wr_init(&w, 1 << 20);
	assert_true(sat_deflate(in, 5000, NULL, 0, &w, &e));
	r = exact(w.p, w.len);
	r.off = 0x2f0;
	assert_true(sat_inflate(&r, NULL, 0, out, 5000, &e));
	for (size_t n = 0; n<6000; n += n> 4990 && n < 5010 ? 1 : 499) {
		if (n == 5000)
			continue;
		assert_false(sat_inflate(&r, NULL, 0, out, n, &e));
		assert_int_equal(e.code, SATCHEL_EFORMAT);
		assert_true(e.has_offset && e.offset == 0x2f0);
	}
	drop(&r);
	sat_wr_u8(&w, 0); /* a byte behind the end */
	r = exact(w.p, w.len);
	assert_false(sat_inflate(&r, NULL, 0, out, 5000, &e));
	drop(&r);
	for (size_t n = 0; n < w.len - 1; n++) { /* cut short */
		r = exact(w.p, n);
		assert_false(sat_inflate(&r, NULL, 0, out, 5000, &e));
		drop(&r);
	}
	sat_wr_free(&w);
	free(in);
	free(out);
}

static void
nothing_is_a_stream_of_its_own(void **state)
{
	uint8_t out[1] = { 'x' };
	struct satchel_err e;
	struct sat_rd none = rd(""), r;
	struct sat_wr w;

	(void)state;
	assert_false(sat_inflate(&none, NULL, 0, out, 0, &e));
	sat_wr_init(&w, 100);
	assert_true(sat_deflate("", 0, NULL, 0, &w, &e));
	r = sat_wr_rd(&w);
	assert_true(sat_inflate(&r, NULL, 0, NULL, 0, &e));
	assert_false(sat_inflate(&r, NULL, 0, out, 1, &e));
	sat_wr_free(&w);
}

static void
a_bomb_stops_at_the_declared_size(void **state)
{
	uint8_t *zero = calloc(1, 8 << 20), out[8192 + 1];
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	assert_non_null(zero);
	sat_wr_init(&w, 1 << 20);
	assert_true(sat_deflate(zero, 8 << 20, NULL, 0, &w, &e));
	assert_true(w.len < 10000);
	r = sat_wr_rd(&w);
	out[8192] = 'x';
	assert_false(sat_inflate(&r, NULL, 0, out, 8192, &e));
	assert_int_equal(out[8192], 'x');
	sat_wr_free(&w);
	free(zero);
}

static void
a_dictionary_helps_and_must_be_the_same(void **state)
{
	uint8_t *dict = sample(40000), out[3000];
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	sat_wr_init(&w, 1 << 20);
	/* the text is a piece of the last 32 KiB */
	assert_true(sat_deflate(dict + 9000, 3000, dict, 40000, &w, &e));
	assert_true(w.len < 300);
	r = sat_wr_rd(&w);
	assert_true(sat_inflate(&r, dict, 40000, out, 3000, &e));
	assert_memory_equal(out, dict + 9000, 3000);
	memset(out, 0, sizeof(out));
	assert_true(sat_inflate(
	    &r, dict + 40000 - SAT_DICT_MAX, SAT_DICT_MAX, out, 3000, &e));
	assert_memory_equal(out, dict + 9000, 3000);
	assert_false(sat_inflate(&r, NULL, 0, out, 3000, &e));
	assert_false(sat_inflate(&r, dict, 100, out, 3000, &e));
	sat_wr_free(&w);
	free(dict);
}

static void
flipped_bits_are_refused_or_harmless(void **state)
{
	uint8_t *in = sample(600), out[600];
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1 << 20);
	assert_true(sat_deflate(in, 600, NULL, 0, &w, &e));
	for (size_t bit = 0; bit < w.len * 8; bit++) {
		struct sat_rd r = exact(w.p, w.len);
		uint8_t *p = (uint8_t *)(uintptr_t)r.p; /* exact's own */

		p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		if (!sat_inflate(&r, NULL, 0, out, 600, &e))
			assert_int_equal(e.code, SATCHEL_EFORMAT);
		drop(&r);
	}
	sat_wr_free(&w);
	free(in);
}

static void
a_full_buffer_says_so(void **state)
{
	uint8_t *in = sample(5000);
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 1000);
	assert_false(sat_deflate(in, 5000, NULL, 0, &w, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	assert_int_equal(w.len, 0);
	sat_wr_free(&w);
	free(in);
}

/* Each after another with a dictionary, without one, and one that failed. */
static void
a_deflater_that_is_used_again_gives_the_same_bytes(void **state)
{
	uint8_t *in = sample(20000);
	struct sat_deflater *d = NULL;
	struct sat_wr once, again, small;
	struct satchel_err e;

	(void)state;
	sat_wr_init(&once, 1 << 20);
	sat_wr_init(&again, 1 << 20);
	sat_wr_init(&small, 100);
	assert_true(sat_deflater_new(&d, &e));
	for (size_t n = 0; n <= 9000; n += 1500) {
		size_t dict_len = n % 1000 == 0 ? 0 : 8000;

		sat_wr_reset(&once);
		sat_wr_reset(&again);
		assert_true(sat_deflate(in, n, in + 9000, dict_len, &once, &e));
		assert_true(sat_deflater_run(
		    d, in, n, in + 9000, dict_len, &again, &e));
		assert_int_equal(once.len, again.len);
		assert_memory_equal(once.p, again.p, once.len);
		assert_false(
		    sat_deflater_run(d, in, 5000, in, 100, &small, &e));
		assert_int_equal(e.code, SATCHEL_ELIMIT);
		assert_int_equal(small.len, 0);
	}
	sat_deflater_free(d);
	sat_wr_free(&once);
	sat_wr_free(&again);
	sat_wr_free(&small);
	free(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_size_reads_back),
		cmocka_unit_test(the_declared_size_is_exact),
		cmocka_unit_test(nothing_is_a_stream_of_its_own),
		cmocka_unit_test(a_bomb_stops_at_the_declared_size),
		cmocka_unit_test(a_dictionary_helps_and_must_be_the_same),
		cmocka_unit_test(flipped_bits_are_refused_or_harmless),
		cmocka_unit_test(a_full_buffer_says_so),
		cmocka_unit_test(
		    a_deflater_that_is_used_again_gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
