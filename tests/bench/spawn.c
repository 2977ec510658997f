/*
 * spawn: times whole processes in turn, round by round, so that a slow moment
 * of the machine meets all of them alike.
 *
 *   spawn [-n ROUNDS] [-s SECONDS] [-w] [-d] [-f FILE]... [-k FILE]... <LIST
 *
 * A line of LIST is a label and the words of a command, separated by tabs.
 * Rounds end after ROUNDS (200) or when SECONDS are over, but there is one at
 * least; -w adds one before that is not counted.  Before each run -f drops FILE
 * from the page cache, and -d drops all of it (root) and reads the files of -k
 * back, such as the programs themselves.
 *
 * Out: a line a command, separated by tabs: label, rounds, then of the wall
 * time in microseconds the least, the median and the 90th percentile, the mean
 * of the processor time, the largest resident set in KiB, the median over that
 * of the first command, and the exit status (of the last run that failed).
 * Link it statically: what it holds itself counts in the resident set of every
 * process that it starts.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS = 64, WORDS = 32, FILES = 128, LINE = 16384, ROUNDS = 10000 };

extern char **environ;

struct command {
	char line[LINE]; /* what label and argv point into */
	const char *label;
	char *argv[WORDS + 1];
	double *wall;
	double cpu;
	long rss;
	int status;
};

struct options {
	size_t rounds;
	double seconds;
	bool warm, drop;
	const char *forget[FILES], *keep[FILES];
	size_t forgets, keeps;
};

static _Noreturn void
die(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	(void)fputs("spawn: ", stderr);
	(void)vfprintf(stderr, format, ap);
	(void)fputc('\n', stderr);
	va_end(ap);
	exit(2);
}

static double
now_us(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		die("no clock");
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double
us_of(struct timeval t)
{
	return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

static void
options_read(struct options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "n:s:wdf:k:")) != -1) {
		if (c == 'n') {
			o->rounds = (size_t)strtoul(optarg, NULL, 10);
		} else if (c == 's') {
			o->seconds = strtod(optarg, NULL);
		} else if (c == 'w') {
			o->warm = true;
		} else if (c == 'd') {
			o->drop = true;
		} else if (c == 'f' && o->forgets < FILES) {
			o->forget[o->forgets++] = optarg;
		} else if (c == 'k' && o->keeps < FILES) {
			o->keep[o->keeps++] = optarg;
		} else {
			die("an option, or too many files");
		}
	}
	if (o->rounds < 1 || o->rounds > ROUNDS || optind != argc)
		die("1 to %d rounds, and the commands on standard input",
		    ROUNDS);
}

/* The next line of standard input as a command; false at its end. */
static bool
command_read(struct command *c, size_t rounds)
{
	char *save = NULL;
	size_t n = 0;

	if (fgets(c->line, LINE, stdin) == NULL)
		return false;
	if (strchr(c->line, '\n') == NULL)
		die("a line of %d bytes at most", LINE - 2);
	c->line[strcspn(c->line, "\n")] = '\0';
	c->label = strtok_r(c->line, "\t", &save);
	while (n < WORDS && (c->argv[n] = strtok_r(NULL, "\t", &save)) != NULL)
		n++;
	if (c->label == NULL || n == 0 || n == WORDS)
		die("a label and 1 to %d words a line", WORDS - 1);
	c->wall = calloc(rounds, sizeof(*c->wall));
	if (c->wall == NULL)
		die("no memory");
	return true;
}

/* ---- the page cache ----------------------------------------------------- */

static void
forget(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
		die("%s cannot be dropped from the page cache", path);
	(void)close(fd);
}

static void
read_back(const char *path)
{
	static char buf[65536];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die("%s: %s", path, strerror(errno));
	while (read(fd, buf, sizeof(buf)) > 0)
		continue;
	(void)close(fd);
}

static void
drop(const struct options *o)
{
	int fd;

	if (o->drop) {
		sync();
		fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
		if (fd < 0 || write(fd, "3", 1) != 1)
			die("only root can drop the page cache");
		(void)close(fd);
	}
	for (size_t i = 0; i < o->forgets; i++)
		forget(o->forget[i]);
	for (size_t i = 0; i < o->keeps; i++)
		read_back(o->keep[i]);
}

/* ---- running ------------------------------------------------------------ */

static void
run(struct command *c, const struct options *o, double *wall)
{
	posix_spawn_file_actions_t fa;
	struct rusage u;
	double t;
	pid_t pid;
	int st, bad;

	drop(o);
	if (posix_spawn_file_actions_init(&fa) != 0 ||
	    posix_spawn_file_actions_addopen(
		&fa, 0, "/dev/null", O_RDONLY, 0) != 0 ||
	    posix_spawn_file_actions_addopen(
		&fa, 1, "/dev/null", O_WRONLY, 0) != 0 ||
	    posix_spawn_file_actions_adddup2(&fa, 1, 2) != 0)
		die("no memory");
	t = now_us();
	bad = posix_spawnp(&pid, c->argv[0], &fa, NULL, c->argv, environ);
	if (bad != 0)
		die("%s: %s", c->argv[0], strerror(bad));
	if (wait4(pid, &st, 0, &u) != pid)
		die("%s was lost", c->argv[0]);
	t = now_us() - t;
	(void)posix_spawn_file_actions_destroy(&fa);
	if (st != 0)
		c->status =
		    WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
	if (wall == NULL)
		return;
	*wall = t;
	c->cpu += us_of(u.ru_utime) + us_of(u.ru_stime);
	if (u.ru_maxrss > c->rss)
		c->rss = u.ru_maxrss;
}

/* Another order each round: what a command leaves in the processor's caches
 * should not always be found by the same one.  xorshift32, Marsaglia 2003. */
static void
shuffle(size_t *order, size_t n, uint32_t *seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t j, was = order[i - 1];

		*seed ^= *seed << 13;
		*seed ^= *seed >> 17;
		*seed ^= *seed << 5;
		j = *seed % i;
		order[i - 1] = order[j];
		order[j] = was;
	}
}

/* Returns how many rounds there were. */
static size_t
run_all(struct command *c, size_t n, const struct options *o)
{
	size_t order[COMMANDS], rounds = 0;
	uint32_t seed = 2463534242;
	double end;

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = 0; o->warm && i < n; i++)
		run(&c[i], o, NULL);
	end = now_us() + o->seconds * 1e6;
	do {
		shuffle(order, n, &seed);
		for (size_t i = 0; i < n; i++)
			run(&c[order[i]], o, &c[order[i]].wall[rounds]);
		rounds++;
	} while (rounds < o->rounds && (o->seconds <= 0 || now_us() < end));
	return rounds;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	struct options o = { .rounds = 200 };
	struct command *c = calloc(COMMANDS, sizeof(*c));
	size_t n = 0, rounds;
	double first = 0;

	options_read(&o, argc, argv);
	if (c == NULL)
		die("no memory");
	while (n < COMMANDS && command_read(&c[n], o.rounds))
		n++;
	if (n == 0 || n == COMMANDS)
		die("1 to %d commands", COMMANDS - 1);
	rounds = run_all(c, n, &o);
	for (size_t i = 0; i < n; i++) {
		double *w = c[i].wall;

		qsort(w, rounds, sizeof(*w), by_size);
		if (i == 0)
			first = w[rounds / 2];
		(void)printf("%s\t%zu\t%.0f\t%.0f\t%.0f\t%.0f\t%ld\t%.3f\t%d\n",
		    c[i].label, rounds, w[0], w[rounds / 2], w[rounds * 9 / 10],
		    c[i].cpu / (double)rounds, c[i].rss, w[rounds / 2] / first,
		    c[i].status);
		free(w);
	}
	free(c);
	return fflush(stdout) == 0 ? 0 : 2;
}
