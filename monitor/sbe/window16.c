// The window: 64 KiB at host address 0 in which one 16-bit code segment is executed with base 0.
//
// A code segment with another base costs dear: measured on Zen 4, every taken branch takes some 15 cycles more, and a loop of few
// instructions ten times its time. So the segment in which the timer finds 16-bit code stands here at its IP. Segments begin at any
// multiple of 16, scanned pages at multiples of 4,096: what stands in the 16-bit view is copied here byte by byte, and 0xCC where nothing
// does. No data segment reaches the window, the data view stands above it; flat code would, so the window closes before that runs.
#include "internal.h"

enum { FIRST_PAGE = 0xC0000000u / PAGE_BYTES, LAST_PAGE = FIRST_PAGE + NATIVE_PAGES - 1 }; // of the 16-bit view

static uint8_t *window_bytes(struct sbe *sbe) {
  return slot_code(sbe, WINDOW_SLOT);
}

void window16_page_changed(struct sbe *sbe, uint32_t host_page, unsigned from, unsigned to) {
  struct window *window = &sbe->window;
  if (!window->open || host_page < FIRST_PAGE || host_page > LAST_PAGE) return;
  int64_t start = (int64_t)(host_page - FIRST_PAGE) * PAGE_BYTES - window->base; // the page's, in the window
  int64_t begin = start + from < 0 ? 0 : start + from, end = start + to > WINDOW_BYTES ? WINDOW_BYTES : start + to;
  if (begin >= end) return;
  unsigned slot = views_slot(sbe, host_page);
  if (slot) {
    memcpy(window_bytes(sbe) + begin, slot_code(sbe, slot) + (begin - start), (size_t)(end - begin));
    if (begin < window->low) window->low = (uint32_t)begin;
    if (end > window->high) window->high = (uint32_t)end;
  } else {
    memset(window_bytes(sbe) + begin, 0xCC, (size_t)(end - begin));
  }
}

void window16_slot_changed(struct sbe *sbe, unsigned slot, unsigned from, unsigned to) {
  if (!sbe->window.open) return;
  for (uint32_t next = sbe->slot[slot].places; next; next = sbe->host_next[next - 1]) window16_page_changed(sbe, next - 1, from, to);
}

static void clear(struct sbe *sbe, uint32_t low, uint32_t high) {
  if (low < high) memset(window_bytes(sbe) + low, 0xCC, high - low);
  sbe->window.low = WINDOW_BYTES;
  sbe->window.high = 0;
}

void window16_open(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  struct window *window = &sbe->window;
  uint32_t base = vm->cpu.segment[CS].base;
  if (sbe->paged.on || (window->open && window->base == base)) return;
  if (!window->open) {
    enum world_status status = world_map(vm, SPACE, 0, WINDOW_BYTES, WORLD_SCANNED, (WINDOW_SLOT - 1) * PAGE_BYTES, WORLD_READ_EXECUTE);
    if (status != WORLD_OK) return; // a host that keeps its first pages to itself
    clear(sbe, 0, WINDOW_BYTES);
    window->open = true;
  }
  clear(sbe, window->low, window->high);
  window->base = base;
  for (uint32_t i = 0; i <= WINDOW_BYTES / PAGE_BYTES; i++) {
    uint32_t host_page = FIRST_PAGE + base / PAGE_BYTES + i;
    if (host_page <= LAST_PAGE && views_slot(sbe, host_page)) window16_page_changed(sbe, host_page, 0, PAGE_BYTES);
  }
}

void window16_close(struct vm *vm) {
  struct window *window = &vm->sbe->window;
  if (!window->open) return;
  world_unmap(vm, SPACE, 0, WINDOW_BYTES);
  window->open = false;
}

bool window16_serves(const struct vm *vm, unsigned view) {
  const struct window *window = &vm->sbe->window;
  return window->open && view == VIEW_16 && window->base == vm->cpu.segment[CS].base && vm->cpu.eip < WINDOW_BYTES;
}
