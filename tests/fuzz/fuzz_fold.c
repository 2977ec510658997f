/* Any bytes folded: valid UTF-8, the same when folded again, and the same
 * words. */
#include <stdlib.h>
#include <string.h>

#include "utf8.h"
#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check_words(const struct sat_wr *folded)
{
	struct sat_rd r = sat_wr_rd(folded);
	struct sat_word w = { 0 };
	const uint8_t *end = r.p;

	for (;;) {
		struct sat_word last = w;

		if (!sat_words_next(&r, &w))
			break;
		must(w.p >= end && w.n >= 1 && w.n <= SAT_WORD_MAX);
		must(sat_utf8_valid(w.p, w.n, NULL));
		must(!w.gram || sat_word_letters(w.p, w.n) <= SAT_GRAM_MAX);
		must(!w.joined || (last.gram && last.p + last.n == w.p &&
				      last.n + w.n <= SAT_WORD_MAX));
		end = w.p + w.n;
		must(r.p == end);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_wr once, twice;

	if (size > 1 << 16)
		return 0;
	sat_wr_init(&once, 1 << 21);
	sat_wr_init(&twice, 1 << 21);
	sat_fold(data, size, &once);
	sat_fold(once.p, once.len, &twice);
	must(!once.full && !twice.full && once.len == twice.len);
	must(once.len == 0 || memcmp(once.p, twice.p, once.len) == 0);
	must(once.len == 0 || sat_utf8_valid(once.p, once.len, NULL));
	check_words(&once);
	sat_wr_free(&once);
	sat_wr_free(&twice);
	return 0;
}
