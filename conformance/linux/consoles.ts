/** A Linux guest's serial console: ours, and QEMU's. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { LinuxFiles } from '../../corpus/guests/linux.ts';
import { type PcOptions, pc, VirtualMachine } from '../../vm/index.ts';

/** What came over the line and nobody has looked at yet. */
export class Transcript {
  private text = '';
  private over: string | null = null;
  private wake: () => void = () => {};

  add(text: string): void {
    this.text += text;
    this.wake();
  }

  end(how: string): void {
    this.over ??= how;
    this.wake();
  }

  /** Everything up to the first match's end, which is taken out. Rejects after `patience` milliseconds, or when the machine ends before. */
  async take(pattern: RegExp, patience: number): Promise<string> {
    const until = performance.now() + patience;
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) {
        const end = match.index + match[0].length;
        const taken = this.text.slice(0, end);
        this.text = this.text.slice(end);
        return taken;
      }
      const left = until - performance.now();
      if (this.over !== null || left <= 0)
        throw new Error(
          `${pattern} ${this.over === null ? `did not come within ${patience / 1000} s` : `was not seen: ${this.over}`}; last:\n${this.text.slice(-2000)}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

export interface Console {
  readonly name: string;
  readonly transcript: Transcript;
  send(text: string): void;
  /** exit status of the machine, once it has ended by itself within this many milliseconds */
  ended(patience: number): Promise<number>;
  close(): Promise<void>;
}

export interface GuestOptions {
  files: LinuxFiles;
  /** a second archive, after that of the guest */
  initrd?: string;
  disk?: string;
  /** what the guest writes to its disk is thrown away */
  keepsDisk?: boolean;
  megabytes: number;
  commandLine: string;
}

async function within<T>(patience: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${patience / 1000} s`)), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export async function openPlex86(
  guest: GuestOptions,
  machine: Pick<PcOptions, 'engine' | 'sbe'>,
): Promise<Console & { vm: VirtualMachine }> {
  const { files, initrd, disk, keepsDisk, megabytes, commandLine } = guest;
  const vm = await VirtualMachine.create(
    pc({
      ...machine,
      memory: megabytes << 20,
      linux: {
        kernel: files.kernel,
        initrd: [files.initrd, ...(initrd === undefined ? [] : [initrd])],
        commandLine,
      },
      ...(disk === undefined ? {} : { hda: disk, disks: keepsDisk ? 'overlay' : 'write' }),
    }),
  );
  const name = `plex86 ${machine.engine ?? 'sbe'}`;
  const transcript = new Transcript();
  const line = vm.service('serial0');
  if (!line) throw new Error('this machine has no serial line');
  transcript.add(line.text);
  line.onOutput((bytes) => transcript.add(Buffer.from(bytes).toString('latin1')));
  void vm.ended.then(({ reason, error }) => transcript.end(`the machine has ended (${error?.message ?? reason})`));
  return {
    name,
    vm,
    transcript,
    send: (text) => line.write(text),
    ended: async (patience) => {
      const { status, reason, error } = await within(patience, vm.ended, `${name} did not end`);
      if (error) throw error;
      if (status === null) throw new Error(`${name} ended by itself: ${reason}`);
      return status;
    },
    close: async () => {
      if (!vm.isOver) await vm.quit();
    },
  };
}

/** The processor of QEMU that comes nearest to ours, with the same features: what a kernel says of one it says of the other. */
export const QEMU_CPU = 'pentium3,model=9,stepping=5,+sse2,-apic,-sep,-mtrr,-pat,-mce,-mca,-pse36,-pae,-vme,-hypervisor';

export async function openQemu({ files, initrd, disk, keepsDisk, megabytes, commandLine }: GuestOptions, joined: string): Promise<Console> {
  const child: ChildProcess = spawn(
    'qemu-system-i386',
    [
      ...['-accel', 'tcg', '-M', 'pc,hpet=off', '-cpu', QEMU_CPU, '-m', String(megabytes), '-nic', 'none', '-no-reboot'],
      ...['-display', 'none', '-monitor', 'none', '-serial', 'stdio', '-kernel', files.kernel],
      ...['-initrd', initrd === undefined ? files.initrd : joined, '-append', commandLine],
      ...(disk === undefined ? [] : ['-drive', `format=raw,file=${disk},if=ide${keepsDisk ? ',snapshot=on' : ''}`]),
      ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=4'],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const transcript = new Transcript();
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => transcript.add(chunk.toString('latin1')));
  child.stderr!.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdin!.on('error', () => {}); // it has ended; whoever waits for its output hears of that
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => {
      transcript.end(`QEMU has ended (${code ?? 'by a signal'}) ${said.trim()}`);
      resolve(code ?? -1);
    });
    child.on('error', (error) => {
      transcript.end(error.message);
      resolve(-1);
    });
  });
  return {
    name: 'qemu',
    transcript,
    send: (text) => void child.stdin!.write(text),
    ended: (patience) => within(patience, ended, 'QEMU did not end'),
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
