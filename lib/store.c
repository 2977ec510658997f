#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "armor.h"

enum {
	MAX_ENTRIES = 20000, /* files in a folder of the store */
	MAX_DIRECTORIES = 1000,
	MAX_STATE = 4096,
	MAX_JOURNAL = 1 << 20,
	MAX_EVIDENCE = 16
};

/* ---- names and texts --------------------------------------------------- */

/* "E.N", both decimal. */
static bool
number_pair(const char *s, uint32_t *e, uint32_t *n)
{
	const char *dot = strchr(s, '.');
	struct sat_rd a, b;
	uint64_t x, y;

	if (dot == NULL)
		return false;
	a = sat_rd_of(s, (size_t)(dot - s), 0, NULL); /* dot is in s */
	b = sat_rd_of(dot + 1, strlen(dot + 1), 0, NULL);
	if (!sat_rd_decimal(&a, UINT32_MAX, &x) ||
	    !sat_rd_decimal(&b, UINT32_MAX, &y))
		return false;
	*e = (uint32_t)x; /* both at most UINT32_MAX */
	*n = (uint32_t)y;
	return true;
}

static void
state_write(const struct sat_state *st, struct sat_wr *w)
{
	char hex[SATCHEL_HEX_SIZE], seen[21];

	sat_hash_hex(&st->digest, hex);
	sat_time_write(st->seen, seen);
	sat_wr_printf(w,
	    "satchel state v1\ndirectory %s\nroot %u\nepoch %u\nrelease %u\n",
	    st->directory, st->root, st->epoch, st->release);
	if (st->release == 0)
		sat_wr_str(w, "statement none\n");
	else
		sat_wr_printf(w, "statement sha256:%s\n", hex);
	sat_wr_printf(w, "seen-time %s\n", seen);
}

/* The rest of the next line, which must begin with |word|. */
static bool
field(struct sat_rd *r, const char *word, struct sat_rd *value)
{
	return sat_rd_line(r, value) && sat_rd_word(value, word);
}

static bool
number(struct sat_rd *r, const char *word, uint32_t *out)
{
	struct sat_rd v;
	uint64_t x;

	if (!field(r, word, &v) || !sat_rd_decimal(&v, UINT32_MAX, &x))
		return false;
	*out = (uint32_t)x; /* at most UINT32_MAX */
	return true;
}

static bool
state_read(struct sat_rd r, struct sat_state *st)
{
	struct sat_rd v;

	memset(st, 0, sizeof(*st));
	if (!field(&r, "satchel state v1", &v) || !sat_rd_end(&v) ||
	    !field(&r, "directory ", &v) || !sat_name_ok(&v))
		return false;
	memcpy(st->directory, v.p, v.n);
	if (!number(&r, "root ", &st->root) ||
	    !number(&r, "epoch ", &st->epoch) ||
	    !number(&r, "release ", &st->release) ||
	    !field(&r, "statement ", &v))
		return false;
	if (st->release == 0 ? !sat_rd_is(&v, "none")
			     : !sat_rd_word(&v, "sha256:") ||
				   !sat_hash_read(&v, &st->digest))
		return false;
	return field(&r, "seen-time ", &v) && sat_time_read(&v, &st->seen) &&
	       sat_rd_end(&r);
}

/* ---- opening ------------------------------------------------------------ */

bool
sat_store_list(int home, struct sat_arena *a, char ***folders, size_t *n,
    struct satchel_err *err)
{
	char **names = NULL;
	size_t count = 0, kept = 0;

	if (!sat_dir_list(home, MAX_DIRECTORIES, a, &names, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		int dir = -1;

		if (names[i][0] == '.' ||
		    !sat_dir_open(home, names[i], false, &dir, NULL))
			continue;
		if (sat_dir_has(dir, "roots"))
			names[kept++] = names[i];
		sat_dir_close(&dir);
	}
	*folders = names;
	*n = kept;
	return true;
}

static bool
damaged(struct sat_store *s, const char *what, struct satchel_err *err)
{
	sat_fail(err, SATCHEL_EFORMAT, "the store is damaged: %s", what);
	sat_err_file(err, s->name);
	return sat_hint(err, "pin the directory again, with --replace, from a "
			     "fingerprint on paper");
}

/* A text of the store could not be read: for want of memory, or it is bad. */
static bool
unread(struct sat_store *s, const char *what, const struct satchel_err *why,
    struct satchel_err *err)
{
	return why->code == SATCHEL_ENOMEM ? sat_fail_nomem(err)
					   : damaged(s, what, err);
}

/* A file of the store, into the arena. */
static bool
load(struct sat_store *s, const char *path, size_t max, struct sat_rd *out,
    struct satchel_err *err)
{
	uint8_t *p = NULL;
	size_t n = 0;
	char *copy;

	if (!sat_file_load(s->dir, path, max, &p, &n, err))
		return false;
	copy = sat_arena_copy(&s->arena, p, n);
	free(p);
	if (copy == NULL)
		return sat_fail_nomem(err);
	*out = sat_rd_of(copy, n, 0, s->name);
	return true;
}

/* |whole| false: its numbers alone. */
static bool
load_root(struct sat_store *s, uint32_t version, bool whole,
    struct sat_rd *text, struct sat_root *r, struct satchel_err *err)
{
	char path[32];
	struct satchel_err why = { 0 };
	struct sat_rd file;
	struct sat_note note;

	(void)snprintf(path, sizeof(path), "roots/%u", (unsigned)version);
	if (!load(s, path, SAT_MAX_ROOTS, &file, err))
		return false;
	if (!sat_note_read(&file, 1, &note, &why) ||
	    !(whole ? sat_root_read : sat_root_numbers)(&note.text, r, &why) ||
	    r->version != version)
		return unread(s, path, &why, err);
	*text = note.text;
	return true;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The versions in roots/, which have no gap. */
static bool
versions(
    struct sat_store *s, uint32_t *first, size_t *n, struct satchel_err *err)
{
	uint32_t v[SAT_MAX_ROOT_VERSIONS];
	char **names = NULL;
	size_t count = 0, m = 0;
	int dir = -1;
	bool ok;

	if (!sat_dir_open(s->dir, "roots", false, &dir, err))
		return false;
	ok = sat_dir_list(dir, MAX_ENTRIES, &s->arena, &names, &count, err);
	sat_dir_close(&dir);
	if (!ok)
		return false;
	for (size_t i = 0; i < count && m < SAT_MAX_ROOT_VERSIONS; i++) {
		struct sat_rd r =
		    sat_rd_of(names[i], strlen(names[i]), 0, NULL);
		uint64_t x;

		if (sat_rd_decimal(&r, SAT_MAX_ROOT_VERSIONS, &x) && x > 0)
			v[m++] = (uint32_t)x; /* at most 256 */
	}
	if (m == 0)
		return damaged(s, "no roots", err);
	qsort(v, m, sizeof(*v), by_number);
	if (v[m - 1] - v[0] + 1 != m)
		return damaged(s, "a root is missing", err);
	*first = v[0];
	*n = m;
	return true;
}

static bool
load_roots(struct sat_store *s, struct satchel_err *err)
{
	struct sat_known *k = &s->known;

	if (!versions(s, &k->first, &k->n, err))
		return false;
	k->root = sat_arena_array(&s->arena, k->n, sizeof(*k->root));
	k->text = sat_arena_array(&s->arena, k->n, sizeof(*k->text));
	if (k->root == NULL || k->text == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < k->n; i++) {
		uint32_t v = k->first + (uint32_t)i; /* at most 256 */

		if (!load_root(s, v, true, &k->text[i], &k->root[i], err))
			return false;
		if (i > 0 && (!k->root[i].has_previous ||
				 !sat_hash_eq(&k->root[i].previous,
				     &k->root[i - 1].digest)))
			return damaged(s, "its roots do not follow", err);
	}
	return true;
}

static bool
load_accepted(struct sat_store *s, const char *name, struct sat_accepted *a,
    struct satchel_err *err)
{
	char path[300];
	struct satchel_err why = { 0 };
	struct sat_rd file;
	struct sat_note note;
	struct sat_statement st;

	(void)snprintf(path, sizeof(path), "history/%s", name);
	if (!load(s, path, SAT_MAX_STATEMENT, &file, err))
		return false;
	if (!sat_note_read(&file, 1, &note, &why) ||
	    !sat_statement_read(&note.text, &st, &why) ||
	    st.epoch != a->epoch || st.release != a->release)
		return unread(s, path, &why, err);
	a->issued = st.issued;
	a->digest = st.digest;
	return true;
}

static bool
load_history(struct sat_store *s, struct satchel_err *err)
{
	struct sat_known *k = &s->known;
	struct sat_accepted *list, *top = NULL;
	char **names = NULL;
	size_t count = 0, n = 0;
	int dir = -1;
	bool ok;

	if (!sat_dir_has(s->dir, "history"))
		return true;
	if (!sat_dir_open(s->dir, "history", false, &dir, err))
		return false;
	ok = sat_dir_list(dir, MAX_ENTRIES, &s->arena, &names, &count, err);
	sat_dir_close(&dir);
	list = ok ? sat_arena_array(&s->arena, count, sizeof(*list)) : NULL;
	if (!ok)
		return false;
	if (list == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < count; i++) {
		struct sat_accepted *a = &list[n];

		if (!number_pair(names[i], &a->epoch, &a->release))
			continue; /* a temporary file that was left */
		if (!load_accepted(s, names[i], a, err))
			return false;
		n++;
		if (top == NULL || a->epoch > top->epoch ||
		    (a->epoch == top->epoch && a->release > top->release))
			top = a;
	}
	k->history = list;
	k->accepted = n;
	if (top != NULL) {
		k->epoch = top->epoch;
		k->release = top->release;
		k->digest = top->digest;
	}
	return true;
}

/* The highest issued of the newest epoch. */
static int64_t
seen_in(const struct sat_known *k)
{
	int64_t seen = 0;

	for (size_t i = 0; i < k->accepted; i++)
		if (k->history[i].epoch == k->epoch &&
		    k->history[i].issued > seen)
			seen = k->history[i].issued;
	return seen;
}

bool
sat_store_has_release(struct sat_store *s, uint32_t epoch, uint32_t release)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "releases/%u.%u.satchel",
	    (unsigned)epoch, (unsigned)release);
	return sat_dir_has(s->dir, path);
}

/* The newest accepted release that is still readable, as a state. */
static void
rebuild_state(struct sat_store *s)
{
	const struct sat_known *k = &s->known;
	struct sat_state *st = &s->state;

	memset(st, 0, sizeof(*st));
	if (k->n == 0 || k->root == NULL)
		return; /* a store that was opened has one */
	memcpy(
	    st->directory, k->root[k->n - 1].directory, sizeof(st->directory));
	st->root = k->first + (uint32_t)k->n - 1; /* at most 256 */
	st->seen = seen_in(k);
	for (size_t i = 0; i < k->accepted; i++) {
		const struct sat_accepted *a = &k->history[i];

		if ((a->epoch < st->epoch ||
			(a->epoch == st->epoch && a->release < st->release)) ||
		    !sat_store_has_release(s, a->epoch, a->release))
			continue;
		st->epoch = a->epoch;
		st->release = a->release;
		st->digest = a->digest;
	}
}

static bool
load_state(struct sat_store *s)
{
	struct sat_rd file;

	return load(s, "state", MAX_STATE, &file, NULL) &&
	       state_read(file, &s->state);
}

/*
 * Is what the state names there?  History may be ahead of it, where power was
 * cut before the state was written: the old release is then the installed one
 * for every command, until install is run again.
 */
static bool
state_holds(struct sat_store *s)
{
	const struct sat_known *k = &s->known;
	const struct sat_state *st = &s->state;

	if (strcmp(st->directory, k->root[k->n - 1].directory) != 0)
		return false;
	if (st->release == 0)
		return true;
	for (size_t i = 0; i < k->accepted; i++) {
		const struct sat_accepted *a = &k->history[i];

		if (a->epoch == st->epoch && a->release == st->release)
			return sat_hash_eq(&a->digest, &st->digest) &&
			       sat_store_has_release(s, a->epoch, a->release);
	}
	return false;
}

static bool
open_folder(int home, const char *name, bool lock, struct sat_store *s,
    struct satchel_err *err)
{
	memset(s, 0, sizeof(*s));
	s->dir = s->lock = -1;
	(void)snprintf(s->name, sizeof(s->name), "%s", name);
	return sat_dir_open(home, name, false, &s->dir, err) &&
	       (!lock || sat_lock_open(s->dir, "lock", &s->lock, err));
}

bool
sat_store_open(int home, const char *name, bool lock, struct sat_store *s,
    struct satchel_err *err)
{
	if (!open_folder(home, name, lock, s, err) || !load_roots(s, err) ||
	    !load_history(s, err)) {
		sat_store_close(s);
		return false;
	}
	if (!load_state(s) || !state_holds(s))
		rebuild_state(s);
	s->state.root = s->known.first + (uint32_t)s->known.n - 1; /* <= 256 */
	s->known.seen = s->state.seen;
	return true;
}

/* A refused install may have kept a newer root: the state is then behind. */
static bool
has_root(const struct sat_store *s, uint32_t version)
{
	char path[32];

	(void)snprintf(path, sizeof(path), "roots/%u", (unsigned)version);
	return sat_dir_has(s->dir, path);
}

bool
sat_store_open_quick(
    int home, const char *name, struct sat_store *s, struct satchel_err *err)
{
	struct sat_known *k = &s->known;

	if (!open_folder(home, name, false, s, err))
		return false;
	k->root = sat_arena_alloc(&s->arena, sizeof(*k->root));
	k->text = sat_arena_alloc(&s->arena, sizeof(*k->text));
	if (k->root != NULL && k->text != NULL && load_state(s) &&
	    !has_root(s, s->state.root + 1) &&
	    load_root(
		s, s->state.root, false, &k->text[0], &k->root[0], NULL) &&
	    strcmp(k->root[0].directory, s->state.directory) == 0) {
		k->first = s->state.root;
		k->n = 1;
		k->seen = s->state.seen;
		return true;
	}
	sat_store_close(s);
	return sat_store_open(home, name, false, s, err);
}

void
sat_store_close(struct sat_store *s)
{
	sat_lock_close(&s->lock);
	sat_dir_close(&s->dir);
	sat_arena_free(&s->arena);
}

/* ---- writing ------------------------------------------------------------- */

static bool
save(struct sat_store *s, const char *path, bool replace,
    const struct sat_rd *r, struct satchel_err *err)
{
	return sat_file_save(s->dir, path, replace, 0600, r->p, r->n, err);
}

static bool
save_state(
    struct sat_store *s, const struct sat_state *st, struct satchel_err *err)
{
	struct sat_wr w;
	struct sat_rd r;
	bool ok;

	sat_wr_init(&w, MAX_STATE);
	state_write(st, &w);
	r = sat_wr_rd(&w);
	ok = sat_wr_done(&w, "state", err) && save(s, "state", true, &r, err);
	sat_wr_free(&w);
	if (ok)
		s->state = *st;
	return ok;
}

static bool
folder(struct sat_store *s, const char *name, struct satchel_err *err)
{
	int dir = -1;
	bool there = sat_dir_has(s->dir, name);

	if (!sat_dir_open(s->dir, name, true, &dir, err))
		return false;
	sat_dir_close(&dir);
	return there || sat_dir_sync(s->dir, err);
}

bool
sat_store_add_root(struct sat_store *s, uint32_t version,
    const struct sat_rd *note, struct satchel_err *err)
{
	char path[32];

	(void)snprintf(path, sizeof(path), "roots/%u", (unsigned)version);
	if (sat_dir_has(s->dir, path)) /* never rewritten */
		return damaged(s, path, err);
	return save(s, path, false, note, err);
}

bool
sat_store_add_history(struct sat_store *s, const struct sat_trusted *t,
    const struct sat_rd *note, struct satchel_err *err)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "history/%u.%u",
	    (unsigned)t->st.epoch, (unsigned)t->st.release);
	if (!folder(s, "history", err))
		return false;
	return sat_dir_has(s->dir, path) || save(s, path, false, note, err);
}

bool
sat_store_release_out(struct sat_store *s, const struct sat_statement *st,
    struct sat_out *o, struct satchel_err *err)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "releases/%u.%u.satchel",
	    (unsigned)st->epoch, (unsigned)st->release);
	return folder(s, "releases", err) &&
	       sat_out_open(s->dir, path, true, 0600, o, err);
}

/* The rank of "E.N.satchel"; 0 for any other name. */
static uint64_t
release_rank(const char *name)
{
	size_t n = strlen(name), m = strlen(".satchel");
	char pair[32];
	uint32_t e, r;

	if (n <= m || n - m >= sizeof(pair) ||
	    strcmp(name + n - m, ".satchel") != 0)
		return 0;
	memcpy(pair, name, n - m);
	pair[n - m] = '\0';
	return number_pair(pair, &e, &r) ? (uint64_t)e << 32 | r : 0;
}

/* Removes all but the newest two releases, and temporary files that were left
 * there: the lock is held, nobody else is writing one. */
static void
prune(struct sat_store *s)
{
	uint64_t newest = 0, second = 0;
	char **names = NULL;
	size_t n = 0;
	int dir = -1;

	if (!sat_dir_open(s->dir, "releases", false, &dir, NULL))
		return;
	if (!sat_dir_list(dir, MAX_ENTRIES, &s->arena, &names, &n, NULL))
		n = 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t rank = release_rank(names[i]);

		if (rank > newest) {
			second = newest;
			newest = rank;
		} else if (rank > second) {
			second = rank;
		}
	}
	for (size_t i = 0; i < n; i++)
		if (release_rank(names[i]) < (second > 0 ? second : 1))
			(void)sat_dir_remove(dir, names[i], NULL);
	sat_dir_close(&dir);
}

bool
sat_store_set_state(
    struct sat_store *s, const struct sat_trusted *t, struct satchel_err *err)
{
	struct sat_state st = { .root = t->root.version,
		.epoch = t->st.epoch,
		.release = t->st.release,
		.digest = t->st.digest,
		.seen = t->seen };

	memcpy(st.directory, t->st.directory, sizeof(st.directory));
	if (!save_state(s, &st, err))
		return false;
	prune(s);
	return true;
}

static bool
fill_new(struct sat_store *s, const struct sat_root *root,
    const struct sat_rd *note, struct satchel_err *err)
{
	struct sat_state st = { .root = root->version };
	int dir = -1;
	char path[32];
	bool ok;

	memcpy(st.directory, root->directory, sizeof(st.directory));
	(void)snprintf(path, sizeof(path), "%u", (unsigned)root->version);
	if (!folder(s, "roots", err) ||
	    !sat_dir_open(s->dir, "roots", false, &dir, err))
		return false;
	ok = sat_file_save(dir, path, false, 0600, note->p, note->n, err);
	sat_dir_close(&dir);
	return ok && save_state(s, &st, err) && sat_dir_sync(s->dir, err);
}

/* A name that no folder of |home| has, for one that |name| was taken from. */
static void
replaced_name(int home, const char *name, char *out, size_t size)
{
	for (unsigned i = 1; i < 1000; i++) {
		(void)snprintf(out, size, ".replaced-%s.%u", name, i);
		if (!sat_dir_has(home, out))
			break;
	}
}

/*
 * Makes room for |temp|.  If a power cut came between the two renames of
 * sat_dir_rename, the store that was replaced lies there, and with it evidence
 * that is never deleted.
 */
static bool
clear_temp(
    int home, const char *temp, const char *name, struct satchel_err *err)
{
	static const char *const grown[] = { "history", "releases", "evidence",
		"signed", "states" };
	char path[SATCHEL_NAME_MAX + 48], old[SATCHEL_NAME_MAX + 32];

	for (size_t i = 0; i < sizeof(grown) / sizeof(*grown); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", temp, grown[i]);
		if (!sat_dir_has(home, path))
			continue;
		replaced_name(home, name, old, sizeof(old));
		return sat_dir_rename(home, temp, old, NULL, err);
	}
	(void)sat_dir_clear(home, temp, NULL);
	return true;
}

bool
sat_store_create(int home, const struct sat_root *root,
    const struct sat_rd *note, bool replace, struct satchel_err *err)
{
	char name[SATCHEL_NAME_MAX], temp[SATCHEL_NAME_MAX + 32];
	char old[SATCHEL_NAME_MAX + 32], hex[SATCHEL_HEX_SIZE];
	struct sat_store s;
	int dir = -1;
	bool ok;

	sat_name_file(root->directory, name);
	sat_hash_hex(&root->digest, hex);
	(void)snprintf(temp, sizeof(temp), ".new-%.16s", hex);
	if (!clear_temp(home, temp, name, err) ||
	    !sat_dir_open(home, temp, true, &dir, err))
		return false;
	sat_dir_close(&dir);
	ok = open_folder(home, temp, false, &s, err) &&
	     fill_new(&s, root, note, err);
	sat_store_close(&s);
	replaced_name(
	    home, name, old, sizeof(old)); /* evidence may lie in it */
	if (ok)
		ok =
		    sat_dir_rename(home, temp, name, replace ? old : NULL, err);
	if (!ok)
		(void)sat_dir_clear(home, temp, NULL);
	return ok;
}

/* ---- evidence, release, journal -------------------------------------------- */

bool
sat_store_evidence(
    struct sat_store *s, const struct sat_evidence *e, struct satchel_err *err)
{
	char hex[SATCHEL_HEX_SIZE], prefix[32], path[128];
	char **names = NULL;
	size_t n = 0, same = 0;
	int dir = -1;
	bool ok;

	sat_hash_hex(&e->digest, hex);
	if (e->is_root)
		(void)snprintf(
		    prefix, sizeof(prefix), "root-%u-", (unsigned)e->number);
	else
		(void)snprintf(prefix, sizeof(prefix), "%u.%u-",
		    (unsigned)e->epoch, (unsigned)e->number);
	(void)snprintf(path, sizeof(path), "%s%.16s", prefix, hex);
	if (!folder(s, "evidence", err) ||
	    !sat_dir_open(s->dir, "evidence", false, &dir, err))
		return false;
	ok = sat_dir_list(dir, MAX_ENTRIES, &s->arena, &names, &n, err);
	for (size_t i = 0; i < n; i++)
		same += strncmp(names[i], prefix, strlen(prefix)) == 0;
	if (ok && !sat_dir_has(dir, path) && same < MAX_EVIDENCE)
		ok = sat_file_save(
		    dir, path, false, 0600, e->note.p, e->note.n, err);
	sat_dir_close(&dir);
	return ok;
}

/* A note's text: its lines before the blank one. */
static struct sat_rd
text_of(const struct sat_rd *note)
{
	struct sat_rd rest = *note, line, text = *note;

	text.n = 0;
	while (sat_rd_line(&rest, &line) && line.n > 0)
		text.n += line.n + 1;
	return text;
}

bool
sat_store_release(struct sat_store *s, struct sat_bundle *b,
    struct sat_statement *st, struct satchel_err *err)
{
	const struct sat_state *state = &s->state;
	struct satchel_err why = { 0 };
	struct sat_rd text;
	struct sat_hash h;
	char path[64];

	if (state->release == 0) {
		sat_fail(err, SATCHEL_ENO, "no release of %s is installed",
		    state->directory);
		return sat_hint(err, "satchel install FILE");
	}
	(void)snprintf(path, sizeof(path), "releases/%u.%u.satchel",
	    (unsigned)state->epoch, (unsigned)state->release);
	if (!sat_bundle_open(s->dir, path, b, err))
		return false;
	text = text_of(&b->member[SAT_STATEMENT]);
	sat_sha256(text.p, text.n, &h);
	if (sat_hash_eq(&h, &state->digest) &&
	    sat_statement_read(&text, st, &why) &&
	    st->payload == b->payload_len)
		return true;
	sat_bundle_close(b);
	return unread(s, path, &why, err);
}

/* The journal's lines: "E.N <sha256 hex>"; the last for a number counts. */
static bool
journal(struct sat_store *s, const struct sat_statement *st,
    const char *replace, struct satchel_err *err)
{
	char number_text[32], hex[SATCHEL_HEX_SIZE],
	    last[SATCHEL_HEX_SIZE] = "";
	struct sat_rd file = sat_rd_of("", 0, 0, NULL), rest, line;
	struct sat_wr w;
	bool ok;

	if (sat_dir_has(s->dir, "signed") &&
	    !load(s, "signed", MAX_JOURNAL, &file, err))
		return false;
	(void)snprintf(number_text, sizeof(number_text), "%u.%u ",
	    (unsigned)st->epoch, (unsigned)st->release);
	sat_hash_hex(&st->digest, hex);
	for (rest = file; sat_rd_line(&rest, &line);)
		if (sat_rd_word(&line, number_text) &&
		    line.n == sizeof(last) - 1)
			memcpy(last, line.p, line.n);
	if (strcmp(last, hex) == 0)
		return true;
	if (last[0] != '\0' &&
	    (replace == NULL || strcmp(replace, last) != 0)) {
		sat_fail(err, SATCHEL_EFORK,
		    "another text for release %u.%u was signed on this machine",
		    (unsigned)st->epoch, (unsigned)st->release);
		return sat_hint(
		    err, "if that one was never published: --replace %s", last);
	}
	sat_wr_init(&w, MAX_JOURNAL);
	sat_wr_put(&w, file.p, file.n);
	sat_wr_printf(&w, "%s%s\n", number_text, hex);
	rest = sat_wr_rd(&w);
	ok = sat_wr_done(&w, "the journal", err) &&
	     save(s, "signed", true, &rest, err);
	sat_wr_free(&w);
	return ok;
}

bool
sat_store_journal(struct sat_store *s, const struct sat_statement *st,
    const char *replace, struct satchel_err *err)
{
	int lock = -1;
	bool ok;

	/* two processes must not both find the number free */
	if (s->lock < 0 && !sat_lock_open(s->dir, "lock", &lock, err))
		return false;
	ok = journal(s, st, replace, err);
	sat_lock_close(&lock);
	return ok;
}
