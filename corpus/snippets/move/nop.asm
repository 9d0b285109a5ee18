;; see: SDM Vol. 2B, NOP: no operand is accessed
;; modes: all

;; name: one-byte
;; set: flags=+CF+PF+AF+ZF+SF+OF
        nop

;; name: with-66
;; set: flags=+CF+PF+AF+ZF+SF+OF
        db 0x66, 0x90

;; name: pause
;; set: flags=+CF+PF+AF+ZF+SF+OF
        pause

;; name: long-register
;; set: flags=+CF+PF+AF+ZF+SF+OF
        nop eax

;; name: long-memory
;; set: flags=+CF+PF+AF+ZF+SF+OF, [DATA+3]=ff
        nop dword [DATA+3]

;; name: long-null
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=0, eax=0xFFFFFFFF, ebx=0xFFFF, esi=0xFFFF
        db 0x64
        a32
        db 0x0F, 0x1F, 0x44, 0x00, 0x00

;; name: nine-bytes
;; set: eax=0xFFFFFFF0
        o16 a32
        db 0x0F, 0x1F, 0x84, 0x00, 0, 0, 0, 0
