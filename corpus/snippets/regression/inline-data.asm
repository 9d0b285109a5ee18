;; modes: all
; Data behind a call, which the callee takes its return address for: an idiom of boot sectors and DOS programs.

;; name: string-behind-a-call
; Taken for code, 0xB8 would hide the start behind it.
        call    print
        db      0xB8, 0
        inc     bx
        jmp     end
print:
%if __BITS__ == 16
        pop     si
        lodsw
        jmp     si
%else
        pop     esi
        lodsw
        jmp     esi
%endif
end:
;; expect: ax=0xB8, bx=1, flags=-PF-ZF-SF-OF-AF
;; expect[real16, v86, pm16, pm16/3]: si=CODE+5, [STACK-2]=03 10
;; expect[pm32, pm32/3]: esi=CODE+7, [STACK-4]=05 00 02 00
