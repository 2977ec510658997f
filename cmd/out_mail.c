/* out_mail: what mail programs ask an address book for: mutt's query_command
 * (muttrc(5)) and aerc's address-book-cmd (aerc-config(5)). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "export.h"

/* A line feed or a tab would begin another field. */
static void
flat(struct export *x, const char *s)
{
	while (*s != '\0') {
		size_t n = strcspn(s, "\t\r\n");

		export_put(x, s, n);
		s += n;
		if (*s != '\0') {
			export_put(x, " ", 1);
			s++;
		}
	}
}

static void
name(struct export *x, const struct entry *e)
{
	if (x->r->exercise)
		export_str(x, "EXERCISE ");
	flat(x, e->latin != NULL ? e->latin : e->name);
	if (e->latin != NULL) {
		export_str(x, " / ");
		flat(x, e->name);
	}
}

static void
lines(struct export *x, const struct satchel_record *r, bool other)
{
	size_t order[ORDER_MAX], n;
	struct entry e;

	if (!entry_of(r, &e))
		return;
	n = by_pref(e.emails, order);
	for (size_t i = 0; i < n; i++) {
		const char *s =
		    str_of(satchel_value_at(e.emails, order[i]), "address");

		if (s == NULL)
			continue;
		flat(x, s);
		export_str(x, "\t");
		name(x, &e);
		if (other) {
			export_str(x, "\t");
			flat(x, e.id);
			export_str(x, " ");
			flat(x, e.party == NULL ? "" : e.party);
		}
		export_str(x, "\n");
		x->n++;
	}
}

/* mutt shows the first line and takes no address from it. */
void
mutt_begin(struct export *x)
{
	char s[SHORT_SIZE];

	export_str(x, x->r->exercise ? "EXERCISE " : "");
	export_str(x, "satchel, ");
	export_str(x, release_short(x->r, s));
	export_str(x, "\n");
}

void
mutt_one(struct export *x, const struct satchel_record *r)
{
	lines(x, r, true);
}

void
aerc_one(struct export *x, const struct satchel_record *r)
{
	lines(x, r, false);
}
