#include "who.h"

#include <string.h>

#include "asked.h"
#include "fold.h"
#include "format.h"
#include "near.h"
#include "node.h"
#include "query.h"
#include "record.h"
#include "walk.h"

/* A list of a record, and the member of its items that is looked at. */
struct place {
	const char *outer; /* "mission", or NULL */
	const char *list, *member, *field;
};

static const struct place places[3][3] = {
	[SATCHEL_NUMBER] = { { NULL, "phones", "number", "phones" },
	    { "mission", "phones", "number", "mission.phones" } },
	[SATCHEL_EMAIL] = { { NULL, "emails", "address", "emails" },
	    { "mission", "emails", "address", "mission.emails" } },
	[SATCHEL_KEY] = { { NULL, "keys", "fingerprint", "keys" },
	    { NULL, "keys", "public", "keys" } },
};

/* A listed value that is near, in the line of its record. */
struct candidate {
	struct sat_near near;
	struct sat_rd line, text; /* in the arena of the search */
};

struct search {
	struct sat_tree *tree;
	struct sat_arena *a;
	struct sat_asked asked;
	struct sat_address address; /* of an e-mail */
	struct sat_wr fold;
	size_t limit;
	struct satchel_who_hit *hit;
	size_t hits;
	bool more;
	struct candidate *best; /* nearest first, |limit| at most */
	size_t n;
};

/* ---- the same ----------------------------------------------------------- */

static struct sat_rd
window(const char *s)
{
	return sat_rd_of(s, strlen(s), 0, NULL);
}

/* |listed| is what was asked for.  A public key is listed in base64. */
static bool
is_it(const struct search *s, const char *listed)
{
	const struct sat_rd *q = &s->asked.text;
	struct sat_rd l = window(listed);
	struct sat_arena a = { 0 };
	struct sat_asked key;
	bool yes;

	switch (s->asked.type) {
	case SATCHEL_NUMBER:
		return l.n == q->n + 1 && memcmp(l.p + 1, q->p, q->n) == 0;
	case SATCHEL_EMAIL:
		return sat_address_same(&l, q);
	case SATCHEL_KEY:
		if (sat_address_same(&l, q)) /* hex in either case */
			return true;
		yes = sat_asked_read(listed, &a, &key, NULL) &&
		      key.type == SATCHEL_KEY &&
		      sat_rd_eq(&key.text, q->p, q->n);
		sat_arena_free(&a);
		return yes;
	}
	return false;
}

static void
add_hit(struct search *s, const struct satchel_record *r,
    enum satchel_nearness nearness, const char *field,
    const struct sat_node *value)
{
	struct satchel_who_hit *h = &s->hit[s->hits++];

	h->record = *r;
	h->nearness = nearness;
	h->field = field;
	h->value = (const void *)value; /* node.h: the same struct */
}

/* The values of |r| that |want| names, or, NULL, that are what was asked. */
static void
hits_in(struct search *s, const struct satchel_record *r,
    const struct sat_rd *want, enum satchel_nearness nearness)
{
	const struct place *p = places[s->asked.type];

	for (size_t i = 0; i < 3 && p[i].list != NULL; i++) {
		const struct sat_node *m = (const void *)r->value, *list;

		if (p[i].outer != NULL)
			m = sat_node_get(m, p[i].outer);
		list = sat_node_get(m, p[i].list);
		for (size_t j = 0; list != NULL && j < list->n; j++) {
			const struct sat_node *v = &list->u.item[j];
			const char *text = sat_node_str(v, p[i].member);

			if (text == NULL || s->hits == s->limit ||
			    !(want != NULL ? sat_rd_is(want, text)
					   : is_it(s, text)))
				continue;
			add_hit(s, r, nearness, p[i].field, v);
			break; /* one of a list is enough */
		}
	}
}

/* By the index. */
static bool
look_up(struct search *s, struct satchel_err *err)
{
	static const char *const field[] = { "phone:+", "email:", "key:" };
	struct satchel_hits h;
	struct sat_wr w;
	const char *word;
	bool ok;

	sat_wr_init(&w, (size_t)2 * SAT_ASKED_BYTES);
	sat_wr_str(&w, field[s->asked.type]);
	sat_wr_put(&w, s->asked.text.p, s->asked.text.n);
	sat_wr_u8(&w, '\0');
	word = (const char *)w.p;
	ok = sat_wr_done(&w, "a question", err) &&
	     sat_query(s->tree, &word, 1, SAT_WHO_MAX, s->a, &h, err);
	sat_wr_free(&w);
	if (!ok)
		return false;
	s->more = h.more || h.total > h.n;
	for (size_t i = 0; i < h.n; i++) {
		if (s->hits == s->limit)
			s->more = true;
		hits_in(s, &h.hit[i].record, NULL, SATCHEL_LISTED);
	}
	s->more = s->more && s->hits > 0;
	return true;
}

/* ---- the nearest -------------------------------------------------------- */

static bool
near(struct search *s, const struct sat_rd *listed, struct sat_near *out)
{
	struct sat_address a;
	struct sat_rd digits = *listed;

	if (s->asked.type == SATCHEL_EMAIL)
		return sat_address_read(listed, &s->fold, &a) &&
		       sat_near_address(&s->address, &a, out);
	return sat_rd_word(&digits, "+") &&
	       sat_near_number(&s->asked.text, !s->asked.whole, &digits, out);
}

static bool
keep(struct search *s, const struct sat_rd *line, const struct sat_rd *text,
    const struct sat_near *near, struct satchel_err *err)
{
	size_t at = s->n, kept = s->n < s->limit ? s->n + 1 : s->limit;
	const char *copy;

	while (at > 0 && near->score < s->best[at - 1].near.score)
		at--;
	if (at == s->limit) {
		s->more = true;
		return true;
	}
	copy = sat_arena_copy(s->a, line->p, line->n);
	if (copy == NULL)
		return sat_fail_nomem(err);
	s->more = s->more || s->n == s->limit;
	memmove(
	    &s->best[at + 1], &s->best[at], (kept - at - 1) * sizeof(*s->best));
	s->best[at].near = *near;
	s->best[at].line = sat_rd_of(copy, line->n, line->off, line->file);
	s->best[at].text =
	    sat_rd_of(copy + (text->p - line->p), text->n, 0, NULL);
	s->n = kept;
	return true;
}

/* The string after |mark| at or behind |*r|, which moves behind it.  Canonical
 * JSON has |mark|, with its bare quotes, nowhere inside a string; what is
 * looked for holds no quote and no backslash. */
static bool
value_after(struct sat_rd *r, const struct sat_rd *mark, struct sat_rd *text)
{
	while (r->n >= mark->n) {
		const uint8_t *p = memchr(r->p, mark->p[0], r->n - mark->n + 1);
		const uint8_t *end;
		struct sat_rd skip;

		if (p == NULL)
			return false;
		if (!sat_rd_take(r, (size_t)(p - r->p), &skip))
			return false;
		*text = *r;
		if (memcmp(p, mark->p, mark->n) != 0) {
			if (!sat_rd_take(r, 1, &skip))
				return false;
			continue;
		}
		if (!sat_rd_take(text, mark->n, &skip))
			return false;
		*r = *text;
		end = memchr(text->p, '"', text->n);
		if (end == NULL)
			return false;
		text->n = (size_t)(end - text->p);
		return true;
	}
	return false;
}

static bool
scan_line(struct search *s, const struct sat_rd *line, struct satchel_err *err)
{
	struct sat_rd mark =
	    window(s->asked.type == SATCHEL_EMAIL ? "\"address\":\""
						  : "\"number\":\"");
	struct sat_rd rest = *line, text, best = { 0 };
	struct sat_near one, least = { 0 };

	while (value_after(&rest, &mark, &text))
		if (near(s, &text, &one) &&
		    (best.p == NULL || one.score < least.score)) {
			best = text;
			least = one;
		}
	return best.p == NULL || keep(s, line, &best, &least, err);
}

static bool
scan(struct search *s, struct satchel_err *err)
{
	struct sat_walk w = { .tree = s->tree };
	bool any = false;
	bool ok = sat_walk_from(&w, "", &any, err);

	s->best = sat_arena_array(s->a, s->limit + 1, sizeof(*s->best));
	if (s->best == NULL)
		ok = sat_fail_nomem(err);
	while (ok && any)
		ok = scan_line(s, &w.line, err) && sat_walk_next(&w, &any, err);
	sat_walk_free(&w);
	return ok;
}

static bool
look_near(struct search *s, struct satchel_err *err)
{
	struct satchel_record r;

	if (s->asked.type == SATCHEL_KEY)
		return true;
	if (!scan(s, err))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		const struct candidate *c = &s->best[i];

		/* the domain is listed, so it is nobody's impostor */
		if (c->near.nearness == SATCHEL_IMPOSTOR &&
		    s->best[0].near.nearness == SATCHEL_SAME_DOMAIN)
			break;
		if (!sat_record_read(&c->line, s->a, &r, err))
			return false;
		hits_in(s, &r, &c->text, c->near.nearness);
	}
	return true;
}

/* ---- all of it ---------------------------------------------------------- */

static bool
search(struct search *s, const char *typed, struct satchel_who *out,
    struct satchel_err *err)
{
	struct satchel_who w = { 0 };

	s->hit = sat_arena_array(s->a, s->limit, sizeof(*s->hit));
	if (s->hit == NULL)
		return sat_fail_nomem(err);
	if (!sat_asked_read(typed, s->a, &s->asked, err))
		return false;
	w.type = s->asked.type;
	w.asked = s->asked.said;
	if (w.type == SATCHEL_EMAIL) {
		if (!sat_address_read(&s->asked.text, &s->fold, &s->address))
			return sat_fail(err, SATCHEL_EUSAGE,
			    "\"%.100s\" is no e-mail address", w.asked);
		w.odd = sat_address_odd(&s->address);
	}
	if (!look_up(s, err))
		return false;
	w.listed = s->hits > 0;
	if (!w.listed && !look_near(s, err))
		return false;
	w.hit = s->hit;
	w.n = s->hits;
	w.more = s->more;
	*out = w;
	return true;
}

bool
sat_who(struct sat_tree *t, const char *typed, size_t limit,
    struct sat_arena *a, struct satchel_who *w, struct satchel_err *err)
{
	struct search s = { .tree = t, .a = a, .limit = limit };
	bool ok;

	if (limit < 1 || limit > SAT_WHO_MAX)
		return sat_fail(err, SATCHEL_EUSAGE,
		    "a limit of %zu; 1 to %d are allowed", limit, SAT_WHO_MAX);
	sat_wr_init(&s.fold, (size_t)SAT_MAX_RECORD * 16);
	ok = search(&s, typed, w, err);
	sat_wr_free(&s.fold);
	return ok;
}
