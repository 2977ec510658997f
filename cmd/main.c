#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum group { STATE, CUSTODIAN };

struct command {
	const char *name;
	int (*run)(struct cli *c, int argc, char **argv);
	enum group group;
	bool secret; /* handles secret keys */
	const char *help;
};

static const struct command commands[] = {
	{ "pin", cmd_pin, STATE, false, "trust a root, by its fingerprint" },
	{ "verify", cmd_verify, STATE, false, "check a bundle: one verdict" },
	{ "install", cmd_install, STATE, false,
	    "verify a bundle and put it into the store" },
	{ "status", cmd_status, STATE, false, "what is pinned and installed" },
	{ "log", cmd_log, STATE, false, "the releases accepted so far" },
	{ "info", cmd_info, STATE, false, "what a release says of itself" },
	{ "find", cmd_find, STATE, false, "contacts by any word of theirs" },
	{ "show", cmd_show, STATE, false, "whole records, by id" },
	{ "now", cmd_now, STATE, false, "who can answer now" },
	{ "list", cmd_list, STATE, false, "the parties of the directory" },
	{ "who", cmd_who, STATE, false,
	    "whose number, e-mail address or fingerprint" },
	{ "diff", cmd_diff, STATE, false, "what changed between two releases" },
	{ "mine", cmd_mine, STATE, false,
	    "is what it says of us what we sent in?" },
	{ "prove", cmd_prove, STATE, false, "one record that proves itself" },
	{ "card", cmd_card, STATE, false,
	    "a contact for a telephone's camera" },
	{ "export", cmd_export, STATE, false,
	    "vCards, tables, JSON, for mail programs" },
	{ "book", cmd_book, STATE, false, "the directory as pages to print" },
	{ "compare", cmd_compare, STATE, false,
	    "do two States hold the same release?" },
	{ "receipt", cmd_receipt, STATE, true,
	    "a State's word that it holds the release" },
	{ "keygen", cmd_keygen, CUSTODIAN, true, "a new pair of keys" },
	{ "root", cmd_root, CUSTODIAN, true,
	    "new, next, sign, show: the chain of trust roots" },
	{ "check", cmd_check, CUSTODIAN, false,
	    "every fault of a source folder" },
	{ "build", cmd_build, CUSTODIAN, false,
	    "compile a source folder into a bundle" },
	{ "sign", cmd_sign, CUSTODIAN, true, "an officer's signature" },
	{ "attach", cmd_attach, CUSTODIAN, false,
	    "add signatures made elsewhere" },
	{ "key", cmd_key, CUSTODIAN, true,
	    "export: a key in another tool's form" },
};

enum { COMMANDS = sizeof(commands) / sizeof(*commands) };

static void
list_group(struct out *o, enum group g, const char *title)
{
	out_nl(o);
	out_say(o, 0, "%s", title);
	for (size_t i = 0; i < COMMANDS; i++) {
		if (commands[i].group != g)
			continue;
		out_fmt(o, "  %s", commands[i].name);
		out_pad(o, 11);
		out_say(o, 11, "%s", commands[i].help);
	}
}

static const struct command *
look_up(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* What somebody in a hurry needs, and where the rest is. */
static int
help_short(struct out *o)
{
	static const char *const first[] = { "find", "show", "now", "who",
		"status", "install" };

	out_say(o, 7, "usage: satchel COMMAND [options] [arguments]");
	for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++) {
		const struct command *m = look_up(first[i]);

		if (m == NULL)
			continue;
		out_fmt(o, "  %s", m->name);
		out_pad(o, 11);
		out_say(o, 11, "%s", m->help);
	}
	out_say(o, 0, "satchel help lists all commands. Examples:");
	out_say(o, 0, "  %s", *examples_of("find"));
	out_say(o, 0, "  %s", *examples_of("now"));
	return 2;
}

static int
help_all(struct out *o)
{
	out_say(o, 7, "usage: satchel COMMAND [options] [arguments]");
	list_group(o, STATE, "For a State and its desk officers:");
	list_group(o, CUSTODIAN, "For the custodian and the signing officers:");
	out_nl(o);
	out_say(o, 0, "satchel help COMMAND says more; so does satchel(1).");
	return 0;
}

static int
unknown(const struct cli *c, const char *name)
{
	const char *names[COMMANDS], *near;
	char hint[64];

	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = commands[i].name;
	near = nearest(name, names, COMMANDS);
	(void)snprintf(hint, sizeof(hint),
	    near == NULL ? "satchel help lists the commands"
			 : "did you mean %s?",
	    near);
	return usage_error(c, "COMMAND [options] [arguments]", hint,
	    "unknown command \"%s\"", name);
}

/* Options that may stand before the command, as they are of all of them. */
static bool
is_global(const char *word)
{
	return strcmp(word, "--no-pager") == 0 ||
	       strncmp(word, "--color=", 8) == 0;
}

/* Puts the command in front of them. */
static void
command_first(int argc, char **argv)
{
	int at = 1;
	char *command;

	while (at < argc && is_global(argv[at]))
		at++;
	if (at == argc)
		return;
	command = argv[at];
	memmove(&argv[2], &argv[1], (size_t)(at - 1) * sizeof(*argv));
	argv[1] = command;
}

static int
run(struct cli *c, const char *name, int argc, char **argv)
{
	const struct command *m = look_up(name);

	if (m == NULL)
		return unknown(c, name);
	c->command = m->name;
	pager_start(c, argc, argv);
	if (m->secret)
		harden(true);
	/* sign --agent opens the only socket there is, a local one */
	(void)confine_calls(m->run == cmd_sign);
	return m->run(c, argc, argv);
}

static int
help(struct cli *c, int argc, char **argv)
{
	char flag[] = "--help", *args[4] = { NULL };
	int n = 0;

	if (argc < 2) {
		c->command = "help";
		pager_start(c, argc, argv);
		return help_all(&c->out);
	}
	args[n++] = argv[1];
	if (argc > 2)
		args[n++] = argv[2]; /* root next */
	args[n++] = flag;
	return run(c, argv[1], n, args);
}

static int
complete_command(struct cli *c, const char *typed)
{
	static const char *const more[] = { "help", "--help", "--version" };

	for (size_t i = 0; i < COMMANDS; i++)
		if (strncmp(commands[i].name, typed, strlen(typed)) == 0)
			complete_put(c, commands[i].name, commands[i].help);
	for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++)
		if (strncmp(more[i], typed, strlen(typed)) == 0)
			complete_put(c, more[i], NULL);
	return 0;
}

/* satchel complete -- WORD...: what the last word, which may be empty, could
 * become.  For the shells (cmd/completion); not in the list of commands. */
static int
complete(struct cli *c, int argc, char **argv)
{
	const struct command *m;

	c->completing = true;
	c->out.width = UINT16_MAX; /* a line is a candidate */
	if (argc < 3 || strcmp(argv[1], "--") != 0)
		return 0;
	argc -= 2;
	argv += 2;
	while (argc > 1 && is_global(argv[0])) {
		argc--;
		argv++;
	}
	if (argc == 1)
		return complete_command(c, argv[0]);
	if (strcmp(argv[0], "help") == 0)
		return argc == 2 ? complete_command(c, argv[1]) : 0;
	m = look_up(argv[0]);
	return m == NULL ? 0 : run(c, m->name, argc, argv);
}

/* What confines a command here, found out by being confined. */
static void
confinement(struct out *o)
{
	unsigned got = confine_calls(false) | confine_files(NULL, 0);

	out_say(o, 15, "system calls   %s",
	    (got & CONFINED_CALLS) != 0 ? "seccomp: sockets, programs and more "
					  "are out of reach"
	    : confine_left_alone()	? "not confined in this build"
					: "not confined on this machine");
	out_say(o, 15, "files          %s",
	    (got & CONFINED_FILES) != 0 ? "Landlock: only those of a command"
	    : confine_left_alone()	? "not confined in this build"
					: "not confined on this machine");
	if ((got & CONFINED_FILES) != 0)
		out_say(o, 15, "Landlock       version %d%s%s",
		    landlock_version(),
		    (got & CONFINED_NET) != 0 ? ", TCP too" : "",
		    (got & CONFINED_SCOPE) != 0 ? ", signals too" : "");
}

static int
version(struct out *o, bool more)
{
	out_say(o, 0, "satchel %s", SATCHEL_VERSION);
	if (more)
		confinement(o);
	return 0;
}

static int
dispatch(struct cli *c, int argc, char **argv)
{
	if (argc < 2) {
		out_init(&c->out, 2);
		return help_short(&c->out);
	}
	command_first(argc, argv);
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0)
		return help(c, argc - 1, argv + 1);
	if (strcmp(argv[1], "complete") == 0)
		return complete(c, argc - 1, argv + 1);
	if (strcmp(argv[1], "--version") == 0)
		return version(&c->out, argc > 2 && strcmp(argv[2], "-v") == 0);
	return run(c, argv[1], argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
	struct cli c;
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	/* write(2) says so instead: no temporary file is left behind. */
	(void)sigaction(SIGPIPE, &ignore, NULL);
	harden(false);
	cli_init(&c);
	return cli_done(&c, dispatch(&c, argc, argv));
}
