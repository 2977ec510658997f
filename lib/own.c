#include "own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "file.h"
#include "format.h"
#include "yaml.h"

enum { MAX_FILE = 64 << 20, MAX_MADE = 16 << 20 };

struct own {
	struct sat_check check;
	const char *file, *party;
	struct sat_arena doc, one;
	struct sat_wr json;
	sat_made_fn *each;
	void *ctx;
	bool found;
};

static bool
make(struct own *o, const struct sat_node *party,
    const struct sat_node *contact, struct satchel_err *err)
{
	struct sat_made m;

	sat_arena_reset(&o->one);
	sat_wr_reset(&o->json);
	if (!sat_record_make(party, contact, NULL, &o->one, &m.node, err))
		return false;
	sat_json_write(&m.node, &o->json);
	if (o->json.nomem)
		return sat_fail_nomem(err);
	if (o->json.full || o->json.len > SAT_MAX_RECORD) {
		sat_fail_at(err, o->file,
		    contact == NULL ? &party->at : &contact->at,
		    "its record is larger than %d bytes", SAT_MAX_RECORD);
		return false;
	}
	m.id = sat_node_str(&m.node, "id");
	m.json = o->json.p;
	m.json_len = o->json.len;
	return o->each(o->ctx, &m, err);
}

static bool
make_all(struct own *o, const struct sat_node *party, struct satchel_err *err)
{
	const struct sat_node *list = sat_node_get(party, "contacts");

	if (!make(o, party, NULL, err))
		return false;
	for (size_t i = 0; list != NULL && i < list->n; i++)
		if (list->u.item[i].type == SAT_MAP &&
		    !make(o, party, &list->u.item[i], err))
			return false;
	return true;
}

static bool
no_errors(const struct own *o, struct satchel_err *err)
{
	if (o->check.d->errors == 0)
		return true;
	sat_fail(err, SATCHEL_EFORMAT, "%zu error%s in it", o->check.d->errors,
	    o->check.d->errors == 1 ? "" : "s");
	return sat_err_file(err, o->file);
}

/* |root| if it is the party's: which profile it is of, is told by its key. */
static bool
document(struct own *o, struct sat_node *root, struct satchel_err *err)
{
	const char *token = sat_text_of(root, "party");
	const char *state = sat_text_of(root, "state");
	const char *id = token != NULL ? token : state;

	if (id == NULL || strcmp(id, o->party) != 0)
		return true;
	o->found = true;
	o->check.profile = token != NULL ? SAT_PROFILE_OPEN : SAT_PROFILE_POC;
	if (!sat_check_trim(&o->doc, root))
		return sat_fail_nomem(err);
	return sat_check_party(&o->check, root, err) && no_errors(o, err) &&
	       make_all(o, root, err);
}

static bool
documents(struct own *o, const uint8_t *p, size_t n, struct satchel_err *err)
{
	struct sat_yaml *y = NULL;
	struct sat_node root;
	bool more = true, ok = true;

	if (!sat_yaml_open(p, n, o->file, o->check.d, &y, err))
		return false;
	while (ok && more && !o->found) {
		sat_arena_reset(&o->doc);
		ok = sat_yaml_next(y, &o->doc, &root, &more, err);
		if (ok && more && root.type == SAT_MAP)
			ok = document(o, &root, err);
	}
	sat_yaml_close(y);
	return ok && no_errors(o, err);
}

/* A State's copy may have any name; the folder's rule is not for it. */
static bool
name_findings(struct sat_diag *d, const char *file)
{
	const char *copy = sat_arena_copy(&d->arena, file, strlen(file));

	for (size_t i = 0; copy != NULL && i < d->n; i++)
		d->list[i].file = copy;
	return copy != NULL;
}

bool
sat_own_read(const char *file, const char *party,
    const struct sat_statement *st, const struct sat_tzdata *tz,
    struct sat_diag *d, sat_made_fn *each, void *ctx, struct satchel_err *err)
{
	struct own o = {
		.file = file, .party = party, .each = each, .ctx = ctx
	};
	char name[SATCHEL_NAME_MAX];
	uint8_t *p = NULL;
	size_t n = 0;
	bool ok;

	(void)snprintf(name, sizeof(name), "%s.yaml", party);
	o.check =
	    (struct sat_check){ .edition = st->exercise ? SAT_EDITION_EXERCISE
							: SAT_EDITION_LIVE,
		    .has_issued = true,
		    .issued = st->issued,
		    .tz = tz,
		    .d = d,
		    .file = name,
		    .a = &o.doc };
	sat_wr_init(&o.json, MAX_MADE);
	ok = sat_file_load(SAT_CWD, file, MAX_FILE, &p, &n, err) &&
	     documents(&o, p, n, err) && sat_diag_done(d, err);
	if (ok && !o.found) {
		ok = sat_fail(
		    err, SATCHEL_ENO, "there is no party %.100s in it", party);
		sat_err_file(err, file);
	}
	if (!name_findings(d, file))
		ok = sat_fail_nomem(err);
	free(p);
	sat_wr_free(&o.json);
	sat_arena_free(&o.doc);
	sat_arena_free(&o.one);
	return ok;
}
