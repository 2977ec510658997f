#include "zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "tzif.h"

enum {
	DAY = 86400,
	MAX_OFFSET = 26 * 3600 /* RFC 9636 3.2: 25 h 59 m 59 s */
};

/* ---- the rule at the end ---------------------------------------------- */

static bool
peek(const struct sat_rd *r, char c)
{
	return r->n > 0 && r->p[0] == (uint8_t)c; /* ASCII */
}

static bool
is_between(uint8_t c, char low, char high)
{
	return c >= (uint8_t)low && c <= (uint8_t)high; /* ASCII */
}

static bool
is_abbr(uint8_t c, bool quoted)
{
	return is_between(c, 'A', 'Z') || is_between(c, 'a', 'z') ||
	    (quoted && (is_between(c, '0', '9') || c == '+' || c == '-'));
}

/* EST or <+0545> */
static bool
take_name(struct sat_rd *r, char out[16])
{
	bool quoted = sat_rd_word(r, "<");
	size_t n = 0;

	while (r->n > 0 && is_abbr(r->p[0], quoted)) {
		uint8_t c;

		if (n == 15 || !sat_rd_u8(r, &c))
			return false;
		out[n++] = (char)c; /* ASCII */
	}
	out[n] = '\0';
	return n >= 3 && (!quoted || sat_rd_word(r, ">"));
}

static bool
take_number(struct sat_rd *r, int low, int high, int *v)
{
	size_t digits = 0;
	int x = 0;

	for (; r->n > 0 && is_between(r->p[0], '0', '9'); digits++) {
		uint8_t c;

		if (digits == 3 || !sat_rd_u8(r, &c))
			return false;
		x = x * 10 + (c - '0');
	}
	*v = x;
	return digits > 0 && x >= low && x <= high;
}

/* [+-]h[:mm[:ss]] in seconds */
static bool
take_time(struct sat_rd *r, int max_hours, int32_t *v)
{
	bool minus = sat_rd_word(r, "-");
	int h, m = 0, s = 0;

	if (!minus && sat_rd_word(r, "+"))
		minus = false;
	if (!take_number(r, 0, max_hours, &h))
		return false;
	if (sat_rd_word(r, ":") && !take_number(r, 0, 59, &m))
		return false;
	if (sat_rd_word(r, ":") && !take_number(r, 0, 59, &s))
		return false;
	*v = h * 3600 + m * 60 + s;
	if (minus)
		*v = -*v;
	return true;
}

/* ,M3.2.0/2 or ,J60 or ,59/-1 */
static bool
take_day(struct sat_rd *r, struct sat_tz_day *d)
{
	bool ok;

	if (!sat_rd_word(r, ","))
		return false;
	if (sat_rd_word(r, "M")) {
		d->form = SAT_TZ_MONTH;
		ok = take_number(r, 1, 12, &d->month) && sat_rd_word(r, ".") &&
		    take_number(r, 1, 5, &d->week) && sat_rd_word(r, ".") &&
		    take_number(r, 0, 6, &d->day);
	} else if (sat_rd_word(r, "J")) {
		d->form = SAT_TZ_JULIAN;
		ok = take_number(r, 1, 365, &d->day);
	} else {
		d->form = SAT_TZ_ZERO;
		ok = take_number(r, 0, 365, &d->day);
	}
	d->time = 2 * 3600;
	return ok && (!sat_rd_word(r, "/") || take_time(r, 167, &d->time));
}

bool
sat_tz_rule_read(const struct sat_rd *text, struct sat_tz_rule *out)
{
	struct sat_tz_rule rule = { .has_dst = false };
	struct sat_rd r = *text;

	if (!take_name(&r, rule.std.abbr) || !take_time(&r, 24, &rule.std.offset))
		return false;
	rule.std.offset = -rule.std.offset; /* POSIX counts westward */
	if (!sat_rd_end(&r)) {
		rule.has_dst = true;
		if (!take_name(&r, rule.dst.abbr))
			return false;
		rule.dst.offset = rule.std.offset + 3600;
		if (!peek(&r, ',')) {
			if (!take_time(&r, 24, &rule.dst.offset))
				return false;
			rule.dst.offset = -rule.dst.offset;
		}
		if (!take_day(&r, &rule.start) || !take_day(&r, &rule.end))
			return false;
	}
	if (!sat_rd_end(&r))
		return false;
	*out = rule;
	return true;
}

/* ---- days ------------------------------------------------------------- */

static bool
is_leap(int64_t y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

/* Days from 1970-01-01 to |y|-01-01, for years from 1 on. */
static int64_t
days_to_year(int64_t y)
{
	y--;
	return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
}

/* The year of |t|, which is not negative. */
static int64_t
year_of(int64_t t)
{
	int64_t day = t / DAY, y = 1970 + day / 366;

	while (days_to_year(y + 1) <= day)
		y++;
	return y;
}

/* Days from 1970-01-01 to the |d| of year |y|. */
static int64_t
day_of(const struct sat_tz_day *d, int64_t y)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273,
		304, 334, 365 };
	int64_t first = days_to_year(y), day, next;

	if (d->form == SAT_TZ_ZERO)
		return first + d->day;
	if (d->form == SAT_TZ_JULIAN) /* never counts 29 February */
		return first + d->day - 1 + (is_leap(y) && d->day >= 60);
	next = first + before[d->month] + (is_leap(y) && d->month >= 2);
	first += before[d->month - 1] + (is_leap(y) && d->month > 2);
	/* 1970-01-01 was a Thursday, 4 */
	day = first + (d->day - (first + 4) % 7 + 7) % 7 + 7 * (d->week - 1);
	return day < next ? day : day - 7; /* week 5 is the last */
}

static int64_t
start_of(const struct sat_tz_rule *r, int64_t y)
{
	return day_of(&r->start, y) * DAY + r->start.time - r->std.offset;
}

static int64_t
end_of(const struct sat_tz_rule *r, int64_t y)
{
	return day_of(&r->end, y) * DAY + r->end.time - r->dst.offset;
}

/* A rule's time of 167 hours can fall in another year, so that two years
 * before and after are looked at. */
static const struct sat_local *
rule_at(const struct sat_tz_rule *r, int64_t t)
{
	int64_t best = INT64_MIN, year = year_of(t);
	bool dst = false;

	for (int64_t y = year - 2; r->has_dst && y <= year + 2; y++) {
		int64_t start = start_of(r, y), end = end_of(r, y);

		if (end <= t && end > best) {
			best = end;
			dst = false;
		}
		if (start <= t && start >= best) { /* dst all year long: */
			best = start; /* the end is the next start */
			dst = true;
		}
	}
	return dst ? &r->dst : &r->std;
}

static bool
rule_next(const struct sat_tz_rule *r, int64_t t, int64_t *next)
{
	int64_t best = INT64_MAX, year = year_of(t);

	for (int64_t y = year - 2; r->has_dst && y <= year + 2; y++) {
		int64_t start = start_of(r, y), end = end_of(r, y);

		if (start > t && start < best)
			best = start;
		if (end > t && end < best)
			best = end;
	}
	*next = best;
	return best != INT64_MAX;
}

/* ---- the file ---------------------------------------------------------- */

struct header {
	uint8_t version; /* 0, '2', '3', '4' */
	uint32_t isut, isstd, leap, time, type, abbr; /* counts */
};

static bool
take_be(struct sat_rd *r, size_t bytes, uint64_t *v)
{
	uint64_t x = 0;
	uint8_t b;

	for (size_t i = 0; i < bytes; i++) {
		if (!sat_rd_u8(r, &b))
			return false;
		x = x << 8 | b;
	}
	*v = x;
	return true;
}

static bool
take_be32(struct sat_rd *r, uint32_t *v)
{
	uint64_t x;

	if (!take_be(r, 4, &x))
		return false;
	*v = (uint32_t)x; /* four bytes */
	return true;
}

static bool
take_header(struct sat_rd *r, struct header *h, struct satchel_err *err)
{
	struct sat_rd skip;

	if (!sat_rd_word(r, "TZif"))
		return sat_rd_fail(err, r, "not a time zone file (RFC 9636)");
	if (!sat_rd_u8(r, &h->version) || !sat_rd_take(r, 15, &skip) ||
	    !take_be32(r, &h->isut) || !take_be32(r, &h->isstd) ||
	    !take_be32(r, &h->leap) || !take_be32(r, &h->time) ||
	    !take_be32(r, &h->type) || !take_be32(r, &h->abbr))
		return sat_rd_fail(err, r, "the header is cut short");
	if (h->version != 0 && (h->version < '2' || h->version > '4'))
		return sat_rd_fail(err, r, "version %u, 1 to 4 are known",
		    (unsigned)h->version - '0');
	if (h->type == 0 || h->type > 256 || h->abbr == 0)
		return sat_rd_fail(err, r, "%u types of %u letters", h->type,
		    h->abbr);
	return true;
}

/* Passes over the data of a first header whose second one counts. */
static bool
skip_data(struct sat_rd *r, const struct header *h)
{
	uint64_t n = (uint64_t)h->time * 5 + (uint64_t)h->type * 6 + h->abbr +
	    (uint64_t)h->leap * 8 + h->isstd + h->isut; /* below 2^36 */
	struct sat_rd skip;

	return n <= r->n && sat_rd_take(r, (size_t)n, &skip);
}

static bool
take_times(struct sat_rd *r, const struct header *h, size_t bytes,
    struct sat_arena *a, struct sat_tzif *z, struct satchel_err *err)
{
	struct sat_rd times, kinds;
	uint64_t v;

	if ((uint64_t)h->time * bytes > r->n ||
	    !sat_rd_take(r, h->time * bytes, &times) ||
	    !sat_rd_take(r, h->time, &kinds))
		return sat_rd_fail(err, r, "the file is cut short");
	z->times = h->time;
	z->time = sat_arena_array(a, h->time, sizeof(*z->time));
	z->kind = sat_arena_array(a, h->time, sizeof(*z->kind));
	if (z->time == NULL || z->kind == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < z->times; i++) {
		if (!take_be(&times, bytes, &v) || !sat_rd_u8(&kinds, &z->kind[i]))
			return sat_rd_fail(err, r, "the file is cut short");
		/* two's complement, of 4 or 8 bytes */
		z->time[i] = bytes == 4 ? (int32_t)(uint32_t)v : (int64_t)v;
		if (z->kind[i] >= h->type ||
		    (i > 0 && z->time[i] <= z->time[i - 1]))
			return sat_rd_fail(err, &times, "a bad transition");
	}
	return true;
}

/* The NUL-terminated abbreviation at |from| of |letters|. */
static bool
copy_abbr(const struct sat_rd *letters, uint8_t from, char out[16])
{
	struct sat_rd r = *letters, skip;
	uint8_t c;

	if (!sat_rd_take(&r, from, &skip))
		return false;
	for (size_t n = 0; n < 16 && sat_rd_u8(&r, &c); n++) {
		out[n] = (char)c; /* ASCII */
		if (c == 0)
			return n > 0;
		if (!is_abbr(c, true))
			return false;
	}
	return false;
}

static bool
take_types(struct sat_rd *r, const struct header *h, struct sat_arena *a,
    struct sat_tzif *z, struct satchel_err *err)
{
	struct sat_rd types, letters;

	if (!sat_rd_take(r, (size_t)h->type * 6, &types) ||
	    !sat_rd_take(r, h->abbr, &letters))
		return sat_rd_fail(err, r, "the file is cut short");
	z->types = h->type;
	z->type = sat_arena_array(a, h->type, sizeof(*z->type));
	if (z->type == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < z->types; i++) {
		uint8_t dst, from;
		uint32_t offset;

		if (!take_be32(&types, &offset) || !sat_rd_u8(&types, &dst) ||
		    !sat_rd_u8(&types, &from))
			return sat_rd_fail(err, r, "the file is cut short");
		z->type[i].offset = (int32_t)offset; /* two's complement */
		if (z->type[i].offset <= -MAX_OFFSET ||
		    z->type[i].offset >= MAX_OFFSET || dst > 1 ||
		    !copy_abbr(&letters, from, z->type[i].abbr))
			return sat_rd_fail(err, &types, "a bad type of time");
	}
	return true;
}

/* Leap seconds, indicators, and the rule between two line feeds. */
static bool
take_rest(struct sat_rd *r, const struct header *h, struct sat_tzif *z,
    struct satchel_err *err)
{
	struct sat_rd skip, line;

	if (h->leap > 0)
		return sat_rd_fail(err, r, "the file counts leap seconds");
	if (!sat_rd_take(r, h->isstd, &skip) || !sat_rd_take(r, h->isut, &skip))
		return sat_rd_fail(err, r, "the file is cut short");
	if (h->version == 0)
		return true;
	if (!sat_rd_word(r, "\n") || !sat_rd_line(r, &line))
		return sat_rd_fail(err, r, "the rule at the end is cut short");
	z->has_rule = line.n > 0;
	if (z->has_rule && !sat_tz_rule_read(&line, &z->rule))
		return sat_rd_fail(err, &line, "a bad rule at the end");
	return true;
}

bool
sat_tzif_read(const struct sat_rd *file, struct sat_arena *a,
    struct sat_tzif *out, struct satchel_err *err)
{
	struct sat_tzif z = { .has_rule = false };
	struct sat_rd r = *file;
	struct header h;

	if (!take_header(&r, &h, err))
		return false;
	if (h.version != 0) {
		if (!skip_data(&r, &h))
			return sat_rd_fail(err, &r, "the file is cut short");
		if (!take_header(&r, &h, err))
			return false;
	}
	if (!take_times(&r, &h, h.version == 0 ? 4 : 8, a, &z, err) ||
	    !take_types(&r, &h, a, &z, err) || !take_rest(&r, &h, &z, err))
		return false;
	*out = z;
	return true;
}

const struct sat_local *
sat_tzif_at(const struct sat_tzif *z, int64_t t)
{
	size_t i = z->times;

	if (z->has_rule && (i == 0 || t > z->time[i - 1]))
		return rule_at(&z->rule, t);
	while (i > 0 && z->time[i - 1] > t)
		i--;
	return &z->type[i > 0 ? z->kind[i - 1] : 0];
}

bool
sat_tzif_next(const struct sat_tzif *z, int64_t t, int64_t *next)
{
	size_t i = z->times;

	while (i > 0 && z->time[i - 1] > t)
		i--;
	if (i < z->times) {
		*next = z->time[i];
		return true;
	}
	return z->has_rule && rule_next(&z->rule, t, next);
}

/* ---- names and records ---- */

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
			strchr(more, s[i]) != NULL))
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
	r = sat_rd_of(head, f.size < sizeof(head) ? (size_t)f.size
	                                          : sizeof(head), 0, file);
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
		ssize_t n = readlinkat(t->dir, path, target, sizeof(target) - 1);
		const char *slash = strrchr(path, '/');
		int up = slash == NULL ? 0 : (int)(slash - path) + 1; /* < 512 */

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
		return sat_fail(err, SATCHEL_EFORMAT, "\"%.64s\" is not a time "
		    "zone of the form Area/Place, or UTC", name);
	(void)snprintf(path, sizeof(path), "%s", name);
	if (!follow(t, path))
		return sat_fail(err, SATCHEL_ENO, "the time zone data (%s) "
		    "have no zone \"%s\"", t->version, name);
	return sat_file_load(t->dir, path, MAX_FILE, p, n, err);
}

bool
sat_tzdata_has(const struct sat_tzdata *t, const char *name)
{
	uint8_t *p = NULL;
	struct sat_rd r;
	size_t n;
	bool ok;

	if (t->dir < 0 || !load(t, name, &p, &n, NULL))
		return false;
	r = sat_rd_of(p, n, 0, name);
	ok = sat_rd_begins(&r, "TZif");
	free(p);
	return ok;
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
	    record_node(t, name, &offsets, a, out)) || sat_fail_nomem(err);
out:
	free(p);
	return ok;
}

/* A row [from, offset, abbreviation] as sat_zone_make writes it. */
static bool
is_row(const struct sat_node *row)
{
	return row->type == SAT_LIST && row->n == 3 &&
	    row->u.item[0].type == SAT_INT && row->u.item[1].type == SAT_INT &&
	    row->u.item[1].u.i > -100000 && row->u.item[1].u.i < 100000 &&
	    row->u.item[2].type == SAT_STR;
}

bool
sat_zone_at(const struct sat_node *zone, int64_t t, int32_t *offset,
    const char **abbreviation)
{
	const struct sat_node *rows = sat_node_get(zone, "offsets"), *best = NULL;

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
