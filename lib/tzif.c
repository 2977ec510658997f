#include "tzif.h"

enum { MAX_OFFSET = 26 * 3600 }; /* RFC 9636 3.2: 25 h 59 m 59 s */

struct header {
	uint8_t version;			      /* 0, '2', '3', '4' */
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
		return sat_rd_fail(
		    err, r, "%u types of %u letters", h->type, h->abbr);
	return true;
}

/* Passes over the data of a first header whose second one counts. */
static bool
skip_data(struct sat_rd *r, const struct header *h)
{
	uint64_t n = (uint64_t)h->time * 5 + (uint64_t)h->type * 6 + h->abbr +
		     (uint64_t)h->leap * 8 + h->isstd +
		     h->isut; /* below 2^36 */
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
		if (!take_be(&times, bytes, &v) ||
		    !sat_rd_u8(&kinds, &z->kind[i]))
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
		if (!sat_tz_is_abbr(c, true))
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
	struct header h = { .version = 0 };

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
		return sat_tz_rule_at(&z->rule, t);
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
	return z->has_rule && sat_tz_rule_next(&z->rule, t, next);
}
