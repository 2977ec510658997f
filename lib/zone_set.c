#include "zone_set.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

/* A zone that the data has or that is needed. */
struct zone {
	const char *name;
	bool exists, needed;
};

struct sat_zone_set {
	const struct sat_tzdata *tz;
	pthread_mutex_t lock; /* guards what follows */
	struct sat_arena a;
	struct zone *zone; /* sorted by name */
	size_t n, cap;
	const char **list;
};

struct sat_zone_set *
sat_zone_set_new(const struct sat_tzdata *tz)
{
	struct sat_zone_set *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	if (pthread_mutex_init(&s->lock, NULL) != 0) {
		free(s);
		return NULL;
	}
	s->tz = tz;
	return s;
}

void
sat_zone_set_free(struct sat_zone_set *s)
{
	if (s == NULL)
		return;
	pthread_mutex_destroy(&s->lock);
	sat_arena_free(&s->a);
	free(s->zone);
	free(s->list);
	free(s);
}

/* The index of |name|, or where it belongs. */
static bool
find(const struct sat_zone_set *s, const char *name, size_t *at)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(s->zone[mid].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*at = low;
	return low < s->n && strcmp(s->zone[low].name, name) == 0;
}

static bool
grow(struct sat_zone_set *s)
{
	size_t cap, bytes;
	struct zone *more;

	if (s->n < s->cap)
		return true;
	if (!sat_mul_size(s->cap + 8, 2, &cap) ||
	    !sat_mul_size(cap, sizeof(*more), &bytes))
		return false;
	more = realloc(s->zone, bytes);
	if (more == NULL)
		return false;
	s->zone = more;
	s->cap = cap;
	return true;
}

/* The entry of |name|, made if there is none; NULL: no memory. */
static struct zone *
entry(struct sat_zone_set *s, const char *name)
{
	char *copy;
	size_t at;

	if (find(s, name, &at))
		return &s->zone[at];
	if (!grow(s))
		return NULL;
	copy = sat_arena_copy(&s->a, name, strlen(name));
	if (copy == NULL)
		return NULL;
	memmove(&s->zone[at + 1], &s->zone[at], (s->n - at) * sizeof(*s->zone));
	s->zone[at] = (struct zone){ .name = copy };
	s->n++;
	return &s->zone[at];
}

bool
sat_zone_set_has(struct sat_zone_set *s, const char *name)
{
	struct zone *z;
	size_t at;
	bool known;

	pthread_mutex_lock(&s->lock);
	known = find(s, name, &at) && s->zone[at].exists;
	pthread_mutex_unlock(&s->lock);
	/* one that does not exist is asked for again: there is no end of
	 * such names */
	if (known || !sat_tzdata_has(s->tz, name))
		return known;
	pthread_mutex_lock(&s->lock);
	z = entry(s, name);
	if (z != NULL) /* else it is asked for again */
		z->exists = true;
	pthread_mutex_unlock(&s->lock);
	return true;
}

bool
sat_zone_set_use(struct sat_zone_set *s, const char *name)
{
	struct zone *z;

	pthread_mutex_lock(&s->lock);
	z = entry(s, name);
	if (z != NULL)
		z->needed = true;
	pthread_mutex_unlock(&s->lock);
	return z != NULL;
}

bool
sat_zone_set_list(struct sat_zone_set *s, const char *const **names, size_t *n)
{
	const char **list = calloc(s->n + 1, sizeof(*list));
	size_t count = 0;

	if (list == NULL)
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (s->zone[i].needed)
			list[count++] = s->zone[i].name;
	free(s->list);
	s->list = list;
	*names = list;
	*n = count;
	return true;
}
