;; see: instruction streams may share bytes
;; modes: real16, pm16, pm32, pm32/3

;; name: jump-into-itself
;; see: EB FF C0: JMP to its own second byte, where FF C0 is INC
        db 0xEB, 0xFF, 0xC0
;; expect: eax=1, flags=-PF-AF-ZF-SF-OF

;; name: into-an-immediate
        jmp short inside+1
inside: db 0xB8, 0xB1, 0x05, 0xEB, 0x01
        db 0x90
;; expect: cl=5

;; name: both-streams
;; set: ebx=2
again:  jmp short first
first:  db 0x3C                        ; CMP AL, imm8 hides the INC
inside: db 0x41                        ; INC CX or ECX
        db 0x4B                        ; DEC BX or EBX
        jz done
        jmp short inside
done:
;; expect: ebx=0, ecx=1, flags=+CF+PF-AF+ZF-SF-OF

;; name: after-a-prefix
;; set: eax=0x11111111, ebx=0x22222222
        jmp short inside+1
inside: db 0x66, 0x89, 0xD8            ; skips the prefix
;; expect[pm32, pm32/3]: eax=0x22222222
;; expect[real16, pm16]: eax=0x11112222

;; name: with-and-without-lock
;; set: ebx=1
        xor ecx, ecx
again:  jmp short inside
inside: db 0xF0
        inc byte [DATA]
        jcxz second
        jmp short done
second: inc ecx
        jmp short inside+1
done:
;; expect: ecx=1, [DATA]=02, flags=-CF-PF-AF-ZF-SF-OF

;; name: hidden-trap-site
;; see: FA in an immediate is CLI for who jumps there
;; mode: real16, pm16, pm32
;; set: flags=+IF
        db 0xB0
inside: db 0xFA
        test al, al
        jz done
        xor al, al
        jmp short inside
done:
;; expect: eax=0, flags=-IF+PF+ZF-SF-OF-CF?AF

;; name: hidden-int3
        mov al, 0xCC
        jmp short $-1
;; expect: exception=3, eip=CODE+2, al=0xCC

;; name: call-into-the-middle
        call near inside+1
        jmp short done
inside: db 0xB8, 0xB1, 0x07, 0xC3, 0x90
done:
;; expect: cl=7
;; expect[real16, pm16]: [STACK-2]=03 10
;; expect[pm32, pm32/3]: [STACK-4]=05 00 02 00

;; name: ret-into-the-middle
;; set[real16, pm16]: [STACK]=02 10
;; set[pm32, pm32/3]: [STACK]=02 00 02 00
        ret
        db 0xB8
inside: db 0xB1, 0x07, 0x90, 0x90
;; expect: cl=7, esp=STACK+4
;; expect[real16, pm16]: esp=STACK+2


;; name: three-streams
;; mode: pm32, pm32/3
;; see: B0 04 04 40 as MOV AL, 4 and ADD AL, 0x40; from its second byte ADD AL, 4 and INC EAX; from its third ADD AL, 0x40
a:      db 0xB0
b:      db 0x04
c:      db 0x04, 0x40
        inc ebx
        cmp bl, 2
        ja done
        je c
        jmp short b
done:
;; expect: eax=0x89, ebx=3, flags=-CF-PF-AF-ZF-SF-OF

;; name: middle-of-a-long-instruction
;; mode: pm32, pm32/3
        jmp short inside+7
inside: mov dword [DATA], 0x9002B090
;; expect: al=2
