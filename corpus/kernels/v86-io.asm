; The I/O permission bitmap: from V86 mode and from ring 3 at IOPL 0, at its edges, for accesses that span ports, and beyond the TSS.
%include "boot.inc"
%include "protected.inc"

BITMAP equ TSS0_AT + 0x68

%macro open_port 1
    and byte [BITMAP + (%1) / 8], ~(1 << ((%1) % 8)) & 0xff
%endmacro
%macro probe 2+
    catch {%1, " (v86)"}
    goto_v86 %%v86
    bits 16
%%v86:
    %2
    ud2
    bits 32
    caught
    catch {%1, " (ring 3)"}
    goto_ring 3, %%ring3
%%ring3:
    %2
    ud2
    caught
%endmacro

main:
    protected
    mov edi, BITMAP
    mov ecx, 0x21
    mov al, 0xff
    rep stosb
    open_port DEBUG_PORT
    open_port 0x61
    probe "open byte", in al, 0x61
    probe "closed byte", in al, 0x60
    probe "word, second closed", in ax, 0x61
    probe "word, first closed", in ax, 0x60
    open_port 0x60
    probe "word, both open", in ax, 0x60
    probe "dword, half open", in eax, 0x60
    open_port 0x80
    open_port 0x81
    open_port 0x82
    open_port 0x83
    probe "dword, all open", in eax, 0x80
    probe "out", out 0x80, al
    probe "beyond the tss", in al, dx
    mov byte [gdt + TSS0], 0x68 + 0x10 ; the limit: ports 80 to 87 are its last byte
    call reload
    probe "last byte of the map", in al, 0x80
    ; the processor reads two bytes of the map always
    mov byte [gdt + TSS0], 0x68 + 0x11
    call reload
    probe "a byte behind it", in al, 0x80
    mov word [TSS0_AT + 0x66], 0x88
    probe "no map", in al, 0x80
    ; a map that begins elsewhere in the TSS
    mov byte [gdt + TSS0], 0x88
    call reload
    mov word [TSS0_AT + 0x66], 0x40
    mov byte [TSS0_AT + 0x40 + 0x0c], 0xfd
    mov byte [TSS0_AT + 0x40 + 0x0d], 0xff
    probe "map at 40", in al, 0x61
    mov word [TSS0_AT + 0x66], 0x68
    ; IOPL 3 opens every port to ring 3, and none to V86 mode
    catch "iopl 3, ring 3"
    goto_ring 3, .ring3, 0x3002
.ring3:
    in al, 0x64
    ud2
    caught
    catch "iopl 3, v86"
    goto_v86 .v86, 0x23002
bits 16
.v86:
    in al, 0x64
    ud2
bits 32
    caught
    catch "iopl 2, ring 2"
    goto_ring 2, .ring2, 0x2002
.ring2:
    in al, 0x64
    cli
    int 0x31
    caught
    finish

bits 32
reload:
    and byte [gdt + TSS0 + 5], 0xfd
    mov ax, TSS0
    ltr ax
    ret
