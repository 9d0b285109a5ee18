; A fault in the middle of an instruction leaves everything as it was; with the page there it runs again, once. Strings go on where they were.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

P equ 0x400000
Q equ 0x401000 ; absent until somebody asks for it

; Q absent again, what is in its page and the end of P's known
%macro absent 0
    call take_away
%endmacro
; how often the handler was asked, and the first address
%macro asked 1
    push dword [first]
    push dword [count]
    show {%1, ": faults"}, [esp]
    add esp, 4
    show {%1, ": first address"}, [esp]
    add esp, 4
%endmacro

main:
    protected
    paging_on
    mov dword [DIRECTORY + 4], TABLE2 + 7
    mov dword [TABLE2], PAGE + 7
    reload
    mov dword [hooks + 14 * 4], bring
    absent
    mov eax, 0x00010001
    add [Q - 2], eax
    asked "add across"
    show "add across: once", [PAGE + 0xffe]
    absent
    mov eax, 5
    xadd [Q - 1], eax
    asked "xadd across"
    show "xadd across: memory", [PAGE + 0xfff]
    show "xadd across: register", eax
    absent
    mov eax, [PAGE + 0xffc]
    mov edx, [PAGE + 0x1000]
    mov ebx, 0x12121212
    mov ecx, 0x34343434
    cmpxchg8b [Q - 4]
    asked "cmpxchg8b across"
    show "cmpxchg8b across: low", [PAGE + 0xffc]
    show "cmpxchg8b across: high", [PAGE + 0x1000]
    absent
    stc
    rcl dword [Q - 2], 1
    asked "rcl across"
    show "rcl across: the carry counts once", [PAGE + 0xffe]
    absent
    inc dword [Q]
    asked "inc"
    show "inc: once", [PAGE + 0x1000]
    absent
    mov edi, Q - 8
    mov ecx, 6
    mov eax, 0x5a5a5a5a
    rep stosd
    asked "rep stosd"
    show "rep stosd: edi", edi
    show "rep stosd: ecx", ecx
    show "rep stosd: last", [PAGE + 0x100c]
    absent
    mov esi, Q - 6
    mov edi, P + 0x100
    mov ecx, 5
    rep movsd
    asked "rep movsd"
    show "rep movsd: the dword across", [PAGE + 0x104]
    show "rep movsd: esi", esi
    absent
    std
    mov esi, Q + 3
    mov edi, P + 0x203
    mov ecx, 7
    rep movsb
    cld
    asked "rep movsb, downwards"
    show "rep movsb, downwards: esi", esi
    absent
    mov edi, Q - 4
    mov ecx, 100
    mov al, 0x99
    mov byte [PAGE + 0x1009], 0x99
    repne scasb
    asked "repne scasb"
    show "repne scasb: ecx", ecx
    absent
    mov byte [PAGE + 0xfff], 0xb8 ; mov eax, imm32; ret
    mov dword [PAGE + 0x1000], 0x87654321
    mov byte [PAGE + 0x1004], 0xc3
    mov ebx, P + 0xfff
    call ebx
    asked "an instruction across"
    show "an instruction across: eax", eax
    ; a loop that crosses pages, whose second half goes away in the middle
    absent
    mov byte [PAGE + 0xffe], 0x40 ; inc eax; inc eax; dec ecx; jnz
    mov byte [PAGE + 0xfff], 0x40
    mov dword [PAGE + 0x1000], 0xc3fa7549
    mov eax, 0
    mov ecx, 50
    mov ebx, P + 0xffe
    call ebx
    asked "a loop across"
    show "a loop across: eax", eax
    ; x87: the store runs again with the register still there
    fninit
    fld1
    fldpi
    absent
    fstp tword [Q - 5]
    asked "fstp across"
    show "fstp across: middle", [PAGE + 0xfff]
    fnstsw ax
    and eax, 0x3800
    show "fstp across: top", eax
    absent
    fild qword [Q - 3]
    asked "fild across"
    fnstsw ax
    and eax, 0x3800
    show "fild across: top", eax
    ; ring 3: its stack grows into the page, in the middle of PUSHA, ENTER, a call, an interrupt's frame
    absent
    mov dword [hooks + DONE * 4], back
    push dword DATA3
    push dword Q + 0x10
    push dword 2
    push dword CODE3
    push dword .user
    iretd
.user:
    data3
    mov eax, 0xa
    mov ecx, 0xc
    mov edx, 0xd
    mov ebx, 0xb
    mov ebp, 0x9
    mov esi, 6
    mov edi, 7
    pushad
    mov dword [P + 0x300], esp
    popad
    int DONE
.back:
    mov ax, DATA0
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov esp, STACK
    asked "pushad"
    show "pushad: esp", [PAGE + 0x300]
    show "pushad: ecx", [PAGE + 0x1008]
    show "pushad: esp on the stack", [PAGE + 0xffc]
    finish

; Maps Q, counts, keeps the first address.
bring:
    mov eax, cr2
    cmp dword [count], 0
    jne .counted
    mov [first], eax
.counted:
    inc dword [count]
    or dword [TABLE2 + 4], 1
    ret

take_away:
    mov dword [TABLE2 + 4], PAGE + 0x1006
    invlpg [Q]
    mov dword [count], 0
    mov dword [first], 0
    mov dword [PAGE + 0xffc], 0x04030201
    mov dword [PAGE + 0x1000], 0x08070605
    ret

back:
    mov dword [ebp + F_EIP], main.back
    mov dword [ebp + F_CS], CODE0
    ret

section .data
count: dd 0
first: dd 0
section .text
