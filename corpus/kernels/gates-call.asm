; Call gates: parameters copied from stack to stack, the far return that takes them off both, conforming targets, refused callers.
%include "boot.inc"
%include "protected.inc"

GATE equ SLOT + 3 ; slot 0 with RPL 3
%macro call_gate 4 ; selector, offset, access, parameters
    gate_at gdt + SLOT, %1, %2, %3, %4
%endmacro

%macro through 2 ; from, to
    call_gate CODE%2, called%2, 0xec, 3
    catch {"call from ", %str(%1), " to ", %str(%2)}
    goto_ring %1, %%there
%%there:
    push dword 0x33333333
    push dword 0x22222222
    push dword 0x11111111
    call GATE:0xdeadbeef
    int DONE
    caught
%endmacro

%macro callee 1
called%1:
    mov ebp, esp
    show {"ring ", %str(%1), " esp"}, ebp
    mov eax, cs
    showw "cs", ax
    mov eax, ss
    showw "ss", ax
    showw "cs pushed", [ss:ebp + 4]
    show "parameter 1", [ss:ebp + 8]
    show "parameter 3", [ss:ebp + 16]
    mov eax, cs
    xor eax, [ss:ebp + 4]
    test al, 3
    jz %%same
    show "esp pushed", [ss:ebp + 20]
    showw "ss pushed", [ss:ebp + 24]
%%same:
    retf 12
%endmacro

main:
    protected
    through 0, 0
    through 1, 0
    through 2, 0
    through 3, 0
    through 1, 1
    through 2, 1
    through 3, 1
    through 2, 2
    through 3, 2
    through 3, 3
    ; no gate leads outwards
    call_gate CODE3, called3, 0xec, 0
    catch "outwards"
    call SLOT:0
    caught
    ; a jump changes no ring
    call_gate CODE0, called0, 0xec, 0
    catch "jump inwards"
    goto_ring 3, .jump
.jump:
    jmp GATE:0
    caught
    call_gate CODE3, .arrived, 0xec, 0
    catch "jump within the ring"
    goto_ring 3, .jump_within
.jump_within:
    jmp GATE:0
.arrived:
    int DONE
    caught
    ; DPL of the gate against CPL and RPL
    call_gate CODE0, called0, 0xcc, 0
    catch "gate of dpl 2"
    goto_ring 3, .dpl
.dpl:
    call GATE:0
    caught
    call_gate CODE0, called0, 0x8c, 0
    catch "rpl 3 on a gate of dpl 0"
    call GATE:0
    caught
    call_gate CODE0, called0, 0x6c, 0
    catch "absent gate"
    goto_ring 3, .absent
.absent:
    call GATE:0
    caught
    call_gate 0, called0, 0xec, 0
    catch "gate to null"
    goto_ring 3, .null
.null:
    call GATE:0
    caught
    call_gate DATA0, called0, 0xec, 0
    catch "gate to data"
    goto_ring 3, .data
.data:
    call GATE:0
    caught
    slot 1, 0, 0xfffff, 0x1b, 0xc
    call_gate SLOT + 8, called0, 0xec, 0
    catch "gate to absent code"
    goto_ring 3, .absent_code
.absent_code:
    call GATE:0
    caught
    ; a conforming target runs in the caller's ring, on the caller's stack
    slot 1, 0, 0xfffff, 0x9f, 0xc
    call_gate SLOT + 8, called0, 0xec, 2
    catch "conforming"
    goto_ring 3, .conforming
.conforming:
    push dword 3
    push dword 2
    push dword 1
    call GATE:0
    int DONE
    caught
    ; 16-bit gate: words
    slot 1, 0, 0xffff, 0x9b, 0
    call_gate SLOT + 8, small, 0xe4, 2
    catch "16-bit gate"
    goto_ring 3, .small
.small:
    push word 0x2222
    push word 0x1111
    call GATE:0
    show "esp after", esp
    int DONE
    caught
    ; 31 parameters
    call_gate CODE0, many, 0xec, 31
    catch "31 parameters"
    goto_ring 3, .many
.many:
    mov ecx, 31
.push:
    push ecx
    loop .push
    call GATE:0
    show "esp after", esp
    int DONE
    caught
    ; nested: 3 to 2 to 1 to 0 and back
    gate_at gdt + SLOT, CODE2, nested2, 0xec, 0
    gate_at gdt + SLOT + 8, CODE1, nested1, 0xec, 0
    gate_at gdt + SLOT + 16, CODE0, nested0, 0xec, 0
    catch "nested"
    goto_ring 3, .nested
.nested:
    call GATE:0
    show "ring 3 esp", esp
    int DONE
    caught
    finish

nested2:
    show "ring 2 esp", esp
    call SLOT + 8 + 3:0
    show "ring 2 esp", esp
    retf
nested1:
    show "ring 1 esp", esp
    call SLOT + 16 + 3:0
    show "ring 1 esp", esp
    retf
nested0:
    show "ring 0 esp", esp
    retf
many:
    show "first", [ss:esp + 8]
    show "last", [ss:esp + 8 + 30 * 4]
    show "esp", esp
    retf 31 * 4

callee 0
callee 1
callee 2
callee 3

bits 16
small:
    mov ebp, esp
    show "esp", ebp
    showw "ip", [ss:ebp]
    showw "cs pushed", [ss:ebp + 2]
    showw "parameter 1", [ss:ebp + 4]
    showw "parameter 2", [ss:ebp + 6]
    showw "sp pushed", [ss:ebp + 8]
    showw "ss pushed", [ss:ebp + 10]
    retf 4
