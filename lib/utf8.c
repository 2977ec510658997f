#include "utf8.h"

bool
sat_utf8_next(const uint8_t **p, const uint8_t *end, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const uint8_t *s = *p;
	uint32_t c;
	int more;

	if (s >= end)
		return false;
	c = *s++;
	if (c < 0x80) {
		*p = s;
		*cp = c;
		return true;
	}
	if (c >= 0xc2 && c <= 0xdf) {
		more = 1;
		c &= 0x1f;
	} else if (c >= 0xe0 && c <= 0xef) {
		more = 2;
		c &= 0x0f;
	} else if (c >= 0xf0 && c <= 0xf4) {
		more = 3;
		c &= 0x07;
	} else {
		return false;
	}
	if (end - s < more)
		return false;
	for (int i = 0; i < more; i++, s++) {
		if ((*s & 0xc0) != 0x80)
			return false;
		c = c << 6 | (*s & 0x3f);
	}
	if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return false;
	*p = s;
	*cp = c;
	return true;
}

size_t
sat_utf8_put(uint32_t cp, uint8_t out[4])
{
	if (cp < 0x80) {
		out[0] = (uint8_t)cp; /* 7 bits */
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (uint8_t)(0xc0 | cp >> 6);
		out[1] = (uint8_t)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (uint8_t)(0xe0 | cp >> 12);
		out[1] = (uint8_t)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (uint8_t)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (uint8_t)(0xf0 | (cp >> 18 & 0x07));
	out[1] = (uint8_t)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (uint8_t)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (uint8_t)(0x80 | (cp & 0x3f));
	return 4;
}

bool
sat_utf8_valid(const void *p, size_t n, size_t *count)
{
	const uint8_t *s = p, *end = s + n;
	size_t c = 0;
	uint32_t cp;

	for (; s < end; c++)
		if (!sat_utf8_next(&s, end, &cp))
			return false;
	if (count != NULL)
		*count = c;
	return true;
}

enum sat_cp
sat_cp_class(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp <= 0x9f))
		return SAT_CP_CONTROL;
	if (cp < 0xad)
		return SAT_CP_PLAIN;
	if ((cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069))
		return SAT_CP_BIDI;
	if (cp == 0x200e || cp == 0x200f || cp == 0x061c)
		return SAT_CP_DIRECTION;
	if (cp == 0xad || cp == 0x200b || cp == 0x2060 || cp == 0xfeff)
		return SAT_CP_ZERO_WIDTH;
	if (cp >= 0xe0000 && cp <= 0xe007f)
		return SAT_CP_TAG;
	if (cp == 0x2028 || cp == 0x2029)
		return SAT_CP_SEPARATOR;
	if (cp == 0x200c || cp == 0x200d)
		return SAT_CP_JOINER;
	return SAT_CP_PLAIN;
}

const char *
sat_cp_name(enum sat_cp c)
{
	static const char *const names[] = {
		[SAT_CP_PLAIN] = "character",
		[SAT_CP_CONTROL] = "control character",
		[SAT_CP_BIDI] = "bidi override or isolate",
		[SAT_CP_DIRECTION] = "directional mark",
		[SAT_CP_ZERO_WIDTH] = "zero-width character",
		[SAT_CP_TAG] = "tag character",
		[SAT_CP_SEPARATOR] = "line or paragraph separator",
		[SAT_CP_JOINER] = "zero-width joiner or non-joiner",
	};

	return names[c];
}

bool
sat_cp_space(uint32_t cp)
{
	return (cp >= 0x09 && cp <= 0x0d) || cp == 0x20 || cp == 0x85 ||
	       cp == 0xa0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) ||
	       cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f ||
	       cp == 0x3000;
}
