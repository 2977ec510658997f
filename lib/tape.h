/* tape: bytes set aside in a scratch file that is made only when needed. */
#ifndef SAT_TAPE_H
#define SAT_TAPE_H

#include "bytes.h"

struct sat_tape {
	char *path;	   /* the scratch file lies beside it */
	int fd;		   /* -1: none yet */
	uint64_t end;	   /* bytes in the file */
	struct sat_wr out; /* to be written at |end| */
};

/* |path| is copied.  After a failure sat_tape_free is still fine. */
SATCHEL_MUST bool
sat_tape_init(struct sat_tape *s, const char *path, struct satchel_err *err);
void sat_tape_free(struct sat_tape *s);

SATCHEL_MUST bool sat_tape_put(
    struct sat_tape *s, const void *p, size_t n, struct satchel_err *err);
/* Writes what is held; what was put may then be read. */
SATCHEL_MUST bool sat_tape_flush(struct sat_tape *s, struct satchel_err *err);
SATCHEL_MUST bool sat_tape_pread(const struct sat_tape *s, uint64_t off,
    void *p, size_t n, struct satchel_err *err);

#endif
