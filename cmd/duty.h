/* duty: who is there and when, on the screen. */
#ifndef DUTY_H
#define DUTY_H

#include "cmd.h"

enum { CLOCK_SIZE = 64, MOMENT_SIZE = 256 };

/* Before anything confines the program: the machine's own time zone.  For
 * what says "here"; the forms for programs do not. */
void duty_init(void);

/* "24/7", "OPEN", "ON CALL", "CLOSED", "NOT KNOWN", "NOT VALID" */
const char *duty_name(enum satchel_duty d);
/* The same in its colour, on this line. */
void duty_put(struct out *o, enum satchel_duty d);
bool duty_answers(enum satchel_duty d);

/* "Fri 20 Nov 14:45" at |t|, |offset| seconds east of UTC; with |year|, 2026
 * after the month. */
void duty_clock(int64_t t, int32_t offset, bool year, char s[CLOCK_SIZE]);
/* "Fri 20 Nov 2026 09:00 UTC, 10:00 here (CET)" */
void duty_when(int64_t t, char s[MOMENT_SIZE]);

/* Why it is closed and when it opens; or until when it is open: what follows
 * its duty_put. */
void duty_why(struct out *o, unsigned indent,
    const struct satchel_availability *is, const struct satchel_value *who);
/* "Fri 20 Nov 14:45 there (UTC+05:45)" */
void duty_there(struct out *o, unsigned indent,
    const struct satchel_availability *is, int64_t at);

/* Members of a JSON object, and lines of --plain that begin with |prefix|. */
void
duty_json(struct out *o, const struct satchel_availability *is, int64_t at);
void duty_plain(struct out *o, const char *prefix,
    const struct satchel_availability *is, int64_t at);

#endif
