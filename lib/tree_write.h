/* tree_write: blocks, leads and nodes of a Merkle B-tree, in one pass
 * (satchel(5), "PAYLOAD").  The root page is in tree_page.h. */
#ifndef SAT_TREE_WRITE_H
#define SAT_TREE_WRITE_H

#include "tree_packers.h"

/* Where a tree's bytes go, in order. */
struct sat_sink {
	bool (*write)(
	    void *ctx, const void *p, size_t n, struct satchel_err *err);
	void *ctx;
};

/* After any failure a writer is good only for sat_tree_writer_free. */
struct sat_tree_writer;

/* |offset| is where in PAYLOAD the sink's next byte lies. */
SATCHEL_MUST bool sat_tree_writer_new(enum sat_tree_id id, uint64_t offset,
    struct sat_sink sink, struct sat_tree_writer **w, struct satchel_err *err);
void sat_tree_writer_free(struct sat_tree_writer *w);

/* RECORDS: as sat_packers_new has it (1 unless said); before the first. */
void sat_tree_writer_threads(struct sat_tree_writer *w, unsigned n);

/*
 * RECORDS only: one record's line, with its LF, and its id, which must sort
 * behind the one before it (EFORMAT).  Packs lead blocks and their siblings
 * and deflates them.  ELIMIT: a line over 1 MiB, an id over SAT_MAX_KEY.
 */
SATCHEL_MUST bool
sat_tree_add_record(struct sat_tree_writer *w, const void *line, size_t n,
    const void *id, size_t id_len, struct satchel_err *err);

/* RECORDS only, and not with the above: one block that packers gave, of this
 * tree's and in order.  Its |first| is not looked at. */
SATCHEL_MUST bool sat_tree_add_packed(struct sat_tree_writer *w,
    const struct sat_packed *b, struct satchel_err *err);

/* STRINGS and ENTRIES: one finished block of |items| terms whose first key is
 * |key| (length 0 for ENTRIES); keys rise. */
SATCHEL_MUST bool
sat_tree_add_block(struct sat_tree_writer *w, const void *raw, size_t n,
    uint64_t items, const void *key, size_t key_len, struct satchel_err *err);

/* POSTINGS: bytes of the stream, cut into blocks here. */
SATCHEL_MUST bool sat_tree_add_bytes(struct sat_tree_writer *w, const void *p,
    size_t n, struct satchel_err *err);

/* Closes the last block and nodes; |*end| is the offset after the tree.  A
 * tree to which nothing was added is all zero. */
SATCHEL_MUST bool sat_tree_finish(struct sat_tree_writer *w,
    struct sat_tree_ref *ref, uint64_t *end, struct satchel_err *err);

#endif
