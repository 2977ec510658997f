/* none: what was not found as it was typed, or not at all. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

const char *
match_name(enum satchel_match m)
{
	static const char *const names[] = { "exact", "prefix", "fuzzy",
		"substring" };

	return names[m];
}

void
guesses_json(struct out *o, size_t n, const struct satchel_guess *guess)
{
	if (n == 0)
		return;
	json_list(o, "guesses");
	for (size_t i = 0; i < n; i++) {
		json_item(o);
		json_str(o, "word", guess[i].word);
		json_str(o, "meant", guess[i].meant);
		json_str(o, "match", match_name(guess[i].match));
		json_item_end(o);
	}
	json_list_end(o);
}

void
guesses_text(struct out *o, size_t n, const struct satchel_guess *guess)
{
	static const char *const how[] = { "", "beginning with it", "nearest",
		"with it inside" };

	for (size_t i = 0; i < n; i++) {
		const struct satchel_guess *g = &guess[i];
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
	if (n > 0) {
		out_nl(o);
		out_nl(o);
	}
}

bool
state_without_record(struct cli *c, const char *word)
{
	const struct satchel_release *r = satchel_release_of(c->s);
	struct satchel_record rec;
	struct satchel_err err;
	const char *name;
	char code[4];

	if (!satchel_state(word, r->exercise, code, &name) ||
	    satchel_get(c->s, code, &rec, &err) || err.code != SATCHEL_ENO)
		return false;
	if (c->json) {
		note_of("%s: no contact was nominated in release %" PRIu32
			"; that is not an error",
		    code, r->release);
		return true;
	}
	out_put(&c->out, code);
	if (name != NULL) {
		out_put(&c->out, " (");
		out_str(&c->out, name);
		out_put(&c->out, ")");
	}
	out_say(&c->out, 2,
	    ": no contact was nominated in release %" PRIu32
	    "; that is not an error",
	    r->release);
	return true;
}

/* The words as they were typed, or as much as fits. */
static void
typed(const struct cli *c, char *s, size_t size)
{
	size_t len = 0;

	*s = '\0';
	for (size_t i = 0; i < c->n && len < size; i++) {
		int n = snprintf(
		    s + len, size - len, "%s%s", i == 0 ? "" : " ", c->args[i]);

		len += n < 0 ? 0 : (size_t)n;
	}
}

int
none_found(struct cli *c)
{
	char words[256];

	typed(c, words, sizeof(words));
	if (state_without_record(c, words))
		return 1;
	out_flush(&c->out);
	return complain_as(1,
	    "fewer or shorter words, a beginning such as \"dip*\", or a part "
	    "in quotes '\"...\"'; satchel list shows all parties",
	    "nothing in release %" PRIu32 " has all of: %s",
	    satchel_release_of(c->s)->release, words);
}
