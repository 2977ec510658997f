#include "release.h"

static struct world w;
static struct satchel_home *home;
static struct satchel *s;

static bool
note(void *ctx, const struct satchel_change *c)
{
	static const char letter[] = { '+', '-', '!' };

	sat_wr_printf(ctx, "%c%s", letter[c->change], c->id);
	for (size_t i = 0; i < c->n; i++)
		sat_wr_printf(ctx, " %s%s", c->delta[i].field,
		    c->delta[i].confirm ? "?" : "");
	sat_wr_str(ctx, "; ");
	return true;
}

/* What file |yaml| of party |party| would change; else the code. */
static enum satchel_code
mine(const char *yaml, const char *party, struct sat_wr *out,
    struct satchel_findings *f)
{
	struct satchel_totals t = { .confirmed = 77 };
	struct satchel_err err = { 0 };

	folder_text(&w.f, "mine.yaml", yaml);
	if (satchel_mine(
		s, party, in(&w, "mine.yaml"), NULL, note, out, &t, f, &err))
		return SATCHEL_OK;
	assert_int_equal(t.confirmed, 77);
	return err.code;
}

#define NORTH                                                                  \
	"satchel: \"1\"\nparty: north\nname: Northern Desk\ntimezone: UTC\n"
#define DUTY                                                                   \
	"  - id: duty\n    role: desk\n    kind: org\n    name: Duty Room\n"   \
	"    phones: [{number: \"+999 1 555 0100\"}]\n"                        \
	"    emails: [{address: duty@north.example}]\n    note: Ring twice.\n"
#define NIGHT                                                                  \
	"  - id: night\n    role: desk\n    kind: org\n    name: Night "       \
	"Watch\n"                                                              \
	"    phones: [{number: \"+999 1 555 0101\"}]\n"

static void
what_a_file_would_change_is_told(void **unused)
{
	static const struct {
		const char *yaml, *changes;
	} cases[] = {
		{ NORTH "contacts:\n" DUTY NIGHT, "" },
		{ NORTH "contacts:\n" DUTY, "-north/night; " },
		{ NORTH "contacts:\n" DUTY NIGHT
			"  - id: day\n    role: desk\n    kind: org\n"
			"    name: Day\n    emails: "
			"[{address: day@north.example}]\n",
		    "+north/day emails?; " },
		{ NORTH "aliases: [N]\ncontacts:\n" DUTY
			"  - id: night\n    role: desk\n    kind: org\n"
			"    name: Night Guard\n"
			"    phones: [{number: \"+999 1 555 0102\"}]\n",
		    "!north aliases; !north/duty party; "
		    "!north/night phones? party name; " },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct satchel_findings f;
		struct sat_wr out;

		sat_wr_init(&out, 4096);
		assert_int_equal(
		    mine(cases[i].yaml, "north", &out, &f), SATCHEL_OK);
		if (strcmp(text(&out), cases[i].changes) != 0)
			fail_msg("case %zu: %s", i, text(&out));
		sat_wr_free(&out);
		satchel_findings_free(&f);
	}
}

static void
what_cannot_be_compared_is_told_with_its_findings(void **unused)
{
	struct satchel_findings f;
	struct sat_wr out;

	(void)unused;
	sat_wr_init(&out, 4096);
	assert_int_equal(
	    mine(NORTH "contacts:\n" DUTY, "south", &out, &f), SATCHEL_ENO);
	satchel_findings_free(&f);
	assert_int_equal(
	    mine(NORTH "contacts: []\n", "north", &out, &f), SATCHEL_EFORMAT);
	assert_true(f.errors > 0);
	satchel_findings_free(&f);
	assert_int_equal(
	    mine(NORTH "contacts:\n" DUTY,
		"a-name-of-a-party-that-is-longer-than-any-party-could-be-"
		"for-it",
		&out, &f),
	    SATCHEL_ENO);
	satchel_findings_free(&f);
	assert_int_equal(out.len, 0);
	sat_wr_free(&out);
}

static int
set_up(void **unused)
{
	struct satchel_check_opts o = { .now = NOW };

	(void)unused;
	world_init(&w);
	world_release(&w, 1);
	home = world_pin(&w, "home");
	return satchel_open(home, in(&w, "r1.satchel"), &o, &s, NULL) ? 0 : -1;
}

static int
tear_down(void **unused)
{
	(void)unused;
	satchel_close(s);
	satchel_home_close(home);
	world_free(&w);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_file_would_change_is_told),
		cmocka_unit_test(
		    what_cannot_be_compared_is_told_with_its_findings),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
