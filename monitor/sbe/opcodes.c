// The opcode table (SDM Vol. 2D, appendix A, less what came after SSE2). Long because a table is.
//
// NATIVE is a promise: on any x86-64 processor, in compatibility mode at CPL 3, the bytes either do exactly what the guest's CPU
// does, or fault, and then the interpreter carries them out. Each block says why that holds. The rules that decode() adds to every
// row: F2 and F3 are refused unless the row says they repeat or mean nothing; two different prefixes of one group are refused, and so is 66 beside a
// mandatory F2 or F3 (SDM Vol. 2A, 2.1.1 leaves both open); a cs-overridden operand is refused; LOCK is #UD unless the row allows it.
//
// Not seen in any row: a locked access across two cache lines may be refused by the host (split-lock detection: #AC), and an unaligned one while
// the guest at CPL 3 has AC set; both are faults before any effect. Forms that exist in protected mode only (ARPL, LAR, LSL, VERR, VERW, SLDT, STR, LLDT,
// LTR) must never be native, because the native segment is a protected-mode one even where the guest is in real or V86 mode and gets #UD.
#include "opcodes.h"

#define FORM(name, name32, note_, cls, imm, flags_, since_, unit_)                                                                         \
  { .text = name "\0" name32 "\0" note_, .sbe_class = cls, .immediate = imm, .flags = flags_, .since = since_, .unit = unit_ }
// N: native, on every model. N2: with a 32-bit name. V: virtualised, on every model. U: not in any model; the name is what silicon makes of it.
#define N(name, imm, flags) FORM(name, "", "", SBE_NATIVE, imm, flags, SINCE_386, UNIT_NONE)
#define N2(name, name32, imm, flags) FORM(name, name32, "", SBE_NATIVE, imm, flags, SINCE_386, UNIT_NONE)
#define NS(name, imm, flags, since) FORM(name, "", "", SBE_NATIVE, imm, flags, since, UNIT_NONE)
#define B(name, imm, cls, flags) FORM(name, "", "", cls, imm, flags, SINCE_386, UNIT_NONE)
#define V(name, imm, flags, cls, note) FORM(name, "", note, cls, imm, flags, SINCE_386, UNIT_NONE)
#define V2(name, name32, imm, flags, cls, note) FORM(name, name32, note, cls, imm, flags, SINCE_386, UNIT_NONE)
#define VS(name, imm, flags, cls, since, note) FORM(name, "", note, cls, imm, flags, since, UNIT_NONE)
#define U(name, imm, flags, note) FORM(name, "", note, SBE_UNDEFINED, imm, flags, SINCE_NEVER, UNIT_NONE)
#define UM(name) U(name, IMM_NONE, MODRM, "")
#define UB(name) U(name, IMM_B, MODRM, "")
#define NONE UM("")
#define BY(choice, rows)                                                                                                                   \
  { .group = rows, .flags = MODRM, .kind = choice }
#define PREFIX                                                                                                                             \
  { .text = "\0\0", .kind = ROW_PREFIX }

#define GROUP(name) static const struct opcode name[8]
#define BY_MOD(name, memory, register_) static const struct opcode name[2] = {memory, register_}
#define BY_PREFIX(name, plain, p66, pf3, pf2) static const struct opcode name[4] = {plain, p66, pf3, pf2}

// clang-format off

// --- Groups of the one-byte map ---

// 80-83. 82 is 80 once more outside 64-bit mode, on both vendors (APM Vol. 3, A.1).
#define ARITHMETIC(imm) { \
  N("add", imm, MODRM | LOCKABLE), N("or", imm, MODRM | LOCKABLE), N("adc", imm, MODRM | LOCKABLE), N("sbb", imm, MODRM | LOCKABLE), \
  N("and", imm, MODRM | LOCKABLE), N("sub", imm, MODRM | LOCKABLE), N("xor", imm, MODRM | LOCKABLE), N("cmp", imm, MODRM) }
GROUP(group1_b) = ARITHMETIC(IMM_B);
GROUP(group1_z) = ARITHMETIC(IMM_Z);
GROUP(group1_bs) = ARITHMETIC(IMM_BS);

// 8F: /1-/7 with map_select >= 8 is AMD's XOP prefix.
GROUP(group1a) = {
  N("pop", IMM_NONE, MODRM),
  U("", IMM_NONE, MODRM, "XOP on AMD"), U("", IMM_NONE, MODRM, "XOP on AMD"), U("", IMM_NONE, MODRM, "XOP on AMD"), U("", IMM_NONE, MODRM, "XOP on AMD"),
  U("", IMM_NONE, MODRM, "XOP on AMD"), U("", IMM_NONE, MODRM, "XOP on AMD"), U("", IMM_NONE, MODRM, "XOP on AMD"),
};

// C0, C1, D0-D3. /6 is SHL once more on every processor since the 386.
#define SHIFTS(imm) { N("rol", imm, MODRM), N("ror", imm, MODRM), N("rcl", imm, MODRM), N("rcr", imm, MODRM), \
  N("shl", imm, MODRM), N("shr", imm, MODRM), N("shl", imm, MODRM), N("sar", imm, MODRM) }
GROUP(group2_b) = SHIFTS(IMM_B);
GROUP(group2) = SHIFTS(IMM_NONE);

// F6, F7. /1 is TEST once more on every processor since the 8086.
#define UNARY(imm) { N("test", imm, MODRM), N("test", imm, MODRM), N("not", IMM_NONE, MODRM | LOCKABLE), N("neg", IMM_NONE, MODRM | LOCKABLE), \
  N("mul", IMM_NONE, MODRM), N("imul", IMM_NONE, MODRM), N("div", IMM_NONE, MODRM), N("idiv", IMM_NONE, MODRM) }
GROUP(group3_b) = UNARY(IMM_B);
GROUP(group3_z) = UNARY(IMM_Z);

GROUP(group4) = { N("inc", IMM_NONE, MODRM | LOCKABLE), N("dec", IMM_NONE, MODRM | LOCKABLE), NONE, NONE, NONE, NONE, NONE, NONE };
// 3E before FF /2 and /4 is NOTRACK: a hint to indirect-branch tracking, else DS.
GROUP(group5) = {
  N("inc", IMM_NONE, MODRM | LOCKABLE), N("dec", IMM_NONE, MODRM | LOCKABLE),
  B("call", IMM_NONE, SBE_BRANCH_COMPUTED, MODRM | REP_HARMLESS),
  V("callf", IMM_NONE, MODRM | MEMORY, SBE_FAR, ""),
  B("jmp", IMM_NONE, SBE_BRANCH_COMPUTED, MODRM | REP_HARMLESS),
  V("jmpf", IMM_NONE, MODRM | MEMORY, SBE_FAR, ""),
  N("push", IMM_NONE, MODRM), NONE,
};

// C6, C7: F8 is XABORT and XBEGIN on processors with TSX.
GROUP(group11_b) = { N("mov", IMM_B, MODRM), UB(""), UB(""), UB(""), UB(""), UB(""), UB(""), U("", IMM_B, MODRM, "XABORT on processors with TSX") };
GROUP(group11_z) = { N("mov", IMM_Z, MODRM), U("", IMM_Z, MODRM, ""), U("", IMM_Z, MODRM, ""), U("", IMM_Z, MODRM, ""),
  U("", IMM_Z, MODRM, ""), U("", IMM_Z, MODRM, ""), U("", IMM_Z, MODRM, ""), U("", IMM_Z, MODRM, "XBEGIN on processors with TSX") };

// 8C stores any of six segment registers, 8E loads any but CS.
#define SELECTOR_SHOWN "the selector is the host's, not the guest's"
#define SELECTOR_LOADED "the selector is the guest's; the host's tables know other ones"
#define STORE_SEGMENT V("mov", IMM_NONE, MODRM, SBE_SEGMENT, SELECTOR_SHOWN)
#define LOAD_SEGMENT V("mov", IMM_NONE, MODRM, SBE_SEGMENT, SELECTOR_LOADED)
GROUP(store_segment) = { STORE_SEGMENT, STORE_SEGMENT, STORE_SEGMENT, STORE_SEGMENT, STORE_SEGMENT, STORE_SEGMENT, NONE, NONE };
GROUP(load_segment) = { LOAD_SEGMENT, NONE, LOAD_SEGMENT, LOAD_SEGMENT, LOAD_SEGMENT, LOAD_SEGMENT, NONE, NONE };

// --- x87, by opcode byte: the memory forms by reg, the register forms by reg, then by rm ---
//
// The guest's instructions run on the host's unit: same results as any P6 but for the last bit of transcendentals. What a 387 and
// later leave as aliases (D9 D8, DC D0, DC D8, DD C8, DE D0, DF C0, DF C8, DF D0, DF D8) and as no-ops of the 8087 and 287 (DB E0, E1, E4) is
// so on all silicon, or faults and is interpreted. FISTTP is SSE3: refused. The environment holds host selectors: refused.
#define F(name) FORM(name, "", "", SBE_NATIVE, IMM_NONE, MODRM, SINCE_386, UNIT_X87)
#define F6(name) FORM(name, "", "", SBE_NATIVE, IMM_NONE, MODRM, SINCE_P6, UNIT_X87)
#define FENV(name, name32, note) FORM(name, name32, note, SBE_FPU_ENVIRONMENT, IMM_NONE, MODRM, SINCE_386, UNIT_X87)
#define FISTTP U("fisttp", IMM_NONE, MODRM, "SSE3")
#define FPU(byte) static const struct opcode x87_##byte[2] = { BY(ROW_BY_REG, x87_##byte##_memory), BY(ROW_BY_REG, x87_##byte##_register) }

GROUP(x87_D8_memory) = { F("fadd"), F("fmul"), F("fcom"), F("fcomp"), F("fsub"), F("fsubr"), F("fdiv"), F("fdivr") };
GROUP(x87_D8_register) = { F("fadd"), F("fmul"), F("fcom"), F("fcomp"), F("fsub"), F("fsubr"), F("fdiv"), F("fdivr") };
FPU(D8);

GROUP(x87_D9_D0) = { F("fnop"), NONE, NONE, NONE, NONE, NONE, NONE, NONE };
GROUP(x87_D9_E0) = { F("fchs"), F("fabs"), NONE, NONE, F("ftst"), F("fxam"), NONE, NONE };
GROUP(x87_D9_E8) = { F("fld1"), F("fldl2t"), F("fldl2e"), F("fldpi"), F("fldlg2"), F("fldln2"), F("fldz"), NONE };
GROUP(x87_D9_F0) = { F("f2xm1"), F("fyl2x"), F("fptan"), F("fpatan"), F("fxtract"), F("fprem1"), F("fdecstp"), F("fincstp") };
GROUP(x87_D9_F8) = { F("fprem"), F("fyl2xp1"), F("fsqrt"), F("fsincos"), F("frndint"), F("fscale"), F("fsin"), F("fcos") };
GROUP(x87_D9_memory) = { F("fld"), NONE, F("fst"), F("fstp"), FENV("fldenv", "", ""), F("fldcw"), FENV("fnstenv", "", ""), F("fnstcw") };
GROUP(x87_D9_register) = { F("fld"), F("fxch"), BY(ROW_BY_RM, x87_D9_D0), F("fstpnce"), BY(ROW_BY_RM, x87_D9_E0), BY(ROW_BY_RM, x87_D9_E8),
  BY(ROW_BY_RM, x87_D9_F0), BY(ROW_BY_RM, x87_D9_F8) };
FPU(D9);

GROUP(x87_DA_E8) = { NONE, F("fucompp"), NONE, NONE, NONE, NONE, NONE, NONE };
GROUP(x87_DA_memory) = { F("fiadd"), F("fimul"), F("ficom"), F("ficomp"), F("fisub"), F("fisubr"), F("fidiv"), F("fidivr") };
GROUP(x87_DA_register) = { F6("fcmovb"), F6("fcmove"), F6("fcmovbe"), F6("fcmovu"), NONE, BY(ROW_BY_RM, x87_DA_E8), NONE, NONE };
FPU(DA);

GROUP(x87_DB_E0) = { F("fneni"), F("fndisi"), F("fnclex"), F("fninit"), F("fnsetpm"), NONE, NONE, NONE };
GROUP(x87_DB_memory) = { F("fild"), FISTTP, F("fist"), F("fistp"), NONE, F("fld"), NONE, F("fstp") };
GROUP(x87_DB_register) = { F6("fcmovnb"), F6("fcmovne"), F6("fcmovnbe"), F6("fcmovnu"), BY(ROW_BY_RM, x87_DB_E0), F6("fucomi"), F6("fcomi"), NONE };
FPU(DB);

GROUP(x87_DC_memory) = { F("fadd"), F("fmul"), F("fcom"), F("fcomp"), F("fsub"), F("fsubr"), F("fdiv"), F("fdivr") };
GROUP(x87_DC_register) = { F("fadd"), F("fmul"), F("fcom"), F("fcomp"), F("fsubr"), F("fsub"), F("fdivr"), F("fdiv") };
FPU(DC);

GROUP(x87_DD_memory) = { F("fld"), FISTTP, F("fst"), F("fstp"), FENV("frstor", "", ""), NONE, FENV("fnsave", "", ""), F("fnstsw") };
GROUP(x87_DD_register) = { F("ffree"), F("fxch"), F("fst"), F("fstp"), F("fucom"), F("fucomp"), NONE, NONE };
FPU(DD);

GROUP(x87_DE_D8) = { NONE, F("fcompp"), NONE, NONE, NONE, NONE, NONE, NONE };
GROUP(x87_DE_memory) = { F("fiadd"), F("fimul"), F("ficom"), F("ficomp"), F("fisub"), F("fisubr"), F("fidiv"), F("fidivr") };
GROUP(x87_DE_register) = { F("faddp"), F("fmulp"), F("fcomp"), BY(ROW_BY_RM, x87_DE_D8), F("fsubrp"), F("fsubp"), F("fdivrp"), F("fdivp") };
FPU(DE);

GROUP(x87_DF_E0) = { F("fnstsw"), NONE, NONE, NONE, NONE, NONE, NONE, NONE };
GROUP(x87_DF_memory) = { F("fild"), FISTTP, F("fist"), F("fistp"), F("fbld"), F("fild"), F("fbstp"), F("fistp") };
GROUP(x87_DF_register) = { F("ffreep"), F("fxch"), F("fstp"), F("fstp"), BY(ROW_BY_RM, x87_DF_E0), F6("fucomip"), F6("fcomip"), NONE };
FPU(DF);

// --- Groups of the second map ---

#define TABLE(name, flags, note) V(name, IMM_NONE, MODRM | (flags), SBE_TABLES, note)
#define HOST_DUMMY "the processor or the host kernel would answer with the host's value, without a fault"
GROUP(group6) = { TABLE("sldt", 0, HOST_DUMMY), TABLE("str", 0, HOST_DUMMY), TABLE("lldt", 0, ""), TABLE("ltr", 0, ""),
  TABLE("verr", 0, "looks into the host's tables"), TABLE("verw", 0, "looks into the host's tables; clears buffers on Intel"), NONE, NONE };
// 0F 01 with mod = 3 is where vmcall, vmmcall, monitor, mwait, clac, stac, xgetbv, encls, enclu, clzero, rdtscp, serialize, rdpkru and others went.
#define SINCE_VIRTUALISATION U("", IMM_NONE, MODRM, "later instructions of the system: vmcall, vmmcall, monitor, xgetbv, clzero, rdtscp, ...")
GROUP(group7_memory) = { TABLE("sgdt", 0, HOST_DUMMY), TABLE("sidt", 0, HOST_DUMMY), TABLE("lgdt", 0, ""), TABLE("lidt", 0, ""),
  TABLE("smsw", 0, HOST_DUMMY), U("", IMM_NONE, MODRM, "rstorssp with F3"), TABLE("lmsw", 0, ""),
  VS("invlpg", IMM_NONE, MODRM | NO_ACCESS, SBE_CONTROL, SINCE_486, "") };
GROUP(group7_register) = { SINCE_VIRTUALISATION, SINCE_VIRTUALISATION, SINCE_VIRTUALISATION, SINCE_VIRTUALISATION,
  TABLE("smsw", 0, HOST_DUMMY), SINCE_VIRTUALISATION, TABLE("lmsw", 0, ""), SINCE_VIRTUALISATION };
BY_MOD(group7, BY(ROW_BY_REG, group7_memory), BY(ROW_BY_REG, group7_register));

GROUP(group8) = { UB(""), UB(""), UB(""), UB(""), N("bt", IMM_B, MODRM | LOCKABLE_386), N("bts", IMM_B, MODRM | LOCKABLE),
  N("btr", IMM_B, MODRM | LOCKABLE), N("btc", IMM_B, MODRM | LOCKABLE) };

// 0F C7: rdrand, rdseed and rdpid (register forms), vmptrld and its kin, xrstors, xsavec, xsaves are the neighbours of CMPXCHG8B.
GROUP(group9) = {
  NONE, NS("cmpxchg8b", IMM_NONE, MODRM | MEMORY | LOCKABLE, SINCE_PENTIUM), NONE,
  U("", IMM_NONE, MODRM, "xrstors"), U("", IMM_NONE, MODRM, "xsavec"), U("", IMM_NONE, MODRM, "xsaves"),
  U("", IMM_NONE, MODRM, "rdrand; vmptrld, vmclear, vmxon"), U("", IMM_NONE, MODRM, "rdseed, rdpid; vmptrst"),
};

// 0F AE. With 66, F2 or F3 the same bytes are clwb, clflushopt, tpause, umwait, umonitor, rdfsbase, wrfsbase, ptwrite, incsspd, clrssbsy.
// LDMXCSR is refused because AMD's MXCSR has bit 17 (MM), which would have to be #GP; FXSAVE and FXRSTOR hold host selectors.
// LFENCE, MFENCE and SFENCE ignore ModRM.rm (SDM Vol. 2).
#define FXSR(name, note) FORM(name, "", note, SBE_FPU_ENVIRONMENT, IMM_NONE, MODRM, SINCE_P6, UNIT_FXSR)
#define REFUSED_AE U("", IMM_NONE, MODRM, "clwb, clflushopt, tpause, umwait, umonitor, rdfsbase, ptwrite, incsspd, ...")
GROUP(group15_memory) = { FXSR("fxsave", ""), FXSR("fxrstor", ""),
  FORM("ldmxcsr", "", "AMD's MXCSR has a bit (MM) that the guest's CPU faults on", SBE_FPU_ENVIRONMENT, IMM_NONE, MODRM, SINCE_P6, UNIT_SSE),
  FORM("stmxcsr", "", "", SBE_NATIVE, IMM_NONE, MODRM, SINCE_P6, UNIT_SSE),
  U("xsave", IMM_NONE, MODRM, ""), U("xrstor", IMM_NONE, MODRM, ""), U("xsaveopt", IMM_NONE, MODRM, ""), U("clflush", IMM_NONE, MODRM, "") };
GROUP(group15_register) = { NONE, NONE, NONE, NONE, NONE, NS("lfence", IMM_NONE, MODRM, SINCE_P6), NS("mfence", IMM_NONE, MODRM, SINCE_P6),
  NS("sfence", IMM_NONE, MODRM, SINCE_P6) };
BY_MOD(group15_plain, BY(ROW_BY_REG, group15_memory), BY(ROW_BY_REG, group15_register));
BY_PREFIX(group15, BY(ROW_BY_MOD, group15_plain), REFUSED_AE, REFUSED_AE, REFUSED_AE);

// 0F 18-1F: the P6 takes all of them as no-operations with a ModRM byte (0F 18 with a memory operand: SSE's prefetches); older ones do not.
// No form of 18, 19, 1D and 1F does more than hint on any silicon. 1A and 1B are MPX, 1C /0 is CLDEMOTE, F3 0F 1E is CET, all of them no-operations
// where the host has not switched them on; as nothing needs them natively they are refused, but for ENDBR, which compilers emit everywhere.
#define HINT(name) NS(name, IMM_NONE, MODRM | NO_ACCESS, SINCE_P6)
#define HINT_REFUSED(note) VS("nop", IMM_NONE, MODRM | NO_ACCESS, SBE_PREFIX, SINCE_P6, note)
GROUP(group16_memory) = { HINT("prefetchnta"), HINT("prefetcht0"), HINT("prefetcht1"), HINT("prefetcht2"), HINT("nop"), HINT("nop"), HINT("nop"), HINT("nop") };
BY_MOD(group16, BY(ROW_BY_REG, group16_memory), HINT("nop"));
#define SHADOW_STACK HINT_REFUSED("rdssp and its kin on processors with CET")
GROUP(hint_1E_F8) = { SHADOW_STACK, SHADOW_STACK, HINT("nop"), HINT("nop"), SHADOW_STACK, SHADOW_STACK, SHADOW_STACK, SHADOW_STACK };
GROUP(hint_1E_register) = { SHADOW_STACK, SHADOW_STACK, SHADOW_STACK, SHADOW_STACK, SHADOW_STACK, SHADOW_STACK, SHADOW_STACK, BY(ROW_BY_RM, hint_1E_F8) };
BY_MOD(hint_1E_F3, SHADOW_STACK, BY(ROW_BY_REG, hint_1E_register));
BY_PREFIX(hint_1E, HINT("nop"), HINT("nop"), BY(ROW_BY_MOD, hint_1E_F3), SHADOW_STACK);

// MOV to and from CR and DR are #GP at CPL 3 (and LOCK MOV CR0 is CR8 on AMD); MOV TR left with the Pentium.
#define CR(since) VS("mov", IMM_NONE, MODRM | MOD_IGNORED, SBE_CONTROL, since, "")
#define NO_CR U("mov", IMM_NONE, MODRM | MOD_IGNORED, "no such register")
GROUP(mov_cr) = { CR(SINCE_386), NO_CR, CR(SINCE_386), CR(SINCE_386), CR(SINCE_486), NO_CR, NO_CR, NO_CR };
#define TR VS("mov", IMM_NONE, MODRM | MOD_IGNORED | UNTIL_486, SBE_CONTROL, SINCE_386, "a test register")
#define TR_486 VS("mov", IMM_NONE, MODRM | MOD_IGNORED | UNTIL_486, SBE_CONTROL, SINCE_486, "a test register")
GROUP(mov_tr) = { NO_CR, NO_CR, NO_CR, TR_486, TR_486, TR_486, TR, TR };

// --- MMX, SSE, SSE2: plain, 66, F3, F2 ---
//
// All of it is defined by the guest's CPU and computes the same on every processor since, but for the approximations (rcpps, rsqrtps and their scalar
// forms), which are the host's, natively and interpreted; the upper halves of YMM are neither touched nor seen. What a prefix makes
// of an opcode only since SSE3 (lddqu, movddup, addsubps, haddps, movshdup), SSE4a (movntss, extrq) or SSE4.2 is refused.
#define X_(name, imm, flags) FORM(name, "", "", SBE_NATIVE, imm, MODRM | (flags), SINCE_P6, UNIT_SSE)
#define M_(name, imm, flags) FORM(name, "", "", SBE_NATIVE, imm, MODRM | (flags), SINCE_P6, UNIT_MMX)
#define X(name) X_(name, IMM_NONE, 0)
#define XB(name) X_(name, IMM_B, 0)
#define XM(name) X_(name, IMM_NONE, MEMORY)
#define XR(name) X_(name, IMM_NONE, REGISTER)
#define M(name) M_(name, IMM_NONE, 0)
#define SSE3(name) U(name, IMM_NONE, MODRM, "SSE3")
#define FLOAT4(op, ps, pd, ss, sd) BY_PREFIX(sse_##op, X(ps), X(pd), X(ss), X(sd))
#define FLOAT2(op, ps, pd) BY_PREFIX(sse_##op, X(ps), X(pd), NONE, NONE)
#define MM_XMM(op, name) BY_PREFIX(sse_##op, M(name), X(name), NONE, NONE)
#define XMM_66(op, name) BY_PREFIX(sse_##op, NONE, X(name), NONE, NONE)

FLOAT4(10, "movups", "movupd", "movss", "movsd");
FLOAT4(11, "movups", "movupd", "movss", "movsd");
BY_MOD(sse_12_plain, X("movlps"), X("movhlps"));
BY_PREFIX(sse_12, BY(ROW_BY_MOD, sse_12_plain), XM("movlpd"), SSE3("movsldup"), SSE3("movddup"));
BY_PREFIX(sse_13, XM("movlps"), XM("movlpd"), NONE, NONE);
FLOAT2(14, "unpcklps", "unpcklpd");
FLOAT2(15, "unpckhps", "unpckhpd");
BY_MOD(sse_16_plain, X("movhps"), X("movlhps"));
BY_PREFIX(sse_16, BY(ROW_BY_MOD, sse_16_plain), XM("movhpd"), SSE3("movshdup"), NONE);
BY_PREFIX(sse_17, XM("movhps"), XM("movhpd"), NONE, NONE);
FLOAT2(28, "movaps", "movapd");
FLOAT2(29, "movaps", "movapd");
FLOAT4(2A, "cvtpi2ps", "cvtpi2pd", "cvtsi2ss", "cvtsi2sd");
BY_PREFIX(sse_2B, XM("movntps"), XM("movntpd"), U("movntss", IMM_NONE, MODRM, "SSE4a"), U("movntsd", IMM_NONE, MODRM, "SSE4a"));
FLOAT4(2C, "cvttps2pi", "cvttpd2pi", "cvttss2si", "cvttsd2si");
FLOAT4(2D, "cvtps2pi", "cvtpd2pi", "cvtss2si", "cvtsd2si");
FLOAT2(2E, "ucomiss", "ucomisd");
FLOAT2(2F, "comiss", "comisd");
BY_PREFIX(sse_50, XR("movmskps"), XR("movmskpd"), NONE, NONE);
FLOAT4(51, "sqrtps", "sqrtpd", "sqrtss", "sqrtsd");
BY_PREFIX(sse_52, X("rsqrtps"), NONE, X("rsqrtss"), NONE);
BY_PREFIX(sse_53, X("rcpps"), NONE, X("rcpss"), NONE);
FLOAT2(54, "andps", "andpd");
FLOAT2(55, "andnps", "andnpd");
FLOAT2(56, "orps", "orpd");
FLOAT2(57, "xorps", "xorpd");
FLOAT4(58, "addps", "addpd", "addss", "addsd");
FLOAT4(59, "mulps", "mulpd", "mulss", "mulsd");
FLOAT4(5A, "cvtps2pd", "cvtpd2ps", "cvtss2sd", "cvtsd2ss");
BY_PREFIX(sse_5B, X("cvtdq2ps"), X("cvtps2dq"), X("cvttps2dq"), NONE);
FLOAT4(5C, "subps", "subpd", "subss", "subsd");
FLOAT4(5D, "minps", "minpd", "minss", "minsd");
FLOAT4(5E, "divps", "divpd", "divss", "divsd");
FLOAT4(5F, "maxps", "maxpd", "maxss", "maxsd");
MM_XMM(60, "punpcklbw");
MM_XMM(61, "punpcklwd");
MM_XMM(62, "punpckldq");
MM_XMM(63, "packsswb");
MM_XMM(64, "pcmpgtb");
MM_XMM(65, "pcmpgtw");
MM_XMM(66, "pcmpgtd");
MM_XMM(67, "packuswb");
MM_XMM(68, "punpckhbw");
MM_XMM(69, "punpckhwd");
MM_XMM(6A, "punpckhdq");
MM_XMM(6B, "packssdw");
XMM_66(6C, "punpcklqdq");
XMM_66(6D, "punpckhqdq");
MM_XMM(6E, "movd");
BY_PREFIX(sse_6F, M("movq"), X("movdqa"), X("movdqu"), NONE);
BY_PREFIX(sse_70, M_("pshufw", IMM_B, 0), XB("pshufd"), XB("pshufhw"), XB("pshuflw"));
// 0F 71-73 shift registers by an immediate.
#define SHIFT(name) \
  static const struct opcode shift_##name[4] = {M_(#name, IMM_B, REGISTER), X_(#name, IMM_B, REGISTER), UB(""), UB("")}
SHIFT(psrlw); SHIFT(psraw); SHIFT(psllw); SHIFT(psrld); SHIFT(psrad); SHIFT(pslld); SHIFT(psrlq); SHIFT(psllq);
BY_PREFIX(shift_psrldq, UB(""), X_("psrldq", IMM_B, REGISTER), UB(""), UB(""));
BY_PREFIX(shift_pslldq, UB(""), X_("pslldq", IMM_B, REGISTER), UB(""), UB(""));
#define BY_P(rows) BY(ROW_BY_PREFIX, rows)
GROUP(group12) = { UB(""), UB(""), BY_P(shift_psrlw), UB(""), BY_P(shift_psraw), UB(""), BY_P(shift_psllw), UB("") };
GROUP(group13) = { UB(""), UB(""), BY_P(shift_psrld), UB(""), BY_P(shift_psrad), UB(""), BY_P(shift_pslld), UB("") };
GROUP(group14) = { UB(""), UB(""), BY_P(shift_psrlq), BY_P(shift_psrldq), UB(""), UB(""), BY_P(shift_psllq), BY_P(shift_pslldq) };
MM_XMM(74, "pcmpeqb");
MM_XMM(75, "pcmpeqw");
MM_XMM(76, "pcmpeqd");
#define EMMS_REFUSED U("", IMM_NONE, 0, "")
BY_PREFIX(sse_77, FORM("emms", "", "", SBE_NATIVE, IMM_NONE, 0, SINCE_P6, UNIT_MMX), EMMS_REFUSED, EMMS_REFUSED, EMMS_REFUSED);
BY_PREFIX(sse_78, U("vmread", IMM_NONE, MODRM, "VMX"), U("extrq", IMM_W, MODRM, "SSE4a"), NONE, U("insertq", IMM_W, MODRM, "SSE4a"));
BY_PREFIX(sse_79, U("vmwrite", IMM_NONE, MODRM, "VMX"), U("extrq", IMM_NONE, MODRM, "SSE4a"), NONE, U("insertq", IMM_NONE, MODRM, "SSE4a"));
BY_PREFIX(sse_7C, NONE, SSE3("haddpd"), NONE, SSE3("haddps"));
BY_PREFIX(sse_7D, NONE, SSE3("hsubpd"), NONE, SSE3("hsubps"));
BY_PREFIX(sse_7E, M("movd"), X("movd"), X("movq"), NONE);
BY_PREFIX(sse_7F, M("movq"), X("movdqa"), X("movdqu"), NONE);
BY_PREFIX(sse_C2, XB("cmpps"), XB("cmppd"), XB("cmpss"), XB("cmpsd"));
BY_PREFIX(sse_C3, NS("movnti", IMM_NONE, MODRM | MEMORY, SINCE_P6), NONE, NONE, NONE);
BY_PREFIX(sse_C4, M_("pinsrw", IMM_B, 0), XB("pinsrw"), UB(""), UB(""));
BY_PREFIX(sse_C5, M_("pextrw", IMM_B, REGISTER), X_("pextrw", IMM_B, REGISTER), UB(""), UB(""));
BY_PREFIX(sse_C6, XB("shufps"), XB("shufpd"), UB(""), UB(""));
BY_PREFIX(sse_D0, NONE, SSE3("addsubpd"), NONE, SSE3("addsubps"));
MM_XMM(D1, "psrlw");
MM_XMM(D2, "psrld");
MM_XMM(D3, "psrlq");
MM_XMM(D4, "paddq");
MM_XMM(D5, "pmullw");
BY_PREFIX(sse_D6, NONE, X("movq"), XR("movq2dq"), XR("movdq2q"));
BY_PREFIX(sse_D7, M_("pmovmskb", IMM_NONE, REGISTER), XR("pmovmskb"), NONE, NONE);
MM_XMM(D8, "psubusb");
MM_XMM(D9, "psubusw");
MM_XMM(DA, "pminub");
MM_XMM(DB, "pand");
MM_XMM(DC, "paddusb");
MM_XMM(DD, "paddusw");
MM_XMM(DE, "pmaxub");
MM_XMM(DF, "pandn");
MM_XMM(E0, "pavgb");
MM_XMM(E1, "psraw");
MM_XMM(E2, "psrad");
MM_XMM(E3, "pavgw");
MM_XMM(E4, "pmulhuw");
MM_XMM(E5, "pmulhw");
BY_PREFIX(sse_E6, NONE, X("cvttpd2dq"), X("cvtdq2pd"), X("cvtpd2dq"));
BY_PREFIX(sse_E7, M_("movntq", IMM_NONE, MEMORY), XM("movntdq"), NONE, NONE);
MM_XMM(E8, "psubsb");
MM_XMM(E9, "psubsw");
MM_XMM(EA, "pminsw");
MM_XMM(EB, "por");
MM_XMM(EC, "paddsb");
MM_XMM(ED, "paddsw");
MM_XMM(EE, "pmaxsw");
MM_XMM(EF, "pxor");
BY_PREFIX(sse_F0, NONE, NONE, NONE, SSE3("lddqu"));
MM_XMM(F1, "psllw");
MM_XMM(F2, "pslld");
MM_XMM(F3, "psllq");
MM_XMM(F4, "pmuludq");
MM_XMM(F5, "pmaddwd");
MM_XMM(F6, "psadbw");
BY_PREFIX(sse_F7, M_("maskmovq", IMM_NONE, REGISTER | MASK_AT_DI), X_("maskmovdqu", IMM_NONE, REGISTER | MASK_AT_DI), NONE, NONE);
MM_XMM(F8, "psubb");
MM_XMM(F9, "psubw");
MM_XMM(FA, "psubd");
MM_XMM(FB, "psubq");
MM_XMM(FC, "paddb");
MM_XMM(FD, "paddw");
MM_XMM(FE, "paddd");

// 0F B8: JMPE on Itanium, POPCNT with F3. 0F BC and BD become TZCNT and LZCNT with F3: refused by the general rule, and interpreted as BSF and BSR.
BY_PREFIX(popcnt, U("", IMM_NONE, MODRM, ""), U("", IMM_NONE, MODRM, ""), U("popcnt", IMM_NONE, MODRM, "SSE4.2"), U("", IMM_NONE, MODRM, ""));

// The six forms of the eight arithmetic opcodes. Plain integer code: the same on all silicon in compatibility mode.
#define ALU(name, lock) \
  N(name, IMM_NONE, MODRM | lock), N(name, IMM_NONE, MODRM | lock), N(name, IMM_NONE, MODRM), N(name, IMM_NONE, MODRM), N(name, IMM_B, 0), N(name, IMM_Z, 0)
#define EIGHT(row) row, row, row, row, row, row, row, row
#define FOUR(row) row, row, row, row
#define PUSH_SEGMENT V("push", IMM_NONE, 0, SBE_SEGMENT, SELECTOR_SHOWN)
#define POP_SEGMENT V("pop", IMM_NONE, 0, SBE_SEGMENT, SELECTOR_LOADED)
#define JCC(name) B(name, IMM_REL_B, SBE_BRANCH_DIRECT, REP_HARMLESS)
#define JCC_Z(name) B(name, IMM_REL_Z, SBE_BRANCH_DIRECT, REP_HARMLESS)
#define PORT(name, imm) V(name, imm, 0, SBE_PORT, "")
#define SYSTEM_CALL(name, note) FORM(name, "", note, SBE_SYSCALL, IMM_NONE, 0, SINCE_NEVER, UNIT_NONE)
#define U0(note) U("", IMM_NONE, 0, note)
#define SSE(op) BY(ROW_BY_PREFIX, sse_##op)

const struct opcode opcode_map[2][256] = {
  {
    // 00-3F. DAA, DAS, AAA and AAS exist outside 64-bit mode.
    ALU("add", LOCKABLE), PUSH_SEGMENT, POP_SEGMENT,
    ALU("or", LOCKABLE), PUSH_SEGMENT, {.text = "\0\0", .kind = ROW_ESCAPE},
    ALU("adc", LOCKABLE), PUSH_SEGMENT, POP_SEGMENT,
    ALU("sbb", LOCKABLE), PUSH_SEGMENT, POP_SEGMENT,
    ALU("and", LOCKABLE), PREFIX, N("daa", IMM_NONE, 0),
    ALU("sub", LOCKABLE), PREFIX, N("das", IMM_NONE, 0),
    ALU("xor", LOCKABLE), PREFIX, N("aaa", IMM_NONE, 0),
    ALU("cmp", 0), PREFIX, N("aas", IMM_NONE, 0),
    // 40-5F: REX prefixes in 64-bit mode only.
    EIGHT(N("inc", IMM_NONE, 0)), EIGHT(N("dec", IMM_NONE, 0)), EIGHT(N("push", IMM_NONE, 0)), EIGHT(N("pop", IMM_NONE, 0)),
    // 60-6F. BOUND faults (#BR) with the state unchanged and is then interpreted; with mod = 3 its byte is the EVEX prefix. ARPL is an instruction
    // natively even where the guest, in real or V86 mode, must see #UD: never native.
    N2("pusha", "pushad", IMM_NONE, 0), N2("popa", "popad", IMM_NONE, 0), N("bound", IMM_NONE, MODRM | MEMORY),
    V("arpl", IMM_NONE, MODRM, SBE_TABLES, "#UD in real and V86 mode, which the native segment knows nothing of"),
    PREFIX, PREFIX, PREFIX, PREFIX,
    N("push", IMM_Z, 0), N("imul", IMM_Z, MODRM), N("push", IMM_BS, 0), N("imul", IMM_BS, MODRM),
    V("insb", IMM_NONE, REPEATS | DESTINATION, SBE_PORT, ""), V2("insw", "insd", IMM_NONE, REPEATS | DESTINATION, SBE_PORT, ""),
    V("outsb", IMM_NONE, REPEATS | SOURCE, SBE_PORT, ""), V2("outsw", "outsd", IMM_NONE, REPEATS | SOURCE, SBE_PORT, ""),
    // 70-7F. 2E and 3E are branch hints, F2 is BND. With operand size 16 in 32-bit code both vendors cut EIP to 16 bits (only 64-bit mode differs).
    JCC("jo"), JCC("jno"), JCC("jb"), JCC("jae"), JCC("je"), JCC("jne"), JCC("jbe"), JCC("ja"),
    JCC("js"), JCC("jns"), JCC("jp"), JCC("jnp"), JCC("jl"), JCC("jge"), JCC("jle"), JCC("jg"),
    // 80-8F
    BY(ROW_BY_REG, group1_b), BY(ROW_BY_REG, group1_z), BY(ROW_BY_REG, group1_b), BY(ROW_BY_REG, group1_bs),
    N("test", IMM_NONE, MODRM), N("test", IMM_NONE, MODRM), N("xchg", IMM_NONE, MODRM | LOCKABLE), N("xchg", IMM_NONE, MODRM | LOCKABLE),
    FOUR(N("mov", IMM_NONE, MODRM)),
    BY(ROW_BY_REG, store_segment), N("lea", IMM_NONE, MODRM | MEMORY | NO_ACCESS), BY(ROW_BY_REG, load_segment), BY(ROW_BY_REG, group1a),
    // 90-9F. F3 90 is PAUSE since the Pentium 4, a no-operation before: no state differs.
    N("nop", IMM_NONE, REP_HARMLESS), N("xchg", IMM_NONE, 0), N("xchg", IMM_NONE, 0), N("xchg", IMM_NONE, 0),
    FOUR(N("xchg", IMM_NONE, 0)),
    N2("cbw", "cwde", IMM_NONE, 0), N2("cwd", "cdq", IMM_NONE, 0), V("callf", IMM_FAR, 0, SBE_FAR, ""),
    FORM("wait", "", "", SBE_NATIVE, IMM_NONE, 0, SINCE_386, UNIT_WAIT),
    V2("pushf", "pushfd", IMM_NONE, 0, SBE_FLAGS, "would push the host's IF, IOPL and NT"),
    V2("popf", "popfd", IMM_NONE, 0, SBE_FLAGS, "ring 3 keeps IF and IOPL without a fault"), N("sahf", IMM_NONE, 0), N("lahf", IMM_NONE, 0),
    // A0-AF. Stores by string instructions go to ES, which no prefix moves. F2 with MOVS, STOS and LODS is left to the interpreter.
    FOUR(N("mov", IMM_MOFFS, 0)),
    N("movsb", IMM_NONE, REPEATS | SOURCE), N2("movsw", "movsd", IMM_NONE, REPEATS | SOURCE),
    N("cmpsb", IMM_NONE, REPEATS | SOURCE), N2("cmpsw", "cmpsd", IMM_NONE, REPEATS | SOURCE),
    N("test", IMM_B, 0), N("test", IMM_Z, 0),
    N("stosb", IMM_NONE, REPEATS | DESTINATION), N2("stosw", "stosd", IMM_NONE, REPEATS | DESTINATION),
    N("lodsb", IMM_NONE, REPEATS | SOURCE), N2("lodsw", "lodsd", IMM_NONE, REPEATS | SOURCE),
    N("scasb", IMM_NONE, REPEATS | DESTINATION), N2("scasw", "scasd", IMM_NONE, REPEATS | DESTINATION),
    // B0-BF
    EIGHT(N("mov", IMM_B, 0)), EIGHT(N("mov", IMM_Z, 0)),
    // C0-CF. C4 and C5 with mod = 3 are the VEX prefixes. F3 C3 is an old AMD idiom, F2 is BND. LEAVE and ENTER work by SS.B, as the guest's do.
    BY(ROW_BY_REG, group2_b), BY(ROW_BY_REG, group2_b), B("ret", IMM_W, SBE_BRANCH_COMPUTED, REP_HARMLESS), B("ret", IMM_NONE, SBE_BRANCH_COMPUTED, REP_HARMLESS),
    V("les", IMM_NONE, MODRM | MEMORY, SBE_SEGMENT, SELECTOR_LOADED), V("lds", IMM_NONE, MODRM | MEMORY, SBE_SEGMENT, SELECTOR_LOADED),
    BY(ROW_BY_REG, group11_b), BY(ROW_BY_REG, group11_z),
    N("enter", IMM_ENTER, 0), N("leave", IMM_NONE, 0), V("retf", IMM_W, 0, SBE_FAR, ""), V("retf", IMM_NONE, 0, SBE_FAR, ""),
    V("int3", IMM_NONE, 0, SBE_INTERRUPT, ""), V("int", IMM_B, 0, SBE_INTERRUPT, "reaches the host kernel where the host's gate allows it (int 0x80)"),
    V("into", IMM_NONE, 0, SBE_INTERRUPT, ""), V2("iret", "iretd", IMM_NONE, 0, SBE_FLAGS, ""),
    // D0-DF. AAM 0 is #DE, then interpreted. SALC (D6) exists outside 64-bit mode on both vendors; D5 is REX2 in 64-bit mode only.
    FOUR(BY(ROW_BY_REG, group2)), N("aam", IMM_B, 0), N("aad", IMM_B, 0), N("salc", IMM_NONE, 0), N("xlat", IMM_NONE, SOURCE | TABLE_IN_BX),
    BY(ROW_BY_MOD, x87_D8), BY(ROW_BY_MOD, x87_D9), BY(ROW_BY_MOD, x87_DA), BY(ROW_BY_MOD, x87_DB),
    BY(ROW_BY_MOD, x87_DC), BY(ROW_BY_MOD, x87_DD), BY(ROW_BY_MOD, x87_DE), BY(ROW_BY_MOD, x87_DF),
    // E0-EF. LOOP and JCXZ count in CX or ECX by address size, outside 64-bit mode the same on both vendors.
    B("loopne", IMM_REL_B, SBE_BRANCH_DIRECT, 0), B("loope", IMM_REL_B, SBE_BRANCH_DIRECT, 0), B("loop", IMM_REL_B, SBE_BRANCH_DIRECT, 0),
    FORM("jcxz", "jecxz", "", SBE_BRANCH_DIRECT, IMM_REL_B, ADDRESS_NAME, SINCE_386, UNIT_NONE),
    PORT("in", IMM_B), PORT("in", IMM_B), PORT("out", IMM_B), PORT("out", IMM_B),
    B("call", IMM_REL_Z, SBE_BRANCH_DIRECT, REP_HARMLESS), B("jmp", IMM_REL_Z, SBE_BRANCH_DIRECT, REP_HARMLESS), V("jmpf", IMM_FAR, 0, SBE_FAR, ""),
    B("jmp", IMM_REL_B, SBE_BRANCH_DIRECT, REP_HARMLESS),
    PORT("in", IMM_NONE), PORT("in", IMM_NONE), PORT("out", IMM_NONE), PORT("out", IMM_NONE),
    // F0-FF
    PREFIX, V("icebp", IMM_NONE, 0, SBE_INTERRUPT, "raises #DB whatever the gate's DPL"), PREFIX, PREFIX,
    V("hlt", IMM_NONE, 0, SBE_HALT, ""), N("cmc", IMM_NONE, 0), BY(ROW_BY_REG, group3_b), BY(ROW_BY_REG, group3_z),
    N("clc", IMM_NONE, 0), N("stc", IMM_NONE, 0), V("cli", IMM_NONE, 0, SBE_FLAGS, ""), V("sti", IMM_NONE, 0, SBE_FLAGS, ""),
    N("cld", IMM_NONE, 0), N("std", IMM_NONE, 0), BY(ROW_BY_REG, group4), BY(ROW_BY_REG, group5),
  },
  {
    // 0F 00-0F. 0D is PREFETCHW, 0E and 0F are 3DNow!, 04 and 0A are nothing. 07 was LOADALL on a 386.
    BY(ROW_BY_REG, group6), BY(ROW_BY_MOD, group7), TABLE("lar", 0, "looks into the host's tables"), TABLE("lsl", 0, "looks into the host's tables"),
    U0(""), SYSTEM_CALL("syscall", "reaches the host kernel"), V("clts", IMM_NONE, 0, SBE_CONTROL, ""), SYSTEM_CALL("sysret", ""),
    VS("invd", IMM_NONE, 0, SBE_CONTROL, SINCE_486, ""), VS("wbinvd", IMM_NONE, 0, SBE_CONTROL, SINCE_486, ""), U0(""), U("ud2", IMM_NONE, 0, "undefined by definition"),
    U0(""), U("prefetchw", IMM_NONE, MODRM, "a hint on later processors"), U("femms", IMM_NONE, 0, "3DNow!"), U("", IMM_B, MODRM, "3DNow!"),
    // 0F 10-1F
    SSE(10), SSE(11), SSE(12), SSE(13), SSE(14), SSE(15), SSE(16), SSE(17),
    BY(ROW_BY_MOD, group16), HINT("nop"), HINT_REFUSED("MPX"), HINT_REFUSED("MPX"), HINT_REFUSED("cldemote"), HINT("nop"), BY(ROW_BY_PREFIX, hint_1E), HINT("nop"),
    // 0F 20-2F
    BY(ROW_BY_REG, mov_cr), VS("mov", IMM_NONE, MODRM | MOD_IGNORED, SBE_CONTROL, SINCE_386, ""),
    BY(ROW_BY_REG, mov_cr), VS("mov", IMM_NONE, MODRM | MOD_IGNORED, SBE_CONTROL, SINCE_386, ""),
    BY(ROW_BY_REG, mov_tr), U0(""), BY(ROW_BY_REG, mov_tr), U0(""),
    SSE(28), SSE(29), SSE(2A), SSE(2B), SSE(2C), SSE(2D), SSE(2E), SSE(2F),
    // 0F 30-3F. 37 is GETSEC, 3F an entry into another instruction set on VIA. 38 and 3A lead to maps that begin with SSSE3.
    VS("wrmsr", IMM_NONE, 0, SBE_IDENTITY, SINCE_PENTIUM, ""), VS("rdtsc", IMM_NONE, 0, SBE_IDENTITY, SINCE_PENTIUM, "runs natively with the host's counter"),
    VS("rdmsr", IMM_NONE, 0, SBE_IDENTITY, SINCE_PENTIUM, ""), VS("rdpmc", IMM_NONE, 0, SBE_IDENTITY, SINCE_P6, ""),
    SYSTEM_CALL("sysenter", "reaches the host kernel"), SYSTEM_CALL("sysexit", ""), U0(""), U("getsec", IMM_NONE, 0, "SMX"),
    UM(""), U0(""), UB(""), U0(""), U0(""), U0(""), U0(""), U0(""),
    // 0F 40-4F
    NS("cmovo", IMM_NONE, MODRM, SINCE_P6), NS("cmovno", IMM_NONE, MODRM, SINCE_P6), NS("cmovb", IMM_NONE, MODRM, SINCE_P6), NS("cmovae", IMM_NONE, MODRM, SINCE_P6),
    NS("cmove", IMM_NONE, MODRM, SINCE_P6), NS("cmovne", IMM_NONE, MODRM, SINCE_P6), NS("cmovbe", IMM_NONE, MODRM, SINCE_P6), NS("cmova", IMM_NONE, MODRM, SINCE_P6),
    NS("cmovs", IMM_NONE, MODRM, SINCE_P6), NS("cmovns", IMM_NONE, MODRM, SINCE_P6), NS("cmovp", IMM_NONE, MODRM, SINCE_P6), NS("cmovnp", IMM_NONE, MODRM, SINCE_P6),
    NS("cmovl", IMM_NONE, MODRM, SINCE_P6), NS("cmovge", IMM_NONE, MODRM, SINCE_P6), NS("cmovle", IMM_NONE, MODRM, SINCE_P6), NS("cmovg", IMM_NONE, MODRM, SINCE_P6),
    // 0F 50-7F
    SSE(50), SSE(51), SSE(52), SSE(53), SSE(54), SSE(55), SSE(56), SSE(57), SSE(58), SSE(59), SSE(5A), SSE(5B), SSE(5C), SSE(5D), SSE(5E), SSE(5F),
    SSE(60), SSE(61), SSE(62), SSE(63), SSE(64), SSE(65), SSE(66), SSE(67), SSE(68), SSE(69), SSE(6A), SSE(6B), SSE(6C), SSE(6D), SSE(6E), SSE(6F),
    SSE(70), BY(ROW_BY_REG, group12), BY(ROW_BY_REG, group13), BY(ROW_BY_REG, group14), SSE(74), SSE(75), SSE(76), {.group = sse_77, .kind = ROW_BY_PREFIX},
    SSE(78), SSE(79), UM(""), UM(""), SSE(7C), SSE(7D), SSE(7E), SSE(7F),
    // 0F 80-8F
    JCC_Z("jo"), JCC_Z("jno"), JCC_Z("jb"), JCC_Z("jae"), JCC_Z("je"), JCC_Z("jne"), JCC_Z("jbe"), JCC_Z("ja"),
    JCC_Z("js"), JCC_Z("jns"), JCC_Z("jp"), JCC_Z("jnp"), JCC_Z("jl"), JCC_Z("jge"), JCC_Z("jle"), JCC_Z("jg"),
    // 0F 90-9F
    N("seto", IMM_NONE, MODRM), N("setno", IMM_NONE, MODRM), N("setb", IMM_NONE, MODRM), N("setae", IMM_NONE, MODRM),
    N("sete", IMM_NONE, MODRM), N("setne", IMM_NONE, MODRM), N("setbe", IMM_NONE, MODRM), N("seta", IMM_NONE, MODRM),
    N("sets", IMM_NONE, MODRM), N("setns", IMM_NONE, MODRM), N("setp", IMM_NONE, MODRM), N("setnp", IMM_NONE, MODRM),
    N("setl", IMM_NONE, MODRM), N("setge", IMM_NONE, MODRM), N("setle", IMM_NONE, MODRM), N("setg", IMM_NONE, MODRM),
    // 0F A0-AF. A6 and A7 were XBTS and IBTS, then CMPXCHG on the first 486, and are VIA's PadLock.
    PUSH_SEGMENT, POP_SEGMENT, VS("cpuid", IMM_NONE, 0, SBE_IDENTITY, SINCE_486, ""), N("bt", IMM_NONE, MODRM | LOCKABLE_386),
    N("shld", IMM_B, MODRM), N("shld", IMM_NONE, MODRM), U("", IMM_NONE, MODRM, "PadLock on VIA"), U("", IMM_NONE, MODRM, "PadLock on VIA"),
    PUSH_SEGMENT, POP_SEGMENT, SYSTEM_CALL("rsm", "undefined outside system management mode"), N("bts", IMM_NONE, MODRM | LOCKABLE),
    N("shrd", IMM_B, MODRM), N("shrd", IMM_NONE, MODRM), BY(ROW_BY_PREFIX, group15), N("imul", IMM_NONE, MODRM),
    // 0F B0-BF
    NS("cmpxchg", IMM_NONE, MODRM | LOCKABLE, SINCE_486), NS("cmpxchg", IMM_NONE, MODRM | LOCKABLE, SINCE_486),
    V("lss", IMM_NONE, MODRM | MEMORY, SBE_SEGMENT, SELECTOR_LOADED), N("btr", IMM_NONE, MODRM | LOCKABLE),
    V("lfs", IMM_NONE, MODRM | MEMORY, SBE_SEGMENT, SELECTOR_LOADED), V("lgs", IMM_NONE, MODRM | MEMORY, SBE_SEGMENT, SELECTOR_LOADED),
    N("movzx", IMM_NONE, MODRM), N("movzx", IMM_NONE, MODRM),
    BY(ROW_BY_PREFIX, popcnt), U("ud1", IMM_NONE, MODRM, "undefined by definition"), BY(ROW_BY_REG, group8), N("btc", IMM_NONE, MODRM | LOCKABLE),
    N("bsf", IMM_NONE, MODRM), N("bsr", IMM_NONE, MODRM), N("movsx", IMM_NONE, MODRM), N("movsx", IMM_NONE, MODRM),
    // 0F C0-CF. BSWAP of a 16-bit register is undefined by the manual: left to the interpreter, so that there is one answer.
    NS("xadd", IMM_NONE, MODRM | LOCKABLE, SINCE_486), NS("xadd", IMM_NONE, MODRM | LOCKABLE, SINCE_486), SSE(C2), SSE(C3), SSE(C4), SSE(C5), SSE(C6), BY(ROW_BY_REG, group9),
    EIGHT(NS("bswap", IMM_NONE, NO_66, SINCE_486)),
    // 0F D0-FF
    SSE(D0), SSE(D1), SSE(D2), SSE(D3), SSE(D4), SSE(D5), SSE(D6), SSE(D7), SSE(D8), SSE(D9), SSE(DA), SSE(DB), SSE(DC), SSE(DD), SSE(DE), SSE(DF),
    SSE(E0), SSE(E1), SSE(E2), SSE(E3), SSE(E4), SSE(E5), SSE(E6), SSE(E7), SSE(E8), SSE(E9), SSE(EA), SSE(EB), SSE(EC), SSE(ED), SSE(EE), SSE(EF),
    SSE(F0), SSE(F1), SSE(F2), SSE(F3), SSE(F4), SSE(F5), SSE(F6), SSE(F7), SSE(F8), SSE(F9), SSE(FA), SSE(FB), SSE(FC), SSE(FD), SSE(FE),
    U("ud0", IMM_NONE, MODRM, "undefined by definition"),
  },
};

// clang-format on
