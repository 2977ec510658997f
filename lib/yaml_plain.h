/* yaml_plain: the part of YAML that nearly all sources keep to, read without
 * libyaml and to the same tree. */
#ifndef SAT_YAML_PLAIN_H
#define SAT_YAML_PLAIN_H

#include "node.h"

/* What is left of a file.  It begins where a document does. */
struct sat_plain {
	const uint8_t *p, *end;
	size_t line; /* of |p|, from 0 */
};

enum sat_plain_got {
	SAT_PLAIN_TREE,
	SAT_PLAIN_END, /* nothing is left */
	SAT_PLAIN_ODD  /* |f| stays where it was: libyaml must read on */
};

/*
 * Reads the next document to a tree in |a|, |nest->root|.  The bytes are
 * those of a scan that cut nothing.
 *
 * Read are maps and lists by indentation or in brackets on one line, plain and
 * quoted scalars on one line, the escapes \" \\ and '', block scalars without
 * a digit, comments, and "---" alone on its line.  Whatever else there is, and all that is or may be at
 * fault (a finding is libyaml's reader's to make), is odd: so a tree is
 * exactly the one that libyaml's events make, its marks and styles too.
 * False: no memory.
 */
SATCHEL_MUST bool sat_plain_next(struct sat_plain *f, struct sat_nest *nest,
    struct sat_arena *a, enum sat_plain_got *got);

#endif
