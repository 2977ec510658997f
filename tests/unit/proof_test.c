#include "index_fixture.h"

#include "proof.h"
#include "query.h"
#include "record.h"
#include "unit.h"

/* A payload of |n| records p00000/a ..., and the statement of their tree. */
struct made {
	struct index_fixture x;
	struct sat_statement st;
	struct sat_arena a;
};

static void
make(struct made *m, size_t n)
{
	const char **line = calloc(n, sizeof(*line));
	struct sat_merkle tree = { 0 };

	memset(m, 0, sizeof(*m));
	for (size_t i = 0; i < n; i++) {
		uint8_t salt[SAT_SALT_SIZE];
		char *s = malloc(128), id[32];
		struct sat_hash leaf;
		int len;

		(void)snprintf(id, sizeof(id), "p%05zu/a", i);
		len = snprintf(s, 128,
		    "{\"id\":\"%s\",\"party\":[\"P\"],\"role\":\"r\","
		    "\"kind\":\"org\",\"name\":\"N%zu\",\"phones\":"
		    "[{\"number\":\"+9991555%04zu\"}]}",
		    id, i, i);
		line[i] = s;
		memset(m->x.page.seed, 0x5a, sizeof(m->x.page.seed));
		sat_record_salt(m->x.page.seed, id, strlen(id), salt);
		sat_record_leaf(salt, s, (size_t)len, &leaf);
		sat_merkle_add(&tree, &leaf);
	}
	ix_init(&m->x, line, n, 0);
	m->st.records = n;
	sat_merkle_root(&tree, &m->st.records_root);
	for (size_t i = 0; i < n; i++)
		free((void *)(uintptr_t)line[i]);
	free(line);
}

static void
made_free(struct made *m)
{
	ix_free(&m->x);
	sat_arena_free(&m->a);
}

static bool
prove(struct made *m, const char *id, struct sat_proof *p,
    struct satchel_err *err)
{
	struct satchel_record r;

	*p = (struct sat_proof){ .note = rd("a note\n") };
	if (!sat_lookup_id(m->x.t, id, &m->a, &r, err))
		return false;
	p->record = sat_rd_of(r.json, r.json_len, 0, "");
	return sat_proof_make(m->x.t, &m->st, id, p, err);
}

static void
every_record_of_trees_of_all_shapes_proves_itself(void **state)
{
	static const size_t sizes[] = { 1, 2, 3, 4, 5, 7, 8, 9, 33 };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct made m;

		make(&m, sizes[i]);
		for (size_t k = 0; k < sizes[i]; k++) {
			struct satchel_err err = { 0 };
			struct sat_proof p;
			char id[32];

			(void)snprintf(id, sizeof(id), "p%05zu/a", k);
			if (!prove(&m, id, &p, &err))
				fail_msg(
				    "%zu of %zu: %s", k, sizes[i], err.msg);
			assert_int_equal(p.index, k);
			assert_true(sat_proof_check(&p, &m.st, &err));
		}
		made_free(&m);
	}
}

static void
a_large_tree_has_a_short_path(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_proof p;
	struct made m;

	(void)state;
	make(&m, 3000); /* over many blocks */
	assert_true(prove(&m, "p02999/a", &p, &err));
	assert_true(p.n <= 12);
	assert_true(prove(&m, "p00000/a", &p, &err));
	assert_int_equal(p.n, 12);
	made_free(&m);
}

static void
what_is_not_there_or_of_another_tree_proves_nothing(void **state)
{
	struct sat_proof p = { 0 };
	struct satchel_err err = { 0 };
	struct made m;

	(void)state;
	make(&m, 5);
	assert_false(sat_proof_make(m.x.t, &m.st, "p00001/b", &p, &err));
	assert_int_equal(err.code, SATCHEL_ENO);
	m.st.records_root.b[0] ^= 1;
	assert_false(prove(&m, "p00001/a", &p, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	made_free(&m);
}

static void
nothing_in_a_proof_can_be_changed(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_proof p, q;
	struct made m;
	struct sat_rd r;

	(void)state;
	make(&m, 6);
	assert_true(prove(&m, "p00003/a", &p, &err));
	assert_int_equal(p.n, 3);
	q = p;
	q.index = 2;
	assert_false(sat_proof_check(&q, &m.st, &err));
	q.index = 3 + 8;
	assert_false(sat_proof_check(&q, &m.st, &err));
	for (size_t i = 0; i < p.n; i++) {
		q = p;
		q.path[i].b[7] ^= 1;
		assert_false(sat_proof_check(&q, &m.st, &err));
	}
	q = p;
	q.n--;
	assert_false(sat_proof_check(&q, &m.st, &err));
	q.n += 2;
	assert_false(sat_proof_check(&q, &m.st, &err));
	q = p;
	q.salt[0] ^= 1;
	assert_false(sat_proof_check(&q, &m.st, &err));
	r = exact(p.record.p, p.record.n);
	((uint8_t *)(uintptr_t)r.p)[r.n - 5] ^= 1;
	q = p;
	q.record = r;
	assert_false(sat_proof_check(&q, &m.st, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	drop(&r);
	assert_true(sat_proof_check(&p, &m.st, &err));
	m.st.records = 9; /* a path of four */
	assert_false(sat_proof_check(&p, &m.st, &err));
	made_free(&m);
}

static void
what_is_written_is_read_back(void **state)
{
	struct satchel_err err = { 0 };
	struct sat_proof p, q = { 0 };
	struct made m;
	struct sat_rd r;
	struct sat_wr w;

	(void)state;
	make(&m, 6);
	assert_true(prove(&m, "p00005/a", &p, &err));
	sat_wr_init(&w, SAT_MAX_PROOF);
	sat_proof_write(&p, &w);
	r = exact(w.p, w.len);
	assert_true(sat_proof_is(&r));
	assert_true(sat_proof_read(&r, &q, &err));
	assert_int_equal(q.index, 5);
	assert_int_equal(q.n, p.n);
	assert_memory_equal(q.path, p.path, p.n * sizeof(p.path[0]));
	assert_memory_equal(q.salt, p.salt, sizeof(p.salt));
	assert_true(sat_rd_eq(&q.record, p.record.p, p.record.n));
	assert_true(sat_rd_is(&q.note, "a note\n"));
	/* cut short anywhere before the note it is none */
	for (size_t n = 0; n < r.n - strlen("a note\n"); n++) {
		struct sat_rd cut = exact(r.p, n);
		struct sat_proof kept = { .index = 77 };

		if (sat_proof_read(&cut, &kept, &err))
			fail_msg("%zu of %zu bytes are read", n, r.n);
		assert_int_equal(err.code, SATCHEL_EFORMAT);
		assert_int_equal(kept.index, 77);
		drop(&cut);
	}
	drop(&r);
	sat_wr_free(&w);
	made_free(&m);
}

#define HEAD "satchel proof v1\n"
#define SALT "salt AAAAAAAAAAAAAAAAAAAAAA==\n"
#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"

static void
a_proof_is_read_strictly(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{ HEAD "index 0\n" SALT "record {}\n\nnote", true },
		{ HEAD "index 4294967295\n" SALT "record {}\n" HASH "\n",
		    true },
		{ HEAD "index 4294967296\n" SALT "record {}\n\n", false },
		{ HEAD "index 00\n" SALT "record {}\n\n", false },
		{ HEAD "index -1\n" SALT "record {}\n\n", false },
		{ HEAD "index\n" SALT "record {}\n\n", false },
		{ HEAD "index 0\nsalt AAAA\nrecord {}\n\n", false },
		{ HEAD "index 0\nrecord {}\n" SALT "\n", false },
		{ HEAD "index 0\n" SALT "\n", false },
		{ HEAD "index 0\n" SALT "record {}\nAAAA\n\n", false },
		{ HEAD "index 0\n" SALT "record {}\n " HASH "\n", false },
		{ HEAD "index 0\n" SALT "record {}\n", false },
		{ "satchel proof v2\nindex 0\n" SALT "record {}\n\n", false },
		{ "satchel proof v1 \nindex 0\n" SALT "record {}\n\n", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sat_rd r = exact(cases[i].text, strlen(cases[i].text));
		struct satchel_err err = { 0 };
		struct sat_proof p;

		if (sat_proof_read(&r, &p, &err) != cases[i].good)
			fail_msg("%s: %s", cases[i].text, err.msg);
		drop(&r);
	}
}

/* A proof with a path of |hashes| and as many bytes of record as make it
 * |size| in all (0: one). */
static bool
reads(size_t hashes, size_t size)
{
	struct satchel_err err = { 0 };
	struct sat_proof p;
	struct sat_rd r;
	struct sat_wr w;
	bool ok;

	sat_wr_init(&w, 1 << 20);
	sat_wr_str(&w, HEAD "index 0\n" SALT "record ");
	if (size > 0)
		sat_wr_fill(&w, 'r', size - w.len - 2);
	sat_wr_str(&w, "\n");
	for (size_t i = 0; i < hashes; i++)
		sat_wr_str(&w, HASH);
	sat_wr_str(&w, "\n");
	r = exact(w.p, w.len);
	ok = sat_proof_read(&r, &p, &err);
	if (ok)
		assert_int_equal(p.n, hashes);
	drop(&r);
	sat_wr_free(&w);
	return ok;
}

static void
a_path_has_at_most_64_hashes_and_a_proof_256_kib(void **state)
{
	(void)state;
	assert_true(reads(64, 0));
	assert_false(reads(65, 0));
	assert_true(reads(0, SAT_MAX_PROOF));
	assert_false(reads(0, SAT_MAX_PROOF + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_record_of_trees_of_all_shapes_proves_itself),
		cmocka_unit_test(a_large_tree_has_a_short_path),
		cmocka_unit_test(
		    what_is_not_there_or_of_another_tree_proves_nothing),
		cmocka_unit_test(nothing_in_a_proof_can_be_changed),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(a_proof_is_read_strictly),
		cmocka_unit_test(
		    a_path_has_at_most_64_hashes_and_a_proof_256_kib),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
