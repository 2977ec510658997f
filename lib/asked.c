#include "asked.h"

#include <stdio.h>
#include <string.h>

#include "armor.h"
#include "fold.h"
#include "shape.h"

enum { DIGITS_MIN = 7, DIGITS_MAX = 15, LONG_PRINT = 64, SHORT_PRINT = 40 };

/* What is being read, folded: digits of all scripts are 0 to 9 by now, and
 * letters small. */
struct reading {
	struct sat_arena *a;
	struct sat_asked *q;
	const char *s; /* folded, a string */
	struct satchel_err *err;
};

static bool
none(struct satchel_err *err)
{
	sat_fail(err, SATCHEL_EUSAGE,
	    "that is no telephone number, e-mail address or fingerprint");
	return sat_hint(err, "satchel find WORD... looks for names");
}

/* |n| bytes of |p| as the text, and |prefix| before them as what is said. */
static bool
keep(const struct reading *r, const char *prefix, const char *p, size_t n)
{
	char said[SAT_ASKED_BYTES + 8];
	char *copy = sat_arena_copy(r->a, p, n);

	(void)snprintf(said, sizeof(said), "%s%.*s", prefix, (int)n, p);
	r->q->said = sat_arena_copy(r->a, said, strlen(said));
	if (copy == NULL || r->q->said == NULL)
		return sat_fail_nomem(r->err);
	r->q->text = sat_rd_of(copy, n, 0, NULL);
	return true;
}

/* ---- e-mail ------------------------------------------------------------- */

static bool
skip_word(const char **s, const char *word)
{
	const char *p = *s;

	for (; *word != '\0'; p++, word++) {
		char c = *p;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (c != *word)
			return false;
	}
	*s = p;
	return true;
}

/* The address in "Name <address>", "mailto:address?...", "address." */
static bool
read_email(const struct reading *r, const char *typed)
{
	char text[SAT_ASKED_BYTES];
	const char *lt = strrchr(typed, '<'), *why;
	size_t n;

	if (lt != NULL && strchr(lt, '@') != NULL)
		typed = lt + 1;
	typed += strspn(typed, " \t\n\"'(");
	(void)skip_word(&typed, "mailto:");
	n = strcspn(typed, ">? \t\n,;\"')");
	while (n > 0 && typed[n - 1] == '.')
		n--;
	(void)snprintf(text, sizeof(text), "%.*s", (int)n, typed);
	if (!sat_is_email(text, &why)) {
		sat_fail(r->err, SATCHEL_EUSAGE,
		    "\"%.100s\" is no e-mail address: %s", text, why);
		return sat_hint(r->err, "such as duty@cert.gov.example");
	}
	r->q->type = SATCHEL_EMAIL;
	return keep(r, "", text, n);
}

/* ---- numbers ------------------------------------------------------------ */

/* A sign that a number is written with: bytes of it, 0 for none.  U+2010 to
 * U+2015 and U+2212 are hyphens, dashes and the minus. */
static size_t
sign_len(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	if (*p == '\0')
		return 0;
	if (strchr(" -()[]./", *p) != NULL)
		return 1;
	if (p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0x95)
		return 3;
	return p[0] == 0xe2 && p[1] == 0x88 && p[2] == 0x92 ? 3 : 0;
}

/* "ext. 301", "x301", ";ext=301", "#301", ",,301", up to the end. */
static bool
is_extension(const char *s)
{
	size_t n = strspn(s, ",;#");

	s += n;
	if (!skip_word(&s, "ext") && !skip_word(&s, "x") && n == 0)
		return false;
	s += strspn(s, " .=:");
	n = strspn(s, "0123456789");
	return n > 0 && s[n + strspn(s + n, " ")] == '\0';
}

/* The digits of |s|, at most |max|, if it is written as a number is. */
static bool
digits_of(const char *s, char *digits, size_t max, size_t *n, bool *plus)
{
	size_t sign;

	*n = 0;
	s += strspn(s, " ([");
	*plus = *s == '+';
	s += *plus;
	for (; *s != '\0' && !(*n > 0 && is_extension(s)); s += sign) {
		sign = 1;
		if (*n > 0 && strncmp(s, "(0)", 3) == 0)
			sign = 3; /* nobody dials it with the country code */
		else if (*s < '0' || *s > '9')
			sign = sign_len(s);
		else if (*n == max)
			return false;
		else
			digits[(*n)++] = *s;
		if (sign == 0)
			return false;
	}
	return *n > 0;
}

/* Digits that some countries dial before a country code, all of them. */
static size_t
dialled_abroad(const char *s)
{
	static const char *const codes[] = { "0011", "00", "011", "010", "009",
		"810" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (strncmp(s, codes[i], strlen(codes[i])) == 0)
			return strlen(codes[i]);
	return 0;
}

static bool
read_number(const struct reading *r, const char *digits, size_t n, bool plus)
{
	struct sat_asked *q = r->q;
	size_t code = plus ? 0 : dialled_abroad(digits);

	/* 00 is dialled in most of the world; the others only where the whole
	 * is longer than a number can be without them */
	if (code > 0 && (strncmp(digits, "00", 2) == 0 || n > DIGITS_MAX) &&
	    n >= code + DIGITS_MIN) {
		digits += code;
		n -= code;
		plus = true;
	}
	if (n < DIGITS_MIN || n > DIGITS_MAX) {
		sat_fail(r->err, SATCHEL_EUSAGE,
		    "a number of %zu digits; listed ones have 7 to 15", n);
		return sat_hint(r->err,
		    "type it with + and its country code; satchel find looks "
		    "for a part of one");
	}
	q->type = SATCHEL_NUMBER;
	q->whole = plus;
	return keep(r, plus ? "+" : "", digits, n);
}

/* ---- fingerprints ------------------------------------------------------- */

static bool
read_public(const struct reading *r, const char *typed, bool *is)
{
	struct sat_rd text;
	uint8_t key[32];
	char hex[LONG_PRINT + 1];
	size_t n = strcspn(typed, " \t\n");

	text = sat_rd_of(typed, n, 0, NULL);
	*is = sat_base64_read(&text, key, sizeof(key), &n) && n == sizeof(key);
	if (!*is)
		return true;
	sat_hex_write(key, sizeof(key), hex);
	r->q->type = SATCHEL_KEY;
	return keep(r, "", hex, LONG_PRINT);
}

/* Hex digits, without blanks and colons; more than |max|: false. */
static bool
hex_of(const char *s, char *hex, size_t max, size_t *n)
{
	*n = 0;
	for (; *s != '\0'; s++) {
		bool digit =
		    (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'f');

		if (!digit && strchr(" :-", *s) == NULL)
			return false;
		if (digit && *n == max)
			return false;
		if (digit)
			hex[(*n)++] = *s;
	}
	return *n > 0;
}

static bool
read_print(const struct reading *r, const char *hex, size_t n)
{
	if (n == SHORT_PRINT || n == LONG_PRINT) {
		r->q->type = SATCHEL_KEY;
		return keep(r, "", hex, n);
	}
	if (n < SHORT_PRINT)
		sat_fail(r->err, SATCHEL_EUSAGE,
		    "%zu hex digits are a key id, not a fingerprint: anyone "
		    "can make another key with the same ones",
		    n);
	else
		sat_fail(r->err, SATCHEL_EUSAGE,
		    "a fingerprint has 40 or 64 hex digits, this has %zu", n);
	return sat_hint(
	    r->err, "ask for the whole fingerprint: 40 hex digits, or 64");
}

/* ---- all of it ---------------------------------------------------------- */

static bool
read_folded(const struct reading *r)
{
	static const char *const prefix[] = {
		"tel:", "fax:", "openpgp4fpr:", "sha256:", "0x"
	};
	char text[LONG_PRINT + 1];
	const char *s = r->s + strspn(r->s, " ");
	bool plus, key = false;
	size_t n;

	for (size_t i = 0; i < sizeof(prefix) / sizeof(*prefix); i++)
		if (skip_word(&s, prefix[i]))
			key |= i >= 2;
	if (!key && digits_of(s, text, LONG_PRINT, &n, &plus) &&
	    n != SHORT_PRINT && n != LONG_PRINT)
		return read_number(r, text, n, plus);
	if (!hex_of(s, text, LONG_PRINT, &n))
		return none(r->err);
	return read_print(r, text, n);
}

bool
sat_asked_read(const char *typed, struct sat_arena *a, struct sat_asked *q,
    struct satchel_err *err)
{
	struct reading r = { .a = a, .q = q, .err = err };
	struct sat_wr w;
	bool is, ok;

	memset(q, 0, sizeof(*q));
	typed += strspn(typed, " \t\n");
	if (strlen(typed) > SAT_ASKED_BYTES / 2)
		return none(err);
	if (strchr(typed, '@') != NULL)
		return read_email(&r, typed);
	if (!read_public(&r, typed, &is))
		return false;
	if (is)
		return true;
	sat_wr_init(&w, (size_t)SAT_ASKED_BYTES * 16);
	sat_fold(typed, strlen(typed), &w);
	sat_wr_u8(&w, '\0');
	ok = sat_wr_done(&w, "a question", err);
	if (ok) {
		r.s = (const char *)w.p;
		ok = read_folded(&r);
	}
	sat_wr_free(&w);
	return ok;
}
