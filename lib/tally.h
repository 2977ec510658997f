/*
 * tally: does an index hold exactly the (term, field, record) of the records,
 * without sorting either: both are summed up under a key that nobody knew
 * beforehand, in any order, in parts, in no memory.
 *
 * In the field of the integers modulo 2^61 - 1 a triple counts as T * A * B: T
 * belongs to the term and field, A and B to the upper and lower bits of the
 * record's number, all of them random.  Sums of two different sets differ by a
 * polynomial of degree 3 that is not 0, and its value at random arguments is 0
 * with a probability of at most 3 in 2^61 (Schwartz, Zippel); of two such sums
 * with arguments of their own, below 2^-118.  Each check draws a new key, so
 * nobody can look for sets that agree.
 */
#ifndef SAT_TALLY_H
#define SAT_TALLY_H

#include "postings.h"
#include "terms.h"

enum { SAT_TALLY_LOW = 4096 /* records that have one A */ };

/* A number of either field. */
struct sat_tally {
	uint64_t v[2];
};
void sat_tally_add(struct sat_tally *sum, const struct sat_tally *x);
bool sat_tally_eq(const struct sat_tally *a, const struct sat_tally *b);

/* The key; for reading only once it is made, and then for any thread. */
struct sat_tally_key {
	uint8_t term[SAT_FIELDS][16]; /* of the hashes that T is */
	uint8_t high[16];	      /* and A */
	/* of the B, those before each: a run is a difference */
	struct sat_tally before[SAT_TALLY_LOW + 1];
};
SATCHEL_MUST bool
sat_tally_key_new(struct sat_tally_key **k, struct satchel_err *err);
void sat_tally_key_free(struct sat_tally_key *k); /* NULL is fine */

/* The records of one list, added up run by run. */
void sat_tally_run(const struct sat_tally_key *k, uint64_t lo, uint64_t hi,
    struct sat_tally *records);

/* All triples of a list: |records| under |term| in field |f|. */
void sat_tally_list(const struct sat_tally_key *k, enum sat_field f,
    const uint8_t *term, size_t n, const struct sat_tally *records,
    struct sat_tally *sum);

/* The terms of one record, each counted once.  All zero but |key| is empty. */
struct sat_tally_terms {
	const struct sat_tally_key *key;
	struct sat_tally sum; /* of the T met so far */
	struct sat_tally_seen {
		struct sat_tally t;
		uint64_t round; /* of the record it was met in */
	} * seen;		/* by its hash; NULL: none yet */
	size_t slots, n;	/* a power of two, over twice |n| */
	uint64_t round;		/* 1 for the first record */
};
void sat_tally_terms_free(struct sat_tally_terms *t);

/* A record begins; all its terms; and it ends, as record |ordinal|. */
void sat_tally_terms_begin(struct sat_tally_terms *t);
SATCHEL_MUST bool sat_tally_terms_add(struct sat_tally_terms *t,
    enum sat_field f, const uint8_t *term, size_t n, struct satchel_err *err);
void sat_tally_terms_end(
    const struct sat_tally_terms *t, uint64_t ordinal, struct sat_tally *sum);

#endif
