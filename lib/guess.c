#include "guess.h"

#include <string.h>

struct telling {
	const struct sat_atom *at;
	const char *word;
	struct sat_arena *a;
	struct satchel_guess *list;
	size_t n, first; /* those from |first| on are of this word */
};

static bool
told(const struct telling *t, const uint8_t *term, size_t n)
{
	for (size_t i = t->first; i < t->n; i++)
		if (strlen(t->list[i].meant) == n - 1 &&
		    memcmp(t->list[i].meant, term + 1, n - 1) == 0)
			return true;
	return false;
}

static bool
tell(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	struct telling *t = ctx;
	enum satchel_match m;
	const char *meant;

	if (t->n - t->first == SAT_GUESSES ||
	    !sat_atom_meets(t->at, f, term, n, &m) || m == SATCHEL_EXACT ||
	    told(t, term, n))
		return true;
	meant = sat_arena_copy(t->a, term + 1, n - 1);
	if (meant == NULL)
		return sat_fail_nomem(err);
	t->list[t->n++] = (struct satchel_guess){ t->word, meant, m };
	return true;
}

static bool
guessed(const struct sat_atom *at)
{
	return at->leads > 0 && at->want == SAT_W_WORD &&
	       at->match != SATCHEL_EXACT;
}

static bool
tell_all(struct telling *t, const struct sat_atom *at, const char *word,
    const struct satchel_hit *hit, size_t n, struct satchel_err *err)
{
	if (!guessed(at))
		return true;
	t->at = at;
	t->first = t->n;
	t->word =
	    word != NULL ? word : sat_arena_copy(t->a, at->key + 1, at->n - 1);
	if (t->word == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < n; i++)
		if (!sat_terms_of((const void *)hit[i].record.value,
			hit[i].record.kind, tell, t, err))
			return false;
	return true;
}

bool
sat_guesses(const struct sat_clause *c, size_t clauses,
    const struct satchel_hit *hit, size_t n, struct sat_arena *a,
    const struct satchel_guess **guess, size_t *guesses,
    struct satchel_err *err)
{
	struct telling t = { .a = a };
	size_t room = 0;

	for (size_t i = 0; i < clauses; i++) {
		for (size_t j = 0; j < c[i].words; j++)
			room += guessed(&c[i].word[j]);
		room += guessed(&c[i].code);
	}
	*guesses = 0;
	if (room == 0)
		return true;
	t.list = sat_arena_array(a, room * SAT_GUESSES, sizeof(*t.list));
	if (t.list == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < clauses; i++) {
		const char *word = c[i].words > 1 ? NULL : c[i].typed;

		for (size_t j = 0; j < c[i].words; j++)
			if (!tell_all(&t, &c[i].word[j], word, hit, n, err))
				return false;
		if (!tell_all(&t, &c[i].code, c[i].typed, hit, n, err))
			return false;
	}
	*guess = t.list;
	*guesses = t.n;
	return true;
}
