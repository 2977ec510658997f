#include "digest.h"
#include "sha256.h"
#include "unit.h"

enum { MOST = 1000 };

static void
fill(uint8_t p[MOST])
{
	uint32_t r = 1;

	for (size_t i = 0; i < MOST; i++) {
		r = r * 1103515245 + 12345;
		p[i] = (uint8_t)(r >> 16);
	}
}

/* libsodium is the other opinion. */
static void
every_length_has_the_digest_that_libsodium_finds(void **state)
{
	uint8_t p[MOST], want[32];
	struct sat_hash got;

	(void)state;
	fill(p);
	for (size_t n = 0; n <= MOST; n++) {
		struct sat_rd r = exact(p, n);

		(void)crypto_hash_sha256(want, r.p, n);
		sat_sha256(r.p, n, &got);
		assert_memory_equal(got.b, want, 32);
		drop(&r);
	}
}

static void
it_does_not_matter_how_the_bytes_come(void **state)
{
	uint8_t p[MOST], want[32];
	struct sat_hash got;

	(void)state;
	fill(p);
	for (size_t n = 0; n <= 260; n += 13) {
		(void)crypto_hash_sha256(want, p, n);
		for (size_t a = 0; a <= n; a++)
			for (size_t b = a; b <= n; b += 1 + (n - a) / 7) {
				struct sat_sha256_state s;

				sat_sha256_begin(&s);
				sat_sha256_add(&s, p, a);
				sat_sha256_add(&s, p + a, b - a);
				sat_sha256_add(&s, p + b, n - b);
				sat_sha256_end(&s, &got);
				assert_memory_equal(got.b, want, 32);
			}
	}
}

/* FIPS 180-4's own: a million of the letter a. */
static void
a_million_letters(void **state)
{
	char hex[SATCHEL_HEX_SIZE], *p = malloc(1000000);
	struct sat_hash got;

	(void)state;
	assert_non_null(p);
	memset(p, 'a', 1000000);
	sat_sha256(p, 1000000, &got);
	sat_hash_hex(&got, hex);
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67"
				 "f1809a48a497200e046d39ccc7112cd0");
	free(p);
}

/* What a machine without the instructions does: libsodium begins, goes on or
 * ends what the other one had. */
static void
the_state_is_libsodium_s(void **state)
{
	uint8_t p[MOST], want[32], got[32];
	struct sat_hash h;

	(void)state;
	fill(p);
	for (size_t n = 0; n <= 300; n += 7)
		for (size_t a = 0; a <= n; a += 5) {
			struct sat_sha256_state s;

			(void)crypto_hash_sha256(want, p, n);
			sat_sha256_begin(&s);
			sat_sha256_add(&s, p, a);
			(void)crypto_hash_sha256_update(&s.s, p + a, n - a);
			(void)crypto_hash_sha256_final(&s.s, got);
			assert_memory_equal(got, want, 32);
			(void)crypto_hash_sha256_init(&s.s);
			(void)crypto_hash_sha256_update(&s.s, p, a);
			sat_sha256_add(&s, p + a, n - a);
			sat_sha256_end(&s, &h);
			assert_memory_equal(h.b, want, 32);
		}
}

static void
no_chunk_changes_nothing(void **state)
{
	uint32_t h[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

	(void)state;
	if (!sat_sha256_chunks(h, NULL, 0))
		skip(); /* not on this machine */
	for (uint32_t i = 0; i < 8; i++)
		assert_int_equal(h[i], i + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_length_has_the_digest_that_libsodium_finds),
		cmocka_unit_test(it_does_not_matter_how_the_bytes_come),
		cmocka_unit_test(a_million_letters),
		cmocka_unit_test(the_state_is_libsodium_s),
		cmocka_unit_test(no_chunk_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
