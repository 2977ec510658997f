#include "tree_leaf.h"

unsigned
sat_leaf_blocks(const struct sat_leaf *l)
{
	return l->span.level == 0 ? 1 : l->node.n;
}

void
sat_leaf_block(const struct sat_leaf *l, unsigned i, struct sat_span *s)
{
	if (l->span.level == 0)
		*s = l->span;
	else
		sat_span_child(&l->span, &l->node, i, s);
}

/* The page that |s| names must lie at the cursor, which moves behind it. */
static bool
advance(struct sat_leaves *w, const struct sat_span *s, struct satchel_err *err)
{
	struct sat_rd at =
	    sat_rd_of(NULL, 0, w->t->off + s->offset, w->t->f->name);

	if (s->offset != w->cursor)
		return sat_span_fail(err, s, &at,
		    "lies at byte %llu of "
		    "PAYLOAD, the pages before it end at %llu",
		    (unsigned long long)s->offset,
		    (unsigned long long)w->cursor);
	w->cursor += s->stored;
	return true;
}

/* |l| was filled in but for what comes before it: moves behind it. */
static bool
pass(struct sat_leaves *w, struct sat_leaf *l, struct satchel_err *err)
{
	unsigned n = sat_leaf_blocks(l);
	struct sat_span s = l->span;

	l->packed = w->packed;
	for (unsigned i = 0; i < n; i++) {
		sat_leaf_block(l, i, &s);
		if (!advance(w, &s, err))
			return false;
	}
	w->packed = s.tree == SAT_RECORDS ? s.raw : 0;
	return l->span.level == 0 || advance(w, &l->span, err);
}

/* Leaf |s|, whose node comes after its blocks. */
static bool
take_leaf(struct sat_leaves *w, const struct sat_span *s, struct sat_leaf *l,
    struct satchel_err *err)
{
	l->span = *s;
	if (s->level == 1 && !sat_load_node(w->t, s, &l->node, err))
		return false;
	/* checked by now, and borrowed from pages that will not stay */
	l->span.low = l->span.high = sat_rd_of(NULL, 0, 0, NULL);
	return pass(w, l, err);
}

static bool
enter(struct sat_leaves *w, const struct sat_span *s, struct satchel_err *err)
{
	struct sat_leaf_frame *f = &w->path[s->level - 2];

	w->level = s->level;
	f->span = *s;
	f->next = 0;
	return sat_load_node(w->t, s, &f->node, err);
}

/* Leaves the node at w->level, which lies behind its children. */
static bool
leave(struct sat_leaves *w, struct satchel_err *err)
{
	const struct sat_span *s = &w->path[w->level - 2].span;

	if (s->root) {
		w->level = 0;
		w->tree++;
	} else {
		w->level++;
	}
	return advance(w, s, err);
}

/* The root of the next tree; |*any| false: there is none. */
static bool
next_root(struct sat_leaves *w, struct sat_span *s)
{
	for (; w->tree < SAT_TREES; w->tree++)
		if (sat_span_root(&w->t->root, sat_tree_order[w->tree], s))
			return true;
	return false;
}

/* All bytes but the root page were met. */
static bool
at_end(const struct sat_leaves *w, struct satchel_err *err)
{
	const struct sat_tree *t = w->t;

	return w->cursor == t->len - SAT_ROOT_PAGE ||
	       sat_fail_off(err, SATCHEL_EFORMAT, t->f->name,
		   t->off + w->cursor, "bytes that no page refers to");
}

bool
sat_leaves_next(struct sat_leaves *w, struct sat_leaf *l, bool *more,
    struct satchel_err *err)
{
	struct sat_span s;

	/* Ends: each turn takes a child or leaves a node for good. */
	for (;;) {
		struct sat_leaf_frame *f =
		    w->level == 0 ? NULL : &w->path[w->level - 2];

		*more = f != NULL || next_root(w, &s);
		if (!*more)
			return at_end(w, err);
		if (f != NULL && f->next == f->node.n) {
			if (!leave(w, err))
				return false;
			continue;
		}
		if (f != NULL)
			sat_span_child(&f->span, &f->node, f->next++, &s);
		else if (s.level < 2)
			w->tree++; /* it is but this leaf */
		if (s.level < 2)
			return take_leaf(w, &s, l, err);
		if (!enter(w, &s, err))
			return false;
	}
}
