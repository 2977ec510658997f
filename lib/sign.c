#include "sign.h"

#include <string.h>

#include "armor.h"

enum { SIGNIFY_SIZE = 74 };

bool
sat_bundle_restate(const char *path, const struct sat_bundle *b,
    const struct sat_rd *statement, struct satchel_err *err)
{
	struct sat_out o;

	if (statement->n > SAT_MAX_STATEMENT)
		return sat_fail(
		    err, SATCHEL_ELIMIT, "STATEMENT is over 64 KiB");
	if (!sat_out_open(SAT_CWD, path, true, b->file.mode & 0777, &o, err))
		return false;
	if (!sat_bundle_write(&o, statement, &b->member[SAT_ROOTS],
		&b->member[SAT_HISTORY], b->file.fd, b->payload_off,
		b->payload_len, NULL, err)) {
		sat_out_abort(&o);
		return false;
	}
	return sat_out_commit(&o, err);
}

/* What the search for signatures carries along. */
struct search {
	const struct sat_rd *text;
	const struct sat_pubkey *keys;
	size_t nkeys;
	struct sat_found_sig *sig;
	size_t max;
	size_t n;
};

static bool
try_key(struct search *s, const struct sat_pubkey *k, const uint8_t sig[64])
{
	if (s->n >= s->max ||
	    !sat_ed25519_verify(k->pk, s->text->p, s->text->n, sig))
		return false;
	s->sig[s->n].key = k;
	memcpy(s->sig[s->n].sig, sig, 64);
	s->n++;
	return true;
}

static bool
try_all(struct search *s, const uint8_t sig[64])
{
	for (size_t i = 0; i < s->nkeys; i++)
		if (try_key(s, &s->keys[i], sig))
			return true;
	return false;
}

/* "Ed", an 8-byte key number that some tools choose freely, 64 bytes: the
 * form of signify and of minisign without prehash. */
static void
try_signify(struct search *s, const struct sat_rd *line)
{
	uint8_t b[SIGNIFY_SIZE];
	size_t n;

	if (sat_base64_read(line, b, sizeof(b), &n) && n == sizeof(b) &&
	    memcmp(b, "Ed", 2) == 0)
		(void)try_all(s, b + 10);
}

/* "— NAME base64(id4 sig64)" */
static void
try_line(struct search *s, struct sat_rd line)
{
	struct sat_rd name = line, b64;
	uint8_t b[68];
	size_t n, sp = 0;

	while (sp < line.n && line.p[sp] != ' ')
		sp++;
	if (!sat_rd_take(&line, sp, &name) || !sat_rd_word(&line, " "))
		return;
	b64 = line;
	if (!sat_base64_read(&b64, b, sizeof(b), &n) || n != sizeof(b))
		return;
	for (size_t i = 0; i < s->nkeys; i++)
		if (sat_rd_is(&name, s->keys[i].name) &&
		    memcmp(b, s->keys[i].id, 4) == 0)
			(void)try_key(s, &s->keys[i], b + 4);
}

static bool
prehashed(const struct sat_rd *line)
{
	uint8_t b[SIGNIFY_SIZE];
	size_t n;

	return sat_base64_read(line, b, sizeof(b), &n) && n == sizeof(b) &&
	       memcmp(b, "ED", 2) == 0;
}

bool
sat_signatures_in(const struct sat_rd *file, const struct sat_rd *text,
    const struct sat_pubkey *keys, size_t nkeys, struct sat_found_sig *sig,
    size_t max, size_t *n, struct satchel_err *err)
{
	struct search s = { text, keys, nkeys, sig, max, 0 };
	struct sat_rd rest = *file, line;
	bool hashed = false;

	if (file->n == 64)
		(void)try_all(&s, file->p);
	if (s.n > 0)
		rest = sat_rd_of(NULL, 0, 0, NULL);
	while (sat_rd_line(&rest, &line)) {
		if (sat_rd_word(&line, "\xe2\x80\x94 "))
			try_line(&s, line);
		else
			try_signify(&s, &line);
		hashed = hashed || prehashed(&line);
	}
	if (s.n > 0) {
		*n = s.n;
		return true;
	}
	sat_fail(err, SATCHEL_EUNTRUSTED,
	    "holds no good signature of a release key over this statement");
	if (hashed)
		return sat_hint(err,
		    "it was made with prehashing: minisign -S -l "
		    "-m STATEMENT.text");
	return sat_hint(err,
	    "allowed: signature lines, a signify .sig, a .minisig (-l), 64 raw "
	    "bytes, over the text before the blank line");
}
