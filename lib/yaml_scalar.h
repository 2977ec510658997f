/* yaml_scalar: the scalars that yaml_plain reads. */
#ifndef SAT_YAML_SCALAR_H
#define SAT_YAML_SCALAR_H

#include "yaml_doc.h"

/* One that is plain or quoted, on one line; |flow|: in brackets. */
SATCHEL_MUST bool sat_doc_scalar(struct sat_doc *d, bool flow);

/* One of lines, its first not empty, indented by more than |outside|; the last
 * line's end too. */
SATCHEL_MUST bool sat_doc_block(struct sat_doc *d, size_t outside);

#endif
