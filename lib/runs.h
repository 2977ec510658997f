/* runs: an external sort: sorted runs in scratch files and their merge, so
 * that a build's memory stays flat. */
#ifndef SAT_RUNS_H
#define SAT_RUNS_H

#include "bytes.h"

struct sat_runs;

/*
 * Sorts (key, value) pairs by the key's bytes, equal keys in the order they
 * were added.  Up to |memory| bytes are held, the rest lies in scratch files
 * beside |path|.  Keys and values up to 1 MiB.
 */
SATCHEL_MUST bool sat_runs_new(const char *path, size_t memory,
    struct sat_runs **r, struct satchel_err *err);
void sat_runs_free(struct sat_runs *r);
SATCHEL_MUST bool sat_runs_add(struct sat_runs *r, const void *key,
    size_t key_len, const void *value, size_t value_len,
    struct satchel_err *err);
/* No more adds; then next, in order, until |*more| is false.  Both windows are
 * borrowed until the next call. */
SATCHEL_MUST bool sat_runs_sort(struct sat_runs *r, struct satchel_err *err);
SATCHEL_MUST bool sat_runs_next(struct sat_runs *r, struct sat_rd *key,
    struct sat_rd *value, bool *more, struct satchel_err *err);

#endif
