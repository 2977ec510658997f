#include "change.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

enum { FIELD_COL = 4, WORD_COL = 16 };

/* ---- heads -------------------------------------------------------------- */

static const struct satchel_value *
record_of(const struct satchel_change *x)
{
	return x->now != NULL ? x->now : x->was;
}

static const char *
shown_name(const struct satchel_change *x)
{
	const struct satchel_value *v = record_of(x);
	const char *s =
	    x->kind == SATCHEL_PARTY ? party_name(v) : str_of(v, "name");

	return s == NULL ? "" : s;
}

static const char *
party_of(const struct satchel_change *x)
{
	const char *s = x->kind == SATCHEL_PARTY
			    ? party_name(x->now != NULL ? x->now : x->was)
			    : satchel_value_string(satchel_value_at(
				  satchel_value_get(record_of(x), "party"), 0));

	return s == NULL ? "" : s;
}

/* The party's heading, unless it stands there already. */
static void
party_head(struct change_view *v, const struct satchel_change *x)
{
	struct out *o = &v->c->out;
	char id[sizeof(v->party)];

	(void)snprintf(id, sizeof(id), "%.*s", (int)strcspn(x->id, "/"), x->id);
	if (x->kind == SATCHEL_ZONE)
		(void)snprintf(id, sizeof(id), "time zones");
	if (strcmp(id, v->party) == 0)
		return;
	(void)snprintf(v->party, sizeof(v->party), "%s", id);
	out_nl(o);
	out_style(o, OUT_BOLD);
	out_str(o, id);
	if (x->kind != SATCHEL_ZONE) {
		out_put(o, "  ");
		out_wrap(o, FIELD_COL, party_of(x));
	}
	out_style(o, OUT_PLAIN);
	out_nl(o);
}

static const char *
what(const struct change_view *v, const struct satchel_change *x)
{
	return x->change == SATCHEL_JOINED ? v->joined
	       : x->change == SATCHEL_LEFT ? v->left
					   : "changed";
}

static void
record_head(struct change_view *v, const struct satchel_change *x)
{
	struct out *o = &v->c->out;
	const char *latin = str_of(record_of(x), "name_latin");

	v->any = true;
	if (v->c->plain)
		return;
	party_head(v, x);
	if (x->kind == SATCHEL_PARTY && x->change == SATCHEL_CHANGED)
		return;
	out_pad(o, 2);
	out_str(o, x->id);
	if (x->kind == SATCHEL_CONTACT) {
		out_put(o, "  ");
		out_wrap(o, FIELD_COL, shown_name(x));
		if (latin != NULL) {
			out_put(o, "  ");
			out_wrap(o, FIELD_COL, latin);
		}
	}
	if (x->change != SATCHEL_CHANGED) {
		out_put(o, "  ");
		out_put(o, what(v, x));
	}
	out_nl(o);
}

/* ---- deltas ------------------------------------------------------------- */

static void
side_plain(struct cli *c, const char *word, const struct satchel_value *value)
{
	out_fmt(&c->out, ": %s ", word);
	if (value != NULL)
		value_text(c, value, 0);
	else
		out_put(&c->out, "none");
}

/* "XKB/tech-1: changed: phones: was A: now B: confirm by another route" */
static void
delta_plain(struct change_view *v, const struct satchel_change *x,
    const struct satchel_delta *d)
{
	struct cli *c = v->c;

	out_str(&c->out, x->id);
	out_fmt(&c->out, ": %s: ", what(v, x));
	out_str(&c->out, d->field);
	if (x->change == SATCHEL_CHANGED)
		side_plain(c, v->was, d->was);
	side_plain(c, x->change == SATCHEL_CHANGED ? v->now : "new", d->now);
	if (d->confirm)
		out_put(&c->out, ": confirm by another route");
	out_nl(&c->out);
}

/* Behind the longer of the two words. */
static unsigned
value_col(const struct change_view *v)
{
	size_t n = strlen(v->was), m = strlen(v->now);

	return WORD_COL + 2 + (unsigned)(n > m ? n : m); /* short words */
}

static void
side(struct change_view *v, const char *word, const struct satchel_value *value)
{
	struct out *o = &v->c->out;

	out_pad(o, WORD_COL);
	out_put(o, word);
	out_pad(o, value_col(v));
	if (value == NULL)
		out_put(o, "none");
	else
		value_text(v->c, value, value_col(v));
	out_nl(o);
}

static void
delta(struct change_view *v, const struct satchel_change *x,
    const struct satchel_delta *d)
{
	struct out *o = &v->c->out;

	if (v->c->plain) {
		delta_plain(v, x, d);
		return;
	}
	out_pad(o, FIELD_COL);
	out_str(o, d->field);
	if (o->col >= WORD_COL)
		out_nl(o);
	if (x->change == SATCHEL_JOINED) {
		side(v, "new", d->now);
		return;
	}
	side(v, v->was, d->was);
	side(v, v->now, d->now);
}

static void
zone(struct change_view *v, const struct satchel_change *x)
{
	char at[WHEN_SIZE];

	v->any = true;
	if (!v->c->plain)
		party_head(v, x);
	when_iso(x->since, at);
	if (!v->c->plain)
		out_pad(&v->c->out, 2);
	out_str(&v->c->out, x->id + strlen("zone:"));
	out_fmt(&v->c->out, ": another offset from %s on", at);
	out_nl(&v->c->out);
}

bool
change_confirm(void *view, const struct satchel_change *x)
{
	struct change_view *v = view;

	for (size_t i = 0; i < x->n && x->delta[i].confirm; i++) {
		if (i == 0)
			record_head(v, x);
		delta(v, x, &x->delta[i]);
	}
	return out_alive(&v->c->out);
}

bool
change_rest(void *view, const struct satchel_change *x)
{
	struct change_view *v = view;
	size_t first = 0;

	while (first < x->n && x->delta[first].confirm)
		first++;
	if (x->kind == SATCHEL_ZONE) {
		if (x->change == SATCHEL_CHANGED)
			zone(v, x);
		return out_alive(&v->c->out);
	}
	if (x->change == SATCHEL_CHANGED && first == x->n)
		return true;
	record_head(v, x);
	if (v->c->plain && x->change != SATCHEL_CHANGED) {
		out_str(&v->c->out, x->id);
		out_fmt(&v->c->out, ": %s: ", what(v, x));
		value_string(v->c, shown_name(x), 0);
		out_nl(&v->c->out);
	}
	for (size_t i = first; i < x->n; i++)
		delta(v, x, &x->delta[i]);
	return out_alive(&v->c->out);
}

/* ---- JSON --------------------------------------------------------------- */

static void
value_json(
    struct change_view *v, const char *key, const struct satchel_value *value)
{
	struct satchel_err err;
	char *json = NULL;
	size_t n = 0;

	if (value == NULL)
		return;
	if (!satchel_value_json(value, &json, &n, &err)) {
		v->c->status = complain(&err);
		return;
	}
	json_verbatim(&v->c->out, key, json, n);
	free(json);
}

bool
change_json(void *view, const struct satchel_change *x)
{
	static const char *const kinds[] = { "party", "contact", "zone" };
	static const char *const types[] = { "joined", "left", "changed" };
	struct change_view *v = view;
	struct out *o = &v->c->out;

	json_open(o);
	json_str(o, "what", "change");
	json_str(o, "id", x->id);
	json_str(o, "kind", kinds[x->kind]);
	json_str(o, "change", types[x->change]);
	if (x->since != 0)
		json_time(o, "since", x->since);
	json_list(o, "fields");
	for (size_t i = 0; i < x->n; i++) {
		json_item(o);
		json_str(o, "field", x->delta[i].field);
		json_bool(o, "confirm", x->delta[i].confirm);
		value_json(v, "was", x->delta[i].was);
		value_json(v, "now", x->delta[i].now);
		json_item_end(o);
	}
	json_list_end(o);
	json_close(o);
	return out_alive(o);
}

/* ---- totals ------------------------------------------------------------- */

static void
counts_text(struct cli *c, const char *name, const struct satchel_counts *n)
{
	field_fmt(c, name,
	    "%" PRIu64 " joined, %" PRIu64 " left, %" PRIu64 " changed",
	    n->joined, n->left, n->changed);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

void
totals_text(struct cli *c, const struct satchel_totals *t)
{
	counts_text(c, "parties", &t->parties);
	counts_text(c, "contacts", &t->contacts);
	field_fmt(c, "to confirm",
	    "%" PRIu64 " number%s, %" PRIu64 " address%s, %" PRIu64
	    " key%s of those that stayed",
	    t->numbers, plural(t->numbers), t->addresses,
	    t->addresses == 1 ? "" : "es", t->keys, plural(t->keys));
	if (t->zones.changed > 0)
		field_fmt(c, "time zones",
		    "%" PRIu64 " with other offsets than were known",
		    t->zones.changed);
	if (t->confirmed > 0)
		field_fmt(c, "checks",
		    "%" PRIu64 " contact%s with another date of the last "
		    "acknowledged check, and nothing else",
		    t->confirmed, plural(t->confirmed));
}

static void
counts_json(struct out *o, const char *name, const struct satchel_counts *n)
{
	static const char *const what_of[] = { "joined", "left", "changed" };
	const uint64_t v[] = { n->joined, n->left, n->changed };
	char key[48];

	for (size_t i = 0; i < 3; i++) {
		(void)snprintf(key, sizeof(key), "%s_%s", name, what_of[i]);
		json_num(o, key, (int64_t)v[i]); /* < 2^32 */
	}
}

void
totals_json(struct out *o, const struct satchel_totals *t)
{
	counts_json(o, "parties", &t->parties);
	counts_json(o, "contacts", &t->contacts);
	counts_json(o, "zones", &t->zones);
	json_num(o, "numbers", (int64_t)t->numbers);	 /* of < 2^32 records */
	json_num(o, "addresses", (int64_t)t->addresses); /* the same */
	json_num(o, "keys", (int64_t)t->keys);
	json_num(o, "confirmed", (int64_t)t->confirmed);
}
