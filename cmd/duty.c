/* duty: who is there and when, on the screen: their time, UTC, and ours. */
#include "duty.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400, LOCAL_SIZE = 64 };

void
duty_init(void)
{
	tzset();
}

const char *
duty_name(enum satchel_duty d)
{
	static const char *const names[] = { "24/7", "OPEN", "ON CALL",
		"CLOSED", "NOT KNOWN", "NOT VALID" };

	return names[d];
}

void
duty_put(struct out *o, enum satchel_duty d)
{
	static const enum out_style styles[] = { OUT_GREEN, OUT_GREEN,
		OUT_YELLOW, OUT_PLAIN, OUT_YELLOW, OUT_RED };

	out_style(o, styles[d]);
	out_put(o, duty_name(d));
	out_style(o, OUT_PLAIN);
}

bool
duty_answers(enum satchel_duty d)
{
	return d <= SATCHEL_ON_CALL;
}

/* ---- clocks ---------------------------------------------------------------- */

/* The offset of this machine's zone at |t|; false: not known. */
static bool
here(int64_t t, int32_t *offset, char name[16])
{
	time_t clock = (time_t)t;
	struct tm tm;

	if ((int64_t)clock != t || localtime_r(&clock, &tm) == NULL)
		return false;
	*offset = (int32_t)tm.tm_gmtoff; /* within a day */
	(void)snprintf(name, 16, "%.15s", tm.tm_zone);
	return true;
}

static int64_t
day_of(int64_t local)
{
	int64_t rest = local % DAY;

	return (local - (rest < 0 ? rest + DAY : rest)) / DAY;
}

/* Two digits. */
static unsigned
two(const char *s)
{
	return (unsigned)(s[0] - '0') * 10 + (unsigned)(s[1] - '0');
}

void
duty_clock(int64_t t, int32_t offset, bool year, char s[CLOCK_SIZE])
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t week = ((day_of(t + offset) + 3) % 7 + 7) % 7; /* a Thursday */
	char iso[WHEN_SIZE];

	when_iso(t + offset, iso); /* YYYY-MM-DDThh:mm:ssZ, or @seconds */
	if (*iso == '@')
		(void)snprintf(s, CLOCK_SIZE, "%s", iso);
	else if (year)
		(void)snprintf(s, CLOCK_SIZE, "%s %u %s %.4s %.5s", days[week],
		    two(iso + 8), months[two(iso + 5) - 1], iso, iso + 11);
	else
		(void)snprintf(s, CLOCK_SIZE, "%s %u %s %.5s", days[week],
		    two(iso + 8), months[two(iso + 5) - 1], iso + 11);
}

/* The same, the time alone if its day is |day|. */
static void
clock_after(int64_t t, int32_t offset, int64_t day, char s[CLOCK_SIZE])
{
	duty_clock(t, offset, false, s);
	if (day_of(t + offset) == day)
		memmove(s, strrchr(s, ' ') + 1, 6); /* hh:mm and its NUL */
}

void
duty_when(int64_t t, char s[MOMENT_SIZE])
{
	char utc[CLOCK_SIZE], ours[CLOCK_SIZE], name[16];
	int32_t offset;

	duty_clock(t, 0, true, utc);
	if (!here(t, &offset, name) || offset == 0) {
		(void)snprintf(s, MOMENT_SIZE, "%s UTC", utc);
		return;
	}
	clock_after(t, offset, day_of(t), ours);
	(void)snprintf(s, MOMENT_SIZE, "%s UTC, %s here (%s)", utc, ours, name);
}

/* "Sun 22 Nov 09:00 there, 03:15 UTC, 04:15 here" */
static void
moment(struct out *o, unsigned indent, int64_t t, int32_t offset)
{
	char there[CLOCK_SIZE], utc[CLOCK_SIZE], ours[CLOCK_SIZE];
	int64_t day = day_of(t + offset);
	char s[MOMENT_SIZE], name[16];
	int32_t mine;

	duty_clock(t, offset, false, there);
	clock_after(t, 0, day, utc);
	if (here(t, &mine, name) && mine != 0) {
		clock_after(t, mine, day, ours);
		(void)snprintf(s, sizeof(s), "%s there, %s UTC, %s here", there,
		    utc, ours);
	} else {
		(void)snprintf(s, sizeof(s), "%s there, %s UTC", there, utc);
	}
	out_wrap(o, indent, s);
}

/* ---- words ------------------------------------------------------------------ */

static void
opens(struct out *o, unsigned indent, const struct satchel_availability *is)
{
	if (is->change == 0)
		return;
	out_wrap(o, indent, "; opens");
	out_put(o, " ");
	moment(o, indent, is->change, is->change_offset);
}

static void
dated(struct out *o, unsigned indent, const char *words, const char *date)
{
	out_wrap(o, indent, words);
	if (date != NULL) {
		out_put(o, " ");
		out_wrap(o, indent, date);
	}
}

void
duty_why(struct out *o, unsigned indent, const struct satchel_availability *is,
    const struct satchel_value *who)
{
	bool on_call = is->duty == SATCHEL_ON_CALL;

	switch (is->why) {
	case SATCHEL_IS_THERE:
		if (is->duty == SATCHEL_AROUND_THE_CLOCK) {
			out_wrap(o, indent, "there at any time");
		} else if (is->change == 0) {
			out_wrap(o, indent, "open");
		} else {
			out_wrap(o, indent, "until");
			out_put(o, " ");
			moment(o, indent, is->change, is->change_offset);
		}
		return;
	case SATCHEL_OUT_OF_HOURS:
		out_wrap(o, indent,
		    on_call ? "closed, outside hours" : "outside hours");
		break;
	case SATCHEL_HOLIDAY:
		out_wrap(o, indent, on_call ? "closed, holiday:" : "holiday:");
		out_put(o, " ");
		out_wrap(o, indent, is->holiday == NULL ? "" : is->holiday);
		break;
	case SATCHEL_NOT_YET_VALID:
		dated(o, indent, "not yet valid, but from",
		    str_of(who, "valid_from"));
		break;
	case SATCHEL_NO_LONGER_VALID:
		dated(o, indent, "no longer valid, since the end of",
		    str_of(who, "valid_until"));
		break;
	case SATCHEL_NO_HOURS:
		out_wrap(o, indent,
		    "whether it is open is not known: its "
		    "record gives no hours");
		break;
	case SATCHEL_NO_ZONE:
		out_wrap(o, indent,
		    "whether it is open is not known: its "
		    "record gives no time zone");
		break;
	case SATCHEL_NO_OFFSET:
		out_wrap(o, indent,
		    "whether it is open is not known: this "
		    "release does not know the time there "
		    "then");
		break;
	}
	opens(o, indent, is);
}

/* "+05:45" */
static void
offset_text(int32_t offset, char s[16])
{
	unsigned m = (unsigned)(offset < 0 ? -offset : offset) / 60;

	(void)snprintf(
	    s, 16, "%c%02u:%02u", offset < 0 ? '-' : '+', m / 60 % 100, m % 60);
}

void
duty_there(struct out *o, unsigned indent,
    const struct satchel_availability *is, int64_t at)
{
	char clock[CLOCK_SIZE], offset[16], s[2 * CLOCK_SIZE];

	if (!is->local) {
		out_wrap(o, indent, "the time there is not known");
		return;
	}
	duty_clock(at, is->offset, false, clock);
	offset_text(is->offset, offset);
	(void)snprintf(s, sizeof(s), "%s there (UTC%s)", clock,
	    is->offset == 0 ? "" : offset);
	out_wrap(o, indent, s);
}

/* ---- for programs ------------------------------------------------------------ */

static const char *
code(enum satchel_duty d)
{
	static const char *const codes[] = { "24/7", "open", "on-call",
		"closed", "not-known", "not-valid" };

	return codes[d];
}

static const char *
why_code(enum satchel_why why)
{
	static const char *const codes[] = { "", "hours", "holiday",
		"not-yet-valid", "no-longer-valid", "no-hours", "no-zone",
		"no-offset" };

	return codes[why];
}

/* RFC 3339, with the offset there. */
static void
local_iso(int64_t t, int32_t offset, char s[LOCAL_SIZE])
{
	char iso[WHEN_SIZE], off[16];

	when_iso(t + offset, iso);
	offset_text(offset, off);
	iso[strcspn(iso, "Z")] = '\0';
	(void)snprintf(s, LOCAL_SIZE, "%s%s", iso, off);
}

/* What both forms say: |put| is given a name and a value. */
static void
each_field(const struct satchel_availability *is, int64_t at,
    void (*put)(void *ctx, const char *name, const char *value), void *ctx)
{
	const char *number = str_of(is->phone, "number");
	const char *ext = str_of(is->phone, "ext");
	const char *email = str_of(is->email, "address");
	bool open = is->duty == SATCHEL_ON_DUTY;
	char s[LOCAL_SIZE];

	put(ctx, "duty", code(is->duty));
	if (is->why != SATCHEL_IS_THERE)
		put(ctx, "why", why_code(is->why));
	if (is->holiday != NULL)
		put(ctx, "holiday", is->holiday);
	if (is->local) {
		local_iso(at, is->offset, s);
		put(ctx, "local", s);
	}
	if (is->change != 0) {
		when_iso(is->change, s);
		put(ctx, open ? "closes" : "opens", s);
		local_iso(is->change, is->change_offset, s);
		put(ctx, open ? "closes_local" : "opens_local", s);
	}
	if (number != NULL)
		put(ctx, "number", number);
	if (ext != NULL)
		put(ctx, "ext", ext);
	if (email != NULL)
		put(ctx, "email", email);
}

static void
json_field(void *ctx, const char *name, const char *value)
{
	json_str(ctx, name, value);
}

void
duty_json(struct out *o, const struct satchel_availability *is, int64_t at)
{
	each_field(is, at, json_field, o);
	if (is->phone != NULL)
		json_bool(o, "number_answered", is->answered);
	json_bool(o, "answers", duty_answers(is->duty));
}

struct plain {
	struct out *o;
	const char *prefix;
};

static void
plain_field(void *ctx, const char *name, const char *value)
{
	const struct plain *p = ctx;

	out_put(p->o, p->prefix);
	out_put(p->o, name);
	out_put(p->o, ": ");
	out_str(p->o, value);
	out_nl(p->o);
}

void
duty_plain(struct out *o, const char *prefix,
    const struct satchel_availability *is, int64_t at)
{
	struct plain p = { o, prefix };

	each_field(is, at, plain_field, &p);
	if (is->phone != NULL)
		plain_field(&p, "number_answered", is->answered ? "yes" : "no");
	plain_field(&p, "answers", duty_answers(is->duty) ? "yes" : "no");
}
