/* satchel find: contacts by any word of theirs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum { LIMIT_MAX = 10000, LIMIT = 20, WORDS_MAX = 64 };

static const char *
match_name(enum satchel_match m)
{
	static const char *const names[] = { "exact", "prefix", "fuzzy",
		"substring" };

	return names[m];
}

static void
guesses_json(struct out *o, const struct satchel_hits *h)
{
	if (h->guesses == 0)
		return;
	json_list(o, "guesses");
	for (size_t i = 0; i < h->guesses; i++) {
		json_item(o);
		json_str(o, "word", h->guess[i].word);
		json_str(o, "meant", h->guess[i].meant);
		json_str(o, "match", match_name(h->guess[i].match));
		json_item_end(o);
	}
	json_list_end(o);
}

static void
hit_json(struct out *o, const struct satchel_release *r,
    const struct satchel_hits *h, const struct satchel_hit *hit)
{
	json_open(o);
	banner_json(o, r);
	json_str(o, "match", match_name(hit->match));
	json_str(o, "field", hit->field == NULL ? "" : hit->field);
	json_num(o, "total", (int64_t)h->total); /* < 2^32 */
	json_bool(o, "more", h->more);
	guesses_json(o, h);
	json_verbatim(o, "record", hit->record.json, hit->record.json_len);
	json_close(o);
}

static void
guesses_text(struct out *o, const struct satchel_hits *h)
{
	static const char *const how[] = { "", "beginning with it", "nearest",
		"with it inside" };

	for (size_t i = 0; i < h->guesses; i++) {
		const struct satchel_guess *g = &h->guess[i];
		bool first = i == 0 || g[-1].match != g->match ||
			     strcmp(g[-1].word, g->word) != 0;

		if (first && i > 0)
			out_nl(o);
		if (first) {
			out_style(o, OUT_YELLOW);
			out_put(o, "no exact match for \"");
			out_str(o, g->word);
			out_put(o, "\"; ");
			out_put(o, how[g->match]);
			out_style(o, OUT_PLAIN);
			out_put(o, ":");
		} else {
			out_put(o, ",");
		}
		out_put(o, " ");
		out_wrap(o, 4, g->meant);
	}
	if (h->guesses > 0) {
		out_nl(o);
		out_nl(o);
	}
}

static void
total_text(struct out *o, const struct satchel_hits *h)
{
	if (h->more)
		out_say(o, 0,
		    "%zu shown, of more than %" PRIu64 "; --limit N shows more",
		    h->n, h->total);
	else if (h->total > h->n)
		out_say(o, 0, "%zu shown, of %" PRIu64 "; --limit N shows more",
		    h->n, h->total);
	else
		out_say(o, 0, "%zu found", h->n);
}

static int
none_found(const struct cli *c, const struct satchel_release *r)
{
	char words[256] = "";
	size_t len = 0;

	for (size_t i = 0; i < c->n && len < sizeof(words); i++) {
		int n = snprintf(words + len, sizeof(words) - len, "%s%s",
		    i == 0 ? "" : " ", c->args[i]);

		len += n < 0 ? 0 : (size_t)n;
	}
	return complain_as(1,
	    "fewer or shorter words, a beginning such as \"dip*\", or a part "
	    "in quotes '\"...\"'; satchel list shows all parties",
	    "nothing in release %" PRIu32 " has all of: %s", r->release, words);
}

static void
show_text(struct cli *c, const struct satchel_hits *h)
{
	int64_t now = cli_today(c, satchel_release_of(c->s));

	guesses_text(&c->out, h);
	for (size_t i = 0; i < h->n && out_alive(&c->out); i++) {
		if (c->plain) {
			record_plain(c, &h->hit[i].record);
			out_fmt(
			    &c->out, "match: %s", match_name(h->hit[i].match));
			out_nl(&c->out);
		} else {
			card_brief(c, &h->hit[i].record, now);
		}
		out_nl(&c->out);
	}
	total_text(&c->out, h);
}

int
cmd_find(struct cli *c, int argc, char **argv)
{
	uint32_t limit = LIMIT;
	const struct opt opt[] = {
		{ OPT_NUMBER, 0, "limit", "N", "show the best N (20)", &limit,
		    1, LIMIT_MAX },
	};
	const struct spec spec = { "find WORD... [FIELD:VALUE...] [--limit N]",
		opt, 1, COMMON_READ | COMMON_RAW, 1, WORDS_MAX };
	const struct satchel_release *r;
	struct satchel_hits h = { 0 };
	struct satchel_err err;

	if (!opt_parse(c, argc, argv, &spec) || !cli_read(c))
		return c->status;
	r = satchel_release_of(c->s);
	if (!satchel_find(c->s, c->args, c->n, limit, &h, &err))
		return complain(&err);
	banner(c, r);
	if (h.n == 0) {
		out_flush(&c->out);
		return none_found(c, r);
	}
	if (!c->json) {
		show_text(c, &h);
		return 0;
	}
	for (size_t i = 0; i < h.n && out_alive(&c->out); i++)
		hit_json(&c->out, r, &h, &h.hit[i]);
	return 0;
}
