/* json: canonical JSON out and in (satchel(5), "Records"). */
#ifndef SAT_JSON_H
#define SAT_JSON_H

#include "bytes.h"
#include "node.h"

/* Writes |v| as it stands: no spaces, order of the nodes; '"' and '\' escaped
 * by '\', LF as \n, all else as is. */
void sat_json_write(const struct sat_node *v, struct sat_wr *w);

/* One value, the whole of |text|, into |a|: strings, integers, lists, maps, at
 * most 8 deep.  What sat_json_write would have written otherwise is EFORMAT at
 * its place, and so is a key that stands twice. */
SATCHEL_MUST bool sat_json_read(const struct sat_rd *text, struct sat_arena *a,
    struct sat_node *v, struct satchel_err *err);

#endif
