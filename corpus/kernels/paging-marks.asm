; Accessed and dirty bits: who sets them, in directory and table, and what does not.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

P equ 0x400000 ; maps PAGE
Q equ 0x401000 ; maps the page behind it

; fresh: entries without marks; marks "name": bits 5 and 6 of the directory's entry (<< 8), of P's (<< 4 >> 4) and Q's (<< 4)
%macro fresh 0
    mov dword [TABLE2], PAGE + 7
    mov dword [TABLE2 + 4], PAGE + 0x1007
    mov dword [DIRECTORY + 4], TABLE2 + 7
    reload
%endmacro
%macro marks 1
    call collect
    show %1, eax
%endmacro

main:
    protected
    paging_on
    cr_set cr4, CR4_PSE | 0x200
    mov dword [hooks + 14 * 4], 0
    fresh
    marks "nothing"
    fresh
    mov eax, [P]
    marks "read"
    fresh
    mov [P], eax
    marks "write"
    fresh
    mov eax, [P]
    mov [P], eax
    marks "read, then write"
    fresh
    or dword [P], 0
    marks "or"
    fresh
    cmp dword [P], 0
    marks "cmp"
    fresh
    test [P], eax
    marks "test"
    fresh
    mov eax, 1
    mov dword [PAGE], 0
    cmpxchg [P], ecx
    marks "cmpxchg, not equal"
    fresh
    mov eax, 1
    lock cmpxchg8b [P]
    marks "cmpxchg8b, not equal"
    fresh
    xchg [P], eax
    marks "xchg"
    fresh
    bt dword [P], 3
    marks "bt"
    fresh
    bts dword [P], 3
    marks "bts"
    fresh
    mov eax, 0x8003
    bt [P], eax
    marks "bt, a page further"
    fresh
    mov [P + 0xffe], eax
    marks "write across"
    fresh
    mov eax, [P + 0xffd]
    marks "read across"
    fresh
    lea eax, [P]
    marks "lea"
    fresh
    fresh
    invlpg [P]
    marks "invlpg"
    fresh
    mov esi, P
    mov edi, Q
    mov ecx, 3
    rep movsd
    marks "rep movsd"
    fresh
    mov esi, P
    mov edi, Q
    xor ecx, ecx
    rep movsd
    marks "rep movsd of nothing"
    fresh
    mov esi, P
    mov edi, Q
    mov ecx, 4
    repe cmpsb
    marks "cmpsb"
    fresh
    mov ebx, esp
    mov esp, P + 0x1004
    push eax
    mov esp, ebx
    marks "push"
    fresh
    mov ebx, esp
    mov esp, P + 0x1000
    pop eax
    mov esp, ebx
    marks "pop"
    fresh
    mov ebx, esp
    mov esp, P + 0x1010
    pushad
    mov esp, ebx
    marks "pushad across"
    fresh
    fninit
    fstp tword [P + 0xff8]
    marks "fstp across"
    fresh
    fld qword [P]
    marks "fld"
    fresh
    fninit
    mov byte [P + 0x10], 0xc3
    fresh
    mov ebx, P + 0x10
    call ebx
    marks "fetch"
    fresh
    mov byte [PAGE + 0xfff], 0x90
    mov byte [PAGE + 0x1000], 0xc3
    mov ebx, P + 0xfff
    call ebx
    marks "fetch of two pages"
    ; what does not get through marks nothing as written
    fresh
    mov dword [TABLE2], PAGE + 5
    reload
    catch "write by ring 3 to a read-only page"
    goto_ring 3, .refused
.refused:
    data3
    mov [P], eax
    caught
    call collect
    and eax, 0x444 ; entries that were used may be marked as accessed
    show "refused write, dirty", eax
    fresh
    mov dword [TABLE2 + 4], 0
    reload
    catch "write across, the second page absent"
    mov [P + 0xffe], eax
    caught
    call collect
    and eax, 0x40 ; the first page may be marked as accessed
    show "first page of it, dirty", eax
    ; tables of the processor's own
    mov esi, gdt
    mov edi, PAGE
    mov ecx, (gdt_end - gdt) / 4
    rep movsd
    mov dword [moved], P
    sgdt [old]
    mov ax, [old]
    mov [moved - 2], ax
    lgdt [moved - 2]
    fresh
    mov ax, DATA0
    mov fs, ax
    marks "segment load, accessed already"
    and byte [PAGE + DATA0 + 5], 0xfe
    fresh
    mov ax, DATA0
    mov fs, ax
    marks "segment load, to be marked accessed"
    and byte [PAGE + DATA3 - 3 + 5], 0xfe
    fresh
    mov ax, DATA3
    lar eax, eax
    marks "lar"
    fresh
    mov ax, DATA3
    verw ax
    marks "verw"
    and byte [PAGE + TSS0 + 5], 0xfd
    fresh
    mov ax, TSS0
    ltr ax
    marks "ltr"
    lgdt [old]
    ; an interrupt's gate, and its stack
    mov esi, IDT_AT
    mov edi, PAGE
    mov ecx, 64 * 2
    rep movsd
    sidt [old_idt]
    mov word [moved - 2], 64 * 8 - 1
    lidt [moved - 2]
    mov dword [hooks + DONE * 4], back
    mov dword [TSS0_AT + 4], Q + 0x800
    fresh
    goto_ring 3, .user
.user:
    int DONE
.back:
    mov ax, DATA0
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov esp, STACK
    marks "interrupt: idt and stack"
    lidt [old_idt]
    mov dword [TSS0_AT + 4], STACK0
    ; a big page
    mov dword [DIRECTORY + 4], 0x87
    reload
    show_flags "4 MiB: nothing", DIRECTORY + 4
    mov eax, [P + PAGE]
    show_flags "4 MiB: read", DIRECTORY + 4
    mov [P + PAGE], eax
    show_flags "4 MiB: write", DIRECTORY + 4
    ; bits that software has put there
    mov dword [TABLE2], PAGE + 0xe07
    mov dword [DIRECTORY + 4], TABLE2 + 0xe07
    reload
    mov [P], eax
    show_flags "software's bits, directory", DIRECTORY + 4
    show_flags "software's bits, table", TABLE2
    finish

back:
    mov dword [ebp + F_EIP], main.back
    mov dword [ebp + F_CS], CODE0
    ret

collect:
    mov eax, [DIRECTORY + 4]
    and eax, 0x60
    shl eax, 4
    mov edx, [TABLE2 + 4]
    and edx, 0x60
    or eax, edx
    shl eax, 4
    mov edx, [TABLE2]
    and edx, 0x60
    or eax, edx
    ret

section .data
align 4
    dw 0, 0
moved: dd 0
    dw 0
old: dw 0, 0, 0
    dw 0
old_idt: dw 0, 0, 0
section .text
