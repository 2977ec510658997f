#include "lanes.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

struct lane {
	struct sat_runs *runs;
	struct sat_rd key, value; /* its first pair that was not given */
	bool over;
};

struct sat_lanes {
	struct lane lane[SAT_MAX_LANES];
	unsigned n;
	bool begun;
	struct lane *given; /* its pair was; NULL: none yet */
};

bool
sat_lanes_new(const char *path, size_t memory, unsigned n,
    struct sat_lanes **out, struct satchel_err *err)
{
	struct sat_lanes *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return sat_fail_nomem(err);
	for (; l->n < n; l->n++)
		if (!sat_runs_new(path, memory / n, &l->lane[l->n].runs, err)) {
			sat_lanes_free(l);
			return false;
		}
	*out = l;
	return true;
}

void
sat_lanes_free(struct sat_lanes *l)
{
	if (l == NULL)
		return;
	for (unsigned i = 0; i < l->n; i++)
		sat_runs_free(l->lane[i].runs);
	free(l);
}

bool
sat_lanes_add(struct sat_lanes *l, unsigned lane, const void *key,
    size_t key_len, const void *value, size_t value_len,
    struct satchel_err *err)
{
	return sat_runs_add(
	    l->lane[lane].runs, key, key_len, value, value_len, err);
}

bool
sat_lanes_end(struct sat_lanes *l, unsigned lane, struct satchel_err *err)
{
	return sat_runs_sort(l->lane[lane].runs, err);
}

static bool
pull(struct lane *l, struct satchel_err *err)
{
	bool more;

	if (!sat_runs_next(l->runs, &l->key, &l->value, &more, err))
		return false;
	l->over = !more;
	return true;
}

static bool
before(const struct lane *a, const struct lane *b)
{
	int c = memcmp(a->key.p, b->key.p, sat_min(a->key.n, b->key.n));

	return c < 0 || (c == 0 && a->key.n < b->key.n);
}

bool
sat_lanes_next(struct sat_lanes *l, struct sat_rd *key, struct sat_rd *value,
    bool *more, struct satchel_err *err)
{
	struct lane *least = NULL;

	for (unsigned i = 0; i < l->n && !l->begun; i++)
		if (!pull(&l->lane[i], err))
			return false;
	l->begun = true;
	if (l->given != NULL && !pull(l->given, err))
		return false;
	for (unsigned i = 0; i < l->n; i++)
		if (!l->lane[i].over &&
		    (least == NULL || before(&l->lane[i], least)))
			least = &l->lane[i];
	l->given = least;
	*more = least != NULL;
	if (*more) {
		*key = least->key;
		*value = least->value;
	}
	return true;
}
