/*
 * file: open once, pread with a ceiling, replace whole or not at all, list in
 * order.  The only code in lib/ that opens, renames or removes anything.
 */
#ifndef SAT_FILE_H
#define SAT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "arena.h"
#include "err.h"

/* "the current folder" for the |dir| arguments below, as openat(2) has it */
#define SAT_CWD (-100) /* AT_FDCWD */

/* A regular file that is open for reading. */
struct sat_file {
	int fd;	       /* -1: none */
	uint64_t size; /* when it was opened */
	mode_t mode;
	uid_t uid;
	char name[256]; /* for messages */
};

/*
 * Opens |path| below folder |dir| for reading: never through a symbolic link
 * in the last component, never a directory, fifo or device, and never waits.
 * SATCHEL_EIO otherwise.  The caller closes it.
 */
SATCHEL_MUST bool sat_file_open(
    int dir, const char *path, struct sat_file *f, struct satchel_err *err);
void sat_file_close(struct sat_file *f); /* a closed one is fine */

/* Exactly |n| bytes from |off|; a file that ends before: EFORMAT. */
SATCHEL_MUST bool sat_file_pread(const struct sat_file *f, uint64_t off,
    void *out, size_t n, struct satchel_err *err);

/* The whole file, at most |max| bytes (else ELIMIT), with a NUL after it that
 * |*n| does not count.  The caller frees |*p|. */
SATCHEL_MUST bool sat_file_all(const struct sat_file *f, size_t max,
    uint8_t **p, size_t *n, struct satchel_err *err);

/* Open, all, close. */
SATCHEL_MUST bool sat_file_load(int dir, const char *path, size_t max,
    uint8_t **p, size_t *n, struct satchel_err *err);

/*
 * A file being made: written under a temporary name beside its own, which it
 * takes in sat_out_commit.  Until then, and after sat_out_abort, the old file
 * (or none) is there.
 */
struct sat_out {
	int dir;      /* folder it lies in, owned */
	int fd;	      /* -1: none */
	uint64_t len; /* bytes written */
	bool replace;
	char tmp[300];	/* in |dir| */
	char base[256]; /* in |dir| */
	char name[256]; /* as the caller gave it, for messages */
};

/*
 * |replace| false: an existing |path| is refused, now and at commit.  |mode|
 * as for open(2).  A symbolic link or anything but a regular file at |path| is
 * refused.
 */
SATCHEL_MUST bool sat_out_open(int dir, const char *path, bool replace,
    mode_t mode, struct sat_out *o, struct satchel_err *err);
SATCHEL_MUST bool sat_out_write(
    struct sat_out *o, const void *p, size_t n, struct satchel_err *err);
/* Overwrites bytes written before. */
SATCHEL_MUST bool sat_out_pwrite(struct sat_out *o, uint64_t off, const void *p,
    size_t n, struct satchel_err *err);
/* fsync, rename, fsync of the folder; closes. On failure it aborts. */
SATCHEL_MUST bool sat_out_commit(struct sat_out *o, struct satchel_err *err);
void sat_out_abort(struct sat_out *o); /* a committed or closed one is fine */

/* Open, write, commit. */
SATCHEL_MUST bool sat_file_save(int dir, const char *path, bool replace,
    mode_t mode, const void *p, size_t n, struct satchel_err *err);

/*
 * A nameless scratch file in the folder that |path| lies in (that of the
 * output, where there is room), gone when its descriptor is closed.
 */
SATCHEL_MUST bool
sat_scratch_open(const char *path, int *fd, struct satchel_err *err);
SATCHEL_MUST bool sat_scratch_pwrite(
    int fd, uint64_t off, const void *p, size_t n, struct satchel_err *err);
SATCHEL_MUST bool sat_scratch_pread(
    int fd, uint64_t off, void *p, size_t n, struct satchel_err *err);
void sat_scratch_close(int *fd);

/* A folder, never through a symbolic link in the last component. |create|
 * makes it, 0700, and its parents. */
SATCHEL_MUST bool sat_dir_open(
    int dir, const char *path, bool create, int *fd, struct satchel_err *err);
void sat_dir_close(int *fd);
bool sat_dir_has(int dir, const char *name);
SATCHEL_MUST bool sat_dir_sync(int dir, struct satchel_err *err);
/* Both may be asked in vain when cleaning up. */
bool sat_dir_remove(int dir, const char *name, struct satchel_err *err);

/* Removes folder |name| with its files and those one folder deeper. */
bool sat_dir_clear(int dir, const char *name, struct satchel_err *err);
/* Folder |from| takes the name |to|.  If |to| is there: EIO, or with |old| not
 * NULL the two are exchanged at once and the former |to| becomes |old|. */
SATCHEL_MUST bool sat_dir_rename(int dir, const char *from, const char *to,
    const char *old, struct satchel_err *err);

/*
 * The names in folder |dir|, sorted by bytes, without "." and ".."; at most
 * |max| (else ELIMIT).  In arena |a|.
 */
SATCHEL_MUST bool sat_dir_list(int dir, size_t max, struct sat_arena *a,
    char ***names, size_t *n, struct satchel_err *err);

/*
 * The paths, relative to folder |dir| and sorted by bytes, of all files below
 * it whose names end in |suffix|, at any depth up to 32.  Names that begin
 * with a dot are passed over; links, fifos and devices are errors.
 */
SATCHEL_MUST bool sat_dir_walk(int dir, const char *suffix, size_t max,
    struct sat_arena *a, char ***paths, size_t *n, struct satchel_err *err);

/* An advisory lock on |name| in |dir|, made if need be; waits for another
 * holder.  The lock lasts until sat_lock_close. */
SATCHEL_MUST bool
sat_lock_open(int dir, const char *name, int *fd, struct satchel_err *err);
void sat_lock_close(int *fd);

#endif
