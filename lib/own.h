/* own: a party's YAML file to the records that a build would make of it
 * alone. */
#ifndef SAT_OWN_H
#define SAT_OWN_H

#include "source.h"
#include "statement.h"

/*
 * Checks document |party| of |file| as release |st| would have asked for it
 * and gives its records to |each|.  Findings go to |d|.  EFORMAT if one is an
 * error, ENO if there is no such party.  What takes the whole folder to see is
 * not checked.
 */
SATCHEL_MUST bool sat_own_read(const char *file, const char *party,
    const struct sat_statement *st, const struct sat_tzdata *tz,
    struct sat_diag *d, sat_made_fn *each, void *ctx, struct satchel_err *err);

#endif
