/* export: records in the forms that other programs read. */
#ifndef EXPORT_H
#define EXPORT_H

#include "cmd.h"
#include "uuid.h"

/* One export under way. */
struct export
{
	struct cli *c;
	struct out *o;
	const struct satchel_release *r;
	int64_t now;
	uint8_t space[16]; /* of UUIDs: the directory's */
	bool old;	   /* vCard 3.0 */
	char comma;	   /* between cells */
	uint64_t n;	   /* entries so far */
	unsigned col;	   /* octets of this line */
};

/* One that can be reached: a contact, or a party's mission.  NULL: none. */
struct entry {
	const char *id; /* of the record */
	bool mission;
	const char *name, *latin, *salutation, *title, *organization, *unit;
	const char *party, *state, *role, *kind, *timezone;
	const char *valid_from, *valid_until, *verify, *note, *confirmed;
	const char *deputy; /* local */
	const struct satchel_value *phones, *emails, *languages, *hours, *keys,
	    *services, *scope;
	const struct satchel_value *value; /* the whole record */
};
/* False: nothing in |r| can be reached. */
bool entry_of(const struct satchel_record *r, struct entry *e);

/* Bytes as they are; on a terminal nothing that it must not see. */
void export_put(struct export *x, const char *s, size_t n);
void export_str(struct export *x, const char *s);

/* ---- one format each ----------------------------------------------------- */

void csv_begin(struct export *x);
void csv_one(struct export *x, const struct satchel_record *r);
void tsv_begin(struct export *x);
void tsv_one(struct export *x, const struct satchel_record *r);
void lines_one(struct export *x, const struct satchel_record *r); /* JSON */
void vcard_one(struct export *x, const struct satchel_record *r);
void mutt_begin(struct export *x);
void mutt_one(struct export *x, const struct satchel_record *r);
void aerc_one(struct export *x, const struct satchel_record *r);

/* A vCard 3.0 or MECARD of |e| in at most |size| bytes with a NUL: the name,
 * then as many numbers and addresses as fit, best first.  False: not even the
 * first of them fits. */
bool small_card(const struct satchel_release *r, const struct entry *e,
    char *buf, size_t size);

#endif
