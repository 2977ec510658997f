/* escalate: the order is deputy, same role, other roles, mission; among equals
 * who answers now comes first. */
#include "escalate.h"

#include <stdio.h>
#include <string.h>

#include "duty.h"
#include "field.h"

enum {
	ID_SIZE = 128,
	LIST_MAX = 64,	/* contacts of a party that are looked at */
	DEPUTIES = 4,	/* in a row */
	OTHERS = 4,	/* besides */
	PARTY_MAX = 12, /* in the list of a party */
	TAG_COL = 11,
	STEP = 2
};

/* Whom to try next. */
struct next {
	const char *how; /* "deputy" */
	const char *id, *name;
	struct satchel_availability is;
};

struct chain {
	struct next next[DEPUTIES + OTHERS + 1];
	size_t n;
};

/* "XTR/" of "XTR/dip-1" and the local id after it. */
static bool
full_id(const char *of, const char *local, char id[ID_SIZE])
{
	int n =
	    snprintf(id, ID_SIZE, "%.*s/%s", (int)strcspn(of, "/"), of, local);

	return n > 0 && n < ID_SIZE;
}

static bool
has(const struct chain *ch, const char *id)
{
	for (size_t i = 0; i < ch->n; i++)
		if (strcmp(ch->next[i].id, id) == 0)
			return true;
	return false;
}

static void
add_deputies(struct cli *c, const struct satchel_record *r, int64_t now,
    struct chain *ch)
{
	const char *local = str_of(r->value, "deputy");
	struct satchel_record d;
	struct satchel_err err;
	char id[ID_SIZE];

	while (local != NULL && ch->n < DEPUTIES) {
		struct next *x = &ch->next[ch->n];

		if (!full_id(r->id, local, id) ||
		    !satchel_get(c->s, id, &d, &err) || has(ch, id) ||
		    !satchel_available(c->s, &d, now, &x->is, &err))
			return;
		x->how = ch->n == 0 ? "deputy" : "their deputy";
		x->id = d.id;
		x->name = str_of(d.value, "name");
		ch->n++;
		local = str_of(d.value, "deputy");
	}
}

static bool
is_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static void
add_others(const struct satchel_record *r, const struct satchel_now *now,
    bool same_role, size_t most, struct chain *ch)
{
	const char *role = str_of(r->value, "role");

	for (size_t i = 0; i < now->n && ch->n < most; i++) {
		const struct satchel_now_one *one = &now->one[i];
		const char *theirs = str_of(one->record.value, "role");

		if (one->mission || is_same(role, theirs) != same_role ||
		    one->is.duty == SATCHEL_NOT_VALID ||
		    strcmp(one->record.id, r->id) == 0 ||
		    has(ch, one->record.id))
			continue;
		ch->next[ch->n++] =
		    (struct next){ theirs == NULL ? "" : theirs, one->record.id,
			    str_of(one->record.value, "name"), one->is };
	}
}

static void
add_mission(const struct satchel_now *now, struct chain *ch)
{
	for (size_t i = 0; i < now->n; i++) {
		const struct satchel_now_one *one = &now->one[i];

		if (!one->mission)
			continue;
		ch->next[ch->n++] = (struct next){ "mission", one->record.id,
			str_of(satchel_value_get(one->record.value, "mission"),
			    "name"),
			one->is };
		return;
	}
}

static bool
ask(struct cli *c, const char *party, int64_t at, size_t limit,
    struct satchel_now *now)
{
	const char *const words[] = { party };
	struct satchel_now_opts o = {
		.words = words, .n = 1, .at = at, .limit = limit
	};
	struct satchel_err err;

	return satchel_now(c->s, &o, now, &err);
}

/* A card is worth showing without it: what fails here is left out. */
static void
make(struct cli *c, const struct satchel_record *r, int64_t now,
    struct chain *ch)
{
	struct satchel_now all;
	char party[ID_SIZE];
	size_t most;

	ch->n = 0;
	add_deputies(c, r, now, ch);
	if (snprintf(party, sizeof(party), "%.*s", (int)strcspn(r->id, "/"),
		r->id) >= ID_SIZE ||
	    !ask(c, party, now, LIST_MAX, &all))
		return;
	most = ch->n + OTHERS;
	add_others(r, &all, true, most, ch);
	add_others(r, &all, false, most, ch);
	add_mission(&all, ch);
}

/* ---- on the screen ---------------------------------------------------------- */

/* What to ring, or to write to, and when if not now; on this line. */
static void
reach(struct cli *c, const struct satchel_availability *is, unsigned indent)
{
	char clock[CLOCK_SIZE], when[MOMENT_SIZE];

	if (is->phone != NULL)
		field_phone(c, is->phone, indent);
	else if (is->email != NULL)
		field_email(c, is->email, indent);
	if (!duty_answers(is->duty) && is->change != 0) {
		duty_clock(is->change, 0, false, clock);
		(void)snprintf(when, sizeof(when), "; opens %s UTC", clock);
		out_wrap(&c->out, indent, when);
	}
}

void
escalate_text(struct cli *c, const struct satchel_record *r, int64_t now)
{
	struct chain ch;

	make(c, r, now, &ch);
	if (ch.n == 0)
		return;
	field_label(c, "if no answer");
	for (size_t i = 0; i < ch.n; i++) {
		const struct next *x = &ch.next[i];

		out_pad(&c->out, VALUE_COL);
		out_wrap(&c->out, VALUE_COL, x->how);
		out_put(&c->out, " ");
		out_wrap(&c->out, VALUE_COL, x->id);
		out_put(&c->out, "  ");
		out_wrap(&c->out, VALUE_COL, x->name == NULL ? "" : x->name);
		out_nl(&c->out);
		out_pad(&c->out, VALUE_COL + STEP);
		duty_put(&c->out, x->is.duty);
		out_put(&c->out, "  ");
		reach(c, &x->is, VALUE_COL + STEP);
		out_nl(&c->out);
	}
}

void
escalate_plain(struct cli *c, const struct satchel_record *r, int64_t now)
{
	struct chain ch;
	char prefix[64];

	make(c, r, now, &ch);
	for (size_t i = 0; i < ch.n; i++) {
		const struct next *x = &ch.next[i];

		out_fmt(&c->out, "escalation.%zu.how: %s", i + 1, x->how);
		out_nl(&c->out);
		out_fmt(&c->out, "escalation.%zu.id: ", i + 1);
		out_str(&c->out, x->id);
		out_nl(&c->out);
		(void)snprintf(
		    prefix, sizeof(prefix), "escalation.%zu.", i + 1);
		duty_plain(&c->out, prefix, &x->is, now);
	}
}

static void
party_line(struct cli *c, const struct satchel_now_one *one)
{
	const struct satchel_value *v =
	    one->mission ? satchel_value_get(one->record.value, "mission")
			 : one->record.value;
	const char *name = str_of(v, "name");
	const char *local = strchr(one->record.id, '/');

	out_pad(&c->out, LABEL_COL);
	duty_put(&c->out, one->is.duty);
	out_pad(&c->out, LABEL_COL + TAG_COL);
	out_wrap(&c->out, LABEL_COL + TAG_COL,
	    one->mission || local == NULL ? "mission" : local + 1);
	out_put(&c->out, "  ");
	out_wrap(&c->out, LABEL_COL + TAG_COL, name == NULL ? "" : name);
	out_nl(&c->out);
	out_pad(&c->out, LABEL_COL + TAG_COL);
	reach(c, &one->is, LABEL_COL + TAG_COL);
	out_nl(&c->out);
}

void
escalate_party(struct cli *c, const struct satchel_record *party, int64_t now)
{
	char when[MOMENT_SIZE];
	struct satchel_now all;

	if (!ask(c, party->id, now, PARTY_MAX, &all) || all.total < 2)
		return;
	duty_when(now, when);
	out_style(&c->out, OUT_BOLD);
	out_wrap(&c->out, 0, party_name(party->value));
	out_style(&c->out, OUT_PLAIN);
	out_wrap(&c->out, LABEL_COL, ": whom to ring first,");
	out_put(&c->out, " ");
	out_wrap(&c->out, LABEL_COL, when);
	out_nl(&c->out);
	for (size_t i = 0; i < all.n && out_alive(&c->out); i++)
		party_line(c, &all.one[i]);
	if (all.total > all.n)
		out_say(&c->out, LABEL_COL, "  and %zu more: satchel now %s",
		    all.total - all.n, party->id);
	out_nl(&c->out);
}
