#include "export_key.h"

#include "armor.h"
#include "pairs.h"

/* RFC 8032 7.1, TEST 1. */
static const char seed_hex[] = "9d61b19deffd5a60ba844af492ec2cc4"
			       "4449c5697b326919703bac031cae7f60";

/* The key of that seed, from an unprotected key file. */
static struct sat_seckey *
the_key(const char *name)
{
	struct sat_rd hex = sat_rd_of(seed_hex, 64, 0, NULL), file;
	uint8_t seed[32], pk[32], sk[64];
	struct sat_seckey *k = NULL;
	struct sat_pubkey pub;
	struct sat_wr w;

	assert_true(sat_hex_read(&hex, false, seed, 32));
	crypto_sign_seed_keypair(pk, sk, seed);
	assert_true(sat_pubkey_make(name, pk, &pub, NULL));
	sat_wr_init(&w, 4096);
	sat_wr_str(&w, "satchel secret key v1\npublic ");
	sat_vkey_write(&pub, &w);
	sat_wr_str(&w, "\nkdf none\nbox ");
	sat_base64_write(&w, seed, 32);
	sat_wr_str(&w, "\n");
	file = sat_wr_rd(&w);
	assert_true(sat_seckey_open(&file, NULL, &k, NULL));
	sat_wr_free(&w);
	return k;
}

/* The bytes between the first and the last line. */
static size_t
decoded(const struct sat_wr *w, uint8_t *out, size_t max, size_t longest)
{
	struct sat_rd rest = sat_wr_rd(w), line, all;
	struct sat_wr b64;
	size_t n = 0;

	sat_wr_init(&b64, 4096);
	assert_true(sat_rd_line(&rest, &line));
	while (sat_rd_line(&rest, &line) && !sat_rd_begins(&line, "-----")) {
		assert_true(line.n <= longest);
		sat_wr_put(&b64, line.p, line.n);
	}
	assert_true(sat_rd_end(&rest));
	all = sat_wr_rd(&b64);
	assert_true(sat_base64_read(&all, out, max, &n));
	sat_wr_free(&b64);
	return n;
}

static void
pem_is_the_der_of_rfc_8410(void **state)
{
	struct sat_seckey *k = the_key("un.example/officer-a");
	struct sat_wr w, public;
	uint8_t der[64];
	char hex[129];
	size_t n;

	(void)state;
	assert_true(sat_locked_init(&w, 4096, NULL));
	assert_true(sat_export_secret(k, SATCHEL_PEM, &w, NULL));
	n = decoded(&w, der, sizeof(der), 64);
	assert_int_equal(n, 48);
	sat_hex_write(der, n, hex);
	assert_memory_equal(hex, "302e020100300506032b657004220420", 32);
	assert_string_equal(hex + 32, seed_hex);
	sat_locked_free(&w);
	sat_wr_init(&public, 4096);
	sat_export_public(sat_seckey_public(k), SATCHEL_PEM, &public);
	assert_string_equal(text(&public),
	    "-----BEGIN PUBLIC KEY-----\n"
	    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
	    "-----END PUBLIC KEY-----\n");
	sat_wr_free(&public);
	sat_seckey_close(k);
}

static void
openssh_is_padded_to_eight_bytes_for_every_length_of_a_name(void **state)
{
	static const char *const names[] = { "abc", "abcd", "abcde", "abcdef",
		"abcdefg", "abcdefgh", "abcdefghi", "abcdefghij" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct sat_seckey *k = the_key(names[i]);
		/* magic, none, none, "", 1, public key, private length */
		const size_t head = 15 + 8 + 8 + 4 + 4 + 4 + 51 + 4;
		const size_t body = 8 + 51 + 4 + 64 + 4 + strlen(names[i]);
		uint8_t raw[512];
		struct sat_wr w;
		size_t n;

		assert_true(sat_locked_init(&w, 4096, NULL));
		assert_true(sat_export_secret(k, SATCHEL_OPENSSH, &w, NULL));
		assert_memory_equal(
		    w.p, "-----BEGIN OPENSSH PRIVATE KEY-----\n", 36);
		n = decoded(&w, raw, sizeof(raw), 70);
		assert_int_equal(n, head + (body + 7) / 8 * 8);
		assert_int_equal((size_t)raw[head - 2] << 8 | raw[head - 1],
		    (body + 7) / 8 * 8);
		assert_memory_equal(raw + head, raw + head + 4, 4);
		for (size_t p = head + body, c = 1; p < n; p++, c++)
			assert_int_equal(raw[p], c);
		sat_locked_free(&w);
		sat_seckey_close(k);
	}
}

static void
the_openssh_line_is_one_that_ssh_keygen_prints(void **state)
{
	struct sat_seckey *k = the_key("un.example/officer-a");
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 4096);
	sat_export_public(sat_seckey_public(k), SATCHEL_OPENSSH, &w);
	assert_string_equal(text(&w),
	    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XL"
	    "z2qYjJa8CGmj3B1Ea un.example/officer-a\n");
	sat_wr_free(&w);
	sat_seckey_close(k);
}

static void
minisign_has_its_struct_and_our_key_number(void **state)
{
	struct sat_seckey *k = the_key("un.example/officer-a");
	const struct sat_pubkey *pub = sat_seckey_public(k);
	static const uint8_t nul[48] = { 0 };
	uint8_t raw[200], sum[2 + 8 + 64], want[32];
	struct sat_hash num;
	struct sat_wr w;

	(void)state;
	assert_true(sat_locked_init(&w, 4096, NULL));
	assert_true(sat_export_secret(k, SATCHEL_MINISIGN, &w, NULL));
	assert_memory_equal(w.p, "untrusted comment: ", 19);
	assert_int_equal(decoded(&w, raw, sizeof(raw), 4096), 158);
	assert_memory_equal(raw, "Ed\0\0B2", 6);
	assert_memory_equal(raw + 6, nul, sizeof(nul));
	sat_sha256(pub->pk, 32, &num);
	assert_memory_equal(raw + 54, num.b, 8);
	assert_memory_equal(raw + 62, sat_seckey_seed(k), 32);
	assert_memory_equal(raw + 94, pub->pk, 32);
	memcpy(sum, "Ed", 2);
	memcpy(sum + 2, raw + 54, 8 + 64);
	crypto_generichash(want, 32, sum, sizeof(sum), NULL, 0);
	assert_memory_equal(raw + 126, want, 32);
	sat_locked_free(&w);
	sat_seckey_close(k);
}

static void
a_text_that_does_not_fit_is_an_error_and_never_leaves_locked_memory(
    void **state)
{
	static const enum satchel_key_form forms[] = { SATCHEL_OPENSSH,
		SATCHEL_PEM, SATCHEL_MINISIGN };
	struct sat_seckey *k = the_key("un.example/officer-a");

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++)
		for (size_t max = 1; max < 4096; max *= 2) {
			struct satchel_err err;
			struct sat_wr w;
			const uint8_t *p;

			assert_true(sat_locked_init(&w, max, NULL));
			p = w.p;
			if (!sat_export_secret(k, forms[i], &w, &err))
				assert_int_equal(err.code, SATCHEL_ELIMIT);
			else
				assert_true(w.len <= max);
			assert_ptr_equal(w.p, p); /* it did not move */
			sat_locked_free(&w);
			sat_locked_free(&w);
		}
	sat_seckey_close(k);
}

static int
begin(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pem_is_the_der_of_rfc_8410),
		cmocka_unit_test(
		    openssh_is_padded_to_eight_bytes_for_every_length_of_a_name),
		cmocka_unit_test(
		    the_openssh_line_is_one_that_ssh_keygen_prints),
		cmocka_unit_test(minisign_has_its_struct_and_our_key_number),
		cmocka_unit_test(
		    a_text_that_does_not_fit_is_an_error_and_never_leaves_locked_memory),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
