/* findings: what check and build found, one a line. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"

enum { FIRST_OF_RULE = 20 };

static void
one_json(struct out *o, const struct satchel_finding *f)
{
	json_open(o);
	json_str(o, "file", f->file);
	json_num(o, "line", f->line);
	json_num(o, "col", f->col);
	json_str(o, "level", f->warning ? "warning" : "error");
	json_str(o, "rule", f->rule);
	json_str(o, "message", f->message);
	if (f->hint != NULL)
		json_str(o, "hint", f->hint);
	json_close(o);
}

/* On one line, however long: other programs read these lines too. */
static void
one_text(struct out *o, const char *dir, const struct satchel_finding *f)
{
	size_t n = strlen(dir);

	out_str(o, dir);
	if (n > 0 && dir[n - 1] != '/')
		out_put(o, "/");
	out_str(o, f->file);
	if (f->line > 0)
		out_fmt(o, ":%" PRIu32 ":%" PRIu32, f->line, f->col);
	out_put(o, ": ");
	out_style(o, f->warning ? OUT_YELLOW : OUT_RED);
	out_put(o, f->warning ? "warning: " : "error: ");
	out_style(o, OUT_PLAIN);
	out_str(o, f->message);
	out_put(o, " [");
	out_str(o, f->rule);
	out_put(o, "]");
	out_nl(o);
	if (f->hint != NULL && *f->hint != '\0') {
		out_put(o, "hint: ");
		out_str(o, f->hint);
		out_nl(o);
	}
}

/* How often each warning rule was met so far. */
struct tally {
	const char *rule;
	size_t seen;
};

static struct tally *
tally_of(struct tally *t, size_t *n, const char *rule)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(t[i].rule, rule) == 0)
			return &t[i];
	t[*n].rule = rule;
	t[*n].seen = 0;
	return &t[(*n)++];
}

static void
more_lines(struct out *o, const struct tally *t, size_t n, size_t cut)
{
	for (size_t i = 0; i < n; i++)
		if (t[i].seen > FIRST_OF_RULE) {
			out_fmt(o, "\xe2\x80\xa6 and %zu more [",
			    t[i].seen - FIRST_OF_RULE);
			out_str(o, t[i].rule);
			out_put(o, "] (--all)");
			out_nl(o);
		}
	if (cut > 0) {
		out_fmt(
		    o, "\xe2\x80\xa6 and %zu more errors (--max-errors)", cut);
		out_nl(o);
	}
}

bool
findings_show(struct cli *c, struct out *o, const char *dir,
    const struct satchel_findings *f, const struct findings_opts *opts)
{
	struct tally *t = calloc(f->warnings + 1, sizeof(*t));
	size_t rules = 0, errors = 0, cut = 0;

	if (t == NULL) {
		c->status = complain_as(9, NULL, "out of memory");
		return false;
	}
	for (size_t i = 0; i < f->n && out_alive(o); i++) {
		const struct satchel_finding *x = &f->finding[i];

		if (x->warning &&
		    ++tally_of(t, &rules, x->rule)->seen > FIRST_OF_RULE &&
		    !opts->all)
			continue;
		if (!x->warning && errors++ >= opts->max_errors) {
			cut++;
			continue;
		}
		if (opts->json)
			one_json(o, x);
		else
			one_text(o, dir, x);
	}
	if (!opts->json)
		more_lines(o, t, opts->all ? 0 : rules, cut);
	free(t);
	return true;
}
