; Paging beside its faults: stale translations and INVLPG, 4 MiB pages, global pages, accessed and dirty bits, aliases, WP, CR3 loads.
%include "boot.inc"
%include "protected.inc"

DIRECTORY equ 0x10000
TABLE equ 0x11000
PAGE equ 0x20000
OTHER equ 0x21000

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
    mov dword [PAGE], 0x11111111
    mov dword [OTHER], 0x22222222
    mov eax, cr0
    or eax, 0x80000000
    mov cr0, eax
    ; two linear pages, one physical
    mov dword [TABLE + 0x300 * 4], PAGE + 7
    mov dword [0x300000 + 4], 0x33333333
    show "alias", [PAGE + 4]
    ; remapped: seen after INVLPG
    mov dword [TABLE + 0x300 * 4], OTHER + 7
    invlpg [0x300000]
    show "remapped", [0x300000]
    ; ... after a CR3 load
    mov dword [TABLE + 0x300 * 4], PAGE + 7
    mov eax, cr3
    mov cr3, eax
    show "remapped by cr3", [0x300000]
    ; accessed and dirty, table and directory
    mov dword [TABLE + 0x301 * 4], OTHER + 7
    show "entry", [TABLE + 0x301 * 4]
    mov al, [0x301000]
    show "read", [TABLE + 0x301 * 4]
    mov [0x301000 + 8], al
    show "written", [TABLE + 0x301 * 4]
    and dword [TABLE + 0x301 * 4], ~0x60
    invlpg [0x301000]
    mov [0x301000 + 8], al
    show "written again", [TABLE + 0x301 * 4]
    ; 4 MiB pages, and page size bits that do nothing without PSE
    mov eax, 0x10
    mov cr4, eax
    mov dword [DIRECTORY + 4], 0x00000083 ; 4 MiB to 0
    mov eax, cr3
    mov cr3, eax
    show "4 MiB page", [0x400000 + PAGE]
    mov dword [0x400000 + PAGE + 12], 0x44444444
    show "through it", [PAGE + 12]
    show "its entry", [DIRECTORY + 4]
    catch "4 MiB page, read-only for ring 3"
    goto_ring 3, .big
.big:
    mov ax, DATA3
    mov ds, ax
    mov eax, [0x400000 + PAGE]
    caught
    ; global pages live through CR3 loads, not through INVLPG
    mov eax, 0x90
    mov cr4, eax
    mov dword [TABLE + 0x302 * 4], PAGE + 0x107
    invlpg [0x302000]
    show "global", [0x302000]
    mov dword [TABLE + 0x302 * 4], OTHER + 0x107
    invlpg [0x302000]
    show "global after invlpg", [0x302000]
    mov dword [TABLE + 0x302 * 4], PAGE + 0x107
    mov eax, 0x10
    mov cr4, eax ; clearing PGE flushes all
    show "global after pge", [0x302000]
    ; code through two mappings, rewritten through the other
    mov dword [PAGE + 0x100], 0x000001b8 ; mov eax, 1; ret
    mov word [PAGE + 0x104], 0xc300
    mov ebx, 0x300100
    call ebx
    show "code", eax
    mov byte [PAGE + 0x101], 2
    call ebx
    show "rewritten by its alias", eax
    mov byte [PAGE + 0x100 + 0x1000], 0xb8
    mov dword [OTHER + 0x101], 3
    mov byte [OTHER + 0x105], 0xc3
    mov dword [TABLE + 0x300 * 4], OTHER + 7
    invlpg [0x300000]
    call ebx
    show "another page there", eax
    ; a page table that maps itself
    mov dword [DIRECTORY + 4 * 0x3ff], DIRECTORY + 3
    mov eax, cr3
    mov cr3, eax
    show "recursive", [0xfffffffc]
    mov eax, [0xffc00000 + 0x302 * 4]
    and eax, 0xfffff000
    show "recursive table", eax
    ; off and on again
    mov eax, cr0
    and eax, 0x7fffffff
    mov cr0, eax
    show "paging off", [PAGE + 12]
    or eax, 0x80000000
    mov cr0, eax
    show "paging on", [0x302000 + 12]
    finish
