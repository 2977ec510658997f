/* json: canonical JSON out, and in (jansson reads, then compared with what we
 * would write) (SCHEMA 5; satchel(5), "Records"). */
#ifndef SAT_JSON_H
#define SAT_JSON_H

#include "bytes.h"
#include "node.h"

/* Writes |v| as it stands: no spaces, order of the nodes; '"' and '\' escaped
 * by '\', LF as \n, all else as is. */
void sat_json_write(const struct sat_node *v, struct sat_wr *w);

/* One JSON value, the whole of |text|, into |a|: strings, integers, arrays,
 * objects; duplicates, other types, and text that sat_json_write would have
 * written otherwise are EFORMAT. */
SATCHEL_MUST bool sat_json_read(const struct sat_rd *text,
    struct sat_arena *a, struct sat_node *v, struct satchel_err *err);

#endif
