/*
 * store: the State's folder for one pinned directory: accepted roots, history,
 * the newest two releases, evidence, state, lock; every step leaves the old
 * store or the new one (satchel(5), "The store").
 */
#ifndef SAT_STORE_H
#define SAT_STORE_H

#include "verify.h"

struct sat_state { /* the file "state" */
	char directory[SATCHEL_NAME_MAX];
	uint32_t root;
	uint32_t epoch, release; /* 0 0: nothing installed */
	struct sat_hash digest;	 /* of that statement's text */
	int64_t seen;
};

struct sat_store {
	int dir;		     /* -1: closed */
	int lock;		     /* -1: not held */
	char name[SATCHEL_NAME_MAX]; /* of the folder */
	struct sat_state state;
	struct sat_known known;
	struct sat_arena arena; /* owns |known| */
};

/* The folders of pinned directories in |home|, sorted, in |a|. */
SATCHEL_MUST bool sat_store_list(int home, struct sat_arena *a, char ***folders,
    size_t *n, struct satchel_err *err);

/*
 * Opens folder |name| of |home| and loads what it knows.  A bad or missing
 * state is rebuilt in memory from the folders.  |lock| waits for a writer.
 */
SATCHEL_MUST bool sat_store_open(int home, const char *name, bool lock,
    struct sat_store *s, struct satchel_err *err);
void sat_store_close(struct sat_store *s);

/* Only the state and the newest root's numbers, for look-ups; |known| stays
 * empty but for these.  Falls back to sat_store_open. */
SATCHEL_MUST bool sat_store_open_quick(
    int home, const char *name, struct sat_store *s, struct satchel_err *err);

/* A new folder for |root|, whose note is |note|, complete before it takes its
 * name.  |replace| keeps an older one under a hidden name. */
SATCHEL_MUST bool sat_store_create(int home, const struct sat_root *root,
    const struct sat_rd *note, bool replace, struct satchel_err *err);

/* Steps of an install, in this order.  All need the lock. */
SATCHEL_MUST bool sat_store_add_root(struct sat_store *s, uint32_t version,
    const struct sat_rd *note, struct satchel_err *err);
SATCHEL_MUST bool
sat_store_add_history(struct sat_store *s, const struct sat_trusted *t,
    const struct sat_rd *note, struct satchel_err *err);
SATCHEL_MUST bool sat_store_release_out(struct sat_store *s,
    const struct sat_statement *st, struct sat_out *o, struct satchel_err *err);
SATCHEL_MUST bool sat_store_set_state(
    struct sat_store *s, const struct sat_trusted *t, struct satchel_err *err);

/* Keeps a conflicting note; at most 16 a number; one that is there already is
 * no error. */
SATCHEL_MUST bool sat_store_evidence(
    struct sat_store *s, const struct sat_evidence *e, struct satchel_err *err);

/* The installed release's file, opened and its statement compared with state:
 * SATCHEL_ENO if nothing is installed. */
SATCHEL_MUST bool sat_store_release(struct sat_store *s, struct sat_bundle *b,
    struct sat_statement *st, struct satchel_err *err);
bool
sat_store_has_release(struct sat_store *s, uint32_t epoch, uint32_t release);

/* The officer's journal: was another text signed for this number?  EFORK,
 * unless |replace| is that text's digest in hex.  Then notes this one. */
SATCHEL_MUST bool
sat_store_journal(struct sat_store *s, const struct sat_statement *st,
    const char *replace, struct satchel_err *err);

#endif
