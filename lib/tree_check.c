/* tree_check: every page of PAYLOAD once, in file order. */
#include <stdlib.h>
#include <string.h>

#include "tree_load.h"

/* A node on the way from a root to the cursor. */
struct frame {
	struct sat_span span;
	unsigned next; /* child to look at */
	struct sat_tree_node node;
};

struct check {
	struct sat_tree *t;
	sat_block_fn *each; /* NULL: quick */
	void *ctx;
	bool (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
	uint64_t cursor; /* all of PAYLOAD before it was checked */
	struct sat_block block;
	uint32_t packed; /* raw bytes of the record block before; 0: none */
	/* That of a node at level L is path[L - 1]: they have no room to
	 * grow beyond it. */
	struct frame path[SAT_MAX_LEVEL];
};

static bool
report(struct check *c, struct satchel_err *err)
{
	if (c->progress == NULL ||
	    c->progress(c->progress_ctx, c->cursor, c->t->len))
		return true;
	return sat_fail(err, SATCHEL_ECANCEL, "cancelled");
}

/* The page that |s| names must lie at the cursor, which moves behind it. */
static bool
advance(struct check *c, const struct sat_span *s, struct satchel_err *err)
{
	struct sat_rd at =
	    sat_rd_of(NULL, 0, c->t->off + s->offset, c->t->f->name);

	if (s->offset != c->cursor)
		return sat_span_fail(err, s, &at,
		    "lies at byte %llu of "
		    "PAYLOAD, the pages before it end at %llu",
		    (unsigned long long)s->offset,
		    (unsigned long long)c->cursor);
	c->cursor += s->stored;
	return true;
}

/*
 * A record block closes only before the record that would pass its limit, so
 * that the same records always make the same blocks.
 */
static bool
check_packing(
    struct check *c, const struct sat_span *s, struct satchel_err *err)
{
	struct sat_rd rest = c->block.rd, line;
	uint32_t limit = sat_block_limit(SAT_RECORDS);

	if (!sat_rd_line(&rest, &line))
		return sat_span_fail(err, s, &c->block.rd,
		    "its first record does not end in a line feed");
	if (c->packed > 0 && c->packed <= limit &&
	    line.n + 1 <= limit - c->packed)
		return sat_span_fail(err, s, &c->block.rd,
		    "its first record has room in the block before it");
	c->packed = s->raw;
	return true;
}

static bool
check_block(struct check *c, const struct sat_span *s,
    const struct sat_span *lead, struct satchel_err *err)
{
	if (!advance(c, s, err))
		return false;
	if (c->each == NULL)
		return sat_load_quick(c->t, s, err);
	if (!sat_load_block(c->t, s, lead, &c->block, err))
		return false;
	if (s->tree == SAT_RECORDS && !check_packing(c, s, err))
		return false;
	return c->each(c->ctx, s->tree, &c->block, err);
}

/* Reads node |s|, whose place comes after its children. */
static bool
enter(struct check *c, const struct sat_span *s, struct satchel_err *err)
{
	struct frame *f = &c->path[s->level - 1];

	f->span = *s;
	f->next = 0;
	return sat_load_node(c->t, s, &f->node, err);
}

/* The next child of the node at |level|, or, behind its last one, the node's
 * own place; |*level| is then where to go on. */
static bool
step(struct check *c, unsigned *level, struct satchel_err *err)
{
	struct frame *f = &c->path[*level - 1];
	struct sat_span child, lead;

	if (f->next == f->node.n) {
		++*level;
		return advance(c, &f->span, err) && report(c, err);
	}
	sat_span_child(&f->span, &f->node, f->next++, &child);
	if (child.level == 0) {
		sat_span_child(&f->span, &f->node, 0, &lead);
		return check_block(c, &child, &lead, err);
	}
	--*level;
	return enter(c, &child, err);
}

static bool
check_tree(struct check *c, enum sat_tree_id id, struct satchel_err *err)
{
	struct sat_span root;
	unsigned level;

	if (!sat_span_root(&c->t->root, id, &root))
		return true;
	if (root.level == 0)
		return check_block(c, &root, &root, err);
	if (!enter(c, &root, err))
		return false;
	/* Ends: each step takes a child or leaves a node for good. */
	for (level = root.level; level <= root.level;)
		if (!step(c, &level, err))
			return false;
	return true;
}

bool
sat_tree_check(struct sat_tree *t, sat_block_fn *each, void *ctx,
    bool (*progress)(void *ctx, uint64_t done, uint64_t total),
    void *progress_ctx, struct satchel_err *err)
{
	struct check *c = calloc(1, sizeof(*c));
	bool ok = c != NULL;

	if (c == NULL)
		return sat_fail_nomem(err);
	c->t = t;
	c->each = each;
	c->ctx = ctx;
	c->progress = progress;
	c->progress_ctx = progress_ctx;
	for (size_t i = 0; ok && i < SAT_TREES; i++)
		ok = check_tree(c, sat_tree_order[i], err);
	if (ok && c->cursor != t->len - SAT_ROOT_PAGE)
		ok = sat_fail_off(err, SATCHEL_EFORMAT, t->f->name,
		    t->off + c->cursor, "bytes that no page refers to");
	c->cursor = t->len;
	ok = ok && report(c, err);
	sat_block_free(&c->block);
	free(c);
	return ok;
}
