/* satchel card: one contact as a small vCard, or as its QR code on the screen
 * for a telephone's camera. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#ifdef SATCHEL_QR
#include <qrcodegen/qrcodegen.h>
#endif

#include "export.h"
#include "id.h"
#include "value.h"

/* A card of 350 bytes is a code of 65 modules; with the quiet zone around it
 * that fits 80 columns. */
enum { CARD_SIZE = 351, VERSION_MAX = 12, QUIET = 4 };

#ifdef SATCHEL_QR
struct code {
	uint8_t buf[qrcodegen_BUFFER_LEN_FOR_VERSION(VERSION_MAX)];
	int size;
	bool inverse; /* dark ink on a light screen */
};

static bool
is_ascii(const char *s)
{
	while (*s != '\0')
		if ((unsigned char)*s++ >= 0x80)
			return false;
	return true;
}

/* Scanners guess the character set of bytes, and wrongly: what is not ASCII
 * is marked as UTF-8 (ECI 26). */
static bool
encode(const char *text, struct code *q)
{
	enum { UTF8 = 26 };
	uint8_t tmp[qrcodegen_BUFFER_LEN_FOR_VERSION(VERSION_MAX)];
	uint8_t bytes[CARD_SIZE], eci[4];
	struct qrcodegen_Segment s[2];
	size_t n = strlen(text), first = is_ascii(text) ? 1 : 0;

	if (n > sizeof(bytes) || qrcodegen_calcSegmentBufferSize(
				     qrcodegen_Mode_BYTE, n) > sizeof(bytes))
		return false;
	s[0] = qrcodegen_makeEci(UTF8, eci);
	s[1] = qrcodegen_makeBytes((const uint8_t *)text, n, bytes);
	if (!qrcodegen_encodeSegmentsAdvanced(s + first, 2 - first,
		qrcodegen_Ecc_LOW, qrcodegen_VERSION_MIN, VERSION_MAX,
		qrcodegen_Mask_AUTO, true, tmp, q->buf))
		return false;
	q->size = qrcodegen_getSize(q->buf);
	return true;
}

static bool
dark(const struct code *q, int x, int y)
{
	return qrcodegen_getModule(q->buf, x, y); /* false outside */
}

/* Two modules above each other in a cell.  In colour, black on white; without,
 * the light ones are drawn, as for a dark screen. */
static void
cell(struct out *o, const struct code *q, int x, int y)
{
	bool ink = o->colour || q->inverse;
	bool upper = dark(q, x, y) == ink, lower = dark(q, x, y + 1) == ink;
	const char *s = upper && lower ? "\xe2\x96\x88" /* full block */
			: upper	       ? "\xe2\x96\x80" /* upper half */
			: lower	       ? "\xe2\x96\x84" /* lower half */
				       : " ";

	out_bytes(o, s, strlen(s));
}

static void
draw(struct out *o, const struct code *q)
{
	static const char black_on_white[] = "\033[38;5;16;48;5;231m";
	static const char plain[] = "\033[0m";

	for (int y = -QUIET; y < q->size + QUIET; y += 2) {
		if (o->colour)
			out_bytes(o, black_on_white, strlen(black_on_white));
		for (int x = -QUIET; x < q->size + QUIET; x++)
			cell(o, q, x, y);
		if (o->colour)
			out_bytes(o, plain, strlen(plain));
		out_bytes(o, "\n", 1);
	}
}

static int
show_code(struct cli *c, const struct entry *e, const char *text, bool inverse)
{
	struct code q = { .inverse = inverse };
	unsigned columns;

	if (!encode(text, &q))
		return complain_as(9, NULL, "the card is too large for a code");
	columns = (unsigned)(q.size + 2 * QUIET); /* at most 73 */
	if (c->out.tty && c->out.width + strlen(c->out.prefix) < columns)
		return complain_as(2, "make the window wider",
		    "the code is %u columns wide", columns);
	/* the code's own lines say EXERCISE inside it */
	draw(&c->out, &q);
	out_str(&c->out, e->id);
	out_put(&c->out, "  ");
	out_wrap(&c->out, 2, e->name);
	out_nl(&c->out);
	out_say(&c->out, 0,
	    "Compare a number on the telephone with this card before you call "
	    "it.");
	return 0;
}
#else
static int
show_code(struct cli *c, const struct entry *e, const char *text, bool inverse)
{
	(void)c;
	(void)e;
	(void)text;
	(void)inverse;
	return complain_as(2, "without --qr it is printed as text",
	    "this satchel was built without QR codes");
}
#endif

static int
show_text(struct cli *c, const struct entry *e, const char *text)
{
	struct export x = { .c = c, .o = &c->out };

	if (c->json) {
		json_open(&c->out);
		banner_json(&c->out, satchel_release_of(c->s));
		json_str(&c->out, "id", e->id);
		json_str(&c->out, "card", text);
		json_close(&c->out);
		return 0;
	}
	export_str(&x, text);
	export_str(&x, "\n");
	return 0;
}

int
cmd_card(struct cli *c, int argc, char **argv)
{
	bool qr = false, inverse = false;
	const struct opt opt[] = {
		{ OPT_FLAG, 0, "qr", NULL, "as a QR code on the screen", &qr, 0,
		    0 },
		{ OPT_FLAG, 0, "inverse", NULL,
		    "for dark letters on a light screen, without colour",
		    &inverse, 0, 0 },
	};
	const struct spec spec = { "card ID [--qr [--inverse]]", opt, 2,
		COMMON_BUNDLE | COMMON_DIRECTORY | COMMON_FRESH | COMMON_JSON,
		1, 1 };
	char text[CARD_SIZE];
	struct satchel_record r;
	struct entry e;

	if (!opt_parse(c, argc, argv, &spec) || !cli_read(c) ||
	    !id_get(c, c->args[0], &r))
		return c->status;
	if (!entry_of(&r, &e) ||
	    !small_card(satchel_release_of(c->s), &e, text, sizeof(text)))
		return complain_as(1, "satchel export --vcard has all of it",
		    "%s has nothing to dial that fits a small card", r.id);
	if (value_validity(e.value, cli_today(c, satchel_release_of(c->s))) !=
	    NULL)
		warn_of("satchel show has its dates",
		    "%s: %s, by its own dates", r.id,
		    value_validity(
			e.value, cli_today(c, satchel_release_of(c->s))));
	if (!qr || c->json)
		return show_text(c, &e, text);
	banner(c, satchel_release_of(c->s));
	return show_code(c, &e, text, inverse);
}
