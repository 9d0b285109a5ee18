; FNSTENV and FNSAVE in their four formats, the instruction and data pointers they hold, FLDENV and FRSTOR back.
%include "boot.inc"
%include "protected.inc"

ENV equ 0x5000

main:
    fninit
    mov word [SCRATCH], 0x4000
    mov word [SCRATCH + 2], 0x40a0
    fld dword [SCRATCH] ; 5.0
    fnstenv [ENV]
    showw "real, 16: control", [ENV]
    showw "status", [ENV + 2]
    showw "tag", [ENV + 4]
    showw "data", [ENV + 10]
    o32 fnstenv [ENV]
    showw "real, 32: control", [ENV]
    showw "status", [ENV + 4]
    showw "tag", [ENV + 8]
    showw "data", [ENV + 20]
    fninit
    fld1
    fldpi
    fnsave [ENV]
    showw "saved tag", [ENV + 4]
    show "saved st0", [ENV + 14]
    show "saved st0, middle", [ENV + 18]
    fnstsw ax
    showw "after fnsave", ax
    frstor [ENV]
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
    fnstenv [ENV]
    showw "protected, 32: control", [ENV] ; the upper halves are reserved
    showw "status", [ENV + 4]
    showw "tag", [ENV + 8]
    mov eax, [ENV + 12]
    sub eax, .fld
    show "ip", eax
    showw "cs", [ENV + 16]
    show "data", [ENV + 20]
    showw "ds", [ENV + 24]
    o16 fnstenv [ENV]
    showw "protected, 16: control", [ENV]
    showw "status", [ENV + 2]
    showw "tag", [ENV + 4]
    showw "data", [ENV + 10]
    showw "ds", [ENV + 12]
    fnsave [ENV]
    show "st0", [ENV + 28 + 4]
    ; FXSAVE
    mov eax, 0x200
    mov cr4, eax
    fninit
    fld1
    fxsave [ENV]
    showw "fxsave control", [ENV]
    showw "fxsave status", [ENV + 2]
    movzx eax, byte [ENV + 4]
    show "fxsave tag", eax
    show "mxcsr", [ENV + 24]
    show "st0", [ENV + 32 + 4]
    fninit
    fxrstor [ENV]
    fnstsw ax
    showw "fxrstor", ax
    catch "fxsave, unaligned"
    fxsave [ENV + 8]
    caught
    fninit
    finish
