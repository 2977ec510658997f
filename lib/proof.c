#include "proof.h"

#include <stdlib.h>
#include <string.h>

#include "armor.h"
#include "lookup.h"
#include "record.h"

#define FIRST_LINE "satchel proof v1"

bool
sat_proof_is(const struct sat_rd *file)
{
	return sat_rd_begins(file, FIRST_LINE "\n");
}

/* The rest of the next line, behind |word|. */
static bool
field(struct sat_rd *r, const char *word, struct sat_rd *value)
{
	return sat_rd_line(r, value) && sat_rd_word(value, word);
}

static bool
read_path(struct sat_rd *r, struct sat_proof *p, struct satchel_err *err)
{
	struct sat_rd line;
	size_t n;

	for (;;) {
		if (!sat_rd_line(r, &line))
			return sat_rd_fail(err, r, "the proof is cut short");
		if (line.n == 0)
			return true;
		if (p->n == sizeof(p->path) / sizeof(*p->path))
			return sat_rd_fail(
			    err, &line, "more than 64 hashes in a path");
		if (!sat_base64_read(
			&line, p->path[p->n].b, sizeof(p->path[p->n].b), &n) ||
		    n != SAT_HASH_SIZE)
			return sat_rd_fail(err, &line,
			    "a line of the path is not 32 bytes in base64");
		p->n++;
	}
}

bool
sat_proof_read(
    const struct sat_rd *file, struct sat_proof *p, struct satchel_err *err)
{
	struct sat_proof made = { 0 };
	struct sat_rd r = *file, v;
	size_t n;

	if (file->n > SAT_MAX_PROOF)
		return sat_rd_fail(err, file, "a proof has at most 256 KiB");
	if (!field(&r, FIRST_LINE, &v) || !sat_rd_end(&v))
		return sat_rd_fail(err, file, "is not a proof");
	if (!field(&r, "index ", &v) ||
	    !sat_rd_decimal(&v, UINT32_MAX, &made.index))
		return sat_rd_fail(err, &r, "\"index N\" is due");
	if (!field(&r, "salt ", &v) ||
	    !sat_base64_read(&v, made.salt, sizeof(made.salt), &n) ||
	    n != sizeof(made.salt))
		return sat_rd_fail(
		    err, &r, "\"salt\" with 16 bytes in base64 is due");
	if (!field(&r, "record ", &made.record))
		return sat_rd_fail(err, &r, "\"record JSON\" is due");
	if (!read_path(&r, &made, err))
		return false;
	made.note = r;
	*p = made;
	return true;
}

void
sat_proof_write(const struct sat_proof *p, struct sat_wr *w)
{
	sat_wr_printf(
	    w, FIRST_LINE "\nindex %llu\nsalt ", (unsigned long long)p->index);
	sat_base64_write(w, p->salt, sizeof(p->salt));
	sat_wr_str(w, "\nrecord ");
	sat_wr_put(w, p->record.p, p->record.n);
	sat_wr_u8(w, '\n');
	for (size_t i = 0; i < p->n; i++) {
		sat_base64_write(w, p->path[i].b, sizeof(p->path[i].b));
		sat_wr_u8(w, '\n');
	}
	sat_wr_u8(w, '\n');
	sat_wr_put(w, p->note.p, p->note.n);
}

bool
sat_proof_check(const struct sat_proof *p, const struct sat_statement *st,
    struct satchel_err *err)
{
	struct sat_hash leaf;

	sat_record_leaf(p->salt, p->record.p, p->record.n, &leaf);
	if (!sat_merkle_verify(
		p->index, st->records, &leaf, p->path, p->n, &st->records_root))
		return sat_rd_fail(err, &p->record,
		    "this record does not stand in the release: it, its place, "
		    "its salt or its path was changed");
	return true;
}

/* A part of the tree beside the way from the root to the leaf. */
struct sibling {
	uint64_t first, end;
	struct sat_merkle m;
};

struct making {
	struct sibling *side; /* 64 of them, from the root down */
	size_t n;
	uint64_t index;
};

/* RFC 6962 2.1.1, from the root down to leaf |index| of |size|. */
static void
siblings(struct making *m, uint64_t size)
{
	uint64_t lo = 0, hi = size;

	while (hi - lo > 1) {
		struct sibling *s = &m->side[m->n++];
		uint64_t k = 1;

		while (k * 2 < hi - lo)
			k *= 2;
		if (m->index - lo < k) {
			s->first = lo + k;
			s->end = hi;
			hi = lo + k;
		} else {
			s->first = lo;
			s->end = lo + k;
			lo += k;
		}
	}
}

static void
add_leaf(struct making *m, uint64_t ordinal, const struct sat_hash *leaf)
{
	for (size_t i = 0; i < m->n; i++)
		if (ordinal >= m->side[i].first && ordinal < m->side[i].end)
			sat_merkle_add(&m->side[i].m, leaf);
}

static bool
add_block(struct making *m, const uint8_t seed[SAT_SEED_SIZE],
    const struct sat_block *b, struct satchel_err *err)
{
	struct sat_rd rest = b->rd, line, id;
	uint8_t salt[SAT_SALT_SIZE];
	struct sat_hash leaf;

	for (uint64_t i = 0; !sat_rd_end(&rest); i++) {
		if (!sat_block_line(&rest, &line, err))
			return false;
		if (!sat_record_id(&line, &id))
			return sat_rd_fail(
			    err, &line, "a record without an id");
		sat_record_salt(seed, id.p, id.n, salt);
		sat_record_leaf(salt, line.p, line.n, &leaf);
		add_leaf(m, b->first + i, &leaf);
	}
	return true;
}

static bool
read_all(struct sat_tree *t, struct making *m, struct satchel_err *err)
{
	const uint8_t *seed = sat_tree_root(t)->seed;
	struct sat_block b = { 0 };
	bool any = true, ok;

	ok = sat_tree_block_at(t, SAT_RECORDS, 0, &b, err);
	while (ok && any) {
		ok = add_block(m, seed, &b, err);
		if (ok)
			ok = sat_tree_block_next(t, SAT_RECORDS, &b, &any, err);
	}
	sat_block_free(&b);
	return ok;
}

bool
sat_proof_make(struct sat_tree *t, const struct sat_statement *st,
    const char *id, struct sat_proof *p, struct satchel_err *err)
{
	struct making m = { .side = calloc(64, sizeof(*m.side)) };
	struct sat_lookup l = { 0 };
	bool ok, same = false;

	if (m.side == NULL)
		return sat_fail_nomem(err);
	ok = sat_lookup_place(&l, t, id, &p->index, &same, err);
	sat_lookup_free(&l);
	if (ok && !same)
		ok = sat_fail(err, SATCHEL_ENO, "no record has this id");
	if (ok) {
		m.index = p->index;
		siblings(&m, st->records);
		ok = read_all(t, &m, err);
	}
	if (ok) {
		p->n = m.n;
		for (size_t i = 0; i < m.n; i++)
			sat_merkle_root(&m.side[i].m, &p->path[m.n - 1 - i]);
		sat_record_salt(
		    sat_tree_root(t)->seed, id, strlen(id), p->salt);
		ok = sat_proof_check(p, st, err);
	}
	free(m.side);
	return ok;
}
