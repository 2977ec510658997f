/* key: Ed25519 pairs, their names, C2SP vkeys and files; strict verification.
 * Secrets live and die in key.c (satchel(5), "Keys" and "Notes"). */
#ifndef SAT_KEY_H
#define SAT_KEY_H

#include "bytes.h"
#include "digest.h"

/* A name of a key or directory: segments [a-z0-9][a-z0-9-]* joined by "." or
 * "/", 3 to 100 bytes. */
bool sat_name_ok(const struct sat_rd *name);
/* True if the last segment is "exercise". */
bool sat_name_exercise(const char *name);
/* "/" written "_", for a file's name. */
void sat_name_file(const char *name, char out[SATCHEL_NAME_MAX]);

struct sat_pubkey {
	char name[SATCHEL_NAME_MAX];
	uint8_t id[4]; /* C2SP key id: SHA-256(name LF 0x01 pk)[0..4] */
	uint8_t pk[32];
};

/* Fills in the id; refuses a |pk| that is not a valid point of prime order. */
SATCHEL_MUST bool sat_pubkey_make(const char *name, const uint8_t pk[32],
    struct sat_pubkey *k, struct satchel_err *err);

/* A C2SP vkey: name+hex8+base64(0x01 pk); the id must be right. */
SATCHEL_MUST bool sat_vkey_read(
    const struct sat_rd *text, struct sat_pubkey *k, struct satchel_err *err);
void sat_vkey_write(const struct sat_pubkey *k, struct sat_wr *w);

/* The two-line public key file. */
SATCHEL_MUST bool sat_pubkey_read(
    const struct sat_rd *file, struct sat_pubkey *k, struct satchel_err *err);
void sat_pubkey_write(const struct sat_pubkey *k, struct sat_wr *w);

/* Once before the first check: SATCHEL_ESELFTEST if this libsodium accepts
 * the mixed-order point of CVE-2025-69277 or fails a known answer. */
SATCHEL_MUST bool sat_key_selftest(struct satchel_err *err);

/*
 * Strict Ed25519 (satchel(5), "Notes"): canonical prime-order public key and R, S < L,
 * then crypto_sign_verify_detached.
 */
bool sat_ed25519_verify(
    const uint8_t pk[32], const void *msg, size_t n, const uint8_t sig[64]);

/* An opened secret key, in locked memory. */
struct sat_seckey;

/* A new pair: the text of its secret key file goes to |file| (protected by
 * |passphrase| if not NULL).  The caller wipes it with sat_seckey_wipe. */
SATCHEL_MUST bool sat_seckey_new(const char *name, const char *passphrase,
    struct sat_wr *file, struct sat_pubkey *k, struct satchel_err *err);

/* Overwrites what |file| holds or held before it is freed: without a
 * passphrase that is the seed. */
void sat_seckey_wipe(struct sat_wr *file);

/* The public half a secret key file names, unverified, and whether it needs a
 * passphrase. */
SATCHEL_MUST bool sat_seckey_peek(const struct sat_rd *file,
    struct sat_pubkey *k, bool *encrypted, struct satchel_err *err);

/* A wrong passphrase, or a file whose public half is not the seed's:
 * EUNTRUSTED, EFORMAT. The caller closes |*out|. */
SATCHEL_MUST bool sat_seckey_open(const struct sat_rd *file,
    const char *passphrase, struct sat_seckey **out, struct satchel_err *err);
void sat_seckey_close(struct sat_seckey *s);
const struct sat_pubkey *sat_seckey_public(const struct sat_seckey *s);
/* The 32 bytes it was made from, in the key's locked memory; for export_key.c
 * alone. */
const uint8_t *sat_seckey_seed(const struct sat_seckey *s);

/* Signs and verifies the signature before it is given out. */
SATCHEL_MUST bool sat_seckey_sign(const struct sat_seckey *s, const void *msg,
    size_t n, uint8_t sig[64], struct satchel_err *err);

#endif
