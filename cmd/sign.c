/* satchel sign: an officer's signature, after a look at what is signed. */
#include "satchel_build.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "since.h"

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
	const char *key, *detached, *replace, *sources;
	bool by_agent;
	struct satchel_agent *agent; /* open, if |by_agent| */
	uint32_t release;
};

static int
finish(struct cli *c, struct satchel_signing *s,
    const struct satchel_release *r, const struct sign_opts *o)
{
	char name[SATCHEL_NAME_MAX];
	struct satchel_err err;
	struct pass pass;
	bool locked = false, ok;
	int status;

	if (o->by_agent)
		ok = satchel_sign_agent_key(s, o->agent, o->key, name, &err);
	else
		ok = satchel_key_peek(o->key, name, &locked, &err);
	if (!ok)
		return complain(&err);
	field_fmt(c, "your key", "%s%s", name,
	    o->by_agent ? ", held by the ssh-agent" : "");
	out_flush(&c->out);
	status = confirm(r, o->release);
	if (status != 0)
		return status;
	if (locked && !pass_get(c, "Passphrase: ", false, &pass))
		return c->status;
	if (o->by_agent)
		ok = satchel_sign_agent(
		    s, o->agent, o->key, o->detached, o->replace, name, &err);
	else
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

/* The officer's own sources must make what is signed. */
static int
rebuilt(struct cli *c, struct satchel_signing *s, const char *sources)
{
	struct satchel_err err;

	if (sources == NULL)
		return 0;
	if (!satchel_sign_sources(s, sources, NULL, 1, &err))
		return complain(&err);
	field_text(c, "your sources", "make the same records");
	return 0;
}

/*
 * The one socket of the program is opened before anything else is looked at;
 * from then on there is none.  0 or the exit status.
 */
static int
connect_agent(struct sign_opts *o)
{
	const char *path = getenv("SSH_AUTH_SOCK");
	struct satchel_err err;
	bool ok = true;

	if (o->by_agent && (path == NULL || *path == '\0'))
		return complain_as(2, "eval $(ssh-agent), then ssh-add KEY",
		    "SSH_AUTH_SOCK is not set: no ssh-agent is running");
	if (o->by_agent)
		ok = satchel_agent_open(path, &o->agent, &err);
	(void)confine_calls(false);
	return ok ? 0 : complain(&err);
}

static void
confine(const struct cli *c, const struct sign_opts *o)
{
	const struct grant g[] = { { GRANT_WRITE, c->args[0] },
		{ GRANT_WRITE, o->detached }, { GRANT_READ, o->key },
		{ GRANT_SHELF, o->sources },
		{ GRANT_SHELF, o->sources == NULL ? NULL : ZONEINFO } };

	cli_confine(c, true, g, sizeof(g) / sizeof(*g));
}

int
cmd_sign(struct cli *c, int argc, char **argv)
{
	struct sign_opts o = { 0 };
	const struct opt opt[] = {
		{ OPT_TEXT, 'k', "key", "KEY",
		    "your secret key file; with --agent the public one, if "
		    "the agent holds several",
		    &o.key, 0, 0 },
		{ OPT_FLAG, 0, "agent", NULL,
		    "by the ssh-agent of SSH_AUTH_SOCK, which holds your key "
		    "(satchel key export --openssh)",
		    &o.by_agent, 0, 0 },
		{ OPT_TEXT, 0, "detached", "FILE",
		    "write the signature to FILE, leave BUNDLE as it is",
		    &o.detached, 0, 0 },
		{ OPT_NUMBER, 0, "release", "N",
		    "the number, in place of typing it", &o.release, 1, 10000 },
		{ OPT_TEXT, 0, "replace", "HASH",
		    "sign another text for a number signed before; HASH is the "
		    "fingerprint of that one",
		    &o.replace, 0, 0 },
		{ OPT_TEXT, 0, "sources", "DIR",
		    "your own copy of the sources: rebuilt, and refused unless "
		    "it makes the same records",
		    &o.sources, 0, 0 },
	};
	const struct spec spec = {
		"sign BUNDLE -k KEY|--agent [--sources DIR] [--detached FILE] "
		"[--release N]",
		opt, 6, COMMON_DIRECTORY | COMMON_PASS | COMMON_NOW, 1, 1
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
	if (o.key == NULL && !o.by_agent)
		return usage_error(c, spec.synopsis, NULL, "-k KEY is missing");
	status = connect_agent(&o);
	if (status != 0 || !cli_home(c)) {
		satchel_agent_close(o.agent);
		return status != 0 ? status : c->status;
	}
	confine(c, &o);
	how = cli_opts(c);
	progress_init(&p, "verifying");
	how.threads = threads_here();
	how.progress = progress_tick;
	how.progress_ctx = &p;
	ok = satchel_sign_open(c->home, c->args[0], &how, &s, &r, &old, &err);
	progress_done(&p);
	if (ok) {
		banner(c, &r);
		release_text(c, &r);
		compare(c, &r, &old);
		status = since_signing(c, s, &old);
		if (status == 0)
			status = rebuilt(c, s, o.sources);
		if (status == 0)
			status = finish(c, s, &r, &o);
	} else {
		status = complain(&err);
	}
	satchel_sign_close(s);
	satchel_agent_close(o.agent);
	return status;
}
