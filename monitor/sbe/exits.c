// Why native execution was left, and what that asks for.
#include "internal.h"

static enum exit_action count(struct vm *vm, enum exit_cause cause, enum exit_action action) {
  vm->counters.exits[cause]++;
  return action;
}

// int3 is reported with EIP after it. The byte it stood at says the rest.
static enum exit_action breakpoint(struct vm *vm, const struct where *where) {
  struct sbe *sbe = vm->sbe;
  struct cpu *cpu = &vm->cpu;
  uint32_t linear = cpu->segment[CS].base + cpu->eip - 1;
  unsigned slot = linear < NATIVE_BYTES ? views_slot(sbe, where->view, linear / PAGE_BYTES) : NO_SLOT;
  unsigned offset = linear % PAGE_BYTES;
  if (!slot || slot_code(sbe, slot)[offset] != 0xCC) {
    cpu->eip -= 2; // CD 03, executed by a stream that nobody saw
    return count(vm, EXIT_OVERLAP, ACTION_INTERPRET);
  }
  cpu->eip -= 1;
  switch (attribute_kind(sbe, slot, offset)) {
  case ATTRIBUTE_UNSCANNED: return count(vm, EXIT_UNSCANNED, ACTION_RESUME);
  case ATTRIBUTE_INSIDE: return count(vm, EXIT_OVERLAP, ACTION_RESUME);
  case ATTRIBUTE_TRAP:
    sbe->trapped = true;
    return count(vm, attribute_reason(sbe, slot, offset) == SBE_STOP ? EXIT_STOP : EXIT_TRAP_SITE, ACTION_RESUME);
  default: return count(vm, EXIT_FAULT, ACTION_INTERPRET);
  }
}

// The guest touched a page of the data view that is not there, or is not writable.
static enum exit_action data_fault(struct vm *vm, uint32_t linear_page, bool write) {
  struct sbe *sbe = vm->sbe;
  struct memory *memory = &vm->memory;
  uint32_t physical = linear_page * PAGE_BYTES;
  if (!MUTANT(vm, MUTANT_A20_IGNORED)) physical &= memory->address_mask;
  if (physical >= memory->ram_bytes || physical >= NATIVE_BYTES) return count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
  uint32_t page = physical / PAGE_BYTES;
  unsigned state = sbe->data_state[linear_page];
  unsigned flags = memory->page_flags[page];
  if (flags & RAM_DEVICE || (flags & RAM_ROM && write)) return count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
  bool code = flags & RAM_CODE, read_only = flags & (RAM_CODE | RAM_ROM);
  if (code && write) {
    mixed_store(vm, page);
    return count(vm, EXIT_CODE_WRITE, ACTION_STORE);
  }
  if (state == DATA_WRITE || (read_only && state == DATA_READ)) {
    vm->counters.unexplained_faults++; // it is mapped as it should be
    return count(vm, EXIT_FAULT, ACTION_INTERPRET);
  }
  if (!read_only) physical_touch(vm, physical);
  if (!views_map_data(vm, linear_page, page, read_only ? DATA_READ : DATA_WRITE)) return count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
  return count(vm, EXIT_DATA_FILL, ACTION_RESUME);
}

static enum exit_action page_fault(struct vm *vm, const struct where *where, const struct native_exit *exit) {
  struct cpu *cpu = &vm->cpu;
  if (exit->address - DATA_VIEW < NATIVE_BYTES) return data_fault(vm, (exit->address - DATA_VIEW) / PAGE_BYTES, exit->error & 2);
  uint32_t eip = code_view_base[where->view] + cpu->segment[CS].base + cpu->eip;
  if (exit->address == eip) {
    uint32_t page = (eip - code_view_base[where->view]) / PAGE_BYTES;
    if (page >= NATIVE_PAGES || !views_slot(vm->sbe, where->view, page)) return count(vm, EXIT_FETCH, ACTION_RESUME);
  }
  return count(vm, EXIT_FAULT, ACTION_INTERPRET);
}

enum exit_action exit_native(struct vm *vm, const struct where *where, const struct native *native, const struct native_exit *exit) {
  struct sbe *sbe = vm->sbe;
  sbe->trapped = false;
  if (exit->event == NATIVE_WALL) return count(vm, EXIT_WALL, ACTION_ESCAPED);
  // Every load of a segment register is a trap site: one that has changed was loaded by a stream that nobody saw.
  for (unsigned i = 0; i < ARRAY_LENGTH(native->segment); i++)
    if (native->segment[i] != sbe->loaded[i].selector) return count(vm, EXIT_WALL, ACTION_ESCAPED);
  if (exit->event == NATIVE_TICK) {
    control_spend(&vm->control, CLOCK_EVERY);
    if (where->view == VIEW_FLAT && sbe->based_places) { // flat code has run for a while: let it have its whole limit
      views_drop_based(vm);
      vm->sbe->loaded[CS].valid = false;
    }
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

bool exit_explained(struct vm *vm, unsigned vector) {
  struct sbe *sbe = vm->sbe;
  const struct cpu *cpu = &vm->cpu;
  if (vector == VECTOR_DB) return true; // TF set by a stream that nobody saw
  // With CR0.NE clear the guest's x87 reports errors by a pin, the host's by #MF (SDM Vol. 1, 8.7).
  if (vector == VECTOR_MF && !(cpu->cr0 & CR0_NE)) return true;
  uint32_t linear = cpu->segment[CS].base + cpu->eip;
  if (linear >= NATIVE_BYTES) return true;
  unsigned slot = views_slot(sbe, sbe->loaded[CS].view, linear / PAGE_BYTES);
  if (!slot || attribute_kind(sbe, slot, linear % PAGE_BYTES) != ATTRIBUTE_START) return true; // a stream that nobody saw
  uint8_t bytes[INSN_MAX_BYTES];
  struct insn insn;
  unsigned available = fetch_code(vm, bytes);
  if (decode(&insn, bytes, available, code32(cpu), cpu->model) != DECODE_OK) return false;
  if (insn.sbe_class != SBE_NATIVE && sbe->loaded[CS].cut) return true;
  if (cut_at(sbe, SS, cpu->gpr[ESP] & stack_mask(cpu)) || cut_at(sbe, SS, (cpu->gpr[ESP] - 64) & stack_mask(cpu))) return true;
  if (cut_at(sbe, SS, cpu->gpr[EBP] & stack_mask(cpu))) return true; // leave
  if (!insn_has_memory_operand(&insn)) return false;
  if (cut_at(sbe, ES, cpu->gpr[EDI]) || cut_at(sbe, insn.segment, cpu->gpr[ESI])) return true; // string instructions
  return cut_at(sbe, insn.segment, effective_address(cpu, &insn)) ||
         cut_at(sbe, insn.segment, cpu->gpr[EBP]); // enter, and what has no ModRM
}
