/* runs: an external sort: sorted runs in a scratch file and their merge, so
 * that a build's memory stays flat. */
#ifndef SAT_RUNS_H
#define SAT_RUNS_H

#include "bytes.h"

struct sat_runs;

/*
 * Sorts (key, value) pairs by the key's bytes, a key before those it begins,
 * equal keys in the order they were added.  Up to |memory| bytes (at least
 * 64 KiB) are held, the rest lies in a scratch file beside |path|, which is
 * not made before it is needed.  Keys up to 64 KiB, values below 4 GiB.
 */
SATCHEL_MUST bool sat_runs_new(const char *path, size_t memory,
    struct sat_runs **r, struct satchel_err *err);
void sat_runs_free(struct sat_runs *r);
SATCHEL_MUST bool
sat_runs_add(struct sat_runs *r, const void *key, size_t key_len,
    const void *value, size_t value_len, struct satchel_err *err);

/*
 * For a caller that sorts by itself: pairs whose keys rise go straight to the
 * scratch file, until sat_runs_cut ends that run.  Do not mix with add.
 */
SATCHEL_MUST bool
sat_runs_put(struct sat_runs *r, const void *key, size_t key_len,
    const void *value, size_t value_len, struct satchel_err *err);
SATCHEL_MUST bool sat_runs_cut(struct sat_runs *r, struct satchel_err *err);

/* No more adds; then next, in order, until |*more| is false.  Both windows are
 * borrowed until the next call. */
SATCHEL_MUST bool sat_runs_sort(struct sat_runs *r, struct satchel_err *err);
SATCHEL_MUST bool sat_runs_next(struct sat_runs *r, struct sat_rd *key,
    struct sat_rd *value, bool *more, struct satchel_err *err);

#endif
