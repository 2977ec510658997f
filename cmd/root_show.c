/* satchel root show: every version of a chain, and what changed from the one
 * before it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "root.h"

/* ---- what changed ------------------------------------------------------------ */

enum how { ADDED, DROPPED, REPLACED, RENAMED, CHANGED };

struct change {
	const char *field; /* as in JSON: "root_keys", "expires" */
	enum how how;
	const char *name, *old_name; /* of a key; old_name where renamed */
	int64_t was, now;	     /* of the others */
	bool is_time;
};

typedef void tell(struct cli *c, const struct change *what);

/* The keys of one role, in order of name. */
struct role {
	const char (*name)[SATCHEL_NAME_MAX];
	const char (*public)[SATCHEL_HEX_SIZE];
	size_t n;
};

static size_t
at_name(const struct role *r, const char *name)
{
	size_t i = 0;

	while (i < r->n && strcmp(r->name[i], name) != 0)
		i++;
	return i;
}

static size_t
at_public(const struct role *r, const char *hex)
{
	size_t i = 0;

	while (i < r->n && strcmp(r->public[i], hex) != 0)
		i++;
	return i;
}

static void
role_changes(struct cli *c, const char *field, const struct role *a,
    const struct role *b, tell *each)
{
	struct change k = { .field = field };

	for (size_t i = 0; i < a->n; i++)
		if (at_name(b, a->name[i]) == b->n &&
		    at_public(b, a->public[i]) == b->n) {
			k.how = DROPPED;
			k.name = a->name[i];
			each(c, &k);
		}
	for (size_t i = 0; i < b->n; i++) {
		size_t same = at_name(a, b->name[i]);
		size_t key = at_public(a, b->public[i]);

		k.name = b->name[i];
		k.old_name = NULL;
		if (same < a->n && key == same)
			continue;
		k.how = same < a->n ? REPLACED : key < a->n ? RENAMED : ADDED;
		if (k.how == RENAMED)
			k.old_name = a->name[key];
		each(c, &k);
	}
}

static void
value_change(struct cli *c, const char *field, int64_t was, int64_t now,
    bool is_time, tell *each)
{
	const struct change k = { .field = field,
		.how = CHANGED,
		.was = was,
		.now = now,
		.is_time = is_time };

	if (was != now)
		each(c, &k);
}

/* Everything that differs but the version, its date and its signatures. */
static void
changes(struct cli *c, const struct satchel_root *a,
    const struct satchel_root *b, tell *each)
{
	const struct role was[] = {
		{ a->root_key, a->root_public, a->root_keys },
		{ a->release_key, a->release_public, a->release_keys },
	};
	const struct role now[] = {
		{ b->root_key, b->root_public, b->root_keys },
		{ b->release_key, b->release_public, b->release_keys },
	};

	role_changes(c, "root_keys", &was[0], &now[0], each);
	value_change(c, "root_threshold", a->root_threshold, b->root_threshold,
	    false, each);
	role_changes(c, "release_keys", &was[1], &now[1], each);
	value_change(c, "release_threshold", a->release_threshold,
	    b->release_threshold, false, each);
	value_change(c, "epoch", a->epoch, b->epoch, false, each);
	value_change(c, "minimum_release", a->minimum_release,
	    b->minimum_release, false, each);
	value_change(c, "expires", a->expires, b->expires, true, each);
}

static void
tell_text(struct cli *c, const struct change *k)
{
	static const char *const how[] = { "added", "dropped", "replaced",
		"renamed", "changed" };
	char field[32], was[WHEN_SIZE], now[WHEN_SIZE];
	size_t n;

	(void)snprintf(field, sizeof(field), "%s", k->field);
	for (char *s = field; *s != '\0'; s++)
		*s = *s == '_' ? ' ' : *s;
	n = strlen(field);
	if (k->how != CHANGED)
		field[n - 1] = '\0'; /* one key of the keys */
	if (k->is_time) {
		when_iso(k->was, was);
		when_iso(k->now, now);
	} else {
		(void)snprintf(was, sizeof(was), "%" PRId64, k->was);
		(void)snprintf(now, sizeof(now), "%" PRId64, k->now);
	}
	if (k->how == CHANGED)
		field_fmt(c, "changed", "%s: %s, was %s", field, now, was);
	else if (k->how == RENAMED)
		field_fmt(c, "changed", "%s renamed: %s, was %s", field,
		    k->name, k->old_name);
	else
		field_fmt(c, "changed", "%s %s: %s%s", field, how[k->how],
		    k->name,
		    k->how == REPLACED ? ", another key of that name" : "");
}

static void
tell_json(struct cli *c, const struct change *k)
{
	static const char *const how[] = { "added", "dropped", "replaced",
		"renamed", "changed" };
	struct out *o = &c->out;

	json_item(o);
	json_str(o, "field", k->field);
	json_str(o, "change", how[k->how]);
	if (k->how != CHANGED)
		json_str(o, "name", k->name);
	if (k->how == RENAMED)
		json_str(o, "was", k->old_name);
	if (k->how == CHANGED && k->is_time) {
		json_time(o, "was", k->was);
		json_time(o, "now", k->now);
	} else if (k->how == CHANGED) {
		json_num(o, "was", k->was);
		json_num(o, "now", k->now);
	}
	json_item_end(o);
}

/* ---- one version --------------------------------------------------------------- */

struct names {
	const char (*name)[SATCHEL_NAME_MAX];
};

static const char *
name_at(const void *ctx, size_t i)
{
	const struct names *n = ctx;

	return n->name[i];
}

static void
show_json(struct cli *c, const struct satchel_root *before,
    const struct satchel_root *r)
{
	struct names root = { r->root_key }, release = { r->release_key },
		     signer = { r->signer };
	struct out *o = &c->out;

	json_open(o);
	json_str(o, "directory", r->directory);
	json_num(o, "version", r->version);
	json_num(o, "epoch", r->epoch);
	json_num(o, "minimum_release", r->minimum_release);
	json_time(o, "issued", r->issued);
	json_time(o, "expires", r->expires);
	json_str(o, "fingerprint", r->fingerprint);
	json_num(o, "root_threshold", r->root_threshold);
	json_strings(o, "root_keys", r->root_keys, name_at, &root);
	json_num(o, "release_threshold", r->release_threshold);
	json_strings(o, "release_keys", r->release_keys, name_at, &release);
	json_strings(o, "signers", r->signers, name_at, &signer);
	json_bool(o, "complete", r->complete);
	json_list(o, "changes");
	if (before != NULL)
		changes(c, before, r, tell_json);
	json_list_end(o);
	json_close(o);
}

static void
show_keys(struct cli *c, const char *name, uint32_t threshold,
    const char (*key)[SATCHEL_NAME_MAX], size_t n)
{
	field_fmt(c, name, "%" PRIu32 " of %zu", threshold, n);
	for (size_t i = 0; i < n; i++)
		field_text(c, c->plain ? name : "", key[i]);
}

void
root_text(struct cli *c, const struct satchel_root *before,
    const struct satchel_root *r)
{
	field_fmt(c, "root", "version %" PRIu32, r->version);
	field_text(c, "directory", r->directory);
	if (before != NULL)
		changes(c, before, r, tell_text);
	field_fmt(c, "releases", "epoch %" PRIu32 ", from release %" PRIu32,
	    r->epoch, r->minimum_release);
	field_time(c, "issued", r->issued);
	field_time(c, "expires", r->expires);
	if (r->expires <= c->now)
		field_text(c, "",
		    "EXPIRED: it still checks releases, and still may be "
		    "followed by the next root");
	show_keys(c, "root keys", r->root_threshold, r->root_key, r->root_keys);
	show_keys(c, "release keys", r->release_threshold, r->release_key,
	    r->release_keys);
	field_text(c, "signatures",
	    r->complete ? "complete" : "NOT ENOUGH yet: it holds nowhere");
	for (size_t i = 0; i < r->signers; i++)
		field_text(c, c->plain ? "signer" : "", r->signer[i]);
	field_groups(c, "fingerprint", r->fingerprint);
}

/* ---- the command ----------------------------------------------------------------- */

int
root_show(struct cli *c, int argc, char **argv)
{
	const struct spec spec = { "root show FILE.roots [--json | --plain]",
		NULL, 0, COMMON_FORMAT | COMMON_NOW, 1, 1 };
	struct satchel_root *roots = NULL;
	struct grant chain = { GRANT_READ, NULL };
	struct satchel_err err;
	size_t n = 0;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	chain.path = c->args[0];
	(void)confine_files(&chain, 1);
	if (!satchel_root_show(c->args[0], &roots, &n, &err))
		return complain(&err);
	for (size_t i = 0; i < n && out_alive(&c->out); i++) {
		const struct satchel_root *before =
		    i > 0 ? &roots[i - 1] : NULL;

		if (i > 0 && !c->json)
			out_nl(&c->out);
		if (c->json)
			show_json(c, before, &roots[i]);
		else
			root_text(c, before, &roots[i]);
	}
	free(roots);
	return 0;
}

bool
root_newest(const char *path, struct satchel_root *before,
    struct satchel_root *r, bool *two, struct satchel_err *err)
{
	struct satchel_root *roots = NULL;
	size_t n = 0;

	if (!satchel_root_show(path, &roots, &n, err))
		return false;
	*two = n > 1;
	if (n > 1)
		*before = roots[n - 2];
	if (n > 0)
		*r = roots[n - 1];
	free(roots);
	return true;
}
