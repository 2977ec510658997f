/* terms: which words, digits and codes of a record are searched, and under
 * which field (satchel(5), "The index"). */
#ifndef SAT_TERMS_H
#define SAT_TERMS_H

#include "bytes.h"
#include "node.h"

/* Bits of a term's mask, best rank first for text. */
enum sat_field {
	SAT_F_NAME, /* name, name_latin; a party's names and aliases */
	SAT_F_ORG, /* organization, unit; a mission's name */
	SAT_F_PARTY, /* a contact's list of its party's names */
	SAT_F_EMAIL, /* words of addresses */
	SAT_F_TITLE, /* title */
	SAT_F_NOTE, /* note, verify, scope, services, x- values, labels */
	SAT_F_PHONE, /* last 8 digits, reversed */
	SAT_F_ROLE, /* code */
	SAT_F_LANG, /* code: tag, and its primary subtag; contacts only */
	SAT_F_STATE, /* code */
	SAT_F_KEY, /* code: fingerprint or public key, lower-case hex */
	SAT_FIELDS
};
extern const char *const sat_field_name[SAT_FIELDS];

/* First byte of every term. */
enum sat_class { SAT_C_TEXT = 1, SAT_C_PHONE = 2, SAT_C_CODE = 3 };

typedef bool sat_term_fn(void *ctx, enum sat_field f, const uint8_t *term,
    size_t n, struct satchel_err *err);

/* Every term of a record (class byte first), repeats and all.  Zone records
 * have none. */
SATCHEL_MUST bool sat_terms_of(const struct sat_node *record,
    enum satchel_kind kind, sat_term_fn *each, void *ctx,
    struct satchel_err *err);

#endif
