#include "tape.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"

enum { WRITE_SIZE = 256 << 10 };

bool
sat_tape_init(struct sat_tape *s, const char *path, struct satchel_err *err)
{
	s->fd = -1;
	s->end = 0;
	sat_wr_init(&s->out, SIZE_MAX);
	s->path = strdup(path);
	return s->path != NULL || sat_fail_nomem(err);
}

void
sat_tape_free(struct sat_tape *s)
{
	if (s->path == NULL)
		return;
	if (s->fd >= 0)
		sat_scratch_close(&s->fd);
	sat_wr_free(&s->out);
	free(s->path);
	s->path = NULL;
}

bool
sat_tape_put(
    struct sat_tape *s, const void *p, size_t n, struct satchel_err *err)
{
	sat_wr_put(&s->out, p, n);
	return s->out.len < WRITE_SIZE || sat_tape_flush(s, err);
}

bool
sat_tape_flush(struct sat_tape *s, struct satchel_err *err)
{
	if (!sat_wr_done(&s->out, "a scratch file", err))
		return false;
	if (s->out.len == 0)
		return true;
	if (s->fd < 0 && !sat_scratch_open(s->path, &s->fd, err))
		return false;
	if (!sat_scratch_pwrite(s->fd, s->end, s->out.p, s->out.len, err))
		return false;
	s->end += s->out.len;
	sat_wr_reset(&s->out);
	return true;
}

bool
sat_tape_pread(const struct sat_tape *s, uint64_t off, void *p, size_t n,
    struct satchel_err *err)
{
	return n == 0 || sat_scratch_pread(s->fd, off, p, n, err);
}
