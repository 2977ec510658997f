/* api_mine: the part of satchel_build.h that compares a State's own YAML with
 * what a release says of it. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "diff.h"
#include "open.h"
#include "own.h"
#include "query.h"
#include "walk.h"

/* One comparison: the file's records one by one, then what it has not. */
struct mine {
	struct satchel *s;
	const char *party;
	bool (*each)(void *ctx, const struct satchel_change *c);
	void *ctx;
	struct satchel_totals t;
	struct sat_arena a;   /* of one change */
	struct sat_arena ids; /* of the file's records */
	const char **id;
	size_t ids_n, ids_cap;
	bool go;
};

static bool
remember(struct mine *m, const char *id, struct satchel_err *err)
{
	size_t cap = m->ids_cap == 0 ? 64 : m->ids_cap * 2;
	const char **more;

	if (m->ids_n == m->ids_cap) {
		more = sat_arena_array(&m->ids, cap, sizeof(*more));
		if (more == NULL)
			return sat_fail_nomem(err);
		if (m->ids_n > 0)
			memcpy(more, m->id, m->ids_n * sizeof(*more));
		m->id = more;
		m->ids_cap = cap;
	}
	m->id[m->ids_n] = sat_arena_copy(&m->ids, id, strlen(id));
	return m->id[m->ids_n++] != NULL || sat_fail_nomem(err);
}

static bool
remembered(const struct mine *m, const char *id)
{
	for (size_t i = 0; i < m->ids_n; i++)
		if (strcmp(m->id[i], id) == 0)
			return true;
	return false;
}

/* The builder writes |confirmed|; no file has it. */
static void
without_confirmed(struct satchel_change *c, struct satchel_delta *d)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->delta[i].field, "confirmed") != 0)
			d[n++] = c->delta[i];
	c->delta = d;
	c->n = n;
}

static bool
compare(struct mine *m, const struct satchel_record *was,
    const struct sat_node *now, const char *id, struct satchel_err *err)
{
	struct satchel_change c = { .id = id };
	struct satchel_delta *d;

	c.kind = sat_record_kind(id, strlen(id));
	if (!sat_diff_records(was == NULL ? NULL : (const void *)was->value,
		now, &m->a, &c, err))
		return false;
	d = sat_arena_array(&m->a, c.n, sizeof(*d));
	if (d == NULL)
		return sat_fail_nomem(err);
	without_confirmed(&c, d);
	if (c.change == SATCHEL_CHANGED && c.n == 0)
		return true;
	sat_diff_count(&c, &m->t);
	if (m->each != NULL && m->go)
		m->go = m->each(m->ctx, &c);
	return true;
}

static bool
one(void *ctx, const struct sat_made *made, struct satchel_err *err)
{
	struct mine *m = ctx;
	struct satchel_record r;
	struct satchel_err why;
	bool there;

	sat_arena_reset(&m->a);
	if (!remember(m, made->id, err))
		return false;
	there = sat_lookup_id(m->s->tree, made->id, &m->a, &r, &why);
	if (!there && why.code != SATCHEL_ENO) {
		if (err != NULL)
			*err = why;
		return false;
	}
	return compare(m, there ? &r : NULL, &made->node, made->id, err);
}

/* Records of the party that the file has not. */
static bool
missing(struct mine *m, struct satchel_err *err)
{
	struct sat_walk w = { .tree = m->s->tree };
	struct satchel_record r;
	char prefix[128];
	bool any = false, ok;

	(void)snprintf(prefix, sizeof(prefix), "%s/", m->party);
	ok = sat_walk_from(&w, prefix, &any, err);
	while (ok && any && sat_rd_begins(&w.id, prefix)) {
		sat_arena_reset(&m->a);
		ok = sat_record_read(&w.line, &m->a, &r, err) &&
		     (remembered(m, r.id) || compare(m, &r, NULL, r.id, err)) &&
		     sat_walk_next(&w, &any, err);
	}
	sat_walk_free(&w);
	return ok;
}

static bool
run(struct mine *m, const char *file, const char *tzdir, struct sat_diag *d,
    struct satchel_err *err)
{
	struct sat_tzdata tz = { .dir = -1 };
	bool ok;

	if (strlen(m->party) > 64)
		return sat_fail(err, SATCHEL_ENO, "there is no such party");
	ok = sat_tzdata_open(tzdir, &tz, err) &&
	     sat_own_read(file, m->party, &m->s->st, &tz, d, one, m, err) &&
	     missing(m, err);
	sat_tzdata_close(&tz);
	return ok;
}

bool
satchel_mine(struct satchel *s, const char *party, const char *file,
    const char *tzdir, bool (*each)(void *ctx, const struct satchel_change *c),
    void *ctx, struct satchel_totals *t, struct satchel_findings *f,
    struct satchel_err *err)
{
	struct mine m = {
		.s = s, .party = party, .each = each, .ctx = ctx, .go = true
	};
	struct sat_diag *d = calloc(1, sizeof(*d));
	bool ok;

	memset(f, 0, sizeof(*f));
	if (d == NULL)
		return sat_fail_nomem(err);
	ok = run(&m, file, tzdir, d, err);
	sat_arena_free(&m.a);
	sat_arena_free(&m.ids);
	sat_diag_sort(d);
	f->owner = d; /* for satchel_findings_free */
	f->n = d->n;
	f->errors = d->errors;
	f->warnings = d->warnings;
	f->finding = d->list;
	if (ok)
		*t = m.t;
	return ok;
}
