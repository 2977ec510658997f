/* value: the public, read-only view of a node. */
#include "node.h"

#include <stddef.h>

static const struct sat_node *
node(const struct satchel_value *v)
{
	return (const struct sat_node *)(const void *)v;
}

static const struct satchel_value *
value(const struct sat_node *n)
{
	return (const struct satchel_value *)(const void *)n;
}

enum satchel_type
satchel_value_type(const struct satchel_value *v)
{
	static const enum satchel_type type[] = {
		[SAT_STR] = SATCHEL_STRING,
		[SAT_INT] = SATCHEL_INTEGER,
		[SAT_LIST] = SATCHEL_LIST,
		[SAT_MAP] = SATCHEL_MAP,
	};

	return v == NULL ? SATCHEL_STRING : type[node(v)->type];
}

static bool
is_many(const struct sat_node *n)
{
	return n != NULL && (n->type == SAT_LIST || n->type == SAT_MAP);
}

size_t
satchel_value_count(const struct satchel_value *v)
{
	return is_many(node(v)) ? node(v)->n : 0;
}

const struct satchel_value *
satchel_value_at(const struct satchel_value *v, size_t i)
{
	const struct sat_node *n = node(v);

	if (!is_many(n) || i >= n->n)
		return NULL;
	return value(n->type == SAT_LIST ? &n->u.item[i] : &n->u.pair[i].value);
}

const char *
satchel_value_key(const struct satchel_value *v, size_t i)
{
	const struct sat_node *n = node(v);

	if (n == NULL || n->type != SAT_MAP || i >= n->n)
		return NULL;
	return n->u.pair[i].key;
}

const struct satchel_value *
satchel_value_get(const struct satchel_value *v, const char *key)
{
	return value(sat_node_get(node(v), key));
}

const char *
satchel_value_string(const struct satchel_value *v)
{
	const struct sat_node *n = node(v);

	return n != NULL && n->type == SAT_STR ? n->u.s : NULL;
}

int64_t
satchel_value_integer(const struct satchel_value *v)
{
	const struct sat_node *n = node(v);

	return n != NULL && n->type == SAT_INT ? n->u.i : 0;
}
