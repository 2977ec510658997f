/* cli: the start and the end of every command. */
#include <errno.h>
#include <inttypes.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

void
cli_init(struct cli *c)
{
	memset(c, 0, sizeof(*c));
	out_init(&c->out, STDOUT_FILENO);
	c->now = (int64_t)time(NULL);
}

static void
show_stats(const struct satchel *s)
{
	struct satchel_stats st;

	satchel_stats(s, &st);
	note_of("stats: bytes read %" PRIu64 ", digests %" PRIu64
		", nodes %" PRIu64 ", blocks %" PRIu64,
	    st.bytes_read, st.digests, st.nodes, st.blocks);
}

int
cli_done(struct cli *c, int status)
{
	out_flush(&c->out);
	if (c->stats && c->s != NULL)
		show_stats(c->s);
	pager_wait(c);
	satchel_close(c->s);
	satchel_home_close(c->home);
	free(c->lines);
	free(c->typed);
	if (c->out.error == 0 || c->out.error == EPIPE)
		return status;
	return complain_as(9, NULL, "cannot write to standard output: %s",
	    strerror(c->out.error));
}

struct satchel_check_opts
cli_opts(const struct cli *c)
{
	struct satchel_check_opts o = { 0 };

	o.directory = c->directory;
	o.now = c->now;
	o.archive = c->archive;
	return o;
}

/* SATCHEL_HOME, else XDG_DATA_HOME/satchel, else HOME/.local/share/satchel;
 * a relative XDG_DATA_HOME is ignored, as its specification says. */
static bool
home_path(char path[CLI_PATH])
{
	const char *home = getenv("SATCHEL_HOME");
	const char *xdg = getenv("XDG_DATA_HOME");
	int n;

	if (home != NULL && *home != '\0') {
		n = snprintf(path, CLI_PATH, "%s", home);
	} else if (xdg != NULL && *xdg == '/') {
		n = snprintf(path, CLI_PATH, "%s/satchel", xdg);
	} else {
		home = getenv("HOME");
		if (home == NULL || *home == '\0')
			return false;
		n = snprintf(path, CLI_PATH, "%s/.local/share/satchel", home);
	}
	return n > 0 && n < CLI_PATH;
}

bool
cli_home(struct cli *c)
{
	struct satchel_err err;
	const char *unsafe;

	if (!home_path(c->home_path)) {
		c->status = complain_as(2, "set SATCHEL_HOME to a folder",
		    "no folder for the store: HOME is not set, or too long");
		return false;
	}
	if (!satchel_home_open(c->home_path, &c->home, &err)) {
		c->status = complain(&err);
		return false;
	}
	unsafe = satchel_home_warning(c->home);
	if (*unsafe == '\0')
		return true;
	if (c->strict) {
		c->status = complain_as(9, NULL, "%s", unsafe);
		return false;
	}
	warn_of(NULL, "%s", unsafe);
	return true;
}

int64_t
cli_today(const struct cli *c, const struct satchel_release *r)
{
	return c->now > r->issued ? c->now : r->issued;
}

int
cli_strict(const struct cli *c, const struct satchel_release *r, int status)
{
	if (!c->strict || (r->freshness == SATCHEL_FRESH && !r->clock_wrong))
		return status;
	return complain_as(7, NULL, "the release is %s, refused by --strict",
	    r->freshness == SATCHEL_CLOCK_WRONG
		? "not known to be fresh, as this machine's clock is wrong"
		: freshness_name(r->freshness));
}

/* What a command that never asks does not need is not there to be missed:
 * granting it opens nothing. */
void
cli_confine(const struct cli *c, bool writes, const struct grant *g, size_t n)
{
	const struct grant common[] = {
		{ writes ? GRANT_TREE : GRANT_SHELF, c->home_path },
		{ GRANT_WRITE, writes ? "/tmp/scratch" : NULL },
		{ GRANT_READ, c->passphrase_file },
		{ GRANT_READ, getenv("SATCHEL_PASSPHRASE_FILE") },
		{ GRANT_FILE, "/dev/tty" },
	};
	enum { COMMON = sizeof(common) / sizeof(*common), MOST = 80 };
	struct grant all[MOST];

	memcpy(all, common, sizeof(common));
	if (n > MOST - COMMON)
		n = MOST - COMMON; /* the rest will not open */
	if (n > 0)
		memcpy(all + COMMON, g, n * sizeof(*g));
	(void)confine_files(all, COMMON + n);
}

/*
 * The heap of a look-up grows in one step, and is left to the end of the
 * process: each step and each page that is given back costs a system call,
 * and all of them together as much as what they are made for.
 */
static void
keep_heap(void)
{
#ifdef __GLIBC__
	enum { STEP = 512 << 10, KEEP = 8 << 20 };

	(void)mallopt(M_TOP_PAD, STEP);
	(void)mallopt(M_TRIM_THRESHOLD, KEEP);
	(void)mallopt(M_MMAP_THRESHOLD, KEEP);
#endif
}

bool
cli_read(struct cli *c)
{
	struct satchel_check_opts o = cli_opts(c);
	const struct grant g[] = { { GRANT_WRITE, c->writes },
		{ GRANT_READ, c->bundle } };
	struct satchel_err err;

	keep_heap();
	if (!cli_home(c))
		return false;
	if (c->bundle != NULL)
		cli_confine(c, false, g, 2);
	if (!satchel_open(c->home, c->bundle, &o, &c->s, &err)) {
		c->status = complain(&err);
		return false;
	}
	(void)confine_files(g, 1); /* what is read is open */
	c->status = cli_strict(c, satchel_release_of(c->s), 0);
	return c->status == 0;
}
