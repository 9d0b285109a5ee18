; The same from ring 3: the handlers get SS:ESP too, and instructions of ring 0 are #GP(0).
%include "boot.inc"
%include "protected.inc"

%macro user 1+ ; user "name", instruction
    catch %1
    goto_ring 3, %%there
%%there:
%endmacro

main:
    protected
    user "divide"
    xor ecx, ecx
    xor edx, edx
    push dword 2
    popfd
    div ecx
    caught
    user "int1"
    db 0xf1
    caught
    mov byte [IDT_AT + 8 * 3 + 5], 0x8e
    user "int3 of dpl 0"
    int3
    caught
    mov byte [IDT_AT + 8 * 3 + 5], 0xee
    user "int3 of dpl 3"
    int3
    caught
    user "into of dpl 0"
    mov al, 0x7f
    inc al
    into
    caught
    mov byte [IDT_AT + 8 * 4 + 5], 0xee
    user "into of dpl 3"
    mov al, 0x7f
    inc al
    into
    caught
    user "bound"
    mov eax, 9
    bound eax, [cs:bounds]
    caught
    user "ud2"
    ud2
    caught
    user "int of dpl 0"
    int 0x31
    caught
    user "int of an exception's vector"
    int 13
    caught
    user "int of dpl 3"
    int DONE
    caught
    user "hlt"
    hlt
    caught
    user "cli"
    cli
    caught
    user "sti"
    sti
    caught
    user "in of a closed port"
    mov dx, 0x3f8
    in al, dx
    caught
    user "in of an open port"
    in al, 0x61
    int DONE
    caught
    user "lgdt"
    lgdt [cs:gdtr]
    caught
    user "mov from cr0"
    mov eax, cr0
    caught
    user "mov to dr7"
    mov dr7, eax
    caught
    user "clts"
    clts
    caught
    user "lmsw"
    lmsw ax
    caught
    user "invd"
    invd
    caught
    user "invlpg"
    invlpg [0]
    caught
    user "wrmsr"
    wrmsr
    caught
    user "lldt"
    xor eax, eax
    lldt ax
    caught
    user "data of ring 0"
    mov ax, DATA0
    mov ds, ax
    caught
    user "stack of ring 0"
    mov ax, DATA0
    mov ss, ax
    caught
    user "code of ring 0"
    jmp CODE0:0
    caught
    user "return to ring 0"
    push dword CODE0
    push dword 0
    retf
    caught
    user "iret to ring 0"
    push dword 2
    push dword CODE0
    push dword 0
    iretd
    caught
    user "iret to null"
    push dword 2
    push dword 0
    push dword 0
    iretd
    caught
    user "data that ring 0 had loaded"
    mov al, [0] ; DS was of DPL 0: the return to ring 3 made it null
    caught
    user "flags by popfd"
    push dword 0x00243ed7 ; IOPL, IF and the like stay as they are
    popfd
    int DONE
    caught
    user "alignment, checked by nobody"
    push dword 0x40002
    popfd
    mov ax, DATA3
    mov ds, ax
    mov eax, [SCRATCH + 1]
    int DONE
    caught
    mov eax, cr0
    or eax, 1 << 18
    mov cr0, eax
    user "alignment"
    mov ax, DATA3
    mov ds, ax
    push dword 0x40002
    popfd
    mov eax, [SCRATCH + 1]
    caught
    user "alignment of a word"
    mov ax, DATA3
    mov ds, ax
    push dword 0x40002
    popfd
    mov ax, [SCRATCH + 3]
    caught
    catch "alignment in ring 0"
    push dword 0x40002
    popfd
    mov eax, [SCRATCH + 1]
    caught
    finish

section .data
align 4
bounds: dd -4, 7
section .text
