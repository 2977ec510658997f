/* duty: who can answer at a time: hours, holidays, time zones and validity of
 * one contact or mission to whether it is there, why not, when it will be, and
 * which number to ring (satchel(1), "now"). */
#ifndef SAT_DUTY_H
#define SAT_DUTY_H

#include "node.h"

/* What it is told from.  Nothing here is kept. */
struct sat_duty_of {
	const struct sat_node *who;	 /* a contact record or a mission */
	const struct sat_node *holidays; /* of its party; NULL: none */
	const struct sat_node *zone;	 /* its zone record; NULL: not there */
	int64_t zone_end; /* the offsets of |zone| hold before this */
	int64_t at;
};

/*
 * Fills |*d|, but for its |change|; what it points to is borrowed from |*of|.  Days (holidays,
 * valid_from, valid_until) are days of the zone: a holiday closes from 00:00 to
 * 24:00 whatever the hours say, but for "24/7".  Where the offset is not known
 * a day counts while it may last anywhere, UTC-12 to UTC+14.
 */
void sat_duty_at(const struct sat_duty_of *of, struct satchel_availability *d);

/* Adds to what sat_duty_at said when that changes, which takes longer to find
 * out. */
void
sat_duty_change(const struct sat_duty_of *of, struct satchel_availability *d);

/*
 * The place in |lang|, best first, of the first that |who| speaks, and in |*tag|
 * how it says so; |n| if there is none.  "fr" meets "fr-CA" and "fr-CA" meets
 * "fr" (RFC 4647 3.3.1 and 3.4), in any case.
 */
size_t sat_duty_language(const struct sat_node *who, const char *const *lang,
    size_t n, const char **tag);

/* Whether someone answers: those are SATCHEL_AROUND_THE_CLOCK to ON_CALL. */
bool sat_duty_answers(enum satchel_duty d);

#endif
