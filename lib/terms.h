/* terms: which words, digits and codes of a record are searched, and under
 * which field (satchel(5), "The index"). */
#ifndef SAT_TERMS_H
#define SAT_TERMS_H

#include "bytes.h"
#include "node.h"

/*
 * Bits of a term's mask, best rank first for text.  What is searched, by the
 * keys of a record (satchel(5), "Records"); zone records have no terms, and
 * what is not named here (id, kind, timezone, hours, holidays, dates, ext,
 * features, deputy, "for" of a key) has none:
 *
 *   contact  name, name_latin            NAME
 *            party (each of the list)    PARTY
 *            organization, unit          ORG
 *            title, salutation           TITLE
 *            note, verify, scope         NOTE
 *            services: service, uri      NOTE
 *            languages                   LANG
 *            role, state                 ROLE, STATE
 *            keys: fingerprint, public   KEY
 *   party    name (each value), official_name, aliases  NAME
 *            state                       STATE
 *            mission: name               ORG
 *   both     phones, mission's too: number PHONE, label NOTE
 *            emails, mission's too: address EMAIL
 *            x- keys: the value, or each of its list  NOTE
 *
 * The terms of a value:
 *
 *   NAME to NOTE  class TEXT: its words, grams and bigrams (words.h), folded
 *   LATIN         class TEXT: every Latin spelling of every Cyrillic or Greek
 *                 word of a NAME or ORG value (latin.h)
 *   PHONE         class PHONE: the last 8 digits of the number (all, if it
 *                 has fewer), last digit first
 *   ROLE, STATE   class CODE: the value, folded
 *   LANG          class CODE: the tag, folded; if that holds a "-", also what
 *                 comes before the first
 *   KEY           class CODE: a fingerprint, folded; of "public" the 32
 *                 bytes that its base64 stands for, in lower-case hex
 *
 * A code that is empty, longer than 254 bytes or holds a byte below 0x21 once
 * it is folded, a number without digits, and a public key that is not base64
 * of 32 bytes have no term.
 */
enum sat_field {
	SAT_F_NAME,  /* name, name_latin; a party's names and aliases */
	SAT_F_ORG,   /* organization, unit; a mission's name */
	SAT_F_PARTY, /* a contact's list of its party's names */
	SAT_F_EMAIL, /* words of addresses */
	SAT_F_TITLE, /* title, salutation */
	SAT_F_NOTE,  /* note, verify, scope, services, x- values, labels */
	SAT_F_PHONE, /* last 8 digits, reversed */
	SAT_F_ROLE,  /* code */
	SAT_F_LANG,  /* code: tag, and its primary subtag; contacts only */
	SAT_F_STATE, /* code */
	SAT_F_KEY,   /* code: fingerprint or public key, lower-case hex */
	SAT_F_LATIN, /* NAME and ORG in Latin letters (latin.h) */
	SAT_FIELDS
};
extern const char *const sat_field_name[SAT_FIELDS];

#define SAT_FIELD(f) (1u << (f))
enum {
	/* NAME to NOTE, and LATIN */
	SAT_M_TEXT = (1 << SAT_F_PHONE) - 1 + (1 << SAT_F_LATIN),
	SAT_M_CODE = (1 << SAT_F_LATIN) - (1 << SAT_F_ROLE),
	SAT_PHONE_DIGITS = 8
};

/* First byte of every term; the fields that a class may have. */
enum sat_class { SAT_C_TEXT = 1, SAT_C_PHONE = 2, SAT_C_CODE = 3 };
uint32_t sat_class_fields(uint8_t class);

/* Every searched value of a record as it is stored, NUL-terminated. */
typedef bool sat_value_fn(void *ctx, enum sat_field f, const char *s, size_t n,
    struct satchel_err *err);
SATCHEL_MUST bool
sat_values_of(const struct sat_node *record, enum satchel_kind kind,
    sat_value_fn *each, void *ctx, struct satchel_err *err);

typedef bool sat_term_fn(void *ctx, enum sat_field f, const uint8_t *term,
    size_t n, struct satchel_err *err);

/* Every term of a record (class byte first), repeats and all.  Zone records
 * have none. */
SATCHEL_MUST bool
sat_terms_of(const struct sat_node *record, enum satchel_kind kind,
    sat_term_fn *each, void *ctx, struct satchel_err *err);

/* The same as a list of bytes that can be set aside: for each term u8 field,
 * u8 length, the term.  The caller asks sat_wr_done. */
SATCHEL_MUST bool sat_terms_write(const struct sat_node *record,
    enum satchel_kind kind, struct sat_wr *w, struct satchel_err *err);
/* Takes the next term off such a list; false, and |list| is as it was, if it
 * is none, or at its end. */
SATCHEL_MUST bool
sat_terms_next(struct sat_rd *list, enum sat_field *f, struct sat_rd *term);

/* The phone term of |n| bytes of text, class byte and up to 8 digits, and its
 * length; 0 if it holds no digit. */
size_t
sat_phone_term(const char *s, size_t n, uint8_t out[1 + SAT_PHONE_DIGITS]);

#endif
