/* satchel attach: add signatures that were made elsewhere. */
#include "satchel_build.h"

#include "cmd.h"

enum { FILES_MAX = 64 };

static void
confine(const struct cli *c)
{
	struct grant g[FILES_MAX + 1] = { { GRANT_WRITE, c->args[0] } };

	for (size_t i = 1; i < c->n; i++)
		g[i] = (struct grant){ GRANT_READ, c->args[i] };
	(void)confine_files(g, c->n);
}

int
cmd_attach(struct cli *c, int argc, char **argv)
{
	const struct spec spec = { "attach BUNDLE FILE...", NULL, 0, 0, 2,
		FILES_MAX + 1 };
	struct satchel_err err;
	size_t added = 0;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	confine(c);
	if (!satchel_attach(c->args[0], c->args + 1, c->n - 1, &added, &err))
		return complain(&err);
	out_str(&c->out, c->args[0]);
	if (added == 0)
		out_say(&c->out, 2, ": nothing new, all were there already");
	else
		out_say(&c->out, 2, ": %zu signature%s added", added,
		    added == 1 ? "" : "s");
	return 0;
}
