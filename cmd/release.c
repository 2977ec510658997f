/* release: a statement's fields, as text, plain lines and JSON. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

enum { VALUE_COL = 14 };

/* Up to where the value begins, or "name: ". */
static void
name_of(struct cli *c, const char *name)
{
	out_put(&c->out, name);
	if (c->plain)
		out_put(&c->out, ": ");
	else
		out_pad(&c->out, VALUE_COL);
}

void
field_text(struct cli *c, const char *name, const char *value)
{
	name_of(c, name);
	if (c->plain)
		out_str(&c->out, value);
	else
		out_wrap(&c->out, VALUE_COL, value);
	out_nl(&c->out);
}

void
field_fmt(struct cli *c, const char *name, const char *fmt, ...)
{
	char s[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	field_text(c, name, s);
}

/* 64 digits are read aloud and compared by people: eight groups a line, four
 * where there is no room. */
void
field_groups(struct cli *c, const char *name, const char *hex)
{
	enum { WIDE = 8 * 5 - 1, MOST = 32 };
	size_t digits = c->out.width < VALUE_COL + WIDE ? MOST / 2 : MOST;
	char part[MOST + 1];

	if (c->plain || *hex == '\0') {
		field_text(c, name, *hex == '\0' ? "none" : hex);
		return;
	}
	for (size_t i = 0; i < strlen(hex); i += digits) {
		if (i == 0)
			name_of(c, name);
		else
			out_pad(&c->out, VALUE_COL);
		(void)snprintf(
		    part, sizeof(part), "%.*s", (int)digits, hex + i);
		out_groups(&c->out, part);
		out_nl(&c->out);
	}
}

void
field_time(struct cli *c, const char *name, int64_t t)
{
	char s[WHEN_SIZE];

	when_iso(t, s);
	field_text(c, name, s);
}

const char *
release_short(const struct satchel_release *r, char buf[SHORT_SIZE])
{
	char day[WHEN_SIZE];

	when_day(r->issued, day);
	(void)snprintf(buf, SHORT_SIZE,
	    "release %" PRIu32 " (epoch %" PRIu32 ") of %s", r->release,
	    r->epoch, day);
	return buf;
}

static void
signers(struct cli *c, const struct satchel_release *r)
{
	if (!r->signatures_checked) {
		field_text(c, "signers",
		    "checked when it was installed; now its digest was");
		return;
	}
	field_fmt(c, "signers", "%zu, of %" PRIu32 " needed", r->signers,
	    r->threshold);
	for (size_t i = 0; i < r->signers && i < SATCHEL_KEYS_MAX; i++)
		field_text(c, c->plain ? "signer" : "", r->signer[i]);
}

void
release_text(struct cli *c, const struct satchel_release *r)
{
	field_text(c, "directory", r->directory);
	field_text(c, "title", r->title);
	field_text(c, "edition",
	    r->exercise ? "exercise: nobody here is to be called" : "live");
	field_fmt(c, "release", "%" PRIu32 " (epoch %" PRIu32 ")", r->release,
	    r->epoch);
	field_time(c, "issued", r->issued);
	field_time(c, "next by", r->next_by);
	field_time(c, "expires", r->expires);
	field_text(c, "freshness", freshness_name(r->freshness));
	field_fmt(c, "records", "%" PRIu64, r->records);
	field_fmt(c, "payload", "%" PRIu64 " bytes", r->payload_size);
	field_fmt(c, "root", "version %" PRIu32, r->root);
	signers(c, r);
	field_groups(c, "fingerprint", r->fingerprint);
	field_groups(c, "previous", r->previous);
	field_groups(c, "record tree", r->records_root);
}

static const char *
signer_at(const void *ctx, size_t i)
{
	const struct satchel_release *r = ctx;

	return r->signer[i];
}

void
release_json(struct out *o, const struct satchel_release *r)
{
	banner_json(o, r);
	json_str(o, "title", r->title);
	json_time(o, "issued", r->issued);
	json_time(o, "next_by", r->next_by);
	json_time(o, "expires", r->expires);
	json_num(o, "root", r->root);
	json_num(o, "records", (int64_t)r->records);	       /* < 2^32 */
	json_num(o, "payload_size", (int64_t)r->payload_size); /* < 2^33 */
	json_str(o, "fingerprint", r->fingerprint);
	json_str(o, "previous", r->previous);
	json_str(o, "records_root", r->records_root);
	json_num(o, "threshold", r->threshold);
	json_bool(o, "signatures_checked", r->signatures_checked);
	json_strings(o, "signers",
	    r->signers < SATCHEL_KEYS_MAX ? r->signers : SATCHEL_KEYS_MAX,
	    signer_at, r);
}
