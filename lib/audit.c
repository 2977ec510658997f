/*
 * audit: the records are read once, by several threads (audit_records.c).
 * Beside them one more makes PAYLOAD's SHA-256 and adds the index up, as the
 * records are; only where the sums differ the index is built again, to say
 * where.
 */
#include "audit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "audit_records.h"
#include "fold.h"
#include "index_check.h"
#include "tree_load.h"

enum { CHUNK = 1 << 20, INDEX_MEMORY = 128 << 20 };

/* What is checked. */
struct audit {
	const struct sat_file *f;
	uint64_t off; /* of PAYLOAD */
	const struct sat_statement *st;
	const struct sat_audit_opts *o;
	struct sat_tree *t;
	unsigned threads;
	struct sat_tally_key *key; /* NULL: the index is not checked */
};

static bool
records_agree(const struct audit *a, const struct sat_audit_records *r,
    struct satchel_err *err)
{
	const struct sat_statement *st = a->st;
	struct sat_hash root;

	sat_merkle_root(&r->merkle, &root);
	if (r->records != st->records || !sat_hash_eq(&root, &st->records_root))
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

/* |r| on all threads, |b| on one; what was wrong, PAYLOAD's digest first. */
static bool
beside_each_other(struct audit *a, struct sat_audit_records *r,
    struct beside *b, struct satchel_err *err)
{
	struct satchel_err mine = { 0 };
	pthread_t id;
	bool started, ok;

	started = a->threads > 1 && pthread_create(&id, NULL, do_both, b) == 0;
	if (!started)
		do_payload(b);
	ok = (started || b->payload_ok) && sat_audit_records(r, &mine) &&
	     records_agree(a, r, &mine);
	atomic_store(&b->stopped, !ok);
	atomic_store(&b->cancelled, mine.code == SATCHEL_ECANCEL);
	if (started)
		(void)pthread_join(id, NULL);
	else if (ok)
		do_index(b);
	if (!b->payload_ok && mine.code != SATCHEL_ECANCEL) {
		mine = b->payload_err;
		ok = false;
	}
	if (!ok && err != NULL)
		*err = mine;
	return ok;
}

/* The index is not that of the records: builds it again, to say where. */
static bool
tell_difference(struct audit *a, struct satchel_err *err)
{
	struct sat_audit_records r = { .t = a->t,
		.threads = 1,
		.progress = a->o->progress,
		.progress_ctx = a->o->ctx };
	bool ok;

	if (!sat_index_new(a->o->scratch, INDEX_MEMORY, &r.index, err))
		return false;
	ok =
	    sat_audit_records(&r, err) && sat_index_compare(r.index, a->t, err);
	sat_index_free(r.index);
	return ok && sat_fail_off(err, SATCHEL_EFORMAT, a->f->name, a->off,
			 "the index does not match the records");
}

static bool
contents(struct audit *a, struct satchel_err *err)
{
	struct sat_audit_records r = { .t = a->t,
		.threads = a->threads,
		.key = a->key,
		.progress = a->o->progress,
		.progress_ctx = a->o->ctx };
	struct sat_tree shared;
	struct beside b = { .a = a, .t = &shared };
	bool ok;

	sat_tree_share(a->t, &shared);
	ok = beside_each_other(a, &r, &b, err);
	sat_tree_unshare(&shared, a->t);
	if (!ok || a->key == NULL)
		return ok;
	if (b.index_ok && sat_tally_eq(&r.sum, &b.sum))
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
	ok = contents(a, err);
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
