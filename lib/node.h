/* node: what a YAML document and a JSON record both become: strings,
 * integers, lists and maps in an arena, each with its place in the file. */
#ifndef SAT_NODE_H
#define SAT_NODE_H

#include <string.h>

#include "arena.h"
#include "err.h"

enum sat_node_type { SAT_STR, SAT_INT, SAT_LIST, SAT_MAP };

/* How a scalar was written, where that matters to a rule. */
enum sat_style {
	SAT_PLAIN,
	SAT_QUOTED,
	SAT_BLOCK,
	SAT_ABSENT, /* nothing stands after the colon */
	SAT_FAULTY  /* an alias: a finding was made, its value is unknown */
};

struct sat_pair;

/* struct satchel_value in the public header is this. */
struct sat_node {
	enum sat_node_type type;
	enum sat_style style;
	struct sat_mark at; /* of the value's first character */
	size_t n;	    /* bytes, items or pairs */
	union {
		const char *s; /* n bytes, then a NUL */
		int64_t i;
		struct sat_node *item;
		struct sat_pair *pair;
	} u;
};

struct sat_pair {
	const char *key;    /* NUL-terminated */
	struct sat_mark at; /* of the key */
	struct sat_node value;
};

/* Are two keys the same?  Most differ in one of the first two bytes. */
static inline bool
sat_key_is(const char *a, const char *b)
{
	if (a[0] != b[0] || a[0] == '\0')
		return a[0] == b[0];
	return a[1] == b[1] && strcmp(a, b) == 0;
}

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

/* ---- a tree built in reading order, without recursion ----------------- */

enum { SAT_MAX_DEPTH = 8 }; /* the root list or map is level 1 */

/* A list or map whose end is not read yet; its children lie on the stack from
 * |base| on. */
struct sat_frame {
	enum sat_node_type type;
	bool at_key;  /* |at| becomes the place of the first key */
	bool is_key;  /* stands where a key should: it is dropped */
	bool has_key; /* the next value is |key|'s */
	size_t base;
	struct sat_mark at, key_at;
	const char *key; /* NULL: the pair is dropped */
};

/* All zero is a valid empty one. */
struct sat_nest {
	size_t depth;
	struct sat_frame frame[SAT_MAX_DEPTH];
	struct sat_pair *stack; /* an item of a list has no key */
	size_t used, cap;
	struct sat_node root; /* set when depth is 0 again */
};

/* Starts a list or map; |at_key| for a map that begins where its first key
 * does.  False, and nothing is done: it would be the ninth level. */
SATCHEL_MUST bool sat_nest_open(struct sat_nest *n, enum sat_node_type type,
    const struct sat_mark *at, bool at_key);

/* The next thing is a key of a map. */
bool sat_nest_wants_key(const struct sat_nest *n);

/* |key| is borrowed; NULL: none that can be used, so its value is dropped. */
void
sat_nest_key(struct sat_nest *n, const char *key, const struct sat_mark *at);

/* A scalar; false: no memory. */
SATCHEL_MUST bool sat_nest_value(struct sat_nest *n, const struct sat_node *v);

/* The end of the list or map, which becomes a node in |a|.  Of pairs with one
 * key the first stays; |repeat| is told of each other.  False: no memory. */
typedef void sat_repeat_fn(void *ctx, const struct sat_pair *p);
SATCHEL_MUST bool sat_nest_close(
    struct sat_nest *n, struct sat_arena *a, sat_repeat_fn *repeat, void *ctx);

void sat_nest_reset(struct sat_nest *n); /* empties it, keeps the memory */
void sat_nest_free(struct sat_nest *n);

#endif
