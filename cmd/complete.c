/* complete: what could come next, for a shell's Tab: a line each, with what it
 * is after a tab; ":file" stands for the names of files. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum {
	MOST = 1000,   /* that a shell is given */
	SAMPLE = 4000, /* records in which roles and languages are looked for */
	SET_MAX = 128,
	WORD_SIZE = 64
};

static const char *const fields[] = { "email:", "key:", "lang:", "name:",
	"note:", "org:", "party:", "phone:", "role:", "state:", "title:" };

/* ---- candidates ---------------------------------------------------------------- */

void
complete_put(struct cli *c, const char *word, const char *what)
{
	out_str(&c->out, word);
	if (what != NULL && *what != '\0') {
		out_bytes(&c->out, "\t", 1);
		out_str(&c->out, what);
	}
	out_nl(&c->out);
}

static bool
begins(const char *word, const char *with)
{
	return strncmp(word, with, strlen(with)) == 0;
}

static void
put_if(struct cli *c, const char *word, const char *what, const char *typed)
{
	if (begins(word, typed))
		complete_put(c, word, what);
}

static void
files(struct cli *c)
{
	complete_put(c, ":file", NULL);
}

/* ---- the installed release ------------------------------------------------------ */

static bool
opened(struct cli *c)
{
	struct satchel_check_opts o = cli_opts(c);
	struct satchel_err err;

	return c->s != NULL ||
	       (cli_home(c) && satchel_open(c->home, NULL, &o, &c->s, &err));
}

static void
directories(struct cli *c, const char *before, const char *typed)
{
	const char *const *names = NULL;
	struct satchel_err err;
	size_t n = 0;

	if (!cli_home(c) ||
	    !satchel_home_directories(c->home, &names, &n, &err))
		return;
	for (size_t i = 0; i < n; i++)
		if (begins(names[i], typed)) {
			out_str(&c->out, before);
			complete_put(c, names[i], NULL);
		}
}

/* Ids begin with |prefix|; the words given out with |before| and, if |lower|,
 * in the case that was typed. */
struct ids {
	struct cli *c;
	const char *before, *prefix;
	bool lower, any;
	size_t n;
};

static void
put_id(struct ids *w, const char *id, const char *what)
{
	char word[2 * WORD_SIZE + 32];
	size_t n;

	n = (size_t)snprintf(word, sizeof(word), "%s", w->before);
	for (; *id != '\0' && n + 1 < sizeof(word); id++)
		word[n++] = w->lower ? (char)tolower((unsigned char)*id) : *id;
	word[n] = '\0';
	complete_put(w->c, word, what);
	w->any = true;
	w->n++;
}

static bool
each_party(void *ctx, const struct satchel_record *r)
{
	struct ids *w = ctx;

	put_id(w, r->id, party_name(r->value));
	return w->n < MOST;
}

static bool
each_contact(void *ctx, const struct satchel_record *r)
{
	struct ids *w = ctx;

	if (!begins(r->id, w->prefix))
		return false;
	if (r->kind == SATCHEL_CONTACT)
		put_id(w, r->id, str_of(r->value, "name"));
	return w->n < MOST;
}

/* As typed, else as a State's ids are written: "xtr/d" for "XTR/d". */
static void
spell(const char *typed, bool state, char out[WORD_SIZE])
{
	size_t n = 0;
	bool local = false;

	for (; typed[n] != '\0' && n + 1 < WORD_SIZE; n++) {
		out[n] = state && !local
			     ? (char)toupper((unsigned char)typed[n])
			     : typed[n];
		local = local || typed[n] == '/';
	}
	out[n] = '\0';
}

static void
ids(struct cli *c, const char *before, const char *typed, bool contacts)
{
	char prefix[WORD_SIZE];
	struct satchel_err err;
	struct ids w = { .c = c, .before = before, .prefix = prefix };

	if (!opened(c) || strlen(typed) >= WORD_SIZE)
		return;
	for (int state = 0; state < 2 && !w.any; state++) {
		spell(typed, state == 1, prefix);
		w.lower = state == 1 && strcmp(prefix, typed) != 0;
		if (strchr(prefix, '/') == NULL &&
		    !party_each(c->s, prefix, each_party, &w, &err))
			return;
		if (!contacts || (w.n > 1 && strchr(prefix, '/') == NULL))
			continue;
		if (*prefix != '\0' &&
		    !satchel_walk(c->s, prefix, each_contact, &w, &err))
			return;
	}
}

/* Words that many records share. */
struct seen {
	const char *field;
	size_t n, looked;
	char word[SET_MAX][WORD_SIZE];
};

static void
note(struct seen *s, const char *word)
{
	size_t i = 0;

	while (i < s->n && strcmp(s->word[i], word) < 0)
		i++;
	if (s->n == SET_MAX || *word == '\0' || strlen(word) >= WORD_SIZE ||
	    (i < s->n && strcmp(s->word[i], word) == 0))
		return;
	memmove(s->word[i + 1], s->word[i], (s->n - i) * WORD_SIZE);
	memcpy(s->word[i], word, strlen(word) + 1);
	s->n++;
}

static bool
each_value(void *ctx, const struct satchel_record *r)
{
	struct seen *s = ctx;
	const struct satchel_value *v = satchel_value_get(r->value, s->field);

	if (r->kind == SATCHEL_CONTACT && v != NULL) {
		if (satchel_value_type(v) == SATCHEL_STRING)
			note(s, satchel_value_string(v));
		for (size_t i = 0; satchel_value_type(v) == SATCHEL_LIST &&
				   i < satchel_value_count(v);
		     i++)
			note(s, satchel_value_string(satchel_value_at(v, i)));
	}
	return ++s->looked < SAMPLE;
}

static void
values(struct cli *c, const char *before, const char *typed, const char *field)
{
	struct seen s = { .field = field };
	struct satchel_err err;
	char word[2 * WORD_SIZE];

	if (!opened(c) || !satchel_walk(c->s, "", each_value, &s, &err))
		return;
	for (size_t i = 0; i < s.n; i++) {
		if (!begins(s.word[i], typed))
			continue;
		(void)snprintf(word, sizeof(word), "%s%s", before, s.word[i]);
		complete_put(c, word, NULL);
	}
}

/* ---- what stands where ------------------------------------------------------------ */

/* A word of find: a field's value, or a field, a party's id. */
static void
words(struct cli *c, const char *typed)
{
	const char *colon = strchr(typed, ':');
	char before[WORD_SIZE];

	if (colon == NULL) {
		for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
			put_if(c, fields[i], NULL, typed);
		ids(c, "", typed, false);
		return;
	}
	if (colon - typed + 2 > WORD_SIZE)
		return;
	(void)snprintf(
	    before, sizeof(before), "%.*s", (int)(colon - typed + 1), typed);
	if (strcmp(before, "role:") == 0)
		values(c, before, colon + 1, "role");
	else if (strcmp(before, "lang:") == 0)
		values(c, before, colon + 1, "languages");
	else if (strcmp(before, "state:") == 0 || strcmp(before, "party:") == 0)
		ids(c, before, colon + 1, false);
}

static void
value(struct cli *c, const struct opt *p, const char *before, const char *typed)
{
	static const char *const when[] = { "always", "auto", "never" };

	if (p->type == OPT_NUMBER || p->type == OPT_TIME)
		return;
	if (strcmp(p->name, "color") == 0) {
		for (size_t i = 0; i < 3; i++)
			if (begins(when[i], typed)) {
				out_str(&c->out, before);
				complete_put(c, when[i], NULL);
			}
	} else if (strcmp(p->name, "directory") == 0) {
		directories(c, before, typed);
	} else if (strcmp(p->name, "role") == 0) {
		values(c, before, typed, "role");
	} else if (strcmp(p->name, "lang") == 0) {
		values(c, before, typed, "languages");
	} else if (strstr(p->name, "drop-") == NULL &&
		   strcmp(p->name, "fingerprint") != 0 &&
		   strcmp(p->name, "expect-at-least") != 0) {
		files(c);
	}
}

static const struct opt *
option(const struct opt_table *t, const char *word, size_t len)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct opt *p = &t->opt[i];

		if (len > 2 && word[1] == '-'
			? strlen(p->name) == len - 2 &&
			      strncmp(p->name, word + 2, len - 2) == 0
			: len == 2 && p->letter == word[1])
			return p;
	}
	return NULL;
}

/* The |i|th operand in a synopsis, in |word|: "PARTY" of "diff [[OLD] NEW
 * [PARTY]]"; the last one may be repeated. */
static void
operand(const char *synopsis, const struct opt_table *t, size_t i,
    char word[WORD_SIZE])
{
	const struct opt *p = NULL;
	size_t n = 0;

	*word = '\0';
	while (*synopsis != '\0' && *synopsis != '(') {
		size_t len = strcspn(synopsis, " ");
		const char *at = synopsis + strspn(synopsis, "[");

		if (isupper((unsigned char)*at) && p == NULL && n++ <= i)
			(void)snprintf(word, WORD_SIZE, "%.*s",
			    (int)strcspn(at, " ].|"), at);
		p = *at == '-' ? option(t, at, strcspn(at, " ]|")) : NULL;
		if (p != NULL && p->value == NULL)
			p = NULL; /* nothing follows it */
		synopsis += len;
		synopsis += strspn(synopsis, " ");
	}
}

static void
operands(struct cli *c, const struct spec *s, const struct opt_table *t,
    size_t i, const char *typed)
{
	static const char *const file[] = { "FILE", "BUNDLE", "DIR", "OLD",
		"NEW", "A", "B", "KEYFILE" };
	char word[WORD_SIZE] = "";

	if (i >= s->max)
		return;
	operand(s->synopsis, t, i, word);
	if (strcmp(word, "ID") == 0)
		ids(c, "", typed, true);
	else if (strcmp(word, "PARTY") == 0)
		ids(c, "", typed, false);
	else if (strcmp(word, "WORD") == 0 || strcmp(word, "FIELD:VALUE") == 0)
		words(c, typed);
	for (size_t k = 0; k < sizeof(file) / sizeof(*file); k++)
		if (begins(word, file[k]) && (word[strlen(file[k])] == '\0' ||
						 word[strlen(file[k])] == '.'))
			files(c);
}

static void
options(struct cli *c, const struct opt_table *t, const char *typed)
{
	char word[WORD_SIZE];

	for (size_t i = 0; i < t->n; i++) {
		(void)snprintf(word, sizeof(word), "--%s", t->opt[i].name);
		put_if(c, word, t->opt[i].help, typed);
	}
	put_if(c, "--help", "what the command does", typed);
}

/* The last word is the one that is being typed. */
void
complete_here(struct cli *c, const struct spec *s, const struct opt_table *t,
    int argc, char **argv)
{
	const char *typed = argv[argc - 1], *eq = strchr(typed, '=');
	const struct opt *p = NULL;
	bool ended = false;
	size_t n = 0;

	c->status = 0;
	for (int i = 1; i < argc - 1; i++) {
		const char *w = argv[i];

		if (p != NULL) {
			if (strcmp(p->name, "directory") == 0)
				c->directory = w;
			p = NULL;
		} else if (!ended && strcmp(w, "--") == 0) {
			ended = true;
		} else if (!ended && w[0] == '-' && w[1] != '\0') {
			p = option(t, w, strlen(w));
			if (p != NULL &&
			    (p->value == NULL || p->type == OPT_MAYBE))
				p = NULL;
		} else {
			n++;
		}
	}
	if (p != NULL) {
		value(c, p, "", typed);
	} else if (!ended && begins(typed, "--") && eq != NULL) {
		char before[WORD_SIZE];

		p = option(t, typed, (size_t)(eq - typed)); /* eq is after */
		if (p == NULL || p->value == NULL || eq - typed + 2 > WORD_SIZE)
			return;
		(void)snprintf(before, sizeof(before), "%.*s",
		    (int)(eq - typed + 1), typed);
		value(c, p, before, eq + 1);
	} else if (!ended && typed[0] == '-') {
		options(c, t, typed);
	} else {
		operands(c, s, t, n, typed);
	}
}
