/* satchel info: what a release says of itself. */
#include <inttypes.h>

#include "cmd.h"

int
cmd_info(struct cli *c, int argc, char **argv)
{
	const struct spec spec = {
		"info [BUNDLE] [-d DIRECTORY] [--json | --plain]", NULL, 0,
		COMMON_READ, 0, 1
	};
	const struct satchel_release *r;
	struct satchel_index i;

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
	satchel_index_of(c->s, &i);
	if (c->json) {
		json_open(&c->out);
		release_json(&c->out, r);
		json_num(&c->out, "terms", (int64_t)i.terms); /* < 2^33 */
		json_num(&c->out, "fold_table", i.fold_table);
		json_bool(&c->out, "searchable", i.known);
		json_close(&c->out);
		return 0;
	}
	banner(c, r);
	release_text(c, r);
	field_fmt(c, "search index",
	    "%" PRIu64 " terms, by fold table %" PRIu32 "%s", i.terms,
	    i.fold_table,
	    i.known ? "" : ", which this program has not: only ids are found");
	return 0;
}
