/* A note read from anywhere: split, counted, added to, and taken apart from
 * others; whatever is accepted is written back the same. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The keys of the seeds: their secret is SHA-256 of the name. */
static struct sat_pubkey
key_of(const char *name, uint8_t sk[64])
{
	uint8_t seed[32], pk[32];
	struct sat_pubkey k;

	crypto_hash_sha256(seed, (const uint8_t *)name, strlen(name));
	crypto_sign_seed_keypair(pk, sk, seed);
	if (!sat_pubkey_make(name, pk, &k, NULL))
		abort();
	return k;
}

/* The parts make up the whole again. */
static void
rejoin(const struct sat_note *n)
{
	struct sat_wr w;

	sat_wr_init(&w, n->whole.n);
	sat_wr_put(&w, n->text.p, n->text.n);
	sat_wr_str(&w, "\n");
	for (size_t i = 0; i < n->n; i++) {
		sat_wr_put(&w, n->sig[i].line.p, n->sig[i].line.n);
		sat_wr_str(&w, "\n");
	}
	if (!sat_wr_done(&w, "x", NULL) || !sat_rd_eq(&n->whole, w.p, w.len))
		abort();
	sat_wr_free(&w);
}

/* One good line more: one signer more. */
static void
add(const struct sat_note *n)
{
	uint8_t sk[64], sig[64];
	struct sat_pubkey k = key_of("un.example/c", sk);
	struct sat_note more;
	struct sat_wr w;
	struct sat_rd r;
	size_t count = 0;

	crypto_sign_detached(sig, NULL, n->text.p, n->text.n, sk);
	sat_wr_init(&w, n->whole.n + 1000);
	if (sat_note_add(n, &k, sig, &w, NULL)) {
		r = sat_wr_rd(&w);
		if (!sat_note_read(&r, 1, &more, NULL) || more.n != n->n + 1 ||
		    !sat_note_count(&more, &k, 1, &count, NULL, NULL) ||
		    count != 1)
			abort();
	}
	sat_wr_free(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd whole = sat_rd_of(data, size, 0, "fuzz"), one;
	size_t who[SAT_MAX_SIG_LINES], count;
	struct sat_pubkey keys[2];
	struct satchel_err err;
	struct sat_note n;
	uint8_t sk[64];

	keys[0] = key_of("un.example/a", sk);
	keys[1] = key_of("un.example/b", sk);
	if (sat_note_read(&whole, 0, &n, &err)) {
		rejoin(&n);
		add(&n);
		if (sat_note_count(&n, keys, 2, &count, who, &err) && count > 2)
			abort();
	}
	while (sat_note_next(&whole, "satchel root v1", &one, &err))
		if (one.n == 0)
			abort();
	return 0;
}
