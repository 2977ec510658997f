/* api: what the files behind the two public headers share. */
#ifndef SAT_API_H
#define SAT_API_H

#include "audit.h"
#include "store.h"

struct satchel_home {
	int dir; /* -1: the folder is not there yet */
	char path[4096];
	char warning[256];
	struct sat_arena arena; /* names given out */
};

struct satchel_file {
	struct sat_file f; /* fd -1: it was verified */
};

/* What a statement says, as the plain public value. */
void sat_api_release(const struct sat_statement *st, struct satchel_release *r);
/* The same, with what the verifier found out. */
void sat_api_trusted(const struct sat_trusted *t, struct satchel_release *r);

/* The folder of |directory|, or of the only pinned one: EPIN, EUSAGE. */
SATCHEL_MUST bool
sat_api_folder(struct satchel_home *home, const char *directory,
    char name[SATCHEL_NAME_MAX], struct satchel_err *err);

/* A bundle with the store it is to be judged by. */
struct sat_judged {
	struct sat_bundle bundle;
	struct sat_chain *chain;
	struct sat_store store; /* dir -1: judged by a given root */
	struct sat_trusted trusted;
};

/* What a bundle is judged for. */
enum sat_purpose {
	SAT_TO_READ,	/* writes nothing */
	SAT_TO_VERIFY,	/* writes at most evidence */
	SAT_TO_INSTALL, /* takes the lock, keeps new roots */
	SAT_TO_SIGN	/* any number of signatures is enough */
};

/*
 * Steps 1 to 7 of satchel(5), "Verifying": opens |path|, finds the pinned
 * directory whose root it holds (or takes opts->root_file), verifies.
 */
SATCHEL_MUST bool sat_judge(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *o, enum sat_purpose purpose,
    struct sat_judged *j, struct satchel_err *err);
void sat_judged_free(struct sat_judged *j);

/* Fills in what is found of |r|: receipts of the judged statement. */
void sat_api_receipts(const struct sat_judged *j, struct satchel_receipts *r);

/* Opens the secret key file |path|; others must not be able to read it. */
SATCHEL_MUST bool sat_api_secret(const char *path, const char *passphrase,
    struct sat_seckey **k, struct satchel_err *err);

/* held[i]: the agent holds release key |i| of |root|; with |public_file| only
 * the one of that file is asked for, EUNTRUSTED if it is none. */
struct satchel_agent;
SATCHEL_MUST bool
sat_api_agent_keys(struct satchel_agent *a, const struct sat_root *root,
    const char *public_file, bool held[SAT_MAX_KEYS], struct satchel_err *err);
SATCHEL_MUST bool
sat_api_agent_sign(struct satchel_agent *a, const struct sat_pubkey *k,
    const struct sat_rd *text, uint8_t sig[64], struct satchel_err *err);

/* Where scratch files of a check may lie: a path in the store, or in /tmp. */
void sat_api_scratch(const struct satchel_home *home, char *path, size_t size);

/* The root text with |fingerprint| in |file| (a .roots file or a bundle):
 * what pin does short of keeping it.  |*mem| is freed by the caller. */
SATCHEL_MUST bool
sat_find_root(const char *file, const char *fingerprint, struct sat_root *r,
    struct sat_rd *note, uint8_t **mem, struct satchel_err *err);

#endif
