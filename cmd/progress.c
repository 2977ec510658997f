/* progress: a line for what takes over a second, and Ctrl-C as a request. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

enum { FIRST_MS = 1000, EVERY_MS = 100 };

/* The one thing a signal handler may touch. */
static volatile sig_atomic_t stop;

static void
on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

void
catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa = { .sa_handler = on_signal }, old;

	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (sigaction(signals[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN) /* as nohup(1) asks */
			(void)sigaction(signals[i], &sa, NULL);
}

bool
stop_asked(void)
{
	return stop != 0;
}

static int64_t
monotonic_ms(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		return 0;
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
progress_init(struct progress *p, const char *what)
{
	catch_signals();
	memset(p, 0, sizeof(*p));
	p->tty = isatty(STDERR_FILENO) == 1;
	p->what = what;
	p->began_ms = monotonic_ms();
}

static void
show(struct progress *p, const char *what, uint64_t done, uint64_t total)
{
	char s[128];
	int n;

	if (total > 0 && done <= total)
		n = snprintf(s, sizeof(s), "\r\033[K%s %3d %%", what,
		    (int)((double)done * 100.0 / (double)total));
	else
		n = snprintf(s, sizeof(s), "\r\033[K%s %" PRIu64, what, done);
	if (n > 0 && n < (int)sizeof(s) &&
	    write(STDERR_FILENO, s, (size_t)n) == n)
		p->shown = true;
}

bool
progress_stage(void *progress, const char *stage, uint64_t done, uint64_t total)
{
	struct progress *p = progress;
	int64_t now;

	if (stop_asked())
		return false;
	if (!p->tty)
		return true;
	now = monotonic_ms();
	if (now - p->began_ms < FIRST_MS || now - p->last_ms < EVERY_MS)
		return true;
	p->last_ms = now;
	show(p, stage, done, total);
	return true;
}

bool
progress_tick(void *progress, uint64_t done, uint64_t total)
{
	struct progress *p = progress;

	return progress_stage(p, p->what, done, total);
}

void
progress_done(struct progress *p)
{
	if (p->shown && write(STDERR_FILENO, "\r\033[K", 4) < 0)
		return; /* nothing depends on it */
	p->shown = false;
}
