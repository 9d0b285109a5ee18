; A ROM for E0000-FFFFF that sets one video mode by the VGA BIOS in its first half, fills the screen with a pattern and says so on port E9.
; It needs a PC with an i440FX and a VGA, nothing else, and runs on any of them.
;
;   MODE    a BIOS mode; 100h and more: a VBE mode; 213h: mode 13h made planar ("mode X")
;   KIND    what is written: 0 text, 1 bytes at B8000, 2 bytes at A0000, 3 each plane, 4 banks, 5 characters and dots by the BIOS, with scrolling
;   BANKS   of 64 KiB, for KIND 4
;   SPLIT, START, PANNING   line compare, low byte of the start address, pixel panning; SPLIT 0: none of them
bits 16
%ifndef SPLIT
%define SPLIT 0
%define START 0
%define PANNING 0
%endif
%ifndef BANKS
%define BANKS 0
%endif

section .text start=0
  incbin VGABIOS
  times 10000h - ($ - $$) db 0
code: equ 0F000h
begin:
  cli
  cld
  ; RAM at C0000-CFFFF, to be read and written (82440FX data sheet, PAM registers), and the VGA BIOS in it.
  mov dx, 0CF8h
  mov eax, 80000058h
  out dx, eax
  mov dl, 0FCh
  in eax, dx
  or eax, 33330000h
  out dx, eax
  mov dl, 0F8h
  mov eax, 8000005Ch
  out dx, eax
  mov dl, 0FCh
  in eax, dx
  or eax, 00003333h
  out dx, eax
  mov ax, 0E000h
  mov ds, ax
  mov ax, 0C000h
  mov es, ax
  xor si, si
  xor di, di
  mov cx, 8000h
  rep movsw
  xor ax, ax
  mov ss, ax
  mov sp, 7000h
  mov ds, ax
  mov es, ax
  mov cx, 256
  xor di, di
.vector:
  mov ax, nothing - begin
  stosw
  mov ax, code
  stosw
  loop .vector
  xor ax, ax
  xor bx, bx
  call 0C000h:3
  mov ax, 3
  int 10h

%if MODE >= 100h && MODE <> 213h
  mov ax, 4F02h
  mov bx, MODE
%else
  mov ax, MODE & 0FFh
%endif
  int 10h
%if MODE = 213h
  mov dx, 3C4h
  mov ax, 0604h ; no chaining
  out dx, ax
  mov dx, 3D4h
  mov ax, 0014h ; bytes, not doublewords
  out dx, ax
  mov ax, 0E317h
  out dx, ax
%endif
  mov ah, 1 ; no cursor: its blinking is nobody's to compare
  mov cx, 2000h
  int 10h

  xor bx, bx
  xor di, di
%if KIND = 0
%if MODE = 7
  mov ax, 0B000h
%else
  mov ax, 0B800h
%endif
  mov es, ax
  mov cx, 2000
.cell: ; every character, in every color that does not blink
  mov ax, bx
  and ah, 7Fh
%if MODE = 7
  and ah, 0Fh
%endif
  stosw
  add bx, 301h
  jnc .next
  inc bx
.next:
  loop .cell
%elif KIND = 1 || KIND = 2
%if KIND = 1
  mov ax, 0B800h
  mov cx, 4000h
%else
  mov ax, 0A000h
  mov cx, 64000
%endif
  mov es, ax
.byte:
  mov ax, di
  add al, ah
  stosb
  loop .byte
%elif KIND = 3
  mov ax, 0A000h
  mov es, ax
  mov bl, 1
.plane:
  mov dx, 3C4h
  mov al, 2
  mov ah, bl
  out dx, ax
.byte:
  mov ax, di
  xor al, ah
  add al, bl
  stosb
  test di, di
  jnz .byte
  shl bl, 1
  cmp bl, 16
  jb .plane
%elif KIND = 5
  mov cx, 399 ; more lines than there are
  xor si, si
.character:
  mov ax, si
  and al, 7Fh
  cmp al, 20h
  jae .print
  mov al, 0Ah
  test si, 7
  jnz .print
  mov al, 0Dh
.print:
  mov ah, 0Eh
  mov bx, si
  and bx, 0Fh
  int 10h
  inc si
  loop .character
  mov cx, 199
.dot: ; a diagonal, exclusively or'ed with what is there
  mov ax, 0C8Eh
  mov bx, 0
  mov dx, cx
  int 10h
  loop .dot
%else
  mov ax, 0A000h
  mov es, ax
  xor si, si
.bank:
  mov ax, 4F05h
  xor bx, bx
  mov dx, si
  int 10h
.byte:
  mov ax, di
  imul ax, ax, 9Dh
  add ax, si
  shr ax, 3
  stosb
  test di, di
  jnz .byte
  inc si
  cmp si, BANKS
  jb .bank
%endif

%if SPLIT
  mov dx, 3D4h
  mov ax, (SPLIT << 8) | 18h
  out dx, ax
  mov al, 7
  out dx, al
  inc dx
  in al, dx
  and al, 0EFh
  out dx, al
  dec dx
  mov al, 9
  out dx, al
  inc dx
  in al, dx
  and al, 0BFh
  out dx, al
  dec dx
  mov ax, (START << 8) | 0Dh
  out dx, ax
  mov dx, 3DAh
  in al, dx
  mov dx, 3C0h
  mov al, 33h
  out dx, al
  mov al, PANNING
  out dx, al
%endif
  mov al, '!'
  out 0E9h, al
  jmp $
nothing:
  iret
  times 1FFF0h - ($ - $$) db 0
  jmp code:0
  times 20000h - ($ - $$) db 0
