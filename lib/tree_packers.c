#include "tree_packers.h"

#include <pthread.h>
#include <stdlib.h>

#include "num.h"
#include "tree_node.h"
#include "tree_pack.h"

/* Groups enough for the others to have work while the caller, for a third of a
 * second, is at its own: the index is sorted, spilled and written. */
enum { MAX_THREADS = 64, GROUPS = 10 };

/* A leaf's worth of blocks on its way.  While the packers' mutex is not held a
 * block belongs to the thread that took it. */
struct group {
	struct sat_pack pack;
	unsigned taken, done;	/* blocks */
	unsigned failed;	/* the first block that did; else SAT_FANOUT */
	struct satchel_err err; /* of that one */
};

struct worker {
	struct sat_packers *p;
	pthread_t thread;
	struct sat_deflater *deflater;
};

/*
 * Groups are numbered from 0 and live in a ring: number i in group[i % groups].
 * Those from |oldest| to below |open| are with the workers; number |open| is
 * the one that takes records, and only the caller's.
 */
struct sat_packers {
	sat_packed_fn *each;
	void *ctx;
	struct sat_order order;
	struct sat_deflater *deflater; /* the caller's */
	struct group *group;
	size_t groups;
	uint64_t oldest, open;
	pthread_mutex_t mutex; /* of |oldest|, |open|, |stop|, and a group's
				* taken, done, failed and err */
	pthread_cond_t more;   /* there may be a block to take, or |stop| */
	pthread_cond_t fewer;  /* a block is done */
	bool stop;
	struct worker *worker;
	size_t workers; /* started */
};

static struct group *
group_of(const struct sat_packers *p, uint64_t number)
{
	return &p->group[number % p->groups];
}

/* The oldest block that nobody has taken.  With the mutex held. */
static bool
take(struct sat_packers *p, struct group **g, unsigned *i)
{
	for (uint64_t k = p->oldest; k < p->open; k++) {
		*g = group_of(p, k);
		if ((*g)->taken < (*g)->pack.n) {
			*i = (*g)->taken++;
			return true;
		}
	}
	return false;
}

/* Makes block |i| of |g|, which was taken.  The mutex is let go meanwhile. */
static void
make(struct sat_packers *p, struct group *g, unsigned i, struct sat_deflater *d)
{
	struct satchel_err err = { 0 };
	bool ok;

	pthread_mutex_unlock(&p->mutex);
	ok = sat_pack_block(&g->pack, i, d, &err);
	pthread_mutex_lock(&p->mutex);
	if (!ok && i < g->failed) {
		g->failed = i;
		g->err = err;
	}
	g->done++;
	pthread_cond_signal(&p->fewer);
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct sat_packers *p = w->p;
	struct group *g;
	unsigned i;

	pthread_mutex_lock(&p->mutex);
	while (!p->stop) {
		if (take(p, &g, &i))
			make(p, g, i, w->deflater);
		else
			pthread_cond_wait(&p->more, &p->mutex);
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* Fewer threads do the same work. */
static void
start_workers(struct sat_packers *p, size_t n)
{
	p->worker = calloc(n, sizeof(*p->worker)); /* at most 63 */
	for (; p->worker != NULL && p->workers < n; p->workers++) {
		struct worker *w = &p->worker[p->workers];

		w->p = p;
		if (!sat_deflater_new(&w->deflater, NULL))
			return;
		if (pthread_create(&w->thread, NULL, work, w) != 0) {
			sat_deflater_free(w->deflater);
			return;
		}
	}
}

static bool
init_groups(struct sat_packers *p, size_t n)
{
	p->group = calloc(n, sizeof(*p->group)); /* 1 or 10 */
	if (p->group == NULL)
		return false;
	p->groups = n;
	for (size_t i = 0; i < n; i++) {
		sat_pack_init(&p->group[i].pack);
		p->group[i].failed = SAT_FANOUT;
	}
	return true;
}

bool
sat_packers_new(unsigned threads, sat_packed_fn *each, void *ctx,
    struct sat_packers **out, struct satchel_err *err)
{
	struct sat_packers *p = calloc(1, sizeof(*p));
	size_t n = threads < 1 ? 1 : sat_min(threads, MAX_THREADS);

	if (p == NULL)
		return sat_fail_nomem(err);
	p->each = each;
	p->ctx = ctx;
	p->order.tree = SAT_RECORDS;
	(void)pthread_mutex_init(&p->mutex, NULL); /* on Linux neither */
	(void)pthread_cond_init(&p->more, NULL);   /* can fail */
	(void)pthread_cond_init(&p->fewer, NULL);
	if (!init_groups(p, n == 1 ? 1 : GROUPS) ||
	    !sat_deflater_new(&p->deflater, err)) {
		sat_packers_free(p);
		return sat_fail_nomem(err);
	}
	if (n > 1)
		start_workers(p, n - 1);
	*out = p;
	return true;
}

void
sat_packers_free(struct sat_packers *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->mutex);
	p->stop = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->mutex);
	for (size_t i = 0; i < p->workers; i++) {
		pthread_join(p->worker[i].thread, NULL);
		sat_deflater_free(p->worker[i].deflater);
	}
	for (size_t i = 0; i < p->groups; i++)
		sat_pack_free(&p->group[i].pack);
	pthread_cond_destroy(&p->fewer);
	pthread_cond_destroy(&p->more);
	pthread_mutex_destroy(&p->mutex);
	sat_deflater_free(p->deflater);
	free(p->worker);
	free(p->group);
	free(p);
}

static bool
give_blocks(
    struct sat_packers *p, const struct sat_pack *g, struct satchel_err *err)
{
	for (unsigned i = 0; i < g->n; i++) {
		const struct sat_pack_block *b = &g->block[i];
		struct sat_packed done = { .p = b->out.p,
			.n = b->out.len,
			.raw = b->n,
			.digest = b->digest,
			.first = b->first,
			.items = b->items,
			.key = sat_rd_of(
			    g->keys.p + b->key_at, b->key_len, 0, NULL) };

		if (!p->each(p->ctx, &done, err))
			return false;
	}
	return true;
}

/* Helps until the oldest group is done, gives its blocks and empties it. */
static bool
give_oldest(struct sat_packers *p, struct satchel_err *err)
{
	struct group *oldest = group_of(p, p->oldest), *g;
	unsigned i;

	pthread_mutex_lock(&p->mutex);
	while (oldest->done < oldest->pack.n) {
		if (take(p, &g, &i))
			make(p, g, i, p->deflater);
		else
			pthread_cond_wait(&p->fewer, &p->mutex);
	}
	p->oldest++; /* no worker looks at it any more */
	pthread_mutex_unlock(&p->mutex);
	if (oldest->failed < SAT_FANOUT) {
		if (err != NULL)
			*err = oldest->err;
		return false;
	}
	if (!give_blocks(p, &oldest->pack, err))
		return false;
	sat_pack_reset(&oldest->pack);
	oldest->taken = oldest->done = 0;
	return true;
}

/* Hands the open group to the workers; the next one is empty then. */
static bool
close_group(struct sat_packers *p, struct satchel_err *err)
{
	pthread_mutex_lock(&p->mutex);
	p->open++;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->mutex);
	return p->open - p->oldest < p->groups || give_oldest(p, err);
}

bool
sat_packers_add(struct sat_packers *p, const void *line, size_t n,
    const void *id, size_t id_len, struct satchel_err *err)
{
	const uint64_t ordinal = p->order.items;

	if (!sat_order_size(&p->order, n, err) ||
	    !sat_order_key(&p->order, id, id_len, err))
		return false;
	if (ordinal + 1 >= SAT_MAX_RECORDS)
		return sat_fail(err, SATCHEL_ELIMIT, "more than %llu records",
		    (unsigned long long)SAT_MAX_RECORDS - 1);
	if (sat_pack_full(&group_of(p, p->open)->pack, n) &&
	    !close_group(p, err))
		return false;
	p->order.items++;
	return sat_pack_add(
	    &group_of(p, p->open)->pack, ordinal, line, n, id, id_len, err);
}

bool
sat_packers_finish(struct sat_packers *p, struct satchel_err *err)
{
	if (group_of(p, p->open)->pack.n > 0 && !close_group(p, err))
		return false;
	while (p->oldest < p->open)
		if (!give_oldest(p, err))
			return false;
	return true;
}
