;; see: SDM Vol. 2, MOV to and from debug registers
;; modes: pm32, real16

;; name: write-and-read
;; set: eax=0x12345678
        mov dr1, eax
        mov ebx, dr1
;; expect: dr1=0x12345678, ebx=0x12345678

;; name: dr6-fixed-bits
        mov dr6, eax
        mov ebx, dr6
;; expect: ebx=0xFFFF0FF0

;; name: dr6-all-bits
;; set: eax=0xFFFFFFFF
        mov dr6, eax
;; expect: dr6=0xFFFFEFFF

;; name: dr7-bit-10-is-one
        mov dr7, eax
;; expect: dr7=0x400

;; name: dr7-reserved-bits
;; set: eax=0x0000D500
        mov dr7, eax
;; expect: dr7=0x0500

;; name: dr4-is-dr6
        mov eax, dr4
;; expect: eax=0xFFFF0FF0

;; name: dr5-is-dr7
        mov eax, dr5
;; expect: eax=0x400

;; name: dr4-with-de-is-undefined
;; set: cr4=0x608
        mov eax, dr4
;; expect: exception=6

;; name: at-ring-3
;; mode: pm32/3, v86
        mov eax, dr7
;; expect: exception=13:0
