/*
 * confine: what the program can do without is taken away from it, so that a
 * fault in reading a hostile file reaches nothing: seccomp for calls, Landlock
 * for files.  Best effort: a kernel without them changes nothing, and
 * "satchel --version -v" says which are active.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/* What took hold; bits. */
enum {
	CONFINED_CALLS = 1, /* seccomp */
	CONFINED_FILES = 2, /* Landlock: files */
	CONFINED_NET = 4,   /* Landlock: TCP, from its version 4 */
	CONFINED_SCOPE = 8  /* Landlock: signals, abstract sockets; from 6 */
};

/*
 * From here on the process dies of a call that makes or uses a socket, starts
 * a program or another process, looks into one, maps memory that can be
 * executed, changes mounts, keys, modules, the clock, and so on.  With
 * |local|, a socket of this machine can still be opened and connected: until
 * the next call without it.  Before any thread is started.
 */
unsigned confine_calls(bool local);

enum grant_kind {
	GRANT_READ,  /* the folder that |path| lies in: files are read */
	GRANT_WRITE, /* the same: also made, written, renamed, removed */
	GRANT_TREE,  /* folder |path|, or the nearest above it that is there:
		      * as GRANT_WRITE */
	GRANT_SHELF, /* folder |path|: as GRANT_READ */
	GRANT_FILE   /* |path| itself: read and written, such as /dev/tty */
};

/* Where the library looks for time zones, if it is not told. */
#define ZONEINFO "/usr/share/zoneinfo"

struct grant {
	enum grant_kind kind;
	const char *path; /* NULL: none */
};

/* From here on no file can be opened but those granted; what is open already
 * stays so.  May be called again, to take away more. */
unsigned confine_files(const struct grant *g, size_t n);

/* Landlock's version in this kernel, 0 for none; and whether this build leaves
 * both alone, since its sanitizer needs what they take away. */
int landlock_version(void);
bool confine_left_alone(void);

#endif
