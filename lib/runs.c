#include "runs.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "num.h"
#include "tape.h"

enum {
	MIN_MEMORY = 64 << 10,
	MIN_READ = 16 << 10,
	MAX_READ = 256 << 10,
	READ_PART = 4,
	MAX_KEY = 64 << 10,
	MAX_HEADER = 20 /* two varints */
};

/* A pair in memory: the key's bytes, then the value's. */
struct item {
	uint64_t head; /* first eight bytes of the key, big-endian */
	const uint8_t *p;
	uint32_t key_len, value_len;
	size_t seq; /* place among those added */
};

/* A run in the scratch file, and while it is merged the part that is read. */
struct run {
	uint64_t pos, end; /* not yet in |buf| */
	struct sat_wr buf;
	size_t at;		  /* bytes of buf before it are taken */
	struct sat_rd key, value; /* its first pair, in |buf| */
	bool over;
};

struct sat_runs {
	size_t memory;
	struct sat_arena pairs;
	struct item *item;
	size_t n, cap;
	size_t i;	      /* next to be given, when no run was written */
	struct sat_tape tape; /* the runs */
	uint64_t start;	      /* of the run being written */
	struct run *run;
	size_t runs, run_cap;
	size_t read_size;  /* of a run, at once */
	struct run **heap; /* by first key, then by place in |run| */
	size_t heap_n;
	bool started; /* heap[0]'s pair was given */
};

bool
sat_runs_new(const char *path, size_t memory, struct sat_runs **out,
    struct satchel_err *err)
{
	struct sat_runs *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return sat_fail_nomem(err);
	r->memory = memory < MIN_MEMORY ? MIN_MEMORY : memory;
	if (!sat_tape_init(&r->tape, path, err)) {
		sat_runs_free(r);
		return false;
	}
	*out = r;
	return true;
}

void
sat_runs_free(struct sat_runs *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->runs; i++)
		sat_wr_free(&r->run[i].buf);
	free(r->run);
	free(r->heap);
	free(r->item);
	sat_arena_free(&r->pairs);
	sat_tape_free(&r->tape);
	free(r);
}

bool
sat_runs_put(struct sat_runs *r, const void *key, size_t key_len,
    const void *value, size_t value_len, struct satchel_err *err)
{
	struct sat_wr *w = &r->tape.out;

	sat_wr_varint(w, key_len);
	sat_wr_varint(w, value_len);
	sat_wr_put(w, key, key_len);
	return sat_tape_put(&r->tape, value, value_len, err);
}

static bool
add_run(struct sat_runs *r, struct satchel_err *err)
{
	if (r->runs == r->run_cap) {
		size_t cap = r->run_cap == 0 ? 16 : r->run_cap * 2, bytes;
		struct run *p;

		if (!sat_mul_size(cap, sizeof(*p), &bytes))
			return sat_fail_nomem(err);
		p = realloc(r->run, bytes);
		if (p == NULL)
			return sat_fail_nomem(err);
		r->run = p;
		r->run_cap = cap;
	}
	r->run[r->runs++] = (struct run){ .pos = r->start, .end = r->tape.end };
	r->start = r->tape.end;
	return true;
}

bool
sat_runs_cut(struct sat_runs *r, struct satchel_err *err)
{
	if (!sat_tape_flush(&r->tape, err))
		return false;
	return r->tape.end == r->start || add_run(r, err);
}

static int
compare_keys(const uint8_t *a, size_t an, const uint8_t *b, size_t bn)
{
	int c = memcmp(a, b, sat_min(an, bn));

	if (c != 0)
		return c;
	return (an > bn) - (an < bn);
}

static int
compare_items(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	int c;

	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	c = compare_keys(a->p, a->key_len, b->p, b->key_len);
	if (c != 0)
		return c;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

static void
sort_items(struct sat_runs *r)
{
	if (r->n > 1)
		qsort(r->item, r->n, sizeof(r->item[0]), compare_items);
}

/* Writes what is held as one run. */
static bool
spill(struct sat_runs *r, struct satchel_err *err)
{
	sort_items(r);
	for (size_t i = 0; i < r->n; i++) {
		const struct item *t = &r->item[i];

		if (!sat_runs_put(r, t->p, t->key_len, t->p + t->key_len,
			t->value_len, err))
			return false;
	}
	r->n = 0;
	sat_arena_reset(&r->pairs);
	return sat_runs_cut(r, err);
}

static bool
room(struct sat_runs *r, struct satchel_err *err)
{
	size_t cap = r->cap == 0 ? 1024 : r->cap * 2, bytes;
	struct item *p;

	if (r->n < r->cap)
		return true;
	if (!sat_mul_size(cap, sizeof(*p), &bytes))
		return sat_fail_nomem(err);
	p = realloc(r->item, bytes);
	if (p == NULL)
		return sat_fail_nomem(err);
	r->item = p;
	r->cap = cap;
	return true;
}

static uint64_t
head_of(const uint8_t *key, size_t n)
{
	uint64_t h = 0;

	for (size_t i = 0; i < 8; i++)
		h = h << 8 | (i < n ? key[i] : 0);
	return h;
}

bool
sat_runs_add(struct sat_runs *r, const void *key, size_t key_len,
    const void *value, size_t value_len, struct satchel_err *err)
{
	struct item t = { .seq = r->n };
	size_t n;
	uint8_t *p;

	if (key_len > MAX_KEY || !sat_to_u32(value_len, &t.value_len) ||
	    !sat_add_size(key_len, value_len, &n))
		return sat_fail(
		    err, SATCHEL_ELIMIT, "a pair to be sorted is too large");
	if (r->n > 0 && r->pairs.total + r->cap * sizeof(t) + n > r->memory &&
	    !spill(r, err))
		return false;
	t.seq = r->n;
	t.key_len = (uint32_t)key_len; /* at most MAX_KEY */
	t.head = head_of(key, key_len);
	p = sat_arena_alloc(&r->pairs, n);
	if (p == NULL)
		return sat_fail_nomem(err);
	if (key_len > 0)
		memcpy(p, key, key_len);
	if (value_len > 0)
		memcpy(p + key_len, value, value_len);
	t.p = p;
	if (!room(r, err))
		return false;
	r->item[r->n++] = t;
	return true;
}

/* Moves what is not taken to the front and reads until |need| bytes, or the
 * rest of the run, are there. */
static bool
refill(const struct sat_runs *r, struct run *u, size_t need,
    struct satchel_err *err)
{
	size_t keep = u->buf.len - u->at;
	size_t more = (need > r->read_size ? need : r->read_size) - keep;
	uint8_t *room;

	if (keep > 0)
		memmove(u->buf.p, u->buf.p + u->at, keep);
	u->buf.len = keep;
	u->at = 0;
	if (more > u->end - u->pos)
		more = (size_t)(u->end - u->pos); /* below |more| */
	room = sat_wr_room(&u->buf, more);
	if (room == NULL)
		return sat_fail_nomem(err);
	if (!sat_tape_pread(&r->tape, u->pos, room, more, err))
		return false;
	sat_wr_grow(&u->buf, more);
	u->pos += more;
	return true;
}

/* The run's next pair into key and value, or over. */
static bool
pull(const struct sat_runs *r, struct run *u, struct satchel_err *err)
{
	struct sat_rd rd;
	uint64_t key_len, value_len;
	size_t n;

	if (u->buf.len - u->at < MAX_HEADER && u->pos < u->end &&
	    !refill(r, u, MAX_HEADER, err))
		return false;
	u->over = u->at == u->buf.len;
	if (u->over)
		return true;
	rd = sat_rd_of(u->buf.p + u->at, u->buf.len - u->at, 0, r->tape.path);
	if (!sat_rd_varint(&rd, &key_len) || !sat_rd_varint(&rd, &value_len))
		return sat_rd_fail(err, &rd, "a scratch file was changed");
	n = u->buf.len - u->at - rd.n; /* of the header */
	if (key_len + value_len > rd.n) {
		if (!refill(r, u, n + key_len + value_len, err))
			return false;
		rd = sat_rd_of(u->buf.p + n, u->buf.len - n, 0, r->tape.path);
	}
	if (!sat_rd_take(&rd, key_len, &u->key) ||
	    !sat_rd_take(&rd, value_len, &u->value))
		return sat_rd_fail(err, &rd, "a scratch file was changed");
	u->at += n + key_len + value_len;
	return true;
}

/* Is run |a|'s pair before |b|'s?  Equal keys are in the order of the runs. */
static bool
before(const struct run *a, const struct run *b)
{
	int c = compare_keys(a->key.p, a->key.n, b->key.p, b->key.n);

	return c < 0 || (c == 0 && a < b);
}

static void
sift_down(struct sat_runs *r, size_t i)
{
	for (;;) {
		size_t least = i;
		struct run *swap;

		for (size_t c = 2 * i + 1; c <= 2 * i + 2; c++)
			if (c < r->heap_n && before(r->heap[c], r->heap[least]))
				least = c;
		if (least == i)
			return;
		swap = r->heap[i];
		r->heap[i] = r->heap[least];
		r->heap[least] = swap;
		i = least;
	}
}

static bool
open_runs(struct sat_runs *r, struct satchel_err *err)
{
	/* of its memory a part: the caller fills other memory meanwhile */
	r->read_size = r->memory / READ_PART / r->runs;
	if (r->read_size < MIN_READ)
		r->read_size = MIN_READ;
	if (r->read_size > MAX_READ)
		r->read_size = MAX_READ;
	r->heap = calloc(r->runs, sizeof(struct run *));
	if (r->heap == NULL)
		return sat_fail_nomem(err);
	for (size_t i = 0; i < r->runs; i++) {
		struct run *u = &r->run[i];

		sat_wr_init(&u->buf, SIZE_MAX);
		if (!pull(r, u, err))
			return false;
		if (!u->over)
			r->heap[r->heap_n++] = u;
	}
	for (size_t i = r->heap_n; i-- > 0;)
		sift_down(r, i);
	return true;
}

bool
sat_runs_sort(struct sat_runs *r, struct satchel_err *err)
{
	if (r->runs == 0 && r->tape.out.len == 0 && r->tape.end == 0) {
		sort_items(r);
		return true;
	}
	if (!spill(r, err))
		return false;
	free(r->item);
	r->item = NULL;
	r->cap = 0;
	sat_arena_free(&r->pairs);
	sat_wr_free(&r->tape.out);
	return open_runs(r, err);
}

static bool
next_run(struct sat_runs *r, struct satchel_err *err)
{
	if (r->started && r->heap_n > 0) {
		struct run *u = r->heap[0];

		if (!pull(r, u, err))
			return false;
		if (u->over)
			r->heap[0] = r->heap[--r->heap_n];
		sift_down(r, 0);
	}
	r->started = true;
	return true;
}

bool
sat_runs_next(struct sat_runs *r, struct sat_rd *key, struct sat_rd *value,
    bool *more, struct satchel_err *err)
{
	if (r->runs == 0) {
		const struct item *t;

		*more = r->i < r->n;
		if (!*more)
			return true;
		t = &r->item[r->i++];
		*key = sat_rd_of(t->p, t->key_len, 0, r->tape.path);
		*value =
		    sat_rd_of(t->p + t->key_len, t->value_len, 0, r->tape.path);
		return true;
	}
	if (!next_run(r, err))
		return false;
	*more = r->heap_n > 0;
	if (*more) {
		*key = r->heap[0]->key;
		*value = r->heap[0]->value;
	}
	return true;
}
