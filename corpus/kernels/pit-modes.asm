; The 8254: status and count by read-back and latch, byte order, BCD, mode 0 to 5 on channel 2 with its gate and output at port 61.
%include "boot.inc"

%macro status 0 ; of channel 2, without OUT and null count
    outb 0x43, 0xe8
    in al, 0x42
    and al, 0x3f
    movzx eax, al
    show "status", eax
%endmacro
%macro gate 1
    in al, 0x61
    and al, 0xfc
    or al, %1
    out 0x61, al
%endmacro
%macro out2 1
    in al, 0x61
    and al, 0x20
    movzx eax, al
    show %1, eax
%endmacro
; Reads OUT until it is as wanted, or for a second or more, and shows what was read last: no later read, which may come any time later.
; until_high "name" / until_low "name"
%macro until 2
    mov ecx, 2000000
%%wait:
    in al, 0x61
    test al, 0x20
    %1 %%there
    dec ecx
    jnz %%wait
%%there:
    and al, 0x20
    movzx eax, al
    show %2, eax
%endmacro
%macro until_high 1
    until jnz, %1
%endmacro
%macro until_low 1
    until jz, %1
%endmacro

main:
    gate 0
%assign mode 0
%rep 6
    outb 0x43, 0xb0 | mode << 1
    status
%assign mode mode + 1
%endrep
    outb 0x43, 0xbc ; modes 6 and 7 are 2 and 3
    in al, 0x61
    outb 0x43, 0x90 ; low byte only
    status
    outb 0x43, 0xa0 ; high byte only
    status
    outb 0x43, 0xb1 ; BCD
    status
    say "mode 0"
    gate 0
    outb 0x43, 0xb0
    out2 "after the mode"
    outb 0x42, 0x34
    outb 0x42, 0x12
    out2 "gate low"
    gate 1
    until_high "gate high, counted"
    outb 0x42, 0xff
    outb 0x42, 0xff
    out2 "new count"
    say "count by latch"
    gate 0
    outb 0x43, 0xb0
    outb 0x42, 0x34
    outb 0x42, 0x12
    gate 0
    ; the clock loads the count, the gate stops it
    mov cx, 2000
.load:
    in al, 0x61
    loop .load
    outb 0x43, 0x80
    in al, 0x42
    mov ah, al
    in al, 0x42
    xchg al, ah
    showw "latched", ax
    outb 0x43, 0xc8 ; status and count
    in al, 0x42
    and al, 0x7f
    mov bl, al
    in al, 0x42
    mov bh, al
    in al, 0x42
    mov ah, al
    mov al, bh
    movzx ebx, bl
    show "read-back status", ebx
    showw "read-back count", ax
    say "low byte only"
    outb 0x43, 0x90
    outb 0x42, 0x56
    mov cx, 2000
.load2:
    in al, 0x61
    loop .load2
    in al, 0x42
    movzx eax, al
    show "byte", eax
    say "mode 3"
    gate 0
    outb 0x43, 0xb6
    outb 0x42, 0x00
    outb 0x42, 0x10
    out2 "gate low"
    gate 1
    until_low "low half"
    until_high "high half"
    until_low "low half"
    gate 0
    mov cx, 20000
    xor bx, bx
.held: ; nothing moves while the gate is low
    in al, 0x61
    test al, 0x20
    jnz .high
    inc bx
.high:
    loop .held
    neg bx
    sbb bx, bx
    showw "low while the gate is", bx
    say "mode 1"
    gate 0
    outb 0x43, 0xb2
    outb 0x42, 0x00 ; 65,536 of them, 55 ms: whoever is held up still finds it counting
    outb 0x42, 0x00
    out2 "before the trigger"
    gate 1
    until_low "triggered"
    until_high "counted"
    say "mode 2"
    gate 0
    outb 0x43, 0xb4
    out2 "gate low"
    say "port 61"
    gate 3
    in al, 0x61
    and al, 3
    movzx eax, al
    show "gate and speaker", eax
    gate 0
    finish
