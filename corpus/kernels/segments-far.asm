; Far jumps, calls and returns between code segments without gates: CPL, DPL, RPL, conforming or not, present, limit of the target.
%include "boot.inc"
%include "protected.inc"

%macro transfer 3 ; "name", ring, selector
    catch {%1, ": jmp"}
    goto_ring %2, %%jump
%%jump:
    jmp %3:target
    caught
    catch {%1, ": call"}
    goto_ring %2, %%call
%%call:
    call %3:target
    caught
    catch {%1, ": retf"}
    goto_ring %2, %%return
%%return:
    push dword %3
    push dword target
    retf
    caught
%endmacro

CONFORMING0 equ SLOT
CONFORMING2 equ SLOT + 8
ABSENT equ SLOT + 16

main:
    protected
    slot 0, 0, 0xfffff, 0x9f, 0xc
    slot 1, 0, 0xfffff, 0xdf, 0xc
    slot 2, 0, 0xfffff, 0x7b, 0xc
    slot 3, 0, 0x1000, 0xfb, 4
    transfer "own ring", 3, CODE3
    transfer "own ring by rpl 0", 3, CODE3 - 3
    transfer "ring 0 from 0 by rpl 3", 0, CODE0 + 3
    transfer "inner", 3, CODE0
    transfer "outer", 1, CODE3
    transfer "outer by its own rpl", 1, CODE3 - 2
    transfer "conforming 0 from 3", 3, CONFORMING0
    transfer "conforming 0 from 3, rpl 3", 3, CONFORMING0 + 3
    transfer "conforming 2 from 1", 1, CONFORMING2
    transfer "conforming 2 from 1, rpl 2", 1, CONFORMING2 + 2
    transfer "conforming 2 from 3, rpl 3", 3, CONFORMING2 + 3
    transfer "absent", 3, ABSENT + 3
    transfer "data", 3, DATA3
    transfer "null", 3, 0
    transfer "null, rpl 3", 3, 3
    transfer "beyond the table", 3, 0x4003
    transfer "empty", 3, SLOT + 0x60
    finish

target:
    mov eax, cs
    showw "arrived", ax
    int DONE
