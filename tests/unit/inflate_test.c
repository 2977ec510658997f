#include "unit.h"

#include "../fuzz/inflate_zlib.h"
#include "inflate.h"

enum { TEXT = 70000, DICT = 40000, STREAM = 1 << 17 };

/* Lines as records have them, all alike and none the same. */
static void
lines(uint8_t *p, size_t n)
{
	uint32_t x = 2463534242;

	for (size_t i = 0; i < n;) {
		char line[80];
		int m;

		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		m = snprintf(line, sizeof(line),
		    "{\"id\":\"xtr/c%u\",\"number\":\"+999555%06u\"}\n",
		    (unsigned)i, (unsigned)(x % 1000000));
		for (int j = 0; j < m && i < n; j++)
			p[i++] = (uint8_t)line[j];
	}
}

/* |n| bytes of |in| deflated into |out|, as zlib is told to. */
static size_t
deflated(const uint8_t *in, size_t n, const uint8_t *dict, size_t dict_len,
    int level, int strategy, uint8_t out[STREAM])
{
	z_stream z;

	memset(&z, 0, sizeof(z));
	assert_int_equal(
	    deflateInit2(&z, level, Z_DEFLATED, -15, 8, strategy), Z_OK);
	if (dict_len > 0)
		assert_int_equal(
		    deflateSetDictionary(&z, dict, (uInt)dict_len), Z_OK);
	z.next_in = in;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = STREAM;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	n = STREAM - z.avail_out;
	(void)deflateEnd(&z);
	return n;
}

/* Memory that ends where it says, for what AddressSanitizer sees. */
static uint8_t *
exactly(const uint8_t *p, size_t n)
{
	uint8_t *q = malloc(n > 0 ? n : 1);

	assert_non_null(q);
	memcpy(q, p, n);
	return q;
}

static void
comes_back(const uint8_t *stream, size_t len, const uint8_t *dict,
    size_t dict_len, const uint8_t *want, size_t n)
{
	uint8_t *in = exactly(stream, len), *out = exactly(want, n);
	struct sat_rd r = sat_rd_of(in, len, 0, "x");
	struct satchel_err err;

	memset(out, 0, n);
	assert_true(sat_inflate(&r, dict, dict_len, out, n, &err));
	assert_memory_equal(out, want, n);
	if (n > 0) {
		assert_false(sat_inflate(&r, dict, dict_len, out, n - 1, &err));
		assert_int_equal(err.code, SATCHEL_EFORMAT);
	}
	free(in);
	free(out);
}

static void
all_that_zlib_writes_comes_back(void **state)
{
	static const size_t size[] = { 0, 1, 7, 8, 15, 16, 17, 258, 259, 8192,
		32768, TEXT };
	static const size_t dict_size[] = { 0, 1, 15, 100, 32767, 32768 };
	static const int strategy[] = { Z_DEFAULT_STRATEGY, Z_FIXED,
		Z_HUFFMAN_ONLY, Z_RLE };
	uint8_t *in = malloc(TEXT), *stream = malloc(STREAM);

	(void)state;
	assert_true(in != NULL && stream != NULL);
	lines(in, TEXT);
	for (size_t i = 0; i < COUNT(size); i++)
		for (size_t d = 0; d < COUNT(dict_size); d++)
			for (int how = 0; how < 4 * 4; how++) {
				size_t len =
				    deflated(in, size[i], in, dict_size[d],
					how % 4 * 3, strategy[how / 4], stream);

				comes_back(
				    stream, len, in, dict_size[d], in, size[i]);
			}
	free(in);
	free(stream);
}

static void
runs_of_every_period_come_back(void **state)
{
	uint8_t in[3000], *stream = malloc(STREAM);

	(void)state;
	assert_non_null(stream);
	for (size_t period = 1; period < 40; period++)
		for (size_t n = period; n < sizeof(in); n += 131) {
			for (size_t i = 0; i < n; i++)
				in[i] = (uint8_t)(i % period);
			comes_back(stream,
			    deflated(
				in, n, in, 0, 9, Z_DEFAULT_STRATEGY, stream),
			    in, 0, in, n);
		}
	free(stream);
}

/* What zlib takes of a stream that is not its own any more is taken, and is
 * the same bytes; it is stricter with lengths of codes that nothing uses. */
static void
agrees(const uint8_t *stream, size_t len, const uint8_t *dict, size_t dict_len,
    size_t n)
{
	uint8_t *in = exactly(stream, len), *ours = calloc(1, n + 1),
		*theirs = calloc(1, n + 1);
	struct sat_rd r = sat_rd_of(in, len, 0, "x");
	struct satchel_err err;
	bool good;

	assert_true(ours != NULL && theirs != NULL);
	good = sat_inflate(&r, dict, dict_len, ours, n, &err);
	if (zlib_inflates(in, len, dict, dict_len, theirs, n)) {
		assert_true(good);
		assert_memory_equal(ours, theirs, n);
	}
	assert_int_equal(ours[n], 0);
	free(in);
	free(ours);
	free(theirs);
}

static void
flipped_bits_and_lost_bytes_are_judged_as_by_zlib(void **state)
{
	enum { N = 1200, DICTIONARY = 3000 };
	static const int strategy[] = { Z_DEFAULT_STRATEGY, Z_FIXED,
		Z_HUFFMAN_ONLY };
	uint8_t *in = malloc(TEXT), *stream = malloc(STREAM);

	(void)state;
	assert_true(in != NULL && stream != NULL);
	lines(in, TEXT);
	for (size_t s = 0; s < COUNT(strategy); s++) {
		size_t len = deflated(
		    in + DICTIONARY, N, in, DICTIONARY, 6, strategy[s], stream);

		for (size_t i = 0; i < len * 8; i++) {
			stream[i / 8] ^= (uint8_t)(1 << i % 8);
			agrees(stream, len, in, DICTIONARY, N);
			stream[i / 8] ^= (uint8_t)(1 << i % 8);
		}
		for (size_t i = 0; i < len; i++)
			agrees(stream, i, in, DICTIONARY, N);
		agrees(stream, len, in, DICTIONARY - 1, N);
		agrees(stream, len, NULL, 0, N);
		stream[len] = 0; /* a byte behind the end */
		agrees(stream, len + 1, in, DICTIONARY, N);
	}
	free(in);
	free(stream);
}

/* Each refused for one reason (RFC 1951, 3.2). */
static void
what_no_stream_has_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} bad[] = {
		{ "", 0 },			       /* nothing */
		{ "\x07", 1 },			       /* the fourth type */
		{ "\x01\x01\x00\xff\xff", 5 },	       /* lengths disagree */
		{ "\x01\x01\x00\xfe\xff", 5 },	       /* no byte there */
		{ "\x03\x02", 2 },		       /* before the start */
		{ "\x1b\x03", 2 },		       /* symbol 287 */
		{ "\xfc\x00\x00", 3 },		       /* 288 literals */
		{ "\x04\x00\x24\x49\x00", 5 },	       /* too many lengths */
		{ "\x05\xe0\x81\x08\x00\x00\x00", 7 }, /* no end of block */
		{ "\x05\x00\x00\x00\x00\x00\x00\x00\x00", 9 }, /* no code */
	};
	uint8_t out[1000];
	struct satchel_err err;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		for (size_t n = 0; n < 300; n++) {
			struct sat_rd r =
			    sat_rd_of(bad[i].bytes, bad[i].n, 0x2f0, "x");

			assert_false(sat_inflate(&r, NULL, 0, out, n, &err));
			assert_int_equal(err.code, SATCHEL_EFORMAT);
			assert_true(err.has_offset && err.offset == 0x2f0);
			agrees((const uint8_t *)bad[i].bytes, bad[i].n, NULL, 0,
			    n);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_zlib_writes_comes_back),
		cmocka_unit_test(runs_of_every_period_come_back),
		cmocka_unit_test(
		    flipped_bits_and_lost_bytes_are_judged_as_by_zlib),
		cmocka_unit_test(what_no_stream_has_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
