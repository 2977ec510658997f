/*
 * verify: the one door.  A bundle, what this State knows already, and a time
 * go in; a struct sat_trusted comes out, or the reason why not (satchel(5),
 * "Verifying", steps 2 to 7 in that order).
 */
#ifndef SAT_VERIFY_H
#define SAT_VERIFY_H

#include "bundle.h"
#include "root.h"
#include "statement.h"

/* A statement that was accepted before. */
struct sat_accepted {
	uint32_t epoch, release;
	int64_t issued;
	struct sat_hash digest;
};

/* What is held of one directory.  Roots first .. first + n - 1, oldest first. */
struct sat_known {
	uint32_t first;	       /* the pinned version */
	size_t n;	       /* at least 1 */
	struct sat_root *root; /* parsed, n of them */
	struct sat_rd *text;   /* their texts, n of them */
	size_t accepted;       /* in no particular order */
	const struct sat_accepted *history;
	uint32_t epoch, release; /* the highest accepted; 0 0: none */
	struct sat_hash digest;	 /* of that one */
	int64_t seen; /* highest issued accepted in the newest epoch */
};

/* What a fork or two roots leave behind for the evidence folder. */
struct sat_evidence {
	bool found;
	bool is_root;
	uint32_t epoch, number; /* epoch 0 for a root */
	struct sat_rd note; /* the conflicting note, in the bundle's memory */
	struct sat_hash digest; /* of its text */
};

struct sat_verify_opts {
	int64_t clock;	  /* the machine's */
	bool archive;	  /* accept what is older or revoked, and say so */
	bool draft;	  /* sign, attach: any number of signatures is enough */
	bool accept_date; /* only for install */
	bool installing;  /* a future date is refused */
	/* Called for each root that was accepted beyond the known ones, before
	 * the next is looked at; may be NULL. */
	bool (*persist)(void *ctx, uint32_t version, const struct sat_rd *note,
	    struct satchel_err *err);
	void *ctx;
};

/* Only sat_verify makes one (and the store, of an installed release). */
struct sat_trusted {
	struct sat_statement st;
	struct sat_root root; /* the newest known, after this bundle */
	struct sat_rd text;   /* the statement's, in the bundle's memory */
	uint32_t threshold;
	size_t signers;
	char signer[SAT_MAX_SIG_LINES][SATCHEL_NAME_MAX];
	bool older; /* only under |archive| */
	bool same;  /* it is the highest accepted one */
	enum satchel_freshness freshness;
	bool clock_wrong; /* whatever the freshness */
	int64_t seen;	  /* what seen-time becomes if this is installed */
};

/* Does the bundle's ROOTS hold a root text of |k|?  Framing faults of ROOTS:
 * EUNTRUSTED.  |*chain| is for sat_verify; the caller frees it. */
SATCHEL_MUST bool sat_verify_chain(const struct sat_bundle *b,
    struct sat_chain **chain, struct satchel_err *err);
bool
sat_verify_pinned(const struct sat_chain *chain, const struct sat_known *k);

SATCHEL_MUST bool
sat_verify(const struct sat_bundle *b, const struct sat_chain *chain,
    const struct sat_known *k, const struct sat_verify_opts *o,
    struct sat_trusted *t, struct sat_evidence *e, struct satchel_err *err);

/* The same for a statement that comes alone, in a proof: no ROOTS, so that
 * only stored roots count (EPIN if it names another), and no HISTORY. */
SATCHEL_MUST bool sat_verify_note(const struct sat_rd *note,
    const struct sat_known *k, const struct sat_verify_opts *o,
    struct sat_trusted *t, struct sat_evidence *e, struct satchel_err *err);

/* Step 7 alone: can the machine's |clock| be right, and the freshness of a
 * release at it. */
bool sat_clock_wrong(int64_t clock, int64_t seen);
enum satchel_freshness
sat_freshness(const struct sat_statement *st, int64_t clock, int64_t seen);

#endif
