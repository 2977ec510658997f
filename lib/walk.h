/* walk: the stored lines of a release one by one, in order of id. */
#ifndef SAT_WALK_H
#define SAT_WALK_H

#include "query.h"

/* All zero but |tree| is valid; sat_walk_free at the end. */
struct sat_walk {
	struct sat_tree *tree;
	struct sat_rd line, id; /* of the record at hand, borrowed until the
				 * next one is asked for */
	/* private */
	struct sat_block block;
	struct sat_rd rest;
	char last[512]; /* the id before */
	size_t last_n;
};
void sat_walk_free(struct sat_walk *w);

/* To the first record whose id is >= |from|; |*any| false: there is none.
 * Ids rise; EFORMAT where they do not. */
SATCHEL_MUST bool sat_walk_from(
    struct sat_walk *w, const char *from, bool *any, struct satchel_err *err);
SATCHEL_MUST bool
sat_walk_next(struct sat_walk *w, bool *any, struct satchel_err *err);

/* Ids as they are sorted: bytes, a prefix first. */
int sat_id_compare(const struct sat_rd *a, const struct sat_rd *b);

#endif
