/* field: the fields of a record on the screen. */
#ifndef FIELD_H
#define FIELD_H

#include "cmd.h"

enum { LABEL_COL = 2, VALUE_COL = 16 };

/* A phone, an e-mail, on this line; what does not fit goes to |indent|. */
void
field_phone(struct cli *c, const struct satchel_value *phone, unsigned indent);
void
field_email(struct cli *c, const struct satchel_value *email, unsigned indent);

/* "  phone         " and the like; the value follows. */
void field_label(struct cli *c, const char *name);

/* The numbers, |first| (NULL: none) before the others. */
void field_phones(struct cli *c, const struct satchel_value *phones,
    const struct satchel_value *first);
void field_emails(struct cli *c, const struct satchel_value *emails);

/* All but what the head line says and the numbers and addresses of a contact,
 * in the order of a person in a hurry.  |now| tells what is past. */
void
field_show_rest(struct cli *c, const struct satchel_record *r, int64_t now);

#endif
