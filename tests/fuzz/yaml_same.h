/* yaml_same: a source file read with and without the shorter way
 * (lib/yaml_plain.h): are the trees and the findings the same in all that can
 * be seen of them? */
#ifndef SAT_YAML_SAME_H
#define SAT_YAML_SAME_H

#include <string.h>

#include "yaml.h"

enum { YAML_SAME_MOST = 1024 }; /* documents that are compared */

static inline bool
same_mark(const struct sat_mark *a, const struct sat_mark *b)
{
	return a->line == b->line && a->col == b->col;
}

static inline bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Recursion is bounded by SAT_MAX_DEPTH. */
static inline bool
same_tree(const struct sat_node *a, /* NOLINT(misc-no-recursion) */
    const struct sat_node *b)
{
	if (a->type != b->type || a->style != b->style || a->n != b->n ||
	    !same_mark(&a->at, &b->at))
		return false;
	if (a->type == SAT_STR) /* and the NUL */
		return memcmp(a->u.s, b->u.s, a->n + 1) == 0;
	for (size_t i = 0; i < a->n; i++) {
		if (a->type == SAT_LIST) {
			if (!same_tree(&a->u.item[i], &b->u.item[i]))
				return false;
			continue;
		}
		if (strcmp(a->u.pair[i].key, b->u.pair[i].key) != 0 ||
		    !same_mark(&a->u.pair[i].at, &b->u.pair[i].at) ||
		    !same_tree(&a->u.pair[i].value, &b->u.pair[i].value))
			return false;
	}
	return true;
}

static inline bool
same_findings(const struct sat_diag *a, const struct sat_diag *b)
{
	if (a->n != b->n || a->errors != b->errors)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct satchel_finding *f = &a->list[i], *g = &b->list[i];

		if (f->line != g->line || f->col != g->col ||
		    !same_text(f->rule, g->rule) ||
		    !same_text(f->message, g->message) ||
		    !same_text(f->hint, g->hint))
			return false;
	}
	return true;
}

/* All documents of a file; false: no memory. */
struct yaml_all {
	struct sat_arena a;
	struct sat_diag d;
	struct sat_node root[YAML_SAME_MOST];
	size_t roots, plain;
};

static inline bool
read_all(const uint8_t *p, size_t n, bool thorough, struct yaml_all *all)
{
	struct sat_yaml *y = NULL;
	struct satchel_err err;
	struct sat_node root;
	bool more = true, ok;

	all->roots = 0;
	ok = sat_yaml_open(p, n, "same.yaml", &all->d, &y, &err);
	if (ok && thorough)
		sat_yaml_thorough(y);
	while (ok && more) {
		ok = sat_yaml_next(y, &all->a, &root, &more, &err);
		if (ok && more && all->roots < YAML_SAME_MOST)
			all->root[all->roots++] = root;
	}
	if (ok)
		all->plain = sat_yaml_plain(y);
	sat_yaml_close(y);
	sat_diag_sort(&all->d);
	return ok;
}

/* |*documents| there are, of which |*plain| went the shorter way. */
static inline bool
yaml_same(const uint8_t *p, size_t n, size_t *documents, size_t *plain)
{
	static struct yaml_all one, other;
	bool same = read_all(p, n, false, &one) &&
		    read_all(p, n, true, &other) && other.plain == 0 &&
		    one.roots == other.roots && same_findings(&one.d, &other.d);

	for (size_t i = 0; same && i < one.roots; i++)
		same = same_tree(&one.root[i], &other.root[i]);
	*documents = one.roots;
	*plain = one.plain;
	sat_arena_free(&one.a);
	sat_arena_free(&other.a);
	sat_diag_free(&one.d);
	sat_diag_free(&other.d);
	return same;
}

#endif
