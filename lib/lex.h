/* lex: a query's arguments to items: field, text, quotes, star. */
#ifndef SAT_LEX_H
#define SAT_LEX_H

#include "arena.h"
#include "terms.h"

enum {
	SAT_QUERY_BYTES = 4096, /* of all arguments */
	SAT_QUERY_ITEMS = 64
};

/* What a word without a field is looked up in; lists of KEY only if it could
 * be a fingerprint. */
#define SAT_M_DEFAULT                                                          \
	((uint32_t)SAT_M_TEXT | SAT_FIELD(SAT_F_PHONE) |                       \
	    SAT_FIELD(SAT_F_ROLE) | SAT_FIELD(SAT_F_STATE))

struct sat_item {
	const char *typed; /* field, quotes and star with it */
	const char *text;  /* what is to be found */
	uint32_t fields;
	bool fielded; /* a field was typed */
	bool quoted, star;
};

/* As sat_clauses_read.  |*n| >= 1. */
SATCHEL_MUST bool
sat_lex(const char *const *words, size_t n, struct sat_arena *a,
    struct sat_item **item, size_t *items, struct satchel_err *err);

#endif
