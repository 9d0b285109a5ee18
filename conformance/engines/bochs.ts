/** Bochs, booting the batch kernel: an interpreter written apart from every other engine here, with all segment limits and checks. */
import { writeFileSync } from 'node:fs';
import { BatchEngine, type Machine } from './batch-kernel/machine.ts';
import type { Engine, EngineOptions } from './engine.ts';

const BOCHS: Machine = {
  name: 'bochs',
  command: 'bochs',
  install: 'apt-get install bochs bochsbios vgabios',
  breakpoints: true,
  arguments: (folder, rom, disk, cylinders) => {
    writeFileSync(
      `${folder}/bochsrc`,
      `megs: 64
cpu: model=p4_willamette, count=1, ips=20000000, reset_on_triple_fault=1, ignore_bad_msrs=1, cpuid_limit_winnt=0
clock: sync=none
romimage: file=${rom}
ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=disk, path=${disk}, mode=flat, cylinders=${cylinders}, heads=16, spt=63
pci: enabled=1, chipset=i440fx
display_library: rfb, options="timeout=0"
log: ${folder}/log
error: action=ignore
info: action=ignore
debug: action=ignore
panic: action=fatal
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
speaker: enabled=0
plugin_ctrl: speaker=0, gameport=0, parallel=0, serial=0
`,
    );
    // Debian's Bochs is a debugger build: it stops before the first instruction, and after each reset, until it is told to go on.
    writeFileSync(`${folder}/debugger`, 'c\n'.repeat(5000));
    return ['-q', '-f', `${folder}/bochsrc`, '-rc', `${folder}/debugger`];
  },
};

export function openBochs(options: EngineOptions = {}): Engine {
  return new BatchEngine(BOCHS, options);
}
