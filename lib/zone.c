#include "zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "tzif.h"

enum {
	MAX_NAME = 64, /* bytes of a zone's name */
	MAX_FILE = 256 << 10,
	MAX_LINKS = 8,
	MAX_YEARS = 50 /* of a record */
};

static const char default_dir[] = "/usr/share/zoneinfo";

static bool
is_word(const char *s, size_t n, const char *more)
{
	for (size_t i = 0; i < n; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') ||
			(s[i] >= 'A' && s[i] <= 'Z') ||
			(s[i] >= '0' && s[i] <= '9') ||
			(s[i] != '\0' && strchr(more, s[i]) != NULL)))
			return false;
	return n > 0;
}

/* "2026f" out of the first line of |file|, which begins with |prefix|. */
static bool
read_version(struct sat_tzdata *t, const char *file, const char *prefix)
{
	struct sat_file f = { .fd = -1 };
	char head[64] = "";
	struct sat_rd r;
	bool ok = false;
	size_t n = 0;

	if (!sat_file_open(t->dir, file, &f, NULL))
		return false;
	r = sat_rd_of(head,
	    f.size < sizeof(head) ? (size_t)f.size : sizeof(head), 0, file);
	if (sat_file_pread(&f, 0, head, r.n, NULL) && sat_rd_word(&r, prefix)) {
		while (n < r.n && r.p[n] != '\n')
			n++;
		ok = n < sizeof(t->version) &&
		     is_word((const char *)r.p, n, ".-");
		if (ok)
			(void)snprintf(t->version, sizeof(t->version), "%.*s",
			    (int)n, (const char *)r.p);
	}
	sat_file_close(&f);
	return ok;
}

bool
sat_tzdata_open(
    const char *path, struct sat_tzdata *out, struct satchel_err *err)
{
	struct sat_tzdata t = { .dir = -1 };

	if (path == NULL)
		path = default_dir;
	if (!sat_dir_open(SAT_CWD, path, false, &t.dir, err))
		return sat_hint(err, "install the package tzdata, or name the "
				     "folder of its files");
	if (!read_version(&t, "tzdata.zi", "# version ") &&
	    !read_version(&t, "+VERSION", ""))
		(void)snprintf(t.version, sizeof(t.version), "unknown");
	*out = t;
	return true;
}

void
sat_tzdata_close(struct sat_tzdata *t)
{
	sat_dir_close(&t->dir);
}

/* UTC, Etc/UTC, or an Area/Place whose time is a place's. */
static bool
is_name(const char *name)
{
	static const char *const not_areas[] = { "Etc/", "posix/", "right/" };
	const char *s = name;
	size_t parts = 0;

	if (strcmp(name, "UTC") == 0 || strcmp(name, "Etc/UTC") == 0)
		return true;
	if (strlen(name) > MAX_NAME)
		return false;
	for (size_t i = 0; i < sizeof(not_areas) / sizeof(*not_areas); i++)
		if (strncmp(name, not_areas[i], strlen(not_areas[i])) == 0)
			return false;
	for (;; s++) {
		size_t n = strcspn(s, "/");

		if (!is_word(s, n, "_+-"))
			return false;
		parts++;
		s += n;
		if (*s == '\0')
			return parts == 2 || parts == 3;
	}
}

/* Takes "." and ".." out of |path|; false if it leaves the folder. */
static bool
tidy(char *path)
{
	const char *s = path;
	size_t len = 0;

	while (*s != '\0') {
		size_t n = strcspn(s, "/");

		if (n == 2 && strncmp(s, "..", 2) == 0) {
			if (len == 0)
				return false;
			while (len > 0 && path[len - 1] != '/')
				len--;
			len -= len > 0; /* the slash before it */
		} else if (n > 0 && !(n == 1 && *s == '.')) {
			if (len > 0)
				path[len++] = '/';
			memmove(path + len, s, n);
			len += n;
		}
		s += n + (s[n] == '/');
	}
	path[len] = '\0';
	return len > 0;
}

/*
 * Old names are often symbolic links to new ones, and sat_file_open follows
 * none; so |path| becomes what it leads to, which must be in the folder too.
 */
static bool
follow(const struct sat_tzdata *t, char path[512])
{
	char target[256], joined[512];

	for (int i = 0; i < MAX_LINKS; i++) {
		ssize_t n =
		    readlinkat(t->dir, path, target, sizeof(target) - 1);
		const char *slash = strrchr(path, '/');
		int up =
		    slash == NULL ? 0 : (int)(slash - path) + 1; /* < 512 */

		if (n < 0)
			return errno == EINVAL; /* no link */
		target[n] = '\0';
		if (*target == '/' || n == (ssize_t)sizeof(target) - 1 ||
		    snprintf(joined, sizeof(joined), "%.*s%s", up, path,
			target) >= (int)sizeof(joined) ||
		    !tidy(joined))
			return false;
		memcpy(path, joined, sizeof(joined));
	}
	return false;
}

static bool
load(const struct sat_tzdata *t, const char *name, uint8_t **p, size_t *n,
    struct satchel_err *err)
{
	char path[512];

	if (!is_name(name))
		return sat_fail(err, SATCHEL_EFORMAT,
		    "\"%.64s\" is not a time "
		    "zone of the form Area/Place, or UTC",
		    name);
	(void)snprintf(path, sizeof(path), "%s", name);
	if (!follow(t, path))
		return sat_fail(err, SATCHEL_ENO,
		    "the time zone data (%s) "
		    "have no zone \"%s\"",
		    t->version, name);
	return sat_file_load(t->dir, path, MAX_FILE, p, n, err);
}

/* Asks for no memory: that the answer is "no" for want of it would be a lie. */
bool
sat_tzdata_has(const struct sat_tzdata *t, const char *name)
{
	struct sat_file f = { .fd = -1 };
	uint8_t magic[4];
	struct sat_rd r;
	char path[512];
	bool ok;

	(void)snprintf(path, sizeof(path), "%s", name);
	if (t->dir < 0 || !is_name(name) || !follow(t, path) ||
	    !sat_file_open(t->dir, path, &f, NULL))
		return false;
	ok = sat_file_pread(&f, 0, magic, sizeof(magic), NULL);
	sat_file_close(&f);
	r = sat_rd_of(magic, sizeof(magic), 0, name);
	return ok && sat_rd_is(&r, "TZif");
}

static bool
integer_node(int64_t i, struct sat_node *out)
{
	memset(out, 0, sizeof(*out));
	out->type = SAT_INT;
	out->u.i = i;
	return true;
}

/* The row of |l| from |from| on. */
static bool
add_row(struct sat_node *list, int64_t from, const struct sat_local *l,
    struct sat_arena *a)
{
	struct sat_node row, v;

	if (!sat_node_room(a, SAT_LIST, 3, &row))
		return false;
	integer_node(from, &v);
	sat_node_push(&row, &v);
	integer_node(l->offset, &v);
	sat_node_push(&row, &v);
	if (!sat_node_string(a, l->abbr, strlen(l->abbr), &v))
		return false;
	sat_node_push(&row, &v);
	sat_node_push(list, &row);
	return true;
}

/* The next change after |*t| of what holds, if it comes before |to|. */
static bool
next_change(const struct sat_tzif *z, int64_t *t, int64_t to)
{
	const struct sat_local *was = sat_tzif_at(z, *t), *is;
	int64_t next = *t;

	do {
		if (!sat_tzif_next(z, next, &next) || next >= to)
			return false;
		is = sat_tzif_at(z, next);
	} while (is->offset == was->offset && strcmp(is->abbr, was->abbr) == 0);
	*t = next;
	return true;
}

static bool
offsets_node(const struct sat_tzif *z, int64_t from, int64_t to,
    struct sat_arena *a, struct sat_node *list)
{
	size_t rows = 1;
	int64_t t;

	for (t = from; next_change(z, &t, to);)
		rows++;
	if (!sat_node_room(a, SAT_LIST, rows, list) ||
	    !add_row(list, from, sat_tzif_at(z, from), a))
		return false;
	for (t = from; next_change(z, &t, to);)
		if (!add_row(list, t, sat_tzif_at(z, t), a))
			return false;
	return true;
}

static bool
record_node(const struct sat_tzdata *t, const char *name,
    const struct sat_node *offsets, struct sat_arena *a, struct sat_node *out)
{
	char id[MAX_NAME + 6];
	struct sat_node map, v;
	int n = snprintf(id, sizeof(id), "zone:%s", name);

	if (!sat_node_room(a, SAT_MAP, 3, &map) ||
	    !sat_node_string(a, id, (size_t)n, &v)) /* is_name bounds it */
		return false;
	sat_node_put(&map, "id", &v);
	if (!sat_node_string(a, t->version, strlen(t->version), &v))
		return false;
	sat_node_put(&map, "version", &v);
	sat_node_put(&map, "offsets", offsets);
	*out = map;
	return true;
}

bool
sat_zone_make(const struct sat_tzdata *t, const char *name, int64_t from,
    int64_t to, struct sat_arena *a, struct sat_node *out,
    struct satchel_err *err)
{
	struct sat_node offsets;
	struct sat_tzif z;
	struct sat_rd r;
	uint8_t *p = NULL;
	size_t n = 0;
	bool ok = false;

	if (from < 0 || to <= from || to >= INT64_C(1) << 40 ||
	    to - from > MAX_YEARS * INT64_C(366) * 86400)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "offsets of at most %d years from 1970 on", MAX_YEARS);
	if (!load(t, name, &p, &n, err))
		goto out;
	r = sat_rd_of(p, n, 0, name);
	if (!sat_tzif_read(&r, a, &z, err))
		goto out;
	ok = (offsets_node(&z, from, to, a, &offsets) &&
		 record_node(t, name, &offsets, a, out)) ||
	     sat_fail_nomem(err);
out:
	free(p);
	return ok;
}

/* A row [from, offset, abbreviation] as sat_zone_make writes it. */
static bool
is_row(const struct sat_node *row)
{
	return row->type == SAT_LIST && row->n == 3 &&
	       row->u.item[0].type == SAT_INT &&
	       row->u.item[1].type == SAT_INT && row->u.item[1].u.i > -100000 &&
	       row->u.item[1].u.i < 100000 && row->u.item[2].type == SAT_STR;
}

bool
sat_zone_at(const struct sat_node *zone, int64_t t, int32_t *offset,
    const char **abbreviation)
{
	const struct sat_node *rows = sat_node_get(zone, "offsets"),
			      *best = NULL;

	if (rows == NULL || rows->type != SAT_LIST)
		return false;
	for (size_t i = 0; i < rows->n; i++) {
		const struct sat_node *row = &rows->u.item[i];

		if (!is_row(row))
			return false;
		if (row->u.item[0].u.i > t)
			break;
		best = row;
	}
	if (best == NULL)
		return false;
	*offset = (int32_t)best->u.item[1].u.i; /* is_row bounds it */
	*abbreviation = best->u.item[2].u.s;
	return true;
}
