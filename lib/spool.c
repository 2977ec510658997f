#include "spool.h"

#include "tree_page.h"

enum { MAX_HEAD = SAT_HASH_SIZE + 4 + 8 + 8 + SAT_MAX_KEY };

bool
sat_spool_open(struct sat_spool *s, const char *path, struct satchel_err *err)
{
	sat_wr_init(&s->head, MAX_HEAD);
	return sat_queue_open(&s->queue, path, err);
}

void
sat_spool_close(struct sat_spool *s)
{
	sat_queue_close(&s->queue);
	sat_wr_free(&s->head);
}

bool
sat_spool_put(void *ctx, const struct sat_packed *b, struct satchel_err *err)
{
	struct sat_spool *s = ctx;
	struct sat_wr *w = &s->head;

	sat_wr_reset(w);
	sat_wr_put(w, b->digest.b, sizeof(b->digest.b));
	sat_wr_u32(w, (uint32_t)b->raw); /* at most 1 MiB */
	sat_wr_u64(w, b->first);
	sat_wr_u64(w, b->items);
	sat_wr_put(w, b->key.p, b->key.n);
	return sat_wr_done(w, "a block's key", err) &&
	       sat_queue_put(&s->queue, w->p, w->len, err) &&
	       sat_queue_put(&s->queue, b->p, b->n, err);
}

/* The next block into |b|, its key to |s->head|. */
static bool
next_block(struct sat_spool *s, struct sat_packed *b, bool *more,
    struct satchel_err *err)
{
	struct sat_rd r;
	uint32_t raw = 0;

	if (!sat_queue_next(&s->queue, &r, more, err))
		return false;
	if (!*more)
		return true;
	if (!sat_rd_copy(&r, b->digest.b, sizeof(b->digest.b)) ||
	    !sat_rd_u32(&r, &raw) || !sat_rd_u64(&r, &b->first) ||
	    !sat_rd_u64(&r, &b->items))
		return sat_fail(err, SATCHEL_EIO, "a scratch file was changed");
	b->raw = raw;
	sat_wr_reset(&s->head);
	sat_wr_put(&s->head, r.p, r.n);
	b->key = sat_wr_rd(&s->head);
	if (!sat_wr_done(&s->head, "a block's key", err) ||
	    !sat_queue_next(&s->queue, &r, more, err))
		return false;
	b->p = r.p;
	b->n = r.n;
	return *more ||
	       sat_fail(err, SATCHEL_EIO, "a scratch file was changed");
}

bool
sat_spool_replay(struct sat_spool *s, struct sat_tree_writer *w,
    bool (*tick)(void *ctx, uint64_t records, struct satchel_err *err),
    void *ctx, struct satchel_err *err)
{
	struct sat_packed b;
	bool more = true;

	if (!sat_queue_rewind(&s->queue, err))
		return false;
	while (more) {
		if (!next_block(s, &b, &more, err))
			return false;
		if (more && ((tick != NULL && !tick(ctx, b.first, err)) ||
				!sat_tree_add_packed(w, &b, err)))
			return false;
	}
	return true;
}
