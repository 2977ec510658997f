#include "meant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "naming.h"
#include "record.h"
#include "walk.h"

enum {
	FEW = 1000,  /* of a role: more are found sooner by reading all */
	REST_MAX = 8 /* words behind a party's name */
};

void
sat_meant_free(struct sat_meant *m)
{
	sat_arena_free(&m->tmp);
}

bool
sat_party_of(const char *id, char party[SAT_PARTY_SIZE])
{
	size_t n = strcspn(id, "/");

	if (n >= SAT_PARTY_SIZE)
		return false;
	memcpy(party, id, n);
	party[n] = '\0';
	return true;
}

static const struct sat_node *
node(const struct satchel_record *r)
{
	return (const struct sat_node *)(const void *)r->value;
}

static void
saw_party(struct sat_meant *m, const char *id)
{
	char party[SAT_PARTY_SIZE];

	if (!sat_party_of(id, party))
		return; /* no record has such an id */
	m->several |= m->party[0] != '\0' && strcmp(m->party, party) != 0;
	memcpy(m->party, party, sizeof(party));
}

static bool
meet(struct sat_meant *m, const struct satchel_record *r, uint64_t ordinal)
{
	saw_party(m, r->id);
	m->met++;
	return m->each(m->ctx, r, ordinal);
}

static bool
place(struct sat_meant *m, const char *id, uint64_t *ordinal, bool *same)
{
	return sat_lookup_place(m->lookup, m->tree, id, ordinal, same, m->err);
}

static bool
query(struct sat_meant *m, const char *const *word, size_t n, size_t limit)
{
	if (sat_tree_root(m->tree)->fold != SAT_FOLD_TABLE) {
		sat_fail(m->err, SATCHEL_ELIMIT,
		    "this release was indexed with a newer fold table than "
		    "this program has");
		return sat_hint(
		    m->err, "ids still work, and all without words");
	}
	return sat_query(m->tree, word, n, limit, m->a, &m->hits, m->err);
}

/* ---- one party ------------------------------------------------------------- */

static bool
begins(const char *s, const char *word)
{
	return s != NULL && strncasecmp(s, word, strlen(word)) == 0;
}

/* Each word begins the contact's role or its id in its party. */
static bool
is_told(const struct satchel_record *r, const char *const *word, size_t n)
{
	const char *local = strchr(r->id, '/');

	for (size_t i = 0; i < n; i++)
		if (!begins(sat_node_str(node(r), "role"), word[i]) &&
		    (local == NULL || !begins(local + 1, word[i])))
			return false;
	return true;
}

/* The contacts of |party| that the words tell.  |*any|: there are some. */
static bool
of_party(struct sat_meant *m, const char *party, const char *const *word,
    size_t n, bool *any)
{
	const uint64_t end = sat_tree_root(m->tree)->records;
	char id[SAT_PARTY_SIZE + 1];
	int len = snprintf(id, sizeof(id), "%s/", party);
	uint64_t i = 0;
	bool same;

	if (len < 2 || len >= (int)sizeof(id))
		return true; /* no record has such an id */
	if (!place(m, id, &i, &same))
		return false;
	for (; i < end; i++) {
		struct satchel_record r;

		sat_arena_reset(&m->tmp);
		if (!sat_lookup_at(m->lookup, m->tree, i, &m->tmp, &r, m->err))
			return false;
		if (strncmp(r.id, id, (size_t)len) != 0)
			return true;
		if (!is_told(&r, word, n))
			continue;
		*any = true;
		if (!meet(m, &r, i))
			return false;
	}
	return true;
}

/* ---- words ------------------------------------------------------------------- */

static int
by_id(const void *pa, const void *pb)
{
	const struct satchel_hit *const *a = pa, *const *b = pb;

	return strcmp((*a)->record.id, (*b)->record.id);
}

static bool
is_in(const char *id, const char *party)
{
	size_t n = strlen(party);

	return strncmp(id, party, n) == 0 && id[n] == '/';
}

/* The contacts among the hits, or those of |party| among them. */
static bool
of_hits(struct sat_meant *m, const char *party)
{
	const struct satchel_hits *h = &m->hits;
	const struct satchel_hit **sorted =
	    sat_arena_array(m->a, h->n, sizeof(void *));

	if (sorted == NULL)
		return sat_fail_nomem(m->err);
	for (size_t i = 0; i < h->n; i++)
		sorted[i] = &h->hit[i];
	if (h->n > 1)
		qsort(sorted, h->n, sizeof(void *), by_id);
	for (size_t i = 0; i < h->n; i++) {
		const struct satchel_record *r = &sorted[i]->record;
		uint64_t ordinal;
		bool same;

		if (r->kind != SATCHEL_CONTACT ||
		    (party != NULL && !is_in(r->id, party)))
			continue;
		if (!place(m, r->id, &ordinal, &same) || !meet(m, r, ordinal))
			return false;
	}
	return true;
}

/* Which of |h| are parties whose name the first |n| words are, in |named|. */
static bool
find_named(struct sat_meant *m, const struct satchel_hits *h,
    const char *const *word, size_t n, bool *named, bool *any)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct satchel_record *r = &h->hit[i].record;

		if (r->kind != SATCHEL_PARTY)
			continue;
		if (!sat_is_party_name(word, n, node(r), h, &named[i], m->err))
			return false;
		*any |= named[i];
	}
	return true;
}

/* The contacts of the named parties that |n| more words tell. */
static bool
of_named(struct sat_meant *m, const struct satchel_hits *h, const bool *named,
    const char *const *more, size_t n, bool *any)
{
	for (size_t i = 0; i < h->n; i++) {
		if (!named[i])
			continue;
		if (!of_party(m, h->hit[i].record.id, more, n, any))
			return false;
		if (n == 0) { /* even if it has no contacts */
			saw_party(m, h->hit[i].record.id);
			*any = true;
		}
	}
	return true;
}

/* The same, those that the words find. */
static bool
found_in_named(struct sat_meant *m, const struct satchel_hits *h,
    const bool *named, const char *const *more, size_t n, bool *any)
{
	const size_t before = m->met;

	if (!query(m, more, n, SAT_MEANT_HITS))
		return false;
	for (size_t i = 0; i < h->n; i++)
		if (named[i] && !of_hits(m, h->hit[i].record.id))
			return false;
	*any = m->met > before;
	return true;
}

/* The first |n| words are a name of parties, and the |rest| say which of their
 * contacts.  |*done| false: it is not so. */
static bool
by_name(struct sat_meant *m, const char *const *word, size_t n, size_t rest,
    bool *done)
{
	struct satchel_hits h;
	bool *named, any = false;

	if (!query(m, word, n, SAT_MEANT_HITS))
		return false;
	h = m->hits;
	named = sat_arena_array(m->a, h.n, sizeof(*named));
	if (named == NULL)
		return sat_fail_nomem(m->err);
	if (!find_named(m, &h, word, n, named, &any) ||
	    !of_named(m, &h, named, word + n, rest, done))
		return false;
	if (any && !*done &&
	    !found_in_named(m, &h, named, word + n, rest, done))
		return false;
	if (*done && h.guesses > 0)
		m->hits = h; /* they are about which party it is */
	return true;
}

/* "xtr/DIP-1" as "XTR/dip-1", as the ids of States are. */
static void
usual_case(char *id)
{
	bool local = false;

	for (; *id != '\0'; id++) {
		local |= *id == '/';
		if (!local && *id >= 'a' && *id <= 'z')
			*id = (char)(*id & ~0x20); /* a letter */
		else if (local && *id >= 'A' && *id <= 'Z')
			*id = (char)(*id | 0x20);
	}
}

/* The record whose id is |typed|, as it stands or in its usual case. */
static bool
find_id(struct sat_meant *m, const char *typed, struct satchel_record *r,
    uint64_t *ordinal, bool *found)
{
	char id[SAT_PARTY_SIZE];

	*found = false;
	if (strlen(typed) >= sizeof(id) || strncmp(typed, "zone:", 5) == 0)
		return true;
	(void)snprintf(id, sizeof(id), "%s", typed);
	if (!place(m, id, ordinal, found))
		return false;
	usual_case(id);
	if (!*found && !place(m, id, ordinal, found))
		return false;
	return !*found ||
	       sat_lookup_at(m->lookup, m->tree, *ordinal, m->a, r, m->err);
}

/* Of |n| records, one before |i| is the same, or one is the party it is of. */
static bool
is_repeated(struct satchel_record *const *r, size_t n, size_t i)
{
	for (size_t j = 0; j < n; j++)
		if ((j < i && strcmp(r[j]->id, r[i]->id) == 0) ||
		    is_in(r[i]->id, r[j]->id))
			return true;
	return false;
}

/* All words are ids: each contact, and each party's contacts, once.  |*all|
 * false: they are not. */
static bool
by_ids(struct sat_meant *m, const char *const *word, size_t n, bool *all)
{
	struct satchel_record **r = sat_arena_array(m->a, n, sizeof(void *));
	uint64_t *ordinal = sat_arena_array(m->a, n, sizeof(*ordinal));

	*all = true;
	if (r == NULL || ordinal == NULL)
		return sat_fail_nomem(m->err);
	for (size_t i = 0; i < n && *all; i++) {
		r[i] = sat_arena_alloc(m->a, sizeof(**r));
		if (r[i] == NULL)
			return sat_fail_nomem(m->err);
		if (!find_id(m, word[i], r[i], &ordinal[i], all))
			return false;
	}
	for (size_t i = 0; i < n && *all; i++) {
		bool any = false;

		if (is_repeated(r, n, i))
			continue;
		if (r[i]->kind != SATCHEL_PARTY) {
			if (!meet(m, r[i], ordinal[i]))
				return false;
			continue;
		}
		saw_party(m, r[i]->id); /* it may have a mission alone */
		if (!of_party(m, r[i]->id, NULL, 0, &any))
			return false;
	}
	return true;
}

/* The first word is the id of |party|.  |*done|: the others tell some of its
 * contacts. */
static bool
by_party(struct sat_meant *m, const char *party, const char *const *word,
    size_t n, bool *done)
{
	if (!of_party(m, party, word + 1, n - 1, done))
		return false;
	if (n > 1)
		return true;
	saw_party(m, party); /* it may have a mission alone */
	*done = true;
	return true;
}

/* The contacts of |party|, which the first word is the id of, that the other
 * words find. */
static bool
in_party(
    struct sat_meant *m, const char *party, const char *const *word, size_t n)
{
	if (!query(m, word + 1, n - 1, SAT_MEANT_HITS))
		return false;
	if ((m->hits.more || m->hits.total > m->hits.n) &&
	    !query(m, word, n, SAT_MEANT_HITS)) /* too many elsewhere */
		return false;
	return of_hits(m, party);
}

bool
sat_meant_words(struct sat_meant *m, const char *const *word, size_t n)
{
	struct satchel_record r;
	uint64_t ordinal;
	bool is_id, party = false, done = false;

	if (!find_id(m, word[0], &r, &ordinal, &is_id))
		return false;
	party = is_id && r.kind == SATCHEL_PARTY;
	if ((party && !by_party(m, r.id, word, n, &done)) ||
	    (is_id && !done && !by_ids(m, word, n, &done)))
		return false;
	if (done)
		return true;
	if (party)
		return in_party(m, r.id, word, n);
	for (size_t rest = 0; rest < n && rest <= REST_MAX && !done; rest++)
		if (!by_name(m, word, n - rest, rest, &done))
			return false;
	return done || (query(m, word, n, SAT_MEANT_HITS) && of_hits(m, NULL));
}

/* ---- roles, and all ------------------------------------------------------------ */

bool
sat_meant_role(struct sat_meant *m, const char *role)
{
	char word[SAT_PARTY_SIZE];
	const char *const words[] = { word };

	if (strpbrk(role, " \"*:") != NULL ||
	    snprintf(word, sizeof(word), "role:%s", role) >=
		(int)sizeof(word) ||
	    sat_tree_root(m->tree)->fold != SAT_FOLD_TABLE)
		return sat_meant_all(m);
	if (!query(m, words, 1, FEW))
		return false;
	if (m->hits.guesses > 0)
		return true; /* none has this one */
	if (m->hits.more || m->hits.total > m->hits.n)
		return sat_meant_all(m);
	return of_hits(m, NULL);
}

bool
sat_meant_all(struct sat_meant *m)
{
	struct sat_walk w = { .tree = m->tree };
	struct satchel_record r;
	uint64_t ordinal = 0;
	bool any = false;
	bool ok = sat_walk_from(&w, "", &any, m->err);

	while (ok && any) {
		if (sat_record_kind((const char *)w.id.p, w.id.n) !=
		    SATCHEL_ZONE) {
			sat_arena_reset(&m->tmp);
			ok = sat_record_read(&w.line, &m->tmp, &r, m->err) &&
			     m->each(m->ctx, &r, ordinal);
		}
		ordinal++;
		ok = ok && sat_walk_next(&w, &any, m->err);
	}
	sat_walk_free(&w);
	return ok;
}
