; FNSTENV and FNSAVE in their four formats, the instruction and data pointers they hold, FLDENV and FRSTOR back.
%include "boot.inc"
%include "protected.inc"

AT equ 0x5000

main:
    fninit
    mov word [SCRATCH], 0x4000
    mov word [SCRATCH + 2], 0x40a0
    fld dword [SCRATCH] ; 5.0
    fnstenv [AT]
    showw "real, 16: control", [AT]
    showw "status", [AT + 2]
    showw "tag", [AT + 4]
    showw "data", [AT + 10]
    o32 fnstenv [AT]
    showw "real, 32: control", [AT]
    showw "status", [AT + 4]
    showw "tag", [AT + 8]
    showw "data", [AT + 20]
    fninit
    fld1
    fldpi
    fnsave [AT]
    showw "saved tag", [AT + 4]
    show "saved st0", [AT + 14]
    show "saved st0, middle", [AT + 18]
    fnstsw ax
    showw "after fnsave", ax
    frstor [AT]
    fnstsw ax
    showw "after frstor", ax
    fstp qword [SCRATCH]
    show "pi", [SCRATCH + 4]
    fninit
    protected
    mov ax, DATA0
    mov ds, ax
    fninit
    mov dword [SCRATCH], 0x40a00000
.fld:
    fld dword [SCRATCH]
    fnstenv [AT]
    show "protected, 32: control", [AT]
    show "status", [AT + 4]
    show "tag", [AT + 8]
    mov eax, [AT + 12]
    sub eax, .fld
    show "ip", eax
    showw "cs", [AT + 16]
    show "data", [AT + 20]
    showw "ds", [AT + 24]
    o16 fnstenv [AT]
    showw "protected, 16: control", [AT]
    showw "status", [AT + 2]
    showw "tag", [AT + 4]
    showw "data", [AT + 10]
    showw "ds", [AT + 12]
    fnsave [AT]
    show "st0", [AT + 28 + 4]
    ; FXSAVE
    mov eax, 0x200
    mov cr4, eax
    fninit
    fld1
    fxsave [AT]
    showw "fxsave control", [AT]
    showw "fxsave status", [AT + 2]
    movzx eax, byte [AT + 4]
    show "fxsave tag", eax
    show "mxcsr", [AT + 24]
    show "st0", [AT + 32 + 4]
    fninit
    fxrstor [AT]
    fnstsw ax
    showw "fxrstor", ax
    catch "fxsave, unaligned"
    fxsave [AT + 8]
    caught
    fninit
    finish
