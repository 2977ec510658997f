#include "confirm.h"

#include <string.h>

#include "words.h"

struct look {
	const struct sat_clause *c;
	struct sat_wr folded, spaced;
	bool yes;
};

/* Is |p| what remains of a number once all its digits are compared? */
static bool
is_end(const char *digits, size_t n, const char *p, size_t pn)
{
	return pn > 0 && n >= pn && memcmp(digits + n - pn, p, pn) == 0;
}

static bool
same_number(const struct sat_clause *c, const char *s, size_t n)
{
	char digits[SAT_DIGITS_MAX + 1];
	size_t len = 0;
	const char *p = c->digits;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			continue;
		if (len == SAT_DIGITS_MAX)
			return false;
		digits[len++] = s[i];
	}
	if (c->plus)
		return len == c->digits_n && memcmp(digits, p, len) == 0;
	if (is_end(digits, len, p, c->digits_n))
		return true;
	if (p[0] == '0' && p[1] == '0')
		return len == c->digits_n - 2 &&
		       memcmp(digits, p + 2, len) == 0;
	return p[0] == '0' && is_end(digits, len, p + 1, c->digits_n - 1);
}

static bool
contains(const struct sat_wr *w, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i + n <= w->len; i++)
		if (w->p[i] == p[0] && memcmp(w->p + i, p, n) == 0)
			return true;
	return false;
}

/* The words of |s|, a blank before, between and after, against the phrase. */
static bool
same_phrase(struct look *l, const char *s, size_t n, struct satchel_err *err)
{
	const struct sat_clause *c = l->c;
	struct sat_word w = { 0 };
	struct sat_rd r;

	sat_wr_reset(&l->folded);
	sat_wr_reset(&l->spaced);
	sat_fold(s, n, &l->folded);
	r = sat_wr_rd(&l->folded);
	while (sat_words_next(&r, &w)) {
		sat_wr_u8(&l->spaced, ' ');
		sat_wr_put(&l->spaced, w.p, w.n);
	}
	sat_wr_u8(&l->spaced, ' ');
	if (!sat_wr_done(&l->folded, "a value", err) ||
	    !sat_wr_done(&l->spaced, "a value", err))
		return false;
	l->yes |= contains(&l->spaced, c->phrase + c->open_left,
	    c->phrase_n - c->open_left - c->open_right);
	return true;
}

static bool
by_value(void *ctx, enum sat_field f, const char *s, size_t n,
    struct satchel_err *err)
{
	struct look *l = ctx;

	if (l->yes || (l->c->fields & SAT_FIELD(f)) == 0)
		return true;
	if (f == SAT_F_PHONE && l->c->phone.leads > 0)
		l->yes = same_number(l->c, s, n);
	if ((SAT_FIELD(f) & SAT_M_TEXT) != 0 && l->c->words > 1)
		return same_phrase(l, s, n, err);
	return true;
}

static bool
by_term(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	struct look *l = ctx;
	enum satchel_match m;

	(void)err;
	l->yes |= sat_atom_meets(&l->c->code, f, term, n, &m) ||
		  (l->c->words == 1 &&
		      sat_atom_meets(&l->c->word[0], f, term, n, &m));
	return true;
}

bool
sat_confirm(const struct sat_clause *c, const struct satchel_record *r,
    bool *yes, struct satchel_err *err)
{
	/* struct satchel_value is struct sat_node (node.h) */
	const struct sat_node *v = (const void *)r->value;
	struct look l = { .c = c };
	bool ok;

	sat_wr_init(&l.folded, (size_t)SAT_MAX_RECORD * 16);
	sat_wr_init(&l.spaced, (size_t)SAT_MAX_RECORD * 32);
	ok = sat_values_of(v, r->kind, by_value, &l, err) &&
	     (l.yes || sat_terms_of(v, r->kind, by_term, &l, err));
	sat_wr_free(&l.folded);
	sat_wr_free(&l.spaced);
	if (ok)
		*yes = l.yes;
	return ok;
}
