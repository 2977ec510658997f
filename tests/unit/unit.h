/* unit: what the unit tests share: cmocka's headers in their order, exact
 * copies, and the published vectors. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bytes.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static inline struct sat_rd
rd(const char *s)
{
	return sat_rd_of(s, strlen(s), 0, "test");
}

/* A copy on the heap of exactly |n| bytes, so that a sanitizer sees a read
 * past the end.  The caller frees the window's |p| with drop. */
static inline struct sat_rd
exact(const void *p, size_t n)
{
	uint8_t *copy = malloc(n == 0 ? 1 : n);

	assert_non_null(copy);
	if (n > 0)
		memcpy(copy, p, n);
	return sat_rd_of(copy, n, 0, "test");
}

static inline void
drop(struct sat_rd *r)
{
	free((void *)(uintptr_t)r->p); /* exact made it */
}

/* The bytes of |w| as a string, for comparing; |w| stays the owner. */
static inline const char *
text(struct sat_wr *w)
{
	uint8_t *nul = sat_wr_room(w, 1);

	assert_non_null(nul);
	*nul = '\0';
	return (const char *)w->p;
}

/* The path of published vectors, or a skipped test where they are absent. */
static inline void
vectors(const char *name, char *path, size_t size)
{
	const char *own = getenv("SATCHEL_VECTORS");
	const char *shared = getenv("SATCHEL_SHARED");
	FILE *f;

	if (own != NULL)
		(void)snprintf(path, size, "%s/%s", own, name);
	else
		(void)snprintf(path, size, "%s/vectors/%s",
		    shared != NULL ? shared : "../shared", name);
	f = fopen(path, "rb");
	if (f == NULL)
		skip();
	else
		fclose(f);
}

#endif
