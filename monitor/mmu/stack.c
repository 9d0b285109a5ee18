// The stack as instructions use it: SDM Vol. 1, 6.2. SS.B says whether ESP or SP is the pointer; offsets wrap with it.
#include "../cpu/system.h"

void set_stack_pointer(struct cpu *cpu, uint32_t value) {
  uint32_t mask = stack_mask(cpu);
  cpu->gpr[ESP] = (cpu->gpr[ESP] & ~mask) | (value & mask);
}

void push(struct vm *vm, unsigned bytes, uint32_t value) {
  uint32_t pointer = vm->cpu.gpr[ESP] - bytes;
  write_memory(vm, SS, pointer & stack_mask(&vm->cpu), bytes, value);
  set_stack_pointer(&vm->cpu, pointer);
}

uint32_t stack_read(struct vm *vm, uint32_t above, unsigned bytes) {
  return read_memory(vm, SS, (vm->cpu.gpr[ESP] + above) & stack_mask(&vm->cpu), bytes);
}

uint32_t pop(struct vm *vm, unsigned bytes) {
  uint32_t value = stack_read(vm, 0, bytes);
  set_stack_pointer(&vm->cpu, vm->cpu.gpr[ESP] + bytes);
  return value;
}
