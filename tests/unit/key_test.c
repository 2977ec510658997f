#include "vectors.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pairs.h"

static void
names_are_segments_and_nothing_else(void **state)
{
	static const struct {
		const char *s;
		bool ok;
	} c[] = {
		{ "un.example/officer-a", true },
		{ "a.b", true },
		{ "abc", true },
		{ "0-9", true },
		{ "a--b.c-", true },
		{ "a/b/c.d", true },
		{ "", false },
		{ "ab", false },
		{ "a..b", false },
		{ "a//b", false },
		{ ".ab", false },
		{ "ab.", false },
		{ "/ab", false },
		{ "ab/", false },
		{ "-ab", false },
		{ "a.-b", false },
		{ "Abc", false },
		{ "a_b", false },
		{ "a b", false },
		{ "a+b", false },
		{ "abc\n", false },
		{ "\xd0\xb0"
		  "bc",
		    false }, /* a Cyrillic a */
		{ "../..", false },
	};
	char longest[102];
	struct sat_rd r;

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		r = exact(c[i].s, strlen(c[i].s));
		if (sat_name_ok(&r) != c[i].ok)
			fail_msg("\"%s\"", c[i].s);
		drop(&r);
	}
	memset(longest, 'a', sizeof(longest));
	r = sat_rd_of(longest, 100, 0, NULL);
	assert_true(sat_name_ok(&r));
	r.n = 101;
	assert_false(sat_name_ok(&r));
	r = sat_rd_of("abc\0d", 5, 0, NULL);
	assert_false(sat_name_ok(&r));
}

static void
an_exercise_is_told_by_the_last_segment(void **state)
{
	char out[SATCHEL_NAME_MAX];

	(void)state;
	assert_true(sat_name_exercise("un.example/poc/exercise"));
	assert_true(sat_name_exercise("un.exercise"));
	assert_true(sat_name_exercise("exercise"));
	assert_false(sat_name_exercise("un.example/exercise/poc"));
	assert_false(sat_name_exercise("un.example/my-exercise"));
	assert_false(sat_name_exercise("un.example/exercise2"));
	sat_name_file("un.example/a/b-c", out);
	assert_string_equal(out, "un.example_a_b-c");
}

static void
libsodium_passes_the_self_test(void **state)
{
	struct satchel_err e;

	(void)state;
	if (!sat_key_selftest(&e))
		fail_msg("%s", e.msg);
}

/* CCTV's and Wycheproof's cases, through the very check that is used. */
static void
of_the_cctv_cases_exactly_305_is_accepted(void **state)
{
	json_t *all = vectors_load("cctv-ed25519/ed25519vectors.json"), *j;
	size_t i, accepted = 0;

	(void)state;
	assert_int_equal(json_array_size(all), 914);
	json_array_foreach(all, i, j)
	{
		struct sat_rd pk = json_hex(j, "key"), sig = json_hex(j, "sig");
		const char *msg = json_text(j, "msg");
		bool want =
		    json_integer_value(json_object_get(j, "number")) == 305;

		assert_true(pk.n == 32 && sig.n == 64);
		if (sat_ed25519_verify(pk.p, msg, strlen(msg), sig.p) != want)
			fail_msg("case %zu", i);
		accepted += want;
		drop(&pk);
		drop(&sig);
	}
	assert_int_equal(accepted, 1);
	json_decref(all);
}

static void
of_the_wycheproof_cases_exactly_the_valid_are_accepted(void **state)
{
	json_t *all = vectors_load("wycheproof-ed25519/ed25519_test.json");
	json_t *group, *j;
	size_t g, i, ran = 0, accepted = 0;

	(void)state;
	json_array_foreach(json_object_get(all, "testGroups"), g, group)
	{
		struct sat_rd pk =
		    json_hex(json_object_get(group, "publicKey"), "pk");

		assert_int_equal(pk.n, 32);
		json_array_foreach(json_object_get(group, "tests"), i, j)
		{
			struct sat_rd sig = json_hex(j, "sig");
			struct sat_rd msg = json_hex(j, "msg");
			bool want =
			    strcmp(json_text(j, "result"), "valid") == 0;
			bool got = sig.n == 64 && sat_ed25519_verify(pk.p,
						      msg.p, msg.n, sig.p);

			if (got != want)
				fail_msg("case %zu of group %zu", i, g);
			accepted += got;
			ran++;
			drop(&sig);
			drop(&msg);
		}
		drop(&pk);
	}
	assert_int_equal(ran, 151);
	assert_int_equal(accepted, 88);
	json_decref(all);
}

static void
points_outside_the_group_are_no_keys(void **state)
{
	static const char *const bad[] = {
		/* small order: 0, 1, -1, order 8 */
		"00000000000000000000000000000000000000000000000000000000000000"
		"00",
		"01000000000000000000000000000000000000000000000000000000000000"
		"00",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
		"7f",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc"
		"05",
		/* the base point plus the point of order 2 (CVE-2025-69277) */
		"95999999999999999999999999999999999999999999999999999999999999"
		"99",
		/* y = p + 1: a second spelling of 1 */
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
		"7f",
		"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
		"ff",
	};
	struct sat_pubkey k, was;

	(void)state;
	memset(&k, 0x5a, sizeof(k));
	was = k;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct sat_rd r = rd(bad[i]);
		struct satchel_err e;
		uint8_t pk[32];

		assert_true(sat_hex_read(&r, false, pk, 32));
		assert_false(sat_pubkey_make("a.example/x", pk, &k, &e));
		assert_int_equal(e.code, SATCHEL_EFORMAT);
		assert_memory_equal(&k, &was, sizeof(k));
	}
}

/* C2SP's example key: its id is published with it. */
static const char good_vkey[] =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

static void
a_vkey_reads_back(void **state)
{
	struct sat_rd r = rd(good_vkey);
	struct satchel_err e;
	struct sat_pubkey k;
	struct sat_wr w;

	(void)state;
	assert_true(sat_vkey_read(&r, &k, &e));
	assert_string_equal(k.name, "example.com/foo");
	assert_memory_equal(k.id, "\x53\x0d\x90\x3a", 4);
	sat_wr_init(&w, 200);
	sat_vkey_write(&k, &w);
	assert_string_equal(text(&w), good_vkey);
	sat_wr_free(&w);
}

static void
a_mangled_vkey_is_refused(void **state)
{
	size_t n = strlen(good_vkey);
	struct sat_pubkey k;
	struct satchel_err e;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j <= n; j++) {
			struct sat_rd r = exact(good_vkey + i, j - i);

			if (j - i < n && sat_vkey_read(&r, &k, &e))
				fail_msg("%zu to %zu", i, j);
			drop(&r);
		}
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 1; d < 256; d++) {
			struct sat_rd r = exact(good_vkey, n);
			uint8_t *p = (uint8_t *)(uintptr_t)r.p; /* exact's */

			p[i] = (uint8_t)(p[i] + d);
			if (sat_vkey_read(&r, &k, &e))
				fail_msg("byte %zu + %u", i, d);
			assert_int_equal(e.code, SATCHEL_EFORMAT);
			drop(&r);
		}
}

/* The published vkeys, under names that satchel takes and with the id that
 * goes with the name, so that each is refused for its own fault only. */
static bool
vkey_renamed(const char *vkey)
{
	struct sat_rd data = rd(strchr(strchr(vkey, '+') + 1, '+') + 1);
	crypto_hash_sha256_state s;
	uint8_t raw[100], hash[32];
	struct sat_pubkey k;
	struct sat_wr w;
	struct sat_rd r;
	char id[9];
	size_t n;
	bool ok;

	if (!sat_base64_read(&data, raw, sizeof(raw), &n))
		return false; /* one is not even canonical */
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const uint8_t *)"peter.neumann\n", 14);
	crypto_hash_sha256_update(&s, raw, n);
	crypto_hash_sha256_final(&s, hash);
	sat_hex_write(hash, 4, id);
	sat_wr_init(&w, 300);
	sat_wr_printf(&w, "peter.neumann+%s+%s", id, (const char *)data.p);
	r = sat_wr_rd(&w);
	ok = sat_vkey_read(&r, &k, NULL);
	sat_wr_free(&w);
	return ok;
}

static void
the_published_vkeys_end_as_published(void **state)
{
	json_t *all = vectors_load("sumdb-note/note_vectors.json"), *j;
	size_t i;

	(void)state;
	json_array_foreach(json_object_get(all, "vkeys"), i, j)
	{
		struct sat_rd r = rd(json_text(j, "vkey"));
		struct sat_pubkey k;

		assert_int_equal(vkey_renamed(json_text(j, "vkey")),
		    json_is_true(json_object_get(j, "valid")));
		/* as they stand: capital letters are no satchel name */
		assert_false(sat_vkey_read(&r, &k, NULL));
	}
	assert_int_equal(i, 4);
	json_decref(all);
}

/* Key numbers are SHA-256 of the key (sha256sum). */
static const char good_pub[] =
    "untrusted comment: a.example/x\n"
    "RWRhXF+WPw+RF2yByZNsD8NheW5eFNkuYLjX5cKaqnDrKZVB+vq8mk+g\n";

static void
a_public_key_file_reads_back(void **state)
{
	struct pair p = pair_of("a.example/x");
	struct sat_rd r = exact(good_pub, strlen(good_pub));
	struct satchel_err e;
	struct sat_pubkey k;
	struct sat_wr w;

	(void)state;
	if (!sat_pubkey_read(&r, &k, &e))
		fail_msg("%s", e.msg);
	assert_memory_equal(&k, &p.pub, sizeof(k));
	sat_wr_init(&w, 500);
	sat_pubkey_write(&k, &w);
	assert_string_equal(text(&w), good_pub);
	sat_wr_free(&w);
	drop(&r);
}

static void
a_mangled_public_key_file_is_refused(void **state)
{
	size_t n = strlen(good_pub), start = strlen("untrusted comment: ");
	struct sat_pubkey k;
	struct satchel_err e;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 1; d < 256; d++) {
			struct sat_rd r = exact(good_pub, n);
			uint8_t *p = (uint8_t *)(uintptr_t)r.p; /* exact's */
			bool in_name = i >= start && i < start + 11;

			/* the comment is untrusted: another name is another
			 * key of the same bytes */
			p[i] = (uint8_t)(p[i] + d);
			if (sat_pubkey_read(&r, &k, &e))
				assert_true(in_name);
			else
				assert_int_equal(e.code, SATCHEL_EFORMAT);
			drop(&r);
		}
	for (size_t i = 0; i < n; i++) {
		struct sat_rd r = exact(good_pub, i);

		assert_false(sat_pubkey_read(&r, &k, &e));
		drop(&r);
	}
}

static void
another_kind_of_key_file_gets_a_hint(void **state)
{
	struct sat_rd secret = rd("satchel secret key v1\npublic x\n");
	struct sat_rd pub = rd(good_pub);
	struct sat_rd crlf = rd("untrusted comment: a.example/x\r\nx\r\n");
	struct sat_pubkey k;
	struct satchel_err e;
	bool encrypted;

	(void)state;
	assert_false(sat_pubkey_read(&secret, &k, &e));
	assert_non_null(strstr(e.hint, "secret key"));
	assert_false(sat_seckey_peek(&pub, &k, &encrypted, &e));
	assert_non_null(strstr(e.hint, "public key"));
	assert_false(sat_pubkey_read(&crlf, &k, &e));
	assert_non_null(strstr(e.hint, "line ends were changed"));
	assert_false(sat_seckey_peek(&crlf, &k, &encrypted, &e));
	assert_non_null(strstr(e.hint, "line ends were changed"));
}

/* An independent writer of the secret key file. */
static void
compose(struct sat_wr *w, const struct pair *p, const char *kdf,
    const char *passphrase, unsigned long long ops, size_t mem)
{
	uint8_t salt[16], kek[32], box[24 + 32 + 16];
	char b64[200];

	memset(salt, 'S', sizeof(salt));
	memset(box, 'N', 24);
	sat_wr_str(w, "satchel secret key v1\npublic ");
	sat_vkey_write(&p->pub, w);
	sat_wr_printf(w, "\nkdf %s", kdf);
	if (passphrase == NULL) {
		sodium_bin2base64(b64, sizeof(b64), p->seed, 32,
		    sodium_base64_VARIANT_ORIGINAL);
		sat_wr_printf(w, "\nbox %s\n", b64);
		return;
	}
	sodium_bin2base64(b64, sizeof(b64), salt, sizeof(salt),
	    sodium_base64_VARIANT_ORIGINAL);
	sat_wr_printf(w, " salt %s\n", b64);
	assert_int_equal(
	    crypto_pwhash(kek, sizeof(kek), passphrase, strlen(passphrase),
		salt, ops, mem, crypto_pwhash_ALG_ARGON2ID13),
	    0);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    box + 24, NULL, p->seed, 32, w->p, w->len, NULL, box, kek);
	sodium_bin2base64(
	    b64, sizeof(b64), box, sizeof(box), sodium_base64_VARIANT_ORIGINAL);
	sat_wr_printf(w, "box %s\n", b64);
}

/* Opens and signs; the signature is checked with libsodium. */
static bool
opens(const struct sat_rd *file, const char *passphrase,
    const struct sat_pubkey *want, struct satchel_err *e)
{
	struct sat_seckey *s = NULL;
	uint8_t sig[64];

	if (!sat_seckey_open(file, passphrase, &s, e)) {
		assert_null(s);
		return false;
	}
	assert_memory_equal(sat_seckey_public(s), want, sizeof(*want));
	assert_true(sat_seckey_sign(s, "msg", 3, sig, e));
	assert_int_equal(crypto_sign_verify_detached(
			     sig, (const uint8_t *)"msg", 3, want->pk),
	    0);
	sat_seckey_close(s);
	return true;
}

static void
a_new_key_opens_with_its_passphrase_alone(void **state)
{
	struct sat_pubkey k, peeked;
	struct satchel_err e;
	struct sat_rd r;
	struct sat_wr w;
	bool encrypted = false;

	(void)state;
	sat_wr_init(&w, 4096);
	assert_true(sat_seckey_new("a.example/x", "correct", &w, &k, &e));
	assert_non_null(
	    strstr(text(&w), "\nkdf argon2id13 ops 4 mem 268435456 salt "));
	r = sat_wr_rd(&w);
	r.file = "x.key";
	assert_true(sat_seckey_peek(&r, &peeked, &encrypted, &e));
	assert_true(encrypted);
	assert_memory_equal(&peeked, &k, sizeof(k));
	assert_true(opens(&r, "correct", &k, &e));
	assert_false(opens(&r, "Correct", &k, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	assert_string_equal(e.msg, "wrong passphrase, or the file was changed");
	assert_string_equal(e.file, "x.key");
	assert_false(opens(&r, NULL, &k, &e));
	assert_int_equal(e.code, SATCHEL_EUSAGE);
	sat_seckey_wipe(&w);
	for (size_t i = 0; i < w.cap; i++)
		assert_int_equal(w.p[i], 0);
	sat_wr_free(&w);
}

static void
a_key_without_passphrase_needs_none(void **state)
{
	struct sat_pubkey k, two;
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;
	bool encrypted = true;

	(void)state;
	sat_wr_init(&w, 4096);
	assert_true(sat_seckey_new("a.example/x", NULL, &w, &k, &e));
	r = sat_wr_rd(&w);
	assert_true(sat_seckey_peek(&r, &two, &encrypted, &e));
	assert_false(encrypted);
	assert_true(opens(&r, NULL, &k, &e));
	assert_true(opens(&r, "whatever", &k, &e));
	assert_true(sat_seckey_new("a.example/x", NULL, &w, &two, &e));
	assert_memory_not_equal(&k, &two, sizeof(k));
	sat_wr_free(&w);
}

static void
a_bad_name_or_an_empty_passphrase_makes_no_key(void **state)
{
	struct sat_pubkey k = { .name = "was" };
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 4096);
	assert_false(sat_seckey_new("Officer A", NULL, &w, &k, &e));
	assert_int_equal(e.code, SATCHEL_EUSAGE);
	assert_false(sat_seckey_new("a.example/x", "", &w, &k, &e));
	assert_int_equal(e.code, SATCHEL_EUSAGE);
	assert_true(w.len == 0 && strcmp(k.name, "was") == 0);
	w.max = 100;
	assert_false(sat_seckey_new("a.example/x", NULL, &w, &k, &e));
	assert_int_equal(e.code, SATCHEL_ELIMIT);
	assert_string_equal(k.name, "was");
	sat_wr_free(&w);
}

static void
a_file_by_another_writer_opens(void **state)
{
	struct pair p = pair_of("a.example/x");
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	sat_wr_init(&w, 4096);
	compose(&w, &p, "argon2id13 ops 3 mem 67108864", "pw", 3, 64 << 20);
	r = exact(w.p, w.len);
	if (!opens(&r, "pw", &p.pub, &e))
		fail_msg("%s", e.msg);
	drop(&r);
	sat_wr_reset(&w);
	compose(&w, &p, "none", NULL, 0, 0);
	r = exact(w.p, w.len);
	assert_true(opens(&r, NULL, &p.pub, &e));
	drop(&r);
	sat_wr_free(&w);
}

/* Every line above the box is authenticated with it. */
static void
a_changed_head_or_box_does_not_open(void **state)
{
	static const char *const from[] = { "ops 3", "67108864", "U1NT",
		"box T" };
	static const char *const to[] = { "ops 4", "67109888", "U1NU",
		"box U" };
	struct pair p = pair_of("a.example/x"), q = pair_of("a.example/y");
	struct satchel_err e;
	struct sat_wr w, v;
	struct sat_rd r;
	char *at;

	(void)state;
	sat_wr_init(&w, 4096);
	compose(&w, &p, "argon2id13 ops 3 mem 67108864", "pw", 3, 64 << 20);
	for (size_t i = 0; i < COUNT(from); i++) {
		at = strstr(text(&w), from[i]);
		assert_non_null(at);
		memcpy(at, to[i], strlen(to[i]));
		r = exact(w.p, w.len);
		assert_false(opens(&r, "pw", &p.pub, &e));
		assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
		drop(&r);
		memcpy(at, from[i], strlen(from[i]));
	}
	sat_wr_init(&v, 200); /* another public half, properly spelled */
	sat_vkey_write(&q.pub, &v);
	at = strstr(text(&w), "a.example");
	memcpy(at, v.p, v.len);
	r = sat_wr_rd(&w);
	assert_false(opens(&r, "pw", &p.pub, &e));
	assert_int_equal(e.code, SATCHEL_EUNTRUSTED);
	sat_wr_free(&w);
	sat_wr_free(&v);
}

/* The public half is what a double-key oracle would swap. */
static void
a_public_half_that_is_not_the_seeds_is_refused(void **state)
{
	struct pair p = pair_of("a.example/x"), q = pair_of("a.example/y");
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;

	(void)state;
	memcpy(p.seed, q.seed, sizeof(p.seed));
	sat_wr_init(&w, 4096);
	compose(&w, &p, "none", NULL, 0, 0);
	r = sat_wr_rd(&w);
	assert_false(opens(&r, NULL, &p.pub, &e));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
	sat_wr_reset(&w);
	compose(&w, &p, "argon2id13 ops 3 mem 67108864", "pw", 3, 64 << 20);
	r = sat_wr_rd(&w);
	assert_false(opens(&r, "pw", &p.pub, &e));
	assert_int_equal(e.code, SATCHEL_EFORMAT);
	sat_wr_free(&w);
}

static void
a_mangled_unprotected_key_does_not_open(void **state)
{
	struct pair p = pair_of("a.example/x");
	struct satchel_err e;
	struct sat_wr w;

	(void)state;
	sat_wr_init(&w, 4096);
	compose(&w, &p, "none", NULL, 0, 0);
	for (size_t i = 0; i < w.len; i++)
		for (unsigned d = 1; d < 256; d += 1 + d % 5) {
			struct sat_rd r = exact(w.p, w.len);
			uint8_t *c = (uint8_t *)(uintptr_t)r.p; /* exact's */

			c[i] = (uint8_t)(c[i] + d);
			assert_false(opens(&r, NULL, &p.pub, &e));
			assert_int_equal(e.code, SATCHEL_EFORMAT);
			drop(&r);
		}
	for (size_t i = 0; i < w.len; i++) {
		struct sat_rd r = exact(w.p, i);

		assert_false(opens(&r, NULL, &p.pub, &e));
		drop(&r);
	}
	sat_wr_str(&w, "\n");
	{
		struct sat_rd r = exact(w.p, w.len);

		assert_false(opens(&r, NULL, &p.pub, &e));
		drop(&r);
	}
	sat_wr_free(&w);
}

static void
a_kdf_too_weak_or_too_costly_is_refused_unheard(void **state)
{
	static const struct {
		const char *kdf;
		bool ok;
	} c[] = {
		{ "argon2id13 ops 3 mem 67108864", true },
		{ "argon2id13 ops 16 mem 2147483648", true },
		{ "argon2id13 ops 2 mem 67108864", false },
		{ "argon2id13 ops 0 mem 67108864", false },
		{ "argon2id13 ops 17 mem 67108864", false },
		{ "argon2id13 ops 03 mem 67108864", false },
		{ "argon2id13 ops 3 mem 67108863", false },
		{ "argon2id13 ops 3 mem 8192", false },
		{ "argon2id13 ops 3 mem 2147483649", false },
		{ "argon2id13 ops 3 mem 1099511627776", false },
		{ "argon2id13 ops 3 mem 18446744073776660480", false },
		{ "argon2i13 ops 3 mem 67108864", false },
		{ "argon2id13 ops 3  mem 67108864", false },
		{ "none ops 3 mem 67108864", false },
	};
	struct pair p = pair_of("a.example/x");

	(void)state;
	for (size_t i = 0; i < COUNT(c); i++) {
		struct sat_pubkey k = { .name = "was" };
		struct satchel_err e;
		struct sat_wr w;
		struct sat_rd r;
		bool encrypted;

		sat_wr_init(&w, 4096);
		sat_wr_str(&w, "satchel secret key v1\npublic ");
		sat_vkey_write(&p.pub, &w);
		sat_wr_printf(&w,
		    "\nkdf %s salt U1NTU1NTU1NTU1NTU1NTUw==\n"
		    "box AAAA\n",
		    c[i].kdf);
		r = sat_wr_rd(&w);
		assert_int_equal(
		    sat_seckey_peek(&r, &k, &encrypted, &e), c[i].ok);
		if (!c[i].ok) {
			assert_int_equal(e.code, SATCHEL_EFORMAT);
			assert_string_equal(k.name, "was");
		}
		sat_wr_free(&w);
	}
}

#if !defined(__SANITIZE_ADDRESS__)
static void
no_memory_is_an_error_and_no_weaker_key(void **state)
{
	int status = -1;
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0) {
		struct rlimit lim = { 128 << 20, 128 << 20 };
		struct sat_pubkey k;
		struct satchel_err e;
		struct sat_wr w;

		sat_wr_init(&w, 4096);
		if (setrlimit(RLIMIT_AS, &lim) != 0)
			_exit(2);
		_exit(!sat_seckey_new("a.example/x", "pw", &w, &k, &e) &&
			      e.code == SATCHEL_ENOMEM
			  ? 0
			  : 1);
	}
	assert_true(waitpid(pid, &status, 0) == pid);
	assert_int_equal(status, 0);
}
#endif

static void
no_message_holds_a_secret(void **state)
{
	struct pair p = pair_of("a.example/x");
	struct satchel_err e;
	struct sat_wr w;
	struct sat_rd r;
	char *box;

	(void)state;
	sat_wr_init(&w, 4096);
	compose(&w, &p, "none", NULL, 0, 0);
	box = strstr(text(&w), "box ");
	box[4 + 43] = '!'; /* the last character of the seed's base64 */
	r = sat_wr_rd(&w);
	assert_false(opens(&r, NULL, &p.pub, &e));
	box[4 + 8] = '\0'; /* the first eight will do */
	assert_null(strstr(e.msg, box + 4));
	assert_null(strstr(e.hint, box + 4));
	sat_wr_free(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_segments_and_nothing_else),
		cmocka_unit_test(an_exercise_is_told_by_the_last_segment),
		cmocka_unit_test(libsodium_passes_the_self_test),
		cmocka_unit_test(of_the_cctv_cases_exactly_305_is_accepted),
		cmocka_unit_test(
		    of_the_wycheproof_cases_exactly_the_valid_are_accepted),
		cmocka_unit_test(points_outside_the_group_are_no_keys),
		cmocka_unit_test(a_vkey_reads_back),
		cmocka_unit_test(a_mangled_vkey_is_refused),
		cmocka_unit_test(the_published_vkeys_end_as_published),
		cmocka_unit_test(a_public_key_file_reads_back),
		cmocka_unit_test(a_mangled_public_key_file_is_refused),
		cmocka_unit_test(another_kind_of_key_file_gets_a_hint),
		cmocka_unit_test(a_new_key_opens_with_its_passphrase_alone),
		cmocka_unit_test(a_key_without_passphrase_needs_none),
		cmocka_unit_test(
		    a_bad_name_or_an_empty_passphrase_makes_no_key),
		cmocka_unit_test(a_file_by_another_writer_opens),
		cmocka_unit_test(a_changed_head_or_box_does_not_open),
		cmocka_unit_test(
		    a_public_half_that_is_not_the_seeds_is_refused),
		cmocka_unit_test(a_mangled_unprotected_key_does_not_open),
		cmocka_unit_test(
		    a_kdf_too_weak_or_too_costly_is_refused_unheard),
#if !defined(__SANITIZE_ADDRESS__)
		cmocka_unit_test(no_memory_is_an_error_and_no_weaker_key),
#endif
		cmocka_unit_test(no_message_holds_a_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
