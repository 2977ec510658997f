#include "yaml_doc.h"

#include <string.h>

#include "text.h"

void
sat_doc_next_line(struct sat_doc *d)
{
	const uint8_t *lf = memchr(d->p, '\n', (size_t)(d->end - d->p));

	d->p = lf == NULL ? d->end : lf + 1;
	d->zero = d->p;
	d->line++;
}

/* Moves behind a comment; with CR LF it is odd. */
static bool
skip_comment(struct sat_doc *d)
{
	sat_doc_next_line(d);
	return d->p - d->start < 2 || d->p[-1] != '\n' || d->p[-2] != '\r';
}

bool
sat_doc_end_line(struct sat_doc *d)
{
	sat_doc_spaces(d);
	if (sat_doc_at(d, 0) == '#' && d->p[-1] == ' ')
		return skip_comment(d);
	if (sat_doc_at(d, 0) != '\n')
		return false;
	sat_doc_next_line(d);
	return true;
}

bool
sat_doc_content(struct sat_doc *d, bool *more)
{
	while (d->p < d->end) {
		sat_doc_spaces(d);
		if (sat_doc_at(d, 0) == '#') {
			if (!skip_comment(d))
				return false;
		} else if (sat_doc_at(d, 0) == '\n') {
			sat_doc_next_line(d);
		} else {
			*more = true;
			return true;
		}
	}
	*more = false;
	return true;
}

char *
sat_doc_text(struct sat_doc *d, const uint8_t *from, size_t n)
{
	char *s = d->copy + (from - d->start);

	s[n] = '\0';
	return s;
}

/* Nothing is to be mended in it, and it is in NFC. */
static bool
is_sound(struct sat_doc *d, struct sat_node *v)
{
	struct sat_text_fault f;
	char *s = d->copy + (v->u.s - d->copy);
	bool nfc;

	if (sat_text_usual(v->u.s, v->n))
		return true;
	if (sat_text_mend(s, &v->n, &f))
		return false;
	d->nomem = !sat_text_nfc(d->a, &v->u.s, &v->n, &nfc);
	return !d->nomem && nfc;
}

bool
sat_doc_value(struct sat_doc *d, struct sat_node *v, bool high)
{
	if (high && !is_sound(d, v))
		return false;
	d->waiting = false;
	d->nomem = !sat_nest_value(d->nest, v);
	return !d->nomem;
}
