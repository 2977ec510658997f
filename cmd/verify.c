/* satchel verify: check a bundle; the verdict is the last line. */
#include <inttypes.h>
#include <stdio.h>

#include "prove.h"

/* Freshness last: a stale release that was only half checked is both. */
struct verdict
verdict_passed(const struct satchel_release *r, enum satchel_verdict v)
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

/* Receipts say who else holds it; they are no signatures. */
static void
receipts(struct cli *c, const struct satchel_receipts *r)
{
	char at[WHEN_SIZE];

	if (r->n == 0 && r->unknown == 0)
		return;
	field_fmt(c, "receipts",
	    "%zu by States whose keys are known here, %zu by others; none "
	    "counts as a signature",
	    r->n, r->unknown);
	for (size_t i = 0; i < r->n; i++) {
		when_iso(r->receipt[i].time, at);
		field_fmt(c, c->plain ? "receipt" : "", "%s %s %s",
		    r->receipt[i].state,
		    r->receipt[i].good ? "holds it since" : "NOT GOOD, dated",
		    at);
	}
	if (r->unreadable > 0)
		warn_of(NULL, "%zu files in states/ are no public key",
		    r->unreadable);
}

static void
receipts_json(struct out *o, const struct satchel_receipts *r)
{
	json_list(o, "receipts");
	for (size_t i = 0; i < r->n; i++) {
		json_item(o);
		json_str(o, "state", r->receipt[i].state);
		json_time(o, "time", r->receipt[i].time);
		json_bool(o, "good", r->receipt[i].good);
		json_item_end(o);
	}
	json_list_end(o);
	json_num(o, "receipts_unknown", (int64_t)r->unknown); /* few */
}

static void
say_passed(struct cli *c, const struct satchel_release *r,
    enum satchel_verdict v, const struct satchel_receipts *held)
{
	struct verdict word = verdict_passed(r, v);
	struct out *o = &c->out;

	if (c->json) {
		json_open(o);
		json_str(o, "verdict", word.word);
		json_str(o, "why", word.why);
		json_bool(o, "quick", v == SATCHEL_QUICK);
		json_bool(o, "index_checked",
		    v != SATCHEL_QUICK && v != SATCHEL_UNINDEXED);
		release_json(o, r);
		receipts_json(o, held);
		json_close(o);
		return;
	}
	banner(c, r);
	release_text(c, r);
	receipts(c, held);
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

int
verdict_refused(struct cli *c, const struct satchel_err *e)
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

/* The files that are read, and those of the options. */
static void
confine(const struct cli *c, const char *root, const struct opt_list *keys,
    const struct opt_list *files)
{
	struct grant g[2 + 2 * OPT_LIST_MAX];
	size_t n = 0;

	g[n++] = (struct grant){ GRANT_READ, c->bundle };
	g[n++] = (struct grant){ GRANT_READ, root };
	for (size_t i = 0; i < keys->n; i++)
		g[n++] = (struct grant){ GRANT_READ, keys->item[i] };
	for (size_t i = 0; i < files->n; i++)
		g[n++] = (struct grant){ GRANT_READ, files->item[i] };
	cli_confine(c, true, g, n);
}

/* The bundle of |how|, or the one that is installed, and its receipts. */
static int
bundle_verify(struct cli *c, struct satchel_check_opts *how)
{
	struct satchel_release r;
	enum satchel_verdict v;
	struct satchel_err err;
	struct progress p;
	int status = 0;
	bool ok;

	progress_init(&p, "verifying");
	how->threads = threads_here();
	how->progress = progress_tick;
	how->progress_ctx = &p;
	ok = satchel_verify(c->home, c->bundle, how, &r, &v, &err);
	progress_done(&p);
	if (!ok)
		return verdict_refused(c, &err);
	if (how->receipts->err.code != SATCHEL_OK)
		status = complain(&how->receipts->err);
	say_passed(c, &r, v, how->receipts);
	return cli_strict(c, &r, status);
}

static const char synopsis[] =
    "verify [FILE] [--quick] [--strict] [--archive] [--root FILE "
    "--fingerprint HEX] [--state-key FILE] [--receipt FILE]";

int
cmd_verify(struct cli *c, int argc, char **argv)
{
	const char *root = NULL, *fingerprint = NULL;
	bool quick = false;
	struct opt_list keys = { .n = 0 }, files = { .n = 0 };
	const struct opt opt[] = {
		{ OPT_FLAG, 0, "quick", NULL,
		    "signatures and tree alone; says QUICK", &quick, 0, 0 },
		{ OPT_TEXT, 0, "root", "FILE",
		    "without a pin: a root file, with --fingerprint", &root, 0,
		    0 },
		{ OPT_TEXT, 0, "fingerprint", "HEX", "of the root in it",
		    &fingerprint, 0, 0 },
		{ OPT_LIST, 0, "state-key", "FILE",
		    "a State's public key, for its receipt; again for more",
		    &keys, 0, 0 },
		{ OPT_LIST, 0, "receipt", "FILE",
		    "a receipt that came alone; again for more", &files, 0, 0 },
	};
	const struct spec spec = { synopsis, opt, 5,
		COMMON_BUNDLE | COMMON_DIRECTORY | COMMON_FORMAT | COMMON_FRESH,
		0, 1 };
	struct satchel_check_opts how;
	struct satchel_receipts held = { .n = 0 };
	struct satchel_file *file = NULL;
	struct satchel_err err;
	int status;

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
	if (c->n == 1 && root == NULL &&
	    !satchel_file_open(c->args[0], &file, &err))
		return verdict_refused(c, &err);
	if (file != NULL && satchel_is_proof(file)) {
		status = proof_verify(c, c->args[0], file);
		satchel_file_close(file);
		return status;
	}
	if (c->n == 1)
		c->bundle = c->args[0];
	how = cli_opts(c);
	confine(c, root, &keys, &files);
	how.file = file;
	how.quick = quick;
	how.root_file = root;
	how.fingerprint = fingerprint;
	held.key_files = keys.item;
	held.keys = keys.n;
	held.files = files.item;
	held.nfiles = files.n;
	how.receipts = &held;
	status = bundle_verify(c, &how);
	satchel_file_close(file);
	return status;
}
