/* match: a clause's words to lists of records: exact, prefix, fuzzy,
 * substring. */
#ifndef SAT_MATCH_H
#define SAT_MATCH_H

#include "clause.h"

/*
 * Fills the leads of all atoms of |c|, in |a|.  A word with no exact match in
 * its fields is guessed: terms that begin with it (from 2 letters), else terms
 * one or two typos away (fuzzy.h; the nearest alone), else terms that hold it
 * (from 3 letters).  Fingerprints and numbers are never matched with typos.
 */
SATCHEL_MUST bool sat_match_clause(struct sat_dict *d, struct sat_clause *c,
    struct sat_arena *a, struct satchel_err *err);

/*
 * When all words were found, but in no record together: adds to each that
 * stands alone in its clause and was met exactly the terms that begin with it,
 * or, if |typos|, those that are a typo or two away (instead of what was added
 * before).
 */
SATCHEL_MUST bool sat_match_widen(struct sat_dict *d, struct sat_clause *c,
    bool typos, struct sat_arena *a, struct satchel_err *err);

/* All words were found, or the code, or the number. */
bool sat_clause_found(const struct sat_clause *c);

/* Does |term|, class byte first, in field |f| meet |at| as it was found?
 * |*match| says how. */
bool sat_atom_meets(const struct sat_atom *at, enum sat_field f,
    const uint8_t *term, size_t n, enum satchel_match *match);

#endif
