; V86 mode and IOPL: CLI, STI, PUSHF, POPF, INT n and IRET are #GP(0) below IOPL 3 and run at 3; IN and OUT go by the bitmap alone.
%include "boot.inc"
%include "protected.inc"

%macro at_iopl 3+ ; IOPL, "name", instruction
    catch %2
    goto_v86 %%there, 0x20002 | (%1) << 12
    bits 16
%%there:
    %3
    ud2
    bits 32
    caught
%endmacro

%macro all 1
    say "iopl ", %str(%1)
    at_iopl %1, "cli", cli
    at_iopl %1, "sti", sti
    at_iopl %1, "pushf", pushf
    at_iopl %1, "pushfd", pushfd
    at_iopl %1, "popf", popf
    at_iopl %1, "popfd", popfd
    at_iopl %1, "int 0x31", int 0x31
    at_iopl %1, "int 0x30", int 0x30
    at_iopl %1, "iret", iret
    at_iopl %1, "in", in al, 0x61
    at_iopl %1, "hlt", hlt
    at_iopl %1, "int3", int3
%endmacro

main:
    protected
    ; the stack of V86 code: a frame for IRET, flags for POPF
    mov dword [STACK_V86], 0
    mov word [STACK_V86], back16
    mov word [STACK_V86 + 2], 0
    mov word [STACK_V86 + 4], 0x0ed7
    all 0
    all 1
    all 2
    all 3
    ; at IOPL 3: IF can be changed, IOPL and VM cannot
    catch "popf at iopl 3"
    goto_v86 .flags, 0x23002
bits 16
.flags:
    push word 0x0202
    popf
    pushf
    pop ax
    mov [SCRATCH], ax
    push dword 0x00040ed7
    popfd
    pushfd
    pop dword [SCRATCH + 4]
    cli
    ud2
bits 32
    caught
    showw "flags by popf", [SCRATCH]
    show "flags by popfd", [SCRATCH + 4]
    ; INT n at IOPL 3 needs no DPL of 3 ... it does
    catch "int 0x32 of dpl 0 at iopl 3"
    goto_v86 .int, 0x23002
bits 16
.int:
    int 0x32
bits 32
    caught
    finish
bits 16
back16:
    nop
    ud2
