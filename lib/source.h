/* source: a custodian's folder: what lies in it, checked file by file, and
 * the records its parties become (satchel(5), "Source folder"). */
#ifndef SAT_SOURCE_H
#define SAT_SOURCE_H

#include "diag.h"
#include "record.h"
#include "zone.h"

struct sat_release_yaml { /* release.yaml, checked */
	char directory[SATCHEL_NAME_MAX];
	char title[SATCHEL_NAME_MAX];
	bool global_poc, exercise, observers;
	uint32_t release;
	int64_t issued, next_by, expires;
};

struct sat_source;

/*
 * Opens folder |path|, reads release.yaml and the custody folder, lists the
 * party files.  Findings go to |d| with file names relative to the folder.
 * Failure: the folder or time zone data cannot be read.  Findings that make
 * release.yaml unusable are no failure: sat_source_release is NULL then, and
 * party files can still be checked as far as that goes.
 */
SATCHEL_MUST bool sat_source_open(const char *path, const struct sat_tzdata *tz,
    struct sat_diag *d, struct sat_source **s, struct satchel_err *err);
void sat_source_close(struct sat_source *s);
/* Before the first file: what is compared across files lies in a scratch file
 * beside |path|, which is borrowed, and not in memory. */
void sat_source_spill(struct sat_source *s, const char *path);
const struct sat_release_yaml *sat_source_release(const struct sat_source *s);
size_t sat_source_files(const struct sat_source *s);
uint64_t sat_source_bytes(const struct sat_source *s); /* of the party files */

/* One record a source became: its canonical node and line (no LF). */
struct sat_made {
	struct sat_node node;
	const char *id;
	const uint8_t *json;
	size_t json_len;
};
typedef bool
sat_made_fn(void *ctx, const struct sat_made *m, struct satchel_err *err);

/*
 * Parses and checks party file |i| (0 .. files - 1) and gives every party and
 * contact of a document without an error to |each| (may be NULL), borrowed
 * for that call; nothing if release.yaml has an error.  Findings go to |d|, one diag a thread.  Thread-safe for
 * different |i|: what is compared across files is kept under a mutex.
 */
SATCHEL_MUST bool sat_source_file(struct sat_source *s, size_t i,
    struct sat_diag *d, sat_made_fn *each, void *ctx, struct satchel_err *err);

/* After all files: what takes them all to see (no party, ids twice, numbers
 * and addresses in two parties).  Then the zones used, sorted; borrowed from
 * |s|. */
SATCHEL_MUST bool sat_source_finish(
    struct sat_source *s, struct sat_diag *d, struct satchel_err *err);
SATCHEL_MUST bool sat_source_zones(const struct sat_source *s,
    const char *const **names, size_t *n, struct satchel_err *err);

#endif
