# Builds the C parts into build/. `make` alone builds everything; `make check-c` runs the C unit tests.
CC = gcc
BUILD = build
WARNINGS = -Wall -Wextra -Werror -Wno-unused-parameter -Wimplicit-fallthrough
# The monitor runs between the guest's instructions: no vector registers, no thread-local storage, no stack protector, no libc.
FREESTANDING = -std=gnu11 -O2 -g -ffreestanding -fno-builtin -fPIE -fno-stack-protector -fcf-protection=none -mno-red-zone \
	-mgeneral-regs-only -fno-asynchronous-unwind-tables -fno-strict-aliasing -fvisibility=hidden -fno-tree-loop-distribute-patterns

MONITOR_SOURCES = $(wildcard monitor/*.c monitor/*/*.c)
DRIVER_SOURCES = $(wildcard driver/user/*.c driver/user/*.S)
EXEC_SOURCES = $(wildcard conformance/exec/*.c)
VM_SOURCES = $(filter-out %_test.c,$(MONITOR_SOURCES) $(DRIVER_SOURCES) $(EXEC_SOURCES))
MACHINE_SOURCES = $(filter-out %_test.c,$(MONITOR_SOURCES) $(DRIVER_SOURCES) $(wildcard machine/*.c plugins/*/*.c))
HEADERS = $(wildcard machine/*.h machine/*/*.h plugins/*/*.h monitor/*.h monitor/*/*.h driver/*.h driver/*/*.h conformance/*/*.h)

VM_OBJECTS = $(patsubst %,$(BUILD)/vm/%.o,$(VM_SOURCES))
MACHINE_OBJECTS = $(patsubst %,$(BUILD)/vm/%.o,$(MACHINE_SOURCES))
MUTANT_OBJECTS = $(patsubst %,$(BUILD)/mutants/%.o,$(VM_SOURCES))
MUTANT_MACHINE_OBJECTS = $(patsubst %,$(BUILD)/mutants/%.o,$(MACHINE_SOURCES))

BENCH = $(BUILD)/bench-native
.PHONY: all machine network world-check vm mutants unicorn bench check-c clean format format-check
all: vm machine network mutants unicorn bench world-check

vm: $(BUILD)/plex86-vm
machine: $(BUILD)/plex86-machine
mutants: $(BUILD)/plex86-vm-mutants $(BUILD)/plex86-machine-mutants
unicorn: $(BUILD)/plex86-unicorn

LINK = $(CC) -static-pie -nostdlib -nostartfiles -Wl,--build-id=none,-z,noexecstack,-z,relro,-z,now

$(BUILD)/plex86-vm: $(VM_OBJECTS)
	@echo "ld $@"
	@$(LINK) -o $@ $^
$(BUILD)/plex86-machine: $(MACHINE_OBJECTS)
	@echo "ld $@"
	@$(LINK) -o $@ $^
$(BUILD)/plex86-vm-mutants: $(MUTANT_OBJECTS)
	@echo "ld $@"
	@$(LINK) -o $@ $^

$(BUILD)/plex86-machine-mutants: $(MUTANT_MACHINE_OBJECTS)
	@echo "ld $@"
	@$(LINK) -o $@ $^

$(BUILD)/vm/%.o: %
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(CC) $(FREESTANDING) $(WARNINGS) -MMD -MP -c -o $@ $<
$(BUILD)/mutants/%.o: %
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(CC) $(FREESTANDING) $(WARNINGS) -MMD -MP -DPLEX86_MUTANTS -c -o $@ $<

# The user-mode world alone, with hand-made code pages: proves what driver/user promises.
CHECK_OBJECTS = $(patsubst %,$(BUILD)/vm/%.o,$(DRIVER_SOURCES) driver/user/testing/world_check.c monitor/memory_functions.c)
world-check: $(BUILD)/plex86-world-check
$(BUILD)/plex86-world-check: $(CHECK_OBJECTS)
	@echo "ld $@"
	@$(LINK) -o $@ $^

bench: $(BENCH)
$(BENCH): bench/native.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -g $(WARNINGS) -o $@ $<

# The network behind a network card: an ordinary program.
NETWORK_SOURCES = $(wildcard plugins/ne2000/network/*.c)
network: $(BUILD)/plex86-network
$(BUILD)/plex86-network: $(NETWORK_SOURCES) $(wildcard plugins/ne2000/network/*.h)
	@mkdir -p $(@D)
	@echo "ld $@"
	@$(CC) -std=gnu11 -O2 -g $(WARNINGS) -D_GNU_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -o $@ $(NETWORK_SOURCES) -lslirp

UNICORN_SOURCES = $(wildcard conformance/engines/unicorn/*.c)
$(BUILD)/plex86-unicorn: $(UNICORN_SOURCES) $(HEADERS) $(wildcard conformance/engines/unicorn/*.h)
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -g $(WARNINGS) -o $@ $(UNICORN_SOURCES) -lunicorn

# The decoder alone, for its check against iced-x86 (conformance/decoder).
$(BUILD)/decode-check: conformance/decoder/decode-check.c monitor/sbe/decode.c monitor/sbe/opcodes.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -g $(WARNINGS) -o $@ $(filter %.c,$^)

# C unit tests stand beside the code they test: monitor/**/NAME_test.c is a program of its own, linked with the monitor and a
# test world (conformance/testing/test_world.c) under the C library; exit status 0 means passed.
TEST_FLAGS = -std=gnu11 -O1 -g $(WARNINGS) -fno-strict-aliasing -mgeneral-regs-only
TEST_SOURCES = $(wildcard monitor/*_test.c monitor/*/*_test.c driver/user/*_test.c)
TESTS = $(patsubst %.c,$(BUILD)/test/%,$(TEST_SOURCES))
TESTED = $(filter-out %_test.c monitor/memory_functions.c,$(MONITOR_SOURCES)) conformance/testing/test_world.c conformance/testing/no_native.c
TESTED_OBJECTS = $(patsubst %,$(BUILD)/tested/%.o,$(TESTED))
.SECONDARY: $(TESTED_OBJECTS)
$(BUILD)/tested/%.o: %
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/test/%: %.c $(TESTED_OBJECTS) $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -o $@ $< $(TESTED_OBJECTS)

# plugins/NAME/NAME_test.c: likewise, with the machine of machine/testing and whatever plugins' C it refers to.
PLUGIN_TESTED = $(patsubst %,$(BUILD)/tested/%.o,$(filter-out %_test.c,$(wildcard plugins/*/*.c)) machine/testing/test_machine.c machine/testing/checks.c)
PLUGIN_HEADERS = $(wildcard machine/*.h machine/testing/*.h plugins/*/*.h) monitor/types.h
PLUGIN_TESTS = $(patsubst %.c,$(BUILD)/test/%,$(wildcard plugins/*/*_test.c))
.SECONDARY: $(PLUGIN_TESTED)
$(PLUGIN_TESTED): $(BUILD)/tested/%.o: % $(PLUGIN_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/plugins-tested.a: $(PLUGIN_TESTED)
	@rm -f $@
	@ar rcs $@ $^
$(PLUGIN_TESTS): $(BUILD)/test/%: %.c $(BUILD)/plugins-tested.a $(PLUGIN_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -o $@ $< $(BUILD)/plugins-tested.a
# machine/NAME_test.c: machine/ and the monitor, in a process without a host (machine/testing/test_process.c).
PROCESS_TESTED = $(patsubst %,$(BUILD)/tested/%.o,$(filter-out %_test.c machine/main.c,$(wildcard machine/*.c)) machine/testing/test_process.c)
PROCESS_HEADERS = $(wildcard machine/*.h machine/testing/*.h)
PROCESS_TESTS = $(patsubst %.c,$(BUILD)/test/%,$(wildcard machine/*_test.c))
.SECONDARY: $(PROCESS_TESTED)
$(PROCESS_TESTED): $(BUILD)/tested/%.o: % $(PROCESS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -MMD -MP -c -o $@ $<
PROCESS_LINKED = $(PROCESS_TESTED) $(BUILD)/tested/machine/testing/checks.c.o
$(PROCESS_TESTS): $(BUILD)/test/%: %.c $(PROCESS_LINKED) $(TESTED_OBJECTS) $(PROCESS_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -o $@ $< $(PROCESS_LINKED) $(filter-out %/test_world.c.o,$(TESTED_OBJECTS))
check-c: $(TESTS) $(PLUGIN_TESTS) $(PROCESS_TESTS)
	@set -e; for t in $(TESTS) $(PLUGIN_TESTS) $(PROCESS_TESTS); do echo "$$t"; $$t; done

FORMATTED = $(filter-out %.S,$(MONITOR_SOURCES) $(DRIVER_SOURCES) $(EXEC_SOURCES)) $(HEADERS) $(wildcard conformance/engines/*/*.[ch] plugins/ne2000/network/*.[ch])
format:
	clang-format -i $(FORMATTED)
format-check:
	clang-format --dry-run -Werror $(FORMATTED)
clean:
	rm -rf $(BUILD)

# Which headers an object was made from.
-include $(patsubst %.o,%.d,$(VM_OBJECTS) $(MACHINE_OBJECTS) $(MUTANT_OBJECTS) $(MUTANT_MACHINE_OBJECTS) $(TESTED_OBJECTS) $(CHECK_OBJECTS))
