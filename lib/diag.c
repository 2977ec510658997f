#include "diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "rules.h"

enum { MAX_MESSAGE = 1024 };

/* Room for one more, or the loss is noted. */
static bool
grow(struct sat_diag *d)
{
	size_t cap = d->cap == 0 ? 16 : d->cap, bytes;
	struct satchel_finding *list;

	if (d->n < d->cap)
		return true;
	if (!sat_mul_size(cap, 2, &cap) ||
	    !sat_mul_size(cap, sizeof(*list), &bytes))
		return false;
	list = realloc(d->list, bytes);
	if (list == NULL)
		return false;
	d->list = list;
	d->cap = cap;
	return true;
}

/* |f|'s strings are copied; most findings share the file of the last one. */
static void
keep(struct sat_diag *d, const struct satchel_finding *f)
{
	const struct satchel_finding *last =
	    d->n > 0 ? &d->list[d->n - 1] : NULL;
	struct satchel_finding c = *f;

	if (last != NULL && strcmp(last->file, f->file) == 0)
		c.file = last->file;
	else
		c.file = sat_arena_copy(&d->arena, f->file, strlen(f->file));
	c.message = sat_arena_copy(&d->arena, f->message, strlen(f->message));
	if (f->hint != NULL)
		c.hint = sat_arena_copy(&d->arena, f->hint, strlen(f->hint));
	if (c.file == NULL || c.message == NULL ||
	    (f->hint != NULL && c.hint == NULL) || !grow(d)) {
		d->nomem = true;
		return;
	}
	d->list[d->n++] = c;
	*(c.warning ? &d->warnings : &d->errors) += 1;
}

/* A message that was cut ends with a whole code point. */
static void
end_whole(char *s)
{
	size_t n = strlen(s), lead = n;

	while (lead > 0 && ((uint8_t)s[lead - 1] & 0xc0) == 0x80)
		lead--;
	if (lead > 0 && ((uint8_t)s[lead - 1] & 0x80) != 0)
		s[lead - 1] = '\0';
}

void
sat_diag_add(struct sat_diag *d, const struct sat_rule *rule, const char *file,
    const struct sat_mark *m, const char *hint, const char *fmt, ...)
{
	struct satchel_finding f = { .file = file,
		.line = m->line,
		.col = m->col,
		.warning = rule->warning,
		.rule = rule->id,
		.hint = hint };
	char message[MAX_MESSAGE];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (n < 0)
		message[0] = '\0';
	else if (n >= MAX_MESSAGE)
		end_whole(message);
	f.message = message;
	keep(d, &f);
}

void
sat_diag_merge(struct sat_diag *d, struct sat_diag *from)
{
	for (size_t i = 0; i < from->n; i++)
		keep(d, &from->list[i]);
	d->nomem |= from->nomem;
	sat_diag_free(from);
}

static int
by_number(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int
by_place(const void *pa, const void *pb)
{
	const struct satchel_finding *a = pa, *b = pb;
	int c = strcmp(a->file, b->file);

	if (c == 0)
		c = by_number(a->line, b->line);
	if (c == 0)
		c = by_number(a->col, b->col);
	if (c == 0)
		c = strcmp(a->rule, b->rule);
	return c != 0 ? c : strcmp(a->message, b->message);
}

void
sat_diag_sort(struct sat_diag *d)
{
	size_t kept = 0;

	if (d->n == 0)
		return;
	qsort(d->list, d->n, sizeof(*d->list), by_place);
	d->errors = d->warnings = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (kept > 0 && by_place(&d->list[kept - 1], &d->list[i]) == 0)
			continue;
		d->list[kept++] = d->list[i];
		*(d->list[i].warning ? &d->warnings : &d->errors) += 1;
	}
	d->n = kept;
}

bool
sat_diag_done(const struct sat_diag *d, struct satchel_err *err)
{
	return !d->nomem || sat_fail_nomem(err);
}

void
sat_diag_free(struct sat_diag *d)
{
	free(d->list);
	sat_arena_free(&d->arena);
	memset(d, 0, sizeof(*d));
}
