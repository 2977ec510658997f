/* since: what changed since the release that is or was installed, for those
 * who install or sign the next one. */
#ifndef SINCE_H
#define SINCE_H

#include "change.h"
#include "satchel_build.h"

/* What release |r|, just installed, changed; false: there was none before it,
 * or it cannot be read (and that was complained of). */
bool since_last(
    struct cli *c, const struct satchel_release *r, struct satchel_totals *t);
void since_text(struct cli *c, const struct satchel_totals *t);

/* Shows what would be signed beside |old|, the installed one: totals, then
 * every number, address and key that changed.  0 or the exit status. */
int since_signing(struct cli *c, struct satchel_signing *s,
    const struct satchel_release *old);

#endif
