/*
 * sha256: the compression function of SHA-256 (FIPS 180-4, 6.2.2) by the
 * instructions that many processors have for it: five times as fast as
 * without.
 */
#ifndef SAT_SHA256_H
#define SAT_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SAT_SHA256_CHUNK = 64 };

/* Takes |n| chunks at |p| into the state |h|; false, and nothing is done: this
 * program or this machine cannot. */
bool sat_sha256_chunks(uint32_t h[8], const uint8_t *p, size_t n);

#endif
