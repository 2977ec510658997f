#include "tree_write.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "tree_node.h"

/* A node that still takes children. */
struct level {
	struct sat_wr page;
	unsigned n;	/* children in it */
	uint64_t first; /* item of the first of them, and its key: */
	uint8_t key[SAT_MAX_KEY];
	size_t key_len;
};

/*
 * Invariant: a level holds less than 64 children; those of level L + 1 lie
 * before those of level L, so the newest page written is the newest child of
 * the lowest level that has any.
 */
struct sat_tree_writer {
	enum sat_tree_id id;
	struct sat_sink sink;
	uint64_t cursor;	/* in PAYLOAD */
	struct sat_order order; /* of the items or blocks written */
	unsigned threads;
	struct sat_packers *packers; /* of sat_tree_add_record */
	struct sat_wr block;	     /* POSTINGS: the block being filled */
	/* One above the highest, for the root's reference to stand in. */
	struct level level[SAT_MAX_LEVEL + 2];
	struct sat_child newest; /* without its key */
};

bool
sat_tree_writer_new(enum sat_tree_id id, uint64_t offset, struct sat_sink sink,
    struct sat_tree_writer **out, struct satchel_err *err)
{
	struct sat_tree_writer *w;

	if (offset >= SAT_MAX_PAYLOAD - SAT_ROOT_PAGE)
		return sat_fail(err, SATCHEL_ELIMIT, "PAYLOAD is over 8 GiB");
	w = calloc(1, sizeof(*w));
	if (w == NULL)
		return sat_fail_nomem(err);
	w->id = id;
	w->order.tree = id;
	w->sink = sink;
	w->cursor = offset;
	w->threads = 1;
	sat_wr_init(&w->block, SAT_BLOCK_RAW);
	for (unsigned i = 0; i < SAT_MAX_LEVEL + 2; i++)
		sat_wr_init(&w->level[i].page, SAT_MAX_NODE);
	*out = w;
	return true;
}

void
sat_tree_writer_free(struct sat_tree_writer *w)
{
	if (w == NULL)
		return;
	sat_packers_free(w->packers);
	sat_wr_free(&w->block);
	for (unsigned i = 0; i < SAT_MAX_LEVEL + 2; i++)
		sat_wr_free(&w->level[i].page);
	free(w);
}

void
sat_tree_writer_threads(struct sat_tree_writer *w, unsigned n)
{
	w->threads = n < 1 ? 1 : n;
}

/* Writes a page at the cursor; |c| learns where, and how large it is. */
static bool
put_page(struct sat_tree_writer *w, const void *p, size_t n, size_t raw,
    struct sat_child *c, struct satchel_err *err)
{
	uint64_t room = SAT_MAX_PAYLOAD - SAT_ROOT_PAGE - 1 - w->cursor;

	if (n > room)
		return sat_fail(err, SATCHEL_ELIMIT, "PAYLOAD is over 8 GiB");
	if (!w->sink.write(w->sink.ctx, p, n, err))
		return false;
	c->offset = w->cursor;
	c->stored = (uint32_t)n; /* at most 1 MiB, both */
	c->raw = (uint32_t)raw;
	w->cursor += n;
	w->newest = *c;
	return true;
}

static bool
add_child(struct sat_tree_writer *w, unsigned level, const struct sat_child *c,
    struct satchel_err *err)
{
	struct level *l = &w->level[level];

	if (level > SAT_MAX_LEVEL && l->n > 0)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "the %s tree has more "
		    "than %d levels",
		    sat_tree_name[w->id], SAT_MAX_LEVEL);
	if (l->n++ == 0) {
		sat_node_begin(&l->page, w->id, level);
		l->first = c->first;
		l->key_len = c->key.n;
		memcpy(l->key, c->key.p, c->key.n);
	}
	sat_node_child(&l->page, c);
	return sat_wr_done(&l->page, "a node", err);
}

/* Writes the node at |level|, which |c| then is. */
static bool
close_node(struct sat_tree_writer *w, unsigned level, struct sat_child *c,
    struct satchel_err *err)
{
	struct level *l = &w->level[level];

	sat_node_end(&l->page, l->n);
	sat_blake2b(l->page.p, l->page.len, &c->digest);
	if (!put_page(w, l->page.p, l->page.len, l->page.len, c, err))
		return false;
	c->first = l->first;
	c->key = sat_rd_of(l->key, l->key_len, 0, NULL);
	l->n = 0;
	return true;
}

/* Adds child |c| to the node at |level|, and full nodes to those above. */
static bool
push(struct sat_tree_writer *w, unsigned level, struct sat_child c,
    struct satchel_err *err)
{
	for (;; level++) {
		if (!add_child(w, level, &c, err))
			return false;
		if (w->level[level].n < SAT_FANOUT)
			return true;
		if (!close_node(w, level, &c, err))
			return false;
	}
}

/* A block that is stored as it is. */
static bool
put_plain(struct sat_tree_writer *w, const void *p, size_t n, uint64_t items,
    const void *key, size_t key_len, struct satchel_err *err)
{
	struct sat_child c = { .first = w->order.items,
		.key = sat_rd_of(key, key_len, 0, NULL) };

	sat_blake2b(p, n, &c.digest);
	if (!put_page(w, p, n, n, &c, err) || !push(w, 1, c, err))
		return false;
	w->order.items += items;
	return true;
}

bool
sat_tree_add_packed(struct sat_tree_writer *w, const struct sat_packed *b,
    struct satchel_err *err)
{
	struct sat_child c = {
		.first = w->order.items, .digest = b->digest, .key = b->key
	};

	if (!sat_order_size(&w->order, b->n, err) ||
	    !sat_order_size(&w->order, b->raw, err) ||
	    !sat_order_key(&w->order, b->key.p, b->key.n, err) ||
	    !put_page(w, b->p, b->n, b->raw, &c, err) || !push(w, 1, c, err))
		return false;
	w->order.items += b->items;
	return true;
}

static bool
put_packed(void *ctx, const struct sat_packed *b, struct satchel_err *err)
{
	return sat_tree_add_packed(ctx, b, err);
}

bool
sat_tree_add_record(struct sat_tree_writer *w, const void *line, size_t n,
    const void *id, size_t id_len, struct satchel_err *err)
{
	if (w->packers == NULL &&
	    !sat_packers_new(w->threads, put_packed, w, &w->packers, err))
		return false;
	return sat_packers_add(w->packers, line, n, id, id_len, err);
}

bool
sat_tree_add_block(struct sat_tree_writer *w, const void *raw, size_t n,
    uint64_t items, const void *key, size_t key_len, struct satchel_err *err)
{
	const char *why;

	if (!sat_order_size(&w->order, n, err) ||
	    !sat_order_key(&w->order, key, key_len, err))
		return false;
	why = items == 0 ? "has no items"
			 : sat_block_fault(w->id, true, (uint32_t)n,
			       items); /* at most 1 MiB */
	if (why != NULL)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%s: the block from item "
		    "%llu %s",
		    sat_tree_name[w->id], (unsigned long long)w->order.items,
		    why);
	return put_plain(w, raw, n, items, key, key_len, err);
}

static bool
put_bytes(struct sat_tree_writer *w, struct satchel_err *err)
{
	if (!put_plain(w, w->block.p, w->block.len, w->block.len, NULL, 0, err))
		return false;
	sat_wr_reset(&w->block);
	return true;
}

bool
sat_tree_add_bytes(
    struct sat_tree_writer *w, const void *p, size_t n, struct satchel_err *err)
{
	const uint8_t *from = p;

	while (n > 0) {
		size_t some = sat_min(n, SAT_BLOCK_RAW - w->block.len);

		sat_wr_put(&w->block, from, some);
		if (!sat_wr_done(&w->block, "a block", err))
			return false;
		if (w->block.len == SAT_BLOCK_RAW && !put_bytes(w, err))
			return false;
		from += some;
		n -= some;
	}
	return true;
}

/* Closes what is open from the lowest level up, until a level holds all as a
 * single child: |*top|, 0 if there is nothing at all. */
static bool
close_all(struct sat_tree_writer *w, unsigned *top, struct satchel_err *err)
{
	unsigned highest = SAT_MAX_LEVEL + 1;
	struct sat_child c;

	while (highest > 0 && w->level[highest].n == 0)
		highest--;
	for (unsigned i = 1; i <= highest; i++) {
		if (w->level[i].n == 0 || (i == highest && w->level[i].n == 1))
			continue;
		if (!close_node(w, i, &c, err) || !push(w, i + 1, c, err))
			return false;
		/* the push may have filled, and so closed, the level above */
		while (highest <= SAT_MAX_LEVEL && w->level[highest + 1].n > 0)
			highest++;
	}
	*top = highest;
	return true;
}

bool
sat_tree_finish(struct sat_tree_writer *w, struct sat_tree_ref *ref,
    uint64_t *end, struct satchel_err *err)
{
	struct sat_tree_ref r;
	unsigned top;

	if (w->packers != NULL && !sat_packers_finish(w->packers, err))
		return false;
	if (w->block.len > 0 && !put_bytes(w, err))
		return false;
	if (!close_all(w, &top, err))
		return false;
	memset(&r, 0, sizeof(r));
	if (top > 0) {
		r.digest = w->newest.digest;
		r.offset = w->newest.offset;
		r.stored = w->newest.stored;
		r.raw = w->newest.raw;
		r.items = w->order.items;
		r.level = (uint8_t)(top - 1); /* at most 8 */
	}
	*ref = r;
	*end = w->cursor;
	return true;
}
