/* iso: what the check knows of the world: countries (ISO 3166-1), which of
 * them the United Nations has as members, their calling codes (E.164),
 * language subtags (BCP 47), providers of free mail.  The tables come from
 * lib/iso_gen.py, which names its sources. */
#ifndef SAT_ISO_H
#define SAT_ISO_H

#include <stdbool.h>
#include <stddef.h>

enum sat_un { SAT_UN_NONE, SAT_UN_MEMBER, SAT_UN_OBSERVER };

struct sat_state {
	char code[4]; /* alpha-3 */
	char alpha2[3];
	enum sat_un un;
	const char *calling; /* "379 39"; "" if it has no seat */
	const char *name;    /* English */
};

/* The country of alpha-3 |code|, or NULL. */
const struct sat_state *sat_iso_state(const char *code);

/* All of them, sorted by code. */
const struct sat_state *sat_iso_states(size_t *n);

/* AAA-AAZ, QMA-QZZ, XAA-XZZ, ZZA-ZZZ: ISO never gives them to a country. */
bool sat_iso_user_assigned(const char *code);

/* Which country was meant by |text| that is no code: its alpha-2 code, lower
 * case, the beginning of its name, the one code a letter away; NULL: no
 * idea. */
const struct sat_state *sat_iso_guess(const char *text);

/* True if |digits| (after the plus) begin with a calling code of |s|, or if
 * none is known. */
bool sat_iso_calls(const struct sat_state *s, const char *digits);

/* True if the |n| letters at |p|, any case, are a primary language subtag. */
bool sat_iso_language(const char *p, size_t n);

/* The subtag meant by one that is not: "eng" is "en", "cn" is "zh"; NULL: no
 * idea. */
const char *sat_iso_language_guess(const char *p, size_t n);

/* A domain, any case, where anyone can have an address. */
bool sat_free_mail(const char *domain);

#endif
