// The interpreter against the processor it runs on: random single instructions, executed once by interpret() and once by the silicon itself in
// segments with the same limits, must leave the same registers, flags (undefined ones too), memory, FPU state and
// faults. Usage: silicon_test [cases [seed]].
#define _GNU_SOURCE
#include "../../conformance/testing/test_world.h"
#include "emulate.h"
#include <asm/ldt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// Guest RAM: DS, ES and SS have 16 KiB each, then comes CS.
enum { DATA_BYTES = 0x4000, CODE_BASE = 0xC000, CODE_BYTES = 0x1000, RAM_BYTES = 0x10000, CODE_AT = 0x200 };
enum { NATIVE_AT = 0x20000000, STATE_AT = 0x21000000 };
enum { SLOT_DS, SLOT_ES, SLOT_SS, SLOT_CS };
#define SELECTOR(slot) ((slot) << 3 | 7)

// At STATE_AT, in the low 4 GiB, where both worlds can reach it.
struct state {
  uint32_t gpr[8];
  uint64_t flags;
  uint64_t host_stack;
  uint64_t back; // where 64-bit code goes on
  struct {
    uint32_t offset;
    uint16_t selector;
  } __attribute__((packed)) entry;
  uint16_t ds, es, ss;
  uint32_t fault_vector; // ~0: none
  uint32_t fault_eip;
  uint8_t landing[16]; // FF 25: jmp [back], the target of the far jump that ends every snippet
  uint8_t fx[512] __attribute__((aligned(16)));
};
static struct state *const state = (struct state *)STATE_AT;

// Enters with RBX = state. Everything that the guest's segments hold is 32 bits wide; 64-bit code keeps running with them.
void silicon_enter(struct state *state);
__asm__(".text\n"
        "silicon_enter:\n"
        "  push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
        "  mov %rdi, %rbx\n"
        "  fxrstor STATE_FX(%rbx)\n"
        "  mov %rsp, STATE_STACK(%rbx)\n"
        "  lea silicon_back(%rip), %rax; mov %rax, STATE_BACK(%rbx)\n"
        "  mov STATE_DS(%rbx), %ds; mov STATE_ES(%rbx), %es\n"
        "  push STATE_FLAGS(%rbx); popfq\n"
        "  mov 0(%rbx), %eax; mov 4(%rbx), %ecx; mov 8(%rbx), %edx\n"
        "  mov 20(%rbx), %ebp; mov 24(%rbx), %esi; mov 28(%rbx), %edi\n"
        "  mov STATE_SS(%rbx), %ss; mov 16(%rbx), %esp\n"
        "  mov 12(%rbx), %ebx\n"
        "  ljmp *STATE_ENTRY_AT\n"
        "silicon_back:\n"
        "  mov %eax, STATE_AT+0; mov %ecx, STATE_AT+4; mov %edx, STATE_AT+8; mov %ebx, STATE_AT+12\n"
        "  mov %esp, STATE_AT+16; mov %ebp, STATE_AT+20; mov %esi, STATE_AT+24; mov %edi, STATE_AT+28\n"
        "  mov $STATE_AT, %ebx\n"
        "  mov $0x2b, %ecx; mov %ecx, %ss; mov STATE_STACK(%rbx), %rsp\n"
        "  pushfq; pop STATE_FLAGS(%rbx)\n"
        ".globl silicon_fault_return\n"
        "silicon_fault_return:\n"
        "  mov $STATE_AT, %ebx\n"
        "  mov STATE_STACK(%rbx), %rsp\n"
        "  fxsave STATE_FX(%rbx); fninit; ldmxcsr safe_mxcsr(%rip)\n"
        "  push $0x202; popfq\n"
        "  xor %ecx, %ecx; mov %ecx, %ds; mov %ecx, %es\n"
        "  pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
        "  ret\n"
        ".balign 4\n"
        "safe_mxcsr: .long 0x1F80\n"
        ".set STATE_AT, 0x21000000\n"
        ".set STATE_FLAGS, 32\n"
        ".set STATE_STACK, 40\n"
        ".set STATE_BACK, 48\n"
        ".set STATE_ENTRY_AT, 0x21000000 + 56\n"
        ".set STATE_DS, 62\n"
        ".set STATE_ES, 64\n"
        ".set STATE_SS, 66\n"
        ".set STATE_FX, 96\n");
_Static_assert(offsetof(struct state, flags) == 32 && offsetof(struct state, back) == 48 && offsetof(struct state, entry) == 56 &&
                   offsetof(struct state, ds) == 62 && offsetof(struct state, ss) == 66 && offsetof(struct state, fx) == 96,
               "the assembly above");
extern const char silicon_fault_return[];

__attribute__((target("general-regs-only"))) static void on_fault(int number, siginfo_t *info, void *context) {
  __asm__ volatile("pushfq; andl $~0x40000, (%%rsp); popfq" : : : "memory", "cc"); // AC is the snippet's, not ours
  greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
  if ((r[REG_CSGSFS] & 0xFFFF) != SELECTOR(SLOT_CS)) {
    signal(number, SIG_DFL);
    return;
  }
  static const int names[8] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI};
  for (unsigned i = 0; i < 8; i++) state->gpr[i] = (uint32_t)r[names[i]];
  state->flags = r[REG_EFL];
  state->fault_vector = (uint32_t)r[REG_TRAPNO];
  state->fault_eip = (uint32_t)r[REG_RIP];
  r[REG_RIP] = (greg_t)silicon_fault_return;
  r[REG_CSGSFS] = 0x33 | (greg_t)0x2b << 48;
  r[REG_RSP] = (greg_t)state->host_stack;
  r[REG_EFL] = 0x202;
}

static void set_descriptor(unsigned slot, uint32_t base, uint32_t bytes, bool code, bool big) {
  struct user_desc d = {.entry_number = slot,
                        .base_addr = NATIVE_AT + base,
                        .limit = bytes - 1,
                        .seg_32bit = big,
                        .contents = code ? MODIFY_LDT_CONTENTS_CODE : MODIFY_LDT_CONTENTS_DATA,
                        .useable = 1};
  if (syscall(SYS_modify_ldt, 0x11, &d, sizeof d) != 0) {
    perror("modify_ldt");
    exit(2);
  }
}

static uint64_t random_state;
static uint32_t random32(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 16);
}
static bool chance(unsigned percent) {
  return random32() % 100 < percent;
}
static uint32_t interesting(void) {
  static const uint32_t edges[] = {0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
  uint32_t value = random32();
  switch (random32() % 4) {
  case 0: return edges[random32() % ARRAY_LENGTH(edges)];
  case 1: return value & 0x3FFF;
  case 2: return value >> (value & 31);
  default: return value;
  }
}

// A branch would lose the way back, unless its target is past the limit of CS: then it must fault.
static bool leaves_segment(const struct insn *insn, const uint32_t *gpr) {
  uint32_t target;
  if (insn->map == 0 && insn->opcode == 0xFF && insn->mod == 3)
    target = gpr[insn->rm];
  else if (insn->immediate_bytes == insn->operand_bytes && insn->sbe_class == SBE_BRANCH_DIRECT)
    target = CODE_AT + insn->length + insn->immediate;
  else
    return false;
  return (insn->operand_bytes == 2 ? target & 0xFFFF : target) >= CODE_BYTES;
}

// What ring 3 can be asked about and what comes back to the end of the snippet.
static bool is_branch(const struct insn *insn) {
  return insn->sbe_class == SBE_BRANCH_DIRECT || insn->sbe_class == SBE_BRANCH_COMPUTED;
}

static bool askable(const struct insn *insn) {
  if (!is_branch(insn) && insn->sbe_class != SBE_NATIVE && insn->sbe_class != SBE_PREFIX && insn->sbe_class != SBE_FPU_ENVIRONMENT)
    return false;
  if (insn->override == CS || insn->override == FS || insn->override == GS) return false;
  bool near = insn->map == 0 ? (insn->opcode & 0xF0) == 0x70 || (insn->opcode & 0xF0) == 0xE0 || (insn->opcode & 0xFE) == 0xC2 ||
                                   (insn->opcode == 0xFF && insn->reg < 6 && insn->reg > 1)
                             : (insn->opcode & 0xF0) == 0x80;
  if (near && insn->sbe_class == SBE_PREFIX) return false;
  if (insn->rep && insn->map == 1 && (insn->opcode == 0xBC || insn->opcode == 0xBD)) return false; // TZCNT, LZCNT to the silicon
  return true;
}

// Puts most memory operands inside their segment: the fourth of them keeps its random address and usually faults.
static void aim(uint8_t *bytes, const struct insn *insn, const uint32_t *gpr) {
  if (!insn->has_modrm || insn->mod != 2 || chance(10)) return;
  uint32_t sum = 0, wanted = random32() % (DATA_BYTES + 16);
  if (chance(20)) wanted = DATA_BYTES - 20 + random32() % 24;
  if (chance(50)) wanted &= ~15u;
  if (insn->base != NO_REGISTER) sum += gpr[insn->base];
  if (insn->index != NO_REGISTER) sum += gpr[insn->index] << insn->scale;
  uint32_t displacement = wanted - sum;
  unsigned displacement_bytes = insn->address_bytes, at = insn->length - insn->immediate_bytes - displacement_bytes;
  memcpy(bytes + at, &displacement, displacement_bytes);
}

static void random_fx(uint8_t *fx) {
  memset(fx, 0, 512);
  for (unsigned i = 0; i < 8; i++) {
    uint8_t *st = fx + 32 + 16 * i;
    for (unsigned j = 0; j < 8; j++) st[j] = (uint8_t)random32();
    uint16_t exponent = chance(70) ? 0x3FF0 + random32() % 32 : random32() % 8 == 0 ? 0x7FFF : (uint16_t)random32();
    if (chance(10)) exponent = 0;
    if (chance(85)) st[7] |= 0x80;
    if (chance(10)) memset(st, 0, 8);
    memcpy(st + 8, &exponent, 2);
  }
  for (unsigned i = 0; i < 8 * 4; i++) {
    uint32_t value = chance(50) ? interesting() : (random32() & 0x807FFFFF) | (100 + random32() % 56) << 23; // a moderate float
    memcpy(fx + 160 + 4 * i, &value, 4);
  }
  uint16_t control = 0x40 | (random32() & 0xF00) | (chance(70) ? 0x3F : random32() & 0x3F);
  uint16_t status = (random32() & 0x4700) | (random32() & 7) << 11 | (chance(80) ? 0 : random32() & 0x7F & (chance(80) ? control : 0x7F));
  if (status & ~control & 0x3F) status |= 0x8080; // ES and B
  memcpy(fx, &control, 2);
  memcpy(fx + 2, &status, 2);
  fx[4] = chance(60) ? 0xFF : (uint8_t)random32();
  uint32_t mxcsr = (random32() & 0x6000) | (chance(70) ? 0x1F80 : random32() & 0x1F80) | (chance(20) ? random32() & 0x8040 : 0);
  memcpy(fx + 24, &mxcsr, 4);
}

// What an environment holds of the host's own: instruction and data pointers, opcode, and MXCSR_MASK.
static void hide_pointers(struct vm *vm, const struct insn *insn, const struct cpu *before, uint8_t *native) {
  bool fxsave = insn->map == 1;
  if (fxsave && insn->reg != 0) return;
  unsigned from = fxsave ? 6 : 3 * insn->operand_bytes, to = fxsave ? 24 : 7 * insn->operand_bytes;
  uint32_t at = before->segment[insn->segment].base + effective_address(before, insn);
  for (unsigned i = from; i < to; i++) vm->memory.ram[at + i] = native[at + i];
  if (fxsave) memcpy(vm->memory.ram + at + 28, native + at + 28, 4);
}

// MXCSR bit 17 is AMD's (misaligned operands), not the guest's: the silicon takes what the guest's processor refuses.
static bool amd_mxcsr(struct vm *vm, const struct insn *insn, const struct cpu *before) {
  if (insn->map != 1 || insn->opcode != 0xAE || insn->mod == 3 || (insn->reg != 1 && insn->reg != 2)) return false;
  uint32_t at = before->segment[insn->segment].base + effective_address(before, insn) + (insn->reg == 1 ? 24 : 0), mxcsr;
  if (at > RAM_BYTES - 4) return false;
  memcpy(&mxcsr, vm->memory.ram + at, 4);
  return (mxcsr & 0xFFFF0000) == 0x20000;
}

static unsigned long failures, shown;

static void complain(const char *what, const uint8_t *bytes, unsigned length, bool big, uint32_t native, uint32_t ours,
                     const struct cpu *before) {
  failures++;
  if (shown++ > 60) return;
  printf("%s-bit", big ? "32" : "16");
  for (unsigned i = 0; i < length; i++) printf(" %02x", bytes[i]);
  printf(": %s: silicon %08x, interpreter %08x; before eax %08x ecx %08x edx %08x ebx %08x esp %08x ebp %08x esi %08x edi %08x flags %x\n",
         what, native, ours, before->gpr[0], before->gpr[1], before->gpr[2], before->gpr[3], before->gpr[4], before->gpr[5], before->gpr[6],
         before->gpr[7], before->eflags);
}

static const char *const gpr_names[8] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};

static struct segment segment_of(unsigned slot, uint32_t base, uint32_t bytes, unsigned attributes) {
  return (struct segment){.selector = SELECTOR(slot), .base = base, .limit = bytes - 1, .attributes = (uint16_t)attributes};
}

int main(int argc, char **argv) {
  unsigned long cases = argc > 1 ? strtoul(argv[1], 0, 0) : 200000;
  random_state = argc > 2 ? strtoull(argv[2], 0, 0) : 20000321;
  unsigned only = argc > 3 ? (unsigned)strtoul(argv[3], 0, 16) : ~0u; // map << 8 | opcode

  uint8_t *native = mmap((void *)NATIVE_AT, RAM_BYTES, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  void *low = mmap((void *)STATE_AT, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (native == MAP_FAILED || low == MAP_FAILED) {
    perror("mmap");
    return 2;
  }
  stack_t alternate = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&alternate, 0);
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
  for (unsigned i = 0; i < ARRAY_LENGTH(signals); i++) sigaction(signals[i], &action, 0);

  static const uint8_t jump_back[6] = {0xFF, 0x24, 0x25}; // jmp [disp32], absolute in 64-bit mode
  memcpy(state->landing, jump_back, 3);
  uint32_t back_at = STATE_AT + offsetof(struct state, back), landing_at = STATE_AT + offsetof(struct state, landing);
  memcpy(state->landing + 3, &back_at, 4);

  struct vm *vm = test_vm(RAM_BYTES);
  struct cpu *cpu = &vm->cpu;
  vm->control.stop_at_exception = true;
  for (unsigned i = 0; i < CODE_BASE; i++) native[i] = vm->memory.ram[i] = (uint8_t)random32();

  unsigned long ran = 0, faulted = 0;
  int last_shape = -1;
  while (ran < cases) {
    bool big = chance(60);
    unsigned shape = random32() % 2;         // SS.B
    if (ran % 512 != 0 && last_shape >= 0) { // descriptors are dear: change them rarely
      big = last_shape & 1;
      shape = last_shape >> 1;
    } else {
      set_descriptor(SLOT_DS, 0, DATA_BYTES, false, true);
      set_descriptor(SLOT_ES, DATA_BYTES, DATA_BYTES, false, true);
      set_descriptor(SLOT_SS, 2 * DATA_BYTES, DATA_BYTES, false, shape);
      set_descriptor(SLOT_CS, CODE_BASE, CODE_BYTES, true, big);
      last_shape = big | (int)shape << 1;
    }
    for (unsigned i = 0; i < 8; i++) cpu->gpr[i] = interesting();
    // --- an instruction ---
    uint8_t bytes[16] = {0};
    unsigned n = 0;
    while (chance(25) && n < 3) bytes[n++] = (uint8_t[]){0x66, 0x67, 0x66, 0xF2, 0xF3, 0x26, 0x36, 0x3E}[random32() % 8];
    unsigned opcode = only != ~0u ? only : chance(60) ? random32() & 0xFF : 0x100 | (random32() & 0xFF);
    if (opcode >> 8) bytes[n++] = 0x0F;
    bytes[n++] = (uint8_t)opcode;
    for (unsigned i = n; i < sizeof bytes; i++) bytes[i] = (uint8_t)random32();
    if (chance(50)) bytes[n] = (bytes[n] & 0x3F) | 0x80; // mod 2 can be aimed
    struct insn insn;
    if (decode(&insn, bytes, 15, big, MODEL_DEFAULT) != DECODE_OK || !askable(&insn)) continue;
    // --- a state ---
    if (chance(90)) {
      cpu->gpr[ESP] = (random32() % DATA_BYTES) & ~3u;
      if (insn.map == 0 && insn.opcode == 0xC9) cpu->gpr[EBP] = random32() % DATA_BYTES;
      if (insn.map == 0 && (insn.opcode & 0xFC) >= 0xA4 && insn.opcode < 0xB0) {
        cpu->gpr[ESI] = random32() % DATA_BYTES;
        cpu->gpr[EDI] = random32() % DATA_BYTES;
      }
      if (insn.rep) cpu->gpr[ECX] = random32() % 40;
    }
    aim(bytes, &insn, cpu->gpr);
    decode(&insn, bytes, 15, big, MODEL_DEFAULT);
    if (is_branch(&insn) && !leaves_segment(&insn, cpu->gpr)) continue;
    cpu->eflags = FLAG_ONE | FLAG_IF | (random32() & (FLAGS_ARITHMETIC | FLAG_DF));
    if (chance(8)) cpu->eflags |= FLAG_AC; // the host has CR0.AM set
    cpu->cr0 = CR0_PE | CR0_NE | CR0_ET | CR0_AM;
    cpu->cr4 = CR4_OSFXSR | CR4_OSXMMEXCPT;
    cpu->cpl = 3;
    cpu->model = MODEL_DEFAULT;
    cpu->segment[DS] = segment_of(SLOT_DS, 0, DATA_BYTES, 0x40F3);
    cpu->segment[ES] = segment_of(SLOT_ES, DATA_BYTES, DATA_BYTES, 0x40F3);
    cpu->segment[SS] = segment_of(SLOT_SS, 2 * DATA_BYTES, DATA_BYTES, shape ? 0x40F3 : 0x00F3);
    cpu->segment[CS] = segment_of(SLOT_CS, CODE_BASE, CODE_BYTES, big ? 0x40FB : 0x00FB);
    cpu->segment[FS] = cpu->segment[GS] = (struct segment){0};
    cpu->eip = CODE_AT;
    bool fpu = insn_uses_fpu(&insn);
    if (fpu)
      random_fx(cpu->fx);
    else
      memset(cpu->fx + 2, 0, 2);
    memcpy(state->fx, cpu->fx, 512);
    if (fpu && insn_unit(&insn) == UNIT_X87 && insn.mod != 3 && insn.map == 0 && chance(50)) {
      uint64_t d = (uint64_t)((random32() & 0x800FFFFF) | (1000 + random32() % 48) << 20) << 32 | random32();
      uint32_t at = (effective_address(cpu, &insn) + cpu->segment[insn.segment].base) & 0x7FFF;
      memcpy(vm->memory.ram + at, &d, 8);
      memcpy(native + at, &d, 8);
    }
    struct cpu before = *cpu;

    // --- the silicon ---
    uint8_t *code = native + CODE_BASE + CODE_AT;
    memcpy(code, bytes, insn.length);
    uint8_t *tail = code + insn.length;
    if (!big) *tail++ = 0x66;
    *tail++ = 0xEA;
    memcpy(tail, &landing_at, 4);
    memcpy(tail + 4, (uint16_t[]){0x33}, 2);
    memcpy(vm->memory.ram + CODE_BASE + CODE_AT, code, 32);
    memcpy(state->gpr, cpu->gpr, sizeof state->gpr);
    state->flags = cpu->eflags;
    state->ds = SELECTOR(SLOT_DS);
    state->es = SELECTOR(SLOT_ES);
    state->ss = SELECTOR(SLOT_SS);
    state->entry.offset = CODE_AT;
    state->entry.selector = SELECTOR(SLOT_CS);
    state->fault_vector = ~0u;
    silicon_enter(state);

    // --- the interpreter ---
    enum step step = interpret(vm);
    ran++;
    bool fault = state->fault_vector != ~0u;
    if (amd_mxcsr(vm, &insn, &before)) continue;
    faulted += fault;
#define COMPLAIN(what, n, o) complain(what, bytes, insn.length, big, n, o, &before)
    if (fault != (step == STEP_EXCEPTION)) {
      COMPLAIN("faults", state->fault_vector, step == STEP_EXCEPTION ? vm->exception.vector : ~0u);
    } else {
      if (fault && state->fault_vector != vm->exception.vector) COMPLAIN("vector", state->fault_vector, vm->exception.vector);
      for (unsigned i = 0; i < 8; i++)
        if (state->gpr[i] != cpu->gpr[i]) COMPLAIN(gpr_names[i], state->gpr[i], cpu->gpr[i]);
      uint32_t compared = FLAGS_ARITHMETIC | FLAG_DF;
      if ((state->flags ^ cpu->eflags) & compared) COMPLAIN("eflags", (uint32_t)state->flags & compared, cpu->eflags & compared);
      if (fpu) {
        const uint32_t *a = (uint32_t *)state->fx, *b = (uint32_t *)cpu->fx;
        for (unsigned i = 0; i < 288 / 4; i++) {
          if ((i >= 2 && i < 6) || i == 7) continue; // pointers, MXCSR_MASK
          uint32_t mask = i == 1 ? 0xFF : ~0u;
          char name[32];
          snprintf(name, sizeof name, "fx+%u", 4 * i);
          if ((a[i] ^ b[i]) & mask) {
            COMPLAIN(name, a[i], b[i]);
            break;
          }
        }
      }
    }
    if (insn.sbe_class == SBE_FPU_ENVIRONMENT && insn.mod != 3 && !fault) hide_pointers(vm, &insn, &before, native);
    if (memcmp(native, vm->memory.ram, CODE_BASE) != 0) {
      unsigned at = 0;
      while (native[at] == vm->memory.ram[at]) at++;
      char name[32];
      snprintf(name, sizeof name, "memory at %x", at);
      COMPLAIN(name, native[at], vm->memory.ram[at]);
      memcpy(vm->memory.ram, native, CODE_BASE);
    }
  }
  printf("%lu instructions, %lu of them faulted, %lu differences\n", ran, faulted, failures);
  return failures != 0;
}
