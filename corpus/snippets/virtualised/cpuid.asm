;; see: SDM Vol. 2, CPUID; docs/virtualised.md: what the guest's models say
;; modes: real16, v86, pm16, pm32, pm32/3

;; name: vendor
        cpuid
;; expect: eax=2, ebx=0x756E6547, edx=0x49656E69, ecx=0x6C65746E

;; name: features
;; set: eax=1
        cpuid
;; expect: eax=0x695, ebx=0, ecx=0, edx=0x0780A13D

;; name: beyond-the-last-leaf
;; set: eax=0x80000000
        cpuid
;; expect: eax=0x03020101, ebx=0, ecx=0, edx=0x0C040843

;; name: pentium-features
;; model: pentium
;; set: eax=1
        cpuid
;; expect: eax=0x52C, ebx=0, ecx=0, edx=0x13D

;; name: pentium-vendor
;; model: pentium
        cpuid
;; expect: eax=1, ebx=0x756E6547, edx=0x49656E69, ecx=0x6C65746E

;; name: on-a-486
;; model: 486
;; set: eax=1
        cpuid
;; expect: eax=0x480, ebx=0, ecx=0, edx=1

;; name: on-a-386
;; model: 386
        cpuid
;; expect: exception=6

;; name: flags-stay
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        cpuid
;; expect: eax=2, ebx=0x756E6547, edx=0x49656E69, ecx=0x6C65746E
