#include "custody.h"

#include <string.h>

#include "check.h"
#include "shape.h"

struct sat_rounds
sat_rounds_of(const struct sat_node *release, int64_t issued)
{
	const struct sat_node *list = sat_node_get(release, "rounds");
	struct sat_rounds r = { .until = issued / SAT_DAY };
	int64_t day, before = INT64_MIN, last = INT64_MIN;

	for (size_t i = 0;
	     list != NULL && list->type == SAT_LIST && i < list->n; i++) {
		const struct sat_node *v = &list->u.item[i];

		if (v->type != SAT_STR || !sat_day_read(v->u.s, &day) ||
		    day > r.until || day == last || day < before)
			continue;
		if (day > last) {
			before = last;
			last = day;
		} else {
			before = day;
		}
	}
	r.two = before != INT64_MIN;
	r.last[0] = before;
	r.last[1] = last;
	return r;
}

static struct sat_pinged *
find(const struct sat_custody *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->who[i].id, id) == 0)
			return &c->who[i];
	return NULL;
}

static void
note(struct sat_custody *c, const char *id, int64_t day,
    const struct sat_rounds *r)
{
	struct sat_pinged *p = find(c, id);

	if (p == NULL) {
		p = &c->who[c->n++];
		p->id = id;
		p->day = day;
	}
	if (day > p->day)
		p->day = day;
	if (r->two && (day == r->last[0] || day == r->last[1]))
		p->recent = true;
}

bool
sat_custody_read(const struct sat_node *root, const struct sat_rounds *r,
    struct sat_arena *a, struct sat_custody *c)
{
	const struct sat_node *list = sat_node_get(root, "pings");
	struct sat_custody got = { .state = sat_node_str(root, "state"),
		.file = c->file,
		.judged = r->two };
	int64_t day;

	got.who = sat_arena_array(a, list->n, sizeof(*got.who));
	if (got.who == NULL)
		return false;
	for (size_t i = 0; i < root->n; i++)
		if (strcmp(root->u.pair[i].key, "pings") == 0)
			got.pings = root->u.pair[i].at;
	for (size_t i = 0; i < list->n; i++) {
		const char *result = sat_text_of(&list->u.item[i], "result");
		const char *round = sat_text_of(&list->u.item[i], "round");
		const char *id = sat_text_of(&list->u.item[i], "contact");

		if (result != NULL && strcmp(result, "acknowledged") == 0 &&
		    round != NULL && sat_day_read(round, &day) &&
		    day <= r->until && id != NULL)
			note(&got, id, day, r);
	}
	*c = got;
	return true;
}

const struct sat_pinged *
sat_custody_of(const struct sat_custody *c, const char *id)
{
	return find(c, id);
}
