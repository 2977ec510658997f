/* field: the fields of a record on the screen. */
#ifndef FIELD_H
#define FIELD_H

#include "cmd.h"

enum { LABEL_COL = 2, VALUE_COL = 16 };

/* A phone, an e-mail, on this line; what does not fit goes to |indent|. */
void
field_phone(struct cli *c, const struct satchel_value *phone, unsigned indent);
void field_email(struct cli *c, const struct satchel_value *email);

/* All but what the head line says, in the order of a person in a hurry. */
void field_show_all(struct cli *c, const struct satchel_record *r);

#endif
