/* help: what a command says of itself, and what was wrong with its line. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum { OPTION_COL = 30, VERB_SIZE = 32 };

/* "root next" of "root next FILE.roots ...". */
static void
verb_of(const char *synopsis, char verb[VERB_SIZE])
{
	size_t n = 0, end = 0;

	while (islower((unsigned char)synopsis[n]) || synopsis[n] == ' ')
		if (synopsis[n++] != ' ')
			end = n;
	if (synopsis[n] != '\0' && synopsis[end] != ' ')
		end = 0; /* "root new|next": no one verb */
	(void)snprintf(verb, VERB_SIZE, "%.*s", (int)(end < 30 ? end : 30),
	    synopsis); /* a few letters */
}

int
usage_error(const struct cli *c, const char *synopsis, const char *hint,
    const char *fmt, ...)
{
	char msg[256], verb[VERB_SIZE] = "";
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	complain_as(2, hint, "%s", msg);
	if (synopsis != NULL) {
		note_of("usage: satchel %s", synopsis);
		verb_of(synopsis, verb);
	}
	if (hint == NULL && c->command != NULL)
		note_of("hint: satchel %s --help says more",
		    verb[0] != '\0' ? verb : c->command);
	return 2;
}

static void
help_option(struct out *o, const struct opt *p)
{
	out_put(o, "  ");
	if (p->letter != 0)
		out_fmt(o, "-%c, ", p->letter);
	out_fmt(o, "--%s", p->name);
	if (p->value != NULL)
		out_fmt(o, " %s", p->value);
	if (o->col > OPTION_COL - 2)
		out_nl(o);
	out_pad(o, OPTION_COL);
	out_wrap(o, OPTION_COL, p->help);
	out_nl(o);
}

static void
help_examples(struct out *o, const char *synopsis)
{
	const char *const *e = examples_of(synopsis);

	for (; e != NULL && *e != NULL; e++) {
		out_put(o, "  ");
		out_say(o, 6, "%s", *e);
	}
	out_nl(o);
}

bool
opt_help(struct cli *c, const struct spec *s, const struct opt_table *t)
{
	help_examples(&c->out, s->synopsis);
	out_say(&c->out, 15, "usage: satchel %s", s->synopsis);
	for (size_t i = 0; i < t->n; i++)
		help_option(&c->out, &t->opt[i]);
	c->status = 0;
	return false;
}
