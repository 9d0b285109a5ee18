#include "emulate.h"

uint32_t effective_address(const struct cpu *cpu, const struct insn *insn) {
  uint32_t offset = insn->displacement;
  if (insn->base != NO_REGISTER) offset += cpu->gpr[insn->base];
  if (insn->index != NO_REGISTER) offset += cpu->gpr[insn->index] << insn->scale;
  return insn->address_bytes == 4 ? offset : offset & 0xFFFF;
}
