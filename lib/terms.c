#include "terms.h"

#include <string.h>

#include "armor.h"
#include "format.h"
#include "latin.h"
#include "words.h"

const char *const sat_field_name[SAT_FIELDS] = {
	[SAT_F_NAME] = "name",
	[SAT_F_ORG] = "organization",
	[SAT_F_PARTY] = "party",
	[SAT_F_EMAIL] = "email",
	[SAT_F_TITLE] = "title",
	[SAT_F_NOTE] = "note",
	[SAT_F_PHONE] = "phone",
	[SAT_F_ROLE] = "role",
	[SAT_F_LANG] = "lang",
	[SAT_F_STATE] = "state",
	[SAT_F_KEY] = "key",
	[SAT_F_LATIN] = "latin",
};

uint32_t
sat_class_fields(uint8_t class)
{
	switch (class) {
	case SAT_C_TEXT:
		return SAT_M_TEXT;
	case SAT_C_PHONE:
		return SAT_FIELD(SAT_F_PHONE);
	case SAT_C_CODE:
		return SAT_M_CODE;
	default:
		return 0;
	}
}

/* Where the values go. */
struct visit {
	sat_value_fn *each;
	void *ctx;
};

/* A string, or every string of a list or map; anything else is passed over. */
static bool
value(const struct visit *v, enum sat_field f, const struct sat_node *x,
    struct satchel_err *err)
{
	if (x == NULL || x->type == SAT_INT)
		return true;
	if (x->type == SAT_STR)
		return v->each(v->ctx, f, x->u.s, x->n, err);
	for (size_t i = 0; i < x->n; i++) {
		const struct sat_node *y =
		    x->type == SAT_LIST ? &x->u.item[i] : &x->u.pair[i].value;

		if (y->type == SAT_STR &&
		    !v->each(v->ctx, f, y->u.s, y->n, err))
			return false;
	}
	return true;
}

/* Key |key| of every map in list |x|. */
static bool
each_of(const struct visit *v, enum sat_field f, const struct sat_node *x,
    const char *key, struct satchel_err *err)
{
	if (x == NULL || x->type != SAT_LIST)
		return true;
	for (size_t i = 0; i < x->n; i++)
		if (!value(v, f, sat_node_get(&x->u.item[i], key), err))
			return false;
	return true;
}

/* Phones and e-mails of a contact or a mission. */
static bool
channels(
    const struct visit *v, const struct sat_node *m, struct satchel_err *err)
{
	const struct sat_node *phones = sat_node_get(m, "phones");
	const struct sat_node *emails = sat_node_get(m, "emails");

	return each_of(v, SAT_F_PHONE, phones, "number", err) &&
	       each_of(v, SAT_F_NOTE, phones, "label", err) &&
	       each_of(v, SAT_F_EMAIL, emails, "address", err);
}

static bool
extensions(
    const struct visit *v, const struct sat_node *m, struct satchel_err *err)
{
	if (m->type != SAT_MAP)
		return true;
	for (size_t i = 0; i < m->n; i++)
		if (strncmp(m->u.pair[i].key, "x-", 2) == 0 &&
		    !value(v, SAT_F_NOTE, &m->u.pair[i].value, err))
			return false;
	return true;
}

struct plan {
	const char *key;
	enum sat_field f;
};

static bool
plain(const struct visit *v, const struct sat_node *r, const struct plan *p,
    size_t n, struct satchel_err *err)
{
	for (size_t i = 0; i < n; i++)
		if (!value(v, p[i].f, sat_node_get(r, p[i].key), err))
			return false;
	return true;
}

static bool
party(const struct visit *v, const struct sat_node *r, struct satchel_err *err)
{
	static const struct plan p[] = { { "name", SAT_F_NAME },
		{ "official_name", SAT_F_NAME }, { "aliases", SAT_F_NAME },
		{ "state", SAT_F_STATE } };
	const struct sat_node *mission = sat_node_get(r, "mission");

	return plain(v, r, p, sizeof(p) / sizeof(p[0]), err) &&
	       value(v, SAT_F_ORG, sat_node_get(mission, "name"), err) &&
	       channels(v, mission, err);
}

static bool
contact(
    const struct visit *v, const struct sat_node *r, struct satchel_err *err)
{
	static const struct plan p[] = { { "name", SAT_F_NAME },
		{ "name_latin", SAT_F_NAME }, { "party", SAT_F_PARTY },
		{ "organization", SAT_F_ORG }, { "unit", SAT_F_ORG },
		{ "title", SAT_F_TITLE }, { "salutation", SAT_F_TITLE },
		{ "note", SAT_F_NOTE }, { "verify", SAT_F_NOTE },
		{ "scope", SAT_F_NOTE }, { "languages", SAT_F_LANG },
		{ "role", SAT_F_ROLE }, { "state", SAT_F_STATE } };
	const struct sat_node *keys = sat_node_get(r, "keys");
	const struct sat_node *services = sat_node_get(r, "services");

	return plain(v, r, p, sizeof(p) / sizeof(p[0]), err) &&
	       each_of(v, SAT_F_NOTE, services, "service", err) &&
	       each_of(v, SAT_F_NOTE, services, "uri", err) &&
	       each_of(v, SAT_F_KEY, keys, "fingerprint", err) &&
	       each_of(v, SAT_F_KEY, keys, "public", err);
}

bool
sat_values_of(const struct sat_node *record, enum satchel_kind kind,
    sat_value_fn *each, void *ctx, struct satchel_err *err)
{
	struct visit v = { each, ctx };

	if (kind == SATCHEL_ZONE)
		return true;
	if (kind == SATCHEL_PARTY && !party(&v, record, err))
		return false;
	if (kind == SATCHEL_CONTACT &&
	    (!contact(&v, record, err) || !channels(&v, record, err)))
		return false;
	return extensions(&v, record, err);
}

/* Where the terms go, and memory to fold in. */
struct split {
	sat_term_fn *each;
	void *ctx;
	struct sat_wr folded;
};

/* Calls back with |class| and |n| <= 254 bytes. */
static bool
give(struct split *s, enum sat_field f, uint8_t class, const uint8_t *p,
    size_t n, struct satchel_err *err)
{
	uint8_t term[SAT_MAX_TERM];

	term[0] = class;
	memcpy(term + 1, p, n);
	return s->each(s->ctx, f, term, n + 1, err);
}

static bool
words(struct split *s, enum sat_field f, struct satchel_err *err)
{
	struct sat_rd r = sat_wr_rd(&s->folded);
	struct sat_word w = { 0 };

	for (;;) {
		const size_t before = w.n;

		if (!sat_words_next(&r, &w))
			return true;
		if (!give(s, f, SAT_C_TEXT, w.p, w.n, err))
			return false;
		if (w.joined &&
		    !give(s, f, SAT_C_TEXT, w.p - before, before + w.n, err))
			return false;
	}
}

static bool
spelling(void *ctx, const uint8_t *p, size_t n, struct satchel_err *err)
{
	return give(ctx, SAT_F_LATIN, SAT_C_TEXT, p, n, err);
}

static bool
code(struct split *s, enum sat_field f, const uint8_t *p, size_t n,
    struct satchel_err *err)
{
	if (n == 0 || n > SAT_WORD_MAX)
		return true;
	for (size_t i = 0; i < n; i++)
		if (p[i] < 0x21)
			return true;
	return give(s, f, SAT_C_CODE, p, n, err);
}

static bool
language(struct split *s, struct satchel_err *err)
{
	const uint8_t *p = s->folded.p;
	size_t n = s->folded.len;
	const uint8_t *hyphen = n == 0 ? NULL : memchr(p, '-', n);

	if (!code(s, SAT_F_LANG, p, n, err))
		return false;
	return hyphen == NULL ||
	       code(s, SAT_F_LANG, p, (size_t)(hyphen - p), err);
}

/* An ed25519 key in base64 has 44 characters, a fingerprint 40 or 64. */
static bool
key(struct split *s, const char *raw, size_t n, struct satchel_err *err)
{
	struct sat_rd text = sat_rd_of(raw, n, 0, NULL);
	uint8_t pk[32];
	char hex[65];
	size_t len;

	if (n != 44 || !sat_base64_read(&text, pk, sizeof(pk), &len) ||
	    len != sizeof(pk))
		return code(s, SAT_F_KEY, s->folded.p, s->folded.len, err);
	sat_hex_write(pk, sizeof(pk), hex);
	return code(s, SAT_F_KEY, (const uint8_t *)hex, 64, err);
}

size_t
sat_phone_term(const char *s, size_t n, uint8_t out[1 + SAT_PHONE_DIGITS])
{
	size_t len = 1;

	out[0] = SAT_C_PHONE;
	for (size_t i = n; i-- > 0 && len <= SAT_PHONE_DIGITS;)
		if (s[i] >= '0' && s[i] <= '9')
			out[len++] = (uint8_t)s[i];
	return len == 1 ? 0 : len;
}

static bool
phone(struct split *s, const char *raw, size_t n, struct satchel_err *err)
{
	uint8_t term[1 + SAT_PHONE_DIGITS];
	size_t len = sat_phone_term(raw, n, term);

	return len == 0 || s->each(s->ctx, SAT_F_PHONE, term, len, err);
}

static bool
split(void *ctx, enum sat_field f, const char *raw, size_t n,
    struct satchel_err *err)
{
	struct split *s = ctx;

	if (f == SAT_F_PHONE)
		return phone(s, raw, n, err);
	sat_wr_reset(&s->folded);
	sat_fold(raw, n, &s->folded);
	if (!sat_wr_done(&s->folded, "a folded value", err))
		return false;
	if ((f == SAT_F_NAME || f == SAT_F_ORG) &&
	    !sat_latin(raw, n, spelling, s, err))
		return false;
	if (SAT_FIELD(f) & SAT_M_TEXT)
		return words(s, f, err);
	if (f == SAT_F_LANG)
		return language(s, err);
	if (f == SAT_F_KEY)
		return key(s, raw, n, err);
	return code(s, f, s->folded.p, s->folded.len, err);
}

bool
sat_terms_of(const struct sat_node *record, enum satchel_kind kind,
    sat_term_fn *each, void *ctx, struct satchel_err *err)
{
	struct split s = { .each = each, .ctx = ctx };
	bool ok;

	/* U+FDFA, 3 bytes, folds to 33: the most of any */
	sat_wr_init(&s.folded, (size_t)SAT_MAX_RECORD * 16);
	ok = sat_values_of(record, kind, split, &s, err);
	sat_wr_free(&s.folded);
	return ok;
}

static bool
put_term(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	struct sat_wr *w = ctx;

	(void)err;		  /* |w| keeps a failure */
	sat_wr_u8(w, (uint8_t)f); /* below SAT_FIELDS */
	sat_wr_u8(w, (uint8_t)n); /* at most SAT_MAX_TERM */
	sat_wr_put(w, term, n);
	return true;
}

bool
sat_terms_write(const struct sat_node *record, enum satchel_kind kind,
    struct sat_wr *w, struct satchel_err *err)
{
	return sat_terms_of(record, kind, put_term, w, err);
}

bool
sat_terms_next(struct sat_rd *list, enum sat_field *f, struct sat_rd *term)
{
	struct sat_rd r = *list;
	uint8_t field, n;

	if (!sat_rd_u8(&r, &field) || field >= SAT_FIELDS ||
	    !sat_rd_u8(&r, &n) || n == 0 || !sat_rd_take(&r, n, term))
		return false;
	*list = r;
	*f = (enum sat_field)field;
	return true;
}
