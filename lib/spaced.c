#include "spaced.h"

#include <string.h>

#include "fold.h"

/* ---- numbers ------------------------------------------------------------ */

/* Length of a sign that may stand in a number at |p|; 0: none stands there. */
static size_t
sign_len(const uint8_t *p, size_t n)
{
	if (p[0] != 0 && p[0] < 0x80 && strchr(" -()./", p[0]) != NULL)
		return 1;
	/* U+2010 to U+2015, hyphens and dashes */
	return n >= 3 && p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x90 &&
		       p[2] <= 0x95
		   ? 3
		   : 0;
}

bool
sat_number_of(const uint8_t *p, size_t n, struct sat_number *out)
{
	size_t i = 0;

	*out = (struct sat_number){ 0 };
	while (i < n && (p[i] == ' ' || p[i] == '('))
		i++;
	if (i < n && p[i] == '+') {
		out->plus = true;
		i++;
	}
	while (i < n) {
		size_t sign = sign_len(p + i, n - i);

		if (n - i >= 3 && memcmp(p + i, "(0)", 3) == 0 && out->n > 0) {
			i += 3;
		} else if (sign > 0) {
			i += sign;
		} else {
			if (p[i] < '0' || p[i] > '9' ||
			    out->n == SAT_DIGITS_MAX)
				return false;
			out->digits[out->n++] = (char)p[i++];
		}
	}
	return true;
}

/* "+", also in brackets: what stands before is another number. */
static bool
begins_number(const char *text)
{
	return text[0] == '+' || (text[0] == '(' && text[1] == '+');
}

/* May word |i| of |t| go on what the words before it began? */
static bool
goes_on(const struct sat_item *t, size_t i)
{
	return !t[i].quoted && !t[i].star && (i == 0 || !t[i].fielded);
}

/* How many items from |t| on are together one number; their text, with blanks,
 * then stands in |all|. */
static bool
number(const struct sat_item *t, size_t n, struct sat_wr *all, size_t *count,
    struct satchel_err *err)
{
	struct sat_number num;

	if ((t->fields & SAT_FIELD(SAT_F_PHONE)) == 0)
		return true;
	sat_wr_reset(all);
	for (size_t i = 0; i < n && goes_on(t, i); i++) {
		size_t before = all->len;

		if (i > 0 && begins_number(t[i].text))
			break;
		sat_fold(t[i].text, strlen(t[i].text), all);
		sat_wr_u8(all, ' ');
		if (!sat_number_of(all->p, all->len, &num)) {
			all->len = before; /* not this one */
			break;
		}
		*count = i + 1;
	}
	if (!sat_wr_done(all, "a number", err))
		return false;
	if (*count > 1 && (!sat_number_of(all->p, all->len, &num) ||
			      num.n < SAT_NUMBER_JOINED))
		*count = 1;
	return true;
}

/* ---- fingerprints ------------------------------------------------------- */

enum { OPENPGP_HEX = 40, SHA256_HEX = 64 };

static bool
is_hex(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!((p[i] >= '0' && p[i] <= '9') ||
			(p[i] >= 'a' && p[i] <= 'f')))
			return false;
	return true;
}

bool
sat_is_fingerprint(const uint8_t *p, size_t n)
{
	return (n == OPENPGP_HEX || n == SHA256_HEX) && is_hex(p, n);
}

/* How many items from |t| on are together a fingerprint, the longest there is;
 * its digits then stand in |all|. */
static bool
fingerprint(const struct sat_item *t, size_t n, struct sat_wr *all,
    size_t *count, struct satchel_err *err)
{
	size_t len = 0;

	sat_wr_reset(all);
	for (size_t i = 0; i < n && goes_on(t, i); i++) {
		sat_fold(t[i].text, strlen(t[i].text), all);
		if (!sat_wr_done(all, "a fingerprint", err))
			return false;
		if (!is_hex(all->p, all->len) || all->len > SHA256_HEX)
			break;
		if (sat_is_fingerprint(all->p, all->len)) {
			*count = i + 1;
			len = all->len;
		}
	}
	if (*count > 1)
		all->len = len;
	return true;
}

bool
sat_spaced(const struct sat_item *t, size_t n, struct sat_wr *all,
    size_t *count, struct satchel_err *err)
{
	*count = 1;
	if (!fingerprint(t, n, all, count, err))
		return false;
	return *count > 1 || number(t, n, all, count, err);
}
