/* satchel show: whole records, by id; a party with its contacts. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum { ID_SIZE = 128, IDS_MAX = 1000 };

/* What the walk over a party's contacts needs. */
struct walk {
	struct cli *c;
	const char *prefix; /* "XTR/" */
	int64_t now;
	size_t shown;
};

static void
show_one(struct cli *c, const struct satchel_record *r, int64_t now)
{
	if (c->json) {
		json_open(&c->out);
		banner_json(&c->out, satchel_release_of(c->s));
		json_verbatim(&c->out, "record", r->json, r->json_len);
		json_close(&c->out);
		return;
	}
	if (c->plain)
		record_plain(c, r);
	else
		card_show(c, r, now);
	out_nl(&c->out);
}

static bool
each_contact(void *ctx, const struct satchel_record *r)
{
	struct walk *w = ctx;

	if (strncmp(r->id, w->prefix, strlen(w->prefix)) != 0)
		return false;
	show_one(w->c, r, w->now);
	w->shown++;
	return out_alive(&w->c->out);
}

/* A party's contacts first: they are who is called. */
static bool
show_contacts(
    struct cli *c, const char *party, int64_t now, struct satchel_err *err)
{
	char prefix[ID_SIZE];
	struct walk w = { c, prefix, now, 0 };

	(void)snprintf(prefix, sizeof(prefix), "%s/", party);
	return satchel_walk(c->s, prefix, each_contact, &w, err);
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
		if (err.code == SATCHEL_ENO && state_without_record(c, typed))
			return 1;
		out_flush(&c->out);
		if (err.code != SATCHEL_ENO)
			return complain(&err);
		return complain_as(1,
		    "satchel find searches by any word, satchel list shows all",
		    "no record \"%s\" in release %" PRIu32, typed,
		    satchel_release_of(c->s)->release);
	}
	if (r.kind == SATCHEL_PARTY && !show_contacts(c, r.id, now, &err))
		return complain(&err);
	show_one(c, &r, now);
	return 0;
}

int
cmd_show(struct cli *c, int argc, char **argv)
{
	const struct spec spec = { "show ID... [--json | --plain] [--raw]",
		NULL, 0, COMMON_READ | COMMON_RAW, 1, IDS_MAX };
	const struct satchel_release *r;
	int64_t now;
	int status = 0;

	if (!opt_parse(c, argc, argv, &spec) || !cli_read(c))
		return c->status;
	r = satchel_release_of(c->s);
	now = cli_today(c, r);
	banner(c, r);
	for (size_t i = 0; i < c->n && out_alive(&c->out); i++) {
		int one = show_id(c, c->args[i], now);

		status = one > status ? one : status;
	}
	return status;
}
