/* api_now: who can answer now: which contacts are asked about, the best of them
 * in order, and what duty.c says of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api.h"
#include "duty.h"
#include "meant.h"
#include "open.h"
#include "record.h"

enum {
	ZONE_SIZE = 128,     /* of a zone's id, with a NUL */
	LINGER = 366 * 86400 /* zones reach that far past the last day
			      * (satchel(5), "Records") */
};

/* Who might be shown, and how soon: smaller is sooner in all of them. */
struct turn {
	unsigned rank;	/* by duty; a mission behind its party */
	int64_t change; /* of those who are not there */
	size_t language;
	bool mute; /* has no number */
	uint64_t ordinal;
	bool mission;
};

struct zone {
	const char *name;
	const struct sat_node *value; /* NULL: there is no record */
};

/* The party whose contacts come one after the other. */
struct party {
	char id[SAT_PARTY_SIZE];
	struct sat_arena a;
	const struct sat_node *value; /* NULL: there is no record */
};

struct asking {
	struct satchel *s;
	const struct satchel_now_opts *o;
	struct satchel_now *now;
	struct satchel_err *err;
	struct sat_arena *a; /* of what is given out */
	struct sat_meant meant;
	struct party party;
	struct zone *zone;
	size_t zones, zones_cap;
	struct turn *turn;
	size_t turns; /* at most twice the limit */
};

static const struct sat_node *
node(const struct satchel_record *r)
{
	return (const struct sat_node *)(const void *)r->value;
}

/* ---- what a record is judged by ------------------------------------------- */

/* A record that may be missing: |*value| is NULL then. */
static bool
get(struct satchel *s, struct sat_lookup *l, const char *id,
    struct sat_arena *a, const struct sat_node **value, struct satchel_err *err)
{
	struct satchel_record r;
	struct satchel_err e;

	*value = NULL;
	if (sat_lookup_get(l, s->tree, id, a, &r, &e)) {
		*value = node(&r);
		return true;
	}
	if (e.code == SATCHEL_ENO)
		return true;
	*err = e;
	return false;
}

static bool
get_zone(struct satchel *s, const char *name, struct sat_arena *a,
    const struct sat_node **value, struct satchel_err *err)
{
	char id[ZONE_SIZE];
	int n = snprintf(id, sizeof(id), "zone:%s", name);

	*value = NULL;
	return n >= (int)sizeof(id) || get(s, &s->zones, id, a, value, err);
}

/* The zone |name|, kept for the next who lives in it. */
static bool
zone_of(struct asking *q, const char *name, const struct sat_node **value)
{
	const struct sat_node *got;

	*value = NULL;
	if (name == NULL)
		return true;
	for (size_t i = q->zones; i > 0; i--)
		if (strcmp(q->zone[i - 1].name, name) == 0) {
			*value = q->zone[i - 1].value;
			return true;
		}
	if (!get_zone(q->s, name, q->a, &got, q->err))
		return false;
	if (q->zones == q->zones_cap) {
		size_t cap = q->zones_cap == 0 ? 32 : q->zones_cap * 2;
		struct zone *p = sat_arena_array(q->a, cap, sizeof(*p));

		if (p == NULL)
			return sat_fail_nomem(q->err);
		if (q->zones > 0)
			memcpy(p, q->zone, q->zones * sizeof(*p));
		q->zone = p;
		q->zones_cap = cap;
	}
	name = sat_arena_copy(q->a, name, strlen(name));
	if (name == NULL)
		return sat_fail_nomem(q->err);
	q->zone[q->zones++] = (struct zone){ name, got };
	*value = got;
	return true;
}

static bool
turn_to_party(struct asking *q, const char *id)
{
	if (strcmp(q->party.id, id) == 0)
		return true;
	sat_arena_reset(&q->party.a);
	q->party.value = NULL;
	(void)snprintf(q->party.id, sizeof(q->party.id), "%s", id);
	return get(
	    q->s, &q->s->lookup, id, &q->party.a, &q->party.value, q->err);
}

static int64_t
zone_end(const struct satchel *s)
{
	return s->st.expires + LINGER;
}

/* ---- turns ------------------------------------------------------------------ */

static unsigned
rank_of(enum satchel_duty d, bool mission)
{
	if (sat_duty_answers(d))
		return mission ? SATCHEL_ON_CALL + 1u : (unsigned)d;
	return (unsigned)d + 1;
}

static int
sooner(const struct turn *a, const struct turn *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->change != b->change)
		return a->change < b->change ? -1 : 1;
	if (a->language != b->language)
		return a->language < b->language ? -1 : 1;
	if (a->mute != b->mute)
		return a->mute ? 1 : -1;
	if (a->mission != b->mission)
		return a->mission ? 1 : -1;
	return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

static int
by_turn(const void *a, const void *b)
{
	return sooner(a, b);
}

static void
settle(struct asking *q)
{
	if (q->turns > 1)
		qsort(q->turn, q->turns, sizeof(*q->turn), by_turn);
	if (q->turns > q->o->limit)
		q->turns = q->o->limit;
}

/* What is to be said of |who|, of |party|; all of it if it is |shown|, else
 * what tells whose turn it is. */
static bool
judge(struct asking *q, const struct sat_node *who,
    const struct sat_node *party, bool shown, struct satchel_availability *d)
{
	struct sat_duty_of of = { .who = who,
		.holidays = sat_node_get(party, "holidays"),
		.zone_end = zone_end(q->s),
		.at = q->o->at };

	if (!zone_of(q, sat_node_str(who, "timezone"), &of.zone))
		return false;
	sat_duty_at(&of, d);
	if (shown || !sat_duty_answers(d->duty))
		sat_duty_change(&of, d);
	return true;
}

/* |who| is the contact |ordinal|, or the mission of party |ordinal|. */
static bool
take_turn(struct asking *q, const struct sat_node *who, bool mission,
    uint64_t ordinal, size_t language)
{
	struct satchel_availability d;
	struct turn t = {
		.language = language, .ordinal = ordinal, .mission = mission
	};

	if (!judge(q, who, q->party.value, false, &d))
		return false;
	t.rank = rank_of(d.duty, mission);
	t.mute = d.phone == NULL;
	if (!sat_duty_answers(d.duty))
		t.change = d.change != 0 ? d.change : INT64_MAX;
	q->now->count[d.duty]++;
	q->now->total++;
	q->turn[q->turns++] = t;
	if (q->turns == 2 * q->o->limit)
		settle(q);
	return true;
}

static bool
has_role(const struct asking *q, const struct sat_node *who)
{
	const char *role = sat_node_str(who, "role");

	return q->o->role == NULL ||
	       (role != NULL && strcasecmp(role, q->o->role) == 0);
}

static bool
keep_party(struct asking *q, const struct satchel_record *r)
{
	const struct sat_rd line = sat_rd_of(r->json, r->json_len, 0, NULL);
	struct satchel_record mine;

	sat_arena_reset(&q->party.a);
	q->party.value = NULL;
	if (!sat_record_read(&line, &q->party.a, &mine, q->err))
		return false;
	q->party.value = node(&mine);
	return sat_party_of(r->id, q->party.id) ||
	       sat_fail(q->err, SATCHEL_EFORMAT, "a party's id is too long");
}

/* A record that was meant. */
static bool
consider(void *ctx, const struct satchel_record *r, uint64_t ordinal)
{
	struct asking *q = ctx;
	char party[SAT_PARTY_SIZE];
	size_t language = 0;
	const char *tag;

	if (r->kind == SATCHEL_PARTY)
		return keep_party(q, r);
	if (!sat_party_of(r->id, party))
		return true; /* no record has such an id */
	if (!has_role(q, node(r))) {
		q->now->other_role++;
		return true;
	}
	if (q->o->langs > 0) {
		language =
		    sat_duty_language(node(r), q->o->lang, q->o->langs, &tag);
		if (language == q->o->langs) {
			q->now->left_out++;
			return true;
		}
	}
	return turn_to_party(q, party) &&
	       take_turn(q, node(r), false, ordinal, language);
}

/* The mission, as a last resort, where the words met one party. */
static bool
mission(struct asking *q)
{
	const char *party = q->meant.party;
	const struct sat_node *m;
	uint64_t ordinal;
	bool same;

	if (q->o->n == 0 || q->meant.several || *party == '\0')
		return true;
	if (!turn_to_party(q, party))
		return false;
	m = sat_node_get(q->party.value, "mission");
	if (m == NULL)
		return true;
	return sat_lookup_place(
		   &q->s->lookup, q->s->tree, party, &ordinal, &same, q->err) &&
	       take_turn(q, m, true, ordinal, q->o->langs);
}

/* ---- the list -------------------------------------------------------------------- */

/* The party of |r|, itself or its contact's, so that it stays. */
static bool
party_of(struct satchel *s, const struct satchel_record *r, struct sat_arena *a,
    const struct sat_node **party, struct satchel_err *err)
{
	char id[SAT_PARTY_SIZE];

	*party = node(r);
	return r->kind != SATCHEL_CONTACT || !sat_party_of(r->id, id) ||
	       get(s, &s->lookup, id, a, party, err);
}

/* What was read to find the best is read again, to stay. */
static bool
fill(struct asking *q, const struct turn *t, struct satchel_now_one *one)
{
	const struct sat_node *who, *party;
	const char *tag = NULL;

	if (!sat_lookup_at(&q->s->lookup, q->s->tree, t->ordinal, q->a,
		&one->record, q->err) ||
	    !party_of(q->s, &one->record, q->a, &party, q->err))
		return false;
	who = t->mission ? sat_node_get(party, "mission") : node(&one->record);
	if (!t->mission && q->o->langs > 0)
		(void)sat_duty_language(who, q->o->lang, q->o->langs, &tag);
	one->mission = t->mission;
	one->language = tag;
	return judge(q, who, party, true, &one->is);
}

static bool
list(struct asking *q)
{
	struct satchel_now_one *one;

	settle(q);
	one = sat_arena_array(q->a, q->turns, sizeof(*one));
	if (one == NULL)
		return sat_fail_nomem(q->err);
	for (size_t i = 0; i < q->turns; i++)
		if (!fill(q, &q->turn[i], &one[i]))
			return false;
	q->now->n = q->turns;
	q->now->one = one;
	return true;
}

static bool
ask(struct asking *q)
{
	struct sat_meant *m = &q->meant;
	bool ok;

	if (q->o->n > 0)
		ok = sat_meant_words(m, q->o->words, q->o->n);
	else if (q->o->role != NULL)
		ok = sat_meant_role(m, q->o->role);
	else
		ok = sat_meant_all(m);
	q->now->guesses = m->hits.guesses;
	q->now->guess = m->hits.guess;
	q->now->more =
	    q->o->n > 0 && (m->hits.more || m->hits.total > m->hits.n);
	return ok && mission(q) && list(q);
}

bool
satchel_now(struct satchel *s, const struct satchel_now_opts *opts,
    struct satchel_now *now, struct satchel_err *err)
{
	struct satchel_now got = { 0 };
	struct asking q = {
		.s = s, .o = opts, .now = &got, .err = err, .a = &s->hits
	};
	bool ok;

	if (opts->limit == 0 || opts->limit > SAT_MEANT_HITS)
		return sat_fail(err, SATCHEL_EUSAGE,
		    "a limit of %zu; 1 to %d are allowed", opts->limit,
		    SAT_MEANT_HITS);
	sat_arena_reset(q.a);
	q.meant.tree = s->tree;
	q.meant.lookup = &s->lookup;
	q.meant.a = q.a;
	q.meant.err = err;
	q.meant.each = consider;
	q.meant.ctx = &q;
	q.turn = malloc(2 * opts->limit * sizeof(*q.turn)); /* bounded above */
	ok = q.turn != NULL ? ask(&q) : sat_fail_nomem(err);
	sat_meant_free(&q.meant);
	sat_arena_free(&q.party.a);
	free(q.turn);
	if (ok)
		*now = got;
	return ok;
}

bool
satchel_available(struct satchel *s, const struct satchel_record *r, int64_t at,
    struct satchel_availability *is, struct satchel_err *err)
{
	struct sat_duty_of of = { .zone_end = zone_end(s), .at = at };
	const struct sat_node *party;
	const char *zone;

	of.who = r->kind == SATCHEL_PARTY ? sat_node_get(node(r), "mission")
					  : node(r);
	if (of.who == NULL || r->kind == SATCHEL_ZONE)
		return sat_fail(err, SATCHEL_ENO, "%s has no mission", r->id);
	if (!party_of(s, r, &s->records, &party, err))
		return false;
	of.holidays = sat_node_get(party, "holidays");
	zone = sat_node_str(of.who, "timezone");
	if (zone != NULL && !get_zone(s, zone, &s->records, &of.zone, err))
		return false;
	sat_duty_at(&of, is);
	sat_duty_change(&of, is);
	return true;
}
