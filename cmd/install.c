/* satchel install: verify a bundle and put it into the store. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "since.h"

enum { DIGITS_MAX = 5 };

static bool
number(const char **s, uint32_t *out)
{
	uint32_t v = 0;
	size_t n = strspn(*s, "0123456789");

	if (n == 0 || n > DIGITS_MAX || **s == '0')
		return false;
	for (; n > 0; n--, (*s)++)
		v = v * 10 + (uint32_t)(**s - '0'); /* a digit */
	*out = v;
	return true;
}

/* "E.N", as status prints it. */
static bool
parse_point(const char *s, uint32_t *epoch, uint32_t *release)
{
	return number(&s, epoch) && *s++ == '.' && number(&s, release) &&
	       *s == '\0';
}

static void
say(struct cli *c, const struct satchel_release *r, bool news)
{
	char s[SHORT_SIZE];
	struct satchel_totals t;
	bool changes = news && since_last(c, r, &t);

	if (c->json) {
		json_open(&c->out);
		json_bool(&c->out, "installed", news);
		release_json(&c->out, r);
		if (changes)
			totals_json(&c->out, &t);
		json_close(&c->out);
		return;
	}
	banner(c, r);
	release_text(c, r);
	if (changes)
		since_text(c, &t);
	out_say(&c->out, 2, "%s: %s", news ? "INSTALLED" : "ALREADY INSTALLED",
	    release_short(r, s));
}

int
cmd_install(struct cli *c, int argc, char **argv)
{
	struct satchel_check_opts how = { 0 };
	const char *least = NULL;
	bool news = false, accept = false, ok;
	const struct opt opt[] = {
		{ OPT_TEXT, 0, "expect-at-least", "E.N",
		    "refuse an older one: the line that status printed", &least,
		    0, 0 },
		{ OPT_FLAG, 0, "accept-date", NULL,
		    "although it is dated over 48 hours ahead", &accept, 0, 0 },
		{ OPT_FLAG, 0, "strict", NULL, "exit 7 unless it is fresh",
		    &c->strict, 0, 0 },
	};
	const struct spec spec = { "install FILE [--expect-at-least E.N] "
				   "[--accept-date] [--strict]",
		opt, 3, COMMON_DIRECTORY | COMMON_FORMAT | COMMON_NOW, 1, 1 };
	struct grant bundle = { GRANT_READ, NULL };
	struct satchel_release r;
	struct satchel_err err;
	struct progress p;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	bundle.path = c->args[0];
	how = cli_opts(c);
	if (least != NULL &&
	    !parse_point(least, &how.at_least_epoch, &how.at_least_release))
		return usage_error(c, spec.synopsis, "such as 1.41",
		    "--expect-at-least \"%s\": EPOCH.RELEASE is allowed",
		    least);
	if (!cli_home(c))
		return c->status;
	cli_confine(c, true, &bundle, 1);
	how.accept_date = accept;
	progress_init(&p, "installing");
	how.threads = threads_here();
	how.progress = progress_tick;
	how.progress_ctx = &p;
	ok = satchel_install(c->home, c->args[0], &how, &r, &news, &err);
	progress_done(&p);
	if (!ok)
		return complain(&err);
	say(c, &r, news);
	return cli_strict(c, &r, 0);
}
