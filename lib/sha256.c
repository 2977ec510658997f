#include "sha256.h"

/* Asked as in blake4.c, and for the same reason. */
#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<sys/platform/x86.h>)
#include <immintrin.h>
#include <sys/platform/x86.h>
#define HAS_SHA
#endif
#endif

#ifdef HAS_SHA

/* gcc 12 -fanalyzer takes a vector for one number. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-use-of-uninitialized-value"
#endif

#define INLINE                                                                 \
	static inline __attribute__((always_inline, target("sha,sse4.1")))

enum { STEPS = 16 }; /* of four rounds each */

/* FIPS 180-4, 4.2.2 */
static const uint32_t k[STEPS][4] = {
	{ 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5 },
	{ 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5 },
	{ 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3 },
	{ 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174 },
	{ 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc },
	{ 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da },
	{ 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7 },
	{ 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967 },
	{ 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13 },
	{ 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85 },
	{ 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3 },
	{ 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070 },
	{ 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5 },
	{ 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3 },
	{ 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208 },
	{ 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 },
};

/* Four words of the chunk, which has them big-endian. */
INLINE __m128i
load(const uint8_t *p)
{
	const __m128i order =
	    _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);

	return _mm_shuffle_epi8(
	    _mm_loadu_si128((const __m128i *)(const void *)p), order);
}

/* The four words that follow the sixteen in |w|, the oldest at |i|. */
INLINE __m128i
schedule(const __m128i w[4], size_t i)
{
	const __m128i a = w[i % 4], b = w[(i + 1) % 4], c = w[(i + 2) % 4],
		      d = w[(i + 3) % 4];
	__m128i sum = _mm_sha256msg1_epu32(a, b);

	sum = _mm_add_epi32(sum, _mm_alignr_epi8(d, c, 4));
	return _mm_sha256msg2_epu32(sum, d);
}

/* One chunk.  The instructions want the state's words as |abef|, |cdgh|, and
 * make two rounds of two words each. */
INLINE void
compress(__m128i *abef, __m128i *cdgh, const uint8_t *p)
{
	__m128i x = *abef, y = *cdgh, w[4], sum;

#pragma GCC unroll 16
	for (size_t i = 0; i < STEPS; i++) {
		w[i % 4] = i < 4 ? load(p + 16 * i) : schedule(w, i);
		sum = _mm_add_epi32(w[i % 4],
		    _mm_loadu_si128((const __m128i *)(const void *)k[i]));
		y = _mm_sha256rnds2_epu32(y, x, sum);
		sum = _mm_shuffle_epi32(sum, 0x0e); /* the upper two words */
		x = _mm_sha256rnds2_epu32(x, y, sum);
	}
	*abef = _mm_add_epi32(*abef, x);
	*cdgh = _mm_add_epi32(*cdgh, y);
}

__attribute__((target("sha,sse4.1"))) static void
all_chunks(uint32_t h[8], const uint8_t *p, size_t n)
{
	__m128i *low = (__m128i *)(void *)h, *high = low + 1;
	/* named as their words lie, the highest first */
	__m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(low), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(high), 0x1b);
	__m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
	__m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0), feba, dchg;

	for (; n > 0; n--, p += SAT_SHA256_CHUNK)
		compress(&abef, &cdgh, p);
	feba = _mm_shuffle_epi32(abef, 0x1b);
	dchg = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128(low, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128(high, _mm_alignr_epi8(dchg, feba, 8));
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
sat_sha256_chunks(uint32_t h[8], const uint8_t *p, size_t n)
{
	if (!active(x86_cpu_SHA) || !active(x86_cpu_SSE4_1))
		return false;
	all_chunks(h, p, n);
	return true;
}

#else

bool
sat_sha256_chunks(uint32_t h[8], const uint8_t *p, size_t n)
{
	(void)h;
	(void)p;
	(void)n;
	return false;
}

#endif
