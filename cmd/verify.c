/* satchel verify: check a bundle; the verdict is the last line. */
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"

struct verdict {
	const char *word;
	const char *why;
};

/* Freshness last: a stale release that was only half checked is both. */
static struct verdict
passed(const struct satchel_release *r, enum satchel_verdict v)
{
	const char *how =
	    v == SATCHEL_QUICK
		? "signatures and tree are good; contents were not all checked"
	    : v == SATCHEL_UNINDEXED
		? "all is good but the index, which this version cannot check"
		: "everything was checked";

	if (r->older || v == SATCHEL_OLDER)
		return (struct verdict){ "OLDER THAN YOURS",
			"authentic, but superseded or revoked" };
	if (r->freshness == SATCHEL_CLOCK_WRONG ||
	    (r->clock_wrong && r->freshness == SATCHEL_FRESH))
		return (struct verdict){ "STALE",
			"authentic; this machine's clock is wrong, so it "
			"cannot "
			"be called fresh" };
	if (r->freshness != SATCHEL_FRESH)
		return (struct verdict){ "STALE",
			"authentic, but a newer release is due" };
	return (struct verdict){ v == SATCHEL_QUICK ? "QUICK" : "GOOD", how };
}

/* What to call a refusal; no word where nothing could be told. */
static struct verdict
failed(const struct satchel_err *e)
{
	switch (e->code) {
	case SATCHEL_EUNTRUSTED:
		return (struct verdict){ "NOT AUTHENTIC", "do not use it" };
	case SATCHEL_EROLLBACK:
		return (struct verdict){ "OLDER THAN YOURS",
			"superseded or revoked" };
	case SATCHEL_EFORK:
		return (struct verdict){ "FORK",
			"two releases with one number: call the custodian" };
	case SATCHEL_EFORMAT:
	case SATCHEL_ELIMIT:
		return (struct verdict){ "DAMAGED", "get another copy" };
	default:
		return (struct verdict){ NULL, NULL };
	}
}

static void
say_passed(
    struct cli *c, const struct satchel_release *r, enum satchel_verdict v)
{
	struct verdict word = passed(r, v);
	struct out *o = &c->out;

	if (c->json) {
		json_open(o);
		json_str(o, "verdict", word.word);
		json_str(o, "why", word.why);
		json_bool(o, "quick", v == SATCHEL_QUICK);
		json_bool(o, "index_checked",
		    v != SATCHEL_QUICK && v != SATCHEL_UNINDEXED);
		release_json(o, r);
		json_close(o);
		return;
	}
	banner(c, r);
	release_text(c, r);
	if (v == SATCHEL_QUICK && word.word[0] != 'Q')
		field_text(c, "quick", "contents were not all checked");
	/* The word comes first on its line, EXERCISE after it. */
	out_prefix(o, "");
	out_style(o, word.word[0] == 'G' ? OUT_GREEN : OUT_YELLOW);
	out_put(o, word.word);
	out_style(o, OUT_PLAIN);
	out_fmt(o, ": %srelease %" PRIu32 ": %s",
	    r->exercise ? "EXERCISE " : "", r->release, word.why);
	out_nl(o);
}

static int
say_failed(struct cli *c, const struct satchel_err *e)
{
	struct verdict word = failed(e);
	int status = complain(e);

	if (word.word == NULL)
		return status;
	if (c->json) {
		json_open(&c->out);
		json_str(&c->out, "verdict", word.word);
		json_str(&c->out, "why", word.why);
		json_num(&c->out, "status", status);
		json_close(&c->out);
		return status;
	}
	out_style(&c->out, OUT_RED);
	out_put(&c->out, word.word);
	out_style(&c->out, OUT_PLAIN);
	out_fmt(&c->out, ": %s", word.why);
	out_nl(&c->out);
	return status;
}

static const char synopsis[] =
    "verify [FILE] [--quick] [--strict] [--archive] [--root FILE "
    "--fingerprint HEX]";

int
cmd_verify(struct cli *c, int argc, char **argv)
{
	const char *root = NULL, *fingerprint = NULL;
	bool quick = false, ok;
	const struct opt opt[] = {
		{ OPT_FLAG, 0, "quick", NULL,
		    "signatures and tree alone; says QUICK", &quick, 0, 0 },
		{ OPT_TEXT, 0, "root", "FILE",
		    "without a pin: a root file, with --fingerprint", &root, 0,
		    0 },
		{ OPT_TEXT, 0, "fingerprint", "HEX", "of the root in it",
		    &fingerprint, 0, 0 },
	};
	const struct spec spec = { synopsis, opt, 3,
		COMMON_BUNDLE | COMMON_DIRECTORY | COMMON_FORMAT | COMMON_FRESH,
		0, 1 };
	struct satchel_check_opts how;
	char path[CLI_PATH];
	enum satchel_verdict v;
	struct satchel_release r;
	struct satchel_err err;
	struct progress p;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if ((root == NULL) != (fingerprint == NULL))
		return usage_error(c, spec.synopsis, NULL,
		    "--root and --fingerprint: both or neither");
	if (c->n == 1 && c->bundle != NULL)
		return usage_error(
		    c, spec.synopsis, NULL, "FILE and -b: one of them");
	if (!cli_home(c))
		return c->status;
	if (c->n == 1)
		c->bundle = c->args[0];
	else if (c->bundle == NULL && !cli_installed_path(c, path))
		return c->status;
	else if (c->bundle == NULL)
		c->bundle = path;
	how = cli_opts(c);
	how.quick = quick;
	how.root_file = root;
	how.fingerprint = fingerprint;
	progress_init(&p, "verifying");
	how.progress = progress_tick;
	how.progress_ctx = &p;
	ok = satchel_verify(c->home, c->bundle, &how, &r, &v, &err);
	progress_done(&p);
	if (!ok)
		return say_failed(c, &err);
	say_passed(c, &r, v);
	return cli_strict(c, &r, 0);
}
