/* diag: findings of a check, gathered in any order, sorted once. */
#ifndef SAT_DIAG_H
#define SAT_DIAG_H

#include "arena.h"
#include "err.h"
#include "satchel_build.h"

struct sat_rule; /* one row of the table in rules.h: id, level, what, example */

/* All zero is a valid empty one.  A rule's level says error or warning. */
struct sat_diag {
	struct sat_arena arena; /* owns every string */
	struct satchel_finding *list;
	size_t n, cap, errors, warnings;
	bool nomem; /* a finding was lost: the check has failed */
};

/*
 * Notes a finding of |rule| at |m| of |file|; |file| is copied.  |hint| may
 * be NULL.
 */
void sat_diag_add(struct sat_diag *d, const struct sat_rule *rule,
    const char *file, const struct sat_mark *m, const char *hint,
    const char *fmt, ...) SAT_PRINTF(6, 7);

/* Moves all of |from| to |d|. */
void sat_diag_merge(struct sat_diag *d, struct sat_diag *from);

/* By file, line, column, rule; drops exact repeats. */
void sat_diag_sort(struct sat_diag *d);

/* ENOMEM if a finding was lost. */
SATCHEL_MUST bool
sat_diag_done(const struct sat_diag *d, struct satchel_err *err);
void sat_diag_free(struct sat_diag *d);

#endif
