/* guess: which terms stood for words that were not found as typed. */
#ifndef SAT_GUESS_H
#define SAT_GUESS_H

#include "match.h"

enum { SAT_GUESSES = 8 /* told of one word */ };

/* The guesses that |n| |hit|s hold, in their order; all in |a|. */
SATCHEL_MUST bool sat_guesses(const struct sat_clause *c, size_t clauses,
    const struct satchel_hit *hit, size_t n, struct sat_arena *a,
    const struct satchel_guess **guess, size_t *guesses,
    struct satchel_err *err);

#endif
