#include "statement.h"

#include <string.h>

#include "armor.h"
#include "key.h"

/* Room for the longest text there can be, some 1,000 bytes. */
enum { MAX_TEXT = 4096 };

void
sat_statement_write(const struct sat_statement *s, struct sat_wr *w)
{
	char t[3][21], h[5][SATCHEL_HEX_SIZE];

	sat_time_write(s->issued, t[0]);
	sat_time_write(s->next_by, t[1]);
	sat_time_write(s->expires, t[2]);
	sat_wr_printf(w,
	    "satchel statement v1\ndirectory %s\ntitle %s\nedition %s\n",
	    s->directory, s->title, s->exercise ? "exercise" : "live");
	sat_wr_printf(w,
	    "epoch %u\nrelease %u\nissued %s\nnext-by %s\nexpires %s\n",
	    s->epoch, s->release, t[0], t[1], t[2]);
	sat_hash_hex(&s->root_digest, h[0]);
	sat_hash_hex(&s->previous, h[1]);
	sat_hash_hex(&s->history_digest, h[2]);
	sat_wr_printf(w, "root %u sha256:%s\nprevious %s%s\n", s->root, h[0],
	    s->has_previous ? "sha256:" : "none", s->has_previous ? h[1] : "");
	sat_wr_printf(w, "history %u sha256:%s\n", s->history, h[2]);
	sat_hash_hex(&s->records_root, h[0]);
	sat_hash_hex(&s->tree_digest, h[3]);
	sat_hash_hex(&s->payload_digest, h[4]);
	sat_wr_printf(w,
	    "records %llu rfc6962-sha256:%s\ntree %d blake2b-256:%s\n"
	    "payload %llu sha256:%s\n",
	    (unsigned long long)s->records, h[0], SAT_ROOT_PAGE, h[3],
	    (unsigned long long)s->payload, h[4]);
}

static bool
read_title(
    struct sat_lines *l, char out[SATCHEL_NAME_MAX], struct satchel_err *err)
{
	struct sat_rd v;
	bool ok;

	if (!sat_line_value(l, "title", &v, err))
		return false;
	ok = v.n < SATCHEL_NAME_MAX;
	for (size_t i = 0; ok && i < v.n; i++)
		ok = v.p[i] >= 0x20 && v.p[i] <= 0x7e;
	if (!ok)
		return sat_lines_fail(
		    err, l, "title is not 1 to 100 printable ASCII characters");
	memcpy(out, v.p, v.n); /* at most 100; the rest is NUL */
	return true;
}

/* The first line to title and edition. */
static bool
read_names(
    struct sat_lines *l, struct sat_statement *s, struct satchel_err *err)
{
	struct sat_rd v;

	if (!sat_line_value(l, "satchel", &v, err))
		return false;
	if (!sat_rd_is(&v, "statement v1"))
		return sat_lines_fail(
		    err, l, "the first line is \"satchel statement v1\"");
	if (!sat_line_value(l, "directory", &v, err))
		return false;
	if (!sat_name_ok(&v))
		return sat_lines_fail(err, l,
		    "directory is not 3 to 100 bytes of segments a-z 0-9 - "
		    "joined by . or /");
	memcpy(s->directory, v.p, v.n); /* at most 100; the rest is NUL */
	if (!read_title(l, s->title, err) ||
	    !sat_line_value(l, "edition", &v, err))
		return false;
	s->exercise = sat_rd_is(&v, "exercise");
	if (!s->exercise && !sat_rd_is(&v, "live"))
		return sat_lines_fail(
		    err, l, "edition is \"live\" or \"exercise\"");
	if (s->exercise != sat_name_exercise(s->directory))
		return sat_lines_fail(err, l,
		    "edition is exercise if and only if the directory's last "
		    "segment is");
	return true;
}

static bool
read_numbers(
    struct sat_lines *l, struct sat_statement *s, struct satchel_err *err)
{
	/* epochs rise with root versions, by at most 1 each */
	if (!sat_line_u32(
		l, "epoch", 1, SAT_MAX_ROOT_VERSIONS, &s->epoch, err) ||
	    !sat_line_u32(l, "release", 1, SAT_MAX_RELEASE, &s->release, err))
		return false;
	if (!sat_line_time(l, "issued", &s->issued, err) ||
	    !sat_line_time(l, "next-by", &s->next_by, err))
		return false;
	if (s->next_by <= s->issued)
		return sat_lines_fail(err, l, "next-by is not after issued");
	if (!sat_line_time(l, "expires", &s->expires, err))
		return false;
	if (s->expires <= s->next_by)
		return sat_lines_fail(err, l, "expires is not after next-by");
	return true;
}

static bool
read_chain(
    struct sat_lines *l, struct sat_statement *s, struct satchel_err *err)
{
	uint64_t root = 0, history = 0;
	struct sat_hash nothing;

	if (!sat_line_sized(l, "root", 1, SAT_MAX_ROOT_VERSIONS,
		"sha256:", &root, &s->root_digest, err) ||
	    !sat_line_previous(
		l, "previous", &s->has_previous, &s->previous, err))
		return false;
	if (s->has_previous != (s->release > 1))
		return sat_lines_fail(err, l,
		    "previous is \"none\" in release 1, and only there");
	if (!sat_line_sized(l, "history", 0, SAT_MAX_RELEASE - 1,
		"sha256:", &history, &s->history_digest, err))
		return false;
	if (history + 1 != s->release)
		return sat_lines_fail(err, l,
		    "history of release %u has %u lines", s->release,
		    s->release - 1);
	sat_sha256("", 0, &nothing);
	if (history == 0 && !sat_hash_eq(&s->history_digest, &nothing))
		return sat_lines_fail(
		    err, l, "history 0 has the SHA-256 of nothing");
	s->root = (uint32_t)root;	/* at most 256 */
	s->history = (uint32_t)history; /* at most 9999 */
	return true;
}

static bool
read_content(
    struct sat_lines *l, struct sat_statement *s, struct satchel_err *err)
{
	uint64_t page = 0;

	return sat_line_sized(l, "records", 1, SAT_MAX_RECORDS - 1,
		   "rfc6962-sha256:", &s->records, &s->records_root, err) &&
	       sat_line_sized(l, "tree", SAT_ROOT_PAGE, SAT_ROOT_PAGE,
		   "blake2b-256:", &page, &s->tree_digest, err) &&
	       sat_line_sized(l, "payload", SAT_ROOT_PAGE + 1,
		   SAT_MAX_PAYLOAD - 1, "sha256:", &s->payload,
		   &s->payload_digest, err);
}

bool
sat_statement_read(
    const struct sat_rd *text, struct sat_statement *s, struct satchel_err *err)
{
	struct sat_lines l = sat_lines_of(text, "statement");
	struct sat_statement new = { .epoch = 0 };
	struct sat_wr w;
	bool ok;

	if (!read_names(&l, &new, err) || !read_numbers(&l, &new, err) ||
	    !read_chain(&l, &new, err) || !read_content(&l, &new, err))
		return false;
	sat_wr_init(&w, MAX_TEXT);
	sat_statement_write(&new, &w);
	ok = sat_lines_same(&l, text, &w, err);
	sat_wr_free(&w);
	if (!ok)
		return false;
	sat_sha256(text->p, text->n, &new.digest);
	*s = new;
	return true;
}

void
sat_history_write(const struct sat_history_line *l, struct sat_wr *w)
{
	char issued[21], digest[SATCHEL_HEX_SIZE];

	sat_time_write(l->issued, issued);
	sat_hash_hex(&l->digest, digest);
	sat_wr_printf(w, "%u %s %s\n", l->release, digest, issued);
}

bool
sat_history_next(struct sat_rd *rest, uint32_t expect,
    struct sat_history_line *l, struct satchel_err *err)
{
	struct sat_rd r = *rest, line, number, hex, space;
	struct sat_history_line new = { .release = expect };
	uint64_t n;
	size_t digits = 0;

	if (!sat_rd_line(&r, &line))
		return sat_rd_fail(
		    err, rest, "the line of release %u is due here", expect);
	while (digits < line.n && line.p[digits] != ' ')
		digits++;
	if (!sat_rd_take(&line, digits, &number) ||
	    !sat_rd_decimal(&number, SAT_MAX_RELEASE, &n) || n != expect)
		return sat_rd_fail(
		    err, rest, "the line of release %u is due here", expect);
	if (!sat_rd_take(&line, 1, &space) ||
	    !sat_rd_take(&line, (size_t)2 * SAT_HASH_SIZE, &hex) ||
	    !sat_hash_read(&hex, &new.digest) || !sat_rd_word(&line, " ") ||
	    !sat_time_read(&line, &new.issued))
		return sat_rd_fail(err, rest,
		    "the line of release %u is not \"N SHA-256 TIME\"", expect);
	*rest = r;
	*l = new;
	return true;
}
