#include "since.h"

bool
since_last(
    struct cli *c, const struct satchel_release *r, struct satchel_totals *t)
{
	struct satchel_check_opts o = cli_opts(c);
	struct satchel *was = NULL, *now = NULL;
	struct satchel_err err;
	bool ok;

	o.directory = r->directory;
	ok = satchel_open_previous(c->home, &o, &was, &err) &&
	     satchel_open(c->home, NULL, &o, &now, &err) &&
	     satchel_diff(was, now, NULL, NULL, NULL, t, &err);
	if (!ok && err.code != SATCHEL_ENO)
		(void)complain(&err);
	satchel_close(was);
	satchel_close(now);
	return ok;
}

void
since_text(struct cli *c, const struct satchel_totals *t)
{
	totals_text(c, t);
	if (!c->plain)
		out_say(&c->out, 0, "satchel diff shows what changed.");
}

static int
show(struct cli *c, struct satchel *was, struct satchel *now)
{
	struct change_view v = { .c = c,
		.was = "was",
		.now = "now",
		.joined = "joined",
		.left = "left" };
	struct satchel_totals t;
	struct satchel_err err;

	if (!satchel_diff(was, now, NULL, NULL, NULL, &t, &err))
		return complain(&err);
	totals_text(c, &t);
	out_nl(&c->out);
	out_say(&c->out, 0,
	    "NUMBERS, ADDRESSES AND KEYS: confirm each by another route");
	if (!satchel_diff(was, now, NULL, change_confirm, &v, &t, &err))
		return complain(&err);
	if (!v.any)
		out_say(&c->out, 0, "none");
	out_nl(&c->out);
	return 0;
}

int
since_signing(
    struct cli *c, struct satchel_signing *s, const struct satchel_release *old)
{
	struct satchel_check_opts o = cli_opts(c);
	struct satchel *was = NULL, *now = NULL;
	struct satchel_err err;
	int status;

	if (old->release == 0)
		return 0;
	o.directory = old->directory;
	o.archive = true; /* installed, though it may be revoked by now */
	if (satchel_open(c->home, NULL, &o, &was, &err) &&
	    satchel_signing_release(s, &now, &err))
		status = show(c, was, now);
	else
		status = complain(&err);
	satchel_close(was);
	satchel_close(now);
	return status;
}
