/* diff_walk: two releases, merged by id. */
#include <string.h>

#include "diff.h"
#include "record.h"
#include "walk.h"
#include "zone.h"

/* One release on its way. */
struct side {
	const struct sat_diff_side *of;
	struct sat_walk walk;
	struct sat_arena a; /* of the record at hand */
	struct satchel_record record;
	bool any, read;
};

struct merge {
	struct side was, now;
	struct sat_arena a; /* of the change at hand */
	const char *party;
	sat_change_fn *each;
	void *ctx;
	struct satchel_totals t;
	bool go;
};

/* The id is still one of |party|: "XTR", "XTR/...". */
static bool
of_party(const struct sat_rd *id, const char *party)
{
	struct sat_rd r = *id;

	return sat_rd_word(&r, party) && (r.n == 0 || r.p[0] == '/');
}

/* Moves on until |party| is met again, or nothing can be of it any more. */
static bool
to_party(struct side *s, const char *party, struct satchel_err *err)
{
	while (party != NULL && s->any && !of_party(&s->walk.id, party)) {
		if (!sat_rd_begins(&s->walk.id, party)) {
			s->any = false;
			return true;
		}
		if (!sat_walk_next(&s->walk, &s->any, err))
			return false;
	}
	return true;
}

static bool
first(struct side *s, const char *party, struct satchel_err *err)
{
	s->walk.tree = s->of->tree;
	return sat_walk_from(
		   &s->walk, party == NULL ? "" : party, &s->any, err) &&
	       to_party(s, party, err);
}

static bool
next(struct side *s, const char *party, struct satchel_err *err)
{
	s->read = false;
	return sat_walk_next(&s->walk, &s->any, err) && to_party(s, party, err);
}

static bool
read_record(struct side *s, struct satchel_err *err)
{
	sat_arena_reset(&s->a);
	s->read = true;
	return sat_record_read(&s->walk.line, &s->a, &s->record, err);
}

static const struct sat_node *
value(const struct side *s)
{
	return s->read ? (const void *)s->record.value : NULL;
}

/* ---- time zones --------------------------------------------------------- */

static bool
offset_at(const struct sat_node *zone, int64_t t, int32_t *offset)
{
	const char *abbreviation;

	return sat_zone_at(zone, t, offset, &abbreviation);
}

/* The earliest row of |rows| in lo <= t < *hi at which the two differ. */
static void
differ_at(const struct sat_node *rows, const struct sat_node *was,
    const struct sat_node *now, int64_t lo, int64_t *hi)
{
	const struct sat_node *list = sat_node_get(rows, "offsets");

	for (size_t i = 0; list != NULL && i < list->n; i++) {
		int64_t t = list->u.item[i].u.item[0].u.i;
		int32_t x, y;

		if (t < lo)
			t = lo;
		if (t < *hi && offset_at(was, t, &x) && offset_at(now, t, &y) &&
		    x != y)
			*hi = t;
	}
}

/* From when on two records of one zone differ, as far as both go.  Both were
 * read, so their rows are as they should be. */
static bool
zone_differs(const struct merge *m, int64_t *since)
{
	const struct sat_diff_side *a = m->was.of, *b = m->now.of;
	int64_t lo = a->from > b->from ? a->from : b->from;
	int64_t hi = a->to < b->to ? a->to : b->to;

	*since = hi;
	differ_at(value(&m->was), value(&m->was), value(&m->now), lo, since);
	differ_at(value(&m->now), value(&m->was), value(&m->now), lo, since);
	return *since < hi;
}

/* ---- one change --------------------------------------------------------- */

/* Nothing but the date of the last acknowledged check. */
static bool
only_confirmed(const struct satchel_change *c)
{
	return c->change == SATCHEL_CHANGED && c->kind == SATCHEL_CONTACT &&
	       c->n == 1 && strcmp(c->delta[0].field, "confirmed") == 0;
}

static bool
compare(struct merge *m, struct satchel_err *err)
{
	const struct side *s = m->now.read ? &m->now : &m->was;
	struct satchel_change c = { .kind = s->record.kind,
		.id = s->record.id };

	sat_arena_reset(&m->a);
	if (m->was.read && m->now.read && c.kind == SATCHEL_ZONE) {
		if (!zone_differs(m, &c.since))
			return true;
		c.change = SATCHEL_CHANGED;
		c.was = m->was.record.value;
		c.now = m->now.record.value;
	} else if (!sat_diff_records(
		       value(&m->was), value(&m->now), &m->a, &c, err)) {
		return false;
	} else if (only_confirmed(&c)) {
		m->t.confirmed++;
		return true;
	}
	sat_diff_count(&c, &m->t);
	if (m->each != NULL)
		m->go = m->each(m->ctx, &c);
	return true;
}

/* The lesser id of the two, or both if they are one. */
static bool
step(struct merge *m, struct satchel_err *err)
{
	struct side *a = &m->was, *b = &m->now;
	int c = !a->any	  ? 1
		: !b->any ? -1
			  : sat_id_compare(&a->walk.id, &b->walk.id);
	bool same = c == 0 && a->walk.line.n == b->walk.line.n &&
		    memcmp(a->walk.line.p, b->walk.line.p, a->walk.line.n) == 0;

	if (!same && ((c <= 0 && !read_record(a, err)) ||
			 (c >= 0 && !read_record(b, err)) || !compare(m, err)))
		return false;
	return (c > 0 || next(a, m->party, err)) &&
	       (c < 0 || next(b, m->party, err));
}

static bool
run(struct merge *m, struct satchel_err *err)
{
	if (!first(&m->was, m->party, err) || !first(&m->now, m->party, err))
		return false;
	if (m->party != NULL && !m->was.any && !m->now.any)
		return sat_fail(err, SATCHEL_ENO,
		    "there is no party %s in either release", m->party);
	while (m->go && (m->was.any || m->now.any))
		if (!step(m, err))
			return false;
	return true;
}

static void
side_free(struct side *s)
{
	sat_walk_free(&s->walk);
	sat_arena_free(&s->a);
}

bool
sat_diff(const struct sat_diff_side *was, const struct sat_diff_side *now,
    const char *party, sat_change_fn *each, void *ctx, struct satchel_totals *t,
    struct satchel_err *err)
{
	struct merge m = { .was = { .of = was },
		.now = { .of = now },
		.party = party,
		.each = each,
		.ctx = ctx,
		.go = true };
	bool ok = run(&m, err);

	side_free(&m.was);
	side_free(&m.now);
	sat_arena_free(&m.a);
	if (ok)
		*t = m.t;
	return ok;
}
