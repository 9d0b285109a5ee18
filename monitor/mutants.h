// Seeded bugs: one can be switched on at run time in the build with PLEX86_MUTANTS, to prove that the harness finds it. Each is a
// mistake that somebody writing this monitor could make. conformance/mutants/ runs them; `npm run mutants` reports which survive.
#ifndef PLEX86_MUTANTS_H
#define PLEX86_MUTANTS_H

// clang-format off
#define MUTANT_LIST(X) \
  /* --- the table of what is virtualised --- */ \
  X(MUTANT_PUSHF_NATIVE, "pushf is taken for harmless") \
  X(MUTANT_POPF_NATIVE, "popf is taken for harmless") \
  X(MUTANT_SMSW_NATIVE, "smsw is taken for harmless") \
  X(MUTANT_SLDT_NATIVE, "sldt is taken for harmless") \
  X(MUTANT_STR_NATIVE, "str is taken for harmless") \
  X(MUTANT_SGDT_NATIVE, "sgdt is taken for harmless") \
  X(MUTANT_LAR_NATIVE, "lar is taken for harmless") \
  X(MUTANT_VERW_NATIVE, "verr and verw are taken for harmless") \
  X(MUTANT_CPUID_NATIVE, "cpuid is taken for harmless") \
  X(MUTANT_DECODED_STALE, "an instruction that was decoded once is believed whatever stands there now") \
  X(MUTANT_RDTSC_NATIVE, "rdtsc is taken for harmless") \
  X(MUTANT_MOV_FROM_SREG_NATIVE, "mov r/m, sreg is taken for harmless") \
  X(MUTANT_PUSH_SREG_NATIVE, "push sreg is taken for harmless") \
  X(MUTANT_CS_OPERAND_NATIVE, "a cs-overridden operand is taken for harmless") \
  X(MUTANT_TZCNT_NATIVE, "F3 bsf runs as tzcnt") \
  X(MUTANT_FXSAVE_NATIVE, "fxsave is taken for harmless") \
  X(MUTANT_FNSTENV_NATIVE, "fnstenv is taken for harmless") \
  X(MUTANT_MOVBE_NATIVE, "0F 38 opcodes are taken for harmless") \
  X(MUTANT_POPCNT_NATIVE, "F3 0F B8 is taken for harmless") \
  X(MUTANT_FPU_TS_IGNORED, "CR0.TS does not keep x87 from running natively") \
  X(MUTANT_SSE_OSFXSR_IGNORED, "CR4.OSFXSR clear does not make SSE undefined") \
  X(MUTANT_MODEL_IGNORED, "a 386 or 486 runs what only later processors have") \
  /* --- decoder --- */ \
  X(MUTANT_DECODE_67_IGNORED, "the address-size prefix is ignored for displacements") \
  X(MUTANT_DECODE_66_IMMEDIATE, "the operand-size prefix does not change the immediate") \
  X(MUTANT_DECODE_SIB_NO_BASE, "a SIB byte with base 5 and mod 0 has no displacement") \
  X(MUTANT_DECODE_BP_SEGMENT, "BP-based operands default to DS") \
  X(MUTANT_DECODE_GROUP3_IMMEDIATE, "not and neg have an immediate as test has") \
  X(MUTANT_DECODE_LENGTH_15, "an instruction of 15 bytes is taken to be too long") \
  X(MUTANT_DECODE_DISP8_UNSIGNED, "an 8-bit displacement is not sign-extended") \
  /* --- scanned, attribute and original pages --- */ \
  X(MUTANT_STALE_OWN_PAGE, "a store to the page being executed discards nothing") \
  X(MUTANT_STALE_INTERPRETED, "a store that the monitor carries out discards nothing") \
  X(MUTANT_STALE_LAST_BYTE, "a store to the last byte of an instruction discards nothing") \
  X(MUTANT_STALE_FIRST_BYTE, "a store that starts before a scanned instruction and ends in it discards nothing") \
  X(MUTANT_STALE_SECOND_PAGE, "a store over a page boundary discards only in the first page") \
  X(MUTANT_STALE_ALIAS, "only one mapping of a code page is write-protected") \
  X(MUTANT_STALE_EVICTED, "an evicted scanned page stays mapped in the code view") \
  X(MUTANT_STALE_CODE_SIZE, "16- and 32-bit code share scanned pages") \
  X(MUTANT_STALE_FPU_STATE, "the FPU's trap state is not part of a scanned page's key") \
  X(MUTANT_CROSSING_COPIED, "an instruction over a page boundary is copied, without its second part") \
  X(MUTANT_CROSSING_LOST_BYTE, "an instruction that ends exactly at the page's end is taken to cross it and loses a byte") \
  X(MUTANT_EXPECTED_FORGOTTEN, "that a branch lands on a byte is forgotten when the byte is overwritten") \
  X(MUTANT_SCAN_LOST_IMMEDIATE, "the last byte of an instruction is not copied") \
  X(MUTANT_OVERLAP_IGNORED, "a branch into a scanned instruction executes its operand bytes") \
  X(MUTANT_OVERLAP_OUTER_KEPT, "the inner stream overwrites the outer instruction's tail") \
  X(MUTANT_STOP_IGNORED, "a stop address in a scanned stream is not a trap site") \
  X(MUTANT_STRICT_RET, "strict mode lets near returns run unchecked") \
  X(MUTANT_STRICT_PAGE, "strict mode lets branches to other pages run unchecked") \
  X(MUTANT_REL16_MASK, "a 16-bit relative branch does not wrap at 64 KiB in the scanner") \
  /* --- views and segments --- */ \
  X(MUTANT_LIMIT_PLUS_ONE, "a native data segment's limit is one byte too high") \
  X(MUTANT_LIMIT_MINUS_ONE, "a native data segment's limit is one byte too low") \
  X(MUTANT_LIMIT_NOT_CUT, "data segments are not cut at the end of RAM") \
  X(MUTANT_EXPAND_DOWN_PLAIN, "expand-down segments are loaded as expand-up") \
  X(MUTANT_READ_ONLY_WRITABLE, "read-only data segments are loaded writable") \
  X(MUTANT_STALE_DESCRIPTOR, "the native descriptor is not renewed when a segment's limit changes") \
  X(MUTANT_NULL_SEGMENT_USABLE, "a null segment is loaded as a flat one") \
  X(MUTANT_STACK_BIG, "SS is loaded with B set") \
  X(MUTANT_DF_LOST, "the direction flag does not survive an exit") \
  X(MUTANT_AF_LOST, "AF does not survive an exit") \
  X(MUTANT_FX_STALE, "the interpreter's changes to the FPU do not reach the processor") \
  X(MUTANT_A20_IGNORED, "the physical address mask is not applied to the data view") \
  /* --- interpreter --- */ \
  X(MUTANT_ADC_CARRY, "adc with carry in and all ones loses the carry out") \
  X(MUTANT_SHIFT_COUNT_MASK, "shift counts are not masked to 5 bits") \
  X(MUTANT_RCL_COUNT, "rcl of a byte does not take the count modulo 9") \
  X(MUTANT_IMUL_OVERFLOW, "imul leaves CF and OF clear") \
  X(MUTANT_DIV_OVERFLOW, "a quotient too large for its register raises nothing") \
  X(MUTANT_AAM_ZERO, "aam 0 raises nothing") \
  X(MUTANT_DAA_CARRY, "daa forgets the old carry") \
  X(MUTANT_BT_OFFSET, "bt with a register offset does not reach beyond its operand") \
  X(MUTANT_STRING_DF, "string instructions always count up") \
  X(MUTANT_REP_ECX16, "rep uses ECX where CX counts") \
  X(MUTANT_REP_RESTART, "a fault inside rep starts over with the first iteration") \
  X(MUTANT_CMPS_REPNE, "repne cmps stops at a difference") \
  X(MUTANT_PUSH_SP, "push esp stores the decremented value") \
  X(MUTANT_POP_ESP_BASE, "pop [esp+n] computes its address before the increment") \
  X(MUTANT_ENTER_LEVEL, "enter copies one frame pointer too few") \
  X(MUTANT_PUSHA_ORDER, "pusha stores the changed ESP") \
  X(MUTANT_LEAVE_16, "leave uses SP in a 32-bit stack segment") \
  X(MUTANT_XADD_ORDER, "xadd r, r with the same register keeps the old value") \
  X(MUTANT_CMPXCHG_ZF, "cmpxchg does not load the accumulator") \
  X(MUTANT_BSF_ZERO, "bsf of zero leaves ZF clear") \
  X(MUTANT_LOOP_ADDRESS_SIZE, "loop counts with the operand size") \
  X(MUTANT_FAULT_KEEPS_REGISTERS, "registers changed before a fault stay changed") \
  X(MUTANT_WRITE_SPLIT, "a store over a segment's end writes its first part") \
  X(MUTANT_POPF_IOPL, "popf at CPL 3 changes IOPL") \
  X(MUTANT_POPF_IF, "popf at CPL above IOPL changes IF") \
  X(MUTANT_CLI_IOPL, "cli does not look at IOPL") \
  X(MUTANT_STI_SHADOW, "sti has no interrupt shadow") \
  X(MUTANT_MOVSS_SHADOW, "mov ss has no shadow") \
  X(MUTANT_TF_LATE, "the single-step trap comes one instruction late") \
  /* --- exceptions, gates, tasks --- */ \
  X(MUTANT_RF_NOT_PUSHED, "a fault's pushed EFLAGS lack RF") \
  X(MUTANT_ERROR_CODE_EXT, "error codes during delivery lack EXT") \
  X(MUTANT_ERROR_CODE_IDT, "the error code of int n lacks the IDT bit") \
  X(MUTANT_DOUBLE_FAULT, "a contributory fault during a contributory fault is delivered by itself") \
  X(MUTANT_TRAP_GATE_IF, "a trap gate clears IF") \
  X(MUTANT_INTERRUPT_GATE_IF, "an interrupt gate keeps IF") \
  X(MUTANT_INT_N_DPL, "int n does not look at the gate's DPL") \
  X(MUTANT_STACK_SWITCH_SS, "a stack switch does not push the old SS") \
  X(MUTANT_CALL_GATE_PARAMETERS, "a call gate copies one parameter too few") \
  X(MUTANT_CONFORMING_CPL, "a far call to a conforming segment changes CPL") \
  X(MUTANT_RETF_RELEASE, "a far return to an outer ring releases the parameters only once") \
  X(MUTANT_RETF_NULL_DATA, "a far return to an outer ring keeps data segments that CPL may not use") \
  X(MUTANT_IRET_NT, "iret does not look at NT") \
  X(MUTANT_IRET_V86_SEGMENTS, "iret to V86 mode does not load the data segments") \
  X(MUTANT_TASK_BUSY, "a task switch by jmp leaves the old task busy") \
  X(MUTANT_TASK_LINK, "a task switch by call does not write the back link") \
  X(MUTANT_TASK_CR0_TS, "a task switch does not set CR0.TS") \
  X(MUTANT_ACCESSED_BIT, "loading a segment does not set the descriptor's accessed bit") \
  X(MUTANT_RPL_IGNORED, "loading a data segment does not look at RPL") \
  X(MUTANT_NOT_PRESENT_GP, "a segment that is not present raises #GP instead of #NP") \
  X(MUTANT_SS_NOT_PRESENT_NP, "a stack segment that is not present raises #NP instead of #SS") \
  X(MUTANT_GRANULARITY, "the limit of a page-granular segment lacks its low 12 bits") \
  X(MUTANT_LSL_TYPE, "lsl accepts call gates") \
  X(MUTANT_ARPL, "arpl raises an RPL that is already high enough") \
  X(MUTANT_IO_MAP, "the I/O permission map is not looked at") \
  X(MUTANT_V86_IOPL_INT, "int n in V86 mode does not look at IOPL") \
  X(MUTANT_ALIGNMENT_CHECK, "AC raises nothing") \
  X(MUTANT_PAGE_DIRTY, "a store does not set the dirty bit") \
  X(MUTANT_PAGE_WP, "CR0.WP does not keep ring 0 from read-only pages") \
  X(MUTANT_PAGE_USER, "CPL 3 may use supervisor pages") \
  X(MUTANT_PAGE_DIRECTORY, "the directory's entry of a small page does not get its accessed bit") \
  X(MUTANT_PAGE_SIZE, "the page size bit counts without CR4.PSE") \
  X(MUTANT_PAGE_CR2, "CR2 is the first byte of the page that faults") \
  X(MUTANT_PAGE_CR2_FIRST, "an access over two pages reports its first byte, whichever page faults") \
  X(MUTANT_PAGE_SYSTEM, "descriptors, gates and task states are read with the rights of CPL 3") \
  X(MUTANT_PAGE_FAULT_TWICE, "a page fault while a page fault is delivered is delivered by itself") \
  X(MUTANT_TLB_LARGE, "INVLPG drops one page of a 4 MiB page from the interpreter's translations") \
  X(MUTANT_TAIL_STALE, "a store to the second part of an instruction in two pages discards nothing") \
  X(MUTANT_TAIL_ELSEWHERE, "an instruction in two pages goes on in whatever stands behind its first part") \
  X(MUTANT_LENT_FS, "an instruction that uses FS runs natively while FS stands for GS") \
  X(MUTANT_LENT_EMPTY, "what stands for the lower part of GS has no offset inside") \
  X(MUTANT_TLB_CR3, "the interpreter keeps its translations over a load of CR3") \
  X(MUTANT_STALE_CR3, "a load of CR3 leaves the views as they are") \
  X(MUTANT_STALE_INVLPG, "invlpg leaves the data view as it is") \
  X(MUTANT_STALE_INVLPG_CODE, "invlpg leaves the code view as it is") \
  X(MUTANT_STALE_INVLPG_LARGE, "invlpg drops one page of a 4 MiB page from the views") \
  X(MUTANT_STALE_PSE, "CR4.PSE is switched and the views stay") \
  X(MUTANT_STALE_PGE, "CR4.PGE is switched and the views of global pages stay") \
  X(MUTANT_VIEW_READ_ONLY, "a read-only page is mapped writable in the data view") \
  X(MUTANT_USER_NOT_CUT, "data segments of CPL 3 reach the supervisor's part of the data view") \
  X(MUTANT_TABLE_NOT_WATCHED, "a mapping made where a scanned page stands is not noticed") \
  X(MUTANT_SUPERVISOR_STAYS, "supervisor pages stay in the data view of CPL 3") \
  X(MUTANT_GATE_STARTS, "an arrival at an instruction under the jump to a gate does not trap") \
  X(MUTANT_GATE_ALIAS, "a page with jumps to gates may stand at another address too") \
  X(MUTANT_GATE_USER, "jumps to gates stay in a page that CPL 3 executes") \
  X(MUTANT_AHEAD_CLEAN, "a clean page is writable where it is put before it is missed") \
  X(MUTANT_AHEAD_NOT_ACCESSED, "pages that were never accessed are put into the views before they are missed") \
  X(MUTANT_GATE_MAPPED, "a page of gates stays where data has come to be mapped") \
  X(MUTANT_FX_LIVE, "what the processor holds of x87 and SSE after a gate is not stored before it is interpreted") \
  X(MUTANT_DIRTY_NATIVE, "the first native store to a clean page does not set its dirty bit")
// clang-format on

enum mutant {
  MUTANT_NONE,
#define X(name, description) name,
  MUTANT_LIST(X)
#undef X
      MUTANTS,
};

#endif
