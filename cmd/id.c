#include "id.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ID_SIZE = 128 };

static void
to_upper(char *s, const char *end)
{
	for (; s < end; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s & ~0x20);
}

static void
to_lower(char *s, const char *end)
{
	for (; s < end; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s | 0x20);
}

static bool
other_case(struct cli *c, const char *typed, struct satchel_record *r)
{
	char id[ID_SIZE], *slash;
	struct satchel_err err;
	const char *end;

	if (strlen(typed) >= sizeof(id))
		return false;
	(void)snprintf(id, sizeof(id), "%s", typed);
	end = id + strlen(id);
	slash = id + strcspn(id, "/");
	to_lower(slash, end);
	to_upper(id, slash);
	if (satchel_get(c->s, id, r, &err))
		return true;
	to_lower(id, slash);
	return satchel_get(c->s, id, r, &err);
}

bool
id_get(struct cli *c, const char *typed, struct satchel_record *r)
{
	struct satchel_err err;

	if (satchel_get(c->s, typed, r, &err))
		return true;
	if (err.code != SATCHEL_ENO) {
		c->status = complain(&err);
		return false;
	}
	if (other_case(c, typed, r))
		return true;
	c->status = no_record(c, typed);
	return false;
}
