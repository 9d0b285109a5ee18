;; see: SDM Vol. 3A, 8.1.3 and 11.6: a write to code through the same linear address is seen by the next fetch
;; modes: real16, pm16, pm32, pm32/3

;; name: the-next-instruction
        mov byte [next+1], 5
next:   mov al, 1
;; expect: al=5, [next+1]=05

;; name: the-opcode-of-the-next-instruction
;; set: eax=7
        mov byte [next], 0x40
next:   nop
;; expect: eax=8, [next]=40, flags=-PF-AF-ZF-SF-OF

;; name: two-instructions-ahead
        mov byte [later+1], 5
        mov ah, 2
later:  mov al, 1
;; expect: eax=0x205, [later+1]=05

;; name: length-changes
        mov byte [next], 0xB0
next:   nop
        nop
        nop
;; expect: al=0x90, [next]=b0

;; name: behind-and-back
        mov bl, 2
back:   mov al, 1
        dec bl
        jz done
        mov byte [back+1], 9
        jmp short back
done:
;; expect: al=9, bl=0, [back+1]=09, flags=+PF-AF+ZF-SF-OF

;; name: every-turn-of-a-loop
        mov cl, 5
again:  mov al, 0
        inc byte [again+1]
        dec cl
        jnz again
;; expect: al=4, cl=0, [again+1]=05, flags=+PF-AF+ZF-SF-OF

;; name: a-branch-is-turned
        mov byte [branch+1], 2
branch: jmp short other
        mov al, 1
other:  mov ah, 2
;; expect: eax=0x0200, [branch+1]=02

;; name: a-branch-becomes-nops
        mov word [branch], 0x9090
branch: jmp short other
        mov al, 1
other:  mov ah, 2
;; expect: eax=0x0201, [branch]=90 90

;; name: a-trap-site-becomes-harmless
        mov byte [next], 0x90
next:   int3
        mov al, 1
;; expect: al=1, [next]=90

;; name: harmless-becomes-a-trap-site
        mov byte [next], 0xCC
next:   nop
after:  mov al, 1
;; expect: exception=3, eip=after, [next]=cc

;; name: harmless-becomes-undefined
        mov word [next], 0x0B0F
next:   nop
        nop
;; expect: exception=6, eip=next, [next]=0f 0b

;; name: the-same-bytes-again
        mov byte [next+1], 1
next:   mov al, 1
;; expect: al=1

;; name: data-beside-code
        mov byte [data], 5
        mov al, [data]
        jmp short done
data:   db 0
done:
;; expect: al=5, [data]=05

;; name: the-operand-read-back
        mov byte [next+1], 5
next:   mov al, 1
        mov ah, [next+1]
;; expect: eax=0x505, [next+1]=05

;; name: code-reads-its-own-bytes
        mov al, [start]
start:  nop
;; expect: al=0x90

;; name: cs-override-reads-what-was-written
        mov al, [cs:site]
site:   cli
        db 0xFA
;; mode: real16, pm16, pm32
;; expect: al=0xFA

;; name: unaligned-word-over-two-instructions
        mov word [first+1], 0x41B0
first:  mov al, 1
        nop
        nop
;; expect: al=0xB0, ecx=1, [first+1]=b0 41, flags=-PF-AF-ZF-SF-OF
