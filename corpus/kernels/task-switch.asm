; Hardware task switches by JMP, CALL, task gate, INT and IRET: what is saved, what is loaded, busy bits, links, NT, TS.
%include "boot.inc"
%include "protected.inc"
%include "task.inc"

; a task whose registers hold what nobody else has
%macro marked_task 3
    task %1, %2, %3
    mov dword [edi + 0x28], 0xa1
    mov dword [edi + 0x2c], 0xc1
    mov dword [edi + 0x30], 0xd1
    mov dword [edi + 0x34], 0xb1
    mov dword [edi + 0x3c], 0xbb
    mov dword [edi + 0x40], 0x51
    mov dword [edi + 0x44], 0xd2
    mov dword [edi + 0x58], DATA3
    mov dword [edi + 0x5c], 0
%endmacro

%macro busy 0
    movzx eax, byte [gdt + TSS0 + 5]
    show "access of tss 0", eax
    movzx eax, byte [gdt + TSS1 + 5]
    show "access of tss 1", eax
%endmacro

main:
    protected
    marked_task TSS1_AT, by_call, 0x6000
    mov eax, 0xaaaa0001
    mov ecx, 0xcccc0001
    mov edx, 0xdddd0001
    mov ebx, 0xbbbb0001
    mov ebp, 0xbbbb0002
    mov esi, 0x51510001
    mov edi, 0xd1d10001
    push dword 0xed7
    popfd
    call TSS1:0x12345678
.back:
    pushfd
    pop eax
    push dword 2
    popfd
    show "flags back", eax
    smsw ax
    and ax, 8
    showw "ts", ax
    clts
    busy
    show "eip of task 1", [TSS1_AT + 0x20]
    show "flags of task 1", [TSS1_AT + 0x24]
    show "esp of task 1", [TSS1_AT + 0x38]
    ; again: the task goes on behind its IRET
    call TSS1:0
    clts
    busy
    ; by jump, there and back
    marked_task TSS1_AT, by_jump, 0x6000
    jmp TSS1:0
    clts
    say "back by jump"
    busy
    show "link of task 1", [TSS1_AT]
    ; a busy task
    catch "busy"
    jmp TSS0:0
    caught
    ; a task gate in the GDT, in the IDT
    marked_task TSS1_AT, by_call, 0x6000
    gate_at gdt + SLOT, TSS1, 0, 0x85, 0
    call SLOT:0
    clts
    busy
    marked_task TSS1_AT, by_call, 0x6000
    idt_gate 0x31, TSS1, 0, 0x85
    int 0x31
    clts
    busy
    ; an exception by task gate: the error code is on the new task's stack
    marked_task TSS1_AT, by_fault, 0x6000
    idt_gate 13, TSS1, 0, 0x85
    mov ax, 0xfff8
.fault:
    mov es, ax
.after:
    clts
    mov ax, es
    showw "es still", ax
    mov ax, DATA0
    mov es, ax
    busy
    ; into ring 3 and V86 mode
    idt_gate 13, CODE0, stub13, 0x8e
    marked_task TSS1_AT, by_ring3, STACK3
    mov dword [TSS1_AT + 4], STACK0
    mov dword [TSS1_AT + 8], DATA0
    mov dword [TSS1_AT + 0x48], DATA3
    mov dword [TSS1_AT + 0x4c], CODE3
    mov dword [TSS1_AT + 0x50], DATA3
    mov dword [TSS1_AT + 0x54], DATA3
    mov dword [hooks + 4 * DONE], from_ring3
    jmp TSS1:0
    clts
    mov dword [hooks + 4 * DONE], 0
    busy
    ; IRET with NT and a link that is not busy
    mov word [TSS0_AT], TSS1
    catch "iret to a task that is not busy"
    push dword 0x4002
    popfd
    iretd
    caught
    mov word [TSS0_AT], DATA0
    catch "iret to data"
    push dword 0x4002
    popfd
    iretd
    caught
    finish

by_call:
    pushfd
    pop eax
    show "flags inside", eax
    show "ecx inside", ecx
    show "esp inside", esp
    showw "link", [TSS1_AT]
    busy
    smsw ax
    and ax, 8
    showw "ts", ax
    show "eip saved", [TSS0_AT + 0x20]
    show "flags saved", [TSS0_AT + 0x24]
    show "eax saved", [TSS0_AT + 0x28]
    show "ecx saved", [TSS0_AT + 0x2c]
    show "edx saved", [TSS0_AT + 0x30]
    show "ebx saved", [TSS0_AT + 0x34]
    show "esp saved", [TSS0_AT + 0x38]
    show "ebp saved", [TSS0_AT + 0x3c]
    show "esi saved", [TSS0_AT + 0x40]
    show "edi saved", [TSS0_AT + 0x44]
    showw "es saved", [TSS0_AT + 0x48]
    showw "cs saved", [TSS0_AT + 0x4c]
    iretd
    say "again"
    iretd

by_jump:
    pushfd
    pop eax
    show "flags inside", eax
    busy
    str ax
    showw "tr", ax
    jmp TSS0:0

by_fault:
    pop eax
    show "error", eax
    show "eip of the fault", [TSS0_AT + 0x20]
    mov dword [TSS0_AT + 0x20], main.after
    iretd

by_ring3:
    mov eax, cs
    showw "cs", ax
    int DONE

from_ring3:
    showw "cs of the caller", [ebp + F_CS]
    show "stack of ring 0", ebp
    jmp TSS0:0
