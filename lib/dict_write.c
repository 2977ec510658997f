#include "dict_write.h"

#include <string.h>

#include "num.h"

void
sat_dict_writer_init(
    struct sat_dict_writer *w, const struct sat_dict_sink *sink)
{
	memset(w, 0, sizeof(*w));
	w->sink = *sink;
	sat_wr_init(&w->list, SIZE_MAX);
	sat_wr_init(&w->entry, 4096);
	sat_wr_init(&w->strings, SAT_MAX_BLOCK);
	sat_wr_init(&w->entries, SAT_MAX_BLOCK);
}

void
sat_dict_writer_free(struct sat_dict_writer *w)
{
	sat_wr_free(&w->list);
	sat_wr_free(&w->entry);
	sat_wr_free(&w->strings);
	sat_wr_free(&w->entries);
}

static bool
close_block(struct sat_dict_writer *w, struct satchel_err *err)
{
	const struct sat_dict_sink *s = &w->sink;

	if (w->items == 0)
		return true;
	if (!sat_wr_done(&w->strings, "a block of strings", err) ||
	    !sat_wr_done(&w->entries, "a block of entries", err) ||
	    !s->strings(
		s->ctx, &w->strings, w->items, w->first, w->first_n, err) ||
	    !s->entries(s->ctx, &w->entries, w->items, err))
		return false;
	sat_wr_reset(&w->strings);
	sat_wr_reset(&w->entries);
	w->items = 0;
	w->last_n = 0;
	return true;
}

static size_t
common(const struct sat_dict_writer *w)
{
	size_t n = sat_min(w->n, w->last_n), i = 0;

	while (i < n && w->term[i] == w->last[i])
		i++;
	return i;
}

/* Writes the term that is complete, to a new block if it does not fit. */
static bool
close_term(struct sat_dict_writer *w, struct satchel_err *err)
{
	size_t lcp = common(w);

	if (w->n == 0)
		return true;
	if (w->items > 0 &&
	    w->strings.len + 2 + w->n - lcp + sat_varint_len(w->mask) >
		SAT_BLOCK_RAW) {
		if (!close_block(w, err))
			return false;
		lcp = 0;
	}
	if (w->items++ == 0) {
		memcpy(w->first, w->term, w->n);
		w->first_n = w->n;
		sat_wr_u64(&w->entries, w->term_pos);
	}
	sat_wr_u8(&w->strings, (uint8_t)lcp); /* <= 255 */
	sat_wr_u8(&w->strings, (uint8_t)(w->n - lcp));
	sat_wr_put(&w->strings, w->term + lcp, w->n - lcp);
	sat_wr_varint(&w->strings, w->mask);
	sat_wr_put(&w->entries, w->entry.p, w->entry.len);
	memcpy(w->last, w->term, w->n);
	w->last_n = w->n;
	w->n = 0;
	w->terms++;
	return sat_wr_done(&w->entry, "an entry", err);
}

static bool
open_term(struct sat_dict_writer *w, const struct sat_rd *term,
    struct satchel_err *err)
{
	if (!close_term(w, err))
		return false;
	if (term->n < 2 || term->n > SAT_MAX_TERM)
		return sat_fail(
		    err, SATCHEL_ELIMIT, "a term is %zu bytes", term->n);
	memcpy(w->term, term->p, term->n);
	w->n = term->n;
	w->mask = 0;
	w->term_pos = w->pos;
	sat_wr_reset(&w->entry);
	return true;
}

bool
sat_dict_add(struct sat_dict_writer *w, const struct sat_rd *term,
    enum sat_field f, struct sat_list *list, struct satchel_err *err)
{
	if (!sat_rd_eq(term, w->term, w->n) && !open_term(w, term, err))
		return false;
	w->mask |= SAT_FIELD(f);
	sat_wr_varint(&w->entry, list->df);
	if (list->df == 1) {
		sat_wr_varint(&w->entry, list->first);
		return true;
	}
	sat_wr_reset(&w->list);
	if (!sat_list_end(list, &w->list, err))
		return false;
	sat_wr_varint(&w->entry, w->list.len);
	w->pos += w->list.len;
	return w->sink.postings(w->sink.ctx, &w->list, err);
}

bool
sat_dict_finish(struct sat_dict_writer *w, struct satchel_err *err)
{
	return close_term(w, err) && close_block(w, err);
}
