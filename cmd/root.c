/* satchel root: the chain of trust roots, one file: new and sign. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "root.h"

enum { YEARS_5 = 5 * 365 * 86400 + 86400, RELEASES_MAX = 10000 };

/* ---- new ------------------------------------------------------------------- */

struct new_opts {
	const char *directory;
	struct opt_list root_keys, release_keys;
	uint32_t root_threshold, release_threshold, minimum;
	int64_t issued, expires;
};

static const char new_synopsis[] =
    "root new FILE.roots --directory NAME --root-key FILE.pub... "
    "--root-threshold N --release-key FILE.pub... --release-threshold N "
    "[--expires TIME]";

static bool
new_parse(struct cli *c, int argc, char **argv, struct new_opts *n)
{
	const struct opt opt[] = {
		{ OPT_TEXT, 'd', "directory", "NAME", "what the root is for",
		    &n->directory, 0, 0 },
		{ OPT_LIST, 0, "root-key", "FILE.pub",
		    "may sign roots; once for each key", &n->root_keys, 0, 0 },
		{ OPT_NUMBER, 0, "root-threshold", "N", "how many of them must",
		    &n->root_threshold, 1, SATCHEL_KEYS_MAX },
		{ OPT_LIST, 0, "release-key", "FILE.pub",
		    "may sign releases; once for each key", &n->release_keys, 0,
		    0 },
		{ OPT_NUMBER, 0, "release-threshold", "N",
		    "how many of them must", &n->release_threshold, 1,
		    SATCHEL_KEYS_MAX },
		{ OPT_NUMBER, 0, "minimum-release", "N",
		    "the first release that it lets pass (1)", &n->minimum, 1,
		    RELEASES_MAX },
		{ OPT_TIME, 0, "issued", "TIME", "(now)", &n->issued, 0, 0 },
		{ OPT_TIME, 0, "expires", "TIME", "(five years after issued)",
		    &n->expires, 0, 0 },
	};
	const struct spec spec = { new_synopsis, opt,
		sizeof(opt) / sizeof(*opt), COMMON_NOW, 1, 1 };
	const char *missing;

	if (!opt_parse(c, argc, argv, &spec))
		return false;
	missing = n->directory == NULL	      ? "directory"
		  : n->root_keys.n == 0	      ? "root-key"
		  : n->root_threshold == 0    ? "root-threshold"
		  : n->release_keys.n == 0    ? "release-key"
		  : n->release_threshold == 0 ? "release-threshold"
					      : NULL;
	if (missing == NULL)
		return true;
	c->status =
	    usage_error(c, new_synopsis, NULL, "--%s is missing", missing);
	return false;
}

static void
warn_role(const char *role, uint32_t threshold, size_t keys)
{
	if (threshold == 1)
		warn_of(
		    NULL, "the %s threshold is 1: any one key is enough", role);
	if (threshold == keys && keys > 1)
		warn_of("one or two keys more than the threshold",
		    "all %zu %s keys are needed: one lost key stops everything",
		    keys, role);
}

void
root_warn(const struct satchel_root *r)
{
	warn_role("root", r->root_threshold, r->root_keys);
	warn_role("release", r->release_threshold, r->release_keys);
}

int
root_new(struct cli *c, int argc, char **argv)
{
	struct new_opts o = { .minimum = 1, .issued = -1, .expires = -1 };
	struct satchel_root_new n = { 0 };
	struct satchel_err err;

	if (!new_parse(c, argc, argv, &o))
		return c->status;
	n.directory = o.directory;
	n.issued = o.issued < 0 ? c->now : o.issued;
	n.expires = o.expires < 0 ? n.issued + YEARS_5 : o.expires;
	n.root_threshold = o.root_threshold;
	n.release_threshold = o.release_threshold;
	n.root_key_files = o.root_keys.item;
	n.root_keys = o.root_keys.n;
	n.release_key_files = o.release_keys.item;
	n.release_keys = o.release_keys.n;
	n.minimum_release = o.minimum;
	if (!satchel_root_new(c->args[0], &n, &err))
		return complain(&err);
	warn_role("root", n.root_threshold, n.root_keys);
	warn_role("release", n.release_threshold, n.release_keys);
	out_str(&c->out, c->args[0]);
	out_say(&c->out, 0, ": root version 1, not signed yet");
	out_say(&c->out, 0,
	    "next: satchel root sign, with %" PRIu32 " root key%s",
	    n.root_threshold, n.root_threshold == 1 ? "" : "s");
	return 0;
}

/* ---- sign ------------------------------------------------------------------- */

int
root_sign(struct cli *c, int argc, char **argv)
{
	const char *key = NULL;
	const struct opt opt[] = {
		{ OPT_TEXT, 'k', "key", "KEY", "a root key's secret file", &key,
		    0, 0 },
	};
	const struct spec spec = {
		"root sign FILE.roots -k KEY [--passphrase-file FILE]", opt, 1,
		COMMON_PASS, 1, 1
	};
	struct grant g[] = { { GRANT_WRITE, NULL }, { GRANT_READ, NULL } };
	struct satchel_root before, r = { 0 };
	struct satchel_err err;
	struct pass pass;
	char name[SATCHEL_NAME_MAX];
	bool locked = true, two = false, ok;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (key == NULL)
		return usage_error(c, spec.synopsis, NULL, "-k KEY is missing");
	g[0].path = c->args[0];
	g[1].path = key;
	cli_confine(c, false, g, 2);
	if (!root_newest(c->args[0], &before, &r, &two, &err) ||
	    !satchel_key_peek(key, name, &locked, &err))
		return complain(&err);
	root_text(c, two ? &before : NULL, &r);
	out_flush(&c->out); /* before the passphrase is asked for */
	if (locked && !pass_get(c, "Passphrase: ", false, &pass))
		return c->status;
	ok =
	    satchel_root_sign(c->args[0], key, locked ? pass.text : NULL, &err);
	if (locked)
		pass_wipe(&pass);
	if (!ok || !root_newest(c->args[0], &before, &r, &two, &err))
		return complain(&err);
	out_nl(&c->out);
	out_say(&c->out, 0, "signed by %s; %s", name,
	    r.complete ? "the signatures are complete"
		       : "more signatures are needed");
	return 0;
}

int
cmd_root(struct cli *c, int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(struct cli *c, int argc, char **argv);
	} verbs[] = { { "new", root_new }, { "next", root_next },
		{ "sign", root_sign }, { "show", root_show } };
	enum { VERBS = sizeof(verbs) / sizeof(*verbs) };
	static const char synopsis[] =
	    "root new|next|sign|show FILE.roots [options]";
	const char *names[VERBS], *near;
	char hint[64];

	if (c->completing && argc < 3) {
		for (size_t i = 0; i < VERBS; i++)
			if (argc == 2 && strncmp(verbs[i].name, argv[1],
					     strlen(argv[1])) == 0)
				out_say(&c->out, 0, "%s", verbs[i].name);
		return 0;
	}
	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		out_say(&c->out, 7, "usage: satchel %s", synopsis);
		out_say(
		    &c->out, 0, "satchel root new --help says more, and so on");
		return 0;
	}
	if (argc < 2)
		return usage_error(
		    c, synopsis, NULL, "new, next, sign or show?");
	for (size_t i = 0; i < VERBS; i++) {
		if (strcmp(argv[1], verbs[i].name) == 0)
			return verbs[i].run(c, argc - 1, argv + 1);
		names[i] = verbs[i].name;
	}
	near = nearest(argv[1], names, VERBS);
	(void)snprintf(hint, sizeof(hint), "did you mean %s?",
	    near == NULL ? "show" : near);
	return usage_error(c, synopsis, near == NULL ? NULL : hint,
	    "unknown command \"root %s\"", argv[1]);
}
