/* pager: what is longer than the screen, a page at a time.  It is started
 * before the program confines itself, which could not start one. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"

/* Commands that only show, and do not ask. */
static const char *const paged[] = { "check", "compare", "diff", "export",
	"find", "help", "info", "list", "log", "mine", "now", "show", "status",
	"who" };

static bool
has(int argc, char *const *argv, const char *word)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], word) == 0)
			return true;
	return false;
}

bool
pager_wanted(const struct cli *c, int argc, char *const *argv)
{
	if (has(argc, argv, "--help") || has(argc, argv, "-h"))
		return true;
	if (c->command == NULL)
		return false;
	if (strcmp(c->command, "root") == 0)
		return argc == 0 || (argc > 1 && strcmp(argv[1], "show") == 0);
	for (size_t i = 0; i < sizeof(paged) / sizeof(*paged); i++)
		if (strcmp(c->command, paged[i]) == 0)
			return true;
	return false;
}

static bool
in_path(const char *name)
{
	const char *path = getenv("PATH");
	char file[CLI_PATH];

	while (path != NULL && *path != '\0') {
		size_t n = strcspn(path, ":");

		if (n > 0 && n + strlen(name) + 2 < sizeof(file)) {
			memcpy(file, path, n); /* fits, with "/", name, NUL */
			file[n] = '/';
			memcpy(file + n + 1, name, strlen(name) + 1);
			if (access(file, X_OK) == 0)
				return true;
		}
		path += path[n] == ':' ? n + 1 : n;
	}
	return false;
}

/* PAGER, else less; NULL: none. */
static const char *
program(void)
{
	const char *pager = getenv("PAGER"), *term = getenv("TERM");

	if (term == NULL || strcmp(term, "dumb") == 0)
		return NULL;
	if (pager == NULL)
		return in_path("less") ? "less" : NULL;
	return *pager == '\0' || strcmp(pager, "cat") == 0 ? NULL : pager;
}

/* In the process that becomes the pager. */
static void
become(const char *pager, int from)
{
	char sh[] = "sh", c[] = "-c", line[CLI_PATH];
	char *argv[] = { sh, c, line, NULL };

	if (strlen(pager) >= sizeof(line) || dup2(from, STDIN_FILENO) < 0)
		_exit(127);
	memcpy(line, pager, strlen(pager) + 1);
	/* leave at once what fits the screen, colours and all as they are */
	(void)setenv("LESS", "FRX", 0);
	(void)setenv("LESSCHARSET", "utf-8", 0);
	(void)execv("/bin/sh", argv);
	_exit(127);
}

void
pager_start(struct cli *c, int argc, char *const *argv)
{
	const char *pager;
	int ends[2];

	if (!c->out.tty || c->completing || !pager_wanted(c, argc, argv) ||
	    has(argc, argv, "--no-pager") || has(argc, argv, "--plain"))
		return;
	pager = program(); /* looks through PATH: last, of all that decides */
	if (pager == NULL || pipe(ends) != 0)
		return;
	/* None of ours may be open in it: it would never see the end. */
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	c->pager = (int)fork();
	if (c->pager == 0)
		become(pager, ends[0]);
	(void)close(ends[0]);
	if (c->pager > 0 && dup2(ends[1], STDOUT_FILENO) >= 0)
		catch_signals(); /* Ctrl-C is for the pager */
	(void)close(ends[1]);
	if (c->pager < 0)
		c->pager = 0;
}

void
pager_wait(struct cli *c)
{
	int status;

	if (c->pager == 0)
		return;
	(void)close(STDOUT_FILENO); /* the end, for the pager */
	while (waitpid(c->pager, &status, 0) < 0 && errno == EINTR)
		continue;
	c->pager = 0;
}
