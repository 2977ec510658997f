/* lookup: records by id and by ordinal, each from one verified block. */
#ifndef SAT_LOOKUP_H
#define SAT_LOOKUP_H

#include "query.h"

/*
 * The block that was read last, and how far, so that neighbours cost no second
 * read.  Its lines are checked from the first up to |line|, which is record
 * |at| and has |id|; |rest| follows.  All zero is valid.
 */
struct sat_lookup {
	struct sat_block block;
	bool loaded;
	bool begun; /* there is a line */
	uint64_t at;
	struct sat_rd line, id, rest;
};
void sat_lookup_free(struct sat_lookup *l);

/* As sat_lookup_ordinal, through |l|. */
SATCHEL_MUST bool
sat_lookup_at(struct sat_lookup *l, struct sat_tree *t, uint64_t ordinal,
    struct sat_arena *a, struct satchel_record *r, struct satchel_err *err);

/* As sat_lookup_id, through |l|. */
SATCHEL_MUST bool
sat_lookup_get(struct sat_lookup *l, struct sat_tree *t, const char *id,
    struct sat_arena *a, struct satchel_record *r, struct satchel_err *err);

/* The ordinal of the first record whose id is >= |id|; the number of records
 * if there is none.  |*same|: it is that very id. */
SATCHEL_MUST bool sat_lookup_place(struct sat_lookup *l, struct sat_tree *t,
    const char *id, uint64_t *ordinal, bool *same, struct satchel_err *err);

/*
 * What the typed |id| stands for, as it is or in the usual case ("xtr/DIP-1"
 * for "XTR/dip-1"): |pin[0]| the ordinal of that party or contact and the next
 * one, |pin[1]| those of a party's contacts, to the first behind them.  Both
 * stay as they are if it is no id.
 */
SATCHEL_MUST bool sat_lookup_pins(struct sat_lookup *l, struct sat_tree *t,
    const char *id, uint64_t pin[2][2], struct satchel_err *err);

#endif
