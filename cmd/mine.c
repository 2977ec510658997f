/* satchel mine: does the release say of us what our own YAML says? */
#include "satchel_build.h"

#include <stdio.h>
#include <unistd.h>

#include "change.h"
#include "findings.h"
#include "id.h"

enum { PARTY_SIZE = 80 };

/* One comparison, told twice: the totals, then what differs. */
struct own {
	struct cli *c;
	const char *file, *tzdir;
	char party[PARTY_SIZE];
	struct satchel_totals t;
};

/* As cli_read, but the file and the time zone data are read later. */
static bool
open_release(struct cli *c, const struct own *o)
{
	struct satchel_check_opts how = cli_opts(c);
	const char *tz = o->tzdir == NULL ? "/usr/share/zoneinfo" : o->tzdir;
	const struct grant g[] = { { GRANT_READ, c->bundle },
		{ GRANT_READ, o->file }, { GRANT_SHELF, tz } };
	struct satchel_err err;

	if (!cli_home(c))
		return false;
	cli_confine(c, false, g, sizeof(g) / sizeof(*g));
	if (!satchel_open(c->home, c->bundle, &how, &c->s, &err)) {
		c->status = complain(&err);
		return false;
	}
	c->status = cli_strict(c, satchel_release_of(c->s), 0);
	return c->status == 0;
}

/* The party's id, as typed or in capitals. */
static bool
find_party(struct cli *c, struct own *o)
{
	struct satchel_record r;

	if (!id_get(c, c->args[0], &r))
		return false;
	if (r.kind != SATCHEL_PARTY) {
		c->status =
		    usage_error(c, NULL, "such as XTR", "%s is no party", r.id);
		return false;
	}
	(void)snprintf(o->party, sizeof(o->party), "%s", r.id);
	return true;
}

/* Why the file cannot be compared; warnings are for the custodian. */
static void
complain_of(struct cli *c, const struct satchel_findings *f)
{
	struct findings_opts how = { .max_errors = 20 };
	struct out o;

	out_init(&o, STDERR_FILENO);
	(void)findings_show(c, &o, "", f, &how);
	out_flush(&o);
}

static bool
compare(struct own *o, bool (*each)(void *ctx, const struct satchel_change *x),
    struct change_view *v)
{
	struct satchel_findings f = { 0 };
	struct satchel_err err;
	bool ok = satchel_mine(
	    o->c->s, o->party, o->file, o->tzdir, each, v, &o->t, &f, &err);

	if (!ok) {
		if (f.errors > 0)
			complain_of(o->c, &f);
		o->c->status = complain(&err);
	}
	satchel_findings_free(&f);
	return ok;
}

static struct change_view
view(struct cli *c)
{
	return (struct change_view){ .c = c,
		.was = "release",
		.now = "yours",
		.joined = "only in your file",
		.left = "only in the release" };
}

static void
verdict(struct cli *c, const struct own *o, bool same)
{
	char s[SHORT_SIZE];

	release_short(satchel_release_of(c->s), s);
	out_style(&c->out, same ? OUT_GREEN : OUT_RED);
	out_put(&c->out, same ? "SAME" : "DIFFERS");
	out_style(&c->out, OUT_PLAIN);
	out_put(&c->out, ": ");
	out_str(&c->out, o->party);
	out_fmt(&c->out, " in %s", s);
	out_nl(&c->out);
	if (!same)
		out_say(&c->out, 0,
		    "If the release is wrong, tell the custodian now, by a "
		    "route that you trust.");
}

static void
show_text(struct cli *c, struct own *o, bool same)
{
	struct change_view v = view(c);

	banner(c, satchel_release_of(c->s));
	if (!same && compare(o, change_confirm, &v)) {
		v = view(c);
		(void)compare(o, change_rest, &v);
	}
	if (!same && !c->plain)
		out_nl(&c->out);
	verdict(c, o, same);
}

static void
show_json(struct cli *c, struct own *o, bool same)
{
	struct change_view v = view(c);

	json_open(&c->out);
	json_str(&c->out, "what", "totals");
	json_str(&c->out, "party", o->party);
	json_bool(&c->out, "same", same);
	totals_json(&c->out, &o->t);
	release_json(&c->out, satchel_release_of(c->s));
	json_close(&c->out);
	if (!same)
		(void)compare(o, change_json, &v);
}

int
cmd_mine(struct cli *c, int argc, char **argv)
{
	struct own o = { .c = c };
	const struct opt opt[] = {
		{ OPT_TEXT, 0, "tzdir", "DIR", "time zone data of the system",
		    &o.tzdir, 0, 0 },
	};
	const struct spec spec = {
		"mine PARTY FILE   (the YAML that you sent in)", opt, 1,
		COMMON_READ, 2, 2
	};
	bool same;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	o.file = c->args[1];
	if (!open_release(c, &o) || !find_party(c, &o) ||
	    !compare(&o, NULL, NULL))
		return c->status;
	same = !satchel_totals_any(&o.t);
	c->status = same ? 0 : 1;
	if (c->json)
		show_json(c, &o, same);
	else
		show_text(c, &o, same);
	return c->status;
}
