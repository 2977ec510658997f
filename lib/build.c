#include "build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "fold.h"
#include "harvest.h"
#include "index.h"
#include "lineage.h"
#include "query.h"
#include "record.h"
#include "spool.h"

enum {
	RECORDS_MEMORY = 64 << 20,
	INDEX_MEMORY = 72 << 20,
	BUFFER = 1 << 20,
	YEAR = 366 * 86400
};

/* One build, from the first file to the last byte. */
struct build {
	const struct satchel_build_opts *o;
	struct satchel_build_report *rep;
	struct sat_tzdata tz;
	struct sat_source *src;
	struct sat_lineage line; /* roots, previous release, history */
	bool same;		 /* no file is made: sat_build_same */
	struct sat_harvest_opts how;
	struct sat_harvest *records;
	struct sat_index *index;
	struct sat_packers *packers; /* to |spool| */
	struct sat_spool spool;
	struct sat_merkle merkle;
	struct sat_root_page page;
	uint64_t ordinal;
	int payload; /* scratch file that becomes PAYLOAD */
	uint64_t payload_len;
	struct sat_sha256_state payload_sha;
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

/* ---- sources to records ------------------------------------------------------ */

static bool
reading(void *ctx, size_t file, struct satchel_err *err)
{
	struct build *b = ctx;

	return progress(b, "reading", file, sat_source_files(b->src), err);
}

static bool
read_sources(struct build *b, struct sat_diag *d, struct satchel_err *err)
{
	b->how = (struct sat_harvest_opts){ .path = b->o->out,
		.memory = RECORDS_MEMORY,
		.threads = b->o->threads,
		.seed = b->page.seed,
		.terms = !b->same,
		.tick = reading,
		.ctx = b };
	sat_source_spill(b->src, b->o->out);
	return sat_harvest_new(&b->how, &b->records, err) &&
	       sat_harvest_read(b->records, b->src, d, &b->rep->parties,
		   &b->rep->contacts, err) &&
	       sat_source_finish(b->src, d, err) && sat_diag_done(d, err);
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
		return sat_harvest_add(
		    b->records, id, old.json, old.json_len, err);
	if (!sat_zone_make(
		&b->tz, name, y->issued, y->expires + YEAR, a, &zone, err))
		return false;
	sat_wr_init(&w, SAT_MAX_RECORD);
	sat_json_write(&zone, &w);
	ok = sat_wr_done(&w, id, err) &&
	     sat_harvest_add(b->records, id, (const char *)w.p, w.len, err);
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

/* ---- sorted records to record tree, index and packers ------------------------- */

static bool
one_sorted(
    struct build *b, const struct sat_harvested *r, struct satchel_err *err)
{
	sat_merkle_add(&b->merkle, &r->leaf);
	if (!b->same &&
	    (!sat_index_add_list(b->index, b->ordinal, r->terms, err) ||
		!sat_packers_add(
		    b->packers, r->line.p, r->line.n, r->id.p, r->id.n, err)))
		return false;
	b->ordinal++;
	return true;
}

static bool
sort_records(struct build *b, struct satchel_err *err)
{
	uint64_t total = b->rep->parties + b->rep->contacts + b->rep->zones;
	struct sat_harvested r;
	bool more = true, ok = sat_harvest_sort(b->records, err);

	while (ok) {
		ok = sat_harvest_next(b->records, &r, &more, err);
		if (!ok || !more)
			break;
		if (b->ordinal % 1024 == 0)
			ok = progress(b, "sorting", b->ordinal, total, err);
		ok = ok && one_sorted(b, &r, err);
	}
	sat_harvest_free(b->records);
	b->records = NULL;
	if (ok && b->ordinal == 0)
		ok = sat_fail(err, SATCHEL_EFORMAT, "there are no records");
	b->page.records = b->ordinal;
	return ok;
}

/* ---- PAYLOAD ------------------------------------------------------------------ */

static bool
flush(struct build *b, struct satchel_err *err)
{
	if (!sat_wr_done(&b->buf, "a buffer", err) ||
	    !sat_scratch_pwrite(
		b->payload, b->payload_len, b->buf.p, b->buf.len, err))
		return false;
	sat_sha256_add(&b->payload_sha, b->buf.p, b->buf.len);
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
packing(void *ctx, uint64_t records, struct satchel_err *err)
{
	struct build *b = ctx;

	return progress(b, "packing", records, b->ordinal, err);
}

static bool
write_records(struct build *b, uint64_t offset, struct satchel_err *err)
{
	struct sat_sink sink = { to_payload, b };
	struct sat_tree_writer *w = NULL;
	uint64_t end;
	bool ok;

	ok = sat_packers_finish(b->packers, err) &&
	     sat_tree_writer_new(SAT_RECORDS, offset, sink, &w, err) &&
	     sat_spool_replay(&b->spool, w, packing, b, err) &&
	     sat_tree_finish(w, &b->page.tree[SAT_RECORDS], &end, err);
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

	sat_sha256_begin(&b->payload_sha);
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

/* The note without a signature, and the struct that reading it gives. */
static bool
end_statement(struct build *b, struct sat_statement *st, struct sat_wr *note,
    struct satchel_err *err)
{
	struct sat_rd text;

	st->records = b->ordinal;
	sat_merkle_root(&b->merkle, &st->records_root);
	st->payload = b->payload_len;
	sat_sha256_end(&b->payload_sha, &st->payload_digest);
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

static void
choose_seed(struct build *b)
{
	b->page.fold = SAT_FOLD_TABLE;
	if (b->line.like != NULL)
		memcpy(b->page.seed, sat_tree_root(b->line.like)->seed,
		    sizeof(b->page.seed));
	else
		randombytes_buf(b->page.seed, sizeof(b->page.seed));
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

/* Before any party is read; what is wrong with release.yaml is told later. */
static bool
fits(const struct build *b, struct satchel_err *err)
{
	const struct sat_release_yaml *y = sat_source_release(b->src);

	return y == NULL || sat_lineage_fits(&b->line, y, err);
}

static bool
compile(struct build *b, struct sat_diag *d, struct satchel_err *err)
{
	struct sat_statement st;
	struct sat_wr note;
	bool ok;

	if (!sat_source_open(b->o->source, &b->tz, d, &b->src, err) ||
	    !fits(b, err) || !read_sources(b, d, err) ||
	    !no_errors(b, d, err) || !add_zones(b, err) ||
	    !sat_index_new(b->o->out, INDEX_MEMORY, &b->index, err) ||
	    !sat_spool_open(&b->spool, b->o->out, err) ||
	    !sat_packers_new(
		b->o->threads, sat_spool_put, &b->spool, &b->packers, err) ||
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

static void
build_init(struct build *b, const struct satchel_build_opts *o,
    struct satchel_build_report *rep)
{
	memset(b, 0, sizeof(*b));
	b->o = o;
	b->rep = rep;
	b->payload = b->tz.dir = b->spool.queue.fd = -1;
	sat_wr_init(&b->buf, 2 * BUFFER + SAT_MAX_BLOCK);
}

bool
sat_build(const struct satchel_build_opts *o, struct sat_diag *d,
    struct satchel_build_report *rep, struct satchel_err *err)
{
	struct build b;
	bool ok;

	build_init(&b, o, rep);
	ok = out_is_free(o, err) && sat_lineage_open(o, &b.line, err);
	if (ok) {
		choose_seed(&b);
		ok = sat_tzdata_open(o->tzdir, &b.tz, err) &&
		     compile(&b, d, err);
		sat_lineage_close(&b.line);
	}
	sat_packers_free(b.packers);
	sat_spool_close(&b.spool);
	sat_index_free(b.index);
	sat_harvest_free(b.records);
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
	    !read_sources(b, d, err) || !no_errors(b, d, err) ||
	    !same_release(b, st, err) || !add_zones(b, err) ||
	    !sort_records(b, err))
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
	struct build b;
	bool ok;

	build_init(&b, o, &rep);
	b.same = true;
	b.line.like = like;
	choose_seed(&b);
	ok = sat_tzdata_open(o->tzdir, &b.tz, err) && rebuild(&b, st, d, err);
	sat_harvest_free(b.records);
	sat_source_close(b.src);
	sat_tzdata_close(&b.tz);
	return ok;
}
