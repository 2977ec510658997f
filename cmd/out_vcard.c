/* out_vcard: vCard 4.0 (RFC 6350) and 3.0 (RFC 2426), in the dialect that
 * address books read: a semicolon is escaped in N and ORG alone, a line is
 * folded at 75 octets and never inside a character. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "export.h"
#include "value.h"

enum { FOLD = 75 }; /* octets of a line without its CR LF */

/* ---- lines ---------------------------------------------------------------- */

/* Whole characters; the line is folded before one that would not fit. */
static void
put(struct export *x, const char *s, size_t n)
{
	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(s, n, &cp);

		if (x->col + len > FOLD) {
			export_str(x, "\r\n ");
			x->col = 1;
		}
		export_put(x, s, len);
		x->col += (unsigned)len; /* at most 4 */
		s += len;
		n -= len;
	}
}

static void
raw(struct export *x, const char *s)
{
	put(x, s == NULL ? "" : s, s == NULL ? 0 : strlen(s));
}

/* An escape: not folded inside, since some readers unfold too late. */
static void
unit(struct export *x, const char *two)
{
	if (x->col + strlen(two) > FOLD) {
		export_str(x, "\r\n ");
		x->col = 1;
	}
	raw(x, two);
}

/* A text value; |parts|: of a property whose parts semicolons divide. */
static void
escaped(struct export *x, const char *s, bool parts)
{
	while (s != NULL && *s != '\0') {
		size_t n = strcspn(s, parts ? "\\,;\n" : "\\,\n");

		put(x, s, n);
		s += n;
		if (*s == '\0')
			return;
		unit(x, *s == '\n'  ? "\\n"
			: *s == ',' ? "\\,"
			: *s == ';' ? "\\;"
				    : "\\\\");
		s++;
	}
}

static void
text(struct export *x, const char *s)
{
	escaped(x, s, false);
}

static void
end(struct export *x)
{
	export_str(x, "\r\n");
	x->col = 0;
}

static void
line(struct export *x, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	raw(x, name);
	raw(x, ":");
	text(x, value);
	end(x);
}

/* ---- who ------------------------------------------------------------------ */

static void
uid(struct export *x, const char *id)
{
	uint8_t uuid[16];
	char s[UUID_SIZE];

	uuid_of(x->space, id, uuid, s);
	raw(x, "urn:uuid:");
	raw(x, s);
}

/* What is in another program's address book must still say that it is an
 * exercise. */
static void
marked(struct export *x, const char *name, bool parts)
{
	if (x->r->exercise)
		raw(x, "EXERCISE ");
	escaped(x, name, parts);
}

/* The whole name stands for the family name: which part that is, no record
 * says. */
static void
names(struct export *x, const struct entry *e)
{
	raw(x, "FN:");
	marked(x, e->name, false);
	end(x);
	raw(x, "N:");
	marked(x, e->name, true);
	raw(x, ";;;");
	escaped(x, e->salutation, true);
	raw(x, ";");
	end(x);
	line(x, "NICKNAME", e->latin);
}

static void
organization(struct export *x, const struct entry *e)
{
	if (e->organization == NULL)
		return;
	raw(x, "ORG:");
	escaped(x, e->organization, true);
	if (e->unit != NULL) {
		raw(x, ";");
		escaped(x, e->unit, true);
	}
	end(x);
}

/* ---- how to reach them ------------------------------------------------------ */

/* Features as TYPE says them in both versions; "" where it has no word. */
static const struct {
	const char *feature, *v4, *v3;
} types[] = {
	{ "voice", "voice", "voice" },
	{ "mobile", "cell", "cell" },
	{ "text", "text", "msg" },
	{ "fax", "fax", "fax" },
	{ "pager", "pager", "pager" },
	{ "video", "video", "video" },
	{ "main-number", "main-number", "" }, /* RFC 9554 */
	{ "textphone", "textphone", "" },
};

static void
phone_types(struct export *x, const struct satchel_value *features)
{
	for (size_t i = 0; i < satchel_value_count(features); i++) {
		const char *f =
		    satchel_value_string(satchel_value_at(features, i));

		for (size_t j = 0; j < sizeof(types) / sizeof(*types); j++) {
			const char *word = x->old ? types[j].v3 : types[j].v4;

			if (f == NULL || strcmp(f, types[j].feature) != 0 ||
			    *word == '\0')
				continue;
			raw(x, ",");
			raw(x, word);
		}
	}
}

static void
pref(struct export *x, const struct satchel_value *item)
{
	const char *s = str_of(item, "pref");

	if (s == NULL)
		return;
	if (!x->old) {
		raw(x, ";PREF=");
		raw(x, s);
	} else if (strcmp(s, "1") == 0) {
		raw(x, ",pref");
	}
}

static void
phone(struct export *x, const struct satchel_value *p)
{
	const char *s = str_of(p, "number"), *ext = str_of(p, "ext");

	if (s == NULL)
		return;
	raw(x, x->old ? "TEL;TYPE=work" : "TEL;VALUE=uri;TYPE=work");
	phone_types(x, satchel_value_get(p, "features"));
	pref(x, p);
	raw(x, x->old ? ":" : ":tel:");
	raw(x, s);
	if (ext != NULL) {
		raw(x, ";ext="); /* RFC 3966 */
		raw(x, ext);
	}
	end(x);
}

static void
email(struct export *x, const struct satchel_value *e)
{
	const char *s = str_of(e, "address");

	if (s == NULL)
		return;
	raw(x, x->old ? "EMAIL;TYPE=internet" : "EMAIL;TYPE=work");
	pref(x, e);
	raw(x, ":");
	text(x, s);
	end(x);
}

static void
each(struct export *x, const struct satchel_value *list,
    void (*one)(struct export *x, const struct satchel_value *item))
{
	size_t order[ORDER_MAX], n = by_pref(list, order);

	for (size_t i = 0; i < n; i++)
		one(x, satchel_value_at(list, order[i]));
}

static void
languages(struct export *x, const struct satchel_value *list)
{
	char s[48];

	for (size_t i = 0; i < satchel_value_count(list); i++) {
		const char *tag =
		    satchel_value_string(satchel_value_at(list, i));

		(void)snprintf(s, sizeof(s), "LANG;PREF=%zu", i + 1);
		line(x, s, tag);
	}
}

/* The URI scheme that OpenPGP programs give to fingerprints. */
static void
openpgp(struct export *x, const struct satchel_value *k)
{
	const char *type = str_of(k, "type"), *s = str_of(k, "fingerprint");

	if (type == NULL || s == NULL || strcmp(type, "openpgp") != 0)
		return;
	raw(x, "KEY;VALUE=uri:openpgp4fpr:");
	raw(x, s);
	end(x);
}

static void
deputy(struct export *x, const struct entry *e)
{
	char id[160];

	if (e->deputy == NULL)
		return;
	(void)snprintf(id, sizeof(id), "%.*s/%s", (int)strcspn(e->id, "/"),
	    e->id, e->deputy);
	raw(x, "RELATED;VALUE=uri;TYPE=agent:");
	uid(x, id);
	end(x);
}

/* ---- the note --------------------------------------------------------------- */

/* A line of it, "LABEL: VALUE". */
static void
note_line(struct export *x, const char *label, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	raw(x, label);
	raw(x, ": ");
	text(x, value);
	unit(x, "\\n");
}

static void
note_list(struct export *x, const char *label, const struct satchel_value *list)
{
	if (satchel_value_count(list) == 0)
		return;
	raw(x, label);
	raw(x, ": ");
	for (size_t i = 0; i < satchel_value_count(list); i++) {
		if (i > 0) {
			unit(x, "\\,");
			raw(x, " ");
		}
		text(x, satchel_value_string(satchel_value_at(list, i)));
	}
	unit(x, "\\n");
}

/* "+999...: always (Room 7)" for each number. */
static void
note_phones(struct export *x, const struct satchel_value *list)
{
	for (size_t i = 0; i < satchel_value_count(list); i++) {
		const struct satchel_value *p = satchel_value_at(list, i);
		const char *when = str_of(p, "when"),
			   *label = str_of(p, "label");

		if (when == NULL && label == NULL)
			continue;
		text(x, str_of(p, "number"));
		raw(x, ": ");
		text(x, when == NULL ? "hours" : when);
		if (label != NULL) {
			raw(x, " (");
			text(x, label);
			raw(x, ")");
		}
		unit(x, "\\n");
	}
}

static void
note_keys(struct export *x, const struct satchel_value *list)
{
	for (size_t i = 0; i < satchel_value_count(list); i++) {
		const struct satchel_value *k = satchel_value_at(list, i);
		const char *s = str_of(k, "fingerprint");

		raw(x, "key: ");
		text(x, str_of(k, "type"));
		raw(x, " ");
		text(x, s == NULL ? str_of(k, "public") : s);
		if (str_of(k, "expires") != NULL) {
			raw(x, " expires ");
			text(x, str_of(k, "expires"));
		}
		unit(x, "\\n");
	}
}

static void
note_services(struct export *x, const struct satchel_value *list)
{
	for (size_t i = 0; i < satchel_value_count(list); i++) {
		const struct satchel_value *s = satchel_value_at(list, i);

		raw(x, "service: ");
		text(x, str_of(s, "service"));
		raw(x, " ");
		text(x, str_of(s, "uri"));
		unit(x, "\\n");
	}
}

/* Where it is from, and that the copy proves nothing. */
static void
note_source(struct export *x, const struct entry *e)
{
	const struct satchel_release *r = x->r;
	char s[SHORT_SIZE], day[WHEN_SIZE];

	when_day(r->expires, day);
	text(x, e->id);
	raw(x, " of ");
	text(x, r->directory);
	unit(x, "\\,");
	raw(x, " ");
	text(x, release_short(r, s));
	raw(x, "\\, not after ");
	raw(x, day);
	raw(x, "; check number ");
	raw(x, r->fingerprint);
	raw(x, ". A copy without its signatures.");
}

static void
note(struct export *x, const struct entry *e)
{
	raw(x, "NOTE:");
	if (x->r->exercise)
		raw(x, "EXERCISE: nobody here is to be called.\\n");
	if (value_validity(e->value, x->now) != NULL) {
		raw(x, value_validity(e->value, x->now));
		unit(x, "\\,");
		raw(x, " by its own dates");
		unit(x, "\\n");
	}
	note_line(x, "valid from", e->valid_from);
	note_line(x, "valid until", e->valid_until);
	note_line(x, "role", e->role);
	note_line(x, "to be sure", e->verify);
	note_list(x, "hours", e->hours);
	note_line(x, "time zone", e->timezone);
	note_list(x, "languages", e->languages);
	note_phones(x, e->phones);
	note_keys(x, e->keys);
	note_services(x, e->services);
	note_list(x, "scope", e->scope);
	note_line(x, "note", e->note);
	note_line(x, "confirmed", e->confirmed);
	note_source(x, e);
	end(x);
}

/* ---- the card ----------------------------------------------------------------- */

static void
categories(struct export *x, const struct entry *e)
{
	raw(x, "CATEGORIES:");
	text(x, e->party);
	if (e->role != NULL) {
		raw(x, ",");
		text(x, e->role);
	}
	if (x->r->exercise)
		raw(x, ",EXERCISE");
	end(x);
}

/* 20261102T090000Z */
static void
revision(struct export *x)
{
	char iso[WHEN_SIZE], s[WHEN_SIZE];
	size_t n = 0;

	when_iso(x->r->issued, iso);
	for (const char *p = iso; *p != '\0' && n + 1 < sizeof(s); p++)
		if (x->old || (*p != '-' && *p != ':'))
			s[n++] = *p;
	s[n] = '\0';
	raw(x, "REV:");
	raw(x, s);
	end(x);
}

static void
time_zone(struct export *x, const char *zone)
{
	line(x, x->old ? "TZ;VALUE=text" : "TZ", zone);
}

void
vcard_one(struct export *x, const struct satchel_record *r)
{
	struct entry e;

	if (!entry_of(r, &e))
		return;
	line(x, "BEGIN", "VCARD");
	line(x, "VERSION", x->old ? "3.0" : "4.0");
	line(x, "PRODID", "-//satchel//" SATCHEL_VERSION "//EN");
	raw(x, "UID:");
	uid(x, e.id);
	end(x);
	if (!x->old)
		line(x, "KIND", e.kind);
	names(x, &e);
	line(x, "TITLE", e.title);
	organization(x, &e);
	each(x, e.phones, phone);
	each(x, e.emails, email);
	if (!x->old) {
		languages(x, e.languages);
		each(x, e.keys, openpgp);
		deputy(x, &e);
	}
	time_zone(x, e.timezone);
	categories(x, &e);
	note(x, &e);
	revision(x);
	line(x, "END", "VCARD");
	x->n++;
}
