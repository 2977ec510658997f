/* party: walking over the parties of a directory, and the nearest of them. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum {
	PATIENCE = 16,	 /* contacts that are read before a jump pays */
	MOST = 20000,	 /* records looked at for a hint */
	FROM_SIZE = 160, /* an id and one more */
	NEAR_MAX = 3	 /* told of */
};

struct walk {
	const char *prefix;
	bool (*each)(void *ctx, const struct satchel_record *r);
	void *ctx;
	unsigned contacts; /* in a row */
	size_t looked;
	bool again;
	char from[FROM_SIZE]; /* where the next walk begins */
};

/* Behind all that begins as |id| does up to |end|: "XTR/dip-1" gives "XTR0",
 * "0" being the character after "/". */
static bool
jump(struct walk *w, const char *id, char end)
{
	const char *at = strchr(id, end);

	if (at == NULL || at - id + 2 > FROM_SIZE)
		return true;
	w->again = true;
	(void)snprintf(
	    w->from, sizeof(w->from), "%.*s%c", (int)(at - id), id, end + 1);
	return false;
}

static bool
one(void *ctx, const struct satchel_record *r)
{
	struct walk *w = ctx;

	w->again = false;
	if (strncmp(r->id, w->prefix, strlen(w->prefix)) != 0 ||
	    w->looked++ >= MOST)
		return false;
	if (r->kind == SATCHEL_ZONE)
		return jump(w, r->id, ':');
	if (r->kind == SATCHEL_CONTACT)
		return ++w->contacts < PATIENCE || jump(w, r->id, '/');
	w->contacts = 0;
	return w->each(w->ctx, r);
}

bool
party_each(struct satchel *s, const char *prefix,
    bool (*each)(void *ctx, const struct satchel_record *r), void *ctx,
    struct satchel_err *err)
{
	struct walk w = { .prefix = prefix, .each = each, .ctx = ctx };

	(void)snprintf(w.from, sizeof(w.from), "%s", prefix);
	do {
		w.again = false;
		w.contacts = 0;
		if (!satchel_walk(s, w.from, one, &w, err))
			return false;
	} while (w.again);
	return true;
}

/* ---- the nearest ------------------------------------------------------------- */

struct near {
	char typed[64];
	size_t n;
	struct {
		unsigned far;
		char text[96];
	} party[NEAR_MAX]; /* nearest first */
};

static void
lower(const char *s, char *out, size_t size)
{
	size_t n = 0;

	for (; s[n] != '\0' && n + 1 < size; n++)
		out[n] = (char)tolower((unsigned char)s[n]);
	out[n] = '\0';
}

/* The same letters in another order: nearer than another letter. */
static bool
swapped(const char *a, const char *b)
{
	int count[256] = { 0 };

	for (; *a != '\0'; a++)
		count[(unsigned char)*a]++;
	for (; *b != '\0'; b++)
		count[(unsigned char)*b]--;
	for (size_t i = 0; i < 256; i++)
		if (count[i] != 0)
			return false;
	return true;
}

static bool
look(void *ctx, const struct satchel_record *r)
{
	struct near *n = ctx;
	size_t at = n->n, most = strlen(n->typed) < 8 ? 1 : 2, far;
	unsigned rank;
	char id[64];

	lower(r->id, id, sizeof(id));
	far = word_distance(n->typed, id);
	if (far > most)
		return true;
	rank = far == 0 ? 0 : swapped(n->typed, id) ? 1 : (unsigned)far + 1;
	if (n->n < NEAR_MAX)
		n->n++;
	else if (n->party[--at].far <= rank)
		return true;
	for (; at > 0 && n->party[at - 1].far > rank; at--)
		n->party[at] = n->party[at - 1];
	n->party[at].far = rank;
	(void)snprintf(n->party[at].text, sizeof(n->party[at].text),
	    "%s (%.64s)", r->id, party_name(r->value));
	return rank > 0;
}

bool
party_hint(struct satchel *s, const char *typed, char *hint, size_t size)
{
	struct near n = { .n = 0 };
	struct satchel_err err;
	size_t len;

	lower(typed, n.typed, sizeof(n.typed));
	n.typed[strcspn(n.typed, "/")] = '\0';
	if (!party_each(s, "", look, &n, &err) || n.n == 0)
		return false;
	if (n.party[0].far == 0)
		n.n = 1; /* but for its case it is that */
	len = (size_t)snprintf(hint, size, "did you mean ");
	for (size_t i = 0; i < n.n && len < size; i++)
		len += (size_t)snprintf(hint + len, size - len, "%s%s",
		    i == 0	   ? ""
		    : i + 1 == n.n ? " or "
				   : ", ",
		    n.party[i].text);
	(void)snprintf(hint + (len < size ? len : size - 1),
	    len < size ? size - len : 1, "?");
	return true;
}
