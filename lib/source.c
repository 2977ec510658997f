#include "source.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "armor.h"
#include "check.h"
#include "custody.h"
#include "file.h"
#include "format.h"
#include "num.h"
#include "rules.h"
#include "shape.h"
#include "shared.h"
#include "yaml.h"

enum {
	MAX_SMALL = 64 << 10, /* release.yaml, and a file of global-poc */
	MAX_FILE = 64 << 20,
	MAX_CUSTODY = 4 << 20,
	MAX_FILES = 4 << 20,
	MAX_STATES = 4096,   /* files of custody */
	MAX_MADE = 16 << 20, /* a record, before it is found to be too large */
	MAX_PATH = 4352
};

static const struct sat_mark start = { 1, 1 };

struct sat_source {
	int dir;
	struct sat_check rules; /* what release.yaml says; never changes */
	struct sat_release_yaml release;
	bool usable; /* release.yaml has no error */
	struct sat_rounds rounds;
	struct sat_custody *custody;
	size_t custodies;
	const char **file; /* parties/... */
	size_t files;
	uint64_t bytes;
	struct sat_arena a;

	pthread_mutex_t lock; /* guards what follows */
	struct sat_shared *shared;
	bool faulty; /* a file that had no party had a finding */
};

/* ---- files ------------------------------------------------------------------------------ */

/* The whole file |name| of folder |dir| as |*p|, or a finding if it is over
 * |max|; then |*p| stays NULL. */
static bool
load(int dir, const char *name, size_t max, struct sat_diag *d, uint8_t **p,
    size_t *n, struct satchel_err *err)
{
	struct sat_file f;
	bool ok = true;

	if (!sat_file_open(dir, name, &f, err))
		return false;
	if (f.size > max)
		sat_diag_add(d, sat_rule(SAT_RULE_FILE_SIZE), name, &start,
		    NULL, "the file has %llu bytes; at most %zu are allowed",
		    (unsigned long long)f.size, max); /* 64 bits */
	else
		ok = sat_file_all(&f, max, p, n, err);
	sat_file_close(&f);
	return ok;
}

static void
no_map(struct sat_diag *d, const char *file, const struct sat_node *root)
{
	sat_diag_add(d, sat_rule(SAT_RULE_DOCUMENT), file, &root->at, NULL,
	    "a document must be a map of keys to values, and this is %s",
	    root->type == SAT_LIST	? "a list"
	    : root->style == SAT_ABSENT ? "empty"
					: "a text");
}

/* A file that is not UTF-8 says nothing that could be relied on. */
static bool
is_text(const struct sat_diag *d, size_t from)
{
	for (; from < d->n; from++)
		if (strcmp(d->list[from].rule, sat_rule(SAT_RULE_UTF8)->id) ==
		    0)
			return false;
	return true;
}

/* Reads a file that holds one document; |*got| false: findings say why it
 * does not. */
static bool
load_one(struct sat_source *s, const char *name, size_t max, struct sat_diag *d,
    struct sat_node *root, bool *got, struct satchel_err *err)
{
	struct sat_node second;
	struct sat_yaml *y = NULL;
	uint8_t *p = NULL;
	size_t n = 0, errors = d->errors, found = d->n;
	bool more, ok = false;

	*got = false;
	if (!load(s->dir, name, max, d, &p, &n, err))
		return false;
	if (p == NULL)
		return true;
	if (!sat_yaml_open(p, n, name, d, &y, err))
		goto out;
	ok = !is_text(d, found);
	if (ok || !sat_yaml_next(y, &s->a, root, &more, err))
		goto out;
	if (!more && d->errors == errors)
		sat_diag_add(d, sat_rule(SAT_RULE_DOCUMENT_COUNT), name, &start,
		    NULL, "the file holds nothing");
	*got = more && root->type == SAT_MAP;
	if (more && !*got)
		no_map(d, name, root);
	if (more && !sat_yaml_next(y, &s->a, &second, &more, err))
		goto out;
	if (more)
		sat_diag_add(d, sat_rule(SAT_RULE_DOCUMENT_COUNT), name,
		    &second.at, NULL, "the file holds a second document");
	ok = *got ? sat_check_trim(&s->a, root) || sat_fail_nomem(err) : true;
out:
	sat_yaml_close(y);
	free(p);
	return ok;
}

/* ---- release.yaml and custody -------------------------------------------------------------- */

static int64_t
time_of(const struct sat_node *root, const char *key)
{
	const char *s = sat_node_str(root, key);
	struct sat_rd r = sat_rd_of(s, strlen(s), 0, NULL);
	int64_t t = 0;

	(void)!sat_time_read(&r, &t); /* was checked */
	return t;
}

/* From a release.yaml without an error. */
static void
take_release(struct sat_source *s, const struct sat_node *root)
{
	struct sat_release_yaml *r = &s->release;

	(void)snprintf(r->directory, sizeof(r->directory), "%s",
	    sat_node_str(root, "directory"));
	(void)snprintf(
	    r->title, sizeof(r->title), "%s", sat_node_str(root, "title"));
	r->global_poc = s->rules.profile == SAT_PROFILE_POC;
	r->exercise = s->rules.edition == SAT_EDITION_EXERCISE;
	r->observers = s->rules.observers;
	(void)!sat_integer_read(/* was checked */
	    sat_node_str(root, "release"), 1, SAT_MAX_RELEASE, &r->release);
	r->issued = time_of(root, "issued");
	r->next_by = time_of(root, "next_by");
	r->expires = time_of(root, "expires");
	s->usable = true;
}

static bool
read_release(struct sat_source *s, const char *path, struct sat_diag *d,
    struct sat_mark *profile, struct satchel_err *err)
{
	struct sat_check *c = &s->rules;
	const struct sat_node *v;
	struct sat_node root;
	size_t errors = d->errors;
	bool got;

	if (!sat_dir_has(s->dir, "release.yaml")) {
		sat_fail(
		    err, SATCHEL_EFORMAT, "there is no release.yaml in it");
		sat_err_file(err, path);
		return sat_hint(err, "name the folder that holds release.yaml "
				     "and the folder parties");
	}
	if (!load_one(s, "release.yaml", MAX_SMALL, d, &root, &got, err))
		return false;
	if (!got)
		return true;
	c->d = d;
	c->file = "release.yaml";
	c->a = &s->a;
	if (!sat_check_release(c, &root, err))
		return false;
	v = sat_node_get(&root, "profile");
	if (v != NULL)
		*profile = v->at;
	if (c->has_issued)
		s->rounds = sat_rounds_of(&root, c->issued);
	if (d->errors == errors)
		take_release(s, &root);
	return true;
}

static bool
read_custody_file(struct sat_source *s, const char *name, struct sat_diag *d,
    struct satchel_err *err)
{
	char path[MAX_PATH];
	struct sat_check c = s->rules;
	struct sat_custody *log = &s->custody[s->custodies];
	struct sat_node root;
	size_t errors = d->errors;
	bool got;

	(void)snprintf(path, sizeof(path), "custody/%s", name);
	if (!load_one(s, path, MAX_CUSTODY, d, &root, &got, err))
		return false;
	if (!got)
		return true;
	c.d = d;
	c.file = path;
	c.a = &s->a;
	if (!sat_check_custody(&c, &root, err))
		return false;
	if (d->errors > errors || !c.has_issued)
		return true;
	log->file = sat_arena_copy(&s->a, path, strlen(path));
	if (log->file == NULL ||
	    !sat_custody_read(&root, &s->rounds, &s->a, log))
		return sat_fail_nomem(err);
	s->custodies++;
	return true;
}

static bool
read_custody(struct sat_source *s, const struct sat_mark *profile,
    struct sat_diag *d, struct satchel_err *err)
{
	char **names;
	size_t n;
	int dir = -1;
	bool ok = false;

	if (!sat_dir_has(s->dir, "custody"))
		return true;
	if (s->rules.profile == SAT_PROFILE_OPEN)
		sat_diag_add(d, sat_rule(SAT_RULE_CUSTODY_OPEN), "release.yaml",
		    profile, "move it out of the source folder",
		    "there is a folder custody, which belongs to global-poc, "
		    "and the profile is open");
	if (s->rules.profile != SAT_PROFILE_POC)
		return true;
	if (!sat_dir_open(s->dir, "custody", false, &dir, err) ||
	    !sat_dir_walk(dir, ".yaml", MAX_STATES, &s->a, &names, &n, err))
		goto out;
	s->custody = sat_arena_array(&s->a, n, sizeof(*s->custody));
	if (s->custody == NULL) {
		sat_fail_nomem(err);
		goto out;
	}
	ok = true;
	for (size_t i = 0; ok && i < n; i++)
		ok = read_custody_file(s, names[i], d, err);
out:
	sat_dir_close(&dir);
	return ok;
}

/* ---- open and close ------------------------------------------------------------------------- */

static bool
list_parties(struct sat_source *s, struct satchel_err *err)
{
	char **names, path[MAX_PATH];
	struct sat_file f;
	int dir = -1;
	size_t n;
	bool ok;

	if (!sat_dir_has(s->dir, "parties"))
		return true;
	if (!sat_dir_open(s->dir, "parties", false, &dir, err))
		return false;
	ok = sat_dir_walk(dir, ".yaml", MAX_FILES, &s->a, &names, &n, err);
	sat_dir_close(&dir);
	if (!ok)
		return false;
	s->file = sat_arena_array(&s->a, n, sizeof(*s->file));
	for (size_t i = 0; s->file != NULL && i < n; i++) {
		(void)snprintf(path, sizeof(path), "parties/%s", names[i]);
		s->file[i] = sat_arena_copy(&s->a, path, strlen(path));
		if (s->file[i] == NULL)
			return sat_fail_nomem(err);
		/* one that cannot be opened is for sat_source_file to say */
		if (sat_file_open(s->dir, path, &f, NULL)) {
			s->bytes += f.size;
			sat_file_close(&f);
		}
	}
	s->files = n;
	return s->file != NULL ? true : sat_fail_nomem(err);
}

static struct sat_source *
new_source(const struct sat_tzdata *tz)
{
	struct sat_source *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->dir = -1;
	s->rules.tz = tz;
	s->rules.zones = sat_zone_set_new(tz);
	s->shared = sat_shared_new();
	if (s->rules.zones == NULL || s->shared == NULL ||
	    pthread_mutex_init(&s->lock, NULL) != 0) {
		sat_zone_set_free(s->rules.zones);
		sat_shared_free(s->shared);
		free(s);
		return NULL;
	}
	return s;
}

bool
sat_source_open(const char *path, const struct sat_tzdata *tz,
    struct sat_diag *d, struct sat_source **out, struct satchel_err *err)
{
	struct sat_source *s = new_source(tz);
	struct sat_mark profile = start;

	if (s == NULL)
		return sat_fail_nomem(err);
	if (!sat_dir_open(SAT_CWD, path, false, &s->dir, err) ||
	    !read_release(s, path, d, &profile, err) ||
	    !read_custody(s, &profile, d, err) || !list_parties(s, err)) {
		sat_source_close(s);
		return false;
	}
	*out = s;
	return true;
}

void
sat_source_close(struct sat_source *s)
{
	if (s == NULL)
		return;
	sat_dir_close(&s->dir);
	sat_arena_free(&s->a);
	sat_shared_free(s->shared);
	sat_zone_set_free(s->rules.zones);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

void
sat_source_spill(struct sat_source *s, const char *path)
{
	sat_shared_spill(s->shared, path);
}

const struct sat_release_yaml *
sat_source_release(const struct sat_source *s)
{
	return s->usable ? &s->release : NULL;
}

size_t
sat_source_files(const struct sat_source *s)
{
	return s->files;
}

uint64_t
sat_source_bytes(const struct sat_source *s)
{
	return s->bytes;
}

/* ---- what is kept of every file -------------------------------------------------------------- */

static bool
note_zone(
    struct sat_source *s, const struct sat_node *owner, struct satchel_err *err)
{
	const char *name = sat_text_of(owner, "timezone");

	return name == NULL || sat_zone_set_use(s->rules.zones, name) ||
	       sat_fail_nomem(err);
}

static bool
note_phones(struct sat_source *s, const struct sat_node *owner, uint32_t party,
    struct satchel_err *err)
{
	const struct sat_node *list = sat_node_get(owner, "phones");

	if (list == NULL || list->type != SAT_LIST)
		return true;
	for (size_t i = 0; i < list->n; i++) {
		const char *text = sat_text_of(&list->u.item[i], "number");
		char number[SAT_NUMBER_SIZE];
		size_t digits;

		if (text != NULL &&
		    sat_number_read(text, number, &digits) == SAT_NUMBER_GOOD &&
		    !sat_shared_number(s->shared, party, number + 1,
			&sat_node_get(&list->u.item[i], "number")->at, err))
			return false;
	}
	return true;
}

static bool
note_emails(struct sat_source *s, const struct sat_node *owner, uint32_t party,
    struct satchel_err *err)
{
	const struct sat_node *list = sat_node_get(owner, "emails");

	if (list == NULL || list->type != SAT_LIST)
		return true;
	for (size_t i = 0; i < list->n; i++) {
		const char *text = sat_text_of(&list->u.item[i], "address");
		const char *why;

		if (text != NULL && sat_is_email(text, &why) &&
		    !sat_shared_email(s->shared, party, text,
			&sat_node_get(&list->u.item[i], "address")->at, err))
			return false;
	}
	return true;
}

static bool
note_owner(struct sat_source *s, const struct sat_node *owner, uint32_t party,
    bool sound, struct satchel_err *err)
{
	return note_phones(s, owner, party, err) &&
	       note_emails(s, owner, party, err) &&
	       (!sound || note_zone(s, owner, err));
}

/* The node that holds the party's id, or NULL. */
static const struct sat_node *
id_node(const struct sat_node *root)
{
	const char *key =
	    sat_text_of(root, "party") != NULL ? "party" : "state";
	const char *s = sat_text_of(root, key);

	return s != NULL && sat_is_party(s) ? sat_node_get(root, key) : NULL;
}

/* Called with the lock held. */
static bool
note_party(struct sat_source *s, size_t file, const struct sat_node *root,
    bool sound, struct satchel_err *err)
{
	const struct sat_node *id = id_node(root);
	const struct sat_node *list = sat_node_get(root, "contacts");
	uint32_t party;

	if (id == NULL) {
		s->faulty = true;
		return true;
	}
	if (!sat_shared_party(s->shared, id->u.s, (uint32_t)file, &id->at,
		&party, err) || /* at most MAX_FILES */
	    !note_owner(s, sat_node_get(root, "mission"), party, sound, err) ||
	    (sound && !note_zone(s, root, err)))
		return false;
	for (size_t i = 0;
	     list != NULL && list->type == SAT_LIST && i < list->n; i++)
		if (!note_owner(s, &list->u.item[i], party, sound, err))
			return false;
	return true;
}

/* ---- one file ---------------------------------------------------------------------------------- */

/* One party file in work. */
struct reading {
	struct sat_source *s;
	size_t file; /* index */
	const char *name;
	struct sat_check check;
	struct sat_diag *d;
	struct sat_arena doc; /* of one document */
	struct sat_arena one; /* of one record */
	struct sat_wr json;
	sat_made_fn *each;
	void *ctx;
};

static const struct sat_custody *
custody_of(const struct sat_source *s, const struct sat_node *party)
{
	const char *state = sat_text_of(party, "state");

	for (size_t i = 0; state != NULL && i < s->custodies; i++)
		if (strcmp(s->custody[i].state, state) == 0)
			return &s->custody[i];
	return NULL;
}

/* Gives one record to the caller, unless it is too large. */
static bool
make(struct reading *r, const struct sat_node *party,
    const struct sat_node *contact, const char *confirmed,
    struct satchel_err *err)
{
	struct sat_made m;

	sat_arena_reset(&r->one);
	sat_wr_reset(&r->json);
	if (!sat_record_make(party, contact, confirmed, &r->one, &m.node, err))
		return false;
	sat_json_write(&m.node, &r->json);
	if (r->json.nomem)
		return sat_fail_nomem(err);
	if (r->json.full || r->json.len > SAT_MAX_RECORD) {
		sat_diag_add(r->d, sat_rule(SAT_RULE_RECORD_SIZE), r->name,
		    contact == NULL ? &party->at : &contact->at, NULL,
		    "the %s's record has %s%zu bytes; at most %d are allowed",
		    contact == NULL ? "party" : "contact",
		    r->json.full ? "over " : "", r->json.len, SAT_MAX_RECORD);
		return true;
	}
	m.id = sat_node_str(&m.node, "id");
	m.json = r->json.p;
	m.json_len = r->json.len;
	return r->each == NULL || r->each(r->ctx, &m, err);
}

static bool
make_all(
    struct reading *r, const struct sat_node *party, struct satchel_err *err)
{
	const struct sat_node *list = sat_node_get(party, "contacts");
	const struct sat_custody *log = custody_of(r->s, party);

	if (!make(r, party, NULL, NULL, err))
		return false;
	for (size_t i = 0; i < list->n; i++) {
		const struct sat_node *contact = &list->u.item[i];
		const struct sat_pinged *p = NULL;
		char day[11];

		if (contact->type != SAT_MAP)
			continue; /* an empty item */
		if (log != NULL)
			p = sat_custody_of(log, sat_node_str(contact, "id"));
		if (p != NULL)
			sat_day_write(p->day, day);
		if (log != NULL && log->judged && (p == NULL || !p->recent))
			sat_diag_add(r->d, sat_rule(SAT_RULE_NO_PING),
			    log->file, &log->pings, NULL,
			    "contact %s acknowledged no ping "
			    "in the last two rounds",
			    sat_node_str(contact, "id"));
		if (!make(r, party, contact, p == NULL ? NULL : day, err))
			return false;
	}
	return true;
}

/* |errors|: how many there were before this document was read. */
static bool
read_document(struct reading *r, struct sat_node *root, size_t errors,
    struct satchel_err *err)
{
	bool ok;

	if (root->type != SAT_MAP) {
		no_map(r->d, r->name, root);
		return true;
	}
	if (!sat_check_trim(&r->doc, root))
		return sat_fail_nomem(err);
	if (!sat_check_party(&r->check, root, err))
		return false;
	if (r->d->errors == errors && !make_all(r, root, err))
		return false;
	pthread_mutex_lock(&r->s->lock);
	ok = note_party(r->s, r->file, root, r->d->errors == errors, err);
	pthread_mutex_unlock(&r->s->lock);
	return ok;
}

/* All documents of the |n| bytes at |p|; |before|: the errors there were
 * before any was found in this file. */
static bool
read_documents(struct reading *r, const uint8_t *p, size_t n, size_t before,
    size_t *documents, struct satchel_err *err)
{
	bool poc = r->check.profile == SAT_PROFILE_POC, more = true, ok = false;
	struct sat_yaml *y = NULL;
	struct sat_node root;
	size_t errors, found = r->d->n;
	bool scanned;

	if (!sat_yaml_open(p, n, r->name, r->d, &y, err))
		return false;
	scanned = r->d->errors == before; /* else nothing is made of it */
	while (is_text(r->d, found)) {
		sat_arena_reset(&r->doc);
		errors = scanned ? r->d->errors : SIZE_MAX;
		if (!sat_yaml_next(y, &r->doc, &root, &more, err))
			goto out;
		if (!more)
			break;
		if (poc && ++*documents == 2) {
			sat_diag_add(r->d, sat_rule(SAT_RULE_DOCUMENT_COUNT),
			    r->name, &root.at, "a party has a file of its own",
			    "the file holds a second document; in global-poc "
			    "it "
			    "is one a file");
			break;
		}
		*documents += !poc;
		if (!read_document(r, &root, errors, err))
			goto out;
	}
	ok = true;
out:
	sat_yaml_close(y);
	return ok;
}

/* A file without a document is a fault in global-poc, and in any directory
 * that then has no party at all. */
static void
count_documents(struct reading *r, size_t documents, size_t before)
{
	if (documents == 0 && r->d->errors == before &&
	    r->check.profile == SAT_PROFILE_POC)
		sat_diag_add(r->d, sat_rule(SAT_RULE_DOCUMENT_COUNT), r->name,
		    &start, NULL, "the file holds nothing");
	if (r->d->errors == before)
		return;
	pthread_mutex_lock(&r->s->lock);
	r->s->faulty = true;
	pthread_mutex_unlock(&r->s->lock);
}

bool
sat_source_file(struct sat_source *s, size_t i, struct sat_diag *d,
    sat_made_fn *each, void *ctx, struct satchel_err *err)
{
	struct reading r = { .s = s,
		.file = i,
		.check = s->rules,
		.d = d,
		.name = s->file[i],
		.ctx = ctx,
		.each = s->usable ? each : NULL };
	size_t max = s->rules.profile == SAT_PROFILE_POC ? MAX_SMALL : MAX_FILE;
	size_t n = 0, documents = 0, before = d->errors;
	uint8_t *p = NULL;
	bool ok;

	sat_wr_init(&r.json, MAX_MADE);
	r.check.d = d;
	r.check.file = r.name;
	r.check.a = &r.doc;
	ok = load(s->dir, r.name, max, d, &p, &n, err);
	if (ok && p != NULL)
		ok = read_documents(&r, p, n, before, &documents, err);
	if (ok)
		count_documents(&r, documents, before);
	else
		sat_err_file(err, r.name);
	free(p);
	sat_wr_free(&r.json);
	sat_arena_free(&r.doc);
	sat_arena_free(&r.one);
	return ok;
}

/* ---- after all files -------------------------------------------------------------------------- */

static const char *
name_of(const void *ctx, uint32_t file)
{
	const struct sat_source *s = ctx;

	return s->file[file];
}

bool
sat_source_finish(
    struct sat_source *s, struct sat_diag *d, struct satchel_err *err)
{
	if (sat_shared_parties(s->shared) == 0 && !s->faulty)
		sat_diag_add(d, sat_rule(SAT_RULE_NO_PARTY), "release.yaml",
		    &start, "party files end in .yaml and lie below parties/",
		    "there is no party in this directory");
	return sat_shared_report(s->shared, d, name_of, s, err);
}

bool
sat_source_zones(const struct sat_source *s, const char *const **names,
    size_t *n, struct satchel_err *err)
{
	return sat_zone_set_list(s->rules.zones, names, n)
		   ? true
		   : sat_fail_nomem(err);
}
