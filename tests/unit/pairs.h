/* pairs: key pairs for tests, made from their names, and notes signed with
 * libsodium itself rather than with what is being tested. */
#ifndef UNIT_PAIRS_H
#define UNIT_PAIRS_H

#include "unit.h"

#include <sodium.h>

#include "key.h"
#include "note.h"

struct pair {
	struct sat_pubkey pub;
	uint8_t seed[32], sk[64];
};

/* The seed is SHA-256 of the name. */
static inline struct pair
pair_of(const char *name)
{
	struct pair p;
	uint8_t pk[32];

	crypto_hash_sha256(p.seed, (const uint8_t *)name, strlen(name));
	crypto_sign_seed_keypair(pk, p.sk, p.seed);
	assert_true(sat_pubkey_make(name, pk, &p.pub, NULL));
	return p;
}

/* A signature line of |p| over |n| bytes of |text|. */
static inline void
put_line(struct sat_wr *w, const struct pair *p, const void *t, size_t n)
{
	uint8_t sig[64];

	crypto_sign_detached(sig, NULL, t, n, p->sk);
	sat_note_line(&p->pub, sig, w);
}

/* |text|, a blank line, a line of each of |n| signers in the order given. */
static inline void
put_note(
    struct sat_wr *w, const char *t, const struct pair *const *signer, size_t n)
{
	sat_wr_str(w, t);
	sat_wr_str(w, "\n");
	for (size_t i = 0; i < n; i++)
		put_line(w, signer[i], t, strlen(t));
}

#endif
