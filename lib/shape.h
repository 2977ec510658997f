/* shape: the form of every kind of string a source or a record holds, one
 * short function a rule.  All take strings that end in NUL. */
#ifndef SAT_SHAPE_H
#define SAT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SAT_DAY = 24 * 60 * 60, SAT_NUMBER_SIZE = 17 };

/* A day that exists, YYYY-MM-DD (RFC 3339 full-date); |*day| counts from
 * 1970-01-01 and may be NULL. */
bool sat_day_read(const char *s, int64_t *day);
void sat_day_write(int64_t day, char out[11]); /* years 0 to 9999 */

/* A day, or an RFC 3339 date-time of any offset. */
bool sat_is_moment(const char *s);

/* The time |t| moved by |months|, at the month's last day where the day does
 * not exist.  |t| is seconds since 1970, years 0 to 9999. */
int64_t sat_months_after(int64_t t, int months);

/* --MM-DD or YYYY-MM-DD, or two of a kind with "/" between; |*reversed| if the
 * second is before the first. */
bool sat_is_holiday(const char *s, bool *reversed);

/* [a-z0-9][a-z0-9-]* joined by . or /, 3 to 100 bytes; else |*why|. */
bool sat_is_directory(const char *s, const char **why);
bool sat_is_exercise(const char *directory); /* its last segment says so */

/* The integer |s| without sign or leading zeros, if it is |min| to |max|. */
bool sat_integer_read(const char *s, uint32_t min, uint32_t max, uint32_t *v);

bool sat_is_party(const char *s); /* [A-Za-z0-9][A-Za-z0-9._-]{0,63} */
bool sat_is_local(const char *s); /* [a-z][a-z0-9-]{0,31} */
bool sat_is_ext(const char *s);	  /* [0-9]{1,8} */
bool sat_is_hex(const char *s, size_t digits); /* exactly, any case */
bool sat_is_key32(const char *s);	       /* 32 bytes in base64 */

/* What is wrong with a telephone number. */
enum sat_number_fault {
	SAT_NUMBER_GOOD,
	SAT_NUMBER_NO_PLUS,
	SAT_NUMBER_ZERO,      /* a country code begins with 1 to 9 */
	SAT_NUMBER_CHARACTER, /* other than digits and space . ( ) - */
	SAT_NUMBER_LENGTH     /* not 7 to 15 digits */
};
/* |out| gets + and the digits if it is good; |*digits| counts them unless a
 * character is wrong. */
enum sat_number_fault
sat_number_read(const char *s, char out[SAT_NUMBER_SIZE], size_t *digits);

/* dot-atom@domain (RFC 5322 3.4.1, RFC 6531); else |*why|.  Any length. */
bool sat_is_email(const char *s, const char **why);

/* Absolute, RFC 3986 3; else |*why|.  Any length. */
bool sat_is_uri(const char *s, const char **why);

/* A well-formed BCP 47 tag (RFC 5646 2.2.9), not grandfathered. */
bool sat_is_language(const char *s);
size_t sat_language_primary(const char *s); /* length of its first part */

/* Area/Place, UTC or Etc/UTC; what it names may not exist. */
bool sat_is_zone(const char *s);

/* How many of the first |max| bytes of |s| a message shows, so that no code
 * point is cut: for "%.*s". */
int sat_cut(const char *s, int max);

/* True if a letter of the Latin script is in |s|. */
bool sat_has_latin(const char *s);

#endif
