#include "shared.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "num.h"
#include "parts.h"
#include "rules.h"

enum kind { PARTY, NUMBER, EMAIL };

struct party {
	uint32_t id; /* in the pool */
	uint32_t file;
};

/* The values are parted by a hash of what is compared. */
struct sat_shared {
	struct sat_wr pool; /* ids, each with its NUL */
	struct party *party;
	size_t n, cap;
	struct sat_parts values;
};

struct sat_shared *
sat_shared_new(void)
{
	struct sat_shared *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	sat_wr_init(&s->pool, UINT32_MAX);
	sat_parts_init(&s->values);
	return s;
}

void
sat_shared_free(struct sat_shared *s)
{
	if (s == NULL)
		return;
	sat_parts_free(&s->values);
	sat_wr_free(&s->pool);
	free(s->party);
	free(s);
}

void
sat_shared_spill(struct sat_shared *s, const char *path)
{
	s->values.path = path;
}

size_t
sat_shared_parties(const struct sat_shared *s)
{
	return s->n;
}

/* ---- values, out and in --------------------------------------------------- */

/* What stands at one place. */
struct seen {
	uint64_t hash;	  /* of the text; in lower case, if it is an address */
	const char *text; /* with its NUL */
	uint32_t party, line, col;
	uint8_t kind;
};

/* FNV-1a, and the golden ratio to spread it. */
static uint64_t
hash_of(enum kind kind, const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *text != '\0'; text++) {
		uint8_t c = (uint8_t)*text;

		if (kind == EMAIL && c >= 'A' && c <= 'Z')
			c |= 0x20;
		h = (h ^ c) * UINT64_C(0x100000001b3);
	}
	return h * UINT64_C(0x9e3779b97f4a7c15);
}

static bool
add(struct sat_shared *s, const struct seen *v, struct satchel_err *err)
{
	size_t i = v->hash >> 58, n = strlen(v->text); /* one of 64 */
	struct sat_wr *w = sat_parts_add(&s->values, i);

	sat_wr_u64(w, v->hash);
	sat_wr_u8(w, v->kind);
	sat_wr_varint(w, v->party);
	sat_wr_varint(w, v->line);
	sat_wr_varint(w, v->col);
	sat_wr_varint(w, n + 1);
	sat_wr_put(w, v->text, n + 1);
	return sat_parts_done(&s->values, i, err);
}

static bool
note(struct sat_shared *s, enum kind kind, uint32_t party, const char *text,
    const struct sat_mark *at, struct satchel_err *err)
{
	const struct seen v = { hash_of(kind, text), text, party, at->line,
		at->col, (uint8_t)kind };

	return add(s, &v, err);
}

static bool
take_u32(struct sat_rd *r, uint32_t *v)
{
	uint64_t got;

	if (!sat_rd_varint(r, &got) || got > UINT32_MAX)
		return false;
	*v = (uint32_t)got;
	return true;
}

/* The next value of what |add| wrote. */
static bool
take(struct sat_rd *r, struct seen *v)
{
	struct sat_rd text;
	uint32_t n;

	if (!sat_rd_u64(r, &v->hash) || !sat_rd_u8(r, &v->kind) ||
	    !take_u32(r, &v->party) || !take_u32(r, &v->line) ||
	    !take_u32(r, &v->col) || !take_u32(r, &n) || n == 0 ||
	    !sat_rd_take(r, n, &text) || text.p[n - 1] != '\0')
		return false;
	v->text = (const char *)text.p;
	return true;
}

/* ---- what is noted -------------------------------------------------------- */

static bool
add_party(struct sat_shared *s, const struct party *p)
{
	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 64 : s->cap, bytes;
		struct party *more;

		if (!sat_mul_size(cap, 2, &cap) || cap > UINT32_MAX ||
		    !sat_mul_size(cap, sizeof(*p), &bytes))
			return false;
		more = realloc(s->party, bytes);
		if (more == NULL)
			return false;
		s->party = more;
		s->cap = cap;
	}
	s->party[s->n++] = *p;
	return true;
}

bool
sat_shared_party(struct sat_shared *s, const char *id, uint32_t file,
    const struct sat_mark *at, uint32_t *party, struct satchel_err *err)
{
	const struct party p = { (uint32_t)s->pool.len, file }; /* its max */

	sat_wr_put(&s->pool, id, strlen(id) + 1);
	if (!sat_wr_done(&s->pool, "ids of parties", err))
		return false;
	if (!add_party(s, &p))
		return sat_fail_nomem(err);
	*party = (uint32_t)s->n - 1; /* below UINT32_MAX, see above */
	return note(s, PARTY, *party, id, at, err);
}

bool
sat_shared_number(struct sat_shared *s, uint32_t party, const char *digits,
    const struct sat_mark *at, struct satchel_err *err)
{
	return note(s, NUMBER, party, digits, at, err);
}

bool
sat_shared_email(struct sat_shared *s, uint32_t party, const char *address,
    const struct sat_mark *at, struct satchel_err *err)
{
	return note(s, EMAIL, party, address, at, err);
}

/* ---- the report ----------------------------------------------------------- */

struct report {
	const struct sat_shared *s;
	struct sat_diag *d;
	const char *(*name)(const void *ctx, uint32_t file);
	const void *ctx;
	struct sat_wr bytes; /* of one part */
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

static int
by_text(const struct seen *a, const struct seen *b)
{
	int n = order(a->hash, b->hash);

	if (n == 0)
		n = order(a->kind, b->kind);
	if (n == 0)
		n = a->kind == EMAIL ? strcasecmp(a->text, b->text)
				     : strcmp(a->text, b->text);
	return n;
}

/* By value, then by place. */
static int
by_value(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int n = by_text(&a->v, &b->v);

	if (n == 0)
		n = order(a->file, b->file);
	if (n == 0)
		n = order(a->v.line, b->v.line);
	return n != 0 ? n : order(a->v.col, b->v.col);
}

static void
say(struct report *r, const struct entry *first, const struct entry *e)
{
	const struct sat_mark at = { e->v.line, e->v.col };
	const char *file = r->name(r->ctx, e->file);
	const char *there = r->name(r->ctx, first->file);
	const char *who =
	    (const char *)r->s->pool.p + r->s->party[first->v.party].id;

	if (e->v.kind == PARTY)
		sat_diag_add(r->d, sat_rule(SAT_RULE_PARTY_TWICE), file, &at,
		    NULL,
		    "party %s stands in this directory already (%s:%u:%u)", who,
		    there, first->v.line, first->v.col);
	else if (e->v.kind == NUMBER)
		sat_diag_add(r->d, sat_rule(SAT_RULE_PHONE_SAME), file, &at,
		    NULL, "number \"+%s\" is %s's too (%s:%u:%u)", e->v.text,
		    who, there, first->v.line, first->v.col);
	else
		sat_diag_add(r->d, sat_rule(SAT_RULE_EMAIL_SAME), file, &at,
		    NULL, "address \"%s\" is %s's too (%s:%u:%u)", e->v.text,
		    who, there, first->v.line, first->v.col);
}

/* |n| sorted values: a finding for each that its first place's party does not
 * have. */
static void
say_all(struct report *r, const struct entry *e, size_t n)
{
	for (size_t i = 1, first = 0; i < n; i++) {
		if (by_text(&e[first].v, &e[i].v) != 0)
			first = i;
		else if (e[i].v.party != e[first].v.party)
			say(r, &e[first], &e[i]);
	}
}

/* Most values stand once.  So they are first counted by a part of their hash,
 * in a table of |1 << bits| bytes; 2 is "several". */
static size_t
slot(const struct seen *v, unsigned bits)
{
	return v->hash << 6 >> (64 - bits); /* the top six name the part */
}

static size_t
count(struct sat_rd r, uint8_t *table, unsigned bits)
{
	struct seen v;
	size_t several = 0;

	while (take(&r, &v)) {
		uint8_t *t = &table[slot(&v, bits)];

		several += *t == 2 ? 1 : *t == 1 ? 2 : 0;
		*t = *t == 0 ? 1 : 2;
	}
	return several;
}

/* The values that may stand several times; |e| has room for them. */
static size_t
gather(const struct report *r, const uint8_t *table, unsigned bits,
    struct entry *e)
{
	struct sat_rd in = sat_wr_rd(&r->bytes);
	size_t n = 0;

	while (take(&in, &e[n].v))
		if (e[n].v.party < r->s->n && table[slot(&e[n].v, bits)] == 2) {
			e[n].file = r->s->party[e[n].v.party].file;
			n++;
		}
	return n;
}

static bool
report_part(struct report *r, size_t part, struct satchel_err *err)
{
	size_t items = r->s->values.part[part].items, n;
	unsigned bits = 8;
	uint8_t *table;
	struct entry *e = NULL;
	bool ok = false;

	sat_wr_reset(&r->bytes);
	if (!sat_parts_load(&r->s->values, part, &r->bytes, err))
		return false;
	while (bits < 40 && items > (size_t)1 << (bits - 3))
		bits++;
	table = calloc((size_t)1 << bits, 1);
	if (table != NULL) {
		n = count(sat_wr_rd(&r->bytes), table, bits);
		e = calloc(n + 1, sizeof(*e)); /* one that is looked at */
		ok = e != NULL;
	}
	if (ok) {
		n = gather(r, table, bits, e);
		qsort(e, n, sizeof(*e), by_value);
		say_all(r, e, n);
	}
	free(table);
	free(e);
	return ok ? true : sat_fail_nomem(err);
}

bool
sat_shared_report(struct sat_shared *s, struct sat_diag *d,
    const char *(*name)(const void *ctx, uint32_t file), const void *ctx,
    struct satchel_err *err)
{
	struct report r = { .s = s, .d = d, .name = name, .ctx = ctx };
	bool ok = true;

	sat_wr_init(&r.bytes, SIZE_MAX);
	for (size_t i = 0; ok && i < SAT_PARTS; i++)
		ok = report_part(&r, i, err);
	sat_wr_free(&r.bytes);
	return ok;
}
