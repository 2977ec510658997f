#include "set.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

/* More lists than this are read into memory at once. */
enum { OPEN_LISTS = 32 };

struct open_list {
	struct sat_cursor c;
	sat_rank rank;
	uint64_t at; /* its first ordinal >= the last |least| */
	bool over;
};

struct member {
	uint32_t ordinal;
	sat_rank rank;
};

/* As sat_set_seek. */
typedef bool seek_fn(struct sat_set *s, uint64_t least, uint64_t *ordinal,
    sat_rank *rank, bool *any, struct satchel_err *err);

struct sat_set {
	struct sat_set *before; /* made before this one */
	seek_fn *seek;		/* what kind of set it is */
	uint64_t size;		/* at most so many records */
	/* all or any of these */
	struct sat_set **child;
	size_t children;
	/* or lists that are open */
	struct open_list *list;
	size_t lists;
	/* or what is in memory: sorted, no ordinal twice */
	struct member *m;
	size_t members, next;
};

static bool
seek_lists(struct sat_set *s, uint64_t least, uint64_t *ordinal, sat_rank *rank,
    bool *any, struct satchel_err *err)
{
	*any = false;
	for (size_t i = 0; i < s->lists; i++) {
		struct open_list *l = &s->list[i];
		bool more = true;

		if (!l->over && l->at < least) {
			if (!sat_cursor_seek(&l->c, least, &l->at, &more, err))
				return false;
			l->over = !more;
		}
		if (l->over)
			continue;
		if (!*any || l->at < *ordinal) {
			*ordinal = l->at;
			*rank = l->rank;
		} else if (l->at == *ordinal && l->rank < *rank) {
			*rank = l->rank;
		}
		*any = true;
	}
	return true;
}

/* By doubling steps, then halving. */
static bool
seek_memory(struct sat_set *s, uint64_t least, uint64_t *ordinal,
    sat_rank *rank, bool *any, struct satchel_err *err)
{
	size_t lo = s->next, step = 1, hi;

	(void)err;
	while (step < s->members - lo && s->m[lo + step].ordinal < least) {
		lo += step;
		step *= 2;
	}
	hi = sat_min(lo + step, s->members);
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->m[mid].ordinal < least)
			lo = mid + 1;
		else
			hi = mid;
	}
	s->next = lo;
	*any = lo < s->members;
	if (*any) {
		*ordinal = s->m[lo].ordinal;
		*rank = s->m[lo].rank;
	}
	return true;
}

/* All children in turn, the smallest first, until they agree. */
static bool
seek_all(struct sat_set *s, uint64_t least, uint64_t *ordinal, sat_rank *rank,
    bool *any, struct satchel_err *err)
{
	size_t agree = 0;
	uint64_t o = least;
	sat_rank best = 0, r = 0;

	for (size_t i = 0; agree < s->children; i = (i + 1) % s->children) {
		struct sat_set *c = s->child[i];

		if (!c->seek(c, least, &o, &r, any, err))
			return false;
		if (!*any)
			return true;
		if (o > least || agree == 0) {
			agree = 0;
			best = r;
			least = o;
		}
		best = sat_rank_and(best, r);
		agree++;
	}
	*ordinal = least;
	*rank = best;
	return true;
}

static bool
seek_any(struct sat_set *s, uint64_t least, uint64_t *ordinal, sat_rank *rank,
    bool *any, struct satchel_err *err)
{
	*any = false;
	for (size_t i = 0; i < s->children; i++) {
		struct sat_set *c = s->child[i];
		uint64_t o = 0;
		sat_rank r = 0;
		bool has = false;

		if (!c->seek(c, least, &o, &r, &has, err))
			return false;
		if (!has)
			continue;
		if (!*any || o < *ordinal) {
			*ordinal = o;
			*rank = r;
		} else if (o == *ordinal && r < *rank) {
			*rank = r;
		}
		*any = true;
	}
	return true;
}

void
sat_sets_free(struct sat_sets *x)
{
	for (struct sat_set *s = x->made; s != NULL; s = s->before) {
		for (size_t i = 0; i < s->lists; i++)
			sat_cursor_free(&s->list[i].c);
		free(s->m);
	}
	x->made = NULL;
}

static struct sat_set *
make(struct sat_sets *x, seek_fn *seek)
{
	struct sat_set *s = sat_arena_alloc(x->a, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->seek = seek;
	s->before = x->made;
	x->made = s;
	return s;
}

static int
by_ordinal(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;

	if (a->ordinal != b->ordinal)
		return a->ordinal < b->ordinal ? -1 : 1;
	return a->rank - b->rank;
}

/* Reads a whole list behind those in s->m. */
static bool
slurp(struct sat_set *s, struct sat_dict *d, struct sat_cursor *c,
    const struct sat_lead *l, struct satchel_err *err)
{
	sat_rank rank = sat_rank_of(l->match, l->ref.field);
	uint64_t o = 0, least = 0;
	bool any = true;

	if (!sat_dict_open(d, &l->ref, c, err))
		return false;
	for (;; least = o + 1) {
		if (!sat_cursor_seek(c, least, &o, &any, err))
			return false;
		if (!any)
			return true;
		if (s->members == s->size) /* its sum of frequencies */
			return sat_fail(err, SATCHEL_EFORMAT,
			    "a list of records is longer than its term says");
		s->m[s->members++] =
		    (struct member){ (uint32_t)o, rank }; /* < records */
	}
}

static void
sort_members(struct sat_set *s)
{
	size_t n = 0;

	qsort(s->m, s->members, sizeof(s->m[0]), by_ordinal);
	for (size_t i = 0; i < s->members; i++)
		if (n == 0 || s->m[i].ordinal != s->m[n - 1].ordinal)
			s->m[n++] = s->m[i]; /* its best rank is first */
	s->members = n;
}

static bool
to_memory(struct sat_set *s, struct sat_dict *d, const struct sat_lead *lead,
    size_t n, struct satchel_err *err)
{
	struct sat_cursor c = { 0 };
	size_t bytes;
	bool ok = true;

	if (!sat_to_size(s->size, &bytes) ||
	    !sat_mul_size(bytes, sizeof(s->m[0]), &bytes))
		return sat_fail_nomem(err);
	s->m = malloc(bytes);
	if (s->m == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; ok && i < n; i++)
		ok = slurp(s, d, &c, &lead[i], err);
	sat_cursor_free(&c);
	if (ok)
		sort_members(s);
	return ok;
}

static bool
open_lists(struct sat_sets *x, struct sat_set *s, const struct sat_lead *lead,
    size_t n, struct satchel_err *err)
{
	s->list = sat_arena_array(x->a, n, sizeof(s->list[0]));
	if (s->list == NULL)
		return sat_fail_nomem(err);
	s->lists = n;
	for (size_t i = 0; i < n; i++) {
		struct open_list *l = &s->list[i];

		l->rank = sat_rank_of(lead[i].match, lead[i].ref.field);
		if (!sat_dict_open(x->d, &lead[i].ref, &l->c, err) ||
		    !sat_cursor_seek(&l->c, 0, &l->at, &l->over, err))
			return false;
		l->over = !l->over;
	}
	return true;
}

bool
sat_set_lists(struct sat_sets *x, const struct sat_lead *lead, size_t n,
    struct sat_set **out, struct satchel_err *err)
{
	struct sat_set *s = make(x, n <= OPEN_LISTS ? seek_lists : seek_memory);

	if (s == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < n; i++)
		s->size += lead[i].ref.df;
	if (!(s->seek == seek_lists ? open_lists(x, s, lead, n, err)
				    : to_memory(s, x->d, lead, n, err)))
		return false;
	*out = s;
	return true;
}

static int
by_size(const void *pa, const void *pb)
{
	const struct sat_set *const *a = pa, *const *b = pb;

	return ((*a)->size > (*b)->size) - ((*a)->size < (*b)->size);
}

bool
sat_set_join(struct sat_sets *x, bool all, struct sat_set *const *child,
    size_t n, struct sat_set **out, struct satchel_err *err)
{
	struct sat_set *s = make(x, all ? seek_all : seek_any);

	if (s != NULL)
		s->child = sat_arena_array(x->a, n, sizeof(struct sat_set *));
	if (s == NULL || s->child == NULL)
		return sat_fail_nomem(err);
	memcpy(s->child, child, n * sizeof(struct sat_set *));
	s->children = n;
	qsort(s->child, n, sizeof(struct sat_set *), by_size);
	for (size_t i = 0; i < n; i++)
		s->size += all && i > 0 ? 0 : s->child[i]->size;
	*out = s;
	return true;
}

bool
sat_set_seek(struct sat_set *s, uint64_t least, uint64_t *ordinal,
    sat_rank *rank, bool *any, struct satchel_err *err)
{
	/* a query's sets are four deep: clauses, the ways to meet one, its
	 * words, their lists */
	return s->seek(s, least, ordinal, rank, any, err);
}
