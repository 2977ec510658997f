/* num: checked add, multiply and narrowing; no overflow goes unseen. */
#ifndef SAT_NUM_H
#define SAT_NUM_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* *|r| = |a| + |b|, or false and *|r| is meaningless. */
static inline bool
sat_add(uint64_t a, uint64_t b, uint64_t *r)
{
	return !__builtin_add_overflow(a, b, r);
}

static inline bool
sat_mul(uint64_t a, uint64_t b, uint64_t *r)
{
	return !__builtin_mul_overflow(a, b, r);
}

static inline bool
sat_add_size(size_t a, size_t b, size_t *r)
{
	return !__builtin_add_overflow(a, b, r);
}

static inline bool
sat_mul_size(size_t a, size_t b, size_t *r)
{
	return !__builtin_mul_overflow(a, b, r);
}

/* Narrowing: false if |v| does not fit. */
static inline bool
sat_to_size(uint64_t v, size_t *r)
{
	*r = (size_t)v; /* checked on the next line */
	return (uint64_t)*r == v;
}

static inline bool
sat_to_u32(uint64_t v, uint32_t *r)
{
	*r = (uint32_t)v; /* checked on the next line */
	return *r == v;
}

static inline size_t
sat_min(size_t a, size_t b)
{
	return a < b ? a : b;
}

#endif
