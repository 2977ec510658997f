/*
 * fault: the FAULT_N-th of the calls that change a file (or, with FAULT_READ,
 * of those that read one) fails, or is the last thing the process does.
 *
 *   FAULT_MODE   fail   with FAULT_ERRNO (EIO)
 *                kill   as by kill -9, before the call
 *                late   the same, after it
 *                short  half of a write happens, then the process is killed
 *                eof    a read finds the end of the file
 *   FAULT_LOG    a file for the number of calls there were
 */
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>

#include "shim.h"

enum mode { NONE, FAIL, KILL, LATE, SHORT, END };

static long nth, calls;
static int number_of_error, report = -1, reads;
static enum mode how;

__attribute__((constructor)) static void
begin(void)
{
	const char *mode = getenv("FAULT_MODE"), *log = getenv("FAULT_LOG");

	nth = number("FAULT_N", 0);
	number_of_error = (int)number("FAULT_ERRNO", EIO);
	reads = getenv("FAULT_READ") != NULL;
	if (mode != NULL)
		how = *mode == 'f'   ? FAIL
		      : *mode == 'k' ? KILL
		      : *mode == 'l' ? LATE
		      : *mode == 's' ? SHORT
				     : END;
	if (log != NULL)
		report = real_openat(
		    AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
}

__attribute__((destructor)) static void
end(void)
{
	if (report >= 0)
		put_number(report, calls);
}

static void
die(void)
{
	(void)kill(getpid(), SIGKILL);
	_exit(137);
}

/* True if this call is to fail: errno is set. */
static int
falls(void)
{
	if (++calls != nth)
		return 0;
	if (how == KILL)
		die();
	errno = number_of_error;
	return how == FAIL;
}

/* After the call. */
static void
after(void)
{
	if (calls == nth && how == LATE)
		die();
}

/* A call |name| of arguments |args|. */
#define FAULTY(name, params, args)                                             \
	int name params                                                        \
	{                                                                      \
		REAL(name, #name);                                             \
		int got, kept;                                                 \
		if (reads)                                                     \
			return real args;                                      \
		if (falls())                                                   \
			return -1;                                             \
		got = real args;                                               \
		kept = errno;                                                  \
		after();                                                       \
		errno = kept;                                                  \
		return got;                                                    \
	}

FAULTY(fsync, (int fd), (fd))
FAULTY(fdatasync, (int fd), (fd))
FAULTY(renameat, (int a, const char *x, int b, const char *y), (a, x, b, y))
FAULTY(renameat2, (int a, const char *x, int b, const char *y, unsigned f),
    (a, x, b, y, f))
FAULTY(rename, (const char *x, const char *y), (x, y))
FAULTY(linkat, (int a, const char *x, int b, const char *y, int f),
    (a, x, b, y, f))
FAULTY(unlinkat, (int dir, const char *path, int flags), (dir, path, flags))
FAULTY(mkdirat, (int dir, const char *path, mode_t mode), (dir, path, mode))
FAULTY(ftruncate, (int fd, off_t n), (fd, n))
FAULTY(flock, (int fd, int how_), (fd, how_))

/* Two names are exchanged by number: the C library may not have the call. */
long
syscall(long number_of_call, ...)
{
	long (*real)(long, ...) =
	    (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	long a[6], got;
	va_list ap;
	int kept;

	va_start(ap, number_of_call);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	if (number_of_call == SYS_renameat2 && !reads && falls())
		return -1;
	got = real(number_of_call, a[0], a[1], a[2], a[3], a[4], a[5]);
	kept = errno;
	if (number_of_call == SYS_renameat2 && !reads)
		after();
	errno = kept;
	return got;
}

/* Only what may make a file or a name counts as a change. */
int
opened(int dir, const char *path, int flags, mode_t mode)
{
	int changes = (flags & (O_CREAT | O_TRUNC)) != 0 ||
		      (flags & O_TMPFILE) == O_TMPFILE;
	int fd;

	if (changes == reads)
		return real_openat(dir, path, flags, mode);
	if (falls())
		return -1;
	fd = real_openat(dir, path, flags, mode);
	after();
	return fd;
}

OPENERS

static ssize_t
wrote(ssize_t (*real)(int, const void *, size_t, off64_t), int fd,
    const void *p, size_t n, off64_t at)
{
	ssize_t got;

	if (reads)
		return real(fd, p, n, at);
	if (falls())
		return -1;
	if (calls == nth && how == SHORT) {
		(void)real(fd, p, n / 2, at);
		die();
	}
	got = real(fd, p, n, at);
	after();
	return got;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	REAL(pwrite, "pwrite");

	return wrote(real, fd, p, n, at);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	REAL(pwrite64, "pwrite64");

	return wrote(real, fd, p, n, at);
}

ssize_t
pread64(int fd, void *p, size_t n, off64_t at)
{
	REAL(pread64, "pread64");

	if (!reads)
		return real(fd, p, n, at);
	if (falls())
		return -1;
	if (calls == nth && how == END)
		return 0;
	return real(fd, p, n, at);
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	return pread64(fd, p, n, at);
}

ssize_t
__pread64_chk(int fd, void *p, size_t n, off64_t at, size_t size)
{
	(void)size;
	return pread64(fd, p, n, at);
}

ssize_t
__pread_chk(int fd, void *p, size_t n, off_t at, size_t size)
{
	(void)size;
	return pread64(fd, p, n, at);
}
