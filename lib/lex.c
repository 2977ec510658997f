#include "lex.h"

#include <string.h>

#include "utf8.h"

struct field_name {
	const char *name;
	enum sat_field f;
};

static const struct field_name names[] = {
	{ "state", SAT_F_STATE },
	{ "country", SAT_F_STATE },
	{ "role", SAT_F_ROLE },
	{ "lang", SAT_F_LANG },
	{ "language", SAT_F_LANG },
	{ "languages", SAT_F_LANG },
	{ "name", SAT_F_NAME },
	{ "org", SAT_F_ORG },
	{ "organization", SAT_F_ORG },
	{ "organisation", SAT_F_ORG },
	{ "unit", SAT_F_ORG },
	{ "party", SAT_F_PARTY },
	{ "title", SAT_F_TITLE },
	{ "email", SAT_F_EMAIL },
	{ "emails", SAT_F_EMAIL },
	{ "e-mail", SAT_F_EMAIL },
	{ "mail", SAT_F_EMAIL },
	{ "mailto", SAT_F_EMAIL },
	{ "phone", SAT_F_PHONE },
	{ "phones", SAT_F_PHONE },
	{ "number", SAT_F_PHONE },
	{ "tel", SAT_F_PHONE },
	{ "fax", SAT_F_PHONE },
	{ "note", SAT_F_NOTE },
	{ "notes", SAT_F_NOTE },
	{ "key", SAT_F_KEY },
	{ "keys", SAT_F_KEY },
	{ "fingerprint", SAT_F_KEY },
};

/* The argument being read, and what is known of the item to come. */
struct lexer {
	struct sat_arena *a;
	struct sat_item *item;
	size_t n;
	uint32_t fields;     /* of "field:" that stood alone; 0: none */
	const char *pending; /* that "field:" */
};

static size_t
name_len(const char *s)
{
	size_t n = 0;

	while ((s[n] >= 'a' && s[n] <= 'z') || (s[n] >= 'A' && s[n] <= 'Z') ||
	       s[n] == '-')
		n++;
	return n;
}

static bool
same_name(const char *s, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (c != name[i]) /* its NUL too */
			return false;
	}
	return name[n] == '\0';
}

/* If |s| begins with "field:", its mask and length; 0 if it does not. */
static bool
field_of(const char *s, uint32_t *mask, size_t *len, struct satchel_err *err)
{
	size_t n = name_len(s);

	*mask = 0;
	*len = 0;
	if (n == 0 || s[n] != ':' || strncmp(s + n, "://", 3) == 0)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!same_name(s, n, names[i].name))
			continue;
		*mask = SAT_FIELD(names[i].f);
		if (names[i].f == SAT_F_NAME || names[i].f == SAT_F_ORG)
			*mask |= SAT_FIELD(SAT_F_LATIN);
		*len = n + 1;
		return true;
	}
	sat_fail(err, SATCHEL_EUSAGE,
	    "there is no field \"%.*s\" to search; the fields are state, role, "
	    "lang, name, org, party, title, email, phone, note, key",
	    (int)(n < 40 ? n : 40), s);
	return sat_hint(
	    err, "to search for a colon, put the word in double quotes");
}

/* Bytes of white space at |s|. */
static size_t
space_len(const char *s)
{
	const uint8_t *p = (const uint8_t *)s, *end = p + strlen(s), *q = p;
	uint32_t cp;

	while (sat_utf8_next(&q, end, &cp) && sat_cp_space(cp))
		p = q;
	return (size_t)(p - (const uint8_t *)s);
}

/* Bytes at |s| before white space. */
static size_t
word_len(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0' && space_len(s + n) == 0)
		n++;
	return n;
}

static struct sat_item *
push(struct lexer *x, const char *typed, size_t typed_n, const char *text,
    size_t n, struct satchel_err *err)
{
	struct sat_item *t = &x->item[x->n];

	if (x->n == SAT_QUERY_ITEMS) {
		sat_fail(err, SATCHEL_EUSAGE, "a query has at most %d words",
		    SAT_QUERY_ITEMS);
		return NULL;
	}
	*t = (struct sat_item){ 0 };
	t->typed = sat_arena_copy(x->a, typed, typed_n);
	t->text = sat_arena_copy(x->a, text, n);
	if (t->typed == NULL || t->text == NULL) {
		sat_fail_nomem(err);
		return NULL;
	}
	x->n++;
	t->fielded = x->fields != 0;
	t->fields = t->fielded ? x->fields : SAT_M_DEFAULT;
	x->fields = 0;
	return t;
}

/* The item at |*s|, field and all. */
static bool
one(struct lexer *x, const char **s, struct satchel_err *err)
{
	const char *typed = *s, *text, *end;
	struct sat_item *t;
	bool quoted;
	uint32_t mask;
	size_t len;

	if (!field_of(typed, &mask, &len, err))
		return false;
	text = typed + len;
	if (mask != 0) {
		x->fields = mask;
		x->pending = typed;
		if (*text == '\0' || space_len(text) > 0) {
			*s = text; /* for the next word */
			return true;
		}
	}
	quoted = *text == '"';
	if (quoted) {
		end = strchr(++text, '"');
		if (end == NULL)
			return sat_fail(err, SATCHEL_EUSAGE,
			    "a double quote is not closed");
		*s = end + 1;
	} else {
		end = text + word_len(text);
		*s = end;
	}
	len = (size_t)(end - text);
	t = push(x, typed, (size_t)(*s - typed), text, len, err);
	if (t == NULL)
		return false;
	t->quoted = quoted;
	t->star = !quoted && len > 1 && text[len - 1] == '*';
	return true;
}

bool
sat_lex(const char *const *words, size_t n, struct sat_arena *a,
    struct sat_item **item, size_t *items, struct satchel_err *err)
{
	struct lexer x = { .a = a };
	size_t bytes = 0;

	x.item = sat_arena_array(a, SAT_QUERY_ITEMS, sizeof(*x.item));
	if (x.item == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		const char *s = words[i];

		bytes += strlen(s);
		if (bytes > SAT_QUERY_BYTES)
			return sat_fail(err, SATCHEL_EUSAGE,
			    "a query has at most %d bytes", SAT_QUERY_BYTES);
		if (!sat_utf8_valid(s, strlen(s), NULL))
			return sat_fail(
			    err, SATCHEL_EUSAGE, "a word is not valid UTF-8");
		for (s += space_len(s); *s != '\0'; s += space_len(s))
			if (!one(&x, &s, err))
				return false;
	}
	if (x.fields != 0)
		return sat_fail(err, SATCHEL_EUSAGE,
		    "nothing stands after \"%.40s\"", x.pending);
	if (x.n == 0)
		return sat_fail(
		    err, SATCHEL_EUSAGE, "there is no word to look for");
	*item = x.item;
	*items = x.n;
	return true;
}
