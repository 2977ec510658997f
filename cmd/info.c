/* satchel info: what a release says of itself. */
#include "cmd.h"

int
cmd_info(struct cli *c, int argc, char **argv)
{
	const struct spec spec = {
		"info [-b BUNDLE] [-d DIRECTORY] [--json | --plain]", NULL, 0,
		COMMON_READ, 0, 1
	};
	const struct satchel_release *r;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (c->n == 1 && c->bundle != NULL)
		return usage_error(
		    c, spec.synopsis, NULL, "BUNDLE and -b: one of them");
	if (c->n == 1)
		c->bundle = c->args[0];
	if (!cli_read(c))
		return c->status;
	r = satchel_release_of(c->s);
	if (c->json) {
		json_open(&c->out);
		release_json(&c->out, r);
		json_close(&c->out);
		return 0;
	}
	banner(c, r);
	release_text(c, r);
	return 0;
}
