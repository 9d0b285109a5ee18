/**
 * Where a machine is known to answer a test-kernel differently from the others, and what the processor's manual says. A difference that is
 * not here fails the comparison, and so does one that is here and no longer shows. SDM: Intel 64 and IA-32 Architectures Software
 * Developer's Manual, volume 3A unless another is named.
 */
import type { MachineName } from './run.ts';

export interface Known {
  kernel: string;
  machine: MachineName;
  /** names of the lines in which the machine is wrong */
  lines: RegExp;
  why: string;
  /** how it ends then, where that is not the kernel's end: `late after NAME OF A LINE` */
  ending?: string;
}

const LIMITS = 'every access is checked against type and limit of its segment (SDM 5.3, 5.5); QEMU checks neither';
const POINTERS = 'the last instruction and operand pointers are saved (SDM volume 1, 8.1.8); plex86 does not keep them: docs/oracles.md';
const ICEBP = 'F1 is INT1 and raises #DB (SDM volume 2, INT n); QEMU takes it for an undefined opcode';
const LOCKED = 'LOCK before an instruction that does not write memory is #UD (SDM volume 2, LOCK)';

const qemu = (kernel: string, lines: RegExp, why: string, ending?: string): Known => ({
  kernel,
  machine: 'qemu',
  lines,
  why,
  ...(ending ? { ending } : {}),
});
const bochs = (kernel: string, lines: RegExp, why: string): Known => ({ kernel, machine: 'bochs', lines, why });
const ours = (kernel: string, lines: RegExp, why: string): Known[] => [
  { kernel, machine: 'sbe', lines, why },
  { kernel, machine: 'interp', lines, why },
];

export const KNOWN: readonly Known[] = [
  qemu(
    'control-registers',
    /^(reserved bit of cr4|not write-through|paging without|end control)/,
    'reserved bits of CR4, NW without CD and PG without PE are #GP(0) (SDM volume 2, MOV to control registers); QEMU goes on',
    'late after cr7',
  ),
  qemu('debug-breakpoints', /^(gd at|dr6 of gd|gd afterwards)/, 'DR7.GD makes any access to a debug register #DB (SDM 17.2.4)'),
  qemu(
    'debug-ports',
    /^(at #(1[89]|2\d)|dr6 #2[3-8]|ecx after rep outsb)$/,
    'the address of a breakpoint loses the bits below its length, on ports too, and string I/O traps after each iteration (SDM 17.2.5, 17.3.1.2)',
  ),
  qemu('debug-rf', /^flags of (ud2|div|segment load|int through an absent gate|string)$/, 'faults push RF as 1 (SDM 17.3.1.1)'),
  qemu(
    'debug-step',
    /^(step #(29|3\d|40)|steps|steps #[23]|dr6 #(3\d|40)|steps while)/,
    'only MOV SS and POP SS hold a single-step trap back, LSS and STI do not (SDM 6.8.3, 17.3.1.4)',
  ),
  qemu(
    'dma-registers',
    /^low byte replaced$/,
    'a byte written under the flip-flop changes the base and current register at once (8237A data sheet)',
  ),
  bochs('dma-registers', /^low byte replaced$/, 'the byte that is not written stays (8237A data sheet)'),
  qemu(
    'paging-operands',
    /^(btr far|bts before|xadd|cmpxchg8b|shld|neg)/,
    'a read-modify-write asks for write access (SDM 4.7, W/R); QEMU reads first where the instruction is not a plain one',
  ),
  qemu('paging-operands', /^(far ret|iret)/, 'what ring 3 pops is an access of ring 3 (SDM 4.6.1, 4.7: U/S)'),
  qemu('paging-operands', /^pushad/, 'PUSHA pushes EAX first (SDM volume 2, PUSHA)'),
  qemu('paging-restart', /^pushad: first address$/, 'PUSHA pushes EAX first (SDM volume 2, PUSHA)'),
  qemu(
    'paging-operands',
    /^enter: the last byte/,
    'ENTER faults where its final stack pointer could not be written to, before anything has changed (SDM volume 2, ENTER)',
  ),
  qemu(
    'paging-stale',
    /^big page split: code$/,
    'INVLPG drops the translation of a 4 MiB page whatever address in it is given (SDM 4.10.4.1)',
  ),
  qemu('paging-task', /^task: error #4$/, 'a read-modify-write asks for write access (SDM 4.7, W/R)'),
  qemu('exceptions-page', /^absent: read-modify-write$/, 'a read-modify-write asks for write access (SDM 4.7, W/R)'),
  qemu('exceptions-ring0', /^int1$/, ICEBP),
  qemu('exceptions-ring0', /^lock$/, LOCKED),
  qemu('exceptions-ring0', /^(through a null segment|write to|read from execute-only)/, LIMITS),
  qemu('exceptions-ring0', /^ltr of null$/, 'LTR of a null selector is #GP(0) (SDM volume 2, LTR)'),
  qemu('exceptions-ring3', /^int1$/, ICEBP),
  qemu('exceptions-ring3', /^data that ring 0 had loaded$/, LIMITS),
  qemu(
    'exceptions-ring3',
    /^alignment( of a word)?$/,
    'with CR0.AM and AC a misaligned access of ring 3 is #AC (SDM 6.15); QEMU never checks',
  ),
  qemu('exceptions-v86', /^int1$/, ICEBP),
  qemu('exceptions-v86', /^lock$/, LOCKED),
  qemu('exceptions-v86', /^int to ring 1, iopl 3$/, 'from V86 mode a gate has to lead to ring 0, else #GP(selector) (SDM volume 2, INT n)'),
  bochs('floppy-commands', /^version$/, 'an enhanced controller answers 90H (82077AA data sheet, VERSION)'),
  bochs(
    'floppy-commands',
    /^with the dma only counting/,
    'a verify transfer counts as a read does, up to its terminal count (8237A data sheet)',
  ),
  bochs(
    'floppy-commands',
    /^another cylinder/,
    'the cylinder under the head is not the one that is wanted: no data, wrong cylinder (82077AA data sheet, 5.3)',
  ),
  qemu(
    'floppy-commands',
    /^(another cylinder|a sector past the end|to the end of the track|both sides|from one side to the other)/,
    'a sector that is not found is "no data", and only seeks set "seek end" (82077AA data sheet, 5.3)',
  ),
  qemu(
    'floppy-commands',
    /^(registers|part id)/,
    'SPECIFY is returned as it was given, and PART ID is a command of later controllers (82077AA data sheet, 5.2)',
  ),
  qemu('fault-double', /^ud, gate absent$/, 'EXT is set where the gate was needed for an exception (SDM 6.13)'),
  ...ours('fpu-environment', /^(data( #[234])?|ip|cs|ds( #2)?)$/, POINTERS),
  qemu(
    'fpu-errors',
    /^(status, pending|fld behind it|mmx behind it|underflow|fstp behind it)$/,
    'a zero divide leaves the stack as it was; underflow of the stack sets IE and SF; every waiting instruction reports (SDM volume 1, 8.5, 8.6)',
  ),
  qemu(
    'fpu-ferr',
    /^(interrupts|status inside|status afterwards|no more interrupts|masked)$/,
    'the next waiting instruction asserts FERR# while CR0.NE is clear (SDM volume 1, 8.7.2)',
  ),
  qemu(
    'fpu-traps',
    /^(emms( #[345678])?|mmx #[78]|sse #[78])$/,
    'EMMS is an MMX instruction: #UD with EM, #NM with TS; EM is looked at before TS (SDM 12.1, table 2-2)',
  ),
  qemu(
    'gates-call',
    /^(cs #11|conforming|ss pushed #[78]|esp pushed #[78])$/,
    'a gate to a conforming segment sets the RPL of CS to CPL (SDM 5.8.4)',
  ),
  qemu('gates-refused-stack', /^absent/, 'an absent inner stack is #SS(selector) (SDM volume 2, CALL and INT n)'),
  qemu('gates-refused-stack', /^too small/, 'an inner stack without room for the frame is #SS(selector) (SDM volume 2, CALL and INT n)'),
  qemu(
    'keyboard-controller',
    /^mouse status: [23]$/,
    'a mouse begins with resolution 2 and 100 samples a second (IBM PS/2 mouse reference)',
  ),
  qemu('pic-modes', /^irr isr #6$/, 'automatic EOI clears the in-service bit at the acknowledge (8259A data sheet)'),
  bochs('pic-modes', /^(poll word|irr isr #10)$/, 'a poll acknowledges the request of highest priority (8259A data sheet)'),
  qemu(
    'pit-modes',
    /^(after the mode|low while the gate is|latched|read-back count|byte|counted|gate low #3)$/,
    'the gate stops modes 0, 2 and 3; OUT is low after a mode 0 control word, low while mode 1 counts and high after, high in mode 2 (8254 data sheet)',
  ),
  qemu('real-exceptions', /^lock before a read$/, LOCKED),
  qemu(
    'real-limits',
    /^(word at|dword at FFFD|store at|32-bit address|pop at|near |ret |end )/,
    `${LIMITS}, and jumps to where nothing is`,
    'late after pop at FFFF',
  ),
  bochs(
    'rtc',
    /^(hour #2|weekday|day #2|month #2|year #2|update ended, alarm)$/,
    'after 23:59:59 on December 31 come 0:00:00 on January 1 and the alarm set for it (MC146818 data sheet); Bochs shows 23:00 of the old day',
  ),
  bochs(
    'network-echo',
    /^(interrupts came|frame intact|opcode|gateway's address|echoes (sent|intact)|nothing comes after echoes)$/,
    'Debian builds it without a network of its own; the card is plugged into nothing',
  ),
  qemu('network-registers', /^command after a reset$/, 'STP and RD2 are set by a reset (DP8390D data sheet, 11.0)'),
  qemu('rtc-binary', /^(minute, binary|day of a leap year|month)$/, 'with DM set all registers are binary (MC146818 data sheet)'),
  bochs(
    'rtc-binary',
    /^(hour, 12 hours|day of a leap year)$/,
    'midnight is 12 with bit 7 clear, and the day after February 28 of a year that four divides is the 29th (MC146818 data sheet)',
  ),
  qemu('rtc-periodic', /^periodic, not enabled$/, 'PF is set whatever PIE says (MC146818 data sheet)'),
  bochs('rtc-periodic', /^periodic, not enabled$/, 'PF is set whatever PIE says (MC146818 data sheet)'),
  qemu(
    'segments-expand-down',
    /^(32: (at|dword from|dword below|0$)|16: (at|word|10000)|pages: (at|none)|limit 0: 0|read-only|stack: (push across|pop))/,
    LIMITS,
  ),
  qemu('segments-far-limit', /^(call|retf|iret|interrupt gate|fetch|near jump|instruction)/, LIMITS),
  qemu('segments-ldt', /^behind its limit$/, LIMITS),
  qemu(
    'segments-limits',
    /^(byte behind|word at|dword across|store across|quadword across|far below|wraps|ten bytes across|bit string|lodsd|xlatb|nothing was|pages: (behind|dword)|pop across|mov through|ss override|16-bit code: (beyond|limit|32))/,
    LIMITS,
  ),
  qemu('segments-load', /^use of it$/, LIMITS),
  qemu('shadow', /^at #[67]$/, 'a MOV SS or POP SS in the shadow of STI holds interrupts back once more (SDM 6.8.3)'),
  qemu('string-io', /^(insb across a limit|edi #4|outsb across a limit|esi #3|insb into read-only|outs with an override)$/, LIMITS),
  qemu(
    'task-faults',
    /^(ldt (is|absent)|cs |ss |ds |es |gs )/,
    'a fault of the new task reports its first instruction, nothing of it having run (SDM 7.3)',
  ),
  qemu('task-nested', /^gate to a busy task$/, 'EXT is set where the gate was needed for an exception (SDM 6.13)'),
  qemu(
    'task-trap',
    /^(at( #[2-9])?|at the return|dr6( #\d+)?|tr #\d+|flags( #\d+)?)$/,
    'the T bit of the new TSS is a #DB before the first instruction of its task (SDM 17.3.1.5)',
  ),
];
