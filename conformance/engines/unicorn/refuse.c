#include "refuse.h"

enum { REFUSE = 1, BY_MODRM = 2 };

// Two-byte opcodes, by second byte.
static const uint8_t two_byte[256] = {
    [0x01] = BY_MODRM,                  // smsw and lmsw are fine; the register forms of /0, /1, /2, /3, /7 are later additions
    [0x05] = REFUSE,   [0x07] = REFUSE, // syscall, sysret: hooked, completes without a transfer
    [0x08] = REFUSE,   [0x09] = REFUSE, // invd, wbinvd: complete at any privilege
    [0x0B] = 0,                         // ud2
    [0x0D] = REFUSE,   [0x0E] = REFUSE, [0x0F] = REFUSE, // 3DNow!
    [0x20] = REFUSE,   [0x21] = REFUSE, [0x22] = REFUSE, // mov cr, mov dr: reserved bits and PE without PG pass unchecked
    [0x23] = REFUSE,   [0x24] = REFUSE, [0x26] = REFUSE, // mov tr
    [0x30] = REFUSE,   [0x31] = REFUSE, [0x32] = REFUSE, // wrmsr, rdtsc, rdmsr: other registers, another clock
    [0x33] = REFUSE,   [0x34] = REFUSE, [0x35] = REFUSE, // rdpmc, sysenter, sysexit: the guest's model lacks them
    [0x37] = REFUSE,   [0x38] = REFUSE, [0x3A] = REFUSE, // getsec, SSSE3 and SSE4 maps
    [0x78] = REFUSE,   [0x79] = REFUSE,                  // SSE4a
    [0x7C] = REFUSE,   [0x7D] = REFUSE,                  // SSE3
    [0xA2] = REFUSE,                                     // cpuid: another model
    [0xAA] = REFUSE,                                     // rsm: completes outside of SMM
    [0xAE] = BY_MODRM,                                   // fxsave group: the image shows instruction pointers that are not kept
    [0xB8] = REFUSE,                                     // popcnt
    [0xC7] = BY_MODRM,                                   // cmpxchg8b is fine; rdrand, vmx and xsave forms are later additions
    [0xD0] = REFUSE,   [0xF0] = REFUSE,                  // SSE3
    [0xFF] = REFUSE,                                     // ud0: decoded without its operand
};

static bool prefix(uint8_t byte) {
  switch (byte) {
  case 0x26:
  case 0x2E:
  case 0x36:
  case 0x3E:
  case 0x64:
  case 0x65:
  case 0x66:
  case 0x67:
  case 0xF0:
  case 0xF2:
  case 0xF3: return true;
  default: return false;
  }
}

static const uint8_t *opcode_of(const uint8_t *code) {
  for (unsigned i = 0; i < 14 && prefix(*code); i++) code++;
  return code;
}

bool software_interrupt(const uint8_t *code) {
  uint8_t opcode = *opcode_of(code);
  return (opcode >= 0xCC && opcode <= 0xCE) || opcode == 0xF1;
}

bool repeated(const uint8_t *code) {
  const uint8_t *opcode = opcode_of(code);
  bool string = (*opcode >= 0x6C && *opcode <= 0x6F) || (*opcode >= 0xA4 && *opcode <= 0xA7) || (*opcode >= 0xAA && *opcode <= 0xAF);
  for (; string && code < opcode; code++)
    if (*code == 0xF2 || *code == 0xF3) return true;
  return false;
}

unsigned halt_length(const uint8_t *code) {
  const uint8_t *opcode = opcode_of(code);
  return *opcode == 0xF4 ? (unsigned)(opcode - code) + 1 : 0;
}

bool far_transfer(const uint8_t *code) {
  const uint8_t *opcode = opcode_of(code);
  switch (opcode[0]) {
  case 0x9A:
  case 0xCA:
  case 0xCB:
  case 0xCF:
  case 0xEA: return true;
  case 0xFF: return (opcode[1] & 0x38) == 0x18 || (opcode[1] & 0x38) == 0x28;
  default: return false;
  }
}

bool refused(const uint8_t *code) {
  const uint8_t *opcode = opcode_of(code);
  uint8_t modrm;
  switch (opcode[0]) {
  case 0x0F: break;
  case 0x9B: return false; // fwait
  default: return false;
  }
  modrm = opcode[2];
  switch (two_byte[opcode[1]]) {
  case REFUSE: return true;
  case BY_MODRM:
    if (opcode[1] == 0x01) return modrm >= 0xC0 && (modrm & 0x38) != 0x20 && (modrm & 0x38) != 0x30;
    if (opcode[1] == 0xAE) return (modrm & 0x38) == 0x00 || (modrm & 0x38) == 0x20 || (modrm & 0x38) == 0x30 || modrm < 0xC0;
    return (modrm & 0x38) != 0x08 || modrm >= 0xC0;
  }
  return false;
}

// LOCK before a comparison, or before a bit test of a register: no processor does that (#UD), but the translator gives up.
static bool abort_locked(const uint8_t *code) {
  const uint8_t *opcode = opcode_of(code);
  switch (opcode[0]) {
  case 0x0F:
    return (opcode[1] == 0xA3 || opcode[1] == 0xAB || opcode[1] == 0xB3 || opcode[1] == 0xBB || opcode[1] == 0xBA) && opcode[2] >= 0xC0;
  case 0x80:
  case 0x81:
  case 0x82:
  case 0x83: return (opcode[1] & 0x38) == 0x38;
  case 0xA6:
  case 0xA7:
  case 0xAE:
  case 0xAF: return true;
  default: return opcode[0] >= 0x38 && opcode[0] <= 0x3D;
  }
}

// These, and FF /3 and /5 with a register. Anywhere, because the translator runs ahead and branches lead into instructions.
bool aborts(const uint8_t *code, uint32_t bytes) {
  for (uint32_t i = 0; i < bytes; i++) {
    if (code[i] == 0xFF && ((code[i + 1] & 0xF8) == 0xD8 || (code[i + 1] & 0xF8) == 0xE8)) return true;
    if (code[i] == 0xF0 && abort_locked(code + i)) return true;
  }
  return false;
}
