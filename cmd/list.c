/* satchel list: the parties of the directory. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

enum { CODE_WIDTH_MAX = 24 };

struct party {
	char *id, *name;
	size_t contacts;
};

struct parties {
	struct party *list;
	size_t n, cap;
	bool nomem;
};

static void
parties_free(struct parties *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->list[i].id);
		free(p->list[i].name);
	}
	free(p->list);
}

static bool
room(struct parties *p)
{
	size_t cap = p->cap == 0 ? 256 : p->cap * 2;
	struct party *list;

	if (p->n < p->cap)
		return true;
	if (cap > SIZE_MAX / sizeof(*list))
		return false;
	list = realloc(p->list, cap * sizeof(*list));
	if (list == NULL)
		return false;
	p->list = list;
	p->cap = cap;
	return true;
}

static bool
add(struct parties *p, const struct satchel_record *r)
{
	struct party *one;

	if (!room(p)) {
		p->nomem = true;
		return false;
	}
	one = &p->list[p->n++];
	one->id = strdup(r->id);
	one->name = strdup(party_name(r->value));
	one->contacts = 0;
	p->nomem = one->id == NULL || one->name == NULL;
	return !p->nomem;
}

/* Records come in order of id: a party before its contacts, though others may
 * stand between ("X", "X-1", "X/a"). */
static void
count(struct parties *p, const char *id)
{
	size_t len = strcspn(id, "/"), lo = 0, hi = p->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int cmp = strncmp(p->list[mid].id, id, len);

		if (cmp == 0 && p->list[mid].id[len] != '\0')
			cmp = 1;
		if (cmp == 0) {
			p->list[mid].contacts++;
			return;
		}
		if (cmp < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
}

static bool
each(void *ctx, const struct satchel_record *r)
{
	struct parties *p = ctx;

	if (r->kind == SATCHEL_PARTY)
		return add(p, r);
	if (r->kind == SATCHEL_CONTACT)
		count(p, r->id);
	return true;
}

static void
one_json(struct cli *c, const struct party *p)
{
	json_open(&c->out);
	banner_json(&c->out, satchel_release_of(c->s));
	json_str(&c->out, "id", p->id);
	json_str(&c->out, "name", p->name);
	json_num(&c->out, "contacts", (int64_t)p->contacts); /* <= 1024 */
	json_close(&c->out);
}

static void
one_text(struct cli *c, const struct party *p, unsigned width)
{
	out_str(&c->out, p->id);
	if (c->plain) {
		out_put(&c->out, "\t");
		out_fmt(&c->out, "%zu", p->contacts);
		out_put(&c->out, "\t");
		out_str(&c->out, p->name);
	} else {
		out_pad(&c->out, width + 2);
		out_fmt(&c->out, "%3zu", p->contacts);
		out_pad(&c->out, width + 7);
		out_wrap(&c->out, width + 7, p->name);
	}
	out_nl(&c->out);
}

static void
show(struct cli *c, const struct parties *p)
{
	unsigned width = 0;
	size_t contacts = 0;

	for (size_t i = 0; i < p->n; i++) {
		unsigned w = text_width(p->list[i].id, strlen(p->list[i].id));

		width = w > width && w <= CODE_WIDTH_MAX ? w : width;
		contacts += p->list[i].contacts;
	}
	for (size_t i = 0; i < p->n && out_alive(&c->out); i++)
		if (c->json)
			one_json(c, &p->list[i]);
		else
			one_text(c, &p->list[i], width);
	if (!c->json && !c->plain) {
		out_nl(&c->out);
		out_say(
		    &c->out, 0, "%zu parties, %zu contacts", p->n, contacts);
	}
}

int
cmd_list(struct cli *c, int argc, char **argv)
{
	const struct spec spec = {
		"list [-b BUNDLE] [-d DIRECTORY] [--json | --plain]", NULL, 0,
		COMMON_READ | COMMON_RAW, 0, 0
	};
	struct parties p = { 0 };
	struct satchel_err err;
	int status = 0;

	if (!opt_parse(c, argc, argv, &spec) || !cli_read(c))
		return c->status;
	banner(c, satchel_release_of(c->s));
	if (!satchel_walk(c->s, "", each, &p, &err))
		status = complain(&err);
	else if (p.nomem)
		status = complain_as(9, NULL, "out of memory");
	else
		show(c, &p);
	parties_free(&p);
	return status;
}
