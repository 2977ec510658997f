/* naming: whether words that were typed are a whole name, in any spelling. */
#ifndef SAT_NAMING_H
#define SAT_NAMING_H

#include "node.h"
#include "words.h"

/*
 * True if the words of |typed|, |n| texts, are those of |name|, all of them and
 * in order, once folded; a word that |h| guessed at may also be what it says
 * was meant.  |h| NULL: no guesses.
 */
SATCHEL_MUST bool
sat_is_name(const char *const *typed, size_t n, const char *name,
    const struct satchel_hits *h, bool *same, struct satchel_err *err);

/* True if they are a name, the official one or an alias of |party|. */
SATCHEL_MUST bool sat_is_party_name(const char *const *typed, size_t n,
    const struct sat_node *party, const struct satchel_hits *h, bool *same,
    struct satchel_err *err);

/* 0 unless the words of |typed| are the first ones of |name|; 2 if they are
 * all of them, else 1. */
SATCHEL_MUST bool sat_begins_name(const char *typed, const char *name,
    unsigned *how, struct satchel_err *err);

#endif
