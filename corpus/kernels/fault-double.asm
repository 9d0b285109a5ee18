; Double faults: which pairs of exceptions make one, which are served one after the other, and the handler as a task of its own.
%include "boot.inc"
%include "protected.inc"

main:
    protected
    ; #GP, and its gate is absent: #NP while delivering #GP, both contributory
    mov byte [IDT_AT + 8 * 13 + 5], 0x0e
    catch "gp, gate absent"
    mov ax, 0x4000
    mov fs, ax
    caught
    idt_gate 13, 0x4000, stub13, 0x8e
    catch "gp, gate to nowhere"
    mov ax, 0x4000
    mov fs, ax
    caught
    idt_gate 13, CODE0, stub13, 0x8e
    ; #UD is benign: its absent gate gives #NP alone
    mov byte [IDT_AT + 8 * 6 + 5], 0x0e
    catch "ud, gate absent"
    ud2
    caught
    mov byte [IDT_AT + 8 * 6 + 5], 0x8e
    ; #DE is contributory
    mov byte [IDT_AT + 8 * 0 + 5], 0x0e
    catch "divide, gate absent"
    xor ecx, ecx
    div ecx
    caught
    mov byte [IDT_AT + 8 * 0 + 5], 0x8e
    ; INT n is benign
    mov byte [IDT_AT + 8 * 0x31 + 5], 0x0e
    catch "int, gate absent"
    int 0x31
    caught
    ; #NP of a segment, #GP for a gate of the wrong type
    slot 0, 0, 0xfffff, 0x13, 0xc
    mov byte [IDT_AT + 8 * 11 + 5], 0x92
    catch "np, no gate"
    mov ax, SLOT
    mov fs, ax
    caught
    mov byte [IDT_AT + 8 * 11 + 5], 0x8e
    ; an inner stack that is no stack: #TS while delivering, after #GP a double fault, after INT n a #TS
    mov dword [TSS0_AT + 12], 0
    mov dword [TSS0_AT + 16], 0
    idt_gate 13, CODE1, stub13, 0x8e
    catch "gp, no stack"
    goto_ring 3, .no_stack
.no_stack:
    cli
    caught
    idt_gate 13, CODE0, stub13, 0x8e
    idt_gate 0x31, CODE1, stub13, 0xee
    catch "int, no stack"
    goto_ring 3, .no_stack2
.no_stack2:
    int 0x31
    caught
    ; a task for double faults
    mov edi, TSS2_AT
    mov dword [edi + 0x20], in_task
    mov dword [edi + 0x24], 2
    mov dword [edi + 0x38], 0x5800
    mov dword [edi + 0x48], DATA0
    mov dword [edi + 0x4c], CODE0
    mov dword [edi + 0x50], DATA0
    mov dword [edi + 0x54], DATA0
    idt_gate 8, TSS2, 0, 0x85
    mov byte [IDT_AT + 8 * 13 + 5], 0x0e
    mov esp, 0x6666
.faulting:
    mov ax, 0x4000
    mov fs, ax
in_task:
    pop eax
    show "error in the task", eax
    mov eax, [TSS0_AT + 0x20]
    sub eax, main.faulting
    show "eip of the fault", eax
    show "esp of the fault", [TSS0_AT + 0x38]
    showw "link", [TSS2_AT]
    finish
