#include "build.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "fold.h"
#include "index.h"
#include "lineage.h"
#include "query.h"
#include "record.h"
#include "queue.h"

enum {
	RUNS_MEMORY = 64 << 20,
	INDEX_MEMORY = 96 << 20,
	BUFFER = 1 << 20,
	YEAR = 366 * 86400
};

/* One build, from the first file to the last byte. */
struct build {
	const struct satchel_build_opts *o;
	struct satchel_build_report *rep;
	struct sat_tzdata tz;
	struct sat_source *src;
	struct sat_lineage line;  /* roots, previous release, history */
	struct sat_runs *records; /* id -> line, unsorted */
	struct sat_index *index;
	struct sat_merkle merkle;
	struct sat_root_page page;
	uint64_t ordinal;
	struct sat_queue sorted; /* the records' lines, each with its LF */
	int payload;		 /* scratch file that becomes PAYLOAD */
	uint64_t payload_len;
	struct sat_wr buf; /* before it */
};

static bool
progress(struct build *b, const char *stage, uint64_t done, uint64_t total,
    struct satchel_err *err)
{
	if (b->o->progress == NULL ||
	    b->o->progress(b->o->progress_ctx, stage, done, total))
		return true;
	return sat_fail(err, SATCHEL_ECANCEL, "cancelled; nothing was written");
}

/* ---- sources to records, on several threads ------------------------------- */

struct team {
	struct build *b;
	struct sat_diag *d;
	pthread_mutex_t mutex; /* of everything below, b->records and d */
	size_t next;	       /* file to take */
	bool failed;
	struct satchel_err err; /* of the first that failed */
	uint64_t parties, contacts;
};

static bool
keep_record(void *ctx, const struct sat_made *m, struct satchel_err *err)
{
	struct team *t = ctx;
	bool ok;

	pthread_mutex_lock(&t->mutex);
	if (strchr(m->id, '/') != NULL)
		t->contacts++;
	else
		t->parties++;
	ok = sat_runs_add(
	    t->b->records, m->id, strlen(m->id), m->json, m->json_len, err);
	pthread_mutex_unlock(&t->mutex);
	return ok;
}

/* The next file's number; false when none is left or a thread failed. */
static bool
take_file(struct team *t, size_t *i)
{
	size_t files = sat_source_files(t->b->src);
	bool ok;

	pthread_mutex_lock(&t->mutex);
	*i = t->next;
	ok = !t->failed && *i < files;
	if (ok)
		t->next++;
	if (ok && !progress(t->b, "reading", *i, files, &t->err)) {
		t->failed = true;
		ok = false;
	}
	pthread_mutex_unlock(&t->mutex);
	return ok;
}

static void *
member(void *ctx)
{
	struct team *t = ctx;
	struct sat_diag mine = { 0 };
	struct satchel_err err;
	size_t i;
	bool ok = true;

	while (ok && take_file(t, &i))
		ok = sat_source_file(t->b->src, i, &mine, keep_record, t, &err);
	pthread_mutex_lock(&t->mutex);
	if (!ok && !t->failed) {
		t->failed = true;
		t->err = err;
	}
	sat_diag_merge(t->d, &mine);
	pthread_mutex_unlock(&t->mutex);
	sat_diag_free(&mine);
	return NULL;
}

static bool
read_sources(struct build *b, struct sat_diag *d, struct satchel_err *err)
{
	struct team t = { .b = b, .d = d };
	unsigned n = b->o->threads < 1 ? 1 : b->o->threads, started = 0;
	pthread_t id[16];

	if (n > sizeof(id) / sizeof(*id))
		n = sizeof(id) / sizeof(*id);
	if (pthread_mutex_init(&t.mutex, NULL) != 0)
		return sat_fail_nomem(err);
	for (; started + 1 < n; started++)
		if (pthread_create(&id[started], NULL, member, &t) != 0)
			break; /* fewer will do */
	member(&t);
	for (unsigned i = 0; i < started; i++)
		pthread_join(id[i], NULL);
	pthread_mutex_destroy(&t.mutex);
	b->rep->parties = t.parties;
	b->rep->contacts = t.contacts;
	if (t.failed) {
		if (err != NULL)
			*err = t.err;
		return false;
	}
	return sat_source_finish(b->src, d, err) && sat_diag_done(d, err);
}

static bool
no_errors(
    const struct build *b, const struct sat_diag *d, struct satchel_err *err)
{
	if (d->errors == 0 && sat_source_release(b->src) != NULL)
		return true;
	sat_fail(err, SATCHEL_EFORMAT, "%zu error%s in the sources", d->errors,
	    d->errors == 1 ? "" : "s");
	sat_err_file(err, b->o->source);
	return sat_hint(err, "satchel check %s", b->o->source);
}

/* ---- zones ------------------------------------------------------------------ */

static bool
add_zone(struct build *b, const char *name, struct sat_arena *a,
    struct satchel_err *err)
{
	const struct sat_release_yaml *y = sat_source_release(b->src);
	struct satchel_record old;
	struct sat_node zone;
	struct sat_wr w;
	char id[300];
	bool ok;

	(void)snprintf(id, sizeof(id), "zone:%s", name);
	if (b->line.like != NULL &&
	    sat_lookup_id(b->line.like, id, a, &old, NULL))
		return sat_runs_add(
		    b->records, id, strlen(id), old.json, old.json_len, err);
	if (!sat_zone_make(
		&b->tz, name, y->issued, y->expires + YEAR, a, &zone, err))
		return false;
	sat_wr_init(&w, SAT_MAX_RECORD);
	sat_json_write(&zone, &w);
	ok = sat_wr_done(&w, id, err) &&
	     sat_runs_add(b->records, id, strlen(id), w.p, w.len, err);
	sat_wr_free(&w);
	return ok;
}

static bool
add_zones(struct build *b, struct satchel_err *err)
{
	const char *const *names = NULL;
	struct sat_arena a = { 0 };
	size_t n = 0;
	bool ok = sat_source_zones(b->src, &names, &n, err);

	for (size_t i = 0; ok && i < n; i++) {
		sat_arena_reset(&a);
		ok = add_zone(b, names[i], &a, err);
	}
	sat_arena_free(&a);
	b->rep->zones = n;
	return ok;
}

/* ---- sorted records to spool, index and record tree -------------------------- */

static bool
queue_line(struct build *b, const struct sat_rd *line, struct satchel_err *err)
{
	sat_wr_reset(&b->buf);
	sat_wr_put(&b->buf, line->p, line->n);
	sat_wr_u8(&b->buf, '\n');
	return sat_wr_done(&b->buf, "a record", err) &&
	       sat_queue_put(&b->sorted, b->buf.p, b->buf.len, err);
}

static bool
one_sorted(struct build *b, const struct sat_rd *id, const struct sat_rd *line,
    struct sat_arena *a, struct satchel_err *err)
{
	uint8_t salt[SAT_SALT_SIZE];
	struct sat_node record;
	struct sat_hash leaf;

	sat_arena_reset(a);
	/* written a moment ago, so its form is not asked for again */
	if (b->index != NULL &&
	    (!sat_json_read(line, a, &record, err) ||
		!sat_index_add(b->index, b->ordinal, &record,
		    sat_record_kind((const char *)id->p, id->n), err)))
		return false;
	sat_record_salt(b->page.seed, id->p, id->n, salt);
	sat_record_leaf(salt, line->p, line->n, &leaf);
	sat_merkle_add(&b->merkle, &leaf);
	b->ordinal++;
	return b->index == NULL || queue_line(b, line, err);
}

static bool
sort_records(struct build *b, struct satchel_err *err)
{
	uint64_t total = b->rep->parties + b->rep->contacts + b->rep->zones;
	struct sat_arena a = { 0 };
	struct sat_rd id, line;
	bool more = true, ok;

	ok = sat_runs_sort(b->records, err);
	while (ok) {
		ok = sat_runs_next(b->records, &id, &line, &more, err);
		if (!ok || !more)
			break;
		if (b->ordinal % 1024 == 0)
			ok = progress(b, "sorting", b->ordinal, total, err);
		if (ok)
			ok = one_sorted(b, &id, &line, &a, err);
	}
	sat_arena_free(&a);
	sat_runs_free(b->records);
	b->records = NULL;
	if (ok && b->ordinal == 0)
		ok = sat_fail(err, SATCHEL_EFORMAT, "there are no records");
	b->page.records = b->ordinal;
	return ok && (b->index == NULL || sat_queue_rewind(&b->sorted, err));
}

/* ---- PAYLOAD ------------------------------------------------------------------ */

static bool
flush(struct build *b, struct satchel_err *err)
{
	if (!sat_wr_done(&b->buf, "a buffer", err) ||
	    !sat_scratch_pwrite(
		b->payload, b->payload_len, b->buf.p, b->buf.len, err))
		return false;
	b->payload_len += b->buf.len;
	sat_wr_reset(&b->buf);
	return true;
}

static bool
to_payload(void *ctx, const void *p, size_t n, struct satchel_err *err)
{
	struct build *b = ctx;

	if (b->payload_len + b->buf.len + n >= SAT_MAX_PAYLOAD) {
		sat_fail(err, SATCHEL_ELIMIT, "PAYLOAD reaches 8 GiB");
		return sat_hint(err, "split the directory in two");
	}
	sat_wr_put(&b->buf, p, n);
	return b->buf.len < BUFFER || flush(b, err);
}

static bool
write_records(struct build *b, uint64_t offset, struct satchel_err *err)
{
	struct sat_sink sink = { to_payload, b };
	struct sat_tree_writer *w = NULL;
	struct sat_rd line, bare, id;
	uint64_t end;
	bool more = true, ok;

	ok = sat_tree_writer_new(SAT_RECORDS, offset, sink, &w, err);
	if (ok && b->o->threads > 1)
		sat_tree_writer_threads(w, b->o->threads);
	for (uint64_t i = 0; ok; i++) {
		if (i % 1024 == 0)
			ok = progress(b, "packing", i, b->ordinal, err);
		ok = ok && sat_queue_next(&b->sorted, &line, &more, err);
		if (!ok || !more)
			break;
		bare = line;
		ok = sat_record_id(&bare, &id) &&
		     sat_tree_add_record(w, line.p, line.n, id.p, id.n, err);
	}
	ok = ok && sat_tree_finish(w, &b->page.tree[SAT_RECORDS], &end, err);
	sat_tree_writer_free(w);
	return ok;
}

static bool
write_payload(
    struct build *b, struct sat_statement *st, struct satchel_err *err)
{
	struct sat_sink sink = { to_payload, b };
	uint8_t page[SAT_ROOT_PAGE];
	uint64_t end = 0;

	sat_wr_reset(&b->buf);
	if (!progress(b, "indexing", 0, 1, err) ||
	    !sat_index_write(b->index, sink, 0, &b->page, &end, err) ||
	    !write_records(b, end, err))
		return false;
	sat_root_page_write(&b->page, page);
	sat_blake2b(page, sizeof(page), &st->tree_digest);
	return to_payload(b, page, sizeof(page), err) && flush(b, err);
}

/* ---- the statement and the archive ---------------------------------------------- */

static void
begin_statement(const struct build *b, struct sat_statement *st)
{
	const struct sat_release_yaml *y = sat_source_release(b->src);
	const struct sat_lineage *l = &b->line;

	memset(st, 0, sizeof(*st));
	memcpy(st->directory, y->directory, sizeof(st->directory));
	memcpy(st->title, y->title, sizeof(st->title));
	st->exercise = y->exercise;
	st->epoch = l->root.epoch;
	st->release = y->release;
	st->issued = y->issued;
	st->next_by = y->next_by;
	st->expires = y->expires;
	st->root = l->root.version;
	st->root_digest = l->root.digest;
	st->has_previous = l->has_previous;
	st->previous = l->previous.digest;
	st->history = y->release - 1;
	sat_sha256(l->history.p, l->history.len, &st->history_digest);
}

/* SHA-256 of the scratch file that PAYLOAD will be copied from. */
static bool
digest_payload(
    const struct build *b, struct sat_hash *h, struct satchel_err *err)
{
	struct sat_sha256_state s;
	uint8_t *buf = malloc(BUFFER);
	bool ok = buf != NULL || sat_fail_nomem(err);

	sat_sha256_begin(&s);
	for (uint64_t pos = 0; ok && pos < b->payload_len;) {
		uint64_t left = b->payload_len - pos;
		size_t n = left < BUFFER ? (size_t)left : BUFFER;

		ok = sat_scratch_pread(b->payload, pos, buf, n, err);
		if (ok)
			sat_sha256_add(&s, buf, n);
		pos += n;
	}
	sat_sha256_end(&s, h);
	free(buf);
	return ok;
}

/* The note without a signature, and the struct that reading it gives. */
static bool
end_statement(struct build *b, struct sat_statement *st, struct sat_wr *note,
    struct satchel_err *err)
{
	struct sat_rd text;

	st->records = b->ordinal;
	sat_merkle_root(&b->merkle, &st->records_root);
	st->payload = b->payload_len;
	if (!digest_payload(b, &st->payload_digest, err))
		return false;
	sat_statement_write(st, note);
	text = sat_wr_rd(note);
	if (!sat_wr_done(note, "STATEMENT", err) ||
	    !sat_statement_read(&text, st, err))
		return false;
	sat_wr_u8(note, '\n');
	return sat_wr_done(note, "STATEMENT", err);
}

static bool
write_archive(
    struct build *b, const struct sat_wr *note, struct satchel_err *err)
{
	struct sat_rd statement = sat_wr_rd(note);
	struct sat_rd history = sat_wr_rd(&b->line.history);
	struct sat_out o;

	if (!sat_out_open(SAT_CWD, b->o->out, b->o->replace, 0644, &o, err))
		return false;
	if (!progress(b, "writing", 0, 1, err) ||
	    !sat_bundle_write(&o, &statement, &b->line.roots, &history,
		b->payload, 0, b->payload_len, NULL, err)) {
		sat_out_abort(&o);
		return false;
	}
	b->rep->file_size = o.len;
	return sat_out_commit(&o, err);
}

/* ---- all of it ------------------------------------------------------------------- */

static bool
choose_seed(struct build *b)
{
	b->page.fold = SAT_FOLD_TABLE;
	if (b->line.like != NULL)
		memcpy(b->page.seed, sat_tree_root(b->line.like)->seed,
		    sizeof(b->page.seed));
	else
		randombytes_buf(b->page.seed, sizeof(b->page.seed));
	return true;
}

/* Refuses before the work what would be refused after it. */
static bool
out_is_free(const struct satchel_build_opts *o, struct satchel_err *err)
{
	struct sat_out probe;

	if (!sat_out_open(SAT_CWD, o->out, o->replace, 0644, &probe, err))
		return false;
	sat_out_abort(&probe);
	return true;
}

static bool
compile(struct build *b, struct sat_diag *d, struct satchel_err *err)
{
	struct sat_statement st;
	struct sat_wr note;
	bool ok;

	if (!sat_source_open(b->o->source, &b->tz, d, &b->src, err) ||
	    !sat_runs_new(b->o->out, RUNS_MEMORY, &b->records, err) ||
	    !read_sources(b, d, err) || !no_errors(b, d, err) ||
	    !sat_lineage_fits(&b->line, sat_source_release(b->src), err) ||
	    !add_zones(b, err) || !choose_seed(b) ||
	    !sat_index_new(b->o->out, INDEX_MEMORY, &b->index, err) ||
	    !sat_queue_open(&b->sorted, b->o->out, err) ||
	    !sort_records(b, err) ||
	    !sat_scratch_open(b->o->out, &b->payload, err))
		return false;
	begin_statement(b, &st);
	sat_wr_init(&note, SAT_MAX_STATEMENT);
	ok = write_payload(b, &st, err) && end_statement(b, &st, &note, err) &&
	     write_archive(b, &note, err);
	sat_wr_free(&note);
	if (!ok)
		return false;
	b->rep->source_size = sat_source_bytes(b->src);
	b->rep->terms = b->page.terms;
	sat_api_release(&st, &b->rep->release);
	b->rep->release.threshold = b->line.root.release_threshold;
	b->rep->minimum_release = b->line.root.minimum_release;
	return true;
}

bool
sat_build(const struct satchel_build_opts *o, struct sat_diag *d,
    struct satchel_build_report *rep, struct satchel_err *err)
{
	struct build b = { .o = o, .rep = rep, .payload = -1 };
	bool ok;

	b.tz.dir = b.sorted.fd = -1;
	sat_wr_init(&b.buf, 2 * BUFFER + SAT_MAX_BLOCK);
	ok = out_is_free(o, err) && sat_lineage_open(o, &b.line, err);
	if (ok) {
		ok = sat_tzdata_open(o->tzdir, &b.tz, err) &&
		     compile(&b, d, err);
		sat_lineage_close(&b.line);
	}
	sat_index_free(b.index);
	sat_runs_free(b.records);
	sat_queue_close(&b.sorted);
	sat_scratch_close(&b.payload);
	sat_source_close(b.src);
	sat_tzdata_close(&b.tz);
	sat_wr_free(&b.buf);
	return ok;
}

/* release.yaml against the statement that is to be signed. */
static bool
same_release(const struct build *b, const struct sat_statement *st,
    struct satchel_err *err)
{
	const struct sat_release_yaml *y = sat_source_release(b->src);

	if (strcmp(y->directory, st->directory) == 0 &&
	    strcmp(y->title, st->title) == 0 && y->release == st->release &&
	    y->issued == st->issued && y->next_by == st->next_by &&
	    y->expires == st->expires)
		return true;
	sat_fail(err, SATCHEL_ENO,
	    "release.yaml is of another release than the bundle: directory, "
	    "title, number or dates differ");
	return sat_err_file(err, b->o->source);
}

static bool
rebuild(struct build *b, const struct sat_statement *st, struct sat_diag *d,
    struct satchel_err *err)
{
	struct sat_hash root;

	if (!sat_source_open(b->o->source, &b->tz, d, &b->src, err) ||
	    !sat_runs_new(b->o->out, RUNS_MEMORY, &b->records, err) ||
	    !read_sources(b, d, err) || !no_errors(b, d, err) ||
	    !same_release(b, st, err) || !add_zones(b, err) ||
	    !choose_seed(b) || !sort_records(b, err))
		return false;
	sat_merkle_root(&b->merkle, &root);
	if (b->ordinal == st->records && sat_hash_eq(&root, &st->records_root))
		return true;
	sat_fail(err, SATCHEL_ENO,
	    "these sources make other records than the bundle holds");
	sat_err_file(err, b->o->source);
	return sat_hint(err, "nothing was signed; satchel build --like BUNDLE, "
			     "then satchel diff, "
			     "shows what differs");
}

bool
sat_build_same(const struct satchel_build_opts *o,
    const struct sat_statement *st, struct sat_tree *like, struct sat_diag *d,
    struct satchel_err *err)
{
	struct satchel_build_report rep = { 0 };
	struct build b = { .o = o, .rep = &rep, .payload = -1 };
	bool ok;

	b.tz.dir = b.sorted.fd = -1;
	b.line.like = like;
	sat_wr_init(&b.buf, SAT_MAX_BLOCK);
	ok = sat_tzdata_open(o->tzdir, &b.tz, err) && rebuild(&b, st, d, err);
	sat_runs_free(b.records);
	sat_source_close(b.src);
	sat_tzdata_close(&b.tz);
	sat_wr_free(&b.buf);
	return ok;
}
