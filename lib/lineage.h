/* lineage: what a new release follows from: the chain of roots, the previous
 * release and its history, a bundle to be like. */
#ifndef SAT_LINEAGE_H
#define SAT_LINEAGE_H

#include "source.h"
#include "tree_read.h"
#include "verify.h"

struct sat_lineage {
	uint8_t *mem;	      /* of |roots| */
	struct sat_rd roots;  /* the chain file, whole: member ROOTS */
	struct sat_root root; /* the newest, complete */
	bool has_previous;
	struct sat_statement previous;
	struct sat_wr history; /* member HISTORY of the new release */
	struct sat_bundle like_bundle;
	struct sat_tree *like; /* NULL: none */
};

/* Reads and verifies what |o| names: every root by its thresholds, the
 * previous release by its signatures. */
SATCHEL_MUST bool sat_lineage_open(const struct satchel_build_opts *o,
    struct sat_lineage *l, struct satchel_err *err);
void sat_lineage_close(struct sat_lineage *l);

/* Does release.yaml follow: directory, number, time?  EFORMAT. */
SATCHEL_MUST bool sat_lineage_fits(const struct sat_lineage *l,
    const struct sat_release_yaml *y, struct satchel_err *err);

/* The roots of a chain file, each verified; |*n| of them in |root|, which has
 * room for 256.  |complete| false lets the last lack signatures. */
SATCHEL_MUST bool sat_chain_follow(const struct sat_chain *c, bool complete,
    struct sat_root *root, struct satchel_err *err);

#endif
