#include "tree_scan.h"

#include <stdlib.h>
#include <string.h>

void
sat_tree_scan_free(struct sat_tree_scan *s)
{
	free(s->buf);
	*s = (struct sat_tree_scan){ .range = s->range, .ctx = s->ctx };
}

static enum sat_range
range(const struct sat_tree_scan *s, const struct sat_span *x)
{
	return s->range(s->ctx, &x->low, x->has_high ? &x->high : NULL);
}

/* The first child of |n|, itself |at|, from item |from| on that is not passed
 * over, and what to do with it; n->n: none. */
static unsigned
child_from(const struct sat_tree_scan *s, const struct sat_span *at,
    const struct sat_tree_node *n, uint64_t from, enum sat_range *todo)
{
	unsigned i = sat_node_child_at(n, from);

	for (*todo = SAT_RANGE_PASS; i < n->n; i++) {
		struct sat_span child;

		sat_span_child(at, n, i, &child);
		*todo = range(s, &child);
		if (*todo != SAT_RANGE_PASS)
			break;
	}
	return i;
}

/* The node above the first block from item |from| on that is to be read, and
 * which child that is; or |*any| false.  |root| is no block. */
static bool
seek(struct sat_tree *t, const struct sat_tree_scan *s,
    const struct sat_span *root, uint64_t from, struct sat_span *at,
    const struct sat_tree_node **n, unsigned *child, bool *any,
    struct satchel_err *err)
{
	enum sat_range todo;

	*any = false;
	*at = *root;
	while (from < root->end) { /* deeper, or on from a later item */
		if (!sat_cache_node(t, at, n, err))
			return false;
		*child = child_from(s, at, *n, from, &todo);
		if (todo == SAT_RANGE_END)
			break;
		if (*child == (*n)->n) {
			from = at->end;
			*at = *root;
		} else if (at->level == 1) {
			*any = true;
			break;
		} else {
			sat_span_child(at, *n, *child, at);
			from = from > at->first ? from : at->first;
		}
	}
	return true;
}

/* Fills in what is known of child |x| before it is read. */
static void
choose(struct sat_tree_scan *s, const struct sat_span *x)
{
	struct sat_block *b = &s->block[s->n];

	b->first = x->first;
	b->items = x->end - x->first;
	b->has_key = x->has_low;
	b->key_len = (uint16_t)x->low.n; /* sat_key_fits */
	memcpy(b->key, x->low.p, x->low.n);
	s->span[s->n] = *x;
	s->span[s->n].low = s->span[s->n].high = sat_rd_of(NULL, 0, 0, NULL);
	s->n++;
}

/* The children of |n| from |i| on that are to be read.  None is larger than a
 * block of STRINGS may be (sat_block_fault). */
static void
choose_all(struct sat_tree_scan *s, const struct sat_span *at,
    const struct sat_tree_node *n, unsigned i)
{
	for (s->n = 0; i < n->n && s->n < SAT_TREE_AHEAD; i++) {
		enum sat_range todo;
		struct sat_span x;

		sat_span_child(at, n, i, &x);
		todo = range(s, &x);
		if (todo == SAT_RANGE_END || x.stored > SAT_BLOCK_RAW)
			break;
		if (todo == SAT_RANGE_READ)
			choose(s, &x);
	}
}

/* Reads the blocks that were chosen, those that lie together at once. */
static bool
read_chosen(
    struct sat_tree *t, struct sat_tree_scan *s, struct satchel_err *err)
{
	uint8_t *p = s->buf;

	for (size_t i = 0; i < s->n;) {
		const uint64_t from = s->span[i].offset;
		size_t n = 0;

		for (; i < s->n && s->span[i].offset == from + n; i++) {
			s->block[i].rd = sat_rd_of(p + n, s->span[i].stored,
			    t->off + s->span[i].offset, t->f->name);
			n += s->span[i].stored;
		}
		if (!sat_file_pread(t->f, t->off + from, p, n, err))
			return false;
		t->stats.bytes_read += n;
		p += n;
	}
	return true;
}

/* Keeps those that were read up to the first that is not authentic. */
static void
check_chosen(struct sat_tree *t, struct sat_tree_scan *s)
{
	struct sat_rd page[SAT_TREE_AHEAD];

	for (size_t i = 0; i < s->n; i++)
		page[i] = s->block[i].rd;
	t->stats.digests += s->n;
	t->stats.blocks += s->n;
	s->n = sat_pages_authentic(page, s->span, s->n);
}

/* Reads the next blocks.  |*first| is where they begin, or should, if none is
 * good. */
static bool
fill(struct sat_tree *t, struct sat_tree_scan *s, uint64_t from,
    uint64_t *first, bool *any, struct satchel_err *err)
{
	const struct sat_tree_node *n = NULL;
	struct sat_span root, at;
	unsigned child = 0;

	s->n = s->next = 0;
	*first = from;
	*any = sat_span_root(&t->root, SAT_STRINGS, &root) && from < root.end;
	if (!*any || root.level == 0)
		return true;
	if (s->buf == NULL)
		s->buf = malloc((size_t)SAT_TREE_AHEAD * SAT_BLOCK_RAW);
	if (s->buf == NULL)
		return sat_fail_nomem(err);
	if (!seek(t, s, &root, from, &at, &n, &child, any, err))
		return false;
	if (!*any)
		return true;
	*first = from > n->child[child].first ? from : n->child[child].first;
	choose_all(s, &at, n, child);
	if (!read_chosen(t, s, err))
		return false;
	check_chosen(t, s);
	return true;
}

bool
sat_tree_scan_next(struct sat_tree *t, struct sat_tree_scan *s, uint64_t from,
    struct sat_block *b, bool *any, struct satchel_err *err)
{
	const struct sat_block *x;
	uint64_t first = from;

	*any = true;
	while (s->next < s->n && s->block[s->next].first < from)
		s->next++;
	if (s->next == s->n && !fill(t, s, from, &first, any, err)) {
		s->n = 0;
		return false;
	}
	if (!*any)
		return true;
	if (s->n == 0) /* the tree's one block, or one to be refused */
		return sat_tree_block_at(t, SAT_STRINGS, first, b, err);
	x = &s->block[s->next++];
	b->rd = x->rd;
	b->first = x->first;
	b->items = x->items;
	b->has_key = x->has_key;
	b->key_len = x->key_len;
	memcpy(b->key, x->key, x->key_len);
	return true;
}
