/* findings: what check and build found, one a line. */
#ifndef FINDINGS_H
#define FINDINGS_H

#include "cmd.h"
#include "satchel_build.h"

struct findings_opts {
	bool all; /* not only the first 20 of a warning rule */
	bool json;
	size_t max_errors; /* SIZE_MAX: all */
};

/* To |o|; |dir| stands before every file name.  False: out of memory,
 * complained, c->status is set. */
bool findings_show(struct cli *c, struct out *o, const char *dir,
    const struct satchel_findings *f, const struct findings_opts *opts);

#endif
