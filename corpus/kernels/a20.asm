; The A20 gate by port 92 and by the keyboard controller: addresses wrap at 1 MiB while it is closed, in every odd megabyte, for code too.
%include "boot.inc"
%include "protected.inc"

%macro kbc_wait 0
%%wait:
    in al, 0x64
    test al, 2
    jnz %%wait
%endmacro

%macro look 1
    mov ax, 0xffff
    mov es, ax
    mov ax, [es:SCRATCH + 0x10]
    showw %1, ax
%endmacro

main:
    mov ax, 0xffff
    mov es, ax
    mov word [SCRATCH], 0x1111
    mov word [es:SCRATCH + 0x10], 0x2222
    look "open"
    showw "below", [SCRATCH]
    in al, 0x92
    and al, 0xfc
    out 0x92, al
    look "closed by port 92"
    mov ax, 0xffff
    mov es, ax
    mov word [es:SCRATCH + 0x10], 0x3333
    showw "below", [SCRATCH]
    ; a cross of the boundary
    mov dword [es:0xe], 0x44445555
    show "across, at 0", [0]
    in al, 0x92
    and al, 2
    movzx eax, al
    show "port 92", eax
    in al, 0x92
    or al, 2
    and al, 0xfe
    out 0x92, al
    look "open by port 92"
    ; the keyboard controller's output port
    kbc_wait
    outb 0x64, 0xad
    kbc_wait
    outb 0x64, 0xd1
    kbc_wait
    outb 0x60, 0xdd
    kbc_wait
    look "closed by the keyboard controller"
    kbc_wait
    outb 0x64, 0xd1
    kbc_wait
    outb 0x60, 0xdf
    kbc_wait
    look "open by the keyboard controller"
    ; in protected mode, at 1, 2 and 3 MiB
    protected
    mov dword [0x00101600], 0x00000001
    mov dword [0x00201600], 0x00000002
    mov dword [0x00301600], 0x00000003
    in al, 0x92
    and al, 0xfc
    out 0x92, al
    mov eax, [0x00101600]
    cmp eax, [SCRATCH]
    sete cl
    movzx ecx, cl
    mov edx, [0x00201600]
    mov esi, [0x00301600]
    show "1 MiB is 0", ecx
    show "2 MiB", edx
    show "3 MiB is 2 MiB", esi
    ; code beyond 1 MiB is the code below it
    mov dword [0x1700], 0x000001b8 ; mov eax, 1; ret
    mov word [0x1704], 0xc300
    call 0x101700
    show "code", eax
    in al, 0x92
    or al, 2
    and al, 0xfe
    out 0x92, al
    mov dword [0x101700], 0x000002b8 ; mov eax, 2; ret
    mov word [0x101704], 0xc300
    call 0x101700
    show "code, open", eax
    call 0x1700
    show "code below", eax
    mov edx, [0x00101600]
    show "1 MiB again", edx
    finish
