#include "node.h"

#include <string.h>

const struct sat_node *
sat_node_get(const struct sat_node *m, const char *key)
{
	if (m == NULL || m->type != SAT_MAP)
		return NULL;
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->u.pair[i].key, key) == 0)
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
	size_t size = type == SAT_MAP ? sizeof(struct sat_pair)
	                              : sizeof(struct sat_node);
	void *room = sat_arena_array(a, cap, size);

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
