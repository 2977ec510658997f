/* satchel keygen: a new pair of keys. */
#include "satchel_build.h"

#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum { VKEY_SIZE = 256 };

static int
made(struct cli *c, const char *name, const char *dir, const char *vkey)
{
	char file[SATCHEL_NAME_MAX];

	(void)snprintf(file, sizeof(file), "%s", name);
	for (char *s = file; *s != '\0'; s++)
		if (*s == '/')
			*s = '_';
	field_fmt(c, "public key", "%s/%s.pub", dir, file);
	field_fmt(c, "secret key", "%s/%s.key", dir, file);
	out_put(&c->out, c->plain ? "vkey: " : "vkey          ");
	out_str(&c->out, vkey); /* to be copied, so not wrapped */
	out_nl(&c->out);
	return 0;
}

int
cmd_keygen(struct cli *c, int argc, char **argv)
{
	const char *dir = ".";
	bool bare = false;
	const struct opt opt[] = {
		{ OPT_TEXT, 'o', "output", "DIR",
		    "the folder of both files (.)", &dir, 0, 0 },
		{ OPT_FLAG, 0, "no-passphrase", NULL,
		    "store the secret unprotected: for tests and tokens", &bare,
		    0, 0 },
	};
	const struct spec spec = { "keygen NAME [-o DIR] [--passphrase-file "
				   "FILE | --no-passphrase]",
		opt, 2, COMMON_PASS, 1, 1 };
	struct pass pass;
	struct satchel_err err;
	char vkey[VKEY_SIZE];
	bool ok;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (bare && c->passphrase_file != NULL)
		return usage_error(c, spec.synopsis, NULL,
		    "--no-passphrase and --passphrase-file: one of them");
	if (!bare && !pass_get(c, "Passphrase for the new key: ", true, &pass))
		return c->status;
	ok = satchel_keygen(
	    c->args[0], dir, bare ? NULL : pass.text, vkey, sizeof(vkey), &err);
	if (!bare)
		pass_wipe(&pass);
	return ok ? made(c, c->args[0], dir, vkey) : complain(&err);
}
