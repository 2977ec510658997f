/* satchel now: who can answer now, and which number to ring first. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duty.h"
#include "field.h"

enum {
	LIMIT = 20,
	LIMIT_MAX = 10000,
	WORDS_MAX = 64,
	TAG_COL = 11,
	LANGS_SIZE = 256
};

/* "fr,ar", cut up. */
struct langs {
	char text[LANGS_SIZE];
	const char *tag[OPT_LIST_MAX];
	size_t n;
};

static bool
is_tag(const char *s)
{
	for (const char *p = s; *p != '\0'; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			(*p >= '0' && *p <= '9') || *p == '-'))
			return false;
	return *s != '\0';
}

static bool
cut(struct cli *c, const char *typed, struct langs *l)
{
	char *p = l->text;

	if (typed == NULL)
		return true;
	if (snprintf(l->text, sizeof(l->text), "%s", typed) < LANGS_SIZE)
		while (l->n < OPT_LIST_MAX) {
			size_t n = strcspn(p, ",");
			bool last = p[n] == '\0';

			p[n] = '\0';
			if (!is_tag(p))
				break;
			l->tag[l->n++] = p;
			if (last)
				return true;
			p += n + 1;
		}
	c->status = usage_error(c, NULL, "language tags, best first: fr,ar",
	    "--lang \"%s\": 1 to %d tags such as fr or zh-Hans are allowed",
	    typed, OPT_LIST_MAX);
	return false;
}

/* ---- one entry -------------------------------------------------------------- */

static const struct satchel_value *
who_of(const struct satchel_now_one *one)
{
	return one->mission ? satchel_value_get(one->record.value, "mission")
			    : one->record.value;
}

static void
begin(struct out *o)
{
	out_pad(o, TAG_COL);
}

static void
head(struct out *o, const struct satchel_now_one *one)
{
	const struct satchel_value *v = who_of(one);
	const char *name = str_of(v, "name"), *latin = str_of(v, "name_latin");

	duty_put(o, one->is.duty);
	begin(o);
	out_style(o, OUT_BOLD);
	out_str(o, one->record.id);
	out_style(o, OUT_PLAIN);
	out_put(o, "  ");
	out_style(o, OUT_BOLD);
	out_wrap(o, TAG_COL, name == NULL ? "" : name);
	if (latin != NULL) {
		out_put(o, "  ");
		out_wrap(o, TAG_COL, latin);
	}
	out_style(o, OUT_PLAIN);
	out_put(o, "  ");
	out_wrap(o, TAG_COL,
	    one->mission		? "mission, as a last resort"
	    : str_of(v, "role") == NULL ? ""
					: str_of(v, "role"));
	out_nl(o);
}

static void
reach(struct cli *c, const struct satchel_now_one *one)
{
	const struct satchel_availability *is = &one->is;
	bool wait = !duty_answers(is->duty);

	if (is->duty == SATCHEL_NOT_VALID)
		return;
	if (is->phone != NULL) {
		begin(&c->out);
		out_put(&c->out,
		    wait && is->duty == SATCHEL_OFF_DUTY ? "then " : "ring ");
		field_phone(c, is->phone, TAG_COL);
		out_nl(&c->out);
	}
	if (is->email != NULL && (wait || is->phone == NULL)) {
		begin(&c->out);
		out_put(&c->out, "write ");
		field_email(c, is->email, TAG_COL);
		out_nl(&c->out);
	}
}

static void
of_party(struct out *o, const struct satchel_now_one *one)
{
	const struct satchel_value *v = one->record.value;
	const char *org = str_of(v, "organization");
	const char *party = one->mission
				? party_name(v)
				: satchel_value_string(satchel_value_at(
				      satchel_value_get(v, "party"), 0));
	const char *confirmed = str_of(v, "confirmed");

	begin(o);
	if (org != NULL) {
		out_wrap(o, TAG_COL, org);
		out_put(o, ",");
		out_put(o, " ");
	}
	out_wrap(o, TAG_COL, party == NULL ? "" : party);
	if (confirmed != NULL) {
		out_wrap(o, TAG_COL, "; confirmed");
		out_put(o, " ");
		out_wrap(o, TAG_COL, confirmed);
	}
	out_nl(o);
}

static void
entry(struct cli *c, const struct satchel_now_one *one, int64_t at)
{
	const struct satchel_availability *is = &one->is;
	struct out *o = &c->out;

	head(o, one);
	reach(c, one);
	begin(o);
	duty_there(o, TAG_COL, is, at);
	if (one->language != NULL) {
		out_wrap(o, TAG_COL, "; speaks");
		out_put(o, " ");
		out_wrap(o, TAG_COL, one->language);
	}
	out_nl(o);
	if (is->duty != SATCHEL_AROUND_THE_CLOCK) {
		begin(o);
		duty_why(o, TAG_COL, is, who_of(one));
		out_nl(o);
	}
	of_party(o, one);
	out_nl(o);
}

static void
plain_line(struct out *o, const char *name, const char *value)
{
	if (value == NULL)
		return;
	out_put(o, name);
	out_put(o, ": ");
	out_str(o, value);
	out_nl(o);
}

static void
entry_plain(struct cli *c, const struct satchel_now_one *one, int64_t at)
{
	const struct satchel_value *v = who_of(one);

	plain_line(&c->out, "id", one->record.id);
	plain_line(&c->out, "name", str_of(v, "name"));
	plain_line(&c->out, "name_latin", str_of(v, "name_latin"));
	plain_line(
	    &c->out, "role", one->mission ? "mission" : str_of(v, "role"));
	plain_line(&c->out, "organization", str_of(v, "organization"));
	plain_line(&c->out, "party",
	    one->mission ? party_name(one->record.value)
			 : satchel_value_string(satchel_value_at(
			       satchel_value_get(v, "party"), 0)));
	duty_plain(&c->out, "", &one->is, at);
	plain_line(&c->out, "language", one->language);
	plain_line(&c->out, "confirmed", str_of(v, "confirmed"));
	out_nl(&c->out);
}

static void
entry_json(struct cli *c, const struct satchel_now *now,
    const struct satchel_now_one *one, int64_t at)
{
	struct out *o = &c->out;

	json_open(o);
	banner_json(o, satchel_release_of(c->s));
	json_time(o, "at", at);
	duty_json(o, &one->is, at);
	json_bool(o, "mission", one->mission);
	if (one->language != NULL)
		json_str(o, "language", one->language);
	json_num(o, "total", (int64_t)now->total); /* < 2^32 */
	json_num(o, "other_role", (int64_t)now->other_role);
	json_num(o, "left_out", (int64_t)now->left_out);
	json_bool(o, "more", now->more);
	guesses_json(o, now->guesses, now->guess);
	json_verbatim(o, "record", one->record.json, one->record.json_len);
	json_close(o);
}

/* ---- the whole --------------------------------------------------------------- */

static size_t
answering(const struct satchel_now *now)
{
	size_t n = 0;

	for (size_t i = 0; i < SATCHEL_DUTIES; i++)
		if (duty_answers((enum satchel_duty)i))
			n += now->count[i];
	return n;
}

static void
top(struct cli *c, const struct satchel_now *now, int64_t at, bool asked)
{
	static const char *const what[] = { "at any time", "open", "on call",
		"closed", "not known", "not valid" };
	char when[MOMENT_SIZE], s[256] = "";
	size_t len = 0;

	for (size_t i = 0; i < SATCHEL_DUTIES; i++)
		if (now->count[i] > 0)
			len += (size_t)snprintf(s + len, sizeof(s) - len,
			    "%s%zu %s", len == 0 ? "" : ", ", now->count[i],
			    what[i]); /* six short ones fit */
	duty_when(at, when);
	out_say(&c->out, 4, "%s %s", asked ? "at" : "now", when);
	out_say(&c->out, 0, "%s", s);
	if (answering(now) == 0) {
		out_style(&c->out, OUT_RED);
		out_put(&c->out,
		    asked ? "NOBODY ANSWERS THEN" : "NOBODY ANSWERS NOW");
		out_style(&c->out, OUT_PLAIN);
		out_nl(&c->out);
	}
	out_nl(&c->out);
}

static const char *
none_of(const char *lang)
{
	return strchr(lang, ',') == NULL ? "no" : "none of";
}

static void
bottom(struct cli *c, const struct satchel_now *now, const char *role,
    const char *lang)
{
	struct out *o = &c->out;

	if (now->total > now->n)
		out_say(o, 0, "%zu shown, of %zu; --limit N shows more", now->n,
		    now->total);
	if (now->other_role > 0 && c->n > 0)
		out_say(o, 0,
		    "%zu left out, of another role than %s; without --role "
		    "they are shown too",
		    now->other_role, role);
	if (now->left_out > 0)
		out_say(o, 0,
		    "%zu left out, who speak %s %s; without --lang they are "
		    "shown too",
		    now->left_out, none_of(lang), lang);
	if (now->more)
		out_say(o, 0,
		    "these are the best of more that have the words; use more "
		    "words to see them all");
}

/* Nobody was left to ask about. */
static int
nobody(struct cli *c, const struct satchel_now *now, const char *role,
    const char *lang)
{
	char hint[128] = "satchel list shows all parties";

	if (now->left_out > 0) {
		out_flush(&c->out);
		return complain_as(1, "without --lang they are shown",
		    "%zu were left out: they speak %s %s", now->left_out,
		    none_of(lang), lang);
	}
	if (role == NULL)
		return none_found(c);
	if (c->n == 0 && now->guesses > 0)
		(void)snprintf(hint, sizeof(hint), "did you mean --role %.60s?",
		    now->guess[0].meant);
	out_flush(&c->out);
	return complain_as(1, hint, "no contact%s has the role \"%s\"",
	    c->n > 0 ? " of these" : "", role);
}

static void
show(struct cli *c, const struct satchel_now *now, const char *role,
    const char *lang, int64_t at, bool asked)
{
	if (!c->json) {
		guesses_text(&c->out, now->guesses, now->guess);
		top(c, now, at, asked);
	}
	for (size_t i = 0; i < now->n && out_alive(&c->out); i++) {
		if (c->json)
			entry_json(c, now, &now->one[i], at);
		else if (c->plain)
			entry_plain(c, &now->one[i], at);
		else
			entry(c, &now->one[i], at);
	}
	if (!c->json)
		bottom(c, now, role, lang);
}

int
cmd_now(struct cli *c, int argc, char **argv)
{
	const char *lang = NULL, *role = NULL;
	uint32_t limit = LIMIT;
	int64_t at = INT64_MIN;
	const struct opt opt[] = {
		{ OPT_TEXT, 0, "lang", "TAGS",
		    "who speak one of these, best first: fr,ar", &lang, 0, 0 },
		{ OPT_TEXT, 0, "role", "ROLE", "of this role: technical", &role,
		    0, 0 },
		{ OPT_TIME, 0, "at", "TIME",
		    "then, not now: 2026-12-14T09:00:00Z or @SECONDS", &at, 0,
		    0 },
		{ OPT_NUMBER, 0, "limit", "N", "show the first N (20)", &limit,
		    1, LIMIT_MAX },
	};
	const struct spec spec = { "now [PARTY...] [--lang TAGS] [--role ROLE] "
				   "[--at TIME] [--limit N]",
		opt, sizeof(opt) / sizeof(*opt), COMMON_READ | COMMON_RAW, 0,
		WORDS_MAX };
	struct satchel_now_opts o = { 0 };
	struct satchel_now now;
	struct satchel_err err;
	struct langs l = { .n = 0 };

	if (!opt_parse(c, argc, argv, &spec) || !cut(c, lang, &l))
		return c->status;
	if (!c->json)
		duty_init();
	if (!cli_read(c))
		return c->status;
	o.words = c->args;
	o.n = c->n;
	o.role = role;
	o.lang = l.tag;
	o.langs = l.n;
	o.limit = limit;
	o.at = at == INT64_MIN ? cli_today(c, satchel_release_of(c->s)) : at;
	if (!satchel_now(c->s, &o, &now, &err))
		return words_refused(c, &err);
	banner(c, satchel_release_of(c->s));
	if (now.total == 0)
		return nobody(c, &now, role, lang);
	show(c, &now, role, lang, o.at, at != INT64_MIN);
	return answering(&now) > 0 ? 0 : 1;
}
