/* card: a record on the screen, what to dial first. */
#include <stdio.h>
#include <string.h>

#include "duty.h"
#include "escalate.h"
#include "field.h"

enum { BRIEF_COL = 4 };

static const int64_t hour = 3600, day = 86400;

/* ---- heads ---------------------------------------------------------------- */

static void
contact_name(struct cli *c, const struct satchel_value *v, unsigned indent)
{
	const char *name = str_of(v, "name"), *latin = str_of(v, "name_latin");
	const char *salutation = str_of(v, "salutation");

	out_style(&c->out, OUT_BOLD);
	if (salutation != NULL) {
		out_str(&c->out, salutation);
		out_put(&c->out, " ");
	}
	out_wrap(&c->out, indent, name == NULL ? "" : name);
	if (latin != NULL) {
		out_put(&c->out, "  ");
		out_wrap(&c->out, indent, latin);
	}
	out_style(&c->out, OUT_PLAIN);
}

static void
head(struct cli *c, const struct satchel_record *r)
{
	const char *role = str_of(r->value, "role");

	out_style(&c->out, OUT_BOLD);
	out_str(&c->out, r->id);
	out_style(&c->out, OUT_PLAIN);
	if (r->kind == SATCHEL_ZONE)
		return;
	out_put(&c->out, "  ");
	if (r->kind == SATCHEL_PARTY) {
		out_style(&c->out, OUT_BOLD);
		out_wrap(&c->out, BRIEF_COL, party_name(r->value));
		out_style(&c->out, OUT_PLAIN);
		return;
	}
	contact_name(c, r->value, BRIEF_COL);
	if (role != NULL) {
		out_put(&c->out, "  ");
		out_wrap(&c->out, BRIEF_COL, role);
	}
}

/* ---- validity -------------------------------------------------------------- */

/* Midnight UTC of a YYYY-MM-DD, or false. */
static bool
day_of(const char *s, int64_t *t)
{
	char iso[WHEN_SIZE];

	if (s == NULL || strlen(s) != 10)
		return false;
	(void)snprintf(iso, sizeof(iso), "%sT00:00:00Z", s);
	return when_parse(iso, t);
}

/* Days are days of the contact's zone, which lies between UTC-12 and UTC+14:
 * nothing is called past or early that may hold there. */
static void
validity(struct cli *c, const struct satchel_value *v, int64_t now)
{
	int64_t t;

	if (day_of(str_of(v, "valid_until"), &t) &&
	    now >= t + day + 12 * hour) {
		out_style(&c->out, OUT_RED);
		out_pad(&c->out, LABEL_COL);
		out_put(&c->out, "NO LONGER VALID, by its own dates");
		out_style(&c->out, OUT_PLAIN);
		out_nl(&c->out);
	}
	if (day_of(str_of(v, "valid_from"), &t) && now < t - 14 * hour) {
		out_style(&c->out, OUT_RED);
		out_pad(&c->out, LABEL_COL);
		out_put(&c->out, "NOT YET VALID, by its own dates");
		out_style(&c->out, OUT_PLAIN);
		out_nl(&c->out);
	}
}

/* ---- the whole -------------------------------------------------------------- */

static void
not_valid(struct cli *c, const struct satchel_availability *is,
    const struct satchel_value *v)
{
	out_pad(&c->out, LABEL_COL);
	duty_put(&c->out, is->duty);
	out_put(&c->out, "  ");
	duty_why(&c->out, LABEL_COL, is, v);
	out_nl(&c->out);
}

static void
duty(struct cli *c, const struct satchel_availability *is,
    const struct satchel_value *v, int64_t now)
{
	field_label(c, "now");
	if (is->duty != SATCHEL_NOT_VALID) {
		duty_put(&c->out, is->duty);
		out_put(
		    &c->out, is->duty == SATCHEL_AROUND_THE_CLOCK ? "," : ":");
		out_put(&c->out, " ");
	}
	if (is->duty != SATCHEL_NOT_VALID &&
	    is->duty != SATCHEL_AROUND_THE_CLOCK) {
		duty_why(&c->out, VALUE_COL, is, v);
		out_nl(&c->out);
		out_pad(&c->out, VALUE_COL);
	}
	duty_there(&c->out, VALUE_COL, is, now);
	out_nl(&c->out);
}

static void
reach(struct cli *c, const struct satchel_value *v,
    const struct satchel_value *first)
{
	const struct satchel_value *phones = satchel_value_get(v, "phones");
	const struct satchel_value *emails = satchel_value_get(v, "emails");

	if (phones != NULL) {
		field_label(c, "phone");
		field_phones(c, phones, first);
	}
	if (emails != NULL) {
		field_label(c, "e-mail");
		field_emails(c, emails);
	}
}

void
card_show(struct cli *c, const struct satchel_record *r, int64_t now)
{
	head(c, r);
	out_nl(&c->out);
	validity(c, r->value, now);
	if (r->kind == SATCHEL_CONTACT)
		reach(c, r->value, NULL);
	field_show_rest(c, r, now);
}

bool
card_show_at(struct cli *c, const struct satchel_record *r, int64_t now,
    bool alone, struct satchel_err *err)
{
	struct satchel_availability is;

	if (r->kind != SATCHEL_CONTACT) {
		card_show(c, r, now);
		return true;
	}
	if (!satchel_available(c->s, r, now, &is, err))
		return false;
	head(c, r);
	out_nl(&c->out);
	if (is.duty == SATCHEL_NOT_VALID)
		not_valid(c, &is, r->value);
	reach(c, r->value, is.phone);
	duty(c, &is, r->value, now);
	if (alone)
		escalate_text(c, r, now);
	field_show_rest(c, r, now);
	return true;
}

/* ---- brief ------------------------------------------------------------------ */

static bool
has_feature(const struct satchel_value *p, const char *feature)
{
	const struct satchel_value *f = satchel_value_get(p, "features");

	for (size_t i = 0; i < satchel_value_count(f); i++) {
		const char *s = satchel_value_string(satchel_value_at(f, i));

		if (s != NULL && strcmp(s, feature) == 0)
			return true;
	}
	return false;
}

/* The first that a person answers, most preferred; else the first. */
static const struct satchel_value *
first_phone(const struct satchel_value *phones)
{
	size_t order[ORDER_MAX], n = by_pref(phones, order);

	for (size_t i = 0; i < n; i++) {
		const struct satchel_value *p =
		    satchel_value_at(phones, order[i]);

		if (satchel_value_get(p, "features") == NULL ||
		    has_feature(p, "voice") || has_feature(p, "mobile"))
			return p;
	}
	return n == 0 ? NULL : satchel_value_at(phones, order[0]);
}

static void
brief_reach(struct cli *c, const struct satchel_value *v)
{
	const struct satchel_value *emails = satchel_value_get(v, "emails");
	const struct satchel_value *p =
	    first_phone(satchel_value_get(v, "phones"));
	size_t order[ORDER_MAX];

	if (p != NULL) {
		out_pad(&c->out, BRIEF_COL);
		field_phone(c, p, BRIEF_COL);
		out_nl(&c->out);
	}
	if (by_pref(emails, order) > 0) {
		out_pad(&c->out, BRIEF_COL);
		field_email(c, satchel_value_at(emails, order[0]), BRIEF_COL);
		out_nl(&c->out);
	}
}

void
card_brief(struct cli *c, const struct satchel_record *r, int64_t now)
{
	const struct satchel_value *v = r->value, *mission;
	const char *org = str_of(v, "organization");
	const char *of = satchel_value_string(
	    satchel_value_at(satchel_value_get(v, "party"), 0));

	head(c, r);
	out_nl(&c->out);
	validity(c, v, now);
	if (org != NULL || of != NULL) {
		out_pad(&c->out, BRIEF_COL);
		out_wrap(&c->out, BRIEF_COL, org == NULL ? "" : org);
		if (org != NULL && of != NULL) {
			out_put(&c->out, ",");
			out_put(&c->out, " ");
		}
		out_wrap(&c->out, BRIEF_COL, of == NULL ? "" : of);
		out_nl(&c->out);
	}
	brief_reach(c, v);
	mission = satchel_value_get(v, "mission");
	of = str_of(mission, "name");
	if (of != NULL) {
		out_pad(&c->out, BRIEF_COL);
		out_wrap(&c->out, BRIEF_COL, of);
		out_nl(&c->out);
	}
	brief_reach(c, mission);
}
