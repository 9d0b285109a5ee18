;; modes: all

;; name: fxsave-shows-the-models-mxcsr-mask
;; see: SDM Vol. 1, 11.6.6: the guest's processor has no MXCSR bit above 15
;; mode: pm32, pm32/3
;; set: ebx=DATA
        fxsave  [ebx]
        mov     eax, [ebx + 28]
        fninit
        mov     ecx, 128
        mov     edi, ebx
        mov     edx, eax
        xor     eax, eax
        rep     stosd
        mov     eax, edx
        xor     edx, edx
;; expect: eax=0xFFFF, edi=DATA+512, flags=+ZF+PF-CF-OF-SF?AF, ecx=0

;; name: fnstenv-shows-no-host-selector
;; skip bochs: it keeps FCS and FDS as older processors do
;; see: SDM Vol. 1, 8.1.8: a processor that deprecates FCS and FDS stores 0; ours does. The host's own selectors must never show
;; mode: pm32, pm32/3
;; set: ebx=DATA
        fld1
        fstp    dword [ebx + 64]
        fnstenv [ebx]
        movzx   eax, word [ebx + 16]
        movzx   edx, word [ebx + 24]
        fninit
        mov     ecx, 28
        mov     edi, ebx
        mov     esi, eax
        xor     eax, eax
        rep     stosb
        mov     [ebx + 64], eax
        mov     eax, esi
        xor     esi, esi
;; expect: eax=0, edx=0, edi=DATA+28, st7=1.0, ftw=0, flags=+ZF+PF-CF-OF-SF?AF
