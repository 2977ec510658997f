/* record: the three kinds of stored record: made from checked sources, read
 * back from their canonical line. */
#ifndef SAT_RECORD_H
#define SAT_RECORD_H

#include "json.h"

enum satchel_kind sat_record_kind(const char *id, size_t n);

/*
 * The stored form of a party (|contact| NULL) or of one of its contacts, from
 * checked nodes: canonical key order, defaults written in, numbers normalised,
 * empty values dropped, block text's last line feeds dropped, |confirmed| (a
 * date, or NULL) added.  Borrows the strings of its sources; new memory in |a|.
 */
SATCHEL_MUST bool sat_record_make(const struct sat_node *party,
    const struct sat_node *contact, const char *confirmed, struct sat_arena *a,
    struct sat_node *out, struct satchel_err *err);

/*
 * A record's line, without LF: canonical JSON, keys known and in order for
 * its kind, types and sizes within limits, no control characters, id well
 * formed.  EFORMAT.  |out| in |a|.
 */
SATCHEL_MUST bool sat_record_read(const struct sat_rd *line,
    struct sat_arena *a, struct satchel_record *out, struct satchel_err *err);

/* The id of a canonical line, without reading the rest: the string between
 * {"id":" and the next quote.  False if it does not begin so. */
SATCHEL_MUST bool sat_record_id(const struct sat_rd *line, struct sat_rd *id);

#endif
