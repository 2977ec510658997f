/* satchel compare: do two States hold the same release? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

static const char *
relation_name(enum satchel_relation r)
{
	static const char *const names[] = { "same", "first-older",
		"second-older", "fork" };

	return names[r];
}

/* How two people compare: all of it, since whoever can make two releases can
 * also make two whose numbers agree in part. */
static void
read_aloud(struct cli *c)
{
	out_say(&c->out, 0,
	    "The check number is the fingerprint, 16 groups of 4. By "
	    "telephone, one reads a group, the other answers with the next, "
	    "to the end: a part of it proves nothing.");
}

static void
side_text(struct cli *c, const char *name, const struct satchel_release *r)
{
	char s[SHORT_SIZE];

	field_text(c, name, release_short(r, s));
	field_time(c, "issued", r->issued);
	field_fmt(c, "signers", "%zu, of %" PRIu32 " needed", r->signers,
	    r->threshold);
	for (size_t i = 0; i < r->signers && i < SATCHEL_KEYS_MAX; i++)
		field_text(c, c->plain ? "signer" : "", r->signer[i]);
	field_groups(c, "check number", r->fingerprint);
}

static void
fork_text(struct cli *c, const struct satchel_comparison *x)
{
	if (x->root != 0)
		field_fmt(c, "two texts", "of root %" PRIu32, x->root);
	else
		field_fmt(c, "two texts",
		    "of release %" PRIu32 " (epoch %" PRIu32 ")", x->release,
		    x->epoch);
	field_groups(c, "by the first", x->text_a);
	field_groups(c, "by the second", x->text_b);
	if (x->common != 0)
		field_fmt(
		    c, "in common", "all up to release %" PRIu32, x->common);
}

/* What to do about it, where it is not plain. */
static void
advice(struct cli *c, const struct satchel_comparison *x)
{
	if (x->relation == SATCHEL_FORKED)
		out_say(&c->out, 0,
		    "Trust neither of the two and call the custodian; their "
		    "texts are kept as evidence.");
	else if (x->relation != SATCHEL_SAME && !x->linked &&
		 x->a.epoch == x->b.epoch)
		out_say(&c->out, 0,
		    "Whether the newer one follows from the older shows with "
		    "the newer one's bundle.");
}

/* The last line, and one line. */
static void
verdict(struct cli *c, const struct satchel_comparison *x)
{
	bool first = x->relation == SATCHEL_FIRST_OLDER;
	const struct satchel_release *old = first ? &x->a : &x->b;
	const struct satchel_release *new = first ? &x->b : &x->a;
	struct out *o = &c->out;

	if (x->relation == SATCHEL_SAME)
		out_fmt(o, "SAME: release %" PRIu32 ", one and the same text",
		    x->a.release);
	else if (x->relation == SATCHEL_FORKED && x->root != 0)
		out_fmt(o, "FORK: two texts of root %" PRIu32, x->root);
	else if (x->relation == SATCHEL_FORKED)
		out_fmt(o, "FORK: two texts of release %" PRIu32 ".%" PRIu32,
		    x->epoch, x->release);
	else
		out_fmt(o,
		    "%s OLDER: %" PRIu32 ".%" PRIu32 " before %" PRIu32
		    ".%" PRIu32 ", which %s",
		    first ? "FIRST" : "SECOND", old->epoch, old->release,
		    new->epoch, new->release,
		    x->linked		       ? "follows from it"
		    : old->epoch != new->epoch ? "begins another epoch"
					       : "may follow from it or not");
	out_nl(o);
}

static void
show_json(struct cli *c, const struct satchel_comparison *x)
{
	struct out *o = &c->out;

	json_open(o);
	json_str(o, "relation", relation_name(x->relation));
	json_bool(o, "linked", x->linked);
	if (x->relation == SATCHEL_FORKED) {
		json_num(o, "fork_epoch", x->epoch);
		json_num(o, "fork_release", x->release);
		json_num(o, "fork_root", x->root);
		json_num(o, "common", x->common);
		json_str(o, "text_first", x->text_a);
		json_str(o, "text_second", x->text_b);
	}
	json_list(o, "releases"); /* the first, the second */
	json_item(o);
	release_json(o, &x->a);
	json_item_end(o);
	json_item(o);
	release_json(o, &x->b);
	json_item_end(o);
	json_list_end(o);
	json_close(o);
}

static void
show_text(struct cli *c, const struct satchel_comparison *x)
{
	banner_prefix(c, &x->a);
	field_text(c, "directory", x->a.directory);
	out_nl(&c->out);
	side_text(c, "first", &x->a);
	out_nl(&c->out);
	side_text(c, "second", &x->b);
	if (x->relation == SATCHEL_FORKED) {
		out_nl(&c->out);
		fork_text(c, x);
	}
	out_nl(&c->out);
	if (!c->plain)
		read_aloud(c);
	advice(c, x);
	verdict(c, x);
}

static void
confine(const struct cli *c)
{
	const struct grant g[] = { { GRANT_READ, c->args[0] },
		{ GRANT_READ, c->n == 2 ? c->args[1] : NULL } };

	cli_confine(c, true, g, 2);
}

int
cmd_compare(struct cli *c, int argc, char **argv)
{
	const struct spec spec = { "compare A [B] [-d DIRECTORY] [--json | "
				   "--plain]   (bundles, proofs or STATEMENT "
				   "files; B left out: what is installed)",
		NULL, 0, COMMON_DIRECTORY | COMMON_FORMAT | COMMON_NOW, 1, 2 };
	struct satchel_check_opts how;
	struct satchel_comparison x;
	struct satchel_err err;

	if (!opt_parse(c, argc, argv, &spec) || !cli_home(c))
		return c->status;
	how = cli_opts(c);
	confine(c);
	if (!satchel_compare(c->home, c->args[0], c->n == 2 ? c->args[1] : NULL,
		&how, &x, &err))
		return complain(&err);
	if (c->json)
		show_json(c, &x);
	else
		show_text(c, &x);
	return x.relation == SATCHEL_SAME     ? 0
	       : x.relation == SATCHEL_FORKED ? satchel_status(SATCHEL_EFORK)
					      : 1;
}
