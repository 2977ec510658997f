/* satchel show: whole records, by id; a party with its contacts. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duty.h"
#include "escalate.h"

enum { ID_SIZE = 128, IDS_MAX = 1000 };

/* What the walk over a party's contacts needs. */
struct walk {
	struct cli *c;
	const char *prefix; /* "XTR/" */
	int64_t now;
	struct satchel_err *err;
	bool failed;
};

static void
plain(struct cli *c, const struct satchel_record *r, int64_t now)
{
	struct satchel_availability is;
	struct satchel_err err;

	record_plain(c, r);
	if (r->kind != SATCHEL_CONTACT ||
	    !satchel_available(c->s, r, now, &is, &err))
		return;
	duty_plain(&c->out, "now.", &is, now);
	escalate_plain(c, r, now);
}

/* |alone|: nobody else of its party is shown. */
static bool
show_one(struct cli *c, const struct satchel_record *r, int64_t now, bool alone,
    struct satchel_err *err)
{
	if (c->json) {
		json_open(&c->out);
		banner_json(&c->out, satchel_release_of(c->s));
		json_verbatim(&c->out, "record", r->json, r->json_len);
		json_close(&c->out);
		return true;
	}
	if (c->plain)
		plain(c, r, now);
	else if (!card_show_at(c, r, now, alone, err))
		return false;
	out_nl(&c->out);
	return true;
}

static bool
each_contact(void *ctx, const struct satchel_record *r)
{
	struct walk *w = ctx;

	if (strncmp(r->id, w->prefix, strlen(w->prefix)) != 0)
		return false;
	w->failed = !show_one(w->c, r, w->now, false, w->err);
	return !w->failed && out_alive(&w->c->out);
}

/* A party's contacts first: they are who is called. */
static bool
show_contacts(
    struct cli *c, const char *party, int64_t now, struct satchel_err *err)
{
	char prefix[ID_SIZE];
	struct walk w = { c, prefix, now, err, false };

	(void)snprintf(prefix, sizeof(prefix), "%s/", party);
	return satchel_walk(c->s, prefix, each_contact, &w, err) && !w.failed;
}

static void
change_case(char *s, const char *end, int (*to)(int))
{
	for (; s < end; s++)
		*s = (char)to((unsigned char)*s); /* ASCII stays ASCII */
}

/* As typed; else in the case of a State's ids, XTR/dip-1; else all in lower
 * case. */
static bool
look_up(struct satchel *s, const char *typed, struct satchel_record *r,
    struct satchel_err *err)
{
	char id[ID_SIZE], *slash, *end;
	struct satchel_err second;

	if (satchel_get(s, typed, r, err))
		return true;
	if (err->code != SATCHEL_ENO || strlen(typed) >= sizeof(id))
		return false;
	(void)snprintf(id, sizeof(id), "%s", typed);
	end = id + strlen(id);
	slash = id + strcspn(id, "/");
	change_case(slash, end, tolower);
	change_case(id, slash, toupper);
	if (satchel_get(s, id, r, &second))
		return true;
	change_case(id, slash, tolower);
	return satchel_get(s, id, r, &second);
}

static int
show_id(struct cli *c, const char *typed, int64_t now)
{
	struct satchel_record r;
	struct satchel_err err;

	if (!look_up(c->s, typed, &r, &err)) {
		if (err.code == SATCHEL_ENO)
			return no_record(c, typed);
		out_flush(&c->out);
		return complain(&err);
	}
	if (r.kind == SATCHEL_PARTY && !c->json && !c->plain)
		escalate_party(c, &r, now);
	if (r.kind == SATCHEL_PARTY && !show_contacts(c, r.id, now, &err))
		return complain(&err);
	if (!show_one(c, &r, now, true, &err))
		return complain(&err);
	return 0;
}

/* Which release all this is from, and how old it is. */
static void
show_release(struct cli *c)
{
	const struct satchel_release *r = satchel_release_of(c->s);
	char of[WHEN_SIZE], by[WHEN_SIZE];
	int64_t days = (c->now - r->issued) / 86400;
	bool known = !r->clock_wrong && c->now >= r->issued;

	when_day(r->issued, of);
	when_day(r->next_by, by);
	if (c->plain) {
		out_fmt(&c->out, "release.number: %" PRIu32, r->release);
		out_nl(&c->out);
		out_fmt(&c->out, "release.issued: %s", of);
		out_nl(&c->out);
		if (known) {
			out_fmt(&c->out, "release.age_days: %" PRId64, days);
			out_nl(&c->out);
		}
		out_fmt(&c->out, "release.freshness: %s",
		    freshness_name(r->freshness));
		out_nl(&c->out);
	} else if (known) {
		out_say(&c->out, 2,
		    "release %" PRIu32 " of %s, %" PRId64
		    " day%s old; the next one is due by %s",
		    r->release, of, days, days == 1 ? "" : "s", by);
	} else {
		out_say(&c->out, 2,
		    "release %" PRIu32 " of %s; the next one is due by %s",
		    r->release, of, by);
	}
}

int
cmd_show(struct cli *c, int argc, char **argv)
{
	const struct spec spec = { "show ID... [--json | --plain] [--raw]",
		NULL, 0, COMMON_READ | COMMON_RAW | COMMON_STDIN, 1, IDS_MAX };
	const struct satchel_release *r;
	int64_t now;
	int status = 0;
	size_t shown = 0;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (!c->json && !c->plain)
		duty_init();
	if (!cli_read(c))
		return c->status;
	r = satchel_release_of(c->s);
	now = cli_today(c, r);
	banner(c, r);
	for (size_t i = 0; i < c->n && out_alive(&c->out); i++) {
		int one = show_id(c, c->args[i], now);

		status = one > status ? one : status;
		shown += one == 0;
	}
	if (shown > 0 && !c->json)
		show_release(c);
	return status;
}
