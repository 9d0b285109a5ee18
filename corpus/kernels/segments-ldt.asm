; LDTs: loading, selectors with TI set, limits of the table, a null LDT, and one that moves while its segments stay loaded.
%include "boot.inc"
%include "protected.inc"

%macro ldt_slot 5
    descriptor_at LDT_AT + 8 * (%1), %2, %3, %4, %5
%endmacro

main:
    protected
    sldt ax
    showw "ldtr at the start", ax
    catch "without an ldt"
    mov ax, 0x0c
    mov ds, ax
    caught
    mov ax, LDT0
    lldt ax
    xor eax, eax
    sldt ax
    showw "ldtr", ax
    ldt_slot 0, 0, 0xfffff, 0x93, 0xc
    ldt_slot 1, SCRATCH, 0xff, 0x93, 4
    ldt_slot 2, 0, 0xfffff, 0xfb, 0xc
    ldt_slot 3, 0, 0xfffff, 0xf3, 0xc
    ldt_slot 4, 0, 0xfffff, 0x9b, 0xc
    mov dword [SCRATCH + 8], 0x11223344
    ; selector 4 is the LDT's first entry: no null selector
    catch "entry 0"
    mov ax, 4
    mov ds, ax
    mov eax, [SCRATCH + 8]
    mov ecx, DATA0
    mov ds, ecx
    int DONE
    caught
    mov ax, 0x0c
    mov fs, ax
    show "through fs", [fs:8]
    catch "behind its limit"
    mov al, [fs:0x100]
    caught
    catch "behind the table"
    mov ax, 0x104
    mov gs, ax
    caught
    catch "last entry, empty"
    mov ax, 0xfc
    mov gs, ax
    caught
    ; code and a stack of ring 3 from the LDT
    catch "ring 3"
    push dword 0x1f
    push dword STACK3
    push dword 2
    push dword 0x17
    push dword .three
    iretd
.three:
    mov eax, cs
    showw "cs", ax
    mov eax, ss
    showw "ss", ax
    ud2
    caught
    ; a far jump into the LDT, in ring 0
    jmp 0x24:.there
.there:
    mov eax, cs
    showw "cs of ring 0", ax
    jmp CODE0:.back
.back:
    mov ax, 0x0c ; the way to ring 3 has made FS null
    mov fs, ax
    ; descriptors are read when they are loaded, and not again
    ldt_slot 1, SCRATCH + 4, 0xff, 0x93, 4
    mov dword [SCRATCH + 12], 0x55667788
    show "old base", [fs:8]
    mov ax, fs
    mov fs, ax
    show "new base", [fs:8]
    ; null LDT: what is loaded stays
    xor eax, eax
    lldt ax
    show "without the table", [fs:8]
    catch "load again"
    mov ax, fs
    mov fs, ax
    caught
    ; descriptor types that LLDT refuses
    catch "lldt of a tss"
    mov ax, TSS1
    lldt ax
    caught
    catch "lldt from the ldt"
    mov ax, 0x0c
    lldt ax
    caught
    catch "lldt beyond the table"
    mov ax, 0x4000
    lldt ax
    caught
    ; a short table
    mov word [gdt + LDT0], 0x0f
    mov ax, LDT0
    lldt ax
    catch "short table: entry 1"
    mov ax, 0x0c
    mov gs, ax
    int DONE
    caught
    catch "short table: entry 2"
    mov ax, 0x14
    mov gs, ax
    caught
    mov word [gdt + LDT0], 0x0e
    mov ax, LDT0
    lldt ax
    catch "one byte shorter: entry 1"
    mov ax, 0x0c
    mov gs, ax
    caught
    finish
