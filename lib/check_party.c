/* What takes several keys of a party or a contact to see. */
#include <stdlib.h>
#include <string.h>

#include "check_rule.h"
#include "iso.h"
#include "shape.h"

/* ---- keys and e-mails ----------------------------------------------------------- */

static void
surplus(struct sat_check *c, const struct sat_node *key, const char *name,
    const char *type, const char *should)
{
	const struct sat_pair *p = sat_pair_of(key, name);

	if (p != NULL && !sat_is_empty(&p->value))
		sat_find(c, SAT_RULE_KEY_VALUE, &p->at, NULL,
		    "%s does not belong to %s, which has %s", name, type,
		    should);
}

void
sat_check_key(struct sat_check *c, const struct sat_node *key)
{
	const char *type = sat_text_of(key, "type");
	const char *print = sat_text_of(key, "fingerprint");
	const struct sat_node *v = sat_node_get(key, "fingerprint");
	bool pgp, good;

	if (type == NULL)
		return;
	if (strcmp(type, "ed25519") == 0) {
		surplus(c, key, "fingerprint", type, "public");
		return;
	}
	pgp = strcmp(type, "openpgp") == 0;
	if (!pgp && strcmp(type, "smime") != 0)
		return;
	surplus(c, key, "public", type, "fingerprint");
	if (print == NULL)
		return;
	good = sat_is_hex(print, 64) || (pgp && sat_is_hex(print, 40));
	if (!good)
		sat_find(c, SAT_RULE_KEY_FINGERPRINT, &v->at,
		    pgp && v->n <= 18
			? "a key id can be forged: give the whole "
			  "fingerprint"
			: NULL,
		    "fingerprint \"%.*s\" of %s is not %s hex digits",
		    SAT_SHOW(v), type, pgp ? "40 or 64" : "64");
}

void
sat_check_email(struct sat_check *c, const struct sat_node *email)
{
	const char *s = sat_text_of(email, "address"), *at, *why;

	if (s == NULL || !sat_is_email(s, &why))
		return;
	at = strrchr(s, '@');
	if (sat_free_mail(at + 1))
		sat_find(c, SAT_RULE_EMAIL_FREE,
		    &sat_node_get(email, "address")->at, NULL,
		    "address \"%.*s\" is of a free mail provider, where "
		    "anyone "
		    "can have one",
		    SAT_SHOW_TEXT(s));
}

/* ---- a contact --------------------------------------------------------------------- */

static void
check_latin(struct sat_check *c, const struct sat_node *n)
{
	const char *name = sat_text_of(n, "name");
	bool poc = c->profile == SAT_PROFILE_POC;

	if (name == NULL || sat_has_latin(name) ||
	    !sat_is_empty(sat_node_get(n, "name_latin")))
		return;
	sat_find(c, poc ? SAT_RULE_NAME_LATIN : SAT_RULE_NAME_LATIN_OPEN,
	    &sat_node_get(n, "name")->at, NULL,
	    "name \"%.*s\" has no Latin letter, and name_latin is missing",
	    SAT_SHOW(sat_node_get(n, "name")));
}

static void
check_scope(struct sat_check *c, const struct sat_node *n)
{
	const struct sat_node *scope = sat_node_get(n, "scope");
	const char *role = sat_text_of(n, "role");

	if (!sat_is_empty(scope) && role != NULL && sat_is_local(role) &&
	    strcmp(role, "technical") != 0)
		sat_find(c, SAT_RULE_SCOPE_ROLE, &scope->at, NULL,
		    "scope is for technical contacts, and this one's role is "
		    "%s",
		    role);
}

/* The day it is in the contact's zone when the release is issued; a zone that
 * is unknown, and so has its finding, counts as UTC. */
static int64_t
issue_day(struct sat_check *c, const struct sat_node *n)
{
	const char *zone = sat_text_of(n, "timezone"), *abbreviation;
	struct satchel_err err = { .code = SATCHEL_OK };
	struct sat_node z;
	int32_t offset;
	int64_t t = c->issued;

	if (zone == NULL)
		zone = sat_text_of(c->party, "timezone");
	if (zone != NULL && sat_is_zone(zone) && sat_check_zone(c, zone) &&
	    sat_zone_make(c->tz, zone, t, t + 1, c->a, &z, &err) &&
	    sat_zone_at(&z, t, &offset, &abbreviation))
		t += offset;
	if (err.code == SATCHEL_ENOMEM)
		c->nomem = true;
	return t / SAT_DAY; /* issued is 1970 or later, so far from zero */
}

static void
check_valid(struct sat_check *c, const struct sat_node *n)
{
	const char *from = sat_text_of(n, "valid_from");
	const char *until = sat_text_of(n, "valid_until");
	const struct sat_node *v = sat_node_get(n, "valid_until");
	int64_t a, b;

	if (until == NULL || !sat_day_read(until, &b))
		return;
	if (from != NULL && sat_day_read(from, &a) && b < a)
		sat_find(c, SAT_RULE_VALID_ORDER, &v->at, NULL,
		    "valid_until %s is before valid_from %s", until, from);
	else if (c->has_issued && b <= c->issued / SAT_DAY + 1 &&
		 b < issue_day(c, n))
		sat_find(c, SAT_RULE_VALID_PAST, &v->at, NULL,
		    "valid_until %s is past when this release is issued",
		    until);
}

static bool
has_address(const struct sat_node *contact, const char *address)
{
	const struct sat_node *list = sat_node_get(contact, "emails");

	if (list == NULL || list->type != SAT_LIST)
		return false;
	for (size_t i = 0; i < list->n; i++) {
		const char *s = sat_text_of(&list->u.item[i], "address");

		if (s != NULL && strcmp(s, address) == 0)
			return true;
	}
	return false;
}

static void
check_for(struct sat_check *c, const struct sat_node *n)
{
	const struct sat_node *list = sat_node_get(n, "keys");

	if (list == NULL || list->type != SAT_LIST)
		return;
	for (size_t i = 0; i < list->n; i++) {
		const struct sat_node *v =
		    sat_node_get(&list->u.item[i], "for");
		const char *s = sat_text_of(&list->u.item[i], "for"), *why;

		if (s != NULL && sat_is_email(s, &why) && !has_address(n, s))
			sat_find(c, SAT_RULE_KEY_FOR, &v->at, NULL,
			    "for \"%.*s\" is none of the contact's addresses",
			    SAT_SHOW(v));
	}
}

static void
check_foreign(struct sat_check *c, const struct sat_node *n)
{
	const struct sat_node *list = sat_node_get(n, "phones");
	const char *code = sat_text_of(c->party, "state");
	const struct sat_state *s;

	if (c->profile != SAT_PROFILE_POC || code == NULL || list == NULL ||
	    list->type != SAT_LIST)
		return;
	s = sat_iso_state(code);
	if (s == NULL || (s->un == SAT_UN_OBSERVER && !c->observers))
		return;
	for (size_t i = 0; i < list->n; i++) {
		const char *text = sat_text_of(&list->u.item[i], "number");
		char number[SAT_NUMBER_SIZE];
		size_t digits;

		if (text != NULL &&
		    sat_number_read(text, number, &digits) == SAT_NUMBER_GOOD &&
		    !sat_iso_calls(s, number + 1))
			sat_find(c, SAT_RULE_PHONE_FOREIGN,
			    &sat_node_get(&list->u.item[i], "number")->at, NULL,
			    "number \"%.60s\" is not of %s's country code +%s",
			    text, s->code, s->calling);
	}
}

void
sat_check_contact(struct sat_check *c, const struct sat_node *contact)
{
	check_latin(c, contact);
	check_scope(c, contact);
	check_valid(c, contact);
	check_for(c, contact);
	check_foreign(c, contact);
}

/* ---- the contacts of a party ----------------------------------------------------------- */

/* Roles: W for each that nobody has, unless a role is faulty and so may be
 * the one that is missed. */
static void
check_roles(struct sat_check *c, const struct sat_pair *contacts)
{
	static const char *const roles[] = { "diplomatic", "technical" };
	bool have[2] = { false, false };

	for (size_t i = 0; i < contacts->value.n; i++) {
		const char *r = sat_text_of(&contacts->value.u.item[i], "role");

		for (int k = 0; r != NULL && k < 2; k++)
			if (strcmp(r, roles[k]) == 0) {
				have[k] = true;
				r = "";
			}
		if (r == NULL || *r != '\0')
			return;
	}
	for (int k = 0; k < 2; k++)
		if (!have[k])
			sat_find(c, SAT_RULE_NO_ROLE, &contacts->at, NULL,
			    "there is no %s contact", roles[k]);
}

static void
check_shared(struct sat_check *c, const struct sat_pair *contacts)
{
	for (size_t i = 0; i < contacts->value.n; i++) {
		const struct sat_node *l =
		    sat_node_get(&contacts->value.u.item[i], "emails");

		for (size_t k = 0; l != NULL && l->type == SAT_LIST && k < l->n;
		     k++) {
			const char *s = sat_text_of(&l->u.item[k], "shared");

			if (s != NULL && strcmp(s, "no") != 0)
				return; /* yes, or a fault that has its finding */
		}
	}
	sat_find(c, SAT_RULE_NO_SHARED, &contacts->at,
	    "shared: \"yes\" marks a mailbox that more than one person reads",
	    "no contact has a shared mailbox");
}

/* A contact that has an id: where it stands, and whose deputy is whose. */
struct person {
	const char *id;
	const struct sat_node *at;     /* of the id */
	const struct sat_node *deputy; /* NULL: none */
	size_t order;		       /* in the file */
	size_t next;		       /* index of the deputy; SIZE_MAX: none */
	size_t mark;		       /* of the walk that came by, from 1 */
};

static int
by_id(const void *pa, const void *pb)
{
	const struct person *a = pa, *b = pb;
	int n = strcmp(a->id, b->id);

	return n != 0 ? n : (a->order > b->order) - (a->order < b->order);
}

static size_t
find_person(const struct person *p, size_t n, const char *id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(p[mid].id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && strcmp(p[low].id, id) == 0 ? low : SIZE_MAX;
}

static size_t
gather(const struct sat_node *list, struct person *p)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n && i < SAT_MAX_CONTACTS; i++) {
		const struct sat_node *k = &list->u.item[i];
		const char *id = sat_text_of(k, "id");
		const char *deputy = sat_text_of(k, "deputy");

		if (id == NULL || !sat_is_local(id))
			continue;
		p[n].id = id;
		p[n].at = sat_node_get(k, "id");
		if (deputy != NULL && sat_is_local(deputy))
			p[n].deputy = sat_node_get(k, "deputy");
		p[n].next = SIZE_MAX;
		p[n].order = i;
		n++;
	}
	return n;
}

/* Some of |list| has no usable id, so nobody can say who is missing. */
static void
check_deputies(struct sat_check *c, struct person *p, size_t n, bool all)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i].deputy == NULL)
			continue;
		p[i].next = find_person(p, n, p[i].deputy->u.s);
		if (p[i].next == SIZE_MAX && all)
			sat_find(c, SAT_RULE_DEPUTY, &p[i].deputy->at, NULL,
			    "deputy \"%.*s\" is no contact of this party",
			    SAT_SHOW(p[i].deputy));
	}
}

/* Each circle is reported once, at its first deputy in the file. */
static void
check_circles(struct sat_check *c, struct person *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = i, first;

		while (k != SIZE_MAX && p[k].mark == 0) {
			p[k].mark = i + 1;
			k = p[k].next;
		}
		if (k == SIZE_MAX || p[k].mark != i + 1)
			continue;
		first = k;
		for (size_t j = p[k].next; j != k; j = p[j].next)
			if (p[j].order < p[first].order)
				first = j;
		sat_find(c, SAT_RULE_DEPUTY_LOOP, &p[first].deputy->at, NULL,
		    first == p[first].next ? "%s is its own deputy"
					   : "deputies run in a circle from %s",
		    p[first].id);
	}
}

static void
check_people(struct sat_check *c, const struct sat_node *list)
{
	size_t n = list->n < SAT_MAX_CONTACTS ? list->n : SAT_MAX_CONTACTS;
	struct person *p = sat_arena_array(c->a, n, sizeof(*p));

	if (p == NULL) {
		c->nomem = true;
		return;
	}
	n = gather(list, p);
	qsort(p, n, sizeof(*p), by_id);
	for (size_t i = 1; i < n; i++)
		if (strcmp(p[i - 1].id, p[i].id) == 0)
			sat_find(c, SAT_RULE_CONTACT_TWICE, &p[i].at->at, NULL,
			    "id %s stands twice in this party", p[i].id);
	check_deputies(c, p, n, n == list->n);
	check_circles(c, p, n);
}

void
sat_check_contacts(struct sat_check *c, const struct sat_node *party)
{
	const struct sat_pair *contacts = sat_pair_of(party, "contacts");

	if (contacts == NULL || contacts->value.type != SAT_LIST ||
	    sat_is_empty(&contacts->value))
		return;
	check_people(c, &contacts->value);
	if (c->profile != SAT_PROFILE_POC)
		return;
	check_roles(c, contacts);
	check_shared(c, contacts);
}

/* ---- a party ----------------------------------------------------------------------------- */

static void
check_revised(struct sat_check *c, const struct sat_node *party)
{
	const char *s = sat_text_of(party, "revised");
	const struct sat_node *v = sat_node_get(party, "revised");
	int64_t day;

	if (s == NULL || !c->has_issued || !sat_day_read(s, &day))
		return;
	if (day > c->issued / SAT_DAY)
		sat_find(c, SAT_RULE_REVISED_FUTURE, &v->at, NULL,
		    "revised %s is after the release is issued", s);
	else if (day < sat_months_after(c->issued, -12) / SAT_DAY)
		sat_find(c, SAT_RULE_REVISED_OLD, &v->at, NULL,
		    "revised %s is over 12 months before the release is issued",
		    s);
}

/* In global-poc the file of XTR is XTR.yaml, in whatever folder. */
static void
check_file_name(struct sat_check *c, const struct sat_node *party)
{
	const struct sat_node *v = sat_node_get(party, "state");
	const char *s = sat_text_of(party, "state");
	const char *slash = strrchr(c->file, '/');
	const char *name = slash == NULL ? c->file : slash + 1;

	if (s == NULL ||
	    (sat_iso_state(s) == NULL && !sat_iso_user_assigned(s)))
		return;
	if (strncmp(name, s, 3) != 0 || strcmp(name + 3, ".yaml") != 0)
		sat_find(c, SAT_RULE_FILE_NAME, &v->at, NULL,
		    "state %s is in file %.*s; it belongs in %s.yaml", s,
		    SAT_SHOW_TEXT(name), s);
}

bool
sat_check_party(
    struct sat_check *c, const struct sat_node *root, struct satchel_err *err)
{
	c->party = root;
	sat_check_object(c, &sat_party_object, root);
	sat_check_contacts(c, root);
	check_revised(c, root);
	if (c->profile == SAT_PROFILE_POC) {
		check_file_name(c, root);
		if (sat_is_empty(sat_node_get(root, "mission")))
			sat_find(c, SAT_RULE_NO_MISSION, &root->at, NULL,
			    "there is no mission to fall back to");
	}
	return c->nomem ? sat_fail_nomem(err) : true;
}
