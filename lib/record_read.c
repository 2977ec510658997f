/* A stored record, read as strictly as it is written: what sat_record_make
 * and sat_zone_make could not have made is refused. */
#include <string.h>

#include "check.h"
#include "format.h"
#include "hours.h"
#include "record.h"
#include "schema.h"
#include "shape.h"
#include "utf8.h"

/* Offsets of RFC 9636 lie between -25:59:59 and +25:59:59. */
enum { MAX_OFFSET = 26 * 60 * 60 - 1, MAX_ABBREVIATION = 16 };

bool
sat_record_id(const struct sat_rd *line, struct sat_rd *id)
{
	struct sat_rd r = *line, got;
	const uint8_t *quote;

	if (!sat_rd_word(&r, "{\"id\":\"") || r.n == 0)
		return false;
	quote = memchr(r.p, '"', r.n);
	if (quote == NULL || quote == r.p ||
	    !sat_rd_take(&r, (size_t)(quote - r.p), &got))
		return false;
	*id = got;
	return true;
}

/* Objects that wait for their turn, as in check.c. */
struct work {
	struct work *next;
	const struct sat_object *o;
	const struct sat_node *n;
};

struct reading {
	struct sat_arena *a;
	const struct sat_rd *line;
	struct satchel_err *err;
	struct work *tail;
	const char *id;
};

/* ---- strings --------------------------------------------------------------------------- */

/* Text that a source may hold.  Joiners and Normalization Form C are not
 * looked at: both take the builder's Unicode data, which may be newer. */
static bool
is_clean(const struct sat_node *v)
{
	const uint8_t *p = (const uint8_t *)v->u.s, *end = p + v->n;
	uint32_t cp = 0, first = 0;

	if (v->n == 0 || strlen(v->u.s) != v->n)
		return false;
	for (const uint8_t *start = p; p < end;) {
		bool head = p == start;
		enum sat_cp class;

		if (!sat_utf8_next(&p, end, &cp))
			return false;
		if (head)
			first = cp;
		class = sat_cp_class(cp);
		if (cp == 0xfffe || cp == 0xffff ||
		    (cp != '\n' && class != SAT_CP_PLAIN &&
			class != SAT_CP_JOINER))
			return false;
	}
	return !sat_cp_space(first) && !sat_cp_space(cp);
}

static bool
is_short(const struct sat_node *v, uint32_t max)
{
	size_t n;

	return max == 0 || v->n <= max ||
	       (sat_utf8_valid(v->u.s, v->n, &n) && n <= max);
}

static bool
is_ascii(const struct sat_node *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->u.s[i] < 0x20 || v->u.s[i] > 0x7e)
			return false;
	return true;
}

static bool
is_word(const char *const *words, const char *s)
{
	while (*words != NULL && strcmp(*words, s) != 0)
		words++;
	return *words != NULL;
}

/* Codes are taken by their form: the reader's list may be older. */
static bool
is_state(const char *s)
{
	return strlen(s) == 3 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static bool
is_stored_number(const char *s)
{
	char number[SAT_NUMBER_SIZE];
	size_t digits;

	return sat_number_read(s, number, &digits) == SAT_NUMBER_GOOD &&
	       strcmp(s, number) == 0;
}

static bool
is_hours(const struct sat_node *v)
{
	struct sat_rd r = sat_rd_of(v->u.s, v->n, 0, NULL);

	return sat_hours_add(&r, NULL, NULL);
}

static bool
is_id(const char *s)
{
	const char *slash = strchr(s, '/');
	char party[66];

	if (strncmp(s, "zone:", 5) == 0)
		return sat_is_zone(s + 5);
	if (slash == NULL)
		return sat_is_party(s);
	if ((size_t)(slash - s) >= sizeof(party) || !sat_is_local(slash + 1))
		return false;
	memcpy(party, s, (size_t)(slash - s));
	party[slash - s] = '\0';
	return sat_is_party(party);
}

static bool
is_value(const struct sat_field *f, const struct sat_node *v)
{
	const char *s = v->u.s, *why;
	uint32_t pref;
	bool reversed;

	if (v->type != SAT_STR || !is_clean(v))
		return false;
	switch (f->type) {
	case SAT_T_TEXT:
		return is_short(v, f->max);
	case SAT_T_ASCII:
		return is_ascii(v) && v->n <= f->max;
	case SAT_T_DATE:
		return sat_day_read(s, NULL);
	case SAT_T_CHOICE:
		return is_word(f->words, s);
	case SAT_T_STATE:
		return is_state(s);
	case SAT_T_LOCAL:
	case SAT_T_ROLE:
		return sat_is_local(s);
	case SAT_T_NUMBER:
		return is_stored_number(s);
	case SAT_T_EXT:
		return sat_is_ext(s);
	case SAT_T_PREF:
		return sat_integer_read(s, 1, 100, &pref);
	case SAT_T_EMAIL:
		return v->n <= f->max && sat_is_email(s, &why);
	case SAT_T_URI:
		return v->n <= f->max && sat_is_uri(s, &why);
	case SAT_T_LANGUAGE:
		return sat_is_language(s);
	case SAT_T_ZONE:
		return sat_is_zone(s);
	case SAT_T_HOURS:
		return is_hours(v);
	case SAT_T_HOLIDAY:
		return sat_is_holiday(s, &reversed) && !reversed;
	case SAT_T_HEX:
		return sat_is_hex(s, 40) || sat_is_hex(s, 64);
	case SAT_T_KEY32:
		return sat_is_key32(s);
	default:
		return false;
	}
}

/* ---- lists and maps ----------------------------------------------------------------------- */

static bool
is_names(const struct sat_field *f, const struct sat_node *v)
{
	if (v->type != SAT_MAP || v->n == 0 || v->n > SAT_MAX_NAMES)
		return false;
	for (size_t i = 0; i < v->n; i++) {
		const struct sat_pair *p = &v->u.pair[i];

		if (!sat_is_language(p->key) || p->value.type != SAT_STR ||
		    !is_clean(&p->value) || !is_short(&p->value, f->max) ||
		    (i > 0 && strcmp(p[-1].key, p->key) >= 0))
			return false;
	}
	return true;
}

static bool
is_offset_row(const struct sat_node *row)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789+-";
	const struct sat_node *v = row->u.item;

	return row->type == SAT_LIST && row->n == 3 && v[0].type == SAT_INT &&
	       v[1].type == SAT_INT && v[1].u.i >= -MAX_OFFSET &&
	       v[1].u.i <= MAX_OFFSET && v[2].type == SAT_STR && v[2].n > 0 &&
	       v[2].n <= MAX_ABBREVIATION &&
	       strspn(v[2].u.s, letters) == v[2].n;
}

/* Rising, and each row says something new. */
static bool
is_offsets(const struct sat_field *f, const struct sat_node *v)
{
	if (v->type != SAT_LIST || v->n == 0 || v->n > f->items)
		return false;
	for (size_t i = 0; i < v->n; i++) {
		const struct sat_node *now = v->u.item[i].u.item, *was;

		if (!is_offset_row(&v->u.item[i]))
			return false;
		if (i == 0)
			continue;
		was = v->u.item[i - 1].u.item;
		if (now[0].u.i <= was[0].u.i ||
		    (now[1].u.i == was[1].u.i &&
			strcmp(now[2].u.s, was[2].u.s) == 0))
			return false;
	}
	return true;
}

static bool
is_unique(const struct sat_node *list)
{
	for (size_t i = 1; i < list->n; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(list->u.item[i].u.s, list->u.item[j].u.s) ==
			    0)
				return false;
	return true;
}

static bool
is_extra(const struct sat_node *v)
{
	const struct sat_node *item = v->type == SAT_LIST ? v->u.item : v;
	size_t n = v->type == SAT_LIST ? v->n : 1;

	if (n == 0 || n > SAT_MAX_LIST)
		return false;
	for (size_t i = 0; i < n; i++)
		if (item[i].type != SAT_STR || !is_clean(&item[i]) ||
		    item[i].n > SAT_MAX_EXTRA_VALUE)
			return false;
	return true;
}

/* |key| is one of ours: of a file that is refused nothing is said. */
static bool
refuse(struct reading *r, const char *key, const char *what)
{
	return sat_rd_fail(r->err, r->line, "a record's %s %s", key, what);
}

static bool
later(struct reading *r, const struct sat_field *f, const struct sat_node *n)
{
	struct work *w;

	if (n->type != SAT_MAP || n->n == 0)
		return refuse(
		    r, f->name, "is not made of maps that hold values");
	w = sat_arena_alloc(r->a, sizeof(*w));
	if (w == NULL)
		return sat_fail_nomem(r->err);
	w->o = f->object;
	w->n = n;
	r->tail->next = w;
	r->tail = w;
	return true;
}

static bool
read_list(
    struct reading *r, const struct sat_field *f, const struct sat_node *v)
{
	if (v->type != SAT_LIST || v->n == 0 || v->n > f->items)
		return refuse(r, f->name, "is no list of an allowed length");
	for (size_t i = 0; i < v->n; i++) {
		if (f->type == SAT_T_OBJECT) {
			if (!later(r, f, &v->u.item[i]))
				return false;
		} else if (!is_value(f, &v->u.item[i])) {
			return refuse(
			    r, f->name, "holds a value of a wrong form");
		}
	}
	if (f->items == SAT_MAX_PARTY_NAMES && !is_unique(v))
		return refuse(r, f->name, "holds a name twice");
	return true;
}

static bool
read_field(
    struct reading *r, const struct sat_field *f, const struct sat_node *v)
{
	bool good;

	switch (f->type) {
	case SAT_T_NAMES:
		good = is_names(f, v);
		break;
	case SAT_T_OFFSETS:
		good = is_offsets(f, v);
		break;
	case SAT_T_ID:
		good = v->type == SAT_STR && is_id(v->u.s);
		break;
	default:
		if (f->items > 0)
			return read_list(r, f, v);
		if (f->type == SAT_T_OBJECT)
			return later(r, f, v);
		good = is_value(f, v);
	}
	return good ? true : refuse(r, f->name, "has a value of a wrong form");
}

/* Is a field of object |n| missing that its like always has? */
static bool
lacks(const struct sat_field *f, const struct sat_node *n)
{
	const char *type;

	switch (f->need) {
	case SAT_NEEDED:
		return true;
	case SAT_NEEDED_REACH:
		return sat_node_get(n, "phones") == NULL &&
		       sat_node_get(n, "emails") == NULL;
	case SAT_NEEDED_FINGERPRINT:
	case SAT_NEEDED_PUBLIC:
		type = sat_node_str(n, "type");
		return type != NULL && (strcmp(type, "ed25519") == 0) ==
					   (f->need == SAT_NEEDED_PUBLIC);
	default:
		return false;
	}
}

/* Known keys in order, then x- keys in order. */
static bool
read_object(
    struct reading *r, const struct sat_object *o, const struct sat_node *n)
{
	size_t i = 0, extra;

	for (size_t k = 0; k < o->n; k++) {
		const struct sat_field *f = &o->field[k];

		if ((f->where & SAT_IN_RECORD) == 0)
			continue;
		if (i < n->n && strcmp(n->u.pair[i].key, f->name) == 0) {
			/* the id of a contact is local in its source only */
			if (strcmp(f->name, "id") != 0 &&
			    !read_field(r, f, &n->u.pair[i].value))
				return false;
			i++;
		} else if (lacks(f, n)) {
			return refuse(r, f->name, "is missing or out of order");
		}
	}
	for (extra = 0; o->extra && i < n->n; i++, extra++) {
		const struct sat_pair *p = &n->u.pair[i];

		if (!sat_extra_key(p->key))
			break;
		if (extra == SAT_MAX_EXTRA || !is_extra(&p->value))
			return refuse(r, "x- key", "has no allowed value");
		if (extra > 0 && strcmp(p[-1].key, p->key) >= 0)
			return refuse(r, "x- key", "is out of order");
	}
	return i == n->n ? true
			 : refuse(r, "key", "is unknown or out of order");
}

/* ---- what takes several keys to see ---------------------------------------------------------- */

static bool
read_key(struct reading *r, const struct sat_node *key)
{
	const char *type = sat_node_str(key, "type");
	const char *print = sat_node_str(key, "fingerprint");

	if (strcmp(type, "ed25519") == 0)
		return print == NULL ? true
				     : refuse(r, "fingerprint",
					   "does not belong to its key");
	if (sat_node_get(key, "public") != NULL)
		return refuse(r, "public", "does not belong to its key");
	if (strcmp(type, "smime") == 0 && !sat_is_hex(print, 64))
		return refuse(r, "fingerprint", "has a wrong length");
	return true;
}

static bool
has_address(const struct sat_node *contact, const char *address)
{
	const struct sat_node *list = sat_node_get(contact, "emails");

	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const char *s = sat_node_str(&list->u.item[i], "address");

		if (s != NULL && strcmp(s, address) == 0)
			return true;
	}
	return false;
}

static bool
read_contact(struct reading *r, const struct sat_node *n)
{
	const char *from = sat_node_str(n, "valid_from");
	const char *until = sat_node_str(n, "valid_until");
	const struct sat_node *keys = sat_node_get(n, "keys");

	if (from != NULL && until != NULL && strcmp(until, from) < 0)
		return refuse(r, "valid_until", "is before valid_from");
	if (sat_node_get(n, "scope") != NULL &&
	    strcmp(sat_node_str(n, "role"), "technical") != 0)
		return refuse(r, "scope", "is for technical contacts");
	for (size_t i = 0; keys != NULL && i < keys->n; i++) {
		const char *address = sat_node_str(&keys->u.item[i], "for");

		if (address != NULL && !has_address(n, address))
			return refuse(r, "for", "is no address of the contact");
	}
	return true;
}

static bool
read_all(struct reading *r, const struct sat_object *top,
    const struct sat_node *value)
{
	struct work *w = sat_arena_alloc(r->a, sizeof(*w));

	if (w == NULL)
		return sat_fail_nomem(r->err);
	w->o = top;
	w->n = value;
	for (r->tail = w; w != NULL; w = w->next) {
		if (!read_object(r, w->o, w->n))
			return false;
		if (w->o == &sat_key_object && !read_key(r, w->n))
			return false;
	}
	return top == &sat_contact_object ? read_contact(r, value) : true;
}

bool
sat_record_read(const struct sat_rd *line, struct sat_arena *a,
    struct satchel_record *out, struct satchel_err *err)
{
	static const struct sat_object *const objects[] = {
		[SATCHEL_PARTY] = &sat_party_object,
		[SATCHEL_CONTACT] = &sat_contact_object,
		[SATCHEL_ZONE] = &sat_zone_object,
	};
	struct sat_node *value = sat_arena_alloc(a, sizeof(*value));
	struct reading r = { .a = a, .line = line, .err = err };
	enum satchel_kind kind;
	char *json;

	if (value == NULL)
		return sat_fail_nomem(err);
	if (line->n > SAT_MAX_RECORD)
		return sat_rd_fail(err, line,
		    "a record has %zu bytes; at most "
		    "%d are allowed",
		    line->n, SAT_MAX_RECORD);
	if (!sat_json_read(line, a, value, err))
		return false;
	r.id = value->type == SAT_MAP && value->n > 0 &&
		       strcmp(value->u.pair[0].key, "id") == 0
		   ? sat_node_str(value, "id")
		   : NULL;
	if (r.id == NULL || !is_id(r.id))
		return sat_rd_fail(err, line,
		    "a record does not begin with an "
		    "id of a known form");
	kind = sat_record_kind(r.id, strlen(r.id));
	if (!read_all(&r, objects[kind], value))
		return false;
	json = sat_arena_copy(a, line->p, line->n);
	if (json == NULL)
		return sat_fail_nomem(err);
	out->kind = kind;
	out->id = r.id;
	/* satchel_value is sat_node under its public name */
	out->value = (const struct satchel_value *)(const void *)value;
	out->json = json;
	out->json_len = line->n;
	return true;
}
