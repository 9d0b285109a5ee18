;; modes: pm32
; Faults in the middle of an instruction: SDM Vol. 3A, 6.5 (restart), 4.7.

;; name: a-load-whose-second-half-is-missing
;; see: SDM Vol. 3A, 4.7: CR2 is the address that faulted
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-
        mov eax, [0x400FFD]
;; expect: exception=14:0, cr2=0x401000

;; name: a-store-whose-second-half-is-read-only
;; mode: pm32/3
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:pwuad, page=0x401000:0x30000:puad, eax=0x01020304
        mov [0x400FFE], eax
;; expect: exception=14:7, cr2=0x401000

;; name: a-store-whose-first-half-is-missing
;; see: SDM Vol. 3A, 4.7
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pwad
        mov [0x400FFE], eax
;; expect: exception=14:2, cr2=0x400FFE

;; name: an-instruction-whose-end-is-missing
;; see: SDM Vol. 3A, 4.7
;; at: 0x400FFE
;; set: page=0x400000:0x30000:pad, page=0x401000:0x31000:-
        mov eax, 0x12345678
;; expect: exception=14:0, cr2=0x401000

;; name: an-instruction-whose-end-is-the-supervisors
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7
;; at: 0x400FFE
;; set: page=0x400000:0x30000:puad, page=0x401000:0x31000:pad
        mov eax, 0x12345678
;; expect: exception=14:5, cr2=0x401000

;; name: an-instruction-over-two-scattered-pages
;; see: SDM Vol. 3A, 4.3
;; at: 0x400FFE
;; set: page=0x400000:0x31000:pad, page=0x401000:0x30000:pad
        mov eax, 0x12345678
        inc eax
;; expect: eax=0x12345679, flags=?CF-PF-AF-ZF-SF-OF

;; name: execution-runs-off-a-page
; The instruction before is whole, so it is carried out.
;; see: SDM Vol. 3A, 4.7
;; at: 0x400FFF
;; set: page=0x400000:0x30000:pad, page=0x401000:0x31000:-
        inc eax
        nop
;; expect: exception=14:0, cr2=0x401000, eip=0x401000, eax=1, flags=?CF-PF-AF-ZF-SF-OF

;; name: push-into-a-missing-page
;; see: SDM Vol. 3A, 6.5: ESP is as before
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pwad, esp=0x401000
        push eax
;; expect: exception=14:2, cr2=0x400FFC

;; name: push-over-two-pages
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pwad, esp=0x401002, eax=0x11223344
        push eax
;; expect: exception=14:2, cr2=0x400FFE

;; name: pusha-that-leaves-the-page
; The registers and ESP are as before; what was pushed of them may be there.
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pwad, esp=0x40100C, eax=1, ecx=2, edx=3
        pusha
;; expect: exception=14:2, cr2=?, [0x30000]=?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ??

;; name: popa-that-leaves-the-page
; ESP is as before, so that it can be restarted; registers popped so far may be new already.
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-, esp=0x400FF8, [DATA+0xFF8]=01 00 00 00 02 00 00 00
        popa
;; expect: exception=14:0, cr2=0x401000, edi=?, esi=?

;; name: enter-that-leaves-the-page
;; skip qemu: it does not try the end of the frame
;; see: SDM Vol. 2A, ENTER: the last byte of the frame is tried, too
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pwad, esp=0x401010, ebp=0x1234
        enter 0x20, 0
;; expect: exception=14:2, cr2=?, [0x3000C]=?? ?? ?? ??

;; name: a-call-without-a-stack
;; see: SDM Vol. 3A, 6.5: EIP is that of the call
;; set: page=0x400000:DATA:-, esp=0x400010
        call there
there:
;; expect: exception=14:2, cr2=0x40000C

;; name: a-far-call-without-a-stack
;; see: SDM Vol. 3A, 6.5: CS is as before
;; set: page=0x400000:DATA:-, esp=0x400010
        call CODE32:there
there:
;; expect: exception=14:2, cr2=?

;; name: a-return-without-a-stack
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:-, esp=0x400010
        ret
;; expect: exception=14:0, cr2=0x400010

;; name: a-far-return-without-a-stack
;; mode: pm32, pm32/3, v86
;; see: SDM Vol. 2B, RET: EIP is popped first, then CS
;; skip bochs: in protected mode it reads the frame from its end (known disagreement bochs-return-order)
;; set[pm32, pm32/3]: page=0x400000:DATA:-, esp=0x400010
;; set[v86]: page=0x70000:DATA:-, ss=0x7000, sp=0x10
        retf
;; expect[pm32]: exception=14:0, cr2=0x400010
;; expect[pm32/3]: exception=14:4, cr2=0x400010
;; expect[v86]: exception=14:4, cr2=0x70010

;; name: a-fill-that-runs-into-a-missing-page
;; see: SDM Vol. 2B, REP: ECX and EDI are those of the iteration that faulted
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-, edi=0x400FFC, ecx=10, eax=0xAA
        rep stosb
;; expect: exception=14:2, cr2=0x401000, edi=0x401000, ecx=6, [DATA+0xFFC]=AA AA AA AA

;; name: a-copy-whose-source-ends
;; see: SDM Vol. 2B, REP
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-, page=0x402000:0x31000:pwad, esi=0x400FF8, edi=0x402000, ecx=4, [DATA+0xFF8]=01 02 03 04 05 06 07 08
        rep movsd
;; expect: exception=14:0, cr2=0x401000, esi=0x401000, edi=0x402008, ecx=2, [0x31000]=01 02 03 04 05 06 07 08

;; name: a-copy-downwards-into-a-missing-page
;; see: SDM Vol. 2B, REP
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pwad, esi=CODE, edi=0x401001, ecx=4, flags=+DF
        rep movsb
;; expect: exception=14:2, cr2=0x400FFF, esi=CODE-2, edi=0x400FFF, ecx=2, [0x30000]=00 F3

;; name: a-search-that-runs-into-a-missing-page
;; see: SDM Vol. 2B, REP: EFLAGS as before the instruction
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-, edi=0x400FFE, ecx=10, eax=1
        repne scasb
;; expect: exception=14:0, cr2=0x401000, edi=0x401000, ecx=8, flags=?CF?PF?AF?ZF?SF?OF

;; name: cmpxchg8b-over-two-pages
;; see: SDM Vol. 2A, CMPXCHG8B
;; skip qemu: it reads first, and says so in the error code
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-
        cmpxchg8b [0x400FFC]
;; expect: exception=14:2, cr2=0x401000

;; name: an-x87-store-over-two-pages
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-, st0=1.5, ftw=1
        fstp qword [0x400FFC]
;; expect: exception=14:2, cr2=0x401000

;; name: an-sse-load-over-two-pages
;; see: SDM Vol. 2B, MOVUPS
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-
        movups xmm0, [0x400FF8]
;; expect: exception=14:0, cr2=0x401000

;; name: a-far-pointer-over-two-pages
;; see: SDM Vol. 2A, LDS
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-
        les eax, [0x400FFC]
;; expect: exception=14:0, cr2=0x401000

;; name: bound-over-two-pages
;; see: SDM Vol. 2A, BOUND
;; set: page=0x400000:DATA:pwad, page=0x401000:0x30000:-
        bound eax, [0x400FFC]
;; expect: exception=14:0, cr2=0x401000
