#include "processor.h"
#include <stddef.h>
#include <string.h>

enum { CR0_PE = 1, CR0_EM = 4, CR4_OSFXSR = 1 << 9, FLAG_VM = 1 << 17, FLAG_TF = 1 << 8, FLAGS_ARITHMETIC = 0x8D5, FLAG_DF = 1 << 10 };
enum { CS = 1, SS = 2, SEGMENT_BIG = 1 << 14 };

static void *at(const struct processor *processor, unsigned offset) {
  return (uint8_t *)processor + offset;
}

static uint32_t segment_flags(uint16_t attributes) {
  return (attributes & 0xFFu) << 8 | (attributes & 0xF000u) << 8;
}

void processor_set(struct processor *to, const struct wire_registers *from) {
  for (int i = 0; i < 8; i++) to->gpr[i] = from->gpr[i];
  to->eip = from->eip;
  to->eflags = from->eflags | 2; // entering the processor takes cc_src and df from it
  to->cc_op = 1;
  to->cc_src = from->eflags & FLAGS_ARITHMETIC;
  to->df = from->eflags & FLAG_DF ? -1 : 1;
  for (int i = 0; i < 8; i++) {
    const struct wire_segment *segment = &from->segment[i];
    to->segment[i] = (struct processor_segment){segment->selector, 0, segment->base, segment->limit, segment_flags(segment->attributes)};
  }
  to->gdt.base = from->gdtr_base, to->gdt.limit = from->gdtr_limit;
  to->idt.base = from->idtr_base, to->idt.limit = from->idtr_limit;
  to->cr[0] = from->cr0, to->cr[2] = from->cr2, to->cr[3] = from->cr3, to->cr[4] = from->cr4;
  uint64_t *dr = at(to, OFFSET_DR);
  for (int i = 0; i < 4; i++) dr[i] = from->dr[i];
  dr[6] = from->dr[6], dr[7] = from->dr[7];

  // MP, EM and TS of CR0 lie side by side, as do their images.
  uint32_t hidden = (to->hflags & 4) | (from->cpl & 3) | (from->cr0 >> 1 & 7) * HIDDEN_MP;
  hidden |= from->eflags & (FLAG_VM | FLAG_TF | 0x3000 | 1 << 16 | 1 << 18);
  if (from->shadow) hidden |= HIDDEN_INHIBIT;
  if (from->cr0 & CR0_PE) hidden |= HIDDEN_PE;
  if (from->cr4 & CR4_OSFXSR) hidden |= HIDDEN_OSFXSR;
  if (from->segment[CS].attributes & SEGMENT_BIG) hidden |= HIDDEN_CS32;
  if (from->segment[SS].attributes & SEGMENT_BIG) hidden |= HIDDEN_SS32;
  bool flat = (from->cr0 & CR0_PE) && !(from->eflags & FLAG_VM) && (hidden & HIDDEN_CS32) && !from->segment[0].base &&
              !from->segment[SS].base && !from->segment[3].base;
  if (!flat) hidden |= HIDDEN_ADDSEG;
  to->hflags = hidden;
}

void processor_get(const struct processor *from, uint32_t eflags, struct wire_registers *to) {
  memset(to, 0, sizeof *to);
  for (int i = 0; i < 8; i++) to->gpr[i] = (uint32_t)from->gpr[i];
  to->eip = (uint32_t)from->eip;
  to->eflags = eflags;
  for (int i = 0; i < 8; i++) {
    const struct processor_segment *segment = &from->segment[i];
    to->segment[i].selector = segment->selector;
    to->segment[i].attributes = (segment->flags >> 8 & 0xFF) | (segment->flags >> 8 & 0xF000);
    to->segment[i].base = (uint32_t)segment->base;
    to->segment[i].limit = segment->limit;
  }
  to->gdtr_base = from->gdt.base, to->gdtr_limit = from->gdt.limit;
  to->idtr_base = from->idt.base, to->idtr_limit = from->idt.limit;
  to->cr0 = from->cr[0], to->cr2 = from->cr[2], to->cr3 = from->cr[3], to->cr4 = from->cr[4];
  const uint64_t *dr = at(from, OFFSET_DR);
  for (int i = 0; i < 4; i++) to->dr[i] = dr[i];
  to->dr[6] = dr[6], to->dr[7] = dr[7];
  to->cpl = from->hflags & 3;
}

// The control word and MXCSR are not set here: the library derives its rounding modes from them, so they go through uc_reg_write.
void processor_set_fx(struct processor *to, const uint8_t fx[512]) {
  uint16_t status;
  memcpy(&status, fx + 2, 2);
  uint32_t top = status >> 11 & 7;
  memcpy(at(to, OFFSET_FPU_TOP), &top, 4);
  status &= ~(7u << 11);
  memcpy(at(to, OFFSET_FPU_STATUS), &status, 2);
  uint8_t *tags = at(to, OFFSET_FPU_TAGS);
  for (unsigned i = 0; i < 8; i++) {
    tags[i] = !(fx[4] >> i & 1);
    // FXSAVE stores ST(0) first, the processor's file begins with R0.
    memcpy((uint8_t *)at(to, OFFSET_FPU_REGISTERS) + 16 * ((top + i) & 7), fx + 32 + 16 * i, 10);
    memcpy((uint8_t *)at(to, OFFSET_XMM) + 64 * i, fx + 160 + 16 * i, 16);
  }
}

void processor_get_fx(const struct processor *from, uint8_t fx[512]) {
  memset(fx, 0, 512);
  uint32_t top;
  memcpy(&top, at(from, OFFSET_FPU_TOP), 4);
  uint16_t status;
  memcpy(&status, at(from, OFFSET_FPU_STATUS), 2);
  status = (status & ~(7u << 11)) | (top & 7) << 11;
  memcpy(fx, at(from, OFFSET_FPU_CONTROL), 2);
  memcpy(fx + 2, &status, 2);
  const uint8_t *tags = at(from, OFFSET_FPU_TAGS);
  for (unsigned i = 0; i < 8; i++) {
    if (!tags[i]) fx[4] |= 1u << i;
    memcpy(fx + 32 + 16 * i, (uint8_t *)at(from, OFFSET_FPU_REGISTERS) + 16 * ((top + i) & 7), 10);
    memcpy(fx + 160 + 16 * i, (uint8_t *)at(from, OFFSET_XMM) + 64 * i, 16);
  }
  memcpy(fx + 24, at(from, OFFSET_MXCSR), 4);
  fx[28] = 0xFF, fx[29] = 0xFF; // MXCSR_MASK: no denormals-are-zeros bit hidden
}

// Every register that can be written officially is written, and must be found where `struct processor` says.
bool processor_layout_holds(uc_engine *unicorn) {
  static const struct {
    int id;
    unsigned offset;
  } places[] = {
      {UC_X86_REG_EAX, offsetof(struct processor, gpr[0])},
      {UC_X86_REG_ESP, offsetof(struct processor, gpr[4])},
      {UC_X86_REG_EDI, offsetof(struct processor, gpr[7])},
      {UC_X86_REG_EIP, offsetof(struct processor, eip)},
      {UC_X86_REG_CR2, offsetof(struct processor, cr[2])},
      {UC_X86_REG_DR0, OFFSET_DR},
      {UC_X86_REG_DR3, OFFSET_DR + 24},
      {UC_X86_REG_MXCSR, OFFSET_MXCSR},
      {UC_X86_REG_XMM0, OFFSET_XMM},
      {UC_X86_REG_XMM7, OFFSET_XMM + 7 * 64},
      {UC_X86_REG_ST0, OFFSET_FPU_REGISTERS},
      {UC_X86_REG_ST7, OFFSET_FPU_REGISTERS + 112},
      {UC_X86_REG_FPCW, OFFSET_FPU_CONTROL},
  };
  uc_context *context;
  if (uc_context_size(unicorn) < OFFSET_DR + 64 || uc_context_alloc(unicorn, &context)) return false;
  bool holds = true;
  for (unsigned i = 0; i < sizeof places / sizeof places[0]; i++) {
    uint32_t value[4] = {0x1380 + i, 0, 0, 0};
    holds &= !uc_reg_write(unicorn, places[i].id, value) && !uc_context_save(unicorn, context);
    uint16_t found;
    memcpy(&found, (uint8_t *)context + places[i].offset, 2);
    holds &= found == value[0];
  }
  uc_x86_mmr mmr = {0x1234, 0x56789A, 0xBCDE, 0x8200};
  holds &= !uc_reg_write(unicorn, UC_X86_REG_LDTR, &mmr) && !uc_reg_write(unicorn, UC_X86_REG_IDTR, &mmr);
  holds &= !uc_context_save(unicorn, context);
  const struct processor *saved = (const struct processor *)context;
  holds &= saved->segment[6].selector == 0x1234 && saved->segment[6].base == 0x56789A && saved->segment[6].limit == 0xBCDE;
  holds &= saved->idt.base == 0x56789A && saved->idt.limit == 0xBCDE;
  uc_context_free(context);
  return holds;
}
