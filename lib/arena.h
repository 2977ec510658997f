/* arena: memory with one owner, freed in one call. */
#ifndef SAT_ARENA_H
#define SAT_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct sat_arena_block;

/* All zero is a valid empty arena. */
struct sat_arena {
	struct sat_arena_block *top;
	size_t left;  /* bytes free in the top block */
	size_t total; /* bytes asked of malloc */
};

/* Memory aligned for any type, or NULL when malloc fails; zeroed, or, for what
 * is filled at once, as it comes. */
void *sat_arena_alloc(struct sat_arena *a, size_t n);
void *sat_arena_raw(struct sat_arena *a, size_t n);

/* |n| elements of |size|; NULL also when the product overflows. */
void *sat_arena_array(struct sat_arena *a, size_t n, size_t size);

/* A copy of |n| bytes with a NUL after them, or NULL. */
char *sat_arena_copy(struct sat_arena *a, const void *p, size_t n);

/* Frees everything; the arena is empty and usable again. */
void sat_arena_free(struct sat_arena *a);

/* Empties the arena but keeps one block, for a loop over many items. */
void sat_arena_reset(struct sat_arena *a);

#endif
