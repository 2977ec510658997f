/* deflate: raw deflate both ways (RFC 1951), to a size known beforehand, with
 * a preset dictionary; the only user of zlib. */
#ifndef SAT_DEFLATE_H
#define SAT_DEFLATE_H

#include "bytes.h"

/*
 * Inflates the whole of |in| into exactly |n| bytes at |out|: a stream that
 * holds more or fewer, does not end, or has bytes after it is EFORMAT at |in|.
 * |dict| may be NULL; its last 32,768 bytes are used.
 */
SATCHEL_MUST bool sat_inflate(const struct sat_rd *in, const void *dict,
    size_t dict_len, uint8_t *out, size_t n, struct satchel_err *err);

/* Deflates |n| bytes at level 6 onto |w|. */
SATCHEL_MUST bool sat_deflate(const void *in, size_t n, const void *dict,
    size_t dict_len, struct sat_wr *w, struct satchel_err *err);

/* For many: zlib's 256 KiB of state are asked for once.  What comes out is
 * sat_deflate's, whatever was deflated, or failed, before.  One thread at a
 * time. */
struct sat_deflater;
SATCHEL_MUST bool
sat_deflater_new(struct sat_deflater **d, struct satchel_err *err);
void sat_deflater_free(struct sat_deflater *d);
SATCHEL_MUST bool sat_deflater_run(struct sat_deflater *d, const void *in,
    size_t n, const void *dict, size_t dict_len, struct sat_wr *w,
    struct satchel_err *err);

#endif
