/* id: a record by the id that a person types. */
#ifndef ID_H
#define ID_H

#include "cmd.h"

/* |typed| as it is, else with the party in capitals and the rest in small
 * letters (xtr/DIP-1), else all in small letters.  False: complained, c->status
 * is set: 1 if there is none. */
bool id_get(struct cli *c, const char *typed, struct satchel_record *r);

#endif
