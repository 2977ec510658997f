/* An index made of any bytes, under digests that hold: a block of strings, one
 * of entries, and postings; walked whole, then asked. */
#include "dict_read.h"
#include "fuzz_payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
read_list(struct sat_dict *d, const struct sat_ref *ref, struct sat_cursor *c)
{
	uint64_t o = 0, least = 0, n = 0;
	bool any = true;

	if (!sat_dict_open(d, ref, c, NULL))
		return false;
	for (; any; least = o + 1) {
		if (!sat_cursor_seek(c, least, &o, &any, NULL))
			return false;
		payload_must(!any || (o >= least && o < PAYLOAD_LINES));
		n += any;
	}
	payload_must(n == ref->df);
	return true;
}

/* Every term and every list; they rise, and are what seek finds. */
static void
walk(struct sat_tree *t)
{
	struct sat_dict d = { .tree = t }, e = { .tree = t };
	struct sat_cursor c = { 0 };
	struct sat_ref ref[SAT_FIELDS];
	bool any;
	size_t n;

	if (!sat_dict_seek(&d, "", 0, &any, NULL))
		any = false;
	while (any) {
		bool found;

		payload_must(d.at.n >= 2 && d.at.mask != 0);
		payload_must(sat_dict_seek(&e, d.at.b, d.at.n, &found, NULL) &&
			     found && e.at.n == d.at.n &&
			     memcmp(e.at.b, d.at.b, d.at.n) == 0);
		if (!sat_dict_refs(&d, ref, &n, NULL))
			break;
		for (size_t i = 0; i < n; i++)
			if (!read_list(&d, &ref[i], &c))
				break;
		if (!sat_dict_next(&d, &any, NULL))
			break;
	}
	sat_cursor_free(&c);
	sat_dict_free(&d);
	sat_dict_free(&e);
}

static void
ask(struct sat_tree *t)
{
	static const char *const queries[] = { "amara", "am*", "\"mar\"",
		"tarsenai", "cert|tarsenia", "5550142", "role:technical",
		"foreign-affairs", "外交", "0142" };

	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		struct sat_arena a = { 0 };
		struct satchel_hits h;

		/* what the index says may be wrong; what is shown is not */
		(void)!sat_query(t, &queries[i], 1, 3, &a, &h, NULL);
		sat_arena_free(&a);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_rd r = sat_rd_of(data, size, 0, "fuzz"), strings, entries;
	struct payload x;
	uint8_t items;
	uint16_t n;

	if (size > 20000 || !sat_rd_u8(&r, &items) || !sat_rd_u16(&r, &n) ||
	    n < 3 || !sat_rd_take(&r, n, &strings) || !sat_rd_u16(&r, &n) ||
	    n == 0 || !sat_rd_take(&r, n, &entries) || items == 0 ||
	    strings.p[1] < 2 || strings.p[1] > strings.n - 2)
		return 0;
	payload_init(&x);
	payload_block(
	    &x, SAT_STRINGS, strings.p, strings.n, items, strings.p[1]);
	payload_block(&x, SAT_ENTRIES, entries.p, entries.n, items, 0);
	payload_postings(&x, r.p, r.n);
	x.page.terms = items;
	if (payload_open(&x)) {
		walk(x.t);
		ask(x.t);
	}
	payload_free(&x);
	return 0;
}
