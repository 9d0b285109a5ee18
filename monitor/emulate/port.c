// IN and OUT, and I/O breakpoints.
#include "../../driver/driver.h"
#include "handlers.h"
#include "operand.h"

// An enabled breakpoint of type 10B watches ports when CR4.DE is set: a trap after the access (SDM Vol. 3B, 17.2.4).
static void watch_port(struct cpu *cpu, uint16_t port, unsigned bytes) {
  if (__builtin_expect(!(cpu->dr[7] & 0xFF), 1) || !(cpu->cr4 & CR4_DE)) return;
  for (unsigned i = 0; i < 4; i++) {
    unsigned control = cpu->dr[7] >> (16 + 4 * i);
    uint32_t watched = control >> 2 & 3, first = cpu->dr[i] & ~watched;
    if ((cpu->dr[7] >> (2 * i) & 3) && (control & 3) == 2 && port <= first + watched && first < (uint32_t)port + bytes)
      cpu->debug_trap |= 1u << i;
  }
}

uint32_t port_in(struct vm *vm, uint16_t port, unsigned bytes) {
  watch_port(&vm->cpu, port, bytes);
  return world_port_in(vm, port, bytes);
}

void port_out(struct vm *vm, uint16_t port, unsigned bytes, uint32_t value) {
  watch_port(&vm->cpu, port, bytes);
  world_port_out(vm, port, bytes, value);
}

// E4, E5 (immediate port) and EC, ED (DX).
void in(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint16_t port = insn->opcode & 8 ? (uint16_t)vm->cpu.gpr[EDX] : (uint8_t)insn->immediate;
  check_port(vm, port, bytes);
  set_register(&vm->cpu, EAX, bytes, port_in(vm, port, bytes));
}

void out(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint16_t port = insn->opcode & 8 ? (uint16_t)vm->cpu.gpr[EDX] : (uint8_t)insn->immediate;
  check_port(vm, port, bytes);
  port_out(vm, port, bytes, get_register(&vm->cpu, EAX, bytes));
}
