;; see: SDM Vol. 2A, DAA, Operation; OF is undefined
;; modes: all

;; name: nothing-to-do
;; set: eax=0xA1B2C342, flags=+ZF+SF
        daa
;; expect: al=0x42, flags=-CF+PF-AF-ZF-SF?OF

;; name: zero
;; set: eax=0xA1B2C300, flags=+SF
        daa
;; expect: al=0x00, flags=-CF+PF-AF+ZF-SF?OF

;; name: low-digit-ten
;; set: eax=0xA1B2C30A, flags=+PF+ZF+SF
        daa
;; expect: al=0x10, flags=-CF-PF+AF-ZF-SF?OF

;; name: low-digit-fifteen
;; set: eax=0xA1B2C31F, flags=+PF+ZF+SF
        daa
;; expect: al=0x25, flags=-CF-PF+AF-ZF-SF?OF

;; name: adjust-flag-alone
;; set: eax=0xA1B2C312, flags=+AF+ZF+SF
        daa
;; expect: al=0x18, flags=-CF+PF+AF-ZF-SF?OF

;; name: 99-stays
;; set: eax=0xA1B2C399, flags=+ZF
        daa
;; expect: al=0x99, flags=-CF+PF-AF-ZF+SF?OF

;; name: 9a
;; set: eax=0xA1B2C39A, flags=+SF
        daa
;; expect: al=0x00, flags=+CF+PF+AF+ZF-SF?OF

;; name: a0
;; set: eax=0xA1B2C3A0, flags=+SF
        daa
;; expect: al=0x00, flags=+CF+PF-AF+ZF-SF?OF

;; name: ff
;; set: eax=0xA1B2C3FF, flags=+ZF+SF
        daa
;; expect: al=0x65, flags=+CF+PF+AF-ZF-SF?OF

;; name: carry-alone
;; set: eax=0xA1B2C323, flags=+CF+PF+ZF
        daa
;; expect: al=0x83, flags=+CF-PF-AF-ZF+SF?OF

;; name: carry-and-adjust
;; set: eax=0xA1B2C333, flags=+CF+AF+ZF
        daa
;; expect: al=0x99, flags=+CF+PF+AF-ZF+SF?OF

;; name: fa
;; set: eax=0xA1B2C3FA, flags=+ZF+SF
        daa
;; expect: al=0x60, flags=+CF+PF+AF-ZF-SF?OF

;; name: carry-and-low-digit
;; set: eax=0xA1B2C35B, flags=+CF+PF+ZF
        daa
;; expect: al=0xC1, flags=+CF-PF+AF-ZF+SF?OF

;; name: 9f
;; set: eax=0xA1B2C39F, flags=+ZF+SF
        daa
;; expect: al=0x05, flags=+CF+PF+AF-ZF-SF?OF

;; name: zero-with-adjust
;; set: eax=0xA1B2C300, flags=+AF+ZF+SF
        daa
;; expect: al=0x06, flags=-CF+PF+AF-ZF-SF?OF

;; name: five-with-adjust
;; set: eax=0xA1B2C305, flags=+PF+AF+ZF+SF
        daa
;; expect: al=0x0B, flags=-CF-PF+AF-ZF-SF?OF

;; name: six-with-adjust
;; set: eax=0xA1B2C306, flags=+AF+ZF+SF
        daa
;; expect: al=0x0C, flags=-CF+PF+AF-ZF-SF?OF

;; name: zero-with-both
;; set: eax=0xA1B2C300, flags=+CF+AF+ZF+SF
        daa
;; expect: al=0x66, flags=+CF+PF+AF-ZF-SF?OF

;; name: 90-with-carry
;; set: eax=0xA1B2C390, flags=+CF+ZF
        daa
;; expect: al=0xF0, flags=+CF+PF-AF-ZF+SF?OF

;; name: 99-with-adjust
;; set: eax=0xA1B2C399, flags=+AF+ZF
        daa
;; expect: al=0x9F, flags=-CF+PF+AF-ZF+SF?OF

;; name: 9a-with-both
;; set: eax=0xA1B2C39A, flags=+CF+AF+SF
        daa
;; expect: al=0x00, flags=+CF+PF+AF+ZF-SF?OF

;; name: f9-with-adjust
;; set: eax=0xA1B2C3F9, flags=+AF+ZF+SF
        daa
;; expect: al=0x5F, flags=+CF+PF+AF-ZF-SF?OF

;; name: after-add-79-35
;; set: eax=0xA1B2C379, ebx=0xB5C6D735, flags=+ZF+SF
        add al, bl
        daa
;; expect: al=0x14, flags=+CF+PF+AF-ZF-SF?OF
