/* build: a source folder to an unsigned bundle, in memory that does not grow
 * with the number of records (satchel(5), "Building"). */
#ifndef SAT_BUILD_H
#define SAT_BUILD_H

#include "diag.h"
#include "satchel_build.h"
#include "statement.h"
#include "tree_read.h"

/* As satchel_build, with the findings in |d|. */
SATCHEL_MUST bool
sat_build(const struct satchel_build_opts *o, struct sat_diag *d,
    struct satchel_build_report *rep, struct satchel_err *err);

/*
 * Do the sources |o->source| make the records that |st| names, with the seed
 * and zones of its verified payload |like|, and is release.yaml of the same
 * release?  ENO if not.  Scratch files lie beside |o->out|; nothing is written.
 */
SATCHEL_MUST bool sat_build_same(const struct satchel_build_opts *o,
    const struct sat_statement *st, struct sat_tree *like, struct sat_diag *d,
    struct satchel_err *err);

#endif
