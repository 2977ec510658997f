#include "value.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void
one_line(struct out *o, const char *s)
{
	for (;;) {
		size_t n = strcspn(s, "\n\\");

		out_strn(o, s, n);
		s += n;
		if (*s == '\0')
			return;
		out_put(o, *s == '\n' ? "\\n" : "\\\\");
		s++;
	}
}

void
value_string(struct cli *c, const char *s, unsigned indent)
{
	if (c->plain)
		one_line(&c->out, s);
	else
		out_wrap(&c->out, indent, s);
}

/* A fingerprint is compared by people, in groups of four. */
static void
print(struct cli *c, const char *s, unsigned indent)
{
	char grouped[160];
	size_t w = 0;

	for (; *s != '\0' && w + 2 < sizeof(grouped); s++) {
		if (w % 5 == 4)
			grouped[w++] = ' ';
		grouped[w++] = *s;
	}
	grouped[w] = '\0';
	value_string(c, grouped, indent);
}

static void
scalar(struct cli *c, const struct satchel_value *v, unsigned indent)
{
	const char *s = satchel_value_string(v);

	if (satchel_value_type(v) == SATCHEL_INTEGER)
		out_fmt(&c->out, "%" PRId64, satchel_value_integer(v));
	else
		value_string(c, s == NULL ? "" : s, indent);
}

static void
scalars(struct cli *c, const struct satchel_value *v, unsigned indent)
{
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		if (i > 0) {
			out_put(&c->out, ",");
			out_put(&c->out, " ");
		}
		scalar(c, satchel_value_at(v, i), indent);
	}
}

/* What stands before a member that does not speak for itself. */
static const struct {
	const char *key, *before;
} words[] = {
	{ "ext", "ext" },
	{ "pref", "preference" },
	{ "for", "for" },
	{ "expires", "expires" },
};

static const char *
before(const char *key)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].key, key) == 0)
			return words[i].before;
	return "";
}

static const char *
when_words(const char *s)
{
	return strcmp(s, "always") == 0	       ? "at any time"
	       : strcmp(s, "after-hours") == 0 ? "after hours"
					       : "office hours";
}

static void
one_member(struct cli *c, const char *key, const struct satchel_value *v,
    unsigned indent)
{
	const char *s = satchel_value_string(v);

	if (*before(key) != '\0') {
		out_put(&c->out, before(key));
		out_put(&c->out, " "); /* not at the end of a line */
	}
	if (satchel_value_type(v) == SATCHEL_LIST)
		scalars(c, v, indent);
	else if (s != NULL && strcmp(key, "when") == 0)
		out_put(&c->out, when_words(s));
	else if (s != NULL && strcmp(key, "shared") == 0)
		out_put(&c->out, strcmp(s, "yes") == 0 ? "shared" : "personal");
	else if (s != NULL && strcmp(key, "fingerprint") == 0)
		print(c, s, indent);
	else
		scalar(c, v, indent);
}

static void
map(struct cli *c, const struct satchel_value *v, unsigned indent)
{
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const char *key = satchel_value_key(v, i);

		if (i > 0)
			out_put(&c->out, "  ");
		one_member(
		    c, key == NULL ? "" : key, satchel_value_at(v, i), indent);
	}
}

void
value_text(struct cli *c, const struct satchel_value *v, unsigned indent)
{
	if (satchel_value_type(v) == SATCHEL_MAP) {
		map(c, v, indent);
		return;
	}
	if (satchel_value_type(v) != SATCHEL_LIST) {
		scalar(c, v, indent);
		return;
	}
	for (size_t i = 0; i < satchel_value_count(v); i++) {
		const struct satchel_value *item = satchel_value_at(v, i);

		if (i > 0) {
			out_put(&c->out,
			    satchel_value_type(item) == SATCHEL_STRING ? ","
								       : ";");
			out_put(&c->out, " ");
		}
		if (satchel_value_type(item) == SATCHEL_MAP)
			map(c, item, indent);
		else if (satchel_value_type(item) == SATCHEL_LIST)
			scalars(c, item, indent);
		else
			scalar(c, item, indent);
	}
}

/* Midnight UTC of a day, YYYY-MM-DD; false: there is none. */
static bool
day_of(const char *s, int64_t *t)
{
	char iso[WHEN_SIZE];

	if (s == NULL || strlen(s) != 10)
		return false;
	(void)snprintf(iso, sizeof(iso), "%sT00:00:00Z", s);
	return when_parse(iso, t);
}

const char *
value_validity(const struct satchel_value *record, int64_t now)
{
	static const int64_t hour = 3600;
	int64_t t;

	if (day_of(str_of(record, "valid_until"), &t) && now >= t + 36 * hour)
		return "NO LONGER VALID";
	if (day_of(str_of(record, "valid_from"), &t) && now < t - 14 * hour)
		return "NOT YET VALID";
	return NULL;
}
