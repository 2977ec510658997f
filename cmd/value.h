/* value: any value of a record on a line, in words. */
#ifndef VALUE_H
#define VALUE_H

#include "cmd.h"

/* |v| in words; what does not fit goes to |indent|.  On one line if plain. */
void value_text(struct cli *c, const struct satchel_value *v, unsigned indent);

/* A text, on one line if plain: with \n for a line feed, as record_plain. */
void value_string(struct cli *c, const char *s, unsigned indent);

/* "NO LONGER VALID", "NOT YET VALID" by its own dates at |now|, or NULL.  They
 * are days of its zone, which lies between UTC-12 and UTC+14: nothing is said
 * that may not hold there. */
const char *value_validity(const struct satchel_value *record, int64_t now);

#endif
