/* deflate: raw deflate (RFC 1951) with a preset dictionary; the only user of
 * zlib. */
#ifndef SAT_DEFLATE_H
#define SAT_DEFLATE_H

#include "bytes.h"

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
