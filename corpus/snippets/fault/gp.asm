;; see: SDM Vol. 3A, 6.15, interrupt 13

;; name: limit
;; mode: pm16, pm32, pm32/3, pm16/3
;; set: fs=SMALL
;; deliver
        mov al, [fs:0x10]
;; expect[pm16]: delivered=13:0, outcome=halted, cs=CODE32, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=13:0, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[pm16/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 10 00 00 3b 00 00 00 02 00 01 00 00 80 00 00 43 00 00 00

;; name: read-only
;; mode: pm16, pm32, pm32/3
;; set: fs=READ_ONLY
;; deliver
        mov [fs:0x2000], al
;; expect[pm16]: delivered=13:0, outcome=halted, cs=CODE32, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=13:0, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: null
;; mode: pm16, pm32, pm32/3
;; set: fs=0
;; deliver
        mov al, [fs:0]
;; expect[pm16]: delivered=13:0, outcome=halted, cs=CODE32, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=13:0, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: selector
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: pm16, pm32, pm32/3
;; set: eax=0xB8
;; deliver
        mov ds, ax
;; expect[pm16]: delivered=13:184, outcome=halted, cs=CODE32, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=b8 00 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=13:184, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=b8 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:184, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=b8 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: word-at-64k
;; mode: real16, v86, pm16, pm16/3
;; deliver
        mov ax, [0xFFFF]
;; expect[real16]: delivered=13, outcome=halted, eip=HANDLERS+14, esp=0x7ffa, [0x7ffa]=00 10 00 00 02 00
;; expect[v86]: delivered=13:0, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+14, esp=STACK0-40, [STACK0-40]=00 00 00 00 00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16]: delivered=13:0, outcome=halted, cs=CODE32, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm16/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 10 00 00 3b 00 00 00 02 00 01 00 00 80 00 00 43 00 00 00

;; name: hlt-at-ring-3
;; mode: pm32/3, v86, pm16/3
;; deliver
        hlt
;; expect[pm32/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[v86]: delivered=13:0, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+14, esp=STACK0-40, [STACK0-40]=00 00 00 00 00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 10 00 00 3b 00 00 00 02 00 01 00 00 80 00 00 43 00 00 00

;; name: expand-down
;; mode: pm32, pm32/3, pm16
;; set: fs=EXPAND_DOWN
        mov al, [fs:0x3000]
        mov ah, [fs:0x2FFF]
;; expect: exception=13:0, al=0xF4
;; expect[pm32, pm32/3]: eip=CODE+6
;; expect[pm16]: eip=CODE+4

;; name: expand-down-over-4g
;; mode: pm32, pm32/3
;; set: fs=EXPAND_DOWN
        mov eax, [fs:0xFFFFFFFE]
;; expect: exception=13:0

;; name: expand-down-16-bit-ends-at-64k
;; mode: pm32, pm32/3
;; set: fs=EXPAND_DOWN, fs.base=0, fs.limit=0x2FFF, fs.attributes=0x00F7, [0xFFFF]=12
        mov al, [fs:0xFFFF]
        mov al, [fs:0x10000]
;; expect: exception=13:0, al=0x12, eip=CODE+6

;; name: read-modify-write-of-read-only-reads-nothing
;; mode: pm32, pm32/3
;; set: fs=READ_ONLY, flags=+CF
        add [fs:0x2000], eax
;; expect: exception=13:0

;; name: dword-over-the-limit-writes-nothing
;; mode: pm32, pm32/3, pm16
;; set: fs=SMALL, eax=0x44332211
        mov [fs:0xD], eax
;; expect: exception=13:0

;; name: last-byte-of-the-limit
;; mode: pm32, pm32/3, pm16
;; set: fs=SMALL, eax=0x44332211
        mov [fs:0xC], eax
;; expect: [DATA+0xC]=11 22 33 44
