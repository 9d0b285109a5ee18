/** A scripted session: what runs in the guest, in which order, and who says what should come out. And the one of busybox's commands. */
import { join } from 'node:path';
import { buildDisk } from './disk.ts';
import { buildArchive } from './programs.ts';

export interface Step {
  name: string;
  /** A shell script; its output is compared. */
  script?: string;
  /** Or keys for the interactive shell, and what has to show up before each following part. */
  keys?: readonly { wait?: RegExp; text: string }[];
  /** The output has to be this; QEMU's unless given. `host`: what the same program prints on the host. */
  expected?: 'host' | ((facts: Facts) => string);
}

/** What the host knows beforehand. */
export interface Facts {
  /** MD5 of the files on the disk, by name */
  sums: ReadonlyMap<string, string>;
}

/** What a session has made for itself. */
export interface Prepared {
  /** a second archive for the initial RAM file system; the scripts stand in /session, by their numbers */
  initrd: string;
  disk: string;
  facts: Facts;
  /** where the host has what is /session in the guest */
  session: string;
}

export interface Session {
  name: string;
  about: string;
  megabytes: number;
  /** of the kernel, beyond what both machines need */
  commandLine?: string;
  steps: readonly Step[];
  /** how long one may take under QEMU on a busy host */
  stepSeconds: number;
  /** Typed before the first step: waits for the hardware that the steps use. */
  begin: string;
  /** How a step's script is called, its file's name in the place of SCRIPT. */
  call: string;
  /** Whether the disk is the guest's to write to, and checked afterwards; else both machines start with the same image, and nobody changes it. */
  writes: boolean;
  prepare(folder: string, tell: (text: string) => void): Promise<Prepared>;
}

/** Programs of corpus/linux, put into /session. */
export const PROGRAMS = ['forks', 'signals', 'memory', 'hog', 'threads', 'code', 'segments', 'numbers', 'trace', 'align'] as const;

const program = (name: (typeof PROGRAMS)[number], ...args: string[]): Step => ({
  name,
  script: `/session/${[name, ...args].join(' ')}; echo "status $?"`,
});

const CONTROL = { c: '\u0003', d: '\u0004', z: '\u001a' };

/** Megabytes of the machine, and what the program hog takes: some of it goes to swap. */
const MEMORY_MEGABYTES = 64;
const HOG_MEGABYTES = 48;
const SWAP_MEGABYTES = 64;

const STEPS: readonly Step[] = [
  { name: 'kernel', script: 'uname -srm; cat /proc/filesystems | sort | md5sum; ls /dev | grep -E "^(null|zero|tty|console|sda1?)$"' },
  {
    name: 'pipes',
    script: `
      seq 1 20000 | sort -r | sed 's/7/seven/g' | tr a-z A-Z | md5sum
      seq 1 3000 | awk '{ s += $1 * $1; t = t " " s % 97 } END { print s, length(t) }'
      yes abcdefgh | head -c 3000000 | md5sum
      (echo one; sleep 0; echo two) | while read -r word; do echo "got $word"; done
      cat /session/words.txt | grep -c e | xargs echo lines:
      mkfifo /tmp/fifo; (sort < /tmp/fifo | md5sum) & cat /session/words.txt > /tmp/fifo; wait; rm /tmp/fifo
      false | true; echo $?; true | false; echo $?
      exec 7>/tmp/seven; echo to seven >&7; exec 7>&-; cat /tmp/seven`,
  },
  {
    name: 'shell',
    script: `
      f() { [ "$1" -le 1 ] && { echo 1; return; }; local a=$(f $(($1 - 1))); echo $((a * $1)); }
      f 12
      i=0; while [ $i -lt 300 ]; do i=$((i + 1)); /bin/busybox true || echo no; done; echo $i
      x=abcdefabc; echo "\${x#a*c} \${x##a*c} \${x%b*} \${x%%b*} \${#x} \${x/b/X}"
      case $x in *fab*) echo match ;; *) echo none ;; esac
      set -- a "b c" d; for each in "$@"; do echo "<$each>"; done; shift; echo "$# $*"
      trap 'echo trapped' USR1; kill -USR1 $$; trap - USR1
      (exit 5); echo $?; sh -c 'kill -9 $$'; echo $?
      echo "$(cat <<END
here $((6 * 7))
END
)"; printf '%05d %x %s|%-5s|\\n' 42 255 str ab`,
  },
  {
    name: 'jobs',
    keys: [
      { text: 'sleep 1000 &\n' },
      { text: 'jobs\n' },
      { text: 'echo in; cat\n' }, // what is typed before the terminal is the program's is shown by nobody
      { wait: /\nin\r?\n$/, text: 'typed\n' },
      { wait: /typed\r?\ntyped\r?\n$/, text: CONTROL.z },
      { wait: /Stopped +cat\r?\n/, text: '' },
      { text: 'jobs\n' },
      { text: 'fg\n' },
      { wait: /fg\r?\ncat\r?\n$/, text: CONTROL.d },
      { text: 'kill %1; sleep 1\n' },
      { text: 'sh -c "echo in; sleep 1000"\n' },
      { wait: /\nin\r?\n$/, text: CONTROL.c },
      { text: 'echo after $?\n' },
      { text: 'tty; ps -o pid,comm | grep -c "sleep"\n' },
    ],
  },
  program('forks'),
  program('signals'),
  program('memory'),
  program('threads'),
  program('code'),
  { ...program('segments'), expected: 'host' }, // QEMU's translator does not check limits
  program('numbers'),
  program('trace'),
  { ...program('align'), expected: 'host' },
  {
    name: 'compute',
    script: `
      awk 'BEGIN { for (n = 2; n < 3000; n++) { p = 1; for (d = 2; d * d <= n; d++) if (n % d == 0) { p = 0; break } if (p) { c++; s += n } } print c, s }'
      awk 'BEGIN { x = 0.5; for (i = 0; i < 20000; i++) x = 3.9 * x * (1 - x); printf "%.12f %.10f %.10f\\n", x, sin(x), exp(x) }'
      echo 'define f(n) { if (n < 2) return 1; return n * f(n - 1); }; f(60); scale=60; 4*a(1); sqrt(2); 2^300' | bc -l
      echo '16 i FFFF 2 ^ p 30 k 2 v p' | dc
      dd if=/dev/zero bs=4096 count=400 2>/dev/null | sha256sum`,
  },
  {
    name: 'large files',
    script: 'mkdir -p /disk; mount -t ext4 /dev/sda1 /disk && cd /disk/given && md5sum *; cd /',
    expected: ({ sums }) => [...sums].map(([name, sum]) => `${sum}  ${name}`).join('\n'),
  },
  {
    name: 'gzip',
    script: `
      cd /disk; gzip -c given/text.bin > text.gz; md5sum text.gz; gunzip -c text.gz | cmp - given/text.bin && echo same
      bzip2 -c given/small.bin | md5sum; bzip2 -c given/small.bin | bunzip2 | cmp - given/small.bin && echo same
      tar cf - given | tar tf - | sort; rm text.gz`,
  },
  {
    name: 'files',
    script: `
      cd /disk; mkdir -p work/a/b/c; for i in $(seq 1 150); do echo "file $i" > work/a/f$i; done
      ln work/a/f1 work/hard; ln -s a/f2 work/soft; mv work/a/f3 work/a/b/moved; rm work/a/f4 work/a/f5
      cp -a work copy; find copy | sort | md5sum; cat copy/soft; chmod 600 copy/a/f6; stat -c '%a %h %s' copy/a/f6 copy/hard
      dd if=given/text.bin of=work/block bs=1000 seek=3 count=700 2>/dev/null; truncate -s 900000 work/block; md5sum work/block
      du -s copy | cut -f1; rm -r copy; sync; echo 3 > /proc/sys/vm/drop_caches; md5sum work/block; ls work | wc -l`,
  },
  {
    name: 'swap',
    script: `
      dd if=/dev/zero of=/disk/swap bs=1048576 count=${SWAP_MEGABYTES} 2>/dev/null; chmod 600 /disk/swap; mkswap /disk/swap >/dev/null; swapon /disk/swap
      /session/hog ${HOG_MEGABYTES}; awk '$1 == "pswpout" { print ($2 > 1000 ? "swapped" : "not swapped") }' /proc/vmstat
      swapoff /disk/swap && rm /disk/swap && echo off`,
  },
  {
    name: 'ext2',
    script: `
      dd if=/dev/zero of=/disk/ext2.img bs=1048576 count=4 2>/dev/null; mke2fs -F /disk/ext2.img >/dev/null 2>&1; mkdir -p /two
      mount -o loop -t ext2 /disk/ext2.img /two && cp /disk/given/small.bin /two/copy && cmp /two/copy /disk/given/small.bin && echo same
      umount /two; rm /disk/ext2.img`,
  },
  { name: 'end of the disk', script: 'cd /; umount /disk && echo unmounted' },
];

export const BUSYBOX: Session = {
  name: 'busybox',
  about: "busybox's commands, its shell, files, swap, and programs of corpus/linux",
  megabytes: MEMORY_MEGABYTES,
  steps: STEPS,
  stepSeconds: 150,
  begin: 'while ! [ -e /dev/sda1 ]; do sleep 1; done',
  call: 'sh SCRIPT 2>&1',
  writes: true,
  async prepare(folder) {
    const initrd = buildArchive(folder, PROGRAMS, STEPS);
    const { image, sums } = buildDisk(folder);
    return { initrd, disk: image, facts: { sums }, session: join(folder, 'session/session') };
  },
};
