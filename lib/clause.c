#include "clause.h"

#include <string.h>

#include "armor.h"
#include "lex.h"
#include "spaced.h"
#include "words.h"

enum { NUMBER_MIN = 4 };

struct maker {
	struct sat_arena *a;
	struct sat_wr folded; /* of the item at hand */
	struct sat_wr phrase;
};

static bool
fold(struct maker *m, const char *s, struct satchel_err *err)
{
	sat_wr_reset(&m->folded);
	sat_fold(s, strlen(s), &m->folded);
	return sat_wr_done(&m->folded, "a word", err);
}

/* ---- numbers ----------------------------------------------------------- */

static void
set_number(struct sat_clause *c, const struct sat_wr *folded)
{
	struct sat_number num;
	size_t least = c->fields == SAT_FIELD(SAT_F_PHONE) ? 2 : NUMBER_MIN;

	if ((c->fields & SAT_FIELD(SAT_F_PHONE)) == 0 ||
	    !sat_number_of(folded->p, folded->len, &num) || num.n < least)
		return;
	/* the index has the end of a number, "+" says that this is the start */
	if (num.plus && num.n < SAT_NUMBER_JOINED)
		return;
	memcpy(c->digits, num.digits, sizeof(c->digits));
	c->digits_n = num.n;
	c->plus = num.plus;
	c->phone.fields = SAT_FIELD(SAT_F_PHONE);
	c->phone.want = SAT_W_EXACT;
	c->phone.key[0] = SAT_C_PHONE;
	c->phone.n = 1;
}

/* ---- codes -------------------------------------------------------------- */

/* A fingerprint without its colons and blanks, or the public key that |raw|
 * is in base64, in hex. */
static void
set_key(struct sat_atom *at, const char *raw, const struct sat_wr *folded)
{
	struct sat_rd text = sat_rd_of(raw, strlen(raw), 0, NULL);
	uint8_t pk[32];
	char hex[65];
	size_t n = 0;

	if (sat_base64_read(&text, pk, sizeof(pk), &n) && n == sizeof(pk)) {
		sat_hex_write(pk, sizeof(pk), hex);
		memcpy(at->key + 1, hex, 64);
		at->n = 65;
		return;
	}
	at->n = 1;
	for (size_t i = 0; i < folded->len && at->n < SAT_MAX_TERM; i++)
		if (folded->p[i] != ':' && folded->p[i] != ' ')
			at->key[at->n++] = folded->p[i];
}

static void
set_code(
    struct sat_clause *c, const struct sat_item *t, const struct sat_wr *folded)
{
	struct sat_atom *at = &c->code;
	size_t n = folded->len;

	at->fields = c->fields & SAT_M_CODE;
	at->key[0] = SAT_C_CODE;
	if (n == 0)
		return;
	if (!t->fielded && sat_is_fingerprint(folded->p, n))
		at->fields |= SAT_FIELD(SAT_F_KEY);
	if (at->fields == 0 || (t->quoted && !t->fielded))
		return;
	if (c->fields == SAT_FIELD(SAT_F_KEY)) {
		set_key(at, t->text, folded);
	} else if (n <= SAT_WORD_MAX && memchr(folded->p, ' ', n) == NULL) {
		memcpy(at->key + 1, folded->p, n);
		at->n = n + 1;
	}
	at->want = t->quoted ? SAT_W_PART : SAT_W_WORD;
	if (t->star && at->n > 1) {
		at->n--; /* the star */
		at->want = SAT_W_PREFIX;
	}
	if (at->n < 2)
		at->n = 0;
}

/* ---- words -------------------------------------------------------------- */

static void
set_atom(struct sat_atom *at, const uint8_t *p, size_t n, enum sat_want want,
    uint32_t fields)
{
	at->key[0] = SAT_C_TEXT;
	memcpy(at->key + 1, p, n);
	at->n = n + 1;
	at->want = want;
	at->fields = fields & SAT_M_TEXT;
}

static size_t
count_words(struct sat_rd r)
{
	struct sat_word w = { 0 };
	size_t n = 0;

	while (sat_words_next(&r, &w))
		n++;
	return n;
}

/* The words of m->folded as atoms: of grams that touch only the bigrams. */
static bool
split(struct maker *m, struct sat_clause *c, size_t *tokens, bool *first_gram,
    bool *last_gram, struct satchel_err *err)
{
	struct sat_rd r = sat_wr_rd(&m->folded);
	struct sat_word w = { 0 };
	bool alone = false; /* the last atom is a gram by itself */

	c->word = sat_arena_array(m->a, count_words(r), sizeof(*c->word));
	if (c->word == NULL)
		return sat_fail_nomem(err);
	sat_wr_reset(&m->phrase);
	for (*tokens = 0;; ++*tokens) {
		const size_t before = w.n;

		if (!sat_words_next(&r, &w))
			break;
		sat_wr_u8(&m->phrase, ' ');
		sat_wr_put(&m->phrase, w.p, w.n);
		if (*tokens == 0)
			*first_gram = w.gram;
		*last_gram = w.gram;
		if (w.joined && alone)
			c->words--; /* the bigram says more */
		alone = w.gram && !w.joined;
		if (w.joined)
			set_atom(&c->word[c->words++], w.p - before,
			    before + w.n, SAT_W_EXACT, c->fields);
		else
			set_atom(&c->word[c->words++], w.p, w.n,
			    w.gram ? SAT_W_EXACT : SAT_W_WORD, c->fields);
	}
	sat_wr_u8(&m->phrase, ' ');
	return sat_wr_done(&m->phrase, "a word", err);
}

/* What quotes and a star ask of the first and the last word. */
static void
set_wants(struct sat_clause *c, const struct sat_item *t, size_t tokens,
    bool first_gram, bool last_gram)
{
	struct sat_atom *last = &c->word[c->words - 1];

	if (t->star && !last_gram) {
		last->want = SAT_W_PREFIX;
		c->open_right = true;
	}
	if (!t->quoted)
		return;
	c->open_left = c->open_right = true;
	for (size_t i = 0; i < c->words; i++)
		c->word[i].want = SAT_W_EXACT;
	if (tokens == 1 && !first_gram) {
		c->word[0].want = SAT_W_PART;
	} else {
		if (!first_gram)
			c->word[0].want = SAT_W_SUFFIX;
		if (!last_gram)
			last->want = SAT_W_PREFIX;
	}
}

static bool
set_words(struct maker *m, struct sat_clause *c, const struct sat_item *t,
    struct satchel_err *err)
{
	bool first_gram = false, last_gram = false;
	size_t tokens = 0;

	if ((c->fields & SAT_M_TEXT) == 0)
		return true;
	if (!split(m, c, &tokens, &first_gram, &last_gram, err))
		return false;
	if (c->words == 0)
		return true;
	set_wants(c, t, tokens, first_gram, last_gram);
	c->confirm = c->words > 1;
	c->phrase_n = m->phrase.len;
	c->phrase =
	    (const uint8_t *)sat_arena_copy(m->a, m->phrase.p, m->phrase.len);
	return c->phrase != NULL || sat_fail_nomem(err);
}

/* ---- clauses ------------------------------------------------------------ */

/* "a b c" of |n| items, as they were typed. */
static const char *
typed(struct maker *m, const struct sat_item *t, size_t n)
{
	struct sat_wr *w = &m->phrase;

	if (n == 1)
		return t->typed;
	sat_wr_reset(w);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			sat_wr_u8(w, ' ');
		sat_wr_str(w, t[i].typed);
	}
	return w->nomem || w->full ? NULL : sat_arena_copy(m->a, w->p, w->len);
}

/* One clause of |n| items, whose folded text is in m->folded. */
static bool
make(struct maker *m, const struct sat_item *t, size_t n, struct sat_clause *c,
    struct satchel_err *err)
{
	c->fields = t->fields;
	c->typed = typed(m, t, n);
	if (c->typed == NULL)
		return sat_fail_nomem(err);
	if (!t->star)
		set_number(c, &m->folded);
	set_code(c, t, &m->folded);
	return set_words(m, c, t, err);
}

static bool
read_items(struct maker *m, const struct sat_item *item, size_t items,
    bool join, struct sat_clause *c, size_t *clauses, bool *any_joined,
    struct satchel_err *err)
{
	size_t n;

	*clauses = 0;
	*any_joined = false;
	for (size_t i = 0; i < items; i += n) {
		struct sat_clause *at = &c[*clauses];

		n = 1;
		if (join &&
		    !sat_spaced(&item[i], items - i, &m->folded, &n, err))
			return false;
		if (n == 1 && !fold(m, item[i].text, err))
			return false;
		if (!make(m, &item[i], n, at, err))
			return false;
		*any_joined |= n > 1;
		/* "-" alone is nothing to look for */
		if (count_words(sat_wr_rd(&m->folded)) > 0)
			++*clauses;
		else
			*at = (struct sat_clause){ 0 };
	}
	return true;
}

bool
sat_clauses_read(const char *const *words, size_t n, bool join,
    struct sat_arena *a, struct sat_clause **clause, size_t *clauses,
    bool *any_joined, struct satchel_err *err)
{
	struct maker m = { .a = a };
	struct sat_item *item;
	struct sat_clause *c;
	size_t items, made = 0;
	bool many = false, ok = false;

	sat_wr_init(&m.folded, (size_t)SAT_QUERY_BYTES * 16);
	sat_wr_init(&m.phrase, (size_t)SAT_QUERY_BYTES * 32);
	if (!sat_lex(words, n, a, &item, &items, err))
		goto out;
	c = sat_arena_array(a, items, sizeof(*c));
	if (c == NULL) {
		sat_fail_nomem(err);
		goto out;
	}
	if (!read_items(&m, item, items, join, c, &made, &many, err))
		goto out;
	if (made == 0) {
		sat_fail(err, SATCHEL_EUSAGE, "there is no word to look for");
		goto out;
	}
	*clause = c;
	*clauses = made;
	*any_joined = many;
	ok = true;
out:
	sat_wr_free(&m.folded);
	sat_wr_free(&m.phrase);
	return ok;
}
