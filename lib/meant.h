/* meant: which contacts a command is about that takes a party, in any words:
 * an id, a name, any words of a query. */
#ifndef SAT_MEANT_H
#define SAT_MEANT_H

#include "lookup.h"

enum {
	SAT_MEANT_HITS = 10000, /* records a query is asked for */
	SAT_PARTY_SIZE = 128	/* of a party's id, with a NUL */
};

/* To be filled in: the first six.  All else zero; sat_meant_free at the end. */
struct sat_meant {
	struct sat_tree *tree;
	struct sat_lookup *lookup;
	struct sat_arena *a; /* of what is found out, and of the hits */
	struct satchel_err *err;
	/* Sees contacts, each once, a party's one after the other; |r| is
	 * borrowed for the call.  And parties, where all records are read. */
	bool (*each)(
	    void *ctx, const struct satchel_record *r, uint64_t ordinal);
	void *ctx;

	/* The party of all that was meant, "" for none; |several|: there are
	 * more. */
	char party[SAT_PARTY_SIZE];
	bool several;
	size_t met;		  /* contacts */
	struct satchel_hits hits; /* of the query that was asked, if one was */

	struct sat_arena tmp;
};

/*
 * By words, the first that holds of: the first is the id of a party and the
 * others begin the role or local id of contacts; all are ids; the first is the
 * id of a party and the others find contacts of it, as satchel_find; all, or
 * all but the last few, are a name of parties, and these begin or find as with
 * an id; all find contacts.
 */
SATCHEL_MUST bool
sat_meant_words(struct sat_meant *m, const char *const *word, size_t n);

/* By role, from the index if few have it.  If none has it the hits may have a
 * guess. */
SATCHEL_MUST bool sat_meant_role(struct sat_meant *m, const char *role);

SATCHEL_MUST bool sat_meant_all(struct sat_meant *m);

void sat_meant_free(struct sat_meant *m);

/* "XTR" of "XTR/dip-1"; false: longer than any. */
SATCHEL_MUST bool sat_party_of(const char *id, char party[SAT_PARTY_SIZE]);

#endif
