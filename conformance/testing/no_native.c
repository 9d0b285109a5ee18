// The part of a world that no C unit test has: address space of the guest, descriptors, native execution.
#include "../../driver/driver.h"
#include <stdio.h>
#include <stdlib.h>

enum { SCANNED_PAGES = 64 };

enum world_status world_map(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_source source, uint64_t offset,
                            enum world_access access) {
  return WORLD_FORBIDDEN;
}
enum world_status world_protect(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_access access) {
  return WORLD_FORBIDDEN;
}
void world_unmap(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes) {}
uint32_t world_lowest_address(struct vm *vm) {
  return 0x10000;
}
uint8_t *world_scanned_pages(struct vm *vm) {
  static uint8_t *pages;
  if (!pages) pages = calloc(SCANNED_PAGES, PAGE_BYTES);
  return pages;
}
uint32_t world_scanned_page_limit(struct vm *vm) {
  return SCANNED_PAGES;
}
bool world_descriptor(struct vm *vm, unsigned space, unsigned slot, uint64_t descriptor) {
  return false;
}
void world_enter(struct vm *vm, unsigned space, struct native *native, struct native_exit *exit) {
  world_panic(vm, "a unit test executes nothing natively");
}
void world_keep_fx(struct vm *vm) {}
unsigned world_gate(struct vm *vm, uint8_t *code, uint32_t address, uint32_t number) {
  return 0;
}
_Noreturn void world_panic(struct vm *vm, const char *what) {
  fprintf(stderr, "panic: %s\n", what);
  abort();
}
