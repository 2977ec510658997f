/* yaml_doc: a document that yaml_plain reads: the place in its bytes, its lines
 * and the texts that are kept of it. */
#ifndef SAT_YAML_DOC_H
#define SAT_YAML_DOC_H

#include "node.h"

/* A document in work.  The line feed that ends it may be missing at the end of
 * a file, so |at| gives one there. */
struct sat_doc {
	const uint8_t *p, *start, *end;
	const uint8_t *zero; /* |p - zero| is the column, in code points */
	uint32_t line;
	char *copy; /* of all: its scalars get their NUL in place */
	struct sat_nest *nest;
	struct sat_arena *a;
	size_t indent[SAT_MAX_DEPTH]; /* column of each open list or map */
	bool waiting;	       /* nothing has followed a ':' or '-' yet */
	struct sat_mark after; /* where that sign ends */
	bool repeats;	       /* a key stands twice */
	bool nomem;
};

static inline uint8_t
sat_doc_at(const struct sat_doc *d, size_t ahead)
{
	return (size_t)(d->end - d->p) > ahead ? d->p[ahead] : '\n';
}

static inline size_t
sat_doc_column(const struct sat_doc *d)
{
	return (size_t)(d->p - d->zero);
}

static inline struct sat_mark
sat_doc_mark(const struct sat_doc *d)
{
	return (struct sat_mark){ d->line + 1, /* a file is below 4 GiB */
		(uint32_t)sat_doc_column(d) + 1 };
}

static inline void
sat_doc_spaces(struct sat_doc *d)
{
	while (sat_doc_at(d, 0) == ' ')
		d->p++;
}

/* The byte |c| was read; true if it is not ASCII.  A column counts a code
 * point once. */
static inline bool
sat_doc_high(struct sat_doc *d, uint8_t c)
{
	d->zero += (c & 0xc0) == 0x80;
	return (c & 0x80) != 0;
}

static inline bool
sat_doc_alnum(uint8_t c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Of the functions below and in yaml_scalar.h, those that return bool return
 * false for what is odd (see yaml_plain.h) and for want of memory. */

/* Moves behind the line feed. */
void sat_doc_next_line(struct sat_doc *d);

/* Behind what a line holds: spaces and a comment may follow. */
SATCHEL_MUST bool sat_doc_end_line(struct sat_doc *d);

/* Moves to the next character that is no space, in a line that is no comment;
 * |*more| false: there is none. */
SATCHEL_MUST bool sat_doc_content(struct sat_doc *d, bool *more);

/* The |n| bytes at |from| in the copy, a NUL behind them: the byte there has
 * been read and belongs to no scalar. */
char *sat_doc_text(struct sat_doc *d, const uint8_t *from, size_t n);

/* |v|, whose text lies in the copy, is what comes next; |high|: it is not all
 * ASCII. */
SATCHEL_MUST bool
sat_doc_value(struct sat_doc *d, struct sat_node *v, bool high);

#endif
