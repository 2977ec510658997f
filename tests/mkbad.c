/*
 * mkbad: bundles with one thing wrong, signed again by the keys given, so that
 * the check under test is the one that trips.
 *
 *   mkbad bundle IN OUT [-k KEY]... [EDIT]...   an edit is one argument
 *   mkbad sign [KEY]... <TEXT >NOTE
 *   mkbad line PUB KEY <TEXT >LINE   labelled as PUB's, made by KEY
 *   mkbad vkey KEY                   its text for a root
 *   mkbad chain FILE N [KEY]...      N more roots that change nothing
 *   mkbad flip FILE AT OUT           a copy with one bit of that byte turned
 *   mkbad records BUNDLE             its records, a line each
 *   mkbad dump BUNDLE                its pages, for the writer of a test
 */
#include "mkbad_index.h"

enum { WORDS = 6 };

/* An edit in words; the last takes the rest of it. */
struct edit {
	char text[8192];
	char *word[WORDS];
	size_t n;
};

static void
split_edit(const char *arg, size_t most, struct edit *e)
{
	char *s = e->text;

	if (strlen(arg) >= sizeof(e->text))
		die("too long an edit");
	(void)snprintf(e->text, sizeof(e->text), "%s", arg);
	for (e->n = 0; e->n < most && *s != '\0';) {
		e->word[e->n++] = s;
		if (e->n == most)
			break;
		s += strcspn(s, " ");
		while (*s == ' ')
			*s++ = '\0';
	}
}

static const char *
word(const struct edit *e, size_t i)
{
	if (i >= e->n)
		die("\"%s\" lacks a word", e->text);
	return e->word[i];
}

static uint64_t
number(const struct edit *e, size_t i)
{
	char *end;
	uint64_t v = strtoull(word(e, i), &end, 0);

	if (*end != '\0')
		die("%s is no number", e->word[i]);
	return v;
}

/* "hex:00ff" or the text itself. */
static void
bytes(const char *s, struct sat_wr *w)
{
	unsigned v;

	if (strncmp(s, "hex:", 4) != 0) {
		sat_wr_str(w, s);
		return;
	}
	for (s += 4; sscanf(s, "%2x", &v) == 1; s += 2)
		sat_wr_u8(w, (uint8_t)v);
}

/* ---- all that is edited ------------------------------------------------ */

struct work {
	const char *in;
	struct forged f;
	struct payload y;
	struct forged_index x;
	bool has_index;	     /* |x| is the one to be written */
	struct sat_wr lines; /* new records, if any */
};

static void
need_index(struct work *w)
{
	if (!w->has_index)
		read_index(w->in, &w->f, &w->x);
	w->has_index = true;
}

/* ---- edits of the statement and the members ----------------------------- */

static bool
edit_member(struct work *w, struct edit *e)
{
	const char *verb = word(e, 0);
	enum sat_member m;

	if (strcmp(verb, "statement") == 0)
		m = SAT_STATEMENT;
	else if (strcmp(verb, "roots") == 0)
		m = SAT_ROOTS;
	else if (strcmp(verb, "history") == 0)
		m = SAT_HISTORY;
	else if (strcmp(verb, "payload") == 0)
		m = SAT_PAYLOAD;
	else
		return false;
	sat_wr_free(&w->f.member[m]);
	load_file(word(e, 1), &w->f.member[m]);
	if (m == SAT_STATEMENT)
		w->f.verbatim = true;
	if (m == SAT_HISTORY)
		commit_history(&w->f);
	return true;
}

/* ---- edits of pages ------------------------------------------------------ */

/* "max", "max-1", "+1", "-1", "^1", "5" */
static void
poke(struct page *p, const struct place *at, const char *value)
{
	struct poke *k = &p->poke[p->pokes++];
	uint64_t max =
	    at->width == 8 ? UINT64_MAX : (UINT64_C(1) << (8 * at->width)) - 1;

	if (p->pokes > MOST_POKES)
		die("too many pokes");
	k->at = at->at;
	k->width = at->width;
	k->how = *value == '+' || *value == '^' ? *value
		 : *value == '-'		? '+'
						: '=';
	k->v = strncmp(value, "max", 3) == 0 ? max - (value[3] == '-')
	       : *value == '-'		     ? -strtoull(value + 1, NULL, 0)
			       : strtoull(value + (k->how != '='), NULL, 0);
}

static void
trade(struct page *a, struct page *b)
{
	struct sat_wr raw = a->raw, stored = a->stored;

	a->raw = b->raw;
	a->stored = b->stored;
	b->raw = raw;
	b->stored = stored;
}

/* "swap A B": the pages, with what is said of them; "trade A B": their bytes
 * alone, as they are stored. */
static bool
edit_two(struct work *w, struct edit *e)
{
	unsigned i = 0, j = 0;
	struct page *p, *q, *a, *b;

	if (strcmp(word(e, 0), "swap") != 0 && strcmp(word(e, 0), "trade") != 0)
		return false;
	a = find_page(&w->y, word(e, 1));
	b = find_page(&w->y, word(e, 2));
	if (strcmp(word(e, 0), "trade") == 0) {
		trade(a, b);
		return true;
	}
	p = find_parent(&w->y, word(e, 1), &i);
	q = find_parent(&w->y, word(e, 2), &j);
	p->child[i] = b;
	q->child[j] = a;
	return true;
}

/* Another entry for the bytes of child |at|, right behind it. */
static void
twin(struct page *node, unsigned at)
{
	struct page *p =
	    new_page(node->child[at]->tree, node->child[at]->level);
	const struct page *of = node->child[at];

	p->twin = node->child[at];
	p->first = of->first;
	p->items = of->items;
	sat_wr_put(&p->key, of->key.p, of->key.len);
	for (unsigned i = node->n++; i > at + 1; i--)
		node->child[i] = node->child[i - 1];
	node->child[at + 1] = p;
}

/* The children from |at| on become a node of their own. */
static void
split_node(struct page *up, unsigned i, unsigned at)
{
	struct page *p = up->child[i];
	struct page *q = node_over(&p->child[at], p->n - at);

	p->n = at;
	for (unsigned k = up->n++; k > i + 1; k--)
		up->child[k] = up->child[k - 1];
	up->child[i + 1] = q;
}

static bool
edit_place(struct work *w, struct edit *e)
{
	const char *verb = word(e, 0);
	struct page *node;
	unsigned i = 0;

	if (strcmp(verb, "drop") != 0 && strcmp(verb, "twin") != 0 &&
	    strcmp(verb, "split") != 0)
		return false;
	node = find_parent(&w->y, word(e, 1), &i);
	if (strcmp(verb, "drop") == 0) {
		for (node->n--; i < node->n; i++)
			node->child[i] = node->child[i + 1];
	} else if (strcmp(verb, "twin") == 0) {
		twin(node, i);
	} else {
		split_node(node, i, (unsigned)number(e, 2));
	}
	return true;
}

/* A stream in the place of |p|'s: what it holds too little or too much of. */
static void
edit_stream(struct page *p, const struct edit *e)
{
	struct satchel_err err;
	struct sat_wr zeros;
	const char *how = word(e, 2);

	if (strcmp(how, "cut") == 0) {
		p->stored.len -= number(e, 3);
	} else if (strcmp(how, "add") == 0) {
		bytes(word(e, 3), &p->stored);
	} else if (strcmp(how, "is") == 0) {
		sat_wr_reset(&p->stored);
		bytes(word(e, 3), &p->stored);
	} else { /* bomb: so many zeros */
		sat_wr_init(&zeros, SIZE_MAX);
		sat_wr_fill(&zeros, 0, number(e, 3));
		sat_wr_reset(&p->stored);
		must(sat_deflate(zeros.p, zeros.len, NULL, 0, &p->stored, &err),
		    &err);
		sat_wr_free(&zeros);
	}
}

/* The raw bytes of a block, which is then packed again. */
static bool
edit_raw(struct page *p, const struct edit *e)
{
	const char *verb = word(e, 0);
	struct sat_wr w;

	if (strcmp(verb, "cut") == 0) {
		p->raw.len -= number(e, 2);
	} else if (strcmp(verb, "add") == 0) {
		bytes(word(e, 2), &p->raw);
	} else if (strcmp(verb, "put") == 0) {
		sat_wr_init(&w, SIZE_MAX);
		bytes(word(e, 3), &w);
		if (number(e, 2) + w.len > p->raw.len)
			die("past the end of the block");
		memcpy(p->raw.p + number(e, 2), w.p, w.len);
		sat_wr_free(&w);
	} else {
		return false;
	}
	p->repack = true;
	return true;
}

static bool
edit_page(struct work *w, struct edit *e)
{
	const char *verb = word(e, 0);
	struct page *p;
	struct place at;

	if (strcmp(verb, "end") == 0) {
		w->y.end_gap = number(e, 1);
		return true;
	}
	if (strcmp(verb, "tail") == 0) {
		w->y.tail = number(e, 1);
		return true;
	}
	if (strcmp(verb, "poke") == 0 && strcmp(word(e, 1), "root") == 0) {
		at = find_field(NULL, word(e, 2));
		poke(&w->y.top, &at, word(e, 3));
		return true;
	}
	p = find_page(&w->y, word(e, 1));
	if (strcmp(verb, "poke") == 0) {
		at = find_field(p, word(e, 2));
		poke(p, &at, word(e, 3));
	} else if (strcmp(verb, "gap") == 0) {
		p->gap = number(e, 2);
	} else if (strcmp(verb, "hide") == 0) {
		p->hidden = true;
	} else if (strcmp(verb, "key") == 0) {
		sat_wr_reset(&p->key);
		bytes(word(e, 2), &p->key);
	} else if (strcmp(verb, "first") == 0) {
		p->first = number(e, 2);
	} else if (strcmp(verb, "items") == 0) {
		p->items = number(e, 2);
	} else if (strcmp(verb, "stream") == 0) {
		edit_stream(p, e);
	} else {
		return edit_raw(p, e);
	}
	return true;
}

/* "lift records 3": nodes of a single child on top of the tree. */
static bool
edit_tree(struct work *w, struct edit *e)
{
	struct page *p;

	if (strcmp(word(e, 0), "lift") != 0)
		return false;
	p = find_page(&w->y, word(e, 1));
	for (uint64_t i = number(e, 2); i > 0; i--)
		p = node_over(&p, 1);
	w->y.tree[p->tree] = p;
	return true;
}

/* ---- edits of the index --------------------------------------------------- */

static void
move_term(struct forged_index *x, struct forged_term *t, const char *verb)
{
	size_t i = (size_t)(t - x->term);
	struct forged_term copy = *t;

	if (strcmp(verb, "unsort") == 0) {
		if (i + 1 == x->n)
			die("it is the last term");
		x->term[i] = x->term[i + 1];
		x->term[i + 1] = copy;
	} else if (strcmp(verb, "leave") == 0) {
		memmove(t, t + 1, (x->n - i - 1) * sizeof(*t));
		x->n--;
	} else { /* double */
		(void)add_term(x, copy.text, copy.n);
		memmove(
		    &x->term[i + 1], &x->term[i], (x->n - i - 1) * sizeof(*t));
	}
}

/* "list TERM hex:...": the bytes of its first list, and their number. */
static void
set_list(struct forged_list *l, const char *s)
{
	sat_wr_free(&l->bytes);
	sat_wr_init(&l->bytes, SIZE_MAX);
	bytes(s, &l->bytes);
	l->len = l->bytes.len;
}

/* "table TERM +AT VALUE": a byte of the first list's long form. */
static void
poke_list(struct forged_list *l, size_t at, uint64_t v)
{
	if (at >= l->bytes.len)
		die("no byte %zu in a list of %zu", at, l->bytes.len);
	l->bytes.p[at] = (uint8_t)v;
}

/* A short list in the long form, of one segment. */
static void
lengthen(struct forged_list *l)
{
	struct sat_rd r = sat_wr_rd(&l->bytes);
	uint64_t base = 0, lo = 0, hi = 0;
	struct sat_wr w;

	if (!sat_run_read(&r, UINT32_MAX, &base, &lo, &hi))
		die("no list");
	sat_wr_init(&w, SIZE_MAX);
	sat_wr_u32(&w, 1);
	sat_wr_u32(&w, (uint32_t)lo); /* below 2^32 */
	sat_wr_u32(&w, 0);
	sat_wr_put(&w, l->bytes.p, l->bytes.len);
	sat_wr_free(&l->bytes);
	l->bytes = w;
	l->len = w.len;
}

static bool
edit_list(struct forged_term *t, struct edit *e)
{
	struct forged_list *l = &t->list[0];
	const char *verb = word(e, 0);

	if (strcmp(verb, "df") == 0)
		l->df = number(e, 2);
	else if (strcmp(verb, "len") == 0)
		l->len = number(e, 2);
	else if (strcmp(verb, "ordinal") == 0)
		l->one = number(e, 2);
	else if (strcmp(verb, "list") == 0)
		set_list(l, word(e, 2));
	else if (strcmp(verb, "table") == 0)
		poke_list(l, number(e, 2), number(e, 3));
	else if (strcmp(verb, "long") == 0)
		lengthen(l);
	else
		return false;
	return true;
}

static bool
edit_term(struct forged_term *t, struct edit *e)
{
	const char *verb = word(e, 0);

	if (strcmp(verb, "prefix") == 0)
		bytes(word(e, 2), &t->prefix);
	else if (strcmp(verb, "suffix") == 0)
		bytes(word(e, 2), &t->suffix);
	else if (strcmp(verb, "mask") == 0)
		bytes(word(e, 2), &t->mask_bytes);
	else if (strcmp(verb, "field") == 0)
		t->mask = (uint32_t)number(e, 2);
	else if (strcmp(verb, "entry") == 0)
		bytes(word(e, 2), &t->entry);
	else if (strcmp(verb, "split-at") == 0)
		t->cut = true;
	else
		return edit_list(t, e);
	return true;
}

static bool
edit_index(struct work *w, struct edit *e)
{
	static const char *const verbs[] = { "prefix", "suffix", "mask",
		"field", "entry", "split-at", "df", "len", "ordinal", "list",
		"table", "long", "unsort", "leave", "double", NULL };
	const char *verb = word(e, 0);
	struct forged_term *t;
	size_t i = 0;

	while (verbs[i] != NULL && strcmp(verbs[i], verb) != 0)
		i++;
	if (verbs[i] == NULL && strcmp(verb, "place") != 0 &&
	    strcmp(verb, "strings-end") != 0 &&
	    strcmp(verb, "entries-end") != 0)
		return false;
	need_index(w);
	if (strcmp(verb, "place") == 0) {
		w->x.pos_lie = number(e, 1);
	} else if (verbs[i] == NULL) {
		struct sat_wr *end =
		    verb[0] == 's' ? &w->x.strings_end : &w->x.entries_end;

		sat_wr_init(end, 1024);
		bytes(word(e, 1), end);
	} else {
		t = find_term(&w->x, word(e, 1));
		if (!edit_term(t, e))
			move_term(&w->x, t, verb);
		w->x.cut_strings =
		    w->x.cut_strings ||
		    (t->cut && e->n > 2 && strcmp(e->word[2], "both") == 0);
	}
	return true;
}

/* ---- edits of the records --------------------------------------------------- */

/* Record blocks as they are due for |lines|, whatever is in them. */
static struct page *
pack_records(const struct sat_wr *lines)
{
	struct sat_rd rest = sat_wr_rd(lines), line, id;
	struct page **list = NULL, *p = NULL;
	size_t n = 0;
	uint64_t ordinal = 0;

	for (; sat_rd_line(&rest, &line); ordinal++) {
		size_t limit = sat_block_limit(SAT_RECORDS);

		if (p == NULL || p->raw.len > limit ||
		    line.n + 1 > limit - p->raw.len) {
			p = new_page(SAT_RECORDS, 0);
			p->repack = true;
			p->first = ordinal;
			if (sat_record_id(&line, &id) && id.n <= SAT_MAX_KEY)
				sat_wr_put(&p->key, id.p, id.n);
			list = realloc(list, (n + 1) * sizeof(struct page *));
			if (list == NULL)
				die("no memory");
			list[n++] = p;
		}
		sat_wr_put(&p->raw, line.p, line.n);
		sat_wr_u8(&p->raw, '\n');
		p->items++;
	}
	p = tree_over(list, n);
	free(list);
	return p;
}

/* What the statement says of |lines|. */
static void
commit_records(struct work *w)
{
	struct sat_rd rest = sat_wr_rd(&w->lines), line, id;
	struct sat_merkle m = { 0 };
	struct sat_hash h;

	while (sat_rd_line(&rest, &line)) {
		uint8_t salt[SAT_SALT_SIZE];

		if (!sat_record_id(&line, &id))
			id = sat_rd_of("", 0, 0, NULL);
		sat_record_salt(w->y.root.seed, id.p, id.n, salt);
		sat_record_leaf(salt, line.p, line.n, &h);
		sat_merkle_add(&m, &h);
	}
	sat_merkle_root(&m, &h);
	w->y.root.records = m.n;
	set_sized(&w->f, "records", m.n, "rfc6962-sha256:", &h);
}

/* "records FILE": these lines; the index is theirs too, until "index FILE"
 * makes it that of other lines. */
static bool
edit_records(struct work *w, struct edit *e)
{
	bool both = strcmp(word(e, 0), "records") == 0;
	struct sat_wr lines;

	if (!both && strcmp(word(e, 0), "index") != 0)
		return false;
	load_file(word(e, 1), &lines);
	w->x = (struct forged_index){ 0 };
	w->has_index = true;
	gather_index(&lines, &w->x);
	if (both) {
		w->lines = lines;
		w->y.tree[SAT_RECORDS] = pack_records(&lines);
		commit_records(w);
	} else {
		sat_wr_free(&lines);
	}
	return true;
}

/* ---- the commands -------------------------------------------------------------- */

/* Pages can be named only once the index has its blocks. */
static void
edit(struct work *w, const char *arg)
{
	struct edit e;

	split_edit(arg, strncmp(arg, "line ", 5) == 0 ? 3 : WORDS, &e);
	if (edit_member(w, &e) || edit_records(w, &e) || edit_index(w, &e))
		return;
	if (w->has_index) {
		write_index(&w->x, &w->y);
		w->has_index = false;
	}
	if (!edit_two(w, &e) && !edit_place(w, &e) && !edit_tree(w, &e) &&
	    !edit_page(w, &e))
		die("no edit \"%s\"", arg);
}

/* bundle IN OUT [-k KEY]... [EDIT]... */
static void
bundle(int argc, char **argv)
{
	struct work *w = calloc(1, sizeof(*w));
	bool payload = false;

	if (w == NULL || argc < 4)
		die("bundle IN OUT [-k KEY]... [EDIT]...");
	w->in = argv[2];
	load_members(&w->f, w->in);
	read_payload(w->in, &w->f, &w->y);
	for (int i = 4; i < argc; i++) {
		if (strcmp(argv[i], "-k") == 0 && i + 1 < argc) {
			load_key(&w->f, argv[++i]);
			continue;
		}
		payload = payload || strncmp(argv[i], "payload ", 8) == 0;
		if (strncmp(argv[i], "line ", 5) != 0)
			edit(w, argv[i]);
	}
	if (w->has_index)
		write_index(&w->x, &w->y);
	if (!payload)
		write_payload(&w->y, &w->f.member[SAT_PAYLOAD]);
	commit_payload(&w->f);
	for (int i = 4; i < argc; i++) { /* these have the last word */
		struct edit e;

		if (strcmp(argv[i], "-k") == 0 ||
		    strncmp(argv[i], "line ", 5) != 0)
			continue;
		split_edit(argv[i], 3, &e);
		set_line(&w->f, word(&e, 1), word(&e, 2));
	}
	save_release(&w->f, argv[3]);
	free_release(&w->f); /* the pages end with the process */
}

/* sign [KEY]... */
static void
sign(int argc, char **argv)
{
	struct forged f = { 0 };
	struct sat_wr note;

	load_file("/dev/stdin", &f.text);
	for (int i = 2; i < argc; i++)
		load_key(&f, argv[i]);
	sign_text(&f, &f.text, &note);
	save_file("-", &note);
}

/* line PUB KEY */
static void
line(int argc, char **argv)
{
	struct forged f = { 0 };
	struct sat_wr file, out;
	struct satchel_err err;
	struct sat_pubkey pub;
	struct sat_rd r;
	uint8_t sig[64];

	if (argc != 4)
		die("line PUB KEY");
	load_file(argv[2], &file);
	r = sat_wr_rd(&file);
	must(sat_pubkey_read(&r, &pub, &err), &err);
	load_key(&f, argv[3]);
	load_file("/dev/stdin", &f.text);
	must(sat_seckey_sign(f.key[0], f.text.p, f.text.len, sig, &err), &err);
	sat_wr_init(&out, 4096);
	sat_note_line(&pub, sig, &out);
	save_file("-", &out);
}

/* vkey KEY */
static void
vkey(int argc, char **argv)
{
	struct forged f = { 0 };
	struct sat_wr out;

	if (argc != 3)
		die("vkey KEY");
	load_key(&f, argv[2]);
	sat_wr_init(&out, 4096);
	sat_vkey_write(sat_seckey_public(f.key[0]), &out);
	sat_wr_u8(&out, '\n');
	save_file("-", &out);
}

/* chain FILE N [KEY]... */
static void
chain(int argc, char **argv)
{
	struct forged f = { 0 };
	struct satchel_err err;
	struct sat_chain *c = NULL;
	struct sat_root *r = calloc(1, sizeof(*r));
	struct sat_wr file, note, text;
	struct sat_rd all;

	if (argc < 4 || r == NULL)
		die("chain FILE N [KEY]...");
	for (int i = 4; i < argc; i++)
		load_key(&f, argv[i]);
	load_file(argv[2], &file);
	all = sat_wr_rd(&file);
	must(sat_chain_read(&all, 0, &c, &err), &err);
	must(sat_root_read(&c->note[c->n - 1].text, r, &err), &err);
	for (unsigned long n = strtoul(argv[3], NULL, 10); n > 0; n--) {
		r->version++;
		r->has_previous = true;
		r->previous = r->digest;
		sat_wr_init(&text, SAT_MAX_ROOT_TEXT);
		sat_root_write(r, &text);
		sat_sha256(text.p, text.len, &r->digest);
		sign_text(&f, &text, &note);
		sat_wr_put(&file, note.p, note.len);
		sat_wr_free(&note);
		sat_wr_free(&text);
	}
	save_file(argv[2], &file);
}

/* flip FILE AT OUT */
static void
flip(int argc, char **argv)
{
	struct sat_wr w;
	size_t at;

	if (argc != 5)
		die("flip FILE AT OUT");
	load_file(argv[2], &w);
	at = strtoul(argv[3], NULL, 10);
	if (at >= w.len)
		die("%s has no byte %zu", argv[2], at);
	w.p[at] ^= 1;
	save_file(argv[4], &w);
}

static void
put_records(const struct page *p)
{
	for (unsigned i = 0; i < p->n; i++)
		put_records(p->child[i]);
	if (p->level == 0)
		save_file("-", &p->raw);
}

/* records BUNDLE */
static void
records(int argc, char **argv)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL || argc != 3)
		die("records BUNDLE");
	load_members(&w->f, argv[2]);
	read_payload(argv[2], &w->f, &w->y);
	put_records(w->y.tree[SAT_RECORDS]);
}

static void
dump_page(const struct page *p, const char *path)
{
	char child[64];

	printf("%s level %u first %llu items %llu raw %zu stored %zu key %zu\n",
	    path, p->level, (unsigned long long)p->first,
	    (unsigned long long)p->items, p->raw.len, p->stored.len,
	    p->key.len);
	for (unsigned i = 0; i < p->n; i++) {
		(void)snprintf(child, sizeof(child), "%.48s/%u", path, i);
		dump_page(p->child[i], child);
	}
}

/* dump BUNDLE */
static void
dump(int argc, char **argv)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL || argc != 3)
		die("dump BUNDLE");
	w->in = argv[2];
	load_members(&w->f, w->in);
	read_payload(w->in, &w->f, &w->y);
	for (int i = 0; i < SAT_TREES; i++)
		if (w->y.tree[i] != NULL)
			dump_page(w->y.tree[i], sat_tree_name[i]);
	need_index(w);
	for (size_t i = 0; i < w->x.n; i++) {
		const struct forged_term *t = &w->x.term[i];

		printf("term %u:%.*s mask 0x%x df", t->text[0], (int)t->n - 1,
		    (const char *)t->text + 1, t->mask);
		for (unsigned k = 0; k < t->lists; k++)
			printf(" %llu(%zu)", (unsigned long long)t->list[k].df,
			    t->list[k].bytes.len);
		printf("\n");
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(int argc, char **argv);
	} command[] = { { "bundle", bundle }, { "sign", sign },
		{ "line", line }, { "vkey", vkey }, { "chain", chain },
		{ "flip", flip }, { "records", records }, { "dump", dump } };

	if (sodium_init() < 0)
		die("libsodium");
	for (size_t i = 0; i < sizeof(command) / sizeof(*command); i++)
		if (argc > 1 && strcmp(argv[1], command[i].name) == 0) {
			command[i].run(argc, argv);
			return 0;
		}
	die("bundle, sign, line, vkey, chain, flip, records or dump");
}
