;; see: SDM Vol. 2, LODS; REP
;; modes: real16, v86, pm16/3, pm32, pm32/3

;; name: byte
;; set: eax=0xAABBCCDD, esi=DATA, [DATA]=11
        lodsb
;; expect: esi=DATA+1, eax=0xAABBCC11

;; name: word
;; set: eax=0xAABBCCDD, esi=DATA+1, [DATA]=11 22 33
        lodsw
;; expect: esi=DATA+3, eax=0xAABB3322

;; name: dword
;; set: esi=DATA, [DATA]=11 22 33 44
        lodsd
;; expect: esi=DATA+4, eax=0x44332211

;; name: down
;; set: esi=DATA+2, [DATA]=11 22 33 44, flags=+DF
        lodsw
;; expect: esi=DATA, eax=0x4433

;; name: rep-keeps-the-last
;; set: ecx=3, esi=DATA, [DATA]=11 22 33 44
        rep lodsb
;; expect: ecx=0, esi=DATA+3, eax=0x33

;; name: rep-zero
;; set: eax=0x99, esi=DATA, [DATA]=11
        rep lodsb

;; name: override
;; mode: pm16/3, pm32, pm32/3
;; set: gs=SMALL, esi=0xC, [DATA+0xC]=11 22 33 44
        gs lodsd
;; expect: esi=0x10, eax=0x44332211

;; name: override-beyond-the-limit
;; mode: pm16/3, pm32, pm32/3
;; set: gs=SMALL, esi=0xD
        gs lodsd
;; expect: exception=13:0

;; name: ss-override-faults-as-ss
;; mode: pm32, pm32/3
;; set: ss.limit=0x8FFF, ss.attributes=0x40F3, esi=0x9000
;; set[pm32]: ss.attributes=0x4093
        ss lodsb
;; expect: exception=12:0

;; name: null-segment
;; mode: pm16/3, pm32, pm32/3
;; set: ds=0, esi=DATA
        lodsb
;; expect: exception=13:0

;; name: repne-too
;; set: ecx=2, esi=DATA, [DATA]=11 22, flags=+ZF
        db 0xF2
        lodsb
;; expect: ecx=0, esi=DATA+2, eax=0x22
