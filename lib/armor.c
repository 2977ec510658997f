#include "armor.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "num.h"

enum {
	CHUNK_RAW = 48,	 /* bytes decoded at a time */
	CHUNK_TEXT = 64, /* and the characters they take */
	BASE64 = sodium_base64_VARIANT_ORIGINAL
};

/* One chunk: decoded, encoded again, compared. */
static bool
decode_chunk(const struct sat_rd *text, uint8_t raw[CHUNK_RAW], size_t *n)
{
	char again[CHUNK_TEXT + 1];
	size_t got = 0;
	bool same;

	/* libsodium takes char, the bytes are the same */
	if (sodium_base642bin(raw, CHUNK_RAW, (const char *)text->p, text->n,
		NULL, &got, NULL, BASE64) != 0)
		return false;
	sodium_bin2base64(again, sizeof(again), raw, got, BASE64);
	same = sat_rd_is(text, again);
	sodium_memzero(again, sizeof(again)); /* may spell a secret */
	*n = got;
	return same;
}

/* All of |text| in chunks; |out| NULL only looks.  Only the last chunk may
 * be short of 48 bytes, else padding would stand inside. */
static bool
decode(struct sat_rd text, uint8_t *out, size_t max, size_t *n)
{
	uint8_t raw[CHUNK_RAW];
	size_t total = 0, got = CHUNK_RAW;
	bool ok = true;
	struct sat_rd part;

	while (ok && !sat_rd_end(&text)) {
		ok = got == CHUNK_RAW &&
		     sat_rd_take(&text, sat_min(text.n, CHUNK_TEXT), &part) &&
		     decode_chunk(&part, raw, &got);
		if (ok && out != NULL && total < max)
			memcpy(out + total, raw, sat_min(got, max - total));
		if (ok)
			total += got; /* below text.n */
	}
	sodium_memzero(raw, sizeof(raw));
	*n = total;
	return ok;
}

bool
sat_base64_head(const struct sat_rd *text, uint8_t *out, size_t max, size_t *n)
{
	size_t total;

	return decode(*text, NULL, 0, &total) && decode(*text, out, max, n);
}

bool
sat_base64_read(const struct sat_rd *text, uint8_t *out, size_t max, size_t *n)
{
	size_t total;

	return decode(*text, NULL, 0, &total) && total <= max &&
	       decode(*text, out, max, n);
}

void
sat_base64_write(struct sat_wr *w, const void *p, size_t n)
{
	struct sat_rd r = sat_rd_of(p, n, 0, NULL), part;
	char text[CHUNK_TEXT + 1];

	while (sat_rd_take(&r, sat_min(r.n, CHUNK_RAW), &part) && part.n > 0) {
		sodium_bin2base64(text, sizeof(text), part.p, part.n, BASE64);
		sat_wr_str(w, text);
	}
	sodium_memzero(text, sizeof(text));
}

void
sat_hex_write(const void *p, size_t n, char *out)
{
	static const char digit[] = "0123456789abcdef";
	const uint8_t *b = p;

	for (size_t i = 0; i < n; i++) {
		*out++ = digit[b[i] >> 4];
		*out++ = digit[b[i] & 15];
	}
	*out = '\0';
}

static int
hex_digit(uint8_t c, bool any_case)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (any_case && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
sat_hex_read(const struct sat_rd *text, bool any_case, uint8_t *out, size_t n)
{
	if (text->n / 2 != n || text->n % 2 != 0)
		return false;
	for (size_t i = 0; i < text->n; i++)
		if (hex_digit(text->p[i], any_case) < 0)
			return false;
	for (size_t i = 0; i < n; i++) {
		unsigned hi = (unsigned)hex_digit(text->p[2 * i], true);
		unsigned lo = (unsigned)hex_digit(text->p[2 * i + 1], true);

		out[i] = (uint8_t)(hi << 4 | lo); /* both are digits */
	}
	return true;
}

/* Days from 1970-01-01 to the first of |month| of |year|, proleptic
 * Gregorian, years 1970 and later. */
static int64_t
days_before(int year, int month)
{
	static const int16_t before[] = { 0, 31, 59, 90, 120, 151, 181, 212,
		243, 273, 304, 334 };
	int y = month > 2 ? year : year - 1; /* leap days up to then */

	return (int64_t)365 * (year - 1970) + y / 4 - y / 100 + y / 400 -
	       (1969 / 4 - 1969 / 100 + 1969 / 400) + before[month - 1];
}

/* |n| digits at the front of |r|. */
static bool
take_digits(struct sat_rd *r, size_t n, int *v)
{
	struct sat_rd d;
	int x = 0;

	if (!sat_rd_take(r, n, &d))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (d.p[i] < '0' || d.p[i] > '9')
			return false;
		x = x * 10 + d.p[i] - '0'; /* at most four digits */
	}
	*v = x;
	return true;
}

static bool
take_date(struct sat_rd *r, int64_t *t)
{
	int year, month, day;
	int64_t first, next;

	if (!take_digits(r, 4, &year) || !sat_rd_word(r, "-") ||
	    !take_digits(r, 2, &month) || !sat_rd_word(r, "-") ||
	    !take_digits(r, 2, &day))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1)
		return false;
	first = days_before(year, month);
	next = month == 12 ? days_before(year + 1, 1)
			   : days_before(year, month + 1);
	if (day > next - first)
		return false;
	*t = (first + day - 1) * 86400;
	return true;
}

bool
sat_date_read(const struct sat_rd *text, int64_t *t)
{
	struct sat_rd r = *text;
	int64_t v;

	if (!take_date(&r, &v) || !sat_rd_end(&r))
		return false;
	*t = v;
	return true;
}

bool
sat_time_read(const struct sat_rd *text, int64_t *t)
{
	struct sat_rd r = *text;
	int hour, minute, second;
	int64_t day;

	if (!take_date(&r, &day) || !sat_rd_word(&r, "T") ||
	    !take_digits(&r, 2, &hour) || !sat_rd_word(&r, ":") ||
	    !take_digits(&r, 2, &minute) || !sat_rd_word(&r, ":") ||
	    !take_digits(&r, 2, &second) || !sat_rd_is(&r, "Z"))
		return false;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*t = day + (int64_t)hour * 3600 + (int64_t)minute * 60 + second;
	return true;
}

/* Two digits; |v| is below 100. */
static void
put_two(char *p, int v)
{
	p[0] = (char)('0' + v / 10); /* '0' to '9' */
	p[1] = (char)('0' + v % 10);
}

void
sat_time_write(int64_t t, char out[21])
{
	static const int64_t last = INT64_C(253402300799); /* end of 9999 */
	int year = 1970, month = 1, second;
	int64_t day;

	if (t < 0 || t > last) /* no such text: the nearest there is */
		t = t < 0 ? 0 : last;
	day = t / 86400;
	second = (int)(t % 86400); /* below 86400 */
	memcpy(out, "0000-00-00T00:00:00Z", 21);
	year += (int)(day / 366); /* at most 8029; never too late */
	while (days_before(year + 1, 1) <= day)
		year++;
	while (month < 12 && days_before(year, month + 1) <= day)
		month++;
	day += 1 - days_before(year, month); /* 1 to 31 */
	put_two(out, year / 100);
	put_two(out + 2, year % 100);
	put_two(out + 5, month);
	put_two(out + 8, (int)day);
	put_two(out + 11, second / 3600);
	put_two(out + 14, second / 60 % 60);
	put_two(out + 17, second % 60);
}

bool
sat_no_cr(
    const struct sat_rd *text, enum satchel_code code, struct satchel_err *err)
{
	const uint8_t *cr = memchr(text->p, '\r', text->n);

	if (cr == NULL)
		return true;
	sat_fail_off(err, code, text->file,
	    text->off + (uint64_t)(cr - text->p), /* it lies in the window */
	    "a carriage return stands here; lines end with LF alone");
	return sat_hint(
	    err, "line ends were changed; fetch the file again in binary mode");
}

struct sat_lines
sat_lines_of(const struct sat_rd *text, const char *what)
{
	struct sat_lines l = { *text, *text, 1, what };

	l.number = 0;
	return l;
}

bool
sat_lines_fail(
    struct satchel_err *err, const struct sat_lines *l, const char *fmt, ...)
{
	char msg[sizeof((struct satchel_err){ 0 }.msg)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	return sat_rd_fail(
	    err, &l->at, "%s line %u: %s", l->what, l->number, msg);
}

bool
sat_line_value(struct sat_lines *l, const char *word, struct sat_rd *value,
    struct satchel_err *err)
{
	struct sat_rd v;

	l->number++;
	l->at = l->rest;
	if (!sat_rd_line(&l->rest, &l->at))
		return sat_lines_fail(err, l,
		    "the text ends here, a line \"%s ...\" is due", word);
	v = l->at;
	if (!sat_rd_word(&v, word) || !sat_rd_word(&v, " "))
		return sat_lines_fail(
		    err, l, "a line \"%s ...\" is due here", word);
	if (sat_rd_end(&v) || v.p[0] == ' ' || v.p[v.n - 1] == ' ')
		return sat_lines_fail(err, l,
		    "%s has an empty value, or one with a space at an end",
		    word);
	*value = v;
	return true;
}

/* |value| as the number of line |word|. */
static bool
number_of(struct sat_lines *l, const char *word, const struct sat_rd *value,
    uint64_t min, uint64_t max, uint64_t *v, struct satchel_err *err)
{
	uint64_t x;

	if (!sat_rd_decimal(value, max, &x) || x < min)
		return sat_lines_fail(err, l,
		    "%s is not a number from %llu to %llu without leading "
		    "zeros",
		    word, (unsigned long long)min, (unsigned long long)max);
	*v = x;
	return true;
}

bool
sat_line_number(struct sat_lines *l, const char *word, uint64_t min,
    uint64_t max, uint64_t *v, struct satchel_err *err)
{
	struct sat_rd value;

	return sat_line_value(l, word, &value, err) &&
	       number_of(l, word, &value, min, max, v, err);
}

bool
sat_line_u32(struct sat_lines *l, const char *word, uint32_t min, uint32_t max,
    uint32_t *v, struct satchel_err *err)
{
	uint64_t x = 0;

	if (!sat_line_number(l, word, min, max, &x, err))
		return false;
	*v = (uint32_t)x; /* at most |max| */
	return true;
}

bool
sat_line_time(
    struct sat_lines *l, const char *word, int64_t *t, struct satchel_err *err)
{
	struct sat_rd value;

	if (!sat_line_value(l, word, &value, err))
		return false;
	if (!sat_time_read(&value, t))
		return sat_lines_fail(err, l,
		    "%s is not a time such as 2026-03-01T09:00:00Z, years 1970 "
		    "to 9999",
		    word);
	return true;
}

bool
sat_line_hash(struct sat_lines *l, struct sat_rd value, const char *prefix,
    struct sat_hash *h, struct satchel_err *err)
{
	if (!sat_rd_word(&value, prefix) || !sat_hash_read(&value, h))
		return sat_lines_fail(err, l,
		    "\"%s\" and 64 lower-case hex digits are due here", prefix);
	return true;
}

bool
sat_line_sized(struct sat_lines *l, const char *word, uint64_t min,
    uint64_t max, const char *prefix, uint64_t *v, struct sat_hash *h,
    struct satchel_err *err)
{
	struct sat_rd value = l->rest, number = value, skip;
	const uint8_t *space;

	if (!sat_line_value(l, word, &value, err))
		return false;
	space = memchr(value.p, ' ', value.n);
	if (space == NULL || /* else it lies in the window */
	    !sat_rd_take(&value, (size_t)(space - value.p), &number) ||
	    !sat_rd_take(&value, 1, &skip))
		return sat_lines_fail(
		    err, l, "%s takes a number and a digest", word);
	return number_of(l, word, &number, min, max, v, err) &&
	       sat_line_hash(l, value, prefix, h, err);
}

bool
sat_line_previous(struct sat_lines *l, const char *word, bool *has,
    struct sat_hash *h, struct satchel_err *err)
{
	struct sat_rd value;

	if (!sat_line_value(l, word, &value, err))
		return false;
	*has = !sat_rd_is(&value, "none");
	return !*has || sat_line_hash(l, value, "sha256:", h, err);
}

bool
sat_lines_same(struct sat_lines *l, const struct sat_rd *text,
    const struct sat_wr *w, struct satchel_err *err)
{
	if (!sat_rd_end(&l->rest)) {
		l->number++;
		l->at = l->rest;
		return sat_lines_fail(
		    err, l, "the text should end before this line");
	}
	if (!sat_wr_done(w, l->what, err))
		return false;
	if (!sat_rd_eq(text, w->p, w->len)) {
		l->at = *text;
		l->number = 1;
		return sat_lines_fail(
		    err, l, "the text is not in its one canonical form");
	}
	return true;
}
