// The scanner: from where execution arrived it follows the instruction stream inside the page, copies what may run natively and leaves
// 0xCC on the rest.
//
// What it keeps true of every scanned page:
//   - a byte of the scanned page is the guest's own only inside an instruction that was found harmless, else it is 0xCC; other bytes than the
//     guest's are two prefixes of such instructions (rewrite.c, lend.c), and a page may begin with the tail of one that crossing.c has joined;
//   - no two native instructions overlap: of two that would, the one that starts first is a trap site, so the bytes of the other
//     are free for it, and the interpreter carries the first one out from the original page;
//   - no native instruction covers, past its first byte, a byte at which a native branch of the page may land (ATTRIBUTE_EXPECTED;
//     the mark outlives what stands there, because the branch does) or a byte that has to trap (a stop or event address);
//   - a native instruction falls through to an instruction, a trap site or a 0xCC, never into the middle of an instruction.
// What was only looked at in advance never spoils what was reached: when the scanner, ahead of execution, runs into the middle of an
// instruction, its own last step becomes a trap site. Only an arrival breaks an instruction up.
#include "internal.h"

enum { END_OF_STREAM = PAGE_BYTES };

struct scanner {
  struct vm *vm;
  struct sbe *sbe;
  unsigned slot;
  const uint8_t *original;
  uint8_t *code, *attribute;
  unsigned budget;
  unsigned targets;
  uint16_t target[SCAN_BUDGET]; // in-page branch targets still to be followed
  unsigned watches;
  uint16_t watch[MAX_STOPS + MAX_EVENTS]; // page offsets that have to trap
};

unsigned fpu_state(struct vm *vm) {
  const struct cpu *cpu = &vm->cpu;
  if (cpu->cr0 & CR0_EM) return FPU_FORBIDDEN;
  if (cpu->cr0 & CR0_TS && !MUTANT(vm, MUTANT_FPU_TS_IGNORED)) return FPU_FORBIDDEN;
  if (!(cpu->cr4 & CR4_OSFXSR) && !MUTANT(vm, MUTANT_SSE_OSFXSR_IGNORED)) return FPU_NO_SSE;
  return FPU_FREE;
}

static unsigned kind(const struct scanner *s, unsigned offset) {
  return s->attribute[offset] & ATTRIBUTE_KIND;
}

static void set(struct scanner *s, unsigned offset, unsigned attribute, unsigned reason) {
  s->attribute[offset] = (uint8_t)((s->attribute[offset] & ATTRIBUTE_EXPECTED) | attribute | reason << ATTRIBUTE_REASON_SHIFT);
}

static void set_trap(struct scanner *s, unsigned offset, unsigned reason) {
  s->code[offset] = 0xCC;
  set(s, offset, ATTRIBUTE_TRAP, reason);
}

// The bytes after the first of the instruction at `offset` become free again.
static void clear_inside(uint8_t *code, uint8_t *attribute, unsigned offset) {
  for (unsigned i = offset + 1; i < PAGE_BYTES && (attribute[i] & ATTRIBUTE_KIND) == ATTRIBUTE_INSIDE; i++) {
    code[i] = 0xCC;
    attribute[i] &= ATTRIBUTE_EXPECTED;
  }
}

// Execution arrived inside an instruction: that one gives way.
static void break_up(struct scanner *s, unsigned offset) {
  unsigned start = offset;
  while (kind(s, start) == ATTRIBUTE_INSIDE) start--;
  if (MUTANT(s->vm, MUTANT_OVERLAP_OUTER_KEPT)) {
    for (unsigned i = offset; i < PAGE_BYTES && kind(s, i) == ATTRIBUTE_INSIDE; i++) set(s, i, ATTRIBUTE_UNSCANNED, 0);
    return;
  }
  clear_inside(s->code, s->attribute, start);
  set_trap(s, start, SBE_OVERLAP);
}

static bool watched(const struct scanner *s, unsigned from, unsigned to) {
  for (unsigned i = 0; i < s->watches; i++)
    if (s->watch[i] >= from && s->watch[i] < to) return true;
  return false;
}

static bool computed_jump_ends(const struct insn *insn) {
  return insn->opcode != 0xFF || insn->reg == 4;
} // not call r/m

// Whether the instruction after this one, in memory, is likely to be executed after it.
bool scan_falls_through(const struct insn *insn) {
  if (insn->map == 0) {
    switch (insn->opcode) {
    case 0xE9: // jmp rel
    case 0xEB:
    case 0xEA: // jmp far
    case 0xCA: // retf, iret
    case 0xCB:
    case 0xCF:
    case 0xCC: // int3: the filler between functions
    case 0xF4: // hlt
      return false;
    case 0xFF:
      if (insn->reg == 5) return false; // jmp far m
      break;
    default: break;
    }
  }
  if (insn->sbe_class == SBE_BRANCH_COMPUTED) return !computed_jump_ends(insn);
  return insn->sbe_class != SBE_UNDEFINED;
}

static bool is_call(const struct insn *insn) {
  return insn->map == 0 && (insn->opcode == 0xE8 || (insn->opcode == 0xFF && insn->reg == 2));
}

// Where in the page a relative branch lands, or END_OF_STREAM if elsewhere. A branch with a 16-bit operand size changes only IP, so the
// sum wraps at 64 KiB of the segment; a page offset is the same after the wrap, but the page is not. The same scanned page may stand at
// several offsets of its segment, so whether it does wrap is decided where the page is entered (run.c) or does not matter.
static unsigned branch_target(const struct scanner *s, const struct insn *insn, unsigned next) {
  int32_t displacement = (int32_t)insn->immediate;
  if (insn->operand_bytes == 2) {
    if (s->sbe->slot[s->slot].code32) return END_OF_STREAM; // EIP loses its upper half
    displacement = (int16_t)displacement;
  }
  int64_t target = (int64_t)next + displacement;
  return target >= 0 && target < PAGE_BYTES ? (unsigned)target : END_OF_STREAM;
}

static bool uses_forbidden_fpu(const struct scanner *s, const struct insn *insn) {
  unsigned fpu = s->sbe->slot[s->slot].fpu;
  return fpu == FPU_FORBIDDEN ? insn_uses_fpu(insn) : fpu == FPU_NO_SSE && insn_unit(insn) == UNIT_SSE;
}

// ENTER with a nesting level copies frame pointers from [EBP] to the stack. Where a page of the data view is filled in half way, it starts
// again, and reads what it has just written if the two overlap. Nothing else among the native instructions writes twice and reads between.
static bool unrepeatable(const struct insn *insn) {
  return insn->map == 0 && insn->opcode == 0xC8 && insn->immediate2 % 32 > 0;
}

bool scan_refuses(struct vm *vm, unsigned slot, const struct insn *insn) {
  const struct scanner s = {.vm = vm, .sbe = vm->sbe, .slot = slot};
  if (vm->sbe->options.mode == SBE_STRICT || vm->sbe->options.single || insn->sbe_class > SBE_BRANCH_COMPUTED) return true;
  if (unrepeatable(insn) || uses_forbidden_fpu(&s, insn)) return true;
  return vm->sbe->slot[slot].lent && lend_trapped(insn);
}

// The reason for which the instruction at `offset` must not run natively, or SBE_NATIVE.
static unsigned judge(struct scanner *s, const struct insn *insn, unsigned offset, unsigned *target) {
  struct vm *vm = s->vm;
  bool strict = s->sbe->options.mode == SBE_STRICT;
  unsigned next = offset + insn->length;
  *target = END_OF_STREAM;
  switch (insn->sbe_class) {
  case SBE_NATIVE:
    if (unrepeatable(insn)) return SBE_UNREPEATABLE;
    break;
  case SBE_BRANCH_COMPUTED:
    if (strict && !(MUTANT(vm, MUTANT_STRICT_RET) && insn->opcode == 0xC3)) return SBE_BRANCH_COMPUTED;
    if (s->sbe->options.single) return SBE_BRANCH_COMPUTED; // it may lead to itself, and count as one
    break;
  case SBE_BRANCH_DIRECT: {
    unsigned at = branch_target(s, insn, next);
    if (at == END_OF_STREAM) {
      if (strict && !MUTANT(vm, MUTANT_STRICT_PAGE)) return SBE_BRANCH_DIRECT;
      // EIP cut to 16 bits in 32-bit code: rare, and it may lead anywhere, into its own bytes too.
      if (insn->operand_bytes == 2 && s->sbe->slot[s->slot].code32) return SBE_BRANCH_DIRECT;
    } else if (s->sbe->options.single && at == offset) {
      return SBE_BRANCH_DIRECT;
    } else if (!MUTANT(vm, MUTANT_OVERLAP_IGNORED)) {
      unsigned site;
      bool inside = kind(s, at) == ATTRIBUTE_INSIDE && !(s->code[at] == 0xCC && gate_covers(s->sbe, s->slot, at, &site));
      if ((at > offset && at < next) || inside) return SBE_OVERLAP;
    }
    *target = at;
    break;
  }
  default:
    if (!rewrite_serves(insn, s->original + offset)) return insn->sbe_class;
  }
  if (uses_forbidden_fpu(s, insn)) return SBE_FPU_TRAPPED;
  if (s->sbe->slot[s->slot].lent && lend_trapped(insn) && !MUTANT(vm, MUTANT_LENT_FS)) return SBE_SEGMENT;
  if (!MUTANT(vm, MUTANT_STOP_IGNORED) && watched(s, offset + 1, next)) return SBE_OVERLAP;
  for (unsigned i = offset + 1; i < next; i++) {
    unsigned k = kind(s, i);
    if (k == ATTRIBUTE_START || k == ATTRIBUTE_TRAP || s->attribute[i] & ATTRIBUTE_EXPECTED) return SBE_OVERLAP;
  }
  if (scan_falls_through(insn)) {
    if (next == PAGE_BYTES) {
      // The next page is entered at its first byte, which may be inside an instruction that began in this page by another reading.
      if (strict && !MUTANT(vm, MUTANT_STRICT_PAGE)) return SBE_PAGE_CROSSING;
    } else if (kind(s, next) == ATTRIBUTE_INSIDE) {
      return SBE_OVERLAP;
    }
  }
  return SBE_NATIVE;
}

static void copy(struct scanner *s, unsigned offset, unsigned length) {
  for (unsigned i = 0; i < length; i++) {
    s->code[offset + i] = s->original[offset + i];
    set(s, offset + i, i ? ATTRIBUTE_INSIDE : ATTRIBUTE_START, 0);
  }
  if (length > 1 && MUTANT(s->vm, MUTANT_SCAN_LOST_IMMEDIATE)) s->code[offset + length - 1] = 0;
}

// Scans the instruction at `offset`; returns where the stream goes on, or END_OF_STREAM.
static unsigned scan_instruction(struct scanner *s, unsigned offset) {
  struct vm *vm = s->vm;
  struct slot *slot = &s->sbe->slot[s->slot];
  if (!slot->live++) s->sbe->live++;
  if (!MUTANT(vm, MUTANT_STOP_IGNORED) && watched(s, offset, offset + 1)) {
    set_trap(s, offset, SBE_STOP);
    vm->counters.scanned_bytes++;
    return END_OF_STREAM;
  }
  unsigned available = PAGE_BYTES - offset < INSN_MAX_BYTES ? PAGE_BYTES - offset : INSN_MAX_BYTES;
  struct insn insn;
  enum decode_status status = decode(&insn, s->original + offset, available, slot->code32, vm->cpu.model);
  if (status == DECODE_TRUNCATED && MUTANT(vm, MUTANT_CROSSING_COPIED)) {
    copy(s, offset, available);
    return END_OF_STREAM;
  }
  if (status != DECODE_OK) {
    set_trap(s, offset, status == DECODE_TRUNCATED ? SBE_PAGE_CROSSING : SBE_UNDEFINED);
    vm->counters.scanned_bytes += available < insn.length ? available : insn.length;
    return END_OF_STREAM;
  }
  vm->counters.scanned_bytes += insn.length;
  unsigned next = offset + insn.length, target;
  unsigned reason = judge(s, &insn, offset, &target);
  if (reason != SBE_NATIVE) {
    set_trap(s, offset, reason);
  } else {
    copy(s, offset, insn.length);
    if (insn.sbe_class == SBE_PREFIX) rewrite(&insn, s->code + offset);
    if (slot->lent) lend_rewrite(&insn, s->code + offset);
    if (s->sbe->straight.to == offset && insn.sbe_class == SBE_NATIVE) {
      s->sbe->straight.to = next;
      s->sbe->straight.instructions++;
    }
    if (next == PAGE_BYTES && MUTANT(vm, MUTANT_CROSSING_LOST_BYTE)) s->code[PAGE_BYTES - 1] = 0x90;
    if (target != END_OF_STREAM) {
      s->attribute[target] |= ATTRIBUTE_EXPECTED;
      if (s->targets < SCAN_BUDGET) s->target[s->targets++] = (uint16_t)target;
    }
  }
  // Behind a call or a trap site there may be data: a string that the callee takes its return address for, or nothing at all behind a last
  // INT 21h. Taken for code it could hide a start that a computed branch lands on. A return finds 0xCC, once; the monitor scans where it resumes.
  if (reason == SBE_NATIVE && is_call(&insn) && next < PAGE_BYTES) s->attribute[next] |= ATTRIBUTE_EXPECTED;
  return reason == SBE_NATIVE && !is_call(&insn) && scan_falls_through(&insn) ? next : END_OF_STREAM;
}

static void follow(struct scanner *s, unsigned offset) {
  while (s->budget && offset < PAGE_BYTES && kind(s, offset) == ATTRIBUTE_UNSCANNED) {
    s->budget--;
    offset = scan_instruction(s, offset);
  }
}

void scan(struct vm *vm, unsigned slot, unsigned offset) {
  struct sbe *sbe = vm->sbe;
  uint32_t physical = sbe->slot[slot].physical;
  struct scanner s;
  s.vm = vm;
  s.sbe = sbe;
  s.slot = slot;
  s.original = vm->memory.ram + (size_t)physical * PAGE_BYTES;
  s.code = slot_code(sbe, slot);
  s.attribute = sbe->attributes[slot];
  s.budget = sbe->options.single ? 1 : SCAN_BUDGET;
  s.targets = s.watches = 0;
  for (unsigned i = 0; i < sbe->watches; i++)
    if (sbe->watch[i] / PAGE_BYTES == physical) s.watch[s.watches++] = sbe->watch[i] % PAGE_BYTES;
  vm->counters.scans++;
  if (offset < sbe->slot[slot].tail) crossing_part(vm, sbe->slot[slot].tail_of);
  if (sbe->slot[slot].crosses && offset > sbe->slot[slot].crosses_at) crossing_part(vm, slot);
  unsigned site;
  if (gate_covers(sbe, slot, offset, &site)) gate_drop_site(sbe, slot, site);
  if (kind(&s, offset) == ATTRIBUTE_INSIDE) break_up(&s, offset);
  sbe->straight.from = sbe->straight.to = offset;
  sbe->straight.instructions = 0;
  follow(&s, offset);
  while (s.targets && s.budget) follow(&s, s.target[--s.targets]);
  window16_slot_changed(sbe, slot, 0, PAGE_BYTES);
  scan_protect(vm, physical);
}

void scan_protect(struct vm *vm, uint32_t physical_page) {
  if (vm->memory.page_flags[physical_page] & RAM_CODE) return;
  vm->memory.page_flags[physical_page] |= RAM_CODE;
  views_protect(vm, physical_page);
}

void unscan(struct vm *vm, unsigned slot, unsigned offset) {
  struct sbe *sbe = vm->sbe;
  uint8_t *code = slot_code(sbe, slot), *attribute = sbe->attributes[slot];
  if (sbe->slot[slot].crosses && offset == sbe->slot[slot].crosses_at) crossing_part(vm, slot);
  if (sbe->slot[slot].gates) gate_drop_site(sbe, slot, offset);
  if ((attribute[offset] & ATTRIBUTE_KIND) == ATTRIBUTE_START) clear_inside(code, attribute, offset);
  code[offset] = 0xCC;
  window16_slot_changed(sbe, slot, offset, offset + INSN_MAX_BYTES < PAGE_BYTES ? offset + INSN_MAX_BYTES : PAGE_BYTES);
  attribute[offset] &= MUTANT(vm, MUTANT_EXPECTED_FORGOTTEN) ? 0 : ATTRIBUTE_EXPECTED;
  // Nothing left that could branch anywhere: the marks go too, and the page stops being code.
  if (sbe->slot[slot].live == 1)
    cache_reset(vm, slot);
  else
    sbe->slot[slot].live--;
}
