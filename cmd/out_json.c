/* out_json: one object a line, as show prints them. */
#include "export.h"

void
lines_one(struct export *x, const struct satchel_record *r)
{
	json_open(x->o);
	banner_json(x->o, x->r);
	json_verbatim(x->o, "record", r->json, r->json_len);
	json_close(x->o);
	x->n++;
}
