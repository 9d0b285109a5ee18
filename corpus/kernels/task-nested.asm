; Three tasks that call each other, a task that calls itself, and interrupts of one task that are served by another.
%include "boot.inc"
%include "protected.inc"
%include "task.inc"

%macro where 1
    pushfd
    pop eax
    and eax, 0x4000
    show {%1, ": nt"}, eax
    str ax
    showw {%1, ": tr"}, ax
    movzx eax, byte [gdt + TSS0 + 5]
    shl eax, 8
    mov al, [gdt + TSS1 + 5]
    shl eax, 8
    mov al, [gdt + TSS2 + 5]
    show {%1, ": access"}, eax
%endmacro

main:
    protected
    task TSS1_AT, first, 0x6000
    task TSS2_AT, second, 0x5800
    where "before"
    call TSS1:0
    where "after"
    call TSS1:0
    where "after again"
    ; a fault in the innermost task, served in it
    task TSS1_AT, first, 0x6000
    task TSS2_AT, faulting, 0x5800
    mov dword [hooks + 4 * 6], .served
    call TSS1:0
    mov dword [hooks + 4 * 6], 0
    where "after the fault"
    ; a fault in the innermost task, served by a task gate whose task is busy already
    task TSS1_AT, first, 0x6000
    task TSS2_AT, faulting, 0x5800
    idt_gate 6, TSS1, 0, 0x85
    catch "gate to a busy task"
    call TSS1:0
    caught
    str ax
    showw "tr of the fault", ax
    finish
.served:
    mov eax, [ebp + F_FLAGS]
    and eax, 0x4000
    show "nt pushed", eax
    pushfd
    pop eax
    and eax, 0x4000
    show "nt in the handler", eax
    add dword [ebp + F_EIP], 2
    ret

first:
    where "first"
    showw "link of the first", [TSS1_AT]
    call TSS2:0
    where "first, back"
    iretd
    jmp first

second:
    where "second"
    showw "link of the second", [TSS2_AT]
    catch "call of oneself"
    call TSS2:0
    caught
    catch "call of an outer one"
    call TSS0:0
    caught
    push dword 0x4002 ; catching has cleared NT
    popfd
    iretd
    jmp second

faulting:
    ud2
    where "behind the fault"
    iretd
