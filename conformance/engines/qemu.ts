/**
 * QEMU's system emulator under TCG, booting the batch kernel: faults delivered into handlers, privilege, task switches. It shares its
 * translator with Unicorn, so the two are one opinion, and it checks no segment limits.
 */
import { BatchEngine, type Machine } from './batch-kernel/machine.ts';
import type { Engine, EngineOptions } from './engine.ts';

const QEMU: Machine = {
  name: 'qemu',
  command: 'qemu-system-i386',
  install: 'apt-get install qemu-system-x86',
  // QEMU 7.2 ends by SIGSEGV at a code breakpoint under -icount.
  breakpoints: false,
  arguments: (_folder, rom, disk) => [
    ...['-machine', 'pc,accel=tcg,hpet=off,smm=off', '-cpu', 'pentium3,+sse2,-sep,-mtrr,-pat,-mce,-mca,-pse36', '-m', '64', '-bios', rom],
    // Virtual time goes by instructions and does not pass while the processor halts: the watchdog fires at the same place in every run.
    ...['-icount', 'shift=5,sleep=off', '-nodefaults', '-no-user-config', '-display', 'none', '-vga', 'none'],
    ...['-drive', `file=${disk},format=raw,if=ide,index=0,cache=unsafe`, '-device', 'isa-debug-exit,iobase=0xf4,iosize=4'],
  ],
};

export function openQemu(options: EngineOptions = {}): Engine {
  return new BatchEngine(QEMU, options);
}
