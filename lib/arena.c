#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

enum { FIRST = 4096, LARGEST = 1 << 20 };

struct sat_arena_block {
	struct sat_arena_block *below;
	size_t size; /* of data */
	alignas(max_align_t) uint8_t data[];
};

static bool
push(struct sat_arena *a, size_t need)
{
	size_t size = a->top == NULL ? FIRST : a->top->size * 2, all;
	struct sat_arena_block *b;

	if (size > LARGEST)
		size = LARGEST;
	if (size < need)
		size = need;
	if (!sat_add_size(sizeof(*b), size, &all))
		return false;
	b = malloc(all);
	if (b == NULL)
		return false;
	b->below = a->top;
	b->size = size;
	a->top = b;
	a->left = size;
	a->total += all;
	return true;
}

void *
sat_arena_raw(struct sat_arena *a, size_t n)
{
	size_t unit = alignof(max_align_t), rounded;
	uint8_t *p;

	if (n == 0)
		n = 1; /* never NULL for want of bytes */
	if (!sat_add_size(n, unit - 1, &rounded))
		return NULL;
	rounded -= rounded % unit;
	if (rounded > a->left && !push(a, rounded))
		return NULL;
	p = a->top->data + (a->top->size - a->left);
	a->left -= rounded;
	return p;
}

void *
sat_arena_alloc(struct sat_arena *a, size_t n)
{
	void *p = sat_arena_raw(a, n);

	if (p != NULL)
		memset(p, 0, n);
	return p;
}

void *
sat_arena_array(struct sat_arena *a, size_t n, size_t size)
{
	size_t all;

	return sat_mul_size(n, size, &all) ? sat_arena_alloc(a, all) : NULL;
}

char *
sat_arena_copy(struct sat_arena *a, const void *p, size_t n)
{
	size_t all;
	char *s;

	if (!sat_add_size(n, 1, &all))
		return NULL;
	s = sat_arena_raw(a, all);
	if (s == NULL)
		return NULL;
	if (n > 0)
		memcpy(s, p, n);
	s[n] = '\0';
	return s;
}

void
sat_arena_free(struct sat_arena *a)
{
	while (a->top != NULL) {
		struct sat_arena_block *b = a->top;

		a->top = b->below;
		free(b);
	}
	memset(a, 0, sizeof(*a));
}

void
sat_arena_reset(struct sat_arena *a)
{
	struct sat_arena_block *keep = a->top;

	if (keep == NULL)
		return;
	a->top = keep->below;
	sat_arena_free(a);
	keep->below = NULL;
	a->top = keep;
	a->left = keep->size;
	a->total = sizeof(*keep) + keep->size;
}
