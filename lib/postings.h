/*
 * postings: the list of records that hold a term in a field, out and in
 * (satchel(5), "Postings").
 */
#ifndef SAT_POSTINGS_H
#define SAT_POSTINGS_H

#include "bytes.h"

/*
 * A list is its runs of ordinals that follow each other, each as long as it
 * can be: varint gap<<1|more, and if |more| is 1 a varint >= 1, the number of
 * ordinals after the first.  The gap counts from the last ordinal before, -1
 * at first.  If that form is over SAT_LONG_LIST bytes it is written anew in
 * segments: u32 n, n x (u32 first ordinal, u32 byte from the end of this
 * table), then the segments, each of at most SAT_LONG_LIST bytes, whose gaps
 * count from -1 again.  A segment ends before the run that would pass the
 * limit.  A list is in segments if and only if it is over SAT_LONG_LIST bytes:
 * a gap from -1 is never shorter.
 */
enum { SAT_MAX_RUN = 20 }; /* bytes of a run: two varints */

/* A list being written. */
struct sat_list {
	struct sat_wr plain; /* the runs that are complete */
	struct sat_wr body;  /* segments, when there are any */
	uint64_t df;	     /* ordinals added */
	uint64_t first;	     /* of all */
	uint64_t lo, hi;     /* the open run */
	uint64_t base;	     /* 1 + the last ordinal before it */
};
void sat_list_init(struct sat_list *l);
void sat_list_free(struct sat_list *l);
void sat_list_reset(struct sat_list *l); /* empties it, keeps the memory */

/* |ordinal| is above all that were added. */
void sat_list_add(struct sat_list *l, uint64_t ordinal);
/* |lo| to |hi|, both among them. */
void sat_list_add_run(struct sat_list *l, uint64_t lo, uint64_t hi);
/* Ends the list and appends it to |out|; nothing may be added until it is
 * reset. */
SATCHEL_MUST bool
sat_list_end(struct sat_list *l, struct sat_wr *out, struct satchel_err *err);

/* Runs, one by one.  |base|, 0 at first, is 1 + the last ordinal; false: the
 * bytes break a rule above, or an ordinal is not below |records|. */
SATCHEL_MUST bool sat_run_read(struct sat_rd *r, uint64_t records,
    uint64_t *base, uint64_t *lo, uint64_t *hi);

/* Where a list's bytes come from: exactly |n| from |pos| of the stream, |n| at
 * most SAT_LONG_LIST.  |*file| and |*off| say where they lie, for messages. */
struct sat_fetch {
	bool (*read)(void *ctx, uint64_t pos, void *out, size_t n,
	    const char **file, uint64_t *off, struct satchel_err *err);
	void *ctx;
};

/* A list being read, forwards only.  All zero is a valid closed one. */
struct sat_cursor {
	struct sat_fetch from;
	uint64_t pos;		    /* of the first segment */
	uint64_t len;		    /* of all segments */
	uint64_t records, df, seen; /* |seen|: ordinals decoded */
	uint32_t (*seg)[2];	    /* first ordinal, byte; NULL: one segment */
	uint32_t segs, next;	    /* |next| segment to be loaded */
	bool skipped; /* a segment was passed over: |seen| tells nothing */
	bool over;
	uint64_t lo, hi; /* the run that was read last */
	uint64_t base;	 /* 1 + the last ordinal of the segment so far */
	uint8_t *buf;
	size_t cap;
	struct sat_rd rd; /* what is left of the segment, in |buf| */
};

/*
 * A list of |df| >= 2 ordinals below |records| in |len| bytes from |pos|; or
 * the one ordinal |pos| if |df| is 1.  An open cursor is reused.  EFORMAT.
 */
SATCHEL_MUST bool sat_cursor_open(struct sat_cursor *c,
    const struct sat_fetch *from, uint64_t pos, uint64_t len, uint64_t df,
    uint64_t records, struct satchel_err *err);
void sat_cursor_free(struct sat_cursor *c);

/* The first ordinal >= |least|, which never falls from call to call; |*any|
 * false: there is none.  Only the segments on the way are read.  EFORMAT. */
SATCHEL_MUST bool sat_cursor_seek(struct sat_cursor *c, uint64_t least,
    uint64_t *ordinal, bool *any, struct satchel_err *err);

#endif
