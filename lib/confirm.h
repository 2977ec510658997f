/* confirm: whether a record's own text meets a clause, where the index alone
 * cannot tell: words next to each other, numbers of over eight digits. */
#ifndef SAT_CONFIRM_H
#define SAT_CONFIRM_H

#include "match.h"

/* |*yes|: |r| holds the words of |c| side by side in one value, or its code,
 * or its number: all its digits if it was typed with "+", else the end of
 * one, with or without the zeros dialled before it. */
SATCHEL_MUST bool sat_confirm(const struct sat_clause *c,
    const struct satchel_record *r, bool *yes, struct satchel_err *err);

#endif
