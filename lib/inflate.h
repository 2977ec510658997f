/* inflate: raw deflate (RFC 1951) to a size known beforehand, with a preset
 * dictionary; the only user of libdeflate. */
#ifndef SAT_INFLATE_H
#define SAT_INFLATE_H

#include "bytes.h"

/*
 * Inflates the whole of |in| into exactly |n| bytes at |out|: a stream that
 * holds more or fewer, does not end, or has bytes after it is EFORMAT at |in|.
 * |dict| may be NULL; its last 32,768 bytes are used.  ENOMEM.
 * Takes what zlib takes, and codes with a length too many that nothing uses.
 */
SATCHEL_MUST bool sat_inflate(const struct sat_rd *in, const void *dict,
    size_t dict_len, uint8_t *out, size_t n, struct satchel_err *err);

#endif
