/*
 * gather: who holds which term in which field, from records one by one to
 * lists in the order of the index, in flat memory.
 */
#ifndef SAT_GATHER_H
#define SAT_GATHER_H

#include "postings.h"
#include "terms.h"

struct sat_gather;

/* About |memory| bytes (at least 1 MiB) are held, the rest lies in a scratch
 * file beside |path|, which is not made before it is needed. */
SATCHEL_MUST bool sat_gather_new(const char *path, size_t memory,
    struct sat_gather **g, struct satchel_err *err);
void sat_gather_free(struct sat_gather *g);

/* |term|, class byte first, 1 to SAT_MAX_TERM bytes without NUL, stands in
 * field |f| of record |ordinal|, which never falls and is below 2^32.  Repeats
 * are fine. */
SATCHEL_MUST bool sat_gather_add(struct sat_gather *g, uint64_t ordinal,
    enum sat_field f, const uint8_t *term, size_t n, struct satchel_err *err);

/* The same for all of a record's terms, a list of sat_terms_write's; EIO if it
 * is none. */
SATCHEL_MUST bool sat_gather_list(struct sat_gather *g, uint64_t ordinal,
    struct sat_rd terms, struct satchel_err *err);

/* No more adds; then next, by term and field, until |*more| is false.  |list|
 * is emptied and filled but not ended; |term| is borrowed until the next
 * call. */
SATCHEL_MUST bool
sat_gather_sort(struct sat_gather *g, struct satchel_err *err);
SATCHEL_MUST bool
sat_gather_next(struct sat_gather *g, struct sat_rd *term, enum sat_field *f,
    struct sat_list *list, bool *more, struct satchel_err *err);

#endif
