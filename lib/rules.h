/* rules: every rule of the check in one table: the manual's DIAGNOSTICS and a
 * test go through it for completeness. */
#ifndef SAT_RULES_H
#define SAT_RULES_H

#include <stdbool.h>
#include <stddef.h>

struct sat_rule {
	const char *id;	     /* "phone-length" */
	bool warning;	     /* else an error: nothing is built */
	const char *what;    /* one line: what the rule asks */
	const char *example; /* what it is reported for */
};

/* In the order of the manual. */
enum sat_rule_id {
	/* bytes and YAML */
	SAT_RULE_UTF8,
	SAT_RULE_BOM, /* warning */
	SAT_RULE_CHARACTER,
	SAT_RULE_JOINER,
	SAT_RULE_NFC,
	SAT_RULE_SYNTAX,
	SAT_RULE_DIRECTIVE,
	SAT_RULE_TAG,
	SAT_RULE_ANCHOR,
	SAT_RULE_ALIAS,
	SAT_RULE_MERGE,
	SAT_RULE_KEY_SCALAR,
	SAT_RULE_DUPLICATE_KEY,
	SAT_RULE_DEPTH,

	/* the folder */
	SAT_RULE_FILE_SIZE,
	SAT_RULE_FILE_NAME,
	SAT_RULE_DOCUMENT,
	SAT_RULE_DOCUMENT_COUNT,
	SAT_RULE_NO_PARTY,
	SAT_RULE_PARTY_TWICE,
	SAT_RULE_CUSTODY_OPEN,

	/* any object */
	SAT_RULE_MISSING,
	SAT_RULE_UNKNOWN_KEY,
	SAT_RULE_CONFIRMED,
	SAT_RULE_TYPE,
	SAT_RULE_EMPTY, /* warning */
	SAT_RULE_SPACE,
	SAT_RULE_LENGTH,
	SAT_RULE_LIST_SIZE,
	SAT_RULE_CHOICE,
	SAT_RULE_VERSION,
	SAT_RULE_DATE,
	SAT_RULE_TIME,
	SAT_RULE_X_COUNT,
	SAT_RULE_X_VALUE,

	/* release.yaml */
	SAT_RULE_DIRECTORY,
	SAT_RULE_EXERCISE_NAME,
	SAT_RULE_ASCII,
	SAT_RULE_RELEASE_NUMBER,
	SAT_RULE_TIME_ORDER,
	SAT_RULE_EXPIRES_FAR,
	SAT_RULE_EXPIRES_LATE, /* warning */

	/* a party */
	SAT_RULE_STATE_CODE,
	SAT_RULE_EXERCISE_CODE,
	SAT_RULE_STATE_MEMBER,
	SAT_RULE_OBSERVER,
	SAT_RULE_PARTY_ID,
	SAT_RULE_NAME_TAG,
	SAT_RULE_NAME_EN,
	SAT_RULE_REVISED_FUTURE,
	SAT_RULE_REVISED_OLD, /* warning */
	SAT_RULE_HOLIDAY,
	SAT_RULE_HOLIDAY_ORDER,
	SAT_RULE_NO_MISSION, /* warning */
	SAT_RULE_NO_ROLE,    /* warning */
	SAT_RULE_NO_SHARED,  /* warning */

	/* a contact */
	SAT_RULE_CONTACT_ID,
	SAT_RULE_CONTACT_TWICE,
	SAT_RULE_ROLE,
	SAT_RULE_NAME_LATIN,
	SAT_RULE_NAME_LATIN_OPEN, /* warning */
	SAT_RULE_NO_REACH,
	SAT_RULE_PHONE_NUMBER,
	SAT_RULE_PHONE_LENGTH,
	SAT_RULE_PHONE_EXT,
	SAT_RULE_PHONE_FOREIGN, /* warning */
	SAT_RULE_PHONE_SAME,	/* warning */
	SAT_RULE_PREF,
	SAT_RULE_EMAIL_ADDRESS,
	SAT_RULE_EMAIL_LENGTH,
	SAT_RULE_EMAIL_FREE, /* warning */
	SAT_RULE_EMAIL_SAME, /* warning */
	SAT_RULE_URI,
	SAT_RULE_LANGUAGE_TAG,
	SAT_RULE_LANGUAGE_UNKNOWN,
	SAT_RULE_LANGUAGE_UN, /* warning */
	SAT_RULE_TIMEZONE,
	SAT_RULE_TIMEZONE_UNKNOWN,
	SAT_RULE_HOURS,
	SAT_RULE_KEY_VALUE,
	SAT_RULE_KEY_FINGERPRINT,
	SAT_RULE_KEY_PUBLIC,
	SAT_RULE_KEY_FOR,
	SAT_RULE_DEPUTY,
	SAT_RULE_DEPUTY_LOOP,
	SAT_RULE_VALID_ORDER,
	SAT_RULE_VALID_PAST, /* warning */
	SAT_RULE_SCOPE_ROLE,
	SAT_RULE_RECORD_SIZE,

	/* custody */
	SAT_RULE_CUSTODY_STATE,
	SAT_RULE_NO_PING, /* warning */

	SAT_RULE_COUNT
};

/* The row of |id|, never NULL. */
const struct sat_rule *sat_rule(enum sat_rule_id id);
size_t sat_rule_count(void);

#endif
