/* satchel status: what is pinned, what is installed, and how fresh it is. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

/* The installed release of |p|, or NULL; what went wrong is complained of. */
static const struct satchel_release *
installed(struct cli *c, const struct satchel_pin *p)
{
	struct satchel_check_opts o = cli_opts(c);
	struct satchel_err err;
	int status;

	satchel_close(c->s);
	c->s = NULL;
	if (p->installed_release == 0)
		return NULL;
	o.directory = p->directory;
	if (!satchel_open(c->home, NULL, &o, &c->s, &err)) {
		status = complain(&err);
		if (c->status == 0)
			c->status = status;
		return NULL;
	}
	if (c->status == 0)
		c->status = cli_strict(c, satchel_release_of(c->s), 0);
	return satchel_release_of(c->s);
}

static void
show_json(
    struct out *o, const struct satchel_pin *p, const struct satchel_release *r)
{
	json_open(o);
	json_str(o, "directory", p->directory);
	json_num(o, "root", p->root);
	json_str(o, "root_fingerprint", p->root_fingerprint);
	json_time(o, "root_expires", p->root_expires);
	json_num(o, "minimum_epoch", p->epoch);
	json_num(o, "minimum_release", p->minimum_release);
	json_num(o, "installed_epoch", p->installed_epoch);
	json_num(o, "installed_release", p->installed_release);
	json_str(o, "installed_fingerprint", p->installed_fingerprint);
	json_bool(o, "readable", r != NULL);
	if (r != NULL) {
		json_str(o, "edition", r->exercise ? "exercise" : "live");
		json_str(o, "freshness", freshness_name(r->freshness));
		json_bool(o, "older", r->older);
		json_time(o, "issued", r->issued);
		json_time(o, "next_by", r->next_by);
		json_time(o, "expires", r->expires);
	}
	json_close(o);
}

static void
show_release(
    struct cli *c, const struct satchel_pin *p, const struct satchel_release *r)
{
	char s[SHORT_SIZE];

	if (p->installed_release == 0) {
		field_text(c, "installed", "nothing yet: satchel install FILE");
		return;
	}
	if (r == NULL) {
		field_fmt(c, "installed",
		    "release %" PRIu32 ", which CANNOT BE READ",
		    p->installed_release);
		return;
	}
	field_text(c, "installed", release_short(r, s));
	field_text(c, "freshness", freshness_name(r->freshness));
	field_time(c, "next by", r->next_by);
	field_time(c, "expires", r->expires);
}

/* One line, or, where it does not fit, groups below the number. */
static void
paper(struct cli *c, const struct satchel_pin *p)
{
	char number[24];

	(void)snprintf(number, sizeof(number), "%" PRIu32 ".%" PRIu32,
	    p->installed_epoch, p->installed_release);
	if (c->plain || c->out.width >= strlen(number) + SATCHEL_HEX_SIZE) {
		out_fmt(&c->out, "%s %s", number, p->installed_fingerprint);
		out_nl(&c->out);
	} else {
		field_groups(c, number, p->installed_fingerprint);
	}
}

static void
show(struct cli *c, const struct satchel_pin *p)
{
	const struct satchel_release *r = installed(c, p);

	if (c->json) {
		show_json(&c->out, p, r);
		return;
	}
	banner_directory(c, p->directory);
	if (r != NULL)
		banner(c, r);
	field_text(c, "directory", p->directory);
	field_fmt(c, "root", "version %" PRIu32, p->root);
	field_time(c, "root expires", p->root_expires);
	if (p->root_expires <= c->now)
		field_text(c, c->plain ? "root expired" : "",
		    "EXPIRED: a new root is due; it comes with a release");
	field_groups(c, "root print", p->root_fingerprint);
	show_release(c, p, r);
	if (p->installed_release > 0) {
		out_say(&c->out, 0, "Keep on paper:");
		paper(c, p);
	}
	out_prefix(&c->out, "");
}

static int
show_all(struct cli *c)
{
	const char *const *names = NULL;
	struct satchel_pin p;
	struct satchel_err err;
	size_t n = 0;

	if (!satchel_home_directories(c->home, &names, &n, &err))
		return complain(&err);
	if (n == 0)
		return complain_as(8,
		    "satchel pin FILE --fingerprint HEX is the first step",
		    "no directory is pinned");
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && !c->json)
			out_nl(&c->out);
		if (satchel_home_pin(c->home, names[i], &p, &err))
			show(c, &p);
		else
			c->status = complain(&err);
	}
	return c->status;
}

int
cmd_status(struct cli *c, int argc, char **argv)
{
	const struct spec spec = {
		"status [-d DIRECTORY] [--strict] [--json | --plain]", NULL, 0,
		COMMON_DIRECTORY | COMMON_FORMAT | COMMON_FRESH, 0, 0
	};
	struct satchel_pin p;
	struct satchel_err err;

	if (!opt_parse(c, argc, argv, &spec) || !cli_home(c))
		return c->status;
	cli_confine(c, false, NULL, 0);
	if (c->directory == NULL)
		return show_all(c);
	if (!satchel_home_pin(c->home, c->directory, &p, &err))
		return complain(&err);
	show(c, &p);
	return c->status;
}
