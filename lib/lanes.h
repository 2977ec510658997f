/* lanes: pairs sorted by several threads at once, each in a lane of its own,
 * then merged. */
#ifndef SAT_LANES_H
#define SAT_LANES_H

#include "runs.h"

enum { SAT_MAX_LANES = 17 };

struct sat_lanes;

/* |n| (1 to SAT_MAX_LANES) lanes that share |memory|; otherwise each is as
 * sat_runs_new has it. */
SATCHEL_MUST bool sat_lanes_new(const char *path, size_t memory, unsigned n,
    struct sat_lanes **l, struct satchel_err *err);
void sat_lanes_free(struct sat_lanes *l);

/* Each by one thread at a time for a |lane|: any number of adds; then end,
 * once for every lane, which sorts it. */
SATCHEL_MUST bool sat_lanes_add(struct sat_lanes *l, unsigned lane,
    const void *key, size_t key_len, const void *value, size_t value_len,
    struct satchel_err *err);
SATCHEL_MUST bool
sat_lanes_end(struct sat_lanes *l, unsigned lane, struct satchel_err *err);

/* After all have ended: the pairs in order until |*more| is false, equal keys
 * by lane.  Both windows are borrowed until the next call. */
SATCHEL_MUST bool sat_lanes_next(struct sat_lanes *l, struct sat_rd *key,
    struct sat_rd *value, bool *more, struct satchel_err *err);

#endif
