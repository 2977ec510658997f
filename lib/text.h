/* text: which characters a source file and its values may hold, and Unicode
 * Normalization Form C (satchel(5), "Text"). */
#ifndef SAT_TEXT_H
#define SAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "err.h"

/*
 * May |cp| stand between the code point |before| (0: none) and what begins at
 * |next|?  LF, CR and tab are controls like any other here.  A joiner may stand
 * between two letters or marks of scripts that need it.
 */
bool sat_text_allows(
    uint32_t cp, uint32_t before, const uint8_t *next, const uint8_t *end);

/* The code point that ends at |p|, where the bytes from |start| are UTF-8; 0 if
 * there is none. */
uint32_t sat_text_before(const uint8_t *start, const uint8_t *p);

/* A fault of one value's text. */
struct sat_text_fault {
	bool joiner; /* a joiner out of place, else a forbidden character */
	uint32_t cp;
};

/*
 * Takes all forbidden characters (every control but LF) out of the |*n| bytes
 * at |s|, which a NUL follows; what parted words leaves a space.  True, and the
 * first of them in |f|, if there was one.
 */
bool sat_text_mend(char *s, size_t *n, struct sat_text_fault *f);

/* True if a value's |n| bytes are plainly in NFC and hold nothing to mend: of
 * common letters alone.  False says nothing. */
bool sat_text_usual(const char *s, size_t n);

/* |*text| in NFC, in |a| if it had to be changed; |*was| tells if it was so
 * already.  False: no memory. */
SATCHEL_MUST bool
sat_text_nfc(struct sat_arena *a, const char **text, size_t *n, bool *was);

#endif
