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

/* A code that nobody uses may be a slip of the hand. */
static void
note_near(struct cli *c, const char *word)
{
	char hint[256];

	out_flush(&c->out);
	if (party_hint(c->s, word, hint, sizeof(hint)))
		note_of("hint: %s", hint);
}

int
none_found(struct cli *c)
{
	char words[256];

	typed(c, words, sizeof(words));
	if (state_without_record(c, words)) {
		note_near(c, words);
		return 1;
	}
	out_flush(&c->out);
	return complain_as(1,
	    "fewer or shorter words, a beginning such as \"dip*\", or a part "
	    "in quotes '\"...\"'; satchel list shows all parties",
	    "nothing in release %" PRIu32 " has all of: %s",
	    satchel_release_of(c->s)->release, words);
}

/* The one party that a search for |typed| finds: somebody typed a name, or an
 * id in a case of its own. */
static bool
found_party(struct satchel *s, const char *typed, char *hint, size_t size)
{
	struct satchel_hits h;
	struct satchel_err err;
	size_t n;

	if (!satchel_find(s, &typed, 1, 20, &h, &err) || h.n == 0 || h.more)
		return false;
	n = strcspn(h.hit[0].record.id, "/");
	for (size_t i = 1; i < h.n; i++)
		if (strcspn(h.hit[i].record.id, "/") != n ||
		    strncmp(h.hit[i].record.id, h.hit[0].record.id, n) != 0)
			return false;
	(void)snprintf(hint, size, "did you mean %.*s?", (int)(n < 64 ? n : 64),
	    h.hit[0].record.id);
	return true;
}

int
no_record(struct cli *c, const char *typed)
{
	char hint[256];

	if (state_without_record(c, typed)) {
		note_near(c, typed);
		return 1;
	}
	out_flush(&c->out);
	if (!party_hint(c->s, typed, hint, sizeof(hint)) &&
	    !found_party(c->s, typed, hint, sizeof(hint)))
		(void)snprintf(hint, sizeof(hint), "%s",
		    "satchel find searches by any word, satchel list shows "
		    "all");
	return complain_as(1, hint, "no record \"%s\" in release %" PRIu32,
	    typed, satchel_release_of(c->s)->release);
}

int
words_refused(const struct cli *c, const struct satchel_err *err)
{
	static const char *const fields[] = { "email", "key", "lang", "name",
		"note", "org", "party", "phone", "role", "state", "title" };
	enum { FIELDS = sizeof(fields) / sizeof(*fields), LONGEST = 32 };
	struct satchel_err e = *err;

	for (size_t i = 0; e.code == SATCHEL_EUSAGE && i < c->n; i++) {
		size_t n = strcspn(c->args[i], ":");
		char name[LONGEST];
		const char *near;

		if (c->args[i][n] == '\0' || n == 0 || n >= sizeof(name))
			continue;
		memcpy(name, c->args[i], n);
		name[n] = '\0';
		near = nearest(name, fields, FIELDS);
		if (near == NULL || strcmp(near, name) == 0)
			continue;
		(void)snprintf(
		    e.hint, sizeof(e.hint), "did you mean %s:?", near);
		break;
	}
	return complain(&e);
}
