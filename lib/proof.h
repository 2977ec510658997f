/* proof: one record with its path in the record tree and the statement that
 * commits to it: a contact that proves itself (satchel(5), "Proofs"). */
#ifndef SAT_PROOF_H
#define SAT_PROOF_H

#include "statement.h"
#include "tree_read.h"

struct sat_proof {
	uint64_t index;
	uint8_t salt[SAT_SALT_SIZE];
	struct sat_rd record; /* canonical JSON, without LF */
	size_t n;
	struct sat_hash path[64]; /* from the leaf to the root */
	struct sat_rd note;	  /* STATEMENT, with its signatures */
};

/* True if |file| begins like a proof. */
bool sat_proof_is(const struct sat_rd *file);

/* Splits a proof of at most 256 KiB; windows into |file|.  Nothing in it is
 * trusted.  EFORMAT. */
SATCHEL_MUST bool sat_proof_read(
    const struct sat_rd *file, struct sat_proof *p, struct satchel_err *err);
void sat_proof_write(const struct sat_proof *p, struct sat_wr *w);

/* Does the record stand in the tree that the verified |st| names? EFORMAT. */
SATCHEL_MUST bool sat_proof_check(const struct sat_proof *p,
    const struct sat_statement *st, struct satchel_err *err);

/*
 * Fills in index, salt and path of the record |id|, whose line is p->record
 * already, by reading every record of |t| once; EFORMAT if they are not the tree of |st|.  ENO: no such record.
 */
SATCHEL_MUST bool
sat_proof_make(struct sat_tree *t, const struct sat_statement *st,
    const char *id, struct sat_proof *p, struct satchel_err *err);

#endif
