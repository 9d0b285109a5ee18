; x87 exceptions with CR0.NE: #MF at the next waiting instruction, not at those that do not wait; masked ones give their default result.
%include "boot.inc"
%include "protected.inc"

main:
    protected
    mov eax, cr0
    or eax, 0x22
    mov cr0, eax
    fninit
    fld1
    fldz
    fdivp
    fstp dword [SCRATCH]
    show "1 / 0, masked", [SCRATCH]
    fnstsw ax
    and ax, 0xbfff
    showw "status", ax
    fnclex
    mov word [SCRATCH], 0x37b ; divide by zero unmasked
    fldcw [SCRATCH]
    fld1
    fldz
    fdivp ; raises nothing yet
    fnstsw ax
    showw "status, pending", ax
    fnstcw [SCRATCH]
    catch "fnop behind it"
    fnop
    caught
    catch "wait behind it"
    wait
    caught
    catch "fld behind it"
    fld1
    caught
    catch "mmx behind it"
    pxor mm0, mm0
    caught
    catch "fnclex does not wait"
    fnclex
    wait
    caught
    fninit
    ; stack underflow, invalid
    mov word [SCRATCH], 0x37e
    fldcw [SCRATCH]
    faddp
    fnstsw ax
    showw "underflow", ax
    catch "fstp behind it"
    fstp st0
    caught
    fninit
    ; ring 3
    mov word [SCRATCH], 0x37b
    fldcw [SCRATCH]
    catch "ring 3"
    goto_ring 3, .ring3
.ring3:
    fld1
    fldz
    fdivp
    wait
    caught
    fninit
    finish
