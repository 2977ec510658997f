/* satchel book: the whole directory as pages to print. */
#include "book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREFIX_SIZE = 128 };

struct list {
	struct book_party *party;
	size_t n, cap;
	bool nomem;
};

static bool
room(struct list *l)
{
	size_t cap = l->cap == 0 ? 256 : l->cap * 2;
	struct book_party *more;

	if (l->n < l->cap)
		return true;
	more = realloc(l->party, cap * sizeof(*more)); /* parties < 2^32 */
	if (more == NULL)
		return false;
	l->party = more;
	l->cap = cap;
	return true;
}

static bool
each_party(void *ctx, const struct satchel_record *r)
{
	struct list *l = ctx;
	struct book_party *p;

	if (r->kind != SATCHEL_PARTY)
		return true;
	l->nomem = !room(l);
	if (l->nomem)
		return false;
	p = &l->party[l->n++];
	p->id = strdup(r->id);
	p->name = strdup(party_name(r->value));
	p->contacts = 0;
	l->nomem = p->id == NULL || p->name == NULL;
	return !l->nomem;
}

/* A walk over the contacts of one party. */
struct pages {
	struct book *b; /* NULL: they are counted */
	char prefix[PREFIX_SIZE];
	size_t n;
};

static bool
each_contact(void *ctx, const struct satchel_record *r)
{
	struct pages *p = ctx;

	if (strncmp(r->id, p->prefix, strlen(p->prefix)) != 0)
		return false;
	if (p->b != NULL)
		html_contact(p->b, r);
	p->n++;
	return p->b == NULL || out_alive(p->b->o);
}

static bool
contacts(struct cli *c, struct book *b, const char *party, size_t *n)
{
	struct pages p = { .b = b };
	struct satchel_err err;

	(void)snprintf(p.prefix, sizeof(p.prefix), "%s/", party);
	if (!satchel_walk(c->s, p.prefix, each_contact, &p, &err)) {
		out_flush(&c->out);
		c->status = complain(&err);
		return false;
	}
	*n = p.n;
	return true;
}

static bool
read_list(struct cli *c, struct list *l)
{
	struct satchel_err err;

	if (!satchel_walk(c->s, "", each_party, l, &err)) {
		c->status = complain(&err);
		return false;
	}
	if (l->nomem) {
		c->status = complain_as(9, NULL, "out of memory");
		return false;
	}
	for (size_t i = 0; i < l->n; i++)
		if (!contacts(c, NULL, l->party[i].id, &l->party[i].contacts))
			return false;
	return true;
}

static bool
one_party(struct book *b, const char *id)
{
	struct satchel_record r;
	struct satchel_err err;
	size_t n;

	if (!satchel_get(b->c->s, id, &r, &err)) {
		b->c->status = complain(&err);
		return false;
	}
	html_party(b, &r);
	if (!contacts(b->c, b, id, &n))
		return false;
	html_party_end(b, &r);
	return true;
}

/* What ends before its last line is no whole book, and the status says so. */
static void
print(struct cli *c, const struct list *l)
{
	struct book b = { .c = c, .o = &c->out };

	b.r = satchel_release_of(c->s);
	b.now = cli_today(c, b.r);
	html_begin(&b);
	html_cover(&b, l->party, l->n);
	for (size_t i = 0; i < l->n && out_alive(b.o); i++)
		if (!one_party(&b, l->party[i].id))
			return;
	html_end(&b, l->n);
}

int
cmd_book(struct cli *c, int argc, char **argv)
{
	bool html = false;
	const struct opt opt[] = {
		{ OPT_FLAG, 0, "html", NULL, "for a browser to print", &html, 0,
		    0 },
	};
	const struct spec spec = { "book --html >FILE", opt, 1,
		COMMON_BUNDLE | COMMON_DIRECTORY | COMMON_FRESH, 0, 0 };
	struct list l = { .n = 0 };

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (!html)
		return usage_error(
		    c, spec.synopsis, NULL, "--html is the one form there is");
	if (c->out.tty)
		return complain_as(2, "satchel book --html >book.html",
		    "a book is not for a terminal");
	if (!cli_read(c))
		return c->status;
	if (read_list(c, &l))
		print(c, &l);
	for (size_t i = 0; i < l.n; i++) {
		free(l.party[i].id);
		free(l.party[i].name);
	}
	free(l.party);
	return c->status;
}
