#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "num.h"

/* NOLINTNEXTLINE(misc-redundant-expression): that they are is the point */
_Static_assert(SAT_CWD == AT_FDCWD, "AT_FDCWD is not what Linux has");
_Static_assert(sizeof(off_t) == 8, "files over 2 GiB need a 64-bit off_t");

enum { MAX_DEPTH = 32, EXCHANGE = 2 /* RENAME_EXCHANGE of Linux */ };

static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

bool
sat_file_open(
    int dir, const char *path, struct sat_file *f, struct satchel_err *err)
{
	struct stat st;
	int fd = openat(dir, path,
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 && errno == ELOOP) {
		sat_fail(err, SATCHEL_EIO, "is a symbolic link");
		sat_err_file(err, path);
		return sat_hint(err, "name the file itself");
	}
	if (fd < 0)
		return sat_fail_errno(err, path, "open it", errno);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0) {
		close(fd);
		sat_fail(err, SATCHEL_EIO, "is not a regular file");
		return sat_err_file(err, path);
	}
	f->fd = fd;
	f->size = (uint64_t)st.st_size; /* not negative */
	f->mode = st.st_mode;
	f->uid = st.st_uid;
	(void)snprintf(f->name, sizeof(f->name), "%s", path);
	return true;
}

void
sat_file_close(struct sat_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

/* 1: done, 0: the file ended, -1: errno */
static int
pread_full(int fd, uint64_t off, uint8_t *p, size_t n)
{
	while (n > 0) {
		ssize_t got;

		if (off > INT64_MAX)
			return 0;
		got = pread(fd, p, n, (off_t)off); /* checked above */
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			return 0;
		p += got;
		n -= (size_t)got; /* positive, at most n */
		off += (uint64_t)got;
	}
	return 1;
}

static bool
pwrite_full(int fd, uint64_t off, const uint8_t *p, size_t n)
{
	while (n > 0) {
		ssize_t put;

		if (off > INT64_MAX) {
			errno = EFBIG;
			return false;
		}
		put = pwrite(fd, p, n, (off_t)off); /* checked above */
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			if (put == 0)
				errno = ENOSPC;
			return false;
		}
		p += put;
		n -= (size_t)put; /* positive, at most n */
		off += (uint64_t)put;
	}
	return true;
}

bool
sat_file_pread(const struct sat_file *f, uint64_t off, void *out, size_t n,
    struct satchel_err *err)
{
	int got = pread_full(f->fd, off, out, n);

	if (got < 0)
		return sat_fail_errno(err, f->name, "read it", errno);
	if (got == 0)
		return sat_fail_off(err, SATCHEL_EFORMAT, f->name, off,
		    "the file ends here, %zu more bytes are due", n);
	return true;
}

bool
sat_file_all(const struct sat_file *f, size_t max, uint8_t **p, size_t *n,
    struct satchel_err *err)
{
	uint8_t *b;
	size_t len;

	if (f->size > max || !sat_to_size(f->size, &len)) {
		sat_fail(err, SATCHEL_ELIMIT,
		    "has %llu bytes, at most %zu allowed",
		    (unsigned long long)f->size, max);
		return sat_err_file(err, f->name);
	}
	b = malloc(len + 1);
	if (b == NULL)
		return sat_fail_nomem(err);
	if (!sat_file_pread(f, 0, b, len, err)) {
		free(b);
		return false;
	}
	b[len] = '\0';
	*p = b;
	*n = len;
	return true;
}

bool
sat_file_load(int dir, const char *path, size_t max, uint8_t **p, size_t *n,
    struct satchel_err *err)
{
	struct sat_file f = { .fd = -1 };
	bool ok;

	if (!sat_file_open(dir, path, &f, err))
		return false;
	ok = sat_file_all(&f, max, p, n, err);
	sat_file_close(&f);
	return ok;
}

/* The folder that |path| lies in, opened. */
static bool
open_parent(int dir, const char *path, int *fd, struct satchel_err *err)
{
	const char *base = base_of(path);
	char *parent = strndup(path, (size_t)(base - path)); /* base >= path */

	if (parent == NULL)
		return sat_fail_nomem(err);
	*fd = openat(dir, *parent == '\0' ? "." : parent,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		sat_fail_errno(err, *parent == '\0' ? "." : parent,
		    "open the folder", errno);
	free(parent);
	return *fd >= 0;
}

static bool
refuse_existing(const struct sat_out *o, struct satchel_err *err)
{
	sat_fail(err, SATCHEL_EIO, "exists already and is kept as it is");
	sat_err_file(err, o->name);
	return sat_hint(err, "name another file, or remove this one first");
}

/* Names a file beside its own that was not there, or fails. */
static bool
open_temp(struct sat_out *o, mode_t mode, struct satchel_err *err)
{
	for (unsigned i = 0; i < 100; i++) {
		(void)snprintf(o->tmp, sizeof(o->tmp), "%s.%u-%u.tmp", o->base,
		    (unsigned)getpid(), i);
		o->fd = openat(o->dir, o->tmp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
		if (o->fd >= 0 || errno != EEXIST)
			break;
	}
	if (o->fd < 0)
		return sat_fail_errno(err, o->name, "create it", errno);
	return true;
}

bool
sat_out_open(int dir, const char *path, bool replace, mode_t mode,
    struct sat_out *o, struct satchel_err *err)
{
	struct stat st;
	int n;

	memset(o, 0, sizeof(*o));
	o->dir = o->fd = -1;
	o->replace = replace;
	(void)snprintf(o->name, sizeof(o->name), "%s", path);
	n = snprintf(o->base, sizeof(o->base), "%s", base_of(path));
	if (n <= 0 || n >= (int)sizeof(o->base) - 32)
		return sat_fail_errno(
		    err, path, "create it", n <= 0 ? EISDIR : ENAMETOOLONG);
	if (!open_parent(dir, path, &o->dir, err))
		return false;
	if (fstatat(o->dir, o->base, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		bool regular = S_ISREG(st.st_mode);

		if (!regular || !replace) {
			if (regular)
				refuse_existing(o, err);
			else
				sat_fail(err, SATCHEL_EIO,
				    "is there and is not a regular file");
			sat_err_file(err, path);
			sat_out_abort(o);
			return false;
		}
	}
	if (!open_temp(o, mode, err)) {
		sat_out_abort(o);
		return false;
	}
	return true;
}

bool
sat_out_write(
    struct sat_out *o, const void *p, size_t n, struct satchel_err *err)
{
	if (!sat_out_pwrite(o, o->len, p, n, err))
		return false;
	o->len += n; /* written, so it fits */
	return true;
}

bool
sat_out_pwrite(struct sat_out *o, uint64_t off, const void *p, size_t n,
    struct satchel_err *err)
{
	if (!pwrite_full(o->fd, off, p, n))
		return sat_fail_errno(err, o->name, "write it", errno);
	return true;
}

/* The temporary name becomes the real one; EEXIST if that is not to be. */
static bool
take_name(struct sat_out *o)
{
	if (o->replace)
		return renameat(o->dir, o->tmp, o->dir, o->base) == 0;
	if (linkat(o->dir, o->tmp, o->dir, o->base, 0) == 0)
		return unlinkat(o->dir, o->tmp, 0) == 0;
	if (errno != EPERM && errno != ENOSYS && errno != EOPNOTSUPP)
		return false;
	if (sat_dir_has(o->dir, o->base)) { /* no hard links, such as vfat */
		errno = EEXIST;
		return false;
	}
	return renameat(o->dir, o->tmp, o->dir, o->base) == 0;
}

bool
sat_out_commit(struct sat_out *o, struct satchel_err *err)
{
	bool ok = false;

	if (fsync(o->fd) != 0)
		sat_fail_errno(err, o->name, "flush it to disk", errno);
	else if (!take_name(o)) {
		if (errno == EEXIST)
			refuse_existing(o, err);
		else
			sat_fail_errno(err, o->name, "rename it", errno);
	} else {
		o->tmp[0] = '\0';
		ok = sat_dir_sync(o->dir, err);
	}
	sat_out_abort(o);
	return ok;
}

void
sat_out_abort(struct sat_out *o)
{
	if (o->fd >= 0)
		close(o->fd);
	if (o->fd >= 0 && o->tmp[0] != '\0')
		(void)unlinkat(o->dir, o->tmp, 0);
	if (o->dir >= 0)
		close(o->dir);
	o->fd = o->dir = -1;
}

bool
sat_file_save(int dir, const char *path, bool replace, mode_t mode,
    const void *p, size_t n, struct satchel_err *err)
{
	struct sat_out o;

	if (!sat_out_open(dir, path, replace, mode, &o, err))
		return false;
	if (!sat_out_write(&o, p, n, err)) {
		sat_out_abort(&o);
		return false;
	}
	return sat_out_commit(&o, err);
}

bool
sat_scratch_open(const char *path, int *fd, struct satchel_err *err)
{
	char name[64];
	int dir = -1, f;

	if (!open_parent(SAT_CWD, path, &dir, err))
		return false;
#ifdef O_TMPFILE
	f = openat(dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
#else
	f = -1;
#endif
	for (unsigned i = 0; f < 0 && i < 100; i++) {
		(void)snprintf(name, sizeof(name), ".satchel-%u-%u.tmp",
		    (unsigned)getpid(), i);
		f = openat(dir, name,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (f >= 0)
			(void)unlinkat(dir, name, 0);
		else if (errno != EEXIST)
			break;
	}
	if (f < 0)
		sat_fail_errno(
		    err, path, "create a scratch file beside it", errno);
	close(dir);
	if (f < 0)
		return false;
	*fd = f;
	return true;
}

bool
sat_scratch_pwrite(
    int fd, uint64_t off, const void *p, size_t n, struct satchel_err *err)
{
	if (!pwrite_full(fd, off, p, n))
		return sat_fail_errno(err, NULL, "write a scratch file", errno);
	return true;
}

bool
sat_scratch_pread(
    int fd, uint64_t off, void *p, size_t n, struct satchel_err *err)
{
	int got = pread_full(fd, off, p, n);

	if (got <= 0)
		return sat_fail_errno(
		    err, NULL, "read a scratch file", got < 0 ? errno : EIO);
	return true;
}

void
sat_scratch_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* One folder, 0700, and its name safe on disk; one that is there is fine. */
static bool
make_folder(int dir, const char *path, struct satchel_err *err)
{
	int parent = -1;
	bool ok;

	if (mkdirat(dir, path, 0700) != 0)
		return errno == EEXIST ||
		       sat_fail_errno(err, path, "create the folder", errno);
	if (!open_parent(dir, path, &parent, err))
		return false;
	ok = sat_dir_sync(parent, err);
	close(parent);
	return ok;
}

/* mkdir -p of |path| below |dir|; the last component too. */
static bool
make_folders(int dir, const char *path, struct satchel_err *err)
{
	char *copy = strdup(path);
	bool ok = true;

	if (copy == NULL)
		return sat_fail_nomem(err);
	for (char *s = copy; ok && *s != '\0'; s++) {
		if (*s != '/' || s == copy)
			continue;
		*s = '\0';
		ok = make_folder(dir, copy, err);
		*s = '/';
	}
	ok = ok && make_folder(dir, copy, err);
	free(copy);
	return ok;
}

bool
sat_dir_open(
    int dir, const char *path, bool create, int *fd, struct satchel_err *err)
{
	int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int f = openat(dir, path, flags);

	if (f < 0 && errno == ENOENT && create) {
		if (!make_folders(dir, path, err))
			return false;
		f = openat(dir, path, flags);
	}
	if (f < 0)
		return sat_fail_errno(err, path, "open the folder", errno);
	*fd = f;
	return true;
}

void
sat_dir_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool
sat_dir_has(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

bool
sat_dir_sync(int dir, struct satchel_err *err)
{
	/* EINVAL: a file system that cannot, and so need not */
	if (fsync(dir) != 0 && errno != EINVAL)
		return sat_fail_errno(
		    err, NULL, "flush the folder to disk", errno);
	return true;
}

bool
sat_dir_remove(int dir, const char *name, struct satchel_err *err)
{
	if (unlinkat(dir, name, 0) != 0 && errno != ENOENT)
		return sat_fail_errno(err, name, "remove it", errno);
	return true;
}

/* A growing list of strings in an arena. */
struct names {
	struct sat_arena *a;
	char **list;
	size_t n, cap, max;
};

static bool
names_add(struct names *l, const char *s, struct satchel_err *err)
{
	if (l->n >= l->max)
		return sat_fail(err, SATCHEL_ELIMIT,
		    "more than %zu files in a folder", l->max);
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 64 : l->cap * 2;
		char **list = sat_arena_array(l->a, cap, sizeof(*list));

		if (list == NULL)
			return sat_fail_nomem(err);
		if (l->n > 0)
			memcpy(list, l->list, l->n * sizeof(*list));
		l->list = list;
		l->cap = cap;
	}
	l->list[l->n] = sat_arena_copy(l->a, s, strlen(s));
	if (l->list[l->n] == NULL)
		return sat_fail_nomem(err);
	l->n++;
	return true;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
names_sort(struct names *l)
{
	if (l->n > 1)
		qsort(l->list, l->n, sizeof(*l->list), by_bytes);
}

/* Opens a stream over folder |dir|, which stays the caller's. */
static DIR *
stream_of(int dir, struct satchel_err *err)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (d == NULL) {
		sat_fail_errno(err, NULL, "list the folder", errno);
		if (fd >= 0)
			close(fd);
	}
	return d;
}

bool
sat_dir_list(int dir, size_t max, struct sat_arena *a, char ***names, size_t *n,
    struct satchel_err *err)
{
	struct names l = { .a = a, .max = max };
	DIR *d = stream_of(dir, err);
	struct dirent *e;
	bool ok = d != NULL;

	while (ok && (errno = 0, e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			ok = names_add(&l, e->d_name, err);
	if (ok && errno != 0)
		ok = sat_fail_errno(err, NULL, "list the folder", errno);
	if (d != NULL)
		closedir(d);
	if (!ok)
		return false;
	names_sort(&l);
	*names = l.list;
	*n = l.n;
	return true;
}

static bool
ends_in(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n > m && strcmp(s + n - m, suffix) == 0;
}

/* One folder of the walk: its files go to |l|, its folders to |todo|. */
static bool
walk_one(int top, const char *path, const char *suffix, struct names *l,
    struct names *todo, struct satchel_err *err)
{
	char **names = NULL, full[4096];
	size_t n = 0;
	int dir = -1;
	bool ok;

	if (!sat_dir_open(top, *path == '\0' ? "." : path, false, &dir, err))
		return false;
	ok = sat_dir_list(dir, l->max, l->a, &names, &n, err);
	for (size_t i = 0; ok && i < n; i++) {
		struct stat st;

		if (names[i][0] == '.')
			continue;
		if (snprintf(full, sizeof(full), "%s%s%s", path,
			*path == '\0' ? "" : "/",
			names[i]) >= (int)sizeof(full))
			ok = sat_fail_errno(err, path, "list it", ENAMETOOLONG);
		else if (fstatat(dir, names[i], &st, AT_SYMLINK_NOFOLLOW) != 0)
			ok = sat_fail_errno(err, full, "look at it", errno);
		else if (S_ISDIR(st.st_mode))
			ok = names_add(todo, full, err);
		else if (S_ISREG(st.st_mode))
			ok = !ends_in(names[i], suffix) ||
			     names_add(l, full, err);
		else { /* a linked folder left out would go unseen */
			sat_fail(err, SATCHEL_EIO, "is not a regular file");
			ok = sat_err_file(err, full);
		}
	}
	sat_dir_close(&dir);
	return ok;
}

static size_t
depth_of(const char *path)
{
	size_t d = *path != '\0'; /* "" is the top itself */

	for (; *path != '\0'; path++)
		d += *path == '/';
	return d;
}

bool
sat_dir_walk(int dir, const char *suffix, size_t max, struct sat_arena *a,
    char ***paths, size_t *n, struct satchel_err *err)
{
	struct names l = { .a = a, .max = max }, todo = { .a = a, .max = max };

	if (!names_add(&todo, "", err))
		return false;
	for (size_t i = 0; i < todo.n; i++) {
		if (depth_of(todo.list[i]) > MAX_DEPTH) {
			sat_fail(err, SATCHEL_ELIMIT, "folders deeper than %d",
			    MAX_DEPTH);
			return sat_err_file(err, todo.list[i]);
		}
		if (!walk_one(dir, todo.list[i], suffix, &l, &todo, err))
			return false;
	}
	names_sort(&l);
	*paths = l.list;
	*n = l.n;
	return true;
}

/* Removes the plain files of folder |name|; the names of others stay. */
static bool
clear_files(int dir, const char *name, struct names *l, struct satchel_err *err)
{
	int fd = -1;
	bool ok;

	if (!sat_dir_open(dir, name, false, &fd, err))
		return false;
	ok = sat_dir_list(fd, l->max, l->a, &l->list, &l->n, err);
	for (size_t i = 0; ok && i < l->n; i++)
		if (unlinkat(fd, l->list[i], 0) == 0)
			l->list[i][0] = '\0';
	sat_dir_close(&fd);
	return ok;
}

bool
sat_dir_clear(int dir, const char *name, struct satchel_err *err)
{
	struct sat_arena a = { 0 };
	struct names l = { .a = &a, .max = 100000 }, deep = l;
	int fd = -1;
	bool ok = clear_files(dir, name, &l, err) &&
		  sat_dir_open(dir, name, false, &fd, err);

	for (size_t i = 0; ok && i < l.n; i++)
		if (l.list[i][0] != '\0')
			ok = clear_files(fd, l.list[i], &deep, err) &&
			     (unlinkat(fd, l.list[i], AT_REMOVEDIR) == 0 ||
				 sat_fail_errno(err, l.list[i],
				     "remove the folder", errno));
	sat_dir_close(&fd);
	if (ok && unlinkat(dir, name, AT_REMOVEDIR) != 0)
		ok = sat_fail_errno(err, name, "remove the folder", errno);
	sat_arena_free(&a);
	return ok;
}

/* Where the file system has no exchange: |to| is missing for a moment. */
static bool
exchange_by_hand(int dir, const char *from, const char *to, const char *old)
{
	int why;

	if (renameat(dir, to, dir, old) != 0)
		return false;
	if (renameat(dir, from, dir, to) == 0)
		return true;
	why = errno;
	(void)renameat(dir, old, dir, to); /* as it was */
	errno = why;
	return false;
}

static bool
exchange(int dir, const char *from, const char *to)
{
	return syscall(SYS_renameat2, dir, from, dir, to, EXCHANGE) == 0;
}

bool
sat_dir_rename(int dir, const char *from, const char *to, const char *old,
    struct satchel_err *err)
{
	if (!sat_dir_has(dir, to)) {
		if (renameat(dir, from, dir, to) != 0)
			return sat_fail_errno(err, to, "rename to it", errno);
		return sat_dir_sync(dir, err);
	}
	if (old == NULL)
		return sat_fail_errno(err, to, "rename to it", EEXIST);
	if (exchange(dir, from, to)) {
		if (renameat(dir, from, dir, old) != 0) {
			sat_fail_errno(err, old, "rename to it", errno);
			(void)exchange(dir, from, to); /* as it was */
			return false;
		}
	} else if ((errno != EINVAL && errno != ENOSYS) || /* it can, but */
		   !exchange_by_hand(dir, from, to, old)) {
		return sat_fail_errno(err, to, "rename to it", errno);
	}
	return sat_dir_sync(dir, err);
}

bool
sat_lock_open(int dir, const char *name, int *fd, struct satchel_err *err)
{
	int f = openat(dir, name,
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);

	if (f < 0)
		return sat_fail_errno(err, name, "open the lock", errno);
	while (flock(f, LOCK_EX) != 0) {
		if (errno == EINTR)
			continue;
		sat_fail_errno(err, name, "take the lock", errno);
		close(f);
		return false;
	}
	*fd = f;
	return true;
}

void
sat_lock_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
