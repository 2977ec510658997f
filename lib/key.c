#include "key.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "armor.h"

/* Argon2id for a new key, and what an old file may ask for: less would be
 * too weak, more would be a way to exhaust the machine. */
enum { NEW_OPS = 4, MIN_OPS = 3, MAX_OPS = 16, MAX_KEY_FILE = 4096 };
#define NEW_MEM (UINT64_C(256) << 20)
#define MIN_MEM (UINT64_C(64) << 20)
#define MAX_MEM (UINT64_C(2) << 30)

enum {
	SEED = crypto_sign_SEEDBYTES,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	SALT = crypto_pwhash_argon2id_SALTBYTES,
	BOX = NONCE + SEED + TAG,
	ED25519 = 0x01, /* C2SP signed-note's signature type */
	KEYNUM = 8
};

/* Lives in sodium_malloc memory only.  Bytes alone: no alignment to keep. */
struct sat_seckey {
	struct sat_pubkey pub;
	uint8_t seed[SEED];
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
	uint8_t kek[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
};

static bool
letter_or_digit(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool
sat_name_ok(const struct sat_rd *name)
{
	bool start = true; /* of a segment */

	if (name->n < SAT_MIN_NAME || name->n > SAT_MAX_NAME)
		return false;
	for (size_t i = 0; i < name->n; i++) {
		uint8_t c = name->p[i];
		bool joint = c == '.' || c == '/';

		if (!letter_or_digit(c) && (start || (c != '-' && !joint)))
			return false;
		start = joint;
	}
	return !start;
}

bool
sat_name_exercise(const char *name)
{
	const char *last = name;

	for (; *name != '\0'; name++)
		if (*name == '.' || *name == '/')
			last = name + 1;
	return strcmp(last, "exercise") == 0;
}

void
sat_name_file(const char *name, char out[SATCHEL_NAME_MAX])
{
	size_t i = 0;

	for (; i < SAT_MAX_NAME && name[i] != '\0'; i++)
		out[i] = (char)(name[i] == '/' ? '_' : name[i]);
	out[i] = '\0';
}

/* SHA-256(name LF 0x01 pk)[0..4] (C2SP signed-note, "Format"). */
static void
set_id(struct sat_pubkey *k)
{
	static const uint8_t sep[] = { '\n', ED25519 };
	struct sat_sha256_state s;
	struct sat_hash h;

	sat_sha256_begin(&s);
	sat_sha256_add(&s, k->name, strlen(k->name));
	sat_sha256_add(&s, sep, sizeof(sep));
	sat_sha256_add(&s, k->pk, sizeof(k->pk));
	sat_sha256_end(&s, &h);
	memcpy(k->id, h.b, sizeof(k->id));
}

/* sat_pubkey_make of a name in |at|, the place for messages. */
static bool
make(const struct sat_rd *at, const uint8_t pk[32], struct sat_pubkey *k,
    struct satchel_err *err)
{
	struct sat_pubkey new = { .name = "" };

	if (!sat_name_ok(at))
		return sat_rd_fail(err, at,
		    "a key name is 3 to 100 bytes of segments a-z 0-9 - joined "
		    "by . or /");
	if (crypto_core_ed25519_is_valid_point(pk) != 1)
		return sat_rd_fail(err, at,
		    "the public key is not a point of prime order, no Ed25519 "
		    "key of use");
	memcpy(new.name, at->p, at->n);
	memcpy(new.pk, pk, sizeof(new.pk));
	set_id(&new);
	*k = new;
	return true;
}

bool
sat_pubkey_make(const char *name, const uint8_t pk[32], struct sat_pubkey *k,
    struct satchel_err *err)
{
	struct sat_rd at = sat_rd_of(name, strlen(name), 0, NULL);
	bool ok = make(&at, pk, k, err);

	if (!ok && err != NULL)
		err->has_offset = false; /* a name is no file */
	return ok;
}

/* Takes what stands before the next |c| of |r|, and |c|. */
static bool
take_to(struct sat_rd *r, uint8_t c, struct sat_rd *out)
{
	const uint8_t *p = memchr(r->p, c, r->n);
	struct sat_rd skip;

	return p != NULL && /* so it lies in the window */
	       sat_rd_take(r, (size_t)(p - r->p), out) &&
	       sat_rd_take(r, 1, &skip);
}

bool
sat_vkey_read(
    const struct sat_rd *text, struct sat_pubkey *k, struct satchel_err *err)
{
	struct sat_rd rest = *text, name, id;
	uint8_t hash[4], raw[1 + 32];
	struct sat_pubkey new;
	size_t n;

	if (!take_to(&rest, '+', &name) || !take_to(&rest, '+', &id) ||
	    !sat_hex_read(&id, false, hash, sizeof(hash)) ||
	    !sat_base64_read(&rest, raw, sizeof(raw), &n) || n != sizeof(raw))
		return sat_rd_fail(err, text,
		    "a key is written NAME+8 hex digits+44 characters of "
		    "base64");
	if (raw[0] != ED25519)
		return sat_rd_fail(err, text,
		    "a key of type 0x%02x; only Ed25519 (0x01) is known",
		    raw[0]);
	if (!make(&name, raw + 1, &new, err))
		return false;
	if (memcmp(hash, new.id, sizeof(hash)) != 0)
		return sat_rd_fail(
		    err, text, "the key id is not that of this name and key");
	*k = new;
	return true;
}

void
sat_vkey_write(const struct sat_pubkey *k, struct sat_wr *w)
{
	uint8_t raw[1 + 32] = { ED25519 };
	char id[2 * sizeof(k->id) + 1];

	memcpy(raw + 1, k->pk, sizeof(k->pk));
	sat_hex_write(k->id, sizeof(k->id), id);
	sat_wr_printf(w, "%s+%s+", k->name, id);
	sat_base64_write(w, raw, sizeof(raw));
}

/* The key number that signify and minisign compare first. */
static void
keynum(const uint8_t pk[32], uint8_t num[KEYNUM])
{
	struct sat_hash h;

	sat_sha256(pk, 32, &h);
	memcpy(num, h.b, KEYNUM);
}

static bool
not_a_public_key(const struct sat_rd *file, struct satchel_err *err)
{
	sat_rd_fail(err, file,
	    "is not a public key file: \"untrusted comment: NAME\", then one "
	    "line of base64");
	if (sat_rd_begins(file, "satchel secret key"))
		sat_hint(err, "it is a secret key; its public half lies in the "
			      "file that ends in .pub");
	return false;
}

bool
sat_pubkey_read(
    const struct sat_rd *file, struct sat_pubkey *k, struct satchel_err *err)
{
	struct sat_rd rest = *file, name, line;
	uint8_t raw[2 + KEYNUM + 32], num[KEYNUM];
	struct sat_pubkey new;
	size_t n;

	if (!sat_no_cr(file, SATCHEL_EFORMAT, err))
		return false;
	if (!sat_rd_line(&rest, &name) ||
	    !sat_rd_word(&name, "untrusted comment: ") ||
	    !sat_rd_line(&rest, &line) || !sat_rd_end(&rest) ||
	    !sat_base64_read(&line, raw, sizeof(raw), &n) || n != sizeof(raw) ||
	    raw[0] != 'E' || raw[1] != 'd')
		return not_a_public_key(file, err);
	if (!make(&name, raw + 2 + KEYNUM, &new, err))
		return false;
	keynum(new.pk, num);
	if (memcmp(raw + 2, num, KEYNUM) != 0)
		return sat_rd_fail(
		    err, &line, "the key number is not that of the key");
	*k = new;
	return true;
}

void
sat_pubkey_write(const struct sat_pubkey *k, struct sat_wr *w)
{
	uint8_t raw[2 + KEYNUM + 32] = { 'E', 'd' };

	keynum(k->pk, raw + 2);
	memcpy(raw + 2 + KEYNUM, k->pk, sizeof(k->pk));
	sat_wr_printf(w, "untrusted comment: %s\n", k->name);
	sat_base64_write(w, raw, sizeof(raw));
	sat_wr_str(w, "\n");
}

bool
sat_ed25519_verify(
    const uint8_t pk[32], const void *msg, size_t n, const uint8_t sig[64])
{
	return crypto_core_ed25519_is_valid_point(pk) == 1 &&
	       crypto_core_ed25519_is_valid_point(sig) == 1 && /* R */
	       crypto_sign_verify_detached(sig, msg, n, pk) == 0;
}

/* RFC 8032 7.1, TEST 2: the message is the byte 0x72.  Its points are good;
 * whether bad ones are told is another matter, and as dear. */
static bool
knows_the_answer(void)
{
	static const char pk_hex[] = "3d4017c3e843895a92b70aa74d1b7ebc"
				     "9c982ccf2ec4968cc0cd55f12af4660c";
	static const char sig_hex[] = "92a009a9f0d4cab8720e820b5f642540"
				      "a2b27b5416503f8fb3762223ebdb69da"
				      "085ac1e43e15996e458f3613d0f11d8c"
				      "387b2eaeb4302aeeb00d291612bb0c00";
	struct sat_rd p = sat_rd_of(pk_hex, sizeof(pk_hex) - 1, 0, NULL);
	struct sat_rd s = sat_rd_of(sig_hex, sizeof(sig_hex) - 1, 0, NULL);
	uint8_t pk[32], sig[64];

	return sat_hex_read(&p, false, pk, sizeof(pk)) &&
	       sat_hex_read(&s, false, sig, sizeof(sig)) &&
	       crypto_sign_verify_detached(
		   sig, (const uint8_t *)"\x72", 1, pk) == 0 &&
	       crypto_sign_verify_detached(
		   sig, (const uint8_t *)"\x73", 1, pk) != 0;
}

bool
sat_key_selftest(struct satchel_err *err)
{
	uint8_t mixed[32]; /* the base point plus the point of order 2 */

	if (sodium_init() < 0)
		return sat_fail(
		    err, SATCHEL_ESELFTEST, "libsodium does not start");
	memset(mixed, 0x99, sizeof(mixed));
	mixed[0] = 0x95;
	if (crypto_core_ed25519_is_valid_point(mixed) != 0) {
		sat_fail(err, SATCHEL_ESELFTEST,
		    "this libsodium accepts keys outside the prime-order group "
		    "(CVE-2025-69277)");
		return sat_hint(err, "update libsodium, then try again");
	}
	if (!knows_the_answer())
		return sat_fail(err, SATCHEL_ESELFTEST,
		    "libsodium fails the Ed25519 known answer of RFC 8032");
	return true;
}

/* A secret key file, split; nothing of it is proved. */
struct parts {
	struct sat_pubkey pub;
	bool encrypted;
	uint64_t ops, mem;
	uint8_t salt[SALT];
	struct sat_rd head; /* the three lines that are authenticated */
	struct sat_rd box;  /* base64 */
};

/* "argon2id13 ops N mem N salt BASE64" */
static bool
read_kdf(const struct sat_lines *l, struct sat_rd v, struct parts *p,
    struct satchel_err *err)
{
	struct sat_rd ops, mem;
	size_t n;

	p->encrypted = true;
	if (!sat_rd_word(&v, "argon2id13 ops ") || !take_to(&v, ' ', &ops) ||
	    !sat_rd_word(&v, "mem ") || !take_to(&v, ' ', &mem) ||
	    !sat_rd_word(&v, "salt ") ||
	    !sat_base64_read(&v, p->salt, sizeof(p->salt), &n) ||
	    n != sizeof(p->salt))
		return sat_lines_fail(err, l,
		    "kdf is \"none\" or \"argon2id13 ops N mem N salt "
		    "BASE64\"");
	if (!sat_rd_decimal(&ops, MAX_OPS, &p->ops) || p->ops < MIN_OPS)
		return sat_lines_fail(
		    err, l, "ops outside %d to %d", MIN_OPS, MAX_OPS);
	if (!sat_rd_decimal(&mem, MAX_MEM, &p->mem) || p->mem < MIN_MEM)
		return sat_lines_fail(
		    err, l, "mem outside 64 MiB to 2 GiB (it is in bytes)");
	return true;
}

static bool
not_a_secret_key(const struct sat_rd *file, struct satchel_err *err)
{
	sat_rd_fail(err, file,
	    "is not a secret key file: its first line is \"satchel secret key "
	    "v1\"");
	if (sat_rd_begins(file, "untrusted comment: "))
		sat_hint(err, "it is a public key file, or another tool's key");
	return false;
}

static bool
split(const struct sat_rd *file, struct parts *p, struct satchel_err *err)
{
	struct sat_lines l = sat_lines_of(file, "secret key");
	struct sat_rd v, all = *file;

	if (!sat_no_cr(file, SATCHEL_EFORMAT, err))
		return false;
	if (file->n > MAX_KEY_FILE ||
	    !sat_line_value(&l, "satchel", &v, NULL) ||
	    !sat_rd_is(&v, "secret key v1"))
		return not_a_secret_key(file, err);
	if (!sat_line_value(&l, "public", &v, err) ||
	    !sat_vkey_read(&v, &p->pub, err) ||
	    !sat_line_value(&l, "kdf", &v, err))
		return false;
	p->encrypted = false;
	if (!sat_rd_is(&v, "none") && !read_kdf(&l, v, p, err))
		return false;
	if (!sat_rd_take(&all, file->n - l.rest.n, &p->head))
		return false; /* |rest| is a part of |file| */
	if (!sat_line_value(&l, "box", &p->box, err))
		return false;
	if (!sat_rd_end(&l.rest))
		return sat_lines_fail(err, &l, "nothing may follow this line");
	return true;
}

bool
sat_seckey_peek(const struct sat_rd *file, struct sat_pubkey *k,
    bool *encrypted, struct satchel_err *err)
{
	struct parts p;

	if (!split(file, &p, err))
		return false;
	*k = p.pub;
	*encrypted = p.encrypted;
	return true;
}

/* Locked memory for a secret, or NULL. */
static struct sat_seckey *
new_secret(struct satchel_err *err)
{
	struct sat_seckey *s = NULL;

	if (sodium_init() < 0)
		sat_fail(err, SATCHEL_ESELFTEST, "libsodium does not start");
	else if ((s = sodium_malloc(sizeof(*s))) == NULL)
		sat_fail_nomem(err);
	return s;
}

/* The key that locks the seed; never a weaker one for want of memory. */
static bool
derive(struct sat_seckey *s, const char *passphrase, uint64_t ops, uint64_t mem,
    const uint8_t salt[SALT], struct satchel_err *err)
{
	if (crypto_pwhash(s->kek, sizeof(s->kek), passphrase,
		strlen(passphrase), salt, ops, (size_t)mem, /* at most 2 GiB */
		crypto_pwhash_ALG_ARGON2ID13) == 0)
		return true;
	sat_fail(err, SATCHEL_ENOMEM,
	    "out of memory: the passphrase takes %llu MiB to check",
	    (unsigned long long)(mem >> 20));
	return sat_hint(err, "close other programs, or use a larger machine");
}

static bool
open_box(struct sat_seckey *s, const struct parts *p, const char *passphrase,
    struct satchel_err *err)
{
	uint8_t box[BOX];
	size_t n;

	if (!sat_base64_read(&p->box, box, sizeof(box), &n) || n != BOX)
		return sat_rd_fail(
		    err, &p->box, "box is not the base64 of %d bytes", BOX);
	if (!derive(s, passphrase, p->ops, p->mem, p->salt, err))
		return false;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(s->seed, NULL, NULL,
		box + NONCE, SEED + TAG, p->head.p, p->head.n, box,
		s->kek) != 0) {
		sat_fail(err, SATCHEL_EUNTRUSTED,
		    "wrong passphrase, or the file was changed");
		return sat_err_file(err, p->head.file);
	}
	return true;
}

/* The pair of the seed; its public half must be the one the file names. */
static bool
expand(struct sat_seckey *s, const struct parts *p, struct satchel_err *err)
{
	uint8_t pk[32];

	(void)crypto_sign_seed_keypair(pk, s->sk, s->seed);
	if (memcmp(pk, p->pub.pk, sizeof(pk)) != 0)
		return sat_rd_fail(err, &p->head,
		    "the public key in the file is not that of its seed");
	s->pub = p->pub;
	return true;
}

bool
sat_seckey_open(const struct sat_rd *file, const char *passphrase,
    struct sat_seckey **out, struct satchel_err *err)
{
	struct sat_seckey *s = NULL;
	struct parts p;
	size_t n;
	bool ok = false;

	if (!split(file, &p, err))
		return false;
	if (p.encrypted && passphrase == NULL) {
		sat_fail(err, SATCHEL_EUSAGE, "the key needs its passphrase");
		return sat_err_file(err, file->file);
	}
	s = new_secret(err);
	if (s == NULL)
		return false;
	if (p.encrypted) {
		if (!open_box(s, &p, passphrase, err))
			goto out;
	} else if (!sat_base64_read(&p.box, s->seed, SEED, &n) || n != SEED) {
		sat_rd_fail(
		    err, &p.box, "box is not the base64 of %d bytes", SEED);
		goto out;
	}
	if (!expand(s, &p, err))
		goto out;
	*out = s;
	s = NULL; /* now the caller's */
	ok = true;
out:
	sat_seckey_close(s);
	return ok;
}

void
sat_seckey_close(struct sat_seckey *s)
{
	sodium_free(s); /* wipes it; takes NULL */
}

const struct sat_pubkey *
sat_seckey_public(const struct sat_seckey *s)
{
	return &s->pub;
}

const uint8_t *
sat_seckey_seed(const struct sat_seckey *s)
{
	return s->seed;
}

/* The fourth line; the first three are in |w|. */
static bool
write_box(struct sat_seckey *s, const char *passphrase, struct sat_wr *w,
    const uint8_t salt[SALT], struct satchel_err *err)
{
	uint8_t box[BOX];

	if (passphrase != NULL) {
		if (!derive(s, passphrase, NEW_OPS, NEW_MEM, salt, err) ||
		    !sat_wr_done(w, "a secret key", err))
			return false;
		randombytes_buf(box, NONCE);
		(void)crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE,
		    NULL, s->seed, SEED, w->p, w->len, NULL, box, s->kek);
	}
	sat_wr_str(w, "box ");
	if (passphrase != NULL)
		sat_base64_write(w, box, sizeof(box));
	else
		sat_base64_write(w, s->seed, SEED);
	sat_wr_str(w, "\n");
	return sat_wr_done(w, "a secret key", err);
}

static void
write_head(const struct sat_seckey *s, bool encrypted, const uint8_t salt[SALT],
    struct sat_wr *w)
{
	sat_wr_str(w, "satchel secret key v1\npublic ");
	sat_vkey_write(&s->pub, w);
	if (!encrypted) {
		sat_wr_str(w, "\nkdf none\n");
		return;
	}
	sat_wr_printf(w, "\nkdf argon2id13 ops %d mem %llu salt ", NEW_OPS,
	    (unsigned long long)NEW_MEM);
	sat_base64_write(w, salt, SALT);
	sat_wr_str(w, "\n");
}

bool
sat_seckey_new(const char *name, const char *passphrase, struct sat_wr *file,
    struct sat_pubkey *k, struct satchel_err *err)
{
	struct sat_rd r = sat_rd_of(name, strlen(name), 0, NULL);
	struct sat_seckey *s = NULL;
	uint8_t salt[SALT], pk[32];
	bool ok = false;

	if (!sat_name_ok(&r))
		return sat_fail(err, SATCHEL_EUSAGE,
		    "\"%.*s\" is no name for a key: 3 to 100 bytes, segments "
		    "a-z 0-9 - joined by . or /",
		    SAT_MAX_NAME, name);
	if (passphrase != NULL && *passphrase == '\0')
		return sat_fail(err, SATCHEL_EUSAGE, "an empty passphrase");
	s = new_secret(err);
	if (s == NULL)
		return false;
	randombytes_buf(s->seed, sizeof(s->seed));
	randombytes_buf(salt, sizeof(salt));
	(void)crypto_sign_seed_keypair(pk, s->sk, s->seed);
	if (!sat_pubkey_make(name, pk, &s->pub, err))
		goto out;
	sat_wr_reset(file);
	/* in one piece, so that growing leaves no copy of the seed behind */
	if (sat_wr_room(file, 1024) == NULL) {
		ok = sat_wr_done(file, "a secret key", err); /* false */
		goto out;
	}
	write_head(s, passphrase != NULL, salt, file);
	if (!write_box(s, passphrase, file, salt, err))
		goto out;
	*k = s->pub;
	ok = true;
out:
	sat_seckey_close(s);
	return ok;
}

void
sat_seckey_wipe(struct sat_wr *file)
{
	if (file->p != NULL)
		sodium_memzero(file->p, file->cap);
	sat_wr_reset(file);
}

bool
sat_seckey_sign(const struct sat_seckey *s, const void *msg, size_t n,
    uint8_t sig[64], struct satchel_err *err)
{
	uint8_t made[crypto_sign_BYTES];

	(void)crypto_sign_detached(made, NULL, msg, n, s->sk);
	if (!sat_ed25519_verify(s->pub.pk, msg, n, made)) {
		/* a faulty one could give the key away (RFC 8032 8.1) */
		sodium_memzero(made, sizeof(made));
		return sat_fail(err, SATCHEL_ESELFTEST,
		    "the signature just made is not good and is thrown away");
	}
	memcpy(sig, made, sizeof(made));
	return true;
}
