#include "tree_write.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "tree_node.h"
#include "tree_pack.h"

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
	uint64_t cursor; /* in PAYLOAD */
	uint64_t items;
	unsigned threads;
	struct sat_pack pack;	  /* RECORDS: the leaf being filled */
	struct sat_wr block;	  /* POSTINGS: the block being filled */
	uint8_t key[SAT_MAX_KEY]; /* the newest item's or block's */
	size_t key_len;
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
	w->sink = sink;
	w->cursor = offset;
	w->threads = 1;
	sat_pack_init(&w->pack);
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
	sat_pack_free(&w->pack);
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
	struct sat_child c = { .first = w->items,
		.key = sat_rd_of(key, key_len, 0, NULL) };

	sat_blake2b(p, n, &c.digest);
	if (!put_page(w, p, n, n, &c, err) || !push(w, 1, c, err))
		return false;
	w->items += items;
	return true;
}

/* Deflates and writes the blocks of a leaf. */
static bool
put_pack(struct sat_tree_writer *w, struct satchel_err *err)
{
	struct sat_pack *g = &w->pack;

	if (!sat_pack_run(g, w->threads, err))
		return false;
	for (unsigned i = 0; i < g->n; i++) {
		struct sat_pack_block *b = &g->block[i];
		struct sat_child c = { .first = b->first,
			.digest = b->digest,
			.key = sat_rd_of(
			    g->keys.p + b->key_at, b->key_len, 0, NULL) };

		if (!put_page(w, b->out.p, b->out.len, b->n, &c, err) ||
		    !push(w, 1, c, err))
			return false;
	}
	sat_pack_reset(g);
	return true;
}

/* |key| is of this tree and sorts behind the one before. */
static bool
next_key(struct sat_tree_writer *w, const void *key, size_t n,
    struct satchel_err *err)
{
	struct sat_rd old = sat_rd_of(w->key, w->key_len, 0, NULL);
	struct sat_rd new = sat_rd_of(key, n, 0, NULL);

	if (!sat_key_fits(w->id, n))
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%s: item %llu has a key "
		    "of %zu bytes, which is not allowed",
		    sat_tree_name[w->id], (unsigned long long)w->items, n);
	if (n > 0 && w->items > 0 && sat_key_cmp(&old, &new) >= 0)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "%s: item %llu does not "
		    "sort behind the one before it",
		    sat_tree_name[w->id], (unsigned long long)w->items);
	if (n > 0)
		memcpy(w->key, key, n);
	w->key_len = n;
	return true;
}

static bool
block_size(const struct sat_tree_writer *w, size_t n, struct satchel_err *err)
{
	if (n == 0 || n > SAT_MAX_BLOCK)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%s: item %llu has %zu "
		    "bytes, 1 to %d allowed",
		    sat_tree_name[w->id], (unsigned long long)w->items, n,
		    SAT_MAX_BLOCK);
	return true;
}

bool
sat_tree_add_record(struct sat_tree_writer *w, const void *line, size_t n,
    const void *id, size_t id_len, struct satchel_err *err)
{
	if (!block_size(w, n, err) || !next_key(w, id, id_len, err))
		return false;
	if (w->items + 1 >= SAT_MAX_RECORDS)
		return sat_fail(err, SATCHEL_ELIMIT, "more than %llu records",
		    (unsigned long long)SAT_MAX_RECORDS - 1);
	if (sat_pack_full(&w->pack, n) && !put_pack(w, err))
		return false;
	if (!sat_pack_add(&w->pack, w->items, line, n, id, id_len, err))
		return false;
	w->items++;
	return true;
}

bool
sat_tree_add_block(struct sat_tree_writer *w, const void *raw, size_t n,
    uint64_t items, const void *key, size_t key_len, struct satchel_err *err)
{
	const char *why;

	if (!block_size(w, n, err) || !next_key(w, key, key_len, err))
		return false;
	why = items == 0 ? "has no items"
			 : sat_block_fault(w->id, false, true, (uint32_t)n,
			       items); /* at most 1 MiB */
	if (why != NULL)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%s: the block from item "
		    "%llu %s",
		    sat_tree_name[w->id], (unsigned long long)w->items, why);
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

	if (w->pack.n > 0 && !put_pack(w, err))
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
		r.items = w->items;
		r.level = (uint8_t)(top - 1); /* at most 8 */
	}
	*ref = r;
	*end = w->cursor;
	return true;
}
