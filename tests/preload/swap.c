/*
 * swap: from its second open on, the file named SWAP_PATH (its last part) is
 * the file SWAP_WITH.  How often it was opened goes to SWAP_LOG.
 */
#include "shim.h"

static const char *name;
static int other = -1, report = -1;
static long opens;

__attribute__((constructor)) static void
begin(void)
{
	const char *with = getenv("SWAP_WITH"), *log = getenv("SWAP_LOG");

	name = getenv("SWAP_PATH");
	if (with != NULL)
		other = real_openat(AT_FDCWD, with, O_RDONLY, 0);
	if (log != NULL)
		report = real_openat(
		    AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
}

__attribute__((destructor)) static void
end(void)
{
	if (report >= 0)
		put_number(report, opens);
}

int
opened(int dir, const char *path, int flags, mode_t mode)
{
	if (name != NULL && strcmp(base(path), name) == 0 && ++opens > 1 &&
	    other >= 0)
		return dup(other);
	return real_openat(dir, path, flags, mode);
}

OPENERS
