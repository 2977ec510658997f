# satchel: make demo and make check do all the set-up; see README.md.
PREFIX ?= /usr/local
B      ?= build
CFLAGS ?= -O2 -g
SHARED ?=
N      ?= 100000 # contacts that are measured

# lib/ by layer, lowest first; a file includes only its own layer or a lower
# one (tests/layers.sh).  "num", "format", "word8" are headers alone.
BYTES   := err bytes arena utf8 file queue
CODEC   := inflate deflate digest armor ustar
TRUST   := key note root statement bundle verify store
TREE    := tree_page tree_node tree_pack tree_packers tree_write tree_load \
	tree_leaf tree_read tree_scan tree_check
RECORDS := node value rules diag json text scan yaml_doc yaml_scalar yaml_plain \
	yaml tzrule tzif zone zone_set hours \
	iso shape schema record record_read custody parts shared check_value \
	check_party check_release check source
SEARCH  := fold fold_table words latin terms runs lanes tape postings dict_write \
	dict_read gather cursor index spool harvest fuzzy part lookup lex spaced clause set \
	match confirm guess top query tally index_check audit_records audit proof \
	walk asked near naming meant diff diff_walk who duty own
API     := judge lineage build sign agent export_key receipt compare \
	api_read api_proof api_state api_desk api_now api_keygen api_root \
	api_build api_mine api_sign api_key api_trust
LAYERS  := "$(BYTES) num format word8" "$(CODEC)" "$(TRUST)" "$(TREE)" \
	"$(RECORDS) check_rule iso_table" "$(SEARCH) fold_table term_read" \
	"$(API) api open"
LIB     := $(BYTES) $(CODEC) $(TRUST) $(TREE) $(RECORDS) $(SEARCH) $(API)
CMD     := $(basename $(notdir $(wildcard cmd/*.c)))

DEPS   := libsodium zlib libdeflate libutf8proc yaml-0.1
TESTDEPS := $(DEPS) jansson # a second reader of JSON, to compare with
PKG_CONFIG ?= pkg-config
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 \
	-Iinclude
ifeq ($(SHARED),)
STATIC := --static
LDHARD ?= -static-pie -Wl,-z,relro,-z,now,-z,noexecstack
else
LDHARD ?= -pie -Wl,-z,relro,-z,now,-z,noexecstack
endif
CMDDEPS := qrcodegen # cmd/ alone
LDLIBS += $(shell $(PKG_CONFIG) $(STATIC) --libs $(DEPS) $(CMDDEPS) 2>/dev/null) -lpthread
$B/cmd/qr.o: CPPFLAGS += -DSATCHEL_QR
WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wvla -Wformat=2 -Wcast-qual -Wundef -Wstrict-prototypes \
	-Wmissing-prototypes -Werror=implicit-function-declaration
HARDEN ?= -fstack-protector-strong -fstack-clash-protection -fPIE \
	-fcf-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
COMPILE = $(CC) -std=c11 -MMD -MP $(CPPFLAGS) $(WARN) $(HARDEN) $(CFLAGS)

LIBSRC  := $(filter-out lib/%_gen.c,$(wildcard lib/*.c))
LIBOBJ  := $(LIBSRC:%.c=$B/%.o)
CMDOBJ  := $(CMD:%=$B/cmd/%.o)
UNIT    := $(basename $(notdir $(wildcard tests/unit/*_test.c)))
FUZZ    := $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c)))
TOOLS   := $(basename $(notdir $(wildcard tests/*.c)))

.PHONY: all deps demo check unit tools asan ndebug fuzz fuzzers lint bench \
	install clean generate
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

all: $B/satchel

deps:
	@tests/deps.sh

$B/libsatchel.a: $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $(LIBOBJ)

$B/satchel: $(CMDOBJ) $B/libsatchel.a
	$(CC) $(CFLAGS) $(HARDEN) $(LDHARD) -o $@ $(CMDOBJ) $B/libsatchel.a $(LDLIBS)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# Unit tests link dynamically: cmocka has no static library in Debian.
$B/tests/unit/%: tests/unit/%.c $B/libsatchel.a
	@mkdir -p $(@D)
	$(COMPILE) -Ilib -Itests/unit $(UNITFLAGS) -o $@ $< $B/libsatchel.a \
	    $(filter-out -static-pie,$(LDHARD)) -pie -lcmocka $(shell $(PKG_CONFIG) --libs $(TESTDEPS) 2>/dev/null) -lpthread -ldl

# These refuse the nth allocation, for every n.
WRAP := $(addprefix $B/tests/unit/,tree_write_test tree_read_test malloc_test)
$(WRAP): UNITFLAGS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

# Each fuzz target also as a program that replays saved inputs.
$B/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $B/libsatchel.a
	@mkdir -p $(@D)
	$(COMPILE) -Ilib -o $@ $< tests/fuzz/replay.c $B/libsatchel.a \
	    $(filter-out -static-pie,$(LDHARD)) -pie $(shell $(PKG_CONFIG) --libs $(DEPS) 2>/dev/null) -lpthread

# Helpers of the tests, such as the maker of damaged bundles.
$B/tests/%: tests/%.c $B/libsatchel.a
	@mkdir -p $(@D)
	$(COMPILE) -Ilib -o $@ $< $B/libsatchel.a \
	    $(filter-out -static-pie,$(LDHARD)) -pie $(shell $(PKG_CONFIG) --libs $(DEPS) 2>/dev/null) -lpthread

unit: $(UNIT:%=$B/tests/unit/%)
fuzzers: $(FUZZ:%=$B/tests/fuzz/%)
tools: $(TOOLS:%=$B/tests/%)

demo: deps
	@$(MAKE) --no-print-directory -s all
	@SATCHEL=$(abspath $B/satchel) tests/demo.sh

check: deps
	@tests/run.sh

asan: # the same build in another folder
	$(MAKE) all unit fuzzers tools B=build/asan HARDEN= LDHARD= SHARED=1 \
	    CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"

ndebug:
	$(MAKE) all unit tools B=build/ndebug CFLAGS="-O2 -DNDEBUG"

fuzz: deps
	@tests/fuzz/run.sh

lint: deps
	@tests/lint.sh

# Static, since what it holds counts in all that it starts.
$B/tests/bench/spawn: tests/bench/spawn.c
	@mkdir -p $(@D)
	$(COMPILE) $(LDHARD) -o $@ $<

bench:
	@tests/deps.sh bench
	@$(MAKE) --no-print-directory -s all $B/tests/bench/spawn
	@python3 -B tests/bench/run.py $N $B/satchel $B/tests/bench/spawn $B/bench

# The library is installed as an archive or, with SHARED=1, as two shared
# objects: libsatchel is what satchel.h declares, and needs no YAML parser;
# libsatchel-build is that and satchel_build.h.  SO counts up when a program
# that was linked before would no longer run.
LIBDIR  ?= $(PREFIX)/lib
VERSION := $(shell sed -n 's/^.define SATCHEL_VERSION "\(.*\)"/\1/p' include/satchel.h)
SO      := 0
READS   := libsodium zlib libdeflate
SHARE    = $(DESTDIR)$(PREFIX)/share
PICOBJ  := $(LIBSRC:%.c=$B/pic/%.o)
functions = $(shell $(CC) -E -P -Iinclude -include $1 -x c /dev/null | \
	grep -oE '\bsatchel_[a-z0-9_]+[()]' | tr -d '()' | sort -u)

$B/pic/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -fPIC -c -o $@ $<

$B/pic/libsatchel.a: $(PICOBJ)
	@rm -f $@
	$(AR) rcs $@ $(PICOBJ)

# Of the archive, only what the functions of the header reach.
$B/libsatchel.so.$(VERSION): HEADER := satchel.h
$B/libsatchel.so.$(VERSION): NEEDS := $(READS)
$B/libsatchel-build.so.$(VERSION): HEADER := satchel_build.h
$B/libsatchel-build.so.$(VERSION): NEEDS := $(DEPS)
$B/%.so.$(VERSION): $B/pic/libsatchel.a lib/satchel.map
	$(CC) -shared $(CFLAGS) -Wl,-soname,$*.so.$(SO) \
	    -Wl,--version-script=lib/satchel.map,-Bsymbolic-functions \
	    -Wl,-z,relro,-z,now,-z,noexecstack,-z,defs,--as-needed -o $@ \
	    $(foreach f,$(call functions,$(HEADER)),-u $f) $< \
	    $(shell $(PKG_CONFIG) --libs $(NEEDS) 2>/dev/null) -lpthread

# $(call pc,name,library,what it needs,what it is)
pc = sed -e 's,@PREFIX@,$(PREFIX),; s,@LIBDIR@,$(LIBDIR),; s,@NAME@,$1,' \
	-e 's,@LIBRARY@,$2,; s,@NEEDS@,$3,; s,@DESCRIPTION@,$4,' \
	-e 's,@VERSION@,$(VERSION),; s,@REQUIRES@,Requires$(if $(SHARED),.private),' \
	lib/satchel.pc.in \
	>$(DESTDIR)$(LIBDIR)/pkgconfig/$1.pc

install: all install-lib
	install -Dm755 $B/satchel $(DESTDIR)$(PREFIX)/bin/satchel
	install -Dm644 cmd/satchel.1 $(SHARE)/man/man1/satchel.1
	install -Dm644 include/satchel.3 $(SHARE)/man/man3/satchel.3
	install -Dm644 lib/satchel.5 $(SHARE)/man/man5/satchel.5
	install -Dm644 cmd/completion/satchel.bash $(SHARE)/bash-completion/completions/satchel
	install -Dm644 cmd/completion/_satchel $(SHARE)/zsh/site-functions/_satchel
	install -Dm644 cmd/completion/satchel.fish $(SHARE)/fish/vendor_completions.d/satchel.fish

LIBS := $(if $(SHARED),$B/libsatchel.so.$(VERSION) \
	$B/libsatchel-build.so.$(VERSION),$B/libsatchel.a)
.PHONY: install-lib
install-lib: $(LIBS)
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig
	install -Dm644 -t $(DESTDIR)$(PREFIX)/include include/satchel.h include/satchel_build.h
	install -m644 -t $(DESTDIR)$(LIBDIR) $(LIBS)
ifneq ($(SHARED),)
	for l in libsatchel libsatchel-build; do \
		ln -sf $$l.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$$l.so.$(SO) && \
		ln -sf $$l.so.$(SO) $(DESTDIR)$(LIBDIR)/$$l.so || exit; done
endif
	$(call pc,satchel,satchel,$(READS),signed directories of contacts: verify and search)
	$(call pc,satchel-build,satchel$(if $(SHARED),-build),$(DEPS),signed directories of contacts: all of it)

clean:
	rm -rf build

# The tables that were made once and are kept: Unicode's folding, countries and
# languages.
generate:
	@mkdir -p $B
	$(CC) -o $B/fold_gen lib/fold_gen.c -lutf8proc
	$B/fold_gen >$B/fold_table.c && mv $B/fold_table.c lib/fold_table.c
	python3 lib/iso_gen.py >$B/iso_table.h && mv $B/iso_table.h lib/iso_table.h

layers:
	@tests/layers.sh $(LAYERS)

-include $(LIBOBJ:.o=.d) $(CMDOBJ:.o=.d) $(PICOBJ:.o=.d)
