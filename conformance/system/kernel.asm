; The system kernel: a 64 KiB ROM that tests what single cases cannot, exceptions and interrupts that are really delivered. For each
; record it lays out descriptor tables, task state segments, page tables, stacks and code below 128 KiB, enters the code by IRET in the
; ring (or in V86 mode) that the record names, and is entered again by whatever happens: every vector below 64 leads to `collect`, #DF by a
; task gate. `collect` writes down what the handler found, and the tables and stacks as they are then. Records: plan.ts. Dump: dump.ts.
bits 16
org 0
%define LIN(x) (0xF0000 + (x))

DUMP        equ 0x200000        ; what was collected, test by test
GDT         equ 0x1000
IDT         equ 0x2000
TABLES      equ 0x3000          ; bytes of the template: GDT, LDT, IDT, task state segments
PAGES       equ 0x4000          ; page directory; the one page table follows
SCRATCH_END equ 0x20000
STACK_TOP   equ 0xD000
REGISTERS   equ 0xCF00
FLAT        equ 0x10

absolute 0x500
v_entry     resd 2              ; ESP and SS for the last step into the test
v_ds        resd 1
v_es        resd 1
v_fs        resd 1
v_gs        resd 1
v_record    resd 1
v_left      resd 1
v_collected resd 1              ; a fault in `collect` itself must not start over
v_out       resd 1
v_dr7       resd 1
v_dr6       resd 1
section .text

start:
    cli
    mov al, 0xFF                ; no interrupts from devices
    out 0x21, al
    out 0xA1, al
    o32 lgdt [cs:rom_gdtr]
    mov eax, 1
    mov cr0, eax
    jmp dword 8:LIN(start32)
rom_gdtr:
    dw 0x1FF
    dd LIN(template)
gdtr:
    dw 0x1FF
    dd GDT
idtr:
    dw 0x7FF
    dd IDT

bits 32
start32:
    mov ax, FLAT
    mov ds, ax
    mov dword [v_out], DUMP
    mov dword [v_record], LIN(records) + 4
    mov eax, [LIN(records)]
    mov [v_left], eax

next:
    mov ax, FLAT
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov fs, ax
    mov gs, ax
    mov esp, STACK_TOP
    push dword 2
    popfd
    cld
    xor eax, eax
    mov dr7, eax
    mov dr6, eax
    mov cr2, eax
    inc eax
    mov cr0, eax
    cmp dword [v_left], 0
    je finish
    dec dword [v_left]

    mov esi, LIN(template)
    mov edi, GDT
    mov ecx, TABLES / 4
    rep movsd
    mov ecx, (SCRATCH_END - PAGES) / 4
    mov eax, 0xCCCCCCCC         ; wherever the test strays, INT3 ends it
    rep stosd
    mov edi, PAGES
    xor eax, eax
    mov ecx, 0x400
    rep stosd
    mov dword [PAGES], PAGES + 0x1007
    mov eax, 7
    mov ecx, 0x400
.map:
    stosd
    add eax, 0x1000
    loop .map
    mov eax, PAGES
    mov cr3, eax

    mov esi, [v_record]
    movzx eax, word [esi]
    add [v_record], eax
    movzx edi, word [esi + 2]   ; the frame for IRET
    mov [v_entry], edi
    mov dword [v_entry + 4], FLAT
    movzx ecx, word [esi + 4]
    add esi, 6
    rep movsd
    mov edi, REGISTERS
    mov ecx, 8
    rep movsd
    movzx eax, word [esi]
    mov [v_ds], eax
    movzx eax, word [esi + 2]
    mov [v_es], eax
    movzx eax, word [esi + 4]
    mov [v_fs], eax
    movzx eax, word [esi + 6]
    mov [v_gs], eax
    mov ebx, [esi + 8]          ; CR0
    mov edx, [esi + 12]         ; DR7
    mov ebp, [esi + 16]         ; DR0
    movzx eax, word [esi + 20]  ; LDTR
    push eax
    movzx eax, word [esi + 22]  ; TR
    push eax
    movzx ecx, word [esi + 24]  ; memory that differs from the template
    add esi, 26
.poke:
    jecxz .poked
    push ecx
    movzx edi, word [esi]
    movzx ecx, word [esi + 2]
    add esi, 4
    rep movsb
    pop ecx
    dec ecx
    jmp .poke
.poked:
    lgdt [LIN(gdtr)]
    lidt [LIN(idtr)]
    pop eax
    ltr ax
    pop eax
    mov dword [v_collected], 0
    lldt ax
    mov dr0, ebp
    mov dr7, edx
    mov cr0, ebx
    mov es, [cs:v_es]
    mov fs, [cs:v_fs]
    mov gs, [cs:v_gs]
    mov esp, REGISTERS
    popad
    mov ds, [cs:v_ds]
    lss esp, [cs:v_entry]
    iretd

finish:
%ifdef PRINT                    ; for machines whose memory cannot be read: everything to port E9
    mov edx, 0xE9
    mov esi, LIN(begin_mark)
    mov ecx, 16
    rep outsb
    mov ecx, [v_out]
    mov esi, DUMP
    sub ecx, esi
    rep outsb
    mov esi, LIN(end_mark)
    mov ecx, 16
    rep outsb
%endif
    cli
    hlt
    jmp $ - 1
begin_mark: db "<<system begin>>"
end_mark:   db "<<system  end >>"

; Vectors without an error code push one, so that all frames look alike.
%macro handler 1
align 16, nop
%if %1 != 8 && (%1 < 10 || %1 > 14) && %1 != 17
    push dword 0xEEEE
%endif
    push dword %1
    jmp collect
%endmacro

times 0x800 - ($ - $$) nop
handlers:                       ; 16 bytes each, at offset 800h: plan.ts knows
%assign vector 0
%rep 64
    handler vector
%assign vector vector + 1
%endrep

collect:
    pushad
    mov esi, dr7
    mov edi, dr6
    xor eax, eax
    mov dr7, eax
    mov ebx, cr0
    mov eax, ebx
    and eax, 0x7FFFFFFF         ; the test's page tables may forbid what follows
    mov cr0, eax
    mov eax, ds
    push eax
    mov eax, es
    push eax
    mov eax, fs
    push eax
    mov eax, gs
    push eax
    mov ebp, esp
    mov ax, FLAT
    mov ds, ax
    mov es, ax
    cld
    mov [v_dr7], esi
    mov [v_dr6], edi
    cmp dword [v_collected], 0
    jne nested
    mov dword [v_collected], 1
    mov edi, [v_out]
    mov eax, ss
    stosd
    mov eax, esp
    stosd
    mov ecx, 32
.stack:
    mov eax, [ss:ebp]
    stosd
    add ebp, 4
    loop .stack
    xor eax, eax
    str ax
    stosd
    sldt ax
    stosd
    mov eax, ebx
    stosd
    mov eax, cr2
    stosd
    mov eax, [v_dr6]
    stosd
    mov eax, [v_dr7]
    stosd
    jmp regions
nested:
    mov edi, [v_out]
    mov eax, 0x0BADBAD
    mov ecx, 40
    rep stosd
regions:
    mov ebx, LIN(region_list)
.region:
    mov esi, [ebx]
    mov ecx, [ebx + 4]
    jecxz .done
    shr ecx, 2
    rep movsd
    add ebx, 8
    jmp .region
.done:
    mov [v_out], edi
    jmp next

align 4, nop
region_list:
%include "regions.inc"
    dd 0, 0

align 16, nop
template: incbin "template.bin"
records:  incbin "records.bin"
times 0xFFF0 - ($ - $$) db 0
bits 16
    jmp 0xF000:start
times 0x10000 - ($ - $$) db 0
