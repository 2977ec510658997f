/* satchel receipt: a State's word that it holds the installed release. */
#include "satchel_build.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cmd.h"

static int
make(struct cli *c, const char *key, const char *add, const char *out)
{
	char state[SATCHEL_NAME_MAX], *text = NULL, s[SHORT_SIZE];
	struct satchel_release r;
	struct satchel_err err;
	struct pass pass;
	bool locked = false, ok;

	if (!satchel_key_peek(key, state, &locked, &err))
		return complain(&err);
	if (locked && !pass_get(c, "Passphrase: ", false, &pass))
		return c->status;
	ok = satchel_receipt_make(c->home, c->directory, key,
	    locked ? pass.text : NULL, c->now, add, out, &text, &r, state,
	    &err);
	if (locked)
		pass_wipe(&pass);
	if (!ok)
		return complain(&err);
	if (text != NULL) {
		out_put(&c->out, text); /* ours, and a signed line */
		out_flush(&c->out);
		free(text);
		return 0;
	}
	banner_prefix(c, &r);
	out_say(&c->out, 2, "%s holds %s of %s; the receipt is in %s", state,
	    release_short(&r, s), r.directory, add != NULL ? add : out);
	return 0;
}

static void
confine(const struct cli *c, const char *key, const char *add, const char *out)
{
	const struct grant g[] = { { GRANT_READ, key }, { GRANT_WRITE, add },
		{ GRANT_WRITE, out } };

	cli_confine(c, false, g, 3);
}

int
cmd_receipt(struct cli *c, int argc, char **argv)
{
	const char *key = NULL, *add = NULL, *out = NULL;
	const struct opt opt[] = {
		{ OPT_TEXT, 'k', "key", "KEY",
		    "the State's secret key file (satchel keygen makes one)",
		    &key, 0, 0 },
		{ OPT_TEXT, 'o', "output", "FILE",
		    "a new file, in place of standard output", &out, 0, 0 },
		{ OPT_TEXT, 0, "add", "BUNDLE",
		    "add its line to BUNDLE, which must be the installed "
		    "release",
		    &add, 0, 0 },
	};
	const struct spec spec = {
		"receipt -k STATEKEY [-o FILE | --add BUNDLE]", opt, 3,
		COMMON_DIRECTORY | COMMON_PASS | COMMON_NOW, 0, 0
	};

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (key == NULL)
		return usage_error(
		    c, spec.synopsis, NULL, "-k STATEKEY is missing");
	if (add != NULL && out != NULL)
		return usage_error(
		    c, spec.synopsis, NULL, "-o and --add: one of them");
	if (!cli_home(c))
		return c->status;
	confine(c, key, add, out);
	return make(c, key, add, out);
}
