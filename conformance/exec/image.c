// Guest memory between and during cases. Between two cases RAM is all zeros and no page is touched. A case's bytes are written into
// RAM and into the start image, a second RAM that nothing else writes, and touch nothing: only pages that the engine touches can
// differ from the start image afterwards.
#include "exec.h"

void image_create(struct exec *exec) {

  exec->start = world_allocate(WORLD_RAM_BYTES);
  exec->differs = world_allocate(WORLD_RAM_BYTES / PAGE_BYTES);
}

// Calls `act` for every run of the case's memory.
static void each_run(struct exec *exec, void (*act)(struct exec *, uint32_t address, uint32_t length, const uint8_t *bytes)) {
  const uint8_t *at = exec->test.memory;
  for (unsigned i = 0; i < exec->test.wire->memories; i++) {
    const struct wire_memory *run = (const struct wire_memory *)at;
    at += sizeof *run;
    for (uint32_t done = 0; done < run->length;) {
      uint32_t address = run->address + done, left = PAGE_BYTES - address % PAGE_BYTES, rest = run->length - done;
      uint32_t part = exec->paged.exchange && left < rest ? left : rest;
      act(exec, paged_exchange(exec, address / PAGE_BYTES) * PAGE_BYTES + address % PAGE_BYTES, part, at + done);
      done += part;
    }
    at += (run->length + 3) & ~3u;
  }
}

static void load_run(struct exec *exec, uint32_t address, uint32_t length, const uint8_t *bytes) {
  memcpy(exec->vm.memory.ram + address, bytes, length);
  memcpy(exec->start + address, bytes, length);
}

void image_load(struct exec *exec) {
  struct memory *memory = &exec->vm.memory;
  memory->ram_bytes = paged_ram_bytes(exec);
  memory->address_mask = exec->test.wire->address_mask;
  exec->compared = false;
  each_run(exec, load_run);
  paged_patch_tasks(exec);
}

static void clear_run(struct exec *exec, uint32_t address, uint32_t length, const uint8_t *bytes) {
  memset(exec->vm.memory.ram + address, 0, length);
  memset(exec->start + address, 0, length);
}

static bool page_differs(const struct exec *exec, uint32_t page) {
  const uint64_t *a = (const uint64_t *)(exec->vm.memory.ram + (size_t)page * PAGE_BYTES);
  const uint64_t *b = (const uint64_t *)(exec->start + (size_t)page * PAGE_BYTES);
  for (unsigned i = 0; i < PAGE_BYTES / 8; i += 8) {
    uint64_t differs = (a[i] ^ b[i]) | (a[i + 1] ^ b[i + 1]) | (a[i + 2] ^ b[i + 2]) | (a[i + 3] ^ b[i + 3]) | (a[i + 4] ^ b[i + 4]) |
                       (a[i + 5] ^ b[i + 5]) | (a[i + 6] ^ b[i + 6]) | (a[i + 7] ^ b[i + 7]);
    if (differs) return true;
  }
  return false;
}

void image_restore(struct exec *exec) {
  struct vm *vm = &exec->vm;
  // Page tables go back with the rest, and no instruction of the guest says so.
  if (exec->engine == WIRE_SBE) sbe_flush(vm, true);
  for (uint32_t i = 0; i < vm->memory.touched_pages; i++) {
    uint32_t page = vm->memory.touched[i];
    if (!page_differs(exec, page)) continue;
    // Only the bytes that differ: what was scanned of the others stays.
    uint8_t *ram = vm->memory.ram + (size_t)page * PAGE_BYTES;
    const uint8_t *start = exec->start + (size_t)page * PAGE_BYTES;
    for (uint32_t at = 0; at < PAGE_BYTES; at++) {
      while (at < PAGE_BYTES && at % 8 == 0 && *(const uint64_t *)(ram + at) == *(const uint64_t *)(start + at)) at += 8;
      uint32_t from = at;
      while (at < PAGE_BYTES && ram[at] != start[at]) at++;
      if (at == from) continue;
      memcpy(ram + from, start + from, at - from);
      if (vm->memory.page_flags[page] & RAM_CODE) sbe_code_written(vm, page * PAGE_BYTES + from, at - from);
    }
  }
}

void image_unload(struct exec *exec) {
  struct vm *vm = &exec->vm;
  struct memory *memory = &vm->memory;
  for (uint32_t i = 0; i < memory->touched_pages; i++) {
    size_t at = (size_t)memory->touched[i] * PAGE_BYTES;
    if (!exec->compared || exec->differs[i]) memcpy(memory->ram + at, exec->start + at, PAGE_BYTES);
  }
  each_run(exec, clear_run);
  paged_unpatch_tasks(exec);
  // Nothing that was scanned of it may outlive it, whatever comes next.
  if (exec->engine == WIRE_SBE) sbe_forget(vm);
  for (uint32_t i = 0; i < memory->touched_pages; i++) {
    uint32_t page = memory->touched[i];
    memory->page_flags[page] &= (uint8_t)~RAM_TOUCHED;
    if (exec->engine == WIRE_SBE) sbe_page_untouched(vm, page);
    if (exec->engine == WIRE_BARE) bare_page_untouched(exec, page);
  }
  memory->touched_pages = 0;
}

// Ascending, as the case has them; what is touched one after the other mostly is already.
static void sort(const struct exec *exec, uint32_t *pages, uint32_t count) {
  uint32_t gap = 1;
  while (gap < count / 3) gap = gap * 3 + 1;
  for (; gap; gap /= 3)
    for (uint32_t i = gap; i < count; i++) {
      uint32_t page = pages[i], at = i, number = paged_exchange(exec, page);
      for (; at >= gap && paged_exchange(exec, pages[at - gap]) > number; at -= gap) pages[at] = pages[at - gap];
      pages[at] = page;
    }
}

// A run in the making. It may go on from one page into the next.
struct run {
  struct output *output;
  struct wire_memory *head; // null: none is open
  uint32_t count;
  bool full;
};

static void close_run(struct run *run) {
  if (!run->head) return;
  uint32_t padding = -run->head->length & 3;
  uint8_t *pad = reserve_output(run->output, padding); // counted when the run was opened
  for (uint32_t i = 0; i < padding; i++) pad[i] = 0;
  run->head = NULL;
}

enum { MOST_RUNS = 0xFFFF, MOST_PADDING = 3 };

static void add_bytes(struct run *run, uint32_t address, const uint8_t *bytes, uint32_t length) {
  if (run->head && run->head->address + run->head->length != address) close_run(run);
  uint64_t needed = length + MOST_PADDING + (run->head ? 0 : sizeof *run->head);
  if (run->output->left < needed || (!run->head && run->count == MOST_RUNS)) {
    run->full = true;
    return;
  }
  if (!run->head) {
    run->head = reserve_output(run->output, sizeof *run->head);
    *run->head = (struct wire_memory){.address = address};
    run->count++;
  }
  memcpy(reserve_output(run->output, length), bytes, length);
  run->head->length += length;
}

uint32_t image_diff(struct exec *exec, struct output *output, bool *cut) {
  struct memory *memory = &exec->vm.memory;
  struct run run = {.output = output};
  sort(exec, memory->touched, memory->touched_pages);
  exec->compared = true;
  for (uint32_t i = 0; i < memory->touched_pages; i++) {
    uint32_t page = memory->touched[i];
    exec->differs[i] = page_differs(exec, page);
    if (!exec->differs[i] || page * PAGE_BYTES >= exec->test.wire->ram_bytes) continue;
    uint32_t number = paged_exchange(exec, page);
    const uint8_t *now = memory->ram + (size_t)page * PAGE_BYTES, *start = exec->start + (size_t)page * PAGE_BYTES;
    for (uint32_t at = 0; at < PAGE_BYTES && !run.full;) {
      if (at % 8 == 0 && *(const uint64_t *)(now + at) == *(const uint64_t *)(start + at)) {
        at += 8;
        continue;
      }
      uint32_t from = at;
      while (at < PAGE_BYTES && now[at] != start[at]) at++;
      if (at > from)
        add_bytes(&run, number * PAGE_BYTES + from, now + from, at - from);
      else
        at++;
    }
  }
  close_run(&run);
  *cut |= run.full;
  return run.count;
}

// --- the condition `modified` ---
enum { ALTERED_BYTES = 32, OTHER_BYTE = 0x40 }; // inc ax: harmless, and a whole instruction

static uint32_t code_start(const struct exec *exec) {
  const struct cpu *cpu = &exec->vm.cpu;
  uint32_t linear = cpu->segment[CS].base + cpu->eip;
  uint32_t address = paged_exchange(exec, linear / PAGE_BYTES) * PAGE_BYTES + linear % PAGE_BYTES;
  return address & exec->vm.memory.address_mask;
}

static uint32_t altered_bytes(const struct exec *exec, uint32_t start) {
  uint32_t left = PAGE_BYTES - start % PAGE_BYTES;
  if (start >= exec->test.wire->ram_bytes) return 0;
  return left < ALTERED_BYTES ? left : ALTERED_BYTES;
}

bool image_alter_code(struct exec *exec) {
  uint32_t start = code_start(exec), bytes = altered_bytes(exec, start);
  if (!bytes) return false;
  physical_touch(&exec->vm, start);
  memset(exec->vm.memory.ram + start, OTHER_BYTE, bytes);
  return true;
}

void image_true_code(struct exec *exec) {
  uint32_t start = code_start(exec), bytes = altered_bytes(exec, start);
  physical_write_block(&exec->vm, start, exec->start + start, bytes);
}
