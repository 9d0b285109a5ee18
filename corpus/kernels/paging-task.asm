; Page faults handled by a task of its own, in an address space of its own: error code, CR2, what is saved, the way back, and task states on pages that
; are read-only, absent, or two.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

P equ 0x400000
Q equ 0x401000
OTHER_DIRECTORY equ 0x13000
OTHER_TABLE equ 0x14000

main:
    protected
    paging_on
    mov dword [DIRECTORY + 4], TABLE2 + 7
    mov dword [TABLE2], PAGE + 7
    ; the handler's space has another page at P, and Q only there
    mov esi, DIRECTORY
    mov edi, OTHER_DIRECTORY
    mov ecx, 1024
    rep movsd
    mov edi, OTHER_TABLE
    mov ecx, 1024
    xor eax, eax
    rep stosd
    mov dword [OTHER_DIRECTORY + 4], OTHER_TABLE + 3
    mov dword [OTHER_TABLE], PAGE + 0x1003
    mov dword [OTHER_TABLE + 4], PAGE + 0x2003
    reload
    mov dword [PAGE], 0x11111111
    mov dword [PAGE + 0x1000], 0x22222222
    mov dword [PAGE + 0x2000], 0x33333333
    mov edi, TSS1_AT
    mov dword [edi + 0x1c], OTHER_DIRECTORY
    mov dword [edi + 0x20], handler
    mov dword [edi + 0x24], 2
    mov dword [edi + 0x38], 0x5800
    mov dword [edi + 0x48], DATA0
    mov dword [edi + 0x4c], CODE0
    mov dword [edi + 0x50], DATA0
    mov dword [edi + 0x54], DATA0
    mov dword [TSS0_AT + 0x1c], DIRECTORY
    idt_gate 14, TSS1, 0, 0x85
    ; each time the handler maps Q to PAGE + 0x2000 in the space of the first task and returns
    mov dword [Q + 8], 0x44444444
    show "write by ring 0", [PAGE + 0x2008]
    call take_away
    mov eax, [Q]
    show "read by ring 0", eax
    call take_away
    mov esi, P
    mov edi, Q - 8
    mov ecx, 4
    rep movsd
    show "rep movsd: ecx", ecx
    show "rep movsd: behind the border", [PAGE + 0x2004]
    call take_away
    mov dword [hooks + DONE * 4], back
    goto_ring 3, .user, 0x3002
.user:
    data3
    stc
    mov eax, 7
    adc [Q + 0xc], eax
    int DONE
.back:
    mov ax, DATA0
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov esp, STACK
    show "adc by ring 3: once", [PAGE + 0x200c]
    ; the handler's space is gone when it has returned
    show "this space's page", [P]
    ; ordinary faults again: task states where they cannot be used
    idt_gate 14, CODE0, stub14, 0x8e
    descriptor_at gdt + SLOT, Q + 0x100, 0x67, 0x89, 0
    call take_away
    ; which of its words is read first is the processor's own business
    mov dword [hooks + 14 * 4], pass_over
    mov dword [continue], .jumped
    say "jump to a task whose state is absent"
    jmp SLOT:0
.jumped:
    mov dword [continue], .called
    say "call of a task whose state is absent"
    call SLOT:0
.called:
    descriptor_at gdt + SLOT, Q - 0x40, 0x67, 0x89, 0
    mov dword [continue], .half
    say "jump to a task, its selectors absent"
    jmp SLOT:0
.half:
    mov dword [hooks + 14 * 4], 0
    mov al, [gdt + SLOT + 5]
    and eax, 0xff
    show "it is not busy", eax
    ; a task state on a read-only page, across into another page, under WP
    mov dword [TABLE2 + 4], PAGE + 0x2005
    reload
    mov dword [P + 0xfc0 + 0x1c], DIRECTORY
    mov dword [P + 0xfc0 + 0x20], .across
    mov dword [P + 0xfc0 + 0x24], 2
    mov dword [P + 0xfc0 + 0x38], 0x5800
    mov dword [PAGE + 0x2000 + 0x48 - 0x40], DATA0
    mov dword [PAGE + 0x2000 + 0x4c - 0x40], CODE0
    mov dword [PAGE + 0x2000 + 0x50 - 0x40], DATA0
    mov dword [PAGE + 0x2000 + 0x54 - 0x40], DATA0
    mov dword [PAGE + 0x2000 + 0x58 - 0x40], 0
    mov dword [PAGE + 0x2000 + 0x5c - 0x40], 0
    mov dword [PAGE + 0x2000 + 0x60 - 0x40], 0
    mov dword [PAGE + 0x2000 + 0x64 - 0x40], 0
    jmp SLOT:0
.across:
    str ax
    movzx eax, ax
    show "a task whose state is on two pages", eax
    ; its own entry of a page that is absent: the fault is the new task's
    mov dword [TSS2_AT + 0x1c], DIRECTORY
    mov dword [TSS2_AT + 0x20], P + 0x2000
    mov dword [TSS2_AT + 0x24], 2
    mov dword [TSS2_AT + 0x38], 0x5800
    mov dword [TSS2_AT + 0x48], DATA0
    mov dword [TSS2_AT + 0x4c], CODE0
    mov dword [TSS2_AT + 0x50], DATA0
    mov dword [TSS2_AT + 0x54], DATA0
    catch "jump to a task whose code is absent"
    jmp TSS2:0
    caught
    str ax
    movzx eax, ax
    show "the task it happened in", eax
    finish

; In a space of its own; the stack holds the error code.
handler:
    pop eax
    show "task: error", eax
    mov eax, cr2
    show "task: cr2", eax
    show "task: its page", [P]
    show "task: another one", [Q]
    mov eax, cr3
    show "task: cr3", eax
    showw "task: link", [TSS1_AT]
    show "task: ecx", [TSS0_AT + 0x2c]
    mov eax, [TSS0_AT + 0x24]
    and eax, 0x3001 ; IOPL and the carry
    show "task: flags", eax
    showw "task: cs", [TSS0_AT + 0x4c]
    or dword [TABLE2 + 4], PAGE + 0x2007
    iretd
    jmp handler

take_away:
    mov dword [TABLE2 + 4], 0
    invlpg [Q]
    ret

; Shows error code and page, and goes on somewhere else.
pass_over:
    show "error", [ebp + F_ERROR]
    mov eax, cr2
    and eax, ~0xfff
    show "page", eax
    mov eax, [continue]
    mov [ebp + F_EIP], eax
    ret

back:
    mov dword [ebp + F_EIP], main.back
    mov dword [ebp + F_CS], CODE0
    ret

section .data
continue: dd 0
section .text
