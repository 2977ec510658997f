#include "note.h"

#include <string.h>

#include "armor.h"

/* U+2014 and a space begin a signature line (C2SP signed-note). */
static const char dash[] = "\xe2\x80\x94 ";

enum { MIN_DECODED = 5, SIGNATURE = 64, DECODED = 4 + SIGNATURE };

static bool
refuse(struct satchel_err *err, const struct sat_rd *at, const char *what)
{
	return sat_fail_off(
	    err, SATCHEL_EUNTRUSTED, at->file, at->off, "%s", what);
}

static bool
refuse_line(struct satchel_err *err, const struct sat_rd *at, size_t i,
    const char *what)
{
	return sat_fail_off(err, SATCHEL_EUNTRUSTED, at->file, at->off,
	    "signature line %zu %s", i + 1, what);
}

/* Moves the text of |rest| to |text|: up to and including the LF before the
 * last blank line; what stays are the lines after it. */
static bool
take_text(struct sat_rd *rest, struct sat_rd *text, struct satchel_err *err)
{
	const struct sat_rd whole = *rest;
	struct sat_rd blank;
	size_t at = 0; /* of the last LF that follows an LF */

	for (size_t i = 1; i < rest->n; i++)
		if (rest->p[i] == '\n' && rest->p[i - 1] == '\n')
			at = i;
	if (at < 2 || !sat_rd_take(rest, at, text) ||
	    !sat_rd_take(rest, 1, &blank))
		return refuse(err, &whole,
		    "no text and blank line before the signatures");
	for (size_t i = 0; i < text->n; i++) {
		struct sat_rd here = *text, skip;
		uint8_t c = text->p[i];

		if (c == '\n' || (c >= 0x20 && c <= 0x7e))
			continue;
		if (!sat_rd_take(&here, i, &skip))
			return false; /* i < n */
		return sat_fail_off(err, SATCHEL_EUNTRUSTED, here.file,
		    here.off,
		    "byte 0x%02x in a signed text; allowed are 0x20 "
		    "to 0x7e and LF",
		    c);
	}
	return true;
}

/* "— NAME BASE64" in |s->line|. */
static bool
read_line(struct sat_sig_line *s, size_t i, struct satchel_err *err)
{
	struct sat_rd r = s->line, name, skip;
	uint8_t raw[DECODED] = { 0 };
	const uint8_t *space;
	size_t n;

	if (!sat_rd_word(&r, dash))
		return refuse_line(err, &s->line, i,
		    "does not begin with an em dash and a space");
	space = memchr(r.p, ' ', r.n);
	if (space == NULL || !sat_rd_take(&r, (size_t)(space - r.p), &name) ||
	    !sat_rd_take(&r, 1, &skip) || !sat_name_ok(&name))
		return refuse_line(err, &s->line, i, "has no proper key name");
	if (!sat_base64_head(&r, raw, sizeof(raw), &n) || n < MIN_DECODED)
		return refuse_line(err, &s->line, i,
		    "is not canonical base64 of 5 bytes or more");
	memcpy(s->name, name.p, name.n);
	s->name[name.n] = '\0'; /* at most 100 bytes */
	memcpy(s->id, raw, sizeof(s->id));
	s->sized = n == DECODED;
	memcpy(s->sig, raw + sizeof(s->id), sizeof(s->sig));
	return true;
}

/* Sorted by name; the last of |n->sig| repeats none before it. */
static bool
check_order(const struct sat_note *n, struct satchel_err *err)
{
	const struct sat_sig_line *last = &n->sig[n->n - 1], *s;

	if (n->n > 1 && strcmp(n->sig[n->n - 2].name, last->name) > 0)
		return refuse_line(err, &last->line, n->n - 1,
		    "is out of order: lines are sorted by name");
	for (s = n->sig; s < last; s++)
		if (strcmp(s->name, last->name) == 0 &&
		    memcmp(s->id, last->id, sizeof(s->id)) == 0)
			return refuse_line(err, &last->line, n->n - 1,
			    "repeats the name and key id of another");
	return true;
}

/* The signature lines, all of |rest|. */
static bool
read_lines(struct sat_rd rest, struct sat_note *n, struct satchel_err *err)
{
	while (!sat_rd_end(&rest)) {
		struct sat_sig_line *s = &n->sig[n->n];

		if (n->n == SAT_MAX_SIG_LINES)
			return refuse(
			    err, &rest, "more than 32 signature lines");
		if (!sat_rd_line(&rest, &s->line))
			return refuse(
			    err, &rest, "the last line does not end in LF");
		if (!read_line(s, n->n, err))
			return false;
		n->n++;
		if (!check_order(n, err))
			return false;
	}
	return true;
}

bool
sat_note_read(const struct sat_rd *whole, size_t min, struct sat_note *n,
    struct satchel_err *err)
{
	struct sat_rd rest = *whole;
	struct sat_note new = { .whole = *whole };

	if (!sat_no_cr(whole, SATCHEL_EUNTRUSTED, err))
		return false;
	if (!take_text(&rest, &new.text, err) || !read_lines(rest, &new, err))
		return false;
	if (new.n < min)
		return refuse(err, whole, "no signature");
	*n = new;
	return true;
}

bool
sat_note_next(struct sat_rd *rest, const char *first, struct sat_rd *note,
    struct satchel_err *err)
{
	struct sat_rd r = *rest, line = *rest;

	if (!sat_rd_line(&r, &line) || !sat_rd_is(&line, first))
		return sat_fail_off(err, SATCHEL_EUNTRUSTED, rest->file,
		    rest->off, "a line \"%s\" is due here", first);
	while (!sat_rd_end(&line))
		if (!sat_rd_line(&r, &line))
			return refuse(
			    err, rest, "no blank line before the signatures");
	while (sat_rd_begins(&r, dash))
		if (!sat_rd_line(&r, &line))
			return refuse(
			    err, &r, "the last line does not end in LF");
	return sat_rd_take(rest, rest->n - r.n, note); /* r is its end */
}

/* The key that signature line |s| claims to be of. */
static const struct sat_pubkey *
known(const struct sat_sig_line *s, const struct sat_pubkey *keys, size_t nkeys)
{
	for (size_t i = 0; i < nkeys; i++)
		if (strcmp(s->name, keys[i].name) == 0 &&
		    memcmp(s->id, keys[i].id, sizeof(s->id)) == 0)
			return &keys[i];
	return NULL;
}

/* Counts |k| unless its public key was counted, under whatever name. */
static void
count_key(const struct sat_pubkey *keys, const struct sat_pubkey *k,
    size_t signer[SAT_MAX_SIG_LINES], size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (memcmp(keys[signer[i]].pk, k->pk, sizeof(k->pk)) == 0)
			return;
	signer[(*n)++] = (size_t)(k - keys); /* k is one of them */
}

bool
sat_note_count(const struct sat_note *n, const struct sat_pubkey *keys,
    size_t nkeys, size_t *count, size_t signer[SAT_MAX_SIG_LINES],
    struct satchel_err *err)
{
	size_t list[SAT_MAX_SIG_LINES], c = 0;

	for (size_t i = 0; i < n->n; i++) {
		const struct sat_sig_line *s = &n->sig[i];
		const struct sat_pubkey *k = known(s, keys, nkeys);

		if (k == NULL)
			continue;
		if (!s->sized ||
		    !sat_ed25519_verify(k->pk, n->text.p, n->text.n, s->sig))
			return sat_fail_off(err, SATCHEL_EUNTRUSTED,
			    s->line.file, s->line.off,
			    "the signature of %s is not good", k->name);
		count_key(keys, k, list, &c);
	}
	if (signer != NULL)
		memcpy(signer, list, c * sizeof(*list));
	*count = c;
	return true;
}

void
sat_note_line(
    const struct sat_pubkey *k, const uint8_t sig[64], struct sat_wr *w)
{
	uint8_t raw[DECODED];

	memcpy(raw, k->id, sizeof(k->id));
	memcpy(raw + sizeof(k->id), sig, SIGNATURE);
	sat_wr_str(w, dash);
	sat_wr_str(w, k->name);
	sat_wr_str(w, " ");
	sat_base64_write(w, raw, sizeof(raw));
	sat_wr_str(w, "\n");
}

bool
sat_note_add(const struct sat_note *n, const struct sat_pubkey *k,
    const uint8_t sig[64], struct sat_wr *w, struct satchel_err *err)
{
	size_t i = 0;

	for (size_t j = 0; j < n->n; j++)
		if (known(&n->sig[j], k, 1) != NULL)
			return sat_fail(
			    err, SATCHEL_ENO, "%s has signed already", k->name);
	if (n->n >= SAT_MAX_SIG_LINES)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "%d signature lines are there already, as many as allowed",
		    SAT_MAX_SIG_LINES);
	sat_wr_put(w, n->text.p, n->text.n);
	sat_wr_str(w, "\n");
	for (; i < n->n && strcmp(n->sig[i].name, k->name) <= 0; i++) {
		sat_wr_put(w, n->sig[i].line.p, n->sig[i].line.n);
		sat_wr_str(w, "\n");
	}
	sat_note_line(k, sig, w);
	for (; i < n->n; i++) {
		sat_wr_put(w, n->sig[i].line.p, n->sig[i].line.n);
		sat_wr_str(w, "\n");
	}
	return sat_wr_done(w, "the signed text", err);
}
