#include "node.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

enum { FEW = 40 }; /* keys that are compared each with each */

const struct sat_node *
sat_node_get(const struct sat_node *m, const char *key)
{
	if (m == NULL || m->type != SAT_MAP)
		return NULL;
	for (size_t i = 0; i < m->n; i++)
		if (sat_key_is(m->u.pair[i].key, key))
			return &m->u.pair[i].value;
	return NULL;
}

const char *
sat_node_str(const struct sat_node *m, const char *key)
{
	const struct sat_node *v = sat_node_get(m, key);

	return v != NULL && v->type == SAT_STR ? v->u.s : NULL;
}

bool
sat_node_string(
    struct sat_arena *a, const void *p, size_t n, struct sat_node *out)
{
	char *s = sat_arena_copy(a, p, n);

	if (s == NULL)
		return false;
	memset(out, 0, sizeof(*out));
	out->type = SAT_STR;
	out->n = n;
	out->u.s = s;
	return true;
}

bool
sat_node_room(struct sat_arena *a, enum sat_node_type type, size_t cap,
    struct sat_node *out)
{
	size_t size =
	    type == SAT_MAP ? sizeof(struct sat_pair) : sizeof(struct sat_node);
	size_t all;
	void *room =
	    sat_mul_size(cap, size, &all) ? sat_arena_raw(a, all) : NULL;

	if (room == NULL)
		return false;
	memset(out, 0, sizeof(*out));
	out->type = type;
	if (type == SAT_MAP)
		out->u.pair = room;
	else
		out->u.item = room;
	return true;
}

void
sat_node_push(struct sat_node *list, const struct sat_node *item)
{
	list->u.item[list->n++] = *item;
}

void
sat_node_put(
    struct sat_node *map, const char *key, const struct sat_node *value)
{
	struct sat_pair *p = &map->u.pair[map->n++];

	p->key = key;
	p->at = value->at;
	p->value = *value;
}

static struct sat_frame *
top(struct sat_nest *n)
{
	return n->depth > 0 ? &n->frame[n->depth - 1] : NULL;
}

bool
sat_nest_wants_key(const struct sat_nest *n)
{
	const struct sat_frame *f = &n->frame[n->depth > 0 ? n->depth - 1 : 0];

	return n->depth > 0 && f->type == SAT_MAP && !f->has_key;
}

bool
sat_nest_open(struct sat_nest *n, enum sat_node_type type,
    const struct sat_mark *at, bool at_key)
{
	struct sat_frame f = { .type = type,
		.at_key = at_key,
		.is_key = sat_nest_wants_key(n),
		.base = n->used,
		.at = *at };

	if (n->depth == SAT_MAX_DEPTH)
		return false;
	n->frame[n->depth++] = f;
	return true;
}

void
sat_nest_key(struct sat_nest *n, const char *key, const struct sat_mark *at)
{
	struct sat_frame *f = top(n);

	if (f == NULL)
		return; /* a caller's mistake: there is no map */
	if (f->at_key)
		f->at = *at;
	f->at_key = false;
	f->key = key;
	f->key_at = *at;
	f->has_key = true;
}

/* Room for one more on the stack. */
static bool
grow(struct sat_nest *n)
{
	size_t cap = n->cap == 0 ? 32 : n->cap, bytes;
	struct sat_pair *p;

	if (n->used < n->cap)
		return true;
	if (!sat_mul_size(cap, 2, &cap) ||
	    !sat_mul_size(cap, sizeof(*p), &bytes))
		return false;
	p = realloc(n->stack, bytes);
	if (p == NULL)
		return false;
	n->stack = p;
	n->cap = cap;
	return true;
}

bool
sat_nest_value(struct sat_nest *n, const struct sat_node *v)
{
	struct sat_frame *f = top(n);
	struct sat_pair *p;

	if (f == NULL) {
		n->root = *v;
		return true;
	}
	f->has_key = false;
	if (f->type == SAT_MAP && f->key == NULL)
		return true;
	if (!grow(n))
		return false;
	p = &n->stack[n->used++];
	p->key = f->key; /* of a list: NULL */
	p->at = f->key_at;
	p->value = *v;
	return true;
}

struct place {
	const char *key;
	size_t i; /* of the pair */
};

static int
by_key(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	int c = strcmp(a->key, b->key);

	return c != 0 ? c : (a->i > b->i) - (a->i < b->i);
}

/* Marks all but the first pair of each key among many; false: no memory. */
static bool
find_repeats(const struct sat_pair *p, size_t n, bool *repeat)
{
	struct place *sorted = calloc(n, sizeof(*sorted));

	if (sorted == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct place){ p[i].key, i };
	qsort(sorted, n, sizeof(*sorted), by_key);
	for (size_t i = 1; i < n; i++)
		if (strcmp(sorted[i - 1].key, sorted[i].key) == 0)
			repeat[sorted[i].i] = true;
	free(sorted);
	return true;
}

static void
find_few_repeats(const struct sat_pair *p, size_t n, bool *repeat)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = 0; j < i && !repeat[i]; j++)
			repeat[i] = sat_key_is(p[i].key, p[j].key);
}

static bool
drop_repeats(struct sat_nest *n, size_t base, sat_repeat_fn *tell, void *ctx)
{
	size_t count = n->used - base, kept = 0;
	struct sat_pair *p = n->stack + base;
	bool few[FEW] = { false }, *repeat = few;

	if (count > FEW) {
		repeat = calloc(count, sizeof(*repeat));
		if (repeat == NULL || !find_repeats(p, count, repeat)) {
			free(repeat);
			return false;
		}
	} else {
		find_few_repeats(p, count, repeat);
	}
	for (size_t i = 0; i < count; i++) {
		if (repeat[i])
			tell(ctx, &p[i]);
		else
			p[kept++] = p[i];
	}
	n->used = base + kept;
	if (repeat != few)
		free(repeat);
	return true;
}

/* The children from |f->base| on, copied into one node. */
static bool
gather(struct sat_nest *n, const struct sat_frame *f, struct sat_arena *a,
    struct sat_node *out)
{
	size_t count = n->used - f->base;

	if (!sat_node_room(a, f->type, count, out))
		return false;
	if (f->type == SAT_MAP && count > 0)
		memcpy(out->u.pair, n->stack + f->base,
		    count * sizeof(*out->u.pair));
	for (size_t i = 0; f->type == SAT_LIST && i < count; i++)
		out->u.item[i] = n->stack[f->base + i].value;
	out->n = count;
	out->at = f->at;
	return true;
}

bool
sat_nest_close(
    struct sat_nest *n, struct sat_arena *a, sat_repeat_fn *repeat, void *ctx)
{
	struct sat_frame f;
	struct sat_node v;

	if (n->depth == 0)
		return true; /* a caller's mistake: nothing is open */
	f = n->frame[--n->depth];
	if (f.is_key) {
		n->used = f.base;
		sat_nest_key(n, NULL, &f.at);
		return true;
	}
	if (f.type == SAT_MAP && n->used - f.base > 1 &&
	    !drop_repeats(n, f.base, repeat, ctx))
		return false;
	if (!gather(n, &f, a, &v))
		return false;
	n->used = f.base;
	return sat_nest_value(n, &v);
}

void
sat_nest_reset(struct sat_nest *n)
{
	n->depth = n->used = 0;
}

void
sat_nest_free(struct sat_nest *n)
{
	free(n->stack);
	memset(n, 0, sizeof(*n));
}
