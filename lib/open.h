/* open: a release that is being read, as the files behind satchel.h share it. */
#ifndef SAT_OPEN_H
#define SAT_OPEN_H

#include "bundle.h"
#include "lookup.h"
#include "statement.h"
#include "tree_read.h"

struct satchel {
	struct sat_bundle bundle;
	struct sat_statement st; /* trusted */
	struct sat_tree *tree;
	struct sat_lookup lookup; /* of parties and contacts */
	struct sat_lookup zones;  /* which lie elsewhere */
	struct satchel_release release;
	struct sat_arena records; /* what satchel_get gave out */
	struct sat_arena hits;	  /* of the last satchel_find */
};

#endif
