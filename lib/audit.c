/*
 * audit: the records are read once, leaf by leaf, by several threads.  Beside
 * them one more makes PAYLOAD's SHA-256 and adds the index up; the records are
 * added up the same way, and only where the sums differ the index is built
 * again, to say where.
 */
#include "audit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "index.h"
#include "index_check.h"
#include "query.h"
#include "record.h"
#include "tree_load.h"

enum { CHUNK = 1 << 20, INDEX_MEMORY = 128 << 20 };

/* What is checked, and what the threads have found of it. */
struct audit {
	const struct sat_file *f;
	uint64_t off; /* of PAYLOAD */
	const struct sat_statement *st;
	const struct sat_audit_opts *o;
	struct sat_tree *t;
	unsigned threads;
	struct sat_tally_key *key; /* NULL: the index is not checked */
	struct sat_index *index;   /* that is built again; NULL: not now */
	/* The records, in order: under sat_tree_check's |leaf|. */
	uint64_t ordinal;
	struct sat_wr last; /* id of the record before */
	struct sat_merkle merkle;
};

/* What one thread has of the leaf that it reads, or, |sum|, has read. */
struct part {
	struct audit *a;
	struct sat_arena arena; /* of one record */
	uint64_t first, next;	/* ordinals: of the leaf's, of the one due */
	struct sat_rd line;	/* the first one's place */
	struct sat_wr id, last; /* of the first and of the one before */
	struct sat_wr leaves;	/* of the record tree */
	struct sat_tally_terms terms;
	struct sat_tally sum;
};

/* ---- records ------------------------------------------------------------ */

static bool
rises(const struct sat_wr *last, const void *id, size_t n)
{
	int c = memcmp(last->p, id, last->len < n ? last->len : n);

	return c < 0 || (c == 0 && last->len < n);
}

static bool
out_of_order(
    uint64_t ordinal, const struct sat_rd *line, struct satchel_err *err)
{
	return sat_rd_fail(err, line, "record %llu: ids do not rise",
	    (unsigned long long)ordinal);
}

/* Of the first record of a leaf the rest is seen to when its turn comes. */
static bool
in_order(struct part *p, const struct satchel_record *r,
    const struct sat_rd *line, struct satchel_err *err)
{
	size_t n = strlen(r->id);

	if (p->next == p->first) {
		p->line = *line;
		sat_wr_reset(&p->id);
		sat_wr_put(&p->id, r->id, n);
	} else if (!rises(&p->last, r->id, n)) {
		return out_of_order(p->next, line, err);
	}
	sat_wr_reset(&p->last);
	sat_wr_put(&p->last, r->id, n);
	return sat_wr_done(&p->id, "an id", err) &&
	       sat_wr_done(&p->last, "an id", err);
}

static bool
one_term(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	return sat_tally_terms_add(ctx, f, term, n, err);
}

static bool
index_record(
    struct part *p, const struct satchel_record *r, struct satchel_err *err)
{
	const struct sat_node *record = (const void *)r->value;

	if (p->a->index != NULL)
		return sat_index_add(
		    p->a->index, p->next, record, r->kind, err);
	if (p->a->key == NULL)
		return true;
	sat_tally_terms_begin(&p->terms);
	if (!sat_terms_of(record, r->kind, one_term, &p->terms, err))
		return false;
	sat_tally_terms_end(&p->terms, p->next, &p->sum);
	return true;
}

static bool
one_record(struct part *p, const struct sat_rd *line, struct satchel_err *err)
{
	uint8_t salt[SAT_SALT_SIZE];
	struct satchel_record r;
	struct sat_hash leaf;

	sat_arena_reset(&p->arena);
	if (!sat_record_read(line, &p->arena, &r, err) ||
	    !in_order(p, &r, line, err))
		return false;
	sat_record_salt(sat_tree_root(p->a->t)->seed, r.id, strlen(r.id), salt);
	sat_record_leaf(salt, line->p, line->n, &leaf);
	sat_wr_put(&p->leaves, leaf.b, sizeof(leaf.b));
	if (!sat_wr_done(&p->leaves, "a leaf's records", err) ||
	    !index_record(p, &r, err))
		return false;
	p->next++;
	return true;
}

static bool
has_its_key(const struct sat_block *b, const struct sat_rd *line,
    struct satchel_err *err)
{
	struct sat_rd id;

	if (!b->has_key ||
	    (sat_record_id(line, &id) && sat_rd_eq(&id, b->key, b->key_len)))
		return true;
	return sat_rd_fail(err, &b->rd,
	    "records: a block's first id is not its "
	    "node's key");
}

static bool
each_block(void *ctx, enum sat_tree_id id, const struct sat_block *b,
    struct satchel_err *err)
{
	struct part *p = ctx;
	struct sat_rd rest = b->rd, line;

	if (id != SAT_RECORDS)
		return true;
	if (p->leaves.len == 0)
		p->first = p->next = b->first;
	if (b->first != p->next)
		return sat_rd_fail(err, &b->rd, "records: an ordinal is off");
	while (!sat_rd_end(&rest)) {
		if (!sat_block_line(&rest, &line, err) ||
		    (line.p == b->rd.p && !has_its_key(b, &line, err)) ||
		    !one_record(p, &line, err))
			return false;
	}
	if (b->first + b->items != p->next)
		return sat_rd_fail(err, &b->rd,
		    "records: a block holds another number of records than its "
		    "node says");
	return true;
}

/* A leaf's turn: its first record against the last before, and its hashes to
 * the record tree. */
static bool
each_leaf(void *ctx, struct satchel_err *err)
{
	struct part *p = ctx;
	struct audit *a = p->a;
	struct sat_rd leaves = sat_wr_rd(&p->leaves);
	struct sat_hash leaf;

	if (p->leaves.len == 0)
		return true;
	if (p->first != a->ordinal)
		return sat_rd_fail(err, &p->line, "records: an ordinal is off");
	if (a->ordinal > 0 && !rises(&a->last, p->id.p, p->id.len))
		return out_of_order(p->first, &p->line, err);
	while (sat_rd_copy(&leaves, leaf.b, sizeof(leaf.b)))
		sat_merkle_add(&a->merkle, &leaf);
	a->ordinal = p->next;
	sat_wr_reset(&a->last);
	sat_wr_put(&a->last, p->last.p, p->last.len);
	sat_wr_reset(&p->leaves);
	return sat_wr_done(&a->last, "an id", err);
}

static void
part_init(struct part *p, struct audit *a)
{
	*p = (struct part){ .a = a, .terms = { .key = a->key } };
	sat_wr_init(&p->id, SAT_MAX_RECORD);
	sat_wr_init(&p->last, SAT_MAX_RECORD);
	/* no more records than bytes, and so far fewer */
	sat_wr_init(&p->leaves, (size_t)SAT_FANOUT * SAT_MAX_BLOCK);
}

static void
part_free(struct part *p)
{
	sat_arena_free(&p->arena);
	sat_wr_free(&p->id);
	sat_wr_free(&p->last);
	sat_wr_free(&p->leaves);
	sat_tally_terms_free(&p->terms);
}

/* Every page; and every record, whose terms go to |sum| or to a->index. */
static bool
check_records(struct audit *a, unsigned threads, struct sat_tally *sum,
    struct satchel_err *err)
{
	struct part part[SAT_CHECK_THREADS];
	void *ctx[SAT_CHECK_THREADS];
	const struct sat_tree_check how = { .threads = threads,
		.each = each_block,
		.leaf = each_leaf,
		.ctx = ctx,
		.progress = a->o->progress,
		.progress_ctx = a->o->ctx };
	bool ok;

	a->ordinal = 0;
	memset(&a->merkle, 0, sizeof(a->merkle));
	for (unsigned i = 0; i < SAT_CHECK_THREADS; i++) {
		part_init(&part[i], a);
		ctx[i] = &part[i];
	}
	ok = sat_tree_check(a->t, &how, err);
	*sum = (struct sat_tally){ { 0, 0 } };
	for (unsigned i = 0; i < SAT_CHECK_THREADS; i++) {
		sat_tally_add(sum, &part[i].sum);
		part_free(&part[i]);
	}
	return ok;
}

static bool
records_agree(const struct audit *a, struct satchel_err *err)
{
	const struct sat_statement *st = a->st;
	struct sat_hash root;

	sat_merkle_root(&a->merkle, &root);
	if (a->ordinal != st->records || !sat_hash_eq(&root, &st->records_root))
		return sat_fail_off(err, SATCHEL_EFORMAT, a->f->name, a->off,
		    "the records' tree is not the one STATEMENT names");
	return true;
}

/* ---- beside them -------------------------------------------------------- */

/* PAYLOAD's digest and the index, each with what was wrong. */
struct beside {
	const struct audit *a;
	struct sat_tree *t;    /* for this thread */
	atomic_bool cancelled; /* nothing counts any more */
	atomic_bool stopped;   /* the index does not */
	bool payload_ok, index_ok;
	struct satchel_err payload_err, index_err;
	struct sat_tally sum;
};

static bool
payload_digest(const struct audit *a, const atomic_bool *cancelled,
    struct satchel_err *err)
{
	const struct sat_statement *st = a->st;
	struct sat_sha256_state s;
	struct sat_hash h;
	uint8_t *buf = malloc(CHUNK);
	bool ok = buf != NULL || sat_fail_nomem(err);

	sat_sha256_begin(&s);
	for (uint64_t pos = 0; ok && pos < st->payload;) {
		uint64_t left = st->payload - pos;
		size_t n = left < CHUNK ? (size_t)left : CHUNK;

		ok = sat_file_pread(a->f, a->off + pos, buf, n, err);
		if (ok)
			sat_sha256_add(&s, buf, n);
		pos += n;
		if (ok && atomic_load(cancelled))
			ok = sat_fail(err, SATCHEL_ECANCEL, "cancelled");
	}
	free(buf);
	if (!ok)
		return false;
	sat_sha256_end(&s, &h);
	if (!sat_hash_eq(&h, &st->payload_digest))
		return sat_fail_off(err, SATCHEL_EFORMAT, a->f->name, a->off,
		    "PAYLOAD has another SHA-256 than STATEMENT says");
	return true;
}

static void
do_payload(struct beside *b)
{
	b->payload_ok = payload_digest(b->a, &b->cancelled, &b->payload_err);
}

static void
do_index(struct beside *b)
{
	b->index_ok =
	    b->a->key == NULL ||
	    sat_index_sum(b->t, b->a->key, &b->stopped, &b->sum, &b->index_err);
}

static void *
do_both(void *arg)
{
	do_payload(arg);
	do_index(arg);
	return NULL;
}

/* What another thread did, in the order in which it is told. */
static bool
beside_each_other(struct audit *a, struct beside *b, struct sat_tally *sum,
    struct satchel_err *err)
{
	pthread_t id;
	bool started, ok;

	started = a->threads > 1 && pthread_create(&id, NULL, do_both, b) == 0;
	if (!started)
		do_payload(b);
	ok = (started || b->payload_ok) &&
	     check_records(a, a->threads, sum, err) && records_agree(a, err);
	atomic_store(&b->stopped, !ok);
	atomic_store(
	    &b->cancelled, !ok && err != NULL && err->code == SATCHEL_ECANCEL);
	if (started)
		(void)pthread_join(id, NULL);
	else if (ok)
		do_index(b);
	if (!b->payload_ok && !atomic_load(&b->cancelled)) {
		if (err != NULL)
			*err = b->payload_err;
		return false;
	}
	return ok;
}

/* The index is not that of the records: builds it again, to say where. */
static bool
tell_difference(struct audit *a, struct satchel_err *err)
{
	struct sat_tally sum;
	bool ok;

	if (!sat_index_new(a->o->scratch, INDEX_MEMORY, &a->index, err))
		return false;
	ok = check_records(a, 1, &sum, err) &&
	     sat_index_compare(a->index, a->t, err);
	sat_index_free(a->index);
	a->index = NULL;
	return ok && sat_fail_off(err, SATCHEL_EFORMAT, a->f->name, a->off,
			 "the index does not match the records");
}

static bool
contents(struct audit *a, struct satchel_err *err)
{
	struct beside b = { .a = a };
	struct sat_tree beside = { .f = NULL };
	struct sat_tally sum;
	bool ok;

	sat_tree_share(a->t, &beside);
	b.t = &beside;
	ok = beside_each_other(a, &b, &sum, err);
	sat_tree_unshare(&beside, a->t);
	if (!ok || a->key == NULL)
		return ok;
	if (b.index_ok && sat_tally_eq(&sum, &b.sum))
		return true;
	if (b.index_ok || b.index_err.code == SATCHEL_EFORMAT)
		return tell_difference(a, err);
	if (err != NULL)
		*err = b.index_err;
	return false;
}

/* ---- all of it ---------------------------------------------------------- */

static bool
digests(struct audit *a, struct satchel_err *err)
{
	const struct sat_tree_check how = { .threads = a->threads,
		.progress = a->o->progress,
		.progress_ctx = a->o->ctx };

	return sat_tree_check(a->t, &how, err);
}

static bool
full(struct audit *a, enum satchel_verdict *verdict, struct satchel_err *err)
{
	bool known = sat_tree_root(a->t)->fold == SAT_FOLD_TABLE, ok;

	if (known && !sat_tally_key_new(&a->key, err))
		return false;
	sat_wr_init(&a->last, SAT_MAX_RECORD);
	ok = contents(a, err);
	sat_wr_free(&a->last);
	sat_tally_key_free(a->key);
	if (ok)
		*verdict = known ? SATCHEL_GOOD : SATCHEL_UNINDEXED;
	return ok;
}

/* A thread more for each MiB: a smaller share is not worth starting one. */
static unsigned
threads_for(uint64_t bytes, unsigned most)
{
	uint64_t n = (bytes >> 20) + 1;

	return n < most ? (unsigned)n : most;
}

bool
sat_audit(const struct sat_file *f, uint64_t off,
    const struct sat_statement *st, const struct sat_audit_opts *o,
    enum satchel_verdict *verdict, struct satchel_err *err)
{
	struct audit a = { .f = f, .off = off, .st = st, .o = o };
	bool ok;

	if (!sat_tree_open(f, off, st->payload, &st->tree_digest, &a.t, err))
		return false;
	a.threads = threads_for(st->payload, o->threads);
	if (sat_tree_root(a.t)->records != st->records)
		ok = sat_fail_off(err, SATCHEL_EFORMAT, f->name, off,
		    "the root page counts other records than STATEMENT");
	else if (o->quick)
		ok = digests(&a, err);
	else
		ok = full(&a, verdict, err);
	if (ok && o->quick)
		*verdict = SATCHEL_QUICK;
	sat_tree_close(a.t);
	return ok;
}
