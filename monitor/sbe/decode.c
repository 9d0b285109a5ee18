// Decodes by the table of opcodes.c: prefixes, opcode, ModRM, SIB, displacement, immediates (SDM Vol. 2A, chapter 2), then what the
// table cannot say of a single row: LOCK, and prefixes that keep an instruction from running natively.
#include "decode.h"
#include "../cpu/state.h"
#include "opcodes.h"
#include "seeded.h"

// What a model has is what its age has.
static const uint8_t since_of_model[MODELS] = {
    [MODEL_DEFAULT] = SINCE_P6, [MODEL_386] = SINCE_386, [MODEL_486] = SINCE_486, [MODEL_PENTIUM] = SINCE_PENTIUM};

static inline uint32_t little16(const uint8_t *bytes) {
  return bytes[0] | (uint32_t)bytes[1] << 8;
}
static inline uint32_t little32(const uint8_t *bytes) {
  return little16(bytes) | little16(bytes + 2) << 16;
}

enum { SEEN_LOCK = 1, SEEN_F2 = 2, SEEN_F3 = 4 };

// 16-bit addressing (SDM Vol. 2A, table 2-1).
static const struct {
  uint8_t base, index, segment;
} pair_of_rm[8] = {
    {EBX, ESI, DS},         {EBX, EDI, DS},         {EBP, ESI, SS},         {EBP, EDI, SS},
    {ESI, NO_REGISTER, DS}, {EDI, NO_REGISTER, DS}, {EBP, NO_REGISTER, SS}, {EBX, NO_REGISTER, DS},
};

// Fills in the memory operand; returns how many bytes follow ModRM, or -1 with *needed the bytes that would have to be there.
static inline int decode_address(struct insn *insn, const uint8_t *after, unsigned available, unsigned *needed) {
  unsigned at = 0, displacement_bytes = insn->mod == 1 ? 1 : 0;
  uint8_t segment = DS;
  if (insn->address_bytes == 4) {
    unsigned base = insn->rm;
    if (base == ESP) {
      *needed = 1;
      if (available < 1) return -1;
      unsigned sib = after[at++];
      base = sib & 7;
      if ((sib >> 3 & 7) != ESP) {
        insn->index = sib >> 3 & 7;
        insn->scale = sib >> 6;
      }
    }
    if (insn->mod == 2 || (base == EBP && insn->mod == 0 && !(at && SEEDED(MUTANT_DECODE_SIB_NO_BASE)))) displacement_bytes = 4;
    if (base != EBP || insn->mod != 0) {
      insn->base = base;
      if (base == ESP || base == EBP) segment = SS;
    }
  } else {
    if (insn->mod == 2 || (insn->rm == 6 && insn->mod == 0)) displacement_bytes = 2;
    if (insn->rm != 6 || insn->mod != 0) {
      insn->base = pair_of_rm[insn->rm].base;
      insn->index = pair_of_rm[insn->rm].index;
      segment = SEEDED(MUTANT_DECODE_BP_SEGMENT) ? DS : pair_of_rm[insn->rm].segment;
    }
  }
  if (insn->override == NO_REGISTER) insn->segment = segment;
  *needed = at + displacement_bytes;
  if (available < *needed) return -1;
  if (displacement_bytes == 1)
    insn->displacement = SEEDED(MUTANT_DECODE_DISP8_UNSIGNED) ? after[at] : (uint32_t)(int8_t)after[at];
  else if (displacement_bytes == 2)
    insn->displacement = (int16_t)little16(after + at);
  else if (displacement_bytes == 4)
    insn->displacement = little32(after + at);
  return *needed;
}

// Whether a prefix keeps the form from running natively although it is on the allow-list.
static inline bool prefixes_refused(const struct insn *insn, unsigned seen, bool chosen_by_prefix, bool conflict) {
  if (conflict || (seen & (seen - 1))) return true;
  if (insn->rep && chosen_by_prefix) return insn->prefix66;
  // F2 is defined for CMPS and SCAS only (A6, A7, AE, AF; SDM Vol. 2B, REP), however processors treat it elsewhere.
  if (insn->row->flags & REPEATS && insn->rep == 0xF2) return (insn->opcode & 6) != 6;
  if (insn->rep && !(insn->row->flags & (REPEATS | REP_HARMLESS))) return true;
  return insn->prefix66 && (insn->row->flags & NO_66);
}

static inline bool reads_by_override(const struct insn *insn) {
  return insn_has_memory_operand(insn) && !(insn->row->flags & DESTINATION);
}

enum decode_status decode(struct insn *insn, const uint8_t *bytes, unsigned available, bool code32, unsigned model) {
  *insn = (struct insn){.segment = DS,
                        .override = NO_REGISTER,
                        .base = NO_REGISTER,
                        .index = NO_REGISTER,
                        .operand_bytes = code32 ? 4 : 2,
                        .address_bytes = code32 ? 4 : 2,
                        .sbe_class = SBE_UNDEFINED,
                        .row = &opcode_map[1][0x0B]};
  unsigned most = SEEDED(MUTANT_DECODE_LENGTH_15) ? INSN_MAX_BYTES - 1 : INSN_MAX_BYTES;
  unsigned at = 0, limit = available < most ? available : most, seen = 0;
  bool conflict = false, chosen_by_prefix = false;
  // The 15-byte limit is found before a byte that cannot be fetched past it (SDM Vol. 3A, 6.15, #GP).
#define NEED(count)                                                                                                                        \
  if (__builtin_expect(at + (count) > limit, 0)) return at + (count) > most ? DECODE_TOO_LONG : DECODE_TRUNCATED

  const struct opcode *row;
  for (;; at++) {
    NEED(1);
    row = &opcode_map[0][bytes[at]];
    if (__builtin_expect(row->kind != ROW_PREFIX, 1)) break;
    insn->prefixes = at + 1;
    switch (bytes[at]) {
    case 0x26:
    case 0x2E:
    case 0x36:
    case 0x3E:
    case 0x64:
    case 0x65: {
      uint8_t segment = bytes[at] >= 0x64 ? FS + (bytes[at] & 1) : bytes[at] >> 3 & 3;
      conflict |= insn->override != NO_REGISTER && insn->override != segment;
      insn->override = insn->segment = segment;
      break;
    }
    case 0x66:
      insn->prefix66 = true;
      insn->operand_bytes = code32 ? 2 : 4;
      break;
    case 0x67:
      insn->prefix67 = true;
      if (!SEEDED(MUTANT_DECODE_67_IGNORED)) insn->address_bytes = code32 ? 2 : 4;
      break;
    case 0xF0:
      insn->lock = true;
      seen |= SEEN_LOCK;
      break;
    case 0xF2:
    case 0xF3:
      insn->rep = bytes[at];
      seen |= bytes[at] == 0xF2 ? SEEN_F2 : SEEN_F3;
      break;
    }
  }
  insn->opcode = bytes[at++];
  if (row->kind == ROW_ESCAPE) {
    NEED(1);
    insn->map = 1;
    insn->opcode = bytes[at++];
    row = &opcode_map[1][insn->opcode];
    if (insn->opcode == 0x38 || insn->opcode == 0x3A) { // a third opcode byte of maps that no model has: only the length matters
      NEED(1);
      at++;
    }
  }

  if (row->flags & MODRM) {
    NEED(1);
    insn->has_modrm = true;
    insn->modrm = bytes[at++];
    insn->mod = insn->modrm >> 6;
    insn->reg = insn->modrm >> 3 & 7;
    insn->rm = insn->modrm & 7;
  }
  while (row->kind != ROW_FORM) {
    unsigned choice = 0;
    switch (row->kind) {
    case ROW_BY_REG: choice = insn->reg; break;
    case ROW_BY_RM: choice = insn->rm; break;
    case ROW_BY_MOD: choice = insn->mod == 3; break;
    default: choice = insn->rep == 0xF3 ? 2 : insn->rep == 0xF2 ? 3 : insn->prefix66; chosen_by_prefix = true;
    }
    row = &row->group[choice];
  }
  insn->row = row;

  bool in_memory = insn->has_modrm && insn->mod != 3 && !(row->flags & MOD_IGNORED);
  if (in_memory) {
    unsigned needed;
    int length = decode_address(insn, bytes + at, limit - at, &needed);
    if (__builtin_expect(length < 0, 0)) {
      NEED(needed);
    }
    at += length;
  } else if (row->flags & (SOURCE | DESTINATION | MASK_AT_DI)) {
    insn->base = row->flags & TABLE_IN_BX ? EBX : row->flags & SOURCE ? ESI : EDI;
    if (row->flags & DESTINATION) insn->segment = ES;
  }

  unsigned immediate = row->immediate, wide = insn->operand_bytes;
  if (SEEDED(MUTANT_DECODE_66_IMMEDIATE)) wide = code32 ? 4 : 2;
  if (SEEDED(MUTANT_DECODE_GROUP3_IMMEDIATE) && insn->map == 0 && (insn->opcode & 0xFE) == 0xF6 && (insn->reg & 6) == 2)
    immediate = insn->opcode & 1 ? IMM_Z : IMM_B;
  switch (immediate) {
  case IMM_NONE: break;
  case IMM_B:
    NEED(1);
    insn->immediate_bytes = 1;
    insn->immediate = bytes[at];
    break;
  case IMM_BS:
  case IMM_REL_B:
    NEED(1);
    insn->immediate_bytes = 1;
    insn->immediate = (int8_t)bytes[at];
    break;
  case IMM_W:
    NEED(2);
    insn->immediate_bytes = 2;
    insn->immediate = little16(bytes + at);
    break;
  case IMM_Z:
  case IMM_REL_Z:
    NEED(wide);
    insn->immediate_bytes = wide;
    if (wide == 4)
      insn->immediate = little32(bytes + at);
    else
      insn->immediate = immediate == IMM_REL_Z ? (uint32_t)(int16_t)little16(bytes + at) : little16(bytes + at);
    break;
  case IMM_FAR:
    NEED(insn->operand_bytes + 2u);
    insn->immediate_bytes = insn->operand_bytes + 2;
    insn->immediate = insn->operand_bytes == 4 ? little32(bytes + at) : little16(bytes + at);
    insn->immediate2 = little16(bytes + at + insn->operand_bytes);
    break;
  case IMM_ENTER:
    NEED(3);
    insn->immediate_bytes = 3;
    insn->immediate = little16(bytes + at);
    insn->immediate2 = bytes[at + 2];
    break;
  case IMM_MOFFS:
    NEED(insn->address_bytes);
    insn->displacement = insn->address_bytes == 4 ? little32(bytes + at) : little16(bytes + at);
    at += insn->address_bytes;
    break;
  }
  insn->length = at + insn->immediate_bytes;
#undef NEED

  unsigned since = since_of_model[model < MODELS && !SEEDED(MUTANT_MODEL_IGNORED) ? model : MODEL_DEFAULT];
  bool defined = row->since <= since && !(row->flags & UNTIL_486 && since > SINCE_486) && !(row->flags & MEMORY && insn->mod == 3) &&
                 !(row->flags & REGISTER && insn->mod != 3);
  bool lockable = row->flags & LOCKABLE || (row->flags & LOCKABLE_386 && since == SINCE_386);
  if (__builtin_expect(!defined || (insn->lock && !(lockable && in_memory)), 0)) {
    if (row->sbe_class == SBE_SYSCALL) insn->sbe_class = SBE_SYSCALL;
    return seeded_native(insn) ? DECODE_OK : DECODE_UNDEFINED;
  }

  insn->sbe_class = row->sbe_class;
  if (row->sbe_class <= SBE_BRANCH_COMPUTED) {
    if (insn->override == CS && reads_by_override(insn))
      insn->sbe_class = SBE_CODE_OPERAND;
    else if ((seen | insn->prefix66) && prefixes_refused(insn, seen, chosen_by_prefix, conflict))
      insn->sbe_class = SBE_PREFIX;
    else if (conflict || (insn->lock && row->flags & LOCKABLE_386))
      insn->sbe_class = SBE_PREFIX;
  }
  seeded_native(insn);
  return DECODE_OK;
}

bool insn_has_memory_operand(const struct insn *insn) {
  unsigned flags = insn->row->flags;
  if (flags & MASK_AT_DI) return true;
  if (flags & MODRM) return insn->has_modrm && insn->mod != 3 && !(flags & (NO_ACCESS | MOD_IGNORED));
  return flags & (SOURCE | DESTINATION) || insn->row->immediate == IMM_MOFFS;
}

static const char *after_zero(const char *text) {
  while (*text++) {}
  return text;
}

const char *insn_mnemonic(const struct insn *insn) {
  const char *name = insn->row->text, *name32 = after_zero(name);
  unsigned bytes = insn->row->flags & ADDRESS_NAME ? insn->address_bytes : insn->operand_bytes;
  return bytes == 4 && *name32 ? name32 : name;
}

const char *opcode_note(const struct opcode *row) {
  return after_zero(after_zero(row->text));
}

unsigned insn_unit(const struct insn *insn) {
  return insn->row->unit;
}

bool insn_uses_fpu(const struct insn *insn) {
  return insn->row->unit != UNIT_NONE;
}

const char *sbe_class_reason(unsigned sbe_class) {
  static const char *const reasons[SBE_CLASSES] = {
      [SBE_NATIVE] = "native: the guest's CPU defines it and it is harmless in ring 3",
      [SBE_BRANCH_DIRECT] = "native: a relative branch, which the scanner follows",
      [SBE_BRANCH_COMPUTED] = "native in fast mode, its target checked in strict mode",
      [SBE_UNDEFINED] = "not defined by the guest's CPU: #UD, whatever the host's processor would do",
      [SBE_FLAGS] = "IF, IOPL, NT and VM are virtual; ring 3 reads the host's and changes them without a fault",
      [SBE_SEGMENT] = "segment registers hold the host's selectors; the guest's are virtual",
      [SBE_FAR] = "loads CS from the guest's tables and may change privilege, task or code size",
      [SBE_INTERRUPT] = "would go through the host's gates, not through the guest's",
      [SBE_TABLES] = "descriptor tables, task register and machine status word are virtual",
      [SBE_CONTROL] = "control, debug and test registers, caches and TLB are virtual",
      [SBE_PORT] = "ports are the guest's devices, not the host's",
      [SBE_HALT] = "the guest halts, the host does not",
      [SBE_IDENTITY] = "would tell of the host's processor: its features, clock or model-specific registers",
      [SBE_SYSCALL] = "would enter the host kernel or a mode that the guest's CPU does not have",
      [SBE_CODE_OPERAND] = "a memory operand in CS would read the scanned copy, not what the guest wrote",
      [SBE_FPU_ENVIRONMENT] = "the image holds selectors and pointers, or control bits, that are the host's",
      [SBE_FPU_TRAPPED] = "x87, MMX or SSE while CR0.TS, CR0.EM or CR4.OSFXSR forbid it",
      [SBE_PREFIX] = "later processors give this combination a meaning that the guest's CPU does not know, or the manual leaves it open",
      [SBE_PAGE_CROSSING] = "its bytes lie in two pages, which are scanned apart",
      [SBE_OVERLAP] = "another instruction stream starts inside it",
      [SBE_STOP] = "the run stops, or an event is due, at this address",
      [SBE_UNREPEATABLE] = "may overwrite what it still has to read: it cannot be begun again after a page of the data view was filled in",
  };
  return sbe_class < SBE_CLASSES ? reasons[sbe_class] : "unknown";
}
