#include "opt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static void
add(struct opt_table *t, bool wanted, struct opt o)
{
	if (wanted && t->n < OPTS_MAX)
		t->opt[t->n++] = o;
}

static void
add_common(struct opt_table *t, struct cli *c, unsigned m)
{
	bool fresh = (m & COMMON_FRESH) != 0;

	add(t, (m & COMMON_BUNDLE) != 0,
	    (struct opt){ OPT_TEXT, 'b', "bundle", "BUNDLE",
		"read BUNDLE instead of the installed release", &c->bundle, 0,
		0 });
	add(t, (m & COMMON_DIRECTORY) != 0,
	    (struct opt){ OPT_TEXT, 'd', "directory", "NAME",
		"which directory, where several are pinned", &c->directory, 0,
		0 });
	add(t, (m & (COMMON_FORMAT | COMMON_JSON)) != 0,
	    (struct opt){ OPT_FLAG, 0, "json", NULL, "one JSON object a line",
		&c->json, 0, 0 });
	add(t, (m & COMMON_FORMAT) != 0,
	    (struct opt){ OPT_FLAG, 0, "plain", NULL,
		"one field a line, nothing wrapped", &c->plain, 0, 0 });
	add(t, (m & COMMON_RAW) != 0,
	    (struct opt){ OPT_FLAG, 0, "raw", NULL,
		"no escapes; refused on a terminal", &c->raw, 0, 0 });
	add(t, fresh,
	    (struct opt){ OPT_FLAG, 0, "strict", NULL,
		"exit 7 unless the release is fresh", &c->strict, 0, 0 });
	add(t, fresh,
	    (struct opt){ OPT_FLAG, 0, "archive", NULL,
		"read what is older or revoked, labelled", &c->archive, 0, 0 });
	add(t, fresh || (m & COMMON_NOW) != 0,
	    (struct opt){ OPT_TIME, 0, "now", "TIME",
		"in place of the clock: 2026-03-01T09:00:00Z or @SECONDS",
		&c->now, 0, 0 });
	add(t, (m & COMMON_PASS) != 0,
	    (struct opt){ OPT_TEXT, 0, "passphrase-file", "FILE",
		"its first line is the passphrase", &c->passphrase_file, 0,
		0 });
	add(t, (m & COMMON_STATS) != 0,
	    (struct opt){ OPT_FLAG, 0, "stats", NULL,
		"what reading cost, on standard error", &c->stats, 0, 0 });
	add(t, true,
	    (struct opt){ OPT_TEXT, 0, "color", "WHEN",
		"always, never, or auto: on a terminal", &c->colour, 0, 0 });
	add(t, pager_wanted(c, 0, NULL),
	    (struct opt){ OPT_FLAG, 0, "no-pager", NULL,
		"write to the terminal directly", &c->no_pager, 0, 0 });
}

static bool
refuse(struct cli *c, const struct spec *s, const char *what, const char *given,
    const char *allowed)
{
	c->status = usage_error(
	    c, s->synopsis, NULL, "%s \"%s\": %s", what, given, allowed);
	return false;
}

static bool
parse_number(const char *s, uint32_t lo, uint32_t hi, uint32_t *out)
{
	uint64_t v = 0;

	if (*s == '\0' || strlen(s) > 10 || (*s == '0' && s[1] != '\0'))
		return false;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return false;
		v = v * 10 + (uint64_t)(*s - '0'); /* a digit */
	}
	if (v < lo || v > hi)
		return false;
	*out = (uint32_t)v; /* at most |hi| */
	return true;
}

static bool
take_value(
    struct cli *c, const struct spec *s, const struct opt *p, const char *v)
{
	char allowed[96], name[64];
	struct opt_list *l = p->into;

	(void)snprintf(name, sizeof(name), "--%s", p->name);
	switch (p->type) {
	case OPT_NUMBER:
		(void)snprintf(allowed, sizeof(allowed),
		    "a whole number from %u to %u is allowed", (unsigned)p->lo,
		    (unsigned)p->hi);
		return parse_number(v, p->lo, p->hi, p->into) ||
		       refuse(c, s, name, v, allowed);
	case OPT_TIME:
		return when_parse(v, p->into) ||
		       refuse(c, s, name, v,
			   "2026-03-01T09:00:00Z or @SECONDS is allowed");
	case OPT_LIST:
		if (l->n == OPT_LIST_MAX)
			return refuse(c, s, name, v, "at most 16 are allowed");
		l->item[l->n++] = v;
		return true;
	default:
		if (*v == '\0')
			return refuse(c, s, name, v, "it is empty");
		if (p->letter == 'b' && strcmp(v, "-") == 0)
			return refuse(c, s, name, v,
			    "a bundle is read in several places and cannot "
			    "come from standard input; save it to a file");
		*(const char **)p->into = v;
		return true;
	}
}

static bool
unknown(struct cli *c, const struct spec *s, const struct opt_table *t,
    const char *word)
{
	const char *names[OPTS_MAX], *near;
	char hint[96], name[48];

	for (size_t i = 0; i < t->n; i++)
		names[i] = t->opt[i].name;
	if (word[1] == '-')
		(void)snprintf(name, sizeof(name), "%.*s",
		    (int)strcspn(word + 2, "="), word + 2);
	near = word[1] == '-' ? nearest(name, names, t->n) : NULL;
	if (near != NULL)
		(void)snprintf(hint, sizeof(hint), "did you mean --%s?", near);
	else
		(void)snprintf(hint, sizeof(hint),
		    "\"--\" before a word that begins with \"-\"");
	c->status =
	    usage_error(c, s->synopsis, hint, "unknown option \"%s\"", word);
	return false;
}

/* The option that |word| names; |*value| what follows in the same word. */
static size_t
look_up(const struct opt_table *t, const char *word, const char **value)
{
	bool is_long = word[1] == '-';
	const char *eq = is_long ? strchr(word, '=') : NULL;
	size_t len = eq != NULL ? (size_t)(eq - word) : strlen(word);

	for (size_t i = 0; i < t->n; i++) {
		const struct opt *p = &t->opt[i];

		if (is_long && strlen(p->name) == len - 2 &&
		    strncmp(p->name, word + 2, len - 2) == 0) {
			*value = eq == NULL ? NULL : eq + 1;
			return i;
		}
		if (!is_long && p->letter != 0 && word[1] == p->letter &&
		    (word[2] == '\0' || p->value != NULL)) {
			*value = word[2] == '\0' ? NULL : word + 2;
			return i;
		}
	}
	return t->n;
}

/* |*i| is at an option; it moves to its value if that is the next word. */
static bool
take_option(struct cli *c, const struct spec *s, struct opt_table *t, int argc,
    char **argv, int *i)
{
	const char *word = argv[*i], *value = NULL;
	size_t at = look_up(t, word, &value);
	const struct opt *p = &t->opt[at];

	if (at == t->n)
		return unknown(c, s, t, word);
	if ((t->seen >> at & 1) != 0 && p->type != OPT_LIST &&
	    p->type != OPT_FLAG)
		return refuse(c, s, "option", word, "it is given twice");
	t->seen |= UINT32_C(1) << at; /* at < OPTS_MAX */
	if (p->type == OPT_FLAG) {
		if (value != NULL)
			return refuse(c, s, "option", word, "takes no value");
		*(bool *)p->into = true;
		return true;
	}
	if (p->type == OPT_MAYBE) {
		*(const char **)p->into = value == NULL ? "" : value;
		return true;
	}
	if (value == NULL && *i + 1 >= argc)
		return refuse(c, s, "option", word, "its value is missing");
	if (value == NULL)
		value = argv[++*i];
	return take_value(c, s, p, value);
}

/*
 * "-" is standard input where words or ids are read: each line is one more
 * argument.  Elsewhere it is refused, and why.
 */
static bool
no_dash(struct cli *c, const struct spec *s)
{
	for (size_t i = 0; i < c->n && i < s->max; i++) {
		if (strcmp(c->args[i], "-") != 0)
			continue;
		if ((s->common & COMMON_STDIN) != 0)
			return words_from_stdin(c, s->max);
		c->status = usage_error(c, s->synopsis,
		    "save it to a file first: what is checked is read in "
		    "several places and more than once",
		    "\"-\": standard input cannot be used here");
		return false;
	}
	return true;
}

static bool
enough(struct cli *c, const struct spec *s)
{
	if (c->n >= s->min && c->n <= s->max)
		return true;
	if (c->n > s->max)
		c->status = usage_error(c, s->synopsis, NULL,
		    "\"%s\" is one argument too many", c->args[s->max]);
	else
		c->status = usage_error(c, s->synopsis, NULL,
		    c->n == 0 ? "what to work on is missing"
			      : "an argument is missing");
	return false;
}

/* From here on standard error, too, goes by --color: by these variables. */
static bool
colours(struct cli *c, const struct spec *s)
{
	static const char *const when[] = { "auto", "always", "never" };
	const char *near;
	char hint[64];

	if (c->colour == NULL || strcmp(c->colour, "auto") == 0)
		return true;
	if (strcmp(c->colour, "always") == 0) {
		c->out.colour = unsetenv("NO_COLOR") == 0 &&
				setenv("CLICOLOR_FORCE", "1", 1) == 0;
		return true;
	}
	if (strcmp(c->colour, "never") == 0) {
		c->out.colour = false;
		return setenv("NO_COLOR", "1", 1) == 0 &&
		       unsetenv("CLICOLOR_FORCE") == 0;
	}
	near = nearest(c->colour, when, 3);
	(void)snprintf(hint, sizeof(hint), "did you mean %s?",
	    near == NULL ? "auto" : near);
	c->status = usage_error(c, s->synopsis, near == NULL ? NULL : hint,
	    "--color \"%s\": auto, always or never is allowed", c->colour);
	return false;
}

static bool
sane(struct cli *c, const struct spec *s)
{
	if (!colours(c, s))
		return false;
	if (c->json && c->plain) {
		c->status = usage_error(
		    c, s->synopsis, NULL, "--json and --plain: one of them");
		return false;
	}
	if (c->raw && c->out.tty) {
		c->status = complain_as(2, "send the output to a file",
		    "--raw is refused on a terminal");
		return false;
	}
	c->out.raw = c->raw;
	if (c->json || c->plain)
		c->out.colour = false;
	return true;
}

bool
opt_parse(struct cli *c, int argc, char **argv, const struct spec *s)
{
	struct opt_table t = { .n = 0 };
	bool ended = false;
	int kept = 0;

	for (size_t i = 0; i < s->opts; i++)
		add(&t, true, s->opt[i]);
	add_common(&t, c, s->common);
	if (c->completing) {
		complete_here(c, s, &t, argc, argv);
		return false;
	}
	for (int i = 1; i < argc; i++) {
		char *word = argv[i];

		if (ended || word[0] != '-' || word[1] == '\0')
			argv[kept++] = word; /* kept < i: read already */
		else if (strcmp(word, "--") == 0)
			ended = true;
		else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
			return opt_help(c, s, &t);
		else if (!take_option(c, s, &t, argc, argv, &i))
			return false;
	}
	c->args = (const char *const *)argv;
	c->n = (size_t)kept; /* not negative */
	return no_dash(c, s) && enough(c, s) && sane(c, s);
}
