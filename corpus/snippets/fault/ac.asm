;; see: SDM Vol. 3A, 6.15, interrupt 17: CR0.AM, EFLAGS.AC, CPL 3

;; name: dword
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC
;; deliver
        mov eax, [DATA+2]
;; expect[pm32/3]: delivered=17:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+18, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 05 00 00 80 00 00 33 00 00 00

;; name: aligned
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC, [DATA]=01 02 03 04
        mov eax, [DATA]
;; expect: eax=0x04030201

;; name: bytes-are-always-aligned
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC, [DATA+1]=12
        mov al, [DATA+1]
;; expect: al=0x12

;; name: word
;; mode: pm32/3, pm16/3, v86
;; set: cr0=0x40031, flags=+AC
        mov ax, [DATA+1]
;; expect: exception=17:0

;; name: word-at-two
;; mode: pm32/3, pm16/3, v86
;; set: cr0=0x40031, flags=+AC, [DATA+2]=34 12
        mov ax, [DATA+2]
;; expect: ax=0x1234

;; name: ring-0-does-not-check
;; mode: pm32, pm16
;; set: cr0=0x40031, flags=+AC, [DATA+1]=34 12
        mov ax, [DATA+1]
;; expect: ax=0x1234

;; name: without-am
;; mode: pm32/3
;; set: flags=+AC, [DATA+1]=34 12
        mov ax, [DATA+1]
;; expect: ax=0x1234

;; name: without-ac
;; mode: pm32/3
;; set: cr0=0x40031, [DATA+1]=34 12
        mov ax, [DATA+1]
;; expect: ax=0x1234

;; name: push
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC, esp=STACK-2
        push eax
;; expect: exception=17:0

;; name: write-changes-nothing
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC, eax=0x55555555
        mov [DATA+1], eax
;; expect: exception=17:0

;; name: the-limit-comes-first
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC, fs=SMALL
        mov eax, [fs:0xD]
;; expect: exception=13:0

;; name: popf-turns-it-on
;; skip unicorn: alignment is checked only by code translated after AC was set
;; mode: pm32/3
;; set: cr0=0x40031, [STACK]=02 00 04 00
        popf
here:   mov ax, [DATA+1]
;; expect: exception=17:0, eip=here, flags=+AC, esp=STACK+4

;; name: qword-of-the-fpu
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC
        fld qword [DATA+4]
;; expect: exception=17:0

;; name: qword-of-the-fpu-at-8
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC
        fld qword [DATA+8]
;; expect: st0=0
