/* field: the fields of a record on the screen, one function for each kind of
 * value and one table for all of them. */
#include "field.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
field_label(struct cli *c, const char *name)
{
	out_pad(&c->out, LABEL_COL);
	out_style(&c->out, OUT_DIM);
	out_str(&c->out, name);
	out_style(&c->out, OUT_PLAIN);
	out_pad(&c->out, VALUE_COL);
}

/* A word after those before it, on the next line if it does not fit. */
static void
item(struct cli *c, const char *between, const char *s)
{
	struct out *o = &c->out;
	unsigned w = text_width(s, strlen(s)) + 2;

	if (*between != '\0') {
		out_put(o, between);
		if (o->col + w > o->width) {
			out_nl(o);
			out_pad(o, VALUE_COL);
		} else {
			out_put(o, " ");
		}
	}
	out_wrap(o, VALUE_COL, s);
}

/* ---- one field, by its kind ---------------------------------------------- */

static void
show_text(struct cli *c, const struct satchel_value *v)
{
	const char *s = satchel_value_string(v);

	if (satchel_value_type(v) == SATCHEL_INTEGER)
		out_fmt(&c->out, "%" PRId64, satchel_value_integer(v));
	else if (s != NULL)
		out_wrap(&c->out, VALUE_COL, s);
	out_nl(&c->out);
}

/* a, b, c */
static void
show_list(struct cli *c, const struct satchel_value *v)
{
	size_t n = satchel_value_count(v);

	if (satchel_value_type(v) != SATCHEL_LIST) {
		show_text(c, v);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *s = satchel_value_string(satchel_value_at(v, i));

		if (s != NULL)
			item(c, i > 0 ? "," : "", s);
	}
	out_nl(&c->out);
}

/* Names by language tag: en Tarsenia, fr Tarsénie */
static void
show_names(struct cli *c, const struct satchel_value *v)
{
	size_t n = satchel_value_count(v);

	for (size_t i = 0; i < n; i++) {
		const char *tag = satchel_value_key(v, i);
		const char *s = satchel_value_string(satchel_value_at(v, i));

		out_pad(&c->out, VALUE_COL);
		if (tag != NULL && strcmp(tag, "und") != 0) {
			out_str(&c->out, tag);
			out_put(&c->out, " ");
		}
		if (s != NULL)
			out_wrap(&c->out, VALUE_COL, s);
		out_nl(&c->out);
	}
}

static const char *
when_words(const char *when)
{
	if (when != NULL && strcmp(when, "always") == 0)
		return "at any time";
	if (when != NULL && strcmp(when, "after-hours") == 0)
		return "after hours";
	return "office hours";
}

void
field_phone(struct cli *c, const struct satchel_value *p, unsigned indent)
{
	const struct satchel_value *f = satchel_value_get(p, "features");
	const char *number = str_of(p, "number"), *ext = str_of(p, "ext");
	const char *label_of = str_of(p, "label");

	out_style(&c->out, OUT_BOLD);
	out_str(&c->out, number == NULL ? "" : number);
	if (ext != NULL) {
		out_put(&c->out, " ext ");
		out_str(&c->out, ext);
	}
	out_style(&c->out, OUT_PLAIN);
	out_put(&c->out, "  ");
	for (size_t i = 0; i < satchel_value_count(f); i++) {
		const char *s = satchel_value_string(satchel_value_at(f, i));
		char word[32]; /* the longest is main-number */

		(void)snprintf(word, sizeof(word), "%s,", s == NULL ? "" : s);
		out_wrap(&c->out, indent, word);
		out_put(&c->out, " ");
	}
	out_wrap(&c->out, indent, when_words(str_of(p, "when")));
	if (label_of != NULL) {
		out_put(&c->out, "  ");
		out_wrap(&c->out, indent, label_of);
	}
}

static void
phone_line(struct cli *c, const struct satchel_value *phone)
{
	out_pad(&c->out, VALUE_COL);
	field_phone(c, phone, VALUE_COL);
	out_nl(&c->out);
}

void
field_phones(struct cli *c, const struct satchel_value *v,
    const struct satchel_value *first)
{
	size_t order[ORDER_MAX], n = by_pref(v, order);

	if (first != NULL)
		phone_line(c, first);
	for (size_t i = 0; i < n; i++)
		if (satchel_value_at(v, order[i]) != first)
			phone_line(c, satchel_value_at(v, order[i]));
}

static void
show_phones(struct cli *c, const struct satchel_value *v)
{
	field_phones(c, v, NULL);
}

void
field_email(struct cli *c, const struct satchel_value *e, unsigned indent)
{
	const char *address = str_of(e, "address"),
		   *shared = str_of(e, "shared");

	out_str(&c->out, address == NULL ? "" : address);
	if (shared != NULL && strcmp(shared, "yes") == 0) {
		out_put(&c->out, "  ");
		out_wrap(&c->out, indent, "shared");
	}
}

void
field_emails(struct cli *c, const struct satchel_value *v)
{
	size_t order[ORDER_MAX], n = by_pref(v, order);

	for (size_t i = 0; i < n; i++) {
		out_pad(&c->out, VALUE_COL);
		field_email(c, satchel_value_at(v, order[i]), VALUE_COL);
		out_nl(&c->out);
	}
}

/* Lists of maps whose values are shown one after the other: services,
 * holidays.  What they are is told by the values. */
static void
show_maps(struct cli *c, const struct satchel_value *v)
{
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const struct satchel_value *m = satchel_value_at(v, i);

		out_pad(&c->out, VALUE_COL);
		for (size_t j = 0; j < satchel_value_count(m); j++) {
			const char *s =
			    satchel_value_string(satchel_value_at(m, j));

			if (j > 0)
				out_put(&c->out, "  ");
			if (s != NULL)
				out_wrap(&c->out, VALUE_COL, s);
		}
		out_nl(&c->out);
	}
}

/* Hex is compared by people, so in groups; base64 stays whole. */
static void
key_value(struct cli *c, const struct satchel_value *k)
{
	const char *hex = str_of(k, "fingerprint");
	const char *base64 = str_of(k, "public");
	char grouped[160];
	size_t w = 0;

	out_pad(&c->out, VALUE_COL);
	if (hex == NULL) {
		out_str(&c->out, base64 == NULL ? "" : base64);
		out_nl(&c->out);
		return;
	}
	for (; *hex != '\0' && w + 2 < sizeof(grouped); hex++) {
		if (w > 0 && w % 5 == 4)
			grouped[w++] = ' ';
		grouped[w++] = *hex;
	}
	grouped[w] = '\0';
	out_wrap(&c->out, VALUE_COL, grouped);
	out_nl(&c->out);
}

/* A key's last day is of UTC. */
static void
key_expiry(struct cli *c, const char *date, int64_t now)
{
	const int64_t day = 86400, soon = 60;
	char iso[WHEN_SIZE];
	int64_t t;

	if (date == NULL)
		return;
	(void)snprintf(iso, sizeof(iso), "%.10sT00:00:00Z", date);
	out_put(&c->out, "  ");
	if (when_parse(iso, &t) && now >= t + day) {
		out_style(&c->out, OUT_RED);
		out_wrap(&c->out, VALUE_COL, "EXPIRED");
		out_style(&c->out, OUT_PLAIN);
		out_put(&c->out, " ");
		out_wrap(&c->out, VALUE_COL, date);
		return;
	}
	out_wrap(&c->out, VALUE_COL, "expires");
	out_put(&c->out, " ");
	out_wrap(&c->out, VALUE_COL, date);
	if (when_parse(iso, &t) && now >= t - soon * day) {
		int left = (int)((t - now + day - 1) / day); /* at most 60 */

		out_put(&c->out, ",");
		out_put(&c->out, " ");
		(void)snprintf(iso, sizeof(iso), "in %d day%s", left,
		    left == 1 ? "" : "s");
		out_wrap(&c->out, VALUE_COL, left > 0 ? iso : "today");
	}
}

static void
show_keys(struct cli *c, const struct satchel_value *v, int64_t now)
{
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const struct satchel_value *k = satchel_value_at(v, i);
		const char *type = str_of(k, "type"), *of = str_of(k, "for");

		out_pad(&c->out, VALUE_COL);
		out_str(&c->out, type == NULL ? "" : type);
		if (of != NULL) {
			out_put(&c->out, "  for ");
			out_wrap(&c->out, VALUE_COL, of);
		}
		key_expiry(c, str_of(k, "expires"), now);
		out_nl(&c->out);
		key_value(c, k);
	}
}

static void
show_mission(struct cli *c, const struct satchel_value *v)
{
	const struct satchel_value *h = satchel_value_get(v, "hours");
	const char *name = str_of(v, "name"), *zone = str_of(v, "timezone");

	out_wrap(&c->out, VALUE_COL, name == NULL ? "" : name);
	out_nl(&c->out);
	show_phones(c, satchel_value_get(v, "phones"));
	field_emails(c, satchel_value_get(v, "emails"));
	if (h != NULL || zone != NULL) {
		out_pad(&c->out, VALUE_COL);
		for (size_t i = 0; i < satchel_value_count(h); i++) {
			const char *s =
			    satchel_value_string(satchel_value_at(h, i));

			item(c, i > 0 ? "," : "", s == NULL ? "" : s);
		}
		if (zone != NULL)
			item(c, h != NULL ? "," : "", zone);
		out_nl(&c->out);
	}
}

/* Rows of a zone: from when on, offset, abbreviation. */
static void
show_offsets(struct cli *c, const struct satchel_value *v)
{
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const struct satchel_value *row = satchel_value_at(v, i);
		int64_t off = satchel_value_integer(satchel_value_at(row, 1));
		const char *abbr =
		    satchel_value_string(satchel_value_at(row, 2));
		int64_t m = (off < 0 ? -off : off) / 60;
		char from[WHEN_SIZE];

		when_iso(satchel_value_integer(satchel_value_at(row, 0)), from);
		out_pad(&c->out, VALUE_COL);
		out_fmt(&c->out, "from %s  UTC%c%02" PRId64 ":%02" PRId64 "  ",
		    from, off < 0 ? '-' : '+', m / 60, m % 60);
		out_str(&c->out, abbr == NULL ? "" : abbr);
		out_nl(&c->out);
	}
}

/* ---- the table ----------------------------------------------------------- */

/* Every field of a record, in the order of the screen. */
static const struct field {
	const char *key, *label;
	void (*show)(struct cli *c, const struct satchel_value *v);
} fields[] = {
	{ "phones", "phone", show_phones },
	{ "emails", "e-mail", field_emails },
	{ "verify", "to be sure", show_text },
	{ "title", "title", show_text },
	{ "unit", "unit", show_text },
	{ "organization", "organization", show_text },
	{ "party", "party", show_list },
	{ "deputy", "deputy", show_text },
	{ "languages", "languages", show_list },
	{ "hours", "hours", show_list },
	{ "timezone", "time zone", show_text },
	{ "services", "services", show_maps },
	{ "keys", "keys", NULL }, /* show_keys */
	{ "valid_from", "valid from", show_text },
	{ "valid_until", "valid until", show_text },
	{ "scope", "scope", show_list },
	{ "note", "note", show_text },
	{ "confirmed", "confirmed", show_text },
	{ "official_name", "official name", show_text },
	{ "aliases", "also", show_list },
	{ "mission", "mission", show_mission },
	{ "holidays", "holidays", show_maps },
	{ "revised", "revised", show_text },
	{ "version", "tz version", show_text },
	{ "offsets", "offsets", show_offsets },
};

/* In the head line, or told by it. */
static bool
in_head(const char *key)
{
	static const char *const keys[] = { "id", "role", "kind", "salutation",
		"name", "name_latin", "state" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

static bool
in_table(const char *key)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (strcmp(fields[i].key, key) == 0)
			return true;
	return false;
}

/* "Other": x- fields, and whatever a later schema adds. */
static void
show_rest(struct cli *c, const struct satchel_record *r)
{
	for (size_t i = 0; i < satchel_value_count(r->value); i++) {
		const char *key = satchel_value_key(r->value, i);

		if (key == NULL || in_head(key) || in_table(key))
			continue;
		field_label(c, "other");
		out_str(&c->out, key);
		out_put(&c->out, ": ");
		show_list(c, satchel_value_at(r->value, i));
	}
}

/* What card.c has shown already. */
static bool
is_shown(const struct satchel_record *r, const char *key)
{
	return r->kind == SATCHEL_CONTACT &&
	       (strcmp(key, "phones") == 0 || strcmp(key, "emails") == 0);
}

void
field_show_rest(struct cli *c, const struct satchel_record *r, int64_t now)
{
	if (r->kind == SATCHEL_PARTY &&
	    satchel_value_count(satchel_value_get(r->value, "name")) > 1) {
		field_label(c, "names");
		show_names(c, satchel_value_get(r->value, "name"));
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const struct field *f = &fields[i];
		const struct satchel_value *v =
		    satchel_value_get(r->value, f->key);

		if (v == NULL || is_shown(r, f->key))
			continue;
		field_label(c, f->label);
		if (strcmp(f->key, "deputy") == 0) /* as show takes it */
			out_strn(&c->out, r->id, strcspn(r->id, "/") + 1);
		if (f->show == NULL)
			show_keys(c, v, now);
		else
			f->show(c, v);
	}
	show_rest(c, r);
}
