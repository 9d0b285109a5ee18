; The MC146818 in binary, with 12 hours, over the end of a day in February of a leap year.
%include "boot.inc"

%macro reg 2
    cmos_read %2
    movzx eax, al
    show %1, eax
%endmacro

main:
    cmos_write 0x8a, 0x26
    cmos_write 0x8b, 0x84
    cmos_write 0x80, 59
    cmos_write 0x82, 59
    cmos_write 0x84, 0x8b ; 11 pm
    cmos_write 0x87, 28
    cmos_write 0x88, 2
    cmos_write 0x89, 24
    cmos_write 0x8b, 0x04
.wait2:
    cmos_read 0x80
    cmp al, 59
    je .wait2
    mov cx, 5000
.settle2:
    in al, 0x71
    loop .settle2
    reg "minute, binary", 0x82
    reg "hour, 12 hours", 0x84
    reg "day of a leap year", 0x87
    reg "month", 0x88
    cmos_write 0x8b, 0x02
    finish
