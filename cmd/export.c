/* satchel export: records for other programs, all of them or a query's. */
#include "export.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 64 };

struct form {
	void (*begin)(struct export *x); /* NULL: nothing comes before */
	void (*one)(struct export *x, const struct satchel_record *r);
	bool old;
};

/* ---- what the formats share ---------------------------------------------- */

void
export_put(struct export *x, const char *s, size_t n)
{
	char escaped[16];

	if (!x->o->tty) {
		out_bytes(x->o, s, n);
		return;
	}
	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(s, n, &cp);

		if (text_unsafe(cp) && cp != '\n' && cp != '\r' && cp != '\t') {
			(void)snprintf(escaped, sizeof(escaped),
			    "<U+%04" PRIX32 ">",
			    cp == TEXT_BAD ? UINT32_C(0xfffd) : cp);
			out_bytes(x->o, escaped, strlen(escaped));
		} else {
			out_bytes(x->o, s, len);
		}
		s += len;
		n -= len;
	}
}

void
export_str(struct export *x, const char *s)
{
	export_put(x, s, strlen(s));
}

static void
contact_entry(const struct satchel_value *v, struct entry *e)
{
	e->name = str_of(v, "name");
	e->latin = str_of(v, "name_latin");
	e->salutation = str_of(v, "salutation");
	e->title = str_of(v, "title");
	e->organization = str_of(v, "organization");
	e->unit = str_of(v, "unit");
	e->party = satchel_value_string(
	    satchel_value_at(satchel_value_get(v, "party"), 0));
	e->state = str_of(v, "state");
	e->role = str_of(v, "role");
	e->kind = str_of(v, "kind");
	e->valid_from = str_of(v, "valid_from");
	e->valid_until = str_of(v, "valid_until");
	e->verify = str_of(v, "verify");
	e->note = str_of(v, "note");
	e->confirmed = str_of(v, "confirmed");
	e->deputy = str_of(v, "deputy");
	e->languages = satchel_value_get(v, "languages");
	e->keys = satchel_value_get(v, "keys");
	e->services = satchel_value_get(v, "services");
	e->scope = satchel_value_get(v, "scope");
}

bool
entry_of(const struct satchel_record *r, struct entry *e)
{
	const struct satchel_value *v = r->value;

	memset(e, 0, sizeof(*e));
	e->id = r->id;
	e->value = v;
	if (r->kind == SATCHEL_CONTACT) {
		contact_entry(v, e);
	} else {
		e->mission = true;
		e->party = party_name(v);
		e->state = str_of(v, "state");
		v = satchel_value_get(v, "mission");
		if (r->kind != SATCHEL_PARTY || v == NULL)
			return false;
		e->name = str_of(v, "name");
		if (e->name == NULL)
			e->name = e->party;
		e->organization = e->party;
		e->kind = "org";
	}
	e->phones = satchel_value_get(v, "phones");
	e->emails = satchel_value_get(v, "emails");
	e->hours = satchel_value_get(v, "hours");
	e->timezone = str_of(v, "timezone");
	return e->name != NULL;
}

/* ---- which records --------------------------------------------------------- */

struct run {
	struct export x;
	const struct form *form;
	struct progress p;
	uint64_t n;
};

static bool
each(void *ctx, const struct satchel_record *r)
{
	struct run *run = ctx;

	if (r->kind != SATCHEL_ZONE)
		run->form->one(&run->x, r);
	return out_alive(run->x.o) &&
	       progress_tick(&run->p, ++run->n, run->x.r->records);
}

static void
begin(struct run *run)
{
	if (run->form->begin != NULL)
		run->form->begin(&run->x);
}

static int
all(struct run *run)
{
	struct satchel_err err;
	bool ok;

	progress_init(&run->p, "exporting");
	run->p.tty = run->p.tty && !run->x.o->tty; /* not across the data */
	begin(run);
	ok = satchel_walk(run->x.c->s, "", each, run, &err);
	progress_done(&run->p);
	out_flush(run->x.o);
	if (!ok)
		return complain(&err); /* what was written is not all */
	if (stop_asked())
		return complain_as(9, NULL, "stopped: this is not all");
	return 0;
}

/* What stands for a word is said where it does not get into the data. */
static void
guesses(const struct satchel_hits *h)
{
	for (size_t i = 0; i < h->guesses; i++)
		warn_of(NULL, "no exact match for \"%s\"; taken for it: %s",
		    h->guess[i].word, h->guess[i].meant);
}

static int
query(struct run *run)
{
	struct cli *c = run->x.c;
	struct satchel_hits h = { 0 };
	struct satchel_err err;

	if (!satchel_find(c->s, c->args, c->n, UINT32_MAX, &h, &err))
		return words_refused(c, &err);
	if (h.n == 0)
		return complain_as(1, "satchel find helps to find words",
		    "nothing has all of these words; nothing was written");
	guesses(&h);
	begin(run);
	for (size_t i = 0; i < h.n && out_alive(&c->out); i++)
		(void)each(run, &h.hit[i].record);
	return 0;
}

/* The banner would spoil the data. */
static void
warn_of_age(const struct satchel_release *r)
{
	char s[SHORT_SIZE];

	release_short(r, s);
	if (r->older)
		warn_of(NULL, "%s is OLDER: for the archive, not for use", s);
	if (r->freshness == SATCHEL_STALE)
		warn_of("ask for the newer one",
		    "%s is STALE: a newer release was due", s);
	if (r->freshness == SATCHEL_EXPIRED)
		warn_of("confirm every number another way", "%s is EXPIRED", s);
	if (r->clock_wrong || r->freshness == SATCHEL_CLOCK_WRONG)
		warn_of(NULL,
		    "this machine's CLOCK is WRONG: whether %s is "
		    "fresh cannot be told",
		    s);
}

/* ---- the command ----------------------------------------------------------- */

struct flags {
	const char *vcard; /* NULL; "" for 4 */
	bool csv, tsv, mutt, aerc;
};

/* The one that is asked for; NULL: none or several, or no such vCard. */
static const struct form *
form_of(const struct flags *f, bool json)
{
	static const struct form vcard4 = { NULL, vcard_one, false },
				 vcard3 = { NULL, vcard_one, true },
				 csv = { csv_begin, csv_one, false },
				 tsv = { tsv_begin, tsv_one, false },
				 lines = { NULL, lines_one, false },
				 mutt = { mutt_begin, mutt_one, false },
				 aerc = { NULL, aerc_one, false };
	int n = (f->vcard != NULL) + f->csv + f->tsv + f->mutt + f->aerc + json;

	if (n != 1)
		return NULL;
	if (f->vcard != NULL)
		return *f->vcard == '\0' || strcmp(f->vcard, "4") == 0 ? &vcard4
		       : strcmp(f->vcard, "3") == 0		       ? &vcard3
								       : NULL;
	return f->csv	 ? &csv
	       : f->tsv	 ? &tsv
	       : f->mutt ? &mutt
	       : f->aerc ? &aerc
			 : &lines;
}

int
cmd_export(struct cli *c, int argc, char **argv)
{
	struct flags f = { NULL, false, false, false, false };
	const struct opt opt[] = {
		{ OPT_MAYBE, 0, "vcard", NULL, "vCard 4.0; --vcard=3: 3.0",
		    &f.vcard, 0, 0 },
		{ OPT_FLAG, 0, "csv", NULL, "for spreadsheets (RFC 4180)",
		    &f.csv, 0, 0 },
		{ OPT_FLAG, 0, "tsv", NULL, "a line each, between tabs", &f.tsv,
		    0, 0 },
		{ OPT_FLAG, 0, "mutt", NULL, "as mutt's query_command", &f.mutt,
		    0, 0 },
		{ OPT_FLAG, 0, "aerc", NULL, "as aerc's address-book-cmd",
		    &f.aerc, 0, 0 },
	};
	const struct spec spec = { "export --vcard[=3] | --csv | --tsv | "
				   "--json | --mutt | --aerc [WORD...]",
		opt, 5,
		COMMON_BUNDLE | COMMON_DIRECTORY | COMMON_FRESH | COMMON_STATS |
		    COMMON_JSON,
		0, WORDS_MAX };
	struct run run = { .x = { .c = c, .o = &c->out } };

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	run.form = form_of(&f, c->json);
	if (run.form == NULL)
		return usage_error(
		    c, spec.synopsis, NULL, "one format is to be named");
	if (!cli_read(c))
		return c->status;
	run.x.r = satchel_release_of(c->s);
	run.x.now = cli_today(c, run.x.r);
	run.x.old = run.form->old;
	uuid_of(uuid_url, run.x.r->directory, run.x.space, NULL);
	warn_of_age(run.x.r);
	return c->n == 0 ? all(&run) : query(&run);
}
