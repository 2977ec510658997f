#include "shared.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bytes.h"
#include "num.h"
#include "rules.h"

enum { PARTS = 64, CHUNK = 1020 };

struct party {
	uint32_t id; /* in the pool */
	uint32_t file, line, col;
};

/* Of a number |key| is its digits, of an address a hash of its letters in
 * lower case and |text| where it lies in the pool (0: a number). */
struct seen {
	uint64_t key;
	uint32_t party, line, col, text;
};

struct chunk {
	struct chunk *next;
	size_t n;
	struct seen v[CHUNK];
};

/* Values are kept in parts by their key, so that each part is sorted alone. */
struct sat_shared {
	struct sat_wr pool; /* strings, each with its NUL; one byte first */
	struct party *party;
	size_t n, cap;
	struct chunk *part[PARTS];
	size_t count[PARTS];
};

struct sat_shared *
sat_shared_new(void)
{
	struct sat_shared *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	sat_wr_init(&s->pool, UINT32_MAX);
	sat_wr_u8(&s->pool, 0); /* so that no string is at 0 */
	return s;
}

void
sat_shared_free(struct sat_shared *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < PARTS; i++)
		while (s->part[i] != NULL) {
			struct chunk *c = s->part[i];

			s->part[i] = c->next;
			free(c);
		}
	sat_wr_free(&s->pool);
	free(s->party);
	free(s);
}

static bool
keep(struct sat_shared *s, const char *text, uint32_t *at)
{
	*at = (uint32_t)s->pool.len; /* its ceiling is UINT32_MAX */
	sat_wr_put(&s->pool, text, strlen(text) + 1);
	return sat_wr_done(&s->pool, "names and addresses", NULL);
}

static const char *
text_at(const struct sat_shared *s, uint32_t at)
{
	return (const char *)s->pool.p + at;
}

bool
sat_shared_party(struct sat_shared *s, const char *id, uint32_t file,
    const struct sat_mark *at, uint32_t *party)
{
	struct party p = { .file = file, .line = at->line, .col = at->col };

	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 64 : s->cap, bytes;
		struct party *more;

		if (!sat_mul_size(cap, 2, &cap) || cap > UINT32_MAX ||
		    !sat_mul_size(cap, sizeof(p), &bytes))
			return false;
		more = realloc(s->party, bytes);
		if (more == NULL)
			return false;
		s->party = more;
		s->cap = cap;
	}
	if (!keep(s, id, &p.id))
		return false;
	*party = (uint32_t)s->n; /* below UINT32_MAX, see above */
	s->party[s->n++] = p;
	return true;
}

static bool
add(struct sat_shared *s, const struct seen *v)
{
	/* the golden ratio spreads numbers that begin alike */
	size_t i = (size_t)(v->key * UINT64_C(0x9e3779b97f4a7c15) >> 58);
	struct chunk *c = s->part[i];

	if (c == NULL || c->n == CHUNK) {
		c = malloc(sizeof(*c));
		if (c == NULL)
			return false;
		c->n = 0;
		c->next = s->part[i];
		s->part[i] = c;
	}
	c->v[c->n++] = *v;
	s->count[i]++;
	return true;
}

bool
sat_shared_number(struct sat_shared *s, uint32_t party, const char *digits,
    const struct sat_mark *at)
{
	struct seen v = { .party = party, .line = at->line, .col = at->col };

	for (; *digits != '\0'; digits++) /* at most 15, E.164 */
		v.key = v.key * 10 + (uint64_t)(*digits - '0'); /* 0 to 9 */
	return add(s, &v);
}

bool
sat_shared_email(struct sat_shared *s, uint32_t party, const char *address,
    const struct sat_mark *at)
{
	struct seen v = { .party = party, .line = at->line, .col = at->col };

	v.key = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	for (const char *p = address; *p != '\0'; p++) {
		uint8_t c = (uint8_t)*p;

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		v.key = (v.key ^ c) * UINT64_C(0x100000001b3);
	}
	return keep(s, address, &v.text) && add(s, &v);
}

size_t
sat_shared_parties(const struct sat_shared *s)
{
	return s->n;
}

/* ---- the report --------------------------------------------------------------------- */

struct report {
	const struct sat_shared *s;
	struct sat_diag *d;
	const char *(*name)(const void *ctx, uint32_t file);
	const void *ctx;
};

/* What is sorted: a value and the file it stands in. */
struct entry {
	struct seen v;
	uint32_t file;
};

static int
order(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* By value, then by place. */
static int
by_value(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int n = order(a->v.key, b->v.key);

	if (n == 0)
		n = order(a->v.text != 0, b->v.text != 0);
	if (n == 0)
		n = order(a->file, b->file);
	if (n == 0)
		n = order(a->v.line, b->v.line);
	return n != 0 ? n : order(a->v.col, b->v.col);
}

static bool
same_value(
    const struct sat_shared *s, const struct seen *a, const struct seen *b)
{
	if (a->key != b->key || (a->text == 0) != (b->text == 0))
		return false;
	return a->text == 0 ||
	       strcasecmp(text_at(s, a->text), text_at(s, b->text)) == 0;
}

static void
say(struct report *r, const struct entry *first, const struct entry *e)
{
	const struct party *p = &r->s->party[first->v.party];
	struct sat_mark at = { e->v.line, e->v.col };
	const char *file = r->name(r->ctx, e->file);
	const char *there = r->name(r->ctx, first->file);
	const char *who = text_at(r->s, p->id);

	if (e->v.text == 0)
		sat_diag_add(r->d, sat_rule(SAT_RULE_PHONE_SAME), file, &at,
		    NULL, "number \"+%" PRIu64 "\" is %s's too (%s:%u:%u)",
		    e->v.key, who, there, first->v.line, first->v.col);
	else
		sat_diag_add(r->d, sat_rule(SAT_RULE_EMAIL_SAME), file, &at,
		    NULL, "address \"%s\" is %s's too (%s:%u:%u)",
		    text_at(r->s, e->v.text), who, there, first->v.line,
		    first->v.col);
}

/* |n| places of one value: a finding for each that is not the first party's. */
static void
say_group(struct report *r, const struct entry *e, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (e[i].v.party != e[0].v.party)
			say(r, &e[0], &e[i]);
}

static bool
report_part(struct report *r, size_t part)
{
	size_t n = r->s->count[part], k = 0, start = 0;
	struct entry *e;

	if (n == 0)
		return true;
	e = calloc(n, sizeof(*e));
	if (e == NULL)
		return false;
	for (const struct chunk *c = r->s->part[part]; c != NULL; c = c->next)
		for (size_t i = 0; i < c->n; i++, k++) {
			e[k].v = c->v[i];
			e[k].file = r->s->party[e[k].v.party].file;
		}
	qsort(e, n, sizeof(*e), by_value);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && same_value(r->s, &e[start].v, &e[i].v))
			continue;
		say_group(r, e + start, i - start);
		start = i;
	}
	free(e);
	return true;
}

struct named {
	const char *id;
	struct party p;
};

static int
by_id(const void *pa, const void *pb)
{
	const struct named *a = pa, *b = pb;
	int n = strcmp(a->id, b->id);

	if (n == 0)
		n = order(a->p.file, b->p.file);
	return n != 0 ? n : order(a->p.line, b->p.line);
}

static bool
report_parties(struct report *r)
{
	struct named *v = calloc(r->s->n + 1, sizeof(*v));

	if (v == NULL)
		return false;
	for (size_t i = 0; i < r->s->n; i++) {
		v[i].p = r->s->party[i];
		v[i].id = text_at(r->s, v[i].p.id);
	}
	qsort(v, r->s->n, sizeof(*v), by_id);
	for (size_t i = 1, first = 0; i < r->s->n; i++) {
		struct sat_mark at = { v[i].p.line, v[i].p.col };

		if (strcmp(v[first].id, v[i].id) != 0) {
			first = i;
			continue;
		}
		sat_diag_add(r->d, sat_rule(SAT_RULE_PARTY_TWICE),
		    r->name(r->ctx, v[i].p.file), &at, NULL,
		    "party %s stands in this directory already (%s:%u:%u)",
		    v[i].id, r->name(r->ctx, v[first].p.file), v[first].p.line,
		    v[first].p.col);
	}
	free(v);
	return true;
}

bool
sat_shared_report(struct sat_shared *s, struct sat_diag *d,
    const char *(*name)(const void *ctx, uint32_t file), const void *ctx)
{
	struct report r = { s, d, name, ctx };

	for (size_t i = 0; i < PARTS; i++)
		if (!report_part(&r, i))
			return false;
	return report_parties(&r);
}
