#include "schema.h"

#include <string.h>
#include <strings.h>

#include "node.h"

#define FIELDS(a) sizeof(a) / sizeof((a)[0]), a

static const char *const yes_no[] = { "yes", "no", NULL };

/* ---- what phones, e-mails and the like hold ----------------------------- */

static const char *const features[] = { "voice", "mobile", "text", "fax",
	"pager", "video", "main-number", "textphone", NULL };
static const char *const when[] = { "always", "hours", "after-hours", NULL };

static const struct sat_field phone[] = {
	{ .name = "number",
	    .type = SAT_T_NUMBER,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "international: + country code and number (E.164)" },
	{ .name = "ext",
	    .type = SAT_T_EXT,
	    .where = SAT_IN_BOTH,
	    .help = "extension, 1 to 8 digits" },
	{ .name = "features",
	    .type = SAT_T_CHOICE,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .words = features,
	    .help = "what answers: voice, fax, text ... (RFC 9553)" },
	{ .name = "when",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_BOTH,
	    .words = when,
	    .help = "always, hours (if not said), after-hours" },
	{ .name = "pref",
	    .type = SAT_T_PREF,
	    .where = SAT_IN_BOTH,
	    .help = "1 to 100, 1 is tried first (RFC 6350, 5.3)" },
	{ .name = "label",
	    .type = SAT_T_TEXT,
	    .max = 60,
	    .where = SAT_IN_BOTH,
	    .help = "what the number is" },
};
const struct sat_object sat_phone_object = { "a phone", false, FIELDS(phone) };

static const struct sat_field email[] = {
	{ .name = "address",
	    .type = SAT_T_EMAIL,
	    .max = 254,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "local@domain (RFC 5322, 3.4.1)" },
	{ .name = "shared",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_BOTH,
	    .words = yes_no,
	    .help = "yes if more than one person reads it" },
	{ .name = "pref",
	    .type = SAT_T_PREF,
	    .where = SAT_IN_BOTH,
	    .help = "1 to 100, 1 is tried first (RFC 6350, 5.3)" },
};
const struct sat_object sat_email_object = { "an e-mail", false,
	FIELDS(email) };

static const struct sat_field service[] = {
	{ .name = "service",
	    .type = SAT_T_TEXT,
	    .max = 60,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "what it is: web, signal ..." },
	{ .name = "uri",
	    .type = SAT_T_URI,
	    .max = 2048,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "absolute URI (RFC 3986); shown, never opened" },
};
const struct sat_object sat_service_object = { "a service", false,
	FIELDS(service) };

static const char *const key_types[] = { "openpgp", "smime", "ed25519", NULL };

static const struct sat_field pubkey[] = {
	{ .name = "type",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .words = key_types,
	    .help = "openpgp, smime or ed25519" },
	{ .name = "fingerprint",
	    .type = SAT_T_HEX,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_FINGERPRINT,
	    .help = "of openpgp, or the SHA-256 of an smime certificate" },
	{ .name = "public",
	    .type = SAT_T_KEY32,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_PUBLIC,
	    .help = "an ed25519 public key, base64" },
	{ .name = "for",
	    .type = SAT_T_EMAIL,
	    .max = 254,
	    .where = SAT_IN_BOTH,
	    .help = "the contact's address that it is for" },
	{ .name = "expires",
	    .type = SAT_T_DATE,
	    .where = SAT_IN_BOTH,
	    .help = "the day it expires" },
};
const struct sat_object sat_key_object = { "a key", false, FIELDS(pubkey) };

static const struct sat_field holiday[] = {
	{ .name = "date",
	    .type = SAT_T_HOLIDAY,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "--MM-DD, YYYY-MM-DD, or start/end" },
	{ .name = "label",
	    .type = SAT_T_TEXT,
	    .max = 60,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "its name" },
};
const struct sat_object sat_holiday_object = { "a holiday", false,
	FIELDS(holiday) };

/* ---- party, mission, contact --------------------------------------------- */

static const struct sat_field mission[] = {
	{ .name = "name",
	    .type = SAT_T_TEXT,
	    .max = 200,
	    .where = SAT_IN_BOTH,
	    .help = "of the fallback" },
	{ .name = "phones",
	    .type = SAT_T_OBJECT,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .object = &sat_phone_object,
	    .help = "its numbers" },
	{ .name = "emails",
	    .type = SAT_T_OBJECT,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .object = &sat_email_object,
	    .help = "its addresses" },
	{ .name = "timezone",
	    .type = SAT_T_ZONE,
	    .where = SAT_IN_BOTH,
	    .help = "IANA name of its time zone" },
	{ .name = "hours",
	    .type = SAT_T_HOURS,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .help = "24/7, or as Mo-Fr 09:00-17:00" },
};
const struct sat_object sat_mission_object = { "a mission", false,
	FIELDS(mission) };

static const struct sat_field contact[] = {
	{ .name = "id",
	    .type = SAT_T_LOCAL,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .own = SAT_OWN_ID,
	    .help = "its name in the party, as dip-1" },
	{ .name = "party",
	    .type = SAT_T_TEXT,
	    .max = 200,
	    .items = SAT_MAX_PARTY_NAMES,
	    .where = SAT_IN_RECORD,
	    .need = SAT_NEEDED,
	    .own = SAT_OWN_PARTY,
	    .help = "names of its party" },
	{ .name = "state",
	    .type = SAT_T_STATE,
	    .where = SAT_IN_RECORD,
	    .own = SAT_OWN_STATE,
	    .help = "its party's state" },
	{ .name = "role",
	    .type = SAT_T_ROLE,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "diplomatic or technical; any word in open" },
	{ .name = "kind",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .words = (const char *const[]){ "individual", "org", NULL },
	    .help = "individual or org" },
	{ .name = "name",
	    .type = SAT_T_TEXT,
	    .max = 120,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "as the person or office writes it" },
	{ .name = "name_latin",
	    .type = SAT_T_TEXT,
	    .max = 120,
	    .where = SAT_IN_BOTH,
	    .help = "the name in Latin letters" },
	{ .name = "salutation",
	    .type = SAT_T_TEXT,
	    .max = 30,
	    .where = SAT_IN_BOTH,
	    .help = "Ms., Ambassador ..." },
	{ .name = "title",
	    .type = SAT_T_TEXT,
	    .max = 120,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_POC_TITLE,
	    .help = "the office a person holds" },
	{ .name = "organization",
	    .type = SAT_T_TEXT,
	    .max = 160,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_POC,
	    .help = "ministry, agency" },
	{ .name = "unit",
	    .type = SAT_T_TEXT,
	    .max = 120,
	    .where = SAT_IN_BOTH,
	    .help = "department in it" },
	{ .name = "phones",
	    .type = SAT_T_OBJECT,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_REACH,
	    .object = &sat_phone_object,
	    .help = "numbers" },
	{ .name = "emails",
	    .type = SAT_T_OBJECT,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_REACH,
	    .object = &sat_email_object,
	    .help = "addresses" },
	{ .name = "services",
	    .type = SAT_T_OBJECT,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .object = &sat_service_object,
	    .help = "other ways, by URI" },
	{ .name = "languages",
	    .type = SAT_T_LANGUAGE,
	    .items = 12,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_POC_PARTY,
	    .help = "spoken, best first (BCP 47)" },
	{ .name = "timezone",
	    .type = SAT_T_ZONE,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_POC_PARTY,
	    .help = "IANA name of the time zone" },
	{ .name = "hours",
	    .type = SAT_T_HOURS,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_POC_PARTY,
	    .help = "24/7, or as Mo-Fr 09:00-17:00" },
	{ .name = "keys",
	    .type = SAT_T_OBJECT,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .object = &sat_key_object,
	    .help = "public keys" },
	{ .name = "deputy",
	    .type = SAT_T_LOCAL,
	    .where = SAT_IN_BOTH,
	    .help = "id of the contact of the party who stands in" },
	{ .name = "valid_from",
	    .type = SAT_T_DATE,
	    .where = SAT_IN_BOTH,
	    .help = "first day in office" },
	{ .name = "valid_until",
	    .type = SAT_T_DATE,
	    .where = SAT_IN_BOTH,
	    .help = "last day in office" },
	{ .name = "scope",
	    .type = SAT_T_TEXT,
	    .items = 16,
	    .where = SAT_IN_BOTH,
	    .help = "technical: whom it serves (RFC 2350)" },
	{ .name = "verify",
	    .type = SAT_T_TEXT,
	    .max = 500,
	    .where = SAT_IN_BOTH,
	    .help = "how to prove who is on the line" },
	{ .name = "note",
	    .type = SAT_T_TEXT,
	    .max = 500,
	    .where = SAT_IN_BOTH,
	    .help = "anything else" },
	{ .name = "confirmed",
	    .type = SAT_T_DATE,
	    .where = SAT_IN_RECORD,
	    .own = SAT_OWN_CONFIRMED,
	    .help = "date of the last ping that was acknowledged" },
};
const struct sat_object sat_contact_object = { "a contact", true,
	FIELDS(contact) };

static const struct sat_field party[] = {
	{ .name = "satchel",
	    .type = SAT_T_VERSION,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "version of this schema: \"1\"" },
	{ .name = "party",
	    .type = SAT_T_PARTY,
	    .where = SAT_IN_OPEN,
	    .need = SAT_NEEDED_OPEN,
	    .help = "the party's id" },
	{ .name = "id",
	    .type = SAT_T_ID,
	    .where = SAT_IN_RECORD,
	    .need = SAT_NEEDED,
	    .own = SAT_OWN_ID,
	    .help = "state or party" },
	{ .name = "state",
	    .type = SAT_T_STATE,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_POC,
	    .help = "ISO 3166-1 alpha-3" },
	{ .name = "name",
	    .type = SAT_T_NAMES,
	    .max = 200,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED,
	    .help = "by language; a plain text in open" },
	{ .name = "official_name",
	    .type = SAT_T_TEXT,
	    .max = 200,
	    .where = SAT_IN_BOTH,
	    .help = "the long form" },
	{ .name = "aliases",
	    .type = SAT_T_TEXT,
	    .max = 200,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .help = "other names it is searched by" },
	{ .name = "revised",
	    .type = SAT_T_DATE,
	    .where = SAT_IN_BOTH,
	    .need = SAT_NEEDED_POC,
	    .help = "day of the last look at it all" },
	{ .name = "timezone",
	    .type = SAT_T_ZONE,
	    .where = SAT_IN_BOTH,
	    .help = "of contacts that name none" },
	{ .name = "hours",
	    .type = SAT_T_HOURS,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_BOTH,
	    .help = "of contacts that name none" },
	{ .name = "languages",
	    .type = SAT_T_LANGUAGE,
	    .items = 12,
	    .where = SAT_IN_BOTH,
	    .help = "of contacts that name none" },
	{ .name = "holidays",
	    .type = SAT_T_OBJECT,
	    .items = 60,
	    .where = SAT_IN_BOTH,
	    .object = &sat_holiday_object,
	    .help = "days without office hours" },
	{ .name = "mission",
	    .type = SAT_T_OBJECT,
	    .where = SAT_IN_BOTH,
	    .object = &sat_mission_object,
	    .help = "the fallback" },
	{ .name = "contacts",
	    .type = SAT_T_OBJECT,
	    .items = SAT_MAX_CONTACTS,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .object = &sat_contact_object,
	    .help = "who is called" },
};
const struct sat_object sat_party_object = { "a party", true, FIELDS(party) };

/* ---- release.yaml, custody, zones ----------------------------------------- */

static const struct sat_field release[] = {
	{ .name = "satchel",
	    .type = SAT_T_VERSION,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "version of this schema: \"1\"" },
	{ .name = "directory",
	    .type = SAT_T_DIRECTORY,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "the name every signed text carries" },
	{ .name = "title",
	    .type = SAT_T_ASCII,
	    .max = 100,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "for people, ASCII" },
	{ .name = "profile",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .words = (const char *const[]){ "global-poc", "open", NULL },
	    .help = "global-poc or open" },
	{ .name = "release",
	    .type = SAT_T_RELEASE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "the previous one's plus 1" },
	{ .name = "issued",
	    .type = SAT_T_UTC,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "UTC, as 2026-11-01T00:00:00Z" },
	{ .name = "next_by",
	    .type = SAT_T_UTC,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "when the next release is due" },
	{ .name = "expires",
	    .type = SAT_T_UTC,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "at most 12 months after issued" },
	{ .name = "edition",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .words = (const char *const[]){ "live", "exercise", NULL },
	    .help = "live or exercise" },
	{ .name = "custodian",
	    .type = SAT_T_TEXT,
	    .max = 200,
	    .where = SAT_IN_SOURCE,
	    .help = "who compiles the directory" },
	{ .name = "handling",
	    .type = SAT_T_TEXT,
	    .max = 200,
	    .where = SAT_IN_SOURCE,
	    .help = "who may be given it" },
	{ .name = "rounds",
	    .type = SAT_T_DATE,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_SOURCE,
	    .help = "days of the ping rounds" },
	{ .name = "observers",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_SOURCE,
	    .words = yes_no,
	    .help = "yes: VAT and PSE may stand in it" },
};
const struct sat_object sat_release_object = { "release.yaml", false,
	FIELDS(release) };

static const struct sat_field nomination[] = {
	{ .name = "reference",
	    .type = SAT_T_TEXT,
	    .max = 200,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "of the note that named the contacts" },
	{ .name = "received",
	    .type = SAT_T_DATE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "the day it came" },
	{ .name = "via",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .words = (const char *const[]){ "permanent-mission", "mfa", NULL },
	    .help = "permanent-mission or mfa" },
};
const struct sat_object sat_nomination_object = { "a nomination", false,
	FIELDS(nomination) };

static const struct sat_field ping[] = {
	{ .name = "round",
	    .type = SAT_T_DATE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "the day of its round" },
	{ .name = "contact",
	    .type = SAT_T_LOCAL,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "the contact's id in its party" },
	{ .name = "channel",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .words = (const char *const[]){ "email", "phone", NULL },
	    .help = "email or phone" },
	{ .name = "result",
	    .type = SAT_T_CHOICE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .words = (const char *const[]){ "acknowledged", "no-reply",
		"undeliverable", "wrong-person", NULL },
	    .help = "acknowledged, no-reply, undeliverable, wrong-person" },
	{ .name = "replied",
	    .type = SAT_T_MOMENT,
	    .where = SAT_IN_SOURCE,
	    .help = "when the answer came" },
};
const struct sat_object sat_ping_object = { "a ping", false, FIELDS(ping) };

static const struct sat_field custody[] = {
	{ .name = "satchel",
	    .type = SAT_T_VERSION,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "version of this schema: \"1\"" },
	{ .name = "state",
	    .type = SAT_T_STATE,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .help = "the file's name" },
	{ .name = "nominations",
	    .type = SAT_T_OBJECT,
	    .items = 1024,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .object = &sat_nomination_object,
	    .help = "how the contacts were named" },
	{ .name = "pings",
	    .type = SAT_T_OBJECT,
	    .items = 4096,
	    .where = SAT_IN_SOURCE,
	    .need = SAT_NEEDED,
	    .object = &sat_ping_object,
	    .help = "the log of the rounds" },
};
const struct sat_object sat_custody_object = { "a custody file", false,
	FIELDS(custody) };

static const struct sat_field zone[] = {
	{ .name = "id",
	    .type = SAT_T_ID,
	    .where = SAT_IN_RECORD,
	    .need = SAT_NEEDED,
	    .help = "zone:Area/Place" },
	{ .name = "version",
	    .type = SAT_T_ASCII,
	    .max = 31,
	    .where = SAT_IN_RECORD,
	    .need = SAT_NEEDED,
	    .help = "of the builder's time zone data" },
	{ .name = "offsets",
	    .type = SAT_T_OFFSETS,
	    .items = SAT_MAX_LIST,
	    .where = SAT_IN_RECORD,
	    .need = SAT_NEEDED,
	    .help = "[from, seconds east of UTC, abbreviation]" },
};
const struct sat_object sat_zone_object = { "a zone", false, FIELDS(zone) };

/* ---- looking things up ----------------------------------------------------- */

const struct sat_field *
sat_field_next(const struct sat_object *o, const char *name, size_t *next)
{
	for (size_t k = 0, i = *next; k < o->n; k++, i++) {
		const struct sat_field *f;

		i = i < o->n ? i : 0;
		f = &o->field[i];
		if (sat_key_is(f->name, name)) {
			*next = i + 1;
			return f;
		}
	}
	return NULL;
}

const struct sat_field *
sat_field(const struct sat_object *o, const char *name)
{
	size_t next = 0;

	return sat_field_next(o, name, &next);
}

void
sat_field_values(const struct sat_object *o, const struct sat_node *m,
    const struct sat_node *value[SAT_MAX_FIELDS])
{
	size_t next = 0;

	for (size_t i = 0; i < o->n; i++)
		value[i] = NULL;
	for (size_t i = 0; i < m->n; i++) {
		const struct sat_pair *p = &m->u.pair[i];
		const struct sat_field *f = sat_field_next(o, p->key, &next);

		if (f != NULL)
			value[f - o->field] = &p->value;
	}
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

enum { LONGEST = 32, FAR = 99 };

/* Insertions, deletions, changes and swaps of neighbours, any case, that
 * lead from |a| to |b|; FAR for long ones. */
static unsigned
slips(const char *a, const char *b)
{
	unsigned row[3][LONGEST + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > LONGEST || m > LONGEST)
		return FAR;
	for (unsigned j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *now = row[i % 3], *up = row[(i + 2) % 3],
			 *up2 = row[(i + 1) % 3];

		now[0] = (unsigned)i; /* at most LONGEST */
		for (size_t j = 1; j <= m; j++) {
			int ca = a[i - 1] | 0x20, cb = b[j - 1] | 0x20;

			now[j] = least(up[j], now[j - 1]) + 1;
			now[j] = least(now[j], up[j - 1] + (ca != cb));
			if (i > 1 && j > 1 && ca == (b[j - 2] | 0x20) &&
			    cb == (a[i - 2] | 0x20))
				now[j] = least(now[j], up2[j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

/* A word of 4 letters may be one slip away, one of 8 two. */
static unsigned
limit_of(const char *word)
{
	size_t n = strlen(word);

	return n < 3 ? 0 : n < 6 ? 1 : 2;
}

const struct sat_field *
sat_field_guess(const struct sat_object *o, unsigned where, const char *key)
{
	const struct sat_field *best = NULL;
	unsigned at = FAR;

	for (size_t i = 0; i < o->n; i++) {
		const struct sat_field *f = &o->field[i];
		unsigned d = slips(key, f->name);

		if ((f->where & where) != 0 && d < at &&
		    d <= limit_of(f->name)) {
			best = f;
			at = d;
		}
	}
	return best;
}

const char *
sat_word_guess(const char *const *words, const char *text)
{
	const char *best = NULL;
	unsigned at = FAR;

	for (; *words != NULL; words++) {
		unsigned d = slips(text, *words);

		if (d < at && d <= limit_of(*words)) {
			best = *words;
			at = d;
		}
	}
	return best;
}

static bool
low(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool
sat_extra_key(const char *key)
{
	const char *p = key + 2;

	if (strncmp(key, "x-", 2) != 0 || !low(*p))
		return false;
	while (low(*p))
		p++;
	if (*p++ != '-' || !low(*p))
		return false;
	while (low(*p) || *p == '-')
		p++;
	return *p == '\0';
}
