/* banner: what a reader must not miss, above everything that is shown. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

const char *
freshness_name(enum satchel_freshness f)
{
	static const char *const names[] = { "fresh", "stale", "expired",
		"clock-wrong" };

	return names[f];
}

static void line(struct out *o, const char *word, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
line(struct out *o, const char *word, const char *fmt, ...)
{
	char s[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	out_style(o, OUT_RED);
	out_put(o, word);
	out_style(o, OUT_PLAIN);
	out_put(o, "  ");
	out_wrap(o, 2, s);
	out_nl(o);
}

static void
freshness(struct cli *c, const struct satchel_release *r)
{
	char day[WHEN_SIZE], of[WHEN_SIZE];

	when_day(r->issued, of);
	switch (r->freshness) {
	case SATCHEL_STALE:
		when_day(r->next_by, day);
		line(&c->out, "STALE",
		    "a newer release was due by %s; this is release %" PRIu32
		    " of %s. Numbers may have changed: ask for the newer one.",
		    day, r->release, of);
		break;
	case SATCHEL_EXPIRED:
		when_day(r->expires, day);
		line(&c->out, "EXPIRED",
		    "since %s; this is release %" PRIu32
		    " of %s. Confirm every number another way.",
		    day, r->release, of);
		break;
	case SATCHEL_CLOCK_WRONG: /* a line of its own */
	case SATCHEL_FRESH:
		break;
	}
}

static void
clock_wrong(struct cli *c, const struct satchel_release *r)
{
	char clock[WHEN_SIZE], of[WHEN_SIZE];

	when_iso(c->now, clock);
	when_day(r->issued, of);
	line(&c->out, "CLOCK WRONG",
	    "this machine's clock says %s, which cannot be. Whether release "
	    "%" PRIu32 " of %s is fresh cannot be told: set the clock.",
	    clock, r->release, of);
}

/* The last segment of an exercise's name, and of no other, is "exercise". */
void
banner_directory(struct cli *c, const char *name)
{
	size_t n = strlen(name);
	bool exercise = n > 9 && strcmp(name + n - 8, "exercise") == 0 &&
			(name[n - 9] == '/' || name[n - 9] == '.');

	out_prefix(&c->out, exercise ? "EXERCISE " : "");
}

void
banner_prefix(struct cli *c, const struct satchel_release *r)
{
	out_prefix(&c->out, r->exercise ? "EXERCISE " : "");
}

void
banner(struct cli *c, const struct satchel_release *r)
{
	banner_prefix(c, r);
	if (c->json)
		return;
	if (r->older)
		line(&c->out, "OLDER",
		    "release %" PRIu32 " was superseded or revoked; it is for "
		    "the archive, not for use.",
		    r->release);
	if (r->root_replaced)
		line(&c->out, "ROOT CHANGED",
		    "the signing keys were changed after release %" PRIu32
		    "; install the next one when it comes.",
		    r->release);
	freshness(c, r);
	if (r->clock_wrong || r->freshness == SATCHEL_CLOCK_WRONG)
		clock_wrong(c, r);
}

void
banner_json(struct out *o, const struct satchel_release *r)
{
	json_str(o, "directory", r->directory);
	json_str(o, "edition", r->exercise ? "exercise" : "live");
	json_num(o, "epoch", r->epoch);
	json_num(o, "release", r->release);
	json_str(o, "freshness", freshness_name(r->freshness));
	json_bool(o, "older", r->older);
	json_bool(o, "clock_wrong", r->clock_wrong);
	json_bool(o, "root_replaced", r->root_replaced);
}
