/*
 * satchel.h: what a State needs of a directory of contacts: pin a root of
 * trust, verify and install a release, find people in it.  Everything a
 * custodian adds is in satchel_build.h.  The manual is satchel(3), the format
 * satchel(5).
 *
 * All strings are UTF-8 and end in NUL; times are seconds since 1970 UTC.
 * Nothing here prints, exits, or reads a clock, the environment or a terminal.
 */
#ifndef SATCHEL_H
#define SATCHEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SATCHEL_VERSION "0.1.0"
/* The program's own release date: no clock that runs can be before it. */
#define SATCHEL_RELEASED INT64_C(1793491200) /* 2026-11-01T00:00:00Z */

#define SATCHEL_MUST __attribute__((warn_unused_result))

/* ---- errors ---------------------------------------------------------- */

/* Why a call failed.  satchel_status gives the exit status for each. */
enum satchel_code {
	SATCHEL_OK = 0,
	SATCHEL_ENO,	    /* the answer is no: not found, differs        1 */
	SATCHEL_EUSAGE,	    /* the caller's words are off               2 */
	SATCHEL_EUNTRUSTED, /* not authentic, or a wrong passphrase 3 */
	SATCHEL_EROLLBACK,  /* older than what is held, or revoked   4 */
	SATCHEL_EFORK,	    /* two texts for one number                  5 */
	SATCHEL_EFORMAT,    /* damaged or malformed                    6 */
	SATCHEL_ELIMIT,	    /* larger than the format allows            6 */
	SATCHEL_EDATE,	    /* stale under strict, or a date refused     7 */
	SATCHEL_EPIN,	    /* nothing pinned, or another directory       8 */
	SATCHEL_EIO,	    /* a file could not be read or written         9 */
	SATCHEL_ENOMEM,	    /* no memory                                9 */
	SATCHEL_ESELFTEST,  /* this libsodium accepts bad keys       9 */
	SATCHEL_ECANCEL	    /* the progress function said stop          9 */
};

/* One failure: what, where, and what to do next.  No field is allocated. */
struct satchel_err {
	enum satchel_code code;
	uint32_t line;	 /* of a text file, from 1; 0: none */
	uint32_t col;	 /* in code points, from 1; 0: none */
	uint64_t offset; /* of a binary file */
	bool has_offset;
	char file[256]; /* "" if no file is to blame */
	char msg[256];
	char hint[256]; /* "" if there is nothing to advise */
};

/* The exit status (satchel(1), EXIT STATUS), 0 to 9. */
int satchel_status(enum satchel_code code);

/* ---- values ---------------------------------------------------------- */

/* A part of a record: a string, an integer, a list or a map in stored order. */
struct satchel_value;

enum satchel_type {
	SATCHEL_STRING,
	SATCHEL_INTEGER,
	SATCHEL_LIST,
	SATCHEL_MAP
};

/* All of these take NULL and an index out of range, and then return NULL, 0
 * or SATCHEL_STRING.  What they return is borrowed from the record. */
enum satchel_type satchel_value_type(const struct satchel_value *v);
size_t satchel_value_count(const struct satchel_value *v); /* list or map */
const struct satchel_value *satchel_value_at(
    const struct satchel_value *v, size_t i); /* list item or map value */
const char *satchel_value_key(const struct satchel_value *v, size_t i);
const struct satchel_value *satchel_value_get(
    const struct satchel_value *v, const char *key); /* of a map */
const char *satchel_value_string(const struct satchel_value *v);
int64_t satchel_value_integer(const struct satchel_value *v);
/* |v| as canonical JSON, which the caller frees with free(3); a NUL follows
 * its |*n| bytes. */
SATCHEL_MUST bool satchel_value_json(const struct satchel_value *v, char **json,
    size_t *n, struct satchel_err *err);

enum satchel_kind { SATCHEL_PARTY, SATCHEL_CONTACT, SATCHEL_ZONE };

/* A record: borrowed from whatever gave it. */
struct satchel_record {
	enum satchel_kind kind;
	const char *id; /* "XTR", "XTR/dip-1", "zone:Asia/Kathmandu" */
	const struct satchel_value *value; /* a map */
	const char *json;		   /* canonical, one line without LF */
	size_t json_len;
};

/* ---- what is known of a release -------------------------------------- */

enum satchel_freshness {
	SATCHEL_FRESH,	    /* now < next-by */
	SATCHEL_STALE,	    /* next-by <= now < expires */
	SATCHEL_EXPIRED,    /* expires <= now */
	SATCHEL_CLOCK_WRONG /* the machine's clock cannot be right */
};

#define SATCHEL_NAME_MAX 101 /* 100 bytes and a NUL */
#define SATCHEL_KEYS_MAX 16
#define SATCHEL_HEX_SIZE 65 /* 64 hex digits and a NUL */

/* The statement's fields and what the verifier found out.  A plain value. */
struct satchel_release {
	char directory[SATCHEL_NAME_MAX];
	char title[SATCHEL_NAME_MAX];
	bool exercise; /* show EXERCISE on every line */
	uint32_t epoch, release;
	int64_t issued, next_by, expires;
	uint32_t root; /* version the statement names */
	uint64_t records, payload_size;
	char fingerprint[SATCHEL_HEX_SIZE];  /* SHA-256 of the statement text */
	char previous[SATCHEL_HEX_SIZE];     /* "" for none */
	char records_root[SATCHEL_HEX_SIZE]; /* RFC 6962 tree of the records */
	/* found out: */
	uint32_t threshold; /* signatures needed */
	size_t signers;	    /* known keys with a good signature */
	char signer[SATCHEL_KEYS_MAX][SATCHEL_NAME_MAX];
	bool
	    signatures_checked; /* false: an installed release, by its digest */
	bool older;		/* read with archive: superseded or revoked */
	bool
	    root_replaced; /* installed, and of a root that was replaced since */
	enum satchel_freshness freshness;
	bool clock_wrong; /* the machine's clock cannot be right; whatever the
			   * freshness, which then goes by what was seen */
};

/* ---- the State's store ------------------------------------------------ */

/* One folder with a folder for each pinned directory (satchel(5), "The
 * store").  Opening it creates nothing. */
struct satchel_home;

/* |path| may be absent on disk; it is made by satchel_pin. */
SATCHEL_MUST bool satchel_home_open(
    const char *path, struct satchel_home **home, struct satchel_err *err);
void satchel_home_close(struct satchel_home *home);

/* "" or why the store's folder is not safe to trust: another owner, or
 * writable by all. */
const char *satchel_home_warning(const struct satchel_home *home);

/* The names of the pinned directories, sorted.  Borrowed from |home|. */
SATCHEL_MUST bool satchel_home_directories(struct satchel_home *home,
    const char *const **names, size_t *n, struct satchel_err *err);

/* The store's memory of one directory.  A plain value. */
struct satchel_pin {
	char directory[SATCHEL_NAME_MAX];
	uint32_t pinned_root;			 /* version that was pinned */
	uint32_t root;				 /* newest accepted */
	char root_fingerprint[SATCHEL_HEX_SIZE]; /* of the newest */
	int64_t root_issued, root_expires;
	uint32_t epoch, minimum_release;
	uint32_t release_threshold, root_threshold;
	uint32_t installed_epoch, installed_release; /* 0: nothing installed */
	char installed_fingerprint[SATCHEL_HEX_SIZE];
	int64_t seen_time; /* highest issued accepted */
};

/* |directory| NULL: the only one pinned (EPIN if none, EUSAGE if several). */
SATCHEL_MUST bool satchel_home_pin(struct satchel_home *home,
    const char *directory, struct satchel_pin *pin, struct satchel_err *err);

/*
 * The one act of trust: takes from |file| (a .roots file or a bundle) the
 * root text whose SHA-256 is |fingerprint| (64 hex digits, any case, spaces
 * ignored).  Never says what it expected.  |replace| lets go of another pin
 * of the same directory.
 */
SATCHEL_MUST bool satchel_pin(struct satchel_home *home, const char *file,
    const char *fingerprint, bool replace, struct satchel_pin *pin,
    struct satchel_err *err);

struct satchel_file;
struct satchel_check_opts {
	const char *directory; /* NULL: whichever is pinned */
	int64_t now;
	bool quick;	  /* signatures, tree digests, tiling; no more */
	bool archive;	  /* read what is older or revoked, labelled */
	bool accept_date; /* install only: issued over 48 h ahead */
	uint32_t at_least_epoch, at_least_release; /* install; 0: not asked */
	const char *root_file, *fingerprint;	   /* verify without a store */
	struct satchel_receipts *receipts; /* verify only; NULL: not asked */
	struct satchel_file *file; /* verify: |path|, opened; NULL: it is not */
	unsigned threads;	   /* verify, install, sign: at most; 0: one */
	bool (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx; /* progress returns false to cancel */
};

enum satchel_verdict {
	SATCHEL_GOOD,	  /* everything was checked */
	SATCHEL_QUICK,	  /* contents of the index were not */
	SATCHEL_OLDER,	  /* authentic, but older or revoked (archive) */
	SATCHEL_UNINDEXED /* good, but an unknown fold table: index not checked */
};

/*
 * Checks the bundle |path|, or, NULL, the copy that is installed, as
 * satchel(5), "Verifying", says, in that order.  Success: |r| and |verdict|.
 * Failure: |err|, and |r| is untouched.
 */
SATCHEL_MUST bool satchel_verify(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *opts, struct satchel_release *r,
    enum satchel_verdict *verdict, struct satchel_err *err);

/*
 * Verifies and puts the bundle into the store.  |*news| is false if the very
 * same release was installed already.  A refusal changes nothing that is
 * installed.
 */
SATCHEL_MUST bool satchel_install(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *opts, struct satchel_release *r,
    bool *news, struct satchel_err *err);

/* One accepted release in the store's history. */
struct satchel_log_line {
	uint32_t epoch, release;
	int64_t issued;
	char fingerprint[SATCHEL_HEX_SIZE];
	bool readable; /* the release itself is still in the store */
};
/* Oldest first.  The caller frees |*lines| with free(3). */
SATCHEL_MUST bool
satchel_home_log(struct satchel_home *home, const char *directory,
    struct satchel_log_line **lines, size_t *n, struct satchel_err *err);

/* ---- reading a release ------------------------------------------------ */

struct satchel;

/*
 * Opens the installed release of |opts->directory|, or the bundle |path| if
 * not NULL (signatures checked, nothing written).  Every byte read later is
 * verified as it is read.
 */
SATCHEL_MUST bool satchel_open(struct satchel_home *home, const char *path,
    const struct satchel_check_opts *opts, struct satchel **out,
    struct satchel_err *err);
void satchel_close(struct satchel *s);

/* Borrowed from |s|. */
const struct satchel_release *satchel_release_of(const struct satchel *s);

/* The release's search index. */
struct satchel_index {
	uint32_t fold_table; /* by which words were folded */
	bool known; /* this program folds by it: else ids alone can be found */
	uint64_t terms;
};
void satchel_index_of(const struct satchel *s, struct satchel_index *i);

/* What reading cost so far. */
struct satchel_stats {
	uint64_t bytes_read, digests, nodes, blocks;
};
void satchel_stats(const struct satchel *s, struct satchel_stats *st);

/*
 * The record |id|, exactly as stored; SATCHEL_ENO if there is none.  Borrowed
 * from |s| until satchel_close.
 */
SATCHEL_MUST bool satchel_get(struct satchel *s, const char *id,
    struct satchel_record *r, struct satchel_err *err);

/*
 * Records in order of id, from the first whose id is >= |from| ("" for all),
 * as long as |each| returns true.  A record is borrowed for that call only.
 */
SATCHEL_MUST bool satchel_walk(struct satchel *s, const char *from,
    bool (*each)(void *ctx, const struct satchel_record *r), void *ctx,
    struct satchel_err *err);

enum satchel_match {
	SATCHEL_EXACT,
	SATCHEL_PREFIX,
	SATCHEL_FUZZY, /* one or two typos */
	SATCHEL_SUBSTRING
};

struct satchel_hit {
	struct satchel_record record;
	enum satchel_match match; /* the weakest of its words */
	const char *field; /* best field met: "name", "organization" ... */
};

struct satchel_hits {
	size_t n;
	const struct satchel_hit *hit; /* best first */
	uint64_t total;		       /* contacts and parties that match */
	bool more;		       /* |total| is a lower bound */
	/* For each word that was not found as typed: the word and what stands
	 * for it in these hits.  */
	size_t guesses;
	const struct satchel_guess {
		const char *word;
		const char *meant;
		enum satchel_match match;
	} * guess;
};

/*
 * The records that meet every one of |n| words: "word", "prefix*",
 * "\"substring\"", "field:value" with field state, role, lang, name, org,
 * party, title, email, phone, note or key.  A word with spaces is several.
 * At most |limit| (1 or more) are returned.  |*hits| is borrowed from |s|
 * until the next satchel_find or satchel_close.  None: success with n 0.
 */
SATCHEL_MUST bool satchel_find(struct satchel *s, const char *const *words,
    size_t n, size_t limit, struct satchel_hits *hits, struct satchel_err *err);

/* ---- who can answer now ------------------------------------------------- */

/* Best first: the first three answer. */
enum satchel_duty {
	SATCHEL_AROUND_THE_CLOCK, /* its hours are 24/7 */
	SATCHEL_ON_DUTY,	  /* within its hours */
	SATCHEL_ON_CALL, /* not there, but a number of it is answered */
	SATCHEL_OFF_DUTY,
	SATCHEL_DUTY_UNKNOWN,
	SATCHEL_NOT_VALID /* by its own dates */
};
enum { SATCHEL_DUTIES = 6 };

enum satchel_why {
	SATCHEL_IS_THERE,
	SATCHEL_OUT_OF_HOURS,
	SATCHEL_HOLIDAY,
	SATCHEL_NOT_YET_VALID,
	SATCHEL_NO_LONGER_VALID,
	SATCHEL_NO_HOURS, /* the record has none */
	SATCHEL_NO_ZONE,  /* the record has none */
	SATCHEL_NO_OFFSET /* the release knows no offset for that time */
};

/* What is borrowed here lives as long as the record. */
struct satchel_availability {
	enum satchel_duty duty;
	enum satchel_why why;
	const char *holiday; /* its label, where that is why; else NULL */
	bool local;	     /* the offset there is known: */
	int32_t offset;	     /* seconds east of UTC, at the time asked for */
	const char *abbreviation;
	int64_t change; /* when it closes, if on duty, else when it opens; 0:
			 * never, or not known */
	int32_t change_offset; /* seconds east of UTC, there and then */
	const struct satchel_value *phone; /* to ring first; NULL: none */
	bool answered; /* |phone| is answered at the time asked for */
	const struct satchel_value *email; /* to write to first; NULL: none */
};

struct satchel_now_opts {
	const char *const *words; /* as satchel_find; the first may be a party's
				   * id, the others begin a role or local id */
	size_t n;		  /* 0: everybody */
	const char *role;	  /* NULL: any */
	const char *const *lang;  /* BCP 47 tags, best first */
	size_t langs;		  /* 0: any */
	int64_t at;
	size_t limit; /* 1 to 10,000 */
};

struct satchel_now_one {
	struct satchel_record record; /* a contact; of a mission, its party */
	bool mission;
	struct satchel_availability is;
	const char *language; /* the best in common; NULL: none asked for */
};

struct satchel_now {
	size_t n;
	const struct satchel_now_one
	    *one;		      /* who answers first, then who will */
	size_t count[SATCHEL_DUTIES]; /* of all, not of these |n| alone */
	size_t total;
	size_t other_role; /* met the words, and are left out */
	size_t left_out;   /* the same, without a language in common */
	bool more; /* more than 10,000 met the words; these were looked at */
	size_t guesses; /* as struct satchel_hits */
	const struct satchel_guess *guess;
};

/*
 * Who can answer at |opts->at|, by hours, holidays, validity and the zones
 * signed into the release.  A party's mission is among them where its words
 * meet one party alone.  |*now| is borrowed from |s| until the next satchel_now,
 * satchel_find or satchel_close.  Nobody: success with n 0.
 */
SATCHEL_MUST bool
satchel_now(struct satchel *s, const struct satchel_now_opts *opts,
    struct satchel_now *now, struct satchel_err *err);

/*
 * The same of one contact, or of a party's mission.  |r| is a record of |s|;
 * what |*is| points to is borrowed from it and from |s|.
 */
SATCHEL_MUST bool
satchel_available(struct satchel *s, const struct satchel_record *r, int64_t at,
    struct satchel_availability *is, struct satchel_err *err);

/*
 * True if |word| is a State's code (ISO 3166-1 alpha-3, any case; with
 * |exercise| also one that is user-assigned) or its English name.  |code| is
 * set, and |*name| to the name, NULL if it has none.
 */
bool
satchel_state(const char *word, bool exercise, char code[4], const char **name);

/* ---- proofs: one contact that proves itself ------------------------------ */

/* Writes to |out|, which must not exist, a proof of record |id| that can be
 * checked with nothing but the pinned root.  Reads every record once. */
SATCHEL_MUST bool satchel_prove(struct satchel *s, const char *id,
    const char *out, struct satchel_err *err);

struct satchel_proof;

/*
 * A file that may be a bundle or a proof, opened once: what is verified is
 * what was looked at.  |opts->file| then is |*f|; it can be verified once, and
 * is still the caller's to close.
 */
SATCHEL_MUST bool satchel_file_open(
    const char *path, struct satchel_file **f, struct satchel_err *err);
void satchel_file_close(struct satchel_file *f);

/* True if |f| begins like a proof. */
bool satchel_is_proof(const struct satchel_file *f);

/*
 * Checks proof |path| against the stored roots of |opts->directory| or, NULL,
 * of any pinned directory whose release keys signed it.  |r| and |rec| on
 * success; |rec| is borrowed from |*p|, which satchel_proof_close frees.
 */
SATCHEL_MUST bool satchel_proof_verify(struct satchel_home *home,
    const char *path, const struct satchel_check_opts *opts,
    struct satchel_proof **p, struct satchel_release *r,
    struct satchel_record *rec, struct satchel_err *err);
void satchel_proof_close(struct satchel_proof *p);

/* ---- the desk: what changed, and who is that ----------------------------- */

enum satchel_change_type { SATCHEL_JOINED, SATCHEL_LEFT, SATCHEL_CHANGED };

/* One value of a record that is not what it was. */
struct satchel_delta {
	const char *field; /* "phones", "mission.emails", "name.fr", "title" */
	const struct satchel_value *was,
	    *now;     /* NULL: none; of a list of phones,
						* keys and so on one item */
	bool confirm; /* a number, an address or a key: by another route */
};

/* One record that joined, left or changed. */
struct satchel_change {
	enum satchel_change_type change;
	enum satchel_kind kind;
	const char *id;
	const struct satchel_value *was, *now; /* the records; NULL: none */
	size_t n;
	const struct satchel_delta *delta; /* those to confirm come first; of a
					    * record that joined only those */
	int64_t
	    since; /* a time zone that changed: offsets differ from then on */
};

struct satchel_totals {
	struct satchel_counts {
		uint64_t joined, left, changed;
	} parties, contacts, zones;
	/* in records that stayed: changed, added or taken away */
	uint64_t numbers, addresses, keys;
	uint64_t confirmed; /* contacts where nothing but |confirmed| differs:
			     * they are not given out, nor counted above */
};

/*
 * What changed from release |was| to release |now|, of one |party| or, NULL,
 * of all: |t|, and in order of id each change to |each| (may be NULL) as long
 * as that returns true.  A change is borrowed for that call.  A zone has
 * changed only if its offsets differ at a time that both releases know.
 * Another directory: EPIN; a |party| in neither: ENO.
 */
SATCHEL_MUST bool satchel_diff(struct satchel *was, struct satchel *now,
    const char *party, bool (*each)(void *ctx, const struct satchel_change *c),
    void *ctx, struct satchel_totals *t, struct satchel_err *err);
/* Is any of the counts more than 0? */
bool satchel_totals_any(const struct satchel_totals *t);

/*
 * Opens the release that was installed before the one that is, for reading
 * what has changed; ENO if the store has none.
 */
SATCHEL_MUST bool satchel_open_previous(struct satchel_home *home,
    const struct satchel_check_opts *opts, struct satchel **out,
    struct satchel_err *err);

enum satchel_who_type { SATCHEL_NUMBER, SATCHEL_EMAIL, SATCHEL_KEY };

/* How near to what was asked a listed value is. */
enum satchel_nearness {
	SATCHEL_LISTED, /* it is the very same */
	SATCHEL_ENDING, /* asked without its beginning: the number ends in it */
	SATCHEL_ONE_DIGIT,   /* one digit is another, too many or missing */
	SATCHEL_SAME_PREFIX, /* a number that begins alike */
	SATCHEL_SAME_DOMAIN, /* another mailbox of the domain, or below it */
	SATCHEL_IMPOSTOR     /* a domain that could be taken for it */
};

struct satchel_who_hit {
	struct satchel_record record;
	enum satchel_nearness nearness;
	const char *field; /* "phones", "mission.emails", "keys" */
	const struct satchel_value *value; /* the phone, the e-mail, the key */
};

struct satchel_who {
	enum satchel_who_type type;
	const char *asked; /* as it was understood: "+99915550911" */
	bool odd;    /* an e-mail with characters that can look like others */
	bool listed; /* then all hits are LISTED, else none is */
	size_t n;
	const struct satchel_who_hit *hit; /* nearest first */
	bool more;			   /* there are more than these */
};

/*
 * Who is behind the number, e-mail address or fingerprint |typed|, written in
 * any way?  At most |limit| (1 to 1,000) hits.  |*w| is borrowed from |s| until
 * the next satchel_who or satchel_close.  EUSAGE for what is none of the three,
 * and for a key id that is shorter than a fingerprint.
 */
SATCHEL_MUST bool satchel_who(struct satchel *s, const char *typed,
    size_t limit, struct satchel_who *w, struct satchel_err *err);

/* ---- receipts: who else holds this release, by their own word ------------ */

#define SATCHEL_RECEIPTS_MAX 64

struct satchel_receipt {
	char state[SATCHEL_NAME_MAX]; /* name of the State's key */
	int64_t time; /* since when it holds the statement, as it says */
	bool good;    /* false: of a known key, but its signature is not good */
};

/*
 * What satchel_verify is asked for in opts->receipts, and finds: receipts by
 * known State keys, in STATEMENT and in |files|, each key once.  Known are the
 * public key files states/NAME.pub in the store of the directory, and
 * |key_files|.  Receipts never count as signatures.
 */
struct satchel_receipts {
	const char *const *key_files;
	size_t keys;
	const char *const *files; /* texts with receipt lines */
	size_t nfiles;
	size_t n; /* from here on: found */
	struct satchel_receipt receipt[SATCHEL_RECEIPTS_MAX];
	size_t known;	   /* State keys that are known */
	size_t unknown;	   /* receipts by other keys */
	size_t unreadable; /* files in states/ that are no public key */
	struct satchel_err
	    err; /* not SATCHEL_OK: why they are not all here; the
				 * verdict stands all the same */
};

/* ---- between States ------------------------------------------------------- */

enum satchel_relation {
	SATCHEL_SAME, /* one and the same text */
	SATCHEL_FIRST_OLDER,
	SATCHEL_SECOND_OLDER,
	SATCHEL_FORKED /* two texts for one number */
};

struct satchel_comparison {
	enum satchel_relation relation;
	struct satchel_release a, b; /* each verified against the pin */
	bool linked; /* the newer names the older by its fingerprint */
	/* of a fork: */
	uint32_t epoch, release; /* the number with two texts; 0: of a root */
	uint32_t root; /* the root version with two texts; 0: of a release */
	uint32_t
	    common; /* the last release that both histories hold; 0: unknown */
	char text_a[SATCHEL_HEX_SIZE], text_b[SATCHEL_HEX_SIZE]; /* fingerprints
								   * of the two */
};

/*
 * Verifies |a| and |b| (bundles, proofs or STATEMENT files) against the roots
 * of the pinned directory, older ones too, and says how they stand to each
 * other.  |b| NULL: the installed release.  PAYLOAD is not looked at.  What is
 * not authentic is refused with its own code; another directory: EPIN; what
 * contradicts a release accepted here while |a| and |b| agree: EFORK.  Both
 * texts of a fork are kept as evidence.
 */
SATCHEL_MUST bool satchel_compare(struct satchel_home *home, const char *a,
    const char *b, const struct satchel_check_opts *opts,
    struct satchel_comparison *c, struct satchel_err *err);

#ifdef __cplusplus
}
#endif
#endif
