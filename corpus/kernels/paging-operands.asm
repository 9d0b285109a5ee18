; Which address and which code a page fault gives, for accesses that are no plain operand: stacks, calls, tables of descriptors, task state, strings.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

P equ 0x400000 ; there
Q equ 0x401000 ; not there

%macro from_stack 2 ; name, ESP: by ring 3, for the fault has to find a stack
    catch %1
    push dword DATA3
    push dword %2
    push dword 2
    push dword CODE3
    push dword %%there
    mov ebx, 0x12345678
    iretd
%%there:
    data3
%endmacro

main:
    protected
    paging_on
    mov dword [DIRECTORY + 4], TABLE2 + 7
    mov dword [TABLE2], PAGE + 7
    reload
    mov edi, P
    mov ecx, 1024
    xor eax, eax
    rep stosd
    from_stack "push", Q + 0x104
    push ebx
    caught
    from_stack "push word across", Q + 1
    push bx
    caught
    from_stack "push across: first half there", Q + 2
    push ebx
    caught
    from_stack "pop", Q
    pop ebx
    caught
    from_stack "pop across", Q - 2
    pop ebx
    caught
    from_stack "pushad: the fourth word", Q + 0x10
    pushad
    caught
    from_stack "popad", Q - 8
    popad
    caught
    from_stack "pushfd", Q + 8
    pushfd
    caught
    from_stack "popfd", Q
    popfd
    caught
    from_stack "call", Q + 4
    call ebx
    caught
    from_stack "ret", Q
    ret
    caught
    from_stack "far ret, its selector", Q - 4
    retf
    caught
    from_stack "iret, its flags", Q - 8
    iretd
    caught
    from_stack "enter", Q + 4
    enter 8, 0
    caught
    from_stack "enter: the last byte of the frame", P + 0x20
    enter 0x30, 0
    caught
    catch "leave"
    mov ebp, Q
    leave
    caught
    from_stack "push of memory", P + 0x800
    push dword [Q + 0x10]
    caught
    from_stack "pop to memory", P + 0x800
    pop dword [Q + 0x10]
    caught
    from_stack "far call by a pointer", P + 0x800
    call far [Q]
    caught
    catch "near jump by a pointer"
    jmp [Q + 8]
    caught
    catch "lds"
    lds eax, [Q - 4]
    caught
    catch "movsd: source"
    mov esi, Q
    mov edi, P
    movsd
    caught
    catch "movsd: destination"
    mov esi, P
    mov edi, Q + 4
    movsd
    caught
    catch "stosb"
    mov edi, Q + 0x13
    stosb
    caught
    catch "scasw"
    mov edi, Q - 1
    scasw
    caught
    catch "xlatb"
    mov ebx, Q
    mov eax, 0x17
    xlatb
    caught
    catch "bt far away"
    mov eax, 0x8000 + 37
    bt [P], eax
    caught
    catch "btr far away"
    mov eax, 0x8000 + 37
    btr [P], eax
    caught
    catch "bts before it"
    mov eax, -1
    bts [Q + 0x1000], eax
    caught
    catch "bound, its upper half"
    xor eax, eax
    bound eax, [Q - 4]
    caught
    catch "sgdt, its base"
    sgdt [Q - 2]
    caught
    catch "lgdt"
    lgdt [Q - 4]
    caught
    catch "xadd"
    xadd [Q + 4], eax
    caught
    catch "cmpxchg8b across"
    cmpxchg8b [Q - 4]
    caught
    catch "fld tword across"
    fld tword [Q - 4]
    caught
    catch "fstp tword"
    fninit
    fldz
    fstp tword [Q - 9]
    caught
    catch "fnstenv"
    fnstenv [Q - 16]
    caught
    catch "fxsave across"
    cr_set cr4, 0x200
    fxsave [Q - 256]
    caught
    catch "shld"
    shld [Q], eax, 4
    caught
    catch "setz"
    setz [Q + 5]
    caught
    catch "mov moffs"
    mov [Q + 9], al
    caught
    catch "test"
    test byte [Q + 2], 1
    caught
    catch "neg"
    neg dword [Q + 6]
    caught
    catch "code: an opcode across"
    mov word [P + 0xffe], 0x840f ; jz
    mov eax, P + 0xffe
    jmp eax
    caught
    catch "code: runs into it"
    mov byte [P + 0xfff], 0x90
    mov eax, P + 0xfff
    jmp eax
    caught
    ; tables: the access is the supervisor's, from ring 3 too
    sgdt [old]
    mov esi, gdt
    mov edi, P + 0x1000 - SLOT - 16 ; its slots 2 and up are not there
    mov ecx, (SLOT + 16) / 4
    mov dword [moved], P + 0x1000 - SLOT - 16
    mov ax, [old]
    mov [moved - 2], ax
    rep movsd
    lgdt [moved - 2]
    catch "descriptor"
    mov ax, SLOT + 16
    mov fs, ax
    caught
    catch "descriptor, from ring 3"
    goto_ring 3, .descriptor
.descriptor:
    mov ax, SLOT + 16 + 3
    mov fs, ax
    caught
    catch "lar"
    mov eax, SLOT + 24
    lar eax, eax
    caught
    catch "verr by ring 3"
    goto_ring 3, .verr
.verr:
    mov ax, SLOT + 32
    verr ax
    caught
    catch "far jump"
    jmp SLOT + 16:0
    caught
    catch "ltr"
    mov ax, SLOT + 40
    ltr ax
    caught
    lgdt [old]
    ; the map of ports in the task state
    mov esi, TSS0_AT
    mov edi, P + 0x800
    mov ecx, 0x68 / 4
    rep movsd
    mov word [P + 0x800 + 0x66], 0x800
    descriptor_at gdt + SLOT, P + 0x800, 0xfff, 0x89, 0
    mov ax, SLOT
    ltr ax
    catch "map of ports"
    goto_ring 3, .ports
.ports:
    in al, 0x61
    caught
    catch "map of ports, across"
    mov word [P + 0x800 + 0x66], 0x7f3
    goto_ring 3, .ports_across
.ports_across:
    in al, 0x61
    caught
    finish

section .data
align 4
    dw 0, 0
moved: dd 0
    dw 0
old: dw 0, 0, 0
section .text
