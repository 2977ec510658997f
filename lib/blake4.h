/*
 * blake4: BLAKE2b-256 of several messages at once (RFC 7693), for scans that
 * check many blocks.  One digest is a chain of steps that wait for each other;
 * four messages in the lanes of a vector take about as long as one.
 */
#ifndef SAT_BLAKE4_H
#define SAT_BLAKE4_H

#include "digest.h"

/* The digests of |n| messages, each as sat_blake2b makes it; best if they come
 * in fours of about the same length. */
void sat_blake2b_many(const struct sat_rd *in, size_t n, struct sat_hash *out);

/* How four are made at once: by AVX2, or by AVX-512VL, which can rotate. */
enum sat_blake4 { SAT_BLAKE4_AVX2, SAT_BLAKE4_AVX512, SAT_BLAKE4_WAYS };

/* Four digests in that |way|; false, and nothing is done: this program or this
 * machine cannot. */
bool sat_blake2b_four(
    enum sat_blake4 way, const struct sat_rd in[4], struct sat_hash out[4]);

#endif
