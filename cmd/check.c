/* satchel check: every fault of a source folder. */
#include "satchel_build.h"

#include "findings.h"

enum { ERRORS_MAX = 100000000 };

static void
summary(struct cli *c, const struct satchel_findings *f)
{
	if (f->n == 0) {
		out_say(&c->out, 0, "no faults found");
		return;
	}
	out_say(&c->out, 0, "%zu error%s, %zu warning%s", f->errors,
	    f->errors == 1 ? "" : "s", f->warnings,
	    f->warnings == 1 ? "" : "s");
}

int
cmd_check(struct cli *c, int argc, char **argv)
{
	struct findings_opts how = { .max_errors = SIZE_MAX };
	const char *tzdir = NULL;
	uint32_t most = 0;
	const struct opt opt[] = {
		{ OPT_FLAG, 0, "all", NULL,
		    "all warnings, not the first 20 of a rule", &how.all, 0,
		    0 },
		{ OPT_NUMBER, 0, "max-errors", "N",
		    "show the first N errors (all)", &most, 1, ERRORS_MAX },
		{ OPT_TEXT, 0, "tzdir", "DIR",
		    "time zone data (/usr/share/zoneinfo)", &tzdir, 0, 0 },
	};
	const struct spec spec = {
		"check DIR [--json] [--all] [--max-errors N]", opt, 3,
		COMMON_JSON, 1, 1
	};
	struct grant g[] = { { GRANT_SHELF, NULL }, { GRANT_SHELF, NULL } };
	struct satchel_findings f = { 0 };
	struct satchel_err err;
	struct progress p;
	int status;
	bool ok;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	how.json = c->json;
	if (most > 0)
		how.max_errors = most;
	g[0].path = c->args[0];
	g[1].path = tzdir == NULL ? ZONEINFO : tzdir;
	(void)confine_files(g, 2);
	progress_init(&p, "checking");
	ok = satchel_check(c->args[0], tzdir, progress_tick, &p, &f, &err);
	progress_done(&p);
	if (!ok)
		return complain(&err);
	status = f.errors > 0 ? 1 : 0;
	if (!findings_show(c, &c->out, c->args[0], &f, &how))
		status = c->status;
	else if (!c->json)
		summary(c, &f);
	satchel_findings_free(&f);
	return status;
}
