/* api_root: the part of satchel_build.h that makes, signs, rotates and shows
 * chains of roots. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "armor.h"
#include "satchel_build.h"
#include "lineage.h"

enum { MAX_KEY_FILE = 4096 };

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

/* Neither a name nor a key twice in one role. */
static bool
all_differ(const struct sat_pubkey *k, size_t n, const char *role,
    struct satchel_err *err)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			if (strcmp(k[i].name, k[j].name) == 0) {
				sat_fail(err, SATCHEL_EUSAGE,
				    "%s is a %s key twice", k[i].name, role);
				return sat_hint(err,
				    "to replace a key: drop its name and add "
				    "the new file");
			}
			if (memcmp(k[i].pk, k[j].pk, sizeof(k[i].pk)) == 0)
				return sat_fail(err, SATCHEL_EUSAGE,
				    "%s and %s are one and the same %s key",
				    k[i].name, k[j].name, role);
		}
	return true;
}

static bool
fill_root(const struct satchel_root_new *n, struct sat_root *r,
    struct satchel_err *err)
{
	struct sat_rd name =
	    sat_rd_of(n->directory, strlen(n->directory), 0, NULL);

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
	       all_differ(r->root_key, r->root_keys, "root", err) &&
	       load_public(n->release_key_files, n->release_keys,
		   r->release_key, err) &&
	       all_differ(r->release_key, r->release_keys, "release", err);
}

/* A fault of a text that was made here is one of what was asked for; its place
 * in that text helps nobody. */
static bool
asked_wrongly(struct satchel_err *err)
{
	if (err != NULL && err->code != SATCHEL_ENOMEM) {
		err->code = SATCHEL_EUSAGE;
		err->has_offset = false;
	}
	return false;
}

bool
satchel_root_new(
    const char *path, const struct satchel_root_new *n, struct satchel_err *err)
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
		     (sat_root_read(&text, &r[1], err) || asked_wrongly(err));
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
		    f->chain != NULL &&
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
			    strcmp(f->root[v - 1].root_key[i].name, k->name) ==
				0)
				return true;
	sat_fail(
	    err, SATCHEL_EUNTRUSTED, "%s is no root key of this root", k->name);
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
	if (!sat_note_count(
		note, r->root_key, r->root_keys, &former, who, NULL))
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
show_key(const struct sat_pubkey *k, char name[SATCHEL_NAME_MAX],
    char hex[SATCHEL_HEX_SIZE])
{
	memcpy(name, k->name, SATCHEL_NAME_MAX);
	sat_hex_write(k->pk, sizeof(k->pk), hex);
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
		show_key(
		    &r->root_key[i], out->root_key[i], out->root_public[i]);
	for (size_t i = 0; i < r->release_keys; i++)
		show_key(&r->release_key[i], out->release_key[i],
		    out->release_public[i]);
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
			return sat_hint(
			    err, "satchel root show lists the keys");
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
	return all_differ(k, *n, role, err);
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
		     ((sat_root_read(&text, &next[1], err) &&
			  sat_root_follows(last, &next[1], &text, err)) ||
			 asked_wrongly(err));
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
