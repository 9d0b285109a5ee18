;; see: SDM Vol. 2, Jcc: 0F 80-8F, 16- or 32-bit displacement
;; modes: v86, pm16, pm32

;; name: jo-near-back-taken
;; set: flags=+OF
        jmp short start
back:   jmp short done
start:  jo near back
        mov al, 1
done:

;; name: jo-near-not-taken
;; set: flags=-OF+CF+PF+ZF+SF
        jo near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jno-near-back-taken
;; set: flags=+CF+PF+AF+ZF+SF
        jmp short start
back:   jmp short done
start:  jno near back
        mov al, 1
done:

;; name: jno-near-not-taken
;; set: flags=+OF
        jno near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jb-near-back-taken
;; set: flags=+CF
        jmp short start
back:   jmp short done
start:  jb near back
        mov al, 1
done:

;; name: jb-near-not-taken
;; set: flags=+PF+AF+ZF+SF+OF
        jb near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jae-near-back-taken
;; set: flags=+PF+AF+ZF+SF+OF
        jmp short start
back:   jmp short done
start:  jae near back
        mov al, 1
done:

;; name: jae-near-not-taken
;; set: flags=+CF
        jae near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jz-near-back-taken
;; set: flags=+ZF
        jmp short start
back:   jmp short done
start:  jz near back
        mov al, 1
done:

;; name: jz-near-not-taken
;; set: flags=+CF+PF+AF+SF+OF
        jz near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jnz-near-back-taken
;; set: flags=+CF+PF+AF+SF+OF
        jmp short start
back:   jmp short done
start:  jnz near back
        mov al, 1
done:

;; name: jnz-near-not-taken
;; set: flags=+ZF
        jnz near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jbe-near-back-taken
;; set: flags=+CF
        jmp short start
back:   jmp short done
start:  jbe near back
        mov al, 1
done:

;; name: jbe-near-not-taken
;; set: flags=+PF+AF+SF+OF
        jbe near taken
        mov al, 1
taken:
;; expect: al=1

;; name: ja-near-back-taken
;; set: flags=+PF+AF+SF+OF
        jmp short start
back:   jmp short done
start:  ja near back
        mov al, 1
done:

;; name: ja-near-not-taken
;; set: flags=+CF
        ja near taken
        mov al, 1
taken:
;; expect: al=1

;; name: js-near-back-taken
;; set: flags=+SF
        jmp short start
back:   jmp short done
start:  js near back
        mov al, 1
done:

;; name: js-near-not-taken
;; set: flags=+CF+PF+AF+ZF+OF
        js near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jns-near-back-taken
;; set: flags=+CF+PF+AF+ZF+OF
        jmp short start
back:   jmp short done
start:  jns near back
        mov al, 1
done:

;; name: jns-near-not-taken
;; set: flags=+SF
        jns near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jp-near-back-taken
;; set: flags=+PF
        jmp short start
back:   jmp short done
start:  jp near back
        mov al, 1
done:

;; name: jp-near-not-taken
;; set: flags=+CF+AF+ZF+SF+OF
        jp near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jnp-near-back-taken
;; set: flags=+CF+AF+ZF+SF+OF
        jmp short start
back:   jmp short done
start:  jnp near back
        mov al, 1
done:

;; name: jnp-near-not-taken
;; set: flags=+PF
        jnp near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jl-near-back-taken
;; set: flags=+SF
        jmp short start
back:   jmp short done
start:  jl near back
        mov al, 1
done:

;; name: jl-near-not-taken
;; set: flags=+SF+OF
        jl near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jge-near-back-taken
;; set: flags=+SF+OF
        jmp short start
back:   jmp short done
start:  jge near back
        mov al, 1
done:

;; name: jge-near-not-taken
;; set: flags=+SF
        jge near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jle-near-back-taken
;; set: flags=+SF
        jmp short start
back:   jmp short done
start:  jle near back
        mov al, 1
done:

;; name: jle-near-not-taken
;; set: flags=+SF+OF
        jle near taken
        mov al, 1
taken:
;; expect: al=1

;; name: jg-near-back-taken
;; set: flags=+SF+OF
        jmp short start
back:   jmp short done
start:  jg near back
        mov al, 1
done:

;; name: jg-near-not-taken
;; set: flags=+SF
        jg near taken
        mov al, 1
taken:
;; expect: al=1
