; LAR, LSL, VERR, VERW and ARPL: for every type of descriptor, from rings 0 and 3.
%include "boot.inc"
%include "protected.inc"

main:
    protected
%assign access 0
%rep 32
    slot 0, 0x12345678, 0xabcde, 0xe0 | access, 0xc
    mov edi, SLOT + 3
    call ask
%assign access access + 1
%endrep
    say "absent"
    slot 0, 0, 0xabcde, 0x73, 4
    mov edi, SLOT + 3
    call ask
    say "dpl 0, rpl 3"
    slot 0, 0, 0xabcde, 0x93, 4
    call ask
    say "null"
    xor edi, edi
    call ask
    say "beyond"
    mov edi, 0x4000
    call ask
    ; from ring 3
    slot 0, 0, 0xabcde, 0x93, 4
    slot 1, 0, 0xabcde, 0x9f, 4
    catch "ring 3"
    goto_ring 3, .ring3
.ring3:
    mov ax, DATA3
    mov ds, ax
    mov edi, SLOT
    call ask
    mov edi, SLOT + 8
    call ask
    mov edi, TSS0
    call ask
    int DONE
    caught
    ; ARPL
    mov ax, 0x10
    mov bx, 3
    arpl ax, bx
    setz cl
    showw "arpl raises", ax
    movzx ecx, cl
    show "zf", ecx
    mov bx, 2
    arpl ax, bx
    setz cl
    showw "arpl leaves", ax
    movzx ecx, cl
    show "zf", ecx
    finish

; EDI: a selector. Registers keep their values where the answer is no.
ask:
    mov eax, 0x11111111
    mov ebx, 0x22222222
    xor ecx, ecx
    lar eax, edi
    setz cl
    shl ecx, 4
    lsl ebx, edi
    setz dl
    or cl, dl
    shl ecx, 4
    verr di
    setz dl
    or cl, dl
    shl ecx, 4
    verw di
    setz dl
    or cl, dl
    and eax, 0xfff0ffff ; bits 16 to 19 are undefined
    show "lar lsl verr verw", ecx
    show "rights", eax
    show "limit", ebx
    ret
