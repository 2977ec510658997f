/*
 * satchel_build.h: what a custodian and the signing officers add to
 * satchel.h: keys, roots, checking and compiling sources, signing.
 */
#ifndef SATCHEL_BUILD_H
#define SATCHEL_BUILD_H

#include "satchel.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- keys -------------------------------------------------------------- */

/*
 * A pair for |name| in folder |dir|: NAME.pub (0644) and NAME.key (0600), "/"
 * in the name written "_".  Existing files are kept and are an error.
 * |passphrase| NULL stores the seed unprotected.  |vkey| gets the key's C2SP
 * text, |size| bytes at most (256 suffice).
 */
SATCHEL_MUST bool satchel_keygen(const char *name, const char *dir,
    const char *passphrase, char *vkey, size_t size, struct satchel_err *err);

/* What a secret key file says of itself before it is opened: its public name
 * and whether it needs a passphrase. */
SATCHEL_MUST bool
satchel_key_peek(const char *path, char name[SATCHEL_NAME_MAX],
    bool *needs_passphrase, struct satchel_err *err);

/* ---- roots ------------------------------------------------------------- */

struct satchel_root_new {
	const char *directory;
	int64_t issued, expires;
	uint32_t root_threshold, release_threshold;
	const char *const *root_key_files; /* public key files */
	size_t root_keys;
	const char *const *release_key_files;
	size_t release_keys;
	uint32_t minimum_release; /* at least 1 */
};
/* Writes version 1, unsigned, to |path|, which must not exist. */
SATCHEL_MUST bool satchel_root_new(const char *path,
    const struct satchel_root_new *n, struct satchel_err *err);

/* What changes from the newest root to the next; NULL, 0 or false: nothing. */
struct satchel_root_next {
	int64_t issued; /* of the new root; later than nothing is asked of it */
	int64_t expires; /* 0: as long as the root before it was to last */
	const char *const *add_root_files; /* public key files */
	size_t add_roots;
	const char *const *drop_roots; /* key names */
	size_t drop_root_count;
	const char *const *add_release_files;
	size_t add_releases;
	const char *const *drop_releases;
	size_t drop_release_count;
	uint32_t root_threshold, release_threshold;
	uint32_t minimum_release;
	bool new_epoch; /* epoch + 1, minimum-release 1 unless given */
};
/* Appends version + 1, unsigned, to |path|, whose newest root must be
 * complete. */
SATCHEL_MUST bool satchel_root_next(const char *path,
    const struct satchel_root_next *n, struct satchel_err *err);

/* Adds one signature to the newest root in |path|.  The same key twice is an
 * error; |passphrase| as satchel_keygen. */
SATCHEL_MUST bool satchel_root_sign(const char *path, const char *key_file,
    const char *passphrase, struct satchel_err *err);

/* One version of a chain.  A plain value. */
struct satchel_root {
	uint32_t version, epoch, minimum_release;
	char directory[SATCHEL_NAME_MAX];
	int64_t issued, expires;
	char fingerprint[SATCHEL_HEX_SIZE]; /* SHA-256 of its text */
	uint32_t root_threshold, release_threshold;
	size_t root_keys, release_keys;
	char root_key[SATCHEL_KEYS_MAX][SATCHEL_NAME_MAX];
	char release_key[SATCHEL_KEYS_MAX][SATCHEL_NAME_MAX];
	/* the public keys themselves, in hex: a name may stand for another key
	 * from one version to the next */
	char root_public[SATCHEL_KEYS_MAX][SATCHEL_HEX_SIZE];
	char release_public[SATCHEL_KEYS_MAX][SATCHEL_HEX_SIZE];
	size_t
	    signers; /* good signatures of keys of this root or the one before */
	char signer[2 * SATCHEL_KEYS_MAX][SATCHEL_NAME_MAX];
	bool complete; /* its own and the former root's thresholds are met */
};
/* The chain in |path|, oldest first, checked as far as it goes.  The caller
 * frees |*roots| with free(3). */
SATCHEL_MUST bool satchel_root_show(const char *path,
    struct satchel_root **roots, size_t *n, struct satchel_err *err);

/* ---- check -------------------------------------------------------------- */

struct satchel_finding {
	const char *file; /* relative to the source folder */
	uint32_t line, col;
	bool warning;	  /* else an error */
	const char *rule; /* "phone-length" */
	const char *message;
	const char *hint; /* NULL: none */
};
struct satchel_findings {
	size_t n, errors, warnings;
	const struct satchel_finding
	    *finding; /* sorted by file, line, column */
	void *owner;  /* of the memory; for satchel_findings_free */
};
/*
 * Every fault of source folder |dir|.  Findings are success; failure is a
 * folder that cannot be read.  |tzdir| NULL: /usr/share/zoneinfo.  |progress|
 * (may be NULL) is told of records, with a |total| of 0, as nobody counted
 * them; false cancels: ECANCEL.  Freed by satchel_findings_free.
 */
SATCHEL_MUST bool satchel_check(const char *dir, const char *tzdir,
    bool (*progress)(void *ctx, uint64_t done, uint64_t total), void *ctx,
    struct satchel_findings *f, struct satchel_err *err);
void satchel_findings_free(struct satchel_findings *f);

/* ---- build --------------------------------------------------------------- */

struct satchel_build_opts {
	const char *source;   /* folder */
	const char *roots;    /* .roots file */
	const char *previous; /* bundle; needed when release > 1 */
	const char *like;     /* bundle whose seed and zones are used */
	const char *out;      /* must not exist unless |replace| */
	bool replace;
	const char *tzdir; /* NULL: /usr/share/zoneinfo */
	unsigned threads;  /* 0: one */
	bool (*progress)(void *ctx, const char *stage, uint64_t done,
	    uint64_t total); /* false: cancel; may be NULL */
	void *progress_ctx;
};
struct satchel_build_report {
	struct satchel_release release;
	uint64_t parties, contacts, zones, terms;
	uint64_t file_size, source_size;
	uint32_t minimum_release; /* of its root: what is below is revoked */
	struct satchel_findings findings; /* warnings, or why it failed */
};
/*
 * Compiles |opts->source|.  Fails with EFORMAT, and |rep->findings| holding
 * them, if check finds an error.  |rep| is to be freed by the caller with
 * satchel_findings_free(&rep->findings) on success and failure.
 */
SATCHEL_MUST bool satchel_build(const struct satchel_build_opts *opts,
    struct satchel_build_report *rep, struct satchel_err *err);

/* ---- sign ----------------------------------------------------------------- */

/* A bundle that was fully verified, but for the threshold, against the
 * officer's own pin, and is ready to be signed. */
struct satchel_signing;

/* |r| tells what would be signed, |r->signers| who did already; |old| the
 * installed release (release 0: none). */
SATCHEL_MUST bool satchel_sign_open(struct satchel_home *home,
    const char *bundle, const struct satchel_check_opts *opts,
    struct satchel_signing **s, struct satchel_release *r,
    struct satchel_release *old, struct satchel_err *err);

/*
 * Signs with |key_file| and adds the line to the bundle, or writes a file of
 * one signature line to |detached| if not NULL.  The key must be a release
 * key of the officer's newest root.  Another text for a (directory, epoch,
 * release) that this machine signed before is refused: EFORK, unless
 * |replace_old| is the hex digest of that text.
 */
SATCHEL_MUST bool
satchel_sign_finish(struct satchel_signing *s, const char *key_file,
    const char *passphrase, const char *detached, const char *replace_old,
    char signer[SATCHEL_NAME_MAX], struct satchel_err *err);
/*
 * Rebuilds the officer's own copy of the sources |source|, with the bundle's
 * seed and zones: ENO unless the same records come out and release.yaml is of
 * the same release; EFORMAT if the sources have errors.  |tzdir| as
 * satchel_check, |threads| as satchel_build.
 */
SATCHEL_MUST bool
satchel_sign_sources(struct satchel_signing *s, const char *source,
    const char *tzdir, unsigned threads, struct satchel_err *err);
void satchel_sign_close(struct satchel_signing *s);

/*
 * The release that would be signed, for reading; what satchel_close takes, to
 * be closed before |s| is.
 */
SATCHEL_MUST bool satchel_signing_release(
    struct satchel_signing *s, struct satchel **out, struct satchel_err *err);

/*
 * Adds to |bundle| the signatures in |files|: our lines, signify .sig,
 * .minisig, or 64 raw bytes; each is tried with every release key of the
 * bundle's newest root.  |*added| counts those that were not there.  All or
 * none.
 */
SATCHEL_MUST bool satchel_attach(const char *bundle, const char *const *files,
    size_t n, size_t *added, struct satchel_err *err);

/* ---- signing from anywhere ------------------------------------------------ */

/* Forms of keys that other tools read. */
enum satchel_key_form {
	SATCHEL_OPENSSH, /* ssh-add, ssh-keygen */
	SATCHEL_PEM,	 /* openssl: PKCS #8, SPKI (RFC 8410) */
	SATCHEL_MINISIGN /* minisign -S -l; the public form is also signify's */
};

/*
 * Writes key file |path| in another |form|: its public half (which a public
 * key file does too), or the secret key, unencrypted.  It goes to file |out|,
 * which must not exist (0600, or 0644 if public), or, NULL, to |put|, from
 * locked memory and in one call; false from it is an EIO.
 */
SATCHEL_MUST bool satchel_key_export(const char *path, const char *passphrase,
    enum satchel_key_form form, bool public_half, const char *out,
    bool (*put)(void *ctx, const void *p, size_t n), void *ctx,
    struct satchel_err *err);

/* A connection to a local ssh-agent, whose socket is |path|. */
struct satchel_agent;
SATCHEL_MUST bool satchel_agent_open(
    const char *path, struct satchel_agent **a, struct satchel_err *err);
void satchel_agent_close(struct satchel_agent *a);

/*
 * Which release key of the officer's newest root the agent would sign with:
 * that of |public_file|, or, NULL, the only one it holds.  ENO if it holds
 * none, EUSAGE if several.
 */
SATCHEL_MUST bool satchel_sign_agent_key(const struct satchel_signing *s,
    struct satchel_agent *a, const char *public_file,
    char signer[SATCHEL_NAME_MAX], struct satchel_err *err);

/* satchel_sign_finish by the agent's key. */
SATCHEL_MUST bool
satchel_sign_agent(struct satchel_signing *s, struct satchel_agent *a,
    const char *public_file, const char *detached, const char *replace_old,
    char signer[SATCHEL_NAME_MAX], struct satchel_err *err);

/*
 * Signs, with a State's |key_file|, that the installed release of |directory|
 * is held at |now|.  The line is added to the bundle |add|, which must be that
 * release; else a text with it is written to |out|, which must not exist, or,
 * NULL, given out in |*text|, which the caller frees with free(3).  EDATE if
 * this machine's clock cannot be right.
 */
SATCHEL_MUST bool
satchel_receipt_make(struct satchel_home *home, const char *directory,
    const char *key_file, const char *passphrase, int64_t now, const char *add,
    const char *out, char **text, struct satchel_release *r,
    char state[SATCHEL_NAME_MAX], struct satchel_err *err);

/* ---- a State's own record -------------------------------------------------- */

/*
 * Compares the records of |party| in release |s| with those that the party's
 * YAML |file| would become, as satchel_diff does: |was| is the release's, |now|
 * the file's.  |confirmed|, which the builder writes, is left out.  EFORMAT,
 * and |f| holding them, if check finds an error in the file; ENO if it has no
 * such party.  |tzdir| as satchel_check.  |f| is to be freed on success and
 * failure.
 */
SATCHEL_MUST bool
satchel_mine(struct satchel *s, const char *party, const char *file,
    const char *tzdir, bool (*each)(void *ctx, const struct satchel_change *c),
    void *ctx, struct satchel_totals *t, struct satchel_findings *f,
    struct satchel_err *err);

#ifdef __cplusplus
}
#endif
#endif
