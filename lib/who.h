/* who: the records that hold a number, an address or a fingerprint, and, if
 * none does, those that hold the nearest. */
#ifndef SAT_WHO_H
#define SAT_WHO_H

#include "arena.h"
#include "tree_read.h"

enum { SAT_WHO_MAX = 1000 };

/* As satchel_who.  Everything in |*w| lies in |a|. */
SATCHEL_MUST bool sat_who(struct sat_tree *t, const char *typed, size_t limit,
    struct sat_arena *a, struct satchel_who *w, struct satchel_err *err);

#endif
