/*
 * tree_check: every page of PAYLOAD once.  Threads take the leaves in file
 * order, one at a time, and each checks what it took; of several faults the
 * first in the file is reported, whoever found it when.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "tree_leaf.h"

enum {
	/* Blocks read at once, small enough to be hashed from the cache. */
	READ_SIZE = 256 << 10,
	BUFFER = SAT_MAX_BLOCK > READ_SIZE ? SAT_MAX_BLOCK : READ_SIZE
};
#define NO_FAULT UINT64_MAX

/* What the threads share; all but the first two under |lock|. */
struct check {
	const struct sat_tree_check *how;
	struct sat_tree *t;
	pthread_mutex_t lock;
	pthread_cond_t moved; /* |turn| or |fault| */
	struct sat_leaves leaves;
	uint64_t taken;		/* leaves so far, and the next one's number */
	uint64_t turn;		/* the leaf that may be told of */
	uint64_t fault;		/* the first leaf known to be bad */
	struct satchel_err err; /* of that */
};

struct worker {
	struct check *c;
	void *ctx; /* of this thread */
	pthread_t id;
	bool started;
	uint64_t number; /* of the leaf that it works on */
	struct sat_leaf leaf;
	struct sat_tree tree; /* with buffers of its own */
	struct sat_block block;
	uint8_t buf[BUFFER];
};

/* ---- in file order ------------------------------------------------------ */

/* Under the lock: leaf |number| is bad, and no further ones are taken. */
static void
note_fault(struct check *c, uint64_t number, const struct satchel_err *err)
{
	if (number < c->fault) {
		c->fault = number;
		c->err = *err;
	}
	pthread_cond_broadcast(&c->moved);
}

static void
fault(struct check *c, uint64_t number, const struct satchel_err *err)
{
	pthread_mutex_lock(&c->lock);
	note_fault(c, number, err);
	pthread_mutex_unlock(&c->lock);
}

/* The next leaf; false: none is left, or one was bad.  What the walk itself
 * finds comes after all leaves that it gave. */
static bool
take(struct worker *w)
{
	struct check *c = w->c;
	struct satchel_err err;
	bool more = false;

	pthread_mutex_lock(&c->lock);
	w->number = c->taken;
	if (c->fault == NO_FAULT &&
	    !sat_leaves_next(&c->leaves, &w->leaf, &more, &err)) {
		note_fault(c, c->taken, &err);
		more = false;
	}
	if (more)
		c->taken++;
	pthread_mutex_unlock(&c->lock);
	return more;
}

/* Waits until all leaves before it were told of; false: one of them is bad. */
static bool
await_turn(struct worker *w)
{
	struct check *c = w->c;
	bool ok;

	pthread_mutex_lock(&c->lock);
	while (c->turn != w->number && c->fault > w->number)
		pthread_cond_wait(&c->moved, &c->lock);
	ok = c->turn == w->number;
	pthread_mutex_unlock(&c->lock);
	return ok;
}

static void
end_turn(struct check *c)
{
	pthread_mutex_lock(&c->lock);
	c->turn++;
	pthread_cond_broadcast(&c->moved);
	pthread_mutex_unlock(&c->lock);
}

/* ---- one leaf ----------------------------------------------------------- */

/*
 * A record block closes only before the record that would pass its limit, so
 * that the same records always make the same blocks.
 */
static bool
check_packing(
    struct worker *w, const struct sat_span *s, struct satchel_err *err)
{
	struct sat_leaf *l = &w->leaf;
	struct sat_rd rest = w->block.rd, line;
	uint32_t limit = sat_block_limit(SAT_RECORDS);

	if (!sat_rd_line(&rest, &line))
		return sat_span_fail(err, s, &w->block.rd,
		    "its first record does not end in a line feed");
	if (l->packed > 0 && l->packed <= limit &&
	    line.n + 1 <= limit - l->packed)
		return sat_span_fail(err, s, &w->block.rd,
		    "its first record has room in the block before it");
	l->packed = s->raw;
	return true;
}

/* Every block, inflated and shown. */
static bool
check_contents(struct worker *w, struct satchel_err *err)
{
	unsigned n = sat_leaf_blocks(&w->leaf);
	struct sat_span s, lead;

	sat_leaf_block(&w->leaf, 0, &lead);
	for (unsigned i = 0; i < n; i++) {
		sat_leaf_block(&w->leaf, i, &s);
		if (!sat_load_block(&w->tree, &s, &lead, &w->block, err) ||
		    (s.tree == SAT_RECORDS && !check_packing(w, &s, err)) ||
		    !w->c->how->each(w->ctx, s.tree, &w->block, err))
			return false;
	}
	return true;
}

/* Blocks from |i| on that are read at once, into |s|: as many as have READ_SIZE
 * bytes in all, at least one; they lie one right behind the other. */
static unsigned
stretch(const struct sat_leaf *l, unsigned i, struct sat_span s[SAT_FANOUT],
    size_t *bytes)
{
	unsigned n = 0;

	for (*bytes = 0; i < sat_leaf_blocks(l); i++, n++) {
		sat_leaf_block(l, i, &s[n]);
		if (n > 0 && *bytes + s[n].stored > READ_SIZE)
			break;
		*bytes += s[n].stored;
	}
	return n;
}

/* Every block's digest and no more. */
static bool
check_digests(struct worker *w, struct satchel_err *err)
{
	unsigned all = sat_leaf_blocks(&w->leaf), n;
	struct sat_span s[SAT_FANOUT];
	struct sat_rd page[SAT_FANOUT], rest;
	size_t bytes;

	for (unsigned i = 0; i < all; i += n) {
		n = stretch(&w->leaf, i, s, &bytes);
		if (!sat_load_bytes(&w->tree, &s[0], w->buf, bytes, err))
			return false;
		rest = sat_rd_of(
		    w->buf, bytes, w->tree.off + s[0].offset, w->tree.f->name);
		for (unsigned k = 0; k < n; k++)
			if (!sat_rd_take(&rest, s[k].stored, &page[k]))
				return sat_rd_fail(err, &rest, "cut short");
		w->tree.stats.blocks += n;
		if (!sat_check_pages(&w->tree, s, page, n, err))
			return false;
	}
	return true;
}

/* The leaf that was taken; false: it or one before it is bad. */
static bool
check_leaf(struct worker *w)
{
	const struct sat_tree_check *how = w->c->how;
	struct satchel_err err, before;
	bool ok;

	ok = how->each == NULL ? check_digests(w, &err)
			       : check_contents(w, &err);
	if (how->leaf != NULL) {
		if (!await_turn(w))
			return false;
		if (!how->leaf(w->ctx, &before)) {
			err = before;
			ok = false;
		}
	}
	if (!ok)
		fault(w->c, w->number, &err);
	else if (how->leaf != NULL)
		end_turn(w->c);
	return ok;
}

/* ---- all of them -------------------------------------------------------- */

static void *
work(void *arg)
{
	struct worker *w = arg;

	while (take(w) && check_leaf(w))
		continue;
	return NULL;
}

/* The caller's thread, which also reports. */
static void
work_and_report(struct worker *w)
{
	struct check *c = w->c;
	struct satchel_err err;
	uint64_t done;

	while (take(w) && check_leaf(w)) {
		pthread_mutex_lock(&c->lock);
		done = c->leaves.cursor;
		pthread_mutex_unlock(&c->lock);
		if (c->how->progress == NULL ||
		    c->how->progress(c->how->progress_ctx, done, c->t->len))
			continue;
		sat_fail(&err, SATCHEL_ECANCEL, "cancelled");
		fault(c, 0, &err); /* whatever else there is */
	}
}

static void
worker_init(struct worker *w, struct check *c, unsigned i)
{
	w->c = c;
	w->ctx = c->how->ctx == NULL ? NULL : c->how->ctx[i];
	sat_tree_share(c->t, &w->tree);
}

static void
worker_free(struct worker *w)
{
	sat_tree_unshare(&w->tree, w->c->t);
	sat_block_free(&w->block);
}

/* |w| are |n| workers, the first of them the caller's; fewer do as well. */
static void
run(struct worker *w, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		w[i].started = pthread_create(&w[i].id, NULL, work, &w[i]) == 0;
	work_and_report(&w[0]);
	for (unsigned i = 1; i < n; i++)
		if (w[i].started)
			(void)pthread_join(w[i].id, NULL);
}

/* |c| is ready but for the threads. */
static bool
check_all(struct check *c, struct satchel_err *err)
{
	unsigned n = c->how->threads;
	struct worker *w;

	if (n < 1)
		n = 1;
	if (n > SAT_CHECK_THREADS)
		n = SAT_CHECK_THREADS;
	w = calloc(n, sizeof(*w));
	if (w == NULL)
		return sat_fail_nomem(err);
	for (unsigned i = 0; i < n; i++)
		worker_init(&w[i], c, i);
	run(w, n);
	for (unsigned i = 0; i < n; i++)
		worker_free(&w[i]);
	free(w);
	if (c->fault != NO_FAULT && err != NULL)
		*err = c->err;
	if (c->fault != NO_FAULT)
		return false;
	return c->how->progress == NULL ||
	       c->how->progress(c->how->progress_ctx, c->t->len, c->t->len) ||
	       sat_fail(err, SATCHEL_ECANCEL, "cancelled");
}

bool
sat_tree_check(struct sat_tree *t, const struct sat_tree_check *how,
    struct satchel_err *err)
{
	struct check *c = calloc(1, sizeof(*c));
	bool ok = false;

	if (c == NULL)
		return sat_fail_nomem(err);
	c->t = t;
	c->how = how;
	c->leaves.t = t;
	c->fault = NO_FAULT;
	if (pthread_mutex_init(&c->lock, NULL) != 0) {
		free(c);
		return sat_fail_nomem(err);
	}
	if (pthread_cond_init(&c->moved, NULL) != 0) {
		sat_fail_nomem(err);
	} else {
		ok = check_all(c, err);
		(void)pthread_cond_destroy(&c->moved);
	}
	(void)pthread_mutex_destroy(&c->lock);
	free(c);
	return ok;
}
