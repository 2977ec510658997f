#include "match.h"

#include <string.h>

#include "fuzzy.h"
#include "num.h"
#include "part.h"
#include "words.h"

/* What comes after "as it was asked", in this order. */
enum stage { AS_ASKED, BY_PREFIX, BY_TYPOS, BY_PART };

enum {
	PREFIX_LETTERS = 2,
	PART_LETTERS = 3,
	WHOLE = 7 /* digits of a whole number, E.164 */
};

struct finder {
	struct sat_dict *d;
	struct sat_arena *a;
};

static bool
push(struct finder *x, struct sat_atom *at, const struct sat_ref *ref,
    enum satchel_match match, struct satchel_err *err)
{
	if (at->leads == at->cap) {
		size_t cap = at->cap == 0 ? 4 : at->cap * 2;
		struct sat_lead *p = sat_arena_array(x->a, cap, sizeof(*p));

		if (p == NULL)
			return sat_fail_nomem(err);
		if (at->leads > 0)
			memcpy(p, at->lead, at->leads * sizeof(*p));
		at->lead = p;
		at->cap = cap;
	}
	at->lead[at->leads++] = (struct sat_lead){ *ref, match };
	return true;
}

/* The lists of the term at which the dictionary stands. */
static bool
take(struct finder *x, struct sat_atom *at, enum satchel_match match,
    struct satchel_err *err)
{
	struct sat_ref ref[SAT_FIELDS];
	size_t n = 0;

	if ((x->d->at.mask & at->fields) == 0)
		return true;
	if (!sat_dict_refs(x->d, ref, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((SAT_FIELD(ref[i].field) & at->fields) != 0 &&
		    !push(x, at, &ref[i], match, err))
			return false;
	if (match > at->match)
		at->match = match;
	return true;
}

static bool
begins(const uint8_t *term, size_t n, const struct sat_atom *at)
{
	return n >= at->n && memcmp(term, at->key, at->n) == 0;
}

static bool
ends(const uint8_t *term, size_t n, const struct sat_atom *at)
{
	return n >= at->n &&
	       memcmp(term + (n - at->n) + 1, at->key + 1, at->n - 1) == 0;
}

static bool
holds(const uint8_t *term, size_t n, const struct sat_atom *at)
{
	for (size_t i = 1; i + at->n <= n + 1; i++)
		if (term[i] == at->key[1] &&
		    memcmp(term + i, at->key + 1, at->n - 1) == 0)
			return true;
	return false;
}

static bool
exact(struct finder *x, struct sat_atom *at, struct satchel_err *err)
{
	bool any;

	if (!sat_dict_seek(x->d, at->key, at->n, &any, err))
		return false;
	if (!any || x->d->at.n != at->n || !begins(x->d->at.b, x->d->at.n, at))
		return true;
	return take(x, at, SATCHEL_EXACT, err);
}

static bool
prefix(struct finder *x, struct sat_atom *at, struct satchel_err *err)
{
	struct sat_dict *d = x->d;
	bool any;

	if (!sat_dict_seek(d, at->key, at->n, &any, err))
		return false;
	while (any && begins(d->at.b, d->at.n, at)) {
		if (!take(x, at,
			d->at.n == at->n ? SATCHEL_EXACT : SATCHEL_PREFIX, err))
			return false;
		if (!sat_dict_next(d, &any, err))
			return false;
	}
	return true;
}

/* What a scan looks for. */
struct sought {
	const struct sat_atom *at;
	struct sat_part part;
	struct sat_fuzzy fuzzy, range;
	unsigned typos; /* of the term that fitted last */
};

SAT_TERM_INLINE bool
fits_part(void *ctx, const struct sat_term *t, size_t *skip)
{
	struct sought *s = ctx;

	(void)skip;
	return sat_part_in(&s->part, t) && (t->mask & s->at->fields) != 0;
}

static bool
pass_part(void *ctx, struct sat_terms *x, struct sat_term *t, bool *found)
{
	return sat_terms_pass(x, t, fits_part, ctx, found);
}

SAT_TERM_INLINE bool
fits_end(void *ctx, const struct sat_term *t, size_t *skip)
{
	struct sought *s = ctx;

	(void)skip;
	return (t->mask & s->at->fields) != 0 && ends(t->b, t->n, s->at);
}

static bool
pass_end(void *ctx, struct sat_terms *x, struct sat_term *t, bool *found)
{
	return sat_terms_pass(x, t, fits_end, ctx, found);
}

SAT_TERM_INLINE bool
fits_typos(void *ctx, const struct sat_term *t, size_t *skip)
{
	struct sought *s = ctx;

	s->typos = sat_fuzzy_distance(
	    &s->fuzzy, t->b + 1, t->n - 1, t->lcp > 0 ? t->lcp - 1 : 0);
	if (s->fuzzy.dead)
		*skip = s->fuzzy.end[s->fuzzy.depth] + 1; /* the class */
	return s->typos > 0 && s->typos <= s->fuzzy.k &&
	       (t->mask & s->at->fields) != 0;
}

static bool
pass_typos(void *ctx, struct sat_terms *x, struct sat_term *t, bool *found)
{
	return sat_terms_pass(x, t, fits_typos, ctx, found);
}

static bool
may_typos(void *ctx, const struct sat_rd *low, const struct sat_rd *high)
{
	struct sought *s = ctx;

	s->range.k = s->fuzzy.k;
	return sat_fuzzy_between(&s->range, low->p, low->n,
	    high == NULL ? NULL : high->p, high == NULL ? 0 : high->n);
}

/* All terms of the atom's class that hold it, or end in it. */
static bool
scan(struct finder *x, struct sat_atom *at, bool end, struct satchel_err *err)
{
	struct sat_dict *d = x->d;
	struct sought s = { .at = at };
	struct sat_dict_scan sc = { .class = at->key[0],
		.fits = end ? fits_end : fits_part,
		.pass = end ? pass_end : pass_part,
		.ctx = &s };
	bool any;

	sat_part_init(&s.part, at->key + 1, at->n - 1);
	if (!sat_dict_first_fit(d, &sc, &any, err))
		return false;
	while (any)
		if (!take(x, at,
			d->at.n == at->n ? SATCHEL_EXACT : SATCHEL_SUBSTRING,
			err) ||
		    !sat_dict_next_fit(d, &sc, &any, err))
			return false;
	return true;
}

/* Typos in at->fields.  What is one typo away lets go of what was found at
 * two. */
static bool
scan_typos(struct finder *x, struct sat_atom *at, struct satchel_err *err)
{
	struct sought s = { .at = at };
	struct sat_dict_scan sc = { .class = at->key[0],
		.fits = fits_typos,
		.pass = pass_typos,
		.may = may_typos,
		.ctx = &s };
	bool any;

	if (at->fields == 0 ||
	    !sat_fuzzy_init(&s.fuzzy, at->key + 1, at->n - 1))
		return true;
	s.range = s.fuzzy;
	if (!sat_dict_first_fit(x->d, &sc, &any, err))
		return false;
	while (any) {
		if (s.typos < s.fuzzy.k)
			at->leads = 0;
		s.fuzzy.k = at->typos = s.typos;
		if (!take(x, at, SATCHEL_FUZZY, err) ||
		    !sat_dict_next_fit(x->d, &sc, &any, err))
			return false;
	}
	return true;
}

/* In words and roles alone. */
static bool
fuzzy(struct finder *x, struct sat_atom *at, struct satchel_err *err)
{
	uint32_t fields = at->fields;
	bool ok;

	at->fields &= (uint32_t)SAT_M_TEXT | SAT_FIELD(SAT_F_ROLE);
	ok = scan_typos(x, at, err);
	at->fields = fields;
	return ok;
}

static bool
as_asked(struct finder *x, struct sat_atom *at, struct satchel_err *err)
{
	switch (at->want) {
	case SAT_W_PREFIX:
		return prefix(x, at, err);
	case SAT_W_SUFFIX:
		return scan(x, at, true, err);
	case SAT_W_PART:
		return scan(x, at, false, err);
	default:
		return exact(x, at, err);
	}
}

static bool
try(struct finder *x, struct sat_atom *at, enum stage s,
    struct satchel_err *err)
{
	size_t letters;

	if (at->leads > 0 || at->n < 2)
		return true;
	letters = sat_word_letters(at->key + 1, at->n - 1);
	if (s == AS_ASKED)
		return as_asked(x, at, err);
	if (at->want != SAT_W_WORD)
		return true;
	if (s == BY_TYPOS)
		return fuzzy(x, at, err);
	if (s == BY_PREFIX)
		return letters < PREFIX_LETTERS || prefix(x, at, err);
	return letters < PART_LETTERS || scan(x, at, false, err);
}

/* The end of the number, last digit first: all of it if it has eight digits
 * or more, else all numbers that end so. */
static bool
number(struct finder *x, struct sat_clause *c, const char *digits, size_t n,
    struct satchel_err *err)
{
	struct sat_atom *at = &c->phone;

	if (n < 2)
		return true;
	at->n = sat_phone_term(digits, n, at->key);
	return n >= SAT_PHONE_DIGITS ? exact(x, at, err) : prefix(x, at, err);
}

/* The number as it was typed, and without the zeros dialled before it; a few
 * digits that are an end as they stand are not cut. */
static bool
numbers(struct finder *x, struct sat_clause *c, struct satchel_err *err)
{
	const char *s = c->digits;
	size_t n = c->digits_n;
	size_t zeros = 0;

	if (n == 0)
		return true;
	while (!c->plus && zeros < 2 && s[zeros] == '0')
		zeros++;
	for (size_t cut = 0; cut <= zeros; cut++) {
		if (cut > 0 && n < WHOLE && c->phone.leads > 0)
			break;
		if (!number(x, c, s + cut, n - cut, err))
			return false;
	}
	/* a part of a number is a weaker match than a word */
	for (size_t i = 0; i < c->phone.leads; i++)
		c->phone.lead[i].match =
		    n >= WHOLE ? SATCHEL_EXACT : SATCHEL_PREFIX;
	/* the index has eight digits, and no "+" */
	c->confirm |= n >= WHOLE && c->phone.leads > 0;
	return true;
}

bool
sat_clause_found(const struct sat_clause *c)
{
	if (c->code.leads > 0 || c->phone.leads > 0)
		return true;
	for (size_t i = 0; i < c->words; i++)
		if (c->word[i].leads == 0)
			return false;
	return c->words > 0;
}

bool
sat_match_clause(struct sat_dict *d, struct sat_clause *c, struct sat_arena *a,
    struct satchel_err *err)
{
	struct finder x = { d, a };

	if (!numbers(&x, c, err))
		return false;
	for (enum stage s = AS_ASKED; s <= BY_PART; s++) {
		for (size_t i = 0; i < c->words; i++)
			if (!try(&x, &c->word[i], s, err))
				return false;
		if (!try(&x, &c->code, s, err))
			return false;
		if (sat_clause_found(c))
			break;
	}
	/* the words as they were typed are not next to each other then */
	for (size_t i = 0; i < c->words; i++)
		if (c->word[i].want == SAT_W_WORD &&
		    c->word[i].match != SATCHEL_EXACT)
			c->confirm = false;
	return true;
}

static bool
widen(
    struct finder *x, struct sat_atom *at, bool typos, struct satchel_err *err)
{
	struct sat_atom more = *at;

	more.lead = NULL;
	more.leads = more.cap = 0;
	if (!(typos ? fuzzy(x, &more, err) : prefix(x, &more, err)))
		return false;
	if (at->exact == 0)
		at->exact = at->leads;
	at->leads = at->exact;
	at->match = typos ? SATCHEL_FUZZY : SATCHEL_PREFIX;
	at->typos = more.typos;
	for (size_t i = 0; i < more.leads; i++)
		if (more.lead[i].match != SATCHEL_EXACT &&
		    !push(x, at, &more.lead[i].ref, more.lead[i].match, err))
			return false;
	return true;
}

bool
sat_match_widen(struct sat_dict *d, struct sat_clause *c, bool typos,
    struct sat_arena *a, struct satchel_err *err)
{
	struct finder x = { d, a };
	struct sat_atom *at = c->word;

	/* a role by its beginning, although a note has the very word */
	if (!typos && c->code.leads == 0 && c->code.want == SAT_W_WORD &&
	    !try(&x, &c->code, BY_PREFIX, err))
		return false;
	if (c->words != 1 || at->want != SAT_W_WORD || at->leads == 0 ||
	    (at->exact == 0 && at->match != SATCHEL_EXACT) ||
	    c->phone.leads > 0)
		return true;
	return sat_word_letters(at->key + 1, at->n - 1) < PREFIX_LETTERS ||
	       widen(&x, at, typos, err);
}

bool
sat_atom_meets(const struct sat_atom *at, enum sat_field f, const uint8_t *term,
    size_t n, enum satchel_match *match)
{
	struct sat_fuzzy z;

	if (at->leads == 0 || (SAT_FIELD(f) & at->fields) == 0 ||
	    term[0] != at->key[0])
		return false;
	*match = SATCHEL_EXACT;
	if (n == at->n && begins(term, n, at))
		return true;
	*match = at->match;
	switch (at->match) {
	case SATCHEL_PREFIX:
		return begins(term, n, at);
	case SATCHEL_FUZZY:
		return ((SAT_FIELD(f) & SAT_M_TEXT) != 0 || f == SAT_F_ROLE) &&
		       sat_fuzzy_init(&z, at->key + 1, at->n - 1) &&
		       sat_fuzzy_distance(&z, term + 1, n - 1, 0) <= at->typos;
	case SATCHEL_SUBSTRING:
		return at->want == SAT_W_SUFFIX ? ends(term, n, at)
						: holds(term, n, at);
	default:
		return false;
	}
}
