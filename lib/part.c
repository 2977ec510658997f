#include "part.h"

bool
sat_part_search(struct sat_part *f, const struct sat_term *t)
{
	/* where its last byte may be: behind the class byte and the others */
	size_t i = t->lcp > f->n ? t->lcp : f->n;

	for (; i < t->n; i++)
		if (t->b[i] == f->p[f->n - 1] &&
		    memcmp(t->b + i + 1 - f->n, f->p, f->n) == 0) {
			f->end = i + 1;
			return true;
		}
	return false;
}
