;; see: SDM Vol. 3A, 6.15, interrupt 8, and table 6-5. Which exceptions double
;; modes: pm32

;; name: gp-while-gp-is-delivered
;; set: [IDT+13*8+5]=00, es=SMALL
;; deliver
        mov al, [es:0x10]
;; expect: delivered=8:0, outcome=halted, eip=HANDLERS+9, esp=STACK-16, [STACK-16]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 ?? 00

;; name: np-while-np-is-delivered
;; set: [IDT+11*8+5]=0e, eax=NOT_PRESENT
;; deliver
        mov ds, ax
;; expect: delivered=8:0, outcome=halted, eip=HANDLERS+9, esp=STACK-16, [STACK-16]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 ?? 00

;; name: np-while-ud-is-delivered-is-no-double-fault
;; skip qemu: its error code has no EXT here
;; see: #UD is benign: the second is delivered by itself, with EXT
;; set: [IDT+6*8+5]=0e
;; deliver
        ud2
;; expect: delivered=11:0x33, outcome=halted, eip=HANDLERS+12, esp=STACK-16, [STACK-16]=33 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00

;; name: np-while-de-is-delivered
;; set: [IDT+5]=0e
;; deliver
        div cl
;; expect: delivered=8:0, outcome=halted, eip=HANDLERS+9, esp=STACK-16, [STACK-16]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 ?? 00

;; name: np-while-int-is-delivered-is-no-double-fault
;; see: and without EXT, the program asked for it
;; set: [IDT+0x405]=0e
;; deliver
        int 0x80
;; expect: delivered=11:0x402, outcome=halted, eip=HANDLERS+12, esp=STACK-16, [STACK-16]=02 04 00 00 00 00 02 00 08 00 00 00 02 00 01 00

;; name: gp-while-an-interrupt-is-delivered
;; see: SDM Vol. 3A, 6.13: EXT
;; set: [IDT+0x21*8+5]=00, flags=+IF, irq=0x21:CODE
;; deliver
        nop
;; expect: delivered=13:0x10B, outcome=halted, flags=-IF, eip=HANDLERS+14, esp=STACK-16, [STACK-16]=0b 01 00 00 00 00 02 00 08 00 00 00 02 02 01 00

;; name: stack-fault-with-a-bad-stack
;; mode: pm32
;; set: esp=2, ss.limit=0xFFF, ss.attributes=0x4093
        push eax
;; expect: exception=12:0

;; name: shutdown-without-idt
;; skip unicorn: it checks no segment limits
;; set: idtr.limit=0, es=SMALL
;; deliver
        nop
here:   mov al, [es:0x10]
;; expect: outcome=shutdown, eip=here

;; name: shutdown-by-a-bad-double-fault-gate
;; skip qemu: it checks no segment limits
;; skip unicorn: it checks no segment limits
;; set: [IDT+13*8+5]=00, [IDT+8*8+5]=00, es=SMALL
;; deliver
        mov al, [es:0x10]
;; expect: outcome=shutdown, eip=CODE

;; name: shutdown-in-ring-3
;; mode: pm32/3
;; set: [TSS+8]=00 00
;; deliver
        hlt
;; expect: outcome=shutdown, eip=CODE

;; name: shutdown-in-real-mode
;; mode: real16
;; set: idtr.limit=0
;; deliver
        ud2
;; expect: outcome=shutdown, eip=CODE

;; name: real-mode-vector-13-beyond-the-ivt-doubles
;; mode: real16
;; set: idtr.limit=0x23
;; deliver
        mov ax, [0xFFFF]
;; expect: delivered=8, outcome=halted, eip=HANDLERS+9, esp=STACK-6, [STACK-6]=00 10 00 00 02 00
