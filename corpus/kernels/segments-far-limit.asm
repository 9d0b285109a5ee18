; The target of a far transfer lies beyond the limit of its segment: #GP(0) before anything has changed.
%include "boot.inc"
%include "protected.inc"

main:
    protected
    slot 0, 0, 0x1000, 0x9b, 4
    catch "jmp"
    jmp SLOT:0x1001
    caught
    catch "call"
    call SLOT:0x1001
    caught
    catch "retf"
    push dword SLOT
    push dword 0x1001
    retf
    caught
    catch "iret"
    push dword 2
    push dword SLOT
    push dword 0x1001
    iretd
    caught
    gate_at gdt + SLOT + 8, SLOT, 0x2000, 0x8c, 0
    catch "call gate"
    call SLOT + 8:0
    caught
    idt_gate 0x31, SLOT, 0x2000, 0x8e
    catch "interrupt gate"
    int 0x31
    caught
    slot 2, 0, 0x1000, 0xfb, 4
    catch "iret outwards"
    push dword DATA3
    push dword STACK3
    push dword 2
    push dword SLOT + 16 + 3
    push dword 0x1001
    iretd
    caught
    ; at the limit the jump is good, and the fetch behind the last byte is not
    mov byte [0x1000], 0x90
    catch "fetch behind the end"
    jmp SLOT:0x1000
    caught
    mov byte [0x0fff], 0xeb
    mov byte [0x1000], 0x00
    catch "near jump behind the end"
    jmp SLOT:0x0fff
    caught
    mov byte [0x0fff], 0xb8
    catch "instruction across the end"
    jmp SLOT:0x0fff
    caught
    finish
