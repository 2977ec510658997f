#include "harvest.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "num.h"
#include "record.h"

/* One hand for what sat_harvest_add is given, and so many that read. */
enum { MAX_READERS = SAT_MAX_LANES - 1 };

/* Who fills a lane: one of the threads; the first, the caller, at the end. */
struct hand {
	struct sat_harvest *h;
	unsigned lane;
	pthread_t thread;
	struct sat_wr value;
	struct sat_diag d;
	uint64_t parties, contacts;
};

struct sat_harvest {
	const struct sat_harvest_opts *o;
	struct sat_lanes *lanes;
	struct hand hand[SAT_MAX_LANES]; /* the first reads nothing */
	unsigned hands;
	/* while the sources are read: */
	struct sat_source *src;
	pthread_mutex_t mutex; /* of everything below, and the calls of tick */
	size_t next;	       /* file to take */
	bool failed;
	struct satchel_err err; /* of the first that failed */
};

bool
sat_harvest_new(const struct sat_harvest_opts *o, struct sat_harvest **out,
    struct satchel_err *err)
{
	struct sat_harvest *h = calloc(1, sizeof(*h));
	unsigned readers =
	    o->threads < 1 ? 1 : (unsigned)sat_min(o->threads, MAX_READERS);

	if (h == NULL)
		return sat_fail_nomem(err);
	h->o = o;
	h->hands = 1 + readers;
	for (unsigned i = 0; i < h->hands; i++) {
		h->hand[i].h = h;
		h->hand[i].lane = i;
		sat_wr_init(&h->hand[i].value, SIZE_MAX);
	}
	/* the first needs next to none of its share */
	if (!sat_lanes_new(o->path, o->memory / readers * h->hands, h->hands,
		&h->lanes, err)) {
		sat_harvest_free(h);
		return false;
	}
	*out = h;
	return true;
}

void
sat_harvest_free(struct sat_harvest *h)
{
	if (h == NULL)
		return;
	for (unsigned i = 0; i < h->hands; i++)
		sat_wr_free(&h->hand[i].value);
	sat_lanes_free(h->lanes);
	free(h);
}

/* ---- one record: its leaf's hash, u32 length of the line, the line, terms -- */

/* |node| NULL: it has no terms. */
static bool
keep(struct hand *me, const char *id, const void *json, size_t n,
    const struct sat_node *node, struct satchel_err *err)
{
	const struct sat_harvest_opts *o = me->h->o;
	const size_t id_len = strlen(id);
	uint8_t salt[SAT_SALT_SIZE];
	struct sat_wr *w = &me->value;
	struct sat_hash leaf;

	sat_record_salt(o->seed, id, id_len, salt);
	sat_record_leaf(salt, json, n, &leaf);
	sat_wr_reset(w);
	sat_wr_put(w, leaf.b, sizeof(leaf.b));
	sat_wr_u32(w, (uint32_t)n + 1); /* at most SAT_MAX_RECORD */
	sat_wr_put(w, json, n);
	sat_wr_u8(w, '\n');
	if (o->terms && node != NULL &&
	    !sat_terms_write(node, sat_record_kind(id, id_len), w, err))
		return false;
	return sat_wr_done(w, "a record", err) &&
	       sat_lanes_add(
		   me->h->lanes, me->lane, id, id_len, w->p, w->len, err);
}

bool
sat_harvest_next(struct sat_harvest *h, struct sat_harvested *r, bool *more,
    struct satchel_err *err)
{
	struct sat_rd id, value;
	struct sat_harvested got;
	uint32_t n;

	if (!sat_lanes_next(h->lanes, &id, &value, more, err))
		return false;
	if (!*more)
		return true;
	if (!sat_rd_copy(&value, got.leaf.b, sizeof(got.leaf.b)) ||
	    !sat_rd_u32(&value, &n) || !sat_rd_take(&value, n, &got.line))
		return sat_fail(err, SATCHEL_EIO, "a scratch file was changed");
	got.id = id;
	got.terms = value;
	*r = got;
	return true;
}

bool
sat_harvest_add(struct sat_harvest *h, const char *id, const char *json,
    size_t n, struct satchel_err *err)
{
	return keep(&h->hand[0], id, json, n, NULL, err);
}

bool
sat_harvest_sort(struct sat_harvest *h, struct satchel_err *err)
{
	return sat_lanes_end(h->lanes, 0, err); /* the readers' have ended */
}

/* ---- all files, by all hands ------------------------------------------------ */

static bool
keep_record(void *ctx, const struct sat_made *m, struct satchel_err *err)
{
	struct hand *me = ctx;

	if (strchr(m->id, '/') != NULL)
		me->contacts++;
	else
		me->parties++;
	return keep(me, m->id, m->json, m->json_len, &m->node, err);
}

/* The next file's number; false when none is left or a thread failed. */
static bool
take_file(struct sat_harvest *h, size_t *i)
{
	bool ok;

	pthread_mutex_lock(&h->mutex);
	*i = h->next;
	ok = !h->failed && *i < sat_source_files(h->src);
	if (ok)
		h->next++;
	if (ok && h->o->tick != NULL && !h->o->tick(h->o->ctx, *i, &h->err)) {
		h->failed = true;
		ok = false;
	}
	pthread_mutex_unlock(&h->mutex);
	return ok;
}

static void *
work(void *ctx)
{
	struct hand *me = ctx;
	struct sat_harvest *h = me->h;
	struct satchel_err err;
	size_t i;
	bool ok = true;

	while (ok && take_file(h, &i))
		ok = sat_source_file(h->src, i, &me->d, keep_record, me, &err);
	if (ok)
		ok = sat_lanes_end(h->lanes, me->lane, &err);
	pthread_mutex_lock(&h->mutex);
	if (!ok && !h->failed) {
		h->failed = true;
		h->err = err;
	}
	pthread_mutex_unlock(&h->mutex);
	return NULL;
}

/* Every lane is worked off, by fewer threads if no more can be had. */
static void
all_hands(struct sat_harvest *h)
{
	unsigned started = 2; /* the caller's own is 1 */

	while (started < h->hands && pthread_create(&h->hand[started].thread,
					 NULL, work, &h->hand[started]) == 0)
		started++;
	work(&h->hand[1]);
	for (unsigned i = started; i < h->hands; i++)
		work(&h->hand[i]);
	for (unsigned i = 2; i < started; i++)
		pthread_join(h->hand[i].thread, NULL);
}

bool
sat_harvest_read(struct sat_harvest *h, struct sat_source *s,
    struct sat_diag *d, uint64_t *parties, uint64_t *contacts,
    struct satchel_err *err)
{
	h->src = s;
	if (pthread_mutex_init(&h->mutex, NULL) != 0)
		return sat_fail_nomem(err);
	all_hands(h);
	pthread_mutex_destroy(&h->mutex);
	*parties = *contacts = 0;
	for (unsigned i = 0; i < h->hands; i++) {
		*parties += h->hand[i].parties;
		*contacts += h->hand[i].contacts;
		sat_diag_merge(d, &h->hand[i].d);
		sat_diag_free(&h->hand[i].d);
	}
	if (h->failed && err != NULL)
		*err = h->err;
	return !h->failed;
}
