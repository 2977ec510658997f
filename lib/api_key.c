/* api_key: the part of satchel_build.h for keys that are used elsewhere, and
 * for a State's own key. */
#include <stdlib.h>
#include <string.h>

#include "agent.h"
#include "api.h"
#include "export_key.h"
#include "receipt.h"
#include "sign.h"

enum { MAX_KEY_FILE = 4096, MAX_RECEIPT_TEXT = 4096 };

/* ---- the ssh-agent ------------------------------------------------------------ */

struct satchel_agent {
	struct sat_agent agent;
};

bool
satchel_agent_open(
    const char *path, struct satchel_agent **a, struct satchel_err *err)
{
	struct satchel_agent *new = malloc(sizeof(*new));

	if (new == NULL)
		return sat_fail_nomem(err);
	if (!sat_key_selftest(err) || !sat_agent_open(path, &new->agent, err)) {
		free(new);
		return false;
	}
	*a = new;
	return true;
}

void
satchel_agent_close(struct satchel_agent *a)
{
	if (a != NULL)
		sat_agent_close(&a->agent);
	free(a);
}

/* The public key in a two-line file, or the one a secret key file names. */
static bool
load_public(const char *path, struct sat_pubkey *k, struct satchel_err *err)
{
	uint8_t *p = NULL;
	struct sat_rd r;
	size_t n = 0;
	bool locked, ok;

	if (!sat_file_load(SAT_CWD, path, MAX_KEY_FILE, &p, &n, err))
		return false;
	r = sat_rd_of(p, n, 0, path);
	ok = (sat_rd_begins(&r, "satchel secret key")
		     ? sat_seckey_peek(&r, k, &locked, err)
		     : sat_pubkey_read(&r, k, err)) ||
	     sat_err_file(err, path);
	sodium_memzero(p, n); /* it may have been a secret one */
	free(p);
	return ok;
}

bool
sat_api_agent_keys(struct satchel_agent *a, const struct sat_root *root,
    const char *public_file, bool held[SAT_MAX_KEYS], struct satchel_err *err)
{
	struct sat_pubkey k;
	bool any = false;

	if (public_file != NULL && !load_public(public_file, &k, err))
		return false;
	if (!sat_agent_holds(
		&a->agent, root->release_key, root->release_keys, held, err))
		return false;
	for (size_t i = 0; public_file != NULL && i < root->release_keys; i++) {
		bool is =
		    memcmp(root->release_key[i].pk, k.pk, sizeof(k.pk)) == 0;

		any = any || is;
		held[i] = held[i] && is;
	}
	if (public_file == NULL || any)
		return true;
	sat_fail(err, SATCHEL_EUNTRUSTED, "%s is no release key of root %u",
	    k.name, (unsigned)root->version);
	return sat_err_file(err, public_file);
}

bool
sat_api_agent_sign(struct satchel_agent *a, const struct sat_pubkey *k,
    const struct sat_rd *text, uint8_t sig[64], struct satchel_err *err)
{
	return sat_agent_sign(&a->agent, k, text->p, text->n, sig, err);
}

/* ---- key export ----------------------------------------------------------------- */

static bool
give(const struct sat_wr *w, const char *out, mode_t mode,
    bool (*put)(void *ctx, const void *p, size_t n), void *ctx,
    struct satchel_err *err)
{
	if (out != NULL)
		return sat_file_save(
		    SAT_CWD, out, false, mode, w->p, w->len, err);
	if (put != NULL && put(ctx, w->p, w->len))
		return true;
	return sat_fail(err, SATCHEL_EIO, "the key could not be written");
}

bool
satchel_key_export(const char *path, const char *passphrase,
    enum satchel_key_form form, bool public_half, const char *out,
    bool (*put)(void *ctx, const void *p, size_t n), void *ctx,
    struct satchel_err *err)
{
	struct sat_seckey *secret = NULL;
	struct sat_pubkey k;
	struct sat_wr w;
	bool ok;

	if (!sat_key_selftest(err) || !sat_locked_init(&w, MAX_KEY_FILE, err))
		return false;
	if (public_half) {
		ok = load_public(path, &k, err);
		if (ok)
			sat_export_public(&k, form, &w);
		ok = ok && sat_wr_done(&w, "a key", err);
	} else {
		ok = sat_api_secret(path, passphrase, &secret, err) &&
		     sat_export_secret(secret, form, &w, err);
	}
	ok = ok && give(&w, out, public_half ? 0644 : 0600, put, ctx, err);
	sat_seckey_close(secret);
	sat_locked_free(&w);
	return ok;
}

/* ---- receipts --------------------------------------------------------------------- */

/* Puts |r| into the bundle |path|, which must hold the statement |text|. */
static bool
add_to(const char *path, const struct sat_rd *text, const struct sat_receipt *r,
    struct satchel_err *err)
{
	struct sat_bundle b;
	struct sat_note note;
	struct sat_rd all;
	struct sat_wr w;
	bool ok;

	if (!sat_bundle_open(SAT_CWD, path, &b, err))
		return false;
	sat_wr_init(&w, SAT_MAX_STATEMENT);
	ok = sat_bundle_end(&b, err) &&
	     sat_note_read(&b.member[SAT_STATEMENT], 0, &note, err);
	if (ok && !sat_rd_eq(&note.text, text->p, text->n)) {
		ok = sat_fail(err, SATCHEL_ENO,
		    "is not the release that is installed here");
		sat_hint(err, "a receipt is for what was verified: install it "
			      "first");
	}
	ok = ok && sat_receipt_add(&note, r, &w, err);
	all = sat_wr_rd(&w);
	ok = ok && sat_bundle_restate(path, &b, &all, err);
	if (!ok)
		sat_err_file(err, path);
	sat_wr_free(&w);
	sat_bundle_close(&b);
	return ok;
}

static bool
as_text(const struct sat_receipt *r, const struct sat_statement *st,
    const char *out, char **text, struct satchel_err *err)
{
	struct sat_wr w;
	bool ok;

	sat_wr_init(&w, MAX_RECEIPT_TEXT);
	sat_receipt_text(r, st, &w);
	sat_wr_u8(&w, '\0');
	ok = sat_wr_done(&w, "a receipt", err);
	if (ok && out != NULL) {
		ok = sat_file_save(
		    SAT_CWD, out, false, 0644, w.p, w.len - 1, err);
	} else if (ok) {
		*text = (char *)w.p;
		w.p = NULL; /* now the caller's */
	}
	sat_wr_free(&w);
	return ok;
}

/* The installed release of |s|, and its statement's text in |b|. */
static bool
installed(struct sat_store *s, struct sat_bundle *b, struct sat_statement *st,
    struct sat_rd *text, struct satchel_err *err)
{
	struct sat_note note;

	if (!sat_store_release(s, b, st, err))
		return false;
	if (!sat_note_read(&b->member[SAT_STATEMENT], 1, &note, err)) {
		sat_bundle_close(b);
		return false;
	}
	*text = note.text;
	return true;
}

static bool
clock_can_be_right(
    const struct sat_store *s, int64_t now, struct satchel_err *err)
{
	if (!sat_clock_wrong(now, s->state.seen))
		return true;
	sat_fail(err, SATCHEL_EDATE,
	    "this machine's clock is wrong: the receipt would tell a false "
	    "time");
	return sat_hint(err, "set the clock");
}

bool
satchel_receipt_make(struct satchel_home *home, const char *directory,
    const char *key_file, const char *passphrase, int64_t now, const char *add,
    const char *out, char **text, struct satchel_release *r,
    char state[SATCHEL_NAME_MAX], struct satchel_err *err)
{
	char folder[SATCHEL_NAME_MAX];
	struct sat_seckey *key = NULL;
	struct sat_receipt made;
	struct sat_statement st;
	struct sat_store s;
	struct sat_bundle b;
	struct sat_rd t;
	bool ok;

	if (!sat_api_folder(home, directory, folder, err) ||
	    !sat_store_open(home->dir, folder, false, &s, err))
		return false;
	if (!clock_can_be_right(&s, now, err) ||
	    !installed(&s, &b, &st, &t, err)) {
		sat_store_close(&s);
		return false;
	}
	ok = sat_api_secret(key_file, passphrase, &key, err) &&
	     sat_receipt_make(key, &t, now, &made, err) &&
	     (add != NULL ? add_to(add, &t, &made, err)
			  : as_text(&made, &st, out, text, err));
	if (ok) {
		sat_api_release(&st, r);
		r->freshness = sat_freshness(&st, now, s.state.seen);
		memcpy(state, made.name, sizeof(made.name));
	}
	sat_seckey_close(key);
	sat_bundle_close(&b);
	sat_store_close(&s);
	return ok;
}
