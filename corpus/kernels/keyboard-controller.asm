; The 8042: self-test, interface tests, command byte, output port, data that loops back, disabled and enabled lines.
%include "boot.inc"

%macro wait_in 0
%%wait:
    in al, 0x64
    test al, 2
    jnz %%wait
%endmacro
%macro wait_out 0
    mov ecx, 2000000
%%wait:
    in al, 0x64
    test al, 1
    jnz %%there
    dec ecx
    jnz %%wait
%%there:
%endmacro
%macro command 1
    wait_in
    outb 0x64, %1
    wait_in
%endmacro
%macro answer 1
    wait_out
    in al, 0x60
    movzx eax, al
    show %1, eax
%endmacro

main:
    command 0xad
    command 0xa7
    ; what is left over
    mov ecx, 16
.flush:
    in al, 0x64
    test al, 1
    jz .empty
    in al, 0x60
    loop .flush
.empty:
    command 0xaa
    answer "self-test"
    command 0xab
    answer "keyboard interface"
    command 0xa9
    answer "mouse interface"
    command 0x60
    outb 0x60, 0x74
    wait_in
    command 0x20
    answer "command byte"
    command 0x60
    outb 0x60, 0x30
    wait_in
    command 0x20
    answer "command byte"
    ; what is written to the keyboard's buffer comes out, from the keyboard or from the mouse by status bit 5
    command 0xd2
    outb 0x60, 0x5a
    wait_out
    in al, 0x64
    and al, 0x21
    movzx eax, al
    show "status", eax
    answer "keyboard buffer"
    command 0xd3
    outb 0x60, 0xa5
    wait_out
    in al, 0x64
    and al, 0x21
    movzx eax, al
    show "status", eax
    answer "mouse buffer"
    in al, 0x64
    and al, 1
    movzx eax, al
    show "empty", eax
    ; the keyboard answers
    command 0xae
    wait_in
    outb 0x60, 0xee
    answer "echo"
    wait_in
    outb 0x60, 0xf2
    answer "identify: ack"
    answer "identify: 1"
    answer "identify: 2"
    wait_in
    outb 0x60, 0xed
    answer "leds: ack"
    wait_in
    outb 0x60, 0
    answer "leds: ack of the value"
    wait_in
    outb 0x60, 0xf5
    answer "disable scanning"
    ; the mouse answers
    command 0xa8
    command 0xd4
    outb 0x60, 0xf2
    wait_out
    in al, 0x64
    and al, 0x21
    movzx eax, al
    show "status", eax
    answer "mouse: ack"
    answer "mouse: identity"
    command 0xd4
    outb 0x60, 0xe9
    answer "mouse status: ack"
    answer "mouse status: 1"
    answer "mouse status: 2"
    answer "mouse status: 3"
    finish
