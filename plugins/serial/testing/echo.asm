; A ROM for F0000-FFFFF: COM1 at 115200 baud with FIFOs says "ready", then sends back what comes, letters in upper case; by interrupt.
bits 16
BASE: equ 3F8h
section .text start=0
begin:
  cli
  xor ax, ax
  mov ss, ax
  mov sp, 7000h
  mov ds, ax
  mov word [4 * 0Ch], arrived - begin ; IRQ 4
  mov word [4 * 0Ch + 2], 0F000h
  mov al, 11h ; the controller: vectors from 8, IRQ 4 alone
  out 20h, al
  mov al, 8
  out 21h, al
  mov al, 4
  out 21h, al
  mov al, 1
  out 21h, al
  mov al, 0EFh
  out 21h, al
  mov dx, BASE + 3
  mov al, 83h
  out dx, al
  mov dx, BASE
  mov ax, 1
  out dx, ax
  mov dx, BASE + 3
  mov al, 03h
  out dx, al
  mov dx, BASE + 2
  mov al, 0C7h ; trigger at 14: what is less comes by timeout
  out dx, al
  mov dx, BASE + 4
  mov al, 0Bh
  out dx, al
  mov dx, BASE + 1
  mov al, 01h
  out dx, al
  mov si, ready - begin
.next:
  mov dx, BASE + 5
  in al, dx
  test al, 20h
  jz .next
  mov al, [cs:si]
  inc si
  test al, al
  jz .wait
  mov dx, BASE
  out dx, al
  jmp .next
.wait:
  sti
  hlt
  jmp .wait

arrived:
  push ax
  push dx
.more:
  mov dx, BASE + 5
  in al, dx
  test al, 1
  jz .done
  mov dx, BASE
  in al, dx
  cmp al, 'a'
  jb .send
  cmp al, 'z'
  ja .send
  sub al, 20h
.send:
  out dx, al
  jmp .more
.done:
  mov al, 20h
  out 20h, al
  pop dx
  pop ax
  iret
ready:
  db 'ready', 13, 10, 0
  times 0FFF0h - ($ - $$) db 0
  jmp 0F000h:0
  times 10000h - ($ - $$) db 0
