#include "validate.h"
#include "control_registers.h"
#include "descriptor.h"

void cpu_state_settle(struct cpu *cpu) {
  cpu->eflags |= FLAG_ONE;
  if (cpu->model != MODEL_386) cpu->cr0 |= CR0_ET;
  cpu->dr[6] |= DR6_FIXED;
  cpu->dr[7] |= DR7_FIXED;
  cpu->gdtr.limit &= 0xFFFF;
  cpu->idtr.limit &= 0xFFFF;
}

static const char *wrong_registers(const struct cpu *cpu) {
  if (cpu->model >= MODELS) return "no such CPU model";
  if (cpu->cpl > 3) return "CPL is above 3";
  if (cpu->cr0 & ~model_cr0(cpu->model)) return "CR0 has a bit that the model has not";
  if (cpu->cr4 & ~model_cr4(cpu->model)) return "CR4 has a bit that the model has not";
  if ((cpu->cr0 & CR0_PG) && !(cpu->cr0 & CR0_PE)) return "CR0.PG without CR0.PE";
  if ((cpu->cr0 & CR0_NW) && !(cpu->cr0 & CR0_CD)) return "CR0.NW without CR0.CD";
  if (cpu->eflags & ~(model_eflags(cpu->model) | FLAG_ONE)) return "EFLAGS has a bit that the model has not";
  if (cpu->shadow > SHADOW_MOVSS) return "no such interrupt shadow";
  return NULL;
}

// A present segment has a limit that a descriptor can say: a multiple of 4 KiB less one byte, if it is page-granular or past 1 MiB.
static bool limit_possible(const struct segment *s) {
  if (s->attributes & SEGMENT_GRANULAR) return (s->limit & 0xFFF) == 0xFFF;
  return s->limit <= 0xFFFFF;
}

static const char *wrong_segment(const struct cpu *cpu, unsigned r) {
  const struct segment *s = &cpu->segment[r];
  if (s->attributes & 0x0F00) return "a segment's attributes have bits 8-11 set";
  if (!(s->attributes & SEGMENT_PRESENT)) {
    if (s->attributes) return "a segment register holds a descriptor that is not present";
    return r == CS || r == SS ? "CS or SS is null" : NULL;
  }
  if (!limit_possible(s)) return "a segment's limit is one that no descriptor can give";
  bool code = (s->attributes & (SEGMENT_S | SEGMENT_CODE)) == (SEGMENT_S | SEGMENT_CODE);
  bool data = (s->attributes & (SEGMENT_S | SEGMENT_CODE)) == SEGMENT_S;
  switch (r) {
  case CS: return code ? NULL : "CS is not a code segment";
  case SS: return data && (s->attributes & SEGMENT_WRITABLE) ? NULL : "SS is not a writable data segment";
  case LDTR: return (s->attributes & (SEGMENT_S | 15)) == TYPE_LDT ? NULL : "LDTR does not hold an LDT";
  case TR:
    return (s->attributes & (SEGMENT_S | 15)) == TYPE_TSS16_BUSY || (s->attributes & (SEGMENT_S | 15)) == TYPE_TSS32_BUSY
               ? NULL
               : "TR does not hold a busy TSS";
  default:
    return data || (code && (s->attributes & SEGMENT_READABLE)) ? NULL : "a data segment register holds a segment that cannot be read";
  }
}

static const char *wrong_protected(const struct cpu *cpu) {
  for (unsigned r = 0; r < SEGMENT_REGISTERS; r++) {
    const char *why = wrong_segment(cpu, r);
    if (why) return why;
  }
  const struct segment *cs = &cpu->segment[CS], *ss = &cpu->segment[SS];
  if (selector_rpl(cs->selector) != cpu->cpl) return "CPL is not the RPL of CS";
  if (selector_rpl(ss->selector) != cpu->cpl) return "CPL is not the RPL of SS";
  if (segment_dpl(ss) != cpu->cpl) return "CPL is not the DPL of SS";
  bool conforming = cs->attributes & SEGMENT_CONFORMING;
  if (conforming ? segment_dpl(cs) > cpu->cpl : segment_dpl(cs) != cpu->cpl) return "CPL does not fit the DPL of CS";
  static const uint8_t data[] = {ES, DS, FS, GS};
  for (unsigned i = 0; i < ARRAY_LENGTH(data); i++) {
    const struct segment *s = &cpu->segment[data[i]];
    bool conforms = (s->attributes & (SEGMENT_CODE | SEGMENT_CONFORMING)) == (SEGMENT_CODE | SEGMENT_CONFORMING);
    if ((s->attributes & SEGMENT_PRESENT) && !conforms && segment_dpl(s) < cpu->cpl) return "a data segment's DPL is below CPL";
  }
  return NULL;
}

// SDM Vol. 3A, 20.2: in V86 mode every segment is what a load there makes of it.
static const char *wrong_v86(const struct cpu *cpu) {
  if (cpu->cpl != 3) return "CPL is not 3 in V86 mode";
  for (unsigned r = ES; r <= GS; r++) {
    const struct segment *s = &cpu->segment[r];
    if (s->base != (uint32_t)s->selector << 4) return "a segment's base is not 16 times its selector in V86 mode";
    if (s->limit != 0xFFFF) return "a segment's limit is not 0xFFFF in V86 mode";
    if ((s->attributes & (SEGMENT_PRESENT | SEGMENT_S | SEGMENT_BIG | SEGMENT_GRANULAR)) != (SEGMENT_PRESENT | SEGMENT_S))
      return "a segment is not a 16-bit one in V86 mode";
  }
  for (unsigned r = LDTR; r <= TR; r++) {
    const char *why = wrong_segment(cpu, r);
    if (why) return why;
  }
  return NULL;
}

// Real mode keeps what protected mode has left in the hidden parts, so nearly everything is possible there.
static const char *wrong_real(const struct cpu *cpu) {
  if (cpu->cpl != 0) return "CPL is not 0 in real mode";
  if (cpu->eflags & FLAG_VM) return "EFLAGS.VM is set with CR0.PE clear";
  for (unsigned r = ES; r <= GS; r++)
    if (cpu->segment[r].attributes & 0x0F00) return "a segment's attributes have bits 8-11 set";
  return NULL;
}

bool cpu_state_valid(const struct cpu *cpu, const char **why) {
  const char *found = wrong_registers(cpu);
  if (!found) found = real_mode(cpu) ? wrong_real(cpu) : v86_mode(cpu) ? wrong_v86(cpu) : wrong_protected(cpu);
  if (found) *why = found;
  return !found;
}
