/* api_build: satchel_build.h, each function a few lines over the layers
 * below. */
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

enum { MAX_KEY_FILE = 4096, MAX_SIG_FILE = 64 << 10 };

/* ---- keys ------------------------------------------------------------------ */

static bool
save_text(const char *dir, const char *base, const char *suffix, mode_t mode,
    const struct sat_wr *w, struct satchel_err *err)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s%s", dir, base, suffix) >=
	    (int)sizeof(path))
		return sat_fail(err, SATCHEL_EUSAGE, "the path is too long");
	return sat_file_save(SAT_CWD, path, false, mode, w->p, w->len, err);
}

/* Neither file of the pair may be there: half a pair helps nobody. */
static bool
pair_is_free(const char *dir, const char *base, struct satchel_err *err)
{
	static const char *const suffix[] = { ".key", ".pub" };
	char path[4096];

	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s%s", dir, base, suffix[i]);
		if (!sat_dir_has(SAT_CWD, path))
			continue;
		sat_fail(err, SATCHEL_EIO, "exists already and is kept as it is");
		sat_err_file(err, path);
		return sat_hint(err, "another name, or another folder with -o");
	}
	return true;
}

bool
satchel_keygen(const char *name, const char *dir, const char *passphrase,
    char *vkey, size_t size, struct satchel_err *err)
{
	char base[SATCHEL_NAME_MAX];
	struct sat_rd r = sat_rd_of(name, strlen(name), 0, NULL);
	struct sat_wr secret, public, text;
	struct sat_pubkey k;
	bool ok;

	if (!sat_name_ok(&r)) {
		sat_fail(err, SATCHEL_EUSAGE, "\"%.100s\" is no key name", name);
		return sat_hint(err,
		    "3 to 100 bytes: a-z 0-9 - in segments joined by . or /, such "
		    "as un.example/officer-a");
	}
	sat_name_file(name, base);
	if (!pair_is_free(dir, base, err))
		return false;
	sat_wr_init(&secret, MAX_KEY_FILE);
	sat_wr_init(&public, MAX_KEY_FILE);
	sat_wr_init(&text, size - 1);
	ok = sat_key_selftest(err) &&
	    sat_seckey_new(name, passphrase, &secret, &k, err);
	if (ok) {
		sat_pubkey_write(&k, &public);
		sat_vkey_write(&k, &text);
		ok = sat_wr_done(&secret, "a key", err) &&
		    sat_wr_done(&public, "a key", err) &&
		    sat_wr_done(&text, "a vkey", err) &&
		    save_text(dir, base, ".key", 0600, &secret, err) &&
		    save_text(dir, base, ".pub", 0644, &public, err);
	}
	if (ok) {
		memcpy(vkey, text.p, text.len);
		vkey[text.len] = '\0';
	}
	sat_seckey_wipe(&secret);
	sat_wr_free(&secret);
	sat_wr_free(&public);
	sat_wr_free(&text);
	return ok;
}

static void
wipe(uint8_t *p, const struct sat_rd *r)
{
	if (p != NULL)
		sodium_memzero(p, r->n);
	free(p);
}

/* A secret key file's bytes, for the caller to wipe and free. */
static bool
load_secret(
    const char *path, uint8_t **p, struct sat_rd *r, struct satchel_err *err)
{
	struct sat_file f = { .fd = -1 };
	size_t n = 0;
	bool ok;

	if (!sat_file_open(SAT_CWD, path, &f, err))
		return false;
	ok = sat_file_all(&f, MAX_KEY_FILE, p, &n, err);
	sat_file_close(&f);
	if (!ok)
		return false;
	*r = sat_rd_of(*p, n, 0, path);
	/* another file given by mistake is told for what it is */
	if ((f.mode & 077) == 0 || !sat_rd_begins(r, "satchel secret key"))
		return true;
	wipe(*p, r);
	*p = NULL;
	sat_fail(err, SATCHEL_EIO,
	    "others may read this secret key (mode %04o)",
	    (unsigned)(f.mode & 07777));
	sat_err_file(err, path);
	return sat_hint(err,
	    "chmod 600 %s; if others had access, replace the key", path);
}

bool
satchel_key_peek(const char *path, char name[SATCHEL_NAME_MAX],
    bool *needs_passphrase, struct satchel_err *err)
{
	struct sat_pubkey k;
	uint8_t *p = NULL;
	struct sat_rd r;
	bool ok;

	if (!load_secret(path, &p, &r, err))
		return false;
	ok = sat_seckey_peek(&r, &k, needs_passphrase, err) ||
	    sat_err_file(err, path);
	wipe(p, &r);
	if (ok)
		memcpy(name, k.name, sizeof(k.name));
	return ok;
}

bool
sat_api_secret(const char *path, const char *passphrase, struct sat_seckey **k,
    struct satchel_err *err)
{
	uint8_t *p = NULL;
	struct sat_rd r;
	bool ok;

	if (!sat_key_selftest(err) || !load_secret(path, &p, &r, err))
		return false;
	ok = sat_seckey_open(&r, passphrase, k, err) || sat_err_file(err, path);
	wipe(p, &r);
	return ok;
}

/* ---- roots ----------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	const struct sat_pubkey *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool
load_public(const char *const *files, size_t n, struct sat_pubkey *k,
    struct satchel_err *err)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t *p = NULL;
		struct sat_rd r;
		size_t len = 0;
		bool ok;

		if (!sat_file_load(
			SAT_CWD, files[i], MAX_KEY_FILE, &p, &len, err))
			return false;
		r = sat_rd_of(p, len, 0, files[i]);
		ok = sat_pubkey_read(&r, &k[i], err) ||
		    sat_err_file(err, files[i]);
		free(p);
		if (!ok)
			return false;
	}
	qsort(k, n, sizeof(*k), by_name);
	return true;
}

static bool
fill_root(const struct satchel_root_new *n, struct sat_root *r,
    struct satchel_err *err)
{
	struct sat_rd name = sat_rd_of(n->directory, strlen(n->directory), 0, NULL);

	if (!sat_name_ok(&name)) {
		sat_fail(err, SATCHEL_EUSAGE, "\"%.100s\" is no directory name",
		    n->directory);
		return sat_hint(err,
		    "3 to 100 bytes: a-z 0-9 - in segments joined by . or /");
	}
	if (n->root_keys < 1 || n->root_keys > SAT_MAX_KEYS ||
	    n->release_keys < 1 || n->release_keys > SAT_MAX_KEYS)
		return sat_fail(err, SATCHEL_EUSAGE,
		    "%zu root keys and %zu release keys; 1 to 16 of each",
		    n->root_keys, n->release_keys);
	memset(r, 0, sizeof(*r));
	memcpy(r->directory, n->directory, name.n);
	r->version = r->epoch = 1;
	r->minimum_release = n->minimum_release;
	r->issued = n->issued;
	r->expires = n->expires;
	r->root_threshold = n->root_threshold;
	r->release_threshold = n->release_threshold;
	r->root_keys = n->root_keys;
	r->release_keys = n->release_keys;
	return load_public(n->root_key_files, n->root_keys, r->root_key, err) &&
	    load_public(
		n->release_key_files, n->release_keys, r->release_key, err);
}

bool
satchel_root_new(const char *path, const struct satchel_root_new *n,
    struct satchel_err *err)
{
	struct sat_root *r = malloc(2 * sizeof(*r));
	struct sat_wr w;
	struct sat_rd text;
	bool ok;

	if (r == NULL)
		return sat_fail_nomem(err);
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	ok = sat_key_selftest(err) && fill_root(n, &r[0], err);
	if (ok) {
		sat_root_write(&r[0], &w);
		text = sat_wr_rd(&w);
		ok = sat_wr_done(&w, "a root", err) &&
		    sat_root_read(&text, &r[1], err);
	}
	if (ok) {
		sat_wr_u8(&w, '\n');
		ok = sat_wr_done(&w, "a root", err) &&
		    sat_file_save(SAT_CWD, path, false, 0644, w.p, w.len, err);
	}
	sat_wr_free(&w);
	free(r);
	return ok;
}

/* A chain file with its notes and parsed roots. */
struct chain_file {
	uint8_t *mem;
	struct sat_rd all;
	struct sat_chain *chain;
	struct sat_root *root;
};

static void
chain_free(struct chain_file *f)
{
	free(f->mem);
	free(f->chain);
	free(f->root);
}

static bool
chain_load(const char *path, struct chain_file *f, struct satchel_err *err)
{
	size_t n = 0;

	memset(f, 0, sizeof(*f));
	f->root = calloc(SAT_MAX_ROOT_VERSIONS, sizeof(*f->root));
	if (f->root == NULL)
		return sat_fail_nomem(err);
	if (sat_file_load(SAT_CWD, path, SAT_MAX_ROOTS, &f->mem, &n, err)) {
		f->all = sat_rd_of(f->mem, n, 0, path);
		if (sat_key_selftest(err) &&
		    sat_chain_read(&f->all, 0, &f->chain, err) &&
		    sat_chain_follow(f->chain, false, f->root, err))
			return true;
		sat_err_file(err, path);
	}
	chain_free(f);
	return false;
}

/* May |k| sign the newest root: a root key of it or of the one before? */
static bool
may_sign_root(const struct chain_file *f, const struct sat_pubkey *k,
    struct satchel_err *err)
{
	size_t last = f->chain->n;

	for (size_t v = last; v >= 1 && v + 1 >= last; v--)
		for (size_t i = 0; i < f->root[v - 1].root_keys; i++)
			if (memcmp(f->root[v - 1].root_key[i].pk, k->pk,
				sizeof(k->pk)) == 0 &&
			    strcmp(f->root[v - 1].root_key[i].name, k->name) == 0)
				return true;
	sat_fail(err, SATCHEL_EUNTRUSTED, "%s is no root key of this root", k->name);
	return sat_hint(err, "satchel root show lists the keys");
}

static bool
add_root_line(const char *path, const struct chain_file *f,
    const struct sat_seckey *k, struct satchel_err *err)
{
	const struct sat_note *note = &f->chain->note[f->chain->n - 1];
	const struct sat_pubkey *public = sat_seckey_public(k);
	struct sat_wr w;
	uint8_t sig[64];
	bool ok;

	sat_wr_init(&w, SAT_MAX_ROOTS);
	sat_wr_put(&w, f->all.p, (size_t)(note->whole.p - f->all.p));
	ok = may_sign_root(f, public, err) &&
	    sat_seckey_sign(k, note->text.p, note->text.n, sig, err) &&
	    sat_note_add(note, public, sig, &w, err) &&
	    sat_wr_done(&w, "the chain of roots", err) &&
	    sat_file_save(SAT_CWD, path, true, 0644, w.p, w.len, err);
	sat_wr_free(&w);
	return ok;
}

bool
satchel_root_sign(const char *path, const char *key_file,
    const char *passphrase, struct satchel_err *err)
{
	struct sat_seckey *k = NULL;
	struct chain_file f;
	bool ok;

	if (!chain_load(path, &f, err))
		return false;
	ok = sat_api_secret(key_file, passphrase, &k, err) &&
	    (add_root_line(path, &f, k, err) || sat_err_file(err, path));
	sat_seckey_close(k);
	chain_free(&f);
	return ok;
}

/* Who signed root |v|, of its own root keys and those of the one before. */
static void
show_signers(const struct chain_file *f, size_t v, struct satchel_root *out)
{
	const struct sat_note *note = &f->chain->note[v - 1];
	size_t who[SAT_MAX_SIG_LINES], own = 0, former = 0;
	const struct sat_root *r = &f->root[v - 1];

	if (sat_note_count(note, r->root_key, r->root_keys, &own, who, NULL))
		for (size_t i = 0; i < own; i++)
			memcpy(out->signer[out->signers++],
			    r->root_key[who[i]].name, SATCHEL_NAME_MAX);
	else
		own = 0;
	out->complete = own >= r->root_threshold;
	if (v == 1)
		return;
	r = &f->root[v - 2];
	if (!sat_note_count(note, r->root_key, r->root_keys, &former, who, NULL))
		former = 0;
	for (size_t i = 0; i < former; i++) {
		const char *name = r->root_key[who[i]].name;
		bool seen = false;

		for (size_t k = 0; k < out->signers; k++)
			seen = seen || strcmp(out->signer[k], name) == 0;
		if (!seen)
			memcpy(out->signer[out->signers++], name,
			    SATCHEL_NAME_MAX);
	}
	out->complete = out->complete && former >= r->root_threshold;
}

static void
show_root(const struct chain_file *f, size_t v, struct satchel_root *out)
{
	const struct sat_root *r = &f->root[v - 1];

	out->version = r->version;
	out->epoch = r->epoch;
	out->minimum_release = r->minimum_release;
	memcpy(out->directory, r->directory, sizeof(out->directory));
	out->issued = r->issued;
	out->expires = r->expires;
	sat_hash_hex(&r->digest, out->fingerprint);
	out->root_threshold = r->root_threshold;
	out->release_threshold = r->release_threshold;
	out->root_keys = r->root_keys;
	out->release_keys = r->release_keys;
	for (size_t i = 0; i < r->root_keys; i++)
		memcpy(out->root_key[i], r->root_key[i].name, SATCHEL_NAME_MAX);
	for (size_t i = 0; i < r->release_keys; i++)
		memcpy(out->release_key[i], r->release_key[i].name,
		    SATCHEL_NAME_MAX);
	show_signers(f, v, out);
}

bool
satchel_root_show(const char *path, struct satchel_root **roots, size_t *n,
    struct satchel_err *err)
{
	struct satchel_root *list;
	struct chain_file f;

	if (!chain_load(path, &f, err))
		return false;
	list = calloc(f.chain->n, sizeof(*list));
	if (list == NULL) {
		chain_free(&f);
		return sat_fail_nomem(err);
	}
	for (size_t v = 1; v <= f.chain->n; v++)
		show_root(&f, v, &list[v - 1]);
	*roots = list;
	*n = f.chain->n;
	chain_free(&f);
	return true;
}

/* Takes the keys named in |drop| out of |k|; each must be there. */
static bool
drop_keys(struct sat_pubkey *k, size_t *n, const char *const *drop,
    size_t count, const char *role, struct satchel_err *err)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (at < *n && strcmp(k[at].name, drop[i]) != 0)
			at++;
		if (at == *n) {
			sat_fail(err, SATCHEL_EUSAGE, "%.100s is no %s key",
			    drop[i], role);
			return sat_hint(err, "satchel root show lists the keys");
		}
		memmove(&k[at], &k[at + 1], (*n - at - 1) * sizeof(*k));
		(*n)--;
	}
	return true;
}

static bool
add_keys(struct sat_pubkey *k, size_t *n, const char *const *files,
    size_t count, const char *role, struct satchel_err *err)
{
	if (count > SAT_MAX_KEYS - *n)
		return sat_fail(err, SATCHEL_EUSAGE,
		    "%zu %s keys, at most %d allowed", *n + count, role,
		    SAT_MAX_KEYS);
	if (!load_public(files, count, &k[*n], err))
		return false;
	*n += count;
	qsort(k, *n, sizeof(*k), by_name);
	return true;
}

static bool
change_root(const struct satchel_root_next *n, struct sat_root *r,
    struct satchel_err *err)
{
	int64_t lasting = r->expires - r->issued;

	r->version++;
	r->has_previous = true;
	r->previous = r->digest;
	r->issued = n->issued;
	r->expires = n->expires != 0 ? n->expires : n->issued + lasting;
	if (n->new_epoch) {
		r->epoch++;
		r->minimum_release = 1;
	}
	if (n->minimum_release != 0)
		r->minimum_release = n->minimum_release;
	if (n->root_threshold != 0)
		r->root_threshold = n->root_threshold;
	if (n->release_threshold != 0)
		r->release_threshold = n->release_threshold;
	return drop_keys(r->root_key, &r->root_keys, n->drop_roots,
		   n->drop_root_count, "root", err) &&
	    add_keys(r->root_key, &r->root_keys, n->add_root_files,
		n->add_roots, "root", err) &&
	    drop_keys(r->release_key, &r->release_keys, n->drop_releases,
		n->drop_release_count, "release", err) &&
	    add_keys(r->release_key, &r->release_keys, n->add_release_files,
		n->add_releases, "release", err);
}

static bool
append_root(const char *path, struct chain_file *f,
    const struct satchel_root_next *n, struct satchel_err *err)
{
	struct sat_root *last = &f->root[f->chain->n - 1];
	struct sat_root *next = malloc(2 * sizeof(*next));
	struct sat_rd text;
	struct sat_wr w, all;
	bool ok;

	if (next == NULL)
		return sat_fail_nomem(err);
	*next = *last;
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT);
	sat_wr_init(&all, SAT_MAX_ROOTS);
	ok = change_root(n, next, err);
	if (ok) {
		sat_root_write(next, &w);
		text = sat_wr_rd(&w);
		ok = sat_wr_done(&w, "a root", err) &&
		    sat_root_read(&text, &next[1], err) &&
		    sat_root_follows(last, &next[1], &text, err);
	}
	if (ok) {
		sat_wr_put(&all, f->all.p, f->all.n);
		sat_wr_put(&all, w.p, w.len);
		sat_wr_u8(&all, '\n');
		ok = sat_wr_done(&all, "the chain of roots", err) &&
		    sat_file_save(
			SAT_CWD, path, true, 0644, all.p, all.len, err);
	}
	sat_wr_free(&w);
	sat_wr_free(&all);
	free(next);
	return ok;
}

bool
satchel_root_next(const char *path, const struct satchel_root_next *n,
    struct satchel_err *err)
{
	struct chain_file f;
	struct satchel_root show = { 0 };
	bool ok = false;

	if (!chain_load(path, &f, err))
		return false;
	show_root(&f, f.chain->n, &show);
	if (f.chain->n == SAT_MAX_ROOT_VERSIONS)
		sat_fail(err, SATCHEL_ELIMIT, "a chain has at most %d roots",
		    SAT_MAX_ROOT_VERSIONS);
	else if (!show.complete) {
		sat_fail(err, SATCHEL_EUNTRUSTED,
		    "root %u still lacks signatures", (unsigned)show.version);
		sat_hint(err, "satchel root sign");
	} else {
		ok = append_root(path, &f, n, err);
	}
	if (!ok)
		sat_err_file(err, path);
	chain_free(&f);
	return ok;
}

/* ---- check, build ------------------------------------------------------------ */

/* Hands the findings over to |f|, whose owner was allocated beforehand, so
 * that what succeeded cannot fail at the end. */
static void
hand_over(struct sat_diag *d, struct satchel_findings *f)
{
	struct sat_diag *own = f->owner;

	sat_diag_sort(d);
	*own = *d;
	memset(d, 0, sizeof(*d));
	f->n = own->n;
	f->errors = own->errors;
	f->warnings = own->warnings;
	f->finding = own->list;
}

static bool
findings_init(struct satchel_findings *f, struct satchel_err *err)
{
	memset(f, 0, sizeof(*f));
	f->owner = calloc(1, sizeof(struct sat_diag));
	return f->owner != NULL || sat_fail_nomem(err);
}

void
satchel_findings_free(struct satchel_findings *f)
{
	if (f->owner != NULL)
		sat_diag_free(f->owner);
	free(f->owner);
	memset(f, 0, sizeof(*f));
}

static bool
check_all(const char *dir, const struct sat_tzdata *tz, struct sat_diag *d,
    struct satchel_err *err)
{
	struct sat_source *src = NULL;
	bool ok = sat_source_open(dir, tz, d, &src, err);

	for (size_t i = 0; ok && i < sat_source_files(src); i++)
		ok = sat_source_file(src, i, d, NULL, NULL, err);
	ok = ok && sat_source_finish(src, d, err) && sat_diag_done(d, err);
	sat_source_close(src);
	return ok;
}

bool
satchel_check(const char *dir, const char *tzdir, struct satchel_findings *f,
    struct satchel_err *err)
{
	struct sat_tzdata tz = { .dir = -1 };
	struct sat_diag d = { 0 };
	bool ok;

	if (!findings_init(f, err))
		return false;
	ok = sat_tzdata_open(tzdir, &tz, err) && check_all(dir, &tz, &d, err);
	if (ok)
		hand_over(&d, f);
	else
		satchel_findings_free(f);
	sat_diag_free(&d);
	sat_tzdata_close(&tz);
	return ok;
}

bool
satchel_build(const struct satchel_build_opts *opts,
    struct satchel_build_report *rep, struct satchel_err *err)
{
	struct sat_diag d = { 0 };
	bool ok;

	memset(rep, 0, sizeof(*rep));
	if (!findings_init(&rep->findings, err))
		return false;
	ok = sat_build(opts, &d, rep, err);
	hand_over(&d, &rep->findings);
	return ok;
}

/* ---- sign, attach ------------------------------------------------------------- */

struct satchel_signing {
	struct sat_judged j;
	char path[4096];
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
	struct sat_audit_opts a = { .progress = opts->progress,
		.ctx = opts->progress_ctx };
	enum satchel_verdict verdict;
	char scratch[4200];
	bool ok;

	if (s == NULL)
		return sat_fail_nomem(err);
	if (snprintf(s->path, sizeof(s->path), "%s", bundle) >=
		(int)sizeof(s->path) ||
	    !sat_judge(home, bundle, opts, SAT_TO_SIGN, &s->j, err)) {
		free(s);
		return false;
	}
	sat_api_scratch(home, scratch, sizeof(scratch));
	a.scratch = scratch;
	ok = sat_bundle_end(&s->j.bundle, err) &&
	    sat_audit(&s->j.bundle.file, s->j.bundle.payload_off,
		&s->j.trusted.st, &a, &verdict, err);
	if (ok && verdict != SATCHEL_GOOD)
		ok = sat_fail(err, SATCHEL_ELIMIT,
		    "the index was made with a fold table that this program does "
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
		ok = sat_note_read(&s->j.bundle.member[SAT_STATEMENT], 0, &note,
			 err) &&
		    sat_note_add(&note, k, sig, &w, err) &&
		    sat_wr_done(&w, "STATEMENT", err);
		all = sat_wr_rd(&w);
		ok = ok &&
		    sat_bundle_restate(s->path, &s->j.bundle, &all, err);
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
		ok = sat_store_journal(&s->j.store, &s->j.trusted.st,
			 replace_old, err) &&
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
satchel_sign_agent_key(const struct satchel_signing *s,
    struct satchel_agent *a, const char *public_file,
    char signer[SATCHEL_NAME_MAX], struct satchel_err *err)
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

	if (!agent_key(s, a, public_file, &k, err) ||
	    !sat_store_journal(
		&s->j.store, &s->j.trusted.st, replace_old, err) ||
	    !sat_api_agent_sign(a, k, text, sig, err) ||
	    !put_line(s, k, sig, detached, err))
		return false;
	memcpy(signer, k->name, sizeof(k->name));
	return true;
}

bool
satchel_signing_release(struct satchel_signing *s, struct satchel **out,
    struct satchel_err *err)
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
