/* satchel who: whose number, e-mail address or fingerprint is it? */
#include <stdio.h>
#include <string.h>

#include "value.h"

enum {
	LIMIT = 20,
	LIMIT_MAX = 1000,
	NEAR_SHOWN = 5,
	WORDS_MAX = 64,
	TYPED_SIZE = 1024
};

static const char *
type_name(enum satchel_who_type t)
{
	static const char *const names[] = { "number", "email", "key" };

	return names[t];
}

static const char *
nearness_name(enum satchel_nearness n)
{
	static const char *const names[] = { "listed", "ending", "one-digit",
		"same-prefix", "same-domain", "impostor" };

	return names[n];
}

/* What was typed, as one text: a number's groups come as several words. */
static bool
join(const struct cli *c, char typed[TYPED_SIZE])
{
	size_t len = 0;

	for (size_t i = 0; i < c->n; i++) {
		int n = snprintf(typed + len, TYPED_SIZE - len, "%s%s",
		    i == 0 ? "" : " ", c->args[i]);

		if (n < 0 || (size_t)n >= TYPED_SIZE - len)
			return false;
		len += (size_t)n; /* not negative */
	}
	return true;
}

/* ---- JSON --------------------------------------------------------------- */

static void
one_json(
    struct cli *c, const struct satchel_who *w, const struct satchel_who_hit *h)
{
	struct out *o = &c->out;

	json_open(o);
	banner_json(o, satchel_release_of(c->s));
	json_str(o, "type", type_name(w->type));
	json_str(o, "asked", w->asked);
	json_bool(o, "listed", w->listed);
	json_bool(o, "odd", w->odd);
	json_bool(o, "more", w->more);
	if (h != NULL) {
		json_str(o, "nearness", nearness_name(h->nearness));
		json_str(o, "field", h->field);
		json_verbatim(o, "record", h->record.json, h->record.json_len);
	}
	json_close(o);
}

static void
show_json(struct cli *c, const struct satchel_who *w)
{
	if (w->n == 0)
		one_json(c, w, NULL);
	for (size_t i = 0; i < w->n && out_alive(&c->out); i++)
		one_json(c, w, &w->hit[i]);
}

/* ---- text --------------------------------------------------------------- */

/* What being listed does not prove. */
static const char *
advice(enum satchel_who_type t)
{
	switch (t) {
	case SATCHEL_NUMBER:
		return "Caller ID can be forged: hang up and call back on the "
		       "listed number.";
	case SATCHEL_EMAIL:
		return "A sender's address can be forged: do not reply, write "
		       "anew to the listed address or call a listed number.";
	case SATCHEL_KEY:
		return "Only a signature that checks with this key is by its "
		       "holder; one that names it proves nothing.";
	}
	return "";
}

static void
verdict(struct cli *c, const struct satchel_who *w)
{
	struct out *o = &c->out;

	out_style(o, w->listed ? OUT_GREEN : OUT_RED);
	out_put(o, w->listed ? "LISTED" : "NOT LISTED");
	out_style(o, OUT_PLAIN);
	out_put(o, ": ");
	out_wrap(o, 2, w->asked);
	out_nl(o);
	if (w->listed)
		out_say(o, 0, "%s", advice(w->type));
	if (w->odd)
		out_say(o, 0,
		    "The domain has letters beyond a to z, or \"xn--\": they "
		    "can look like others.");
}

static const char *
nearness_words(enum satchel_nearness n)
{
	switch (n) {
	case SATCHEL_ENDING:
		return "listed, and ends like it: type the whole number, with "
		       "+ and country code, to be sure";
	case SATCHEL_ONE_DIGIT:
		return "listed, and one digit differs";
	case SATCHEL_SAME_PREFIX:
		return "listed, and begins like it";
	case SATCHEL_SAME_DOMAIN:
		return "listed, and of the same domain";
	case SATCHEL_IMPOSTOR:
		return "POSSIBLE IMPOSTOR of this listed address: the domains "
		       "look alike and are not the same";
	case SATCHEL_LISTED:
		break;
	}
	return "listed";
}

static void
one_text(struct cli *c, const struct satchel_who_hit *h, int64_t now)
{
	struct out *o = &c->out;

	if (h->nearness != SATCHEL_LISTED) {
		out_style(o, OUT_YELLOW);
		out_wrap(o, 2, nearness_words(h->nearness));
		out_style(o, OUT_PLAIN);
		out_put(o, ":");
		out_nl(o);
	}
	out_pad(o, 2);
	value_text(c, h->value, 4);
	out_nl(o);
	card_brief(c, &h->record, now);
	out_nl(o);
}

static void
one_plain(struct cli *c, const struct satchel_who_hit *h)
{
	struct out *o = &c->out;

	out_fmt(o, "nearness: %s", nearness_name(h->nearness));
	out_nl(o);
	out_fmt(o, "match: %s ", h->field);
	value_text(c, h->value, 0);
	out_nl(o);
	record_plain(c, &h->record);
	out_nl(o);
}

static void
show_text(struct cli *c, const struct satchel_who *w)
{
	int64_t now = cli_today(c, satchel_release_of(c->s));
	size_t n = w->listed || w->n < NEAR_SHOWN ? w->n : NEAR_SHOWN;

	verdict(c, w);
	out_nl(&c->out);
	if (!w->listed && n == 0)
		out_say(&c->out, 0, "Nothing near it is listed either.");
	for (size_t i = 0; i < n && out_alive(&c->out); i++) {
		if (c->plain)
			one_plain(c, &w->hit[i]);
		else
			one_text(c, &w->hit[i], now);
	}
	if (w->listed && w->more)
		out_say(&c->out, 0, "There are more; --limit N shows them.");
}

int
cmd_who(struct cli *c, int argc, char **argv)
{
	uint32_t limit = LIMIT;
	const struct opt opt[] = {
		{ OPT_NUMBER, 0, "limit", "N", "show at most N (20)", &limit, 1,
		    LIMIT_MAX },
	};
	const struct spec spec = {
		"who NUMBER | E-MAIL | FINGERPRINT   (typed in any way)", opt,
		1, COMMON_READ | COMMON_RAW | COMMON_STDIN, 1, WORDS_MAX
	};
	char typed[TYPED_SIZE];
	struct satchel_who w;
	struct satchel_err err;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (!join(c, typed))
		return usage_error(c, spec.synopsis, NULL, "that is too long");
	if (!cli_read(c))
		return c->status;
	if (!satchel_who(c->s, typed, limit, &w, &err))
		return complain(&err);
	banner(c, satchel_release_of(c->s));
	if (c->json)
		show_json(c, &w);
	else
		show_text(c, &w);
	return w.listed ? 0 : 1;
}
