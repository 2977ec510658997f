/*
 * Makes fold_table.c from utf8proc 2.8.0, once for each table number: "make
 * generate".  A later utf8proc folds other code points, so it is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

enum { MAX_SEQ = 64, MAX_CELL = 32768, MAX_TEXT = 65535, ROWS = 256 };

struct seq {
	size_t n;
	uint32_t cp[MAX_SEQ];
};

static uint16_t cells[ROWS][128];
static uint8_t blocks[0x110000 >> 7];
static uint16_t starts[MAX_CELL];
static char text[MAX_TEXT];
static size_t n_rows, n_starts, n_text;

static void
die(const char *why)
{
	fprintf(stderr, "fold_gen: %s\n", why);
	exit(1);
}

static int
within(uint32_t c, uint32_t from, uint32_t to)
{
	return c >= from && c <= to;
}

static int
droppable(uint32_t c)
{
	return within(c, 0x300, 0x36f) || within(c, 0x591, 0x5c7) ||
	       within(c, 0x610, 0x61a) || within(c, 0x64b, 0x65f) ||
	       c == 0x670 || within(c, 0x6d6, 0x6ed);
}

/* Step 3 of fold.h; NULL: no pair. */
static const char *
pair(uint32_t c)
{
	static const struct {
		uint32_t from;
		const char *to;
	} pairs[] = { { 0x142, "l" }, { 0x111, "d" }, { 0xf0, "d" },
		{ 0xf8, "o" }, { 0x131, "i" }, { 0xe6, "ae" }, { 0x153, "oe" },
		{ 0xfe, "th" }, { 0x127, "h" }, { 0x167, "t" }, { 0x14b, "n" },
		{ 0x649, "\xd9\x8a" }, { 0x6cc, "\xd9\x8a" },
		{ 0x629, "\xd9\x87" }, { 0x6a9, "\xd9\x83" }, { 0x640, "" },
		{ 0x2be, "" }, { 0x2bf, "" } };
	static const char *const digits[] = { "0", "1", "2", "3", "4", "5", "6",
		"7", "8", "9" };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].from == c)
			return pairs[i].to;
	if (within(c, 0x660, 0x669))
		return digits[c - 0x660];
	if (within(c, 0x6f0, 0x6f9))
		return digits[c - 0x6f0];
	return NULL;
}

static void
push(struct seq *s, uint32_t c)
{
	if (s->n == MAX_SEQ)
		die("a sequence is too long");
	s->cp[s->n++] = c;
}

static void
push_text(struct seq *s, const char *p)
{
	utf8proc_int32_t c;

	while (*p != '\0') {
		p += utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
		push(s, (uint32_t)c);
	}
}

/* Steps 1 to 3 for one code point, onto |s|. */
static void
once(uint32_t c, struct seq *s)
{
	utf8proc_int32_t out[MAX_SEQ];
	int last = 0;
	utf8proc_ssize_t n =
	    utf8proc_decompose_char((utf8proc_int32_t)c, out, MAX_SEQ,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
		    UTF8PROC_IGNORE,
		&last);

	if (n < 0 || n > MAX_SEQ)
		die("utf8proc cannot decompose");
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		uint32_t d = (uint32_t)out[i];
		const char *to = pair(d);

		if (droppable(d) &&
		    utf8proc_category(out[i]) == UTF8PROC_CATEGORY_MN)
			continue;
		if (to != NULL)
			push_text(s, to);
		else
			push(s, d);
	}
}

static void
fold(uint32_t c, struct seq *s)
{
	struct seq before = { 1, { c } };

	for (;;) {
		s->n = 0;
		for (size_t i = 0; i < before.n; i++)
			once(before.cp[i], s);
		if (s->n == before.n &&
		    memcmp(s->cp, before.cp, s->n * sizeof(s->cp[0])) == 0)
			return;
		before = *s;
	}
}

/* Scripts written without spaces between words, by block. */
static int
gram_script(uint32_t c)
{
	static const uint32_t r[][2] = { { 0xe00, 0xeff }, /* Thai, Lao */
		{ 0x1000, 0x109f }, { 0xa9e0, 0xa9ff },
		{ 0xaa60, 0xaa7f }, /* Myanmar */
		{ 0x1780, 0x17ff }, /* Khmer */
		{ 0x2e80, 0x2fdf }, { 0x3005, 0x3007 }, { 0x3021, 0x3029 },
		{ 0x3038, 0x303b }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff },
		{ 0xf900, 0xfaff }, { 0x20000, 0x323af }, /* Han */
		{ 0x3041, 0x30ff }, { 0x31f0, 0x31ff },
		{ 0x1aff0, 0x1b16f } /* Kana */ };

	for (size_t i = 0; i < sizeof(r) / sizeof(r[0]); i++)
		if (within(c, r[i][0], r[i][1]))
			return 1;
	return 0;
}

/* The values are enum sat_letter's. */
static uint16_t
letter(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
		if (within(c, 0x2b9, 0x2bd)) /* apostrophes by another name */
			return 0;
		return gram_script(c) ? 3 : 1;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NO:
		return 1;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return 2;
	default:
		return 0;
	}
}

/* The number of the sequence |p|, added if it is new. */
static uint16_t
sequence(const char *p, size_t n)
{
	for (size_t i = 0; i < n_starts; i++) {
		size_t end = i + 1 < n_starts ? starts[i + 1] : n_text;

		if (end - starts[i] == n && memcmp(text + starts[i], p, n) == 0)
			return (uint16_t)(i + 4);
	}
	if (n_starts + 1 == MAX_CELL || n_text + n > MAX_TEXT)
		die("the table is too large");
	starts[n_starts] = (uint16_t)n_text;
	memcpy(text + n_text, p, n);
	n_text += n;
	return (uint16_t)(n_starts++ + 4);
}

static uint16_t
cell(uint32_t c)
{
	char out[MAX_SEQ * 4];
	struct seq s;
	size_t n = 0;

	if (within(c, 0xd800, 0xdfff)) /* never in UTF-8 */
		return 0;
	if (within(c, 0xac00, 0xd7a3)) /* fold.c decomposes it */
		return 1;
	fold(c, &s);
	if (s.n == 1 && s.cp[0] == c)
		return letter(c);
	for (size_t i = 0; i < s.n; i++)
		n += (size_t)utf8proc_encode_char(
		    (utf8proc_int32_t)s.cp[i], (utf8proc_uint8_t *)out + n);
	return sequence(out, n);
}

static void
fill(void)
{
	for (uint32_t b = 0; b < 0x110000 >> 7; b++) {
		uint16_t row[128];
		size_t i = 0;

		for (uint32_t j = 0; j < 128; j++)
			row[j] = cell(b << 7 | j);
		while (i < n_rows && memcmp(cells[i], row, sizeof(row)) != 0)
			i++;
		if (i == ROWS)
			die("too many different rows");
		if (i == n_rows)
			memcpy(cells[n_rows++], row, sizeof(row));
		blocks[b] = (uint8_t)i;
	}
}

static unsigned
value(const void *p, size_t size, size_t i)
{
	return size == 1 ? ((const uint8_t *)p)[i] : ((const uint16_t *)p)[i];
}

static void
print(const char *decl, const void *p, size_t size, size_t n)
{
	int col = 80;

	printf("\n%s = {", decl);
	for (size_t i = 0; i < n; i++) {
		char num[16];
		int len = snprintf(num, sizeof(num), "%u,", value(p, size, i));

		if (col + len > 79) {
			printf("\n");
			col = 0;
		}
		printf("%s", num);
		col += len;
	}
	printf("\n};\n");
}

int
main(void)
{
	if (strcmp(utf8proc_unicode_version(), "15.0.0") != 0)
		die("table 1 is made from Unicode 15.0.0 (utf8proc 2.8.0)");
	fill();
	starts[n_starts] = (uint16_t)n_text;
	printf("/* Table 1, made by fold_gen.c; do not edit. */\n"
	       "#include \"fold_table.h\"\n\n/* clang-format off */\n");
	print("const uint8_t sat_fold_block[0x110000 >> 7]", blocks, 1,
	    sizeof(blocks));
	print("const uint16_t sat_fold_cell[]", cells, 2, n_rows * 128);
	print("const uint16_t sat_fold_start[]", starts, 2, n_starts + 1);
	print("const uint8_t sat_fold_text[]", text, 1, n_text);
	fprintf(stderr,
	    "fold_gen: %zu rows, %zu sequences, %zu bytes of text\n", n_rows,
	    n_starts, n_text);
	return 0;
}
