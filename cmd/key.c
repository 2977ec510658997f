/* satchel key: a key in the form that another tool reads. */
#include "satchel_build.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

struct key_opts {
	bool openssh, pem, minisign, public_half;
	const char *output;
};

/* Straight from the library's locked memory, past every buffer of ours. */
static bool
to_stdout(void *ctx, const void *p, size_t n)
{
	const char *s = p;

	(void)ctx;
	while (n > 0) {
		ssize_t w = write(STDOUT_FILENO, s, n);

		if (w < 0 && errno == EINTR && !stop_asked())
			continue;
		if (w < 0)
			return false;
		s += w;
		n -= (size_t)w; /* at most n */
	}
	return true;
}

static void
warn_secret(const struct key_opts *o)
{
	static const char hint[] =
	    "whoever reads it can sign: remove it once the other tool has it, "
	    "and keep the first file with its passphrase";

	if (o->output != NULL)
		warn_of(
		    hint, "%s holds the secret key, not encrypted", o->output);
	else
		warn_of(hint, "this is the secret key, not encrypted");
}

static int
export_as(struct cli *c, const struct key_opts *o, enum satchel_key_form form)
{
	const struct grant g[] = { { GRANT_READ, c->args[0] },
		{ GRANT_WRITE, o->output } };
	struct satchel_err err;
	struct pass pass;
	char name[SATCHEL_NAME_MAX];
	bool locked = false, ok;

	cli_confine(c, false, g, 2);
	if (!o->public_half &&
	    !satchel_key_peek(c->args[0], name, &locked, &err))
		return complain(&err);
	if (locked && !pass_get(c, "Passphrase: ", false, &pass))
		return c->status;
	ok = satchel_key_export(c->args[0], locked ? pass.text : NULL, form,
	    o->public_half, o->output, to_stdout, NULL, &err);
	if (locked)
		pass_wipe(&pass);
	if (!ok)
		return complain(&err);
	if (!o->public_half)
		warn_secret(o);
	return 0;
}

static int
key_export(struct cli *c, int argc, char **argv)
{
	struct key_opts o = { 0 };
	const struct opt opt[] = {
		{ OPT_FLAG, 0, "openssh", NULL,
		    "for ssh-add and ssh-keygen; then satchel sign --agent",
		    &o.openssh, 0, 0 },
		{ OPT_FLAG, 0, "pem", NULL,
		    "for openssl pkeyutl -sign -rawin (PKCS #8; public: SPKI)",
		    &o.pem, 0, 0 },
		{ OPT_FLAG, 0, "minisign", NULL,
		    "for minisign -S -l (public: for signify too)", &o.minisign,
		    0, 0 },
		{ OPT_FLAG, 0, "public", NULL,
		    "the public half; KEYFILE may be the .pub file",
		    &o.public_half, 0, 0 },
		{ OPT_TEXT, 'o', "output", "FILE",
		    "a new file, not to be read by others, in place of "
		    "standard output",
		    &o.output, 0, 0 },
	};
	const struct spec spec = { "key export KEYFILE --openssh|--pem|"
				   "--minisign [--public] [-o FILE]",
		opt, 5, COMMON_PASS, 1, 1 };

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (o.openssh + o.pem + o.minisign != 1)
		return usage_error(c, spec.synopsis, NULL,
		    "--openssh, --pem, --minisign: one of them");
	if (!o.public_half && o.output == NULL && c->out.tty)
		return complain_as(2,
		    "-o FILE, or into a pipe, such as | ssh-add -",
		    "a secret key is not shown on a terminal");
	return export_as(c, &o,
	    o.openssh ? SATCHEL_OPENSSH
	    : o.pem   ? SATCHEL_PEM
		      : SATCHEL_MINISIGN);
}

int
cmd_key(struct cli *c, int argc, char **argv)
{
	static const char synopsis[] =
	    "key export KEYFILE --openssh|--pem|--minisign [options]";

	if (argc > 1 && strcmp(argv[1], "export") == 0)
		return key_export(c, argc - 1, argv + 1);
	if (c->completing) {
		if (strncmp("export", argv[1], strlen(argv[1])) == 0)
			out_say(&c->out, 0, "export");
		return 0;
	}
	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		char verb[] = "export", *args[] = { verb, argv[1], NULL };

		return key_export(c, 2, args);
	}
	if (argc < 2)
		return usage_error(c, synopsis, NULL, "export is missing");
	return usage_error(c, synopsis, "export is all there is",
	    "unknown command \"key %s\"", argv[1]);
}
