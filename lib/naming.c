#include "naming.h"

#include <string.h>

enum { MAX_FOLDED = 1 << 16 };

/* The words of a text, one by one. */
struct reading {
	struct sat_wr folded;
	struct sat_rd rest;
	struct sat_word word;
};

static bool
begin(struct reading *r, const char *text, struct satchel_err *err)
{
	memset(r, 0, sizeof(*r));
	sat_wr_init(&r->folded, MAX_FOLDED);
	sat_fold(text, strlen(text), &r->folded);
	if (!sat_wr_done(&r->folded, "a name", err))
		return false;
	r->rest = sat_rd_of(r->folded.len > 0 ? (const void *)r->folded.p : "",
	    r->folded.len, 0, NULL);
	return true;
}

static bool
step(struct reading *r)
{
	return sat_words_next(&r->rest, &r->word);
}

static void
end(struct reading *r)
{
	sat_wr_free(&r->folded);
}

static bool
is_same(const struct sat_word *a, const struct sat_word *b)
{
	return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

/* The one word of |text| is |w|. */
static bool
is_word(const struct sat_word *w, const char *text, bool *same,
    struct satchel_err *err)
{
	struct reading r;
	bool ok = begin(&r, text, err);

	*same = ok && step(&r) && is_same(&r.word, w);
	end(&r);
	return ok;
}

/* |typed| is |word|, or |h| says that this is what was meant. */
static bool
stands_for(const struct sat_word *typed, const struct sat_word *word,
    const struct satchel_hits *h, bool *same, struct satchel_err *err)
{
	*same = is_same(typed, word);
	for (size_t i = 0; h != NULL && !*same && i < h->guesses; i++) {
		bool one = false, other = false;

		if (!is_word(typed, h->guess[i].word, &one, err) ||
		    !is_word(word, h->guess[i].meant, &other, err))
			return false;
		*same = one && other;
	}
	return true;
}

/* The words of |typed| are the next ones of |name|. */
static bool
goes_on(struct reading *name, const char *typed, const struct satchel_hits *h,
    bool *same, struct satchel_err *err)
{
	struct reading r;
	bool ok = begin(&r, typed, err);

	*same = ok;
	while (ok && *same && step(&r)) {
		*same = step(name);
		if (*same)
			ok = stands_for(&r.word, &name->word, h, same, err);
	}
	end(&r);
	return ok;
}

bool
sat_is_name(const char *const *typed, size_t n, const char *name,
    const struct satchel_hits *h, bool *same, struct satchel_err *err)
{
	struct reading r;
	bool ok = begin(&r, name, err);

	*same = ok;
	for (size_t i = 0; ok && *same && i < n; i++)
		ok = goes_on(&r, typed[i], h, same, err);
	*same = ok && *same && r.word.n > 0 && !step(&r);
	end(&r);
	return ok;
}

static bool
is_one_of(const char *const *typed, size_t n, const struct sat_node *names,
    const struct satchel_hits *h, bool *same, struct satchel_err *err)
{
	*same = false;
	for (size_t i = 0; names != NULL && !*same && i < names->n; i++) {
		const struct sat_node *v = names->type == SAT_MAP
					       ? &names->u.pair[i].value
					       : &names->u.item[i];

		if (v->type == SAT_STR &&
		    !sat_is_name(typed, n, v->u.s, h, same, err))
			return false;
	}
	return true;
}

bool
sat_is_party_name(const char *const *typed, size_t n,
    const struct sat_node *party, const struct satchel_hits *h, bool *same,
    struct satchel_err *err)
{
	const char *official = sat_node_str(party, "official_name");

	if (!is_one_of(typed, n, sat_node_get(party, "name"), h, same, err))
		return false;
	if (!*same &&
	    !is_one_of(typed, n, sat_node_get(party, "aliases"), h, same, err))
		return false;
	return *same || official == NULL ||
	       sat_is_name(typed, n, official, h, same, err);
}

bool
sat_begins_name(
    const char *typed, const char *name, unsigned *how, struct satchel_err *err)
{
	struct reading r;
	bool same, ok = begin(&r, name, err);

	*how = 0;
	if (ok)
		ok = goes_on(&r, typed, NULL, &same, err);
	if (ok && same && r.word.n > 0)
		*how = step(&r) ? 1 : 2;
	end(&r);
	return ok;
}
