/* build: a source folder to an unsigned bundle, in memory that does not grow
 * with the number of records (satchel(5), "Building"). */
#ifndef SAT_BUILD_H
#define SAT_BUILD_H

#include "diag.h"
#include "satchel_build.h"

/* As satchel_build, with the findings in |d|. */
SATCHEL_MUST bool
sat_build(const struct satchel_build_opts *o, struct sat_diag *d,
    struct satchel_build_report *rep, struct satchel_err *err);

#endif
