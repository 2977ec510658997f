/* escalate: whom to try if a contact does not answer. */
#ifndef ESCALATE_H
#define ESCALATE_H

#include "cmd.h"

/* Deputies, others of its party, its mission; with what to ring. */
void escalate_text(struct cli *c, const struct satchel_record *r, int64_t now);
void escalate_plain(struct cli *c, const struct satchel_record *r, int64_t now);

/* All of a party, who answers first; nothing if it has but one. */
void
escalate_party(struct cli *c, const struct satchel_record *party, int64_t now);

#endif
