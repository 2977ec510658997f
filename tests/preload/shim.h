/* shim: what the preloaded libraries share: the C library's own calls, and
 * numbers out of the environment. */
#ifndef SHIM_H
#define SHIM_H

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* The C library's |name|, in a variable |real| of the type of |fn|. */
#define REAL(fn, name)                                                         \
	__typeof__(&fn) real = (__typeof__(&fn))dlsym(RTLD_NEXT, name)

static inline long
number(const char *name, long none)
{
	const char *s = getenv(name);

	return s == NULL || *s == '\0' ? none : strtol(s, NULL, 10);
}

/* The last part of |path|. */
static inline const char *
base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* Every way in which a program may be compiled to open a file: with a mode or
 * without, with 64-bit offsets, with checks of the C library (_2). */
int opened(int dir, const char *path, int flags, mode_t mode);

#define WITH_MODE(path, flags)                                                 \
	mode_t mode = 0;                                                       \
	va_list ap;                                                            \
	va_start(ap, flags);                                                   \
	if (((flags)&O_CREAT) != 0 || ((flags)&O_TMPFILE) == O_TMPFILE)        \
		mode = va_arg(ap, mode_t);                                     \
	va_end(ap)

#define OPENERS                                                                \
	int open(const char *path, int flags, ...)                             \
	{                                                                      \
		WITH_MODE(path, flags);                                        \
		return opened(AT_FDCWD, path, flags, mode);                    \
	}                                                                      \
	int open64(const char *path, int flags, ...)                           \
	{                                                                      \
		WITH_MODE(path, flags);                                        \
		return opened(AT_FDCWD, path, flags, mode);                    \
	}                                                                      \
	int openat(int dir, const char *path, int flags, ...)                  \
	{                                                                      \
		WITH_MODE(path, flags);                                        \
		return opened(dir, path, flags, mode);                         \
	}                                                                      \
	int openat64(int dir, const char *path, int flags, ...)                \
	{                                                                      \
		WITH_MODE(path, flags);                                        \
		return opened(dir, path, flags, mode);                         \
	}                                                                      \
	int __open_2(const char *path, int flags)                              \
	{                                                                      \
		return opened(AT_FDCWD, path, flags, 0);                       \
	}                                                                      \
	int __open64_2(const char *path, int flags)                            \
	{                                                                      \
		return opened(AT_FDCWD, path, flags, 0);                       \
	}                                                                      \
	int __openat_2(int dir, const char *path, int flags)                   \
	{                                                                      \
		return opened(dir, path, flags, 0);                            \
	}                                                                      \
	int __openat64_2(int dir, const char *path, int flags)                 \
	{                                                                      \
		return opened(dir, path, flags, 0);                            \
	}

static inline int
real_openat(int dir, const char *path, int flags, mode_t mode)
{
	int (*real)(int, const char *, int, ...) =
	    (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat");

	return real(dir, path, flags, mode);
}

/* Writes |v| in decimal and a line feed. */
static inline void
put_number(int fd, long v)
{
	char s[24];
	size_t n = sizeof(s);

	s[--n] = '\n';
	do
		s[--n] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	if (write(fd, s + n, sizeof(s) - n) < 0)
		return;
}

#endif
