#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "num.h"

enum { TAIL = 16 << 10 }; /* of each part, before it is written out */

struct sat_extent {
	uint64_t at;
	size_t n;
};

void
sat_parts_init(struct sat_parts *p)
{
	memset(p, 0, sizeof(*p));
	p->fd = -1;
	for (size_t i = 0; i < SAT_PARTS; i++)
		sat_wr_init(&p->part[i].tail, SIZE_MAX);
}

void
sat_parts_free(struct sat_parts *p)
{
	for (size_t i = 0; i < SAT_PARTS; i++) {
		sat_wr_free(&p->part[i].tail);
		free(p->part[i].extent);
	}
	sat_scratch_close(&p->fd);
}

struct sat_wr *
sat_parts_add(struct sat_parts *p, size_t i)
{
	return &p->part[i].tail;
}

static bool
add_extent(struct sat_part *part, uint64_t at, size_t n)
{
	size_t cap = part->cap < 8 ? 8 : part->cap, bytes;
	struct sat_extent *more;

	if (part->extents == part->cap) {
		if (!sat_mul_size(cap, 2, &cap) ||
		    !sat_mul_size(cap, sizeof(*more), &bytes))
			return false;
		more = realloc(part->extent, bytes);
		if (more == NULL)
			return false;
		part->extent = more;
		part->cap = cap;
	}
	part->extent[part->extents++] = (struct sat_extent){ at, n };
	return true;
}

/* Writes the tail of |part| to the scratch file, which is made if need be. */
static bool
spill(struct sat_parts *p, struct sat_part *part, struct satchel_err *err)
{
	const struct sat_wr *t = &part->tail;

	if (p->fd < 0 && !sat_scratch_open(p->path, &p->fd, err))
		return false;
	if (!sat_scratch_pwrite(p->fd, p->end, t->p, t->len, err))
		return false;
	if (!add_extent(part, p->end, t->len))
		return sat_fail_nomem(err);
	p->end += t->len;
	sat_wr_reset(&part->tail);
	return true;
}

bool
sat_parts_done(struct sat_parts *p, size_t i, struct satchel_err *err)
{
	struct sat_part *part = &p->part[i];

	part->items++;
	return sat_wr_done(&part->tail, "what is compared", err) &&
	       (p->path == NULL || part->tail.len < TAIL ||
		   spill(p, part, err));
}

bool
sat_parts_load(const struct sat_parts *p, size_t i, struct sat_wr *w,
    struct satchel_err *err)
{
	const struct sat_part *part = &p->part[i];

	for (size_t k = 0; k < part->extents; k++) {
		const struct sat_extent *e = &part->extent[k];
		uint8_t *to = sat_wr_room(w, e->n);

		if (to == NULL)
			break;
		if (!sat_scratch_pread(p->fd, e->at, to, e->n, err))
			return false;
		sat_wr_grow(w, e->n);
	}
	if (part->tail.len > 0)
		sat_wr_put(w, part->tail.p, part->tail.len);
	return sat_wr_done(w, "what is compared", err);
}
