/* api_trust: the part of satchel.h that stands between States: comparing what
 * two of them hold, and their receipts. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "compare.h"
#include "proof.h"
#include "receipt.h"

enum { MAX_KEY_FILE = 4096, MAX_STATES = 2048, MAX_RECEIPT_FILE = 64 << 10 };

/* ---- receipts ---------------------------------------------------------------- */

/* The State keys that are known here. */
struct known_keys {
	struct sat_pubkey *key;
	size_t n, room;
};

static bool
make_room(struct known_keys *k, size_t more, struct satchel_err *err)
{
	struct sat_pubkey *p;

	if (k->n + more <= k->room)
		return true;
	p = realloc(k->key, (k->n + more) * sizeof(*p)); /* at most thousands */
	if (p == NULL)
		return sat_fail_nomem(err);
	k->key = p;
	k->room = k->n + more;
	return true;
}

static bool
add_key(
    struct known_keys *k, int dir, const char *path, struct satchel_err *err)
{
	uint8_t *p = NULL;
	struct sat_rd r;
	size_t n = 0;
	bool ok;

	if (!sat_file_load(dir, path, MAX_KEY_FILE, &p, &n, err))
		return false;
	r = sat_rd_of(p, n, 0, path);
	ok = sat_pubkey_read(&r, &k->key[k->n], err) || sat_err_file(err, path);
	free(p);
	if (ok)
		k->n++;
	return ok;
}

static bool
is_public(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && name[0] != '.' && strcmp(name + n - 4, ".pub") == 0;
}

/* states/NAME.pub of the store; one that cannot be read is only counted, as
 * it must not keep anybody from a good release. */
static bool
stored_keys(const struct sat_store *s, struct known_keys *k,
    struct satchel_receipts *r, struct satchel_err *err)
{
	struct sat_arena a = { 0 };
	char **names = NULL;
	size_t n = 0;
	int dir = -1;
	bool ok;

	if (s->dir < 0 || !sat_dir_has(s->dir, "states"))
		return true;
	if (!sat_dir_open(s->dir, "states", false, &dir, err))
		return false;
	ok = sat_dir_list(dir, MAX_STATES, &a, &names, &n, err) &&
	     make_room(k, n, err);
	for (size_t i = 0; ok && i < n; i++)
		if (is_public(names[i]) && !add_key(k, dir, names[i], NULL))
			r->unreadable++;
	sat_dir_close(&dir);
	sat_arena_free(&a);
	return ok;
}

static bool
given_keys(struct known_keys *k, const struct satchel_receipts *r,
    struct satchel_err *err)
{
	if (!make_room(k, r->keys, err))
		return false;
	for (size_t i = 0; i < r->keys; i++)
		if (!add_key(k, SAT_CWD, r->key_files[i], err))
			return false;
	return true;
}

/* Notes receipt |found|; of each key the first good one stays. */
static void
note_one(struct satchel_receipts *r, const struct known_keys *k,
    const struct sat_receipt *found, const struct sat_rd *text)
{
	struct satchel_receipt *to = NULL;
	const struct sat_pubkey *of = NULL;
	bool good;

	for (size_t i = 0; of == NULL && i < k->n; i++)
		if (sat_receipt_is_of(found, &k->key[i]))
			of = &k->key[i];
	if (of == NULL) {
		r->unknown++;
		return;
	}
	good = sat_receipt_good(found, of, text);
	for (size_t i = 0; to == NULL && i < r->n; i++)
		if (strcmp(r->receipt[i].state, of->name) == 0)
			to = &r->receipt[i];
	if (to == NULL && r->n < SATCHEL_RECEIPTS_MAX)
		to = &r->receipt[r->n++];
	else if (to == NULL || to->good || !good)
		return;
	memcpy(to->state, of->name, sizeof(to->state));
	to->time = found->time;
	to->good = good;
}

/* Every receipt line of |file|, whatever else stands in it; how many. */
static size_t
note_all(struct satchel_receipts *r, const struct known_keys *k,
    const struct sat_rd *file, const struct sat_rd *text)
{
	struct sat_rd rest = *file, line;
	struct sat_receipt found;
	size_t n = 0;

	while (sat_rd_line(&rest, &line)) {
		if (!sat_receipt_read(&line, &found))
			continue;
		note_one(r, k, &found, text);
		n++;
	}
	return n;
}

/* The fingerprint that a text gives itself: that of a receipt that travels
 * alone, or a statement's own. */
static bool
is_of_another(const struct sat_rd *file, const struct sat_hash *own,
    char hex[SATCHEL_HEX_SIZE])
{
	struct sat_rd rest = *file, line;
	struct sat_hash said = *own;
	struct sat_note note;

	if (sat_rd_begins(file, "satchel statement") &&
	    sat_note_read(file, 0, &note, NULL))
		sat_sha256(note.text.p, note.text.n, &said);
	else
		while (sat_rd_line(&rest, &line))
			if (sat_rd_word(&line, "statement sha256:") &&
			    sat_hash_read(&line, &said))
				break;
	sat_hash_hex(&said, hex);
	return !sat_hash_eq(&said, own);
}

static bool
from_file(struct satchel_receipts *r, const struct known_keys *k,
    const char *path, const struct sat_trusted *t, struct satchel_err *err)
{
	size_t n = 0, lines = 0;
	char hex[SATCHEL_HEX_SIZE];
	uint8_t *p = NULL;
	struct sat_rd file;
	bool other;

	if (!sat_file_load(SAT_CWD, path, MAX_RECEIPT_FILE, &p, &n, err))
		return false;
	file = sat_rd_of(p, n, 0, path);
	other = is_of_another(&file, &t->st.digest, hex);
	if (!other)
		lines = note_all(r, k, &file, &t->text);
	free(p);
	if (other)
		sat_fail(err, SATCHEL_ENO,
		    "is for another release, of fingerprint %s", hex);
	else if (lines > 0)
		return true;
	else
		sat_fail(err, SATCHEL_EFORMAT, "holds no receipt");
	return sat_err_file(err, path);
}

void
sat_api_receipts(const struct sat_judged *j, struct satchel_receipts *r)
{
	struct known_keys k = { 0 };
	bool ok;

	r->n = r->known = r->unknown = r->unreadable = 0;
	memset(&r->err, 0, sizeof(r->err));
	ok = stored_keys(&j->store, &k, r, &r->err) &&
	     given_keys(&k, r, &r->err);
	r->known = k.n;
	(void)note_all(
	    r, &k, &j->bundle.member[SAT_STATEMENT], &j->trusted.text);
	for (size_t i = 0; ok && i < r->nfiles; i++)
		ok = from_file(r, &k, r->files[i], &j->trusted, &r->err);
	free(k.key);
}

/* ---- comparing ----------------------------------------------------------------- */

/* One of the two: a bundle, a proof or a statement by itself. */
struct side {
	const char *path;
	bool is_bundle, is_proof;
	struct sat_bundle bundle;
	struct sat_chain *chain;
	uint8_t *mem;
	struct sat_proof proof;
	struct sat_rd note;
	char folder[SATCHEL_NAME_MAX]; /* of the pin it was verified by */
	struct sat_trusted t;
	struct satchel_err held; /* EFORK: against what was accepted here */
};

static void
side_free(struct side *s)
{
	sat_bundle_close(&s->bundle);
	free(s->chain);
	free(s->mem);
}

/* A statement or a proof is text; |*text| false: it is neither. */
static bool
load_text(struct side *s, bool *text, struct satchel_err *err)
{
	struct sat_file f = { .fd = -1 };
	struct sat_rd whole;
	size_t n = 0;
	char start[18] = { 0 };
	bool ok = true;

	if (!sat_file_open(SAT_CWD, s->path, &f, err))
		return false;
	if (f.size >= 17)
		ok = sat_file_pread(&f, 0, start, 17, err);
	*text = strncmp(start, "satchel statement", 17) == 0 ||
		strncmp(start, "satchel proof v1\n", 17) == 0;
	if (ok && *text)
		ok = sat_file_all(&f, SAT_MAX_PROOF, &s->mem, &n, err);
	sat_file_close(&f);
	if (!ok || !*text)
		return ok;
	whole = sat_rd_of(s->mem, n, 0, s->path);
	s->note = whole;
	s->is_proof = sat_proof_is(&whole);
	if (!s->is_proof)
		return true;
	if (!sat_proof_read(&whole, &s->proof, err))
		return false;
	s->note = s->proof.note;
	return true;
}

static bool
split_bundle(struct side *s, struct satchel_err *err)
{
	s->is_bundle = true;
	s->note = s->bundle.member[SAT_STATEMENT];
	return sat_verify_chain(&s->bundle, &s->chain, err) ||
	       sat_err_file(err, s->path);
}

static bool
load_side(struct side *s, struct satchel_err *err)
{
	bool text = false;

	if (!load_text(s, &text, err))
		return false;
	if (text)
		return true;
	if (!sat_bundle_open(SAT_CWD, s->path, &s->bundle, err))
		return sat_hint(err,
		    "allowed: bundles, proofs, STATEMENT files (tar xf BUNDLE "
		    "STATEMENT)");
	return split_bundle(s, err);
}

static bool
verify_once(struct side *s, const struct sat_known *k,
    const struct satchel_check_opts *o, struct sat_evidence *e,
    struct satchel_err *err)
{
	struct sat_verify_opts v = { .clock = o->now, .archive = true };

	if (!s->is_bundle)
		return sat_verify_note(&s->note, k, &v, &s->t, e, err) &&
		       (!s->is_proof ||
			   sat_proof_check(&s->proof, &s->t.st, err));
	return sat_verify(&s->bundle, s->chain, k, &v, &s->t, e, err);
}

static void
keep(struct sat_store *store, const struct sat_evidence *e,
    struct satchel_err *err)
{
	if (e->found && !sat_store_evidence(store, e, NULL))
		sat_hint(err, "the conflicting text could not be kept as "
			      "evidence: keep this file");
}

/*
 * Verifies |s| by the roots of one pinned directory.  What contradicts a
 * release accepted here is kept as evidence and noted in s->held, and is then
 * verified again as if nothing had been accepted: which of two is right is
 * not for us to say.
 */
static bool
verify_by(struct side *s, struct sat_store *store,
    const struct satchel_check_opts *o, struct satchel_err *err)
{
	struct sat_known roots = store->known;
	struct sat_evidence e;

	if (verify_once(s, &store->known, o, &e, err))
		return true;
	keep(store, &e, err);
	if (err->code != SATCHEL_EFORK || e.is_root)
		return false;
	s->held = *err;
	roots.accepted = 0;
	roots.epoch = roots.release = 0;
	return verify_once(s, &roots, o, &e, err);
}

/* A refusal that says more than "not of this directory". */
static bool
says_more(const struct satchel_err *now, const struct satchel_err *before)
{
	return before->code == SATCHEL_OK || before->code == SATCHEL_EPIN ||
	       (before->code == SATCHEL_EUNTRUSTED &&
		   now->code != SATCHEL_EUNTRUSTED &&
		   now->code != SATCHEL_EPIN);
}

static bool
try_folder(struct satchel_home *home, const char *folder, struct side *s,
    const struct satchel_check_opts *o, struct satchel_err *err)
{
	struct sat_store store;
	bool ok = false;

	if (!sat_store_open(home->dir, folder, false, &store, err))
		return false;
	if (s->is_bundle && !sat_verify_pinned(s->chain, &store.known)) {
		sat_fail(err, SATCHEL_EPIN,
		    "it is of no directory that is pinned here");
		sat_err_file(err, s->path);
		sat_hint(err, "satchel pin FILE --fingerprint HEX, with the "
			      "fingerprint you hold on paper");
	} else {
		ok = verify_by(s, &store, o, err) || sat_err_file(err, s->path);
	}
	if (ok)
		memcpy(s->folder, store.name, sizeof(s->folder));
	sat_store_close(&store);
	return ok;
}

/* Any pinned directory will do whose keys signed it. */
static bool
try_all(struct satchel_home *home, struct side *s,
    const struct satchel_check_opts *o, struct satchel_err *err)
{
	struct satchel_err one, worst = { 0 };
	struct sat_arena a = { 0 };
	char **folders = NULL;
	size_t n = 0;
	bool ok = false;

	if (home->dir >= 0 && !sat_store_list(home->dir, &a, &folders, &n, err))
		return false;
	if (n == 0) {
		sat_fail(&worst, SATCHEL_EPIN,
		    "no directory is pinned on this machine");
		sat_hint(&worst, "satchel pin FILE --fingerprint HEX");
	}
	for (size_t i = 0; i < n && !ok; i++) {
		ok = try_folder(home, folders[i], s, o, &one);
		if (!ok && says_more(&one, &worst))
			worst = one;
	}
	sat_arena_free(&a);
	if (!ok)
		*err = worst;
	return ok;
}

static bool
verify_side(struct satchel_home *home, struct side *s,
    const struct satchel_check_opts *o, struct satchel_err *err)
{
	char folder[SATCHEL_NAME_MAX];

	if (o->directory == NULL)
		return try_all(home, s, o, err);
	return sat_api_folder(home, o->directory, folder, err) &&
	       try_folder(home, folder, s, o, err);
}

/* The installed release of the directory that |a| is of. */
static bool
load_installed(struct satchel_home *home, const struct side *a, struct side *s,
    struct satchel_err *err)
{
	struct sat_statement st;
	struct sat_store store;
	bool ok;

	if (!sat_store_open(home->dir, a->folder, false, &store, err))
		return false;
	ok = sat_store_release(&store, &s->bundle, &st, err);
	sat_store_close(&store);
	return ok && split_bundle(s, err);
}

/* Both notes of a fork, but for the one that was accepted here. */
static void
keep_both(struct satchel_home *home, const struct side *a, const struct side *b)
{
	const struct side *side[2] = { a, b };
	struct sat_store store;

	if (!sat_store_open(home->dir, a->folder, false, &store, NULL))
		return;
	for (size_t i = 0; i < 2; i++) {
		const struct sat_statement *st = &side[i]->t.st;
		struct sat_evidence e = { .found = true,
			.epoch = st->epoch,
			.number = st->release,
			.note = side[i]->note,
			.digest = st->digest };
		bool held = false;

		for (size_t k = 0; k < store.known.accepted; k++)
			held =
			    held || sat_hash_eq(&store.known.history[k].digest,
					&st->digest);
		if (!held && !sat_store_evidence(&store, &e, NULL))
			continue; /* the two files are there */
	}
	sat_store_close(&store);
}

static bool
one_directory(
    const struct side *a, const struct side *b, struct satchel_err *err)
{
	if (strcmp(a->t.st.directory, b->t.st.directory) == 0)
		return true;
	return sat_fail(err, SATCHEL_EPIN,
	    "different directories: %.100s and %.100s", a->t.st.directory,
	    b->t.st.directory);
}

static struct sat_compare_side
as_side(const struct side *s)
{
	return (struct sat_compare_side){ .st = &s->t.st,
		.history = s->is_bundle ? s->bundle.member[SAT_HISTORY]
					: sat_rd_of(NULL, 0, 0, NULL) };
}

static bool
compare(struct satchel_home *home, struct side *a, struct side *b,
    const struct satchel_check_opts *o, struct satchel_comparison *c,
    struct satchel_err *err)
{
	struct sat_compare_side x, y;
	struct satchel_comparison made = { .linked = false };

	if (!load_side(a, err) || !verify_side(home, a, o, err) ||
	    !(b->path != NULL ? load_side(b, err)
			      : load_installed(home, a, b, err)) ||
	    !verify_side(home, b, o, err) || !one_directory(a, b, err))
		return false;
	x = as_side(a);
	y = as_side(b);
	sat_compare(&x, &y, &made);
	if (made.relation == SATCHEL_FORKED) {
		keep_both(home, a, b);
	} else if (a->held.code != SATCHEL_OK || b->held.code != SATCHEL_OK) {
		*err = a->held.code != SATCHEL_OK ? a->held : b->held;
		return false;
	}
	sat_api_trusted(&a->t, &made.a);
	sat_api_trusted(&b->t, &made.b);
	*c = made;
	return true;
}

bool
satchel_compare(struct satchel_home *home, const char *a, const char *b,
    const struct satchel_check_opts *opts, struct satchel_comparison *c,
    struct satchel_err *err)
{
	struct side *s = calloc(2, sizeof(*s));
	struct satchel_err mine;
	bool ok;

	if (s == NULL)
		return sat_fail_nomem(err);
	s[0].bundle.file.fd = s[1].bundle.file.fd = -1;
	s[0].path = a;
	s[1].path = b;
	ok = compare(home, &s[0], &s[1], opts, c, err != NULL ? err : &mine);
	side_free(&s[0]);
	side_free(&s[1]);
	free(s);
	return ok;
}
