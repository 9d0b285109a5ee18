// The processor after RESET: SDM Vol. 3A, table 9-1.
#include "../../driver/driver.h"
#include "system.h"

enum { RESET_EIP = 0xFFF0, DR6_RESET = 0xFFFF0FF0, DR7_RESET = 0x400 };
// What a family-6 processor has in CR0: CD, NW and ET.
enum { CR0_RESET = 0x60000010 };
enum { FX_CONTROL = 0, FX_MXCSR = 24, FX_MASK = 28, FX_GUEST_BYTES = 288 };

// RESET leaves the x87 with all exceptions unmasked in theory (control word 0040H); every BIOS and kernel runs FNINIT first.
static void reset_fpu(uint8_t *fx) {
  uint32_t mask;
  memcpy(&mask, fx + FX_MASK, sizeof mask);
  memset(fx, 0, FX_GUEST_BYTES);
  fx[FX_CONTROL] = 0x40;
  fx[FX_MXCSR] = 0x80, fx[FX_MXCSR + 1] = 0x1F;
  memcpy(fx + FX_MASK, &mask, sizeof mask);
}

void cpu_reset(struct vm *vm) {
  struct cpu *cpu = &vm->cpu;
  uint8_t *fx = cpu->fx, model = cpu->model;
  if (vm->fx_live) world_keep_fx(vm);
  tlb_flush(vm, true);
  memset(cpu, 0, sizeof *cpu);
  cpu->fx = fx;
  cpu->model = model;
  reset_fpu(fx);
  cpu->gpr[EDX] = model_signature(model);
  cpu->eip = RESET_EIP;
  cpu->eflags = FLAG_ONE;
  cpu->cr0 = CR0_RESET;
  cpu->dr[6] = DR6_RESET;
  cpu->dr[7] = DR7_RESET;
  unsigned data = SEGMENT_PRESENT | SEGMENT_S | SEGMENT_WRITABLE | SEGMENT_ACCESSED;
  for (unsigned i = 0; i < SEGMENT_REGISTERS; i++) cpu->segment[i] = (struct segment){0, (uint16_t)data, 0, 0xFFFF};
  cpu->segment[CS] = (struct segment){0xF000, (uint16_t)data, 0xFFFF0000, 0xFFFF};
  cpu->segment[LDTR] = (struct segment){0, SEGMENT_PRESENT | 2, 0, 0xFFFF};
  cpu->segment[TR] = (struct segment){0, SEGMENT_PRESENT | 0xB, 0, 0xFFFF};
  cpu->gdtr = cpu->idtr = (struct table_register){0, 0xFFFF};
}
