/* tree_page: the root page of PAYLOAD, and the rules for every page that it
 * shares with the nodes (satchel(5), "PAYLOAD"). */
#ifndef SAT_TREE_PAGE_H
#define SAT_TREE_PAGE_H

#include "digest.h"

enum sat_tree_id {
	SAT_RECORDS,
	SAT_STRINGS,
	SAT_ENTRIES,
	SAT_POSTINGS,
	SAT_TREES
};
extern const char *const sat_tree_name[SAT_TREES];
/* The order in which the trees lie in PAYLOAD. */
extern const enum sat_tree_id sat_tree_order[SAT_TREES];

enum {
	SAT_MAX_KEY = 512,   /* of RECORDS; SAT_MAX_TERM of STRINGS */
	SAT_NODE_HEAD = 8,   /* bytes before a node's first child */
	SAT_CHILD_SIZE = 58, /* bytes of a child without its key */
	SAT_MAX_NODE =
	    SAT_NODE_HEAD + SAT_FANOUT * (SAT_CHILD_SIZE + SAT_MAX_KEY)
};

/* A pointer to a tree's root block or node; items 0: an empty tree. */
struct sat_tree_ref {
	struct sat_hash digest;
	uint64_t offset;
	uint32_t stored, raw;
	uint64_t items;
	uint8_t level;
};

struct sat_root_page {
	uint32_t fold; /* fold table number */
	uint8_t seed[SAT_SEED_SIZE];
	uint64_t records, terms;
	struct sat_tree_ref tree[SAT_TREES];
};
void
sat_root_page_write(const struct sat_root_page *p, uint8_t out[SAT_ROOT_PAGE]);
/*
 * Canonical or EFORMAT: reserved bytes NUL, records >= 1, counts that agree,
 * empty trees all NUL, levels <= 8, and trees that end one after the other
 * and fill |payload| bytes with the page itself.
 */
SATCHEL_MUST bool sat_root_page_read(const struct sat_rd *page,
    uint64_t payload, struct sat_root_page *p, struct satchel_err *err);

/* Where the bytes of tree |id| begin in PAYLOAD. */
uint64_t sat_tree_start(const struct sat_root_page *p, enum sat_tree_id id);

/* Why a page at |level| (0: a block) cannot have these sizes, or NULL. */
const char *sat_page_fault(
    enum sat_tree_id id, unsigned level, uint32_t stored, uint32_t raw);

/* Why a block cannot hold |items| items in |raw| bytes, or NULL.  |last|: it
 * is the last of its tree. */
const char *
sat_block_fault(enum sat_tree_id id, bool last, uint32_t raw, uint64_t items);

/* Raw bytes up to which a block takes more than one item. */
uint32_t sat_block_limit(enum sat_tree_id id);

/* A key of |n| bytes may stand in a node of tree |id|. */
bool sat_key_fits(enum sat_tree_id id, size_t n);

#endif
