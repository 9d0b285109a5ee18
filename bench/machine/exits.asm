; A ROM of 4 KiB instead of a BIOS: COUNT accesses to PORT in a loop (OUTPUT defined: writes), then an exit by the debug port. What one
; access costs is the difference between two counts.
bits 16
org 0xF000
start:
    cli
    mov ecx, COUNT
    mov dx, PORT
    xor eax, eax
    jecxz finish
again:
%ifdef OUTPUT
    out dx, al
%else
    in al, dx
%endif
    dec ecx
    jnz again
finish:
    mov dx, 0xF4
    xor al, al
    out dx, al
    hlt
    times 0xFF0 - ($ - $$) db 0xFF
    jmp 0xF000:start            ; the reset vector; low enough to be executed natively
    times 0x1000 - ($ - $$) db 0
