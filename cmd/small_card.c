/* small_card: a card small enough for a QR code on a terminal. */
#include <stdio.h>
#include <string.h>

#include "export.h"

/* A text that grows line by line; one that does not fit is not begun. */
struct card {
	char *p;
	size_t n, size;
	size_t tail; /* bytes kept for the end */
};

/* One piece of a line; |special|: what is escaped in it. */
static bool
piece(struct card *k, const char *s, const char *special)
{
	for (; *s != '\0'; s++) {
		if (k->n + 4 + k->tail > k->size)
			return false;
		if (strchr(special, *s) != NULL)
			k->p[k->n++] = '\\';
		k->p[k->n++] = *s == '\n' ? ' ' : *s;
	}
	return true;
}

/* "NAME:VALUE" LF, |mark| before the value and |after| behind it as they are.
 * LF alone is what scanners of vCards take, and saves octets. */
static bool
add(struct card *k, const char *name, const char *mark, const char *value,
    const char *after)
{
	bool parts = strcmp(name, "N:") == 0 || strcmp(name, "ORG:") == 0;
	size_t at = k->n;

	if (!piece(k, name, "") || !piece(k, mark, "") ||
	    !piece(k, value, parts ? "\\,;" : "\\,") || !piece(k, after, "")) {
		k->n = at;
		return false;
	}
	k->p[k->n++] = '\n'; /* room for it was asked for */
	return true;
}

/* All of |list| that fit, most preferred first; how many did. */
static size_t
reach(struct card *k, const struct satchel_value *list, size_t from, size_t to,
    const char *name, const char *member)
{
	size_t order[ORDER_MAX], n = by_pref(list, order), done = 0;
	char after[32];

	for (size_t i = from; i < n && i < to; i++) {
		const struct satchel_value *v =
		    satchel_value_at(list, order[i]);
		const char *s = str_of(v, member), *ext = str_of(v, "ext");

		(void)snprintf(after, sizeof(after), "%s%.16s",
		    ext == NULL ? "" : ";ext=", ext == NULL ? "" : ext);
		if (s != NULL && add(k, name, "", s, after))
			done++;
	}
	return done;
}

/* The shorter of two names that are both there. */
static const char *
short_name(const struct entry *e)
{
	return e->latin != NULL && strlen(e->latin) < strlen(e->name) ? e->latin
								      : e->name;
}

bool
small_card(const struct satchel_release *r, const struct entry *e, char *buf,
    size_t size)
{
	static const char end[] = "END:VCARD";
	struct card k = { .p = buf, .size = size, .tail = sizeof(end) };
	const char *mark = r->exercise ? "EXERCISE " : "";
	size_t first;
	char id[160];

	(void)snprintf(
	    id, sizeof(id), "%s release %u", e->id, (unsigned)r->release);
	if (!add(&k, "BEGIN:VCARD", "", "", "") ||
	    !add(&k, "VERSION:3.0", "", "", "") ||
	    !add(&k, "FN:", mark, short_name(e), "") ||
	    !add(&k, "N:", mark, short_name(e), ";;;;"))
		return false;
	first = reach(&k, e->phones, 0, 1, "TEL:", "number");
	first += reach(&k, e->emails, 0, 1, "EMAIL:", "address");
	if (first == 0)
		return false;
	(void)add(&k, "NOTE:", "", id, "");
	(void)reach(&k, e->phones, 1, ORDER_MAX, "TEL:", "number");
	(void)reach(&k, e->emails, 1, ORDER_MAX, "EMAIL:", "address");
	if (e->organization != NULL)
		(void)add(&k, "ORG:", "", e->organization, "");
	if (e->title != NULL)
		(void)add(&k, "TITLE:", "", e->title, "");
	memcpy(k.p + k.n, end, sizeof(end)); /* its NUL too: k.tail */
	return true;
}
