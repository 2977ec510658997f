/* One short function for each kind of string. */
#include <string.h>

#include "check_rule.h"
#include "iso.h"
#include "armor.h"
#include "hours.h"
#include "shape.h"
#include "utf8.h"

/* An ASCII character that is not white space. */
static bool
is_ink(uint8_t c)
{
	return c > 0x20 && c < 0x80;
}

bool
sat_check_space(struct sat_check *c, const char *name, const struct sat_node *v)
{
	const uint8_t *p = (const uint8_t *)v->u.s, *end = p + v->n, *last;
	uint32_t first, cp;
	bool head, tail;

	if (v->n > 0 && is_ink(*p) && is_ink(end[-1]))
		return true;
	if (!sat_utf8_next(&p, end, &first))
		return true;
	for (last = end - 1;
	     last > (const uint8_t *)v->u.s && (*last & 0xc0) == 0x80;)
		last--;
	head = sat_cp_space(first);
	tail = sat_utf8_next(&last, end, &cp) && sat_cp_space(cp);
	if (!head && !tail)
		return true;
	sat_find(c, SAT_RULE_SPACE, &v->at, NULL, "%s %s with %s", name,
	    head ? "begins" : "ends",
	    (head ? first : cp) == '\n' ? "a line feed" : "a space");
	return false;
}

static size_t
count(const struct sat_node *v)
{
	size_t n;

	return sat_utf8_valid(v->u.s, v->n, &n) ? n : v->n;
}

void
sat_check_length(struct sat_check *c, const char *name,
    const struct sat_node *v, uint32_t max)
{
	size_t n;

	if (max == 0 || v->n <= max) /* no more code points than bytes */
		return;
	n = count(v);
	if (n > max)
		sat_find(c, SAT_RULE_LENGTH, &v->at, NULL,
		    "%s has %zu characters; at most %u are allowed", name, n,
		    max);
}

static void
text(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	sat_check_length(c, f->name, v, f->max);
}

static void
ascii(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->u.s[i] < 0x20 || v->u.s[i] > 0x7e) {
			sat_find(c, SAT_RULE_ASCII, &v->at, NULL,
			    "%s \"%.*s\" must be ASCII, on one line", f->name,
			    SAT_SHOW(v));
			return;
		}
	text(c, f, v);
}

static void
version(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	if (strcmp(v->u.s, "1") != 0)
		sat_find(c, SAT_RULE_VERSION, &v->at, NULL,
		    "%s must be \"1\", the version of this schema, and is "
		    "\"%.*s\"",
		    f->name, SAT_SHOW(v));
}

static void
directory(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	const char *why;

	(void)f;
	if (!sat_is_directory(v->u.s, &why))
		sat_find(c, SAT_RULE_DIRECTORY, &v->at,
		    "as un.example/points-of-contact",
		    "directory \"%.*s\" is not a name: %s", SAT_SHOW(v), why);
}

static void
release(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	uint32_t n;

	(void)f;
	if (!sat_integer_read(v->u.s, 1, 10000, &n))
		sat_find(c, SAT_RULE_RELEASE_NUMBER, &v->at, NULL,
		    "release \"%.*s\" is not a whole number from 1 to 10,000 "
		    "without leading zeros",
		    SAT_SHOW(v));
}

static void
utc(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	struct sat_rd r = sat_rd_of(v->u.s, v->n, 0, NULL);
	int64_t t;

	if (!sat_time_read(&r, &t))
		sat_find(c, SAT_RULE_TIME, &v->at, "as 2026-11-01T00:00:00Z",
		    "%s \"%.*s\" is not a time in UTC (RFC 3339, ending in Z)",
		    f->name, SAT_SHOW(v));
}

static void
date(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	if (!sat_day_read(v->u.s, NULL))
		sat_find(c, SAT_RULE_DATE, &v->at, "as 2026-11-01",
		    "%s \"%.*s\" is not a day of the calendar, YYYY-MM-DD",
		    f->name, SAT_SHOW(v));
}

static void
moment(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	if (!sat_is_moment(v->u.s))
		sat_find(c, SAT_RULE_TIME, &v->at,
		    "as 2026-11-01 or 2026-11-01T09:30:00Z",
		    "%s \"%.*s\" is neither a day nor a time (RFC 3339)",
		    f->name, SAT_SHOW(v));
}

static void
choice(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	char all[160] = "";
	size_t n = 0;

	for (size_t i = 0; f->words[i] != NULL; i++) {
		const char *join = i == 0		     ? ""
				   : f->words[i + 1] == NULL ? " or "
							     : ", ";

		if (strcmp(f->words[i], v->u.s) == 0)
			return;
		if (n + strlen(join) + strlen(f->words[i]) < sizeof(all)) {
			memcpy(all + n, join, strlen(join) + 1);
			n += strlen(join);
			memcpy(all + n, f->words[i], strlen(f->words[i]) + 1);
			n += strlen(f->words[i]);
		}
	}
	sat_find(c, SAT_RULE_CHOICE, &v->at,
	    sat_did_you_mean(c, sat_word_guess(f->words, v->u.s)),
	    "%s is \"%.*s\"; it must be %s", f->name, SAT_SHOW(v), all);
}

static void
unknown_state(struct sat_check *c, const struct sat_node *v)
{
	const struct sat_state *s = sat_iso_guess(v->u.s);

	sat_find(c, SAT_RULE_STATE_CODE, &v->at,
	    sat_did_you_mean(c, s == NULL ? NULL : s->code),
	    "state \"%.*s\" is not a country code of ISO 3166-1 alpha-3",
	    SAT_SHOW(v));
}

static void
state(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	const struct sat_state *s = sat_iso_state(v->u.s);
	bool poc = c->profile == SAT_PROFILE_POC;

	(void)f;
	if (s == NULL && !sat_iso_user_assigned(v->u.s))
		unknown_state(c, v);
	else if (s == NULL && c->edition == SAT_EDITION_LIVE)
		sat_find(c, SAT_RULE_EXERCISE_CODE, &v->at, NULL,
		    "state %s is a user-assigned code, which only an exercise "
		    "may use",
		    v->u.s);
	else if (s != NULL && poc && s->un == SAT_UN_NONE)
		sat_find(c, SAT_RULE_STATE_MEMBER, &v->at, NULL,
		    "state %s (%s) is not a Member State of the United Nations",
		    s->code, s->name);
	else if (s != NULL && poc && s->un == SAT_UN_OBSERVER &&
		 c->has_observers && !c->observers)
		sat_find(c, SAT_RULE_OBSERVER, &v->at,
		    "observers: \"yes\" in release.yaml admits them",
		    "state %s (%s) is an observer, and this directory admits "
		    "none",
		    s->code, s->name);
}

static void
party(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	(void)f;
	if (!sat_is_party(v->u.s))
		sat_find(c, SAT_RULE_PARTY_ID, &v->at, NULL,
		    "party \"%.*s\" is not 1 to 64 of A-Z a-z 0-9 . _ - with a "
		    "letter or digit first",
		    SAT_SHOW(v));
}

static void
local(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	if (!sat_is_local(v->u.s))
		sat_find(c, SAT_RULE_CONTACT_ID, &v->at, NULL,
		    "%s \"%.*s\" is not 1 to 32 of a-z 0-9 - with a letter "
		    "first",
		    f->name, SAT_SHOW(v));
}

static void
role(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	static const char *const roles[] = { "diplomatic", "technical", NULL };

	(void)f;
	if (c->profile == SAT_PROFILE_POC) {
		if (strcmp(v->u.s, roles[0]) != 0 &&
		    strcmp(v->u.s, roles[1]) != 0)
			sat_find(c, SAT_RULE_ROLE, &v->at,
			    sat_did_you_mean(c, sat_word_guess(roles, v->u.s)),
			    "role is \"%.*s\"; it must be diplomatic or "
			    "technical",
			    SAT_SHOW(v));
	} else if (!sat_is_local(v->u.s)) {
		sat_find(c, SAT_RULE_ROLE, &v->at, NULL,
		    "role \"%.*s\" is not 1 to 32 of a-z 0-9 - with a letter "
		    "first",
		    SAT_SHOW(v));
	}
}

static void
phone(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	char number[SAT_NUMBER_SIZE];
	const char *s = v->u.s, *hint = "as \"+999 1 555 0142\"";
	size_t digits = 0;

	(void)f;
	switch (sat_number_read(s, number, &digits)) {
	case SAT_NUMBER_GOOD:
		break;
	case SAT_NUMBER_LENGTH:
		sat_find(c, SAT_RULE_PHONE_LENGTH, &v->at, NULL,
		    "number \"%.*s\" has %zu digit%s; E.164 allows 7 to 15",
		    SAT_SHOW(v), digits, SAT_S(digits));
		break;
	case SAT_NUMBER_NO_PLUS:
		sat_find(c, SAT_RULE_PHONE_NUMBER, &v->at,
		    strncmp(s, "00", 2) == 0
			? "write + in place of 00"
			: "begin with + and the country code",
		    "number \"%.*s\" is not international: it has no +",
		    SAT_SHOW(v));
		break;
	case SAT_NUMBER_ZERO:
		sat_find(c, SAT_RULE_PHONE_NUMBER, &v->at, hint,
		    "number \"%.*s\" has no country code: none begins with 0",
		    SAT_SHOW(v));
		break;
	case SAT_NUMBER_CHARACTER:
		if (strpbrk(s, "xX#;,") != NULL)
			hint = "an extension has a key of its own, ext";
		sat_find(c, SAT_RULE_PHONE_NUMBER, &v->at, hint,
		    "number \"%.*s\" has other characters than one + in front, "
		    "digits 0 to 9, space . ( ) -",
		    SAT_SHOW(v));
	}
}

static void
ext(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	(void)f;
	if (!sat_is_ext(v->u.s))
		sat_find(c, SAT_RULE_PHONE_EXT, &v->at, NULL,
		    "ext \"%.*s\" is not 1 to 8 digits", SAT_SHOW(v));
}

static void
pref(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	uint32_t n;

	(void)f;
	if (!sat_integer_read(v->u.s, 1, 100, &n))
		sat_find(c, SAT_RULE_PREF, &v->at, NULL,
		    "pref \"%.*s\" is not a whole number from 1, the best, to "
		    "100",
		    SAT_SHOW(v));
}

static void
email(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	const char *why;

	if (v->n > f->max)
		sat_find(c, SAT_RULE_EMAIL_LENGTH, &v->at, NULL,
		    "%s \"%.*s\" has %zu bytes; RFC 5321 allows %u", f->name,
		    SAT_SHOW(v), v->n, f->max);
	else if (!sat_is_email(v->u.s, &why))
		sat_find(c, SAT_RULE_EMAIL_ADDRESS, &v->at, NULL,
		    "%s \"%.*s\" is not an e-mail address: %s", f->name,
		    SAT_SHOW(v), why);
}

static void
uri(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	const char *why;

	if (v->n > f->max)
		sat_find(c, SAT_RULE_URI, &v->at, NULL,
		    "uri \"%.*s\" has %zu bytes; at most %u are allowed",
		    SAT_SHOW(v), v->n, f->max);
	else if (!sat_is_uri(v->u.s, &why))
		sat_find(c, SAT_RULE_URI, &v->at, NULL,
		    "uri \"%.*s\" is not an absolute URI: %s", SAT_SHOW(v),
		    why);
}

static void
language(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	size_t n = sat_language_primary(v->u.s);

	(void)f;
	if (!sat_is_language(v->u.s))
		sat_find(c, SAT_RULE_LANGUAGE_TAG, &v->at,
		    strchr(v->u.s, '_') != NULL ? "write - in place of _"
						: "as en, fr, zh-Hant",
		    "\"%.*s\" is not a language tag (BCP 47)", SAT_SHOW(v));
	else if (!sat_iso_language(v->u.s, n))
		sat_find(c, SAT_RULE_LANGUAGE_UNKNOWN, &v->at,
		    sat_did_you_mean(c, sat_iso_language_guess(v->u.s, n)),
		    "\"%.*s\": there is no language %.*s in the registry (BCP "
		    "47)",
		    SAT_SHOW(v), (int)n, v->u.s);
}

bool
sat_check_zone(const struct sat_check *c, const char *name)
{
	return c->zones != NULL ? sat_zone_set_has(c->zones, name)
				: sat_tzdata_has(c->tz, name);
}

static void
zone(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	(void)f;
	if (!sat_is_zone(v->u.s))
		sat_find(c, SAT_RULE_TIMEZONE, &v->at, "as Asia/Kathmandu",
		    "timezone \"%.*s\" is not an IANA name, Area/Place, or UTC",
		    SAT_SHOW(v));
	else if (!sat_check_zone(c, v->u.s))
		sat_find(c, SAT_RULE_TIMEZONE_UNKNOWN, &v->at,
		    "names are case-sensitive, as Asia/Kathmandu",
		    "timezone \"%.*s\" is not in the time zone data (%s)",
		    SAT_SHOW(v), c->tz->version);
}

static void
hours(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	struct sat_rd r = sat_rd_of(v->u.s, v->n, 0, NULL);
	const char *why;

	(void)f;
	if (!sat_hours_add(&r, NULL, &why))
		sat_find(c, SAT_RULE_HOURS, &v->at,
		    "as 24/7 or Mo-Fr 09:00-12:30,14:00-17:00",
		    "hours \"%.*s\": %s", SAT_SHOW(v), why);
}

static void
holiday(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	bool reversed;

	(void)f;
	if (!sat_is_holiday(v->u.s, &reversed))
		sat_find(c, SAT_RULE_HOLIDAY, &v->at,
		    "as --05-09, 2026-12-14 or 2026-12-14/2026-12-16",
		    "date \"%.*s\" is not a day, nor two with / between",
		    SAT_SHOW(v));
	else if (reversed)
		sat_find(c, SAT_RULE_HOLIDAY_ORDER, &v->at, NULL,
		    "date \"%.*s\" ends before it starts", SAT_SHOW(v));
}

static void
key32(struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	(void)f;
	if (!sat_is_key32(v->u.s))
		sat_find(c, SAT_RULE_KEY_PUBLIC, &v->at, NULL,
		    "public \"%.*s\" is not 32 bytes in base64", SAT_SHOW(v));
}

/* A fingerprint's length depends on the key's type: see sat_check_key. */
static void
nothing(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	(void)c;
	(void)f;
	(void)v;
}

void
sat_check_value(
    struct sat_check *c, const struct sat_field *f, const struct sat_node *v)
{
	static void (*const rules[])(struct sat_check *,
	    const struct sat_field *, const struct sat_node *) = {
		[SAT_T_TEXT] = text,
		[SAT_T_ASCII] = ascii,
		[SAT_T_VERSION] = version,
		[SAT_T_DIRECTORY] = directory,
		[SAT_T_RELEASE] = release,
		[SAT_T_UTC] = utc,
		[SAT_T_DATE] = date,
		[SAT_T_MOMENT] = moment,
		[SAT_T_CHOICE] = choice,
		[SAT_T_STATE] = state,
		[SAT_T_PARTY] = party,
		[SAT_T_LOCAL] = local,
		[SAT_T_ROLE] = role,
		[SAT_T_NUMBER] = phone,
		[SAT_T_EXT] = ext,
		[SAT_T_PREF] = pref,
		[SAT_T_EMAIL] = email,
		[SAT_T_URI] = uri,
		[SAT_T_LANGUAGE] = language,
		[SAT_T_ZONE] = zone,
		[SAT_T_HOURS] = hours,
		[SAT_T_HOLIDAY] = holiday,
		[SAT_T_HEX] = nothing,
		[SAT_T_KEY32] = key32,
		[SAT_T_ID] = nothing,	 /* no source has it */
		[SAT_T_NAMES] = nothing, /* the walk looks at these three */
		[SAT_T_OBJECT] = nothing,
		[SAT_T_OFFSETS] = nothing,
	};

	rules[f->type](c, f, v);
}
