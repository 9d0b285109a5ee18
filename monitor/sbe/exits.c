// Why native execution was left, and what that asks for.
#include "internal.h"

static enum exit_action count(struct vm *vm, enum exit_cause cause, enum exit_action action) {
  vm->counters.exits[cause]++;
  return action;
}

// Marks outlive the branches that made them when these are overwritten, and a trap site that only they ask for stays. Systems that patch
// themselves when they start leave many. Where such trap sites are met often the page is begun anew: its marks are then those
// of the branches that there are.
enum { OVERLAPS = 64, MOST_RENEWALS = 8 };
static bool renewed(struct vm *vm, unsigned index) {
  struct slot *slot = &vm->sbe->slot[index];
  if (++slot->overlaps < OVERLAPS << slot->renewals) return false;
  slot->overlaps = 0;
  if (slot->renewals < MOST_RENEWALS) slot->renewals++;
  cache_reset(vm, index);
  vm->counters.renewals++;
  return true;
}

// int3 is reported with EIP after it. The byte it stood at says the rest.
static enum exit_action breakpoint(struct vm *vm, const struct where *where) {
  struct sbe *sbe = vm->sbe;
  struct cpu *cpu = &vm->cpu;
  uint32_t host = code_base(sbe, where->view) + cpu->segment[CS].base + cpu->eip - 1;
  unsigned slot = views_slot(sbe, host / PAGE_BYTES), offset = host % PAGE_BYTES;
  if (!slot && sbe->loaded[CS].window) { // outside of the window the page would be missing
    cpu->eip -= 1;
    return count(vm, EXIT_FETCH, ACTION_RESUME);
  }
  if (!slot || slot_code(sbe, slot)[offset] != 0xCC) {
    cpu->eip -= 2; // CD 03, executed by a stream that nobody saw
    return count(vm, EXIT_OVERLAP, ACTION_INTERPRET);
  }
  cpu->eip -= 1;
  switch (attribute_kind(sbe, slot, offset)) {
  case ATTRIBUTE_UNSCANNED: return count(vm, EXIT_UNSCANNED, ACTION_RESUME);
  case ATTRIBUTE_INSIDE: gate_arrived(sbe, slot, offset); return count(vm, EXIT_OVERLAP, ACTION_RESUME);
  case ATTRIBUTE_TRAP:
    if (attribute_reason(sbe, slot, offset) == SBE_OVERLAP && renewed(vm, slot)) return count(vm, EXIT_OVERLAP, ACTION_RESUME);
    sbe->trapped = true;
    if (attribute_reason(sbe, slot, offset) == SBE_STOP) return count(vm, EXIT_STOP, ACTION_RESUME);
    gate_consider(vm, slot, offset, host);
    return count(vm, EXIT_TRAP_SITE, ACTION_RESUME);
  default: return count(vm, EXIT_FAULT, ACTION_INTERPRET);
  }
}

// Bit 4 of the error code: an instruction fetch (SDM Vol. 3A, figure 4-12; the host has NX).
enum { FAULT_WRITE = 1 << 1, FAULT_FETCH = 1 << 4 };

// An instruction that crosses into a page which does not stand there: puts it there, if it is still the same.
static bool map_tail(struct vm *vm, const struct where *where, uint32_t eip) {
  struct sbe *sbe = vm->sbe;
  struct where next;
  unsigned slot = views_slot(sbe, eip / PAGE_BYTES);
  if (!slot || !sbe->slot[slot].crosses || sbe->slot[slot].crosses_at != eip % PAGE_BYTES) return false;
  unsigned other = sbe->slot[slot].crosses;
  uint32_t linear = ((vm->cpu.segment[CS].base + vm->cpu.eip) & PAGE_MASK) + PAGE_BYTES;
  bool same = sbe_locate_linear(vm, linear, &next) && watch_page(vm, &next) && next.physical / PAGE_BYTES == sbe->slot[other].physical;
  next.view = where->view;
  if (same && (sbe->paged.on ? paging_map_code(vm, other, &next) : views_map_code(vm, other, next.host / PAGE_BYTES, 0))) return true;
  crossing_part(vm, slot);
  return true; // the trap site is met next
}

static enum exit_action page_fault(struct vm *vm, const struct where *where, const struct native_exit *exit) {
  struct sbe *sbe = vm->sbe;
  if (exit->error & FAULT_FETCH) {
    uint32_t eip = code_base(sbe, where->view) + vm->cpu.segment[CS].base + vm->cpu.eip;
    bool missing = exit->address == eip && !views_slot(sbe, eip / PAGE_BYTES);
    if (exit->address == (eip & PAGE_MASK) + PAGE_BYTES && map_tail(vm, where, eip)) missing = true;
    return missing ? count(vm, EXIT_FETCH, ACTION_RESUME) : count(vm, EXIT_FAULT, ACTION_INTERPRET);
  }
  uint32_t linear = exit->address - sbe->data_base;
  if (linear < sbe->data_end) return fill_data(vm, linear, exit->error & FAULT_WRITE);
  return count(vm, EXIT_FAULT, ACTION_INTERPRET);
}

// A trap site that left by a gate. Who has come to the gate without having been at its site, which no supervisor's page
// is for CPL 3, is where the gate stands.
static enum exit_action through_gate(struct vm *vm, uint32_t number) {
  struct cpu *cpu = &vm->cpu;
  struct gate *gate = gate_number(vm->sbe, number);
  if (!gate) return count(vm, EXIT_WALL, ACTION_ESCAPED);
  cpu->eip = (cpu->cpl == 3 ? gate->stub : gate->host) - cpu->segment[CS].base;
  if (cpu->cpl == 3) return count(vm, EXIT_FETCH, ACTION_INTERPRET);
  gate->exits++;
  vm->sbe->trapped = vm->sbe->by_gate = true;
  return count(vm, EXIT_GATE, ACTION_RESUME);
}

// Interrupted in the middle of a gate: the guest is at the trap site.
static void leave_gate(struct vm *vm, const struct where *where) {
  struct sbe *sbe = vm->sbe;
  struct cpu *cpu = &vm->cpu;
  uint32_t host = code_base(sbe, where->view) + cpu->segment[CS].base + cpu->eip;
  if (!sbe->paged.on || views_slot(sbe, host / PAGE_BYTES) < GATE_SLOT) return;
  const struct gate *gate = gate_at_stub(sbe, host);
  if (gate && cpu->cpl != 3) cpu->eip = gate->host - cpu->segment[CS].base;
}

enum exit_action exit_native(struct vm *vm, const struct where *where, const struct native *native, const struct native_exit *exit) {
  struct sbe *sbe = vm->sbe;
  sbe->trapped = sbe->by_gate = false;
  if (exit->event == NATIVE_WALL) return count(vm, EXIT_WALL, ACTION_ESCAPED);
  // Every load of a segment register is a trap site: one that has changed was loaded by a stream that nobody saw.
  for (unsigned i = 0; i < ARRAY_LENGTH(native->segment); i++)
    if (native->segment[i] != sbe->loaded[i].selector) return count(vm, EXIT_WALL, ACTION_ESCAPED);
  if (exit->event == NATIVE_GATE) return through_gate(vm, exit->error);
  leave_gate(vm, where);
  if (exit->event == NATIVE_TICK) {
    control_spend(&vm->control, CLOCK_EVERY);
    if (where->view == VIEW_FLAT && sbe->based_places) { // flat code has run for a while: let it have its whole limit
      views_drop_based(vm);
      vm->sbe->loaded[CS].valid = false;
    }
    if (where->view == VIEW_16) window16_open(vm);
    return count(vm, EXIT_TICK, ACTION_RESUME);
  }
  switch (exit->vector) {
  case VECTOR_BP: return breakpoint(vm, where);
  case VECTOR_PF: return page_fault(vm, where, exit);
  default: return ACTION_FAULT; // counted when it is known whose fault it was
  }
}

// Whether [offset, offset + 64) may go past what the native segment allows and the guest's does not forbid.
static bool cut_at(const struct sbe *sbe, unsigned segment, uint32_t offset) {
  const struct loaded *loaded = &sbe->loaded[segment];
  return loaded->cut && (!loaded->limit || offset > loaded->limit || loaded->limit - offset < 64);
}

// BT and its like with a bit offset in a register reach 256 MiB to either side of their operand (SDM Vol. 2A, BT).
static uint32_t bit_operand(const struct cpu *cpu, const struct insn *insn) {
  bool by_register = insn->map == 1 && (insn->opcode & 0xE7) == 0xA3;
  uint32_t address = effective_address(cpu, insn), bits = cpu->gpr[insn->reg];
  if (!by_register) return address;
  address += insn->operand_bytes == 4 ? (uint32_t)((int32_t)bits >> 5) * 4 : (uint32_t)((int16_t)bits >> 4) * 2;
  return insn->address_bytes == 4 ? address : address & 0xFFFF;
}

bool exit_explained(struct vm *vm, unsigned vector) {
  struct sbe *sbe = vm->sbe;
  const struct cpu *cpu = &vm->cpu;
  if (vector == VECTOR_DB) return true; // TF set by a stream that nobody saw
  // With CR0.NE clear the guest's x87 reports errors by a pin, the host's by #MF (SDM Vol. 1, 8.7).
  if (vector == VECTOR_MF && !(cpu->cr0 & CR0_NE)) return true;
  uint32_t host = code_base(sbe, sbe->loaded[CS].view) + cpu->segment[CS].base + cpu->eip;
  unsigned slot = views_slot(sbe, host / PAGE_BYTES);
  if (!slot || attribute_kind(sbe, slot, host % PAGE_BYTES) != ATTRIBUTE_START) return true; // a stream that nobody saw
  uint8_t bytes[INSN_MAX_BYTES];
  struct insn insn;
  unsigned available = fetch_code(vm, bytes);
  if (decode(&insn, bytes, available, code32(cpu), cpu->model) != DECODE_OK) return false;
  if (insn.sbe_class != SBE_NATIVE && sbe->loaded[CS].cut) return true;
  if (cut_at(sbe, SS, cpu->gpr[ESP] & stack_mask(cpu)) || cut_at(sbe, SS, (cpu->gpr[ESP] - 64) & stack_mask(cpu))) return true;
  if (cut_at(sbe, SS, cpu->gpr[EBP] & stack_mask(cpu))) return true; // leave
  if (!insn_has_memory_operand(&insn)) return false;
  if (sbe->slot[slot].lent && lend_by_fs(&insn)) return bit_operand(cpu, &insn) <= lend_last_outside(vm);
  if (cut_at(sbe, ES, cpu->gpr[EDI]) || cut_at(sbe, insn.segment, cpu->gpr[ESI])) return true;           // string instructions
  return cut_at(sbe, insn.segment, bit_operand(cpu, &insn)) || cut_at(sbe, insn.segment, cpu->gpr[EBP]); // enter, and what has no ModRM
}
