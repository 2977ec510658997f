/* release: a custodian's and a State's folders for the tests: sources, keys,
 * a root, and releases that are built through the public interface and signed
 * by whom the test says. */
#ifndef UNIT_RELEASE_H
#define UNIT_RELEASE_H

#include "folder.h"

#include "api.h"
#include "satchel_build.h"
#include "sign.h"

#define NOW INT64_C(1793664000) /* 2026-11-03T00:00:00Z */

/* Everything lies in one folder; |path| is where in() writes, in turn. */
struct world {
	struct folder f;
	char path[64][160];
	unsigned next;
	char fingerprint[SATCHEL_HEX_SIZE]; /* of root 1 */
};

/* The path of |name|; the last 64 stay. */
static inline char *
in(struct world *w, const char *name)
{
	char *p = w->path[w->next++ % COUNT(w->path)];
	size_t n = strlen(w->f.path), m = strlen(name);

	assert_true(n + m + 2 <= sizeof(w->path[0]));
	memcpy(p, w->f.path, n);
	p[n] = '/';
	memcpy(p + n + 1, name, m + 1);
	return p;
}

static inline char *
key_of_name(struct world *w, const char *who, const char *suffix)
{
	char name[96];

	(void)snprintf(name, sizeof(name), "x.example_%s.%s", who, suffix);
	return in(w, name);
}

static inline void
make_keys(struct world *w)
{
	static const char *const names[] = { "x.example/root-a",
		"x.example/root-b", "x.example/officer-a",
		"x.example/officer-b", "x.example/officer-c",
		"x.example/state" };
	char vkey[256];

	for (size_t i = 0; i < COUNT(names); i++)
		assert_true(satchel_keygen(
		    names[i], w->f.path, NULL, vkey, sizeof(vkey), NULL));
}

/* Root 1: one of root keys a and b, two of officers a, b and c. */
static inline void
make_root(struct world *w, const char *name)
{
	const char *root[] = { key_of_name(w, "root-a", "pub"),
		key_of_name(w, "root-b", "pub") };
	const char *officer[] = { key_of_name(w, "officer-a", "pub"),
		key_of_name(w, "officer-b", "pub"),
		key_of_name(w, "officer-c", "pub") };
	struct satchel_root_new n = { .directory = "x.example/contacts",
		.issued = NOW - 30 * INT64_C(86400),
		.expires = NOW + 1800 * INT64_C(86400),
		.root_threshold = 1,
		.release_threshold = 2,
		.root_key_files = root,
		.root_keys = COUNT(root),
		.release_key_files = officer,
		.release_keys = COUNT(officer),
		.minimum_release = 1 };
	const char *path = in(w, name);
	struct satchel_err err = { 0 };

	if (!satchel_root_new(path, &n, &err) ||
	    !satchel_root_sign(
		path, key_of_name(w, "root-a", "key"), NULL, &err))
		fail_msg("%s: %s", err.file, err.msg);
}

/* Release |n| is issued on day 1 + |n| of November. */
static inline void
make_release_yaml(struct world *w, unsigned n, const char *title)
{
	char text[512];

	(void)snprintf(text, sizeof(text),
	    "satchel: \"1\"\ndirectory: x.example/contacts\n"
	    "title: %s\nprofile: open\nrelease: %u\n"
	    "issued: \"2026-11-%02uT00:00:00Z\"\n"
	    "next_by: \"2027-02-01T00:00:00Z\"\n"
	    "expires: \"2027-06-01T00:00:00Z\"\nedition: live\n",
	    title, n, 1 + n);
	folder_text(&w->f, "source/release.yaml", text);
}

static inline void
make_parties(struct world *w)
{
	folder_text(&w->f, "source/parties/north.yaml",
	    "satchel: \"1\"\nparty: north\nname: Northern Desk\n"
	    "timezone: UTC\ncontacts:\n"
	    "  - id: duty\n    role: desk\n    kind: org\n"
	    "    name: Duty Room\n"
	    "    phones: [{number: \"+999 1 555 0100\"}]\n"
	    "    emails: [{address: duty@north.example}]\n"
	    "    note: Ring twice.\n"
	    "  - id: night\n    role: desk\n    kind: org\n"
	    "    name: Night Watch\n"
	    "    phones: [{number: \"+999 1 555 0101\"}]\n");
	folder_text(&w->f, "source/parties/south.yaml",
	    "satchel: \"1\"\nparty: south\nname: Southern Desk\n"
	    "timezone: UTC\ncontacts:\n"
	    "  - id: duty\n    role: desk\n    kind: individual\n"
	    "    name: J\xc3\xbcrgen M\xc3\xbcller\n"
	    "    phones: [{number: \"+999 2 555 0100\"}]\n");
}

static inline void
find_fingerprint(struct world *w, const char *name)
{
	struct satchel_root *roots = NULL;
	size_t n = 0;

	assert_true(satchel_root_show(in(w, name), &roots, &n, NULL));
	memcpy(w->fingerprint, roots[0].fingerprint, sizeof(w->fingerprint));
	free(roots);
}

/* Keys, x.roots and source/, but no release.yaml yet. */
static inline void
world_init(struct world *w)
{
	memset(w, 0, sizeof(*w));
	folder_init(&w->f);
	make_keys(w);
	make_root(w, "x.roots");
	find_fingerprint(w, "x.roots");
	make_parties(w);
}

static inline void
world_free(struct world *w)
{
	folder_free(&w->f);
}

/* Builds source/ as it stands; |previous| and |like| may be NULL. */
static inline bool
world_build(struct world *w, const char *previous, const char *like,
    const char *out, struct satchel_err *err)
{
	struct satchel_build_opts o = { .source = in(w, "source"),
		.roots = in(w, "x.roots"),
		.previous = previous == NULL ? NULL : in(w, previous),
		.like = like == NULL ? NULL : in(w, like),
		.out = in(w, out) };
	struct satchel_build_report rep;
	bool ok = satchel_build(&o, &rep, err);

	satchel_findings_free(&rep.findings);
	return ok;
}

/* Adds |who|'s signature, good or not worth anything; asks nobody. */
static inline void
world_sign(struct world *w, const char *name, const char *who)
{
	const char *path = in(w, name);
	struct sat_seckey *k = NULL;
	struct sat_bundle b;
	struct sat_note n;
	struct sat_rd all;
	struct sat_wr out;
	uint8_t sig[64];

	assert_true(sat_bundle_open(SAT_CWD, path, &b, NULL));
	assert_true(sat_note_read(&b.member[SAT_STATEMENT], 0, &n, NULL));
	assert_true(sat_api_secret(key_of_name(w, who, "key"), NULL, &k, NULL));
	assert_true(sat_seckey_sign(k, n.text.p, n.text.n, sig, NULL));
	sat_wr_init(&out, SAT_MAX_STATEMENT);
	assert_true(sat_note_add(&n, sat_seckey_public(k), sig, &out, NULL));
	all = sat_wr_rd(&out);
	assert_true(sat_bundle_restate(path, &b, &all, NULL));
	sat_wr_free(&out);
	sat_seckey_close(k);
	sat_bundle_close(&b);
}

/* Release |n| as "rN.satchel", after release n - 1, signed by a and b. */
static inline void
world_release(struct world *w, unsigned n)
{
	struct satchel_err err = { 0 };
	char name[32], before[32];

	(void)snprintf(name, sizeof(name), "r%u.satchel", n);
	(void)snprintf(before, sizeof(before), "r%u.satchel", n - 1);
	make_release_yaml(w, n, "Test");
	if (!world_build(w, n > 1 ? before : NULL, NULL, name, &err))
		fail_msg("%s: %s", err.file, err.msg);
	world_sign(w, name, "officer-a");
	world_sign(w, name, "officer-b");
}

static inline struct satchel_home *
world_home(struct world *w, const char *name)
{
	struct satchel_home *h = NULL;

	assert_true(satchel_home_open(in(w, name), &h, NULL));
	return h;
}

/* A home named |name| in which root 1 is pinned. */
static inline struct satchel_home *
world_pin(struct world *w, const char *name)
{
	struct satchel_home *h = world_home(w, name);
	struct satchel_err err = { 0 };
	struct satchel_pin pin;

	if (!satchel_pin(
		h, in(w, "x.roots"), w->fingerprint, false, &pin, &err))
		fail_msg("%s", err.msg);
	return h;
}

static inline bool
world_install(struct satchel_home *h, const char *path, struct satchel_err *err)
{
	struct satchel_check_opts o = { .now = NOW };
	struct satchel_release r;
	bool news;

	return satchel_install(h, path, &o, &r, &news, err);
}

/* A copy of |from| named |to| with the byte at |off| changed. */
static inline void
world_flip(struct world *w, const char *from, const char *to, size_t off)
{
	size_t n = 0;
	char *p = slurp(in(w, from), &n);

	assert_non_null(p);
	assert_true(off < n);
	p[off] = (char)(p[off] ^ 0x01);
	folder_put(&w->f, to, p, n);
	free(p);
}

static inline bool
world_has(struct world *w, const char *name)
{
	return access(in(w, name), F_OK) == 0;
}

/* How many entries of folder |name| are there, "." and ".." not counted. */
static inline size_t
world_count(struct world *w, const char *name)
{
	struct sat_arena a = { 0 };
	char **names;
	size_t n = 0;
	int dir = -1;

	if (!world_has(w, name))
		return 0;
	assert_true(sat_dir_open(SAT_CWD, in(w, name), false, &dir, NULL));
	assert_true(sat_dir_list(dir, 10000, &a, &names, &n, NULL));
	sat_dir_close(&dir);
	sat_arena_free(&a);
	return n;
}

#endif
