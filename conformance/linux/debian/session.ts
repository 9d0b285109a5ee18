/** The session in a chroot of Debian's packages: strace, gdb, a compiler, and the tests that perl and python have of themselves. */
import { join } from 'node:path';
import { buildArchive } from '../programs.ts';
import type { Session, Step } from '../session.ts';
import { DEBUGGER, TRACER } from './debugging.ts';
import { locateRoot } from './root.ts';

/** Of perl's tests, those that take more than half a second on the host, wait, say how fast they were, or name files by chance. */
const SLOW_PERL = [
  ...['comp/require', 'comp/utf', 'io/argv', 'io/crlf_through', 'io/errnosig', 'io/open', 'io/pipe', 'io/through', 'op/cond', 'op/fork'],
  ...[
    'op/getppid',
    'op/lc',
    'op/readline',
    'op/require_errors',
    'op/sigdispatch',
    'op/sleep',
    'op/srand',
    'op/sselect',
    'op/stat',
    'op/threads',
    'op/tie',
  ],
  ...['op/time', 'mro/package_aliases_utf8'],
];
/** Of the folder re/, which takes minutes. */
const RE = [
  ...['re/alpha_assertions', 're/bigfuzzy_not_utf8', 're/no_utf8_pm', 're/overload_rx', 're/pat_advanced', 're/pos', 're/qr', 're/qr_gc'],
  ...['re/qrstack', 're/reg_60508', 're/reg_eval', 're/reg_eval_scope', 're/reg_eval_smartmatch', 're/reg_namedclose', 're/reg_nc_tie'],
  ...['re/reg_nocapture', 're/reg_pmod', 're/regexp', 're/rxcode', 're/script_run', 're/subst', 're/substT', 're/subst_amp'],
];

/** Runs tests by their names: what is not "ok" is shown, then a line with how it ended and what it printed. Numbers of processes differ. */
function perl(name: string, tests: string): Step {
  return {
    name: `perl ${name}`,
    script: `
      slow=" ${SLOW_PERL.join(' ')} "
      cd /opt/perl/t
      for test in ${tests}; do
        case $slow in *" \${test%.t} "*) continue ;; esac
        perl $test > /tmp/out 2> /tmp/err < /dev/null; status=$?
        grep '^not ok' /tmp/out
        sed 's/(0x[0-9a-f]*)/(ADDRESS)/g; s/[0-9]\\{3,\\}/N/g' /tmp/out | md5sum > /tmp/sum
        echo "$test $status $(grep -c ^ok /tmp/out) $(head -c 8 /tmp/sum)"
        rm -rf /tmp/out /tmp/err /tmp/sum
      done`,
  };
}

/** Runs modules of python's tests; lines of tests that were not right, and the sum of all lines, which have no times. */
function python(name: string, modules: string): Step {
  return {
    name: `python ${name}`,
    script: `
      cd /tmp
      for module in ${modules}; do
        python3.11 -m unittest -v test.test_$module > /tmp/out 2> /tmp/err < /dev/null; status=$?
        grep -E '^(ERROR|FAIL|Fatal)' /tmp/err
        echo "$module $status $(sed -n 's/^\\(Ran .*\\) in .*/\\1/p' /tmp/err) $(tail -n 1 /tmp/err) $(grep -E '\\.\\.\\. ' /tmp/err | sort | md5sum | head -c 8)"
      done`,
  };
}

const COMPILER: Step = {
  name: 'a compiler',
  script: `
    cd /tmp
    perl -e 'for my $i (1..400) { print "static unsigned f$i(unsigned x) { unsigned y = x * \${i}u + ($i << 3); for (int k = 0; k < $i % 13; k++) y ^= y >> 3 ^ k * x; return y; }\\n" }
      print "#include <stdio.h>\\n#include <stdlib.h>\\nint main(void) { unsigned s = 1; for (int r = 0; r < 20; r++) {\\n"; print "s = f$_(s);\\n" for 1..400; print "} printf(\\"%u\\\\n\\", s); return 0; }\\n"' > many.c
    wc -c < many.c
    tcc -o many many.c && ./many; md5sum < many
    tcc -run many.c
    echo 'int main(void) { return missing; }' > wrong.c; tcc -o wrong wrong.c; echo $?
    for i in 1 2 3 4 5 6 7 8; do tcc -c many.c -o many.$i.o & done; wait; md5sum many.*.o | cut -c 1-32 | uniq -c`,
};

const STEPS: readonly Step[] = [
  TRACER,
  ...DEBUGGER,
  COMPILER,
  perl('base', 'base/*.t cmd/*.t comp/*.t opbasic/*.t'),
  perl('io', 'io/*.t mro/*.t'),
  perl('op a-g', 'op/[a-g]*.t'),
  perl('op h-r', 'op/[h-r]*.t'),
  perl('op s-z', 'op/[s-z]*.t'),
  perl('re', `${RE.map((test) => `${test}.t`).join(' ')} uni/[a-eg-u]*.t`),
  python('numbers', 'long float math cmath complex fractions struct array statistics random audioop'),
  python('objects', 'builtin dict set tuple bytes memoryview descr generators exceptions functools itertools collections heapq bisect gc'),
  python('text', 'unicode string re json fstring codecs binascii grammar hashlib zlib'),
  python('processes', 'mmap select sys fork1 popen resource thread wait3 wait4 threadsignals'),
];

export const DEBIAN: Session = {
  name: 'debian',
  about: "Debian's packages in a chroot: strace, gdb, tcc, perl's and python's own tests",
  megabytes: 192,
  commandLine: 'norandmaps',
  steps: STEPS,
  stepSeconds: 900,
  begin: [
    'while ! [ -e /dev/sda ]; do sleep 1; done',
    'mkdir /deb && mount -t ext4 -o ro /dev/sda /deb && mount -t tmpfs tmpfs /deb/tmp && mount -t proc proc /deb/proc',
    'mount --bind /dev /deb/dev && mount --bind /session /deb/session',
    // The line that calls it has to fit the terminal.
    'inside() { env -i LC_ALL=C PERL_HASH_SEED=0 PYTHONHASHSEED=0 HOME=/tmp PATH=/usr/bin:/bin chroot /deb /bin/sh "$1" 2>&1; }',
  ].join('; '),
  call: 'inside SCRIPT',
  writes: false,
  async prepare(folder, tell) {
    const disk = (await locateRoot({ tell }))!;
    const initrd = buildArchive(folder, ['debugged'], STEPS, ['-g']);
    return { initrd, disk, facts: { sums: new Map() }, session: join(folder, 'session/session') };
  },
};
