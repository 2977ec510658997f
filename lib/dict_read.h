/* dict_read: the terms of a bundle in order, and where their lists are
 * (satchel(5), "The index"). */
#ifndef SAT_DICT_READ_H
#define SAT_DICT_READ_H

#include "postings.h"
#include "term_read.h"
#include "tree_scan.h"

/* A list: |df| records; |pos| is the one ordinal if |df| is 1, else |len|
 * bytes lie at |pos| of the postings stream. */
struct sat_ref {
	uint64_t df, pos, len;
	enum sat_field field;
};

/* A place among the terms.  All zero but |tree| is valid; its parts are for
 * reading only. */
struct sat_dict {
	struct sat_tree *tree;
	struct sat_term at; /* its lcp counts in this block; n 0: none */
	uint64_t ordinal;   /* of that term */
	/* private */
	struct sat_block strings, entries, postings;
	struct sat_tree_scan ahead; /* of strings, during a scan */
	struct sat_rd rest;	    /* of strings */
	size_t skip;		    /* in a scan, as its |fits| said */
	bool entries_loaded;
	struct sat_rd entry; /* rest of entries */
	struct sat_rd masks; /* strings from the term on that stands there */
	uint64_t entry_next; /* that term */
	uint64_t pos;	     /* of its first list */
};
void sat_dict_free(struct sat_dict *d);

/* To the first term >= |key|, or to the next one; |*any| false: there is
 * none.  EFORMAT for what breaks the format. */
SATCHEL_MUST bool sat_dict_seek(struct sat_dict *d, const void *key, size_t n,
    bool *any, struct satchel_err *err);
SATCHEL_MUST bool
sat_dict_next(struct sat_dict *d, bool *any, struct satchel_err *err);

/* A scan of the terms of a class, in order. */
struct sat_dict_scan {
	uint8_t class;
	sat_term_fits *fits; /* is asked of each term that is read */
	/* sat_terms_pass with |fits|, which is compiled into it */
	bool (*pass)(
	    void *ctx, struct sat_terms *x, struct sat_term *t, bool *found);
	/* Could a term be that is not before |low| and, unless that is NULL,
	 * before |high|, both without their class?  Blocks of others are not
	 * read.  NULL: they are. */
	bool (*may)(
	    void *ctx, const struct sat_rd *low, const struct sat_rd *high);
	void *ctx;
};

/* To the first term that |s| wants, or to the next one; |*any| false: there is
 * none.  No other function but those below is called on |d| between. */
SATCHEL_MUST bool sat_dict_first_fit(struct sat_dict *d,
    const struct sat_dict_scan *s, bool *any, struct satchel_err *err);
SATCHEL_MUST bool sat_dict_next_fit(struct sat_dict *d,
    const struct sat_dict_scan *s, bool *any, struct satchel_err *err);

/* The lists of the term, by field, |*n| of them. */
SATCHEL_MUST bool sat_dict_refs(struct sat_dict *d,
    struct sat_ref ref[SAT_FIELDS], size_t *n, struct satchel_err *err);

/* The postings stream, for cursors. */
struct sat_fetch sat_dict_fetch(struct sat_dict *d);

/* As sat_cursor_open, for |ref|. */
SATCHEL_MUST bool sat_dict_open(struct sat_dict *d, const struct sat_ref *ref,
    struct sat_cursor *c, struct satchel_err *err);

#endif
