; The MC146818's periodic flag: set at its rate whether or not its interrupt is enabled; then bit 7 of C says so.
%include "boot.inc"

main:
    cmos_write 0x8a, 0x23
    cmos_read 0x8c
    mov ecx, 100000
.periodic:
    cmos_read 0x8c
    test al, 0x40
    jnz .came
    dec ecx
    jnz .periodic
.came:
    and al, 0xc0
    movzx eax, al
    show "periodic, not enabled", eax
    cmos_write 0x8b, 0x42
    cmos_read 0x8c
.enabled:
    cmos_read 0x8c
    test al, 0x40
    jz .enabled
    and al, 0xc0
    movzx eax, al
    show "periodic, enabled", eax
    cmos_write 0x8b, 0x02
    cmos_write 0x8a, 0x26
    finish
