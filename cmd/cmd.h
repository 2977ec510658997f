/* cmd: what the commands share.  A command parses, makes one library call,
 * prints and gives back its exit status; cmd/ sees include/, never lib/. */
#ifndef CMD_H
#define CMD_H

#include "confine.h"
#include "opt.h"
#include "out.h"
#include "satchel.h"

enum { CLI_PATH = 4096 };

/* One run of the program: the options common to the commands, and what they
 * opened. */
struct cli {
	const char *command; /* "find" */
	struct out out;	     /* standard output */
	int status; /* what the command exits with, once it is settled */
	const char *const *args; /* operands; argv's, so not freed */
	size_t n;

	const char *bundle, *directory, *passphrase_file;
	const char *colour; /* "auto", "always", "never"; NULL: not said */
	bool json, plain, raw, strict, archive, stats, no_pager;
	int64_t now;

	char home_path[CLI_PATH];
	struct satchel_home *home;
	struct satchel *s;  /* the release that is read */
	const char *writes; /* a file made once it is read; NULL: none */

	bool completing; /* only what could come next is asked for */
	int pager;	 /* its process; 0: none */
	char *typed;	 /* what standard input said, for |args| */
	const char **lines;
};

/* Options that several commands take; bits of struct spec's |common|. */
enum {
	COMMON_BUNDLE = 1,    /* -b */
	COMMON_DIRECTORY = 2, /* -d */
	COMMON_FORMAT = 4,    /* --json --plain */
	COMMON_RAW = 8,	      /* --raw */
	COMMON_FRESH = 16,    /* --strict --archive --now */
	COMMON_NOW = 32,      /* --now alone */
	COMMON_PASS = 64,     /* --passphrase-file */
	COMMON_STATS = 128,   /* --stats */
	COMMON_JSON = 256,    /* --json alone */
	COMMON_STDIN = 512,   /* "-" is more operands, from standard input */
	COMMON_READ = COMMON_BUNDLE | COMMON_DIRECTORY | COMMON_FORMAT |
		      COMMON_FRESH | COMMON_STATS
};

/* ---- the commands, each in the file of its name ------------------------ */
int cmd_attach(struct cli *c, int argc, char **argv);
int cmd_book(struct cli *c, int argc, char **argv);
int cmd_build(struct cli *c, int argc, char **argv);
int cmd_card(struct cli *c, int argc, char **argv);
int cmd_check(struct cli *c, int argc, char **argv);
int cmd_compare(struct cli *c, int argc, char **argv);
int cmd_diff(struct cli *c, int argc, char **argv);
int cmd_export(struct cli *c, int argc, char **argv);
int cmd_find(struct cli *c, int argc, char **argv);
int cmd_info(struct cli *c, int argc, char **argv);
int cmd_install(struct cli *c, int argc, char **argv);
int cmd_keygen(struct cli *c, int argc, char **argv);
int cmd_key(struct cli *c, int argc, char **argv);
int cmd_list(struct cli *c, int argc, char **argv);
int cmd_log(struct cli *c, int argc, char **argv);
int cmd_now(struct cli *c, int argc, char **argv);
int cmd_mine(struct cli *c, int argc, char **argv);
int cmd_pin(struct cli *c, int argc, char **argv);
int cmd_prove(struct cli *c, int argc, char **argv);
int cmd_receipt(struct cli *c, int argc, char **argv);
int cmd_root(struct cli *c, int argc, char **argv);
int cmd_show(struct cli *c, int argc, char **argv);
int cmd_sign(struct cli *c, int argc, char **argv);
int cmd_status(struct cli *c, int argc, char **argv);
int cmd_verify(struct cli *c, int argc, char **argv);
int cmd_who(struct cli *c, int argc, char **argv);

/* ---- cli.c: opening and closing ---------------------------------------- */

void cli_init(struct cli *c);
/* Closes what is open, flushes, and turns a failed write into status 9. */
int cli_done(struct cli *c, int status);

/* Threads that this process can have run at once, at most THREADS_MAX. */
enum { THREADS_MAX = 64 };
unsigned threads_here(void); /* threads.c */

/* What the common options say, for a library call. */
struct satchel_check_opts cli_opts(const struct cli *c);

/* Opens the store of SATCHEL_HOME; warns if it is not safe.  False: complained,
 * and c->status is set. */
bool cli_home(struct cli *c);
/* From here on only the store, what is granted here, and what asks for a
 * passphrase can be opened; the store is written only if |writes|. */
void
cli_confine(const struct cli *c, bool writes, const struct grant *g, size_t n);
/* The store and the release that -b, -d, --archive and --strict ask for. */
bool cli_read(struct cli *c);
/* The clock, or the release's date if that is later: for what is past. */
int64_t cli_today(const struct cli *c, const struct satchel_release *r);
/* 7 and a complaint if --strict and |r| is not fresh; else |status|. */
int
cli_strict(const struct cli *c, const struct satchel_release *r, int status);

/* ---- words.c, pager.c, party.c, complete.c ------------------------------ */

/* In place of "-" among the operands the lines of standard input, up to |max|
 * operands in all.  False: complained, c->status is set. */
bool words_from_stdin(struct cli *c, size_t max);

/* May c->command's output be long, so that it goes through a pager? */
bool pager_wanted(const struct cli *c, int argc, char *const *argv);
/* Starts it if standard output is a terminal; before anything is confined. */
void pager_start(struct cli *c, int argc, char *const *argv);
void pager_wait(struct cli *c);

/*
 * The parties whose ids begin with |prefix|, in order, as long as |each|
 * returns true; contacts are passed over, mostly unread.
 */
SATCHEL_MUST bool party_each(struct satchel *s, const char *prefix,
    bool (*each)(void *ctx, const struct satchel_record *r), void *ctx,
    struct satchel_err *err);
/* "did you mean XTR (Tarsenia)?" in |hint|; false if no party's id is near. */
bool party_hint(struct satchel *s, const char *typed, char *hint, size_t size);

/* One of these: |word|, and what it is; NULL: nothing to say. */
void complete_put(struct cli *c, const char *word, const char *what);
/* What could stand at the end of |argv|, a line each: in place of running. */
void complete_here(struct cli *c, const struct spec *s,
    const struct opt_table *t, int argc, char **argv);

/* ---- complain.c --------------------------------------------------------- */

/* Prints |err| and its hint on standard error; returns its exit status. */
int complain(const struct satchel_err *err);
/* "satchel: error: MESSAGE", "hint: HINT" (NULL: none); returns |status|. */
int complain_as(int status, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void warn_of(const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A line on standard error, ours, wrapped, without "satchel:". */
void note_of(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- banner.c: what a reader must know of a release -------------------- */

/* The lines OLDER, ROOT CHANGED, STALE, EXPIRED, CLOCK WRONG; from here on
 * every line of text of an exercise begins with EXERCISE.  Nothing in JSON. */
void banner(struct cli *c, const struct satchel_release *r);
void banner_prefix(struct cli *c, const struct satchel_release *r);
/* The same where only the directory's name is known. */
void banner_directory(struct cli *c, const char *name);
/* The members that say it in JSON: directory, edition, epoch, release,
 * freshness, older, clock_wrong, root_replaced. */
void banner_json(struct out *o, const struct satchel_release *r);
const char *freshness_name(enum satchel_freshness f);

/* ---- release.c: a statement's fields ------------------------------------ */
void release_text(struct cli *c, const struct satchel_release *r);
void release_json(struct out *o, const struct satchel_release *r);
/* "release 41 of 2026-03-01" and the like, in |buf|, which is returned. */
#define SHORT_SIZE 96
const char *
release_short(const struct satchel_release *r, char buf[SHORT_SIZE]);
/* "name     value" with the value wrapped; "name: value" in plain. */
void field_text(struct cli *c, const char *name, const char *value);
void field_fmt(struct cli *c, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void field_groups(struct cli *c, const char *name, const char *hex);
void field_time(struct cli *c, const char *name, int64_t t);

/* ---- card.c, record.c: records on the screen ---------------------------- */

/* The whole record, what to dial first.  |now| marks dates that are past. */
void card_show(struct cli *c, const struct satchel_record *r, int64_t now);
/* The same of a record of c->s: what to dial first at |now|, who is there; if
 * it stands |alone|, also whom to try next. */
bool card_show_at(struct cli *c, const struct satchel_record *r, int64_t now,
    bool alone, struct satchel_err *err);
/* Three or four lines that fit 80 columns. */
void card_brief(struct cli *c, const struct satchel_record *r, int64_t now);
/* One field a line: "phones.1.number: +999...". */
void record_plain(struct cli *c, const struct satchel_record *r);
/* The name that a party is shown by: en, else und, else the first. */
const char *party_name(const struct satchel_value *party);
const char *str_of(const struct satchel_value *map, const char *key);
/* Positions of |list|'s items, most preferred first; returns how many. */
#define ORDER_MAX 1024
size_t by_pref(const struct satchel_value *list, size_t order[ORDER_MAX]);

/* ---- none.c: what was not found ------------------------------------------ */

/* If |word| is a State that has no record, says that this is no error, and
 * returns true. */
bool state_without_record(struct cli *c, const char *word);
/* That nothing has all of c->args; returns 1. */
int none_found(struct cli *c);
/* No record has the id |typed|: said, with what was perhaps meant; 1. */
int no_record(struct cli *c, const char *typed);
/* A search was refused: complained, with the field that was perhaps meant. */
int words_refused(const struct cli *c, const struct satchel_err *err);
/* What stands for words that were not found as typed; an empty line. */
void guesses_text(struct out *o, size_t n, const struct satchel_guess *guess);
void guesses_json(struct out *o, size_t n, const struct satchel_guess *guess);
const char *match_name(enum satchel_match m);

/* ---- progress.c ---------------------------------------------------------- */

/* A line on a terminal's standard error for what takes over a second. */
struct progress {
	bool tty;
	bool shown;
	int64_t began_ms, last_ms, stage_ms;
	const char *what;  /* "verifying" */
	const char *stage; /* what is counted now */
};
/* From here on SIGINT, SIGTERM and SIGHUP only ask to stop. */
void progress_init(struct progress *p, const char *what);
bool progress_tick(void *progress, uint64_t done, uint64_t total);
bool progress_stage(
    void *progress, const char *stage, uint64_t done, uint64_t total);
void progress_done(struct progress *p); /* takes the line away */
void catch_signals(void);
bool stop_asked(void);

/* ---- pass.c: questions on the terminal ---------------------------------- */

#define PASS_MAX 1024 /* with its NUL */
/* A passphrase, in memory that does not go to swap if that can be had. */
struct pass {
	char text[PASS_MAX];
};
/*
 * From --passphrase-file, SATCHEL_PASSPHRASE_FILE, or /dev/tty without echo,
 * there twice if |twice|.  False: complained, c->status is set.
 */
bool pass_get(struct cli *c, const char *prompt, bool twice, struct pass *p);
void pass_wipe(struct pass *p);
/* One line typed on /dev/tty, echoed; 0 or the exit status. */
int ask_line(const char *prompt, const char *hint, char *buf, size_t size);
/* No core files; with |secret| no debugger either. */
void harden(bool secret);

#endif
