/* satchel find: contacts by any word of theirs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum { LIMIT = 20, WORDS_MAX = 64 };

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
	guesses_json(o, h->guesses, h->guess);
	json_verbatim(o, "record", hit->record.json, hit->record.json_len);
	json_close(o);
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

static void
show_text(struct cli *c, const struct satchel_hits *h)
{
	int64_t now = cli_today(c, satchel_release_of(c->s));

	guesses_text(&c->out, h->guesses, h->guess);
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
		    1, UINT32_MAX },
	};
	const struct spec spec = { "find WORD... [FIELD:VALUE...] [--limit N]",
		opt, 1, COMMON_READ | COMMON_RAW | COMMON_STDIN, 1, WORDS_MAX };
	const struct satchel_release *r;
	struct satchel_hits h = { 0 };
	struct satchel_err err;

	if (!opt_parse(c, argc, argv, &spec) || !cli_read(c))
		return c->status;
	r = satchel_release_of(c->s);
	if (!satchel_find(c->s, c->args, c->n, limit, &h, &err))
		return words_refused(c, &err);
	banner(c, r);
	if (h.n == 0)
		return none_found(c);
	if (c->n == 1 && h.guesses > 0) /* what is found is another one */
		(void)state_without_record(c, c->args[0]);
	if (!c->json) {
		show_text(c, &h);
		return 0;
	}
	for (size_t i = 0; i < h.n && out_alive(&c->out); i++)
		hit_json(&c->out, r, &h, &h.hit[i]);
	return 0;
}
