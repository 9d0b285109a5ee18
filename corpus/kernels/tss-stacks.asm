; Which SS:ESP of which TSS is taken: rings 0 to 2, a 16-bit TSS, a TSS too short to hold them, and ring 0 that stays on its stack.
%include "boot.inc"
%include "protected.inc"

%macro look 2
    catch %1
    goto_ring 3, %%there
%%there:
    int %2
    caught
%endmacro

main:
    protected
    idt_gate 0x31, CODE1, inside, 0xee
    idt_gate 0x32, CODE2, inside, 0xee
    idt_gate 0x33, CODE0, inside, 0xee
    look "ring 1", 0x31
    look "ring 2", 0x32
    look "ring 0", 0x33
    ; the TSS is read at the moment of the change
    mov dword [TSS0_AT + 4], STACK0 - 0x100
    mov dword [TSS0_AT + 12], STACK1 - 0x104
    look "ring 1, moved", 0x31
    look "ring 0, moved", 0x33
    catch "ring 0 stays"
    mov esp, STACK - 0x80
    int 0x33
    caught
    ; odd values are taken as they are
    mov dword [TSS0_AT + 12], STACK1 - 0x105
    look "ring 1, odd", 0x31
    ; 16-bit TSS: words at 2, 4, 6 ...
    mov edi, TSS1_AT
    mov word [edi + 2], STACK0 - 0x200
    mov word [edi + 4], DATA0
    mov word [edi + 6], STACK1 - 0x200
    mov word [edi + 8], DATA1
    mov word [edi + 10], STACK2 - 0x200
    mov word [edi + 12], DATA2
    slot 0, TSS1_AT, 0x2b, 0x81, 0
    mov ax, SLOT
    ltr ax
    look "16-bit tss, ring 1", 0x31
    look "16-bit tss, ring 2", 0x32
    look "16-bit tss, ring 0", 0x33
    ; 32-bit TSS that ends before ring 1's stack
    mov edi, TSS2_AT
    mov dword [edi + 4], STACK0
    mov dword [edi + 8], DATA0
    mov dword [edi + 12], STACK1
    mov dword [edi + 16], DATA1
    slot 1, TSS2_AT, 0x10, 0x89, 0
    mov ax, SLOT + 8
    ltr ax
    look "short tss, ring 0", 0x33
    look "short tss, ring 1", 0x31
    slot 2, TSS2_AT, 0x13, 0x89, 0
    mov ax, SLOT + 16
    ltr ax
    look "just long enough, ring 1", 0x31
    str ax
    showw "tr", ax
    mov eax, [gdt + SLOT + 16 + 4]
    show "busy", eax
    finish

inside:
    show "esp", esp
    mov eax, ss
    showw "ss", ax
    int DONE
