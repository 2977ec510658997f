/* progress: a line for what takes over a second, with its rate and the time
 * left, and Ctrl-C as a request. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

enum { FIRST_MS = 1000, EVERY_MS = 100, RATE_MS = 500 };

/* What a stage counts; the others tell no rate. */
static const struct {
	const char *stage, *unit;
	double size;
} units[] = { { "reading", "files", 1 }, { "sorting", "records", 1 },
	{ "packing", "records", 1 }, { "checking", "records", 1 },
	{ "exporting", "records", 1 }, { "verifying", "MB", 1e6 },
	{ "installing", "MB", 1e6 } };

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

/* Another stage begins: what it did so far tells its rate. */
static void
begin_stage(struct progress *p, const char *stage, int64_t now)
{
	p->stage = stage;
	p->stage_ms = now;
}

/* ", 120,000 records a second, 40 s left" */
static void
add_rate(const struct progress *p, uint64_t done, uint64_t total, int64_t now,
    char *s, size_t size)
{
	double seconds = (double)(now - p->stage_ms) / 1000, left;
	size_t n = strlen(s);

	if (now - p->stage_ms < RATE_MS || done == 0)
		return;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strcmp(p->stage, units[i].stage) == 0)
			n += (size_t)snprintf(s + n, size - n,
			    ", %.0f %s a second",
			    (double)done / units[i].size / seconds,
			    units[i].unit);
	if (total <= done)
		return;
	left = seconds * (double)(total - done) / (double)done;
	if (left < 100)
		(void)snprintf(s + n, size - n, ", %.0f s left", left);
	else
		(void)snprintf(s + n, size - n, ", %.0f min left", left / 60);
}

static void
show(struct progress *p, uint64_t done, uint64_t total, int64_t now)
{
	char s[160];

	if (total > 0 && done <= total)
		(void)snprintf(s, sizeof(s), "\r\033[K%.30s %3d %%", p->stage,
		    (int)((double)done * 100.0 / (double)total));
	else
		(void)snprintf(
		    s, sizeof(s), "\r\033[K%.30s %" PRIu64, p->stage, done);
	add_rate(p, done, total, now, s, sizeof(s));
	if (write(STDERR_FILENO, s, strlen(s)) > 0)
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
	if (p->stage != stage)
		begin_stage(p, stage, now);
	if (now - p->began_ms < FIRST_MS || now - p->last_ms < EVERY_MS)
		return true;
	p->last_ms = now;
	show(p, done, total, now);
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
