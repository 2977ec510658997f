/* forge: keys, roots, statements and whole bundles for the tests, good ones
 * and, since it signs what it is told to, bad ones. */
#ifndef FORGE_H
#define FORGE_H

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle.h"
#include "root.h"
#include "statement.h"
#include "unit.h"

enum { FORGE_KEYS = 8, FORGE_ROOTS = 8 };

#define T0 INT64_C(1793750400) /* 2026-11-04T00:00:00Z */
#define DAYS(n) ((int64_t)(n)*86400)

/* Keys 0-3 are root keys a-d, 4-7 officers a-d. */
struct forge {
	struct sat_seckey *key[FORGE_KEYS];
	struct sat_root root[FORGE_ROOTS]; /* root[v - 1], text as signed */
	struct sat_wr roots;		   /* notes 1 .. n */
	size_t nroots;
	struct sat_wr history;
	struct sat_statement last; /* the newest made */
	struct sat_wr note;	   /* its note */
	struct sat_wr payload;
	char path[256];
};

static inline const struct sat_pubkey *
forge_pub(const struct forge *f, int k)
{
	return sat_seckey_public(f->key[k]);
}

/* Adds the signature of key |k| over the note's text. */
static inline void
forge_sign(struct forge *f, struct sat_wr *note, int k)
{
	struct sat_rd whole = sat_wr_rd(note);
	struct sat_note n;
	struct sat_wr out;
	uint8_t sig[64];

	assert_true(sat_note_read(&whole, 0, &n, NULL));
	assert_true(sat_seckey_sign(f->key[k], n.text.p, n.text.n, sig, NULL));
	sat_wr_init(&out, 1 << 20);
	assert_true(sat_note_add(&n, forge_pub(f, k), sig, &out, NULL));
	sat_wr_free(note);
	*note = out;
}

/* A note over |text| signed by the keys whose bits are set. */
static inline void
forge_note(struct forge *f, const struct sat_wr *text, unsigned signers,
    struct sat_wr *note)
{
	sat_wr_init(note, 1 << 20);
	sat_wr_put(note, text->p, text->len);
	sat_wr_u8(note, '\n');
	for (int k = 0; k < FORGE_KEYS; k++)
		if (signers & 1u << k)
			forge_sign(f, note, k);
}

/* The root that would come next: root keys a-c 2 of 3, officers a-c 2 of 3. */
static inline struct sat_root
forge_next_root(const struct forge *f)
{
	struct sat_root r = { 0 };

	if (f->nroots > 0) {
		r = f->root[f->nroots - 1];
		r.version++;
		r.has_previous = true;
		r.previous = f->root[f->nroots - 1].digest;
		return r;
	}
	strcpy(r.directory, "un.example/points-of-contact/exercise");
	r.version = r.epoch = r.minimum_release = 1;
	r.issued = T0 - DAYS(300);
	r.expires = T0 + DAYS(1000);
	r.root_threshold = r.release_threshold = 2;
	r.root_keys = r.release_keys = 3;
	for (int i = 0; i < 3; i++) {
		r.root_key[i] = *forge_pub(f, i);
		r.release_key[i] = *forge_pub(f, 4 + i);
	}
	return r;
}

/* Adds |r| to the chain, signed by the keys of |signers|. */
static inline void
forge_root(struct forge *f, const struct sat_root *r, unsigned signers)
{
	struct sat_wr text, note;

	sat_wr_init(&text, 1 << 16);
	sat_root_write(r, &text);
	forge_note(f, &text, signers, &note);
	sat_wr_put(&f->roots, note.p, note.len);
	f->root[f->nroots] = *r;
	sat_sha256(text.p, text.len, &f->root[f->nroots].digest);
	f->nroots++;
	sat_wr_free(&text);
	sat_wr_free(&note);
}

/* The statement that would come next. */
static inline struct sat_statement
forge_next(const struct forge *f)
{
	const struct sat_root *r = &f->root[f->nroots - 1];
	struct sat_statement s = f->last;

	if (f->last.release == 0 || f->last.epoch != r->epoch) {
		memset(&s, 0, sizeof(s));
		strcpy(s.directory, r->directory);
		strcpy(s.title, "Exercise");
		s.exercise = sat_name_exercise(r->directory);
		s.issued = f->last.release == 0 ? T0 : f->last.issued + 60;
	} else {
		s.has_previous = true;
		s.previous = f->last.digest;
		s.issued = f->last.issued + DAYS(1);
	}
	s.epoch = r->epoch;
	s.release++;
	s.history = s.release - 1;
	s.next_by = s.issued + DAYS(30);
	s.expires = s.issued + DAYS(200);
	s.root = r->version;
	s.root_digest = r->digest;
	s.records = 1;
	s.payload = f->payload.len;
	sat_sha256(f->payload.p, f->payload.len, &s.payload_digest);
	return s;
}

/* Makes |s| the newest statement, its history following the one before. */
static inline void
forge_statement(struct forge *f, struct sat_statement s, unsigned signers)
{
	struct sat_wr text;

	if (s.release == 1)
		sat_wr_reset(&f->history);
	else if (f->last.release + 1 == s.release)
		sat_history_write(&(struct sat_history_line){ f->last.release,
				      f->last.digest, f->last.issued },
		    &f->history);
	sat_sha256(f->history.p, f->history.len, &s.history_digest);
	sat_wr_init(&text, 1 << 16);
	sat_statement_write(&s, &text);
	sat_sha256(text.p, text.len, &s.digest);
	sat_wr_free(&f->note);
	forge_note(f, &text, signers, &f->note);
	f->last = s;
	sat_wr_free(&text);
}

/* Writes the bundle as it stands to f->path. */
static inline void
forge_bundle(struct forge *f)
{
	struct sat_rd st = sat_wr_rd(&f->note), roots = sat_wr_rd(&f->roots);
	struct sat_rd history = sat_wr_rd(&f->history);
	struct sat_out o;
	char scratch[300];
	int fd;

	(void)snprintf(scratch, sizeof(scratch), "%s.payload", f->path);
	fd = open(scratch, O_RDWR | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(
	    write(fd, f->payload.p, f->payload.len), (ssize_t)f->payload.len);
	assert_true(sat_out_open(SAT_CWD, f->path, true, 0600, &o, NULL));
	assert_true(sat_bundle_write(
	    &o, &st, &roots, &history, fd, 0, f->payload.len, NULL, NULL));
	assert_true(sat_out_commit(&o, NULL));
	close(fd);
	(void)unlink(scratch);
}

/* Keys, root 1 and release 1, signed by officers a and b, in memory. */
static inline void
forge_open(struct forge *f)
{
	static const char *const names[FORGE_KEYS] = { "un.example/root-a",
		"un.example/root-b", "un.example/root-c", "un.example/root-d",
		"un.example/officer-a", "un.example/officer-b",
		"un.example/officer-c", "un.example/officer-d" };
	struct sat_root r;

	memset(f, 0, sizeof(*f));
	assert_true(sodium_init() >= 0);
	for (int k = 0; k < FORGE_KEYS; k++) {
		struct sat_wr file;
		struct sat_pubkey pk;
		struct sat_rd rdr;

		sat_wr_init(&file, 4096);
		assert_true(sat_seckey_new(names[k], NULL, &file, &pk, NULL));
		rdr = sat_wr_rd(&file);
		assert_true(sat_seckey_open(&rdr, NULL, &f->key[k], NULL));
		sat_wr_free(&file);
	}
	sat_wr_init(&f->roots, 1 << 20);
	sat_wr_init(&f->history, 1 << 20);
	sat_wr_init(&f->note, 1 << 16);
	sat_wr_init(&f->payload, 1 << 20);
	sat_wr_fill(&f->payload, 'p', 700);
	(void)snprintf(f->path, sizeof(f->path), "/tmp/satchel-forge-%u",
	    (unsigned)getpid());
	r = forge_next_root(f);
	forge_root(f, &r, 0x03);
	forge_statement(f, forge_next(f), 0x30);
}

static inline void
forge_close(struct forge *f)
{
	for (int k = 0; k < FORGE_KEYS; k++)
		sat_seckey_close(f->key[k]);
	sat_wr_free(&f->roots);
	sat_wr_free(&f->history);
	sat_wr_free(&f->note);
	sat_wr_free(&f->payload);
	(void)unlink(f->path);
}

#endif
