; Expand-down segments: valid from limit + 1 to FFFF or FFFFFFFF by the B bit, as data and as stacks, with both granularities.
%include "boot.inc"
%include "protected.inc"

%macro probe 2+
    catch %1
    mov ax, SLOT
    mov ds, ax
    %2
    caught
%endmacro

main:
    protected
    slot 0, 0, 0x1fff, 0x97, 4 ; B = 1
    probe "32: at the limit", mov al, [0x1fff]
    probe "32: above it", mov al, [0x2000]
    probe "32: dword from the limit", mov eax, [0x1fff]
    probe "32: dword below", mov eax, [0x1ffd]
    probe "32: 0", mov al, [0]
    probe "32: last byte", mov al, [0xffffffff]
    probe "32: last dword", mov eax, [0xfffffffc]
    slot 0, 0, 0x1fff, 0x97, 0 ; B = 0: up to FFFF
    probe "16: at the limit", mov al, [0x1fff]
    probe "16: above it", mov al, [0x2000]
    probe "16: FFFF", mov al, [0xffff]
    probe "16: word at FFFF", mov ax, [0xffff]
    probe "16: dword at FFFC", mov eax, [0xfffc]
    probe "16: 10000", mov al, [0x10000]
    slot 0, 0, 0x1, 0x97, 0xc ; limit 1FFF by pages
    probe "pages: at the limit", mov al, [0x1fff]
    probe "pages: above it", mov al, [0x2000]
    slot 0, 0, 0xfffff, 0x97, 0xc ; nothing is valid
    probe "pages: none", mov al, [0xffffffff]
    slot 0, 0, 0, 0x97, 4
    probe "limit 0: 0", mov al, [0]
    probe "limit 0: 1", mov al, [1]
    slot 0, 0, 0x1fff, 0x95, 4
    probe "read-only: store", mov [0x3000], al
    ; as a stack
    slot 3, 0, 0x2fff, 0xf7, 4
    catch "stack: push above the limit"
    goto_ring 3, .above
.above:
    mov ax, SLOT + 24 + 3
    mov ss, ax
    mov esp, 0x3004
    push eax
    int DONE
    caught
    catch "stack: push across the limit"
    goto_ring 3, .cross
.cross:
    mov ax, SLOT + 24 + 3
    mov ss, ax
    mov esp, 0x3003
    push eax
    caught
    catch "stack: pop at the end"
    goto_ring 3, .pop
.pop:
    mov ax, SLOT + 24 + 3
    mov ss, ax
    mov esp, 0xfffffffe
    pop eax
    caught
    catch "lsl"
    mov eax, SLOT
    lsl ebx, eax
    int DONE
    caught
    show "limit", ebx
    finish
