/* export_key: keys in the forms of other tools: OpenSSH, PEM, minisign; the
 * secret ones unencrypted, in locked memory (satchel(5), "Signing with other
 * tools"). */
#ifndef SAT_EXPORT_KEY_H
#define SAT_EXPORT_KEY_H

#include "key.h"
#include "satchel_build.h"

/* A writer that never grows out of locked memory; sat_locked_free wipes it. */
SATCHEL_MUST bool
sat_locked_init(struct sat_wr *w, size_t max, struct satchel_err *err);
void sat_locked_free(struct sat_wr *w);

/* The text of the secret key |k| onto |w|, a locked one. */
SATCHEL_MUST bool sat_export_secret(const struct sat_seckey *k,
    enum satchel_key_form form, struct sat_wr *w, struct satchel_err *err);

/* The public half. */
void sat_export_public(
    const struct sat_pubkey *k, enum satchel_key_form form, struct sat_wr *w);

#endif
