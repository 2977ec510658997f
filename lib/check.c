/* The walk over a document's objects, and what holds for all of them. */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check_rule.h"
#include "shape.h"
#include "utf8.h"

enum { MESSAGE = 1024, DEPTH = 8 };

/* ---- helpers ----------------------------------------------------------------- */

void
sat_find(struct sat_check *c, enum sat_rule_id rule, const struct sat_mark *at,
    const char *hint, const char *fmt, ...)
{
	char message[MESSAGE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	sat_diag_add(c->d, sat_rule(rule), c->file, at, hint, "%s", message);
}

const char *
sat_did_you_mean(struct sat_check *c, const char *word)
{
	char hint[128];
	int n;

	if (word == NULL)
		return NULL;
	n = snprintf(hint, sizeof(hint), "did you mean \"%s\"?", word);
	return n < 0 ? NULL : sat_arena_copy(c->a, hint, strlen(hint));
}

const struct sat_pair *
sat_pair_of(const struct sat_node *m, const char *key)
{
	if (m == NULL || m->type != SAT_MAP)
		return NULL;
	for (size_t i = 0; i < m->n; i++)
		if (sat_key_is(m->u.pair[i].key, key))
			return &m->u.pair[i];
	return NULL;
}

static bool
is_empty_text(const struct sat_node *v)
{
	return v->type == SAT_STR && v->style != SAT_FAULTY && v->n == 0;
}

bool
sat_is_blank(const struct sat_node *v)
{
	if (is_empty_text(v))
		return true;
	if (v->type != SAT_LIST)
		return v->type == SAT_MAP && v->n == 0;
	for (size_t i = 0; i < v->n; i++)
		if (!is_empty_text(&v->u.item[i]))
			return false;
	return true;
}

const char *
sat_text_of(const struct sat_node *m, const char *key)
{
	const struct sat_node *v = sat_node_get(m, key);

	if (v == NULL || v->type != SAT_STR || v->style == SAT_FAULTY ||
	    v->n == 0)
		return NULL;
	return v->u.s;
}

/* Drops the last line feeds of a block text. */
static bool
trim_text(struct sat_arena *a, struct sat_node *v)
{
	size_t n = v->n;

	if (v->style != SAT_BLOCK)
		return true;
	while (n > 0 && v->u.s[n - 1] == '\n')
		n--;
	if (n == v->n)
		return true;
	v->u.s = sat_arena_copy(a, v->u.s, n);
	v->n = n;
	return v->u.s != NULL;
}

bool
sat_check_trim(struct sat_arena *a, struct sat_node *root)
{
	struct {
		struct sat_node *v;
		size_t i;
	} stack[DEPTH + 1];
	size_t depth = 0;

	if (root->type == SAT_STR)
		return trim_text(a, root);
	stack[depth].v = root;
	stack[depth++].i = 0;
	while (depth > 0) {
		struct sat_node *v = stack[depth - 1].v, *child;
		size_t i = stack[depth - 1].i++;

		if (i >= v->n) {
			depth--;
			continue;
		}
		child =
		    v->type == SAT_MAP ? &v->u.pair[i].value : &v->u.item[i];
		if (child->type == SAT_STR) {
			if (!trim_text(a, child))
				return false;
		} else if (child->type != SAT_INT && depth < DEPTH + 1) {
			stack[depth].v = child;
			stack[depth++].i = 0;
		}
	}
	return true;
}

static unsigned
where(const struct sat_check *c)
{
	switch (c->profile) {
	case SAT_PROFILE_POC:
		return SAT_IN_POC;
	case SAT_PROFILE_OPEN:
		return SAT_IN_OPEN;
	default:
		return SAT_IN_SOURCE;
	}
}

static const char *
type_name(const struct sat_node *v)
{
	switch (v->type) {
	case SAT_LIST:
		return "a list";
	case SAT_MAP:
		return "a map";
	default:
		return "a text";
	}
}

static void
wrong_type(struct sat_check *c, const char *name, const char *should,
    const struct sat_node *v, const char *hint)
{
	sat_find(c, SAT_RULE_TYPE, &v->at, hint,
	    "%s must be %s, and this is %s", name, should, type_name(v));
}

static void
empty(struct sat_check *c, const char *name, const struct sat_mark *at)
{
	sat_find(c, SAT_RULE_EMPTY, at, "write a value, or leave the line out",
	    "%s is empty and counts as absent", name);
}

/* ---- what is required ---------------------------------------------------------- */

static bool
type_is(const struct sat_node *key, const char *a, const char *b)
{
	const char *type = sat_text_of(key, "type");

	return type != NULL && (strcmp(type, a) == 0 || strcmp(type, b) == 0);
}

/* Is field |f| of object |n| required? */
static bool
is_needed(const struct sat_check *c, const struct sat_field *f,
    const struct sat_node *n)
{
	bool poc = c->profile == SAT_PROFILE_POC;
	const char *kind;

	switch (f->need) {
	case SAT_NEEDED:
		return true;
	case SAT_NEEDED_POC:
		return poc;
	case SAT_NEEDED_OPEN:
		return c->profile == SAT_PROFILE_OPEN;
	case SAT_NEEDED_POC_TITLE:
		kind = sat_text_of(n, "kind");
		return poc && kind != NULL && strcmp(kind, "individual") == 0;
	case SAT_NEEDED_POC_PARTY:
		return poc && sat_is_empty(sat_node_get(c->party, f->name));
	case SAT_NEEDED_REACH:
		return sat_is_empty(sat_node_get(n, "phones")) &&
		       sat_is_empty(sat_node_get(n, "emails"));
	case SAT_NEEDED_FINGERPRINT:
		return type_is(n, "openpgp", "smime");
	case SAT_NEEDED_PUBLIC:
		return type_is(n, "ed25519", "ed25519");
	default:
		return false;
	}
}

static void
missing(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *n)
{
	if (f->need == SAT_NEEDED_REACH) {
		/* one finding for both, and none if an empty one has it */
		if (strcmp(f->name, "phones") == 0 &&
		    sat_node_get(n, "emails") == NULL)
			sat_find(c, SAT_RULE_NO_REACH, &n->at, NULL,
			    "the contact has neither phones nor emails");
		return;
	}
	sat_find(c, SAT_RULE_MISSING, &n->at, NULL, "%s is missing%s", f->name,
	    f->need == SAT_NEEDED_POC_PARTY ? " in the contact and in the party"
					    : "");
}

/* ---- values of every shape -------------------------------------------------------- */

static void
is_empty_value(struct sat_check *c, const struct sat_field *f,
    const struct sat_node *n, const struct sat_node *v)
{
	for (size_t i = 0; v->type == SAT_LIST && i < v->n; i++)
		empty(c, f->name, &v->u.item[i].at);
	if (is_needed(c, f, n))
		sat_find(c,
		    f->need == SAT_NEEDED_REACH ? SAT_RULE_NO_REACH
						: SAT_RULE_MISSING,
		    &v->at, NULL, "%s is empty, but required", f->name);
	else if (v->type != SAT_LIST || v->n == 0)
		empty(c, f->name, &v->at);
}

/* A map of languages to names, or in open one name. */
static void
check_names(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	bool poc = c->profile == SAT_PROFILE_POC;
	const struct sat_node *en = sat_node_get(v, "en");

	if (v->type == SAT_LIST || (v->type == SAT_STR && poc)) {
		wrong_type(c, f->name,
		    poc ? "a map of languages to names"
			: "a text or a map of languages to names",
		    v, "as {en: Tarsenia, fr: Tarsénie}");
		return;
	}
	if (v->type == SAT_STR) {
		if (sat_check_space(c, f->name, v))
			sat_check_length(c, f->name, v, f->max);
		return;
	}
	if (v->n > SAT_MAX_NAMES)
		sat_find(c, SAT_RULE_LIST_SIZE, &v->at, NULL,
		    "name has %zu languages; at most %d are allowed", v->n,
		    SAT_MAX_NAMES);
	if (poc && en == NULL)
		sat_find(c, SAT_RULE_NAME_EN, &v->at, NULL,
		    "name has no English form, en");
	for (size_t i = 0; i < v->n && i < SAT_MAX_NAMES; i++) {
		const struct sat_pair *p = &v->u.pair[i];

		if (!sat_is_language(p->key))
			sat_find(c, SAT_RULE_NAME_TAG, &p->at,
			    "tags are as en, fr, zh-Hant",
			    "\"%.*s\" is not a language tag",
			    SAT_SHOW_TEXT(p->key));
		if (p->value.style == SAT_FAULTY)
			continue;
		if (p->value.type != SAT_STR)
			wrong_type(c, "a name", "a text", &p->value, NULL);
		else if (p->value.n == 0 && poc && &p->value == en)
			sat_find(c, SAT_RULE_NAME_EN, &en->at, NULL,
			    "the English name is empty, but required");
		else if (p->value.n == 0)
			empty(c, "a name", &p->value.at);
		else if (sat_check_space(c, "a name", &p->value))
			sat_check_length(c, "name", &p->value, f->max);
	}
}

/* Names of which none holds anything are no name. */
static bool
has_no_name(const struct sat_node *v)
{
	if (v->type != SAT_MAP)
		return sat_is_empty(v);
	for (size_t i = 0; i < v->n; i++)
		if (!is_empty_text(&v->u.pair[i].value))
			return false;
	return true;
}

static size_t
most_items(const struct sat_check *c, const struct sat_field *f)
{
	if (f->object == &sat_contact_object && c->profile == SAT_PROFILE_POC)
		return SAT_MAX_CONTACTS_POC;
	return f->items;
}

/* Objects that wait for their turn: the walk goes down without recursion. */
struct work {
	struct work *next;
	const struct sat_object *o;
	const struct sat_node *n;
};

static void
later(struct sat_check *c, struct work **tail, const struct sat_field *f,
    const struct sat_node *v)
{
	struct work *w;

	if (v->style == SAT_FAULTY)
		return;
	if (v->type != SAT_MAP) {
		wrong_type(c, f->object->name, "a map", v, NULL);
		return;
	}
	w = sat_arena_alloc(c->a, sizeof(*w));
	if (w == NULL) {
		c->nomem = true;
		return;
	}
	w->o = f->object;
	w->n = v;
	w->next = (*tail)->next;
	(*tail)->next = w;
	*tail = w;
}

static void
check_one(struct sat_check *c, const struct sat_field *f,
    const struct sat_node *v, struct work **tail)
{
	if (v->style == SAT_FAULTY)
		return;
	if (f->type == SAT_T_OBJECT)
		later(c, tail, f, v);
	else if (v->type != SAT_STR)
		wrong_type(c, f->name,
		    f->items > 0 ? "a list of texts" : "a text", v, NULL);
	else if (sat_check_space(c, f->name, v))
		sat_check_value(c, f, v);
}

/* In global-poc somebody must be able to speak with the contact. */
static void
check_spoken(struct sat_check *c, const struct sat_node *v)
{
	static const char un[] = "ar zh en fr ru es";

	for (size_t i = 0; i < v->n; i++) {
		const struct sat_node *t = &v->u.item[i];

		if (t->type != SAT_STR || t->style == SAT_FAULTY)
			return;
		for (const char *w = un;
		     sat_language_primary(t->u.s) == 2 && *w != '\0';
		     w += w[2] == ' ' ? 3 : 2)
			if ((t->u.s[0] | 0x20) == w[0] &&
			    (t->u.s[1] | 0x20) == w[1])
				return;
	}
	sat_find(c, SAT_RULE_LANGUAGE_UN, &v->at, NULL,
	    "none of %s is among the languages", un);
}

static void
check_list(struct sat_check *c, const struct sat_field *f,
    const struct sat_node *v, struct work **tail)
{
	size_t most = most_items(c, f), n = v->n;

	if (v->type != SAT_LIST) {
		wrong_type(c, f->name, "a list", v,
		    f->type == SAT_T_OBJECT
			? "each item begins with -, or the list stands in [ ]"
			: "write it in [ ]");
		return;
	}
	if (n > most) {
		sat_find(c, SAT_RULE_LIST_SIZE, &v->at, NULL,
		    "%s has %zu items; at most %zu are allowed", f->name, n,
		    most);
		n = most;
	}
	for (size_t i = 0; i < n; i++) {
		if (is_empty_text(&v->u.item[i]))
			empty(c, f->name, &v->u.item[i].at);
		else
			check_one(c, f, &v->u.item[i], tail);
	}
	if (f->type == SAT_T_LANGUAGE && c->profile == SAT_PROFILE_POC)
		check_spoken(c, v);
}

static void
check_field(struct sat_check *c, const struct sat_field *f,
    const struct sat_node *n, const struct sat_node *v, struct work **tail)
{
	if (v->style == SAT_FAULTY)
		return;
	if (sat_is_empty(v) || (f->type == SAT_T_NAMES && has_no_name(v)))
		is_empty_value(c, f, n, v);
	else if (f->type == SAT_T_NAMES)
		check_names(c, f, v);
	else if (f->items > 0)
		check_list(c, f, v, tail);
	else
		check_one(c, f, v, tail);
}

/* ---- x- keys ------------------------------------------------------------------------ */

static void
check_extra_text(
    struct sat_check *c, const char *name, const struct sat_node *v)
{
	if (v->style == SAT_FAULTY)
		return;
	if (v->type != SAT_STR)
		sat_find(c, SAT_RULE_X_VALUE, &v->at, NULL,
		    "%.*s must be a text or a list of texts, and this is %s",
		    SAT_SHOW_TEXT(name), type_name(v));
	else if (v->n == 0)
		empty(c, name, &v->at);
	else if (!sat_check_space(c, name, v))
		return;
	else if (v->n > SAT_MAX_EXTRA_VALUE)
		sat_find(c, SAT_RULE_X_VALUE, &v->at, NULL,
		    "%.*s has %zu bytes; at most %d are allowed",
		    SAT_SHOW_TEXT(name), v->n, SAT_MAX_EXTRA_VALUE);
}

static void
check_extra(struct sat_check *c, const struct sat_pair *p, size_t number)
{
	const struct sat_node *v = &p->value;

	if (number == SAT_MAX_EXTRA + 1)
		sat_find(c, SAT_RULE_X_COUNT, &p->at, NULL,
		    "this is x- key %zu of the object; at most %d are allowed",
		    number, SAT_MAX_EXTRA);
	if (number > SAT_MAX_EXTRA)
		return;
	if (v->type != SAT_LIST || v->n == 0) {
		if (v->type == SAT_LIST)
			empty(c, p->key, &v->at);
		else
			check_extra_text(c, p->key, v);
		return;
	}
	if (v->n > SAT_MAX_LIST)
		sat_find(c, SAT_RULE_LIST_SIZE, &v->at, NULL,
		    "%.*s has %zu items; at most %d are allowed",
		    SAT_SHOW_TEXT(p->key), v->n, SAT_MAX_LIST);
	for (size_t i = 0; i < v->n && i < SAT_MAX_LIST; i++)
		check_extra_text(c, p->key, &v->u.item[i]);
}

/* ---- objects -------------------------------------------------------------------------- */

static void
unknown_key(
    struct sat_check *c, const struct sat_object *o, const struct sat_pair *p)
{
	const struct sat_field *f = sat_field(o, p->key), *meant;

	if (o == &sat_contact_object && strcmp(p->key, "confirmed") == 0) {
		sat_find(c, SAT_RULE_CONFIRMED, &p->at, NULL,
		    "confirmed is written by the builder, from the custody "
		    "folder");
		return;
	}
	if (f != NULL && (f->where & SAT_IN_SOURCE) != 0) {
		sat_find(c, SAT_RULE_UNKNOWN_KEY, &p->at, NULL,
		    "%s is a key of %s, not of %s", p->key,
		    (f->where & SAT_IN_OPEN) != 0 ? "open" : "global-poc",
		    (f->where & SAT_IN_OPEN) != 0 ? "global-poc" : "open");
		return;
	}
	if (strncmp(p->key, "x-", 2) == 0) {
		sat_find(c, SAT_RULE_UNKNOWN_KEY, &p->at,
		    o->extra ? "as x-xtr-member-of" : NULL,
		    o->extra ? "the key \"%.*s\" is not of the form "
			       "x-<owner>-<name>"
			     : "\"%.*s\": x- keys stand in a party or a "
			       "contact only",
		    SAT_SHOW_TEXT(p->key));
		return;
	}
	meant = sat_field_guess(o, where(c), p->key);
	sat_find(c, SAT_RULE_UNKNOWN_KEY, &p->at,
	    sat_did_you_mean(c, meant == NULL ? NULL : meant->name),
	    "\"%.*s\" is not a key of %s", SAT_SHOW_TEXT(p->key), o->name);
}

/* True if an unknown key of |n| was meant to be field |f|: then one finding
 * says it all. */
static bool
is_misspelt(const struct sat_check *c, const struct sat_object *o,
    const struct sat_node *n, const struct sat_field *f)
{
	for (size_t i = 0; i < n->n; i++)
		if (sat_field(o, n->u.pair[i].key) == NULL &&
		    sat_field_guess(o, where(c), n->u.pair[i].key) == f)
			return true;
	return false;
}

static void
check_keys(struct sat_check *c, const struct work *w, struct work **tail)
{
	const struct sat_object *o = w->o;
	bool has[SAT_MAX_FIELDS] = { false };
	size_t extra = 0, next = 0;

	for (size_t i = 0; i < w->n->n; i++) {
		const struct sat_pair *p = &w->n->u.pair[i];
		const struct sat_field *f = sat_field_next(o, p->key, &next);

		if (f != NULL)
			has[f - o->field] = true;
		if (f != NULL && (f->where & where(c)) != 0)
			check_field(c, f, w->n, &p->value, tail);
		else if (o->extra && sat_extra_key(p->key))
			check_extra(c, p, ++extra);
		else
			unknown_key(c, o, p);
	}
	for (size_t i = 0; i < o->n; i++) {
		const struct sat_field *f = &o->field[i];

		if (!has[i] && (f->where & where(c)) != 0 &&
		    is_needed(c, f, w->n) && !is_misspelt(c, o, w->n, f))
			missing(c, f, w->n);
	}
}

void
sat_check_object(
    struct sat_check *c, const struct sat_object *o, const struct sat_node *n)
{
	struct work first = { NULL, o, n };

	for (struct work *w = &first; w != NULL; w = w->next) {
		struct work *tail = w;

		check_keys(c, w, &tail);
		if (w->o == &sat_contact_object)
			sat_check_contact(c, w->n);
		else if (w->o == &sat_key_object)
			sat_check_key(c, w->n);
		else if (w->o == &sat_email_object)
			sat_check_email(c, w->n);
	}
}
