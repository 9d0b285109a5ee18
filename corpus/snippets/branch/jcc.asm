;; see: SDM Vol. 2, Jcc; appendix B, condition codes: the flags that decide alone, and all the others against them
;; modes: real16, pm16/3, pm32, pm32/3

;; name: jo-taken-of
;; set: flags=+OF
        jo short taken
        mov al, 1
taken:

;; name: jo-not-taken-of-cf-pf-zf-sf
;; set: flags=-OF+CF+PF+ZF+SF
        jo short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jno-taken-cf-pf-af-zf-sf
;; set: flags=+CF+PF+AF+ZF+SF
        jno short taken
        mov al, 1
taken:

;; name: jno-not-taken-of
;; set: flags=+OF
        jno short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jb-taken-cf
;; set: flags=+CF
        jb short taken
        mov al, 1
taken:

;; name: jb-not-taken-pf-af-zf-sf-of
;; set: flags=+PF+AF+ZF+SF+OF
        jb short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jae-taken-pf-af-zf-sf-of
;; set: flags=+PF+AF+ZF+SF+OF
        jae short taken
        mov al, 1
taken:

;; name: jae-not-taken-cf
;; set: flags=+CF
        jae short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jz-taken-zf
;; set: flags=+ZF
        jz short taken
        mov al, 1
taken:

;; name: jz-not-taken-cf-pf-af-sf-of
;; set: flags=+CF+PF+AF+SF+OF
        jz short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jnz-taken-cf-pf-af-sf-of
;; set: flags=+CF+PF+AF+SF+OF
        jnz short taken
        mov al, 1
taken:

;; name: jnz-not-taken-zf
;; set: flags=+ZF
        jnz short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jbe-taken-cf
;; set: flags=+CF
        jbe short taken
        mov al, 1
taken:

;; name: jbe-taken-zf
;; set: flags=+ZF
        jbe short taken
        mov al, 1
taken:

;; name: jbe-taken-cf-zf
;; set: flags=+CF+ZF
        jbe short taken
        mov al, 1
taken:

;; name: jbe-not-taken-pf-af-sf-of
;; set: flags=+PF+AF+SF+OF
        jbe short taken
        mov al, 1
taken:
;; expect: al=1

;; name: ja-taken-pf-af-sf-of
;; set: flags=+PF+AF+SF+OF
        ja short taken
        mov al, 1
taken:

;; name: ja-not-taken-cf
;; set: flags=+CF
        ja short taken
        mov al, 1
taken:
;; expect: al=1

;; name: ja-not-taken-zf
;; set: flags=+ZF
        ja short taken
        mov al, 1
taken:
;; expect: al=1

;; name: ja-not-taken-cf-zf
;; set: flags=+CF+ZF
        ja short taken
        mov al, 1
taken:
;; expect: al=1

;; name: js-taken-sf
;; set: flags=+SF
        js short taken
        mov al, 1
taken:

;; name: js-not-taken-cf-pf-af-zf-of
;; set: flags=+CF+PF+AF+ZF+OF
        js short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jns-taken-cf-pf-af-zf-of
;; set: flags=+CF+PF+AF+ZF+OF
        jns short taken
        mov al, 1
taken:

;; name: jns-not-taken-sf
;; set: flags=+SF
        jns short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jp-taken-pf
;; set: flags=+PF
        jp short taken
        mov al, 1
taken:

;; name: jp-not-taken-cf-af-zf-sf-of
;; set: flags=+CF+AF+ZF+SF+OF
        jp short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jnp-taken-cf-af-zf-sf-of
;; set: flags=+CF+AF+ZF+SF+OF
        jnp short taken
        mov al, 1
taken:

;; name: jnp-not-taken-pf
;; set: flags=+PF
        jnp short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jl-taken-sf
;; set: flags=+SF
        jl short taken
        mov al, 1
taken:

;; name: jl-taken-of
;; set: flags=+OF
        jl short taken
        mov al, 1
taken:

;; name: jl-not-taken-sf-of
;; set: flags=+SF+OF
        jl short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jl-not-taken-cf-zf
;; set: flags=+CF+ZF
        jl short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jge-taken-sf-of
;; set: flags=+SF+OF
        jge short taken
        mov al, 1
taken:

;; name: jge-taken-cf-zf
;; set: flags=+CF+ZF
        jge short taken
        mov al, 1
taken:

;; name: jge-not-taken-sf
;; set: flags=+SF
        jge short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jge-not-taken-of
;; set: flags=+OF
        jge short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jle-taken-sf
;; set: flags=+SF
        jle short taken
        mov al, 1
taken:

;; name: jle-taken-of
;; set: flags=+OF
        jle short taken
        mov al, 1
taken:

;; name: jle-taken-zf
;; set: flags=+ZF
        jle short taken
        mov al, 1
taken:

;; name: jle-taken-zf-sf-of
;; set: flags=+ZF+SF+OF
        jle short taken
        mov al, 1
taken:

;; name: jle-not-taken-sf-of
;; set: flags=+SF+OF
        jle short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jle-not-taken-cf-pf-af
;; set: flags=+CF+PF+AF
        jle short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jg-taken-sf-of
;; set: flags=+SF+OF
        jg short taken
        mov al, 1
taken:

;; name: jg-taken-cf-pf-af
;; set: flags=+CF+PF+AF
        jg short taken
        mov al, 1
taken:

;; name: jg-not-taken-sf
;; set: flags=+SF
        jg short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jg-not-taken-of
;; set: flags=+OF
        jg short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jg-not-taken-zf
;; set: flags=+ZF
        jg short taken
        mov al, 1
taken:
;; expect: al=1

;; name: jg-not-taken-zf-sf-of
;; set: flags=+ZF+SF+OF
        jg short taken
        mov al, 1
taken:
;; expect: al=1
