; Loads of data and stack segment registers: types, DPL against CPL and RPL, the accessed bit, null selectors, from memory and stack.
%include "boot.inc"
%include "protected.inc"

%macro types 0
%assign type 0
%rep 16
    slot 0, 0, 0xfffff, 0x80 | type, 0xc
    catch {"system type ", %str(type)}
    mov ax, SLOT
    mov fs, ax
    caught
%assign type type + 1
%endrep
%assign type 0
%rep 16
    slot 0, 0, 0xfffff, 0x90 | type, 0xc
    catch {"data, type ", %str(type)}
    mov ax, SLOT
    mov fs, ax
    movzx ebx, byte [gdt + SLOT + 5]
    int DONE
    caught
    show "access byte", ebx
    slot 0, 0, 0xfffff, 0xf0 | type, 0xc
    catch {"stack, type ", %str(type)}
    goto_ring 3, .stack_type_ %+ type
.stack_type_ %+ type:
    mov ax, SLOT + 3
    mov ss, ax
    int DONE
    caught
%assign type type + 1
%endrep
%endmacro

main:
    protected
    xor ebx, ebx
    types
    ; DPL >= max(CPL, RPL) for data and non-conforming code
%assign dpl 0
%rep 4
    slot 0, 0, 0xfffff, 0x93 | dpl << 5, 0xc
    slot 1, 0, 0xfffff, 0x9f | dpl << 5, 0xc
%assign rpl 0
%rep 4
    catch {"dpl ", %str(dpl), " rpl ", %str(rpl)}
    mov ax, SLOT + rpl
    mov gs, ax
    caught
    catch {"conforming dpl ", %str(dpl), " rpl ", %str(rpl)}
    mov ax, SLOT + 8 + rpl
    mov gs, ax
    caught
%assign rpl rpl + 1
%endrep
    catch {"ring 2, dpl ", %str(dpl)}
    goto_ring 2, .ring2_ %+ dpl
.ring2_ %+ dpl:
    mov ax, SLOT
    mov gs, ax
    int 0x31
    caught
    catch {"ring 2, stack of dpl ", %str(dpl)}
    goto_ring 2, .stack_ %+ dpl
.stack_ %+ dpl:
    mov ax, SLOT + 2
    mov ss, ax
    int 0x31
    caught
%assign dpl dpl + 1
%endrep
    ; null selectors 0 to 3 load into data registers, and fault on use
    catch "null with rpl 3"
    mov ax, 3
    mov gs, ax
    mov ax, gs
    movzx ebx, ax
    int DONE
    caught
    show "gs", ebx
    catch "use of it"
    mov al, [gs:0]
    caught
    catch "null into ss, rpl 0"
    xor eax, eax
    mov ss, ax
    caught
    ; LDS and its like load all or nothing
    mov dword [SCRATCH], 0x12345678
    mov word [SCRATCH + 4], 0x4000
    mov esi, 1
    catch "lgs of a bad selector"
    lgs esi, [SCRATCH]
    caught
    show "esi", esi
    mov word [SCRATCH + 4], DATA3
    lgs esi, [SCRATCH]
    mov ax, gs
    showw "gs", ax
    show "esi", esi
    ; POP of a segment register does not move the stack when it faults
    catch "pop of a bad selector"
    push dword 0x4000
    mov ebx, esp
    mov [SCRATCH], ebx
    pop fs
    caught
    ; upper halves
    mov eax, 0xffff0000 + DATA0
    mov fs, eax
    mov eax, 0xffffffff
    mov eax, fs
    show "mov from fs", eax
    mov dword [SCRATCH], 0xffffffff
    mov word [SCRATCH], fs
    show "store of fs", [SCRATCH]
    finish
