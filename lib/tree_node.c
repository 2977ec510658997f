#include "tree_node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "num.h"

void
sat_node_begin(struct sat_wr *w, enum sat_tree_id id, unsigned level)
{
	sat_wr_reset(w);
	sat_wr_u8(w, (uint8_t)id);    /* 0 to 3 */
	sat_wr_u8(w, (uint8_t)level); /* 1 to 8 */
	sat_wr_u16(w, 0);	      /* until sat_node_end */
	sat_wr_u32(w, 0);
}

void
sat_node_child(struct sat_wr *w, const struct sat_child *c)
{
	sat_wr_put(w, c->digest.b, sizeof(c->digest.b));
	sat_wr_u64(w, c->offset);
	sat_wr_u32(w, c->stored);
	sat_wr_u32(w, c->raw);
	sat_wr_u64(w, c->first);
	sat_wr_u16(w, (uint16_t)c->key.n); /* sat_key_fits */
	sat_wr_put(w, c->key.p, c->key.n);
}

void
sat_node_end(struct sat_wr *w, unsigned n)
{
	if (w->len >= SAT_NODE_HEAD)
		w->p[2] = (uint8_t)n; /* at most 64: the high byte stays 0 */
}

int
sat_key_cmp(const struct sat_rd *a, const struct sat_rd *b)
{
	int c = memcmp(a->p, b->p, sat_min(a->n, b->n));

	return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

bool
sat_order_size(const struct sat_order *o, size_t n, struct satchel_err *err)
{
	if (n == 0 || n > SAT_MAX_BLOCK)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%s: item %llu has %zu "
		    "bytes, 1 to %d allowed",
		    sat_tree_name[o->tree], (unsigned long long)o->items, n,
		    SAT_MAX_BLOCK);
	return true;
}

bool
sat_order_key(
    struct sat_order *o, const void *key, size_t n, struct satchel_err *err)
{
	struct sat_rd old = sat_rd_of(o->key, o->key_len, 0, NULL);
	struct sat_rd new = sat_rd_of(key, n, 0, NULL);

	if (!sat_key_fits(o->tree, n))
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%s: item %llu has a key "
		    "of %zu bytes, which is not allowed",
		    sat_tree_name[o->tree], (unsigned long long)o->items, n);
	if (n > 0 && o->items > 0 && sat_key_cmp(&old, &new) >= 0)
		return sat_fail(err, SATCHEL_EFORMAT,
		    "%s: item %llu does not "
		    "sort behind the one before it",
		    sat_tree_name[o->tree], (unsigned long long)o->items);
	if (n > 0)
		memcpy(o->key, key, n);
	o->key_len = n;
	return true;
}

bool
sat_span_fail(struct satchel_err *err, const struct sat_span *s,
    const struct sat_rd *at, const char *fmt, ...)
{
	char msg[sizeof(err->msg)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	if (s->level == 0)
		return sat_rd_fail(
		    err, at, "%s block: %s", sat_tree_name[s->tree], msg);
	return sat_rd_fail(err, at, "%s node at level %u: %s",
	    sat_tree_name[s->tree], s->level, msg);
}

bool
sat_span_root(
    const struct sat_root_page *p, enum sat_tree_id id, struct sat_span *s)
{
	const struct sat_tree_ref *r = &p->tree[id];

	if (r->items == 0)
		return false;
	memset(s, 0, sizeof(*s));
	s->tree = id;
	s->level = r->level;
	s->root = s->lead = s->last = true;
	s->digest = r->digest;
	s->offset = r->offset;
	s->stored = r->stored;
	s->raw = r->raw;
	s->start = sat_tree_start(p, id);
	s->end = r->items;
	s->low = s->high = sat_rd_of(NULL, 0, 0, NULL);
	return true;
}

unsigned
sat_node_child_at(const struct sat_tree_node *n, uint64_t ordinal)
{
	unsigned lo = 0, hi = n->n;

	while (hi - lo > 1) {
		unsigned mid = lo + (hi - lo) / 2;

		if (n->child[mid].first <= ordinal)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

void
sat_span_child(const struct sat_span *s, const struct sat_tree_node *n,
    unsigned i, struct sat_span *child)
{
	const struct sat_child *c = &n->child[i], *next = c + 1;
	bool newest = i + 1 == n->n;
	bool keys = s->tree == SAT_RECORDS || s->tree == SAT_STRINGS;
	struct sat_span r = *s; /* |child| may be |s| */

	r.level = s->level - 1;
	r.root = false;
	r.lead = i == 0;
	r.last = s->last && newest;
	r.digest = c->digest;
	r.offset = c->offset;
	r.stored = c->stored;
	r.raw = c->raw;
	if (i > 0)
		r.start = n->child[i - 1].offset + n->child[i - 1].stored;
	r.first = c->first;
	r.low = c->key;
	r.has_low = keys;
	if (!newest) { /* else the bounds of |s| bind it too */
		r.end = next->first;
		r.high = next->key;
		r.has_high = keys;
	}
	*child = r;
}

static bool
read_head(struct sat_rd *r, const struct sat_span *s, unsigned *n,
    struct satchel_err *err)
{
	struct sat_rd at = *r;
	uint8_t tree, level;
	uint16_t count;
	uint32_t zero;

	if (!sat_rd_u8(r, &tree) || !sat_rd_u8(r, &level) ||
	    !sat_rd_u16(r, &count) || !sat_rd_u32(r, &zero))
		return sat_span_fail(err, s, &at, "is cut short");
	if (tree != s->tree)
		return sat_span_fail(
		    err, s, &at, "is of another tree (%u)", (unsigned)tree);
	if (level != s->level)
		return sat_span_fail(
		    err, s, &at, "says it is at level %u", (unsigned)level);
	if (zero != 0)
		return sat_span_fail(
		    err, s, &at, "a reserved field is not zero");
	if (count == 0 || count > SAT_FANOUT)
		return sat_span_fail(err, s, &at,
		    "%u children, 1 to %d "
		    "allowed",
		    (unsigned)count, SAT_FANOUT);
	if (s->root && count < 2)
		return sat_span_fail(err, s, &at, "a root with a single child");
	if (!s->last && count != SAT_FANOUT)
		return sat_span_fail(err, s, &at,
		    "%u children, %d due in all "
		    "but the last of a level",
		    (unsigned)count, SAT_FANOUT);
	*n = count;
	return true;
}

static bool
read_child(struct sat_rd *r, struct sat_child *c)
{
	uint16_t key;

	return sat_rd_copy(r, c->digest.b, sizeof(c->digest.b)) &&
	       sat_rd_u64(r, &c->offset) && sat_rd_u32(r, &c->stored) &&
	       sat_rd_u32(r, &c->raw) && sat_rd_u64(r, &c->first) &&
	       sat_rd_u16(r, &key) && sat_rd_take(r, key, &c->key);
}

/* Where child |i| lies: blocks one right behind the other from |*cursor| on;
 * a node behind its own children, and so somewhere after |*cursor|. */
static bool
check_place(const struct sat_rd *page, const struct sat_span *s,
    const struct sat_child *c, unsigned i, uint64_t *cursor,
    struct satchel_err *err)
{
	const char *why =
	    sat_page_fault(s->tree, s->level - 1, c->stored, c->raw);

	if (why != NULL)
		return sat_span_fail(err, s, page, "child %u %s", i, why);
	if (c->offset > s->offset || c->stored > s->offset - c->offset)
		return sat_span_fail(
		    err, s, page, "child %u does not lie before it", i);
	if (s->level == 1 && c->offset != *cursor)
		return sat_span_fail(err, s, page,
		    "child %u is not right "
		    "behind what comes before it",
		    i);
	if (c->offset < *cursor || (s->level > 1 && c->offset == *cursor))
		return sat_span_fail(err, s, page,
		    "child %u overlaps what "
		    "comes before it, or has no children",
		    i);
	*cursor = c->offset + c->stored;
	return true;
}

static bool
check_items(const struct sat_rd *page, const struct sat_span *s,
    const struct sat_tree_node *n, unsigned i, struct satchel_err *err)
{
	const struct sat_child *c = &n->child[i];
	bool newest = i + 1 == n->n;
	uint64_t end = newest ? s->end : n->child[i + 1].first;
	const char *why = NULL;

	if (i == 0 && c->first != s->first)
		return sat_span_fail(err, s, page,
		    "its first item is not the "
		    "one that is said above it");
	if (c->first >= end)
		return sat_span_fail(err, s, page,
		    "the first item of child "
		    "%u is not before the next child's",
		    i);
	if (s->level == 1)
		why = sat_block_fault(
		    s->tree, s->last && newest, c->raw, end - c->first);
	if (why != NULL)
		return sat_span_fail(err, s, page, "child %u %s", i, why);
	return true;
}

static bool
check_key(const struct sat_rd *page, const struct sat_span *s,
    const struct sat_tree_node *n, unsigned i, struct satchel_err *err)
{
	const struct sat_child *c = &n->child[i];

	if (!sat_key_fits(s->tree, c->key.n))
		return sat_span_fail(err, s, page,
		    "the key of child %u has "
		    "%zu bytes, which no key of this tree has",
		    i, c->key.n);
	if (c->key.n > 0 && i > 0 &&
	    sat_key_cmp(&n->child[i - 1].key, &c->key) >= 0)
		return sat_span_fail(err, s, page,
		    "the key of child %u is "
		    "not after that of the child before it",
		    i);
	return true;
}

bool
sat_node_bounds(const struct sat_rd *page, const struct sat_span *s,
    const struct sat_tree_node *n, struct satchel_err *err)
{
	if (s->has_low && sat_key_cmp(&n->child[0].key, &s->low) != 0)
		return sat_span_fail(err, s, page,
		    "its first key is not the "
		    "one that is said above it");
	if (s->has_high && sat_key_cmp(&n->child[n->n - 1].key, &s->high) >= 0)
		return sat_span_fail(err, s, page,
		    "its last key is not "
		    "before the first of the next node");
	return true;
}

bool
sat_node_read(const struct sat_rd *page, const struct sat_span *s,
    struct sat_tree_node *n, struct satchel_err *err)
{
	struct sat_rd r = *page;
	uint64_t cursor = s->start;

	if (!read_head(&r, s, &n->n, err))
		return false;
	for (unsigned i = 0; i < n->n; i++)
		if (!read_child(&r, &n->child[i]))
			return sat_span_fail(
			    err, s, page, "is cut short in child %u", i);
	if (!sat_rd_end(&r))
		return sat_span_fail(
		    err, s, page, "has bytes after its last child");
	for (unsigned i = 0; i < n->n; i++)
		if (!check_place(page, s, &n->child[i], i, &cursor, err) ||
		    !check_items(page, s, n, i, err) ||
		    !check_key(page, s, n, i, err))
			return false;
	if (cursor != s->offset)
		return sat_span_fail(
		    err, s, page, "is not right behind its last child");
	return sat_node_bounds(page, s, n, err);
}
