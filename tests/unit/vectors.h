/* vectors: the published test vectors as JSON. */
#ifndef UNIT_VECTORS_H
#define UNIT_VECTORS_H

#include "unit.h"

#include <jansson.h>

#include "armor.h"

/* The whole file, or a skipped test. The caller lets go with json_decref. */
static inline json_t *
vectors_load(const char *name)
{
	char path[1000];
	json_error_t e;
	json_t *j;

	vectors(name, path, sizeof(path));
	j = json_load_file(path, 0, &e);
	if (j == NULL)
		fail_msg("%s:%d: %s", path, e.line, e.text);
	return j;
}

static inline const char *
json_text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	return s == NULL ? "" : s;
}

/* The hex of |key| as bytes on the heap, as unit.h's exact. */
static inline struct sat_rd
json_hex(const json_t *j, const char *key)
{
	struct sat_rd hex = rd(json_text(j, key));
	struct sat_rd r = exact(hex.p, hex.n / 2);

	assert_true(sat_hex_read(
	    &hex, true, (uint8_t *)(uintptr_t)r.p, hex.n / 2)); /* exact's */
	return r;
}

#endif
