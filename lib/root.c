#include "root.h"

#include <stdlib.h>
#include <string.h>

#include "armor.h"

#define FIRST_LINE "satchel root v1"

static void
write_keys(
    const char *word, const struct sat_pubkey *k, size_t n, struct sat_wr *w)
{
	for (size_t i = 0; i < n; i++) {
		sat_wr_printf(w, "%s ", word);
		sat_vkey_write(&k[i], w);
		sat_wr_str(w, "\n");
	}
}

void
sat_root_write(const struct sat_root *r, struct sat_wr *w)
{
	char issued[21], expires[21], previous[SATCHEL_HEX_SIZE];

	sat_time_write(r->issued, issued);
	sat_time_write(r->expires, expires);
	sat_hash_hex(&r->previous, previous);
	sat_wr_printf(w, FIRST_LINE "\ndirectory %s\nversion %u\nepoch %u\n",
	    r->directory, r->version, r->epoch);
	sat_wr_printf(w, "issued %s\nexpires %s\nprevious %s%s\n", issued,
	    expires, r->has_previous ? "sha256:" : "none",
	    r->has_previous ? previous : "");
	sat_wr_printf(w, "minimum-release %u\nroot-threshold %u\n",
	    r->minimum_release, r->root_threshold);
	write_keys("root-key", r->root_key, r->root_keys, w);
	sat_wr_printf(w, "release-threshold %u\n", r->release_threshold);
	write_keys("release-key", r->release_key, r->release_keys, w);
}

/* One key line, after those that |list| holds. */
static bool
read_key(struct sat_lines *l, const char *word, struct sat_pubkey *list,
    size_t *n, struct satchel_err *err)
{
	struct sat_rd v;

	if (!sat_line_value(l, word, &v, err))
		return false;
	if (*n == SAT_MAX_KEYS)
		return sat_lines_fail(
		    err, l, "more than %d lines %s", SAT_MAX_KEYS, word);
	if (!sat_vkey_read(&v, &list[*n], err))
		return false;
	if (*n > 0 && strcmp(list[*n - 1].name, list[*n].name) >= 0)
		return sat_lines_fail(err, l,
		    "%s lines are not sorted by name, or a name is there twice",
		    word);
	++*n;
	return true;
}

/* "WORD-threshold N" and its key lines, one or more. */
static bool
read_role(struct sat_lines *l, const char *threshold_word, const char *word,
    uint32_t *threshold, struct sat_pubkey *list, size_t *n,
    struct satchel_err *err)
{
	struct sat_lines head;

	if (!sat_line_u32(l, threshold_word, 1, SAT_MAX_KEYS, threshold, err))
		return false;
	head = *l;
	do {
		if (!read_key(l, word, list, n, err))
			return false;
	} while (sat_rd_begins(&l->rest, word));
	if (*threshold > *n)
		return sat_lines_fail(err, &head,
		    "%s is %u, but there are %zu keys", threshold_word,
		    *threshold, *n);
	return true;
}

/* Key |i| of all of both roles, the root's first. */
static const struct sat_pubkey *
any_key(const struct sat_root *r, size_t i)
{
	return i < r->root_keys ? &r->root_key[i]
				: &r->release_key[i - r->root_keys];
}

/* No name and no public key twice, be it within a role or across. */
static bool
check_keys(const struct sat_lines *l, const struct sat_root *r,
    struct satchel_err *err)
{
	size_t n = r->root_keys + r->release_keys; /* at most 32 */

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			const struct sat_pubkey *a = any_key(r, j);
			const struct sat_pubkey *b = any_key(r, i);

			if (strcmp(a->name, b->name) == 0)
				return sat_lines_fail(err, l,
				    "the name %s stands there twice", a->name);
			if (memcmp(a->pk, b->pk, sizeof(a->pk)) == 0)
				return sat_lines_fail(err, l,
				    "%s and %s are the same public key",
				    a->name, b->name);
		}
	return true;
}

static bool
read_directory(
    struct sat_lines *l, char out[SATCHEL_NAME_MAX], struct satchel_err *err)
{
	struct sat_rd v;

	if (!sat_line_value(l, "directory", &v, err))
		return false;
	if (!sat_name_ok(&v))
		return sat_lines_fail(err, l,
		    "directory is not 3 to 100 bytes of segments a-z 0-9 - "
		    "joined by . or /");
	memcpy(out, v.p, v.n); /* at most 100; the rest is NUL */
	return true;
}

static bool
read_first(struct sat_lines *l, struct satchel_err *err)
{
	struct sat_rd v;

	if (!sat_line_value(l, "satchel", &v, err))
		return false;
	return sat_rd_is(&v, "root v1") ||
	       sat_lines_fail(err, l, "the first line is \"" FIRST_LINE "\"");
}

/* directory to minimum-release. */
static bool
read_head(struct sat_lines *l, struct sat_root *r, struct satchel_err *err)
{
	if (!read_first(l, err) || !read_directory(l, r->directory, err) ||
	    !sat_line_u32(
		l, "version", 1, SAT_MAX_ROOT_VERSIONS, &r->version, err))
		return false;
	/* from 1, and each version raises it by at most 1 */
	if (!sat_line_u32(l, "epoch", 1, r->version, &r->epoch, err) ||
	    !sat_line_time(l, "issued", &r->issued, err) ||
	    !sat_line_time(l, "expires", &r->expires, err))
		return false;
	if (r->issued >= r->expires)
		return sat_lines_fail(err, l, "expires is not after issued");
	if (!sat_line_previous(
		l, "previous", &r->has_previous, &r->previous, err))
		return false;
	if (r->has_previous != (r->version > 1))
		return sat_lines_fail(err, l,
		    "previous is \"none\" in version 1, and only there");
	return sat_line_u32(
	    l, "minimum-release", 1, SAT_MAX_RELEASE, &r->minimum_release, err);
}

bool
sat_root_read(
    const struct sat_rd *text, struct sat_root *r, struct satchel_err *err)
{
	struct sat_lines l = sat_lines_of(text, "root");
	struct sat_root new = { .version = 0 };
	struct sat_wr w;
	bool ok;

	if (text->n > SAT_MAX_ROOT_TEXT)
		return sat_rd_fail(err, text,
		    "a root text of %zu bytes, at most %d allowed", text->n,
		    SAT_MAX_ROOT_TEXT);
	if (!read_head(&l, &new, err) ||
	    !read_role(&l, "root-threshold", "root-key", &new.root_threshold,
		new.root_key, &new.root_keys, err) ||
	    !read_role(&l, "release-threshold", "release-key",
		&new.release_threshold, new.release_key, &new.release_keys,
		err) ||
	    !check_keys(&l, &new, err))
		return false;
	sat_wr_init(&w, SAT_MAX_ROOT_TEXT + 1); /* and printf's NUL */
	sat_root_write(&new, &w);
	ok = sat_lines_same(&l, text, &w, err);
	sat_wr_free(&w);
	if (!ok)
		return false;
	sat_sha256(text->p, text->n, &new.digest);
	*r = new;
	return true;
}

bool
sat_root_numbers(
    const struct sat_rd *text, struct sat_root *r, struct satchel_err *err)
{
	struct sat_lines l = sat_lines_of(text, "root");
	struct sat_root new = { .version = 0 };

	if (!read_head(&l, &new, err))
		return false;
	sat_sha256(text->p, text->n, &new.digest);
	*r = new;
	return true;
}

static bool
chain_fail(struct satchel_err *err, const struct sat_rd *at, const char *what)
{
	return sat_fail_off(
	    err, SATCHEL_EUNTRUSTED, at->file, at->off, "%s", what);
}

static bool
split(struct sat_rd rest, size_t min, struct sat_chain *c,
    struct satchel_err *err)
{
	struct sat_rd one;

	do {
		if (c->n == SAT_MAX_ROOT_VERSIONS)
			return chain_fail(err, &rest, "more than 256 roots");
		if (!sat_note_next(&rest, FIRST_LINE, &one, err) ||
		    !sat_note_read(
			&one, sat_rd_end(&rest) ? min : 1, &c->note[c->n], err))
			return false;
		c->n++;
	} while (!sat_rd_end(&rest));
	return true;
}

bool
sat_chain_read(const struct sat_rd *file, size_t min, struct sat_chain **c,
    struct satchel_err *err)
{
	struct sat_chain *new;

	if (file->n > SAT_MAX_ROOTS)
		return chain_fail(err, file, "roots of more than 1 MiB");
	if (!sat_no_cr(file, SATCHEL_EUNTRUSTED, err))
		return false;
	new = calloc(1, sizeof(*new));
	if (new == NULL)
		return sat_fail_nomem(err);
	if (!split(*file, min, new, err)) {
		free(new);
		return false;
	}
	*c = new;
	return true;
}

bool
sat_root_meets(const struct sat_note *n, const struct sat_root *by,
    struct satchel_err *err)
{
	size_t count = 0;

	if (!sat_note_count(n, by->root_key, by->root_keys, &count, NULL, err))
		return false;
	if (count < by->root_threshold)
		return sat_fail_off(err, SATCHEL_EUNTRUSTED, n->whole.file,
		    n->whole.off,
		    "%zu good signatures of keys of root %u, %u are needed",
		    count, by->version, by->root_threshold);
	return true;
}

bool
sat_root_follows(const struct sat_root *old, const struct sat_root *next,
    const struct sat_rd *at, struct satchel_err *err)
{
	if (strcmp(old->directory, next->directory) != 0)
		return chain_fail(
		    err, at, "a root of another directory: it never changes");
	if (next->version != old->version + 1) /* at most 256 */
		return sat_fail_off(err, SATCHEL_EUNTRUSTED, at->file, at->off,
		    "root %u stands where root %u is due", next->version,
		    old->version + 1);
	if (!sat_hash_eq(&next->previous, &old->digest))
		return sat_fail_off(err, SATCHEL_EUNTRUSTED, at->file, at->off,
		    "previous of root %u is not the digest of root %u",
		    next->version, old->version);
	if (next->epoch < old->epoch || next->epoch > old->epoch + 1)
		return sat_fail_off(err, SATCHEL_EUNTRUSTED, at->file, at->off,
		    "root %u is of epoch %u after epoch %u: it stays or rises "
		    "by 1",
		    next->version, next->epoch, old->epoch);
	if (next->epoch == old->epoch &&
	    next->minimum_release < old->minimum_release)
		return sat_fail_off(err, SATCHEL_EUNTRUSTED, at->file, at->off,
		    "minimum-release falls from %u to %u within epoch %u",
		    old->minimum_release, next->minimum_release, next->epoch);
	return true;
}

bool
sat_root_next(const struct sat_root *old, const struct sat_note *note,
    struct sat_root *next, struct satchel_err *err)
{
	struct sat_root new = { .version = 0 };

	if (!sat_root_meets(note, old, err) ||
	    !sat_root_read(&note->text, &new, err) ||
	    !sat_root_follows(old, &new, &note->text, err) ||
	    !sat_root_meets(note, &new, err))
		return false;
	*next = new;
	return true;
}
