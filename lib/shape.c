#include "shape.h"

#include <stdio.h>
#include <string.h>

#include "armor.h"
#include "format.h"
#include "utf8.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_alpha(char c)
{
	return is_lower((char)(c | 0x20)); /* ASCII letters of both cases */
}

static bool
is_alnum(char c)
{
	return is_alpha(c) || is_digit(c);
}

static bool
no(const char **why, const char *what)
{
	*why = what;
	return false;
}

/* ---- days ------------------------------------------------------------------ */

/* |n| digits at |s|; false if there are not as many. */
static bool
number(const char *s, int n, int *v)
{
	*v = 0;
	for (int i = 0; i < n; i++) {
		if (!is_digit(s[i]))
			return false;
		*v = *v * 10 + (s[i] - '0');
	}
	return true;
}

static int
month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return days[m - 1] + (m == 2 && leap);
}

/* Days from 1970-01-01 in the Gregorian calendar: Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms". */
static int64_t
day_of(int y, int m, int d)
{
	int64_t era, of_era, of_year;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	of_era = y - era * 400;
	of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	return era * 146097 + of_era - 719468;
}

static void
civil_of(int64_t day, int *y, int *m, int *d)
{
	int64_t era, of_era, of_year, year, mp;

	day += 719468;
	era = (day >= 0 ? day : day - 146096) / 146097;
	of_era = day - era * 146097;
	year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	mp = (5 * of_year + 2) / 153;
	*d = (int)(of_year - (153 * mp + 2) / 5 + 1); /* 1 to 31 */
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);	      /* 1 to 12 */
	*y = (int)(year + era * 400 + (*m <= 2));     /* as the caller's day */
}

/* MM-DD of year |y|. */
static bool
month_day(const char *s, int y, int *m, int *d)
{
	return number(s, 2, m) && s[2] == '-' && number(s + 3, 2, d) &&
	       *m >= 1 && *m <= 12 && *d >= 1 && *d <= month_days(y, *m);
}

/* The day that |s| begins with. */
static bool
take_day(const char *s, int64_t *day)
{
	int y, m, d;

	if (!number(s, 4, &y) || s[4] != '-' || !month_day(s + 5, y, &m, &d))
		return false;
	*day = day_of(y, m, d);
	return true;
}

bool
sat_day_read(const char *s, int64_t *day)
{
	int64_t got;

	if (strlen(s) != 10 || !take_day(s, &got))
		return false;
	if (day != NULL)
		*day = got;
	return true;
}

void
sat_day_write(int64_t day, char out[11])
{
	int y, m, d;

	civil_of(day, &y, &m, &d);
	(void)snprintf(out, 11, "%04u-%02u-%02u", (unsigned)y % 10000,
	    (unsigned)m % 100, (unsigned)d % 100); /* within these already */
}

/* hh:mm:ss[.s]; |*end| is behind it.  Second 60 is a leap second's. */
static bool
take_clock(const char *s, const char **end)
{
	int h, m, sec;

	if (!number(s, 2, &h) || s[2] != ':' || !number(s + 3, 2, &m) ||
	    s[5] != ':' || !number(s + 6, 2, &sec) || h > 23 || m > 59 ||
	    sec > 60)
		return false;
	s += 8;
	if (*s == '.') {
		if (!is_digit(*++s))
			return false;
		while (is_digit(*s))
			s++;
	}
	*end = s;
	return true;
}

bool
sat_is_moment(const char *s)
{
	int64_t day;
	int h, m;

	if (sat_day_read(s, NULL))
		return true;
	if (strlen(s) < 20 || !take_day(s, &day) || s[10] != 'T' ||
	    !take_clock(s + 11, &s))
		return false;
	if (strcmp(s, "Z") == 0)
		return true;
	return (*s == '+' || *s == '-') && strlen(s) == 6 &&
	       number(s + 1, 2, &h) && s[3] == ':' && number(s + 4, 2, &m) &&
	       h <= 23 && m <= 59;
}

int64_t
sat_months_after(int64_t t, int months)
{
	int64_t day = t / SAT_DAY, of_day = t % SAT_DAY;
	int y, m, d, last;

	if (of_day < 0) {
		day--;
		of_day += SAT_DAY;
	}
	civil_of(day, &y, &m, &d);
	months += y * 12 + m - 1;
	y = months / 12;
	m = months % 12 + 1;
	last = month_days(y, m);
	return day_of(y, m, d < last ? d : last) * SAT_DAY + of_day;
}

/* One end of a holiday, |n| characters at |s|, to a number that grows. */
static bool
holiday_end(const char *s, size_t n, int64_t *at)
{
	int m, d;

	if (n == 10)
		return take_day(s, at);
	if (n != 7 || strncmp(s, "--", 2) != 0 ||
	    !month_day(s + 2, 2000, &m, &d)) /* a leap year: --02-29 */
		return false;
	*at = m * 100 + d;
	return true;
}

bool
sat_is_holiday(const char *s, bool *reversed)
{
	const char *slash = strchr(s, '/');
	size_t n = strcspn(s, "/");
	int64_t from, to;

	*reversed = false;
	if (!holiday_end(s, n, &from))
		return false;
	if (slash == NULL)
		return true;
	if (strlen(slash + 1) != n || !holiday_end(slash + 1, n, &to))
		return false;
	*reversed = to < from;
	return true;
}

/* ---- names and numbers ------------------------------------------------------- */

bool
sat_is_directory(const char *s, const char **why)
{
	size_t n = strlen(s);
	bool first = true;

	if (n < SAT_MIN_NAME || n > SAT_MAX_NAME)
		return no(why, "it has 3 to 100 bytes");
	for (size_t i = 0; i < n; i++) {
		bool join = s[i] == '.' || s[i] == '/';

		if (!join && s[i] != '-' && !is_lower(s[i]) && !is_digit(s[i]))
			return no(why,
			    "its segments are a-z, 0-9 and -, joined "
			    "by . or /");
		if (first && join)
			return no(why, "a segment is empty");
		if (first && s[i] == '-')
			return no(
			    why, "a segment begins with a letter or digit");
		first = join;
	}
	return first ? no(why, "its last segment is empty") : true;
}

bool
sat_is_exercise(const char *directory)
{
	static const char word[] = "exercise";
	size_t n = strlen(directory), w = sizeof(word) - 1;

	if (n < w || strcmp(directory + n - w, word) != 0)
		return false;
	return n == w || directory[n - w - 1] == '/' ||
	       directory[n - w - 1] == '.';
}

bool
sat_integer_read(const char *s, uint32_t min, uint32_t max, uint32_t *v)
{
	struct sat_rd r = sat_rd_of(s, strlen(s), 0, NULL);
	uint64_t got;

	if (!sat_rd_decimal(&r, max, &got) || got < min)
		return false;
	*v = (uint32_t)got; /* at most |max| */
	return true;
}

bool
sat_is_party(const char *s)
{
	size_t n = strlen(s);

	if (n < 1 || n > 64 || !is_alnum(s[0]))
		return false;
	for (size_t i = 1; i < n; i++)
		if (!is_alnum(s[i]) && strchr("._-", s[i]) == NULL)
			return false;
	return true;
}

bool
sat_is_local(const char *s)
{
	size_t n = strlen(s);

	if (n < 1 || n > 32 || !is_lower(s[0]))
		return false;
	for (size_t i = 1; i < n; i++)
		if (!is_lower(s[i]) && !is_digit(s[i]) && s[i] != '-')
			return false;
	return true;
}

bool
sat_is_ext(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= 8 && strspn(s, "0123456789") == n;
}

bool
sat_is_hex(const char *s, size_t digits)
{
	return strlen(s) == digits &&
	       strspn(s, "0123456789abcdefABCDEF") == digits;
}

bool
sat_is_key32(const char *s)
{
	struct sat_rd r = sat_rd_of(s, strlen(s), 0, NULL);
	uint8_t key[32];
	size_t n;

	return sat_base64_read(&r, key, sizeof(key), &n) && n == sizeof(key);
}

enum sat_number_fault
sat_number_read(const char *s, char out[SAT_NUMBER_SIZE], size_t *digits)
{
	char mine[SAT_NUMBER_SIZE] = "+";
	bool plus = false;
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (is_digit(*s)) {
			if (++n < SAT_NUMBER_SIZE - 1)
				mine[n] = *s;
			continue;
		}
		if (strchr(" .()-", *s) != NULL)
			continue;
		if (*s != '+' || plus || n > 0)
			return SAT_NUMBER_CHARACTER;
		plus = true;
	}
	*digits = n;
	if (!plus)
		return SAT_NUMBER_NO_PLUS;
	if (mine[1] == '0')
		return SAT_NUMBER_ZERO;
	if (n < 7 || n > 15)
		return SAT_NUMBER_LENGTH;
	memcpy(out, mine, sizeof(mine));
	return SAT_NUMBER_GOOD;
}

/* ---- addresses ---------------------------------------------------------------- */

/* RFC 5322 3.2.3 atext, and what RFC 6531 adds: everything but ASCII. */
static bool
is_atext(char c)
{
	return is_alnum(c) || (c & 0x80) != 0 ||
	       strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL;
}

static bool
is_local_part(const char *s, size_t n)
{
	bool dot = true; /* none may stand here */

	for (size_t i = 0; i < n; i++) {
		if (s[i] != '.' && !is_atext(s[i]))
			return false;
		if (dot && s[i] == '.')
			return false;
		dot = s[i] == '.';
	}
	return !dot;
}

/* Labels of letters, digits and hyphens (RFC 5321 4.1.2), U-labels too. */
static bool
is_domain(const char *s)
{
	char last = '.';

	for (; *s != '\0'; s++) {
		if (!is_alnum(*s) && *s != '-' && *s != '.' && (*s & 0x80) == 0)
			return false;
		if ((last == '.' && (*s == '.' || *s == '-')) ||
		    (last == '-' && *s == '.'))
			return false;
		last = *s;
	}
	return last != '.' && last != '-';
}

static bool
has_space(const char *s)
{
	const uint8_t *p = (const uint8_t *)s, *end = p + strlen(s);
	uint32_t cp;

	while (sat_utf8_next(&p, end, &cp))
		if (sat_cp_space(cp))
			return true;
	return false;
}

/* Most addresses: ASCII letters and digits, single signs between them, an @
 * among these, no _ behind it.  That is one pass; false says nothing. */
static bool
is_usual_email(const char *s)
{
	bool sign = true, at = false;

	for (; *s != '\0'; s++) {
		if (is_alnum(*s)) {
			sign = false;
			continue;
		}
		if (sign || (*s != '.' && *s != '-' && (at || *s != '_') &&
				(at || *s != '@')))
			return false;
		at = at || *s == '@';
		sign = true;
	}
	return at && !sign;
}

bool
sat_is_email(const char *s, const char **why)
{
	const char *at;

	if (is_usual_email(s))
		return true;
	at = strrchr(s, '@');
	if (at == NULL)
		return no(why, "there is no @ in it");
	if (strpbrk(s, "<>") != NULL)
		return no(
		    why, "it is the address alone, without a name or < >");
	if (s[0] == '"')
		return no(why, "a quoted local part is not allowed");
	if (has_space(s))
		return no(why, "there is a space in it");
	if (strchr(s, '@') != at)
		return no(why, "there is more than one @ in it");
	if (!is_local_part(s, (size_t)(at - s)))
		return no(why, "before the @ stand letters, digits and "
			       "!#$%&'*+-/=?^_`{|}~, single dots between them");
	if (!is_domain(at + 1))
		return no(why,
		    "after the @ stand labels of letters, digits and "
		    "hyphens, single dots between them");
	return true;
}

static bool
is_hex(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* The length of the scheme that |s| begins with, or 0. */
static size_t
scheme(const char *s)
{
	size_t n = 0;

	if (!is_alpha(s[0]))
		return 0;
	while (is_alnum(s[n]) || (s[n] != '\0' && strchr("+-.", s[n]) != NULL))
		n++;
	return s[n] == ':' ? n : 0;
}

/* [ and ] stand only round an address in the authority (RFC 3986 3.2.2). */
static bool
in_authority(const char *rest, const char *p)
{
	return strncmp(rest, "//", 2) == 0 &&
	       (size_t)(p - rest) < 2 + strcspn(rest + 2, "/?#");
}

bool
sat_is_uri(const char *s, const char **why)
{
	size_t n = scheme(s);
	const char *rest = s + n + 1;
	bool fragment = false;

	if (n == 0)
		return no(why, "it begins with a scheme, as https:");
	if (*rest == '\0')
		return no(why, "nothing stands after the scheme");
	for (const char *p = rest; *p != '\0'; p++) {
		if (*p == '%' && !(is_hex(p[1]) && is_hex(p[2])))
			return no(why, "% is followed by two hex digits");
		if (*p == '#' && fragment)
			return no(why, "# stands once");
		fragment = fragment || *p == '#';
		if ((*p == '[' || *p == ']') && !in_authority(rest, p))
			return no(why, "[ and ] are written %5B and %5D");
		if (!is_alnum(*p) &&
		    strchr("-._~:/?#[]@!$&'()*+,;=%", *p) == NULL)
			return no(why,
			    "other characters than RFC 3986 allows are "
			    "written as % and hex digits");
	}
	return true;
}

/* ---- languages, zones, scripts -------------------------------------------------- */

size_t
sat_language_primary(const char *s)
{
	return strcspn(s, "-");
}

struct subtag {
	const char *p;
	size_t n;	   /* 0: there is none */
	bool alpha, digit; /* all letters; begins with a digit */
};

static bool
next_subtag(const char **s, struct subtag *t)
{
	t->p = *s;
	t->n = strcspn(*s, "-");
	t->alpha = true;
	t->digit = is_digit(**s);
	for (size_t i = 0; i < t->n; i++) {
		if (!is_alnum(t->p[i]))
			return false;
		t->alpha = t->alpha && is_alpha(t->p[i]);
	}
	*s += t->n;
	if (**s == '-' && *++*s == '\0')
		return false;
	return t->n <= 8 && (t->n > 0 || **s == '\0');
}

static bool
all_digits(const struct subtag *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!is_digit(t->p[i]))
			return false;
	return true;
}

/* *("-" variant), and before it at most one script and one region. */
static bool
take_middle(const char **s, struct subtag *t)
{
	int extended = 0;
	bool ok = true;

	while (ok && t->n == 3 && t->alpha && extended++ < 3)
		ok = next_subtag(s, t);
	if (ok && t->n == 4 && t->alpha)
		ok = next_subtag(s, t);
	if (ok && ((t->n == 2 && t->alpha) || (t->n == 3 && all_digits(t))))
		ok = next_subtag(s, t);
	while (ok && (t->n >= 5 || (t->n == 4 && t->digit)))
		ok = next_subtag(s, t);
	return ok;
}

/* Extensions, each with its own singleton, then x-... */
static bool
take_extensions(const char **s, struct subtag *t)
{
	uint64_t seen = 0; /* singletons: letters 0-25, digits 26-35 */

	while (t->n == 1 && (t->p[0] | 0x20) != 'x') {
		unsigned i = is_digit(t->p[0])
				 ? 26U + (unsigned)(t->p[0] - '0')
				 : (unsigned)((t->p[0] | 0x20) - 'a');
		size_t parts = 0;
		bool ok;

		if ((seen >> i & 1) != 0)
			return false;
		seen |= UINT64_C(1) << i;
		for (; (ok = next_subtag(s, t)) && t->n >= 2; parts++)
			;
		if (!ok || parts == 0)
			return false;
	}
	if (t->n == 1) { /* x */
		size_t parts = 0;

		for (; next_subtag(s, t) && t->n > 0; parts++)
			;
		if (parts == 0)
			return false;
	}
	return t->n == 0 && **s == '\0';
}

bool
sat_is_language(const char *s)
{
	struct subtag t;

	if (!next_subtag(&s, &t) || !t.alpha || t.n < 2)
		return false;
	if (t.n > 3) /* no extended language follows */
		return next_subtag(&s, &t) && (t.n != 3 || !t.alpha) &&
		       take_middle(&s, &t) && take_extensions(&s, &t);
	return next_subtag(&s, &t) && take_middle(&s, &t) &&
	       take_extensions(&s, &t);
}

bool
sat_is_zone(const char *s)
{
	static const char *const foreign[] = { "Etc/", "posix/", "right/",
		"SystemV/" };
	bool first = true, slash = false;

	if (strcmp(s, "UTC") == 0 || strcmp(s, "Etc/UTC") == 0)
		return true;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (strncmp(s, foreign[i], strlen(foreign[i])) == 0)
			return false;
	for (; *s != '\0'; s++) {
		if (first ? !is_alpha(*s)
			  : !is_alnum(*s) && strchr("_+-/", *s) == NULL)
			return false;
		first = *s == '/';
		slash = slash || first;
	}
	return slash && !first;
}

static bool
is_latin(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 'A', 'Z' },
		{ 'a', 'z' },
		{ 0xaa, 0xaa },
		{ 0xba, 0xba },
		{ 0xc0, 0xd6 },
		{ 0xd8, 0xf6 },
		{ 0xf8, 0x2b8 },
		{ 0x1d00, 0x1d25 },
		{ 0x1d6b, 0x1d77 },
		{ 0x1d79, 0x1dbe },
		{ 0x1e00, 0x1eff },
		{ 0x2c60, 0x2c7f },
		{ 0xa722, 0xa787 },
		{ 0xa78b, 0xa7ff },
		{ 0xab30, 0xab64 },
		{ 0xfb00, 0xfb06 },
		{ 0xff21, 0xff3a },
		{ 0xff41, 0xff5a },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

bool
sat_has_latin(const char *s)
{
	const uint8_t *p = (const uint8_t *)s, *end = p + strlen(s);
	uint32_t cp;

	while (sat_utf8_next(&p, end, &cp))
		if (is_latin(cp))
			return true;
	return false;
}

int
sat_cut(const char *s, int max)
{
	int n = 0;

	while (n < max && s[n] != '\0')
		n++;
	if (s[n] != '\0')
		while (n > 0 && (s[n] & 0xc0) == 0x80)
			n--;
	return n;
}
