#include "json.h"

#include <inttypes.h>
#include <string.h>

#include "utf8.h"
#include "word8.h"

static bool
is_escaped(char c)
{
	static const bool escaped[256] = {
		['"'] = true, ['\\'] = true, ['\n'] = true
	};

	return escaped[(uint8_t)c]; /* as a byte */
}

static bool
word_escaped(uint64_t w)
{
	return sat_word8_has(w, '"') || sat_word8_has(w, '\\') ||
	       sat_word8_has(w, '\n');
}

static bool
has_escaped(const char *s, size_t n)
{
	size_t i = 0;

	for (; n - i >= 8; i += 8)
		if (word_escaped(sat_word8(s + i)))
			return true;
	if (n >= 8) /* the last eight, some of them again */
		return n > i && word_escaped(sat_word8(s + n - 8));
	for (; i < n; i++)
		if (is_escaped(s[i]))
			return true;
	return false;
}

static size_t
count_escaped(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += is_escaped(s[i]);
	return count;
}

/* The quotes and what lies between them, in one piece. */
static void
put_string(const char *s, size_t n, struct sat_wr *w)
{
	size_t escapes = has_escaped(s, n) ? count_escaped(s, n) : 0, at = 0;
	/* it lies in memory, so that this does not overflow */
	uint8_t *to = sat_wr_room(w, n + escapes + 2);

	if (to == NULL)
		return;
	to[at++] = '"';
	for (size_t i = 0; escapes > 0 && i < n; i++) {
		if (is_escaped(s[i]))
			to[at++] = '\\';
		to[at++] = s[i] == '\n' ? 'n' : (uint8_t)s[i]; /* as bytes */
	}
	if (escapes == 0 && n > 0)
		memcpy(to + at, s, n);
	to[n + escapes + 1] = '"';
	sat_wr_grow(w, n + escapes + 2);
}

/* A list or map that is being written: |i| of its entries are. */
struct writing {
	const struct sat_node *v;
	size_t i;
};

static bool
is_scalar(const struct sat_node *v)
{
	return v->type == SAT_STR || v->type == SAT_INT;
}

static void
put_scalar(const struct sat_node *v, struct sat_wr *w)
{
	if (v->type == SAT_STR)
		put_string(v->u.s, v->n, w);
	else
		sat_wr_printf(w, "%" PRId64, v->u.i);
}

/* The next entry of |l|, with the comma and the key before it. */
static const struct sat_node *
put_next(struct writing *l, struct sat_wr *w)
{
	const struct sat_pair *p;
	size_t i = l->i++;

	if (i > 0)
		sat_wr_u8(w, ',');
	if (l->v->type == SAT_LIST)
		return &l->v->u.item[i];
	p = &l->v->u.pair[i];
	put_string(p->key, strlen(p->key), w);
	sat_wr_u8(w, ':');
	return &p->value;
}

void
sat_json_write(const struct sat_node *v, struct sat_wr *w)
{
	struct writing open[SAT_MAX_DEPTH] = { { NULL, 0 } };
	size_t depth = 0;

	for (;;) {
		if (is_scalar(v)) {
			put_scalar(v, w);
		} else if (depth == SAT_MAX_DEPTH) {
			w->full = true; /* no record is this deep */
			return;
		} else {
			sat_wr_u8(w, v->type == SAT_MAP ? '{' : '[');
			open[depth].v = v;
			open[depth++].i = 0;
		}
		while (depth > 0 && open[depth - 1].i == open[depth - 1].v->n)
			sat_wr_u8(
			    w, open[--depth].v->type == SAT_MAP ? '}' : ']');
		if (depth == 0)
			return;
		v = put_next(&open[depth - 1], w);
	}
}

/*
 * The reader knows the canonical form alone: what it accepts, sat_json_write
 * writes to the same bytes.  It differs from RFC 8259 in that there is no white
 * space, no escape but \" \\ \n, no number but an integer in its shortest
 * form, and no true, false or null.
 */
struct reading {
	struct sat_rd r; /* what is left */
	struct sat_arena *a;
	struct sat_nest nest;
	struct satchel_err *err;
	bool repeated; /* a key stood twice in a map */
};

static bool
take_char(struct reading *j, char c)
{
	uint8_t b;

	return j->r.n > 0 && j->r.p[0] == (uint8_t)c && sat_rd_u8(&j->r, &b);
}

/* Finds the quote that ends the string whose first byte is at |r|: |*n| bytes
 * from here, of which |*escapes| are backslashes. */
static bool
find_quote(const struct sat_rd *r, size_t *n, size_t *escapes)
{
	const uint8_t *p = r->p, *end = r->p + r->n;
	uint32_t cp;

	*escapes = 0;
	for (;;) {
		while (p < end && *p >= 0x20 && *p < 0x80 && *p != '"' &&
		       *p != '\\')
			p++;
		if (!sat_utf8_next(&p, end, &cp) || cp < 0x20)
			return false;
		if (cp == '"') {
			*n = (size_t)(p - r->p) - 1;
			return true;
		}
		if (cp != '\\')
			continue;
		++*escapes;
		if (p == end || (*p != '"' && *p != '\\' && *p != 'n'))
			return false;
		p++;
	}
}

/* A string behind its first quote, in the arena. */
static bool
take_string(struct reading *j, char **out, size_t *len)
{
	struct sat_rd text, quote;
	size_t n, escapes, k = 0;
	char *s;

	if (!find_quote(&j->r, &n, &escapes) || !sat_rd_take(&j->r, n, &text) ||
	    !sat_rd_take(&j->r, 1, &quote))
		return sat_rd_fail(j->err, &j->r,
		    "not canonical JSON: a string that is not UTF-8, does not "
		    "end, or holds a control character or another escape");
	s = sat_arena_copy(j->a, text.p, n);
	if (s == NULL)
		return sat_fail_nomem(j->err);
	for (size_t i = 0; escapes > 0 && i < n; i++) {
		bool escape = s[i] == '\\';

		i += escape; /* something stands behind it */
		s[k++] = escape && s[i] == 'n' ? '\n' : s[i];
	}
	*len = n - escapes;
	s[*len] = '\0';
	*out = s;
	return true;
}

/* -9223372036854775808 to 9223372036854775807, no leading zero, no -0 */
static bool
take_integer(struct reading *j, int64_t *out)
{
	struct sat_rd at = j->r, digits = j->r;
	bool minus = take_char(j, '-');
	uint64_t v;

	digits = j->r;
	digits.n = 0;
	while (digits.n < j->r.n && j->r.p[digits.n] >= '0' &&
	       j->r.p[digits.n] <= '9')
		digits.n++;
	if (!sat_rd_decimal(&digits, UINT64_C(1) << 63, &v) ||
	    !sat_rd_take(&j->r, digits.n, &digits) ||
	    (minus ? v == 0 : v > INT64_MAX))
		return sat_rd_fail(j->err, &at,
		    "not canonical JSON: no string, "
		    "integer, list or map");
	*out = minus ? (int64_t)(0 - v) : (int64_t)v; /* in range */
	return true;
}

static void
on_repeat(void *ctx, const struct sat_pair *p)
{
	struct reading *j = ctx;

	(void)p;
	j->repeated = true;
}

/* A scalar, or the start of a list or map. */
static bool
take_value(struct reading *j)
{
	static const struct sat_mark nowhere = { 0, 0 };
	struct sat_node v = { .type = SAT_STR };
	struct sat_rd at = j->r;
	char *s = NULL;
	bool list;

	if (take_char(j, '"')) {
		if (!take_string(j, &s, &v.n))
			return false;
		v.u.s = s;
		return sat_nest_value(&j->nest, &v) || sat_fail_nomem(j->err);
	}
	list = take_char(j, '[');
	if (list || take_char(j, '{'))
		return sat_nest_open(&j->nest, list ? SAT_LIST : SAT_MAP,
			   &nowhere, false) ||
		       sat_rd_fail(j->err, &at,
			   "JSON nested deeper than %d levels", SAT_MAX_DEPTH);
	v.type = SAT_INT;
	return take_integer(j, &v.u.i) &&
	       (sat_nest_value(&j->nest, &v) || sat_fail_nomem(j->err));
}

static bool
take_key(struct reading *j)
{
	static const struct sat_mark nowhere = { 0, 0 };
	struct sat_rd at = j->r;
	char *s = NULL;
	size_t n = 0;

	if (!take_char(j, '"'))
		return sat_rd_fail(j->err, &at, "not canonical JSON: no key");
	if (!take_string(j, &s, &n))
		return false;
	if (!take_char(j, ':'))
		return sat_rd_fail(
		    j->err, &j->r, "not canonical JSON: no colon");
	sat_nest_key(&j->nest, s, &nowhere);
	return true;
}

/*
 * After a value, or the start of a list or map if |fresh|: the ends that
 * follow, then the comma before the next entry.  |*more| false: the outermost
 * value is whole.
 */
static bool
take_between(struct reading *j, bool fresh, bool *more)
{
	struct sat_rd at;

	while (j->nest.depth > 0) {
		bool map = j->nest.frame[j->nest.depth - 1].type == SAT_MAP;

		at = j->r;
		if (!take_char(j, map ? '}' : ']'))
			break;
		if (!sat_nest_close(&j->nest, j->a, on_repeat, j))
			return sat_fail_nomem(j->err);
		if (j->repeated)
			return sat_rd_fail(j->err, &at,
			    "a key stands twice in "
			    "the map that ends here");
		fresh = false;
	}
	*more = j->nest.depth > 0;
	if (*more && !fresh && !take_char(j, ','))
		return sat_rd_fail(j->err, &j->r,
		    "not canonical JSON: a comma "
		    "or an end is due here");
	return true;
}

static bool
read_all(struct reading *j)
{
	bool more = true;

	while (more) {
		size_t depth = j->nest.depth;

		if (sat_nest_wants_key(&j->nest) && !take_key(j))
			return false;
		if (!take_value(j) ||
		    !take_between(j, j->nest.depth > depth, &more))
			return false;
	}
	if (!sat_rd_end(&j->r))
		return sat_rd_fail(j->err, &j->r, "bytes after the JSON text");
	return true;
}

bool
sat_json_read(const struct sat_rd *text, struct sat_arena *a,
    struct sat_node *v, struct satchel_err *err)
{
	struct reading j = { .r = *text, .a = a, .err = err };
	bool ok = read_all(&j);

	if (ok)
		*v = j.nest.root;
	sat_nest_free(&j.nest);
	return ok;
}
