// The environment: seven words or doublewords, in one of four layouts (SDM Vol. 1, figures 8-9 to 8-12), and the full tag word made from
// the abridged one that FXSAVE keeps (SDM Vol. 1, 10.5.1.1).
#include "x87_environment.h"
#include "operand.h"
#include "parts.h"

enum { CONTROL, STATUS, TAGS, INSTRUCTION, CODE, DATA, DATA_SEGMENT, WORDS, REGISTER_BYTES = 10, REGISTERS = 8 };
enum { TAG_VALID, TAG_ZERO, TAG_SPECIAL, TAG_EMPTY };

static unsigned tag_of(const uint8_t *st) {
  uint64_t significand;
  uint16_t exponent;
  memcpy(&significand, st, 8);
  memcpy(&exponent, st + 8, 2);
  exponent &= 0x7FFF;
  if (exponent == 0) return significand == 0 ? TAG_ZERO : TAG_SPECIAL;
  if (exponent == 0x7FFF || !(significand >> 63)) return TAG_SPECIAL;
  return TAG_VALID;
}

static uint16_t full_tags(const struct fx_image *fx) {
  unsigned tags = 0;
  for (unsigned physical = 0; physical < REGISTERS; physical++) {
    unsigned tag = fx->tags >> physical & 1 ? tag_of(fx->st[(physical - x87_top(fx)) & 7]) : TAG_EMPTY;
    tags |= tag << (2 * physical);
  }
  return (uint16_t)tags;
}

static uint8_t abridged_tags(uint32_t tags) {
  unsigned abridged = 0;
  for (unsigned physical = 0; physical < REGISTERS; physical++)
    if ((tags >> (2 * physical) & 3) != TAG_EMPTY) abridged |= 1u << physical;
  return (uint8_t)abridged;
}

// Bits 6 and 7 to 15 of what is loaded: 6 reads as 1, 7 and 13-15 as 0, 12 (infinity control) is kept and means nothing since the 387.
void x87_load_control(struct fx_image *fx, uint16_t control) {
  fx->control = (control & 0x1F3F) | 0x40;
  x87_summarize(fx);
}

static unsigned environment_bytes(const struct insn *insn) {
  return WORDS * insn->operand_bytes;
}

// Real and V86 mode have the bits of linear addresses spread over the words, protected mode selectors beside offsets.
static void build(const struct cpu *cpu, struct fx_image *fx, unsigned bytes, uint8_t *image) {
  bool linear = !protected_mode(cpu);
  x87_settle_pointers(fx);
  uint32_t instruction = fx->instruction_offset, data = fx->data_offset;
  uint32_t opcode = fx->opcode & 0x7FF;
  uint32_t word[WORDS];
  uint32_t high = bytes == 4 ? 0xFFFF0000u : 0; // the unused halves of doublewords are stored as ones
  word[CONTROL] = fx->control | high;
  word[STATUS] = fx->status | high;
  word[TAGS] = full_tags(fx) | high;
  word[INSTRUCTION] = instruction;
  word[DATA] = data;
  if (!linear) {
    word[CODE] = fx->instruction_selector | opcode << 16;
    word[DATA_SEGMENT] = fx->data_selector | high;
  } else if (bytes == 4) {
    word[INSTRUCTION] = (instruction & 0xFFFF) | high;
    word[CODE] = (instruction >> 16) << 12 | opcode;
    word[DATA] = (data & 0xFFFF) | high;
    word[DATA_SEGMENT] = (data >> 16) << 12;
  } else {
    word[CODE] = (instruction >> 16 & 0xF) << 12 | opcode;
    word[DATA_SEGMENT] = (data >> 16 & 0xF) << 12;
  }
  for (unsigned i = 0; i < WORDS; i++) memcpy(image + i * bytes, &word[i], bytes);
}

static void take(const struct cpu *cpu, struct fx_image *fx, unsigned bytes, const uint8_t *image) {
  uint32_t word[WORDS] = {0};
  for (unsigned i = 0; i < WORDS; i++) memcpy(&word[i], image + i * bytes, bytes);
  fx->status = (uint16_t)word[STATUS];
  fx->tags = abridged_tags(word[TAGS]);
  if (protected_mode(cpu)) {
    fx->instruction_offset = word[INSTRUCTION];
    fx->instruction_selector = (uint16_t)word[CODE];
    if (bytes == 4) fx->opcode = word[CODE] >> 16 & 0x7FF;
    fx->data_offset = word[DATA];
    fx->data_selector = (uint16_t)word[DATA_SEGMENT];
  } else {
    uint32_t high = bytes == 4 ? 0xFFFF0000u : 0xF0000u;
    fx->instruction_offset = (word[INSTRUCTION] & 0xFFFF) | (word[CODE] << 4 & high);
    fx->opcode = word[CODE] & 0x7FF;
    fx->data_offset = (word[DATA] & 0xFFFF) | (word[DATA_SEGMENT] << 4 & high);
    fx->instruction_selector = fx->data_selector = 0;
  }
  x87_load_control(fx, (uint16_t)word[CONTROL]);
}

// The registers are numbered from TOP, so a new TOP renames them: the physical registers stay.
static void turn_registers(struct fx_image *fx, unsigned old_top) {
  uint8_t physical[REGISTERS][16];
  unsigned top = x87_top(fx);
  if (top == old_top) return;
  for (unsigned i = 0; i < REGISTERS; i++) memcpy(physical[(i + old_top) & 7], fx->st[i], 16);
  for (unsigned i = 0; i < REGISTERS; i++) memcpy(fx->st[i], physical[(i + top) & 7], 16);
}

// FNINIT moves TOP to 0 but clears no register.
void x87_reset(struct fx_image *fx) {
  unsigned top = x87_top(fx);
  x87_initialize(fx);
  turn_registers(fx, top);
}

void x87_load_environment(struct vm *vm, const struct insn *insn) {
  struct fx_image *fx = fx_image(vm);
  uint8_t image[WORDS * 4];
  read_parts(vm, insn, 0, image, environment_bytes(insn), insn->operand_bytes, insn->operand_bytes);
  unsigned top = x87_top(fx);
  take(&vm->cpu, fx, insn->operand_bytes, image);
  turn_registers(fx, top);
}

// All exceptions are masked after the store (SDM Vol. 2A, FSTENV).
void x87_store_environment(struct vm *vm, const struct insn *insn) {
  struct fx_image *fx = fx_image(vm);
  uint8_t image[WORDS * 4];
  build(&vm->cpu, fx, insn->operand_bytes, image);
  write_parts(vm, insn, 0, image, environment_bytes(insn), insn->operand_bytes, insn->operand_bytes);
  fx->control |= X87_EXCEPTIONS;
  x87_summarize(fx);
}

void x87_restore(struct vm *vm, const struct insn *insn) {
  struct fx_image *fx = fx_image(vm);
  uint8_t image[WORDS * 4 + REGISTERS * REGISTER_BYTES];
  unsigned environment = environment_bytes(insn);
  read_parts(vm, insn, 0, image, environment, insn->operand_bytes, insn->operand_bytes);
  for (unsigned i = 0; i < REGISTERS; i++) {
    unsigned at = environment + i * REGISTER_BYTES;
    read_parts(vm, insn, at, image + at, REGISTER_BYTES, 8, 1);
  }
  take(&vm->cpu, fx, insn->operand_bytes, image);
  for (unsigned i = 0; i < REGISTERS; i++) {
    memset(fx->st[i], 0, 16);
    memcpy(fx->st[i], image + environment + i * REGISTER_BYTES, REGISTER_BYTES);
  }
}

void x87_save(struct vm *vm, const struct insn *insn) {
  struct fx_image *fx = fx_image(vm);
  uint8_t image[WORDS * 4];
  unsigned environment = environment_bytes(insn);
  build(&vm->cpu, fx, insn->operand_bytes, image);
  check_parts(vm, insn, 0, environment, insn->operand_bytes, insn->operand_bytes);
  for (unsigned i = 0; i < REGISTERS; i++) check_parts(vm, insn, environment + i * REGISTER_BYTES, REGISTER_BYTES, 8, 1);
  write_parts(vm, insn, 0, image, environment, insn->operand_bytes, insn->operand_bytes);
  for (unsigned i = 0; i < REGISTERS; i++) write_parts(vm, insn, environment + i * REGISTER_BYTES, fx->st[i], REGISTER_BYTES, 8, 1);
  x87_reset(fx);
}
