/* sign: one more line for a statement that was verified first, and lines that
 * were made elsewhere (satchel(5), "Signing with other tools"). */
#ifndef SAT_SIGN_H
#define SAT_SIGN_H

#include "root.h"
#include "bundle.h"

/* Writes bundle |path| anew with |statement| as its member; all else is
 * copied. */
SATCHEL_MUST bool
sat_bundle_restate(const char *path, const struct sat_bundle *b,
    const struct sat_rd *statement, struct satchel_err *err);

/*
 * Finds in |file| a signature of one of |keys| over |text|: our signature
 * lines, a signify .sig, a .minisig, or 64 raw bytes, told apart by content.
 * Adds each that is good to |sig|, which has room for |max|.  EUNTRUSTED if
 * there is none.
 */
struct sat_found_sig {
	const struct sat_pubkey *key;
	uint8_t sig[64];
};
SATCHEL_MUST bool sat_signatures_in(const struct sat_rd *file,
    const struct sat_rd *text, const struct sat_pubkey *keys, size_t nkeys,
    struct sat_found_sig *sig, size_t max, size_t *n, struct satchel_err *err);

#endif
