;; see: SDM Vol. 3A, 21.1, defining 16-bit and 32-bit program modules

; The same bytes below 64 KiB are 16-bit code first and 32-bit code then, where flat code from above 64 KiB arrives. What was made ready
; to be executed for one code size must not be met by the other. B8 01 00 43 43: mov ax, 1; inc bx; inc bx, or mov eax, 0x43430001.
;; name: flat-code-jumps-to-what-ran-as-16-bit-code
;; mode: pm16
;; set: ecx=2, [0x20000]=e9 fb 0f fe ff
        cli                             ; 0x1000
        db 0xB8, 0x01, 0x00, 0x43, 0x43
        dec cx
        jz done
        jmp CODE32:dword 0x20000        ; JMP 0x1000 stands there
done:   nop
;; expect: eax=0x43430001, ebx=2, ecx=0, cs=CODE32, flags=+ZF+PF
