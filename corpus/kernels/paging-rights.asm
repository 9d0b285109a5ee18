; R/W and U/S of directory and table, each with each, for reads and writes of ring 0 and ring 3, with WP and without: which fault, and with which code.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

FAR_PAGE equ 0x400000 ; the directory's second entry, the second table's first

; Shows DWORD name and what the faults of a read and a write said: 0 none, else the error code + 1; writes in the upper half.
main:
    protected
    paging_on
    mov dword [hooks + 14 * 4], page_fault
    mov dword [hooks + DONE * 4], back
    mov dword [FIRST], 0
.next:
    ; bits of FIRST: 0 R/W of the table's entry, 1 its U/S, 2 R/W of the directory's entry, 3 its U/S, 4 WP
    mov eax, [FIRST]
    mov ecx, eax
    and ecx, 3
    lea ecx, [ecx * 2 + PAGE + 1]
    mov [TABLE2], ecx
    mov ecx, eax
    shr ecx, 2
    and ecx, 3
    lea ecx, [ecx * 2 + TABLE2 + 1]
    mov [DIRECTORY + 4], ecx
    cr_clear cr0, CR0_WP
    test byte [FIRST], 16
    jz .no_wp
    cr_set cr0, CR0_WP
.no_wp:
    reload
    mov dword [RESULT], 0
    mov dword [continue], .read0
    mov edi, RESULT
    mov eax, [FAR_PAGE]
.read0:
    reload
    mov dword [continue], .write0
    mov edi, RESULT + 1
    mov byte [FAR_PAGE], 1
.write0:
    reload
    goto_ring 3, .ring3
.ring3:
    data3
    mov dword [continue], .read3
    mov edi, RESULT + 2
    mov eax, [FAR_PAGE]
.read3:
    mov dword [continue], .write3
    mov edi, RESULT + 3
    mov byte [FAR_PAGE], 1
.write3:
    int DONE
.back:
    mov ax, DATA0
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov esp, STACK
    ; what became of the entries
    mov eax, [TABLE2]
    and eax, 0x60
    shl eax, 4
    mov ecx, [DIRECTORY + 4]
    and ecx, 0x60
    or eax, ecx
    shl eax, 4
    add eax, [FIRST]
    push dword [RESULT]
    push eax
    show "bits: marks of table and directory, then wp, directory, table", [esp]
    add esp, 4
    show "codes: write and read of ring 3, write and read of ring 0", [esp]
    add esp, 4
    inc dword [FIRST]
    cmp dword [FIRST], 32
    jb .next
    finish

; EBP: the frame. What EDI points at becomes the code + 1, and the access is passed over.
page_fault:
    mov edi, [ebp + F_EDI]
    mov al, [ebp + F_ERROR]
    inc al
    mov [edi], al
    mov eax, [continue]
    mov [ebp + F_EIP], eax
    ret

; To ring 0, with its stack.
back:
    mov dword [ebp + F_EIP], main.back
    mov dword [ebp + F_CS], CODE0
    ret

section .data
FIRST: dd 0
RESULT: dd 0
continue: dd 0
section .text
