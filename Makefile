# tonghop: build, demo, tests.  `make help` lists the targets.
#
#   CC=clang   another compiler        BUILD=dir   another build folder
#   SANITIZE=0 tests without ASan      WERROR=0    keep going on warnings

BUILD    ?= build
CC       ?= cc
SANITIZE ?= 1
WERROR   ?= 1
PREFIX   ?= /usr/local
FUZZ_SECONDS ?= 20
CORPUS   ?= ../shared/corpus

ROOMS := base text book form fact check score report batch cli

STRICT := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
          -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wswitch-enum \
          -Wnull-dereference -fno-common $(if $(filter 1,$(WERROR)),-Werror)
COMMON := -std=c17 -D_POSIX_C_SOURCE=200809L -Isrc -Iinclude -MMD -MP -pipe
RELEASE := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
DEBUG   := -O1 -g -fno-omit-frame-pointer $(if $(filter 1,$(SANITIZE)),-fsanitize=address,undefined -fno-sanitize-recover=all)
LIBS    := -lxlsxwriter -lfreexl -lisal -lz -lutf8proc -lgmp -lnettle -lm

# The sources of a room, of the library (all rooms but cli), and their objects in either build.
sources  = $(sort $(wildcard $(foreach r,$(1),src/$(r)/*.c)))
objects  = $(patsubst src/%.c,$(BUILD)/$(1)/%.o,$(2))
LIBRARY := $(call sources,$(filter-out cli,$(ROOMS)))
CLI     := $(call sources,cli)
# A room and everything to its left.
upto     = $(shell for r in $(ROOMS); do echo $$r; [ $$r = $(1) ] && break; done)

.PHONY: all demo test test-office test-corpus lint format asan bench fuzz install help clean deps deps-office room unit
.DEFAULT_GOAL := all

all: $(BUILD)/tonghop $(BUILD)/libtonghop.a  ## build/tonghop and build/libtonghop.a

$(BUILD)/release/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(COMMON) $(STRICT) $(RELEASE) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/debug/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(COMMON) $(STRICT) $(DEBUG) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/libtonghop.a: $(call objects,release,$(LIBRARY))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/tonghop: $(call objects,release,$(CLI)) $(BUILD)/libtonghop.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tonghop-asan: $(call objects,debug,$(CLI)) $(call objects,debug,$(LIBRARY))
	$(CC) $(DEBUG) $(LDFLAGS) -o $@ $^ $(LIBS)

asan: $(BUILD)/tonghop-asan  ## build/tonghop-asan, with ASan and UBSan

# One program per tests/<room>/*_test.c, linked with the rooms up to <room> only: a test
# cannot use what its room may not.
define room_tests
$(BUILD)/debug/lib$(1).a: $(call objects,debug,$(call sources,$(call upto,$(1))))
	@rm -f $$@
	ar rcs $$@ $$^
$(BUILD)/tests/$(1)/%: tests/$(1)/%.c $(BUILD)/debug/lib$(1).a
	@mkdir -p $$(@D)
	$(CC) $(COMMON) $(STRICT) $(DEBUG) -Itests -DTH_TEST_DATA='"tests/data"' -DTH_TEST_SAMPLES='"samples"' -o $$@ $$< $(BUILD)/debug/lib$(1).a $(LIBS) -lcmocka
TESTS += $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/$(1)/*_test.c)))
endef
$(foreach r,$(filter-out cli,$(ROOMS)),$(eval $(call room_tests,$(r))))

room: $(filter $(BUILD)/tests/$(ROOM)/%,$(TESTS))  ## tests of one room: make room ROOM=text
	@scripts/run-tests $^

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
