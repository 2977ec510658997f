#include "tree_load.h"

#include <stdlib.h>
#include <string.h>

#include "inflate.h"

/*
 * Fuzzers cannot find digests; built with SAT_FUZZ_NO_DIGEST they reach what
 * lies behind this one comparison.  Never for a program that is used.
 */
static bool
same_digest(const struct sat_hash *a, const struct sat_hash *b)
{
#ifdef SAT_FUZZ_NO_DIGEST
	(void)a;
	(void)b;
	return true;
#else
	return sat_hash_eq(a, b);
#endif
}

bool
sat_page_authentic(const struct sat_rd *page, const struct sat_hash *digest)
{
	struct sat_hash h;

	sat_blake2b(page->p, page->n, &h);
	return same_digest(&h, digest);
}

size_t
sat_pages_authentic(
    const struct sat_rd *page, const struct sat_span *span, size_t n)
{
	size_t i = 0;

	while (i < n && sat_page_authentic(&page[i], &span[i].digest))
		i++;
	return i;
}

void
sat_tree_empty(struct sat_tree *t)
{
	for (size_t i = 0; i < SAT_NODE_CACHE; i++)
		free(t->cache[i].node);
	free(t->stored.p);
	free(t->lead.p);
}

void
sat_tree_share(const struct sat_tree *t, struct sat_tree *shared)
{
	*shared = (struct sat_tree){
		.f = t->f, .off = t->off, .len = t->len, .root = t->root
	};
}

void
sat_tree_unshare(struct sat_tree *shared, struct sat_tree *t)
{
	t->stats.bytes_read += shared->stats.bytes_read;
	t->stats.digests += shared->stats.digests;
	t->stats.nodes += shared->stats.nodes;
	t->stats.blocks += shared->stats.blocks;
	sat_tree_empty(shared);
}

bool
sat_load_bytes(struct sat_tree *t, const struct sat_span *s, uint8_t *p,
    size_t n, struct satchel_err *err)
{
	struct sat_rd at = sat_rd_of(p, 0, t->off + s->offset, t->f->name);

	/* Root page and nodes were checked to refer to bytes of PAYLOAD. */
	if (s->offset > t->len || n > t->len - s->offset)
		return sat_span_fail(
		    err, s, &at, "runs past the end of PAYLOAD");
	if (!sat_file_pread(t->f, at.off, p, n, err))
		return false;
	t->stats.bytes_read += n;
	return true;
}

static bool
changed(const struct sat_span *s, const struct sat_rd *page,
    struct satchel_err *err)
{
	return sat_span_fail(err, s, page,
	    "its digest is not the one "
	    "in the page that refers to it: the bytes were changed");
}

bool
sat_check_pages(struct sat_tree *t, const struct sat_span *s,
    const struct sat_rd *page, size_t n, struct satchel_err *err)
{
	size_t good = sat_pages_authentic(page, s, n);

	t->stats.digests += n;
	return good == n || changed(&s[good], &page[good], err);
}

bool
sat_load_page(struct sat_tree *t, const struct sat_span *s, uint8_t *p,
    struct sat_rd *page, struct satchel_err *err)
{
	struct sat_rd r =
	    sat_rd_of(p, s->stored, t->off + s->offset, t->f->name);

	if (!sat_load_bytes(t, s, p, s->stored, err))
		return false;
	t->stats.digests++;
	if (!sat_page_authentic(&r, &s->digest))
		return changed(s, &r, err);
	*page = r;
	return true;
}

bool
sat_load_node(struct sat_tree *t, const struct sat_span *s,
    struct sat_tree_node *n, struct satchel_err *err)
{
	struct sat_rd page = sat_rd_of(NULL, 0, t->off + s->offset, t->f->name);

	if (s->stored > sizeof(n->page))
		return sat_span_fail(err, s, &page, "is larger than any node");
	if (!sat_load_page(t, s, n->page, &page, err))
		return false;
	t->stats.nodes++;
	return sat_node_read(&page, s, n, err);
}

/* The same page in the same place of the tree, but for its keys. */
static bool
same(const struct sat_span *a, const struct sat_span *b)
{
	return a->tree == b->tree && a->level == b->level &&
	       a->root == b->root && a->last == b->last &&
	       a->offset == b->offset && a->stored == b->stored &&
	       a->raw == b->raw && a->start == b->start &&
	       a->first == b->first && a->end == b->end &&
	       sat_hash_eq(&a->digest, &b->digest);
}

static struct sat_cached *
oldest(struct sat_tree *t)
{
	struct sat_cached *c = &t->cache[0];

	for (size_t i = 1; i < SAT_NODE_CACHE; i++)
		if (t->cache[i].used < c->used)
			c = &t->cache[i];
	return c;
}

bool
sat_cache_node(struct sat_tree *t, const struct sat_span *s,
    const struct sat_tree_node **n, struct satchel_err *err)
{
	struct sat_rd at = sat_rd_of(NULL, 0, t->off + s->offset, t->f->name);
	struct sat_cached *c = NULL;

	for (size_t i = 0; i < SAT_NODE_CACHE && c == NULL; i++)
		if (t->cache[i].used > 0 && same(&t->cache[i].span, s))
			c = &t->cache[i];
	if (c != NULL && !sat_node_bounds(&at, s, c->node, err))
		return false;
	if (c == NULL) {
		c = oldest(t);
		if (c->node == NULL)
			c->node = malloc(sizeof(*c->node));
		if (c->node == NULL)
			return sat_fail_nomem(err);
		c->used = 0;
		if (!sat_load_node(t, s, c->node, err))
			return false;
		c->span = *s;
		c->span.low = c->span.high = sat_rd_of(NULL, 0, 0, NULL);
	}
	c->used = ++t->clock;
	*n = c->node;
	return true;
}

static bool
room(uint8_t **p, size_t *cap, size_t n, struct satchel_err *err)
{
	uint8_t *q;

	if (n <= *cap && *p != NULL)
		return true;
	q = realloc(*p, n);
	if (q == NULL)
		return sat_fail_nomem(err);
	*p = q;
	*cap = n;
	return true;
}

static bool
load_stored(struct sat_tree *t, const struct sat_span *s, struct sat_rd *page,
    struct satchel_err *err)
{
	if (!room(&t->stored.p, &t->stored.cap, s->stored, err) ||
	    !sat_load_page(t, s, t->stored.p, page, err))
		return false;
	t->stats.blocks++;
	return true;
}

/* Lead block |s|, inflated, in t->lead. */
static bool
load_lead(struct sat_tree *t, const struct sat_span *s, struct satchel_err *err)
{
	struct sat_rd page;

	if (t->lead.n > 0 && same(&t->lead_span, s))
		return true;
	t->lead.n = 0;
	if (!load_stored(t, s, &page, err) ||
	    !room(&t->lead.p, &t->lead.cap, s->raw, err) ||
	    !sat_inflate(&page, NULL, 0, t->lead.p, s->raw, err))
		return false;
	t->lead.n = s->raw;
	t->lead_span = *s;
	t->lead_span.low = t->lead_span.high = sat_rd_of(NULL, 0, 0, NULL);
	return true;
}

/* A record block into b->buf, which has room for it. */
static bool
load_record_block(struct sat_tree *t, const struct sat_span *s,
    const struct sat_span *lead, struct sat_block *b, struct satchel_err *err)
{
	struct sat_rd page;

	if (!load_lead(t, lead, err))
		return false;
	if (s->lead) {
		memcpy(b->buf, t->lead.p, s->raw);
		return true;
	}
	return load_stored(t, s, &page, err) &&
	       sat_inflate(&page, t->lead.p, t->lead.n, b->buf, s->raw, err);
}

static bool
load_plain_block(struct sat_tree *t, const struct sat_span *s,
    struct sat_block *b, struct satchel_err *err)
{
	struct sat_rd page;

	if (!sat_load_page(t, s, b->buf, &page, err))
		return false;
	t->stats.blocks++;
	return true;
}

bool
sat_load_block(struct sat_tree *t, const struct sat_span *s,
    const struct sat_span *lead, struct sat_block *b, struct satchel_err *err)
{
	uint64_t at = t->off + s->offset;

	b->rd = sat_rd_of(NULL, 0, at, t->f->name);
	b->first = b->items = 0;
	b->has_key = false;
	b->key_len = 0;
	if (!room(&b->buf, &b->cap, s->raw, err))
		return false;
	if (s->tree == SAT_RECORDS) {
		if (!load_record_block(t, s, s->lead ? s : lead, b, err))
			return false;
	} else if (!load_plain_block(t, s, b, err)) {
		return false;
	}
	b->rd = sat_rd_of(b->buf, s->raw, at, t->f->name);
	b->first = s->first;
	b->items = s->end - s->first;
	b->has_key = s->has_low;
	b->key_len = (uint16_t)s->low.n; /* sat_key_fits */
	memcpy(b->key, s->low.p, s->low.n);
	return true;
}
