/* schema: one table of fields for every object of the source folder and of
 * the stored records; it drives check, record, show and export (satchel(5),
 * "Sources" and "Records"). */
#ifndef SAT_SCHEMA_H
#define SAT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a value is; value.h has the rule of each kind of string. */
enum sat_type {
	SAT_T_TEXT,    /* max in code points */
	SAT_T_ASCII,   /* 20-7E, max in bytes */
	SAT_T_VERSION, /* "1" */
	SAT_T_DIRECTORY,
	SAT_T_RELEASE, /* 1-10000 */
	SAT_T_UTC,     /* RFC 3339, ending in Z */
	SAT_T_DATE,    /* YYYY-MM-DD */
	SAT_T_MOMENT,  /* a date, or an RFC 3339 time of any offset */
	SAT_T_CHOICE,  /* one of words */
	SAT_T_STATE,   /* alpha-3 */
	SAT_T_PARTY,   /* a party's token */
	SAT_T_LOCAL,   /* a contact's id in its party */
	SAT_T_ROLE,
	SAT_T_NUMBER, /* of a telephone */
	SAT_T_EXT,
	SAT_T_PREF, /* 1-100 */
	SAT_T_EMAIL,
	SAT_T_URI, /* max in octets */
	SAT_T_LANGUAGE,
	SAT_T_ZONE,
	SAT_T_HOURS,
	SAT_T_HOLIDAY,
	SAT_T_HEX,   /* a fingerprint; its length depends on the key's type */
	SAT_T_KEY32, /* base64 of 32 bytes */
	SAT_T_ID,    /* a record's full id */
	SAT_T_NAMES, /* a map of language tags to texts of max code points */
	SAT_T_OBJECT,
	SAT_T_OFFSETS /* of a zone record: rows [from, offset, abbreviation] */
};

enum sat_need {
	SAT_OPTIONAL,
	SAT_NEEDED,
	SAT_NEEDED_POC,	      /* in global-poc */
	SAT_NEEDED_POC_TITLE, /* in global-poc if kind is individual */
	SAT_NEEDED_POC_PARTY, /* in global-poc, unless the party has it */
	SAT_NEEDED_OPEN,
	SAT_NEEDED_REACH,	/* phones or emails */
	SAT_NEEDED_FINGERPRINT, /* type is openpgp or smime */
	SAT_NEEDED_PUBLIC	/* type is ed25519 */
};

/* Where a field may stand. */
enum {
	SAT_IN_POC = 1,	 /* sources of profile global-poc */
	SAT_IN_OPEN = 2, /* sources of profile open */
	SAT_IN_SOURCE = 3,
	SAT_IN_RECORD = 4,
	SAT_IN_BOTH = 7
};

/* What a record has of a field is not its source's value, but made of: */
enum sat_own {
	SAT_OWN_NONE,
	SAT_OWN_ID,	  /* the party's id and its own */
	SAT_OWN_PARTY,	  /* its party's names */
	SAT_OWN_STATE,	  /* its party's state */
	SAT_OWN_CONFIRMED /* its last ping */
};

struct sat_object;
struct sat_node;

struct sat_field {
	const char *name;
	enum sat_type type;
	uint32_t max;	/* of one string, in the unit of its type; 0: none */
	uint16_t items; /* of a list, at most; 0: no list */
	uint8_t where;
	enum sat_need need;
	enum sat_own own;
	const struct sat_object *object; /* SAT_T_OBJECT */
	const char *const *words;	 /* SAT_T_CHOICE, NULL at the end */
	const char *help;		 /* for people, one line */
};

struct sat_object {
	const char *name; /* "a contact" */
	bool extra;	  /* x- keys are allowed */
	size_t n;
	const struct sat_field *field; /* in the order of the stored record */
};

extern const struct sat_object sat_release_object; /* release.yaml */
extern const struct sat_object sat_party_object;
extern const struct sat_object sat_contact_object;
extern const struct sat_object sat_mission_object;
extern const struct sat_object sat_holiday_object;
extern const struct sat_object sat_phone_object;
extern const struct sat_object sat_email_object;
extern const struct sat_object sat_service_object;
extern const struct sat_object sat_key_object;
extern const struct sat_object sat_custody_object; /* custody/XTR.yaml */
extern const struct sat_object sat_nomination_object;
extern const struct sat_object sat_ping_object;
extern const struct sat_object sat_zone_object; /* a record only */

enum {
	SAT_MAX_CONTACTS_POC = 32,
	SAT_MAX_CONTACTS = 1024,
	SAT_MAX_NAMES = 31,	   /* languages of a party's name */
	SAT_MAX_PARTY_NAMES = 64,  /* names of its party in a contact */
	SAT_MAX_LIST = 32,	   /* unless the field says otherwise */
	SAT_MAX_EXTRA = 16,	   /* x- keys of an object */
	SAT_MAX_EXTRA_VALUE = 1024 /* octets */
};

const struct sat_field *sat_field(const struct sat_object *o, const char *name);

/* The same, looked for from field |*next| on, which then is the one behind it:
 * keys mostly stand in the schema's order. */
const struct sat_field *
sat_field_next(const struct sat_object *o, const char *name, size_t *next);

enum { SAT_MAX_FIELDS = 40 }; /* of an object */

/* The value in map |m| of each field of |o|, in their order; NULL: none. */
void sat_field_values(const struct sat_object *o, const struct sat_node *m,
    const struct sat_node *value[SAT_MAX_FIELDS]);

/* The field of |o| allowed in |where| whose name |key| was probably meant to
 * be: another case, or one or two slips of the pen; NULL: none. */
const struct sat_field *
sat_field_guess(const struct sat_object *o, unsigned where, const char *key);

/* x-<owner>-<name>: x-[a-z0-9]+-[a-z0-9][a-z0-9-]* */
bool sat_extra_key(const char *key);

/* The word of |words| that |text| was probably meant to be, or NULL. */
const char *sat_word_guess(const char *const *words, const char *text);

#endif
