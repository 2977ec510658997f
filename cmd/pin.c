/* satchel pin: the one act of trust. */
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"

enum { TYPED_MAX = 256 };

static void
show(struct cli *c, const struct satchel_pin *p)
{
	if (c->json) {
		json_open(&c->out);
		json_str(&c->out, "directory", p->directory);
		json_num(&c->out, "pinned_root", p->pinned_root);
		json_num(&c->out, "root", p->root);
		json_str(&c->out, "root_fingerprint", p->root_fingerprint);
		json_close(&c->out);
		return;
	}
	banner_directory(c, p->directory);
	out_say(&c->out, 2, "pinned %s, root version %" PRIu32, p->directory,
	    p->pinned_root);
	if (p->root > p->pinned_root)
		out_say(
		    &c->out, 2, "followed to root version %" PRIu32, p->root);
	out_say(&c->out, 2,
	    "thresholds: %" PRIu32 " for a release, %" PRIu32 " for a root",
	    p->release_threshold, p->root_threshold);
}

int
cmd_pin(struct cli *c, int argc, char **argv)
{
	const char *fingerprint = NULL;
	bool replace = false;
	const struct opt opt[] = {
		{ OPT_TEXT, 0, "fingerprint", "HEX",
		    "64 hex digits from a source that you trust; asked for if "
		    "not given",
		    &fingerprint, 0, 0 },
		{ OPT_FLAG, 0, "replace", NULL,
		    "let go of another pin of this directory", &replace, 0, 0 },
	};
	const struct spec spec = { "pin FILE --fingerprint HEX [--replace]",
		opt, 2, COMMON_JSON, 1, 1 };
	struct grant file = { GRANT_READ, NULL };
	char typed[TYPED_MAX];
	struct satchel_pin p;
	struct satchel_err err;
	int status;

	if (!opt_parse(c, argc, argv, &spec) || !cli_home(c))
		return c->status;
	file.path = c->args[0];
	if (fingerprint == NULL) {
		status = ask_line("Fingerprint of the root, 64 hex digits: ",
		    "--fingerprint HEX", typed, sizeof(typed));
		if (status != 0)
			return status;
		fingerprint = typed;
	}
	cli_confine(c, true, &file, 1);
	if (!satchel_pin(c->home, c->args[0], fingerprint, replace, &p, &err))
		return complain(&err);
	show(c, &p);
	return 0;
}
