#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2016 # set by helpers.bash; tests are subshells
load helpers
load desk

setup_file() {
	roster_world
	odd_world
}

# page: $output is well-formed; prints what it says of tables and text.
page() {
	printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/book.html"
	python3 - "$BATS_TEST_TMPDIR/book.html" "$@" <<'END'
import html.parser, sys

class Page(html.parser.HTMLParser):
    void = {"meta", "br"}
    def __init__(self):
        super().__init__()
        self.open, self.tables, self.text, self.langs = [], [], [], []
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        assert tag in {"html", "head", "meta", "title", "style", "body", "table", "thead", "tfoot", "tbody", "tr", "td",
                       "h1", "h2", "h3", "dl", "dt", "dd", "ol", "li", "span", "bdi", "div", "br"}, tag
        assert set(a) <= {"lang", "dir", "class", "charset", "name", "content", "http-equiv"}, a
        if tag not in self.void:
            self.open.append(tag)
        if tag == "table":
            self.tables.append("")
        if "lang" in a and tag == "span":
            self.langs.append(a["lang"])
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
    def handle_data(self, data):
        if self.tables and "table" in self.open:
            self.tables[-1] += data
        self.text.append(data)

p = Page()
p.feed(open(sys.argv[1], encoding="utf-8").read())
assert not p.open, p.open
for i, t in enumerate(p.tables):
    for want in sys.argv[2:]:
        assert want in t, (i, want, t[:200])
print(len(p.tables), "pages", sorted(set(p.langs)))
END
}

@test "a page for each party, and on each the release, the check number, the last day" {
	roster_state
	status 0 satchel book --html --now "$NOW"
	sum=$(satchel info --json --now "$NOW" | sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/; s/..../& /g; s/ $//')
	got=$(page "EXERCISE: nobody here is to be called." "release 1 (epoch 1) of 2026-11-02" "$sum" "Destroy after 2027-06-01")
	has "$got" "26 pages"
	has "$got" "'ar'"
	has "$got" "'ja'"
	has "$got" "'zh'"
	has "$output" "<!-- the whole book: 25 parties -->"
	has "$output" "@page{size:A4"
	has "$output" 'dir="auto" lang="ar">تارسينيا'
	hasnt "$output" "http://"
	hasnt "$output" "<script"
}

@test "every number, address and name of the roster stands in it" {
	roster_state
	satchel book --html --now "$NOW" >"$BATS_TEST_TMPDIR/book.html"
	satchel export --json --now "$NOW" | python3 -c '
import html, json, re, sys
text = html.unescape(re.sub("<[^>]*>", "", open(sys.argv[1], encoding="utf-8").read()))
def walk(v, key):
    if isinstance(v, dict):
        for k, x in v.items(): walk(x, k)
    elif isinstance(v, list):
        for x in v: walk(x, key)
    elif key == "fingerprint":
        assert " ".join(v[i:i + 4] for i in range(0, len(v), 4)) in text, v
    elif key not in ("pref", "when", "kind", "shared", "state"):
        assert v in text, (key, v)
for l in sys.stdin:
    walk({k: v for k, v in json.loads(l)["record"].items() if k != "party"}, "")' "$BATS_TEST_TMPDIR/book.html"
}

@test "markup in a record is text" {
	odd_state
	status 0 satchel book --html --now "$NOW"
	page >/dev/null
	has "$output" "&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;so on&#34;"
	hasnt "$output" "<script"
}

@test "stale and expired are said on every page; --strict" {
	roster_state
	status 0 satchel book --html --now "$STALE"
	page "STALE when printed" >/dev/null
	status 0 satchel book --html --now "$EXPIRED"
	page "EXPIRED when printed" >/dev/null
	status 7 satchel book --html --strict --now "$EXPIRED"
	[ -z "$output" ]
}

@test "a form is named; not on a terminal; a full disk is told" {
	roster_state
	status 2 satchel book --now "$NOW"
	got=0
	terminal /dev/null "$SATCHEL" book --html --now "$NOW" >"$BATS_TEST_TMPDIR/shown" || got=$?
	[ "$got" -eq 2 ]
	status 9 bash -c '"$0" book --html --now "$1" >/dev/full' "$SATCHEL" "$NOW"
}
