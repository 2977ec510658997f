#include "yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "rules.h"
#include "scan.h"
#include "text.h"
#include "utf8.h"
#include "yaml_plain.h"

enum {
	MAX_TAG_LINES = 100, /* libyaml is quadratic in them */
	PIECE = 1024	     /* it decodes all of a piece, needed or not */
};

/* Documents are read without libyaml but for those that are odd.  What stands
 * before a document that begins with "---" counts for nothing in it, so each
 * has the events that it would have had in the whole file. */
struct sat_yaml {
	yaml_parser_t parser;
	struct sat_scan scan;
	const char *file;
	struct sat_diag *d;
	bool over;
	bool odd; /* libyaml reads, and its marks count from |left| */
	struct sat_plain left; /* what is not read yet, if not |odd| */
	const uint8_t *fed;    /* what libyaml has not been given */
	size_t plain;	       /* documents that libyaml did not see */
	bool thorough;	       /* it is to see all */
	bool has_tags;	       /* '!' is somewhere in the file */
	const uint8_t *seek;   /* the byte of code point |seek_index| */
	size_t seek_index;
	struct sat_nest nest;
};

static struct sat_mark
mark_of(const struct sat_yaml *y, const yaml_mark_t *m)
{
	return sat_scan_mark(&y->scan, y->left.line + m->line, m->column);
}

static void
refuse(struct sat_yaml *y, enum sat_rule_id rule, const struct sat_mark *at,
    const char *hint, const char *what)
{
	sat_diag_add(y->d, sat_rule(rule), y->file, at, hint, "%s", what);
}

/* The byte that libyaml's mark |m| means (its index counts code points), or
 * the end.  Marks mostly rise, so that all calls together read the file once. */
static const uint8_t *
byte_at(struct sat_yaml *y, const yaml_mark_t *m)
{
	const uint8_t *end = y->scan.p + y->scan.n;

	if (m->index < y->seek_index) {
		y->seek = y->left.p;
		y->seek_index = 0;
	}
	while (y->seek_index < m->index && y->seek < end) {
		do
			y->seek++;
		while (y->seek < end && (*y->seek & 0xc0) == 0x80);
		y->seek_index++;
	}
	return y->seek;
}

/* Too many %TAG lines: libyaml compares each with all. */
static bool
floods(const struct sat_scan *s)
{
	const uint8_t *p = s->p, *end = s->p + s->n;
	size_t lines = 0;

	while (p < end && (p = memchr(p, '%', (size_t)(end - p))) != NULL) {
		lines += end - p > 4 && memcmp(p, "%TAG", 4) == 0 &&
			 (p == s->p || p[-1] == '\n');
		p++;
	}
	return lines > MAX_TAG_LINES;
}

/* Is anything to be parsed? */
static bool
is_fit(struct sat_yaml *y)
{
	static const struct sat_mark first = { 1, 1 };

	if (!y->scan.readable)
		return false;
	if (!floods(&y->scan))
		return true;
	refuse(y, SAT_RULE_DIRECTIVE, &first, NULL,
	    "over 100 %TAG directives; the file was not read");
	return false;
}

static int
feed(void *ctx, unsigned char *to, size_t size, size_t *n)
{
	struct sat_yaml *y = ctx;
	size_t left = (size_t)(y->left.end - y->fed);

	size = size < PIECE ? size : PIECE;
	*n = size < left ? size : left;
	memcpy(to, y->fed, *n);
	y->fed += *n;
	return 1;
}

/* libyaml gets what is left. */
static bool
start_libyaml(struct sat_yaml *y)
{
	if (yaml_parser_initialize(&y->parser) == 0)
		return false;
	y->odd = true;
	y->seek = y->fed = y->left.p;
	y->seek_index = 0;
	yaml_parser_set_encoding(&y->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&y->parser, feed, y);
	return true;
}

/* After a document of libyaml's, which ends at |m|, the shorter way is tried
 * again if the next begins there. */
static void
stop_libyaml(struct sat_yaml *y, const yaml_mark_t *m)
{
	const uint8_t *p = byte_at(y, m);

	if (y->thorough || m->column > 0 || y->left.end - p < 4 ||
	    memcmp(p, "---\n", 4) != 0)
		return;
	yaml_parser_delete(&y->parser);
	memset(&y->parser, 0, sizeof(y->parser));
	y->odd = false;
	y->left.p = p;
	y->left.line += m->line;
}

bool
sat_yaml_open(const uint8_t *p, size_t n, const char *file, struct sat_diag *d,
    struct sat_yaml **out, struct satchel_err *err)
{
	struct sat_yaml *y = calloc(1, sizeof(*y));

	if (y == NULL)
		return sat_fail_nomem(err);
	y->file = file;
	y->d = d;
	/* a parser that is all NUL can be deleted, as the rest can */
	if (!sat_scan(p, n, file, d, &y->scan, err)) {
		sat_yaml_close(y);
		return false;
	}
	y->left.p = y->scan.p;
	y->left.end = y->scan.p + y->scan.n;
	y->over = !is_fit(y);
	y->has_tags = memchr(y->scan.p, '!', y->scan.n) != NULL;
	y->thorough = y->scan.cuts > 0; /* columns are not the file's */
	*out = y;
	return true;
}

void
sat_yaml_thorough(struct sat_yaml *y)
{
	y->thorough = true;
}

size_t
sat_yaml_plain(const struct sat_yaml *y)
{
	return y->plain;
}

void
sat_yaml_close(struct sat_yaml *y)
{
	if (y == NULL)
		return;
	yaml_parser_delete(&y->parser);
	sat_scan_free(&y->scan);
	sat_nest_free(&y->nest);
	free(y);
}

/*
 * The place of the first tab in the source of a scalar that is part of its
 * value: white space around a line's end is not, nor is a block's header.
 * The scalar's own place if there is none, as with an escape.
 */
static struct sat_mark
tab_of(struct sat_yaml *y, const yaml_event_t *e)
{
	bool block = e->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
		     e->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
	const uint8_t *p = byte_at(y, &e->start_mark);
	const uint8_t *end = byte_at(y, &e->end_mark);
	size_t line = e->start_mark.line, col = e->start_mark.column;
	bool inside = false;

	for (; p < end; p++) {
		if (*p == '\t' && inside) {
			const uint8_t *q = p;

			while (q < end && (*q == ' ' || *q == '\t'))
				q++;
			if (block || (q < end && *q != '\n' && *q != '\r'))
				return sat_scan_mark(
				    &y->scan, y->left.line + line, col);
		}
		if (*p == '\n') {
			line++;
			col = 0;
			inside = block;
			continue;
		}
		inside |= !block && *p != ' ' && *p != '\t';
		col += (*p & 0xc0) != 0x80;
	}
	return mark_of(y, &e->start_mark);
}

static void
refuse_fault(
    struct sat_yaml *y, const struct sat_text_fault *f, const yaml_event_t *e)
{
	bool tab = f->cp == '\t';
	struct sat_mark at = tab ? tab_of(y, e) : mark_of(y, &e->start_mark);

	if (f->joiner)
		sat_diag_add(y->d, sat_rule(SAT_RULE_JOINER), y->file, &at,
		    NULL,
		    "U+%04X (%s, written as an escape) is allowed only "
		    "between letters of scripts that need it",
		    f->cp, sat_cp_name(SAT_CP_JOINER));
	else
		sat_diag_add(y->d, sat_rule(SAT_RULE_CHARACTER), y->file, &at,
		    NULL, "U+%04X (%s) may not stand in a value%s", f->cp,
		    tab ? "tab" : sat_cp_name(sat_cp_class(f->cp)),
		    tab ? "" : ", not as an escape either");
}

static bool
is_plain_ascii(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((p[i] < 0x20 && p[i] != '\n') || p[i] >= 0x7f)
			return false;
	return true;
}

/*
 * The text of a scalar in |a|.  A fault in it is noted and mended, so that it
 * is not reported a second time for what it does to the value.
 */
static bool
text_of(struct sat_yaml *y, struct sat_arena *a, const yaml_event_t *e,
    const char **text, size_t *n)
{
	size_t len = e->data.scalar.length;
	char *s = sat_arena_copy(a, e->data.scalar.value, len);
	struct sat_mark at = mark_of(y, &e->start_mark);
	struct sat_text_fault f;
	bool nfc;

	if (s == NULL)
		return false;
	*text = s;
	*n = len;
	if (is_plain_ascii((uint8_t *)s, len))
		return true;
	if (sat_text_mend(s, n, &f))
		refuse_fault(y, &f, e);
	if (!sat_text_nfc(a, text, n, &nfc))
		return false;
	if (!nfc)
		refuse(y, SAT_RULE_NFC, &at,
		    "a text editor's or uconv's NFC "
		    "normalization mends it",
		    "the text is not in Unicode "
		    "Normalization Form C");
	return true;
}

static void
check_properties(struct sat_yaml *y, const yaml_char_t *anchor, bool tag,
    const struct sat_mark *at)
{
	if (anchor != NULL)
		refuse(y, SAT_RULE_ANCHOR, at,
		    "write the value out where it is "
		    "needed",
		    "an anchor (&) is refused");
	if (tag)
		refuse(y, SAT_RULE_TAG, at, "leave it out: every value is text",
		    "a tag (!) is refused");
}

/* libyaml drops the non-specific tag "!" of a scalar, and leaves only this
 * trace of it. */
static bool
has_tag(struct sat_yaml *y, const yaml_event_t *e)
{
	if (e->data.scalar.tag != NULL)
		return true;
	if (!y->has_tags)
		return false;
	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return e->data.scalar.plain_implicit;
	return e->data.scalar.length > 0 && *byte_at(y, &e->start_mark) == '!';
}

static enum sat_style
style_of(const yaml_event_t *e)
{
	switch (e->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return SAT_QUOTED;
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		return SAT_BLOCK;
	default:
		return e->data.scalar.length == 0 ? SAT_ABSENT : SAT_PLAIN;
	}
}

static bool
on_scalar(struct sat_yaml *y, struct sat_arena *a, const yaml_event_t *e)
{
	struct sat_node v = { .type = SAT_STR,
		.style = style_of(e),
		.at = mark_of(y, &e->start_mark) };

	check_properties(y, e->data.scalar.anchor, has_tag(y, e), &v.at);
	if (!text_of(y, a, e, &v.u.s, &v.n))
		return false;
	if (!sat_nest_wants_key(&y->nest))
		return sat_nest_value(&y->nest, &v);
	if (v.style == SAT_PLAIN && strcmp(v.u.s, "<<") == 0) {
		refuse(y, SAT_RULE_MERGE, &v.at, "write the keys out",
		    "a merge key (<<) is refused");
		v.u.s = NULL;
	}
	sat_nest_key(&y->nest, v.u.s, &v.at);
	return true;
}

static bool
on_alias(struct sat_yaml *y, struct sat_arena *a, const yaml_event_t *e)
{
	const char *name = (const char *)e->data.alias.anchor;
	struct sat_mark at = mark_of(y, &e->start_mark);
	struct sat_node v;

	refuse(y, SAT_RULE_ALIAS, &at, "write the value out",
	    "an alias (*) is refused");
	if (sat_nest_wants_key(&y->nest)) {
		sat_nest_key(&y->nest, NULL, &at);
		return true;
	}
	if (!sat_node_string(a, name, strlen(name), &v))
		return false;
	v.style = SAT_FAULTY;
	v.at = at;
	return sat_nest_value(&y->nest, &v);
}

/* False: too deep, and a finding says so. */
static bool
on_start(struct sat_yaml *y, const yaml_event_t *e)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;
	bool block =
	    map && e->data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE;
	bool is_key = sat_nest_wants_key(&y->nest);
	struct sat_mark at = mark_of(y, &e->start_mark);

	if (map)
		check_properties(y, e->data.mapping_start.anchor,
		    e->data.mapping_start.tag != NULL, &at);
	else
		check_properties(y, e->data.sequence_start.anchor,
		    e->data.sequence_start.tag != NULL, &at);
	if (!sat_nest_open(&y->nest, map ? SAT_MAP : SAT_LIST, &at, block)) {
		refuse(y, SAT_RULE_DEPTH, &at, NULL,
		    "nested deeper than 8 "
		    "levels; the rest of the file was not read");
		return false;
	}
	if (is_key)
		refuse(y, SAT_RULE_KEY_SCALAR, &at, NULL,
		    map ? "a key must be a scalar, and this is a map"
			: "a key must be a scalar, and this is a list");
	return true;
}

static void
refuse_repeat(void *ctx, const struct sat_pair *p)
{
	struct sat_yaml *y = ctx;

	sat_diag_add(y->d, sat_rule(SAT_RULE_DUPLICATE_KEY), y->file, &p->at,
	    NULL, "the key \"%s\" stands here for the second time", p->key);
}

static void
on_document(struct sat_yaml *y, const yaml_event_t *e)
{
	struct sat_mark at = mark_of(y, &e->start_mark);

	sat_nest_reset(&y->nest);
	if (e->data.document_start.version_directive != NULL ||
	    e->data.document_start.tag_directives.start !=
		e->data.document_start.tag_directives.end)
		refuse(y, SAT_RULE_DIRECTIVE, &at, "leave the line out",
		    "a directive (%) is refused");
}

/* The rule that a fault in libyaml's |context| breaks first of all. */
static enum sat_rule_id
rule_of(const yaml_parser_t *p)
{
	static const struct {
		const char *word;
		enum sat_rule_id rule;
	} words[] = {
		{ "directive", SAT_RULE_DIRECTIVE },
		{ "anchor", SAT_RULE_ANCHOR },
		{ "alias", SAT_RULE_ALIAS },
		{ "tag", SAT_RULE_TAG },
	};
	const char *context = p->context != NULL ? p->context : "";

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(context, words[i].word) != NULL ||
		    strstr(p->problem, words[i].word) != NULL)
			return words[i].rule;
	return SAT_RULE_SYNTAX;
}

/* libyaml gave up.  False: for want of memory. */
static bool
on_error(struct sat_yaml *y)
{
	const yaml_parser_t *p = &y->parser;
	enum sat_rule_id rule;
	struct sat_mark at, from;
	const uint8_t *byte;

	y->over = true;
	if (p->error == YAML_MEMORY_ERROR || p->problem == NULL)
		return false;
	rule = rule_of(p);
	at = mark_of(
	    y, p->error == YAML_READER_ERROR ? &p->mark : &p->problem_mark);
	from = mark_of(y, &p->context_mark);
	byte = byte_at(y, &p->problem_mark);
	if (p->context != NULL &&
	    (rule != SAT_RULE_SYNTAX || strstr(p->problem, "escape") != NULL))
		at = from; /* the whole of it is at fault */
	if (rule == SAT_RULE_SYNTAX && byte < y->scan.p + y->scan.n &&
	    *byte == '\t')
		refuse(y, rule, &at, "indent with spaces",
		    "a tab stands where only spaces may");
	else if (p->context == NULL)
		refuse(y, rule, &at, NULL, p->problem);
	else
		sat_diag_add(y->d, sat_rule(rule), y->file, &at, NULL,
		    "%s, %s that begins at %u:%u", p->problem, p->context,
		    from.line, from.col);
	return true;
}

/* One event; |*whole|: a document is.  False: no memory. */
static bool
on_event(
    struct sat_yaml *y, struct sat_arena *a, const yaml_event_t *e, bool *whole)
{
	switch (e->type) {
	case YAML_STREAM_END_EVENT:
		y->over = true;
		return true;
	case YAML_DOCUMENT_START_EVENT:
		on_document(y, e);
		return true;
	case YAML_DOCUMENT_END_EVENT:
		*whole = true;
		if (e->data.document_end.implicit != 0)
			stop_libyaml(y, &e->start_mark);
		return true;
	case YAML_ALIAS_EVENT:
		return on_alias(y, a, e);
	case YAML_SCALAR_EVENT:
		return on_scalar(y, a, e);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		y->over = !on_start(y, e);
		return true;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return sat_nest_close(&y->nest, a, refuse_repeat, y);
	default:
		return true;
	}
}

/* |*whole|: a document was read.  False: no memory. */
static bool
read_plain(struct sat_yaml *y, struct sat_arena *a, bool *whole)
{
	enum sat_plain_got got = SAT_PLAIN_ODD;

	if (!y->thorough && !sat_plain_next(&y->left, &y->nest, a, &got))
		return false;
	*whole = got == SAT_PLAIN_TREE;
	y->plain += *whole;
	y->over = got == SAT_PLAIN_END;
	return got != SAT_PLAIN_ODD || start_libyaml(y);
}

static bool
read_event(struct sat_yaml *y, struct sat_arena *a, bool *whole)
{
	yaml_event_t e;
	bool ok;

	if (yaml_parser_parse(&y->parser, &e) == 0)
		return on_error(y);
	ok = on_event(y, a, &e, whole);
	yaml_event_delete(&e);
	return ok;
}

bool
sat_yaml_next(struct sat_yaml *y, struct sat_arena *a, struct sat_node *root,
    bool *more, struct satchel_err *err)
{
	bool whole = false, ok = true;

	while (ok && !whole && !y->over)
		ok = y->odd ? read_event(y, a, &whole)
			    : read_plain(y, a, &whole);
	if (!ok) {
		y->over = true;
		return sat_fail_nomem(err);
	}
	if (whole)
		*root = y->nest.root;
	*more = whole;
	return true;
}
