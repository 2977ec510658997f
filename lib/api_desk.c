/* api_desk: the part of satchel.h that says what changed and who is who. */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "diff.h"
#include "format.h"
#include "json.h"
#include "open.h"
#include "who.h"

enum { YEAR = 366 * 86400 }; /* zone records go on for that long: build.c */

/* ---- values -------------------------------------------------------------- */

bool
satchel_value_json(const struct satchel_value *v, char **json, size_t *n,
    struct satchel_err *err)
{
	struct sat_wr w;

	sat_wr_init(&w, (size_t)4 * SAT_MAX_RECORD);
	sat_json_write((const void *)v, &w); /* node.h: the same struct */
	sat_wr_u8(&w, '\0');
	if (!sat_wr_done(&w, "a value", err)) {
		sat_wr_free(&w);
		return false;
	}
	*n = w.len - 1;
	*json = (char *)w.p; /* now the caller's */
	return true;
}

/* ---- diff ---------------------------------------------------------------- */

static struct sat_diff_side
side_of(const struct satchel *s)
{
	return (struct sat_diff_side){ s->tree, s->st.issued,
		s->st.expires + YEAR };
}

bool
satchel_diff(struct satchel *was, struct satchel *now, const char *party,
    bool (*each)(void *ctx, const struct satchel_change *c), void *ctx,
    struct satchel_totals *t, struct satchel_err *err)
{
	struct sat_diff_side a = side_of(was), b = side_of(now);

	if (strcmp(was->st.directory, now->st.directory) != 0)
		return sat_fail(err, SATCHEL_EPIN,
		    "the two are of different directories, %.80s and %.80s",
		    was->st.directory, now->st.directory);
	return sat_diff(&a, &b, party, each, ctx, t, err);
}

static bool
any(const struct satchel_counts *c)
{
	return c->joined > 0 || c->left > 0 || c->changed > 0;
}

bool
satchel_totals_any(const struct satchel_totals *t)
{
	return any(&t->parties) || any(&t->contacts) || any(&t->zones) ||
	       t->confirmed > 0;
}

/* ---- the release before -------------------------------------------------- */

/* The newest release that the store can still show below the installed one. */
static bool
previous(struct sat_store *s, uint32_t *epoch, uint32_t *release)
{
	*epoch = *release = 0;
	for (size_t i = 0; i < s->known.accepted; i++) {
		const struct sat_accepted *a = &s->known.history[i];
		bool below = a->epoch < s->state.epoch ||
			     (a->epoch == s->state.epoch &&
				 a->release < s->state.release);
		bool newer = a->epoch > *epoch ||
			     (a->epoch == *epoch && a->release > *release);

		if (below && newer &&
		    sat_store_has_release(s, a->epoch, a->release)) {
			*epoch = a->epoch;
			*release = a->release;
		}
	}
	return *release > 0;
}

bool
satchel_open_previous(struct satchel_home *home,
    const struct satchel_check_opts *opts, struct satchel **out,
    struct satchel_err *err)
{
	struct satchel_check_opts o = *opts;
	char name[SATCHEL_NAME_MAX], directory[SATCHEL_NAME_MAX], path[4352];
	uint32_t epoch, release;
	struct sat_store s;
	bool found;

	if (!sat_api_folder(home, opts->directory, name, err) ||
	    !sat_store_open(home->dir, name, false, &s, err))
		return false;
	found = previous(&s, &epoch, &release);
	memcpy(directory, s.state.directory, sizeof(directory));
	sat_store_close(&s);
	if (!found) {
		sat_fail(err, SATCHEL_ENO,
		    "the store has no release before the installed one");
		return sat_hint(err, "name both: satchel diff OLD NEW");
	}
	(void)snprintf(path, sizeof(path), "%s/%s/releases/%u.%u.satchel",
	    home->path, name, (unsigned)epoch, (unsigned)release);
	o.directory = directory;
	o.archive = true; /* it was superseded */
	return satchel_open(home, path, &o, out, err);
}

/* ---- who ----------------------------------------------------------------- */

bool
satchel_who(struct satchel *s, const char *typed, size_t limit,
    struct satchel_who *w, struct satchel_err *err)
{
	sat_arena_reset(&s->hits);
	return sat_who(s->tree, typed, limit, &s->hits, w, err);
}
