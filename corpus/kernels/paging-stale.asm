; What may not be used any longer after INVLPG, a load of CR3, a task switch, CR4.PGE or CR0.PG; and what needs none of them. Nothing is shown of
; translations that the manual lets a processor keep or drop.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

P equ 0x400000
ONE equ PAGE
TWO equ PAGE + 0x1000

%macro table 1
    mov dword [TABLE2], %1
%endmacro

main:
    protected
    paging_on
    mov dword [DIRECTORY + 4], TABLE2 + 7
    mov dword [ONE], 0x11111111
    mov dword [TWO], 0x22222222
    mov dword [ONE + 0x100], 0x000111b8 ; mov eax, 0x111; ret
    mov word [ONE + 0x104], 0xc300
    mov dword [TWO + 0x100], 0x000222b8
    mov word [TWO + 0x104], 0xc300
    mov ebx, P + 0x100
    ; from absent to present: nothing was kept of an absent page
    catch "absent"
    mov eax, [P]
    caught
    table ONE + 7
    show "present now", [P]
    ; INVLPG: data, then code, by any address in the page
    table TWO + 7
    invlpg [P + 0xfff]
    show "invlpg: data", [P]
    call ebx
    show "invlpg: code", eax
    table ONE + 7
    invlpg [P]
    call ebx
    show "invlpg: code again", eax
    table 0
    invlpg [P]
    catch "invlpg: gone, data"
    mov eax, [P]
    caught
    catch "invlpg: gone, code"
    call ebx
    caught
    ; rights that grow: a fault drops what was kept, so a handler may just return
    table ONE + 5
    cr_set cr0, CR0_WP
    mov dword [hooks + 14 * 4], grow
    mov eax, [P]
    mov dword [P + 4], 0x44444444
    show "rights that grow", [ONE + 4]
    mov dword [hooks + 14 * 4], 0
    ; rights that shrink
    table ONE + 5
    invlpg [P]
    catch "rights that shrink"
    mov [P + 8], eax
    caught
    ; WP is no matter of INVLPG
    cr_clear cr0, CR0_WP
    mov dword [P + 8], 0x88888888
    show "wp cleared", [ONE + 8]
    cr_set cr0, CR0_WP
    catch "wp set"
    mov [P + 8], eax
    caught
    cr_clear cr0, CR0_WP
    ; the directory's entry, by INVLPG of the page
    table ONE + 7
    reload
    mov eax, [P]
    mov dword [TABLE + 0x3f0 * 4], TWO + 7
    mov dword [DIRECTORY + 4], 0
    invlpg [P]
    catch "directory's entry gone"
    mov eax, [P]
    caught
    mov dword [DIRECTORY + 4], TABLE2 + 7
    ; CR3
    show "through the table again", [P]
    table TWO + 7
    reload
    show "cr3: data", [P]
    call ebx
    show "cr3: code", eax
    ; another directory, with another page there; ring 3's view of both
    mov esi, DIRECTORY
    mov edi, 0x13000
    mov ecx, 1024
    rep movsd
    mov edi, 0x14000
    mov ecx, 1024
    xor eax, eax
    rep stosd
    mov dword [0x13000 + 4], 0x14000 + 7
    mov dword [0x14000], ONE + 7
    mov eax, 0x13000
    mov cr3, eax
    show "other space: data", [P]
    call ebx
    show "other space: code", eax
    mov eax, DIRECTORY
    mov cr3, eax
    show "first space: data", [P]
    call ebx
    show "first space: code", eax
    ; a table changed while its space was not in use
    mov eax, 0x13000
    mov cr3, eax
    table ONE + 7
    mov eax, DIRECTORY
    mov cr3, eax
    show "changed meanwhile: data", [P]
    call ebx
    show "changed meanwhile: code", eax
    ; global pages: INVLPG drops them, and so does PGE, either way
    cr_set cr4, CR4_PGE
    table ONE + 0x107
    invlpg [P]
    mov eax, [P]
    call ebx
    table TWO + 0x107
    invlpg [P]
    show "global, invlpg: data", [P]
    call ebx
    show "global, invlpg: code", eax
    table ONE + 0x107
    cr_clear cr4, CR4_PGE
    show "global, pge cleared: data", [P]
    call ebx
    show "global, pge cleared: code", eax
    table TWO + 0x107
    cr_set cr4, CR4_PGE
    show "global, pge set: data", [P]
    call ebx
    show "global, pge set: code", eax
    table ONE + 0x107
    cr_clear cr0, CR0_PG
    cr_set cr0, CR0_PG
    show "global, paging off and on: data", [P]
    call ebx
    show "global, paging off and on: code", eax
    cr_clear cr4, CR4_PGE
    ; big pages: INVLPG of any address in them drops all
    cr_set cr4, CR4_PSE
    mov dword [DIRECTORY + 8], 0x87
    reload
    mov eax, [0x800000 + ONE]
    mov eax, [0x800000 + TWO]
    lea edx, [0x800000 + ONE + 0x100]
    call edx
    mov esi, TABLE
    mov edi, TABLE2
    mov ecx, 1024
    rep movsd
    mov dword [TABLE2 + (ONE >> 12) * 4], TWO + 7
    mov dword [TABLE2 + (TWO >> 12) * 4], ONE + 7
    mov dword [DIRECTORY + 8], TABLE2 + 7
    invlpg [0xbff000]
    show "big page split: first", [0x800000 + ONE]
    show "big page split: second", [0x800000 + TWO]
    call edx
    show "big page split: code", eax
    mov dword [DIRECTORY + 8], 0x87
    reload
    show "big page again", [0x800000 + ONE]
    call edx
    show "big page again: code", eax
    ; INVLPG is ring 0's, wants memory, and does not fault where there is none
    catch "invlpg of nothing"
    invlpg [0xfffff000]
    caught
    catch "invlpg by ring 3"
    goto_ring 3, .user
.user:
    data3
    invlpg [P]
    caught
    catch "invlpg of a register"
    db 0x0f, 0x01, 0xf8 ; SWAPGS of another mode
    caught
    ; a task switch loads CR3, and another value drops what was kept
    mov dword [DIRECTORY + 4], TABLE2 + 7
    mov dword [0x14000], TWO + 7
    mov eax, 0x13000
    mov cr3, eax
    mov eax, [P]
    mov eax, DIRECTORY
    mov cr3, eax
    mov dword [0x14000], ONE + 7
    mov edi, TSS1_AT
    mov dword [edi + 0x1c], 0x13000
    mov dword [edi + 0x20], .task
    mov dword [edi + 0x24], 2
    mov dword [edi + 0x38], 0x5800
    mov dword [edi + 0x48], DATA0
    mov dword [edi + 0x4c], CODE0
    mov dword [edi + 0x50], DATA0
    mov dword [edi + 0x54], DATA0
    jmp TSS1:0
.task:
    show "task switch: data", [P]
    mov ebx, P + 0x100
    call ebx
    show "task switch: code", eax
    finish

; Makes the page writable and returns without INVLPG.
grow:
    or dword [TABLE2], 2
    ret
