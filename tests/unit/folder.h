/* folder: source folders that a test lays out below /tmp, and their check. */
#ifndef FOLDER_H
#define FOLDER_H

#define _XOPEN_SOURCE 700 /* nftw; so this header comes first */

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#include "source.h"

struct folder {
	char path[64];
};

static inline void
make_dirs(const char *path)
{
	char copy[4096];

	(void)snprintf(copy, sizeof(copy), "%s", path);
	for (char *p = copy + 1; *p != '\0'; p++)
		if (*p == '/') {
			*p = '\0';
			(void)mkdir(copy, 0700);
			*p = '/';
		}
}

static inline void
folder_init(struct folder *f)
{
	(void)snprintf(f->path, sizeof(f->path), "/tmp/satchel-XXXXXX");
	assert_non_null(mkdtemp(f->path));
}

/* |n| bytes as file |name| of the folder, and the folders it needs. */
static inline void
folder_put(const struct folder *f, const char *name, const void *p, size_t n)
{
	char path[4096];
	FILE *out;

	(void)snprintf(path, sizeof(path), "%s/%s", f->path, name);
	make_dirs(path);
	out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(p, 1, n, out), n);
	assert_int_equal(fclose(out), 0);
}

static inline void
folder_text(const struct folder *f, const char *name, const char *s)
{
	folder_put(f, name, s, strlen(s));
}

/* The whole of a file, with a NUL after it; the caller frees it. */
static inline char *
slurp(const char *path, size_t *n)
{
	FILE *in = fopen(path, "rb");
	char *p = NULL;
	size_t got = 0, cap = 0;

	if (in == NULL)
		return NULL;
	do {
		cap = cap == 0 ? 65536 : cap * 2;
		p = realloc(p, cap + 1);
		assert_non_null(p);
		got += fread(p + got, 1, cap - got, in);
	} while (got == cap);
	(void)fclose(in);
	p[got] = '\0';
	*n = got;
	return p;
}

/* A copy of file |from| as |name|. */
static inline void
folder_copy(const struct folder *f, const char *name, const char *from)
{
	size_t n = 0;
	char *p = slurp(from, &n);

	assert_non_null(p);
	folder_put(f, name, p, n);
	free(p);
}

static inline int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void
folder_free(struct folder *f)
{
	(void)nftw(f->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Everything that a check does, in one thread. */
static inline bool
check_path(const char *path, struct sat_diag *d, sat_made_fn *each, void *ctx,
    struct satchel_err *err)
{
	struct sat_tzdata tz;
	struct sat_source *s = NULL;
	bool ok;

	if (!sat_tzdata_open(NULL, &tz, err))
		return false;
	ok = sat_source_open(path, &tz, d, &s, err);
	for (size_t i = 0; ok && i < sat_source_files(s); i++)
		ok = sat_source_file(s, i, d, each, ctx, err);
	ok = ok && sat_source_finish(s, d, err) && sat_diag_done(d, err);
	sat_diag_sort(d);
	sat_source_close(s);
	sat_tzdata_close(&tz);
	return ok;
}

/* Findings as the command prints them. */
static inline void
print_findings(const struct sat_diag *d, struct sat_wr *w)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct satchel_finding *f = &d->list[i];

		sat_wr_printf(w, "%s:%u:%u: %s: %s [%s]\n", f->file, f->line,
		    f->col, f->warning ? "warning" : "error", f->message,
		    f->rule);
		if (f->hint != NULL)
			sat_wr_printf(w, "hint: %s\n", f->hint);
	}
}

#endif
