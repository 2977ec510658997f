/* parts: items that are parted by a hash, so that each part can later be
 * looked at alone; what they hold lies in a scratch file if there is one. */
#ifndef SAT_PARTS_H
#define SAT_PARTS_H

#include "bytes.h"

enum { SAT_PARTS = 64 };

struct sat_extent; /* of the scratch file */

struct sat_part {
	struct sat_wr tail; /* what is not in the file */
	struct sat_extent *extent;
	size_t extents, cap;
	size_t items;
};

struct sat_parts {
	const char *path; /* the scratch file lies beside it; NULL: none */
	int fd;		  /* -1: not made yet */
	uint64_t end;
	struct sat_part part[SAT_PARTS];
};

/* All lies in memory until |path| is set, which is borrowed. */
void sat_parts_init(struct sat_parts *p);
void sat_parts_free(struct sat_parts *p);

/* Where the bytes of one more item of part |i| are to be appended; then
 * sat_parts_done says so. */
struct sat_wr *sat_parts_add(struct sat_parts *p, size_t i);
SATCHEL_MUST bool
sat_parts_done(struct sat_parts *p, size_t i, struct satchel_err *err);

/* All of part |i|, in the order it was added, at the end of |w|. */
SATCHEL_MUST bool sat_parts_load(const struct sat_parts *p, size_t i,
    struct sat_wr *w, struct satchel_err *err);

#endif
