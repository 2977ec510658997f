/* judge: steps 1 to 7 of a verification, with the store on one side and a
 * bundle on the other. */
#include "api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "armor.h"

/* Sixty-four hex digits, spaces ignored. */
static bool
read_fingerprint(const char *text, struct sat_hash *h, struct satchel_err *err)
{
	char digits[SATCHEL_HEX_SIZE];
	struct sat_rd r;
	size_t n = 0;

	for (; *text != '\0' && n < sizeof(digits); text++)
		if (*text != ' ')
			digits[n++] = *text;
	r = sat_rd_of(digits, n, 0, NULL);
	if (!sat_hex_read(&r, true, h->b, sizeof(h->b))) {
		sat_fail(err, SATCHEL_EUSAGE,
		    "a fingerprint has 64 hex digits, all of them are needed");
		return sat_hint(
		    err, "type it from paper or from another trusted channel");
	}
	return true;
}

/* The roots in |file|: a .roots file, or the member of a bundle. */
static bool
load_chain(const char *file, struct sat_rd *roots, uint8_t **mem,
    struct satchel_err *err)
{
	struct sat_file f = { .fd = -1 };
	struct sat_bundle b;
	char start[9] = { 0 };
	size_t n = 0;
	bool text, ok;

	if (!sat_file_open(SAT_CWD, file, &f, err))
		return false;
	text = f.size >= 8 && sat_file_pread(&f, 0, start, 8, NULL) &&
	       strcmp(start, "satchel ") == 0;
	if (text) {
		ok = sat_file_all(&f, SAT_MAX_ROOTS, mem, &n, err);
		if (ok)
			*roots = sat_rd_of(*mem, n, 0, file);
		sat_file_close(&f);
		return ok;
	}
	sat_file_close(&f);
	if (!sat_bundle_open(SAT_CWD, file, &b, err))
		return sat_hint(err, "expected a .roots file or a bundle");
	*roots = b.member[SAT_ROOTS];
	roots->file = file;
	*mem = b.mem;
	b.mem = NULL; /* now the caller's */
	sat_bundle_close(&b);
	return true;
}

/* The note of |chain| with text digest |h|, which stands at its version. */
static bool
pick(const struct sat_chain *chain, const struct sat_hash *h,
    struct sat_root *r, struct sat_rd *note, const char *file,
    struct satchel_err *err)
{
	for (size_t i = 0; i < chain->n; i++) {
		const struct sat_note *n = &chain->note[i];
		struct sat_hash own;

		sat_sha256(n->text.p, n->text.n, &own);
		if (!sat_hash_eq(&own, h))
			continue;
		if (!sat_root_read(&n->text, r, err))
			return sat_err_file(err, file);
		if (r->version != i + 1) {
			sat_fail(err, SATCHEL_EUNTRUSTED,
			    "root %u stands at place %zu", (unsigned)r->version,
			    i + 1);
			return sat_err_file(err, file);
		}
		if (!sat_root_meets(n, r, err))
			return sat_err_file(err, file);
		*note = n->whole;
		return true;
	}
	sat_fail(
	    err, SATCHEL_EUNTRUSTED, "holds no root with that fingerprint");
	sat_err_file(err, file);
	return sat_hint(err,
	    "do not trust this file; compare the fingerprint digit by digit");
}

bool
sat_find_root(const char *file, const char *fingerprint, struct sat_root *r,
    struct sat_rd *note, uint8_t **mem, struct satchel_err *err)
{
	struct sat_chain *chain = NULL;
	struct sat_hash h;
	struct sat_rd roots;
	bool ok = false;

	*mem = NULL;
	if (!read_fingerprint(fingerprint, &h, err) ||
	    !load_chain(file, &roots, mem, err))
		return false;
	if (!sat_chain_read(&roots, 0, &chain, err))
		sat_err_file(err, file);
	else
		ok = sat_key_selftest(err) &&
		     pick(chain, &h, r, note, file, err);
	free(chain);
	if (!ok) {
		free(*mem);
		*mem = NULL;
	}
	return ok;
}

/* A store in memory alone, that knows one root. */
static bool
given_root(struct sat_judged *j, const struct satchel_check_opts *o,
    struct satchel_err *err)
{
	struct sat_known *k = &j->store.known;
	struct sat_arena *a = &j->store.arena;
	struct sat_note split;
	struct sat_rd note;
	uint8_t *mem = NULL;
	bool ok;

	k->root = sat_arena_alloc(a, sizeof(*k->root));
	k->text = sat_arena_alloc(a, sizeof(*k->text));
	if (k->root == NULL || k->text == NULL)
		return sat_fail_nomem(err);
	if (!sat_find_root(
		o->root_file, o->fingerprint, k->root, &note, &mem, err))
		return false;
	ok = sat_note_read(&note, 1, &split, err);
	if (ok) {
		char *copy = sat_arena_copy(a, split.text.p, split.text.n);

		ok = copy != NULL || sat_fail_nomem(err);
		if (ok)
			k->text[0] = sat_rd_of(copy, split.text.n, 0, NULL);
	}
	free(mem);
	k->first = k->root->version;
	k->n = 1;
	return ok;
}

/* Opens the store of the pinned directory that |chain| belongs to. */
static bool
find_store(struct satchel_home *home, const char *directory, bool lock,
    struct sat_judged *j, struct satchel_err *err)
{
	struct sat_arena a = { 0 };
	char name[SATCHEL_NAME_MAX], **names = NULL;
	size_t n = 0;
	bool found = false, ok = true;

	if (directory != NULL && !sat_api_folder(home, directory, name, err))
		return false;
	if (home->dir >= 0 && !sat_store_list(home->dir, &a, &names, &n, err))
		ok = false;
	for (size_t i = 0; ok && !found && i < n; i++) {
		if (directory != NULL && strcmp(name, names[i]) != 0)
			continue;
		ok = sat_store_open(home->dir, names[i], lock, &j->store, err);
		if (!ok)
			j->store.dir = -1;
		else if (sat_verify_pinned(j->chain, &j->store.known))
			found = true;
		else {
			sat_store_close(&j->store);
			memset(&j->store, 0, sizeof(j->store));
			j->store.dir = j->store.lock = -1;
		}
	}
	if (ok && !found) {
		ok = sat_fail(err, SATCHEL_EPIN,
		    n == 0 ? "no directory is pinned on this machine"
			   : "it is of no directory that is pinned here");
		sat_err_file(err, j->bundle.file.name);
		sat_hint(err, "satchel pin FILE --fingerprint HEX, with the "
			      "fingerprint you hold on paper");
	}
	sat_arena_free(&a);
	return ok;
}

static bool
persist(void *ctx, uint32_t version, const struct sat_rd *note,
    struct satchel_err *err)
{
	return sat_store_add_root(ctx, version, note, err);
}

static bool
judge(struct satchel_home *home, const struct satchel_check_opts *o,
    enum sat_purpose purpose, struct sat_judged *j, struct satchel_err *err)
{
	bool install = purpose == SAT_TO_INSTALL;
	struct sat_verify_opts v = { .clock = o->now,
		.archive = o->archive && !install,
		.draft = purpose == SAT_TO_SIGN,
		.accept_date = o->accept_date,
		.installing = install,
		.persist = install ? persist : NULL,
		.ctx = &j->store };
	struct sat_evidence e;
	struct sat_note *framed = malloc(sizeof(*framed));
	bool ok;

	if (framed == NULL)
		return sat_fail_nomem(err);
	ok = sat_note_read(&j->bundle.member[SAT_STATEMENT],
	    purpose == SAT_TO_SIGN ? 0 : 1, framed, err);
	free(framed);
	if (!ok)
		return sat_err_file(err, j->bundle.file.name);
	if (!sat_verify_chain(&j->bundle, &j->chain, err))
		return sat_err_file(err, j->bundle.file.name);
	ok = o->root_file != NULL
		 ? given_root(j, o, err)
		 : find_store(home, o->directory, install, j, err);
	if (!ok)
		return false;
	if (!sat_verify_pinned(j->chain, &j->store.known)) {
		sat_fail(
		    err, SATCHEL_EPIN, "its roots do not hold the given one");
		return sat_err_file(err, j->bundle.file.name);
	}
	if (sat_verify(&j->bundle, j->chain, &j->store.known, &v, &j->trusted,
		&e, err))
		return true;
	if (e.found && purpose != SAT_TO_READ && j->store.dir >= 0 &&
	    !sat_store_evidence(&j->store, &e, NULL))
		sat_hint(err, "the conflicting text could not be kept as "
			      "evidence: keep this file");
	return false;
}

static bool
open_bundle(const char *path, const struct satchel_check_opts *o,
    struct sat_bundle *b, struct satchel_err *err)
{
	return o->file != NULL ? sat_bundle_take(&o->file->f, b, err)
			       : sat_bundle_open(SAT_CWD, path, b, err);
}

bool
sat_judge(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *o, enum sat_purpose purpose,
    struct sat_judged *j, struct satchel_err *err)
{
	memset(j, 0, sizeof(*j));
	j->store.dir = j->store.lock = -1;
	j->bundle.file.fd = -1;
	if (open_bundle(path, o, &j->bundle, err) &&
	    judge(home, o, purpose, j, err))
		return true;
	sat_judged_free(j);
	return false;
}

void
sat_judged_free(struct sat_judged *j)
{
	sat_bundle_close(&j->bundle);
	free(j->chain);
	j->chain = NULL;
	sat_store_close(&j->store);
}
