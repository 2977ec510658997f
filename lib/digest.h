/* digest: SHA-256, BLAKE2b and the RFC 6962 tree; only fixed-size hashes. */
#ifndef SAT_DIGEST_H
#define SAT_DIGEST_H

#include <sodium.h>

#include "bytes.h"
#include "format.h"

/* 32 bytes of SHA-256 or BLAKE2b-256; never shorter, never absent. */
struct sat_hash {
	uint8_t b[SAT_HASH_SIZE];
};

bool sat_hash_eq(const struct sat_hash *a, const struct sat_hash *b);
/* Lower-case hex with a NUL. */
void sat_hash_hex(const struct sat_hash *h, char out[SATCHEL_HEX_SIZE]);
/* Exactly 64 lower-case hex digits. */
SATCHEL_MUST bool sat_hash_read(const struct sat_rd *hex, struct sat_hash *h);

void sat_sha256(const void *p, size_t n, struct sat_hash *h);
void sat_blake2b(const void *p, size_t n, struct sat_hash *h);

/* Streaming SHA-256. */
struct sat_sha256_state {
	crypto_hash_sha256_state s;
};
void sat_sha256_begin(struct sat_sha256_state *s);
void sat_sha256_add(struct sat_sha256_state *s, const void *p, size_t n);
void sat_sha256_end(struct sat_sha256_state *s, struct sat_hash *h);

/* The salt of record |id|: BLAKE2b-128(key = seed, "satchel-salt v1" NUL id)
 * (satchel(5), "Record tree"). */
void sat_record_salt(const uint8_t seed[SAT_SEED_SIZE], const void *id,
    size_t n, uint8_t salt[SAT_SALT_SIZE]);
/* SHA-256(0x00 salt record), the record without its LF. */
void sat_record_leaf(const uint8_t salt[SAT_SALT_SIZE], const void *record,
    size_t n, struct sat_hash *h);
/* SHA-256(0x01 l r). */
void sat_merkle_node(
    const struct sat_hash *l, const struct sat_hash *r, struct sat_hash *h);

/* The root of a tree whose leaf hashes come one by one (RFC 6962 2.1); memory
 * is the logarithm.  All zero is a valid empty one. */
struct sat_merkle {
	uint64_t n;
	struct sat_hash stack[64];
};
void sat_merkle_add(struct sat_merkle *m, const struct sat_hash *leaf);
/* SHA-256 of nothing if no leaf was added. */
void sat_merkle_root(const struct sat_merkle *m, struct sat_hash *root);

/* RFC 6962 2.1.1 (RFC 9162 2.1.3.2): is |leaf| number |index| of |size|? */
SATCHEL_MUST bool
sat_merkle_verify(uint64_t index, uint64_t size, const struct sat_hash *leaf,
    const struct sat_hash *path, size_t n, const struct sat_hash *root);

#endif
