# tonghop: build, demo, tests.  `make help` lists the targets.
#
#   CC=clang   another compiler        BUILD=dir   another build folder
#   SANITIZE=0 tests without ASan, in build/plain      WERROR=0    keep going on warnings
#   INFLATE=zlib  for processors that ISA-L does not know
#   V=1        show the commands, not only what they make

# Objects with and without sanitizers cannot be linked together: each kind has its folder.
BUILD    ?= build$(if $(filter 0,$(SANITIZE)),/plain)
CC       ?= cc
SANITIZE ?= 1
WERROR   ?= 1
INFLATE  ?= isal
PREFIX   ?= /usr/local
FUZZ_SECONDS ?= 20
CORPUS   ?= ../shared/corpus

ROOMS := base text pack book expr form fact learn check score draw convert report store batch cli

STRICT := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
          -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wswitch-enum \
          -Wnull-dereference -fno-common $(if $(filter 1,$(WERROR)),-Werror)
COMMON := -std=c17 -D_POSIX_C_SOURCE=200809L -Isrc -Iinclude -MMD -MP -pipe -fvisibility=hidden $(if $(filter zlib,$(INFLATE)),-DTH_INFLATE_ZLIB)
RELEASE := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all
DEBUG   := -O1 -g -fno-omit-frame-pointer $(if $(filter 1,$(SANITIZE)),$(SANITIZERS))
# FreeXL from its archive, so that its fopen can be answered (src/book/freexl.c).
FREEXL  := -Wl,--wrap=fopen -l:libfreexl.a
# Bound at the start: else each worker would look up again the names it calls.
LIBS    := -Wl,-z,relro,-z,now -lxlsxwriter $(FREEXL) -lseccomp -linih $(if $(filter zlib,$(INFLATE)),,-lisal) -lzip -larchive -lz -lutf8proc -lgmp -lnettle -lsqlite3 -lm
# Of a room below book, which answers it.
LIBS_BELOW := $(filter-out $(FREEXL),$(LIBS))

# Before a command of a recipe: `CC src/base/str.c` in its place; the command itself with V=1; nothing with make -s.
say      = $(if $(filter 1,$(V)),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,printf '  %-5s %s\n' $(1) $(2);) )

# The sources of a room, of the library (all rooms but cli), and their objects in either build.
sources  = $(sort $(wildcard $(foreach r,$(1),src/$(r)/*.c)))
objects  = $(patsubst src/%.c,$(BUILD)/$(1)/%.o,$(2))
LIBRARY := $(call sources,$(filter-out cli,$(ROOMS)))
CLI     := $(call sources,cli)
# A room and everything to its left.
upto     = $(shell for r in $(ROOMS); do echo $$r; [ $$r = $(1) ] && break; done)

.PHONY: all deps demo test test-whole test-faults test-nights test-recipes test-office test-engines test-corpus lint format asan bench fuzz mutate install uninstall help clean room unit coverage counted force
.DEFAULT_GOAL := all

all: $(BUILD)/tonghop $(BUILD)/libtonghop.a  ## build/tonghop and build/libtonghop.a

# The names of the kinds of findings without their texts, so that a changed text recompiles one file: written anew from
# the rows of all tables, and touched only when a name changes.
KINDS := src/base/finding_kinds.def
$(KINDS): src/base/findings.def src/base/findings_odd.def src/base/findings_entered.def
	@mkdir -p $(BUILD)
	@{ echo '/* The kinds of findings by name: TH_FINDING_KIND(ID).  made from findings.def, do not edit. */'; \
	   sed -n 's/^TH_FINDING(\([A-Z0-9_]*\),.*/TH_FINDING_KIND(\1)/p' $^; } > $(BUILD)/$(@F)
	@cmp -s $(BUILD)/$(@F) $@ || cp $(BUILD)/$(@F) $@

# Written anew when a flag changes: then every object is stale.
FLAGS := $(COMMON) $(STRICT) $(RELEASE) $(DEBUG) $(CPPFLAGS) $(CFLAGS)
$(BUILD)/flags: force
	@mkdir -p $(@D)
	@printf '%s\n' '$(FLAGS)' | cmp -s - $@ || printf '%s\n' '$(FLAGS)' >$@
force:

$(BUILD)/release/%.o: src/%.c $(BUILD)/flags | $(KINDS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(COMMON) $(STRICT) $(RELEASE) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/debug/%.o: src/%.c $(BUILD)/flags | $(KINDS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(COMMON) $(STRICT) $(DEBUG) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# One object, FreeXL inside, in which only the names of include/tonghop.h are left: nothing of it meets a name of the
# program it is linked with.  The program and the tests are linked with the objects themselves.
$(BUILD)/release/libtonghop.o: $(call objects,release,$(LIBRARY))
	@$(CC) -r -nostdlib -o $@ $^ $(FREEXL)
	@objcopy --localize-hidden -w -L 'freexl*' $@
$(BUILD)/libtonghop.a: $(BUILD)/release/libtonghop.o
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $^

$(BUILD)/tonghop: $(call objects,release,$(CLI) $(LIBRARY))
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tonghop-asan: $(call objects,debug,$(CLI)) $(call objects,debug,$(LIBRARY))
	$(call say,LINK,$@)$(CC) $(DEBUG) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

asan: $(BUILD)/tonghop-asan  ## build/tonghop-asan, with ASan and UBSan

# One program per tests/<room>/*_test.c, linked with the rooms up to <room> only: a test
# cannot use what its room may not.  What an assertion has looked at gcc still takes for a pointer that may be none,
# unless a sanitizer is there to tell.
UNSURE := $(if $(filter 0,$(SANITIZE)),-Wno-null-dereference)
define room_tests
$(BUILD)/debug/lib$(1).a: $(call objects,debug,$(call sources,$(call upto,$(1))))
	@rm -f $$@
	$$(call say,AR,$$@)ar rcs $$@ $$^
$(BUILD)/tests/$(1)/%: tests/$(1)/%.c $(BUILD)/debug/lib$(1).a
	@mkdir -p $$(@D)
	$$(call say,LINK,$$@)$(CC) $(COMMON) $(STRICT) $(UNSURE) $(DEBUG) $(CFLAGS) $(LDFLAGS) -Itests -DTH_TEST_DATA='"tests/data"' -DTH_TEST_SAMPLES='"samples"' -o $$@ $$< $(BUILD)/debug/lib$(1).a $(if $(filter book,$(call upto,$(1))),$(LIBS),$(LIBS_BELOW)) -lcmocka
TESTS += $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/$(1)/*_test.c)))
endef
$(foreach r,$(filter-out cli,$(ROOMS)),$(eval $(call room_tests,$(r))))

# inflate.c once more, the other way: the object goes before the library's own.
$(BUILD)/debug/pack/inflate_zlib.o: src/pack/inflate.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(COMMON) $(STRICT) $(DEBUG) $(CFLAGS) -UTH_INFLATE_ZLIB -DTH_INFLATE_ZLIB -c -o $@ $<
$(BUILD)/tests/pack/inflate_zlib_test: tests/pack/inflate_test.c $(BUILD)/debug/pack/inflate_zlib.o $(BUILD)/debug/libpack.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) $(COMMON) $(STRICT) $(DEBUG) $(CFLAGS) $(LDFLAGS) -Itests -o $@ $^ $(LIBS_BELOW) -lcmocka
TESTS += $(BUILD)/tests/pack/inflate_zlib_test

# A workbook drawn as the program draws it, and as the library does alone.
$(BUILD)/tests/draw/rows_test: tests/draw/rows_test.c $(BUILD)/debug/cli/library_files.o $(BUILD)/debug/libdraw.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) $(COMMON) $(STRICT) $(DEBUG) $(CFLAGS) $(LDFLAGS) -Itests -o $@ $(filter %.c %.o %.a,$^) $(LIBS) -lcmocka

# Walls are tested as they are released: a sanitizer needs more of the system than a reader may have.
$(BUILD)/tests/batch/walls_test: tests/batch/walls_test.c $(call objects,release,$(call sources,$(call upto,batch)))
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) $(COMMON) $(STRICT) $(RELEASE) $(CFLAGS) $(LDFLAGS) -Itests -DTH_TEST_SAMPLES='"samples"' -o $@ $(filter %.c %.o,$^) $(LIBS) -lcmocka

# Records runs from outcomes, for tests of commands that look into a store and of faults.
RECORD_RUNS := $(BUILD)/tests/store/record_runs
$(RECORD_RUNS): tests/store/record_runs.c $(call objects,release,$(call sources,$(call upto,batch)))
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) $(COMMON) $(STRICT) $(RELEASE) $(CFLAGS) $(LDFLAGS) -Itests -o $@ $(filter %.c %.o,$^) $(LIBS)

room: $(filter $(BUILD)/tests/$(ROOM)/%,$(TESTS))  ## tests of one room: make room ROOM=text
	@scripts/run-tests $^

# ---- the two commands ----

deps:  ## all packages that any target needs, but for test-engines
	@scripts/install-deps build test office lint

SAMPLE := samples/cum2-2022
# As many jobs as there are processors where nobody said how many.
JOBS = $(if $(findstring j,$(filter-out --%,$(MAKEFLAGS)))$(findstring --jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
demo:  ## install, build, merge samples/cum2-2022 into build/demo/Tong-hop-2022.xlsx
	@scripts/install-deps build
	@$(MAKE) $(JOBS) --no-print-directory -s all
	@mkdir -p $(BUILD)/demo
	@$(BUILD)/tonghop merge -d $(SAMPLE)/dinh-nghia -o $(BUILD)/demo/Tong-hop-2022.xlsx $(SAMPLE)/hop-thu; \
	 rc=$$?; [ $$rc -le 2 ] && [ -s $(BUILD)/demo/Tong-hop-2022.xlsx ]

test:  ## install, build, all tests that need nothing but this repository
	@scripts/install-deps build test
	@$(MAKE) $(JOBS) --no-print-directory -s all unit

# What takes long is run in part, others each time, and SEED=number runs the same again: of faults one in 30, of the English
# of the cases one in 3, of the test cases of the programs that take longest one in 5 (tests/tally.py).  Of the calls of the
# program by tests that make hundreds, one in 20 is with sanitizers (tests/programs.py); all C tests are.  `make test-whole`
# leaves out nothing but faults.
PY_TESTS := $(sort $(foreach folder,samples cases cli faults convert nights,$(wildcard tests/$(folder)/*_test.py)))
# The library that makes calls fail, preloaded by tests of faults.
SHIM := $(BUILD)/tests/fault_shim.so
$(SHIM): tests/faults/fault_shim.c
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) -std=gnu17 -O1 -shared -fPIC -o $@ $<

# The library that hides LibreOffice, preloaded by all these tests: a machine that has it shall test the same.
NO_OFFICE := $(BUILD)/tests/no_office.so
$(NO_OFFICE): tests/no_office.c
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) -std=gnu17 -O1 -shared -fPIC -o $@ $<

TREE_TESTS := $(sort $(wildcard tests/tree/*_test.py))
ONE_IN   ?= 30
ASAN_ONE_IN ?= 20
ENGLISH_ONE_IN ?= 3
TESTS_ONE_IN ?= 5
unit: $(TESTS) $(SHIM) $(NO_OFFICE) $(RECORD_RUNS) $(BUILD)/tonghop $(BUILD)/libtonghop.a $(BUILD)/tonghop-asan
	@TONGHOP=$(BUILD)/tonghop TONGHOP_ASAN=$(BUILD)/tonghop-asan BUILD=$(BUILD) ONE_IN=$(ONE_IN) ASAN_ONE_IN=$(ASAN_ONE_IN) \
	 ENGLISH_ONE_IN=$(ENGLISH_ONE_IN) TESTS_ONE_IN=$(TESTS_ONE_IN) LD_PRELOAD=$(abspath $(NO_OFFICE)) \
	 scripts/run-tests $(TESTS) $(PY_TESTS) $(TREE_TESTS)

test-whole:  ## make test, with all test cases, all of their English, and one call in 4 with sanitizers
	@$(MAKE) --no-print-directory test TESTS_ONE_IN=1 ENGLISH_ONE_IN=1 ASAN_ONE_IN=4

test-faults:  ## broken files, every one, cut at every byte; calls of the machine that fail, for 55 minutes
	@scripts/install-deps build test
	@$(MAKE) --no-print-directory -s $(SHIM) $(RECORD_RUNS) $(BUILD)/tonghop $(BUILD)/tonghop-asan
	@TONGHOP=$(BUILD)/tonghop TONGHOP_ASAN=$(BUILD)/tonghop-asan BUILD=$(BUILD) ONE_IN=1 ASAN_ONE_IN=1 LONGEST=3600 scripts/run-tests $(sort $(wildcard tests/faults/*_test.py))
	@TONGHOP=$(BUILD)/tonghop /usr/bin/python3 tests/faults/doubling.py

test-nights:  ## seasons of 40 nights, by an independent model
	@scripts/install-deps build test
	@$(MAKE) --no-print-directory -s $(BUILD)/tonghop $(BUILD)/tonghop-asan
	@for seed in 1 2 3 4 5; do SEED=$$seed NIGHTS=40 TONGHOP=$(BUILD)/tonghop TONGHOP_ASAN=$(BUILD)/tonghop-asan BUILD=$(BUILD) scripts/run-tests $(sort $(wildcard tests/nights/*_test.py)) || exit 1; done

test-recipes:  ## the recipes of ARCHITECTURE.md, followed in a copy of the tree
	@scripts/install-deps build test
	@scripts/run-tests tests/recipes/recipes_test.py

# All programs, unless OFFICE_ONE_IN=number asks for that part of them: which, the commit decides.
OFFICE_ONE_IN ?= 1
test-office:  ## the tests that need LibreOffice: recalculation, opening, page pictures
	@scripts/install-deps build test office
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory -s $(BUILD)/tests/expr/expr_generate
	@TONGHOP=$(BUILD)/tonghop BUILD=$(BUILD) scripts/run-tests $$(printf '%s\n' $(sort $(wildcard tests/office/*_test.py)) | scripts/one-in $(OFFICE_ONE_IN))

# All of them, unless ENGINES names some.
ENGINES ?= parallel slurm dask
test-engines:  ## reading divided by GNU parallel (over ssh too), Slurm and Dask: the recipes of docs/quy-mo.md
	@scripts/install-deps build test $(ENGINES)
	@$(MAKE) --no-print-directory -s $(BUILD)/tonghop
	@TONGHOP=$(BUILD)/tonghop scripts/run-tests $(ENGINES:%=tests/engines/%_test.py)

test-corpus: asan  ## workbooks the repository does not contain: make test-corpus CORPUS=dir
	@TONGHOP=$(BUILD)/tonghop-asan CORPUS=$(CORPUS) /usr/bin/python3 tests/corpus/corpus_test.py
	@TONGHOP=$(BUILD)/tonghop-asan CORPUS=$(CORPUS) /usr/bin/python3 tests/corpus/vietnamese_test.py

# ---- care ----

# All files, unless TIDY_ONE_IN=number asks clang-tidy for that part of them: which, the commit decides.
TIDY_ONE_IN ?= 1
# The build by clang is for its warnings, which do not depend on -O.
lint:  ## rooms, style, formatting, clang-tidy, a clang build
	@scripts/install-deps build lint
	@scripts/check-rooms
	@scripts/check-style
	@clang-format --dry-run -Werror $(shell git ls-files -co --exclude-standard 'src/*.c' 'src/*.h' 'include/*.h' 'tests/*.c' 'tests/*.h')
	@$(MAKE) --no-print-directory -s CC=clang BUILD=$(BUILD)/clang RELEASE=-O0 all
	@printf '%s\n' $(LIBRARY) $(CLI) | scripts/one-in $(TIDY_ONE_IN) | xargs -P $(shell nproc) -n 4 sh -c 'clang-tidy --quiet "$$@" -- $(filter-out -MMD -MP,$(COMMON)) 2>/dev/null' clang-tidy
	@echo "lint: clean"

# Counted by the objects of the tests, without sanitizers; the tests of the tree run no code of ours.
COUNTED := $(BUILD)/coverage
coverage:  ## lines that the tests reach, a table room by room
	@scripts/install-deps build test
	@mkdir -p $(COUNTED)
	@find $(COUNTED) -name '*.gcda' -delete
	@$(CC) -c -o $(COUNTED)/exit.o tests/coverage_exit.c
	@$(MAKE) --no-print-directory -s BUILD=$(COUNTED) SANITIZE=0 WERROR=0 CFLAGS='-O0 --coverage -DTH_WALLS_WIDE' LDFLAGS='--coverage -Wl,--wrap=_exit $(COUNTED)/exit.o' counted
	@scripts/coverage $(COUNTED)

# But for the test of the walls: these programs write files of counts when they end, and have no walls against that.
counted: $(filter-out %/walls_test,$(TESTS)) $(RECORD_RUNS) $(BUILD)/tonghop-asan
	-@TONGHOP=$(BUILD)/tonghop-asan TONGHOP_ASAN=$(BUILD)/tonghop-asan BUILD=$(BUILD) ONE_IN=$(ONE_IN) scripts/run-tests $(filter-out %/walls_test,$(TESTS)) $(PY_TESTS)

format:  ## clang-format all C sources
	@clang-format -i $(shell git ls-files -co --exclude-standard 'src/*.c' 'src/*.h' 'include/*.h' 'tests/*.c' 'tests/*.h')

# The objects of all targets are those of one archive; beside it stand the calls of libxlsxwriter as the program answers
# them, so that a target that draws a workbook does so in memory.
FUZZ_CC ?= clang
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
# Comparisons are not traced: most targets change their inputs by their structure, and run a fourth faster without.
FUZZING := -O2 -g1 -fno-omit-frame-pointer $(SANITIZERS)
UNTRACED := -fno-sanitize-coverage=trace-cmp
FUZZED  := $(BUILD)/fuzzed/libtonghop.a
$(BUILD)/fuzzed/%.o: src/%.c | $(KINDS)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(FUZZ_CC) $(COMMON) $(FUZZING) -fsanitize=fuzzer-no-link $(UNTRACED) -c -o $@ $<
$(FUZZED): $(call objects,fuzzed,$(LIBRARY))
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $^
$(FUZZERS): $(BUILD)/fuzz/%: tests/fuzz/%.c $(FUZZED) $(BUILD)/fuzzed/cli/library_files.o
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(FUZZ_CC) $(COMMON) $(FUZZING) -fsanitize=fuzzer $(UNTRACED) -MF $@.d -o $@ $< $(BUILD)/fuzzed/cli/library_files.o $(FUZZED) $(LIBS)

fuzz:  ## run each fuzz target for FUZZ_SECONDS
	@scripts/install-deps build lint
	@$(MAKE) --no-print-directory -s $(FUZZERS)
	@printf '%s\n' $(FUZZERS) | CORPUS=$(CORPUS) xargs -P $(shell nproc) -n 1 scripts/run-fuzzers $(FUZZ_SECONDS)

bench:  ## reading and merging, as ratios to other readers and to the floor; writes build/bench.tsv
	@scripts/install-deps build test office
	@$(MAKE) --no-print-directory -s all
	@TONGHOP=$(BUILD)/tonghop BUILD=$(BUILD) /usr/bin/python3 scripts/bench.py

mutate:  ## mutation testing of one room: make mutate ROOM=text MUTATE="--sample 100 --verbose"
	@scripts/install-deps build test
	@scripts/mutate $(ROOM) $(MUTATE)

# What an installation holds: file in the tree, place below PREFIX, mode.  `uninstall` removes these files and no others:
# what an administrator wrote, and what the program keeps, lies elsewhere (/etc, /var).
UNITS   := $(notdir $(wildcard packaging/systemd/*))
SHARE   := share/tonghop
DOCS    := share/doc/tonghop
PUT := $(BUILD)/tonghop:bin/tonghop:755 $(BUILD)/libtonghop.a:lib/libtonghop.a:644 include/tonghop.h:include/tonghop.h:644 \
       $(BUILD)/tonghop.1:share/man/man1/tonghop.1:644 \
       packaging/tonghop.sysusers:lib/sysusers.d/tonghop.conf:644 packaging/tonghop.tmpfiles:lib/tmpfiles.d/tonghop.conf:644 \
       packaging/tonghop.logrotate:$(SHARE)/tonghop.logrotate:644 packaging/tonghop.cron:$(SHARE)/tonghop.cron:644 \
       $(foreach u,$(UNITS),packaging/systemd/$(u):lib/systemd/system/$(u):644) \
       $(foreach d,README.md README.vi.md LICENSE,$(d):$(DOCS)/$(d):644) $(foreach d,$(patsubst docs/%,%,$(wildcard docs/*.* docs/hinh/*.*)),docs/$(d):$(DOCS)/docs/$(d):644)
field = $(word $(2),$(subst :, ,$(1)))

$(BUILD)/tonghop.1: $(BUILD)/tonghop scripts/make-manual
	@scripts/make-manual $< >$@.part && mv $@.part $@

install: all $(BUILD)/tonghop.1  ## into PREFIX (default /usr/local) below DESTDIR: program, manual, units, documents
	@$(foreach p,$(PUT),install -D -m $(call field,$(p),3) $(call field,$(p),1) $(DESTDIR)$(PREFIX)/$(call field,$(p),2) && ) true
	@sed -i 's|/usr/local/|$(PREFIX)/|g' $(foreach u,$(UNITS),$(DESTDIR)$(PREFIX)/lib/systemd/system/$(u)) $(DESTDIR)$(PREFIX)/$(SHARE)/tonghop.cron

uninstall:  ## removes what `make install` put there with the same PREFIX and DESTDIR; never configuration or data
	@rm -f $(foreach p,$(PUT),$(DESTDIR)$(PREFIX)/$(call field,$(p),2))
	@rmdir --ignore-fail-on-non-empty $(foreach d,$(SHARE) $(DOCS)/docs/hinh $(DOCS)/docs $(DOCS),$(wildcard $(DESTDIR)$(PREFIX)/$(d)))

clean:
	rm -rf $(BUILD)

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  \1\t\2/p' Makefile | expand -t 16

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
