/* api_read: satchel.h, each function a few lines over the layers below; links
 * no YAML. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api.h"
#include "fold.h"
#include "open.h"
#include "query.h"
#include "record.h"

enum {
	PATH_SIZE = 4300
}; /* of a file in the store, whose path is up to 4095 */

/* ---- the store ----------------------------------------------------------- */

/* Notes why |st|, the store or |part| of it, is not safe to trust. */
static bool
unsafe(struct satchel_home *h, const struct stat *st, const char *part)
{
	if (st->st_uid != geteuid() && st->st_uid != 0)
		(void)snprintf(h->warning, sizeof(h->warning),
		    "%.150s belongs to another user (uid %u)", part,
		    (unsigned)st->st_uid);
	else if ((st->st_mode & (S_IWOTH | S_IWGRP)) != 0)
		(void)snprintf(h->warning, sizeof(h->warning),
		    "others may write to %.150s (mode %04o)", part,
		    (unsigned)(st->st_mode & 07777));
	return h->warning[0] != '\0';
}

/* What others can reach in it is looked at too. */
static void
look_inside(struct satchel_home *h)
{
	static const char *const parts[] = { "", "/state", "/roots", "/history",
		"/releases" };
	char path[SATCHEL_NAME_MAX + 16], **names = NULL;
	struct sat_arena a = { 0 };
	struct stat st;
	size_t n = 0;

	if (!sat_store_list(h->dir, &a, &names, &n, NULL))
		n = 0;
	for (size_t i = 0; i < n * (sizeof(parts) / sizeof(*parts)); i++) {
		(void)snprintf(
		    path, sizeof(path), "%s%s", names[i % n], parts[i / n]);
		if (fstatat(h->dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    !S_ISLNK(st.st_mode) && unsafe(h, &st, path))
			break;
	}
	sat_arena_free(&a);
}

static void
look_at(struct satchel_home *h)
{
	struct stat st;

	if (fstat(h->dir, &st) == 0 && !unsafe(h, &st, "the store") &&
	    (st.st_mode & (S_IXOTH | S_IXGRP)) != 0)
		look_inside(h);
}

bool
satchel_home_open(
    const char *path, struct satchel_home **home, struct satchel_err *err)
{
	struct satchel_home *h = calloc(1, sizeof(*h));
	struct stat st;
	int n;

	if (h == NULL)
		return sat_fail_nomem(err);
	h->dir = -1;
	n = snprintf(h->path, sizeof(h->path), "%s", path);
	if (n <= 0 || n >= (int)sizeof(h->path)) {
		free(h);
		return sat_fail_errno(
		    err, path, "open the store", ENAMETOOLONG);
	}
	if (lstat(path, &st) == 0) {
		if (!sat_dir_open(SAT_CWD, path, false, &h->dir, err)) {
			free(h);
			return false;
		}
		look_at(h);
	} else if (errno != ENOENT) { /* not the same as "nothing is pinned" */
		sat_fail_errno(err, path, "open the store", errno);
		free(h);
		return false;
	}
	*home = h;
	return true;
}

void
satchel_home_close(struct satchel_home *home)
{
	if (home == NULL)
		return;
	sat_dir_close(&home->dir);
	sat_arena_free(&home->arena);
	free(home);
}

const char *
satchel_home_warning(const struct satchel_home *home)
{
	return home->warning;
}

bool
satchel_home_directories(struct satchel_home *home, const char *const **names,
    size_t *n, struct satchel_err *err)
{
	char **folders = NULL;
	const char **list;
	size_t count = 0;

	if (home->dir >= 0 &&
	    !sat_store_list(home->dir, &home->arena, &folders, &count, err))
		return false;
	list = sat_arena_array(&home->arena, count, sizeof(*list));
	if (list == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < count; i++) {
		struct sat_store s;

		if (!sat_store_open_quick(home->dir, folders[i], &s, err))
			return false;
		list[i] = sat_arena_copy(
		    &home->arena, s.state.directory, strlen(s.state.directory));
		sat_store_close(&s);
		if (list[i] == NULL)
			return sat_fail_nomem(err);
	}
	*names = list;
	*n = count;
	return true;
}

bool
sat_api_folder(struct satchel_home *home, const char *directory,
    char name[SATCHEL_NAME_MAX], struct satchel_err *err)
{
	struct sat_arena a = { 0 };
	char **folders = NULL;
	size_t n = 0;
	bool ok;

	if (home->dir >= 0 &&
	    !sat_store_list(home->dir, &a, &folders, &n, err)) {
		sat_arena_free(&a);
		return false;
	}
	if (directory != NULL) {
		struct sat_rd r =
		    sat_rd_of(directory, strlen(directory), 0, NULL);

		ok = false;
		if (sat_name_ok(&r)) {
			sat_name_file(directory, name);
			for (size_t i = 0; i < n; i++)
				ok = ok || strcmp(folders[i], name) == 0;
		}
		if (!ok)
			sat_fail(err, SATCHEL_EPIN,
			    "directory %s is not pinned here", directory);
	} else if (n == 1) {
		(void)snprintf(name, SATCHEL_NAME_MAX, "%s", folders[0]);
		ok = true;
	} else if (n == 0) {
		ok = sat_fail(err, SATCHEL_EPIN,
		    "no directory is pinned on this machine");
		sat_hint(err, "satchel pin FILE --fingerprint HEX");
	} else {
		ok = sat_fail(
		    err, SATCHEL_EUSAGE, "%zu directories are pinned here", n);
		sat_hint(err, "say which one: -d DIRECTORY (satchel status)");
	}
	sat_arena_free(&a);
	return ok;
}

static void
pin_of(const struct sat_store *s, struct satchel_pin *p)
{
	const struct sat_known *k = &s->known;
	const struct sat_root *r = &k->root[k->n - 1];

	memset(p, 0, sizeof(*p));
	memcpy(p->directory, r->directory, sizeof(p->directory));
	p->pinned_root = k->first;
	p->root = r->version;
	sat_hash_hex(&r->digest, p->root_fingerprint);
	p->root_issued = r->issued;
	p->root_expires = r->expires;
	p->epoch = r->epoch;
	p->minimum_release = r->minimum_release;
	p->root_threshold = r->root_threshold;
	p->release_threshold = r->release_threshold;
	p->installed_epoch = s->state.epoch;
	p->installed_release = s->state.release;
	if (s->state.release != 0)
		sat_hash_hex(&s->state.digest, p->installed_fingerprint);
	p->seen_time = s->state.seen;
}

bool
satchel_home_pin(struct satchel_home *home, const char *directory,
    struct satchel_pin *pin, struct satchel_err *err)
{
	char name[SATCHEL_NAME_MAX];
	struct sat_store s;

	if (!sat_api_folder(home, directory, name, err) ||
	    !sat_store_open(home->dir, name, false, &s, err))
		return false;
	pin_of(&s, pin);
	sat_store_close(&s);
	return true;
}

/* Is the very same root pinned already? */
static bool
pinned_already(struct satchel_home *home, const struct sat_root *r)
{
	char name[SATCHEL_NAME_MAX];
	struct sat_store s;
	bool same = false;

	sat_name_file(r->directory, name);
	if (!sat_dir_has(home->dir, name) ||
	    !sat_store_open(home->dir, name, false, &s, NULL))
		return false;
	for (size_t i = 0; i < s.known.n; i++)
		same = same || sat_hash_eq(&s.known.root[i].digest, &r->digest);
	sat_store_close(&s);
	return same;
}

static bool
make_home(struct satchel_home *home, struct satchel_err *err)
{
	if (home->dir >= 0)
		return true;
	if (!sat_dir_open(SAT_CWD, home->path, true, &home->dir, err))
		return false;
	look_at(home);
	return true;
}

static bool
keep_pin(struct satchel_home *home, const struct sat_root *r,
    const struct sat_rd *note, bool replace, struct satchel_err *err)
{
	char name[SATCHEL_NAME_MAX];

	sat_name_file(r->directory, name);
	if (!replace && pinned_already(home, r))
		return true;
	if (!replace && sat_dir_has(home->dir, name)) {
		sat_fail(err, SATCHEL_EPIN,
		    "another root of %s is pinned here already", r->directory);
		return sat_hint(err,
		    "newer roots come with install; to start again from this "
		    "one: --replace");
	}
	return sat_store_create(home->dir, r, note, replace, err);
}

bool
satchel_pin(struct satchel_home *home, const char *file,
    const char *fingerprint, bool replace, struct satchel_pin *pin,
    struct satchel_err *err)
{
	struct sat_root *r = malloc(sizeof(*r));
	struct sat_rd note;
	uint8_t *mem = NULL;
	int lock = -1;
	bool ok = false;

	if (r == NULL)
		return sat_fail_nomem(err);
	if (sat_find_root(file, fingerprint, r, &note, &mem, err) &&
	    make_home(home, err) &&
	    sat_lock_open(home->dir, ".lock", &lock, err) &&
	    keep_pin(home, r, &note, replace, err))
		ok = satchel_home_pin(home, r->directory, pin, err);
	sat_lock_close(&lock);
	free(mem);
	free(r);
	return ok;
}

static int
by_release(const void *a, const void *b)
{
	const struct satchel_log_line *x = a, *y = b;

	if (x->epoch != y->epoch)
		return x->epoch < y->epoch ? -1 : 1;
	return (x->release > y->release) - (x->release < y->release);
}

bool
satchel_home_log(struct satchel_home *home, const char *directory,
    struct satchel_log_line **lines, size_t *n, struct satchel_err *err)
{
	char name[SATCHEL_NAME_MAX];
	struct satchel_log_line *list;
	struct sat_store s;

	if (!sat_api_folder(home, directory, name, err) ||
	    !sat_store_open(home->dir, name, false, &s, err))
		return false;
	list = calloc(s.known.accepted + 1, sizeof(*list));
	if (list == NULL) {
		sat_store_close(&s);
		return sat_fail_nomem(err);
	}
	for (size_t i = 0; i < s.known.accepted; i++) {
		const struct sat_accepted *a = &s.known.history[i];

		list[i].epoch = a->epoch;
		list[i].release = a->release;
		list[i].issued = a->issued;
		list[i].readable =
		    sat_store_has_release(&s, a->epoch, a->release);
		sat_hash_hex(&a->digest, list[i].fingerprint);
	}
	*n = s.known.accepted;
	sat_store_close(&s);
	if (*n > 1)
		qsort(list, *n, sizeof(*list), by_release);
	*lines = list;
	return true;
}

/* ---- verify, install ------------------------------------------------------- */

void
sat_api_release(const struct sat_statement *st, struct satchel_release *r)
{
	memset(r, 0, sizeof(*r));
	memcpy(r->directory, st->directory, sizeof(r->directory));
	memcpy(r->title, st->title, sizeof(r->title));
	r->exercise = st->exercise;
	r->epoch = st->epoch;
	r->release = st->release;
	r->issued = st->issued;
	r->next_by = st->next_by;
	r->expires = st->expires;
	r->root = st->root;
	r->records = st->records;
	r->payload_size = st->payload;
	sat_hash_hex(&st->digest, r->fingerprint);
	if (st->has_previous)
		sat_hash_hex(&st->previous, r->previous);
	sat_hash_hex(&st->records_root, r->records_root);
}

void
sat_api_trusted(const struct sat_trusted *t, struct satchel_release *r)
{
	sat_api_release(&t->st, r);
	r->threshold = t->threshold;
	r->signers = t->signers;
	for (size_t i = 0; i < t->signers && i < SATCHEL_KEYS_MAX; i++)
		memcpy(r->signer[i], t->signer[i], sizeof(r->signer[i]));
	r->signatures_checked = true;
	r->older = t->older;
	r->freshness = t->freshness;
	r->clock_wrong = t->clock_wrong;
}

void
sat_api_scratch(const struct satchel_home *home, char *path, size_t size)
{
	if (home->dir < 0 ||
	    snprintf(path, size, "%s/scratch", home->path) >= (int)size)
		(void)snprintf(path, size, "/tmp/scratch");
}

static bool
audit(struct satchel_home *home, const struct sat_file *f, uint64_t off,
    const struct sat_statement *st, const struct satchel_check_opts *o,
    enum satchel_verdict *verdict, struct satchel_err *err)
{
	char scratch[PATH_SIZE];
	struct sat_audit_opts a = { .quick = o->quick,
		.threads = o->threads,
		.scratch = scratch,
		.progress = o->progress,
		.ctx = o->progress_ctx };

	sat_api_scratch(home, scratch, sizeof(scratch));
	return sat_audit(f, off, st, &a, verdict, err);
}

/* Where the installed release lies. */
static bool
installed_copy(struct satchel_home *home, const char *directory,
    char path[PATH_SIZE], struct satchel_err *err)
{
	char name[SATCHEL_NAME_MAX];
	struct sat_store s;
	int n;

	if (!sat_api_folder(home, directory, name, err) ||
	    !sat_store_open_quick(home->dir, name, &s, err))
		return false;
	n = snprintf(path, PATH_SIZE, "%s/%s/releases/%u.%u.satchel",
	    home->path, name, (unsigned)s.state.epoch,
	    (unsigned)s.state.release);
	if (s.state.release == 0) {
		sat_fail(err, SATCHEL_ENO, "no release of %s is installed",
		    s.state.directory);
		sat_hint(err, "satchel install FILE");
		n = -1;
	} else if (n >= PATH_SIZE) {
		sat_fail(err, SATCHEL_EIO, "the store's path is too long");
		n = -1;
	}
	sat_store_close(&s);
	return n > 0;
}

bool
satchel_verify(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *opts, struct satchel_release *r,
    enum satchel_verdict *verdict, struct satchel_err *err)
{
	char copy[PATH_SIZE];
	struct sat_judged j;
	bool ok;

	if (path == NULL) {
		if (!installed_copy(home, opts->directory, copy, err))
			return false;
		path = copy;
	}
	if (!sat_judge(home, path, opts, SAT_TO_VERIFY, &j, err))
		return false;
	ok = sat_bundle_end(&j.bundle, err) &&
	     audit(home, &j.bundle.file, j.bundle.payload_off, &j.trusted.st,
		 opts, verdict, err);
	if (ok && opts->receipts != NULL)
		sat_api_receipts(&j, opts->receipts);
	if (ok) {
		sat_api_trusted(&j.trusted, r);
		if (j.trusted.older)
			*verdict = SATCHEL_OLDER;
	}
	sat_judged_free(&j);
	return ok;
}

/* The installed release is |want|, and its copy is whole.  It is another if
 * power was cut between history and release. */
static bool
copy_is_good(struct satchel_home *home, struct sat_store *s,
    const struct sat_statement *want, const struct satchel_check_opts *o)
{
	struct satchel_check_opts quick = *o;
	enum satchel_verdict v;
	struct sat_statement st;
	struct sat_bundle b;
	bool ok;

	quick.quick = true;
	if (!sat_store_release(s, &b, &st, NULL))
		return false;
	ok = sat_hash_eq(&st.digest, &want->digest) &&
	     sat_bundle_end(&b, NULL) &&
	     audit(home, &b.file, b.payload_off, &st, &quick, &v, NULL);
	sat_bundle_close(&b);
	return ok;
}

/* Copies what was read, and as much PAYLOAD as was signed, and checks the
 * copy. */
static bool
take_copy(struct satchel_home *home, struct sat_judged *j,
    const struct satchel_check_opts *o, struct sat_out *out,
    struct satchel_err *err)
{
	const struct sat_bundle *b = &j->bundle;
	const struct sat_rd *m = b->member;
	struct satchel_check_opts full = *o;
	enum satchel_verdict v;
	struct sat_file copy;

	full.quick = false;
	if (!sat_bundle_end(b, err) ||
	    !sat_bundle_write(out, &m[SAT_STATEMENT], &m[SAT_ROOTS],
		&m[SAT_HISTORY], b->file.fd, b->payload_off,
		j->trusted.st.payload, NULL, err))
		return false;
	copy = b->file;
	copy.fd = out->fd;
	copy.size = out->len;
	return audit(
	    home, &copy, b->payload_off, &j->trusted.st, &full, &v, err);
}

static bool
put_in(struct satchel_home *home, struct sat_judged *j,
    const struct satchel_check_opts *o, struct satchel_err *err)
{
	struct sat_out out = { .dir = -1, .fd = -1 };
	bool ok;

	if (!sat_store_release_out(&j->store, &j->trusted.st, &out, err))
		return false;
	ok = take_copy(home, j, o, &out, err) &&
	     sat_store_add_history(
		 &j->store, &j->trusted, &j->bundle.member[SAT_STATEMENT], err);
	if (!ok) {
		sat_out_abort(&out);
		return false;
	}
	return sat_out_commit(&out, err) &&
	       sat_store_set_state(&j->store, &j->trusted, err);
}

static bool
at_least(const struct satchel_check_opts *o, const struct sat_statement *st,
    struct satchel_err *err)
{
	if (st->epoch > o->at_least_epoch ||
	    (st->epoch == o->at_least_epoch &&
		st->release >= o->at_least_release))
		return true;
	sat_fail(err, SATCHEL_EROLLBACK, "release %u.%u is below %u.%u",
	    (unsigned)st->epoch, (unsigned)st->release,
	    (unsigned)o->at_least_epoch, (unsigned)o->at_least_release);
	return sat_hint(err, "ask the custodian for a newer release");
}

bool
satchel_install(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *opts, struct satchel_release *r,
    bool *news, struct satchel_err *err)
{
	struct sat_judged j;
	bool ok, fresh;

	if (!sat_judge(home, path, opts, SAT_TO_INSTALL, &j, err))
		return false;
	ok = at_least(opts, &j.trusted.st, err);
	fresh = ok && !(j.trusted.same &&
			  copy_is_good(home, &j.store, &j.trusted.st, opts));
	if (fresh)
		ok = put_in(home, &j, opts, err);
	if (ok) {
		sat_api_trusted(&j.trusted, r);
		*news = fresh;
	}
	sat_judged_free(&j);
	return ok;
}

/* ---- reading --------------------------------------------------------------- */

/* An installed release may be read under the root it names, unless that is
 * revoked. */
static bool
still_valid(const struct sat_store *s, const struct sat_statement *st,
    bool archive, struct satchel_release *r, struct satchel_err *err)
{
	const struct sat_root *root = &s->known.root[s->known.n - 1];

	r->root_replaced = st->root < root->version;
	if (st->epoch > root->epoch ||
	    (st->epoch == root->epoch && st->release >= root->minimum_release))
		return true;
	r->older = true;
	if (archive)
		return true;
	sat_fail(err, SATCHEL_EROLLBACK,
	    "the installed release %u.%u was revoked by root %u",
	    (unsigned)st->epoch, (unsigned)st->release,
	    (unsigned)root->version);
	return sat_hint(err, "install a newer release; to read this one all "
			     "the same: --archive");
}

static bool
open_installed(struct satchel_home *home, const struct satchel_check_opts *o,
    struct satchel *s, struct satchel_err *err)
{
	struct sat_statement *st = &s->st;
	char name[SATCHEL_NAME_MAX];
	struct sat_store store;
	bool ok;

	if (!sat_api_folder(home, o->directory, name, err) ||
	    !sat_store_open_quick(home->dir, name, &store, err))
		return false;
	ok = sat_store_release(&store, &s->bundle, st, err);
	if (ok) {
		sat_api_release(st, &s->release);
		s->release.freshness =
		    sat_freshness(st, o->now, store.state.seen);
		s->release.clock_wrong =
		    sat_clock_wrong(o->now, store.state.seen);
		ok = still_valid(&store, st, o->archive, &s->release, err);
	}
	sat_store_close(&store);
	return ok;
}

static bool
open_bundle(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *o, struct satchel *s,
    struct satchel_err *err)
{
	struct sat_judged j;

	if (!sat_judge(home, path, o, SAT_TO_READ, &j, err))
		return false;
	if (!sat_bundle_end(&j.bundle, err)) {
		sat_judged_free(&j);
		return false;
	}
	sat_api_trusted(&j.trusted, &s->release);
	s->st = j.trusted.st;
	s->bundle = j.bundle;
	j.bundle.file.fd = -1; /* now s's */
	j.bundle.mem = NULL;
	sat_judged_free(&j);
	return true;
}

bool
satchel_open(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *opts, struct satchel **out,
    struct satchel_err *err)
{
	struct satchel *s = calloc(1, sizeof(*s));
	bool ok;

	if (s == NULL)
		return sat_fail_nomem(err);
	s->bundle.file.fd = -1;
	ok = path == NULL ? open_installed(home, opts, s, err)
			  : open_bundle(home, path, opts, s, err);
	if (ok)
		ok = sat_tree_open(&s->bundle.file, s->bundle.payload_off,
		    s->st.payload, &s->st.tree_digest, &s->tree, err);
	if (!ok) {
		satchel_close(s);
		return false;
	}
	*out = s;
	return true;
}

void
satchel_close(struct satchel *s)
{
	if (s == NULL)
		return;
	sat_lookup_free(&s->lookup);
	sat_lookup_free(&s->zones);
	sat_tree_close(s->tree);
	sat_bundle_close(&s->bundle);
	sat_arena_free(&s->records);
	sat_arena_free(&s->hits);
	free(s);
}

const struct satchel_release *
satchel_release_of(const struct satchel *s)
{
	return &s->release;
}

void
satchel_index_of(const struct satchel *s, struct satchel_index *i)
{
	const struct sat_root_page *p = sat_tree_root(s->tree);

	i->fold_table = p->fold;
	i->known = p->fold == SAT_FOLD_TABLE;
	i->terms = p->terms;
}

void
satchel_stats(const struct satchel *s, struct satchel_stats *st)
{
	sat_tree_stats(s->tree, st);
}

bool
satchel_get(struct satchel *s, const char *id, struct satchel_record *r,
    struct satchel_err *err)
{
	return sat_lookup_get(&s->lookup, s->tree, id, &s->records, r, err);
}

/* The records of one block from |from| on; |*go| false: the caller is done. */
static bool
walk_block(const struct sat_block *b, const char *from, struct sat_arena *a,
    bool (*each)(void *ctx, const struct satchel_record *r), void *ctx,
    bool *go, struct satchel_err *err)
{
	struct sat_rd rest = b->rd, line;
	struct satchel_record r;

	while (*go && !sat_rd_end(&rest)) {
		sat_arena_reset(a);
		if (!sat_block_line(&rest, &line, err) ||
		    !sat_record_read(&line, a, &r, err))
			return false;
		if (strcmp(r.id, from) >= 0)
			*go = each(ctx, &r);
	}
	return true;
}

bool
satchel_walk(struct satchel *s, const char *from,
    bool (*each)(void *ctx, const struct satchel_record *r), void *ctx,
    struct satchel_err *err)
{
	struct sat_block b = { 0 };
	struct sat_arena a = { 0 };
	bool any = false, go = true, ok;

	ok = sat_tree_block_of(
	    s->tree, SAT_RECORDS, from, strlen(from), &b, &any, err);
	while (ok && any && go) {
		ok = walk_block(&b, from, &a, each, ctx, &go, err);
		if (ok && go)
			ok = sat_tree_block_next(
			    s->tree, SAT_RECORDS, &b, &any, err);
	}
	sat_block_free(&b);
	sat_arena_free(&a);
	return ok;
}

bool
satchel_find(struct satchel *s, const char *const *words, size_t n,
    size_t limit, struct satchel_hits *hits, struct satchel_err *err)
{
	if (sat_tree_root(s->tree)->fold != SAT_FOLD_TABLE) {
		sat_fail(err, SATCHEL_ELIMIT,
		    "this release was indexed with a newer fold table than "
		    "this "
		    "program has");
		return sat_hint(err, "ids still work: satchel show ID");
	}
	sat_arena_reset(&s->hits);
	return sat_query(s->tree, words, n, limit, &s->hits, hits, err);
}
