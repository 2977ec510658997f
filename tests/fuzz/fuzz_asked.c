/* What is typed to who, understood; then compared with what is listed, here
 * the same text's second half. */
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "near.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
compare(const struct sat_rd *x, const struct sat_rd *y)
{
	struct sat_address *a = calloc(2, sizeof(*a));
	struct sat_near n;
	struct sat_wr w;

	if (a == NULL)
		return;
	sat_wr_init(&w, (size_t)1 << 20);
	if (sat_address_read(x, &w, &a[0]) && sat_address_read(y, &w, &a[1])) {
		(void)sat_near_address(&a[0], &a[1], &n);
		(void)sat_address_odd(&a[0]);
		if (sat_near_address(&a[0], &a[0], &n) &&
		    n.nearness != SATCHEL_SAME_DOMAIN)
			abort(); /* a domain is itself */
	}
	(void)sat_near_number(x, true, y, &n);
	if (sat_near_number(x, false, x, &n))
		abort(); /* a number is not near itself: it is listed */
	sat_wr_free(&w);
	free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sat_arena a = { 0 };
	struct satchel_err err;
	struct sat_asked q;
	struct sat_rd x, y;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (sat_asked_read(text, &a, &q, &err) &&
	    (q.said == NULL || q.text.n == 0))
		abort();
	x = sat_rd_of(data, size / 2, 0, NULL);
	y = sat_rd_of(data + size / 2, size - size / 2, 0, NULL);
	compare(&x, &y);
	sat_arena_free(&a);
	free(text);
	return 0;
}
