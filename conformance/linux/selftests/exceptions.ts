/** Tests in which the reference does what the manual does not say, or has instructions that our processor has not; and what is checked then. */
import type { Outcome } from './run.ts';

export interface Exception {
  why: string;
  /** whether our outcome is the one that the manual wants */
  holds(ours: Outcome): boolean;
}

/** CPUID tells of no SSE3, and FISTTP is SSE3: #UD (volume 2A, FISTTP). QEMU decodes it whatever CPUID says, and the host has it. */
const NO_FISTTP = 'FISTTP without SSE3 is #UD';
/** CPUID tells of no SEP. QEMU's SYSENTER looks at its MSR alone and raises #GP. */
const NO_SYSENTER = 'SYSENTER without SEP is #UD';

/** The signals that follow each line [RUN]. */
function signalsOfRuns(text: string): string[][] {
  return text
    .split(/^\[RUN\]/m)
    .slice(1)
    .map((run) => [...run.matchAll(/Got (SIG\w+)/g)].map((match) => match[1]!));
}

export const EXCEPTIONS: ReadonlyMap<string, Exception> = new Map<string, Exception>([
  ['test_FISTTP', { why: NO_FISTTP, holds: ({ status, text }) => status === 1 && text.includes('Got signal 4') }],
  ['test-i386-fisttp', { why: NO_FISTTP, holds: ({ status }) => status === 132 }],
  ['test-i386-fp-exceptions', { why: NO_FISTTP, holds: ({ status }) => status === 132 }],
  [
    'single_step_syscall',
    { why: NO_SYSENTER, holds: ({ status, text }) => status === 0 && text.includes('Got SIGILL') && !text.includes('[FAIL]') },
  ],
  [
    'syscall_arg_fault',
    {
      why: NO_SYSENTER,
      holds: ({ status, text }) =>
        status === 0 &&
        !text.includes('[FAIL]') &&
        text.match(/^\[SKIP\]\tIllegal instruction$/gm)?.length === text.match(/^\[RUN\]/gm)?.length,
    },
  ],
  [
    'mov_ss_trap',
    {
      // Volume 3A, 6.8.3 and 17.3.1.1; QEMU stops between the two instructions.
      why: 'the data breakpoint of MOV SS waits until the next instruction is through, and an instruction breakpoint there is suppressed',
      holds: ({ status, text }) =>
        status === 0 && text.includes("[OK]\tI aten't dead") && signalsOfRuns(text).every((signals) => signals.length <= 1),
    },
  ],
]);
