/* record: reading a stored record's value, and its plain form. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum { PATH_SIZE = 512, DEPTH_MAX = 8 };

const char *
str_of(const struct satchel_value *map, const char *key)
{
	return satchel_value_string(satchel_value_get(map, key));
}

const char *
party_name(const struct satchel_value *party)
{
	const struct satchel_value *name = satchel_value_get(party, "name");
	const char *s = str_of(name, "en");

	if (s == NULL)
		s = str_of(name, "und");
	if (s == NULL)
		s = satchel_value_string(satchel_value_at(name, 0));
	return s == NULL ? "" : s;
}

static unsigned
pref_of(const struct satchel_value *item)
{
	const char *s = str_of(item, "pref");
	unsigned v = 0;

	if (s == NULL)
		return 101; /* after 100, the least preferred */
	for (; *s >= '0' && *s <= '9' && v < 1000; s++)
		v = v * 10 + (unsigned)(*s - '0'); /* a digit */
	return v;
}

size_t
by_pref(const struct satchel_value *list, size_t order[ORDER_MAX])
{
	size_t n = satchel_value_count(list);

	if (n > ORDER_MAX)
		n = ORDER_MAX;
	/* insertion sort: stable, and a list holds 32 */
	for (size_t i = 0; i < n; i++) {
		unsigned pref = pref_of(satchel_value_at(list, i));
		size_t j = i;

		for (; j > 0 &&
		       pref_of(satchel_value_at(list, order[j - 1])) > pref;
		     j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
	return n;
}

/* One line a field: a line feed and the escape itself are escaped. */
static void
plain_value(struct out *o, const char *s)
{
	for (; *s != '\0'; s++) {
		size_t n = strcspn(s, "\n\\");

		out_strn(o, s, n);
		s += n;
		if (*s == '\0')
			return;
		out_put(o, *s == '\n' ? "\\n" : "\\\\");
	}
}

/* One step of the walk over a record: a container and where it is. */
struct step {
	const struct satchel_value *v;
	size_t at;   /* the next item */
	size_t path; /* length of its path */
};

static void
plain_leaf(struct cli *c, const char *path, const struct satchel_value *v)
{
	const char *s = satchel_value_string(v);

	out_str(&c->out, path);
	out_put(&c->out, ": ");
	if (satchel_value_type(v) == SATCHEL_INTEGER)
		out_fmt(&c->out, "%" PRId64, satchel_value_integer(v));
	else
		plain_value(&c->out, s == NULL ? "" : s);
	out_nl(&c->out);
}

/* Appends ".KEY" or ".N" (from 1) to |path|; returns the new length. */
static size_t
path_add(char path[PATH_SIZE], size_t len, const struct step *s)
{
	const char *key = satchel_value_key(s->v, s->at);
	const char *dot = len == 0 ? "" : ".";
	int n;

	if (satchel_value_type(s->v) == SATCHEL_MAP)
		n = snprintf(path + len, PATH_SIZE - len, "%s%s", dot,
		    key == NULL ? "" : key);
	else
		n = snprintf(
		    path + len, PATH_SIZE - len, "%s%zu", dot, s->at + 1);
	len += n < 0 ? 0 : (size_t)n;
	return len < PATH_SIZE ? len : PATH_SIZE - 1;
}

void
record_plain(struct cli *c, const struct satchel_record *r)
{
	struct step stack[DEPTH_MAX];
	char path[PATH_SIZE] = "";
	size_t depth = 1;

	stack[0] = (struct step){ r->value, 0, 0 };
	while (depth > 0) {
		struct step *s = &stack[depth - 1];
		const struct satchel_value *v;
		size_t len;

		if (s->at >= satchel_value_count(s->v)) {
			depth--;
			continue;
		}
		v = satchel_value_at(s->v, s->at);
		len = path_add(path, s->path, s);
		s->at++;
		if (satchel_value_type(v) != SATCHEL_LIST &&
		    satchel_value_type(v) != SATCHEL_MAP)
			plain_leaf(c, path, v);
		else if (depth < DEPTH_MAX)
			stack[depth++] = (struct step){ v, 0, len };
	}
}
