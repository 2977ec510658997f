/* source_fixture: one YAML document as a node, for the tests of its checks. */
#ifndef SOURCE_FIXTURE_H
#define SOURCE_FIXTURE_H

#include "check_rule.h"
#include "unit.h"
#include "yaml.h"

struct document {
	struct sat_arena a;
	struct sat_diag d; /* of reading it: none is expected */
	struct sat_yaml *y;
	struct sat_node root;
};

/* |text| must stay. */
static inline void
document_init(struct document *x, const char *text)
{
	struct satchel_err err = { 0 };
	bool more = false;

	memset(x, 0, sizeof(*x));
	assert_true(sat_yaml_open(
	    (const uint8_t *)text, strlen(text), "x.yaml", &x->d, &x->y, &err));
	assert_true(sat_yaml_next(x->y, &x->a, &x->root, &more, &err));
	assert_true(more);
	if (x->d.n > 0)
		fail_msg("%s", x->d.list[0].message);
	assert_true(sat_check_trim(&x->a, &x->root));
}

static inline void
document_free(struct document *x)
{
	sat_yaml_close(x->y);
	sat_diag_free(&x->d);
	sat_arena_free(&x->a);
}

/* "line:col rule " of each finding, sorted. */
static inline void
put_findings(struct sat_diag *d, struct sat_wr *w)
{
	sat_diag_sort(d);
	for (size_t i = 0; i < d->n; i++)
		sat_wr_printf(w, "%u:%u %s ", d->list[i].line, d->list[i].col,
		    d->list[i].rule);
}

#endif
