#include "part.h"

bool
sat_part_search(struct sat_part *f, const struct sat_term *t, size_t from)
{
	for (size_t i = from; i < t->n; i += 8) {
		uint64_t hit = sat_part_last(f, t->b + i, t->n - i);

		for (; hit != 0; hit &= hit - 1) {
			size_t end = i + (size_t)__builtin_ctzll(hit) / 8 + 1;

			if (memcmp(t->b + end - f->n, f->p, f->n) == 0) {
				f->end = end;
				return true;
			}
		}
	}
	return false;
}
