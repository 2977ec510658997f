/* tree_node: a node of the Merkle B-tree, out and in, and what its parent
 * says of it (satchel(5), "Nodes"). */
#ifndef SAT_TREE_NODE_H
#define SAT_TREE_NODE_H

#include "tree_page.h"

/* One child as its node has it. */
struct sat_child {
	struct sat_hash digest;
	uint64_t offset;
	uint32_t stored, raw;
	uint64_t first;	   /* ordinal of its first item */
	struct sat_rd key; /* its first key; empty in ENTRIES, POSTINGS */
};

/* Writing: begin, up to 64 children, end with their number. */
void sat_node_begin(struct sat_wr *w, enum sat_tree_id id, unsigned level);
void sat_node_child(struct sat_wr *w, const struct sat_child *c);
void sat_node_end(struct sat_wr *w, unsigned n);

/* What a writer has been given so far; all zero but |tree| at first.  The
 * caller counts |items|. */
struct sat_order {
	enum sat_tree_id tree;
	uint64_t items;
	uint8_t key[SAT_MAX_KEY]; /* of the newest item or block */
	size_t key_len;
};
/* The next item or block has an allowed size (ELIMIT), and a key of this tree
 * (ELIMIT) that sorts behind the one before it (EFORMAT). */
SATCHEL_MUST bool
sat_order_size(const struct sat_order *o, size_t n, struct satchel_err *err);
SATCHEL_MUST bool sat_order_key(
    struct sat_order *o, const void *key, size_t n, struct satchel_err *err);

/*
 * All that is known of a page before it is read: what its parent, or the root
 * page, says, and what follows from where it stands.  The keys are borrowed
 * from the pages above.
 */
struct sat_span {
	enum sat_tree_id tree;
	unsigned level; /* 0: a block */
	bool root;	/* referred to by the root page */
	bool lead;	/* the first child of its node, or |root| */
	bool last;	/* of its level */
	bool has_low, has_high;
	struct sat_hash digest;
	uint64_t offset; /* in PAYLOAD */
	uint32_t stored, raw;
	uint64_t start; /* first byte in PAYLOAD of all that lies below it */
	uint64_t first, end; /* ordinals of its items: first <= x < end */
	struct sat_rd low;   /* its first key, if has_low */
	struct sat_rd high;  /* all of its keys are less, if has_high */
};

/* The root of tree |id|; false if that is empty. */
bool sat_span_root(
    const struct sat_root_page *p, enum sat_tree_id id, struct sat_span *s);

/* A node as it was read.  Keys point into |page|. */
struct sat_tree_node {
	unsigned n;
	struct sat_child child[SAT_FANOUT];
	uint8_t page[SAT_MAX_NODE];
};

/*
 * Takes the node |s| apart, whose bytes |page| lie in n->page, and checks
 * everything that |s| and the node itself allow to check: tree, level, fill,
 * sizes; children that tile the bytes from s->start to the node; first items
 * and keys that rise from s->first and s->low to below s->end and s->high.
 * EFORMAT; |n| then holds nothing of use.
 */
SATCHEL_MUST bool sat_node_read(const struct sat_rd *page,
    const struct sat_span *s, struct sat_tree_node *n, struct satchel_err *err);

/* The key bounds alone, for a node that was read before. */
SATCHEL_MUST bool
sat_node_bounds(const struct sat_rd *page, const struct sat_span *s,
    const struct sat_tree_node *n, struct satchel_err *err);

/* The last child that begins at or before |ordinal|, which is the node's. */
unsigned sat_node_child_at(const struct sat_tree_node *n, uint64_t ordinal);

/* What node |n|, itself |s|, says of its child |i| (less than n->n). */
void sat_span_child(const struct sat_span *s, const struct sat_tree_node *n,
    unsigned i, struct sat_span *child);

/* Order by bytes, a prefix first: < 0, 0, > 0. */
int sat_key_cmp(const struct sat_rd *a, const struct sat_rd *b);

/* EFORMAT at |at|: "strings node at level 1: ...", "records block: ...". */
bool sat_span_fail(struct satchel_err *err, const struct sat_span *s,
    const struct sat_rd *at, const char *fmt, ...) SAT_PRINTF(4, 5);

#endif
