/* change: what changed between two releases, on the screen and in JSON. */
#ifndef CHANGE_H
#define CHANGE_H

#include "cmd.h"

/* What is told of changes, and to whom. */
struct change_view {
	struct cli *c;
	const char *was, *now;	   /* "was", "now"; "release", "file" */
	const char *joined, *left; /* "joined", "left the directory" */
	char party[160];	   /* whose heading was printed last */
	bool any;		   /* something was printed */
};

/* Each prints of |x| what it is for; false: nothing more can be written. */
bool change_confirm(void *view, const struct satchel_change *x);
bool change_rest(void *view, const struct satchel_change *x);
bool change_json(void *view, const struct satchel_change *x);

/* Three lines of numbers, and what they are of. */
void totals_text(struct cli *c, const struct satchel_totals *t);
/* Members of the object that is open. */
void totals_json(struct out *o, const struct satchel_totals *t);

#endif
