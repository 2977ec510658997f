/* release.yaml and the custody files: what takes several keys to see. */
#include <string.h>

#include "armor.h"
#include "check_rule.h"
#include "shape.h"

enum { EXPIRES_MONTHS = 12, POC_MONTHS = 8 };

static bool
time_of(const struct sat_node *root, const char *key, int64_t *t)
{
	const char *s = sat_text_of(root, key);
	struct sat_rd r;

	if (s == NULL)
		return false;
	r = sat_rd_of(s, strlen(s), 0, NULL);
	return sat_time_read(&r, t);
}

static bool
is(const struct sat_node *root, const char *key, const char *word)
{
	const char *s = sat_text_of(root, key);

	return s != NULL && strcmp(s, word) == 0;
}

/* What later rules ask for; they are silent about what is unknown. */
static void
learn(struct sat_check *c, const struct sat_node *root)
{
	const struct sat_node *observers = sat_node_get(root, "observers");

	c->profile = is(root, "profile", "open")	 ? SAT_PROFILE_OPEN
		     : is(root, "profile", "global-poc") ? SAT_PROFILE_POC
							 : SAT_PROFILE_UNKNOWN;
	c->edition = is(root, "edition", "live")       ? SAT_EDITION_LIVE
		     : is(root, "edition", "exercise") ? SAT_EDITION_EXERCISE
						       : SAT_EDITION_UNKNOWN;
	c->observers = is(root, "observers", "yes");
	c->has_observers = c->observers || sat_is_empty(observers) ||
			   is(root, "observers", "no");
	c->has_issued = time_of(root, "issued", &c->issued);
}

static void
check_times(struct sat_check *c, const struct sat_node *root)
{
	int64_t issued, next, expires;
	bool i = time_of(root, "issued", &issued);
	bool n = time_of(root, "next_by", &next);
	bool e = time_of(root, "expires", &expires);
	const struct sat_mark *at;

	if (i && n && next <= issued)
		sat_find(c, SAT_RULE_TIME_ORDER,
		    &sat_node_get(root, "next_by")->at, NULL,
		    "next_by must be later than issued");
	if (!e)
		return;
	at = &sat_node_get(root, "expires")->at;
	if ((n && expires <= next) || (i && expires <= issued))
		sat_find(c, SAT_RULE_TIME_ORDER, at, NULL,
		    "expires must be later than %s",
		    n && expires <= next ? "next_by" : "issued");
	else if (i && expires > sat_months_after(issued, EXPIRES_MONTHS))
		sat_find(c, SAT_RULE_EXPIRES_FAR, at, NULL,
		    "expires is more than %d months after issued",
		    EXPIRES_MONTHS);
	else if (i && c->profile == SAT_PROFILE_POC &&
		 expires > sat_months_after(issued, POC_MONTHS))
		sat_find(c, SAT_RULE_EXPIRES_LATE, at, NULL,
		    "expires is more than %d months after issued", POC_MONTHS);
}

static void
check_edition(struct sat_check *c, const struct sat_node *root)
{
	const char *s = sat_text_of(root, "directory"), *why;
	const struct sat_node *v = sat_node_get(root, "directory");
	bool exercise = c->edition == SAT_EDITION_EXERCISE;

	if (s == NULL || c->edition == SAT_EDITION_UNKNOWN ||
	    !sat_is_directory(s, &why) || sat_is_exercise(s) == exercise)
		return;
	sat_find(c, SAT_RULE_EXERCISE_NAME, &v->at, NULL,
	    exercise
		? "directory \"%.*s\" of an exercise must end in the segment "
		  "exercise"
		: "directory \"%.*s\" of a live edition must not end in the "
		  "segment exercise",
	    SAT_SHOW(v));
}

bool
sat_check_release(
    struct sat_check *c, const struct sat_node *root, struct satchel_err *err)
{
	learn(c, root);
	sat_check_object(c, &sat_release_object, root);
	check_times(c, root);
	check_edition(c, root);
	return c->nomem ? sat_fail_nomem(err) : true;
}

bool
sat_check_custody(
    struct sat_check *c, const struct sat_node *root, struct satchel_err *err)
{
	const struct sat_node *v = sat_node_get(root, "state");
	const char *s = sat_text_of(root, "state");
	const char *slash = strrchr(c->file, '/');
	const char *name = slash == NULL ? c->file : slash + 1;
	size_t n = s == NULL ? 0 : strlen(s);

	sat_check_object(c, &sat_custody_object, root);
	if (s != NULL &&
	    (strncmp(name, s, n) != 0 || strcmp(name + n, ".yaml") != 0))
		sat_find(c, SAT_RULE_CUSTODY_STATE, &v->at, NULL,
		    "state %.*s is not the file's name, %.*s", SAT_SHOW(v),
		    SAT_SHOW_TEXT(name));
	return c->nomem ? sat_fail_nomem(err) : true;
}
