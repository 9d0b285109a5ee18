;; see: SDM Vol. 2A, CMOVcc and appendix B, table B-1: no flags; a memory operand is read whether it is needed or not
;; modes: all

;; name: cmovo-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+OF
        cmovo esi, ebx
;; expect: esi=0x92345678

;; name: cmovo-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+OF+CF+PF+ZF+SF
        cmovo di, cx
;; expect: di=0x8444

;; name: cmovo-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovo esi, ebx

;; name: cmovo-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+PF+AF+ZF+SF
        cmovo di, cx

;; name: cmovno-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovno esi, ebx
;; expect: esi=0x92345678

;; name: cmovno-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+PF+AF+ZF+SF
        cmovno di, cx
;; expect: di=0x8444

;; name: cmovno-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+OF
        cmovno esi, ebx

;; name: cmovno-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+OF+CF+PF+ZF+SF
        cmovno di, cx

;; name: cmovb-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+CF
        cmovb esi, ebx
;; expect: esi=0x92345678

;; name: cmovb-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+ZF+OF+SF
        cmovb di, cx
;; expect: di=0x8444

;; name: cmovb-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovb esi, ebx

;; name: cmovb-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+ZF+SF+OF+PF+AF
        cmovb di, cx

;; name: cmovnb-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovnb esi, ebx
;; expect: esi=0x92345678

;; name: cmovnb-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+ZF+SF+OF+PF+AF
        cmovnb di, cx
;; expect: di=0x8444

;; name: cmovnb-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+CF
        cmovnb esi, ebx

;; name: cmovnb-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+ZF+OF+SF
        cmovnb di, cx

;; name: cmovz-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+ZF
        cmovz esi, ebx
;; expect: esi=0x92345678

;; name: cmovz-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+ZF+CF+SF+OF
        cmovz di, cx
;; expect: di=0x8444

;; name: cmovz-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovz esi, ebx

;; name: cmovz-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+SF+OF+PF+AF
        cmovz di, cx

;; name: cmovnz-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovnz esi, ebx
;; expect: esi=0x92345678

;; name: cmovnz-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+SF+OF+PF+AF
        cmovnz di, cx
;; expect: di=0x8444

;; name: cmovnz-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+ZF
        cmovnz esi, ebx

;; name: cmovnz-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+ZF+CF+SF+OF
        cmovnz di, cx

;; name: cmovbe-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+CF
        cmovbe esi, ebx
;; expect: esi=0x92345678

;; name: cmovbe-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+ZF
        cmovbe di, cx
;; expect: di=0x8444

;; name: cmovbe-true-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+CF+ZF
        cmovbe eax, [DATA+4]
;; expect: eax=0xDEADBEEF

;; name: cmovbe-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovbe esi, ebx

;; name: cmovbe-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF+PF+AF
        cmovbe di, cx

;; name: cmovnbe-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovnbe esi, ebx
;; expect: esi=0x92345678

;; name: cmovnbe-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF+PF+AF
        cmovnbe di, cx
;; expect: di=0x8444

;; name: cmovnbe-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+CF
        cmovnbe esi, ebx

;; name: cmovnbe-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+ZF
        cmovnbe di, cx

;; name: cmovnbe-false-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+CF+ZF
        cmovnbe eax, [DATA+4]

;; name: cmovs-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+SF
        cmovs esi, ebx
;; expect: esi=0x92345678

;; name: cmovs-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF+CF
        cmovs di, cx
;; expect: di=0x8444

;; name: cmovs-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovs esi, ebx

;; name: cmovs-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+OF+CF+ZF+PF
        cmovs di, cx

;; name: cmovns-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovns esi, ebx
;; expect: esi=0x92345678

;; name: cmovns-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+OF+CF+ZF+PF
        cmovns di, cx
;; expect: di=0x8444

;; name: cmovns-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+SF
        cmovns esi, ebx

;; name: cmovns-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF+CF
        cmovns di, cx

;; name: cmovp-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+PF
        cmovp esi, ebx
;; expect: esi=0x92345678

;; name: cmovp-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+PF+CF+ZF
        cmovp di, cx
;; expect: di=0x8444

;; name: cmovp-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovp esi, ebx

;; name: cmovp-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+ZF+SF+OF+AF
        cmovp di, cx

;; name: cmovnp-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovnp esi, ebx
;; expect: esi=0x92345678

;; name: cmovnp-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+CF+ZF+SF+OF+AF
        cmovnp di, cx
;; expect: di=0x8444

;; name: cmovnp-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+PF
        cmovnp esi, ebx

;; name: cmovnp-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+PF+CF+ZF
        cmovnp di, cx

;; name: cmovl-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+SF
        cmovl esi, ebx
;; expect: esi=0x92345678

;; name: cmovl-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+OF
        cmovl di, cx
;; expect: di=0x8444

;; name: cmovl-true-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+OF+ZF+CF
        cmovl eax, [DATA+4]
;; expect: eax=0xDEADBEEF

;; name: cmovl-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovl esi, ebx

;; name: cmovl-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF
        cmovl di, cx

;; name: cmovl-false-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+ZF+CF
        cmovl eax, [DATA+4]

;; name: cmovnl-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovnl esi, ebx
;; expect: esi=0x92345678

;; name: cmovnl-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF
        cmovnl di, cx
;; expect: di=0x8444

;; name: cmovnl-true-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+ZF+CF
        cmovnl eax, [DATA+4]
;; expect: eax=0xDEADBEEF

;; name: cmovnl-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+SF
        cmovnl esi, ebx

;; name: cmovnl-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+OF
        cmovnl di, cx

;; name: cmovnl-false-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+OF+ZF+CF
        cmovnl eax, [DATA+4]

;; name: cmovle-true
;; set: esi=0x11111111, ebx=0x92345678, flags=+ZF
        cmovle esi, ebx
;; expect: esi=0x92345678

;; name: cmovle-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF
        cmovle di, cx
;; expect: di=0x8444

;; name: cmovle-true-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+OF
        cmovle eax, [DATA+4]
;; expect: eax=0xDEADBEEF

;; name: cmovle-true-4
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+ZF+SF+OF
        cmovle eax, [DATA+4]
;; expect: eax=0xDEADBEEF

;; name: cmovle-false
;; set: esi=0x11111111, ebx=0x92345678
        cmovle esi, ebx

;; name: cmovle-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF
        cmovle di, cx

;; name: cmovle-false-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+CF+PF+AF
        cmovle eax, [DATA+4]

;; name: cmovnle-true
;; set: esi=0x11111111, ebx=0x92345678
        cmovnle esi, ebx
;; expect: esi=0x92345678

;; name: cmovnle-true-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF+OF
        cmovnle di, cx
;; expect: di=0x8444

;; name: cmovnle-true-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+CF+PF+AF
        cmovnle eax, [DATA+4]
;; expect: eax=0xDEADBEEF

;; name: cmovnle-false
;; set: esi=0x11111111, ebx=0x92345678, flags=+ZF
        cmovnle esi, ebx

;; name: cmovnle-false-2
;; set: edi=0x22222222, ecx=0x33338444, flags=+SF
        cmovnle di, cx

;; name: cmovnle-false-3
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+OF
        cmovnle eax, [DATA+4]

;; name: cmovnle-false-4
;; set: eax=0x01020304, [DATA+4]=ef be ad de, flags=+ZF+SF+OF
        cmovnle eax, [DATA+4]

;; name: 16-mem-true
;; set: edx=0x5555AAAA, [DATA+1]=34 12, flags=+ZF
        cmovz dx, [DATA+1]
;; expect: dx=0x1234

;; name: 32-mem-across-pages
;; set: ebp=1, [0x4FFD]=01 02 03 84
        cmovnz ebp, [0x4FFD]
;; expect: ebp=0x84030201

;; name: false-still-reads
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     cmovz eax, [fs:0x10]
;; expect: exception=13:0, eip=at

;; name: itself-false
;; set: eax=0x87654321
        cmovz eax, eax
