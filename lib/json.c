#include "json.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

/* A stored record needs 5 levels (contact, phones, phone, features, voice). */
enum { MAX_LEVELS = 8 };

static void
put_string(const char *s, size_t n, struct sat_wr *w)
{
	size_t from = 0;

	sat_wr_u8(w, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '"' && s[i] != '\\' && s[i] != '\n')
			continue;
		sat_wr_put(w, s + from, i - from);
		sat_wr_u8(w, '\\');
		sat_wr_u8(w, s[i] == '\n' ? 'n' : (uint8_t)s[i]); /* ASCII */
		from = i + 1;
	}
	sat_wr_put(w, s + from, n - from);
	sat_wr_u8(w, '"');
}

/* A list or map that is being written: |i| of its entries are. */
struct writing {
	const struct sat_node *v;
	size_t i;
};

static bool
is_scalar(const struct sat_node *v)
{
	return v->type == SAT_STR || v->type == SAT_INT;
}

static void
put_scalar(const struct sat_node *v, struct sat_wr *w)
{
	if (v->type == SAT_STR)
		put_string(v->u.s, v->n, w);
	else
		sat_wr_printf(w, "%" PRId64, v->u.i);
}

/* The next entry of |l|, with the comma and the key before it. */
static const struct sat_node *
put_next(struct writing *l, struct sat_wr *w)
{
	const struct sat_pair *p;
	size_t i = l->i++;

	if (i > 0)
		sat_wr_u8(w, ',');
	if (l->v->type == SAT_LIST)
		return &l->v->u.item[i];
	p = &l->v->u.pair[i];
	put_string(p->key, strlen(p->key), w);
	sat_wr_u8(w, ':');
	return &p->value;
}

void
sat_json_write(const struct sat_node *v, struct sat_wr *w)
{
	struct writing open[MAX_LEVELS];
	size_t depth = 0;

	for (;;) {
		if (is_scalar(v)) {
			put_scalar(v, w);
		} else if (depth == MAX_LEVELS) {
			w->full = true; /* no record is this deep */
			return;
		} else {
			sat_wr_u8(w, v->type == SAT_MAP ? '{' : '[');
			open[depth].v = v;
			open[depth++].i = 0;
		}
		while (depth > 0 && open[depth - 1].i == open[depth - 1].v->n)
			sat_wr_u8(
			    w, open[--depth].v->type == SAT_MAP ? '}' : ']');
		if (depth == 0)
			return;
		v = put_next(&open[depth - 1], w);
	}
}

/* Counts brackets outside strings, so that jansson, which recurses, is never
 * led deeper than a record goes. */
static bool
check_depth(const struct sat_rd *text, struct satchel_err *err)
{
	struct sat_rd r = *text;
	bool in = false, escaped = false;
	size_t depth = 0;
	uint8_t c;

	while (sat_rd_u8(&r, &c)) {
		if (in) {
			in = c != '"' || escaped;
			escaped = c == '\\' && !escaped;
		} else if (c == '"') {
			in = true;
		} else if (c == ']' || c == '}') {
			depth -= depth > 0;
		} else if ((c == '[' || c == '{') && ++depth > MAX_LEVELS) {
			return sat_rd_fail(err, &r,
			    "JSON nested deeper than %d levels", MAX_LEVELS);
		}
	}
	return true;
}

/* A list or map that is being read. */
struct reading {
	json_t *from;
	size_t i;
	void *iter; /* of an object */
	struct sat_node *to;
};

/* |out| gets the scalar |j|, or an empty list or map with room for all of |j|. */
static bool
convert(json_t *j, struct sat_arena *a, struct sat_node *out,
    const struct sat_rd *text, struct satchel_err *err)
{
	bool ok;

	if (json_is_integer(j)) {
		memset(out, 0, sizeof(*out));
		out->type = SAT_INT;
		out->u.i = json_integer_value(j);
		return true;
	}
	if (json_is_string(j))
		ok = sat_node_string(
		    a, json_string_value(j), json_string_length(j), out);
	else if (json_is_array(j))
		ok = sat_node_room(a, SAT_LIST, json_array_size(j), out);
	else if (json_is_object(j))
		ok = sat_node_room(a, SAT_MAP, json_object_size(j), out);
	else
		return sat_rd_fail(err, text, "JSON holds a value that is no "
		    "string, integer, list or map");
	return ok || sat_fail_nomem(err);
}

/* Where the next entry of |l| goes, and the entry; NULL: no memory. */
static struct sat_node *
next_slot(struct reading *l, struct sat_arena *a, json_t **j)
{
	struct sat_pair *p;
	const char *key;

	if (l->to->type == SAT_LIST) {
		*j = json_array_get(l->from, l->i++);
		return &l->to->u.item[l->to->n++];
	}
	key = json_object_iter_key(l->iter);
	*j = json_object_iter_value(l->iter);
	l->iter = json_object_iter_next(l->from, l->iter);
	p = &l->to->u.pair[l->to->n++];
	p->key = sat_arena_copy(a, key, strlen(key));
	return p->key == NULL ? NULL : &p->value;
}

static bool
at_end(const struct reading *l)
{
	return l->to->type == SAT_LIST ? l->i == json_array_size(l->from)
	                               : l->iter == NULL;
}

static bool
convert_all(json_t *j, struct sat_arena *a, struct sat_node *root,
    const struct sat_rd *text, struct satchel_err *err)
{
	struct reading open[MAX_LEVELS];
	struct sat_node *slot = root;
	size_t depth = 0;

	for (;;) {
		if (!convert(j, a, slot, text, err))
			return false;
		if (!is_scalar(slot)) {
			if (depth == MAX_LEVELS) /* check_depth saw to it */
				return sat_rd_fail(err, text, "JSON too deep");
			open[depth++] = (struct reading) { .from = j,
				.to = slot,
				.iter = json_object_iter(j) };
		}
		while (depth > 0 && at_end(&open[depth - 1]))
			depth--;
		if (depth == 0)
			return true;
		slot = next_slot(&open[depth - 1], a, &j);
		if (slot == NULL)
			return sat_fail_nomem(err);
	}
}

/* Is |text| what sat_json_write makes of |v|? */
static bool
check_canonical(const struct sat_node *v, const struct sat_rd *text,
    struct satchel_err *err)
{
	struct sat_rd got;
	struct sat_wr w;
	size_t same = 0;
	bool ok;

	sat_wr_init(&w, text->n + 1); /* + sat_wr_printf's NUL */
	sat_json_write(v, &w);
	if (w.nomem) {
		sat_wr_free(&w);
		return sat_fail_nomem(err);
	}
	got = sat_wr_rd(&w);
	ok = !w.full && sat_rd_eq(text, got.p, got.n);
	while (same < got.n && got.p[same] == text->p[same])
		same++;
	sat_wr_free(&w);
	return ok || sat_fail_off(err, SATCHEL_EFORMAT, text->file,
	    text->off + same, "JSON is not in canonical form");
}

/* jansson's own message, at its place. */
static bool
fail_parse(const struct sat_rd *text, const json_error_t *e,
    struct satchel_err *err)
{
	uint64_t at = e->position > 0 ? (uint64_t)e->position : 0;

	/* jansson often says nothing when it gets no memory */
	if (json_error_code(e) == json_error_out_of_memory ||
	    e->text[0] == '\0')
		return sat_fail_nomem(err);
	return sat_fail_off(err, SATCHEL_EFORMAT, text->file, text->off + at,
	    "not canonical JSON: %s", e->text);
}

bool
sat_json_read(const struct sat_rd *text, struct sat_arena *a,
    struct sat_node *v, struct satchel_err *err)
{
	struct sat_node root;
	json_error_t e;
	json_t *j;
	bool ok;

	if (!check_depth(text, err))
		return false;
	/* A fixed seed: the input is small and verified, and jansson would
	 * open /dev/urandom for one. */
	json_object_seed(1);
	j = json_loadb((const char *)text->p, text->n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (j == NULL)
		return fail_parse(text, &e, err);
	ok = convert_all(j, a, &root, text, err) &&
	    check_canonical(&root, text, err);
	json_decref(j);
	if (ok)
		*v = root;
	return ok;
}
