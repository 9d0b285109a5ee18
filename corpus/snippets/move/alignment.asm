;; see: SDM Vol. 3A, 6.15, vector 17, table 6-7: CPL 3, CR0.AM and EFLAGS.AC
;; modes: v86, pm16/3, pm32/3

;; name: word-read-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     mov ax, [DATA+1]
;; expect: exception=17:0, eip=at

;; name: word-write-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     mov [DATA+3], ax
;; expect: exception=17:0, eip=at

;; name: dword-read-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     mov eax, [DATA+2]
;; expect: exception=17:0, eip=at

;; name: dword-write-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     mov [DATA+1], eax
;; expect: exception=17:0, eip=at

;; name: read-modify-write-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     add dword [DATA+2], 1
;; expect: exception=17:0, eip=at

;; name: compare-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     cmp word [DATA+1], 5
;; expect: exception=17:0, eip=at

;; name: xchg-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     xchg [DATA+2], ecx
;; expect: exception=17:0, eip=at

;; name: push-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC, esp=0x7FFE
        nop
at:     push eax
;; expect: exception=17:0, eip=at

;; name: push-word-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC, esp=0x7FFF
        nop
at:     push ax
;; expect: exception=17:0, eip=at

;; name: pop-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC, esp=0x7FFE
        nop
at:     pop eax
;; expect: exception=17:0, eip=at

;; name: pop-to-memory-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     pop dword [DATA+2]
;; expect: exception=17:0, eip=at

;; name: push-of-memory-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     push dword [DATA+2]
;; expect: exception=17:0, eip=at

;; name: cmov-false-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     cmovz eax, [DATA+1]
;; expect: exception=17:0, eip=at

;; name: movzx-word-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     movzx eax, word [DATA+1]
;; expect: exception=17:0, eip=at

;; name: bit-test-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     bt dword [DATA+2], 1
;; expect: exception=17:0, eip=at

;; name: xadd-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     xadd [DATA+1], eax
;; expect: exception=17:0, eip=at

;; name: cmpxchg-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     cmpxchg [DATA+2], ecx
;; expect: exception=17:0, eip=at

;; name: leave-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC, ebp=0x7FFE
        nop
at:     o32 leave
;; expect: exception=17:0, eip=at

;; name: moffs-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     mov eax, [dword DATA+3]
;; expect: exception=17:0, eip=at

;; name: across-pages-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     mov eax, [0x4FFE]
;; expect: exception=17:0, eip=at

;; name: div-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC, eax=1, [DATA+2]=01
        nop
at:     div dword [DATA+2]
;; expect: exception=17:0, eip=at

;; name: store-of-a-selector-faults
;; skip qemu: it does not check alignment
;; set: cr0=0x40031, flags=+AC
        nop
at:     mov [DATA+1], ds
;; expect: exception=17:0, eip=at

;; name: aligned-word
;; set: cr0=0x40031, flags=+AC, [DATA+2]=01 02
        mov ax, [DATA+2]
;; expect: ax=0x0201

;; name: aligned-dword
;; set: cr0=0x40031, flags=+AC, eax=0x84030201
        mov [DATA+4], eax
;; expect: [DATA+4]=01 02 03 84

;; name: bytes-are-always-aligned
;; set: cr0=0x40031, flags=+AC, eax=0x1200, [DATA+1]=34
        mov al, [DATA+1]
        mov [DATA+3], ah
;; expect: al=0x34, [DATA+3]=12

;; name: a-word-at-two-is-aligned
;; set: cr0=0x40031, flags=+AC, esp=0x7FFE, eax=0x1234
        push ax
;; expect: esp=0x7FFC, [0x7FFC]=34 12

;; name: without-ac
;; set: cr0=0x40031, [DATA+1]=01 02 03 84
        mov eax, [DATA+1]
;; expect: eax=0x84030201

;; name: without-am
;; set: flags=+AC, [DATA+1]=01 02 03 84
        mov eax, [DATA+1]
;; expect: eax=0x84030201

;; name: ring-0
;; mode: pm16, pm32
;; set: cr0=0x40031, flags=+AC, [DATA+1]=01 02 03 84
        mov eax, [DATA+1]
;; expect: eax=0x84030201

;; name: lea
;; set: cr0=0x40031, flags=+AC
        lea eax, [dword DATA+1]
;; expect: eax=DATA+1

;; name: limit-before-alignment
;; mode: pm16/3, pm32/3
;; set: cr0=0x40031, flags=+AC, fs=SMALL
        nop
at:     mov eax, [fs:0xE]
;; expect: exception=13:0, eip=at
