#include "yaml_scalar.h"

#include <string.h>

#include "word8.h"

/* ---- on one line ---------------------------------------------------------- */

/* Can nothing but a plain scalar begin with |c|? */
static bool
begins_plain(uint8_t c)
{
	return sat_doc_alnum(c) || (c & 0x80) != 0 ||
	       (c != '\0' && strchr("+(/._~", c) != NULL);
}

/* What a character within a plain scalar does. */
enum role { PART, ENDS, ODD };

static enum role
role_of(const struct sat_doc *d, uint8_t c, bool flow)
{
	uint8_t next;

	switch (c) {
	case '\n':
		return ENDS;
	case ' ':
		return sat_doc_at(d, 1) != '#' ? PART : flow ? ODD : ENDS;
	case ':':
		next = sat_doc_at(d, 1);
		return next == ' ' || next == '\n' ||
			       (flow && next != '/' && !sat_doc_alnum(next))
			   ? ODD
			   : PART;
	case ',':
	case ']':
	case '}':
		return flow ? ENDS : PART;
	case '[':
	case '{':
	case '?':
		return flow ? ODD : PART;
	default:
		return c < ' ' ? ODD : PART;
	}
}

static bool
plain(struct sat_doc *d, bool flow)
{
	struct sat_node v = { .type = SAT_STR, .style = SAT_PLAIN };
	const uint8_t *from = d->p, *end = from;
	enum role role;
	bool high = false;

	v.at = sat_doc_mark(d);
	for (;; d->p++) {
		uint8_t c = sat_doc_at(d, 0);

		role = sat_doc_alnum(c) ? PART : role_of(d, c, flow);
		if (role != PART)
			break;
		high |= sat_doc_high(d, c);
		if (c != ' ')
			end = d->p + 1;
	}
	if (role == ODD)
		return false;
	v.n = (size_t)(end - from);
	v.u.s = sat_doc_text(d, from, v.n);
	return sat_doc_value(d, &v, high);
}

/* The first of the |n| bytes at |p| that is not 20 to 7E, or their end. */
static const uint8_t *
skip_printable(const uint8_t *p, size_t n)
{
	for (; n >= 8 && sat_word8_printable(sat_word8(p)); n -= 8)
		p += 8;
	while (n > 0 && *p >= ' ' && *p < 0x7f) {
		p++;
		n--;
	}
	return p;
}

/* The same outside of brackets, looked at as a line, which is quicker, if
 * that is all ASCII; |*is|: it was. */
static bool
plain_line(struct sat_doc *d, bool *is)
{
	struct sat_node v = { .type = SAT_STR, .style = SAT_PLAIN };
	const uint8_t *from = d->p, *c = from;
	const uint8_t *end = skip_printable(c, (size_t)(d->end - c));

	*is = end == d->end || *end == '\n';
	if (!*is)
		return true;
	while ((c = memchr(c, '#', (size_t)(end - c))) != NULL && c[-1] != ' ')
		c++;
	if (c != NULL) /* a comment */
		end = c;
	for (c = from; (c = memchr(c, ':', (size_t)(end - c))) != NULL; c++)
		if (c + 1 == end || c[1] == ' ')
			return false;
	while (end[-1] == ' ') /* |*from| is none */
		end--;
	v.at = sat_doc_mark(d);
	d->p = end;
	v.n = (size_t)(end - from);
	v.u.s = sat_doc_text(d, from, v.n);
	return sat_doc_value(d, &v, false);
}

/* Takes the first of each pair of characters out of |s| that means the
 * second: \" \\ ''. */
static size_t
unescape(char *s, size_t n, char escape)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		i += s[i] == escape; /* a second one is there: see quoted */
		s[len++] = s[i];
	}
	s[len] = '\0';
	return len;
}

/* Moves over characters in words of eight, as long as none means anything
 * between quotes |q|. */
static const uint8_t *
skip_text(const uint8_t *p, size_t n, char q)
{
	for (; n >= 8; p += 8, n -= 8) {
		uint64_t w = sat_word8(p);

		if (!sat_word8_printable(w) || sat_word8_has(w, q) ||
		    sat_word8_has(w, '\\'))
			break;
	}
	return p;
}

/* Between quotes |q|; what follows is the caller's. */
static bool
quoted(struct sat_doc *d, uint8_t q)
{
	const uint8_t escape = q == '"' ? '\\' : '\'', *from;
	struct sat_node v = { .type = SAT_STR, .style = SAT_QUOTED };
	bool high = false, escaped = false;
	uint8_t c;
	char *s;

	v.at = sat_doc_mark(d);
	from = ++d->p;
	d->p = skip_text(d->p, (size_t)(d->end - d->p), (char)q);
	for (; (c = sat_doc_at(d, 0)) != q ||
	       (c == escape && sat_doc_at(d, 1) == q);
	     d->p++) {
		if (c < ' ')
			return false;
		if (c == escape) {
			escaped = true;
			c = sat_doc_at(d, 1);
			if (c != q && c != escape)
				return false;
			d->p++;
		}
		high |= sat_doc_high(d, c);
	}
	v.n = (size_t)(d->p++ - from);
	v.u.s = s = sat_doc_text(d, from, v.n);
	if (escaped)
		v.n = unescape(s, v.n, (char)escape); /* ASCII */
	return sat_doc_value(d, &v, high);
}

bool
sat_doc_scalar(struct sat_doc *d, bool flow)
{
	uint8_t c = sat_doc_at(d, 0);
	bool is = false;

	if (c == '"' || c == '\'')
		return quoted(d, c);
	if (!begins_plain(c) || (!flow && !plain_line(d, &is)))
		return false;
	return is || plain(d, flow);
}

/* ---- of lines -------------------------------------------------------------- */

/* Where a block scalar is written to: the copy, from its '|' or '>' on, since
 * it never gets longer. */
struct block {
	char *s;
	size_t n, indent;
	bool folded;
	bool blank;    /* the line before begins with a space */
	size_t breaks; /* line feeds since that line */
};

static void
put_breaks(struct block *b, size_t n)
{
	memset(b->s + b->n, '\n', n);
	b->n += n;
}

/* What stands for the line feeds before a line (YAML 1.1 9.4). */
static void
fold(struct block *b, bool blank)
{
	if (!b->folded || b->blank || blank)
		put_breaks(b, b->breaks);
	else if (b->breaks == 1)
		b->s[b->n++] = ' ';
	else if (b->breaks > 1)
		put_breaks(b, b->breaks - 1);
	b->blank = blank;
}

/* A line of it, the line feed too. */
static bool
block_line(struct sat_doc *d, struct block *b, bool *high)
{
	const uint8_t *from = d->p;
	size_t n;
	uint8_t c;

	fold(b, *from == ' ');
	for (; (c = sat_doc_at(d, 0)) != '\n'; d->p++) {
		if (c < ' ')
			return false;
		*high |= sat_doc_high(d, c);
	}
	if (d->p == d->end)
		return false; /* no line feed at all, for once */
	n = (size_t)(d->p - from);
	memcpy(b->s + b->n, from, n);
	b->n += n;
	sat_doc_next_line(d);
	b->breaks = 1;
	return true;
}

/* Moves to the next line's text and counts the lines that have none. */
static void
skip_indent(struct sat_doc *d, struct block *b)
{
	for (;;) {
		while (sat_doc_column(d) < b->indent && sat_doc_at(d, 0) == ' ')
			d->p++;
		if (d->p == d->end || sat_doc_at(d, 0) != '\n')
			return;
		sat_doc_next_line(d);
		b->breaks++;
	}
}

/* A scalar of lines, its first not empty. */
bool
sat_doc_block(struct sat_doc *d, size_t outside)
{
	struct sat_node v = { .type = SAT_STR, .style = SAT_BLOCK };
	struct block b = { .s = d->copy + (d->p - d->start),
		.folded = sat_doc_at(d, 0) == '>' };
	uint8_t chomp = sat_doc_at(d, 1);
	bool high = false;

	v.at = sat_doc_mark(d);
	d->p += chomp == '+' || chomp == '-' ? 2 : 1;
	if (!sat_doc_end_line(d))
		return false;
	sat_doc_spaces(d);
	b.indent = sat_doc_column(d);
	if (b.indent <= outside || sat_doc_at(d, 0) == '\n')
		return false;
	while (sat_doc_column(d) == b.indent && d->p < d->end) {
		if (!block_line(d, &b, &high))
			return false;
		skip_indent(d, &b);
	}
	if (chomp != '-')
		put_breaks(&b, chomp == '+' ? b.breaks : 1);
	b.s[b.n] = '\0';
	v.u.s = b.s;
	v.n = b.n;
	return sat_doc_value(d, &v, high);
}
