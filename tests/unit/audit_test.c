#include "index_fixture.h"

#include "audit.h"
#include "record.h"

/* Records of an invented release, sorted. */
static const char *const roster[] = {
	"{\"id\":\"north\",\"name\":{\"en\":\"Northern Desk\"}}",
	"{\"id\":\"north/duty\",\"party\":[\"Northern "
	"Desk\"],\"role\":\"desk\","
	"\"kind\":\"org\",\"name\":\"Duty Room\",\"phones\":[{\"number\":"
	"\"+99915550100\"}]}",
	"{\"id\":\"north/night\",\"party\":[\"Northern "
	"Desk\"],\"role\":\"desk\","
	"\"kind\":\"org\",\"name\":\"Night Watch\",\"phones\":[{\"number\":"
	"\"+99915550101\"}]}",
	"{\"id\":\"zone:UTC\",\"version\":\"2026a\",\"offsets\":[[1793491200,0,"
	"\"UTC\"]]}",
};
enum { ROSTER = sizeof(roster) / sizeof(roster[0]), LINES_MAX = 4000 };

struct made {
	struct index_fixture x;
	struct sat_statement st;
};

/* One record tree entry; |id| is what its node is told. */
static void
put_record(struct sat_tree_writer *w, const char *line, const char *id)
{
	struct satchel_err err = { 0 };

	if (!sat_tree_add_record(w, line, strlen(line), id, strlen(id), &err))
		fail_msg("%s", err.msg);
}

/* The index of |index|, then |n| pieces of record text as they are, whose
 * nodes are told the ids |id|. */
static void
make(struct made *m, const char *const *index, size_t indexed,
    const char *const *raw, const char *const *id, size_t n, uint32_t fold)
{
	struct sat_index *ix = ix_gather(index, indexed, 0);
	struct index_fixture *x = &m->x;
	struct sat_tree_writer *w = NULL;
	struct satchel_err err = { 0 };
	uint64_t end = 0;

	memset(m, 0, sizeof(*m));
	sat_wr_init(&x->bytes, 1u << 30);
	x->f.fd = -1;
	x->page.fold = fold;
	memset(x->page.seed, 0x5a, sizeof(x->page.seed));
	if (!sat_index_write(ix, ix_sink(x), 0, &x->page, &end, &err))
		fail_msg("%s", err.msg);
	sat_index_free(ix);
	assert_true(
	    sat_tree_writer_new(SAT_RECORDS, end, ix_sink(x), &w, &err));
	for (size_t i = 0; i < n; i++)
		put_record(w, raw[i], id[i]);
	assert_true(sat_tree_finish(w, &x->page.tree[SAT_RECORDS], &end, &err));
	sat_tree_writer_free(w);
	x->page.records = n;
	ix_open(x);
}

/* The statement that belongs to what was made, its record tree of |line|. */
static void
state(struct made *m, const char *const *line, size_t n)
{
	struct sat_merkle tree = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct sat_rd l = sat_rd_of(line[i], strlen(line[i]), 0, ""),
			      id;
		uint8_t salt[SAT_SALT_SIZE];
		struct sat_hash leaf;

		assert_true(sat_record_id(&l, &id));
		sat_record_salt(m->x.page.seed, id.p, id.n, salt);
		sat_record_leaf(salt, l.p, l.n, &leaf);
		sat_merkle_add(&tree, &leaf);
	}
	sat_merkle_root(&tree, &m->st.records_root);
	m->st.records = m->x.page.records;
	m->st.tree_digest = m->x.root;
	m->st.payload = m->x.bytes.len;
	sat_sha256(m->x.bytes.p, m->x.bytes.len, &m->st.payload_digest);
}

/* As |make| with a line feed after each of |line|, and everything true but
 * for what |index| says. */
static void
make_lines(struct made *m, const char *const *index, const char *const *line,
    size_t n, uint32_t fold)
{
	char *raw[LINES_MAX] = { NULL }, *id[LINES_MAX] = { NULL };

	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(line[i]), idn = strcspn(line[i] + 7, "\"");

		raw[i] = malloc(len + 2);
		memcpy(raw[i], line[i], len);
		memcpy(raw[i] + len, "\n", 2);
		id[i] = strndup(line[i] + 7, idn);
	}
	make(m, index, n, (const char *const *)(void *)raw,
	    (const char *const *)(void *)id, n, fold);
	state(m, line, n);
	for (size_t i = 0; i < n; i++) {
		free(raw[i]);
		free(id[i]);
	}
}

static bool
audit_by(const struct made *m, unsigned threads, bool quick,
    enum satchel_verdict *v, struct satchel_err *err)
{
	struct sat_audit_opts o = { .quick = quick,
		.threads = threads,
		.scratch = "/tmp/satchel-audit" };

	return sat_audit(&m->x.f, 0, &m->st, &o, v, err);
}

static bool
audit(const struct made *m, bool quick, enum satchel_verdict *v,
    struct satchel_err *err)
{
	return audit_by(m, 0, quick, v, err);
}

/* Refused with a word about |why|, the verdict untouched. */
static void
refused(const struct made *m, bool quick, const char *why)
{
	enum satchel_verdict v = (enum satchel_verdict)77;
	struct satchel_err err = { 0 };

	assert_false(audit(m, quick, &v, &err));
	assert_int_equal(err.code, SATCHEL_EFORMAT);
	assert_true(err.has_offset);
	assert_int_equal(v, 77);
	if (strstr(err.msg, why) == NULL)
		fail_msg("expected \"%s\", got \"%s\"", why, err.msg);
}

static void
a_good_release_is_good_and_quickly_checked_it_is_quick(void **unused)
{
	enum satchel_verdict v = SATCHEL_OLDER;
	struct satchel_err err = { 0 };
	struct made m;

	(void)unused;
	make_lines(&m, roster, roster, ROSTER, SAT_FOLD_TABLE);
	if (!audit(&m, false, &v, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(v, SATCHEL_GOOD);
	assert_true(audit(&m, true, &v, &err));
	assert_int_equal(v, SATCHEL_QUICK);
	ix_free(&m.x);
}

static void
one_changed_byte_anywhere_in_payload_is_refused(void **unused)
{
	struct made m;

	(void)unused;
	make_lines(&m, roster, roster, ROSTER, SAT_FOLD_TABLE);
	sat_file_close(&m.x.f);
	for (size_t i = 0; i < m.x.bytes.len; i++) {
		char path[] = "/tmp/satchel-audit-XXXXXX";

		m.x.f.fd = mkstemp(path);
		m.x.f.size = m.x.bytes.len;
		unlink(path);
		m.x.bytes.p[i] ^= 0x10;
		assert_int_equal(write(m.x.f.fd, m.x.bytes.p, m.x.bytes.len),
		    (ssize_t)m.x.bytes.len);
		refused(&m, true, "");
		refused(&m, false, "");
		m.x.bytes.p[i] ^= 0x10;
		sat_file_close(&m.x.f);
	}
	ix_free(&m.x);
}

static void
what_the_statement_says_of_payload_is_held_to_it(void **unused)
{
	struct made m;

	(void)unused;
	make_lines(&m, roster, roster, ROSTER, SAT_FOLD_TABLE);
	m.st.payload_digest.b[0] ^= 1;
	refused(&m, false, "another SHA-256");
	m.st.payload_digest.b[0] ^= 1;
	m.st.records_root.b[31] ^= 1;
	refused(&m, false, "tree is not the one");
	m.st.records_root.b[31] ^= 1;
	m.st.records++;
	refused(&m, true, "other records");
	refused(&m, false, "other records");
	m.st.records--;
	m.st.payload--;
	refused(&m, true, "");
	m.st.payload++;
	m.st.tree_digest.b[5] ^= 1;
	refused(&m, true, "");
	ix_free(&m.x);
}

#define DUTY                                                                   \
	"\"party\":[\"N\"],\"role\":\"desk\",\"kind\":\"org\",\"name\":\"D\"," \
	"\"phones\":[{\"number\":\"+99915550100\"}]}"

/* The digests of all these agree; only the records break a rule. */
static void
records_that_break_a_rule_are_refused(void **unused)
{
	static const struct {
		const char *raw[2], *why;
	} cases[] = {
		/* order and uniqueness, under ids that rise */
		{ { "{\"id\":\"b\",\"name\":{\"en\":\"B\"}}\n",
		      "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n" },
		    "do not rise" },
		{ { "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n",
		      "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n" },
		    "do not rise" },
		{ { "{\"id\":\"ab\",\"name\":{\"en\":\"A\"}}\n",
		      "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n" },
		    "do not rise" },
		/* canonical form */
		{ { "{\"id\": \"a\",\"name\":{\"en\":\"A\"}}\n",
		      "{\"id\":\"b\",\"name\":{\"en\":\"B\"}}\n" },
		    "" },
		{ { "{\"id\":\"a\",\"name\":{\"en\":\"\\u0041\"}}\n",
		      "{\"id\":\"b\",\"name\":{\"en\":\"B\"}}\n" },
		    "" },
		{ { "{\"name\":{\"en\":\"A\"},\"id\":\"a\"}\n",
		      "{\"id\":\"b\",\"name\":{\"en\":\"B\"}}\n" },
		    "does not begin with an id" },
		/* lines */
		{ { "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n",
		      "{\"id\":\"b\",\"name\":{\"en\":\"B\"}}" },
		    "has no end" },
		{ { "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n", "\n" }, "" },
		/* one more than the node says, and one less */
		{ { "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n",
		      "{\"id\":\"b\",\"name\":{\"en\":\"B\"}}\n"
		      "{\"id\":\"c\",\"name\":{\"en\":\"C\"}}\n" },
		    "another number of records" },
		{ { "{\"id\":\"a\",\"name\":", "{\"en\":\"A\"}}\n" },
		    "another number of records" },
	};
	static const char *const id[] = { "a", "b" };

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct made m;

		make(&m, roster, 1, cases[i].raw, id, 2, SAT_FOLD_TABLE);
		state(&m, roster, 2); /* whatever: it comes last */
		refused(&m, false, cases[i].why);
		ix_free(&m.x);
	}
}

/* Blocks of ids a/d0000 ... whose nodes name one |wrong| id. */
static void
make_many(struct made *m, size_t n, size_t wrong)
{
	char **raw = calloc(n, sizeof(*raw)), **id = calloc(n, sizeof(*id));

	for (size_t i = 0; i < n; i++) {
		raw[i] = malloc(512);
		id[i] = malloc(32);
		(void)snprintf(
		    raw[i], 512, "{\"id\":\"a/d%05zu\"," DUTY "\n", 2 * i);
		(void)snprintf(
		    id[i], 32, "a/d%05zu", i == wrong ? 2 * i + 1 : 2 * i);
	}
	make(m, roster, 1, (const char *const *)(void *)raw,
	    (const char *const *)(void *)id, n, SAT_FOLD_TABLE);
	state(m, roster, 0);
	for (size_t i = 0; i < n; i++) {
		free(raw[i]);
		free(id[i]);
	}
	free(raw);
	free(id);
}

static bool
last_of_block(struct sat_tree *t, uint64_t *first)
{
	struct sat_block b = { 0 };
	bool any = false;
	bool ok = sat_tree_block_at(t, SAT_RECORDS, 0, &b, NULL) &&
		  sat_tree_block_next(t, SAT_RECORDS, &b, &any, NULL) && any;

	*first = b.first;
	sat_block_free(&b);
	return ok;
}

static void
a_node_that_names_another_first_id_is_refused(void **unused)
{
	uint64_t first = 0;
	struct made m;

	(void)unused;
	make_many(&m, 400, SIZE_MAX);
	assert_true(last_of_block(m.x.t, &first));
	refused(&m, false, "tree is not the one"); /* all but the statement */
	ix_free(&m.x);
	make_many(&m, 400, (size_t)first);
	refused(&m, false, "first id is not its node's key");
	ix_free(&m.x);
}

static void
an_index_of_other_records_is_refused(void **unused)
{
	const char *lie[ROSTER];
	struct made m;

	(void)unused;
	memcpy(lie, roster, sizeof(lie));
	lie[1] =
	    "{\"id\":\"north/duty\",\"party\":[\"Northern Desk\"],\"role\":"
	    "\"desk\",\"kind\":\"org\",\"name\":\"Duty Room\",\"phones\":"
	    "[{\"number\":\"+99915550199\"}]}";
	make_lines(&m, lie, roster, ROSTER, SAT_FOLD_TABLE);
	refused(&m, false, "");
	ix_free(&m.x);
}

/* A fold table of a later version: everything else is still checked. */
static void
an_unknown_fold_table_leaves_the_index_unchecked_and_says_so(void **unused)
{
	static const char *const swapped[] = {
		"{\"id\":\"b\",\"name\":{\"en\":\"B\"}}\n",
		"{\"id\":\"a\",\"name\":{\"en\":\"A\"}}\n"
	};
	static const char *const id[] = { "a", "b" };
	enum satchel_verdict v = SATCHEL_GOOD;
	struct satchel_err err = { 0 };
	struct made m;

	(void)unused;
	make_lines(&m, roster, roster, ROSTER, SAT_FOLD_TABLE + 1);
	if (!audit(&m, false, &v, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(v, SATCHEL_UNINDEXED);
	ix_free(&m.x);
	make(&m, roster, 1, swapped, id, 2, SAT_FOLD_TABLE + 1);
	state(&m, roster, 2);
	refused(&m, false, "do not rise");
	ix_free(&m.x);
}

/* Contacts with words that nobody else has: over a MiB for each of
 * several threads. */
enum { WIDE = 4000, WIDE_WORDS = 28 };

static void
make_wide(char *line[WIDE])
{
	uint64_t word = 1;

	for (size_t i = 0; i < WIDE; i++) {
		size_t n;

		line[i] = malloc(32 + 18 * WIDE_WORDS + 200);
		(void)sprintf(line[i], "{\"id\":\"a/d%05zu\"," DUTY, i);
		n = strlen(line[i]) - 1;
		n += (size_t)sprintf(line[i] + n, ",\"note\":\"");
		for (size_t k = 0; k < WIDE_WORDS; k++) {
			word = word * 6364136223846793005 + 1442695040888963407;
			n += (size_t)sprintf(line[i] + n, "%016llx ",
			    (unsigned long long)(word ^ word >> 29));
		}
		strcpy(line[i] + n - 1, "\"}");
	}
}

static void
same_answer(struct made *m, bool quick)
{
	enum satchel_verdict v = SATCHEL_OLDER, w;
	struct satchel_err one = { 0 }, err;
	bool ok = audit_by(m, 1, quick, &v, &one);

	for (unsigned n = 2; n <= 4; n++) {
		w = SATCHEL_OLDER;
		memset(&err, 0, sizeof(err));
		assert_int_equal(audit_by(m, n, quick, &w, &err), ok);
		assert_int_equal(v, w);
		if (strcmp(one.msg, err.msg) != 0 || one.code != err.code ||
		    one.offset != err.offset)
			fail_msg("%u threads: \"%s\" in place of \"%s\"", n,
			    err.msg, one.msg);
	}
}

/* Of byte |i| of PAYLOAD another one is written to the file. */
static void
flip(const struct made *m, size_t i)
{
	m->x.bytes.p[i] ^= 0x10;
	assert_int_equal(pwrite(m->x.f.fd, m->x.bytes.p + i, 1, (off_t)i), 1);
}

static void
any_number_of_threads_gives_the_same_answer(void **unused)
{
	enum satchel_verdict v = SATCHEL_OLDER;
	char *line[WIDE], *other[WIDE], path[] = "/tmp/satchel-audit-XXXXXX";
	struct satchel_err err = { 0 };
	struct made m;

	(void)unused;
	make_wide(line);
	make_lines(&m, (const char *const *)(void *)line,
	    (const char *const *)(void *)line, WIDE, SAT_FOLD_TABLE);
	assert_true(m.st.payload > 2 << 20);
	sat_file_close(&m.x.f);
	m.x.f.fd = mkstemp(path);
	m.x.f.size = m.x.bytes.len;
	unlink(path);
	assert_int_equal(write(m.x.f.fd, m.x.bytes.p, m.x.bytes.len),
	    (ssize_t)m.x.bytes.len);
	if (!audit_by(&m, 3, false, &v, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(v, SATCHEL_GOOD);
	same_answer(&m, false);
	m.st.records_root.b[3] ^= 1;
	same_answer(&m, false);
	m.st.payload_digest.b[3] ^= 1; /* comes before that */
	same_answer(&m, false);
	for (size_t i = 1; i <= 3; i++) {
		size_t a = m.x.bytes.len / 4 * i, b = m.x.bytes.len - a / 5;

		flip(&m, a);
		flip(&m, b);
		same_answer(&m, true);
		same_answer(&m, false);
		flip(&m, a);
		flip(&m, b);
	}
	ix_free(&m.x);

	memcpy(other, line, sizeof(line)); /* an index of other records */
	other[WIDE / 2] = strdup(line[WIDE / 2]);
	other[WIDE / 2][strlen(line[0]) - 9] ^= 1;
	make_lines(&m, (const char *const *)(void *)other,
	    (const char *const *)(void *)line, WIDE, SAT_FOLD_TABLE);
	assert_false(audit_by(&m, 3, false, &v, &err));
	assert_non_null(strstr(err.msg, "does not match the records: strings"));
	same_answer(&m, false);
	ix_free(&m.x);
	free(other[WIDE / 2]);
	for (size_t i = 0; i < WIDE; i++)
		free(line[i]);
}

static bool
stop(void *ctx, uint64_t done, uint64_t total)
{
	(void)done;
	(void)total;
	return --*(int *)ctx > 0;
}

static void
a_progress_function_that_says_stop_cancels(void **unused)
{
	int calls = 1;
	struct sat_audit_opts o = {
		.scratch = "/tmp/satchel-audit", .progress = stop, .ctx = &calls
	};
	enum satchel_verdict v = (enum satchel_verdict)77;
	struct satchel_err err = { 0 };
	struct made m;

	(void)unused;
	make_lines(&m, roster, roster, ROSTER, SAT_FOLD_TABLE);
	assert_false(sat_audit(&m.x.f, 0, &m.st, &o, &v, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	assert_int_equal(v, 77);
	calls = 1;
	o.quick = true;
	assert_false(sat_audit(&m.x.f, 0, &m.st, &o, &v, &err));
	assert_int_equal(err.code, SATCHEL_ECANCEL);
	ix_free(&m.x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_good_release_is_good_and_quickly_checked_it_is_quick),
		cmocka_unit_test(
		    one_changed_byte_anywhere_in_payload_is_refused),
		cmocka_unit_test(
		    what_the_statement_says_of_payload_is_held_to_it),
		cmocka_unit_test(records_that_break_a_rule_are_refused),
		cmocka_unit_test(a_node_that_names_another_first_id_is_refused),
		cmocka_unit_test(an_index_of_other_records_is_refused),
		cmocka_unit_test(
		    an_unknown_fold_table_leaves_the_index_unchecked_and_says_so),
		cmocka_unit_test(any_number_of_threads_gives_the_same_answer),
		cmocka_unit_test(a_progress_function_that_says_stop_cancels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
