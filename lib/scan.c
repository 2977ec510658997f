#include "scan.h"

#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "text.h"
#include "utf8.h"
#include "word8.h"

/* A scan in progress.  Everything before |done| is counted in line and col,
 * and copied if anything is. */
struct scanning {
	struct sat_scan *s;
	struct sat_diag *d;
	const char *file;
	const uint8_t *start, *done, *end;
	size_t line, col; /* from 0, in the file */
	size_t on_line;	  /* cuts on this line */
};

static void
count_to(struct scanning *c, const uint8_t *to)
{
	if (c->s->copy != NULL && to > c->done) {
		memcpy(c->s->copy + c->s->n, c->done, (size_t)(to - c->done));
		c->s->n += (size_t)(to - c->done);
	}
	for (const uint8_t *p = c->done; p < to; p++) {
		if (*p == '\n') {
			c->line++;
			c->col = c->on_line = 0;
		} else {
			c->col += (*p & 0xc0) != 0x80;
		}
	}
	c->done = to;
}

static void
say(struct scanning *c, enum sat_rule_id rule, uint32_t cp, bool last)
{
	const struct sat_mark m = { (uint32_t)(c->line + 1), /* files are */
		(uint32_t)(c->col + 1) }; /* far below 4 GiB */
	const char *rest = last ? "; the rest of the file was not read" : "";

	if (rule == SAT_RULE_UTF8)
		sat_diag_add(c->d, sat_rule(rule), c->file, &m,
		    "save the file as UTF-8", "byte 0x%02X is not UTF-8%s",
		    *c->done, rest);
	else if (rule == SAT_RULE_JOINER)
		sat_diag_add(c->d, sat_rule(rule), c->file, &m, NULL,
		    "U+%04X (%s) is allowed only between letters of scripts "
		    "that need it%s",
		    cp, sat_cp_name(SAT_CP_JOINER), rest);
	else
		sat_diag_add(c->d, sat_rule(rule), c->file, &m, NULL,
		    "U+%04X (%s%s) may not stand in a source file%s", cp,
		    sat_cp_name(sat_cp_class(cp)),
		    cp == '\r' ? ": carriage return without a line feed" : "",
		    rest);
}

/* Notes the fault from |from| to |to| and cuts it out. */
static bool
cut(struct scanning *c, const uint8_t *from, const uint8_t *to,
    enum sat_rule_id rule, uint32_t cp)
{
	struct sat_scan *s = c->s;

	if (s->copy == NULL) {
		s->copy = malloc((size_t)(c->end - c->start) + 1);
		if (s->copy == NULL)
			return false;
		s->n = 0;
		s->p = s->copy;
	}
	count_to(c, from);
	s->cut[s->cuts].line = c->line;
	s->cut[s->cuts++].col = c->col - c->on_line++;
	s->readable = s->cuts < SAT_MAX_CUTS;
	say(c, rule, cp, !s->readable);
	c->col++;
	c->done = to;
	return true;
}

static bool
is_usual(uint8_t b)
{
	return (b >= 0x20 && b < 0x7f) || b == '\n' || b == '\t';
}

/* The first byte from |p| on that scan_one must look at, or |end|.  Most of a
 * file is plain ASCII, so eight bytes are told at once. */
static const uint8_t *
skip_usual(const uint8_t *p, const uint8_t *end)
{
	for (;;) {
		while (end - p >= 8 && sat_word8_printable(sat_word8(p)))
			p += 8;
		for (int i = 0; i < 8; i++, p++)
			if (p == end || !is_usual(*p))
				return p;
	}
}

static bool
goes_on(uint8_t b)
{
	return (b & 0xc0) == 0x80;
}

/* The same for letters of two and three bytes, which may stand anywhere: all
 * of U+00C0 to U+1FFF but U+061C, and of U+3000 to U+CFFF. */
static const uint8_t *
skip_letters(const uint8_t *p, const uint8_t *end)
{
	while (end - p >= 3 && goes_on(p[1])) {
		if (p[0] >= 0xc3 && p[0] <= 0xdf &&
		    !(p[0] == 0xd8 && p[1] == 0x9c))
			p += 2;
		else if (((p[0] >= 0xe3 && p[0] <= 0xec) || p[0] == 0xe1 ||
			     (p[0] == 0xe0 && p[1] >= 0xa0)) &&
			 goes_on(p[2]))
			p += 3;
		else
			break;
	}
	return p;
}

/* Looks at the character at |*p| and moves behind it; false: no memory. */
static bool
scan_one(struct scanning *c, const uint8_t **p)
{
	const uint8_t *from = *p;
	uint32_t cp;

	if (*from == '\r' && c->end - from > 1 && from[1] == '\n') {
		*p += 2;
		return true;
	}
	if (!sat_utf8_next(p, c->end, &cp)) {
		do
			++*p;
		while (*p < c->end &&
		       !sat_utf8_next(&(const uint8_t *){ *p }, c->end, &cp));
		return cut(c, from, *p, SAT_RULE_UTF8, 0);
	}
	if (sat_text_allows(cp, sat_text_before(c->done, from), *p, c->end))
		return true;
	return cut(c, from, *p,
	    sat_cp_class(cp) == SAT_CP_JOINER ? SAT_RULE_JOINER
					      : SAT_RULE_CHARACTER,
	    cp);
}

/* UTF-16 and UTF-32 begin with a byte order mark, or ASCII with a NUL. */
static bool
is_utf16(const uint8_t *p, size_t n)
{
	return n >= 2 &&
	       ((p[0] == 0xff && p[1] == 0xfe) ||
		   (p[0] == 0xfe && p[1] == 0xff) || p[0] == 0 || p[1] == 0);
}

static void
skip_bom(const uint8_t **p, size_t *n, const char *file, struct sat_diag *d)
{
	static const struct sat_mark start = { 1, 1 };

	if (*n < 3 || memcmp(*p, "\xef\xbb\xbf", 3) != 0)
		return;
	*p += 3;
	*n -= 3;
	sat_diag_add(d, sat_rule(SAT_RULE_BOM), file, &start,
	    "save the file without one", "a byte order mark was skipped");
}

bool
sat_scan(const uint8_t *p, size_t n, const char *file, struct sat_diag *d,
    struct sat_scan *s, struct satchel_err *err)
{
	static const struct sat_mark start = { 1, 1 };
	struct scanning c = { .s = s, .d = d, .file = file };

	memset(s, 0, sizeof(*s));
	s->p = p;
	if (is_utf16(p, n)) {
		sat_diag_add(d, sat_rule(SAT_RULE_UTF8), file, &start,
		    "save the file as UTF-8",
		    "this is not UTF-8 but looks like UTF-16");
		return true;
	}
	skip_bom(&p, &n, file, d);
	s->p = c.start = c.done = p;
	s->n = n;
	c.end = p + n;
	s->readable = true;
	while ((p = skip_usual(p, c.end)) < c.end && s->readable) {
		const uint8_t *letters = p;

		p = skip_letters(p, c.end);
		if (p == letters && !scan_one(&c, &p)) {
			sat_scan_free(s);
			return sat_fail_nomem(err);
		}
	}
	if (s->copy != NULL)
		count_to(&c, p);
	return true;
}

void
sat_scan_free(struct sat_scan *s)
{
	free(s->copy);
	memset(s, 0, sizeof(*s));
}

struct sat_mark
sat_scan_mark(const struct sat_scan *s, size_t line, size_t col)
{
	size_t shift = 0;

	for (size_t i = 0; i < s->cuts; i++)
		shift += s->cut[i].line == line && s->cut[i].col <= col;
	return (struct sat_mark){ (uint32_t)(line + 1), /* files are */
		(uint32_t)(col + shift + 1) };		/* far below 4 GiB */
}
