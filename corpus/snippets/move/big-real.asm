;; see: SDM Vol. 3A, 9.9.2: hidden parts outlive the switch to real mode; Vol. 3A, 21.1.1: base is selector times 16
;; modes: real16

;; name: load
;; set: ds.limit=0xFFFFFFFF, ds.attributes=0x8093, [0x123456]=01 02 03 84
        mov eax, [dword 0x123456]
;; expect: eax=0x84030201

;; name: store
;; skip qemu: the batch kernel cannot see everything that real mode writes above 1 MiB
;; skip bochs: the batch kernel cannot see everything that real mode writes above 1 MiB
;; set: ds.limit=0xFFFFFFFF, ds.attributes=0x8093, ebx=0x123456, eax=0x84030201, [0x123456]=ff ff ff ff ff
        mov [ebx], eax
;; expect: [0x123456]=01 02 03 84

;; name: base-that-is-not-the-selector
;; set: ds.base=0x123400, ds.limit=0xFFFFFFFF, ds.attributes=0x8093, [0x123410]=5a
        mov al, [0x10]
;; expect: al=0x5A

;; name: es-override
;; set: es.limit=0xFFFFFFFF, es.attributes=0x8093, ebx=0x100000, ecx=0x23, [0x100023]=40
        add byte [es:ebx+ecx], 2
;; expect: [0x100023]=42, flags=-CF+PF-AF-ZF-SF-OF

;; name: small-limit
;; set: ds.limit=0xF
        nop
at:     mov al, [0x10]
;; expect: exception=13, eip=at

;; name: small-limit-last
;; set: ds.limit=0xF, [0xF]=5a
        mov al, [0xF]
;; expect: al=0x5A

;; name: selector-load-keeps-the-limit
;; set: ds.limit=0xFFFFFFFF, ds.attributes=0x8093, ecx=0x200, [0x102000]=5a
        mov ds, cx
        mov al, [dword 0x100000]
;; expect: ds=0x200, al=0x5A

;; name: word-over-64k
;; set: ds.limit=0xFFFFFFFF, ds.attributes=0x8093, [0xFFFF]=01 82
        mov ax, [dword 0xFFFF]
;; expect: ax=0x8201
