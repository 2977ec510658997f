#include "query.h"

#include <string.h>

#include "confirm.h"
#include "guess.h"
#include "lex.h"
#include "lookup.h"
#include "top.h"
#include "words.h"

struct query {
	struct sat_tree *tree;
	struct sat_arena *a;
	struct sat_arena scratch; /* of one record that is confirmed */
	struct sat_lookup lookup;
	struct sat_dict dict;
	struct sat_sets sets;
	struct sat_clause *clause;
	size_t clauses;
	struct sat_top top;
	/* what the query is the id of: a record, or a party and its contacts;
	 * to the first ordinal behind */
	uint64_t pin[2][2];
	struct satchel_hit *hit;
	size_t hits;
};

/* The one word of a query may be an id. */
static bool
pin(struct query *q, const struct sat_item *item, size_t items,
    struct satchel_err *err)
{
	if (items != 1 || item->fielded || item->quoted)
		return true;
	return sat_lookup_pins(&q->lookup, q->tree, item->text, q->pin, err);
}

static uint64_t
pinned(const struct query *q)
{
	return q->pin[0][1] - q->pin[0][0] + (q->pin[1][1] - q->pin[1][0]);
}

/* ---- sets ------------------------------------------------------------------ */

/* A set of |at|'s lists onto |s|, if it has any. */
static bool
add_lists(struct query *q, const struct sat_atom *at, struct sat_set **s,
    size_t *n, struct satchel_err *err)
{
	if (at->leads == 0)
		return true;
	return sat_set_lists(&q->sets, at->lead, at->leads, &s[(*n)++], err);
}

/* The lists of |at| that are of field |f|. */
static bool
add_field(struct query *q, const struct sat_atom *at, enum sat_field f,
    struct sat_set **s, size_t *n, struct satchel_err *err)
{
	struct sat_atom part = { .lead = sat_arena_array(
				     q->a, at->leads, sizeof(*part.lead)) };

	if (part.lead == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < at->leads; i++)
		if (at->lead[i].ref.field == f)
			part.lead[part.leads++] = at->lead[i];
	return add_lists(q, &part, s, n, err);
}

/* Records that hold all words of |c| in field |f|. */
static bool
field_set(struct query *q, const struct sat_clause *c, enum sat_field f,
    struct sat_set **s, size_t *n, struct satchel_err *err)
{
	struct sat_set **part =
	    sat_arena_array(q->a, c->words, sizeof(struct sat_set *));
	size_t parts = 0;

	if (part == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < c->words; i++)
		if (!add_field(q, &c->word[i], f, part, &parts, err))
			return false;
	return parts < c->words ||
	       sat_set_join(&q->sets, true, part, parts, &s[(*n)++], err);
}

/* Words typed as one stand in one value, so in one field. */
static bool
words_set(struct query *q, const struct sat_clause *c, struct sat_set **s,
    size_t *n, struct satchel_err *err)
{
	if (c->words == 1)
		return add_lists(q, c->word, s, n, err);
	for (unsigned f = 0; c->words > 0 && f < SAT_F_PHONE; f++)
		if (!field_set(q, c, (enum sat_field)f, s, n, err))
			return false;
	return true;
}

/* Records that may meet |c|; NULL: there are none. */
static bool
clause_set(struct query *q, const struct sat_clause *c, struct sat_set **out,
    struct satchel_err *err)
{
	struct sat_set *s[2 + SAT_F_PHONE];
	size_t n = 0;

	*out = NULL;
	return add_lists(q, &c->code, s, &n, err) &&
	       add_lists(q, &c->phone, s, &n, err) &&
	       words_set(q, c, s, &n, err) &&
	       sat_set_join(&q->sets, false, s, n, out, err);
}

/* The best match and the best field of |at|'s lists, if better than |r|. */
static sat_rank
best_of(const struct sat_atom *at, sat_rank r)
{
	for (size_t i = 0; i < at->leads; i++) {
		sat_rank l =
		    sat_rank_of(at->lead[i].match, at->lead[i].ref.field);

		r = (sat_rank)((l >> 4 < r >> 4 ? l & ~15u : r & ~15u) |
			       ((l & 15u) < (r & 15u) ? l & 15u : r & 15u));
	}
	return r;
}

/* No record that meets all clauses can rank better. */
static sat_rank
best_rank(const struct query *q)
{
	const sat_rank worst = sat_rank_of(SATCHEL_SUBSTRING, SAT_F_NOTE);
	sat_rank all = sat_rank_of(SATCHEL_EXACT, SAT_F_NOTE);

	for (size_t i = 0; i < q->clauses; i++) {
		const struct sat_clause *c = &q->clause[i];
		sat_rank r = best_of(&c->code, best_of(&c->phone, worst));

		for (size_t j = 0; j < c->words; j++)
			r = best_of(&c->word[j], r);
		all = sat_rank_and(all, r);
	}
	return all;
}

static bool
confirm(void *ctx, uint64_t ordinal, bool *yes, struct satchel_err *err)
{
	struct query *q = ctx;
	struct satchel_record r;

	sat_arena_reset(&q->scratch);
	*yes = true;
	if (!sat_lookup_at(&q->lookup, q->tree, ordinal, &q->scratch, &r, err))
		return false;
	for (size_t i = 0; i < q->clauses && *yes; i++)
		if (q->clause[i].confirm &&
		    !sat_confirm(&q->clause[i], &r, yes, err))
			return false;
	return true;
}

/* All lists of |c|, which are simply united; NULL: no memory.  |*df| is the
 * sum of their lengths. */
static struct sat_lead *
gather_leads(
    struct query *q, const struct sat_clause *c, size_t *n, uint64_t *df)
{
	const struct sat_atom *at[3] = { &c->code, &c->phone, c->word };
	const size_t parts = c->words == 1 ? 3 : 2;
	struct sat_lead *lead;
	size_t all = 0;

	for (size_t i = 0; i < parts; i++)
		all += at[i]->leads;
	lead = sat_arena_array(q->a, all, sizeof(*lead));
	if (lead == NULL)
		return NULL;
	*n = 0;
	*df = 0;
	for (size_t i = 0; i < parts; i++)
		for (size_t j = 0; j < at[i]->leads; j++) {
			lead[(*n)++] = at[i]->lead[j];
			*df += at[i]->lead[j].ref.df;
		}
	return lead;
}

static bool
run_sets(struct query *q, struct satchel_err *err)
{
	struct sat_set **s = sat_arena_array(
			   q->a, q->clauses, sizeof(struct sat_set *)),
		       *all;

	if (s == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < q->clauses; i++) {
		if (!clause_set(q, &q->clause[i], &s[i], err))
			return false;
		if (s[i] == NULL)
			return true;
		if (q->clause[i].confirm)
			q->top.confirm = confirm;
	}
	return sat_set_join(&q->sets, true, s, q->clauses, &all, err) &&
	       sat_top_set(&q->top, all, best_rank(q), err);
}

/* One clause: short lists are read whole, which tells the exact total, long
 * ones only as far as needed. */
static bool
run_lists(struct query *q, const struct sat_clause *c, struct satchel_err *err)
{
	uint64_t df;
	size_t n;
	struct sat_lead *lead = gather_leads(q, c, &n, &df);

	if (lead == NULL)
		return sat_fail_nomem(err);
	return n > 1 && df <= SAT_TOP_COUNT
		   ? run_sets(q, err)
		   : sat_top_lists(&q->top, lead, n, err);
}

static void
begin(struct query *q, size_t limit)
{
	q->top = (struct sat_top){
		.a = q->a, .d = &q->dict, .limit = limit, .ctx = q
	};
	memcpy(q->top.skip, q->pin, sizeof(q->pin));
}

/* All words stand somewhere, but nowhere together: one of them may be another
 * word with a typo. */
static bool
run_wider(struct query *q, size_t limit, struct satchel_err *err)
{
	for (int typos = 0; typos <= 1 && q->top.n == 0; typos++) {
		begin(q, limit);
		for (size_t i = 0; i < q->clauses; i++)
			if (!sat_match_widen(
				&q->dict, &q->clause[i], typos != 0, q->a, err))
				return false;
		if (!run_sets(q, err))
			return false;
	}
	return true;
}

/* Fills q->top. */
static bool
run(struct query *q, size_t limit, struct satchel_err *err)
{
	begin(q, limit);
	for (size_t i = 0; i < q->clauses; i++) {
		if (!sat_match_clause(&q->dict, &q->clause[i], q->a, err))
			return false;
		if (!sat_clause_found(&q->clause[i]))
			return true; /* no record meets them all */
	}
	if (q->clauses == 1 && !q->clause[0].confirm && q->clause[0].words <= 1)
		return run_lists(q, &q->clause[0], err);
	if (!run_sets(q, err))
		return false;
	return q->clauses == 1 || q->top.n > 0 || q->top.more ||
	       run_wider(q, limit, err);
}

/* ---- hits ------------------------------------------------------------------ */

static bool
add_hit(struct query *q, uint64_t ordinal, enum satchel_match m,
    const char *field, struct satchel_err *err)
{
	struct satchel_hit *h = &q->hit[q->hits];

	if (!sat_lookup_at(&q->lookup, q->tree, ordinal, q->a, &h->record, err))
		return false;
	h->match = m;
	h->field = field;
	q->hits++;
	return true;
}

static bool
pinned_hits(struct query *q, size_t limit, struct satchel_err *err)
{
	static const char *const field[] = { "id", "party" };

	for (size_t i = 0; i < 2; i++)
		for (uint64_t o = q->pin[i][0];
		     o < q->pin[i][1] && q->hits < limit; o++)
			if (!add_hit(q, o, SATCHEL_EXACT, field[i], err))
				return false;
	return true;
}

static bool
ranked_hits(struct query *q, size_t limit, struct satchel_err *err)
{
	for (size_t i = 0; i < q->top.n && q->hits < limit; i++) {
		sat_rank r = q->top.best[i].rank;

		if (!add_hit(q, q->top.best[i].ordinal, sat_rank_match(r),
			sat_field_name[sat_rank_field(r)], err))
			return false;
		if (q->hit[q->hits - 1].record.kind == SATCHEL_ZONE)
			return sat_fail(err, SATCHEL_EFORMAT,
			    "the index names a time zone's record");
	}
	return true;
}

/* Words are looked up only in an index that was folded as they are. */
static bool
known_fold(const struct query *q, struct satchel_err *err)
{
	uint32_t fold = sat_tree_root(q->tree)->fold;

	if (fold == SAT_FOLD_TABLE)
		return true;
	sat_fail(err, SATCHEL_EFORMAT,
	    "the words of this bundle are folded by table %u, this program "
	    "knows table %u",
	    (unsigned)fold, (unsigned)SAT_FOLD_TABLE);
	return sat_hint(
	    err, "look for ids, or get a newer satchel to search for words");
}

static bool
search(struct query *q, const char *const *words, size_t n, size_t limit,
    struct satchel_err *err)
{
	bool joined = true;

	if (pinned(q) > 0 && sat_tree_root(q->tree)->fold != SAT_FOLD_TABLE)
		return true; /* an id needs no index */
	if (!known_fold(q, err))
		return false;
	for (bool join = true; joined; join = false) {
		if (!sat_clauses_read(words, n, join, q->a, &q->clause,
			&q->clauses, &joined, err) ||
		    !run(q, limit, err))
			return false;
		if (q->top.n > 0)
			break; /* else not a number, but its words */
	}
	return true;
}

static bool
answer(struct query *q, const char *const *words, size_t n, size_t limit,
    struct satchel_hits *out, struct satchel_err *err)
{
	struct satchel_hits h = { 0 };
	struct sat_item *item;
	size_t items;

	q->hit = sat_arena_array(q->a, limit, sizeof(*q->hit));
	if (q->hit == NULL)
		return sat_fail_nomem(err);
	if (!sat_lex(words, n, q->a, &item, &items, err) ||
	    !pin(q, item, items, err) || !search(q, words, n, limit, err) ||
	    !pinned_hits(q, limit, err))
		return false;
	h.n = q->hits; /* so far */
	if (!ranked_hits(q, limit, err) ||
	    !sat_guesses(q->clause, q->clauses, q->hit + h.n, q->hits - h.n,
		q->a, &h.guess, &h.guesses, err))
		return false;
	h.n = q->hits;
	h.hit = q->hit;
	h.total = pinned(q) + q->top.total;
	h.more = q->top.more;
	*out = h;
	return true;
}

bool
sat_query(struct sat_tree *t, const char *const *words, size_t n, size_t limit,
    struct sat_arena *a, struct satchel_hits *hits, struct satchel_err *err)
{
	struct query q = { .tree = t, .a = a, .dict = { .tree = t } };
	uint64_t records = sat_tree_root(t)->records;
	bool ok;

	if (limit < 1)
		return sat_fail(
		    err, SATCHEL_EUSAGE, "a limit of 0 hits; 1 is the least");
	limit = limit < records ? limit : (size_t)records;
	q.sets = (struct sat_sets){ .a = a, .d = &q.dict };
	ok = answer(&q, words, n, limit, hits, err);
	sat_sets_free(&q.sets);
	sat_dict_free(&q.dict);
	sat_lookup_free(&q.lookup);
	sat_arena_free(&q.scratch);
	return ok;
}
