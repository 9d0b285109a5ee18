; Single-stepping in real and protected mode: where the trap comes, over POPF, PUSHF, INT, IRET, REP, MOV SS, and what DR6 says.
%include "boot.inc"
%include "real.inc"
%include "protected.inc"

main:
    call catch_real
    mov word [rhooks + 2], step16
    mov word [rhooks + 2 * 0x15], .service
    mov bp, sp
    pushf
    or word [bp - 2], 0x100
    popf
    nop ; the first trap comes behind this
    nop
    mov ax, 1
    pushf
    pop bx ; TF is seen
    nop
    mov cx, 3
    mov si, SCRATCH
    mov di, SCRATCH + 16
    rep movsb ; a trap behind each round
    mov ax, ss
    mov ss, ax ; no trap behind this one
    nop
    push ss
    pop ss
    nop
    int 0x15 ; TF is cleared inside
    jmp short .next
.next:
    pushf
    and word [bp - 2], 0xfeff
    popf
    nop
    showw "steps", [steps]
    showw "flags while stepping", bx
    xor eax, eax
    mov dr6, eax
    protected
    mov dword [hooks + 4], step32
    mov dword [steps], 0
    xor eax, eax
    mov dr6, eax
    pushfd
    or dword [esp], 0x100
    popfd
    nop
    mov eax, [SCRATCH]
    call .sub
    mov ecx, 2
    loop $
    mov ax, ss
    mov ss, ax
    nop
    lss esp, [stack]
    nop
    sti
    cli
    pushfd
    and dword [esp], ~0x100
    popfd
    nop
    show "steps", [steps]
    ; ring 3, and V86 mode
    mov dword [steps], 0
    catch "ring 3"
    goto_ring 3, .ring3, 0x102
.ring3:
    nop
    nop
    ud2
    caught
    show "steps", [steps]
    mov dword [steps], 0
    catch "v86"
    goto_v86 .v86, 0x20102
bits 16
.v86:
    nop
    nop
    ud2
bits 32
    caught
    show "steps", [steps]
    finish
bits 16
.service:
    nop
    ret
bits 32
.sub:
    ret

step32:
    inc dword [steps]
    mov eax, [ebp + F_EIP]
    show "step", eax
    mov eax, dr6
    show "dr6", eax
    xor eax, eax
    mov dr6, eax
    ret

bits 16
step16:
    inc dword [steps]
    mov ax, [bp + R_IP]
    showw "step", ax
    mov eax, dr6
    show "dr6", eax
    ret

section .data
align 4
steps: dd 0
stack: dd STACK
    dw DATA0
section .text
