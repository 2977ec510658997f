/* satchel build: compile a source folder into a bundle. */
#include "satchel_build.h"

#include <inttypes.h>
#include <unistd.h>

#include "findings.h"

static void
report_json(struct out *o, const struct satchel_build_report *r)
{
	json_open(o);
	release_json(o, &r->release);
	json_num(o, "parties", (int64_t)r->parties); /* all below 2^33 */
	json_num(o, "contacts", (int64_t)r->contacts);
	json_num(o, "zones", (int64_t)r->zones);
	json_num(o, "terms", (int64_t)r->terms);
	json_num(o, "file_size", (int64_t)r->file_size);
	json_num(o, "source_size", (int64_t)r->source_size);
	json_num(o, "warnings", (int64_t)r->findings.warnings);
	json_close(o);
}

static void
report_text(
    struct cli *c, const char *out, const struct satchel_build_report *r)
{
	char s[SHORT_SIZE];
	uint64_t records = r->release.records > 0 ? r->release.records : 1;

	banner_prefix(c, &r->release);
	out_str(&c->out, out);
	out_say(
	    &c->out, 2, ": %s, not signed yet", release_short(&r->release, s));
	field_fmt(c, "parties", "%" PRIu64, r->parties);
	field_fmt(c, "contacts", "%" PRIu64, r->contacts);
	field_fmt(c, "time zones", "%" PRIu64, r->zones);
	field_fmt(c, "terms", "%" PRIu64, r->terms);
	field_fmt(c, "size",
	    "%" PRIu64 " bytes, %" PRIu64 " a record; sources %" PRIu64
	    " bytes",
	    r->file_size, r->file_size / records, r->source_size);
	field_groups(c, "fingerprint", r->release.fingerprint);
	/* As in the statement: whoever rebuilds with --like must get it too. */
	out_fmt(&c->out, "records %" PRIu64 " rfc6962-sha256:%s",
	    r->release.records, r->release.records_root);
	out_nl(&c->out);
	if (r->release.release < r->minimum_release)
		warn_of("build on, up to that number; sign only from it on",
		    "the root lets no release below %" PRIu32
		    " pass: every State will refuse this one",
		    r->minimum_release);
	if (r->findings.warnings > 0)
		out_say(&c->out, 0, "%zu warning%s: satchel check shows them",
		    r->findings.warnings, r->findings.warnings == 1 ? "" : "s");
}

/* The errors that stopped it, on standard error; warnings are check's. */
static int
refused(struct cli *c, const char *dir, const struct satchel_build_report *r,
    const struct satchel_err *err)
{
	struct findings_opts how = { .max_errors = 20 };
	struct out o;

	if (r->findings.errors == 0)
		return complain(err);
	out_init(&o, STDERR_FILENO);
	(void)findings_show(c, &o, dir, &r->findings, &how);
	out_flush(&o);
	(void)complain(err);
	return 1; /* as check: the answer is no */
}

/* What the sources and earlier bundles are read from, and OUT's folder. */
static void
confine(const struct satchel_build_opts *o)
{
	const struct grant g[] = { { GRANT_SHELF, o->source },
		{ GRANT_READ, o->roots }, { GRANT_READ, o->previous },
		{ GRANT_READ, o->like }, { GRANT_WRITE, o->out },
		{ GRANT_SHELF, o->tzdir == NULL ? ZONEINFO : o->tzdir } };

	(void)confine_files(g, sizeof(g) / sizeof(*g));
}

static const char synopsis[] =
    "build DIR --roots FILE [--previous OLD] [--like BUNDLE] -o "
    "OUT [--force]";

int
cmd_build(struct cli *c, int argc, char **argv)
{
	struct satchel_build_opts o = { 0 };
	uint32_t threads = 0;
	const struct opt opt[] = {
		{ OPT_TEXT, 'o', "output", "OUT", "the bundle to write", &o.out,
		    0, 0 },
		{ OPT_TEXT, 0, "roots", "FILE", "the chain of trust roots",
		    &o.roots, 0, 0 },
		{ OPT_TEXT, 0, "previous", "BUNDLE",
		    "the release before this one", &o.previous, 0, 0 },
		{ OPT_TEXT, 0, "like", "BUNDLE",
		    "rebuild: its seed and its time zones", &o.like, 0, 0 },
		{ OPT_FLAG, 0, "force", NULL, "replace OUT", &o.replace, 0, 0 },
		{ OPT_NUMBER, 0, "threads", "N", "(all processors)", &threads,
		    1, THREADS_MAX },
		{ OPT_TEXT, 0, "tzdir", "DIR",
		    "time zone data (/usr/share/zoneinfo)", &o.tzdir, 0, 0 },
	};
	const struct spec spec = { synopsis, opt, sizeof(opt) / sizeof(*opt),
		COMMON_JSON, 1, 1 };
	struct satchel_build_report r = { 0 };
	struct satchel_err err;
	struct progress p;
	int status = 0;
	bool ok;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (o.out == NULL || o.roots == NULL)
		return usage_error(c, spec.synopsis, NULL, "%s is missing",
		    o.out == NULL ? "-o OUT" : "--roots FILE");
	o.source = c->args[0];
	o.threads = threads > 0 ? threads : threads_here();
	confine(&o);
	progress_init(&p, "building");
	o.progress = progress_stage;
	o.progress_ctx = &p;
	ok = satchel_build(&o, &r, &err);
	progress_done(&p);
	if (!ok)
		status = refused(c, o.source, &r, &err);
	else if (c->json)
		report_json(&c->out, &r);
	else
		report_text(c, o.out, &r);
	satchel_findings_free(&r.findings);
	return status;
}
