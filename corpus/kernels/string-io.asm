; INS and OUTS: counts, direction, across the ends of pages and segments, faults in the middle, and permissions.
%include "boot.inc"
%include "protected.inc"

DIRECTORY equ 0x10000
TABLE equ 0x11000
PAGE equ 0x20000

main:
    protected
    mov edi, DIRECTORY
    mov ecx, 0x2000 / 4
    xor eax, eax
    rep stosd
    mov dword [DIRECTORY], TABLE + 7
    mov edi, TABLE
    mov eax, 7
    mov ecx, 0x100
.map:
    stosd
    add eax, 0x1000
    loop .map
    mov eax, DIRECTORY
    mov cr3, eax
    mov eax, cr0
    or eax, 0x80000000
    mov cr0, eax
    ; the DMA page registers at 81 to 83 hold what is written
    mov edx, 0x83
    mov dword [SCRATCH], 0x04030201
    mov esi, SCRATCH
    mov ecx, 4
    rep outsb
    in al, dx
    movzx eax, al
    show "last of outsb", eax
    show "esi", esi
    mov edi, SCRATCH + 16
    mov dword [edi], 0
    mov ecx, 3
    rep insb
    show "insb", [SCRATCH + 16]
    show "edi", edi
    std
    mov edi, SCRATCH + 16 + 7
    mov ecx, 2
    rep insb
    cld
    show "downwards", [SCRATCH + 16 + 4]
    show "edi", edi
    xor ecx, ecx
    rep insb
    show "count 0", edi
    ; across a page whose successor is absent: what fits is done
    mov dword [TABLE + ((PAGE >> 12) + 1) * 4], 0
    mov eax, cr3
    mov cr3, eax
    mov dword [PAGE + 0xffc], 0
    catch "insb into an absent page"
    mov edi, PAGE + 0xffd
    mov ecx, 8
    rep insb
    caught
    show "edi", edi
    show "ecx", ecx
    show "memory", [PAGE + 0xffc]
    catch "outsb from an absent page"
    mov esi, PAGE + 0xffe
    mov ecx, 8
    rep outsb
    caught
    show "esi", esi
    show "ecx", ecx
    catch "outsd across"
    mov edx, 0x80
    mov esi, PAGE + 0xffe
    outsd
    caught
    ; segment ends
    slot 0, SCRATCH, 0xf, 0x93, 4
    mov edx, 0x83
    catch "insb across a limit"
    mov ax, SLOT
    mov es, ax
    mov edi, 0xd
    mov ecx, 8
    rep insb
    caught
    show "edi", edi
    show "ecx", ecx
    catch "outsb across a limit"
    mov ax, SLOT
    mov ds, ax
    mov esi, 0xd
    mov ecx, 8
    rep outsb
    caught
    show "esi", esi
    show "ecx", ecx
    catch "insb into read-only"
    slot 1, SCRATCH, 0xf, 0x91, 4
    mov ax, SLOT + 8
    mov es, ax
    xor edi, edi
    insb
    caught
    catch "outs with an override"
    mov ax, SLOT
    mov fs, ax
    mov esi, 0x10
    fs outsb
    caught
    ; ports come before memory
    catch "ring 3, closed port"
    goto_ring 3, .closed
.closed:
    mov ax, DATA3
    mov es, ax
    mov edx, 0x3f8
    mov edi, PAGE + 0x1000
    insb
    caught
    catch "ring 3, absent page"
    goto_ring 3, .absent
.absent:
    mov ax, DATA3
    mov es, ax
    mov edx, 0x83
    mov edi, PAGE + 0x1000
    insb
    caught
    ; MOVS, STOS, CMPS, SCAS where they cross
    mov ecx, 6
    catch "rep movsw into an absent page"
    mov esi, SCRATCH
    mov edi, PAGE + 0xffb
    rep movsw
    caught
    show "esi", esi
    show "edi", edi
    show "ecx", ecx
    catch "rep movsd downwards"
    mov esi, PAGE + 0x1008
    mov edi, SCRATCH + 0x40
    mov ecx, 6
    std
    rep movsd
    caught
    show "esi", esi
    show "ecx", ecx
    catch "repe scasb"
    mov edi, PAGE + 0xff0
    mov ecx, 0x100
    push edi
    push ecx
    xor eax, eax
    mov ecx, 4
    rep stosd
    pop ecx
    pop edi
    repe scasb
    caught
    show "edi", edi
    show "ecx", ecx
    ; 16-bit addresses wrap inside 64 KiB
    mov byte [0xffff], 0x5a
    mov byte [0], 0xa5
    mov ecx, 0xaaaa0003
    mov edi, 0x1111fffe
    mov al, 0x77
    movzx esi, word [0]
    a16 rep stosb
    show "edi", edi
    show "ecx", ecx
    show "wrapped", [0]
    finish
