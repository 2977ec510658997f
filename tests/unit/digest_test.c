#include "vectors.h"

#include <dirent.h>

#include "digest.h"

static void
hex_is(const struct sat_hash *h, const char *want)
{
	char got[SATCHEL_HEX_SIZE];

	sat_hash_hex(h, got);
	assert_string_equal(got, want);
}

static void
digests_give_the_known_answers(void **state)
{
	struct sat_sha256_state s;
	struct sat_hash h;

	(void)state;
	sat_sha256("abc", 3, &h); /* FIPS 180-2 B.1 */
	hex_is(&h, "ba7816bf8f01cfea414140de5dae2223"
		   "b00361a396177a9cb410ff61f20015ad");
	sat_sha256("", 0, &h);
	hex_is(&h, "e3b0c44298fc1c149afbf4c8996fb924"
		   "27ae41e4649b934ca495991b7852b855");
	sat_sha256_begin(&s);
	sat_sha256_add(&s, "a", 1);
	sat_sha256_add(&s, "", 0);
	sat_sha256_add(&s, "bc", 2);
	sat_sha256_end(&s, &h);
	hex_is(&h, "ba7816bf8f01cfea414140de5dae2223"
		   "b00361a396177a9cb410ff61f20015ad");
	sat_blake2b("abc", 3, &h); /* python3 hashlib, digest_size 32 */
	hex_is(&h, "bddd813c634239723171ef3fee98579b"
		   "94964e3bb1cb3e427262c8c068d52319");
}

static void
a_hash_is_64_lower_case_digits(void **state)
{
	static const char good[] = "000102030405060708090a0b0c0d0e0f"
				   "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
	struct sat_hash h = { { 0 } }, was = h;
	char bad[70];

	(void)state;
	for (size_t i = 0; i < 64; i++) {
		struct sat_rd r;

		memcpy(bad, good, sizeof(good));
		bad[i] = "gAF/:`\0 "[i % 8];
		r = sat_rd_of(bad, 64, 0, NULL);
		assert_false(sat_hash_read(&r, &h));
		r = sat_rd_of(good, i, 0, NULL);
		assert_false(sat_hash_read(&r, &h));
		assert_true(sat_hash_eq(&h, &was));
	}
	(void)snprintf(bad, sizeof(bad), "%s0", good);
	was.b[0] = 1;
	{
		struct sat_rd r = rd(bad);

		assert_false(sat_hash_read(&r, &h));
		r = rd(good);
		assert_true(sat_hash_read(&r, &h));
		hex_is(&h, good);
	}
	for (size_t i = 0; i < 32; i++) {
		was = h;
		was.b[i] ^= 0x80;
		assert_false(sat_hash_eq(&h, &was));
	}
}

/* RFC 6962 2.1 as it is written, for comparison. */
static void
naive(const struct sat_hash *leaf, size_t n, struct sat_hash *root)
{
	struct sat_hash l, r;
	size_t k = 1;

	if (n == 0) {
		sat_sha256("", 0, root);
		return;
	}
	if (n == 1) {
		*root = leaf[0];
		return;
	}
	while (k * 2 < n)
		k *= 2;
	naive(leaf, k, &l);
	naive(leaf + k, n - k, &r);
	sat_merkle_node(&l, &r, root);
}

/* The path of leaf |m| of |n|, leaf to root. */
static size_t
naive_path(
    size_t m, const struct sat_hash *leaf, size_t n, struct sat_hash *path)
{
	size_t k = 1, len;

	if (n <= 1)
		return 0;
	while (k * 2 < n)
		k *= 2;
	if (m < k) {
		len = naive_path(m, leaf, k, path);
		naive(leaf + k, n - k, &path[len]);
	} else {
		len = naive_path(m - k, leaf + k, n - k, path);
		naive(leaf, k, &path[len]);
	}
	return len + 1;
}

enum { LEAVES = 70 };

static void
make_leaves(struct sat_hash leaf[LEAVES])
{
	for (size_t i = 0; i < LEAVES; i++)
		sat_sha256(&i, sizeof(i), &leaf[i]);
}

static void
the_stream_makes_the_tree_of_the_rfc(void **state)
{
	struct sat_hash leaf[LEAVES], want, got;
	struct sat_merkle m = { 0 };

	(void)state;
	make_leaves(leaf);
	for (size_t n = 0; n < LEAVES; n++) {
		naive(leaf, n, &want);
		sat_merkle_root(&m, &got);
		assert_true(m.n == n && sat_hash_eq(&want, &got));
		sat_merkle_add(&m, &leaf[n]);
	}
}

static void
every_leaf_proves_its_place_and_no_other(void **state)
{
	struct sat_hash leaf[LEAVES], path[16], root, bad;

	(void)state;
	make_leaves(leaf);
	for (size_t n = 1; n <= 33; n++) {
		naive(leaf, n, &root);
		for (size_t i = 0; i < n; i++) {
			size_t len = naive_path(i, leaf, n, path);

			assert_true(sat_merkle_verify(
			    i, n, &leaf[i], path, len, &root));
			assert_false(sat_merkle_verify(
			    i, n, &leaf[i + 1], path, len, &root));
			for (size_t j = 0; j < n + 3; j++)
				if (j != i && sat_merkle_verify(j, n, &leaf[i],
						  path, len, &root))
					fail_msg("%zu as %zu of %zu", i, j, n);
			path[len] = leaf[0];
			assert_false(sat_merkle_verify(
			    i, n, &leaf[i], path, len + 1, &root));
			if (len == 0)
				continue;
			assert_false(sat_merkle_verify(
			    i, n, &leaf[i], path, len - 1, &root));
			bad = path[len - 1];
			path[len - 1].b[31] ^= 1;
			assert_false(sat_merkle_verify(
			    i, n, &leaf[i], path, len, &root));
			path[len - 1] = bad;
		}
		bad = root;
		bad.b[0] ^= 1;
		(void)naive_path(0, leaf, n, path);
		assert_false(sat_merkle_verify(0, n, &leaf[0], path, 0, &bad));
	}
	assert_false(sat_merkle_verify(0, 0, &leaf[0], path, 0, &leaf[0]));
	assert_false(sat_merkle_verify(
	    UINT64_MAX, UINT64_MAX, &leaf[0], path, 0, &leaf[0]));
}

/* A record that spells the inside of a node is not that node, and the odd
 * leaf is not doubled (CVE-2012-2459). */
static void
a_leaf_is_not_a_node_and_none_is_doubled(void **state)
{
	uint8_t salt[SAT_SALT_SIZE] = { 1 };
	struct sat_hash l, r, node, leaf, three[4], a, b;
	uint8_t inside[1 + 64];

	(void)state;
	sat_sha256("l", 1, &l);
	sat_sha256("r", 1, &r);
	sat_merkle_node(&l, &r, &node);
	inside[0] = 1;
	memcpy(inside + 1, l.b, 32);
	memcpy(inside + 33, r.b, 32);
	sat_sha256(inside, sizeof(inside), &leaf);
	assert_true(sat_hash_eq(&leaf, &node));
	sat_record_leaf(salt, inside, sizeof(inside), &leaf);
	assert_false(sat_hash_eq(&leaf, &node));
	three[0] = l;
	three[1] = r;
	three[2] = three[3] = node;
	naive(three, 3, &a);
	naive(three, 4, &b);
	assert_false(sat_hash_eq(&a, &b));
}

static void
salts_and_leaves_are_what_the_format_says(void **state)
{
	/* python3: hashlib.blake2b(b'satchel-salt v1\0XTR/dip-1',
	 * key=bytes(range(32)), digest_size=16), then
	 * sha256(b'\0' + salt + b'{"id":"XTR/dip-1"}') */
	uint8_t seed[SAT_SEED_SIZE], salt[SAT_SALT_SIZE];
	static const char record[] = "{\"id\":\"XTR/dip-1\"}";
	struct sat_hash h;
	char hex[2 * SAT_SALT_SIZE + 1];

	(void)state;
	for (uint8_t i = 0; i < sizeof(seed); i++)
		seed[i] = i;
	sat_record_salt(seed, "XTR/dip-1", 9, salt);
	sat_hex_write(salt, sizeof(salt), hex);
	assert_string_equal(hex, "86fd03005393689dacf791073f000501");
	sat_record_leaf(salt, record, sizeof(record) - 1, &h);
	hex_is(&h, "1657e1ff249a440148331c528951a2e7"
		   "0a5eae23467e81aa18c68cf2fc9c8f98");
}

static bool
hash64(const char *s, struct sat_hash *h)
{
	struct sat_rd r = rd(s);
	size_t n;

	return sat_base64_read(&r, h->b, sizeof(h->b), &n) && n == sizeof(h->b);
}

/* jansson's integers end at 2^63, the probes' do not; all others are small. */
static uint64_t
whole(const json_t *j, const char *key)
{
	double d = json_number_value(json_object_get(j, key));

	return d >= 18446744073709551615.0 ? UINT64_MAX : (uint64_t)d;
}

/* One inclusion probe; a hash that is not 32 bytes is a refusal too. */
static bool
probe(const json_t *j)
{
	const json_t *proof = json_object_get(j, "proof");
	struct sat_hash root, leaf, path[80];
	size_t len = json_array_size(proof);

	if (!hash64(json_text(j, "root"), &root) ||
	    !hash64(json_text(j, "leafHash"), &leaf) || len > COUNT(path))
		return false;
	for (size_t k = 0; k < len; k++)
		if (!hash64(
			json_string_value(json_array_get(proof, k)), &path[k]))
			return false;
	return sat_merkle_verify(
	    whole(j, "leafIdx"), whole(j, "treeSize"), &leaf, path, len, &root);
}

static unsigned
run_folder(const char *path)
{
	struct dirent *e;
	unsigned n = 0;
	DIR *d = opendir(path);

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		char file[1200];
		json_t *j;

		if (e->d_name[0] == '.')
			continue;
		(void)snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		if (strstr(e->d_name, ".json") == NULL) {
			n += run_folder(file);
			continue;
		}
		j = json_load_file(file, JSON_DECODE_INT_AS_REAL, NULL);
		assert_non_null(j);
		if (probe(j) == json_is_true(json_object_get(j, "wantErr")))
			fail_msg("%s: %s", file, json_text(j, "desc"));
		json_decref(j);
		n++;
	}
	closedir(d);
	return n;
}

static void
all_inclusion_probes_end_as_published(void **state)
{
	char path[1000];

	(void)state;
	vectors("rfc6962-merkle/testdata/inclusion", path, sizeof(path));
	assert_int_equal(run_folder(path), 98);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_give_the_known_answers),
		cmocka_unit_test(a_hash_is_64_lower_case_digits),
		cmocka_unit_test(the_stream_makes_the_tree_of_the_rfc),
		cmocka_unit_test(every_leaf_proves_its_place_and_no_other),
		cmocka_unit_test(a_leaf_is_not_a_node_and_none_is_doubled),
		cmocka_unit_test(salts_and_leaves_are_what_the_format_says),
		cmocka_unit_test(all_inclusion_probes_end_as_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
