;; see: SDM Vol. 2A, DAS, Operation; OF is undefined
;; modes: all

;; name: nothing-to-do
;; set: eax=0xA1B2C342, flags=+ZF+SF
        das
;; expect: al=0x42, flags=-CF+PF-AF-ZF-SF?OF

;; name: zero
;; set: eax=0xA1B2C300, flags=+SF
        das
;; expect: al=0x00, flags=-CF+PF-AF+ZF-SF?OF

;; name: low-digit-ten
;; set: eax=0xA1B2C30A, flags=+PF+ZF+SF
        das
;; expect: al=0x04, flags=-CF-PF+AF-ZF-SF?OF

;; name: low-digit-fifteen
;; set: eax=0xA1B2C31F, flags=+PF+ZF+SF
        das
;; expect: al=0x19, flags=-CF-PF+AF-ZF-SF?OF

;; name: adjust-flag-alone
;; set: eax=0xA1B2C312, flags=+AF+ZF+SF
        das
;; expect: al=0x0C, flags=-CF+PF+AF-ZF-SF?OF

;; name: 99-stays
;; set: eax=0xA1B2C399, flags=+ZF
        das
;; expect: al=0x99, flags=-CF+PF-AF-ZF+SF?OF

;; name: 9a
;; set: eax=0xA1B2C39A, flags=+PF+ZF+SF
        das
;; expect: al=0x34, flags=+CF-PF+AF-ZF-SF?OF

;; name: a0
;; set: eax=0xA1B2C3A0, flags=+PF+ZF+SF
        das
;; expect: al=0x40, flags=+CF-PF-AF-ZF-SF?OF

;; name: ff
;; set: eax=0xA1B2C3FF, flags=+ZF
        das
;; expect: al=0x99, flags=+CF+PF+AF-ZF+SF?OF

;; name: carry-alone
;; set: eax=0xA1B2C323, flags=+CF+ZF
        das
;; expect: al=0xC3, flags=+CF+PF-AF-ZF+SF?OF

;; name: carry-and-adjust
;; set: eax=0xA1B2C333, flags=+CF+PF+AF+ZF
        das
;; expect: al=0xCD, flags=+CF-PF+AF-ZF+SF?OF

;; name: fa
;; set: eax=0xA1B2C3FA, flags=+PF+ZF
        das
;; expect: al=0x94, flags=+CF-PF+AF-ZF+SF?OF

;; name: carry-and-low-digit
;; set: eax=0xA1B2C35B, flags=+CF+ZF
        das
;; expect: al=0xF5, flags=+CF+PF+AF-ZF+SF?OF

;; name: 9f
;; set: eax=0xA1B2C39F, flags=+ZF+SF
        das
;; expect: al=0x39, flags=+CF+PF+AF-ZF-SF?OF

;; name: zero-with-adjust
;; set: eax=0xA1B2C300, flags=+AF+ZF
        das
;; expect: al=0xFA, flags=+CF+PF+AF-ZF+SF?OF

;; name: five-with-adjust
;; set: eax=0xA1B2C305, flags=+AF+ZF
        das
;; expect: al=0xFF, flags=+CF+PF+AF-ZF+SF?OF

;; name: six-with-adjust
;; set: eax=0xA1B2C306, flags=+AF+SF
        das
;; expect: al=0x00, flags=-CF+PF+AF+ZF-SF?OF

;; name: zero-with-both
;; set: eax=0xA1B2C300, flags=+CF+AF+ZF
        das
;; expect: al=0x9A, flags=+CF+PF+AF-ZF+SF?OF

;; name: 90-with-carry
;; set: eax=0xA1B2C390, flags=+CF+ZF+SF
        das
;; expect: al=0x30, flags=+CF+PF-AF-ZF-SF?OF

;; name: 99-with-adjust
;; set: eax=0xA1B2C399, flags=+AF+ZF
        das
;; expect: al=0x93, flags=-CF+PF+AF-ZF+SF?OF

;; name: 9a-with-both
;; set: eax=0xA1B2C39A, flags=+CF+PF+AF+ZF+SF
        das
;; expect: al=0x34, flags=+CF-PF+AF-ZF-SF?OF

;; name: f9-with-adjust
;; set: eax=0xA1B2C3F9, flags=+AF+ZF
        das
;; expect: al=0x93, flags=+CF+PF+AF-ZF+SF?OF

;; name: after-sub-35-47
;; set: eax=0xA1B2C335, ebx=0xB5C6D747, flags=+ZF
        sub al, bl
        das
;; expect: al=0x88, flags=+CF+PF+AF-ZF+SF?OF
