#include "tzrule.h"

enum { DAY = 86400 };

static bool
peek(const struct sat_rd *r, char c)
{
	return r->n > 0 && r->p[0] == (uint8_t)c; /* ASCII */
}

static bool
is_between(uint8_t c, char low, char high)
{
	return c >= (uint8_t)low && c <= (uint8_t)high; /* ASCII */
}

bool
sat_tz_is_abbr(uint8_t c, bool quoted)
{
	return is_between(c, 'A', 'Z') || is_between(c, 'a', 'z') ||
	       (quoted && (is_between(c, '0', '9') || c == '+' || c == '-'));
}

/* EST or <+0545> */
static bool
take_name(struct sat_rd *r, char out[16])
{
	bool quoted = sat_rd_word(r, "<");
	size_t n = 0;

	while (r->n > 0 && sat_tz_is_abbr(r->p[0], quoted)) {
		uint8_t c;

		if (n == 15 || !sat_rd_u8(r, &c))
			return false;
		out[n++] = (char)c; /* ASCII */
	}
	out[n] = '\0';
	return n >= 3 && (!quoted || sat_rd_word(r, ">"));
}

static bool
take_number(struct sat_rd *r, int low, int high, int *v)
{
	size_t digits = 0;
	int x = 0;

	for (; r->n > 0 && is_between(r->p[0], '0', '9'); digits++) {
		uint8_t c;

		if (digits == 3 || !sat_rd_u8(r, &c))
			return false;
		x = x * 10 + (c - '0');
	}
	*v = x;
	return digits > 0 && x >= low && x <= high;
}

/* [+-]h[:mm[:ss]] in seconds */
static bool
take_time(struct sat_rd *r, int max_hours, int32_t *v)
{
	bool minus = sat_rd_word(r, "-");
	int h, m = 0, s = 0;

	if (!minus && sat_rd_word(r, "+"))
		minus = false;
	if (!take_number(r, 0, max_hours, &h))
		return false;
	if (sat_rd_word(r, ":") && !take_number(r, 0, 59, &m))
		return false;
	if (sat_rd_word(r, ":") && !take_number(r, 0, 59, &s))
		return false;
	*v = h * 3600 + m * 60 + s;
	if (minus)
		*v = -*v;
	return true;
}

/* ,M3.2.0/2 or ,J60 or ,59/-1 */
static bool
take_day(struct sat_rd *r, struct sat_tz_day *d)
{
	bool ok;

	if (!sat_rd_word(r, ","))
		return false;
	if (sat_rd_word(r, "M")) {
		d->form = SAT_TZ_MONTH;
		ok = take_number(r, 1, 12, &d->month) && sat_rd_word(r, ".") &&
		     take_number(r, 1, 5, &d->week) && sat_rd_word(r, ".") &&
		     take_number(r, 0, 6, &d->day);
	} else if (sat_rd_word(r, "J")) {
		d->form = SAT_TZ_JULIAN;
		ok = take_number(r, 1, 365, &d->day);
	} else {
		d->form = SAT_TZ_ZERO;
		ok = take_number(r, 0, 365, &d->day);
	}
	d->time = 2 * 3600;
	return ok && (!sat_rd_word(r, "/") || take_time(r, 167, &d->time));
}

bool
sat_tz_rule_read(const struct sat_rd *text, struct sat_tz_rule *out)
{
	struct sat_tz_rule rule = { .has_dst = false };
	struct sat_rd r = *text;

	if (!take_name(&r, rule.std.abbr) ||
	    !take_time(&r, 24, &rule.std.offset))
		return false;
	rule.std.offset = -rule.std.offset; /* POSIX counts westward */
	if (!sat_rd_end(&r)) {
		rule.has_dst = true;
		if (!take_name(&r, rule.dst.abbr))
			return false;
		rule.dst.offset = rule.std.offset + 3600;
		if (!peek(&r, ',')) {
			if (!take_time(&r, 24, &rule.dst.offset))
				return false;
			rule.dst.offset = -rule.dst.offset;
		}
		if (!take_day(&r, &rule.start) || !take_day(&r, &rule.end))
			return false;
	}
	if (!sat_rd_end(&r))
		return false;
	*out = rule;
	return true;
}

/* ---- days ------------------------------------------------------------- */

static bool
is_leap(int64_t y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

/* Days from 1970-01-01 to |y|-01-01, for years from 1 on. */
static int64_t
days_to_year(int64_t y)
{
	y--;
	return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
}

/* The year of |t|, which is not negative. */
static int64_t
year_of(int64_t t)
{
	int64_t day = t / DAY, y = 1970 + day / 366;

	while (days_to_year(y + 1) <= day)
		y++;
	return y;
}

/* Days from 1970-01-01 to the |d| of year |y|. */
static int64_t
day_of(const struct sat_tz_day *d, int64_t y)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
		273, 304, 334, 365 };
	int64_t first = days_to_year(y), day, next;

	if (d->form == SAT_TZ_ZERO)
		return first + d->day;
	if (d->form == SAT_TZ_JULIAN) /* never counts 29 February */
		return first + d->day - 1 + (is_leap(y) && d->day >= 60);
	next = first + before[d->month] + (is_leap(y) && d->month >= 2);
	first += before[d->month - 1] + (is_leap(y) && d->month > 2);
	/* 1970-01-01 was a Thursday, 4 */
	day = first + (d->day - (first + 4) % 7 + 7) % 7 +
	      INT64_C(7) * (d->week - 1);
	return day < next ? day : day - 7; /* week 5 is the last */
}

static int64_t
start_of(const struct sat_tz_rule *r, int64_t y)
{
	return day_of(&r->start, y) * DAY + r->start.time - r->std.offset;
}

static int64_t
end_of(const struct sat_tz_rule *r, int64_t y)
{
	return day_of(&r->end, y) * DAY + r->end.time - r->dst.offset;
}

/* A rule's time of 167 hours can fall in another year, so that two years
 * before and after are looked at. */
const struct sat_local *
sat_tz_rule_at(const struct sat_tz_rule *r, int64_t t)
{
	int64_t best = INT64_MIN, year = year_of(t);
	bool dst = false;

	for (int64_t y = year - 2; r->has_dst && y <= year + 2; y++) {
		int64_t start = start_of(r, y), end = end_of(r, y);

		if (end <= t && end > best) {
			best = end;
			dst = false;
		}
		if (start <= t && start >= best) { /* dst all year long: */
			best = start; /* the end is the next start */
			dst = true;
		}
	}
	return dst ? &r->dst : &r->std;
}

bool
sat_tz_rule_next(const struct sat_tz_rule *r, int64_t t, int64_t *next)
{
	int64_t best = INT64_MAX, year = year_of(t);

	for (int64_t y = year - 2; r->has_dst && y <= year + 2; y++) {
		int64_t start = start_of(r, y), end = end_of(r, y);

		if (start > t && start < best)
			best = start;
		if (end > t && end < best)
			best = end;
	}
	*next = best;
	return best != INT64_MAX;
}
