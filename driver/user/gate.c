// Gates: out of native execution without the kernel. A far jump leads from compatibility mode to 64-bit code (selector 33H is the kernel's flat one for
// user programs), which goes on in the monitor (switch.S). No signal has been delivered then, so none is blocked: a tick of the timer that finds the monitor is only
// noted, and the way back in is a far jump as well. What a signal finds inside a gate finds the guest's state as it was before the gate.
#include "../../monitor/cpu/system.h"
#include "switch.h"
#include "user.h"

enum { KERNEL_CODE_64 = 0x33, FLAGS_LIVE = FLAGS_ARITHMETIC | FLAG_DF | FLAG_AC };

// The FXSAVE image (SDM Vol. 1, table 10-2): FOP, FIP and FDP stand at 6 to 23. AMD's FXSAVE leaves them alone while no exception is pending.
enum { FX_BYTES = 512, FX_POINTERS = 6, FX_POINTERS_END = 24, FX_MXCSR = 24, MXCSR_BITS = 0xFFFF };

static uint8_t fx_image[FX_BYTES] __attribute__((aligned(64)));

struct __attribute__((packed)) gate {
  uint8_t far_jump; // EA
  uint32_t second_half;
  uint16_t selector;
  uint8_t load_number[2]; // mov r8d, imm32
  uint32_t number;
  uint8_t load_monitor[2]; // mov r9, imm64
  uint64_t monitor;
  uint8_t jump[3]; // jmp r9
};
_Static_assert(sizeof(struct gate) <= WORLD_GATE_BYTES, "the contract");

void gates_create(struct world *world) {
  world->gate_pages = world_allocate((1ull << 32) / PAGE_BYTES / 8);
}

unsigned world_gate(struct vm *vm, uint8_t *code, uint32_t address, uint32_t number) {
  uint32_t page = address / PAGE_BYTES;
  const struct gate gate = {.far_jump = 0xEA,
                            .second_half = address + offsetof(struct gate, load_number),
                            .selector = KERNEL_CODE_64,
                            .load_number = {0x41, 0xB8},
                            .number = number,
                            .load_monitor = {0x49, 0xB9},
                            .monitor = (uintptr_t)switch_gate,
                            .jump = {0x41, 0xFF, 0xE1}};
  memcpy(code, &gate, sizeof gate);
  world_of(vm)->gate_pages[page / 8] |= (uint8_t)(1u << page % 8);
  return sizeof gate;
}

bool gate_at(struct vm *vm, uint64_t rip, uint32_t *address) {
  static const uint8_t halves[] = {offsetof(struct gate, load_number), offsetof(struct gate, load_monitor), offsetof(struct gate, jump)};
  const struct world *world = world_of(vm);
  uint32_t page = (uint32_t)rip / PAGE_BYTES;
  if (rip >> 32 || !(world->gate_pages[page / 8] & 1u << page % 8) || !world->page_holds[page]) return false;
  for (unsigned i = 0; i < ARRAY_LENGTH(halves); i++) {
    const struct gate *gate = (const struct gate *)(uintptr_t)(rip - halves[i]); // the guest's address is the host's
    if (rip % PAGE_BYTES < halves[i] || rip % PAGE_BYTES - halves[i] + sizeof *gate > PAGE_BYTES) continue;
    if (gate->far_jump != 0xEA || gate->selector != KERNEL_CODE_64 || gate->monitor != (uintptr_t)switch_gate) continue;
    *address = (uint32_t)(rip - halves[i]);
    return true;
  }
  return false;
}

void world_keep_fx(struct vm *vm) {
  if (!vm->fx_live) return;
  memset(fx_image + FX_POINTERS, 0, FX_POINTERS_END - FX_POINTERS);
  __asm__ volatile("fxsave64 %0" : "=m"(fx_image));
  vm->fx_live = false;
}

static void restore_fx(struct vm *vm) {
  if (vm->fx_live) return;
  uint32_t *mxcsr = (uint32_t *)(vm->cpu.fx + FX_MXCSR);
  *mxcsr &= MXCSR_BITS;
  __asm__ volatile("fxrstor64 (%0)" : : "r"(vm->cpu.fx) : "memory");
  vm->fx_live = true;
}

void gate_enter(struct vm *vm, struct native *native) {
  restore_fx(vm);
  // Code written through one address and fetched through another wants a serializing instruction in between (SDM Vol. 3A, 11.6). The return
  // from a signal is one, a far jump is none.
  if (native->code_changed) switch_serialize();
  memcpy(switch_state.gpr, native->gpr, sizeof switch_state.gpr);
  switch_state.eip = native->eip;
  switch_state.cs = native->segment[CS];
  switch_state.ss = native->segment[SS];
  switch_state.ds = native->segment[DS];
  switch_state.es = native->segment[ES];
  switch_state.fs = native->segment[FS];
  switch_state.gs = native->segment[GS];
  switch_state.flags = (native->eflags & FLAGS_LIVE) | FLAG_ONE;
  switch_enter_directly();
}

void gate_left(struct vm *vm, struct native *native, struct native_exit *exit) {
  world_of(vm)->open = true;
  vm->cpu.fx = fx_image;
  vm->fx_live = true;
  if (switch_state.left == LEFT_NOT) {
    *exit = (struct native_exit){.event = NATIVE_TICK};
    return;
  }
  *exit = (struct native_exit){.event = NATIVE_GATE, .error = switch_state.number};
  memcpy(native->gpr, switch_state.gpr, sizeof native->gpr);
  native->eflags = ((uint32_t)switch_state.flags & FLAGS_LIVE) | FLAG_ONE;
  native->segment[SS] = switch_state.ss;
  native->segment[DS] = switch_state.ds;
  native->segment[ES] = switch_state.es;
  native->segment[FS] = switch_state.fs;
  native->segment[GS] = switch_state.gs;
}

void gate_close(struct vm *vm) {
  if (!world_of(vm)->open) return;
  restore_fx(vm); // the frame takes it from the processor
  vm->fx_live = false;
  world_of(vm)->open = false;
  signals_first(vm);
}
