#include "tree_read.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "tree_load.h"

_Static_assert(sizeof(((struct sat_block *)0)->key) == SAT_MAX_KEY,
    "a block holds any key");

/* The root page: found by its place, and trusted by the statement. */
static bool
open_root(
    struct sat_tree *t, const struct sat_hash *root, struct satchel_err *err)
{
	uint8_t bytes[SAT_ROOT_PAGE] = { 0 };
	struct sat_rd page = sat_rd_of(
	    bytes, sizeof(bytes), t->off + t->len - SAT_ROOT_PAGE, t->f->name);

	if (!sat_file_pread(t->f, page.off, bytes, sizeof(bytes), err))
		return false;
	t->stats.bytes_read += sizeof(bytes);
	t->stats.digests++;
	if (!sat_page_authentic(&page, root))
		return sat_rd_fail(err, &page,
		    "root page: its digest is not "
		    "the one in the statement: the bytes were changed");
	return sat_root_page_read(&page, t->len, &t->root, err);
}

bool
sat_tree_open(const struct sat_file *f, uint64_t off, uint64_t len,
    const struct sat_hash *root, struct sat_tree **out, struct satchel_err *err)
{
	struct sat_tree *t;
	uint64_t end;

	if (len < SAT_ROOT_PAGE || len >= SAT_MAX_PAYLOAD)
		return sat_fail_off(err, SATCHEL_EFORMAT, f->name, off,
		    "PAYLOAD has %llu bytes, %d to %llu allowed",
		    (unsigned long long)len, SAT_ROOT_PAGE,
		    (unsigned long long)SAT_MAX_PAYLOAD - 1);
	if (!sat_add(off, len, &end) || end > f->size)
		return sat_fail_off(err, SATCHEL_EFORMAT, f->name, off,
		    "the file ends before PAYLOAD does");
	t = calloc(1, sizeof(*t));
	if (t == NULL)
		return sat_fail_nomem(err);
	t->f = f;
	t->off = off;
	t->len = len;
	if (!open_root(t, root, err)) {
		sat_tree_close(t);
		return false;
	}
	*out = t;
	return true;
}

void
sat_tree_close(struct sat_tree *t)
{
	if (t == NULL)
		return;
	sat_tree_empty(t);
	free(t);
}

const struct sat_root_page *
sat_tree_root(const struct sat_tree *t)
{
	return &t->root;
}

void
sat_tree_stats(const struct sat_tree *t, struct satchel_stats *s)
{
	*s = t->stats;
}

void
sat_block_free(struct sat_block *b)
{
	free(b->buf);
	memset(b, 0, sizeof(*b));
}

/* The last child whose first key is <= |key|, else the first. */
static unsigned
child_of(const struct sat_tree_node *n, const struct sat_rd *key)
{
	unsigned lo = 0, hi = n->n;

	while (hi - lo > 1) {
		unsigned mid = lo + (hi - lo) / 2;

		if (sat_key_cmp(&n->child[mid].key, key) <= 0)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* From root |s| to the block of |key|, or of |ordinal| if that is NULL. */
static bool
descend(struct sat_tree *t, struct sat_span s, const struct sat_rd *key,
    uint64_t ordinal, struct sat_block *b, struct satchel_err *err)
{
	struct sat_span lead = s;

	while (s.level > 0) { /* one less each time */
		const struct sat_tree_node *n;
		unsigned i;

		if (!sat_cache_node(t, &s, &n, err))
			return false;
		i = key != NULL ? child_of(n, key)
				: sat_node_child_at(n, ordinal);
		sat_span_child(&s, n, 0, &lead);
		sat_span_child(&s, n, i, &s);
	}
	return sat_load_block(t, &s, &lead, b, err);
}

/* On failure the block is empty. */
static bool
find(struct sat_tree *t, const struct sat_span *root, const struct sat_rd *key,
    uint64_t ordinal, struct sat_block *b, struct satchel_err *err)
{
	if (descend(t, *root, key, ordinal, b, err))
		return true;
	b->rd = sat_rd_of(NULL, 0, 0, NULL);
	b->first = b->items = 0;
	return false;
}

bool
sat_tree_block_at(struct sat_tree *t, enum sat_tree_id id, uint64_t ordinal,
    struct sat_block *b, struct satchel_err *err)
{
	struct sat_span root;

	if (!sat_span_root(&t->root, id, &root) || ordinal >= root.end) {
		b->first = b->items = 0;
		b->rd = sat_rd_of(NULL, 0, 0, NULL);
		return sat_fail_off(err, SATCHEL_EFORMAT, t->f->name, t->off,
		    "%s: item %llu is asked for, there are %llu",
		    sat_tree_name[id], (unsigned long long)ordinal,
		    (unsigned long long)t->root.tree[id].items);
	}
	return find(t, &root, NULL, ordinal, b, err);
}

bool
sat_tree_block_of(struct sat_tree *t, enum sat_tree_id id, const void *key,
    size_t n, struct sat_block *b, bool *any, struct satchel_err *err)
{
	struct sat_rd k = sat_rd_of(key, n, 0, NULL);
	struct sat_span root;

	if (!sat_span_root(&t->root, id, &root)) {
		*any = false;
		return true;
	}
	if (!find(t, &root, &k, 0, b, err))
		return false;
	*any = true;
	return true;
}

bool
sat_tree_before(struct sat_tree *t, enum sat_tree_id id, const void *key,
    size_t n, bool *before, struct satchel_err *err)
{
	struct sat_rd k = sat_rd_of(key, n, 0, NULL);
	const struct sat_tree_node *node;
	struct sat_span root;
	bool is = false;

	if (sat_span_root(&t->root, id, &root) && root.level > 0) {
		if (!sat_cache_node(t, &root, &node, err))
			return false;
		is = sat_key_cmp(&k, &node->child[0].key) < 0;
	}
	*before = is;
	return true;
}

bool
sat_tree_block_next(struct sat_tree *t, enum sat_tree_id id,
    struct sat_block *b, bool *any, struct satchel_err *err)
{
	uint64_t next = b->first + b->items; /* within the tree's items */

	if (next >= t->root.tree[id].items) {
		*any = false;
		return true;
	}
	if (!sat_tree_block_at(t, id, next, b, err))
		return false;
	*any = true;
	return true;
}
