/* mkbad_release: the members of a bundle in memory, and the keys to sign it
 * again whatever was done to them. */
#ifndef MKBAD_RELEASE_H
#define MKBAD_RELEASE_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "armor.h"

enum { FORGED_KEYS = 16 };

struct forged {
	struct sat_wr member[SAT_MEMBERS];
	struct sat_wr text; /* of the statement, without its signatures */
	struct sat_seckey *key[FORGED_KEYS];
	size_t keys;
	bool verbatim; /* STATEMENT is as it was given: not signed again */
};

_Noreturn static inline void
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)fputs("mkbad: ", stderr);
	(void)vfprintf(stderr, fmt, ap);
	(void)fputc('\n', stderr);
	va_end(ap);
	exit(2);
}

static inline void
must(bool ok, const struct satchel_err *err)
{
	if (!ok)
		die("%s: %s", err->file, err->msg);
}

/* Any file, a pipe too. */
static inline void
load_file(const char *path, struct sat_wr *w)
{
	FILE *in = fopen(path, "rb");
	uint8_t buf[4096];
	size_t n;

	if (in == NULL)
		die("cannot read %s", path);
	sat_wr_init(w, SIZE_MAX);
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		sat_wr_put(w, buf, n);
	(void)fclose(in);
}

static inline void
load_key(struct forged *f, const char *path)
{
	struct satchel_err err;
	struct sat_wr w;
	struct sat_rd r;

	if (f->keys == FORGED_KEYS)
		die("more than %d keys", FORGED_KEYS);
	load_file(path, &w);
	r = sat_wr_rd(&w);
	must(sat_seckey_open(&r, NULL, &f->key[f->keys++], &err), &err);
	sat_wr_free(&w);
}

static inline void
copy_rd(struct sat_wr *w, const struct sat_rd *r)
{
	sat_wr_init(w, SIZE_MAX);
	sat_wr_put(w, r->p, r->n);
}

/* The members of bundle |path|, which must be canonical. */
static inline void
load_members(struct forged *f, const char *path)
{
	struct satchel_err err;
	struct sat_bundle b;
	struct sat_wr *w = &f->member[SAT_PAYLOAD];
	struct sat_note n;
	uint8_t *room;

	must(sat_bundle_open(SAT_CWD, path, &b, &err), &err);
	for (int m = SAT_STATEMENT; m < SAT_PAYLOAD; m++)
		copy_rd(&f->member[m], &b.member[m]);
	sat_wr_init(w, SIZE_MAX);
	room = sat_wr_room(w, (size_t)b.payload_len);
	if (room == NULL)
		die("no memory");
	must(sat_file_pread(
		 &b.file, b.payload_off, room, (size_t)b.payload_len, &err),
	    &err);
	sat_wr_grow(w, (size_t)b.payload_len);
	must(sat_note_read(&b.member[SAT_STATEMENT], 0, &n, &err), &err);
	copy_rd(&f->text, &n.text);
	sat_bundle_close(&b);
}

/* Puts |value| behind |word| in the statement's text. */
static inline void
set_line(struct forged *f, const char *word, const char *value)
{
	struct sat_rd rest = sat_wr_rd(&f->text), line;
	struct sat_wr w;
	size_t n = strlen(word);
	bool found = false;

	sat_wr_init(&w, SIZE_MAX);
	while (sat_rd_line(&rest, &line)) {
		if (!sat_rd_begins(&line, word) || line.n <= n ||
		    line.p[n] != ' ') {
			sat_wr_put(&w, line.p, line.n);
			sat_wr_u8(&w, '\n');
			continue;
		}
		found = true;
		sat_wr_printf(&w, "%s %s\n", word, value);
	}
	if (!found)
		die("no line %s in the statement", word);
	sat_wr_free(&f->text);
	f->text = w;
}

static inline void
set_sized(struct forged *f, const char *word, uint64_t n, const char *prefix,
    const struct sat_hash *h)
{
	char hex[SATCHEL_HEX_SIZE], value[160];

	sat_hash_hex(h, hex);
	(void)snprintf(value, sizeof(value), "%llu %s%s", (unsigned long long)n,
	    prefix, hex);
	set_line(f, word, value);
}

/* What the statement says of HISTORY, whose lines are counted. */
static inline void
commit_history(struct forged *f)
{
	struct sat_rd rest = sat_wr_rd(&f->member[SAT_HISTORY]), line;
	struct sat_hash h;
	uint64_t n = 0;

	sat_sha256(rest.p, rest.n, &h);
	while (sat_rd_line(&rest, &line))
		n++;
	set_sized(f, "history", n, "sha256:", &h);
}

/* What it says of PAYLOAD and of its last 512 bytes. */
static inline void
commit_payload(struct forged *f)
{
	const struct sat_wr *w = &f->member[SAT_PAYLOAD];
	struct sat_hash h;

	sat_sha256(w->p, w->len, &h);
	set_sized(f, "payload", w->len, "sha256:", &h);
	if (w->len >= SAT_ROOT_PAGE) {
		sat_blake2b(w->p + w->len - SAT_ROOT_PAGE, SAT_ROOT_PAGE, &h);
		set_sized(f, "tree", SAT_ROOT_PAGE, "blake2b-256:", &h);
	}
}

/* |text|, a blank line and a line by each of the keys, sorted. */
static inline void
sign_text(
    const struct forged *f, const struct sat_wr *text, struct sat_wr *note)
{
	struct satchel_err err;

	sat_wr_init(note, SIZE_MAX);
	sat_wr_put(note, text->p, text->len);
	sat_wr_u8(note, '\n');
	for (size_t i = 0; i < f->keys; i++) {
		struct sat_rd whole = sat_wr_rd(note);
		struct sat_note n;
		struct sat_wr next;
		uint8_t sig[64];

		must(sat_note_read(&whole, 0, &n, &err), &err);
		must(sat_seckey_sign(f->key[i], n.text.p, n.text.n, sig, &err),
		    &err);
		sat_wr_init(&next, SIZE_MAX);
		must(sat_note_add(
			 &n, sat_seckey_public(f->key[i]), sig, &next, &err),
		    &err);
		sat_wr_free(note);
		*note = next;
	}
}

static inline void
put_member(struct sat_wr *out, enum sat_member m, const struct sat_wr *w)
{
	uint8_t header[SAT_TAR_BLOCK];

	sat_ustar_header(m, w->len, header);
	sat_wr_put(out, header, sizeof(header));
	sat_wr_put(out, w->p, w->len);
	sat_wr_fill(out, 0, sat_ustar_padding(w->len));
}

static inline void
save_file(const char *path, const struct sat_wr *w)
{
	FILE *o = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");

	if (o == NULL || fwrite(w->p, 1, w->len, o) != w->len || fflush(o) != 0)
		die("cannot write %s", path);
	if (o != stdout)
		(void)fclose(o);
}

/* Signs and writes the bundle. */
static inline void
save_release(struct forged *f, const char *path)
{
	struct sat_wr out;

	if (!f->verbatim) {
		sat_wr_free(&f->member[SAT_STATEMENT]);
		sign_text(f, &f->text, &f->member[SAT_STATEMENT]);
	}
	sat_wr_init(&out, SIZE_MAX);
	for (int m = SAT_STATEMENT; m < SAT_MEMBERS; m++)
		put_member(&out, (enum sat_member)m, &f->member[m]);
	sat_wr_fill(&out, 0, SAT_USTAR_END);
	save_file(path, &out);
	sat_wr_free(&out);
}

static inline void
free_release(struct forged *f)
{
	for (int m = SAT_STATEMENT; m < SAT_MEMBERS; m++)
		sat_wr_free(&f->member[m]);
	sat_wr_free(&f->text);
	for (size_t i = 0; i < f->keys; i++)
		sat_seckey_close(f->key[i]);
}

#endif
