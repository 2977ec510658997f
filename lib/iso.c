#include "iso.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "iso_table.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
by_code(const void *key, const void *row)
{
	const struct sat_state *s = row;

	return strcmp(key, s->code);
}

const struct sat_state *
sat_iso_state(const char *code)
{
	return bsearch(code, states, COUNT(states), sizeof(states[0]), by_code);
}

const struct sat_state *
sat_iso_states(size_t *n)
{
	*n = COUNT(states);
	return states;
}

bool
sat_iso_user_assigned(const char *c)
{
	if (strlen(c) != 3)
		return false;
	for (int i = 0; i < 3; i++)
		if (c[i] < 'A' || c[i] > 'Z')
			return false;
	return c[0] == 'X' || (c[0] == 'A' && c[1] == 'A') ||
	       (c[0] == 'Q' && c[1] >= 'M') || (c[0] == 'Z' && c[1] == 'Z');
}

/* Two alpha-3 codes, any case, that differ in their last or middle letter. */
static bool
is_near(const char *a, const char *b)
{
	return (a[0] | 0x20) == (b[0] | 0x20) &&
	       ((a[1] | 0x20) == (b[1] | 0x20)) !=
		   ((a[2] | 0x20) == (b[2] | 0x20));
}

const struct sat_state *
sat_iso_guess(const char *text)
{
	const struct sat_state *near = NULL;
	size_t n = strlen(text), found = 0, more = 0;

	if (n < 2)
		return NULL;
	for (size_t i = 0; i < COUNT(states); i++)
		if (strcasecmp(text, states[i].code) == 0 ||
		    strcasecmp(text, states[i].alpha2) == 0)
			return &states[i];
	for (size_t i = 0; n >= 3 && i < COUNT(states); i++)
		if (strncasecmp(text, states[i].name, n) == 0) {
			near = &states[i];
			found++;
		}
	for (size_t i = 0; found == 0 && n == 3 && i < COUNT(states); i++)
		if (is_near(text, states[i].code)) {
			near = &states[i];
			more++;
		}
	return found + more == 1 ? near : NULL; /* one of several: no advice */
}

bool
sat_iso_calls(const struct sat_state *s, const char *digits)
{
	const char *p = s->calling;

	while (*p != '\0') {
		size_t n = strcspn(p, " ");

		if (strncmp(digits, p, n) == 0)
			return true;
		p += n;
		p += *p == ' ';
	}
	return s->calling[0] == '\0';
}

bool
sat_iso_language(const char *p, size_t n)
{
	const uint8_t *table = n == 2 ? language2 : language3;
	size_t bit = 0;

	if (n != 2 && n != 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = (char)(p[i] | 0x20); /* lower case of a letter */

		if (c < 'a' || c > 'z')
			return false;
		bit = bit * 26 + (size_t)(c - 'a'); /* 0 to 25 */
	}
	return (table[bit / 8] >> bit % 8 & 1) != 0;
}

const char *
sat_iso_language_guess(const char *p, size_t n)
{
	/* country codes taken for languages */
	static const struct {
		char is[3], tag[3];
	} country[] = {
		{ "at", "de" },
		{ "cn", "zh" },
		{ "cz", "cs" },
		{ "dk", "da" },
		{ "gb", "en" },
		{ "gr", "el" },
		{ "iq", "ar" },
		{ "ir", "fa" },
		{ "jp", "ja" },
		{ "mx", "es" },
		{ "np", "ne" },
		{ "pk", "ur" },
		{ "rs", "sr" },
		{ "tw", "zh" },
		{ "ua", "uk" },
		{ "us", "en" },
		{ "vn", "vi" },
	};

	for (size_t i = 0; n == 2 && i < COUNT(country); i++)
		if (strncasecmp(p, country[i].is, 2) == 0)
			return country[i].tag;
	for (size_t i = 0; n == 3 && i < COUNT(shorter); i++)
		if (strncasecmp(p, shorter[i].is, 3) == 0)
			return shorter[i].tag;
	return NULL;
}

bool
sat_free_mail(const char *domain)
{
	for (size_t i = 0; i < COUNT(free_mail); i++)
		if ((domain[0] | 0x20) == free_mail[i][0] && /* most differ */
		    strcasecmp(domain, free_mail[i]) == 0)
			return true;
	return false;
}
