#include "top.h"

#include <stdlib.h>
#include <string.h>

enum { RANKS = 64 /* sat_rank_of is below that */ };

static bool
skipped(const struct sat_top *t, uint64_t o)
{
	for (size_t i = 0; i < 2; i++)
		if (o >= t->skip[i][0] && o < t->skip[i][1])
			return true;
	return false;
}

/* ---- a union of lists, the best rank first ------------------------------ */

/* The |want| smallest ordinals seen; |n| up to twice as many for a while. */
struct smallest {
	uint64_t *o;
	size_t n, want;
	uint64_t limit; /* nothing from here on is wanted */
	bool cut;	/* something was left out */
};

static int
by_number(const void *pa, const void *pb)
{
	const uint64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static void
settle(struct smallest *s)
{
	size_t n = 0;

	qsort(s->o, s->n, sizeof(s->o[0]), by_number);
	for (size_t i = 0; i < s->n; i++)
		if (n == 0 || s->o[i] != s->o[n - 1])
			s->o[n++] = s->o[i];
	if (n > s->want) {
		s->limit = s->o[s->want];
		s->cut = true;
		n = s->want;
	}
	s->n = n;
}

static bool
read_list(struct sat_top *t, const struct sat_lead *l, struct sat_cursor *c,
    struct smallest *s, struct satchel_err *err)
{
	uint64_t o = 0, least = 0;
	bool any;

	if (!sat_dict_open(t->d, &l->ref, c, err))
		return false;
	for (;; least = o + 1) {
		if (!sat_cursor_seek(c, least, &o, &any, err))
			return false;
		if (!any)
			return true;
		if (o >= s->limit) {
			s->cut = true;
			return true;
		}
		if (skipped(t, o))
			continue;
		s->o[s->n++] = o;
		if (s->n == 2 * s->want)
			settle(s);
	}
}

static int
by_rank(const void *pa, const void *pb)
{
	const struct sat_lead *a = pa, *b = pb;
	sat_rank x = sat_rank_of(a->match, a->ref.field);
	sat_rank y = sat_rank_of(b->match, b->ref.field);

	if (x != y)
		return x - y;
	return (a->ref.pos > b->ref.pos) - (a->ref.pos < b->ref.pos);
}

/* Appends those of |s| that no better rank has.  Better ranks were read to
 * their end, so what is in t->best is all of them. */
static void
append(
    struct sat_top *t, const struct smallest *s, sat_rank rank, uint64_t *seen)
{
	size_t before = t->n;

	for (size_t i = 0; i < s->n; i++) {
		if (bsearch(&s->o[i], seen, before, sizeof(*seen), by_number) !=
		    NULL)
			continue;
		if (t->n == t->limit) {
			t->more = true;
			break;
		}
		t->best[t->n++] = (struct sat_best){ s->o[i], rank };
	}
	for (size_t i = before; i < t->n; i++)
		seen[i] = t->best[i].ordinal;
	qsort(seen, t->n, sizeof(*seen), by_number);
}

bool
sat_top_lists(
    struct sat_top *t, struct sat_lead *lead, size_t n, struct satchel_err *err)
{
	struct smallest s = { .want = t->limit + 1 };
	struct sat_cursor c = { 0 };
	uint64_t *seen, most = 0;
	bool ok = true;
	size_t i = 0;

	t->best = sat_arena_array(t->a, t->limit, sizeof(t->best[0]));
	seen = sat_arena_array(t->a, t->limit, sizeof(*seen));
	s.o = sat_arena_array(t->a, 2 * s.want, sizeof(s.o[0]));
	if (t->best == NULL || seen == NULL || s.o == NULL)
		return sat_fail_nomem(err);
	if (n > 1)
		qsort(lead, n, sizeof(lead[0]), by_rank);
	while (ok && i < n && !t->more) {
		sat_rank r = sat_rank_of(lead[i].match, lead[i].ref.field);

		s.n = 0;
		s.limit = UINT64_MAX;
		s.cut = false;
		for (; ok && i < n &&
		       sat_rank_of(lead[i].match, lead[i].ref.field) == r;
		     i++)
			ok = read_list(t, &lead[i], &c, &s, err);
		settle(&s);
		t->more = s.cut;
		append(t, &s, r, seen);
	}
	sat_cursor_free(&c);
	t->total = t->n;
	for (i = 0; i < n; i++)
		most = lead[i].ref.df > most ? lead[i].ref.df : most;
	if (t->more && t->skip[0][1] == 0) {
		t->total = most > t->n ? most : t->n + 1;
		t->more = n > 1;
	}
	return ok;
}

/* ---- a set, in the order of the file ------------------------------------- */

struct bucket {
	uint64_t *o;
	size_t n, cap;
};

static bool
put(struct sat_top *t, struct bucket *b, uint64_t o, struct satchel_err *err)
{
	if (b->n == b->cap) {
		size_t cap = b->cap == 0 ? 32 : b->cap * 2;
		uint64_t *p = sat_arena_array(t->a, cap, sizeof(*p));

		if (p == NULL)
			return sat_fail_nomem(err);
		if (b->n > 0)
			memcpy(p, b->o, b->n * sizeof(*p));
		b->o = p;
		b->cap = cap;
	}
	b->o[b->n++] = o;
	return true;
}

/* Records that rank |r| or better. */
static size_t
at_least(const struct bucket *b, sat_rank r)
{
	size_t n = 0;

	for (size_t i = 0; i <= r; i++)
		n += b[i].n;
	return n;
}

/* One record of the set. */
static bool
consider(struct sat_top *t, struct bucket *b, uint64_t o, sat_rank r,
    struct satchel_err *err)
{
	bool yes = true;

	if (skipped(t, o))
		return true;
	if (at_least(b, r) >= t->limit) { /* would not be shown */
		t->more |= t->confirm != NULL;
		t->total += t->confirm == NULL;
		return true;
	}
	if (t->confirm != NULL && !t->confirm(t->ctx, o, &yes, err))
		return false;
	if (!yes)
		return true;
	t->total++;
	return put(t, &b[r], o, err);
}

bool
sat_top_set(struct sat_top *t, struct sat_set *s, sat_rank least,
    struct satchel_err *err)
{
	struct bucket *b = sat_arena_array(t->a, RANKS, sizeof(*b));
	size_t count = t->confirm == NULL ? SAT_TOP_COUNT : 0;
	uint64_t o = 0, from = 0;
	sat_rank r = 0;
	bool any;

	t->best = sat_arena_array(t->a, t->limit, sizeof(t->best[0]));
	if (b == NULL || t->best == NULL)
		return sat_fail_nomem(err);
	for (;; from = o + 1) {
		if (!sat_set_seek(s, from, &o, &r, &any, err))
			return false;
		if (!any)
			break;
		/* nothing better can come; count on for a while */
		if (at_least(b, least) >= t->limit && count-- == 0) {
			t->more = true;
			break;
		}
		if (!consider(t, b, o, r, err))
			return false;
	}
	for (size_t i = 0; i < RANKS; i++)
		for (size_t j = 0; j < b[i].n && t->n < t->limit; j++)
			t->best[t->n++] =
			    (struct sat_best){ b[i].o[j], (sat_rank)i };
	return true;
}
