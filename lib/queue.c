#include "queue.h"

#include <string.h>

#include "file.h"
#include "num.h"

enum { ITEM_MAX = 1 << 20, CHUNK = 1 << 20 };

bool
sat_queue_open(struct sat_queue *s, const char *path, struct satchel_err *err)
{
	memset(s, 0, sizeof(*s));
	s->fd = -1;
	sat_wr_init(&s->buf, CHUNK + ITEM_MAX + 8);
	return sat_scratch_open(path, &s->fd, err);
}

void
sat_queue_close(struct sat_queue *s)
{
	sat_scratch_close(&s->fd);
	sat_wr_free(&s->buf);
}

static bool
flush(struct sat_queue *s, struct satchel_err *err)
{
	if (!sat_wr_done(&s->buf, "a scratch item", err) ||
	    !sat_scratch_pwrite(s->fd, s->len, s->buf.p, s->buf.len, err))
		return false;
	s->len += s->buf.len;
	sat_wr_reset(&s->buf);
	return true;
}

bool
sat_queue_put(
    struct sat_queue *s, const void *p, size_t n, struct satchel_err *err)
{
	uint32_t n32;

	if (!sat_to_u32(n, &n32) || n > ITEM_MAX)
		return sat_fail(err, SATCHEL_ELIMIT, "an item over 1 MiB");
	sat_wr_u32(&s->buf, n32);
	sat_wr_put(&s->buf, p, n);
	return s->buf.len < CHUNK || flush(s, err);
}

bool
sat_queue_rewind(struct sat_queue *s, struct satchel_err *err)
{
	if (!flush(s, err))
		return false;
	s->pos = 0;
	s->win = sat_rd_of(NULL, 0, 0, NULL);
	return sat_wr_room(&s->buf, s->buf.max) != NULL || sat_fail_nomem(err);
}

/* Moves what is left to the front of the buffer and reads on behind it. */
static bool
refill(struct sat_queue *s, struct satchel_err *err)
{
	size_t keep = s->win.n;
	uint64_t left = s->len - s->pos;
	size_t more = left < CHUNK ? (size_t)left : CHUNK;

	if (keep > 0)
		memmove(s->buf.p, s->win.p, keep);
	if (!sat_scratch_pread(s->fd, s->pos, s->buf.p + keep, more, err))
		return false;
	s->pos += more;
	s->win = sat_rd_of(s->buf.p, keep + more, 0, NULL);
	return true;
}

bool
sat_queue_next(struct sat_queue *s, struct sat_rd *item, bool *more,
    struct satchel_err *err)
{
	uint32_t n;

	if (sat_rd_end(&s->win) && s->pos < s->len && !refill(s, err))
		return false;
	*more = !sat_rd_end(&s->win);
	if (!*more)
		return true;
	for (;;) {
		struct sat_rd at = s->win;

		if (sat_rd_u32(&at, &n) && sat_rd_take(&at, n, item)) {
			s->win = at;
			return true;
		}
		if (s->pos >= s->len)
			return sat_fail(
			    err, SATCHEL_EIO, "a scratch file is cut short");
		if (!refill(s, err))
			return false;
	}
}
