/* node: what a YAML document and a JSON record both become: strings,
 * integers, lists and maps in an arena, each with its place in the file. */
#ifndef SAT_NODE_H
#define SAT_NODE_H

#include "arena.h"
#include "err.h"

enum sat_node_type { SAT_STR, SAT_INT, SAT_LIST, SAT_MAP };

/* How a scalar was written, where that matters to a rule. */
enum sat_style {
	SAT_PLAIN,
	SAT_QUOTED,
	SAT_BLOCK,
	SAT_ABSENT, /* nothing stands after the colon */
	SAT_FAULTY /* an alias: a finding was made, its value is unknown */
};

struct sat_pair;

/* struct satchel_value in the public header is this. */
struct sat_node {
	enum sat_node_type type;
	enum sat_style style;
	struct sat_mark at; /* of the value's first character */
	size_t n; /* bytes, items or pairs */
	union {
		const char *s; /* n bytes, then a NUL */
		int64_t i;
		struct sat_node *item;
		struct sat_pair *pair;
	} u;
};

struct sat_pair {
	const char *key; /* NUL-terminated */
	struct sat_mark at; /* of the key */
	struct sat_node value;
};

/* The value of |key| in map |m|; NULL if |m| is NULL, no map, or has none. */
const struct sat_node *sat_node_get(const struct sat_node *m, const char *key);

/* The string of |key| in map |m|, or NULL. */
const char *sat_node_str(const struct sat_node *m, const char *key);

/* A string node of |n| bytes, copied into |a|; false: no memory. */
SATCHEL_MUST bool sat_node_string(
    struct sat_arena *a, const void *p, size_t n, struct sat_node *out);

/* An empty list or map with room for |cap| entries. */
SATCHEL_MUST bool sat_node_room(struct sat_arena *a, enum sat_node_type type,
    size_t cap, struct sat_node *out);
/* Appends; the room must be there (asserted by n < cap of the caller). */
void sat_node_push(struct sat_node *list, const struct sat_node *item);
void sat_node_put(
    struct sat_node *map, const char *key, const struct sat_node *value);

#endif
