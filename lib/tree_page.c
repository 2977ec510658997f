#include "tree_page.h"

#include <string.h>

#include "num.h"

const char *const sat_tree_name[SAT_TREES] = {
	[SAT_RECORDS] = "records",
	[SAT_STRINGS] = "strings",
	[SAT_ENTRIES] = "entries",
	[SAT_POSTINGS] = "postings",
};

/* The index comes first, so that it does not move when deflate does. */
const enum sat_tree_id sat_tree_order[SAT_TREES] = { SAT_STRINGS, SAT_ENTRIES,
	SAT_POSTINGS, SAT_RECORDS };

static const char magic[] = "SATCHEL1";

enum { REF_NUL = 7 /* bytes after a ref's level */ };

static void
put_ref(struct sat_wr *w, const struct sat_tree_ref *r)
{
	sat_wr_put(w, r->digest.b, sizeof(r->digest.b));
	sat_wr_u64(w, r->offset);
	sat_wr_u32(w, r->stored);
	sat_wr_u32(w, r->raw);
	sat_wr_u64(w, r->items);
	sat_wr_u8(w, r->level);
	sat_wr_fill(w, 0, REF_NUL);
}

void
sat_root_page_write(const struct sat_root_page *p, uint8_t out[SAT_ROOT_PAGE])
{
	/* In the caller's memory and never grown: nothing here can fail. */
	struct sat_wr w = {
		.p = out, .cap = SAT_ROOT_PAGE, .max = SAT_ROOT_PAGE
	};

	sat_wr_str(&w, magic);
	sat_wr_u32(&w, p->fold);
	sat_wr_u32(&w, 0);
	sat_wr_put(&w, p->seed, sizeof(p->seed));
	sat_wr_u64(&w, p->records);
	sat_wr_u64(&w, p->terms);
	for (size_t i = 0; i < SAT_TREES; i++)
		put_ref(&w, &p->tree[i]);
	sat_wr_fill(&w, 0, SAT_ROOT_PAGE - w.len);
}

uint64_t
sat_tree_start(const struct sat_root_page *p, enum sat_tree_id id)
{
	uint64_t at = 0;

	for (size_t i = 0; sat_tree_order[i] != id; i++) {
		const struct sat_tree_ref *r = &p->tree[sat_tree_order[i]];

		if (r->items > 0)
			at = r->offset + r->stored; /* checked when read */
	}
	return at;
}

const char *
sat_page_fault(
    enum sat_tree_id id, unsigned level, uint32_t stored, uint32_t raw)
{
	if (stored == 0 || raw == 0)
		return "is empty";
	if (stored > SAT_MAX_BLOCK || raw > SAT_MAX_BLOCK)
		return "is over 1 MiB";
	if (level > 0 && stored > SAT_MAX_NODE)
		return "is larger than any node";
	if ((level > 0 || id != SAT_RECORDS) && raw != stored)
		return "is deflated, which only blocks of records are";
	return NULL;
}

uint32_t
sat_block_limit(enum sat_tree_id id)
{
	return id == SAT_RECORDS ? SAT_RECORDS_RAW : SAT_BLOCK_RAW;
}

const char *
sat_block_fault(enum sat_tree_id id, bool last, uint32_t raw, uint64_t items)
{
	uint32_t limit = sat_block_limit(id);

	if (items > raw)
		return "has more items than bytes";
	switch (id) {
	case SAT_RECORDS:
		if (raw > limit && items != 1)
			return "is over its limit with more than one record";
		break;
	case SAT_STRINGS:
		if (raw > limit)
			return "is over 8 KiB";
		break;
	case SAT_POSTINGS:
		if (items != raw)
			return "does not have a byte an item";
		if (raw > limit || (raw < limit && !last))
			return "does not have 8 KiB";
		break;
	default: /* ENTRIES: cut where STRINGS is, whatever its size */
		break;
	}
	return NULL;
}

bool
sat_key_fits(enum sat_tree_id id, size_t n)
{
	if (id == SAT_RECORDS)
		return n >= 1 && n <= SAT_MAX_KEY;
	if (id == SAT_STRINGS) /* a class byte and a byte at least */
		return n >= 2 && n <= SAT_MAX_TERM;
	return n == 0;
}

static bool
take_ref(struct sat_rd *r, struct sat_tree_ref *t, bool *canonical)
{
	struct sat_rd nul, whole = *r;

	if (!sat_rd_copy(r, t->digest.b, sizeof(t->digest.b)) ||
	    !sat_rd_u64(r, &t->offset) || !sat_rd_u32(r, &t->stored) ||
	    !sat_rd_u32(r, &t->raw) || !sat_rd_u64(r, &t->items) ||
	    !sat_rd_u8(r, &t->level) || !sat_rd_take(r, REF_NUL, &nul))
		return false;
	whole.n -= r->n;
	*canonical =
	    sat_rd_all_nul(&nul) && (t->items > 0 || sat_rd_all_nul(&whole));
	return true;
}

static bool
take_fields(struct sat_rd r, struct sat_root_page *p, struct satchel_err *err)
{
	struct sat_rd at = r;
	uint32_t zero;

	if (!sat_rd_word(&r, magic))
		return sat_rd_fail(err, &at,
		    "root page: is none, or of "
		    "another version of the format than \"%s\"",
		    magic);
	if (!sat_rd_u32(&r, &p->fold) || !sat_rd_u32(&r, &zero) ||
	    !sat_rd_copy(&r, p->seed, sizeof(p->seed)) ||
	    !sat_rd_u64(&r, &p->records) || !sat_rd_u64(&r, &p->terms))
		return sat_rd_fail(err, &at, "root page: is cut short");
	if (zero != 0)
		return sat_rd_fail(err, &at,
		    "root page: a reserved field is "
		    "not zero");
	for (size_t i = 0; i < SAT_TREES; i++) {
		bool canonical = false;

		at = r;
		if (!take_ref(&r, &p->tree[i], &canonical))
			return sat_rd_fail(err, &at, "root page: is cut short");
		if (!canonical)
			return sat_rd_fail(err, &at,
			    "root page, %s: bytes "
			    "that must be zero are not",
			    sat_tree_name[i]);
	}
	if (!sat_rd_all_nul(&r))
		return sat_rd_fail(err, &r,
		    "root page: bytes after its last "
		    "field are not zero");
	return true;
}

static bool
check_counts(const struct sat_rd *page, const struct sat_root_page *p,
    struct satchel_err *err)
{
	if (p->records == 0)
		return sat_rd_fail(err, page, "root page: no records");
	if (p->records >= SAT_MAX_RECORDS)
		return sat_rd_fail(err, page,
		    "root page: %llu records, less "
		    "than %llu allowed",
		    (unsigned long long)p->records,
		    (unsigned long long)SAT_MAX_RECORDS);
	if (p->records != p->tree[SAT_RECORDS].items)
		return sat_rd_fail(err, page,
		    "root page: the number of "
		    "records is not that of their tree");
	if (p->terms != p->tree[SAT_STRINGS].items ||
	    p->terms != p->tree[SAT_ENTRIES].items)
		return sat_rd_fail(err, page,
		    "root page: the number of terms "
		    "is not that of the strings and entries trees");
	if (p->terms == 0 && p->tree[SAT_POSTINGS].items > 0)
		return sat_rd_fail(err, page,
		    "root page: postings without a "
		    "term");
	return true;
}

/* One tree that is not empty; its bytes begin at |*cursor|, which moves
 * behind them.  |end|: of all trees. */
static bool
check_ref(const struct sat_rd *page, enum sat_tree_id id,
    const struct sat_tree_ref *r, uint64_t end, uint64_t *cursor,
    struct satchel_err *err)
{
	const char *why = sat_page_fault(id, r->level, r->stored, r->raw);

	if (r->level > SAT_MAX_LEVEL)
		return sat_rd_fail(err, page,
		    "root page, %s: level %u, at "
		    "most %d allowed",
		    sat_tree_name[id], (unsigned)r->level, SAT_MAX_LEVEL);
	if (why == NULL && r->level == 0)
		why = sat_block_fault(id, true, r->raw, r->items);
	if (why != NULL)
		return sat_rd_fail(err, page, "root page, %s: its root %s",
		    sat_tree_name[id], why);
	if (r->offset > end || r->stored > end - r->offset)
		return sat_rd_fail(err, page,
		    "root page, %s: its root runs "
		    "past the trees' end",
		    sat_tree_name[id]);
	if (r->level == 0 ? r->offset != *cursor : r->offset <= *cursor)
		return sat_rd_fail(err, page,
		    "root page, %s: its root does "
		    "not lie behind what comes before it",
		    sat_tree_name[id]);
	*cursor = r->offset + r->stored;
	return true;
}

static bool
check_trees(const struct sat_rd *page, const struct sat_root_page *p,
    uint64_t end, struct satchel_err *err)
{
	uint64_t cursor = 0;

	for (size_t i = 0; i < SAT_TREES; i++) {
		enum sat_tree_id id = sat_tree_order[i];

		if (p->tree[id].items > 0 &&
		    !check_ref(page, id, &p->tree[id], end, &cursor, err))
			return false;
	}
	if (cursor != end)
		return sat_rd_fail(err, page,
		    "root page: the trees end at "
		    "byte %llu of PAYLOAD, the root page begins at %llu",
		    (unsigned long long)cursor, (unsigned long long)end);
	return true;
}

bool
sat_root_page_read(const struct sat_rd *page, uint64_t payload,
    struct sat_root_page *p, struct satchel_err *err)
{
	struct sat_root_page r;

	if (page->n != SAT_ROOT_PAGE || payload < SAT_ROOT_PAGE ||
	    payload >= SAT_MAX_PAYLOAD)
		return sat_rd_fail(err, page,
		    "root page: PAYLOAD has %llu "
		    "bytes, %d to %llu allowed",
		    (unsigned long long)payload, SAT_ROOT_PAGE,
		    (unsigned long long)SAT_MAX_PAYLOAD - 1);
	memset(&r, 0, sizeof(r));
	if (!take_fields(*page, &r, err) || !check_counts(page, &r, err) ||
	    !check_trees(page, &r, payload - SAT_ROOT_PAGE, err))
		return false;
	*p = r;
	return true;
}
