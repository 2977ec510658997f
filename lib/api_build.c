/* api_build: the part of satchel_build.h that checks and compiles sources. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "build.h"
#include "source.h"

enum { EVERY = 64 /* records from one report to the next */ };

/* Hands the findings over to |f|, whose owner was allocated beforehand, so
 * that what succeeded cannot fail at the end. */
static void
hand_over(struct sat_diag *d, struct satchel_findings *f)
{
	struct sat_diag *own = f->owner;

	sat_diag_sort(d);
	*own = *d;
	memset(d, 0, sizeof(*d));
	f->n = own->n;
	f->errors = own->errors;
	f->warnings = own->warnings;
	f->finding = own->list;
}

static bool
findings_init(struct satchel_findings *f, struct satchel_err *err)
{
	memset(f, 0, sizeof(*f));
	f->owner = calloc(1, sizeof(struct sat_diag));
	return f->owner != NULL || sat_fail_nomem(err);
}

void
satchel_findings_free(struct satchel_findings *f)
{
	if (f->owner != NULL)
		sat_diag_free(f->owner);
	free(f->owner);
	memset(f, 0, sizeof(*f));
}

struct tick {
	bool (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *ctx;
	uint64_t done;
};

static bool
go_on(struct tick *t, struct satchel_err *err)
{
	return t->progress == NULL || t->progress(t->ctx, t->done, 0) ||
	       sat_fail(err, SATCHEL_ECANCEL, "stopped");
}

static bool
each_record(void *ctx, const struct sat_made *m, struct satchel_err *err)
{
	struct tick *t = ctx;

	(void)m;
	return ++t->done % EVERY != 0 || go_on(t, err);
}

static bool
check_all(const char *dir, const struct sat_tzdata *tz, struct tick *t,
    struct sat_diag *d, struct satchel_err *err)
{
	struct sat_source *src = NULL;
	bool ok = sat_source_open(dir, tz, d, &src, err);

	for (size_t i = 0; ok && i < sat_source_files(src); i++)
		ok = go_on(t, err) &&
		     sat_source_file(src, i, d,
			 t->progress == NULL ? NULL : each_record, t, err);
	ok = ok && sat_source_finish(src, d, err) && sat_diag_done(d, err);
	sat_source_close(src);
	return ok;
}

bool
satchel_check(const char *dir, const char *tzdir,
    bool (*progress)(void *ctx, uint64_t done, uint64_t total), void *ctx,
    struct satchel_findings *f, struct satchel_err *err)
{
	struct sat_tzdata tz = { .dir = -1 };
	struct tick t = { .progress = progress, .ctx = ctx };
	struct sat_diag d = { 0 };
	bool ok;

	if (!findings_init(f, err))
		return false;
	ok = sat_tzdata_open(tzdir, &tz, err) &&
	     check_all(dir, &tz, &t, &d, err);
	if (ok)
		hand_over(&d, f);
	else
		satchel_findings_free(f);
	sat_diag_free(&d);
	sat_tzdata_close(&tz);
	return ok;
}

bool
satchel_build(const struct satchel_build_opts *opts,
    struct satchel_build_report *rep, struct satchel_err *err)
{
	struct sat_diag d = { 0 };
	bool ok;

	memset(rep, 0, sizeof(*rep));
	if (!findings_init(&rep->findings, err))
		return false;
	ok = sat_build(opts, &d, rep, err);
	hand_over(&d, &rep->findings);
	return ok;
}
