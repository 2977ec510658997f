/* satchel sign: an officer's signature, after a look at what is signed. */
#include "satchel_build.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

static void
compare(struct cli *c, const struct satchel_release *r,
    const struct satchel_release *old)
{
	char s[SHORT_SIZE];

	if (old->release == 0) {
		field_text(c, "installed", "nothing to compare with");
		return;
	}
	field_text(c, "installed", release_short(old, s));
	field_fmt(c, "", "%" PRIu64 " records, now %" PRIu64, old->records,
	    r->records);
	field_groups(c, "", old->fingerprint);
	if (old->epoch == r->epoch && old->release + 1 != r->release)
		field_text(c, "NOTE", "this is not the release after it");
}

/* What is typed must be the release's number, and nothing else. */
static int
confirm(const struct satchel_release *r, uint32_t given)
{
	char line[32], want[16];
	int status;

	if (given != 0 && given == r->release)
		return 0;
	if (given != 0)
		return complain_as(2, NULL,
		    "--release %" PRIu32
		    " is not this bundle's number; nothing was signed",
		    given);
	status = ask_line("To sign it, type the number of the release: ",
	    "--release N confirms it without one", line, sizeof(line));
	if (status != 0)
		return status;
	(void)snprintf(want, sizeof(want), "%" PRIu32, r->release);
	if (strcmp(line, want) == 0)
		return 0;
	return complain_as(
	    2, NULL, "that is not this bundle's number; nothing was signed");
}

struct sign_opts {
	const char *key, *detached, *replace;
	uint32_t release;
};

static int
finish(struct cli *c, struct satchel_signing *s,
    const struct satchel_release *r, const struct sign_opts *o)
{
	char name[SATCHEL_NAME_MAX];
	struct satchel_err err;
	struct pass pass;
	bool locked = true, ok;
	int status;

	if (!satchel_key_peek(o->key, name, &locked, &err))
		return complain(&err);
	field_text(c, "your key", name);
	out_flush(&c->out);
	status = confirm(r, o->release);
	if (status != 0)
		return status;
	if (locked && !pass_get(c, "Passphrase: ", false, &pass))
		return c->status;
	ok = satchel_sign_finish(s, o->key, locked ? pass.text : NULL,
	    o->detached, o->replace, name, &err);
	if (locked)
		pass_wipe(&pass);
	if (!ok)
		return complain(&err);
	out_say(&c->out, 2, "signed release %" PRIu32 " as %s%s%s", r->release,
	    name, o->detached == NULL ? "" : ", in ",
	    o->detached == NULL ? "" : o->detached);
	return 0;
}

int
cmd_sign(struct cli *c, int argc, char **argv)
{
	struct sign_opts o = { 0 };
	const struct opt opt[] = {
		{ OPT_TEXT, 'k', "key", "KEY", "your secret key file", &o.key,
		    0, 0 },
		{ OPT_TEXT, 0, "detached", "FILE",
		    "write the signature to FILE, leave BUNDLE as it is",
		    &o.detached, 0, 0 },
		{ OPT_NUMBER, 0, "release", "N",
		    "the number, in place of typing it", &o.release, 1, 10000 },
		{ OPT_TEXT, 0, "replace", "HASH",
		    "sign another text for a number signed before; HASH is the "
		    "fingerprint of that one",
		    &o.replace, 0, 0 },
	};
	const struct spec spec = {
		"sign BUNDLE -k KEY [--detached FILE] [--release N]", opt, 4,
		COMMON_DIRECTORY | COMMON_PASS | COMMON_NOW, 1, 1
	};
	struct satchel_release r, old;
	struct satchel_signing *s = NULL;
	struct satchel_check_opts how;
	struct satchel_err err;
	struct progress p;
	bool ok;
	int status;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (o.key == NULL)
		return usage_error(c, spec.synopsis, NULL, "-k KEY is missing");
	if (!cli_home(c))
		return c->status;
	how = cli_opts(c);
	progress_init(&p, "verifying");
	how.progress = progress_tick;
	how.progress_ctx = &p;
	ok = satchel_sign_open(c->home, c->args[0], &how, &s, &r, &old, &err);
	progress_done(&p);
	if (!ok)
		return complain(&err);
	banner(c, &r);
	release_text(c, &r);
	compare(c, &r, &old);
	status = finish(c, s, &r, &o);
	satchel_sign_close(s);
	return status;
}
