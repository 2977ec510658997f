/* shared: numbers and addresses that stand in two parties, and party ids that
 * stand twice, found over all files in little memory. */
#ifndef SAT_SHARED_H
#define SAT_SHARED_H

#include "diag.h"

struct sat_shared;

/* NULL: no memory. */
struct sat_shared *sat_shared_new(void);
void sat_shared_free(struct sat_shared *s);

/* What is noted from now on lies in a scratch file beside |path|, which is
 * borrowed, but for some bytes a party. */
void sat_shared_spill(struct sat_shared *s, const char *path);

/*
 * Notes party |id| at |at| of file |file| (an index); |*party| is its number
 * for the calls below.  The next two note a number (digits after the plus) or
 * an address of it.  Not thread-safe.
 */
SATCHEL_MUST bool
sat_shared_party(struct sat_shared *s, const char *id, uint32_t file,
    const struct sat_mark *at, uint32_t *party, struct satchel_err *err);
SATCHEL_MUST bool sat_shared_number(struct sat_shared *s, uint32_t party,
    const char *digits, const struct sat_mark *at, struct satchel_err *err);
SATCHEL_MUST bool sat_shared_email(struct sat_shared *s, uint32_t party,
    const char *address, const struct sat_mark *at, struct satchel_err *err);

size_t sat_shared_parties(const struct sat_shared *s);

/* Findings for all that clash, at the later of the two places; |name| gives
 * the name of a file. */
SATCHEL_MUST bool sat_shared_report(struct sat_shared *s, struct sat_diag *d,
    const char *(*name)(const void *ctx, uint32_t file), const void *ctx,
    struct satchel_err *err);

#endif
