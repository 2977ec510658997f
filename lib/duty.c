#include "duty.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "hours.h"
#include "shape.h"
#include "zone.h"

enum {
	HOUR = 3600,
	WEST = 12 * HOUR, /* UTC-12, where a day ends last */
	EAST = 14 * HOUR, /* UTC+14, where it begins first */
	LOOK_AHEAD = 400, /* days in which an opening is looked for */
	LOOK_CLOSE = 8,	  /* and a closing: a week has every closing there is */
	DATE_SIZE = 11
};

static const int64_t last_second =
    INT64_C(253402300799); /* 9999-12-31T23:59:59Z */

/* One question, half answered. */
struct asked {
	const struct sat_duty_of *of;
	struct sat_week week;
	bool clock;		  /* 24/7 */
	const char *from, *until; /* validity; NULL: open */
};

/* ---- days ------------------------------------------------------------------ */

/* Seconds since midnight of the day that |t| lies in; both may be negative. */
static int64_t
since_midnight(int64_t t)
{
	int64_t s = t % SAT_DAY;

	return s < 0 ? s + SAT_DAY : s;
}

static void
date_of(int64_t local, char date[DATE_SIZE])
{
	if (local < 0 || local > last_second)
		local = local < 0 ? 0 : last_second;
	sat_day_write((local - since_midnight(local)) / SAT_DAY, date);
}

/* Minute of the week, 0 being Monday 00:00; 1970-01-01 was a Thursday. */
static uint32_t
week_minute(int64_t local)
{
	int64_t m = (local - since_midnight(local)) / SAT_DAY + 3;

	m = ((m % 7) + 7) % 7 * SAT_DAY_MINUTES + since_midnight(local) / 60;
	return (uint32_t)m; /* 0 to a week */
}

/* Whether |date| is |h|: "--05-09", "2026-12-14", or from one to another of
 * the same form, both included.  Dates of one form sort as text. */
static bool
is_on(const char *date, const char *h)
{
	size_t n = strcspn(h, "/"), skip = n == 7 ? 2 : 0;
	const char *to = h[n] == '/' ? h + n + 1 : h;

	if ((n != 7 && n != 10) || strlen(to) < n)
		return false;
	if (n == 7)
		date += 5; /* MM-DD */
	return strncmp(date, h + skip, n - skip) >= 0 &&
	       strncmp(date, to + skip, n - skip) <= 0;
}

/* The label of the holiday on |date|, or NULL. */
static const char *
holiday_on(const struct sat_node *list, const char *date)
{
	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const char *h = sat_node_str(&list->u.item[i], "date");
		const char *label = sat_node_str(&list->u.item[i], "label");

		if (h != NULL && is_on(date, h))
			return label == NULL ? "" : label;
	}
	return NULL;
}

/* ---- zones ------------------------------------------------------------------ */

static bool
offset_at(const struct sat_duty_of *of, int64_t t, int32_t *offset,
    const char **abbreviation)
{
	return of->zone != NULL && t < of->zone_end &&
	       sat_zone_at(of->zone, t, offset, abbreviation);
}

/* When the offset changes next after |t|, or |end| if that comes first. */
static int64_t
offset_until(const struct sat_duty_of *of, int64_t t, int64_t end)
{
	const struct sat_node *rows = sat_node_get(of->zone, "offsets");

	if (of->zone_end < end)
		end = of->zone_end;
	for (size_t i = 0; i < rows->n; i++) { /* offset_at found a list */
		const struct sat_node *row = &rows->u.item[i];

		if (row->type != SAT_LIST || row->n == 0)
			return end;
		if (row->u.item[0].u.i > t)
			return row->u.item[0].u.i < end ? row->u.item[0].u.i
							: end;
	}
	return end;
}

/* ---- open and closed -------------------------------------------------------- */

/* Into |q|, which is zero.  False: there are none. */
static bool
read_hours(struct asked *q)
{
	const struct sat_node *list = sat_node_get(q->of->who, "hours");
	bool any = false;

	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const struct sat_node *v = &list->u.item[i];
		struct sat_rd r;

		if (v->type != SAT_STR)
			continue;
		r = sat_rd_of(v->u.s, v->n, 0, NULL);
		q->clock = q->clock || sat_rd_is(&r, "24/7");
		any = sat_hours_add(&r, &q->week, NULL) || any;
	}
	return any;
}

static enum satchel_why
validity(const struct asked *q, const char *first, const char *last)
{
	if (q->from != NULL && strcmp(last, q->from) < 0)
		return SATCHEL_NOT_YET_VALID;
	if (q->until != NULL && strcmp(first, q->until) > 0)
		return SATCHEL_NO_LONGER_VALID;
	return SATCHEL_IS_THERE;
}

/* Validity at |t|, when the day there is not known. */
static enum satchel_why
validity_anywhere(const struct asked *q, int64_t t)
{
	char first[DATE_SIZE], last[DATE_SIZE];

	date_of(t - WEST, first);
	date_of(t + EAST, last);
	return validity(q, first, last);
}

/* Why it is closed all day on |date|.  Holidays are nothing to 24/7. */
static enum satchel_why
closed_on(const struct asked *q, const char *date, const char **label)
{
	enum satchel_why why = validity(q, date, date);

	*label = NULL;
	if (why != SATCHEL_IS_THERE || q->clock)
		return why;
	*label = holiday_on(q->of->holidays, date);
	return *label == NULL ? SATCHEL_IS_THERE : SATCHEL_HOLIDAY;
}

/*
 * The first time from |t| on, before |end|, when the hours are open, or are
 * not; |local| is that time there, where the clock runs evenly up to |end|.
 */
static bool
next_minute(const struct sat_week *w, int64_t t, int64_t local, int64_t end,
    bool open, int64_t *when)
{
	const uint8_t none = open ? 0 : 0xff; /* eight that are otherwise */
	uint32_t m = week_minute(local);
	int64_t next = t - since_midnight(local) % 60; /* when |m| began */

	while (next < end) {
		m %= SAT_WEEK_MINUTES;
		if (m % 8 == 0 && w->open[m / 8] == none) {
			m += 8;
			next += INT64_C(8) * 60;
			continue;
		}
		if (sat_hours_open(w, m) == open) {
			*when = next < t ? t : next;
			return true;
		}
		m++;
		next += 60;
	}
	return false;
}

/*
 * The first time from |t| on when it is open, or is not: |open| says which.  A
 * step is what is left of a day there, or of the time its offset holds.
 * False: not within |days|, or not known.
 */
static bool
next(const struct asked *q, int64_t t, bool open, int days, int64_t *when,
    int32_t *offset)
{
	const int64_t give_up = t + (int64_t)days * SAT_DAY;
	const char *unused;
	char date[DATE_SIZE];

	while (t < give_up && offset_at(q->of, t, offset, &unused)) {
		int64_t local = t + *offset;
		int64_t end = t + SAT_DAY - since_midnight(local);

		end = offset_until(q->of, t, end);
		date_of(local, date);
		if (closed_on(q, date, &unused) == SATCHEL_IS_THERE) {
			if (next_minute(&q->week, t, local, end, open, when))
				return true;
		} else if (!open) {
			*when = t;
			return true;
		}
		t = end;
	}
	return false;
}

/* ---- what to try first ------------------------------------------------------- */

static unsigned
pref_of(const struct sat_node *n)
{
	const char *s = sat_node_str(n, "pref");
	uint32_t v;

	return s != NULL && sat_integer_read(s, 1, 100, &v) ? v : 101;
}

/* Someone picks it up: what is not a fax, a pager and the like. */
static bool
is_spoken_on(const struct sat_node *phone)
{
	static const char *const spoken[] = { "voice", "mobile",
		"main-number" };
	const struct sat_node *f = sat_node_get(phone, "features");

	if (f == NULL)
		return true;
	for (size_t i = 0; i < f->n; i++)
		for (size_t j = 0; j < sizeof(spoken) / sizeof(*spoken); j++)
			if (f->u.item[i].type == SAT_STR &&
			    strcmp(f->u.item[i].u.s, spoken[j]) == 0)
				return true;
	return false;
}

static bool
is_when(const struct sat_node *phone, const char *when)
{
	const char *s = sat_node_str(phone, "when");

	return strcmp(s == NULL ? "hours" : s, when) == 0;
}

/* |why|: as it was found for whoever it belongs to. */
static bool
is_answered(const struct sat_node *phone, enum satchel_why why)
{
	switch (why) {
	case SATCHEL_IS_THERE:
		return is_when(phone, "hours") || is_when(phone, "always");
	case SATCHEL_OUT_OF_HOURS:
	case SATCHEL_HOLIDAY:
		return is_when(phone, "after-hours") ||
		       is_when(phone, "always");
	case SATCHEL_NO_HOURS:
	case SATCHEL_NO_ZONE:
	case SATCHEL_NO_OFFSET:
		return is_when(phone, "always");
	default:
		return false;
	}
}

/* The smaller the sooner it is tried. */
static unsigned
phone_rank(const struct sat_node *phone, enum satchel_why why)
{
	unsigned rank = pref_of(phone);

	if (!is_answered(phone, why))
		rank += 256;
	if (is_when(phone, "after-hours") && !is_answered(phone, why))
		rank += 128; /* it is closed: what is answered when it opens */
	if (!is_spoken_on(phone))
		rank += 512;
	return rank;
}

static void
pick_phone(const struct sat_node *who, struct satchel_availability *d)
{
	const struct sat_node *list = sat_node_get(who, "phones"), *best = NULL;
	unsigned least = UINT_MAX;

	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const struct sat_node *p = &list->u.item[i];
		unsigned rank = phone_rank(p, d->why);

		if (rank < least) {
			best = p;
			least = rank;
		}
	}
	d->phone = (const struct satchel_value *)(const void *)best;
	d->answered =
	    best != NULL && is_spoken_on(best) && is_answered(best, d->why);
}

static void
pick_email(const struct sat_node *who, struct satchel_availability *d)
{
	const struct sat_node *list = sat_node_get(who, "emails"), *best = NULL;

	for (size_t i = 0; list != NULL && i < list->n; i++)
		if (best == NULL || pref_of(&list->u.item[i]) < pref_of(best))
			best = &list->u.item[i];
	d->email = (const struct satchel_value *)(const void *)best;
}

/* ---- the answer --------------------------------------------------------------- */

/* Why it is not there, its hours being known; local time is known. */
static enum satchel_why
why_closed(const struct asked *q, int64_t local, const char **label)
{
	enum satchel_why why;
	char date[DATE_SIZE];

	date_of(local, date);
	why = closed_on(q, date, label);
	if (why != SATCHEL_IS_THERE)
		return why;
	return sat_hours_open(&q->week, week_minute(local))
		   ? SATCHEL_IS_THERE
		   : SATCHEL_OUT_OF_HOURS;
}

static enum satchel_why
why_of(const struct asked *q, bool hours, struct satchel_availability *d)
{
	enum satchel_why why = validity_anywhere(q, q->of->at);

	if (d->local && hours)
		return why_closed(q, q->of->at + d->offset, &d->holiday);
	if (d->local) {
		char date[DATE_SIZE];

		date_of(q->of->at + d->offset, date);
		why = validity(q, date, date);
	}
	if (why != SATCHEL_IS_THERE || q->clock)
		return why;
	if (!hours)
		return SATCHEL_NO_HOURS;
	return sat_node_get(q->of->who, "timezone") == NULL ? SATCHEL_NO_ZONE
							    : SATCHEL_NO_OFFSET;
}

static enum satchel_duty
duty_of(const struct satchel_availability *d, bool clock)
{
	switch (d->why) {
	case SATCHEL_IS_THERE:
		return clock ? SATCHEL_AROUND_THE_CLOCK : SATCHEL_ON_DUTY;
	case SATCHEL_NOT_YET_VALID:
	case SATCHEL_NO_LONGER_VALID:
		return SATCHEL_NOT_VALID;
	case SATCHEL_OUT_OF_HOURS:
	case SATCHEL_HOLIDAY:
		return d->answered ? SATCHEL_ON_CALL : SATCHEL_OFF_DUTY;
	default:
		return d->answered ? SATCHEL_ON_CALL : SATCHEL_DUTY_UNKNOWN;
	}
}

/* Reads the question; true if there are hours. */
static bool
read(const struct sat_duty_of *of, struct asked *q)
{
	memset(q, 0, sizeof(*q));
	q->of = of;
	q->from = sat_node_str(of->who, "valid_from");
	q->until = sat_node_str(of->who, "valid_until");
	return read_hours(q);
}

void
sat_duty_at(const struct sat_duty_of *of, struct satchel_availability *d)
{
	struct asked q;
	bool hours = read(of, &q);

	memset(d, 0, sizeof(*d));
	d->local = offset_at(of, of->at, &d->offset, &d->abbreviation);
	d->why = why_of(&q, hours, d);
	pick_phone(of->who, d);
	pick_email(of->who, d);
	d->duty = duty_of(d, q.clock);
}

void
sat_duty_change(const struct sat_duty_of *of, struct satchel_availability *d)
{
	bool there = d->duty == SATCHEL_ON_DUTY;
	struct asked q;
	int64_t when;
	int32_t offset;

	if (!d->local || d->duty == SATCHEL_AROUND_THE_CLOCK ||
	    d->why == SATCHEL_NO_LONGER_VALID || !read(of, &q))
		return;
	if (next(&q, of->at, !there, there ? LOOK_CLOSE : LOOK_AHEAD, &when,
		&offset)) {
		d->change = when;
		d->change_offset = offset;
	}
}

bool
sat_duty_answers(enum satchel_duty d)
{
	return d <= SATCHEL_ON_CALL;
}

/* ---- languages ------------------------------------------------------------------ */

/* Is one of the tags the beginning of the other, part by part? */
static bool
is_same_language(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;

	if (least == 0 || strncasecmp(a, b, least) != 0)
		return false;
	return n == m || (n < m ? b[n] : a[m]) == '-';
}

size_t
sat_duty_language(const struct sat_node *who, const char *const *lang, size_t n,
    const char **tag)
{
	const struct sat_node *list = sat_node_get(who, "languages");

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; list != NULL && j < list->n; j++)
			if (list->u.item[j].type == SAT_STR &&
			    is_same_language(lang[i], list->u.item[j].u.s)) {
				*tag = list->u.item[j].u.s;
				return i;
			}
	return n;
}
