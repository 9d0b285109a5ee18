; Task switches that fail: before the switch in the old task (#GP, #NP, #TS of the TSS), after it in the new one (#TS, #NP, #SS of what
; its TSS holds), with TR and the link as the moment of the fault leaves them.
%include "boot.inc"
%include "protected.inc"
%include "task.inc"

%macro fresh 0
    call fresh_task
%endmacro

; Afterwards TR is whatever it became: shown, then put back.
%macro attempt 1
    catch %1
    call TSS1:0
    caught
    call put_back
%endmacro


; What cannot be loaded from a new task's TSS leaves no segments to run a handler on: these exceptions have tasks of their own.
HANDLERS equ 0x2000
%macro handler 2 ; vector, slot
    task HANDLERS + 0x80 * (%2 - 8), %%entry, 0x5800
    slot %2, HANDLERS + 0x80 * (%2 - 8), 0x67, 0x89, 0
    idt_gate %1, SLOT + 8 * %2, 0, 0x85
    jmp %%over
%%entry:
    mov byte [gdt + SLOT + 8 * %2 + 5], 0x89
    mov eax, %1
    mov edi, HANDLERS + 0x80 * (%2 - 8)
    jmp failed
%%over:
%endmacro

main:
    protected
    handler 10, 8
    handler 11, 9
    handler 12, 10
    handler 13, 11
    fresh
    attempt "good"
    ; the TSS
    and byte [gdt + TSS1 + 5], 0x7f
    attempt "absent"
    fresh
    mov word [gdt + TSS1], 0x66
    attempt "too short"
    mov word [gdt + TSS1], 0x67
    mov byte [gdt + TSS1 + 5], 0x8b
    attempt "busy"
    mov byte [gdt + TSS1 + 5], 0x89
    catch "rpl 3"
    call TSS1 + 3:0
    caught
    call put_back
    catch "null in a task gate"
    gate_at gdt + SLOT, 0, 0, 0x85, 0
    call SLOT:0
    caught
    call put_back
    catch "data in a task gate"
    gate_at gdt + SLOT, DATA0, 0, 0x85, 0
    call SLOT:0
    caught
    call put_back
    catch "absent task gate"
    gate_at gdt + SLOT, TSS1, 0, 0x05, 0
    call SLOT:0
    caught
    call put_back
    ; LDT
    fresh
    mov dword [TSS1_AT + 0x60], DATA0
    attempt "ldt is data"
    fresh
    mov dword [TSS1_AT + 0x60], LDT0
    and byte [gdt + LDT0 + 5], 0x7f
    attempt "ldt absent"
    or byte [gdt + LDT0 + 5], 0x80
    ; CS
    fresh
    mov dword [TSS1_AT + 0x4c], 0
    attempt "cs null"
    fresh
    mov dword [TSS1_AT + 0x4c], DATA0
    attempt "cs data"
    fresh
    mov dword [TSS1_AT + 0x4c], CODE3 - 3
    attempt "cs of dpl 3, rpl 0"
    fresh
    slot 1, 0, 0xfffff, 0x1b, 0xc
    mov dword [TSS1_AT + 0x4c], SLOT + 8
    attempt "cs absent"
    ; SS
    fresh
    mov dword [TSS1_AT + 0x50], 0
    attempt "ss null"
    fresh
    mov dword [TSS1_AT + 0x50], DATA3
    attempt "ss of ring 3"
    fresh
    mov dword [TSS1_AT + 0x50], CODE0
    attempt "ss code"
    fresh
    slot 1, 0, 0xfffff, 0x13, 0xc
    mov dword [TSS1_AT + 0x50], SLOT + 8
    attempt "ss absent"
    ; DS, ES
    fresh
    slot 1, 0, 0xfffff, 0x99, 0xc
    mov dword [TSS1_AT + 0x54], SLOT + 8
    attempt "ds execute-only"
    fresh
    slot 1, 0, 0xfffff, 0x13, 0xc
    mov dword [TSS1_AT + 0x48], SLOT + 8
    attempt "es absent"
    fresh
    mov dword [TSS1_AT + 0x5c], 0x4000
    attempt "gs beyond the table"
    finish

fresh_task:
    mov edi, TSS1_AT
    mov ecx, 0x68 / 4
    xor eax, eax
    rep stosd
    task TSS1_AT, inside, 0x6000
    mov byte [gdt + TSS1 + 5], 0x89
    ret

; in the handler's task: EAX the vector, EDI its TSS, the error code on its stack
failed:
    mov ebp, eax
    mov esi, [case_name]
    call text32
    mov edx, ebp
    call hex32
    pop edx
    call hex32
    movzx edx, word [edi] ; the task that failed
    call hex32
    mov ebx, TSS0_AT
    cmp edx, TSS0
    je .old
    mov ebx, TSS1_AT
.old:
    mov edx, [ebx + 0x20]
    call hex32
    movzx edx, word [ebx + 0x4c]
    call hex32
    movzx edx, word [ebx + 0x50]
    call hex32
    mov al, 10
    out DEBUG_PORT, al
    jmp unwind

put_back:
    showw "link", [TSS1_AT]
    movzx eax, byte [gdt + TSS0 + 5]
    show "access of tss 0", eax
    movzx eax, byte [gdt + TSS1 + 5]
    show "access of tss 1", eax
    mov byte [gdt + TSS0 + 5], 0x89
    mov byte [gdt + TSS1 + 5], 0x89
    mov ax, TSS0
    ltr ax
    clts
    mov ax, DATA0
    mov fs, ax
    mov gs, ax
    ret

inside:
    int DONE
