;; see: SDM Vol. 2A, DIV: #DE where the quotient does not fit; all flags are undefined
;; modes: all

;; name: 8-exact
;; set: eax=0xA1B20064, ebx=0xB5C6D70A, flags=+CF+ZF+OF
        div bl
;; expect: al=0x0A, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-remainder
;; set: eax=0xA1B20067, ecx=0xC9DA0AFC, flags=+CF+ZF+OF
        div ch
;; expect: al=0x0A, ah=0x03, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-by-zero
;; set: eax=0xA1B20007, ebx=0xB5C6D700, flags=+CF+ZF+OF
        nop
at:     div bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-zero-by-zero
;; set: eax=0xA1B20000, ecx=0xC9DA00FC, flags=+CF+ZF+OF
        nop
at:     div ch
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-largest-quotient
;; set: eax=0xA1B2FEFF, ebx=0xB5C6D7FF, flags=+CF+ZF+OF
        div bl
;; expect: al=0xFF, ah=0xFE, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-largest-quotient-by-one
;; set: eax=0xA1B200FF, ebx=0xB5C6D701, flags=+CF+ZF+OF
        div bl
;; expect: al=0xFF, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-quotient-one-too-large
;; set: eax=0xA1B20100, ebx=0xB5C6D701, flags=+CF+ZF+OF
        nop
at:     div bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-high-equals-divisor
;; set: eax=0xA1B20500, ebx=0xB5C6D705, flags=+CF+ZF+OF
        nop
at:     div bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-high-just-below-divisor
;; set: eax=0xA1B204FF, ebx=0xB5C6D705, flags=+CF+ZF+OF
        div bl
;; expect: al=0xFF, ah=0x04, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-by-sign-bit
;; set: eax=0xA1B27FFF, ebx=0xB5C6D780, flags=+CF+ZF+OF
        div bl
;; expect: al=0xFF, ah=0x7F, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-by-low-half
;; set: eax=0xA1B20033, flags=+CF+ZF+OF
        div al
;; expect: al=0x01, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-by-high-half
;; set: eax=0xA1B20301, flags=+CF+ZF+OF
        nop
at:     div ah
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-zero
;; set: eax=0xA1B20000, ebx=0xB5C6D709, flags=+CF+ZF+OF
        div bl
;; expect: al=0x00, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-mem
;; set: eax=0xA1B200C8, [DATA+3]=07, flags=+CF+ZF+OF
        div byte [DATA+3]
;; expect: al=0x1C, ah=0x04, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-mem-by-zero
;; set: eax=0xA1B20005, [DATA+3]=00, flags=+CF+ZF+OF
        nop
at:     div byte [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-mem-overflow
;; set: eax=0xA1B20900, [DATA+3]=09, flags=+CF+ZF+OF
        nop
at:     div byte [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-exact
;; set: eax=0xA1B20064, edx=0xD0E10000, ebx=0xB5C6000A, flags=+CF+ZF+OF
        div bx
;; expect: ax=0x000A, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-remainder
;; set: eax=0xA1B20067, edx=0xD0E10000, esi=0xE4F5000A, flags=+CF+ZF+OF
        div si
;; expect: ax=0x000A, dx=0x0003, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-by-zero
;; set: eax=0xA1B20007, edx=0xD0E10000, ebx=0xB5C60000, flags=+CF+ZF+OF
        nop
at:     div bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-zero-by-zero
;; set: eax=0xA1B20000, edx=0xD0E10000, esi=0xE4F50000, flags=+CF+ZF+OF
        nop
at:     div si
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-largest-quotient
;; set: eax=0xA1B2FFFF, edx=0xD0E1FFFE, ebx=0xB5C6FFFF, flags=+CF+ZF+OF
        div bx
;; expect: ax=0xFFFF, dx=0xFFFE, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-largest-quotient-by-one
;; set: eax=0xA1B2FFFF, edx=0xD0E10000, ebx=0xB5C60001, flags=+CF+ZF+OF
        div bx
;; expect: ax=0xFFFF, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-quotient-one-too-large
;; set: eax=0xA1B20000, edx=0xD0E10001, ebx=0xB5C60001, flags=+CF+ZF+OF
        nop
at:     div bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-high-equals-divisor
;; set: eax=0xA1B20000, edx=0xD0E10005, ebx=0xB5C60005, flags=+CF+ZF+OF
        nop
at:     div bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-high-just-below-divisor
;; set: eax=0xA1B2FFFF, edx=0xD0E10004, ebx=0xB5C60005, flags=+CF+ZF+OF
        div bx
;; expect: ax=0xFFFF, dx=0x0004, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-by-sign-bit
;; set: eax=0xA1B2FFFF, edx=0xD0E17FFF, ebx=0xB5C68000, flags=+CF+ZF+OF
        div bx
;; expect: ax=0xFFFF, dx=0x7FFF, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-by-low-half
;; set: eax=0xA1B20033, edx=0xD0E10000, flags=+CF+ZF+OF
        div ax
;; expect: ax=0x0001, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-by-high-half
;; set: eax=0xA1B20001, edx=0xD0E10003, flags=+CF+ZF+OF
        nop
at:     div dx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-zero
;; set: eax=0xA1B20000, edx=0xD0E10000, ebx=0xB5C60009, flags=+CF+ZF+OF
        div bx
;; expect: ax=0x0000, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-mem
;; set: eax=0xA1B203E8, edx=0xD0E10000, [DATA+3]=07 00, flags=+CF+ZF+OF
        div word [DATA+3]
;; expect: ax=0x008E, dx=0x0006, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-mem-by-zero
;; set: eax=0xA1B20005, edx=0xD0E10000, [DATA+3]=00 00, flags=+CF+ZF+OF
        nop
at:     div word [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-mem-overflow
;; set: eax=0xA1B20000, edx=0xD0E10009, [DATA+3]=09 00, flags=+CF+ZF+OF
        nop
at:     div word [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-exact
;; set: eax=0x00000064, edx=0x00000000, ebx=0x0000000A, flags=+CF+ZF+OF
        div ebx
;; expect: eax=0x0000000A, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-remainder
;; set: eax=0x00000067, edx=0x00000000, esi=0x0000000A, flags=+CF+ZF+OF
        div esi
;; expect: eax=0x0000000A, edx=0x00000003, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-by-zero
;; set: eax=0x00000007, edx=0x00000000, ebx=0x00000000, flags=+CF+ZF+OF
        nop
at:     div ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-zero-by-zero
;; set: eax=0x00000000, edx=0x00000000, esi=0x00000000, flags=+CF+ZF+OF
        nop
at:     div esi
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-largest-quotient
;; set: eax=0xFFFFFFFF, edx=0xFFFFFFFE, ebx=0xFFFFFFFF, flags=+CF+ZF+OF
        div ebx
;; expect: eax=0xFFFFFFFF, edx=0xFFFFFFFE, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-largest-quotient-by-one
;; set: eax=0xFFFFFFFF, edx=0x00000000, ebx=0x00000001, flags=+CF+ZF+OF
        div ebx
;; expect: eax=0xFFFFFFFF, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-quotient-one-too-large
;; set: eax=0x00000000, edx=0x00000001, ebx=0x00000001, flags=+CF+ZF+OF
        nop
at:     div ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-high-equals-divisor
;; set: eax=0x00000000, edx=0x00000005, ebx=0x00000005, flags=+CF+ZF+OF
        nop
at:     div ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-high-just-below-divisor
;; set: eax=0xFFFFFFFF, edx=0x00000004, ebx=0x00000005, flags=+CF+ZF+OF
        div ebx
;; expect: eax=0xFFFFFFFF, edx=0x00000004, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-by-sign-bit
;; set: eax=0xFFFFFFFF, edx=0x7FFFFFFF, ebx=0x80000000, flags=+CF+ZF+OF
        div ebx
;; expect: eax=0xFFFFFFFF, edx=0x7FFFFFFF, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-by-low-half
;; set: eax=0x00000033, edx=0x00000000, flags=+CF+ZF+OF
        div eax
;; expect: eax=0x00000001, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-by-high-half
;; set: eax=0x00000001, edx=0x00000003, flags=+CF+ZF+OF
        nop
at:     div edx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-zero
;; set: eax=0x00000000, edx=0x00000000, ebx=0x00000009, flags=+CF+ZF+OF
        div ebx
;; expect: eax=0x00000000, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem
;; set: eax=0x000003E8, edx=0x00000000, [DATA+3]=07 00 00 00, flags=+CF+ZF+OF
        div dword [DATA+3]
;; expect: eax=0x0000008E, edx=0x00000006, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem-by-zero
;; set: eax=0x00000005, edx=0x00000000, [DATA+3]=00 00 00 00, flags=+CF+ZF+OF
        nop
at:     div dword [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem-overflow
;; set: eax=0x00000000, edx=0x00000009, [DATA+3]=09 00 00 00, flags=+CF+ZF+OF
        nop
at:     div dword [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem-across-pages
;; set: eax=0x00000005, edx=0x00000002, [0x4FFE]=01 00 03 00, flags=+CF+ZF+OF
        div dword [0x4FFE]
;; expect: eax=0x0000AAAA, edx=0x0001555B, flags=?CF?PF?AF?ZF?SF?OF
