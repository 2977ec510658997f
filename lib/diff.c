/* diff: what differs between two records; diff_walk.c goes through two
 * releases. */
#include "diff.h"

#include <stdio.h>
#include <string.h>

#include "format.h"
#include "json.h"
#include "num.h"

enum { FIELD_SIZE = 160, ITEMS_MAX = 1024 };

/* Two records in work. */
struct pair {
	struct sat_arena *a;
	struct sat_wr x, y; /* two values as text, to be compared */
	struct satchel_delta *delta;
	size_t n, cap;
	const char *prefix; /* "mission." or "" */
	struct satchel_err *err;
};

/* A list whose items are told apart by a member, and what of an item is to be
 * confirmed by another route if it differs. */
struct listing {
	const char *name;
	const char *id[2];   /* the first that an item has */
	const char *also[3]; /* members that count as much as |id| */
	bool confirm;
};

static const struct listing listings[] = {
	{ "phones", { "number" }, { "ext" }, true },
	{ "emails", { "address" }, { NULL }, true },
	{ "services", { "uri" }, { "service" }, true },
	{ "keys", { "fingerprint", "public" }, { "type", "for", "expires" },
	    true },
	{ "holidays", { "date" }, { NULL }, false },
};

static const struct listing *
listing_of(const char *key)
{
	for (size_t i = 0; i < sizeof(listings) / sizeof(*listings); i++)
		if (strcmp(listings[i].name, key) == 0)
			return &listings[i];
	return NULL;
}

/* ---- deltas ------------------------------------------------------------- */

static bool
room(struct pair *p)
{
	size_t cap = p->cap == 0 ? 16 : p->cap * 2;
	struct satchel_delta *more;

	if (p->n < p->cap)
		return true;
	more = sat_arena_array(p->a, cap, sizeof(*more));
	if (more == NULL)
		return sat_fail_nomem(p->err);
	if (p->n > 0)
		memcpy(more, p->delta, p->n * sizeof(*more));
	p->delta = more;
	p->cap = cap;
	return true;
}

static bool
add(struct pair *p, const char *field, const struct sat_node *was,
    const struct sat_node *now, bool confirm)
{
	char name[FIELD_SIZE];
	struct satchel_delta *d;

	(void)snprintf(name, sizeof(name), "%s%s", p->prefix, field);
	if (!room(p))
		return false;
	d = &p->delta[p->n];
	d->field = sat_arena_copy(p->a, name, strlen(name));
	if (d->field == NULL)
		return sat_fail_nomem(p->err);
	d->was = (const void *)was; /* node.h: they are the same struct */
	d->now = (const void *)now;
	d->confirm = confirm;
	p->n++;
	return true;
}

/* ---- values ------------------------------------------------------------- */

/* Two values are the same if they are written the same. */
static bool
same(struct pair *p, const struct sat_node *a, const struct sat_node *b,
    bool *yes)
{
	if (a == NULL || b == NULL) {
		*yes = a == b;
		return true;
	}
	sat_wr_reset(&p->x);
	sat_wr_reset(&p->y);
	sat_json_write(a, &p->x);
	sat_json_write(b, &p->y);
	if (!sat_wr_done(&p->x, "a value", p->err) ||
	    !sat_wr_done(&p->y, "a value", p->err))
		return false;
	*yes = p->x.len == p->y.len &&
	       (p->x.len == 0 || memcmp(p->x.p, p->y.p, p->x.len) == 0);
	return true;
}

static bool
same_member(const struct sat_node *a, const struct sat_node *b, const char *key)
{
	const char *x = sat_node_str(a, key), *y = sat_node_str(b, key);

	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

static bool
same_item(
    const struct listing *l, const struct sat_node *a, const struct sat_node *b)
{
	for (size_t i = 0; i < 2; i++)
		if (l->id[i] != NULL && sat_node_str(a, l->id[i]) != NULL)
			return same_member(a, b, l->id[i]);
	return false;
}

/* Whether what differs in one item is what a forger would change. */
static bool
must_confirm(
    const struct listing *l, const struct sat_node *a, const struct sat_node *b)
{
	if (!l->confirm)
		return false;
	for (size_t i = 0; i < sizeof(l->also) / sizeof(*l->also); i++)
		if (l->also[i] != NULL && !same_member(a, b, l->also[i]))
			return true;
	return false;
}

/* ---- lists -------------------------------------------------------------- */

/* Items of both lists that have their match. */
struct matched {
	uint8_t was[ITEMS_MAX], now[ITEMS_MAX];
};

/* Pairs the items that |alike| says are, or, |l| NULL, that are the same. */
static bool
match(struct pair *p, const struct listing *l, const struct sat_node *was,
    const struct sat_node *now, struct matched *m)
{
	for (size_t i = 0; i < was->n; i++)
		for (size_t j = 0; m->was[i] == 0 && j < now->n; j++) {
			const struct sat_node *a = &was->u.item[i];
			const struct sat_node *b = &now->u.item[j];
			bool yes = false;

			if (m->now[j] != 0)
				continue;
			if (l == NULL && !same(p, a, b, &yes))
				return false;
			if (l != NULL && same_item(l, a, b)) {
				yes = true;
				if (!add(p, l->name, a, b,
					must_confirm(l, a, b)))
					return false;
			}
			if (yes)
				m->was[i] = m->now[j] = 1;
		}
	return true;
}

/* What has no match: the first that went for the first that came, and so on;
 * then those that only went or only came. */
static bool
rest(struct pair *p, const struct listing *l, const struct sat_node *was,
    const struct sat_node *now, const struct matched *m)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < was->n && m->was[i] != 0)
			i++;
		while (j < now->n && m->now[j] != 0)
			j++;
		if (i == was->n && j == now->n)
			return true;
		if (!add(p, l->name, i < was->n ? &was->u.item[i] : NULL,
			j < now->n ? &now->u.item[j] : NULL, l->confirm))
			return false;
		i += i < was->n;
		j += j < now->n;
	}
}

static bool
lists(struct pair *p, const struct listing *l, const struct sat_node *was,
    const struct sat_node *now)
{
	static const struct sat_node empty = { .type = SAT_LIST };
	struct matched m = { .was = { 0 } };
	size_t before = p->n;

	was = was == NULL ? &empty : was;
	now = now == NULL ? &empty : now;
	if (was->type != SAT_LIST || now->type != SAT_LIST ||
	    was->n > ITEMS_MAX || now->n > ITEMS_MAX)
		return add(p, l->name, was, now, l->confirm);
	if (!match(p, NULL, was, now, &m) || !match(p, l, was, now, &m) ||
	    !rest(p, l, was, now, &m))
		return false;
	/* the same items: in another order, which says whom to ring first */
	return p->n > before || add(p, l->name, was, now, false);
}

/* ---- maps --------------------------------------------------------------- */

typedef bool member_fn(struct pair *p, const char *key,
    const struct sat_node *was, const struct sat_node *now);

/* The members of both maps that differ, those of |now| first. */
static bool
members(struct pair *p, const struct sat_node *was, const struct sat_node *now,
    member_fn *each)
{
	bool yes;

	for (size_t i = 0; now != NULL && i < now->n; i++) {
		const struct sat_pair *v = &now->u.pair[i];
		const struct sat_node *old = sat_node_get(was, v->key);

		if (!same(p, old, &v->value, &yes) ||
		    (!yes && !each(p, v->key, old, &v->value)))
			return false;
	}
	for (size_t i = 0; was != NULL && i < was->n; i++) {
		const struct sat_pair *v = &was->u.pair[i];

		if (sat_node_get(now, v->key) == NULL &&
		    !each(p, v->key, &v->value, NULL))
			return false;
	}
	return true;
}

/* A member of an inner map: no deeper. */
static bool
leaf(struct pair *p, const char *key, const struct sat_node *was,
    const struct sat_node *now)
{
	const struct listing *l = listing_of(key);

	return l != NULL ? lists(p, l, was, now) : add(p, key, was, now, false);
}

static bool
is_map(const struct sat_node *v)
{
	return v == NULL || v->type == SAT_MAP;
}

/* A party's names and its mission are maps. */
static bool
member(struct pair *p, const char *key, const struct sat_node *was,
    const struct sat_node *now)
{
	char prefix[FIELD_SIZE];
	bool ok;

	if (!is_map(was) || !is_map(now))
		return leaf(p, key, was, now);
	(void)snprintf(prefix, sizeof(prefix), "%s.", key);
	p->prefix = prefix;
	ok = members(p, was, now, leaf);
	p->prefix = "";
	return ok;
}

/* Those to confirm first; the others keep their order too. */
static bool
reorder(struct pair *p)
{
	struct satchel_delta *d = sat_arena_array(p->a, p->n, sizeof(*d));
	size_t n = 0;

	if (d == NULL)
		return sat_fail_nomem(p->err);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < p->n; i++)
			if (p->delta[i].confirm == (pass == 0))
				d[n++] = p->delta[i];
	p->delta = d;
	return true;
}

/* Of a record that joined only what is to be confirmed. */
static void
only_confirm(struct pair *p)
{
	size_t n = 0;

	while (n < p->n && p->delta[n].confirm)
		n++;
	p->n = n;
}

bool
sat_diff_records(const struct sat_node *was, const struct sat_node *now,
    struct sat_arena *a, struct satchel_change *c, struct satchel_err *err)
{
	struct pair p = { .a = a, .prefix = "", .err = err };
	bool ok = true;

	sat_wr_init(&p.x, (size_t)2 * SAT_MAX_RECORD);
	sat_wr_init(&p.y, (size_t)2 * SAT_MAX_RECORD);
	if (now != NULL)
		ok = members(&p, was, now, member) && reorder(&p);
	if (was == NULL)
		only_confirm(&p);
	sat_wr_free(&p.x);
	sat_wr_free(&p.y);
	if (!ok)
		return false;
	c->change = was == NULL	  ? SATCHEL_JOINED
		    : now == NULL ? SATCHEL_LEFT
				  : SATCHEL_CHANGED;
	c->was = (const void *)was;
	c->now = (const void *)now;
	c->delta = p.delta;
	c->n = p.n;
	return true;
}

/* ---- totals ------------------------------------------------------------- */

static uint64_t *
counter(const struct satchel_change *c, struct satchel_totals *t)
{
	struct satchel_counts *n = c->kind == SATCHEL_ZONE	? &t->zones
				   : c->kind == SATCHEL_CONTACT ? &t->contacts
								: &t->parties;

	return c->change == SATCHEL_JOINED ? &n->joined
	       : c->change == SATCHEL_LEFT ? &n->left
					   : &n->changed;
}

static bool
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

void
sat_diff_count(const struct satchel_change *c, struct satchel_totals *t)
{
	++*counter(c, t);
	if (c->change != SATCHEL_CHANGED)
		return;
	for (size_t i = 0; i < c->n; i++) {
		const struct satchel_delta *d = &c->delta[i];

		if (!d->confirm)
			continue;
		if (ends_in(d->field, "phones"))
			t->numbers++;
		else if (ends_in(d->field, "keys"))
			t->keys++;
		else
			t->addresses++;
	}
}
