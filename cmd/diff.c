/* satchel diff: the addendum, what changed from one release to another. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "change.h"

enum { PARTY_SIZE = 80 };

/* The two releases, and whose changes are asked for. */
struct two {
	struct satchel *was, *now;
	const char *party; /* NULL: all */
	char upper[PARTY_SIZE];
	struct satchel_totals t;
};

/* ---- opening ------------------------------------------------------------ */

/* |path| NULL: the installed release, or, |before|, the one before it. */
static bool
open_one(struct cli *c, const char *path, bool before, bool archive,
    struct satchel **s)
{
	struct satchel_check_opts o = cli_opts(c);
	struct satchel_err err;
	bool ok;

	o.archive = archive;
	ok = before ? satchel_open_previous(c->home, &o, s, &err)
		    : satchel_open(c->home, path, &o, s, &err);
	if (!ok)
		c->status = complain(&err);
	return ok;
}

/* Nothing: the one before and the installed one; NEW: the installed one and
 * NEW; OLD NEW. */
static bool
open_two(struct cli *c, struct two *x)
{
	const char *old = c->n >= 2 ? c->args[0] : NULL;
	const char *new = c->n >= 2   ? c->args[1]
			  : c->n == 1 ? c->args[0]
				      : NULL;
	const struct grant g[] = { { GRANT_READ, old }, { GRANT_READ, new } };

	if (!cli_home(c))
		return false;
	cli_confine(c, false, g, 2);
	return open_one(c, old, c->n == 0, true, &x->was) &&
	       open_one(c, new, false, c->archive, &x->now);
}

/* A State's code may be typed in lower case. */
static bool
compare(struct cli *c, struct two *x)
{
	struct satchel_err err, second;

	if (satchel_diff(x->was, x->now, x->party, NULL, NULL, &x->t, &err))
		return true;
	if (err.code == SATCHEL_ENO && strlen(x->party) < PARTY_SIZE) {
		size_t i = 0;

		for (; x->party[i] != '\0'; i++)
			x->upper[i] = (char)toupper((unsigned char)x->party[i]);
		x->upper[i] = '\0';
		if (satchel_diff(
			x->was, x->now, x->upper, NULL, NULL, &x->t, &second)) {
			x->party = x->upper;
			return true;
		}
	}
	c->status = complain(&err);
	return false;
}

/* ---- showing ------------------------------------------------------------ */

static void
title(struct cli *c, const char *s)
{
	if (c->plain)
		return;
	out_nl(&c->out);
	out_style(&c->out, OUT_BOLD);
	out_say(&c->out, 0, "%s", s);
	out_style(&c->out, OUT_PLAIN);
}

static void
head(struct cli *c, const struct two *x)
{
	const struct satchel_release *a = satchel_release_of(x->was),
				     *b = satchel_release_of(x->now);
	char s[SHORT_SIZE];

	field_text(c, "addendum to", b->title);
	field_text(c, "directory", b->directory);
	field_text(c, "from", release_short(a, s));
	field_groups(c, "check number", a->fingerprint);
	field_text(c, "to", release_short(b, s));
	field_groups(c, "check number", b->fingerprint);
	if (a->epoch > b->epoch ||
	    (a->epoch == b->epoch && a->release > b->release))
		field_text(c, "NOTE", "the first is the newer one");
	if (x->party != NULL)
		field_text(c, "of", x->party);
	totals_text(c, &x->t);
}

static bool
walk(struct cli *c, const struct two *x,
    bool (*each)(void *ctx, const struct satchel_change *change),
    struct change_view *v)
{
	struct satchel_totals t;
	struct satchel_err err;

	if (satchel_diff(x->was, x->now, x->party, each, v, &t, &err))
		return true;
	c->status = complain(&err);
	return false;
}

static struct change_view
view(struct cli *c)
{
	return (struct change_view){ .c = c,
		.was = "was",
		.now = "now",
		.joined = "joined",
		.left = "left" };
}

static void
show_text(struct cli *c, const struct two *x)
{
	struct change_view v = view(c);

	banner(c, satchel_release_of(x->now));
	head(c, x);
	title(c, "NUMBERS, ADDRESSES AND KEYS: confirm each by another route");
	if (!walk(c, x, change_confirm, &v))
		return;
	if (!v.any && !c->plain)
		out_say(&c->out, 0, "none");
	title(c, "ALL OTHER CHANGES");
	v = view(c);
	if (!walk(c, x, change_rest, &v))
		return;
	if (!v.any && !c->plain)
		out_say(&c->out, 0, "none");
}

static void
show_json(struct cli *c, const struct two *x)
{
	struct change_view v = view(c);
	struct out *o = &c->out;

	json_open(o);
	json_str(o, "what", "totals");
	if (x->party != NULL)
		json_str(o, "party", x->party);
	totals_json(o, &x->t);
	json_list(o, "releases"); /* from, to */
	json_item(o);
	release_json(o, satchel_release_of(x->was));
	json_item_end(o);
	json_item(o);
	release_json(o, satchel_release_of(x->now));
	json_item_end(o);
	json_list_end(o);
	json_close(o);
	(void)walk(c, x, change_json, &v);
}

int
cmd_diff(struct cli *c, int argc, char **argv)
{
	const struct spec spec = {
		"diff [[OLD] NEW [PARTY]]   (bundles; OLD left out: the "
		"installed release; both: it and the one before it)",
		NULL, 0, COMMON_DIRECTORY | COMMON_FORMAT | COMMON_FRESH, 0, 3
	};
	struct two x = { .was = NULL };

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	x.party = c->n == 3 ? c->args[2] : NULL;
	if (open_two(c, &x) && compare(c, &x)) {
		c->status = satchel_totals_any(&x.t) ? 1 : 0;
		if (c->json)
			show_json(c, &x);
		else
			show_text(c, &x);
	}
	out_flush(&c->out);
	satchel_close(x.was);
	c->s = x.now; /* closed at the end */
	return c->status == 0 || c->status == 1
		   ? c->s == NULL
			 ? c->status
			 : cli_strict(c, satchel_release_of(c->s), c->status)
		   : c->status;
}
