#include "digest.h"

#include <string.h>

#include "armor.h"

bool
sat_hash_eq(const struct sat_hash *a, const struct sat_hash *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

void
sat_hash_hex(const struct sat_hash *h, char out[SATCHEL_HEX_SIZE])
{
	sat_hex_write(h->b, sizeof(h->b), out);
}

bool
sat_hash_read(const struct sat_rd *hex, struct sat_hash *h)
{
	return sat_hex_read(hex, false, h->b, sizeof(h->b));
}

void
sat_sha256(const void *p, size_t n, struct sat_hash *h)
{
	(void)crypto_hash_sha256(h->b, p, n);
}

void
sat_blake2b(const void *p, size_t n, struct sat_hash *h)
{
	(void)crypto_generichash(h->b, sizeof(h->b), p, n, NULL, 0);
}

void
sat_sha256_begin(struct sat_sha256_state *s)
{
	(void)crypto_hash_sha256_init(&s->s);
}

void
sat_sha256_add(struct sat_sha256_state *s, const void *p, size_t n)
{
	(void)crypto_hash_sha256_update(&s->s, p, n);
}

void
sat_sha256_end(struct sat_sha256_state *s, struct sat_hash *h)
{
	(void)crypto_hash_sha256_final(&s->s, h->b);
}

void
sat_record_salt(const uint8_t seed[SAT_SEED_SIZE], const void *id, size_t n,
    uint8_t salt[SAT_SALT_SIZE])
{
	static const char label[] = "satchel-salt v1"; /* its NUL counts */
	crypto_generichash_state s;

	(void)crypto_generichash_init(&s, seed, SAT_SEED_SIZE, SAT_SALT_SIZE);
	(void)crypto_generichash_update(
	    &s, (const uint8_t *)label, sizeof(label));
	(void)crypto_generichash_update(&s, id, n);
	(void)crypto_generichash_final(&s, salt, SAT_SALT_SIZE);
}

void
sat_record_leaf(const uint8_t salt[SAT_SALT_SIZE], const void *record, size_t n,
    struct sat_hash *h)
{
	static const uint8_t leaf = 0x00;
	struct sat_sha256_state s;

	sat_sha256_begin(&s);
	sat_sha256_add(&s, &leaf, 1);
	sat_sha256_add(&s, salt, SAT_SALT_SIZE);
	sat_sha256_add(&s, record, n);
	sat_sha256_end(&s, h);
}

void
sat_merkle_node(
    const struct sat_hash *l, const struct sat_hash *r, struct sat_hash *h)
{
	static const uint8_t node = 0x01;
	struct sat_sha256_state s;

	sat_sha256_begin(&s);
	sat_sha256_add(&s, &node, 1);
	sat_sha256_add(&s, l->b, sizeof(l->b));
	sat_sha256_add(&s, r->b, sizeof(r->b));
	sat_sha256_end(&s, h);
}

/* Full subtrees standing on the stack: one for each bit set in |n|, the
 * largest at the bottom. */
static unsigned
depth(uint64_t n)
{
	unsigned d = 0;

	for (; n != 0; n &= n - 1)
		d++;
	return d;
}

void
sat_merkle_add(struct sat_merkle *m, const struct sat_hash *leaf)
{
	struct sat_hash h = *leaf;
	unsigned d = depth(m->n);

	/* each trailing one of n is a subtree as large as |h| has become */
	for (uint64_t bits = m->n; bits & 1; bits >>= 1)
		sat_merkle_node(&m->stack[--d], &h, &h);
	m->stack[d] = h;
	m->n++;
}

void
sat_merkle_root(const struct sat_merkle *m, struct sat_hash *root)
{
	unsigned d = depth(m->n);
	struct sat_hash h;

	if (d == 0) {
		sat_sha256("", 0, root);
		return;
	}
	for (h = m->stack[--d]; d > 0; d--)
		sat_merkle_node(&m->stack[d - 1], &h, &h);
	*root = h;
}

bool
sat_merkle_verify(uint64_t index, uint64_t size, const struct sat_hash *leaf,
    const struct sat_hash *path, size_t n, const struct sat_hash *root)
{
	struct sat_hash h = *leaf;
	uint64_t fn = index, sn;

	if (index >= size)
		return false;
	sn = size - 1;
	for (size_t i = 0; i < n; i++) {
		if (sn == 0) /* the path is too long */
			return false;
		if (fn & 1 || fn == sn) {
			sat_merkle_node(&path[i], &h, &h);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			sat_merkle_node(&h, &path[i], &h);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && sat_hash_eq(&h, root);
}
