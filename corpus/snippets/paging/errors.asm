;; modes: pm32
; The error code and CR2: SDM Vol. 3A, 4.7.

;; name: the-table-is-missing
;; see: SDM Vol. 3A, 4.7: P = 0 if any entry was not present
;; set: page=0x400000:DATA:pwad, directory=0x400000:-
        mov al, [0x400123]
;; expect: exception=14:0, cr2=0x400123

;; name: the-directory-has-nothing
;; see: SDM Vol. 3A, 4.7
;; set: page=0x400000:DATA:pwad
        mov [0x80000000], al
;; expect: exception=14:2, cr2=0x80000000

;; name: a-missing-page-of-the-users
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7: U/S says who asked
;; set: page=0x400000:DATA:wu
        mov al, [0x400000]
;; expect: exception=14:4, cr2=0x400000

;; name: a-missing-page-written-by-the-user
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7
;; set: page=0x400000:DATA:wu
        mov [0x400000], al
;; expect: exception=14:6, cr2=0x400000

;; name: fetch-by-ring-3-from-a-supervisor-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7; no I/D without execute-disable
;; set: page=0x400000:DATA:pwad, eax=0x400010
        jmp eax
;; expect: exception=14:5, cr2=0x400010, eip=0x400010

;; name: fetch-from-a-missing-page
;; see: SDM Vol. 3A, 4.7
;; set: page=0x400000:DATA:w, eax=0x400010
        jmp eax
;; expect: exception=14:0, cr2=0x400010, eip=0x400010

;; name: increment-faults-as-a-write
;; mode: pm32, pm32/3
;; see: SDM Vol. 3A, 4.7: W/R; the operand is read with the intent to write it
;; set: page=0x400000:DATA:w
;; skip qemu: it reads first, and says so in the error code
        inc dword [0x400000]
;; expect[pm32]: exception=14:2, cr2=0x400000
;; expect[pm32/3]: exception=14:6, cr2=0x400000

;; name: increment-of-a-read-only-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7
;; set: page=0x400000:DATA:puad
        inc dword [0x400000]
;; expect: exception=14:7, cr2=0x400000

;; name: cmpxchg-that-would-not-store
; Nothing is changed, but the destination receives a write cycle.
;; mode: pm32/3
;; see: SDM Vol. 2A, CMPXCHG
;; set: page=0x400000:DATA:puad, eax=1
        cmpxchg [0x400000], ebx
;; expect: exception=14:7, cr2=0x400000

;; name: xchg-on-a-read-only-page
;; mode: pm32/3
;; see: SDM Vol. 2D, XCHG
;; set: page=0x400000:DATA:puad, eax=1
        xchg eax, [0x400000]
;; expect: exception=14:7, cr2=0x400000, eax=1

;; name: bt-reads-only
;; mode: pm32/3
;; see: SDM Vol. 2A, BT
;; set: page=0x400000:DATA:puad, [DATA]=08
        bt dword [0x400000], 3
;; expect: flags=+CF?PF?AF?SF?OF

;; name: bts-with-a-far-bit
; The bit string's operand is the doubleword that holds the bit, here in a page that is read-only.
;; mode: pm32/3
;; see: SDM Vol. 2A, BTS
;; set: page=0x400000:DATA:pwuad, page=0x401000:0x30000:puad, eax=0x8000
        bts [0x400000], eax
;; expect: exception=14:7, cr2=0x401000

;; name: push-of-a-missing-operand
;; see: SDM Vol. 2B, PUSH
;; set: page=0x400000:DATA:-
        push dword [0x400008]
;; expect: exception=14:0, cr2=0x400008

;; name: pop-into-a-missing-operand
; ESP is as before: the fault restores it.
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:-, esp=STACK-4
        pop dword [0x400008]
;; expect: exception=14:2, cr2=0x400008

;; name: reserved-bit-of-a-large-page
;; skip qemu: the error code lacks P
;; see: SDM Vol. 3A, 4.7: RSVD
;; set: page=0x400000:0x400000:pws, cr4=0x610, [DIRECTORY+4]=83 00 60 00
        mov al, [0x400000]
;; expect: exception=14:9, cr2=0x400000

;; name: reserved-bit-and-a-write
;; skip qemu: the error code lacks P
;; see: SDM Vol. 3A, 4.7
;; set: page=0x400000:0x400000:pws, cr4=0x610, [DIRECTORY+4]=83 00 60 00
        mov [0x400000], al
;; expect: exception=14:0xB, cr2=0x400000

;; name: reserved-bit-by-the-user
;; skip qemu: the error code lacks P
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7
;; set: page=0x400000:0x400000:pwus, cr4=0x610, [DIRECTORY+4]=87 00 60 00
        mov al, [0x400000]
;; expect: exception=14:0xD, cr2=0x400000

;; name: an-address-bit-that-pse-36-would-have
;; see: SDM Vol. 3A, 4.3, table 4-4: without PSE-36 bits 13-21 are reserved
;; skip qemu: has PSE-36
;; skip bochs: has PSE-36
;; set: page=0x400000:0x400000:pws, cr4=0x610, [DIRECTORY+4]=83 20 40 00
        mov al, [0x400000]
;; expect: exception=14:9, cr2=0x400000

;; name: a-bit-set-in-a-missing-entry-is-not-reserved
;; see: SDM Vol. 3A, 4.7: the rest of an entry without P is ignored
;; set: page=0x400000:0x400000:pws, cr4=0x610, [DIRECTORY+4]=82 00 60 00
        mov al, [0x400000]
;; expect: exception=14:0, cr2=0x400000

;; name: a-faulting-instruction-changes-nothing
;; see: SDM Vol. 3A, 6.5
;; set: page=0x400000:DATA:-, eax=1, ebx=2, flags=+CF+OF
        add eax, ebx
        mov ecx, 9
at:     adc [0x400000], eax
;; expect: exception=14:2, cr2=0x400000, eip=at, eax=3, ecx=9, flags=-CF+PF-AF-ZF-SF-OF
;; skip qemu: it reads first, and says so in the error code
