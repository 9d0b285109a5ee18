; A gate to an inner ring whose stack in the TSS is unusable: #TS or #SS with the selector, reported from the ring that called.
%include "boot.inc"
%include "protected.inc"

GATE equ SLOT + 3
%macro attempt 1
    catch %1
    goto_ring 3, %%there
%%there:
    call GATE:0
    caught
    catch {%1, ", interrupt"}
    goto_ring 3, %%interrupt
%%interrupt:
    int 0x31
    caught
%endmacro

main:
    protected
    gate_at gdt + SLOT, CODE1, inner, 0xec, 0
    idt_gate 0x31, CODE1, inner, 0xee
    attempt "good"
    mov dword [TSS0_AT + 16], 0
    attempt "null"
    mov dword [TSS0_AT + 16], DATA2
    attempt "of ring 2"
    mov dword [TSS0_AT + 16], DATA1 - 1
    attempt "rpl 0"
    mov dword [TSS0_AT + 16], CODE1
    attempt "code"
    mov dword [TSS0_AT + 16], 0x4001
    attempt "beyond the table"
    slot 1, 0, 0xfffff, 0xb1, 0xc
    mov dword [TSS0_AT + 16], SLOT + 8 + 1
    attempt "read-only"
    slot 1, 0, 0xfffff, 0x33, 0xc
    attempt "absent"
    slot 1, 0, 0x3ff, 0xb3, 4
    mov dword [TSS0_AT + 12], 8
    attempt "too small"
    mov dword [TSS0_AT + 12], STACK1
    mov dword [TSS0_AT + 16], DATA1
    finish
inner:
    int DONE
