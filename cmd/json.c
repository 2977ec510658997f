/* json: the JSON side of out.h, one object a line. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "out.h"

/* One code point as \uXXXX, two of them beyond the BMP (RFC 8259 7). */
static void
unicode(struct out *o, uint32_t cp)
{
	char s[16];

	if (cp == TEXT_BAD)
		cp = 0xfffd;
	if (cp > 0xffff)
		(void)snprintf(s, sizeof(s), "\\u%04x\\u%04x",
		    0xd800 + ((cp - 0x10000) >> 10),
		    0xdc00 + ((cp - 0x10000) & 0x3ff));
	else
		(void)snprintf(s, sizeof(s), "\\u%04x", cp);
	out_bytes(o, s, strlen(s));
}

static void
quoted(struct out *o, const char *s)
{
	size_t n = strlen(s);

	out_bytes(o, "\"", 1);
	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(s, n, &cp);

		if (cp == '\n')
			out_bytes(o, "\\n", 2);
		else if (cp == '"' || cp == '\\') {
			out_bytes(o, "\\", 1);
			out_bytes(o, s, 1);
		} else if (cp < 0x20 || cp == TEXT_BAD || text_unsafe(cp))
			unicode(o, cp);
		else
			out_bytes(o, s, len);
		s += len;
		n -= len;
	}
	out_bytes(o, "\"", 1);
}

static void
key_of(struct out *o, const char *key)
{
	if (o->comma)
		out_bytes(o, ",", 1);
	quoted(o, key);
	out_bytes(o, ":", 1);
	o->comma = true;
}

void
json_open(struct out *o)
{
	o->comma = false;
	out_bytes(o, "{", 1);
	json_num(o, "v", 1);
}

void
json_close(struct out *o)
{
	out_bytes(o, "}\n", 2);
	o->comma = false;
}

void
json_str(struct out *o, const char *key, const char *value)
{
	key_of(o, key);
	quoted(o, value);
}

void
json_num(struct out *o, const char *key, int64_t value)
{
	char s[32];

	key_of(o, key);
	(void)snprintf(s, sizeof(s), "%" PRId64, value);
	out_bytes(o, s, strlen(s));
}

void
json_bool(struct out *o, const char *key, bool value)
{
	key_of(o, key);
	out_bytes(o, value ? "true" : "false", value ? 4 : 5);
}

void
json_time(struct out *o, const char *key, int64_t t)
{
	char s[WHEN_SIZE];

	when_iso(t, s);
	json_str(o, key, s);
}

void
json_verbatim(struct out *o, const char *key, const char *json, size_t n)
{
	key_of(o, key);
	if (!o->tty) {
		out_bytes(o, json, n);
		return;
	}
	/* What is unsafe can only stand inside strings of canonical JSON. */
	while (n > 0) {
		uint32_t cp;
		size_t len = text_next(json, n, &cp);

		if (text_unsafe(cp))
			unicode(o, cp);
		else
			out_bytes(o, json, len);
		json += len;
		n -= len;
	}
}

void
json_list(struct out *o, const char *key)
{
	key_of(o, key);
	out_bytes(o, "[", 1);
	o->comma = false;
}

void
json_item(struct out *o)
{
	if (o->comma)
		out_bytes(o, ",", 1);
	out_bytes(o, "{", 1);
	o->comma = false;
}

void
json_item_end(struct out *o)
{
	out_bytes(o, "}", 1);
	o->comma = true;
}

void
json_list_end(struct out *o)
{
	out_bytes(o, "]", 1);
	o->comma = true;
}

void
json_strings(struct out *o, const char *key, size_t n,
    const char *(*at)(const void *ctx, size_t i), const void *ctx)
{
	key_of(o, key);
	out_bytes(o, "[", 1);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			out_bytes(o, ",", 1);
		quoted(o, at(ctx, i));
	}
	out_bytes(o, "]", 1);
}
