/* satchel prove: one record that proves itself; and how verify checks it. */
#include "prove.h"

#include <inttypes.h>

#include "id.h"

/* ---- verify --------------------------------------------------------------- */

static struct verdict
verdict(const struct satchel_release *r)
{
	struct verdict v = verdict_passed(r, SATCHEL_GOOD);

	if (v.word[0] == 'G')
		v.why = "this one record is as it was signed";
	return v;
}

static void
show_json(struct cli *c, const struct verdict *v,
    const struct satchel_release *r, const struct satchel_record *rec)
{
	struct out *o = &c->out;

	json_open(o);
	json_str(o, "verdict", v->word);
	json_str(o, "why", v->why);
	json_bool(o, "proof", true);
	release_json(o, r);
	json_verbatim(o, "record", rec->json, rec->json_len);
	json_close(o);
}

static void
show_text(struct cli *c, const struct verdict *v,
    const struct satchel_release *r, const struct satchel_record *rec)
{
	struct out *o = &c->out;
	char s[SHORT_SIZE];

	banner(c, r);
	if (c->plain)
		record_plain(c, rec);
	else
		card_show(c, rec, cli_today(c, r));
	out_nl(o);
	field_text(c, "proof of", r->directory);
	field_text(c, "from", release_short(r, s));
	field_fmt(c, "signers", "%zu, of %" PRIu32 " needed", r->signers,
	    r->threshold);
	for (size_t i = 0; i < r->signers && i < SATCHEL_KEYS_MAX; i++)
		field_text(c, c->plain ? "signer" : "", r->signer[i]);
	field_groups(c, "check number", r->fingerprint);
	/* The word comes first on its line, EXERCISE after it. */
	out_prefix(o, "");
	out_style(o, v->word[0] == 'G' ? OUT_GREEN : OUT_YELLOW);
	out_put(o, v->word);
	out_style(o, OUT_PLAIN);
	out_fmt(o, ": %sproof, release %" PRIu32 ": %s",
	    r->exercise ? "EXERCISE " : "", r->release, v->why);
	out_nl(o);
}

int
proof_verify(struct cli *c, const char *path, struct satchel_file *f)
{
	struct satchel_check_opts how = cli_opts(c);
	const struct grant file = { GRANT_READ, path };
	struct satchel_proof *p = NULL;
	struct satchel_record rec;
	struct satchel_release r;
	struct satchel_err err;
	struct verdict v;

	how.file = f;
	cli_confine(c, true, &file, 1); /* evidence of a fork may be kept */
	if (!satchel_proof_verify(c->home, path, &how, &p, &r, &rec, &err))
		return verdict_refused(c, &err);
	v = verdict(&r);
	if (c->json)
		show_json(c, &v, &r, &rec);
	else
		show_text(c, &v, &r, &rec);
	out_flush(&c->out);
	satchel_proof_close(p);
	return cli_strict(c, &r, 0);
}

/* ---- prove ---------------------------------------------------------------- */

static void
made(struct cli *c, const char *id, const char *path)
{
	const struct satchel_release *r = satchel_release_of(c->s);

	if (c->json) {
		json_open(&c->out);
		banner_json(&c->out, r);
		json_str(&c->out, "id", id);
		json_str(&c->out, "file", path);
		json_str(&c->out, "fingerprint", r->fingerprint);
		json_close(&c->out);
		return;
	}
	banner(c, r);
	out_str(&c->out, path);
	out_put(&c->out, ": proves ");
	out_str(&c->out, id);
	out_fmt(&c->out, ", release %" PRIu32, r->release);
	out_nl(&c->out);
	if (!c->plain)
		out_say(&c->out, 0,
		    "Whoever has pinned the directory checks it with: satchel "
		    "verify FILE");
}

int
cmd_prove(struct cli *c, int argc, char **argv)
{
	const char *path = NULL;
	const struct opt opt[] = {
		{ OPT_TEXT, 'o', "output", "FILE", "the proof to write", &path,
		    0, 0 },
	};
	const struct spec spec = { "prove ID -o FILE", opt, 1, COMMON_READ, 1,
		1 };
	struct satchel_record r;
	struct satchel_err err;

	if (!opt_parse(c, argc, argv, &spec))
		return c->status;
	if (path == NULL)
		return usage_error(
		    c, spec.synopsis, NULL, "-o FILE is missing");
	c->writes = path;
	if (!cli_read(c) || !id_get(c, c->args[0], &r))
		return c->status;
	if (!satchel_prove(c->s, r.id, path, &err))
		return complain(&err);
	made(c, r.id, path);
	return 0;
}
