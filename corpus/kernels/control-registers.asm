; CR0, CR2, CR3 and CR4: which bits can be set, LMSW and SMSW and CLTS, and the combinations that are #GP.
%include "boot.inc"
%include "real.inc"
%include "protected.inc"

main:
    call catch_real
    mov eax, cr0
    and eax, 0x9ffeffe0 ; CD and NW are the BIOS's
    show "cr0 at the start", eax
    ; LMSW sets PE but never clears it; CLTS clears TS alone
    mov ax, 0x000e
    lmsw ax
    smsw ax
    and ax, 0xffef
    showw "lmsw 14", ax
    clts
    smsw ax
    and ax, 0xffef
    showw "clts", ax
    xor ax, ax
    lmsw ax
    smsw ax
    and ax, 0xffef
    showw "lmsw 0", ax
    mov eax, 0x12345678
    mov cr2, eax
    mov eax, 0
    mov eax, cr2
    show "cr2", eax
    mov eax, 0x00123000
    mov cr3, eax
    mov eax, cr3
    show "cr3", eax
    protected
    mov eax, cr0
    and eax, ~0xe0000010
    push eax
    xor ax, ax
    lmsw ax ; stays protected
    mov eax, cr0
    and eax, 1
    show "pe after lmsw 0", eax
    pop eax
    mov eax, cr4
    show "cr4", eax
    mov eax, 0x8c ; PGE, DE, TSD
    mov cr4, eax
    mov eax, cr4
    show "cr4 set", eax
    ; TSD: rdtsc is ring 0's
    catch "rdtsc in ring 3"
    goto_ring 3, .tsc
.tsc:
    rdtsc
    caught
    catch "rdtsc in ring 0"
    rdtsc
    caught
    catch "rdtsc in v86"
    goto_v86 .tsc86
bits 16
.tsc86:
    rdtsc
bits 32
    caught
    xor eax, eax
    mov cr4, eax
    catch "rdtsc in ring 3, tsd clear"
    goto_ring 3, .tsc_clear
.tsc_clear:
    rdtsc
    int DONE
    caught
    ; PCE, and a counter
    catch "rdpmc in ring 3"
    goto_ring 3, .pmc
.pmc:
    xor ecx, ecx
    rdpmc
    caught
    catch "cr1"
    db 0x0f, 0x20, 0xc8
    caught
    catch "cr5"
    db 0x0f, 0x20, 0xe8
    caught
    catch "cr7"
    db 0x0f, 0x22, 0xf8
    caught
    catch "reserved bit of cr4"
    mov eax, 0x80000000
    mov cr4, eax
    caught
    catch "not write-through without cache disable"
    mov eax, cr0
    and eax, ~0x40000000
    or eax, 0x20000000
    mov cr0, eax
    caught
    catch "paging without protection"
    mov eax, 0x80000010
    mov cr0, eax
    caught
    finish
