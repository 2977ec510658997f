/* mkbad_index: the terms of a release and their lists, written again with
 * lies in any of their bytes. */
#ifndef MKBAD_INDEX_H
#define MKBAD_INDEX_H

#include "dict_read.h"
#include "fold.h"
#include "gather.h"
#include "mkbad_pages.h"
#include "record.h"

/* One list; its |bytes| lie in the postings, unless |df| is 1. */
struct forged_list {
	uint64_t df, one; /* |one|: the ordinal of a single record */
	uint64_t len;	  /* what the entry says |bytes| has */
	struct sat_wr bytes;
};

struct forged_term {
	uint8_t text[SAT_MAX_TERM]; /* class byte first */
	size_t n;
	uint32_t mask;
	struct forged_list list[SAT_FIELDS];
	unsigned lists;
	/* written in the place of what is due, if not empty */
	struct sat_wr prefix, suffix, mask_bytes, entry;
	bool cut; /* an entries block begins here, or strings' next here */
};

struct forged_index {
	struct forged_term *term;
	size_t n, cap;
	uint64_t pos_lie; /* added to every block's place in the postings */
	struct sat_wr strings_end, entries_end; /* after the last block's */
	bool cut_strings; /* the cuts are of strings too, not entries alone */
};

static inline struct forged_term *
add_term(struct forged_index *x, const uint8_t *text, size_t n)
{
	struct forged_term *t;

	if (x->n == x->cap) {
		x->cap = x->cap == 0 ? 1024 : 2 * x->cap;
		x->term = realloc(x->term, x->cap * sizeof(*x->term));
		if (x->term == NULL)
			die("no memory");
	}
	t = &x->term[x->n++];
	memset(t, 0, sizeof(*t));
	memcpy(t->text, text, n);
	t->n = n;
	sat_wr_init(&t->prefix, 8);
	sat_wr_init(&t->suffix, 1024);
	sat_wr_init(&t->mask_bytes, 64);
	sat_wr_init(&t->entry, 4096);
	return t;
}

/* ---- reading ---------------------------------------------------------- */

static inline void
read_list(struct sat_dict *d, const struct sat_ref *ref, struct forged_list *l)
{
	struct sat_fetch from = sat_dict_fetch(d);
	struct satchel_err err;
	const char *file;
	uint64_t off;
	uint8_t *room;

	l->df = ref->df;
	l->one = ref->pos;
	l->len = ref->len;
	sat_wr_init(&l->bytes, SIZE_MAX);
	if (ref->df == 1)
		return;
	room = sat_wr_room(&l->bytes, (size_t)ref->len);
	if (room == NULL)
		die("no memory");
	must(from.read(
		 from.ctx, ref->pos, room, (size_t)ref->len, &file, &off, &err),
	    &err);
	sat_wr_grow(&l->bytes, (size_t)ref->len);
}

/* The index of bundle |path|, whose PAYLOAD is as it was. */
static inline void
read_index(const char *path, const struct forged *f, struct forged_index *x)
{
	struct sat_ref ref[SAT_FIELDS];
	struct sat_dict d = { 0 };
	struct satchel_err err;
	struct sat_bundle b;
	struct sat_hash h;
	const struct sat_wr *w = &f->member[SAT_PAYLOAD];
	bool any = false;
	size_t n = 0;

	must(sat_bundle_open(SAT_CWD, path, &b, &err), &err);
	sat_blake2b(w->p + w->len - SAT_ROOT_PAGE, SAT_ROOT_PAGE, &h);
	must(sat_tree_open(
		 &b.file, b.payload_off, b.payload_len, &h, &d.tree, &err),
	    &err);
	must(sat_dict_seek(&d, "", 0, &any, &err), &err);
	while (any) {
		struct forged_term *t = add_term(x, d.at.b, d.at.n);

		t->mask = d.at.mask;
		must(sat_dict_refs(&d, ref, &n, &err), &err);
		for (t->lists = 0; t->lists < n; t->lists++)
			read_list(&d, &ref[t->lists], &t->list[t->lists]);
		must(sat_dict_next(&d, &any, &err), &err);
	}
	sat_dict_free(&d);
	sat_tree_close(d.tree);
	sat_bundle_close(&b);
}

struct gathering {
	struct sat_gather *gather;
	uint64_t ordinal;
};

static inline bool
gather_term(void *ctx, enum sat_field f, const uint8_t *term, size_t n,
    struct satchel_err *err)
{
	struct gathering *g = ctx;

	return sat_gather_add(g->gather, g->ordinal, f, term, n, err);
}

static inline void
take_list(struct forged_index *x, const struct sat_rd *term,
    enum sat_field field, struct sat_list *list)
{
	struct forged_term *t = x->n > 0 ? &x->term[x->n - 1] : NULL;
	struct forged_list *l;
	struct satchel_err err;

	if (t == NULL || !sat_rd_eq(term, t->text, t->n))
		t = add_term(x, term->p, term->n);
	t->mask |= SAT_FIELD(field);
	l = &t->list[t->lists++];
	l->df = list->df;
	l->one = list->first;
	sat_wr_init(&l->bytes, SIZE_MAX);
	if (list->df > 1)
		must(sat_list_end(list, &l->bytes, &err), &err);
	l->len = l->bytes.len;
}

/* The honest index of |lines|; one that is no record has no terms. */
static inline void
gather_index(const struct sat_wr *lines, struct forged_index *x)
{
	struct gathering g = { 0 };
	struct sat_rd rest = sat_wr_rd(lines), line, term;
	struct sat_arena a = { 0 };
	struct satchel_record r;
	struct satchel_err err;
	struct sat_list list;
	enum sat_field field;
	bool more = true;

	must(sat_gather_new("/tmp/mkbad", 64 << 20, &g.gather, &err), &err);
	for (; sat_rd_line(&rest, &line); g.ordinal++) {
		sat_arena_reset(&a);
		if (sat_record_read(&line, &a, &r, NULL))
			must(sat_terms_of(
				 (const struct sat_node *)(const void *)r.value,
				 r.kind, gather_term, &g, &err),
			    &err);
	}
	sat_arena_free(&a);
	must(sat_gather_sort(g.gather, &err), &err);
	sat_list_init(&list);
	for (;;) {
		must(sat_gather_next(
			 g.gather, &term, &field, &list, &more, &err),
		    &err);
		if (!more)
			break;
		take_list(x, &term, field, &list);
	}
	sat_list_free(&list);
	sat_gather_free(g.gather);
}

/* ---- writing ---------------------------------------------------------- */

struct index_writer {
	struct sat_wr strings, entries, postings;
	struct page **list[SAT_TREES]; /* blocks that are done */
	size_t n[SAT_TREES];
	uint64_t first[SAT_TREES]; /* ordinal of the open block's first */
	struct sat_wr key;	   /* of the open block of strings */
	uint64_t terms;
};

static inline void
close_raw(struct index_writer *w, enum sat_tree_id id, struct sat_wr *raw,
    uint64_t end)
{
	struct page *p;

	if (end == w->first[id])
		return;
	p = new_page(id, 0);
	w->list[id] =
	    realloc(w->list[id], (w->n[id] + 1) * sizeof(*w->list[id]));
	if (w->list[id] == NULL)
		die("no memory");
	w->list[id][w->n[id]++] = p;
	p->repack = true;
	p->first = w->first[id];
	p->items = end - w->first[id];
	sat_wr_put(&p->raw, raw->p, raw->len);
	if (id == SAT_STRINGS)
		sat_wr_put(&p->key, w->key.p, w->key.len);
	sat_wr_reset(raw);
	w->first[id] = end;
}

static inline size_t
common_prefix(const struct forged_term *a, const struct forged_term *b)
{
	size_t i = 0;

	while (a != NULL && i < a->n && i < b->n && a->text[i] == b->text[i])
		i++;
	return i;
}

/* What is to stand in the place of |due|. */
static inline void
put_or(struct sat_wr *to, const struct sat_wr *lie, const void *due, size_t n)
{
	if (lie->len > 0)
		sat_wr_put(to, lie->p, lie->len);
	else
		sat_wr_put(to, due, n);
}

static inline void
write_string(struct index_writer *w, const struct forged_term *t,
    const struct forged_term *before)
{
	size_t n = common_prefix(before, t), rest = t->n - n;
	struct sat_wr mask;
	uint8_t byte = (uint8_t)n;

	sat_wr_init(&mask, 16);
	sat_wr_varint(&mask, t->mask);
	put_or(&w->strings, &t->prefix, &byte, 1);
	if (t->suffix.len > 0) { /* with its length before it */
		sat_wr_put(&w->strings, t->suffix.p, t->suffix.len);
	} else {
		sat_wr_u8(&w->strings, (uint8_t)rest);
		sat_wr_put(&w->strings, t->text + n, rest);
	}
	put_or(&w->strings, &t->mask_bytes, mask.p, mask.len);
	sat_wr_free(&mask);
}

static inline void
write_entry(struct index_writer *w, const struct forged_term *t)
{
	for (unsigned i = 0; i < t->lists; i++) {
		const struct forged_list *l = &t->list[i];

		if (t->entry.len == 0) {
			sat_wr_varint(&w->entries, l->df);
			sat_wr_varint(
			    &w->entries, l->df == 1 ? l->one : l->len);
		}
		if (l->df != 1)
			sat_wr_put(&w->postings, l->bytes.p, l->bytes.len);
	}
	sat_wr_put(&w->entries, t->entry.p, t->entry.len);
}

/* The postings in blocks of 8 KiB. */
static inline void
cut_postings(struct index_writer *w)
{
	struct sat_rd rest = sat_wr_rd(&w->postings), part;

	while (!sat_rd_end(&rest)) {
		struct sat_wr raw;
		uint64_t at = w->first[SAT_POSTINGS];
		size_t n = rest.n < SAT_BLOCK_RAW ? rest.n : SAT_BLOCK_RAW;

		if (!sat_rd_take(&rest, n, &part))
			die("postings");
		copy_rd(&raw, &part);
		close_raw(w, SAT_POSTINGS, &raw, at + n);
		sat_wr_free(&raw);
	}
}

static inline void
write_terms(struct index_writer *w, const struct forged_index *x)
{
	const struct forged_term *before = NULL;

	for (size_t i = 0; i < x->n; i++) {
		const struct forged_term *t = &x->term[i];
		bool full = w->strings.len + 2 + t->n -
				common_prefix(before, t) +
				sat_varint_len(t->mask) >
			    SAT_BLOCK_RAW;

		if (full || (t->cut && x->cut_strings)) {
			close_raw(w, SAT_STRINGS, &w->strings, i);
			before = NULL;
		}
		if (full || t->cut)
			close_raw(w, SAT_ENTRIES, &w->entries, i);
		if (w->first[SAT_STRINGS] == i) {
			sat_wr_reset(&w->key);
			sat_wr_put(&w->key, t->text, t->n);
		}
		if (w->first[SAT_ENTRIES] == i)
			sat_wr_u64(&w->entries, w->postings.len + x->pos_lie);
		write_string(w, t, before);
		write_entry(w, t);
		before = t;
	}
	sat_wr_put(&w->strings, x->strings_end.p, x->strings_end.len);
	sat_wr_put(&w->entries, x->entries_end.p, x->entries_end.len);
	close_raw(w, SAT_STRINGS, &w->strings, x->n);
	close_raw(w, SAT_ENTRIES, &w->entries, x->n);
}

/* The three trees of |x| into |y|. */
static inline void
write_index(const struct forged_index *x, struct payload *y)
{
	struct index_writer w = { 0 };

	sat_wr_init(&w.strings, SIZE_MAX);
	sat_wr_init(&w.entries, SIZE_MAX);
	sat_wr_init(&w.postings, SIZE_MAX);
	sat_wr_init(&w.key, SIZE_MAX);
	write_terms(&w, x);
	cut_postings(&w);
	for (int i = SAT_STRINGS; i < SAT_TREES; i++) {
		y->tree[i] = tree_over(w.list[i], w.n[i]);
		free(w.list[i]);
	}
	y->root.terms = x->n;
	sat_wr_free(&w.strings);
	sat_wr_free(&w.entries);
	sat_wr_free(&w.postings);
	sat_wr_free(&w.key);
}

/* ---- finding ---------------------------------------------------------- */

/* "text:duty", "phone:1190", "code:technical": the first term that is or
 * begins with it; "#3": the fourth of all. */
static inline struct forged_term *
find_term(struct forged_index *x, const char *name)
{
	static const char *const class[] = { "text:", "phone:", "code:" };
	uint8_t key[SAT_MAX_TERM] = { 0 };
	size_t n = 1, i;

	if (*name == '#') {
		i = strtoul(name + 1, NULL, 10);
		if (i < x->n)
			return &x->term[i];
		die("no term %s", name);
	}
	for (unsigned c = 0; c < 3; c++) {
		size_t m = strlen(class[c]);

		if (strncmp(name, class[c], m) != 0)
			continue;
		key[0] = (uint8_t)(c + 1); /* enum sat_class */
		n += strlen(name + m);
		if (n > sizeof(key))
			die("%s is too long", name);
		memcpy(key + 1, name + m, n - 1);
	}
	for (i = 0; i < x->n; i++)
		if (x->term[i].n >= n && memcmp(x->term[i].text, key, n) == 0)
			return &x->term[i];
	die("no term %s", name);
}

#endif
