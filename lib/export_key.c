#include "export_key.h"

#include <string.h>

#include "armor.h"

enum {
	SEED = 32,
	PUBLIC = 32,
	OPENSSH_LINE = 70, /* as ssh-keygen breaks lines */
	OPENSSH_BLOCK = 8, /* of cipher "none" (PROTOCOL.key) */
	ROOM = 2048	   /* the largest binary form has less than 400 bytes */
};

static const char algorithm[] = "ssh-ed25519"; /* RFC 8709 */

/* RFC 8410, 7: version 0, id-Ed25519, an octet string that is the DER of an
 * octet string of 32 bytes; and 4: the SubjectPublicKeyInfo. */
static const uint8_t pkcs8[] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
	0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };
static const uint8_t spki[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65,
	0x70, 0x03, 0x21, 0x00 };

bool
sat_locked_init(struct sat_wr *w, size_t max, struct satchel_err *err)
{
	sat_wr_init(w, max);
	w->p = sodium_malloc(max);
	if (w->p == NULL)
		return sat_fail_nomem(err);
	w->cap = max; /* so sat_wr_room never reallocates */
	return true;
}

void
sat_locked_free(struct sat_wr *w)
{
	sodium_free(w->p); /* wipes it; takes NULL */
	sat_wr_init(w, 0);
}

static void
put_u32(struct sat_wr *w, uint32_t v)
{
	const uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
		(uint8_t)(v >> 8), (uint8_t)v }; /* each the low byte */

	sat_wr_put(w, b, sizeof(b));
}

static void
put_string(struct sat_wr *w, const void *p, size_t n)
{
	put_u32(w, (uint32_t)n); /* a key or a name: small */
	sat_wr_put(w, p, n);
}

static void
put_text(struct sat_wr *w, const char *s)
{
	put_string(w, s, strlen(s));
}

/* A public key as SSH has it, 51 bytes. */
static void
ssh_key(const struct sat_pubkey *k, struct sat_wr *w)
{
	put_text(w, algorithm);
	put_string(w, k->pk, PUBLIC);
}

/* What would be encrypted, if it were. */
static void
ssh_private(const struct sat_seckey *k, struct sat_wr *w)
{
	const struct sat_pubkey *pub = sat_seckey_public(k);
	uint32_t check = randombytes_random();
	uint8_t pad = 1;
	size_t begin = w->len;

	put_u32(w, check); /* twice: how a wrong passphrase shows */
	put_u32(w, check);
	ssh_key(pub, w);
	put_u32(w, SEED + PUBLIC);
	sat_wr_put(w, sat_seckey_seed(k), SEED);
	sat_wr_put(w, pub->pk, PUBLIC);
	put_text(w, pub->name);
	while ((w->len - begin) % OPENSSH_BLOCK != 0 && !w->full)
		sat_wr_u8(w, pad++);
}

/* PROTOCOL.key of OpenSSH, with cipher and kdf "none". */
static void
openssh(const struct sat_seckey *k, struct sat_wr *bin)
{
	const struct sat_pubkey *pub = sat_seckey_public(k);
	size_t at, len;

	sat_wr_put(bin, "openssh-key-v1", sizeof("openssh-key-v1"));
	put_text(bin, "none");
	put_text(bin, "none");
	put_text(bin, "");
	put_u32(bin, 1); /* one key */
	put_u32(bin, 4 + sizeof(algorithm) - 1 + 4 + PUBLIC);
	ssh_key(pub, bin);
	at = bin->len;
	put_u32(bin, 0);
	ssh_private(k, bin);
	if (bin->full)
		return;
	len = bin->len - at - 4;
	for (size_t i = 0; i < 4; i++)
		bin->p[at + i] = (uint8_t)(len >> (24 - 8 * i));
}

/* minisign's SeckeyStruct, 158 bytes, with kdf none as minisign -W writes it,
 * but for its checksum, which is BLAKE2b-256 of algorithm, number and key. */
static void
minisign(const struct sat_seckey *k, struct sat_wr *bin)
{
	const struct sat_pubkey *pub = sat_seckey_public(k);
	struct sat_hash num, sum;
	size_t at;

	sat_sha256(pub->pk, PUBLIC, &num);
	sat_wr_put(bin, "Ed\0\0B2", 6);
	sat_wr_fill(bin, 0, 32 + 8 + 8); /* salt, ops, mem */
	at = bin->len;
	sat_wr_put(bin, "Ed", 2); /* overwritten below: what is summed */
	sat_wr_put(bin, num.b, 8);
	sat_wr_put(bin, sat_seckey_seed(k), SEED);
	sat_wr_put(bin, pub->pk, PUBLIC);
	if (bin->full)
		return;
	sat_blake2b(bin->p + at, bin->len - at, &sum);
	memmove(bin->p + at, bin->p + at + 2, bin->len - at - 2);
	bin->len -= 2;
	sat_wr_put(bin, sum.b, sizeof(sum.b));
}

/* |bin| in base64, in lines of |width|. */
static bool
put_lines(const struct sat_wr *bin, size_t width, struct sat_wr *w,
    struct satchel_err *err)
{
	struct sat_rd rest, line;
	struct sat_wr b64;

	if (!sat_locked_init(&b64, ROOM, err))
		return false;
	sat_base64_write(&b64, bin->p, bin->len);
	rest = sat_wr_rd(&b64);
	while (sat_rd_take(&rest, rest.n < width ? rest.n : width, &line) &&
	       line.n > 0) {
		sat_wr_put(w, line.p, line.n);
		sat_wr_u8(w, '\n');
	}
	sat_locked_free(&b64);
	return true;
}

bool
sat_export_secret(const struct sat_seckey *k, enum satchel_key_form form,
    struct sat_wr *w, struct satchel_err *err)
{
	struct sat_wr bin;
	bool ok;

	if (!sat_locked_init(&bin, ROOM, err))
		return false;
	switch (form) {
	case SATCHEL_OPENSSH:
		openssh(k, &bin);
		sat_wr_str(w, "-----BEGIN OPENSSH PRIVATE KEY-----\n");
		ok = put_lines(&bin, OPENSSH_LINE, w, err);
		sat_wr_str(w, "-----END OPENSSH PRIVATE KEY-----\n");
		break;
	case SATCHEL_PEM:
		sat_wr_put(&bin, pkcs8, sizeof(pkcs8));
		sat_wr_put(&bin, sat_seckey_seed(k), SEED);
		sat_wr_str(w, "-----BEGIN PRIVATE KEY-----\n");
		ok = put_lines(&bin, ROOM, w, err);
		sat_wr_str(w, "-----END PRIVATE KEY-----\n");
		break;
	default:
		minisign(k, &bin);
		sat_wr_printf(w,
		    "untrusted comment: secret key of %s, not "
		    "encrypted\n",
		    sat_seckey_public(k)->name);
		ok = put_lines(&bin, ROOM, w, err);
	}
	ok = ok && sat_wr_done(&bin, "a key", err) &&
	     sat_wr_done(w, "a key", err);
	sat_locked_free(&bin);
	return ok;
}

void
sat_export_public(
    const struct sat_pubkey *k, enum satchel_key_form form, struct sat_wr *w)
{
	struct sat_wr bin;

	sat_wr_init(&bin, ROOM);
	switch (form) {
	case SATCHEL_OPENSSH:
		ssh_key(k, &bin);
		sat_wr_printf(w, "%s ", algorithm);
		sat_base64_write(w, bin.p, bin.len);
		sat_wr_printf(w, " %s\n", k->name);
		break;
	case SATCHEL_PEM:
		sat_wr_put(&bin, spki, sizeof(spki));
		sat_wr_put(&bin, k->pk, PUBLIC);
		sat_wr_str(w, "-----BEGIN PUBLIC KEY-----\n");
		sat_base64_write(w, bin.p, bin.len);
		sat_wr_str(w, "\n-----END PUBLIC KEY-----\n");
		break;
	default:
		sat_pubkey_write(k, w);
	}
	w->nomem = w->nomem || bin.nomem;
	sat_wr_free(&bin);
}
