/**
 * Every instruction form of the guest's processors: the integer set of a Pentium Pro, x87, MMX, SSE and SSE2 (SDM Vol. 2, opcode maps of
 * Appendix A, without what is younger). A line is
 *
 *     opcode[/digit] [mandatory prefix] mnemonic [operands] [| tags]
 *
 * Operands are the manual's: E register or memory, M memory only, R register only, G register by reg, I immediate, J relative, A far
 * pointer, O moffs, S segment, C control, D debug, X and Y string; P, Q MMX; V, W SSE; N, U their registers; b, w, d, q, x sizes, v and z by operand size.
 * Tags: L lockable, P privileged, I by IOPL or permission map, B branch, H ends a run, S string, F x87, M MMX, X SSE, 2 SSE2,
 * 4 5 6 since 486, Pentium, P6; N not recognised in real and V86 mode (#UD); U the destination may be left undefined; Z touches segments.
 */
export type Immediate = 'b' | 'w' | 'z' | 'far' | 'enter' | 'moffs' | 'rel8' | 'relz';

export interface Form {
  id: string;
  mnemonic: string;
  /** 0: one byte, 1: 0F */
  map: 0 | 1;
  opcode: number;
  /** the /digit, or -1 */
  digit: number;
  /** 0, 0x66, 0xF2 or 0xF3 */
  mandatory: number;
  modrm: 'none' | 'any' | 'memory' | 'register';
  /** register or memory operand's bytes: 0 by operand size, -1 none */
  memoryBytes: number;
  immediates: readonly Immediate[];
  /** whether the operand size changes what it does */
  sized: boolean;
  operands: string;
  lockable: boolean;
  privileged: boolean;
  byIopl: boolean;
  branch: boolean;
  ends: boolean;
  string: boolean;
  unit: 'integer' | 'x87' | 'mmx' | 'sse' | 'sse2';
  since: 3 | 4 | 5 | 6;
  protectedOnly: boolean;
  undefinedResult: boolean;
  segments: boolean;
  /** the last byte is fixed (D8-DF register forms), or -1 */
  fixedModrm: number;
}

const ALU = ['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp'];
const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g'];
const SHIFTS = ['rol', 'ror', 'rcl', 'rcr', 'shl', 'shr', 'shl', 'sar'];
const hex = (n: number): string => n.toString(16).padStart(2, '0').toUpperCase();

function oneByteLines(): string[] {
  const lines: string[] = [];
  ALU.forEach((name, i) => {
    const lock = name === 'cmp' ? '' : '| L';
    lines.push(`${hex(i * 8)} ${name} Eb,Gb ${lock}`, `${hex(i * 8 + 1)} ${name} Ev,Gv ${lock}`, `${hex(i * 8 + 2)} ${name} Gb,Eb`);
    lines.push(`${hex(i * 8 + 3)} ${name} Gv,Ev`, `${hex(i * 8 + 4)} ${name} AL,Ib`, `${hex(i * 8 + 5)} ${name} rAX,Iz`);
    for (const op of ['80', '82']) lines.push(`${op}/${i} ${name} Eb,Ib ${lock}`);
    lines.push(`81/${i} ${name} Ev,Iz ${lock}`, `83/${i} ${name} Ev,Ib ${lock}`);
  });
  for (let r = 0; r < 8; r++) {
    lines.push(`${hex(0x40 + r)} inc rv`, `${hex(0x48 + r)} dec rv`, `${hex(0x50 + r)} push rv`, `${hex(0x58 + r)} pop rv`);
    lines.push(`${hex(0xb0 + r)} mov rb,Ib`, `${hex(0xb8 + r)} mov rv,Iv`, `${hex(0x90 + r)} ${r === 0 ? 'nop' : 'xchg rv,rAX'}`);
  }
  CONDITIONS.forEach((c, i) => {
    lines.push(`${hex(0x70 + i)} j${c} Jb | B`);
  });
  SHIFTS.forEach((name, i) => {
    for (const [op, operands] of [
      ['C0', 'Eb,Ib'],
      ['C1', 'Ev,Ib'],
      ['D0', 'Eb,1'],
      ['D1', 'Ev,1'],
      ['D2', 'Eb,CL'],
      ['D3', 'Ev,CL'],
    ])
      lines.push(`${op}/${i} ${name} ${operands}`);
  });
  for (const [op, size] of [
    ['F6', 'b'],
    ['F7', 'v'],
  ]) {
    for (const d of [0, 1]) lines.push(`${op}/${d} test E${size},I${size === 'b' ? 'b' : 'z'}`);
    lines.push(`${op}/2 not E${size} | L`, `${op}/3 neg E${size} | L`);
    ['mul', 'imul', 'div', 'idiv'].forEach((name, i) => {
      lines.push(`${op}/${i + 4} ${name} E${size}`);
    });
  }
  return lines.concat(
    `06 push ES | Z
07 pop ES | Z
0E push CS | Z
16 push SS | Z
17 pop SS | Z
1E push DS | Z
1F pop DS | Z
27 daa
2F das
37 aaa
3F aas
60 pushaS v
61 popaS v
62 bound Gv,Ma
63 arpl Ew,Gw | N
68 push Iz
69 imul Gv,Ev,Iz
6A push Ib v
6B imul Gv,Ev,Ib
6C insb Yb,DX | S I
6D insv Yz,DX v | S I
6E outsb DX,Xb | S I
6F outsv DX,Xz v | S I
84 test Eb,Gb
85 test Ev,Gv
86 xchg Eb,Gb | L
87 xchg Ev,Gv | L
88 mov Eb,Gb
89 mov Ev,Gv
8A mov Gb,Eb
8B mov Gv,Ev
8C/0 mov Ev,ES | Z W
8C/1 mov Ev,CS | Z W
8C/2 mov Ev,SS | Z W
8C/3 mov Ev,DS | Z W
8C/4 mov Ev,FS | Z W
8C/5 mov Ev,GS | Z W
8D lea Gv,M
8E/0 mov ES,Ew | Z
8E/2 mov SS,Ew | Z
8E/3 mov DS,Ew | Z
8E/4 mov FS,Ew | Z
8E/5 mov GS,Ew | Z
8F/0 pop Ev
98 cbw v
99 cwd v
9A call Ap | B Z
9B fwait | F
9C pushf v | I
9D popf v | I
9E sahf
9F lahf
A0 mov AL,Ob
A1 mov rAX,Ov
A2 mov Ob,AL
A3 mov Ov,rAX
A4 movsb Yb,Xb | S
A5 movsv Yv,Xv v | S
A6 cmpsb Xb,Yb | S
A7 cmpsv Xv,Yv v | S
A8 test AL,Ib
A9 test rAX,Iz
AA stosb Yb | S
AB stosv Yv v | S
AC lodsb Xb | S
AD lodsv Xv v | S
AE scasb Yb | S
AF scasv Yv v | S
C2 ret Iw v | B
C3 ret v | B
C4 les Gv,Mp | Z
C5 lds Gv,Mp | Z
C6/0 mov Eb,Ib
C7/0 mov Ev,Iz
C8 enter En v
C9 leave v
CA retf Iw v | B Z
CB retf v | B Z
CC int3 | B Z
CD int Ib | B Z I
CE into | B Z
CF iret v | B Z I
D4 aam Ib
D5 aad Ib
D6 salc
D7 xlat
E0 loopne Jb | B
E1 loope Jb | B
E2 loop Jb | B
E3 jcxz Jb | B
E4 in AL,Ib | I
E5 in rAX,Ib v | I
E6 out Ib,AL | I
E7 out Ib,rAX v | I
E8 call Jz v | B
E9 jmp Jz v | B
EA jmp Ap | B Z
EB jmp Jb | B
EC in AL,DX | I
ED in rAX,DX v | I
EE out DX,AL | I
EF out DX,rAX v | I
F1 icebp | B Z
F4 hlt | P H
F5 cmc
F8 clc
F9 stc
FA cli | I
FB sti | I
FC cld
FD std
FE/0 inc Eb | L
FE/1 dec Eb | L
FF/0 inc Ev | L
FF/1 dec Ev | L
FF/2 call Ev | B
FF/3 call Mp v | B Z
FF/4 jmp Ev | B
FF/5 jmp Mp v | B Z
FF/6 push Ev`.split('\n'),
  );
}

function twoByteLines(): string[] {
  const lines: string[] = [];
  CONDITIONS.forEach((c, i) => {
    lines.push(`${hex(0x40 + i)} cmov${c} Gv,Ev | 6`, `${hex(0x80 + i)} j${c} Jz v | B`, `${hex(0x90 + i)} set${c} Eb`);
  });
  for (let r = 0; r < 8; r++) lines.push(`${hex(0xc8 + r)} bswap rv | 4 U`);
  ['bt', 'bts', 'btr', 'btc'].forEach((name, i) => {
    const lock = name === 'bt' ? '' : '| L';
    lines.push(`${hex(0xa3 + i * 8)} ${name} Ev,Gv ${lock}`, `BA/${i + 4} ${name} Ev,Ib ${lock}`);
  });
  const mmx =
    '60 punpcklbw|61 punpcklwd|62 punpckldq|63 packsswb|64 pcmpgtb|65 pcmpgtw|66 pcmpgtd|67 packuswb|68 punpckhbw|69 punpckhwd|6A punpckhdq|6B packssdw|74 pcmpeqb|75 pcmpeqw|76 pcmpeqd|D1 psrlw|D2 psrld|D3 psrlq|D5 pmullw|D8 psubusb|D9 psubusw|DB pand|DC paddusb|DD paddusw|DF pandn|E1 psraw|E2 psrad|E5 pmulhw|E8 psubsb|E9 psubsw|EB por|EC paddsb|ED paddsw|EF pxor|F1 psllw|F2 pslld|F3 psllq|F5 pmaddwd|F8 psubb|F9 psubw|FA psubd|FC paddb|FD paddw|FE paddd';
  for (const one of mmx.split('|')) lines.push(`${one} Pq,Qq | M`, `${one.replace(' ', ' 66 ')} Vx,Wx | 2`);
  // MMX opcodes that came with SSE, and with SSE2
  for (const one of 'DA pminub|DE pmaxub|E0 pavgb|E3 pavgw|E4 pmulhuw|EA pminsw|EE pmaxsw|F6 psadbw'.split('|'))
    lines.push(`${one} Pq,Qq | M X`, `${one.replace(' ', ' 66 ')} Vx,Wx | 2`);
  for (const one of 'D4 paddq|F4 pmuludq|FB psubq'.split('|')) lines.push(`${one} Pq,Qq | M 2`, `${one.replace(' ', ' 66 ')} Vx,Wx | 2`);
  for (const [op, digits] of [
    ['71', '2 psrlw|4 psraw|6 psllw'],
    ['72', '2 psrld|4 psrad|6 pslld'],
    ['73', '2 psrlq|6 psllq'],
  ] as const) {
    for (const one of digits.split('|')) {
      const [digit, name] = one.split(' ');
      lines.push(`${op}/${digit} ${name} Nq,Ib | M`, `${op}/${digit} 66 ${name} Ux,Ib | 2`);
    }
  }
  for (const one of '51 sqrt|58 add|59 mul|5C sub|5D min|5E div|5F max'.split('|'))
    lines.push(
      `${one}ps Vx,Wx | X`,
      `${one.replace(' ', ' F3 ')}ss Vd,Wd | X`,
      `${one.replace(' ', ' 66 ')}pd Vx,Wx | 2`,
      `${one.replace(' ', ' F2 ')}sd Vq,Wq | 2`,
    );
  for (const one of '54 and|55 andn|56 or|57 xor|14 unpckl|15 unpckh'.split('|'))
    lines.push(`${one}ps Vx,Wx | X`, `${one.replace(' ', ' 66 ')}pd Vx,Wx | 2`);
  return lines.concat(
    `00/0 sldt Ev | N Z W
00/1 str Ev | N Z W
00/2 lldt Ew | N P Z
00/3 ltr Ew | N P Z
00/4 verr Ew | N
00/5 verw Ew | N
01/0 sgdt Ms v
01/1 sidt Ms v
01/2 lgdt Ms v | P
01/3 lidt Ms v | P
01/4 smsw Ev | W
01/6 lmsw Ew | P
01/7 invlpg Mb | P 4
02 lar Gv,Ew | N
03 lsl Gv,Ew | N
06 clts | P
08 invd | P 4
09 wbinvd | P 4
0B ud2 | B
10 movups Vx,Wx | X
10 66 movupd Vx,Wx | 2
10 F3 movss Vd,Wd | X
10 F2 movsd Vq,Wq | 2
11 movups Wx,Vx | X
11 66 movupd Wx,Vx | 2
11 F3 movss Wd,Vd | X
11 F2 movsd Wq,Vq | 2
12 movlps Vq,Wq | X
12 66 movlpd Vq,Mq | 2
13 movlps Mq,Vq | X
13 66 movlpd Mq,Vq | 2
16 movhps Vq,Wq | X
16 66 movhpd Vq,Mq | 2
17 movhps Mq,Vq | X
17 66 movhpd Mq,Vq | 2
18/0 prefetchnta Mb | X H2
18/1 prefetcht0 Mb | X H2
18/2 prefetcht1 Mb | X H2
18/3 prefetcht2 Mb | X H2
20 mov Rd,Cd | P
21 mov Rd,Dd | P
22 mov Cd,Rd | P
23 mov Dd,Rd | P
28 movaps Vx,Wx | X
28 66 movapd Vx,Wx | 2
29 movaps Wx,Vx | X
29 66 movapd Wx,Vx | 2
2A cvtpi2ps Vx,Qq | X
2A 66 cvtpi2pd Vx,Qq | 2
2A F3 cvtsi2ss Vd,Ed | X
2A F2 cvtsi2sd Vq,Ed | 2
2B movntps Mx,Vx | X
2B 66 movntpd Mx,Vx | 2
2C cvttps2pi Pq,Wq | X
2C 66 cvttpd2pi Pq,Wx | 2
2C F3 cvttss2si Gd,Wd | X
2C F2 cvttsd2si Gd,Wq | 2
2D cvtps2pi Pq,Wq | X
2D 66 cvtpd2pi Pq,Wx | 2
2D F3 cvtss2si Gd,Wd | X
2D F2 cvtsd2si Gd,Wq | 2
2E ucomiss Vd,Wd | X
2E 66 ucomisd Vq,Wq | 2
2F comiss Vd,Wd | X
2F 66 comisd Vq,Wq | 2
30 wrmsr | P 5
31 rdtsc | 5
32 rdmsr | P 5
33 rdpmc | P 5
50 movmskps Gd,Ux | X
50 66 movmskpd Gd,Ux | 2
52 rsqrtps Vx,Wx | X
52 F3 rsqrtss Vd,Wd | X
53 rcpps Vx,Wx | X
53 F3 rcpss Vd,Wd | X
5A cvtps2pd Vx,Wq | 2
5A 66 cvtpd2ps Vx,Wx | 2
5A F3 cvtss2sd Vd,Wd | 2
5A F2 cvtsd2ss Vq,Wq | 2
5B cvtdq2ps Vx,Wx | 2
5B 66 cvtps2dq Vx,Wx | 2
5B F3 cvttps2dq Vx,Wx | 2
6C 66 punpcklqdq Vx,Wx | 2
6D 66 punpckhqdq Vx,Wx | 2
6E movd Pd,Ed | M
6E 66 movd Vd,Ed | 2
6F movq Pq,Qq | M
6F 66 movdqa Vx,Wx | 2
6F F3 movdqu Vx,Wx | 2
70 pshufw Pq,Qq,Ib | M X
70 66 pshufd Vx,Wx,Ib | 2
70 F3 pshufhw Vx,Wx,Ib | 2
70 F2 pshuflw Vx,Wx,Ib | 2
73/3 66 psrldq Ux,Ib | 2
73/7 66 pslldq Ux,Ib | 2
77 emms | M
7E movd Ed,Pd | M
7E 66 movd Ed,Vd | 2
7E F3 movq Vq,Wq | 2
7F movq Qq,Pq | M
7F 66 movdqa Wx,Vx | 2
7F F3 movdqu Wx,Vx | 2
A0 push FS | Z
A1 pop FS | Z
A2 cpuid | 4
A4 shld Ev,Gv,Ib | U
A5 shld Ev,Gv,CL | U
A8 push GS | Z
A9 pop GS | Z
AC shrd Ev,Gv,Ib | U
AD shrd Ev,Gv,CL | U
AE/0 fxsave Mfx | F X
AE/1 fxrstor Mfx | F X
AE/2 ldmxcsr Md | X
AE/3 stmxcsr Md | X
AE/5 lfence Rd | 2 H2
AE/6 mfence Rd | 2 H2
AE/7 sfence Rd | X H2
AE/7 clflush Mb | 2 H2
AF imul Gv,Ev
B0 cmpxchg Eb,Gb | L 4
B1 cmpxchg Ev,Gv | L 4
B2 lss Gv,Mp | Z
B4 lfs Gv,Mp | Z
B5 lgs Gv,Mp | Z
B6 movzx Gv,Eb
B7 movzx Gv,Ew
BC bsf Gv,Ev | U
BD bsr Gv,Ev | U
BE movsx Gv,Eb
BF movsx Gv,Ew
C0 xadd Eb,Gb | L 4
C1 xadd Ev,Gv | L 4
C2 cmpps Vx,Wx,Ib | X
C2 66 cmppd Vx,Wx,Ib | 2
C2 F3 cmpss Vd,Wd,Ib | X
C2 F2 cmpsd Vq,Wq,Ib | 2
C3 movnti Md,Gd | 2
C4 pinsrw Pq,Ew,Ib | M X
C4 66 pinsrw Vx,Ew,Ib | 2
C5 pextrw Gd,Nq,Ib | M X
C5 66 pextrw Gd,Ux,Ib | 2
C6 shufps Vx,Wx,Ib | X
C6 66 shufpd Vx,Wx,Ib | 2
C7/1 cmpxchg8b Mq | L 5
D6 66 movq Wq,Vq | 2
D6 F3 movq2dq Vx,Nq | 2
D6 F2 movdq2q Pq,Ux | 2
D7 pmovmskb Gd,Nq | M X
D7 66 pmovmskb Gd,Ux | 2
E6 66 cvttpd2dq Vx,Wx | 2
E6 F3 cvtdq2pd Vx,Wq | 2
E6 F2 cvtpd2dq Vx,Wx | 2
E7 movntq Mq,Pq | M X
E7 66 movntdq Mx,Vx | 2
F7 maskmovq Pq,Nq | M X
F7 66 maskmovdqu Vx,Ux | 2
FF ud0 | B`.split('\n'),
  );
}

/** x87 memory forms: escape byte, digit, name, bytes. */
const X87_MEMORY =
  `D8/0 fadd 4|D8/1 fmul 4|D8/2 fcom 4|D8/3 fcomp 4|D8/4 fsub 4|D8/5 fsubr 4|D8/6 fdiv 4|D8/7 fdivr 4|D9/0 fld 4|D9/2 fst 4|D9/3 fstp 4|D9/4 fldenv 28|D9/5 fldcw 2|D9/6 fnstenv 28|D9/7 fnstcw 2|DA/0 fiadd 4|DA/1 fimul 4|DA/2 ficom 4|DA/3 ficomp 4|DA/4 fisub 4|DA/5 fisubr 4|DA/6 fidiv 4|DA/7 fidivr 4|DB/0 fild 4|DB/2 fist 4|DB/3 fistp 4|DB/5 fld 10|DB/7 fstp 10|DC/0 fadd 8|DC/1 fmul 8|DC/2 fcom 8|DC/3 fcomp 8|DC/4 fsub 8|DC/5 fsubr 8|DC/6 fdiv 8|DC/7 fdivr 8|DD/0 fld 8|DD/2 fst 8|DD/3 fstp 8|DD/4 frstor 108|DD/6 fnsave 108|DD/7 fnstsw 2|DE/0 fiadd 2|DE/1 fimul 2|DE/2 ficom 2|DE/3 ficomp 2|DE/4 fisub 2|DE/5 fisubr 2|DE/6 fidiv 2|DE/7 fidivr 2|DF/0 fild 2|DF/2 fist 2|DF/3 fistp 2|DF/4 fbld 10|DF/5 fild 8|DF/6 fbstp 10|DF/7 fistp 8`.split(
    '|',
  );
/** x87 register forms: for `+i` any ST(i). P6: fcmov, fcomi. */
const X87_REGISTER =
  `D8 C0+i fadd|D8 C8+i fmul|D8 D0+i fcom|D8 D8+i fcomp|D8 E0+i fsub|D8 E8+i fsubr|D8 F0+i fdiv|D8 F8+i fdivr|D9 C0+i fld|D9 C8+i fxch|D9 D0 fnop|D9 E0 fchs|D9 E1 fabs|D9 E4 ftst|D9 E5 fxam|D9 E8 fld1|D9 E9 fldl2t|D9 EA fldl2e|D9 EB fldpi|D9 EC fldlg2|D9 ED fldln2|D9 EE fldz|D9 F0 f2xm1|D9 F1 fyl2x|D9 F2 fptan|D9 F3 fpatan|D9 F4 fxtract|D9 F5 fprem1|D9 F6 fdecstp|D9 F7 fincstp|D9 F8 fprem|D9 F9 fyl2xp1|D9 FA fsqrt|D9 FB fsincos|D9 FC frndint|D9 FD fscale|D9 FE fsin|D9 FF fcos|DA C0+i fcmovb 6|DA C8+i fcmove 6|DA D0+i fcmovbe 6|DA D8+i fcmovu 6|DA E9 fucompp|DB C0+i fcmovnb 6|DB C8+i fcmovne 6|DB D0+i fcmovnbe 6|DB D8+i fcmovnu 6|DB E2 fnclex|DB E3 fninit|DB E8+i fucomi 6|DB F0+i fcomi 6|DC C0+i fadd|DC C8+i fmul|DC E0+i fsubr|DC E8+i fsub|DC F0+i fdivr|DC F8+i fdiv|DD C0+i ffree|DD D0+i fst|DD D8+i fstp|DD E0+i fucom|DD E8+i fucomp|DE C0+i faddp|DE C8+i fmulp|DE D9 fcompp|DE E0+i fsubrp|DE E8+i fsubp|DE F0+i fdivrp|DE F8+i fdivp|DF E0 fnstsw|DF E8+i fucomip 6|DF F0+i fcomip 6`.split(
    '|',
  );

const SIZE: Record<string, number> = { b: 1, w: 2, d: 4, q: 8, x: 16, v: 0, z: 0, p: 0, a: 0, s: 6 };

function parse(line: string, map: 0 | 1): Form {
  const [left, right = ''] = line.split('|') as [string, string?];
  const tags = new Set(right.trim().split(/\s+/));
  const words = left.trim().split(/\s+/);
  const [code, digitText] = words.shift()!.split('/') as [string, string?];
  const mandatory = /^(66|F2|F3)$/.test(words[0]!) ? Number.parseInt(words.shift()!, 16) : 0;
  let mnemonic = words.shift()!;
  let sized = words.includes('v') || mnemonic.endsWith('S');
  mnemonic = mnemonic.replace(/S$/, '');
  const operands = words.filter((w) => w !== 'v').join(' ');
  let modrm: Form['modrm'] = digitText === undefined ? 'none' : 'any';
  let memoryBytes = -1;
  const immediates: Immediate[] = [];
  for (const operand of operands === '' ? [] : operands.split(',')) {
    const kind = operand[0]!;
    const size = operand.slice(1);
    if (operand === 'DX' || operand === 'CL' || operand === 'AL' || /^[CDEFGS]S$/.test(operand)) continue;
    if (/[vzp]/.test(size) && kind !== 'X' && kind !== 'Y') sized = true;
    if (kind === 'r' && operand !== 'rb') sized = true;
    if ('EMRGPQVWNUCD'.includes(kind) && modrm === 'none') modrm = 'any';
    if (kind === 'M') modrm = 'memory';
    if ('RNU'.includes(kind)) modrm = 'register';
    if ('EMQW'.includes(kind)) memoryBytes = size === 'fx' ? 512 : (SIZE[size] ?? -1);
    if (operand === 'Ib') immediates.push('b');
    else if (operand === 'Iw') immediates.push('w');
    else if (kind === 'I' && operand !== 'In') immediates.push('z');
    else if (operand === 'En') {
      immediates.push('enter');
      modrm = 'none';
      memoryBytes = -1;
    } else if (operand === 'Jb') immediates.push('rel8');
    else if (operand === 'Jz') immediates.push('relz');
    else if (operand === 'Ap') immediates.push('far');
    else if (kind === 'O') immediates.push('moffs');
  }
  if (operands === 'M' || operands.endsWith(',M')) memoryBytes = -1;
  if (tags.has('W')) memoryBytes = 2;
  const unit = tags.has('2')
    ? tags.has('M')
      ? 'sse2'
      : 'sse2'
    : tags.has('X')
      ? 'sse'
      : tags.has('M')
        ? 'mmx'
        : tags.has('F')
          ? 'x87'
          : 'integer';
  const since = unit === 'sse' || unit === 'sse2' || tags.has('6') ? 6 : unit === 'mmx' || tags.has('5') ? 5 : tags.has('4') ? 4 : 3;
  const digit = digitText === undefined ? -1 : Number(digitText);
  const variant = modrm === 'register' && code === 'AE' ? ' r' : '';
  return {
    id: `${map ? '0F ' : ''}${mandatory ? `${hex(mandatory)} ` : ''}${code}${digit >= 0 ? `/${digit}` : ''}${variant} ${mnemonic}${operands ? ` ${operands}` : ''}`,
    mnemonic,
    map,
    opcode: Number.parseInt(code, 16),
    digit,
    mandatory,
    modrm,
    memoryBytes,
    immediates,
    sized,
    operands,
    lockable: tags.has('L'),
    privileged: tags.has('P'),
    byIopl: tags.has('I'),
    branch: tags.has('B'),
    ends: tags.has('H'),
    string: tags.has('S'),
    unit,
    since: since as Form['since'],
    protectedOnly: tags.has('N'),
    undefinedResult: tags.has('U'),
    segments: tags.has('Z'),
    fixedModrm: -1,
  };
}

function x87Forms(): Form[] {
  const base = parse('D8/0 x Ed | F', 0);
  const forms: Form[] = [];
  for (const line of X87_MEMORY) {
    const [code, mnemonic, bytes] = line.split(' ') as [string, string, string];
    const [opcode, digit] = code.split('/') as [string, string];
    const sized = mnemonic === 'fldenv' || mnemonic === 'fnstenv' || mnemonic === 'frstor' || mnemonic === 'fnsave';
    const form = { ...base, mnemonic, opcode: Number.parseInt(opcode, 16), digit: Number(digit), modrm: 'memory' as const };
    forms.push({
      ...form,
      id: `${code} ${mnemonic} m${Number(bytes) * 8}`,
      operands: `m${Number(bytes) * 8}`,
      memoryBytes: Number(bytes),
      sized,
    });
  }
  for (const line of X87_REGISTER) {
    const [code, modrm, mnemonic, since] = line.split(' ') as [string, string, string, string?];
    const first = Number.parseInt(modrm.slice(0, 2), 16);
    const any = modrm.endsWith('+i');
    forms.push({
      ...base,
      id: `${code} ${modrm} ${mnemonic}`,
      mnemonic,
      opcode: Number.parseInt(code, 16),
      digit: (first >> 3) & 7,
      modrm: 'register',
      memoryBytes: -1,
      sized: false,
      operands: any ? 'st' : '',
      fixedModrm: any ? -1 : first,
      since: since ? 6 : 3,
    });
  }
  return forms;
}

export const FORMS: readonly Form[] = [
  ...oneByteLines().map((line) => parse(line, 0)),
  ...twoByteLines().map((line) => parse(line, 1)),
  ...x87Forms(),
];

/** Forms by opcode byte: [map][opcode]. */
export const FORMS_BY_OPCODE: readonly (readonly Form[][])[] = [0, 1].map((map) =>
  Array.from({ length: 256 }, (_, opcode) => FORMS.filter((form) => form.map === map && form.opcode === opcode)),
);

/** The form that encoded bytes belong to, for what is known of them; undefined where no form fits. */
export function formOf(map: number, opcode: number, prefix66: boolean, rep: number, modrm: number): Form | undefined {
  const list = FORMS_BY_OPCODE[map]![opcode]!;
  if (list.length === 0) return undefined;
  const wanted = list.some((form) => form.mandatory !== 0)
    ? rep !== 0 && list.some((f) => f.mandatory === rep)
      ? rep
      : prefix66
        ? 0x66
        : 0
    : 0;
  return list.find((form) => {
    if (form.mandatory !== wanted) return false;
    if (form.modrm === 'none') return true;
    if (form.modrm === 'memory' && modrm >= 0xc0) return false;
    if (
      form.modrm === 'register' &&
      modrm < 0xc0 &&
      form.opcode !== 0x20 &&
      form.opcode !== 0x21 &&
      form.opcode !== 0x22 &&
      form.opcode !== 0x23
    )
      return false;
    if (form.fixedModrm >= 0) return modrm === form.fixedModrm;
    return form.digit < 0 || form.digit === ((modrm >> 3) & 7);
  });
}
