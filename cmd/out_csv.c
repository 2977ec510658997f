/* out_csv: a row for each contact and mission, between commas (RFC 4180) or
 * tabs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "export.h"

/* A cell is put together from pieces; what it needs around it is known before
 * the first: all cells of CSV are quoted. */
static void
piece(struct export *x, const char *s)
{
	const char *stop = x->comma == ',' ? "\"" : "\t\r\n\\";

	while (*s != '\0') {
		size_t n = strcspn(s, stop);

		export_put(x, s, n);
		s += n;
		if (*s == '\0')
			return;
		export_str(x, *s == '"'	   ? "\"\""
			      : *s == '\t' ? "\\t"
			      : *s == '\n' ? "\\n"
			      : *s == '\r' ? "\\r"
					   : "\\\\");
		s++;
	}
}

/*
 * What a spreadsheet would take for a formula: = + - @, also after blanks and
 * as the full-width forms U+FF1D, U+FF0B, U+FF0D, U+FF20; a tab or CR at the
 * start.  An apostrophe before it makes it text.
 */
static bool
is_formula(const char *s)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0" };

	if (*s == '\t' || *s == '\r')
		return true;
	s += strspn(s, " \t\r\n\"'");
	if (*s != '\0' && strchr("=+-@", *s) != NULL)
		return true;
	for (size_t i = 0; i < 4; i++)
		if (strncmp(s, wide[i], 3) == 0)
			return true;
	return false;
}

static void
cell_open(struct export *x, const char *first)
{
	if (x->col++ > 0)
		export_put(x, &x->comma, 1);
	if (x->comma != ',')
		return;
	export_str(x, "\"");
	if (is_formula(first))
		export_str(x, "'");
}

static void
cell_close(struct export *x)
{
	if (x->comma == ',')
		export_str(x, "\"");
}

static void
cell(struct export *x, const char *s)
{
	cell_open(x, s == NULL ? "" : s);
	piece(x, s == NULL ? "" : s);
	cell_close(x);
}

/* ---- lists in a cell, "; " between ----------------------------------------- */

static void
list(struct export *x, const struct satchel_value *v)
{
	const char *first = satchel_value_string(satchel_value_at(v, 0));

	cell_open(x, first == NULL ? "" : first);
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const char *s = satchel_value_string(satchel_value_at(v, i));

		if (i > 0)
			piece(x, "; ");
		piece(x, s == NULL ? "" : s);
	}
	cell_close(x);
}

static void
word(struct export *x, const char *before, const char *s, const char *after)
{
	if (s == NULL)
		return;
	piece(x, before);
	piece(x, s);
	piece(x, after);
}

static void
phone(struct export *x, const struct satchel_value *p)
{
	const struct satchel_value *f = satchel_value_get(p, "features");

	word(x, "", str_of(p, "number"), "");
	word(x, " ext ", str_of(p, "ext"), "");
	for (size_t i = 0; i < satchel_value_count(f); i++)
		word(x, i == 0 ? " " : ",",
		    satchel_value_string(satchel_value_at(f, i)), "");
	word(x, " ", str_of(p, "when"), "");
	word(x, " (", str_of(p, "label"), ")");
}

static void
email(struct export *x, const struct satchel_value *e)
{
	const char *shared = str_of(e, "shared");

	word(x, "", str_of(e, "address"), "");
	if (shared != NULL && strcmp(shared, "yes") == 0)
		piece(x, " shared");
}

static void
key(struct export *x, const struct satchel_value *k)
{
	word(x, "", str_of(k, "type"), " ");
	word(x, "", str_of(k, "fingerprint"), "");
	word(x, "", str_of(k, "public"), "");
	word(x, " for ", str_of(k, "for"), "");
	word(x, " expires ", str_of(k, "expires"), "");
}

static void
service(struct export *x, const struct satchel_value *s)
{
	word(x, "", str_of(s, "service"), " ");
	word(x, "", str_of(s, "uri"), "");
}

/* The first alone, and all, most preferred first; |member| begins each. */
static void
items(struct export *x, const struct satchel_value *v, const char *member,
    bool alone, void (*one)(struct export *x, const struct satchel_value *i))
{
	size_t order[ORDER_MAX], n = by_pref(v, order);
	const char *first =
	    n == 0 ? NULL : str_of(satchel_value_at(v, order[0]), member);

	if (alone)
		cell(x, first);
	cell_open(x, first == NULL ? "" : first);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			piece(x, "; ");
		one(x, satchel_value_at(v, order[i]));
	}
	cell_close(x);
}

/* "x-key: a, b; x-other: c" */
static void
others(struct export *x, const struct satchel_value *v)
{
	size_t shown = 0;

	cell_open(x, "");
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const char *name = satchel_value_key(v, i);
		const struct satchel_value *m = satchel_value_at(v, i);

		if (name == NULL || strncmp(name, "x-", 2) != 0)
			continue;
		word(x, shown++ > 0 ? "; " : "", name, ":");
		word(x, " ", satchel_value_string(m), "");
		for (size_t j = 0; j < satchel_value_count(m); j++)
			word(x, j > 0 ? ", " : " ",
			    satchel_value_string(satchel_value_at(m, j)), "");
	}
	cell_close(x);
}

/* ---- rows ------------------------------------------------------------------- */

static const char *const columns[] = { "id", "record", "state", "party", "role",
	"kind", "name", "name_latin", "salutation", "title", "organization",
	"unit", "phone", "phones", "email", "emails", "languages", "timezone",
	"hours", "keys", "services", "deputy", "valid_from", "valid_until",
	"scope", "verify", "note", "confirmed", "other", "edition", "directory",
	"epoch", "release", "issued", "expires", "check_number" };

static void
row_end(struct export *x)
{
	export_str(x, x->comma == ',' ? "\r\n" : "\n");
	x->col = 0;
}

static void
header(struct export *x)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		cell(x, columns[i]);
	row_end(x);
}

static void
person(struct export *x, const struct entry *e)
{
	cell(x, e->id);
	cell(x, e->mission ? "mission" : "contact");
	cell(x, e->state);
	cell(x, e->party);
	cell(x, e->role);
	cell(x, e->kind);
	cell(x, e->name);
	cell(x, e->latin);
	cell(x, e->salutation);
	cell(x, e->title);
	cell(x, e->organization);
	cell(x, e->unit);
}

static void
provenance(struct export *x)
{
	const struct satchel_release *r = x->r;
	char s[WHEN_SIZE];

	cell(x, r->exercise ? "EXERCISE" : "live");
	cell(x, r->directory);
	(void)snprintf(s, sizeof(s), "%" PRIu32, r->epoch);
	cell(x, s);
	(void)snprintf(s, sizeof(s), "%" PRIu32, r->release);
	cell(x, s);
	when_iso(r->issued, s);
	cell(x, s);
	when_iso(r->expires, s);
	cell(x, s);
	cell(x, r->fingerprint);
}

static void
row(struct export *x, const struct satchel_record *r)
{
	struct entry e;

	if (!entry_of(r, &e))
		return;
	person(x, &e);
	items(x, e.phones, "number", true, phone);
	items(x, e.emails, "address", true, email);
	list(x, e.languages);
	cell(x, e.timezone);
	list(x, e.hours);
	items(x, e.keys, "type", false, key);
	items(x, e.services, "service", false, service);
	cell(x, e.deputy);
	cell(x, e.valid_from);
	cell(x, e.valid_until);
	list(x, e.scope);
	cell(x, e.verify);
	cell(x, e.note);
	cell(x, e.confirmed);
	others(x, e.value);
	provenance(x);
	row_end(x);
	x->n++;
}

/* The mark makes spreadsheets read UTF-8. */
void
csv_begin(struct export *x)
{
	x->comma = ',';
	if (!x->o->tty)
		export_str(x, "\xef\xbb\xbf");
	header(x);
}

void
csv_one(struct export *x, const struct satchel_record *r)
{
	row(x, r);
}

void
tsv_begin(struct export *x)
{
	x->comma = '\t';
	header(x);
}

void
tsv_one(struct export *x, const struct satchel_record *r)
{
	row(x, r);
}
