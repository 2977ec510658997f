/* index: the inverted index of a release: gathered, written as the strings,
 * entries and postings trees, or compared with those of a bundle. */
#ifndef SAT_INDEX_H
#define SAT_INDEX_H

#include "runs.h"
#include "terms.h"
#include "tree_read.h"

struct sat_index;

/* Scratch files lie beside |path|; about |memory| bytes are used. */
SATCHEL_MUST bool sat_index_new(const char *path, size_t memory,
    struct sat_index **x, struct satchel_err *err);
void sat_index_free(struct sat_index *x);

/* All terms of record number |ordinal|; ordinals rise from call to call. */
SATCHEL_MUST bool sat_index_add(struct sat_index *x, uint64_t ordinal,
    const struct sat_node *record, enum satchel_kind kind,
    struct satchel_err *err);

/* The same of what sat_terms_write wrote; EIO if it did not. */
SATCHEL_MUST bool sat_index_add_list(struct sat_index *x, uint64_t ordinal,
    struct sat_rd terms, struct satchel_err *err);

/* Writes the three trees through |sink|, the first byte at |offset| of
 * PAYLOAD; fills p->tree[STRINGS, ENTRIES, POSTINGS] and p->terms; |*end| is
 * the offset after them. */
SATCHEL_MUST bool
sat_index_write(struct sat_index *x, struct sat_sink sink, uint64_t offset,
    struct sat_root_page *p, uint64_t *end, struct satchel_err *err);

/* Compares what was gathered with the three trees of |t| as (term, field,
 * ordinals), and their encoding with the rules; EFORMAT names the first
 * difference by place, never by content. */
SATCHEL_MUST bool sat_index_compare(
    struct sat_index *x, struct sat_tree *t, struct satchel_err *err);

#endif
