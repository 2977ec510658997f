#include "verify.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, AHEAD = 2 * DAY };

/* What the steps share. */
struct work {
	const char *file;	       /* for messages */
	struct sat_rd note;	       /* STATEMENT */
	const struct sat_bundle *b;    /* NULL: a proof, without HISTORY */
	const struct sat_chain *chain; /* NULL: a proof, without ROOTS */
	const struct sat_known *k;
	const struct sat_verify_opts *o;
	struct sat_note statement;
	struct sat_root *roots; /* versions 1 .. n, as far as authentic */
	size_t low, n;		/* versions low .. n are there */
	struct sat_trusted *t;
	struct sat_evidence *e;
	struct satchel_err *err;
};

bool
sat_verify_chain(const struct sat_bundle *b, struct sat_chain **chain,
    struct satchel_err *err)
{
	return sat_chain_read(&b->member[SAT_ROOTS], 1, chain, err);
}

bool
sat_verify_pinned(const struct sat_chain *chain, const struct sat_known *k)
{
	for (size_t i = 0; i < chain->n; i++)
		for (size_t j = 0; j < k->n; j++)
			if (sat_rd_eq(&chain->note[i].text, k->text[j].p,
				k->text[j].n))
				return true;
	return false;
}

static bool
untrusted(struct work *w, const char *what, size_t version)
{
	sat_fail(
	    w->err, SATCHEL_EUNTRUSTED, "ROOTS: root %zu %s", version, what);
	return sat_err_file(w->err, w->file);
}

/*
 * Another text for the stored root |v|: proof of a fork if it is of the same
 * directory and version and meets the thresholds of the stored root before it
 * and its own; else just not authentic.
 */
static bool
other_root(struct work *w, size_t v)
{
	const struct sat_known *k = w->k;
	const struct sat_note *note = &w->chain->note[v - 1];
	struct sat_root r;

	if (v > k->first &&
	    sat_root_meets(note, &k->root[v - k->first - 1], NULL) &&
	    sat_root_read(&note->text, &r, NULL) && r.version == v &&
	    strcmp(r.directory, k->root[0].directory) == 0 &&
	    sat_root_meets(note, &r, NULL)) {
		w->e->found = w->e->is_root = true;
		w->e->number = (uint32_t)v; /* at most 256 */
		w->e->note = note->whole;
		w->e->digest = r.digest;
		sat_fail(w->err, SATCHEL_EFORK,
		    "there are two different roots %zu, both properly signed",
		    v);
		sat_err_file(w->err, w->file);
		return sat_hint(w->err, "trust neither: tell the custodian by "
					"telephone; both texts "
					"are kept as evidence");
	}
	return untrusted(w, "is not the one that is stored", v);
}

/* The stored roots, all of them: ROOTS may be shorter. */
static void
take_stored(struct work *w)
{
	const struct sat_known *k = w->k;

	for (size_t i = 0; i < k->n; i++)
		w->roots[k->first + i - 1] = k->root[i];
	w->low = k->first;
	w->n = k->first + k->n - 1;
}

/* Stored roots must stand at their places, with the stored texts. */
static bool
compare_stored(struct work *w)
{
	const struct sat_known *k = w->k;

	for (size_t i = 0; i < k->n && k->first + i <= w->chain->n; i++) {
		size_t v = k->first + i;

		if (!sat_rd_eq(&w->chain->note[v - 1].text, k->text[i].p,
			k->text[i].n))
			return other_root(w, v);
	}
	if (w->chain->n < k->first)
		return untrusted(
		    w, "is missing: it is the pinned one", k->first);
	return true;
}

/* Roots before the pin are authentic through "previous". */
static bool
walk_back(struct work *w)
{
	for (size_t v = w->k->first; v > 1; v--) {
		const struct sat_root *later = &w->roots[v - 1];
		struct sat_root *r = &w->roots[v - 2];
		struct sat_hash h;
		const struct sat_rd *text = &w->chain->note[v - 2].text;

		sat_sha256(text->p, text->n, &h);
		if (!later->has_previous || !sat_hash_eq(&h, &later->previous))
			return untrusted(w,
			    "is not the one that the next root names", v - 1);
		if (!sat_root_read(text, r, w->err) || r->version != v - 1)
			return untrusted(w, "is malformed", v - 1);
	}
	w->low = 1;
	return true;
}

/* Roots beyond the stored ones, each by both thresholds. */
static bool
walk_on(struct work *w)
{
	for (size_t v = w->n + 1; v <= w->chain->n; v++) {
		const struct sat_note *note = &w->chain->note[v - 1];

		if (!sat_root_next(
			&w->roots[v - 2], note, &w->roots[v - 1], w->err)) {
			return sat_err_file(w->err, w->file);
		}
		if (w->o->persist != NULL &&
		    !w->o->persist(
			w->o->ctx, (uint32_t)v, &note->whole, w->err))
			return false;
		w->n = v;
	}
	return true;
}

/* Good signatures of |r|'s release keys; their names go to the result. */
static bool
count(struct work *w, const struct sat_root *r, bool *enough)
{
	size_t who[SAT_MAX_SIG_LINES];
	struct sat_trusted *t = w->t;

	if (!sat_note_count(&w->statement, r->release_key, r->release_keys,
		&t->signers, who, w->err))
		return sat_err_file(w->err, w->file);
	for (size_t i = 0; i < t->signers; i++)
		memcpy(t->signer[i], r->release_key[who[i]].name,
		    sizeof(t->signer[i]));
	t->threshold = r->release_threshold;
	*enough = t->signers >= r->release_threshold || w->o->draft;
	return true;
}

/*
 * Step 4.  |*by| is the version of the root whose threshold is reached: the
 * newest, or an earlier one, and then the file is old.
 */
static bool
signatures(struct work *w, size_t *by)
{
	size_t have = 0, need = w->roots[w->n - 1].release_threshold;
	bool enough = false;

	for (size_t v = w->n; v >= w->low; v--) {
		if (!count(w, &w->roots[v - 1], &enough))
			return false;
		if (v == w->n)
			have = w->t->signers;
		if (enough) {
			*by = v;
			return true;
		}
	}
	sat_fail(w->err, SATCHEL_EUNTRUSTED,
	    "STATEMENT: %zu good signature%s of release keys, %zu needed", have,
	    have == 1 ? "" : "s", need);
	sat_err_file(w->err, w->file);
	return sat_hint(
	    w->err, "do not use this file; ask the custodian for a signed one");
}

/* The statement is of an older release: refused, or read as an archive. */
static bool
too_old(struct work *w, const char *why)
{
	const struct sat_statement *st = &w->t->st;

	if (w->o->archive) {
		w->t->older = true;
		return true;
	}
	sat_fail(w->err, SATCHEL_EROLLBACK, "release %u.%u %s",
	    (unsigned)st->epoch, (unsigned)st->release, why);
	sat_err_file(w->err, w->file);
	if (w->o->draft)
		return false;
	return sat_hint(w->err, w->o->installing
				    ? "ask the custodian for the newest release"
				    : "to read it all the same: --archive");
}

static bool
malformed(struct work *w, const char *what)
{
	sat_fail(w->err, SATCHEL_EFORMAT, "%s", what);
	return sat_err_file(w->err, w->file);
}

/* Two texts for one number that both reached a threshold. */
static bool
fork_check(struct work *w)
{
	const struct sat_statement *st = &w->t->st;

	for (size_t i = 0; i < w->k->accepted; i++) {
		const struct sat_accepted *a = &w->k->history[i];

		if (a->epoch != st->epoch || a->release != st->release ||
		    sat_hash_eq(&a->digest, &st->digest))
			continue;
		if (w->o->draft && w->t->signers < w->t->threshold)
			break; /* not a release yet: sign's journal decides */
		w->e->found = true;
		w->e->is_root = false;
		w->e->epoch = st->epoch;
		w->e->number = st->release;
		w->e->note = w->statement.whole;
		w->e->digest = st->digest;
		sat_fail(w->err, SATCHEL_EFORK,
		    "there are two different releases %u.%u, both properly "
		    "signed",
		    (unsigned)st->epoch, (unsigned)st->release);
		sat_err_file(w->err, w->file);
		return sat_hint(w->err,
		    "trust neither: compare fingerprints with another State by "
		    "telephone; both texts are kept as evidence");
	}
	return true;
}

/* The end of step 4: keys of an earlier root cannot sign for a later one. */
static bool
signed_by_named(struct work *w, size_t by)
{
	const struct sat_statement *st = &w->t->st;

	if (by == w->n || st->root <= by)
		return true;
	sat_fail(w->err, SATCHEL_EUNTRUSTED,
	    "STATEMENT names root %u, but only keys of root %zu signed it",
	    (unsigned)st->root, by);
	return sat_err_file(w->err, w->file);
}

/* Step 5, the epoch: the current root's. */
static bool
epoch_fits(struct work *w)
{
	const struct sat_statement *st = &w->t->st;
	const struct sat_root *newest = &w->roots[w->n - 1];

	if (st->epoch > newest->epoch)
		return malformed(
		    w, "STATEMENT has a higher epoch than its root");
	return st->epoch == newest->epoch ||
	       too_old(w, "is of an epoch that was ended");
}

/* Step 5, the root that the statement names. */
static bool
root_fits(struct work *w)
{
	const struct sat_statement *st = &w->t->st;

	if (st->root > w->n || st->root < w->low) {
		if (w->chain != NULL)
			return malformed(w,
			    "STATEMENT names a root that neither "
			    "the store nor ROOTS holds");
		sat_fail(w->err, SATCHEL_EPIN,
		    "root %u, which this names, is not stored here",
		    (unsigned)st->root);
		sat_err_file(w->err, w->file);
		return sat_hint(w->err, "install a newer release first");
	}
	if (!sat_hash_eq(&st->root_digest, &w->roots[st->root - 1].digest))
		return malformed(
		    w, "STATEMENT names another text for its root");
	return st->root == w->n ||
	       too_old(w, "is of a root that was replaced since");
}

/* Step 5, minimum-release. */
static bool
not_revoked(struct work *w)
{
	const struct sat_statement *st = &w->t->st;
	const struct sat_root *newest = &w->roots[w->n - 1];

	return st->epoch != newest->epoch ||
	       st->release >= newest->minimum_release ||
	       too_old(w, "was revoked by the newest root");
}

static bool
statement(struct work *w, size_t by)
{
	struct sat_trusted *t = w->t;

	if (!sat_statement_read(&w->statement.text, &t->st, w->err))
		return sat_err_file(w->err, w->file);
	if (strcmp(t->st.directory, w->roots[w->n - 1].directory) != 0) {
		sat_fail(w->err, SATCHEL_EPIN,
		    "STATEMENT is of another directory than its roots");
		return sat_err_file(w->err, w->file);
	}
	return signed_by_named(w, by) && fork_check(w) &&
	       (by == w->n ||
		   too_old(w, "is signed by keys that were revoked since")) &&
	       epoch_fits(w) && root_fits(w) && not_revoked(w);
}

/* A line of HISTORY against what was accepted of this epoch. */
static bool
history_line(struct work *w, const struct sat_history_line *l)
{
	for (size_t i = 0; i < w->k->accepted; i++) {
		const struct sat_accepted *a = &w->k->history[i];

		if (a->epoch != w->t->st.epoch || a->release != l->release)
			continue;
		if (!sat_hash_eq(&a->digest, &l->digest)) {
			w->e->found = true;
			w->e->is_root = false;
			w->e->epoch = w->t->st.epoch;
			w->e->number = w->t->st.release;
			w->e->note = w->statement.whole;
			w->e->digest = w->t->st.digest;
			sat_fail(w->err, SATCHEL_EFORK,
			    "HISTORY: release %u is not the one accepted here",
			    (unsigned)l->release);
			sat_err_file(w->err, w->file);
			return sat_hint(w->err,
			    "trust neither: compare fingerprints with another "
			    "State by telephone");
		}
		if (a->issued != l->issued)
			return malformed(w, "HISTORY gives another time for a "
					    "release held here");
	}
	return true;
}

static bool
history_lines(struct work *w)
{
	const struct sat_statement *st = &w->t->st;
	struct sat_rd rest = w->b->member[SAT_HISTORY];
	struct sat_history_line l = { .issued = -1 };
	int64_t before = -1;

	for (uint32_t i = 1; i <= st->history; i++) {
		if (!sat_history_next(&rest, i, &l, w->err))
			return sat_err_file(w->err, w->file);
		if (l.issued <= before || l.issued >= st->issued)
			return malformed(w, "HISTORY: times do not rise");
		before = l.issued;
		if (!history_line(w, &l))
			return false;
	}
	if (!sat_rd_end(&rest))
		return malformed(
		    w, "HISTORY has more lines than STATEMENT says");
	if (st->history > 0 && !sat_hash_eq(&l.digest, &st->previous))
		return malformed(
		    w, "HISTORY's last line is not the previous release");
	return true;
}

/* Step 6. */
static bool
order(struct work *w)
{
	const struct sat_statement *st = &w->t->st;
	const struct sat_known *k = w->k;
	const struct sat_rd *history;
	struct sat_hash h;

	w->t->same = st->epoch == k->epoch && st->release == k->release &&
		     sat_hash_eq(&st->digest, &k->digest);
	if ((st->epoch < k->epoch ||
		(st->epoch == k->epoch && st->release < k->release)) &&
	    !too_old(w, "is older than the one installed here"))
		return false;
	if (w->b == NULL)
		return true;
	history = &w->b->member[SAT_HISTORY];
	sat_sha256(history->p, history->n, &h);
	if (!sat_hash_eq(&h, &st->history_digest))
		return malformed(
		    w, "HISTORY has another SHA-256 than STATEMENT says");
	return history_lines(w);
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

bool
sat_clock_wrong(int64_t clock, int64_t seen)
{
	return clock < SATCHEL_RELEASED || clock < seen - DAY;
}

enum satchel_freshness
sat_freshness(const struct sat_statement *st, int64_t clock, int64_t seen)
{
	int64_t now = later(later(clock, seen), SATCHEL_RELEASED);

	if (now >= st->expires)
		return SATCHEL_EXPIRED;
	if (now >= st->next_by)
		return SATCHEL_STALE;
	return sat_clock_wrong(clock, seen) ? SATCHEL_CLOCK_WRONG
					    : SATCHEL_FRESH;
}

/* Step 7. */
static bool
dates(struct work *w)
{
	const struct sat_statement *st = &w->t->st;
	int64_t clock = w->o->clock, seen = w->k->seen;
	int64_t now = later(later(clock, seen), SATCHEL_RELEASED);
	bool ahead = st->issued > now + AHEAD;

	w->t->freshness = sat_freshness(st, clock, seen);
	w->t->clock_wrong = sat_clock_wrong(clock, seen);
	w->t->seen =
	    st->epoch > w->k->epoch ? st->issued : later(seen, st->issued);
	if (!ahead)
		return true;
	if (w->o->accept_date) {
		w->t->seen = seen;
		return true;
	}
	if (!w->o->installing)
		return true;
	sat_fail(w->err, SATCHEL_EDATE,
	    "release %u.%u is issued more than 48 hours ahead of this "
	    "machine's "
	    "time",
	    (unsigned)st->epoch, (unsigned)st->release);
	sat_err_file(w->err, w->file);
	return sat_hint(w->err,
	    "set the clock; if the clock is right, ask the custodian, then "
	    "--accept-date");
}

static bool
steps(struct work *w)
{
	size_t by = 0;

	if (!sat_note_read(
		&w->note, w->o->draft ? 0 : 1, &w->statement, w->err))
		return sat_err_file(w->err, w->file);
	if (!sat_key_selftest(w->err))
		return false;
	take_stored(w);
	if (w->chain != NULL &&
	    (!compare_stored(w) || !walk_back(w) || !walk_on(w)))
		return false;
	if (!signatures(w, &by) || !statement(w, by) || !order(w) || !dates(w))
		return false;
	if (w->b != NULL && w->t->st.payload != w->b->payload_len)
		return malformed(
		    w, "PAYLOAD has another size than STATEMENT says");
	w->t->root = w->roots[w->n - 1];
	w->t->text = w->statement.text;
	return true;
}

static bool
run(struct work *w, struct sat_trusted *t, struct satchel_err *err)
{
	struct satchel_err mine = { 0 };
	struct sat_trusted made = { 0 };
	bool ok;

	w->t = &made;
	w->err = err == NULL ? &mine : err;
	memset(w->e, 0, sizeof(*w->e));
	w->roots = calloc(SAT_MAX_ROOT_VERSIONS, sizeof(*w->roots));
	ok = w->roots != NULL ? steps(w) : sat_fail_nomem(err);
	free(w->roots);
	if (ok)
		*t = made;
	w->roots = NULL; /* what |w| borrowed of this function */
	w->t = NULL;
	w->err = NULL;
	return ok;
}

bool
sat_verify(const struct sat_bundle *b, const struct sat_chain *chain,
    const struct sat_known *k, const struct sat_verify_opts *o,
    struct sat_trusted *t, struct sat_evidence *e, struct satchel_err *err)
{
	struct work w = { .file = b->file.name,
		.note = b->member[SAT_STATEMENT],
		.b = b,
		.chain = chain,
		.k = k,
		.o = o,
		.e = e };

	return run(&w, t, err);
}

bool
sat_verify_note(const struct sat_rd *note, const struct sat_known *k,
    const struct sat_verify_opts *o, struct sat_trusted *t,
    struct sat_evidence *e, struct satchel_err *err)
{
	struct work w = {
		.file = note->file, .note = *note, .k = k, .o = o, .e = e
	};

	return run(&w, t, err);
}
