/* pass: passphrases and other questions, asked on /dev/tty. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "cmd.h"

void
harden(bool secret)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	if (secret)
		(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void
pass_wipe(struct pass *p)
{
	explicit_bzero(p, sizeof(*p));
	(void)munlock(p, sizeof(*p));
}

/* A byte from |fd|, with signals let in only while waiting, so that one that
 * comes between a check and the read is not lost.  1, 0 at the end, -1. */
static int
read_byte(int fd, const sigset_t *let_in, char *b)
{
	fd_set set;

	if (fd >= FD_SETSIZE)
		return -1;
	for (;;) {
		FD_ZERO(&set);
		FD_SET(fd, &set);
		if (stop_asked())
			return -1;
		if (pselect(fd + 1, &set, NULL, NULL, NULL, let_in) < 0) {
			if (errno == EINTR)
				continue; /* asked above */
			return -1;
		}
		return (int)read(fd, b, 1);
	}
}

/* One line, without its LF; false at the end, if stopped, or if too long. */
static bool
read_line(int fd, const sigset_t *let_in, char *buf, size_t size)
{
	size_t n = 0;
	char b = '\0';
	int got;

	while ((got = read_byte(fd, let_in, &b)) == 1 && b != '\n')
		if (n + 1 < size)
			buf[n++] = b;
		else
			size = 0; /* too long: read on to the end of the line */
	buf[n] = '\0';
	explicit_bzero(&b, sizeof(b));
	return size > 0 && (got == 1 || (got == 0 && n > 0));
}

static void
say(int fd, const char *s)
{
	if (write(fd, s, strlen(s)) < 0)
		return; /* the read that follows will fail */
}

/*
 * Asks on terminal |fd|.  Ctrl-C is a request to stop (catch_signals);
 * Ctrl-\ and Ctrl-Z wait until the terminal echoes again.
 */
static bool
ask_on(int fd, const char *prompt, bool echo, char *buf, size_t size)
{
	struct termios old, quiet;
	sigset_t block, before, let_in;
	bool ok;

	if (tcgetattr(fd, &old) != 0)
		return false;
	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigaddset(&block, SIGHUP);
	sigaddset(&block, SIGQUIT);
	sigaddset(&block, SIGTSTP);
	(void)sigprocmask(SIG_BLOCK, &block, &before);
	let_in = before;
	sigaddset(&let_in, SIGQUIT);
	sigaddset(&let_in, SIGTSTP);
	quiet = old;
	if (!echo)
		quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	/* only then: what is typed at the prompt is neither shown nor lost */
	ok = tcsetattr(fd, TCSAFLUSH, &quiet) == 0;
	if (ok) {
		say(fd, prompt);
		ok = read_line(fd, &let_in, buf, size);
	}
	(void)tcsetattr(fd, TCSAFLUSH, &old);
	if (!echo || !ok)
		say(fd, "\n");
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return ok && !stop_asked();
}

static int
failed_to_ask(void)
{
	if (stop_asked())
		return complain_as(9, NULL, "stopped; nothing was changed");
	return complain_as(2, NULL, "no answer, or one that is too long");
}

int
ask_line(const char *prompt, const char *hint, char *buf, size_t size)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return complain_as(2, hint, "there is no terminal to ask on");
	catch_signals();
	ok = ask_on(fd, prompt, true, buf, size);
	close(fd);
	return ok ? 0 : failed_to_ask();
}

/* The first line of |path|, which is a secret as the key file is. */
static bool
from_file(struct cli *c, const char *path, struct pass *p)
{
	struct satchel_err e = { .code = SATCHEL_EIO };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	sigset_t mask;
	bool ok;

	(void)snprintf(e.file, sizeof(e.file), "%s", path);
	if (fd < 0) {
		(void)snprintf(e.msg, sizeof(e.msg),
		    "cannot open the passphrase file: %s", strerror(errno));
		c->status = complain(&e);
		return false;
	}
	(void)sigprocmask(SIG_SETMASK, NULL, &mask);
	ok = read_line(fd, &mask, p->text, sizeof(p->text));
	close(fd);
	if (ok && p->text[0] != '\0')
		return true;
	(void)snprintf(e.msg, sizeof(e.msg),
	    "the passphrase is its first line: 1 to %d bytes are allowed",
	    PASS_MAX - 1);
	c->status = complain(&e);
	return false;
}

static bool
ask_twice(int fd, struct pass *p, int *status)
{
	struct pass again = { "" };
	bool same = false;

	(void)mlock(&again, sizeof(again));
	if (!ask_on(
		fd, "The same again: ", false, again.text, sizeof(again.text)))
		*status = failed_to_ask();
	else if (strcmp(again.text, p->text) != 0)
		*status = complain_as(2, NULL, "the two passphrases differ");
	else
		same = true;
	pass_wipe(&again);
	return same;
}

static bool
from_terminal(struct cli *c, const char *prompt, bool twice, struct pass *p)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	bool ok = false;

	if (fd < 0) {
		c->status = complain_as(2, "--passphrase-file FILE",
		    "there is no terminal to ask for the passphrase on");
		return false;
	}
	catch_signals();
	if (!ask_on(fd, prompt, false, p->text, sizeof(p->text)))
		c->status = failed_to_ask();
	else if (p->text[0] == '\0')
		c->status = complain_as(2,
		    twice ? "--no-passphrase stores the key unprotected" : NULL,
		    "an empty passphrase");
	else
		ok = !twice || ask_twice(fd, p, &c->status);
	close(fd);
	return ok;
}

bool
pass_get(struct cli *c, const char *prompt, bool twice, struct pass *p)
{
	const char *path = c->passphrase_file;
	bool ok;

	if (path == NULL)
		path = getenv("SATCHEL_PASSPHRASE_FILE");
	(void)mlock(p, sizeof(*p)); /* a limit of 0 is no reason to stop */
	memset(p, 0, sizeof(*p));
	ok = path != NULL && *path != '\0' ? from_file(c, path, p)
					   : from_terminal(c, prompt, twice, p);
	if (!ok)
		pass_wipe(p);
	return ok;
}
