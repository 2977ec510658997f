/* satchel root next: the root that follows the newest one of a chain. */
#include <inttypes.h>

#include "cmd.h"
#include "root.h"

enum { RELEASES_MAX = 10000 };

struct lists {
	struct opt_list add_root, drop_root, add_release, drop_release;
};

static const char synopsis[] =
    "root next FILE.roots [--add-root-key FILE.pub]... "
    "[--drop-root-key NAME]... [--add-release-key FILE.pub]... "
    "[--drop-release-key NAME]... [--root-threshold N] "
    "[--release-threshold N] [--minimum-release N] [--new-epoch] "
    "[--expires TIME] [--issued TIME]";

static bool
parse(struct cli *c, int argc, char **argv, struct lists *l,
    struct satchel_root_next *n)
{
	const struct opt opt[] = {
		{ OPT_LIST, 0, "add-root-key", "FILE.pub",
		    "may sign roots from now on; again for more", &l->add_root,
		    0, 0 },
		{ OPT_LIST, 0, "drop-root-key", "NAME",
		    "no longer may; to replace a key: drop and add",
		    &l->drop_root, 0, 0 },
		{ OPT_LIST, 0, "add-release-key", "FILE.pub",
		    "may sign releases from now on", &l->add_release, 0, 0 },
		{ OPT_LIST, 0, "drop-release-key", "NAME",
		    "no longer may: what it alone made enough is revoked",
		    &l->drop_release, 0, 0 },
		{ OPT_NUMBER, 0, "root-threshold", "N",
		    "how many root keys must sign", &n->root_threshold, 1,
		    SATCHEL_KEYS_MAX },
		{ OPT_NUMBER, 0, "release-threshold", "N",
		    "how many release keys must", &n->release_threshold, 1,
		    SATCHEL_KEYS_MAX },
		{ OPT_NUMBER, 0, "minimum-release", "N",
		    "releases below it are revoked", &n->minimum_release, 1,
		    RELEASES_MAX },
		{ OPT_FLAG, 0, "new-epoch", NULL,
		    "releases start again at 1: after a stolen quorum",
		    &n->new_epoch, 0, 0 },
		{ OPT_TIME, 0, "issued", "TIME", "(now)", &n->issued, 0, 0 },
		{ OPT_TIME, 0, "expires", "TIME",
		    "(as long after issued as the root before)", &n->expires, 0,
		    0 },
	};
	const struct spec spec = { synopsis, opt, sizeof(opt) / sizeof(*opt),
		COMMON_NOW, 1, 1 };

	n->issued = -1;
	if (!opt_parse(c, argc, argv, &spec))
		return false;
	if (n->issued < 0)
		n->issued = c->now;
	n->add_root_files = l->add_root.item;
	n->add_roots = l->add_root.n;
	n->drop_roots = l->drop_root.item;
	n->drop_root_count = l->drop_root.n;
	n->add_release_files = l->add_release.item;
	n->add_releases = l->add_release.n;
	n->drop_releases = l->drop_release.item;
	n->drop_release_count = l->drop_release.n;
	return true;
}

static void
confine(const struct cli *c, const struct lists *l)
{
	struct grant g[1 + 2 * OPT_LIST_MAX];
	size_t n = 0;

	g[n++] = (struct grant){ GRANT_WRITE, c->args[0] };
	for (size_t i = 0; i < l->add_root.n; i++)
		g[n++] = (struct grant){ GRANT_READ, l->add_root.item[i] };
	for (size_t i = 0; i < l->add_release.n; i++)
		g[n++] = (struct grant){ GRANT_READ, l->add_release.item[i] };
	(void)confine_files(g, n);
}

int
root_next(struct cli *c, int argc, char **argv)
{
	struct lists l = { .add_root = { .n = 0 } };
	struct satchel_root_next n = { .issued = 0 };
	struct satchel_root before = { 0 }, r = { 0 };
	struct satchel_err err;
	bool two = false;

	if (!parse(c, argc, argv, &l, &n))
		return c->status;
	confine(c, &l);
	if (!satchel_root_next(c->args[0], &n, &err) ||
	    !root_newest(c->args[0], &before, &r, &two, &err))
		return complain(&err);
	root_warn(&r);
	if (r.issued < before.issued)
		warn_of("is this machine's clock right?",
		    "root %" PRIu32 " is dated before root %" PRIu32, r.version,
		    before.version);
	root_text(c, &before, &r);
	out_nl(&c->out);
	out_str(&c->out, c->args[0]);
	out_say(&c->out, 0, ": root version %" PRIu32 ", not signed yet",
	    r.version);
	out_say(&c->out, 0,
	    "next: satchel root sign, with %" PRIu32 " of root %" PRIu32
	    "'s keys and %" PRIu32 " of its own; a key of both counts for both",
	    before.root_threshold, before.version, r.root_threshold);
	return 0;
}
