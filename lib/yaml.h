/* yaml: source files to nodes, a mark on every value, under the profile of
 * satchel(5) "Source files"; the only user of libyaml. */
#ifndef SAT_YAML_H
#define SAT_YAML_H

#include "diag.h"
#include "node.h"

struct sat_yaml;

/*
 * Starts on the |n| bytes at |p|, which must stay, as |file| and |d| must.
 * First the bytes are scanned: UTF-8, characters that no source may hold (also
 * in comments), byte order marks; then, document by document, everything else
 * the profile refuses: anchors, aliases, tags, merge keys, directives,
 * duplicate keys, depth over 8 (at the start event), keys that are not
 * scalars, forbidden characters that were written as escapes (at the scalar),
 * values not in NFC.  What has a finding is mended, so that no other rule
 * breaks for the same reason: the characters are taken out, a value is put in
 * NFC, the second of two keys and a merge key are dropped with their values;
 * only an alias cannot be, and is a SAT_FAULTY string.
 * Every fault becomes a finding in |d| under the name |file|.
 */
SATCHEL_MUST bool sat_yaml_open(const uint8_t *p, size_t n, const char *file,
    struct sat_diag *d, struct sat_yaml **y, struct satchel_err *err);
void sat_yaml_close(struct sat_yaml *y);

/*
 * The next document's root, in |a|; |*more| false at the end.  After a fault
 * from which libyaml cannot go on, the rest of the file is not read (|*more|
 * false, findings say why).  A document with a fault in it is passed over
 * (its findings are in |d|) only if it has no usable tree.  Failure is memory
 * alone.
 */
SATCHEL_MUST bool sat_yaml_next(struct sat_yaml *y, struct sat_arena *a,
    struct sat_node *root, bool *more, struct satchel_err *err);

/* From here on libyaml reads all, also what keeps to the part of YAML that is
 * read without it (yaml_plain.h): for a test of both. */
void sat_yaml_thorough(struct sat_yaml *y);
/* How many documents were read without it. */
size_t sat_yaml_plain(const struct sat_yaml *y);

#endif
