/* tree_leaf: the walk over the nodes of PAYLOAD, in file order: which blocks
 * come next.  A leaf is what lies below one node of level 1, or the only block
 * of a tree. */
#ifndef SAT_TREE_LEAF_H
#define SAT_TREE_LEAF_H

#include "tree_load.h"

/* The blocks of one leaf, by a node that was verified. */
struct sat_leaf {
	struct sat_span span; /* the node; or, at level 0, the only block */
	struct sat_tree_node node;
	uint32_t packed; /* raw bytes of the record block before; 0: none */
};
unsigned sat_leaf_blocks(const struct sat_leaf *l);
void sat_leaf_block(const struct sat_leaf *l, unsigned i, struct sat_span *s);

/* A node on the way from a root to the cursor. */
struct sat_leaf_frame {
	struct sat_span span;
	unsigned next; /* child to look at */
	struct sat_tree_node node;
};

/* The walk.  Begins as all zero but |t|. */
struct sat_leaves {
	struct sat_tree *t;
	uint64_t cursor; /* the pages before it were given, or are nodes */
	unsigned tree;	 /* place in sat_tree_order */
	unsigned level;	 /* of the node that goes on; 0: a tree begins */
	uint32_t packed; /* as in the leaf that comes next */
	/* That of a node at level L is path[L - 2]: they have no room to
	 * grow beyond it. */
	struct sat_leaf_frame path[SAT_MAX_LEVEL - 1];
};

/* The next leaf, its node and those above it verified; |*more| false: all of
 * PAYLOAD but the root page was given. */
SATCHEL_MUST bool sat_leaves_next(struct sat_leaves *w, struct sat_leaf *l,
    bool *more, struct satchel_err *err);

#endif
