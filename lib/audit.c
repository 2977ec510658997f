#include "audit.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "index.h"
#include "query.h"
#include "record.h"

enum { CHUNK = 1 << 20, INDEX_MEMORY = 128 << 20 };

/* The walk over the records. */
struct walk {
	const struct sat_root_page *page;
	struct sat_arena arena; /* of one record */
	struct sat_wr last;	/* id of the record before */
	struct sat_merkle merkle;
	struct sat_index *index; /* NULL: contents are not checked */
	uint64_t ordinal;
};

static bool
in_order(struct walk *w, const struct satchel_record *r,
    const struct sat_rd *line, struct satchel_err *err)
{
	size_t n = strlen(r->id);
	int c = memcmp(w->last.p == NULL ? (const uint8_t *)"" : w->last.p,
	    r->id, w->last.len < n ? w->last.len : n);

	if (w->ordinal > 0 && (c > 0 || (c == 0 && w->last.len >= n)))
		return sat_rd_fail(err, line, "record %llu: ids do not rise",
		    (unsigned long long)w->ordinal);
	sat_wr_reset(&w->last);
	sat_wr_put(&w->last, r->id, n);
	return sat_wr_done(&w->last, "an id", err);
}

static bool
one_record(struct walk *w, const struct sat_rd *line, struct satchel_err *err)
{
	uint8_t salt[SAT_SALT_SIZE];
	struct satchel_record r;
	struct sat_hash leaf;

	sat_arena_reset(&w->arena);
	if (!sat_record_read(line, &w->arena, &r, err) ||
	    !in_order(w, &r, line, err))
		return false;
	sat_record_salt(w->page->seed, r.id, strlen(r.id), salt);
	sat_record_leaf(salt, line->p, line->n, &leaf);
	sat_merkle_add(&w->merkle, &leaf);
	if (w->index != NULL &&
	    !sat_index_add(w->index, w->ordinal,
		(const struct sat_node *)(const void *)r.value, r.kind, err))
		return false;
	w->ordinal++;
	return true;
}

static bool
each_block(void *ctx, enum sat_tree_id id, const struct sat_block *b,
    struct satchel_err *err)
{
	struct walk *w = ctx;
	struct sat_rd rest = b->rd, line;

	if (id != SAT_RECORDS)
		return true;
	if (b->first != w->ordinal)
		return sat_rd_fail(err, &b->rd, "records: an ordinal is off");
	while (!sat_rd_end(&rest)) {
		if (!sat_block_line(&rest, &line, err))
			return false;
		if (line.p == b->rd.p && b->has_key) {
			struct sat_rd first;

			if (!sat_record_id(&line, &first) ||
			    !sat_rd_eq(&first, b->key, b->key_len))
				return sat_rd_fail(err, &b->rd,
				    "records: a block's first id is not its "
				    "node's key");
		}
		if (!one_record(w, &line, err))
			return false;
	}
	if (b->first + b->items != w->ordinal)
		return sat_rd_fail(err, &b->rd,
		    "records: a block holds another number of records than its "
		    "node says");
	return true;
}

static bool
payload_digest(const struct sat_file *f, uint64_t off,
    const struct sat_statement *st, struct satchel_err *err)
{
	struct sat_sha256_state s;
	struct sat_hash h;
	uint8_t *buf = malloc(CHUNK);
	bool ok = buf != NULL || sat_fail_nomem(err);

	sat_sha256_begin(&s);
	for (uint64_t pos = 0; ok && pos < st->payload;) {
		uint64_t left = st->payload - pos;
		size_t n = left < CHUNK ? (size_t)left : CHUNK;

		ok = sat_file_pread(f, off + pos, buf, n, err);
		if (ok)
			sat_sha256_add(&s, buf, n);
		pos += n;
	}
	free(buf);
	if (!ok)
		return false;
	sat_sha256_end(&s, &h);
	if (!sat_hash_eq(&h, &st->payload_digest))
		return sat_fail_off(err, SATCHEL_EFORMAT, f->name, off,
		    "PAYLOAD has another SHA-256 than STATEMENT says");
	return true;
}

static bool
records_agree(const struct walk *w, const struct sat_file *f, uint64_t off,
    const struct sat_statement *st, struct satchel_err *err)
{
	struct sat_hash root;

	sat_merkle_root(&w->merkle, &root);
	if (w->ordinal != st->records || !sat_hash_eq(&root, &st->records_root))
		return sat_fail_off(err, SATCHEL_EFORMAT, f->name, off,
		    "the records' tree is not the one STATEMENT names");
	return true;
}

static bool
contents(struct sat_tree *t, const struct sat_file *f, uint64_t off,
    const struct sat_statement *st, const struct sat_audit_opts *o,
    enum satchel_verdict *verdict, struct satchel_err *err)
{
	struct walk w = { .page = sat_tree_root(t) };
	void *ctx = &w;
	const struct sat_tree_check how = { .each = each_block,
		.ctx = &ctx,
		.progress = o->progress,
		.progress_ctx = o->ctx };
	bool known = w.page->fold == SAT_FOLD_TABLE, ok = false;

	sat_wr_init(&w.last, SAT_MAX_RECORD);
	if (known && !sat_index_new(o->scratch, INDEX_MEMORY, &w.index, err))
		goto out;
	if (!payload_digest(f, off, st, err) || !sat_tree_check(t, &how, err) ||
	    !records_agree(&w, f, off, st, err) ||
	    (known && !sat_index_compare(w.index, t, err)))
		goto out;
	*verdict = known ? SATCHEL_GOOD : SATCHEL_UNINDEXED;
	ok = true;
out:
	sat_index_free(w.index);
	sat_arena_free(&w.arena);
	sat_wr_free(&w.last);
	return ok;
}

/* A thread more for each MiB: a smaller share is not worth starting one. */
static unsigned
threads_for(uint64_t bytes, unsigned most)
{
	return bytes >> 20 < most ? (unsigned)(bytes >> 20) + 1 : most;
}

static bool
digests(struct sat_tree *t, const struct sat_audit_opts *o, uint64_t payload,
    struct satchel_err *err)
{
	const struct sat_tree_check how = { .threads = threads_for(
						payload, o->threads),
		.progress = o->progress,
		.progress_ctx = o->ctx };

	return sat_tree_check(t, &how, err);
}

bool
sat_audit(const struct sat_file *f, uint64_t off,
    const struct sat_statement *st, const struct sat_audit_opts *o,
    enum satchel_verdict *verdict, struct satchel_err *err)
{
	struct sat_tree *t = NULL;
	bool ok;

	if (!sat_tree_open(f, off, st->payload, &st->tree_digest, &t, err))
		return false;
	if (sat_tree_root(t)->records != st->records)
		ok = sat_fail_off(err, SATCHEL_EFORMAT, f->name, off,
		    "the root page counts other records than STATEMENT");
	else if (o->quick)
		ok = digests(t, o, st->payload, err);
	else
		ok = contents(t, f, off, st, o, verdict, err);
	if (ok && o->quick)
		*verdict = SATCHEL_QUICK;
	sat_tree_close(t);
	return ok;
}
