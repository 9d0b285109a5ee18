; Interrupt and trap gates of 32 and of 16 bits from every ring to every ring that is as privileged or more: the frame, the stack, IF.
%include "boot.inc"
%include "protected.inc"

; pass FROM, TO, access of the gate
%macro pass 3
    idt_gate 0x31, CODE%2, look%2, %3
    catch {"back from ", %str(%2), " to ", %str(%1)}
    goto_ring %1, %%there, 0xa02
%%there:
    int 0x31
    int DONE
    caught
%endmacro

%macro looker 1
look%1: ; in ring %1: the stack that was given, what is on it, IF
    mov ebp, esp
    show {"ring ", %str(%1), " esp"}, esp
    mov eax, ss
    showw "ss", ax
    mov eax, cs
    showw "cs", ax
    show "eip", [ss:ebp]
    showw "cs pushed", [ss:ebp + 4]
    show "flags pushed", [ss:ebp + 8]
    mov eax, cs
    mov ecx, [ss:ebp + 4]
    xor eax, ecx
    test al, 3
    jz %%same
    show "esp pushed", [ss:ebp + 12]
    showw "ss pushed", [ss:ebp + 16]
%%same:
    pushfd
    pop eax
    and eax, 0xff00
    show "flags inside", eax
    iretd
%endmacro

main:
    protected
    pass 0, 0, 0xee
    pass 1, 0, 0xee
    pass 2, 0, 0xee
    pass 3, 0, 0xee
    pass 1, 1, 0xee
    pass 2, 1, 0xee
    pass 3, 1, 0xee
    pass 2, 2, 0xee
    pass 3, 2, 0xee
    pass 3, 3, 0xee
    say "trap gates"
    pass 0, 0, 0xef
    pass 3, 0, 0xef
    pass 3, 1, 0xef
    pass 3, 2, 0xef
    say "inwards only"
    idt_gate 0x31, CODE3, look3, 0xee
    catch "0 to 3"
    int 0x31
    caught
    catch "2 to 3"
    goto_ring 2, .two
.two:
    int 0x31
    caught
    idt_gate 0x31, CODE1, look1, 0xee
    catch "0 to 1"
    int 0x31
    caught
    say "dpl"
    idt_gate 0x31, CODE0, look0, 0xce
    catch "dpl 2 from 3"
    goto_ring 3, .dpl
.dpl:
    int 0x31
    caught
    ; the RPL of the gate's selector does not matter
    idt_gate 0x31, CODE0 + 3, look0, 0xee
    catch "rpl 3"
    goto_ring 3, .rpl
.rpl:
    int 0x31
    int DONE
    caught
    say "16 bits"
    slot 0, 0, 0xffff, 0x9b, 0
    idt_gate 0x31, SLOT, small, 0xe6
    catch "16-bit gate from ring 0"
    mov esp, 0x6ff0
    push dword 0
    int 0x31
    caught
    idt_gate 0x31, SLOT, small, 0xe7
    catch "16-bit trap gate from ring 3"
    goto_ring 3, .three, 0x2202
.three:
    int 0x31
    int DONE
    caught
    finish

looker 0
looker 1
looker 2
looker 3

bits 16
small:
    mov ebp, esp
    show "esp", ebp
    showw "ip", [ss:ebp]
    showw "cs pushed", [ss:ebp + 2]
    showw "flags pushed", [ss:ebp + 4]
    showw "sp pushed", [ss:ebp + 6]
    showw "ss pushed", [ss:ebp + 8]
    pushf
    pop ax
    and ax, 0xff00
    showw "flags inside", ax
    test byte [ss:ebp + 2], 3
    jz .end
    iret
.end:
    jmp dword CODE0:.out
bits 32
.out:
    int DONE
