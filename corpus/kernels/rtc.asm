; The MC146818: registers that can be written, those that cannot, BCD and binary, 12 and 24 hours, SET, flags in C that reading clears.
%include "boot.inc"

%macro reg 2
    cmos_read %2
    movzx eax, al
    show %1, eax
%endmacro

main:
    ; the clock stands still while SET is set
    cmos_write 0x8a, 0x26
    cmos_write 0x8b, 0x82 ; SET, BCD, 24 hours
    cmos_read 0x8c
    cmos_write 0x80, 0x58
    cmos_write 0x82, 0x59
    cmos_write 0x84, 0x23
    cmos_write 0x86, 0x01
    cmos_write 0x87, 0x31
    cmos_write 0x88, 0x12
    cmos_write 0x89, 0x23
    reg "second", 0x80
    reg "minute", 0x82
    reg "hour", 0x84
    reg "day", 0x87
    reg "month", 0x88
    reg "year", 0x89
    reg "a", 0x8a
    reg "b", 0x8b
    reg "d", 0x8d
    cmos_write 0x8d, 0 ; read-only
    reg "d", 0x8d
    cmos_write 0x8c, 0x55 ; read-only
    cmos_read 0x8c
    reg "c, read twice", 0x8c
    ; RAM
    cmos_write 0xbf, 0xa5
    reg "ram 3f", 0xbf
    cmos_write 0xbf, 0x5a
    reg "ram 3f", 0xbf
    ; alarm registers are plain
    cmos_write 0x81, 0xc0
    cmos_write 0x83, 0xff
    cmos_write 0x85, 0x12
    reg "alarm second", 0x81
    reg "alarm minute", 0x83
    reg "alarm hour", 0x85
    ; let it go over the year's end
    cmos_write 0x81, 0x00
    cmos_write 0x83, 0x00
    cmos_write 0x85, 0x00
    cmos_read 0x8c
    cmos_write 0x8b, 0x02
.wait:
    cmos_read 0x80
    cmp al, 0x58
    je .wait
    cmp al, 0x59
    je .wait
    mov ecx, 400000 ; a clock that is computed when it is asked has to find its alarm before the flags are read
.settle:
    in al, 0x71
    dec ecx
    jnz .settle
    reg "minute", 0x82
    reg "hour", 0x84
    reg "weekday", 0x86
    reg "day", 0x87
    reg "month", 0x88
    reg "year", 0x89
    xor bl, bl
    mov ecx, 2000000
.flags: ; each read clears them
    cmos_read 0x8c
    or bl, al
    and bl, 0x30
    cmp bl, 0x30
    je .both
    dec ecx
    jnz .flags
.both:
    movzx eax, bl
    show "update ended, alarm", eax
    cmos_read 0x8c
    reg "c afterwards", 0x8c
    finish
