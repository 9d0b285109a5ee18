// Descriptor table registers, control, debug and model specific registers, software interrupts, HLT.
#include "handlers.h"
#include "operand.h"
#include "parts.h"

// SGDT and SIDT store all 32 bits of the base whatever the operand size; a 16-bit LGDT or LIDT loads 24 (SDM Vol. 2A, LGDT).
static void store_table(struct vm *vm, const struct insn *insn, const struct table_register *table) {
  if (insn->mod == 3) undefined_opcode(vm);
  uint8_t image[6];
  memcpy(image, &table->limit, 2);
  memcpy(image + 2, &table->base, 4);
  check_parts(vm, insn, 0, 2, 2, 2);
  check_parts(vm, insn, 2, 4, 4, 1);
  write_parts(vm, insn, 0, image, 2, 2, 2);
  write_parts(vm, insn, 2, image + 2, 4, 4, 1);
}

static void load_table(struct vm *vm, const struct insn *insn, struct table_register *table) {
  uint32_t address = effective_address(&vm->cpu, insn);
  if (insn->mod == 3) undefined_opcode(vm);
  require_ring0(vm);
  uint32_t limit = read_memory(vm, insn->segment, address, 2);
  uint32_t base = read_memory(vm, insn->segment, (address + 2) & address_mask(insn), 4);
  table->limit = limit;
  table->base = insn->operand_bytes == 2 ? base & 0xFFFFFF : base;
}

// LMSW can set PE but not clear it (SDM Vol. 2A, LMSW).
static void lmsw(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  uint32_t value = get_rm(vm, insn, 2), low = CR0_PE | CR0_MP | CR0_EM | CR0_TS;
  write_control(vm, 0, (vm->cpu.cr0 & ~(low & ~(uint32_t)CR0_PE)) | (value & low));
}

// 0F 01.
void group7(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  switch (insn->reg) {
  case 0: store_table(vm, insn, &cpu->gdtr); break;
  case 1: store_table(vm, insn, &cpu->idtr); break;
  case 2: load_table(vm, insn, &cpu->gdtr); break;
  case 3: load_table(vm, insn, &cpu->idtr); break;
  case 4: set_rm(vm, insn, insn->mod == 3 ? insn->operand_bytes : 2, read_control(vm, 0)); break;
  case 6: lmsw(vm, insn); break;
  case 7: // INVLPG
    if (insn->mod == 3) undefined_opcode(vm);
    require_ring0(vm);
    tlb_invalidate(vm, cpu->segment[insn->segment].base + effective_address(cpu, insn));
    break;
  default: undefined_opcode(vm);
  }
}

void clts(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  write_control(vm, 0, vm->cpu.cr0 & ~(uint32_t)CR0_TS);
}

static void require_control_register(struct vm *vm, unsigned number) {
  if (number == 1 || number > 4) undefined_opcode(vm);
  require_ring0(vm);
}

void mov_from_control(struct vm *vm, const struct insn *insn) {
  require_control_register(vm, insn->reg);
  vm->cpu.gpr[insn->rm] = read_control(vm, insn->reg);
}

void mov_to_control(struct vm *vm, const struct insn *insn) {
  require_control_register(vm, insn->reg);
  write_control(vm, insn->reg, vm->cpu.gpr[insn->rm]);
}

void mov_from_debug(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  vm->cpu.gpr[insn->rm] = read_debug(vm, insn->reg);
}

void mov_to_debug(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  write_debug(vm, insn->reg, vm->cpu.gpr[insn->rm]);
}

// The test registers of the 386 and 486 (TLB and cache) hold nothing here: reads give 0, writes vanish.
void mov_from_test(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  vm->cpu.gpr[insn->rm] = 0;
}

// MOV to a test register, INVD, WBINVD.
void privileged_nop(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
}

static void set_edx_eax(struct cpu *cpu, uint64_t value) {
  cpu->gpr[EAX] = (uint32_t)value;
  cpu->gpr[EDX] = (uint32_t)(value >> 32);
}

void rdtsc(struct vm *vm, const struct insn *insn) {
  if ((vm->cpu.cr4 & CR4_TSD) && vm->cpu.cpl != 0) raise_general_protection(vm, 0);
  set_edx_eax(&vm->cpu, time_stamp(vm));
}

// Two counters, as the Pentium Pro has; they count nothing.
void rdpmc(struct vm *vm, const struct insn *insn) {
  if (!(vm->cpu.cr4 & CR4_PCE) && vm->cpu.cpl != 0) raise_general_protection(vm, 0);
  if (vm->cpu.gpr[ECX] > 1) raise_general_protection(vm, 0);
  set_edx_eax(&vm->cpu, 0);
}

void rdmsr(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  set_edx_eax(&vm->cpu, read_msr(vm, vm->cpu.gpr[ECX]));
}

void wrmsr(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  write_msr(vm, vm->cpu.gpr[ECX], (uint64_t)vm->cpu.gpr[EDX] << 32 | vm->cpu.gpr[EAX]);
}

void identify(struct vm *vm, const struct insn *insn) {
  cpuid(vm);
}

void hlt(struct vm *vm, const struct insn *insn) {
  require_ring0(vm);
  vm->cpu.halted = true;
}

void int_n(struct vm *vm, const struct insn *insn) {
  interrupt(vm, (uint8_t)insn->immediate, false, 0, DELIVER_INT_N);
}

// INT3, INTO and ICEBP are exceptions to whoever watches for those: traps, so the state is the one after the instruction.
static void trap(struct vm *vm, uint8_t vector, enum delivery delivery) {
  if (vm->control.stop_at_exception) {
    vm->restart = vm->cpu;
    raise_exception(vm, vector, 0);
  }
  interrupt(vm, vector, false, 0, delivery);
}

void int3(struct vm *vm, const struct insn *insn) {
  trap(vm, VECTOR_BP, DELIVER_INT3);
}

void into(struct vm *vm, const struct insn *insn) {
  if (vm->cpu.eflags & FLAG_OF) trap(vm, VECTOR_OF, DELIVER_INT3);
}

void icebp(struct vm *vm, const struct insn *insn) {
  trap(vm, VECTOR_DB, DELIVER_ICEBP);
}
