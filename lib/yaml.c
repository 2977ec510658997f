#include "yaml.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <yaml.h>

#include "num.h"
#include "rules.h"
#include "scan.h"
#include "utf8.h"

enum {
	MAX_DEPTH = 8, /* the document's own map is level 1 */
	MAX_TAG_LINES = 100, /* libyaml is quadratic in %TAG lines */
	FEW = 16 /* keys that are compared one with each other */
};

/* A list or map that is being read; its children lie on the stack from
 * |base| on. */
struct frame {
	enum sat_node_type type;
	bool block;
	bool is_key; /* stands where a key should: it is dropped */
	bool has_key; /* the next value is |key|'s */
	size_t base;
	struct sat_mark at, key_at;
	const char *key; /* NULL: the pair is dropped */
};

struct sat_yaml {
	yaml_parser_t parser;
	struct sat_scan scan;
	const char *file;
	struct sat_diag *d;
	bool over;
	bool has_tags; /* '!' is somewhere in the file */
	const uint8_t *seek; /* the byte of code point |seek_index| */
	size_t seek_index;
	size_t depth;
	struct frame frame[MAX_DEPTH];
	struct sat_pair *stack; /* an item of a list has no key */
	size_t used, cap;
	struct sat_node root;
};

static struct sat_mark
mark_of(const struct sat_yaml *y, const yaml_mark_t *m)
{
	return sat_scan_mark(&y->scan, m->line, m->column);
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
		y->seek = y->scan.p;
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

/* Room for one more on the stack. */
static bool
grow(struct sat_yaml *y)
{
	size_t cap = y->cap == 0 ? 64 : y->cap, bytes;
	struct sat_pair *p;

	if (y->used < y->cap)
		return true;
	if (!sat_mul_size(cap, 2, &cap) ||
	    !sat_mul_size(cap, sizeof(*p), &bytes))
		return false;
	p = realloc(y->stack, bytes);
	if (p == NULL)
		return false;
	y->stack = p;
	y->cap = cap;
	return true;
}

/* libyaml is given the scanned bytes, if they are to be parsed at all. */
static void
start(struct sat_yaml *y)
{
	static const struct sat_mark first = { 1, 1 };
	const struct sat_scan *s = &y->scan;

	y->over = !s->readable;
	if (!y->over && floods(s)) {
		refuse(y, SAT_RULE_DIRECTIVE, &first, NULL,
		    "over 100 %TAG directives; the file was not read");
		y->over = true;
	}
	y->seek = s->p;
	y->has_tags = memchr(s->p, '!', s->n) != NULL;
	yaml_parser_set_encoding(&y->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&y->parser, s->p, s->n);
}

bool
sat_yaml_open(const uint8_t *p, size_t n, const char *file,
    struct sat_diag *d, struct sat_yaml **out, struct satchel_err *err)
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
	if (yaml_parser_initialize(&y->parser) == 0 || !grow(y)) {
		sat_yaml_close(y);
		return sat_fail_nomem(err);
	}
	start(y);
	*out = y;
	return true;
}

void
sat_yaml_close(struct sat_yaml *y)
{
	if (y == NULL)
		return;
	yaml_parser_delete(&y->parser);
	sat_scan_free(&y->scan);
	free(y->stack);
	free(y);
}

/* Common letters that are in NFC whatever stands beside them (NFC_QC=Yes,
 * combining class 0, never the second of a composition: UAX 15 9). */
static bool
is_nfc_alone(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x0000, 0x02ff }, /* Latin */
		{ 0x4e00, 0x9fff }, /* Han */
		{ 0x0620, 0x064a }, /* Arabic */
		{ 0x0388, 0x0482 }, /* Greek, Cyrillic */
		{ 0xac00, 0xd7a3 }, /* Hangul */
		{ 0x3041, 0x3096 }, /* Hiragana */
		{ 0x30a1, 0x30fe }, /* Katakana */
		{ 0x2010, 0x2027 }, /* punctuation */
		{ 0x1e00, 0x1ef9 }, /* Latin Extended Additional */
		{ 0x0671, 0x06d3 }, /* more Arabic */
		{ 0x05d0, 0x05ea }, /* Hebrew */
		{ 0x048a, 0x052f }, /* more Cyrillic */
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

static bool
is_nfc_plainly(const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n;
	uint32_t cp;

	while (sat_utf8_next(&p, end, &cp))
		if (!is_nfc_alone(cp))
			return false;
	return p == end;
}

/* |*text| in NFC; |*was| tells if it was so already.  False: no memory. */
static bool
to_nfc(struct sat_arena *a, const char **text, size_t *n, bool *was)
{
	const uint8_t *p = (const uint8_t *)*text;
	utf8proc_uint8_t *nfc = NULL;
	utf8proc_ssize_t len;
	bool ok = true;

	*was = true;
	if (is_nfc_plainly(p, *n) || *n > SSIZE_MAX)
		return true;
	len = utf8proc_map(p, (utf8proc_ssize_t)*n, &nfc,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0) /* the text was checked, so it is memory */
		return false;
	if ((size_t)len != *n || memcmp(nfc, p, *n) != 0) {
		*was = false;
		*text = sat_arena_copy(a, nfc, (size_t)len);
		*n = (size_t)len;
		ok = *text != NULL;
	}
	free(nfc);
	return ok;
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
				return sat_scan_mark(&y->scan, line, col);
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
    struct sat_yaml *y, const struct sat_fault *f, const yaml_event_t *e)
{
	struct sat_mark at = f->cp == '\t' ? tab_of(y, e)
	                                   : mark_of(y, &e->start_mark);

	if (f->joiner)
		sat_diag_add(y->d, sat_rule(SAT_RULE_JOINER), y->file, &at, NULL,
		    "U+%04X (%s) is allowed only between letters of scripts "
		    "that need it", f->cp, "written as an escape");
	else
		sat_diag_add(y->d, sat_rule(SAT_RULE_CHARACTER), y->file, &at,
		    NULL, "U+%04X (%s) may not stand in a value", f->cp,
		    f->cp == '\t' ? "tab" : "written as an escape");
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
	struct sat_fault f;
	bool nfc;

	if (s == NULL)
		return false;
	*text = s;
	*n = len;
	if (is_plain_ascii((uint8_t *)s, len))
		return true;
	if (sat_scan_value(s, n, &f))
		refuse_fault(y, &f, e);
	if (!to_nfc(a, text, n, &nfc))
		return false;
	if (!nfc)
		refuse(y, SAT_RULE_NFC, &at, "a text editor's or uconv's NFC "
		    "normalization mends it", "the text is not in Unicode "
		    "Normalization Form C");
	return true;
}

static void
check_properties(struct sat_yaml *y, const yaml_char_t *anchor, bool tag,
    const struct sat_mark *at)
{
	if (anchor != NULL)
		refuse(y, SAT_RULE_ANCHOR, at, "write the value out where it is "
		    "needed", "an anchor (&) is refused");
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
	return e->data.scalar.length > 0 &&
	    *byte_at(y, &e->start_mark) == '!';
}

/* The list or map that the next event belongs to; NULL: the document. */
static struct frame *
top(struct sat_yaml *y)
{
	return y->depth > 0 ? &y->frame[y->depth - 1] : NULL;
}

static bool
wants_key(const struct frame *f)
{
	return f != NULL && f->type == SAT_MAP && !f->has_key;
}

/* |key| NULL: a finding says why it is none, and its value is dropped. */
static void
take_key(struct frame *f, const char *key, const struct sat_mark *at)
{
	f->key = key;
	f->key_at = *at;
	f->has_key = true;
}

/* A whole value goes where it belongs. */
static bool
take_value(struct sat_yaml *y, const struct sat_node *v)
{
	struct frame *f = top(y);
	struct sat_pair *p;

	if (f == NULL) {
		y->root = *v;
		return true;
	}
	if (f->type == SAT_MAP) {
		f->has_key = false;
		if (f->key == NULL)
			return true;
	}
	if (!grow(y))
		return false;
	p = &y->stack[y->used++];
	p->key = f->type == SAT_MAP ? f->key : NULL;
	p->at = f->type == SAT_MAP ? f->key_at : v->at;
	p->value = *v;
	return true;
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
	struct frame *f = top(y);

	check_properties(y, e->data.scalar.anchor, has_tag(y, e), &v.at);
	if (!text_of(y, a, e, &v.u.s, &v.n))
		return false;
	if (!wants_key(f))
		return take_value(y, &v);
	if (f->block && y->used == f->base && f->key_at.line == 0)
		f->at = v.at; /* of a block map: its first key */
	if (v.style == SAT_PLAIN && strcmp(v.u.s, "<<") == 0) {
		refuse(y, SAT_RULE_MERGE, &v.at, "write the keys out",
		    "a merge key (<<) is refused");
		v.u.s = NULL;
	}
	take_key(f, v.u.s, &v.at);
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
	if (wants_key(top(y))) {
		take_key(top(y), NULL, &at);
		return true;
	}
	if (!sat_node_string(a, name, strlen(name), &v))
		return false;
	v.style = SAT_FAULTY;
	v.at = at;
	return take_value(y, &v);
}

/* False: too deep, and a finding says so. */
static bool
on_start(struct sat_yaml *y, const yaml_event_t *e)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;
	struct frame *parent = top(y), *f;
	struct frame new = { .type = map ? SAT_MAP : SAT_LIST,
		.block = map &&
		    e->data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE,
		.is_key = wants_key(parent),
		.base = y->used,
		.at = mark_of(y, &e->start_mark) };

	if (map)
		check_properties(y, e->data.mapping_start.anchor,
		    e->data.mapping_start.tag != NULL, &new.at);
	else
		check_properties(y, e->data.sequence_start.anchor,
		    e->data.sequence_start.tag != NULL, &new.at);
	if (y->depth == MAX_DEPTH) {
		refuse(y, SAT_RULE_DEPTH, &new.at, NULL, "nested deeper than 8 "
		    "levels; the rest of the file was not read");
		return false;
	}
	if (new.is_key)
		refuse(y, SAT_RULE_KEY_SCALAR, &new.at, NULL,
		    map ? "a key must be a scalar, and this is a map"
		        : "a key must be a scalar, and this is a list");
	f = &y->frame[y->depth++];
	*f = new;
	return true;
}

static int
by_key(const void *pa, const void *pb)
{
	const struct sat_pair *a = *(struct sat_pair *const *)pa;
	const struct sat_pair *b = *(struct sat_pair *const *)pb;
	int c = strcmp(a->key, b->key);

	return c != 0 ? c : (a > b) - (a < b); /* both in one array */
}

/* |p|'s key is one that stood before. */
static void
refuse_repeat(struct sat_yaml *y, struct sat_pair *p)
{
	sat_diag_add(y->d, sat_rule(SAT_RULE_DUPLICATE_KEY), y->file, &p->at,
	    NULL, "the key \"%s\" stands here for the second time", p->key);
}

/* Marks the repeats among many keys; false: no memory. */
static bool
find_repeats(struct sat_yaml *y, struct sat_pair *p, size_t n, bool *repeat)
{
	struct sat_pair **sorted = calloc(n, sizeof(*sorted));

	if (sorted == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		sorted[i] = &p[i];
	qsort(sorted, n, sizeof(*sorted), by_key);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0)
			continue;
		refuse_repeat(y, sorted[i]);
		repeat[sorted[i] - p] = true;
	}
	free(sorted);
	return true;
}

static void
find_few_repeats(
    struct sat_yaml *y, struct sat_pair *p, size_t n, bool *repeat)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = 0; j < i && !repeat[i]; j++) {
			repeat[i] = strcmp(p[i].key, p[j].key) == 0;
			if (repeat[i])
				refuse_repeat(y, &p[i]);
		}
}

/* Notes and drops all but the first pair of each key. */
static bool
drop_repeats(struct sat_yaml *y, size_t base)
{
	struct sat_pair *p = y->stack + base;
	size_t n = y->used - base, kept = 0;
	bool few[FEW] = { false }, *repeat = few;

	if (n > FEW) {
		repeat = calloc(n, sizeof(*repeat));
		if (repeat == NULL || !find_repeats(y, p, n, repeat)) {
			free(repeat);
			return false;
		}
	} else {
		find_few_repeats(y, p, n, repeat);
	}
	for (size_t i = 0; i < n; i++)
		if (!repeat[i])
			p[kept++] = p[i];
	y->used = base + kept;
	if (repeat != few)
		free(repeat);
	return true;
}

static bool
on_end(struct sat_yaml *y, struct sat_arena *a)
{
	struct frame f = y->frame[--y->depth];
	struct sat_node v;
	size_t n;

	if (f.is_key) {
		y->used = f.base;
		take_key(top(y), NULL, &f.at);
		return true;
	}
	if (f.type == SAT_MAP && !drop_repeats(y, f.base))
		return false;
	n = y->used - f.base;
	if (!sat_node_room(a, f.type, n, &v))
		return false;
	if (f.type == SAT_MAP && n > 0)
		memcpy(v.u.pair, y->stack + f.base, n * sizeof(*v.u.pair));
	for (size_t i = 0; f.type == SAT_LIST && i < n; i++)
		v.u.item[i] = y->stack[f.base + i].value;
	v.n = n;
	v.at = f.at;
	y->used = f.base;
	return take_value(y, &v);
}

static void
on_document(struct sat_yaml *y, const yaml_event_t *e)
{
	struct sat_mark at = mark_of(y, &e->start_mark);

	y->depth = y->used = 0;
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
	at = mark_of(y, p->error == YAML_READER_ERROR ? &p->mark
	                                               : &p->problem_mark);
	from = mark_of(y, &p->context_mark);
	byte = byte_at(y, &p->problem_mark);
	if (p->context != NULL && (rule != SAT_RULE_SYNTAX ||
	    strstr(p->problem, "escape") != NULL))
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
on_event(struct sat_yaml *y, struct sat_arena *a, const yaml_event_t *e,
    bool *whole)
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
		return on_end(y, a);
	default:
		return true;
	}
}

bool
sat_yaml_next(struct sat_yaml *y, struct sat_arena *a, struct sat_node *root,
    bool *more, struct satchel_err *err)
{
	bool whole = false, ok = true;

	while (ok && !whole && !y->over) {
		yaml_event_t e;

		if (yaml_parser_parse(&y->parser, &e) == 0) {
			ok = on_error(y);
		} else {
			ok = on_event(y, a, &e, &whole);
			yaml_event_delete(&e);
		}
	}
	if (!ok) {
		y->over = true;
		return sat_fail_nomem(err);
	}
	if (whole)
		*root = y->root;
	*more = whole;
	return true;
}
