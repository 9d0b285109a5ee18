; Pages of 4 KiB and of 4 MiB: the page size bit with and without CR4.PSE, addresses within, both sizes side by side, access across their border.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

BIG equ 0x400000

main:
    protected
    paging_on
    mov dword [PAGE], 0x11111111
    mov dword [PAGE + 0xffc], 0x22222222
    mov dword [0x7f000], 0x33333333
    ; without PSE the bit says nothing: the entry is a table's
    mov dword [DIRECTORY + 4], TABLE + 0x87
    reload
    show "no pse: a table", [BIG + PAGE]
    show_flags "no pse: its directory entry", DIRECTORY + 4
    ; with PSE an entry with the bit is a page, one without a table
    cr_set cr4, CR4_PSE
    mov dword [DIRECTORY + 4], 0x87
    mov dword [DIRECTORY + 8], TABLE + 7
    reload
    show "4 MiB: first bytes", [BIG + PAGE]
    show "4 MiB: end of a small page", [BIG + PAGE + 0xffc]
    show "4 MiB: further up", [BIG + 0x7f000]
    show "4 KiB beside it", [2 * BIG + PAGE]
    show_flags "4 MiB: read", DIRECTORY + 4
    mov dword [BIG + PAGE + 4], 0x44444444
    show "4 MiB: written", [PAGE + 4]
    show_flags "4 MiB: entry written through", DIRECTORY + 4
    show_flags "4 KiB: entry beside it", DIRECTORY + 8
    ; across the end of the big page into a small one, and back into the one before
    mov dword [DIRECTORY + 4], 0x87
    mov dword [DIRECTORY + 8], TABLE2 + 7
    mov dword [TABLE2], PAGE + 7
    mov dword [DIRECTORY + 0xc], 0x87
    mov dword [TABLE2 + 0x3ff * 4], PAGE + 0x1007
    mov dword [PAGE + 0x1ffc], 0x55555555
    reload
    mov dword [PAGE], 0x66666666
    mov eax, [3 * BIG - 2] ; a small page's end, the big one's beginning
    and eax, 0xffff
    show "small, then big", eax
    show_flags "small: accessed", TABLE2 + 0x3ff * 4
    show_flags "big: accessed", DIRECTORY + 0xc
    ; rights of a big page
    mov dword [DIRECTORY + 4], 0x83
    reload
    catch "4 MiB supervisor: read by ring 3"
    goto_ring 3, .read
.read:
    data3
    mov eax, [BIG + PAGE]
    caught
    mov dword [DIRECTORY + 4], 0x85
    reload
    catch "4 MiB read-only: write by ring 3"
    goto_ring 3, .write
.write:
    data3
    mov eax, [BIG + PAGE]
    mov [BIG + PAGE + 8], eax
    caught
    show_flags "4 MiB read-only: no dirty bit", DIRECTORY + 4
    mov [BIG + PAGE + 8], eax
    show_flags "4 MiB read-only: written by ring 0", DIRECTORY + 4
    cr_set cr0, CR0_WP
    reload
    catch "4 MiB read-only: write by ring 0, wp set"
    mov [BIG + PAGE + 12], eax
    caught
    cr_clear cr0, CR0_WP
    mov dword [DIRECTORY + 4], 0x86
    reload
    catch "4 MiB absent: fetch"
    mov eax, BIG + PAGE
    jmp eax
    caught
    ; code in a big page, a jump from a small page to it and back
    mov dword [DIRECTORY + 4], 0x87
    reload
    mov byte [PAGE + 0x100], 0xb8 ; mov eax, 777; ret
    mov dword [PAGE + 0x101], 0x777
    mov byte [PAGE + 0x105], 0xc3
    mov ebx, BIG + PAGE + 0x100
    call ebx
    show "code in a big page", eax
    mov dword [PAGE + 0x101], 0x888
    call ebx
    show "changed through a small one", eax
    mov dword [BIG + PAGE + 0x101], 0x999
    mov ebx, PAGE + 0x100
    call ebx
    show "changed through a big one", eax
    ; the switch of PSE is seen at once: the same entry is a table, then a page
    mov dword [DIRECTORY + 0x10], TABLE + 0x87
    and dword [DIRECTORY + 0x10], ~0x1f000 ; the table would be at 0, as the page is
    mov dword [0 + 0x7e * 4], PAGE + 7
    cr_clear cr4, CR4_PSE
    show "pse cleared: a table again", [4 * BIG + 0x7e000 + 0xffc]
    cr_set cr4, CR4_PSE
    show "pse set: a page again", [4 * BIG + 0x7f000]
    finish
