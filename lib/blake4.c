#include "blake4.h"

#include <string.h>

/* What the machine can was found out by the C library when the program began;
 * to ask the processor again costs more than many a digest. */
#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define HAS_LANES
#endif
#endif

enum { LANES = 4 };

#ifdef HAS_LANES

/* gcc 12 -fanalyzer takes a vector for one number, of two bits. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-use-of-uninitialized-value"
#pragma GCC diagnostic ignored "-Wanalyzer-shift-count-overflow"
#endif

enum { CHUNK = 128, WORDS = 16, ROUNDS = 12 };

/* A word of each message. */
typedef uint64_t lanes __attribute__((vector_size(LANES * sizeof(uint64_t))));

/* RFC 7693, 2.6 and 2.7 */
static const uint64_t iv[8] = { 0x6a09e667f3bcc908, 0xbb67ae8584caa73b,
	0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1,
	0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179 };
static const uint8_t sigma[10][WORDS] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
	{ 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
	{ 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
	{ 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
	{ 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
	{ 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
	{ 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
	{ 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
	{ 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
};

/* What follows is compiled once for each kind of processor. */
#define INLINE static inline __attribute__((always_inline))

#define ROTATE(x, n) ((x) >> (n) | (x) << (64 - (n)))

/* RFC 7693, 3.1 */
INLINE void
mix(lanes *a, lanes *b, lanes *c, lanes *d, const lanes *x, const lanes *y)
{
	*a += *b + *x;
	*d = ROTATE(*d ^ *a, 32);
	*c += *d;
	*b = ROTATE(*b ^ *c, 24);
	*a += *b + *y;
	*d = ROTATE(*d ^ *a, 16);
	*c += *d;
	*b = ROTATE(*b ^ *c, 63);
}

INLINE void
round_of(lanes v[WORDS], const lanes m[WORDS], const uint8_t s[WORDS])
{
	mix(&v[0], &v[4], &v[8], &v[12], &m[s[0]], &m[s[1]]);
	mix(&v[1], &v[5], &v[9], &v[13], &m[s[2]], &m[s[3]]);
	mix(&v[2], &v[6], &v[10], &v[14], &m[s[4]], &m[s[5]]);
	mix(&v[3], &v[7], &v[11], &v[15], &m[s[6]], &m[s[7]]);
	mix(&v[0], &v[5], &v[10], &v[15], &m[s[8]], &m[s[9]]);
	mix(&v[1], &v[6], &v[11], &v[12], &m[s[10]], &m[s[11]]);
	mix(&v[2], &v[7], &v[8], &v[13], &m[s[12]], &m[s[13]]);
	mix(&v[3], &v[4], &v[9], &v[14], &m[s[14]], &m[s[15]]);
}

/* The words of a chunk of each message; x86 has the byte order of BLAKE2b. */
INLINE void
load(lanes m[WORDS], const uint8_t *const chunk[LANES])
{
	for (size_t i = 0; i < WORDS; i++)
		for (size_t l = 0; l < LANES; l++) {
			uint64_t word;

			memcpy(
			    &word, chunk[l] + i * sizeof(word), sizeof(word));
			m[i][l] = word;
		}
}

/* RFC 7693, 3.2: |end| is where each chunk ends in its message, |last| all
 * ones for a message that ends there. */
INLINE void
compress(lanes h[8], const uint8_t *const chunk[LANES], const lanes *end,
    const lanes *last)
{
	lanes m[WORDS], v[WORDS];

	load(m, chunk);
	for (size_t i = 0; i < 8; i++) {
		v[i] = h[i];
		v[i + 8] = (lanes){ 0 } + iv[i];
	}
	v[12] ^= *end;
	v[14] ^= *last;
	for (size_t r = 0; r < ROUNDS; r++)
		round_of(v, m, sigma[r % 10]);
	for (size_t i = 0; i < 8; i++)
		h[i] ^= v[i] ^ v[i + 8];
}

static void
store(const lanes h[8], size_t l, struct sat_hash *out)
{
	for (size_t i = 0; i < sizeof(out->b) / 8; i++) {
		uint64_t word = h[i][l];

		memcpy(out->b + 8 * i, &word, sizeof(word));
	}
}

/* RFC 7693, 3.3, without a key.  A message that is over goes on with its last
 * chunk until the longest is: its digest is taken when it ends. */
INLINE void
four(const struct sat_rd in[LANES], struct sat_hash out[LANES])
{
	uint8_t tail[LANES][CHUNK] = { 0 }; /* what is no whole chunk */
	const uint8_t *chunk[LANES];
	lanes h[8], end = { 0 }, last = { 0 };
	size_t done = 0;

	for (size_t i = 0; i < 8; i++)
		h[i] = (lanes){ 0 } + iv[i];
	h[0] ^= (lanes){ 0 } + (UINT64_C(0x01010000) + sizeof(out->b));
	for (size_t at = 0; done < LANES; at += CHUNK) {
		bool ends[LANES] = { false };

		for (size_t l = 0; l < LANES; l++) {
			struct sat_rd rest = in[l], skip;

			if (!sat_rd_take(&rest, at, &skip) ||
			    (at > 0 && sat_rd_end(&rest)))
				continue; /* over */
			ends[l] = rest.n <= CHUNK;
			chunk[l] = rest.p;
			if (ends[l]) {
				memcpy(tail[l], rest.p, rest.n);
				chunk[l] = tail[l];
			}
			end[l] = at + (ends[l] ? rest.n : CHUNK);
			last[l] = ends[l] ? UINT64_MAX : 0;
		}
		compress(h, chunk, &end, &last);
		for (size_t l = 0; l < LANES; l++)
			if (ends[l]) {
				store(h, l, &out[l]);
				done++;
			}
	}
}

__attribute__((target("avx2"))) static void
four_avx2(const struct sat_rd in[LANES], struct sat_hash out[LANES])
{
	four(in, out);
}

__attribute__((target("avx512f,avx512vl"))) static void
four_avx512(const struct sat_rd in[LANES], struct sat_hash out[LANES])
{
	four(in, out);
}

/* The header's own x86_cpu_active shifts a 1 into the sign. */
static bool
active(unsigned feature)
{
	const struct cpuid_feature *leaf =
	    __x86_get_cpuid_feature_leaf(feature / 128);

	return (leaf->active_array[feature % 128 / 32] >> feature % 32 & 1) !=
	       0;
}

bool
sat_blake2b_four(enum sat_blake4 way, const struct sat_rd in[LANES],
    struct sat_hash out[LANES])
{
	if (way == SAT_BLAKE4_AVX512 && active(x86_cpu_AVX512VL)) {
		four_avx512(in, out);
		return true;
	}
	if (way == SAT_BLAKE4_AVX2 && active(x86_cpu_AVX2)) {
		four_avx2(in, out);
		return true;
	}
	return false;
}

#else

bool
sat_blake2b_four(enum sat_blake4 way, const struct sat_rd in[LANES],
    struct sat_hash out[LANES])
{
	(void)way;
	(void)in;
	(void)out;
	return false;
}

#endif

void
sat_blake2b_many(const struct sat_rd *in, size_t n, struct sat_hash *out)
{
	size_t i = 0;

	while (n - i >= LANES &&
	       (sat_blake2b_four(SAT_BLAKE4_AVX512, in + i, out + i) ||
		   sat_blake2b_four(SAT_BLAKE4_AVX2, in + i, out + i)))
		i += LANES;
	for (; i < n; i++)
		sat_blake2b(in[i].p, in[i].n, &out[i]);
}
