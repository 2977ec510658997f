/* tree_read: verified blocks of PAYLOAD, looked up by key and by ordinal; and
 * the full walk (tree_check.c). */
#ifndef SAT_TREE_READ_H
#define SAT_TREE_READ_H

#include "file.h"
#include "tree_write.h"

/* Not for two threads at once; several trees over one file are fine. */
struct sat_tree;

/*
 * PAYLOAD is |len| bytes from |off| of |f| (borrowed, must outlive the tree);
 * its last 512 bytes must have BLAKE2b-256 |root|, from a verified statement.
 * Errors: EFORMAT at file@offset.
 */
SATCHEL_MUST bool
sat_tree_open(const struct sat_file *f, uint64_t off, uint64_t len,
    const struct sat_hash *root, struct sat_tree **t, struct satchel_err *err);
void sat_tree_close(struct sat_tree *t);
const struct sat_root_page *sat_tree_root(const struct sat_tree *t);
void sat_tree_stats(const struct sat_tree *t, struct satchel_stats *s);

/*
 * A verified, inflated block in the caller's buffer.  Zero-initialise; reuse
 * freely; sat_block_free at the end.  Where a function below fails, the block
 * is empty: rd.n and items are 0.
 */
struct sat_block {
	struct sat_rd rd; /* its raw bytes; |off| is the block's in the file */
	uint64_t first;	  /* ordinal of its first item */
	uint64_t items;	  /* items in it, by the nodes above */
	/* RECORDS, STRINGS: the first key by the node above; the reader of the
	 * content must compare it. */
	uint16_t key_len;
	uint8_t key[512];
	bool has_key; /* false for a one-block tree */
	uint8_t *buf;
	size_t cap;
};
void sat_block_free(struct sat_block *b);

/* The block that holds item |ordinal|; EFORMAT if there are not that many. */
SATCHEL_MUST bool sat_tree_block_at(struct sat_tree *t, enum sat_tree_id id,
    uint64_t ordinal, struct sat_block *b, struct satchel_err *err);

/* RECORDS, STRINGS: the last block whose first key is <= |key|, else the
 * first block.  |*any| false: the tree is empty. */
SATCHEL_MUST bool
sat_tree_block_of(struct sat_tree *t, enum sat_tree_id id, const void *key,
    size_t n, struct sat_block *b, bool *any, struct satchel_err *err);

/* RECORDS, STRINGS: does the root node tell that |key| comes before all keys
 * of the tree?  No block is read for it. */
SATCHEL_MUST bool sat_tree_before(struct sat_tree *t, enum sat_tree_id id,
    const void *key, size_t n, bool *before, struct satchel_err *err);

/* The block after |b| in the same tree, the first after an empty one; |*any|
 * false behind the last, and |b| is then as it was. */
SATCHEL_MUST bool sat_tree_block_next(struct sat_tree *t, enum sat_tree_id id,
    struct sat_block *b, bool *any, struct satchel_err *err);

/*
 * How a whole tree is checked, by up to SAT_CHECK_THREADS |threads| (0: the
 * caller's alone).  |each| (NULL: quick, nothing is inflated) sees every
 * block, with that one of |ctx| that belongs to the thread it runs on: of one
 * leaf, which is the blocks of one node, all in order and on one thread.
 * |leaf| (NULL: not asked) is called with the same |ctx| after them, even if
 * |each| refused one, in file order, and never by two threads at once: what it
 * finds comes before what |each| found.  |progress| (NULL: none) as in
 * satchel_check_opts, in bytes of PAYLOAD, on the caller's thread.
 */
typedef bool sat_block_fn(void *ctx, enum sat_tree_id id,
    const struct sat_block *b, struct satchel_err *err);
enum { SAT_CHECK_THREADS = 16 };
struct sat_tree_check {
	unsigned threads;
	sat_block_fn *each;
	bool (*leaf)(void *ctx, struct satchel_err *err);
	void *const *ctx; /* one for each thread; NULL: all NULL */
	bool (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

/*
 * Every node and block of all four trees: digests, exact tiling, post-order,
 * levels, fill (64 in order), first items, keys rising.  Of several faults the
 * first in file order is told, whatever the number of threads; of a node,
 * before its blocks.
 */
SATCHEL_MUST bool sat_tree_check(struct sat_tree *t,
    const struct sat_tree_check *how, struct satchel_err *err);

#endif
