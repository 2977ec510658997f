/* api_state: whether a word is a State, nominated or not. */
#include <string.h>

#include "iso.h"
#include "naming.h"

/* The State whose name the word is, or alone begins with the words of. */
static const struct sat_state *
state_named(const char *typed)
{
	const struct sat_state *list, *near = NULL;
	struct satchel_err err;
	size_t n, found = 0;
	unsigned how;

	list = sat_iso_states(&n);
	for (size_t i = 0; i < n; i++) {
		if (!sat_begins_name(typed, list[i].name, &how, &err))
			return NULL; /* no memory: it is a remark alone */
		if (how == 2)
			return &list[i];
		if (how == 1) {
			near = &list[i];
			found++;
		}
	}
	return found == 1 ? near : NULL;
}

bool
satchel_state(const char *word, bool exercise, char code[4], const char **name)
{
	const struct sat_state *s = NULL;
	char upper[4] = "";

	if (strlen(word) == 3) {
		for (size_t i = 0; i < 3; i++)
			upper[i] = word[i] >= 'a' && word[i] <= 'z'
				       ? (char)(word[i] & ~0x20) /* a letter */
				       : word[i];
		s = sat_iso_state(upper);
	}
	if (s == NULL && exercise && sat_iso_user_assigned(upper)) {
		memcpy(code, upper, sizeof(upper));
		*name = NULL;
		return true;
	}
	if (s == NULL)
		s = state_named(word);
	if (s == NULL)
		return false;
	memcpy(code, s->code, sizeof(s->code));
	*name = s->name;
	return true;
}
