// x87: which instruction, which operand; the computing is the real unit's. Control instructions need no unit: they move parts of the image.
#include "fpu.h"
#include "handlers.h"
#include "operand.h"
#include "parts.h"
#include "x87_environment.h"

enum operand_kind { NO_OPERAND, SOURCE, DESTINATION, CONTROL, UNDEFINED };

struct memory_form {
  uint8_t kind;
  uint8_t bytes;
};

// By opcode D8-DF and the reg field. The FISTTPs (reg 1) came with SSE3.
static const struct memory_form memory_forms[8][8] = {
    {{SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}},
    {{SOURCE, 4}, {UNDEFINED, 0}, {DESTINATION, 4}, {DESTINATION, 4}, {CONTROL, 0}, {CONTROL, 0}, {CONTROL, 0}, {CONTROL, 0}},
    {{SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}, {SOURCE, 4}},
    {{SOURCE, 4}, {UNDEFINED, 0}, {DESTINATION, 4}, {DESTINATION, 4}, {UNDEFINED, 0}, {SOURCE, 10}, {UNDEFINED, 0}, {DESTINATION, 10}},
    {{SOURCE, 8}, {SOURCE, 8}, {SOURCE, 8}, {SOURCE, 8}, {SOURCE, 8}, {SOURCE, 8}, {SOURCE, 8}, {SOURCE, 8}},
    {{SOURCE, 8}, {UNDEFINED, 0}, {DESTINATION, 8}, {DESTINATION, 8}, {CONTROL, 0}, {UNDEFINED, 0}, {CONTROL, 0}, {CONTROL, 0}},
    {{SOURCE, 2}, {SOURCE, 2}, {SOURCE, 2}, {SOURCE, 2}, {SOURCE, 2}, {SOURCE, 2}, {SOURCE, 2}, {SOURCE, 2}},
    {{SOURCE, 2}, {UNDEFINED, 0}, {DESTINATION, 2}, {DESTINATION, 2}, {SOURCE, 10}, {SOURCE, 8}, {DESTINATION, 10}, {DESTINATION, 8}},
};

// Register forms that exist, a bit for each value of the low six bits of ModRM; the silent aliases of the 387 (DC D0 and the like) among
// them. decode() knows as well: this keeps the host's unit from ever seeing another.
static const uint64_t register_forms[8] = {
    0xFFFFFFFFFFFFFFFF, // D8
    0xFFFF7F33FF01FFFF, // D9
    0x00000200FFFFFFFF, // DA: FCMOVcc, FUCOMPP
    0x00FFFF1FFFFFFFFF, // DB: FCMOVNcc, FENI FDISI FNCLEX FNINIT FSETPM, FUCOMI, FCOMI
    0xFFFFFFFFFFFFFFFF, // DC
    0x0000FFFFFFFFFFFF, // DD
    0xFFFFFFFF02FFFFFF, // DE: FCOMPP
    0x00FFFF01FFFFFFFF, // DF: FNSTSW AX, FUCOMIP, FCOMIP
};

// Where a pending exception came from: the instruction, and its memory operand if it has one.
static void note_pointers(struct vm *vm, const struct insn *insn) {
  struct fx_image *fx = fx_image(vm);
  fx->opcode = (uint16_t)((insn->opcode & 7) << 8 | insn->modrm);
  fx->instruction_offset = vm->restart.eip;
  if (insn->mod != 3) fx->data_offset = effective_address(&vm->cpu, insn);
  x87_settle_pointers(fx);
}

// Only with CR0.NE clear can a waiting instruction meet a pending exception here. The host's unit would fault on it, so the exceptions are
// masked for the time of the instruction.
static void compute(struct vm *vm, const struct insn *insn, void *operand) {
  struct fx_image *fx = fx_image(vm);
  const void *stub = x87_stub(insn->opcode, insn->modrm);
  uint32_t data_offset = fx->data_offset;
  uint16_t masks = 0;
  if (x87_pending(fx)) {
    masks = ~fx->control & X87_EXCEPTIONS;
    fx->control |= X87_EXCEPTIONS;
    x87_summarize(fx);
  }
  x87_execute(fx, stub, operand, &vm->cpu.eflags);
  if (masks) {
    fx->control &= (uint16_t)~masks;
    x87_summarize(fx);
  }
  fx->data_offset = data_offset;
  note_pointers(vm, insn);
}

static void store_word(struct vm *vm, const struct insn *insn, uint16_t value) {
  write_memory(vm, insn->segment, effective_address(&vm->cpu, insn), 2, value);
}

// D9 /4 to /7, DD /4, /6 and /7 in memory. FLDCW, FLDENV and FRSTOR wait for pending exceptions; the others do not.
static void control_memory(struct vm *vm, const struct insn *insn) {
  struct fx_image *fx = fx_image(vm);
  switch ((insn->opcode & 7) << 4 | insn->reg) {
  case 0x14: // FLDENV
    check_x87_pending(vm);
    x87_load_environment(vm, insn);
    break;
  case 0x15: // FLDCW
    check_x87_pending(vm);
    x87_load_control(fx, (uint16_t)read_memory(vm, insn->segment, effective_address(&vm->cpu, insn), 2));
    break;
  case 0x16: // FNSTENV
    x87_store_environment(vm, insn);
    break;
  case 0x17: // FNSTCW
    store_word(vm, insn, fx->control);
    break;
  case 0x54: // FRSTOR
    check_x87_pending(vm);
    x87_restore(vm, insn);
    break;
  case 0x56: // FNSAVE
    x87_save(vm, insn);
    break;
  default: // DD /7, FNSTSW
    store_word(vm, insn, fx->status);
  }
}

// DB E0-E4 and DF E0: instructions that do not wait.
static bool control_register(struct vm *vm, const struct insn *insn) {
  struct fx_image *fx = fx_image(vm);
  if (insn->opcode == 0xDF && insn->modrm == 0xE0) {
    set_register(&vm->cpu, EAX, 2, fx->status);
    return true;
  }
  if (insn->opcode != 0xDB || insn->modrm < 0xE0 || insn->modrm > 0xE4) return false;
  if (insn->modrm == 0xE2) { // FNCLEX: exception flags, SF, ES, B
    fx->status &= 0x7F00;
    x87_settle_pointers(fx);
  }
  if (insn->modrm == 0xE3) x87_reset(fx);
  return true; // FENI, FDISI, FSETPM: nothing since the 387
}

static void register_form(struct vm *vm, const struct insn *insn) {
  if (!(register_forms[insn->opcode & 7] >> (insn->modrm & 63) & 1)) undefined_opcode(vm);
  require_x87(vm);
  if (control_register(vm, insn)) return;
  check_x87_pending(vm);
  compute(vm, insn, 0);
}

void x87(struct vm *vm, const struct insn *insn) {
  if (insn->mod == 3) {
    register_form(vm, insn);
    return;
  }
  struct memory_form form = memory_forms[insn->opcode & 7][insn->reg];
  if (form.kind == UNDEFINED) undefined_opcode(vm);
  require_x87(vm);
  if (form.kind == CONTROL) {
    control_memory(vm, insn);
    return;
  }
  check_x87_pending(vm);
  uint8_t operand[16];
  unsigned alignment = form.bytes > 8 ? 8 : form.bytes;
  if (form.kind == DESTINATION) {
    // What an unmasked exception keeps the unit from storing is stored back as it was.
    check_parts(vm, insn, 0, form.bytes, 8, alignment);
    read_parts(vm, insn, 0, operand, form.bytes, 8, alignment);
    compute(vm, insn, operand);
    write_parts(vm, insn, 0, operand, form.bytes, 8, alignment);
  } else {
    read_parts(vm, insn, 0, operand, form.bytes, 8, alignment);
    compute(vm, insn, operand);
  }
}

// FWAIT: CR0.MP says whether TS holds it up.
void wait(struct vm *vm, const struct insn *insn) {
  if ((vm->cpu.cr0 & (CR0_MP | CR0_TS)) == (CR0_MP | CR0_TS)) raise_exception(vm, VECTOR_NM, 0);
  check_x87_pending(vm);
}
