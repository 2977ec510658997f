/* words: operands that come from standard input. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

enum { INPUT_MAX = 64 << 10 };

static bool
fail(struct cli *c, int status, const char *why)
{
	c->status = complain_as(status, NULL, "standard input: %s", why);
	return false;
}

/* All of it, with a NUL. */
static bool
read_all(struct cli *c, size_t *n)
{
	size_t have = 0;
	ssize_t got;

	c->typed = malloc(INPUT_MAX + 1);
	if (c->typed == NULL)
		return fail(c, 9, "out of memory");
	do {
		got = read(STDIN_FILENO, c->typed + have, INPUT_MAX + 1 - have);
		if (got < 0 && errno != EINTR)
			return fail(c, 9, strerror(errno));
		have += got > 0 ? (size_t)got : 0;
		if (have > INPUT_MAX)
			return fail(c, 2, "at most 64 KiB are allowed");
	} while (got != 0);
	c->typed[have] = '\0';
	*n = have;
	return memchr(c->typed, '\0', have) == NULL ||
	       fail(c, 2, "it holds a NUL, and so is not text");
}

/* Adds what is not empty of |line|; false if there are too many. */
static bool
add(struct cli *c, size_t *n, size_t max, char *line)
{
	size_t len = strlen(line);

	while (len > 0 && (line[len - 1] == '\r' || line[len - 1] == ' '))
		line[--len] = '\0';
	line += strspn(line, " \t");
	if (*line == '\0')
		return true;
	if (*n == max)
		return fail(c, 2, "it has more lines than are allowed");
	c->lines[(*n)++] = line;
	return true;
}

static bool
add_lines(struct cli *c, size_t *n, size_t max)
{
	char *line = c->typed, *lf;

	while ((lf = strchr(line, '\n')) != NULL) {
		*lf = '\0';
		if (!add(c, n, max, line))
			return false;
		line = lf + 1;
	}
	return add(c, n, max, line);
}

bool
words_from_stdin(struct cli *c, size_t max)
{
	bool done = false;
	size_t n = 0, bytes = 0;

	c->lines = calloc(max + 1, sizeof(*c->lines));
	if (c->lines == NULL)
		return fail(c, 9, "out of memory");
	if (!read_all(c, &bytes))
		return false;
	for (size_t i = 0; i < c->n && n <= max; i++) {
		if (done || strcmp(c->args[i], "-") != 0)
			c->lines[n++] = c->args[i]; /* max + 1 at most */
		else if (!add_lines(c, &n, max))
			return false;
		done = done || strcmp(c->args[i], "-") == 0;
	}
	c->args = c->lines;
	c->n = n;
	return true;
}
