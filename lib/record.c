/* From checked sources to the stored form. */
#include "record.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "schema.h"
#include "shape.h"

enum satchel_kind
sat_record_kind(const char *id, size_t n)
{
	if (n >= 5 && memcmp(id, "zone:", 5) == 0)
		return SATCHEL_ZONE;
	return n > 0 && memchr(id, '/', n) != NULL ? SATCHEL_CONTACT
						   : SATCHEL_PARTY;
}

/* A record in the making; |failed| is for want of memory. */
struct making {
	struct sat_arena *a;
	const struct sat_node *party;
	bool failed;
};

/* Objects that wait for their turn, as in check.c. */
struct work {
	struct work *next;
	const struct sat_object *o;
	const struct sat_node *from;
	struct sat_node *to;
};

static struct sat_node
text_node(struct making *m, const char *s, size_t n)
{
	struct sat_node v = { .type = SAT_STR, .u.s = "" };

	if (!sat_node_string(m->a, s, n, &v))
		m->failed = true;
	return v;
}

static struct sat_node
room(struct making *m, enum sat_node_type type, size_t cap)
{
	struct sat_node v = { .type = type };

	if (!sat_node_room(m->a, type, cap, &v))
		m->failed = true;
	return v;
}

/* The stored form of one string: numbers lose their spaces; the rest is
 * borrowed. */
static struct sat_node
store_text(struct making *m, enum sat_type type, const struct sat_node *from)
{
	struct sat_node v = { .type = SAT_STR, .n = from->n, .u = from->u };
	char number[SAT_NUMBER_SIZE];
	size_t digits;

	if (type == SAT_T_NUMBER &&
	    sat_number_read(from->u.s, number, &digits) == SAT_NUMBER_GOOD)
		return text_node(m, number, strlen(number));
	return v;
}

static void
put(struct making *m, struct sat_node *map, const char *key,
    const struct sat_node *v)
{
	if (!m->failed)
		sat_node_put(map, key, v);
}

/* Moves the last pair of |map| down to its place among those from |first|. */
static void
sort_last(struct sat_node *map, size_t first)
{
	struct sat_pair last = map->u.pair[map->n - 1];
	size_t i = map->n - 1;

	for (; i > first && strcmp(map->u.pair[i - 1].key, last.key) > 0; i--)
		map->u.pair[i] = map->u.pair[i - 1];
	map->u.pair[i] = last;
}

/* Names by tag; a plain one has the tag und. */
static struct sat_node
store_names(struct making *m, const struct sat_node *from)
{
	bool plain = from->type == SAT_STR;
	struct sat_node to = room(m, SAT_MAP, plain ? 1 : from->n), v;

	if (plain) {
		v = store_text(m, SAT_T_TEXT, from);
		put(m, &to, "und", &v);
		return to;
	}
	for (size_t i = 0; i < from->n && !m->failed; i++) {
		if (sat_is_empty(&from->u.pair[i].value))
			continue;
		v = store_text(m, SAT_T_TEXT, &from->u.pair[i].value);
		sat_node_put(&to, from->u.pair[i].key, &v);
		sort_last(&to, 0);
	}
	return to;
}

static struct sat_node
store_list(struct making *m, enum sat_type type, const struct sat_node *from)
{
	struct sat_node to = room(m, SAT_LIST, from->n), v;

	for (size_t i = 0; i < from->n && !m->failed; i++) {
		if (sat_is_empty(&from->u.item[i]))
			continue;
		v = store_text(m, type, &from->u.item[i]);
		sat_node_push(&to, &v);
	}
	return to;
}

static bool
is_blank(const struct sat_node *map)
{
	for (size_t i = 0; i < map->n; i++)
		if (!sat_is_empty(&map->u.pair[i].value))
			return false;
	return true;
}

static void
later(struct making *m, struct work **tail, const struct sat_object *o,
    const struct sat_node *from, struct sat_node *to)
{
	struct work *w = sat_arena_alloc(m->a, sizeof(*w));

	if (w == NULL) {
		m->failed = true;
		return;
	}
	w->o = o;
	w->from = from;
	w->to = to;
	w->next = (*tail)->next;
	(*tail)->next = w;
	*tail = w;
}

/* Objects are given their place now and are filled later. */
static void
store_objects(struct making *m, const struct sat_field *f,
    const struct sat_node *from, struct sat_node *to, struct work **tail)
{
	static const struct sat_node empty = { .type = SAT_MAP };
	struct sat_node list;

	if (f->items == 0) {
		if (is_blank(from))
			return;
		put(m, to, f->name, &empty);
		if (!m->failed)
			later(m, tail, f->object, from,
			    &to->u.pair[to->n - 1].value);
		return;
	}
	list = room(m, SAT_LIST, from->n);
	for (size_t i = 0; i < from->n && !m->failed; i++) {
		if (from->u.item[i].type != SAT_MAP)
			continue; /* an empty item */
		sat_node_push(&list, &empty);
		later(m, tail, f->object, &from->u.item[i],
		    &list.u.item[list.n - 1]);
	}
	put(m, to, f->name, &list);
}

static void
store_field(struct making *m, const struct sat_field *f,
    const struct sat_node *from, struct sat_node *to, struct work **tail)
{
	struct sat_node v;

	if (sat_is_empty(from))
		return;
	if (f->type == SAT_T_OBJECT) {
		store_objects(m, f, from, to, tail);
		return;
	}
	v = f->type == SAT_T_NAMES ? store_names(m, from)
	    : f->items > 0	   ? store_list(m, f->type, from)
				   : store_text(m, f->type, from);
	put(m, to, f->name, &v);
}

static void
store_extra(struct making *m, const struct sat_node *from, struct sat_node *to)
{
	size_t first = to->n;

	for (size_t i = 0; i < from->n && !m->failed; i++) {
		const struct sat_pair *p = &from->u.pair[i];
		struct sat_node v;

		if (!sat_extra_key(p->key) || sat_is_empty(&p->value))
			continue;
		v = p->value.type == SAT_LIST
			? store_list(m, SAT_T_TEXT, &p->value)
			: store_text(m, SAT_T_TEXT, &p->value);
		put(m, to, p->key, &v);
		if (!m->failed)
			sort_last(to, first);
	}
}

/* ---- names of the party ------------------------------------------------------------- */

static void
add_name(struct sat_node *list, const struct sat_node *name)
{
	struct sat_node v = { .type = SAT_STR, .n = name->n, .u = name->u };

	for (size_t i = 0; i < list->n; i++)
		if (list->u.item[i].n == v.n &&
		    memcmp(list->u.item[i].u.s, v.u.s, v.n) == 0)
			return;
	if (v.n > 0 && list->n < SAT_MAX_PARTY_NAMES)
		sat_node_push(list, &v);
}

/* The shown one (en, else und, else the first), the others by tag, the
 * official one, aliases. */
static struct sat_node
party_names(struct making *m)
{
	const struct sat_node *name = sat_node_get(m->party, "name");
	const struct sat_node *official =
	    sat_node_get(m->party, "official_name");
	const struct sat_node *aliases = sat_node_get(m->party, "aliases");
	struct sat_node list = room(m, SAT_LIST, SAT_MAX_PARTY_NAMES), map;
	const struct sat_node *shown;

	if (name == NULL || name->type == SAT_LIST)
		return list;
	map = store_names(m, name);
	if (m->failed)
		return list;
	shown = sat_node_get(&map, "en");
	if (shown == NULL)
		shown = sat_node_get(&map, "und");
	if (shown != NULL)
		add_name(&list, shown);
	for (size_t i = 0; i < map.n; i++)
		add_name(&list, &map.u.pair[i].value);
	if (official != NULL && official->type == SAT_STR)
		add_name(&list, official);
	for (size_t i = 0; !sat_is_empty(aliases) && i < aliases->n; i++)
		add_name(&list, &aliases->u.item[i]);
	return list;
}

/* ---- records ---------------------------------------------------------------------------- */

static struct sat_node
id_of(struct making *m, const struct sat_node *contact)
{
	const char *party = sat_text_of(m->party, "party");
	const char *local = sat_text_of(contact, "id");
	struct sat_node v = { .type = SAT_STR, .u.s = "" };
	size_t n, more;
	char *id;

	if (party == NULL)
		party = sat_text_of(m->party, "state");
	n = party == NULL ? 0 : strlen(party);
	more = local == NULL ? 0 : strlen(local);
	id = sat_arena_alloc(m->a, n + more + 2); /* both lie in memory */
	if (id == NULL) {
		m->failed = true;
		return v;
	}
	if (n > 0)
		memcpy(id, party, n);
	if (contact != NULL)
		id[n++] = '/';
	if (more > 0)
		memcpy(id + n, local, more);
	v.u.s = id;
	v.n = n + more;
	return v;
}

/* What the field of a contact gets that its own source does not hold. */
static const struct sat_node *
default_of(const struct making *m, const struct sat_field *f)
{
	return f->need == SAT_NEEDED_POC_PARTY ? sat_node_get(m->party, f->name)
					       : NULL;
}

/* A field that only a record has so. */
static void
store_own(struct making *m, const struct sat_field *f,
    const struct sat_node *contact, const char *confirmed, struct sat_node *to)
{
	const struct sat_node *state;
	struct sat_node v;

	switch (f->own) {
	case SAT_OWN_ID:
		v = id_of(m, contact);
		break;
	case SAT_OWN_PARTY:
		v = party_names(m);
		break;
	case SAT_OWN_STATE:
		state = sat_node_get(m->party, "state");
		if (sat_is_empty(state))
			return;
		v = store_text(m, f->type, state);
		break;
	case SAT_OWN_CONFIRMED:
		if (confirmed == NULL)
			return;
		v = text_node(m, confirmed, strlen(confirmed));
		break;
	default:
		return;
	}
	put(m, to, f->name, &v);
}

static void
store_object(struct making *m, const struct work *w, const char *confirmed,
    struct work **tail)
{
	bool contact = w->o == &sat_contact_object;
	const struct sat_node *value[SAT_MAX_FIELDS];

	sat_field_values(w->o, w->from, value);
	*w->to = room(m, SAT_MAP, w->o->n + w->from->n);
	for (size_t i = 0; i < w->o->n && !m->failed; i++) {
		const struct sat_field *f = &w->o->field[i];
		const struct sat_node *from = value[i];

		if ((f->where & SAT_IN_RECORD) == 0)
			continue;
		if (f->own != SAT_OWN_NONE) {
			store_own(
			    m, f, contact ? w->from : NULL, confirmed, w->to);
			continue;
		}
		if (sat_is_empty(from))
			from = default_of(m, f);
		store_field(m, f, from, w->to, tail);
	}
	if (w->o->extra)
		store_extra(m, w->from, w->to);
}

bool
sat_record_make(const struct sat_node *party, const struct sat_node *contact,
    const char *confirmed, struct sat_arena *a, struct sat_node *out,
    struct satchel_err *err)
{
	struct making m = { a, party, false };
	struct sat_node made = { .type = SAT_MAP };
	struct work first = { NULL,
		contact == NULL ? &sat_party_object : &sat_contact_object,
		contact == NULL ? party : contact, &made };

	for (struct work *w = &first; w != NULL && !m.failed; w = w->next) {
		struct work *tail = w;

		store_object(&m, w, confirmed, &tail);
	}
	if (m.failed)
		return sat_fail_nomem(err);
	*out = made;
	return true;
}
