/* api_sign: the part of satchel_build.h with which officers sign and attach. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "build.h"
#include "lineage.h"
#include "open.h"
#include "sign.h"

enum { MAX_SIG_FILE = 64 << 10 };

struct satchel_signing {
	struct sat_judged j;
	char path[4096];
	char scratch[4200]; /* a path beside which scratch files may lie */
};

/* What is installed on the officer's machine, for comparison. */
static void
installed(struct sat_judged *j, struct satchel_release *old)
{
	struct sat_statement st;
	struct sat_bundle b;

	memset(old, 0, sizeof(*old));
	if (!sat_store_release(&j->store, &b, &st, NULL))
		return;
	sat_api_release(&st, old);
	sat_bundle_close(&b);
}

bool
satchel_sign_open(struct satchel_home *home, const char *bundle,
    const struct satchel_check_opts *opts, struct satchel_signing **out,
    struct satchel_release *r, struct satchel_release *old,
    struct satchel_err *err)
{
	struct satchel_signing *s = calloc(1, sizeof(*s));
	struct sat_audit_opts a = { .threads = opts->threads,
		.progress = opts->progress,
		.ctx = opts->progress_ctx };
	enum satchel_verdict verdict;
	bool ok;

	if (s == NULL)
		return sat_fail_nomem(err);
	if (snprintf(s->path, sizeof(s->path), "%s", bundle) >=
		(int)sizeof(s->path) ||
	    !sat_judge(home, bundle, opts, SAT_TO_SIGN, &s->j, err)) {
		free(s);
		return false;
	}
	sat_api_scratch(home, s->scratch, sizeof(s->scratch));
	a.scratch = s->scratch;
	ok = sat_bundle_end(&s->j.bundle, err) &&
	     sat_audit(&s->j.bundle.file, s->j.bundle.payload_off,
		 &s->j.trusted.st, &a, &verdict, err);
	if (ok && verdict != SATCHEL_GOOD)
		ok = sat_fail(err, SATCHEL_ELIMIT,
		    "the index was made with a fold table that this program "
		    "does "
		    "not know");
	if (!ok) {
		satchel_sign_close(s);
		return false;
	}
	sat_api_trusted(&s->j.trusted, r);
	installed(&s->j, old);
	*out = s;
	return true;
}

bool
satchel_sign_sources(struct satchel_signing *s, const char *source,
    const char *tzdir, unsigned threads, struct satchel_err *err)
{
	struct satchel_build_opts o = { .source = source,
		.tzdir = tzdir,
		.out = s->scratch,
		.threads = threads };
	const struct sat_bundle *b = &s->j.bundle;
	struct sat_tree *tree = NULL;
	struct sat_diag d = { 0 };
	bool ok;

	ok = sat_tree_open(&b->file, b->payload_off, b->payload_len,
		 &s->j.trusted.st.tree_digest, &tree, err) &&
	     sat_build_same(&o, &s->j.trusted.st, tree, &d, err);
	sat_tree_close(tree);
	sat_diag_free(&d);
	return ok;
}

/* The key as the officer's newest root names it. */
static const struct sat_pubkey *
release_key(const struct sat_root *root, const struct sat_pubkey *k)
{
	for (size_t i = 0; i < root->release_keys; i++)
		if (strcmp(root->release_key[i].name, k->name) == 0 &&
		    memcmp(root->release_key[i].pk, k->pk, sizeof(k->pk)) == 0)
			return &root->release_key[i];
	return NULL;
}

static bool
put_line(struct satchel_signing *s, const struct sat_pubkey *k,
    const uint8_t sig[64], const char *detached, struct satchel_err *err)
{
	struct sat_note note;
	struct sat_rd all;
	struct sat_wr w;
	bool ok;

	sat_wr_init(&w, SAT_MAX_STATEMENT);
	if (detached != NULL) {
		sat_note_line(k, sig, &w);
		ok = sat_wr_done(&w, "a signature", err) &&
		     sat_file_save(
			 SAT_CWD, detached, false, 0644, w.p, w.len, err);
	} else {
		ok = sat_note_read(
			 &s->j.bundle.member[SAT_STATEMENT], 0, &note, err) &&
		     sat_note_add(&note, k, sig, &w, err) &&
		     sat_wr_done(&w, "STATEMENT", err);
		all = sat_wr_rd(&w);
		ok = ok && sat_bundle_restate(s->path, &s->j.bundle, &all, err);
	}
	sat_wr_free(&w);
	return ok;
}

bool
satchel_sign_finish(struct satchel_signing *s, const char *key_file,
    const char *passphrase, const char *detached, const char *replace_old,
    char signer[SATCHEL_NAME_MAX], struct satchel_err *err)
{
	const struct sat_rd *text = &s->j.trusted.text;
	const struct sat_pubkey *k;
	struct sat_seckey *secret = NULL;
	uint8_t sig[64];
	bool ok = false;

	if (!sat_api_secret(key_file, passphrase, &secret, err))
		return false;
	k = release_key(&s->j.trusted.root, sat_seckey_public(secret));
	if (k == NULL) {
		sat_fail(err, SATCHEL_EUNTRUSTED,
		    "%s is no release key of root %u",
		    sat_seckey_public(secret)->name,
		    (unsigned)s->j.trusted.root.version);
		sat_err_file(err, key_file);
	} else {
		ok = sat_store_journal(
			 &s->j.store, &s->j.trusted.st, replace_old, err) &&
		     sat_seckey_sign(secret, text->p, text->n, sig, err) &&
		     put_line(s, k, sig, detached, err);
	}
	if (ok)
		memcpy(signer, k->name, sizeof(k->name));
	sat_seckey_close(secret);
	return ok;
}

/* The release key that the agent is to sign with. */
static bool
agent_key(const struct satchel_signing *s, struct satchel_agent *a,
    const char *public_file, const struct sat_pubkey **k,
    struct satchel_err *err)
{
	const struct sat_root *root = &s->j.trusted.root;
	bool held[SAT_MAX_KEYS] = { false };
	size_t n = 0;

	if (!sat_api_agent_keys(a, root, public_file, held, err))
		return false;
	for (size_t i = 0; i < root->release_keys; i++)
		if (held[i]) {
			*k = &root->release_key[i];
			n++;
		}
	if (n == 1)
		return true;
	if (n > 1) {
		sat_fail(err, SATCHEL_EUSAGE,
		    "the agent holds %zu release keys of root %u", n,
		    (unsigned)root->version);
		return sat_hint(err, "-k NAME.pub says which is to sign");
	}
	sat_fail(err, SATCHEL_ENO,
	    public_file == NULL ? "the agent holds no release key of root %u"
				: "the agent does not hold that key of root %u",
	    (unsigned)root->version);
	return sat_hint(err, "ssh-add -l lists its keys; satchel key export "
			     "KEY --openssh makes one that ssh-add takes");
}

bool
satchel_sign_agent_key(const struct satchel_signing *s, struct satchel_agent *a,
    const char *public_file, char signer[SATCHEL_NAME_MAX],
    struct satchel_err *err)
{
	const struct sat_pubkey *k = NULL;

	if (!agent_key(s, a, public_file, &k, err))
		return false;
	memcpy(signer, k->name, sizeof(k->name));
	return true;
}

bool
satchel_sign_agent(struct satchel_signing *s, struct satchel_agent *a,
    const char *public_file, const char *detached, const char *replace_old,
    char signer[SATCHEL_NAME_MAX], struct satchel_err *err)
{
	const struct sat_rd *text = &s->j.trusted.text;
	const struct sat_pubkey *k = NULL;
	uint8_t sig[64];

	if (!agent_key(s, a, public_file, &k, err) || k == NULL ||
	    !sat_store_journal(
		&s->j.store, &s->j.trusted.st, replace_old, err) ||
	    !sat_api_agent_sign(a, k, text, sig, err) ||
	    !put_line(s, k, sig, detached, err))
		return false;
	memcpy(signer, k->name, sizeof(k->name));
	return true;
}

bool
satchel_signing_release(
    struct satchel_signing *s, struct satchel **out, struct satchel_err *err)
{
	struct satchel *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return sat_fail_nomem(err);
	v->bundle = s->j.bundle;
	v->bundle.mem = NULL; /* stays with |s| */
	v->bundle.file.fd = fcntl(s->j.bundle.file.fd, F_DUPFD_CLOEXEC, 0);
	v->st = s->j.trusted.st;
	sat_api_trusted(&s->j.trusted, &v->release);
	if (v->bundle.file.fd < 0 ||
	    !sat_tree_open(&v->bundle.file, v->bundle.payload_off,
		v->st.payload, &v->st.tree_digest, &v->tree, err)) {
		if (v->bundle.file.fd < 0)
			sat_fail_errno(err, s->path, "read it twice", errno);
		satchel_close(v);
		return false;
	}
	*out = v;
	return true;
}

void
satchel_sign_close(struct satchel_signing *s)
{
	if (s == NULL)
		return;
	sat_judged_free(&s->j);
	free(s);
}

/* Adds what |file| holds to the statement in |now|, which is replaced. */
static bool
attach_one(const char *file, const struct sat_root *root, struct sat_wr *now,
    size_t *added, struct satchel_err *err)
{
	struct sat_found_sig found[SAT_MAX_SIG_LINES];
	struct sat_rd whole, r;
	struct sat_note note;
	struct satchel_err twice;
	uint8_t *p = NULL;
	size_t len = 0, n = 0;
	bool ok;

	if (!sat_file_load(SAT_CWD, file, MAX_SIG_FILE, &p, &len, err))
		return false;
	r = sat_rd_of(p, len, 0, file);
	whole = sat_wr_rd(now);
	ok = sat_note_read(&whole, 0, &note, err) &&
	     (sat_signatures_in(&r, &note.text, root->release_key,
		  root->release_keys, found, SAT_MAX_SIG_LINES, &n, err) ||
		 sat_err_file(err, file));
	for (size_t i = 0; ok && i < n; i++) {
		struct sat_wr next;

		sat_wr_init(&next, SAT_MAX_STATEMENT);
		whole = sat_wr_rd(now);
		ok = sat_note_read(&whole, 0, &note, err);
		if (ok && sat_note_add(&note, found[i].key, found[i].sig, &next,
			      &twice)) {
			struct sat_wr old = *now;

			*now = next;
			next = old;
			(*added)++;
		} else if (ok && twice.code != SATCHEL_ENO) {
			if (err != NULL)
				*err = twice;
			ok = false;
		}
		sat_wr_free(&next);
	}
	free(p);
	return ok;
}

bool
satchel_attach(const char *bundle, const char *const *files, size_t n,
    size_t *added, struct satchel_err *err)
{
	struct sat_bundle b;
	struct sat_chain *chain = NULL;
	struct sat_root *root = calloc(SAT_MAX_ROOT_VERSIONS, sizeof(*root));
	struct sat_rd all;
	struct sat_wr now;
	size_t count = 0;
	bool ok;

	if (root == NULL)
		return sat_fail_nomem(err);
	if (!sat_bundle_open(SAT_CWD, bundle, &b, err)) {
		free(root);
		return false;
	}
	sat_wr_init(&now, SAT_MAX_STATEMENT);
	sat_wr_put(&now, b.member[SAT_STATEMENT].p, b.member[SAT_STATEMENT].n);
	ok = sat_bundle_end(&b, err) && sat_key_selftest(err) &&
	     ((sat_chain_read(&b.member[SAT_ROOTS], 1, &chain, err) &&
		  sat_chain_follow(chain, true, root, err)) ||
		 sat_err_file(err, bundle));
	for (size_t i = 0; ok && i < n; i++)
		ok = attach_one(
		    files[i], &root[chain->n - 1], &now, &count, err);
	all = sat_wr_rd(&now);
	if (ok && count > 0)
		ok = sat_bundle_restate(bundle, &b, &all, err);
	if (ok)
		*added = count;
	sat_wr_free(&now);
	free(chain);
	free(root);
	sat_bundle_close(&b);
	return ok;
}
