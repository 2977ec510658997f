#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "blake4.h"

static struct sat_rd
window(const uint8_t *p, size_t n)
{
	return sat_rd_of(p, n, 0, "test");
}

/* b2sum -l 256 of "abc" */
static void
the_digest_of_abc_is_the_known_one(void **state)
{
	static const uint8_t want[32] = { 0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42,
		0x39, 0x72, 0x31, 0x71, 0xef, 0x3f, 0xee, 0x98, 0x57, 0x9b,
		0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb, 0x3e, 0x42, 0x72, 0x62,
		0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19 };
	struct sat_rd in[4];
	struct sat_hash out[4];

	(void)state;
	for (size_t l = 0; l < 4; l++)
		in[l] = window((const uint8_t *)"abc", 3);
	for (unsigned way = 0; way < SAT_BLAKE4_WAYS; way++)
		if (sat_blake2b_four((enum sat_blake4)way, in, out))
			for (size_t l = 0; l < 4; l++)
				assert_memory_equal(out[l].b, want, 32);
	sat_blake2b_many(in, 4, out);
	assert_memory_equal(out[3].b, want, 32);
}

static uint32_t
next(uint32_t *x)
{
	*x = *x * 1664525u + 1013904223u;
	return *x >> 8;
}

/* Bytes of their own allocation, so that a sanitizer sees a byte too much. */
static uint8_t *
bytes(size_t n, uint32_t *x)
{
	uint8_t *p = malloc(n > 0 ? n : 1);

	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)next(x); /* the low byte */
	return p;
}

static void
compare(const size_t n[4], uint32_t *x)
{
	struct sat_hash out[4], want;
	struct sat_rd in[4];
	uint8_t *p[4];

	for (size_t l = 0; l < 4; l++) {
		p[l] = bytes(n[l], x);
		in[l] = window(p[l], n[l]);
	}
	for (unsigned way = 0; way < SAT_BLAKE4_WAYS; way++) {
		if (!sat_blake2b_four((enum sat_blake4)way, in, out))
			continue;
		for (size_t l = 0; l < 4; l++) {
			sat_blake2b(p[l], n[l], &want);
			if (!sat_hash_eq(&out[l], &want))
				fail_msg("way %u, message %zu of %zu bytes",
				    way, l, n[l]);
		}
	}
	for (size_t l = 0; l < 4; l++)
		free(p[l]);
}

static void
every_length_beside_every_other_is_as_libsodium_has_it(void **state)
{
	static const size_t edge[] = { 0, 1, 127, 128, 129, 255, 256, 257, 8191,
		8192 };
	enum { EDGES = sizeof(edge) / sizeof(edge[0]) };
	uint32_t x = 1;

	(void)state;
	for (size_t a = 0; a < EDGES; a++)
		for (size_t b = 0; b < EDGES; b++) {
			const size_t n[4] = { edge[a], edge[b], edge[b],
				edge[(a + b) % EDGES] };

			compare(n, &x);
		}
	for (size_t i = 0; i < 300; i++) {
		const size_t n[4] = { i, next(&x) % 1000, next(&x) % 300,
			next(&x) % 9000 };

		compare(n, &x);
	}
}

static void
any_number_of_messages_is_digested(void **state)
{
	struct sat_hash out[11], want;
	struct sat_rd in[10];
	uint8_t *p[10];
	uint32_t x = 5;

	(void)state;
	for (size_t i = 0; i < 10; i++) {
		p[i] = bytes(100 * i, &x);
		in[i] = window(p[i], 100 * i);
	}
	for (size_t n = 0; n <= 10; n++) {
		memset(out, 0x55, sizeof(out));
		sat_blake2b_many(in, n, out);
		for (size_t i = 0; i < n; i++) {
			sat_blake2b(p[i], in[i].n, &want);
			assert_true(sat_hash_eq(&out[i], &want));
		}
		assert_int_equal(out[n].b[0], 0x55); /* and no more */
	}
	for (size_t i = 0; i < 10; i++)
		free(p[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_digest_of_abc_is_the_known_one),
		cmocka_unit_test(
		    every_length_beside_every_other_is_as_libsodium_has_it),
		cmocka_unit_test(any_number_of_messages_is_digested),
	};

	return cmocka_run_group_tests_name("blake4", tests, NULL, NULL);
}
