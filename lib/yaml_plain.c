#include "yaml_plain.h"

#include <string.h>

#include "yaml_scalar.h"

enum { LONGEST_KEY = 128 }; /* libyaml looks 1,024 ahead for a key's colon */

/* A ':' or '-' has nothing after it. */
static bool
absent(struct sat_doc *d)
{
	struct sat_node v = {
		.type = SAT_STR, .style = SAT_ABSENT, .at = d->after, .u.s = ""
	};

	return sat_doc_value(d, &v, false);
}

/* The length of the key that stands here, 0 if none does. */
static size_t
key_length(const struct sat_doc *d)
{
	size_t n = 0;
	uint8_t c = sat_doc_at(d, 0);

	if (!sat_doc_alnum(c))
		return 0;
	while (sat_doc_alnum(c) || c == '-' || c == '_')
		c = sat_doc_at(d, ++n);
	if (c != ':' || n > LONGEST_KEY)
		return 0;
	c = sat_doc_at(d, n + 1);
	return c == ' ' || c == '\n' ? n : 0;
}

/* A key of |n| bytes and its colon. */
static void
take_key(struct sat_doc *d, size_t n)
{
	const struct sat_mark m = sat_doc_mark(d);

	sat_nest_key(d->nest, sat_doc_text(d, d->p, n), &m);
	d->p += n + 1;
}

/* ---- lists and maps ------------------------------------------------------- */

static bool
open_node(struct sat_doc *d, enum sat_node_type type, bool block)
{
	const struct sat_mark m = sat_doc_mark(d);

	if (!sat_nest_open(d->nest, type, &m, block && type == SAT_MAP))
		return false;
	d->indent[d->nest->depth - 1] = sat_doc_column(d);
	d->waiting = false;
	return true;
}

static void
on_repeat(void *ctx, const struct sat_pair *p)
{
	bool *repeats = ctx;

	(void)p;
	*repeats = true;
}

static bool
close_node(struct sat_doc *d)
{
	d->nomem = !sat_nest_close(d->nest, d->a, on_repeat, &d->repeats);
	return !d->nomem && !d->repeats;
}

static enum sat_node_type
top_type(const struct sat_doc *d)
{
	return d->nest->frame[d->nest->depth - 1].type;
}

static size_t
top_indent(const struct sat_doc *d)
{
	return d->indent[d->nest->depth - 1];
}

/* In brackets, where a value may begin: its key, if this is a map. */
static bool
flow_key(struct sat_doc *d)
{
	size_t n;

	if (top_type(d) == SAT_LIST)
		return true;
	n = key_length(d);
	if (n == 0)
		return false;
	take_key(d, n);
	sat_doc_spaces(d);
	return true;
}

/* The commas and closing brackets here, until nothing is open but the
 * |outside| levels round it, or a value may begin; |may|: it may at once. */
static bool
flow_next(struct sat_doc *d, size_t outside, bool may)
{
	while (d->nest->depth > outside) {
		sat_doc_spaces(d);
		if (sat_doc_at(d, 0) == (top_type(d) == SAT_LIST ? ']' : '}')) {
			if (!close_node(d))
				return false;
			may = false;
		} else if (sat_doc_at(d, 0) == ',' && !may) {
			may = true;
		} else {
			return may && flow_key(d);
		}
		d->p++;
	}
	return true;
}

/* A list or map in brackets, with all that is in it. */
static bool
flow(struct sat_doc *d)
{
	size_t outside = d->nest->depth;

	do {
		uint8_t c = sat_doc_at(d, 0);
		bool opens = c == '[' || c == '{';

		if (!opens) {
			if (!sat_doc_scalar(d, true))
				return false;
		} else {
			if (!open_node(d, c == '[' ? SAT_LIST : SAT_MAP, false))
				return false;
			d->p++;
		}
		if (!flow_next(d, outside, opens))
			return false;
	} while (d->nest->depth > outside);
	return true;
}

static bool
is_dash(const struct sat_doc *d)
{
	return sat_doc_at(d, 0) == '-' &&
	       (sat_doc_at(d, 1) == ' ' || sat_doc_at(d, 1) == '\n');
}

/* Does a line that begins here hold what a ':' or '-' above it waits for?  A
 * list may begin right below its key. */
static bool
is_awaited(const struct sat_doc *d, bool dash)
{
	if (d->nest->depth == 0 || sat_doc_column(d) > top_indent(d))
		return true;
	return sat_doc_column(d) == top_indent(d) && dash &&
	       top_type(d) == SAT_MAP;
}

/* Closes all that ends before a line that begins here; false also if that line
 * then is no entry of what is open and does not begin what is awaited. */
static bool
fit(struct sat_doc *d, bool dash)
{
	size_t col = sat_doc_column(d);

	if (d->waiting) {
		if (is_awaited(d, dash))
			return true;
		if (!absent(d))
			return false;
	}
	while (d->nest->depth > 0 &&
	       (top_indent(d) > col ||
		   (top_indent(d) == col && top_type(d) == SAT_LIST && !dash)))
		if (!close_node(d))
			return false;
	return d->nest->depth > 0 && top_indent(d) == col &&
	       (top_type(d) == SAT_LIST) == dash;
}

/* Behind a ':' or '-'; |*over|: nothing follows on the line, which is read. */
static bool
await(struct sat_doc *d, bool *over)
{
	d->waiting = true;
	d->after = sat_doc_mark(d);
	sat_doc_spaces(d);
	*over = sat_doc_at(d, 0) == '\n' || sat_doc_at(d, 0) == '#';
	return !*over || sat_doc_end_line(d);
}

/* The rest of a line, which is a value. */
static bool
last_value(struct sat_doc *d)
{
	switch (sat_doc_at(d, 0)) {
	case '|':
	case '>':
		return sat_doc_block(
		    d, top_indent(d)); /* ends its lines itself */
	case '[':
	case '{':
		return flow(d) && sat_doc_end_line(d);
	default:
		return sat_doc_scalar(d, false) && sat_doc_end_line(d);
	}
}

/* A line that holds something: dashes, a key, a value, or some of them. */
static bool
read_line(struct sat_doc *d)
{
	bool dash = is_dash(d), item = dash, over;
	size_t n;

	if (!fit(d, dash))
		return false;
	while (dash) {
		if (d->waiting && !open_node(d, SAT_LIST, true))
			return false;
		d->p++;
		if (!await(d, &over))
			return false;
		if (over)
			return true;
		dash = is_dash(d);
	}
	n = key_length(d);
	if (n == 0)
		return item && last_value(d);
	if (d->waiting && !open_node(d, SAT_MAP, true))
		return false;
	take_key(d, n);
	return await(d, &over) && (over || last_value(d));
}

/* ---- documents ------------------------------------------------------------ */

/* At the start of a line: is it "---", alone or before white space? */
static bool
is_marker(const uint8_t *p, const uint8_t *end)
{
	return end - p >= 3 && memcmp(p, "---", 3) == 0 &&
	       (end - p == 3 || p[3] <= ' ');
}

/* Skips comments and the marker that stand before a document. */
static bool
skip_head(struct sat_doc *d)
{
	bool more;

	if (!sat_doc_content(d, &more) || !more)
		return false;
	if (is_marker(d->p, d->end)) {
		if (sat_doc_column(d) > 0 || sat_doc_at(d, 3) != '\n')
			return false;
		sat_doc_next_line(d);
	}
	return true;
}

/* The next document begins at the next line that begins with a marker. */
static void
find_end(struct sat_doc *d)
{
	const uint8_t *p = d->p;

	while (p < d->end && !(is_marker(p, d->end) && p > d->start)) {
		p = memchr(p, '\n', (size_t)(d->end - p));
		p = p == NULL ? d->end : p + 1;
	}
	d->end = p;
}

static bool
read_document(struct sat_doc *d)
{
	bool more;

	d->copy = sat_arena_copy(d->a, d->start, (size_t)(d->end - d->start));
	d->nomem = d->copy == NULL;
	if (d->nomem)
		return false;
	for (;;) {
		if (!sat_doc_content(d, &more))
			return false;
		if (!more)
			break;
		if (!read_line(d))
			return false;
	}
	if (d->nest->depth == 0 || (d->waiting && !absent(d)))
		return false;
	while (d->nest->depth > 0)
		if (!close_node(d))
			return false;
	return true;
}

bool
sat_plain_next(struct sat_plain *f, struct sat_nest *nest, struct sat_arena *a,
    enum sat_plain_got *got)
{
	struct sat_doc d = { .p = f->p,
		.start = f->p,
		.end = f->end,
		.zero = f->p,
		.line = (uint32_t)f->line, /* a file is below 4 GiB */
		.nest = nest,
		.a = a,
		.waiting = true };

	*got = SAT_PLAIN_END;
	if (f->p == f->end)
		return true;
	*got = SAT_PLAIN_ODD;
	sat_nest_reset(nest);
	if (!skip_head(&d))
		return true;
	find_end(&d);
	if (!read_document(&d))
		return !d.nomem;
	f->p = d.end;
	f->line = d.line;
	*got = SAT_PLAIN_TREE;
	return true;
}
