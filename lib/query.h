/* query: words to ranked records: exact, prefix, fuzzy, substring, AND of
 * words and fields, each candidate checked in its record
 * (satchel(5), "The index"). */
#ifndef SAT_QUERY_H
#define SAT_QUERY_H

#include "terms.h"
#include "tree_read.h"

/* As satchel_find.  Everything in |*hits| lies in |a|. */
SATCHEL_MUST bool
sat_query(struct sat_tree *t, const char *const *words, size_t n, size_t limit,
    struct sat_arena *a, struct satchel_hits *hits, struct satchel_err *err);

/* Record look-ups that need no index: by id (ENO), by ordinal. In |a|. */
SATCHEL_MUST bool sat_lookup_id(struct sat_tree *t, const char *id,
    struct sat_arena *a, struct satchel_record *r, struct satchel_err *err);
SATCHEL_MUST bool sat_lookup_ordinal(struct sat_tree *t, uint64_t ordinal,
    struct sat_arena *a, struct satchel_record *r, struct satchel_err *err);

/* The lines of one RECORDS block: the next line without LF, its LF checked. */
SATCHEL_MUST bool sat_block_line(
    struct sat_rd *rest, struct sat_rd *line, struct satchel_err *err);

#endif
