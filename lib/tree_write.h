/* tree_write: blocks, leads, nodes and the root page of a Merkle B-tree, in
 * one pass (DESIGN 5; satchel(5), "PAYLOAD"). */
#ifndef SAT_TREE_WRITE_H
#define SAT_TREE_WRITE_H

#include "digest.h"

enum sat_tree_id {
	SAT_RECORDS,
	SAT_STRINGS,
	SAT_ENTRIES,
	SAT_POSTINGS,
	SAT_TREES
};
extern const char *const sat_tree_name[SAT_TREES];

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
void sat_root_page_write(
    const struct sat_root_page *p, uint8_t out[SAT_ROOT_PAGE]);
/* Canonical or EFORMAT: reserved bytes NUL, sums consistent with |payload|
 * bytes, records >= 1, empty trees all NUL, levels <= 8. */
SATCHEL_MUST bool sat_root_page_read(const struct sat_rd *page,
    uint64_t payload, struct sat_root_page *p, struct satchel_err *err);

/* Where a tree's bytes go, in order. */
struct sat_sink {
	bool (*write)(
	    void *ctx, const void *p, size_t n, struct satchel_err *err);
	void *ctx;
};

struct sat_tree_writer;

/* |offset| is where in PAYLOAD the sink's next byte lies. */
SATCHEL_MUST bool sat_tree_writer_new(enum sat_tree_id id, uint64_t offset,
    struct sat_sink sink, struct sat_tree_writer **w, struct satchel_err *err);
void sat_tree_writer_free(struct sat_tree_writer *w);

/* RECORDS only: one record's line, with its LF, and its id.  Packs lead
 * blocks and their siblings and deflates them. */
SATCHEL_MUST bool sat_tree_add_record(struct sat_tree_writer *w,
    const void *line, size_t n, const void *id, size_t id_len,
    struct satchel_err *err);

/* STRINGS and ENTRIES: one finished block of |items| terms whose first key is
 * |key| (length 0 for ENTRIES). */
SATCHEL_MUST bool sat_tree_add_block(struct sat_tree_writer *w,
    const void *raw, size_t n, uint64_t items, const void *key, size_t key_len,
    struct satchel_err *err);

/* POSTINGS: bytes of the stream, cut into blocks here. */
SATCHEL_MUST bool sat_tree_add_bytes(struct sat_tree_writer *w, const void *p,
    size_t n, struct satchel_err *err);

/* Closes the last block and nodes; |*end| is the offset after the tree. */
SATCHEL_MUST bool sat_tree_finish(struct sat_tree_writer *w,
    struct sat_tree_ref *ref, uint64_t *end, struct satchel_err *err);

#endif
