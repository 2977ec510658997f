/* fuzz_yaml: any bytes as a source file: nodes or findings, in order, and
 * no text in a node that the rules forbid. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"
#include "yaml.h"

enum { DEEPEST = 8 };

static void
check_text(const char *s, size_t n)
{
	const uint8_t *p = (const uint8_t *)s, *end = p + n;
	uint32_t cp;

	if (s[n] != '\0')
		abort();
	while (sat_utf8_next(&p, end, &cp)) {
		enum sat_cp c = sat_cp_class(cp);

		if (c != SAT_CP_PLAIN && c != SAT_CP_JOINER && cp != '\n')
			abort();
	}
	if (p != end)
		abort();
}

static void
check_mark(const struct sat_mark *m)
{
	if (m->line == 0 || m->col == 0)
		abort();
}

/* Recursion is bounded by what is checked here. */
static void
check_node(const struct sat_node *v, int depth) /* NOLINT(misc-no-recursion) */
{
	check_mark(&v->at);
	if (v->type == SAT_STR && v->style != SAT_FAULTY)
		check_text(v->u.s, v->n);
	if (v->type == SAT_LIST || v->type == SAT_MAP) {
		if (depth == DEEPEST)
			abort();
		for (size_t i = 0; i < v->n; i++) {
			if (v->type == SAT_LIST) {
				check_node(&v->u.item[i], depth + 1);
				continue;
			}
			check_mark(&v->u.pair[i].at);
			check_text(v->u.pair[i].key, strlen(v->u.pair[i].key));
			if (sat_node_get(v, v->u.pair[i].key) !=
			    &v->u.pair[i].value)
				abort(); /* a key stands once */
			check_node(&v->u.pair[i].value, depth + 1);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_arena a = { 0 };
	struct sat_yaml *y = NULL;
	struct sat_diag d = { 0 };
	struct satchel_err err;
	struct sat_node root;
	bool more = true;

	if (!sat_yaml_open(data, size, "fuzz.yaml", &d, &y, &err))
		return 0;
	while (more && sat_yaml_next(y, &a, &root, &more, &err))
		if (more)
			check_node(&root, 0);
	sat_yaml_close(y);
	sat_diag_sort(&d);
	for (size_t i = 0; i < d.n; i++) {
		const struct sat_mark m = { d.list[i].line, d.list[i].col };

		check_mark(&m);
	}
	sat_diag_free(&d);
	sat_arena_free(&a);
	return 0;
}
