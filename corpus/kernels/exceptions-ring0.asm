; Every exception of ring 0 in 32-bit protected mode, with its error code.
%include "boot.inc"
%include "protected.inc"

main:
    protected
    catch "divide"
    xor ecx, ecx
    push dword 2
    popfd
    div ecx
    caught
    catch "divide overflow"
    mov edx, 1
    xor eax, eax
    mov ecx, 1
    push dword 2
    popfd
    div ecx
    caught
    catch "int1"
    db 0xf1
    caught
    catch "int3"
    int3
    caught
    catch "int 3"
    db 0xcd, 3
    caught
    catch "into"
    mov al, 0x7f
    inc al
    into
    caught
    catch "bound"
    mov eax, 9
    bound eax, [bounds]
    caught
    catch "ud2"
    ud2
    caught
    catch "lock"
    db 0xf0, 0x89, 0xc0
    caught
    catch "device not available"
    mov eax, cr0
    or al, 8
    mov cr0, eax
    fnop
    caught
    clts
    ; #GP(selector), #NP(selector), #SS(selector), #TS is task-faults.asm
    catch "selector beyond the table"
    mov ax, 0x1230
    mov ds, ax
    caught
    catch "selector of the empty ldt"
    mov ax, 0x0c
    mov es, ax
    caught
    slot 0, 0, 0xfffff, 0x13, 0xc
    catch "data not present"
    mov ax, SLOT
    mov fs, ax
    caught
    catch "stack not present"
    mov ax, SLOT
    mov ss, ax
    caught
    slot 1, 0, 0xfffff, 0x1b, 0xc
    catch "code not present"
    jmp SLOT + 8:0
    caught
    catch "null stack"
    xor eax, eax
    mov ss, ax
    caught
    catch "null code"
    jmp 0:0
    caught
    catch "through a null segment"
    xor eax, eax
    mov gs, ax
    mov al, [gs:0]
    caught
    catch "write to code"
    mov byte [cs:SCRATCH], 1
    caught
    slot 2, 0, 0xfffff, 0x91, 0xc
    catch "write to read-only data"
    mov ax, SLOT + 16
    mov ds, ax
    mov byte [SCRATCH], 1
    caught
    slot 3, 0, 0xfffff, 0x99, 0xc
    catch "read from execute-only code"
    jmp SLOT + 24:.execute_only
.execute_only:
    mov al, [cs:SCRATCH]
    caught
    catch "execute-only code as data"
    mov ax, SLOT + 24
    mov ds, ax
    caught
    catch "gate not present"
    mov byte [IDT_AT + 8 * 0x31 + 5], 0x0e
    int 0x31
    caught
    catch "vector beyond the idt"
    int 0x40
    caught
    catch "no gate in the idt"
    mov byte [IDT_AT + 8 * 0x31 + 5], 0x93
    int 0x31
    caught
    catch "gate to data"
    idt_gate 0x31, DATA0, 0, 0x8e
    int 0x31
    caught
    catch "gate to null"
    idt_gate 0x31, 0, 0, 0x8e
    int 0x31
    caught
    catch "gate beyond the table"
    idt_gate 0x31, 0x4008, 0, 0x8e
    int 0x31
    caught
    catch "ltr of a busy tss"
    mov ax, TSS0
    ltr ax
    caught
    catch "ltr of null"
    xor eax, eax
    ltr ax
    caught
    catch "ltr of data"
    mov ax, DATA0
    ltr ax
    caught
    catch "lldt of data"
    mov ax, DATA0
    lldt ax
    caught
    and byte [gdt + LDT0 + 5], 0x7f
    catch "lldt of an absent ldt"
    mov ax, LDT0
    lldt ax
    caught
    and byte [gdt + TSS1 + 5], 0x7f
    catch "ltr of an absent tss"
    mov ax, TSS1
    ltr ax
    caught
    finish

section .data
align 4
bounds: dd -4, 7
section .text
