// The ports of a case: IN reads what the case lists, in order, OUT is recorded.
#include "exec.h"

uint32_t world_port_in(struct vm *vm, uint16_t port, unsigned bytes) {
  struct exec *exec = &the_exec;
  for (unsigned i = 0; i < exec->test.wire->ports; i++) {
    const struct wire_port *entry = &exec->test.port[i];
    if (exec->port_used[i] || entry->port != port || entry->width != bytes) continue;
    exec->port_used[i] = 1;
    return bytes == 4 ? entry->value : entry->value & ((1u << 8 * bytes) - 1);
  }
  return bytes == 4 ? 0xFFFFFFFFu : (1u << 8 * bytes) - 1;
}

void world_port_out(struct vm *vm, uint16_t port, unsigned bytes, uint32_t value) {
  struct exec *exec = &the_exec;
  if (bytes < 4) value &= (1u << 8 * bytes) - 1;
  if (exec->outs < MAX_OUTS) exec->out[exec->outs] = (struct wire_port){port, (uint16_t)bytes, value};
  exec->outs++;
}

// A case has RAM and nothing else.
uint32_t world_memory_read(struct vm *vm, uint32_t address, unsigned bytes) {
  return bytes == 4 ? 0xFFFFFFFFu : (1u << 8 * bytes) - 1;
}
void world_memory_write(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value) {}

// Its interrupts are events with a vector of their own, and its time stands still.
uint8_t world_acknowledge(struct vm *vm) {
  world_panic(vm, "a case has no interrupt controller");
}
void world_ferr(struct vm *vm, bool level) {}
uint64_t world_time_stamp(struct vm *vm) {
  return 0;
}

// A case says of each access what it gives, and what it gave is recorded: one by one.
uint32_t world_port_in_block(struct vm *vm, uint16_t port, unsigned bytes, void *to, uint32_t count) {
  return 0;
}
uint32_t world_port_out_block(struct vm *vm, uint16_t port, unsigned bytes, const void *from, uint32_t count) {
  return 0;
}
bool world_memory_read_block(struct vm *vm, uint32_t address, void *to, uint32_t bytes) {
  return false;
}
