/* nearest: what was meant by a word that is not there. */
#include <string.h>

#include "opt.h"

enum { WORD_MAX = 32 };

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: insert, drop, change, swap of neighbours. */
size_t
word_distance(const char *a, const char *b)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > WORD_MAX || m > WORD_MAX)
		return WORD_MAX;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			size_t v = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			v = least(v, least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				v = least(v, d[i - 2][j - 2] + 1);
			d[i][j] = v;
		}
	return d[n][m];
}

const char *
nearest(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t most = strlen(word) < 4 ? 1 : 2;

	for (size_t i = 0; i < n; i++) {
		size_t far = word_distance(word, names[i]);

		if (strlen(word) >= 3 &&
		    strncmp(word, names[i], strlen(word)) == 0)
			far = 1; /* the beginning of a name */
		if (far <= most) {
			best = names[i];
			most = far - (far > 0);
		}
	}
	return best;
}
