/* satchel log: the releases accepted so far. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static void
line_json(
    struct out *o, const char *directory, const struct satchel_log_line *l)
{
	json_open(o);
	json_str(o, "directory", directory);
	json_num(o, "epoch", l->epoch);
	json_num(o, "release", l->release);
	json_time(o, "issued", l->issued);
	json_str(o, "fingerprint", l->fingerprint);
	json_bool(o, "readable", l->readable);
	json_close(o);
}

/* One line of 80 columns in plain, two that can be read aloud otherwise. */
static void
line_text(struct cli *c, const struct satchel_log_line *l)
{
	char when[WHEN_SIZE];

	when_iso(l->issued, when);
	out_fmt(&c->out, "%" PRIu32 ".%" PRIu32, l->epoch, l->release);
	out_pad(&c->out, c->plain ? 0 : 9);
	out_str(&c->out, when);
	if (c->plain) {
		out_put(&c->out, " ");
		out_str(&c->out, l->fingerprint);
		out_nl(&c->out);
		return;
	}
	out_put(&c->out, l->readable ? "  in the store" : "  its digest only");
	out_nl(&c->out);
	for (size_t i = 0; i < 64; i += 32) {
		char half[33];

		memcpy(half, l->fingerprint + i, 32); /* 64 digits and a NUL */
		half[32] = '\0';
		out_pad(&c->out, 9);
		out_groups(&c->out, half);
		out_nl(&c->out);
	}
}

int
cmd_log(struct cli *c, int argc, char **argv)
{
	const struct spec spec = { "log [-d DIRECTORY] [--json | --plain]",
		NULL, 0, COMMON_DIRECTORY | COMMON_FORMAT, 0, 0 };
	struct satchel_log_line *lines = NULL;
	struct satchel_pin p;
	struct satchel_err err;
	size_t n = 0;

	if (!opt_parse(c, argc, argv, &spec) || !cli_home(c))
		return c->status;
	cli_confine(c, false, NULL, 0);
	if (!satchel_home_pin(c->home, c->directory, &p, &err) ||
	    !satchel_home_log(c->home, p.directory, &lines, &n, &err))
		return complain(&err);
	banner_directory(c, p.directory);
	for (size_t i = 0; i < n && out_alive(&c->out); i++)
		if (c->json)
			line_json(&c->out, p.directory, &lines[i]);
		else
			line_text(c, &lines[i]);
	if (n == 0)
		note_of("nothing was accepted yet");
	free(lines);
	return 0;
}
