; The batch kernel: a 64 KiB ROM that QEMU and Bochs start instead of a BIOS. It reads a list of cases from the first IDE disk, gives the
; processor to one after the other, and writes what became of each to the same disk. All decisions are made on the host (records.ts): a
; record says which descriptors, control registers and frames to load, the kernel loads them.
;
; A case runs with the kernel's copy of its GDT and IDT. In protected and V86 mode the kernel takes over by task gates: a task switch saves
; the interrupted state without touching the case's stack and works from any ring and any stack (SDM Vol. 3A, 6.12.2). In real mode a
; vector leads into this ROM. Stops are breakpoints in the debug registers, or INT3 where those will not do; HLT and endless loops are
; ended by an NMI from the timer.
;
; Case RAM is 0-16 MiB (less the last 64 KiB below 1 MiB, which are this kernel's), its start state is kept at 16-32 MiB, the kernel's
; tables are above. Unpaged cases of protected and V86 mode run with identity paging, for the dirty bits. A case with paging of its own has the
; kernel's tables, and a second view of this ROM, in 4 MiB that it leaves to the kernel; the exit tasks bring the kernel's directory with them.
%include "records.inc"

%define ROM 0xF0000
%define LIN(x) (ROM + (x))

CORE        equ 0x2000000       ; mapped in the case's page directory, for the supervisor
GDT         equ CORE            ; 64 KiB
IDT         equ CORE + 0x10000  ; 2 KiB
IVT         equ CORE + 0x10800  ; 1 KiB
TSSES       equ CORE + 0x11000  ; 32 of 128 bytes; then the one lent to cases
TSS_LENT    equ TSSES + 32 * 128
FX_START    equ CORE + 0x12400  ; 512 bytes each
FX_RESET    equ CORE + 0x12600
IDT_KERNEL  equ CORE + 0x12800  ; in force whenever no case runs
STACK_TOP   equ CORE + 0x16000
CORE_PAGES  equ 0x30
ALIAS       equ CORE + 0x40000  ; this ROM once more, for the way into a case whose page tables do not have it
ALIAS_DELTA equ ALIAS - ROM
LDT_SCRATCH equ CORE + 0x20000  ; 64 KiB, the last of the core
PAGE_DIR    equ CORE + 0x31000
PAGE_TABLES equ CORE + 0x32000  ; four for 0-16 MiB, one for the core
INPUT       equ CORE + 0x100000 ; up to 15 MiB
OUTPUT      equ 0x3000000       ; up to 15 MiB
ROM_COPY    equ 0x3F00000       ; while shadow RAM takes the ROM's place; after a reset, too
PRISTINE    equ 0x1000000       ; distance from RAM to its start state

; Selectors of the kernel, far past any case's own.
KCODE   equ 0xF008
KDATA   equ 0xF010
KCODE16 equ 0xF018
KDATA16 equ 0xF020
KTEMP   equ 0xF028
KLENT   equ 0xF030
KSTACK  equ 0xF038
KALIAS  equ 0xF040              ; flat code that begins ALIAS_DELTA higher: what is at LIN(x) for the others is in the alias for it
KALIAS_DATA equ 0xF048
KTSS    equ 0xF100

; Variables, in the shadow RAM of this segment so that real mode reaches them through CS.
VARIABLES equ 0xE000
absolute VARIABLES
v_magic     resd 1
v_in_case   resd 1
v_index     resd 1
v_count     resd 1
v_in        resd 1
v_out       resd 1
v_out_lba   resd 1
v_flushed   resd 1              ; bytes already on the disk
v_careful   resd 1
v_gdt_used  resd 1              ; bytes of the copies that earlier cases have filled
v_idt_used  resd 1
v_dirty     resd 1              ; count of the list below
v_record    resd 1              ; start of the result being written
v_late      resd 1              ; NMIs that came while no case ran
v_unscanned resd 1              ; real mode cases, and those with paging of their own, since the last scan
v_wide      resd 1              ; bytes above 1 MiB that they may have reached
x_vector    resd 1              ; how the case ended: the exit block
x_error     resd 1
x_has_error resd 1
x_gpr       resd 8              ; edi esi ebp esp ebx edx ecx eax
x_eip       resd 1
x_eflags    resd 1
x_selector  resd 8              ; es cs ss ds fs gs ldtr tr
x_cr0       resd 1
x_dr6       resd 1
x_dr7       resd 1
x_cr4       resd 1
r_far       resd 2              ; a far pointer for the last jump
r_stack     resd 2              ; ESP and SS for LSS
r_tail      resd 1
r_table     resw 1              ; pseudo-descriptors
            resd 1
r_idtr      resw 1
            resd 1
k_idtr      resw 1
            resd 1
            alignb 16
e_record    resd RECORD_WORDS   ; the running case's record head
v_list      resd 600            ; dirty pages
section .text

bits 16
org 0

; ---------------------------------------------------------------- start

start:
  cli
  cld
  o32 lgdt [cs:rom_gdtr]
  mov eax, cr0
  and eax, 0x7FFFFFFF
  or al, 1
  mov cr0, eax
  jmp dword 8:(0xFFFF0000 + start32)  ; in the ROM itself: the copy below 1 MiB is about to change

align 8
rom_gdt:
  dq 0, 0x00CF9B000000FFFF, 0x00CF93000000FFFF
rom_gdtr:
  dw 23
  dd 0xFFFF0000 + rom_gdt

bits 32
start32:
  mov ax, 16
  mov ds, ax
  mov es, ax
  mov ss, ax
  mov esp, STACK_TOP
  mov al, 2                      ; address line 20 on
  out 0x92, al
  ; Shadow RAM from C0000 to FFFFF, readable and writable, and the RAM under the VGA window (82441FX, registers 59-5F and 72).
  mov esi, 0xFFFF0000
  mov edi, ROM_COPY
  mov ecx, 0x4000
  rep movsd
  ; The variables survive a reset in the shadow RAM: keep them apart from the ROM's own (empty) bytes.
  mov ebx, 0x59
.pam:
  mov ah, 0x33
  cmp bl, 0x59
  jne .pam_write
  mov ah, 0x30
.pam_write:
  call pci_write
  inc ebx
  cmp bl, 0x60
  jne .pam
  mov bl, 0x72
  mov ah, 0x4A
  call pci_write
  mov esi, ROM_COPY
  mov edi, ROM
  mov ecx, VARIABLES / 4
  rep movsd
  jmp 8:LIN(shadowed)

; AH to register BL of the host bridge.
pci_write:
  mov edx, 0xCF8
  mov ecx, eax
  mov eax, ebx
  and eax, 0xFC
  or eax, 0x80000000
  out dx, eax
  mov edx, ebx
  and edx, 3
  add edx, 0xCFC
  mov al, ch
  out dx, al
  ret

shadowed:
  ; Both interrupt controllers: initialised, everything masked.
  mov al, 0x11
  out 0x20, al
  out 0xA0, al
  mov al, 0x20
  out 0x21, al
  mov al, 0x28
  out 0xA1, al
  mov al, 4
  out 0x21, al
  mov al, 2
  out 0xA1, al
  mov al, 1
  out 0x21, al
  out 0xA1, al
  mov al, 0xFF
  out 0x21, al
  out 0xA1, al
  ; The timer's line at the I/O APIC is an NMI to processor 0.
  mov dword [0xFEC00000], 0x14
  mov dword [0xFEC00010], 0x400
  mov dword [0xFEC00000], 0x15
  mov dword [0xFEC00010], 0
  mov dword [0xFEE000F0], 0x1FF  ; local APIC on
  call disarm

  ; Tables that never change.
  mov edi, GDT
  xor eax, eax
  mov ecx, 0x4000
  rep stosd
  mov esi, LIN(kernel_descriptors)
  mov edi, GDT + KCODE
  mov ecx, (kernel_descriptors_end - kernel_descriptors) / 4
  rep movsd
  mov dword [GDT + KALIAS], 0xFFFF
  mov dword [GDT + KALIAS + 4], 0x00CF9B00 | (ALIAS_DELTA & 0xFF000000) | (ALIAS_DELTA >> 16 & 0xFF)
  mov dword [GDT + KALIAS_DATA], 0xFFFF
  mov dword [GDT + KALIAS_DATA + 4], 0x00CF9300 | (ALIAS_DELTA & 0xFF000000) | (ALIAS_DELTA >> 16 & 0xFF)
  mov edi, TSSES
  xor eax, eax
  mov ecx, 33 * 32
  rep stosd
  xor ebx, ebx
.task:
  mov eax, ebx
  shl eax, 7
  add eax, TSSES
  lea edi, [GDT + KTSS + ebx * 8]
  mov cl, 0x89
  call put_tss_descriptor
  mov dword [eax + 0x1C], PAGE_DIR
  imul ecx, ebx, stub32_bytes
  add ecx, LIN(stubs32)
  mov [eax + 0x20], ecx
  inc ebx
  cmp ebx, 32
  jne .task
  mov dword [TSS_LENT + 0x1C], PAGE_DIR
  mov dword [TSS_LENT + 0x64], 0xFFFF0000
  ; After a shutdown the page tables still hold what the case has touched.
  cmp dword [LIN(v_magic)], MAGIC
  jne .new_tables
  cmp dword [LIN(v_in_case)], 1
  je .tables_done
.new_tables:
  mov edi, PAGE_DIR
  xor eax, eax
  mov ecx, 0x6000 / 4
  rep stosd
  xor ebx, ebx
.directory:
  mov eax, ebx
  shl eax, 12
  add eax, PAGE_TABLES + 7
  mov [PAGE_DIR + ebx * 4], eax
  inc ebx
  cmp ebx, 4
  jne .directory
  mov dword [PAGE_DIR + (CORE >> 22) * 4], PAGE_TABLES + 0x4000 + 3
  xor ebx, ebx
.core:
  mov eax, ebx
  shl eax, 12
  add eax, CORE + 3
  mov [PAGE_TABLES + 0x4000 + ((CORE >> 12) & 0x3FF) * 4 + ebx * 4], eax
  inc ebx
  cmp ebx, CORE_PAGES
  jne .core
  xor ebx, ebx
.alias:
  mov eax, ebx
  shl eax, 12
  add eax, ROM + 3
  mov [PAGE_TABLES + 0x4000 + ((ALIAS >> 12) & 0x3FF) * 4 + ebx * 4], eax
  inc ebx
  cmp ebx, 16
  jne .alias
.tables_done:
  mov word [LIN(r_table)], 0xFFFF
  mov dword [LIN(r_table) + 2], GDT
  lgdt [LIN(r_table)]
  jmp KCODE:LIN(.on)
.on:
  call kernel_segments
  xor ebx, ebx
.gate:
  mov eax, ebx
  shl eax, 19
  add eax, KTSS << 16
  mov [IDT_KERNEL + ebx * 8], eax
  mov dword [IDT_KERNEL + ebx * 8 + 4], 0x8500
  inc ebx
  cmp ebx, 32
  jne .gate
  ; An NMI that comes while the kernel is at work is late: ignored.
  mov dword [IDT_KERNEL + 2 * 8], (KCODE << 16) + (late - $$)
  mov dword [IDT_KERNEL + 2 * 8 + 4], 0x000F8E00
  mov word [LIN(k_idtr)], 255
  mov dword [LIN(k_idtr) + 2], IDT_KERNEL
  lidt [LIN(k_idtr)]
  mov eax, 0x600
  mov cr4, eax
  fninit
  mov dword [LIN(r_far)], 0x1F80
  ldmxcsr [LIN(r_far)]
  mov edi, FX_RESET
  xor eax, eax
  mov ecx, 128
  rep stosd
  fxsave [FX_RESET]

  cmp dword [LIN(v_magic)], MAGIC
  jne load
  cmp dword [LIN(v_in_case)], 1
  jne load
  ; A reset in the middle of a case: the processor shut down (triple fault).
  mov dword [LIN(x_vector)], EXIT_SHUTDOWN
  jmp finish

; ---------------------------------------------------------------- the list of cases

load:
  mov dword [LIN(v_magic)], MAGIC
  ; One round of the timer, so that every case finds it in the same state.
  mov ecx, 0x1000000
  mov eax, [LIN(v_late)]
  call arm_keep
.round:
  cmp eax, [LIN(v_late)]
  jne .ready
  loop .round
.ready:
  xor eax, eax
  mov [LIN(v_in_case)], eax
  mov edi, INPUT
  mov ecx, 1
  call disk_read
  mov ebx, [INPUT + HEAD_SECTORS]
  mov ecx, [INPUT + HEAD_COUNT]
  mov [LIN(v_count)], ecx
  mov ecx, [INPUT + HEAD_OUT_LBA]
  mov [LIN(v_out_lba)], ecx
  mov ecx, [INPUT + HEAD_CAREFUL]
  mov [LIN(v_careful)], ecx
  mov eax, 1
  mov edi, INPUT
  mov ecx, ebx
  call disk_read
  xor eax, eax
  mov [LIN(v_index)], eax
  mov [LIN(v_flushed)], eax
  mov [LIN(v_gdt_used)], eax
  mov dword [LIN(v_idt_used)], 0x800
  mov [LIN(v_unscanned)], eax
  mov dword [LIN(v_wide)], 0x10000
  mov dword [LIN(v_in)], INPUT
  mov dword [LIN(v_out)], OUTPUT + 512

next_case:
  mov esi, [LIN(v_in)]
  mov eax, [LIN(v_index)]
  cmp eax, [LIN(v_count)]
  jae all_done
  mov dword [LIN(v_in_case)], 1
  mov edi, LIN(e_record)
  mov ecx, RECORD_WORDS
  rep movsd
  ; esi: plants, then windows, then runs
  mov ecx, [LIN(e_record) + R_PLANTS]
  lea esi, [esi + ecx * 4]
  mov ecx, [LIN(e_record) + R_WINDOWS]
  lea esi, [esi + ecx * 4]
  mov ebx, [LIN(e_record) + R_RUNS]
  test ebx, ebx
  jz .runs_done
.run:
  mov edi, [esi]
  mov edx, [esi + 4]
  add esi, 8
  push esi
  push edi
  call copy_run
  pop edi
  add edi, PRISTINE
  pop esi
  call copy_run
  add esi, 3
  and esi, -4
  dec ebx
  jnz .run
.runs_done:
  test dword [LIN(e_record) + R_FLAGS], FLAG_HAS_FX
  mov ebx, FX_RESET
  jz .fx
  mov ebx, esi
.fx:
  mov esi, ebx
  mov edi, FX_START
  mov ecx, 128
  rep movsd

  ; The copy of the GDT.
  mov esi, [LIN(e_record) + R_GDT_BASE]
  mov edi, GDT
  mov edx, [LIN(e_record) + R_GDT_BYTES]
  mov ecx, edx
  shr ecx, 2
  rep movsd
  mov ecx, [LIN(v_gdt_used)]
  sub ecx, edx
  jbe .gdt_clear
  shr ecx, 2
  xor eax, eax
  rep stosd
.gdt_clear:
  mov [LIN(v_gdt_used)], edx

  ; Stop addresses hold INT3. Planted after the copies were made.
  mov ecx, [LIN(e_record) + R_PLANTS]
  test ecx, ecx
  jz .planted
  mov esi, [LIN(v_in)]
  add esi, RECORD_WORDS * 4
.plant:
  lodsd
  mov byte [eax], 0xCC
  loop .plant
.planted:
  cmp dword [LIN(e_record) + R_KIND], KIND_REAL
  jae enter_real

; ---------------------------------------------------------------- into protected or V86 mode

  call build_idt
  ; The page tables: clean of accessed and dirty bits. Pages are the user's but for the kernel's own.
  test dword [LIN(e_record) + R_FLAGS], FLAG_PAGED
  jz .no_paging
  call clean_page_tables
  mov eax, PAGE_DIR
  mov cr3, eax
.no_paging:
  call load_debug
  push 2
  popfd                          ; NT off: a task gate has set it
  clts
  fxrstor [FX_START]
  ; The task register.
  mov ax, [LIN(e_record) + R_TR]
  test ax, ax
  jnz .own_task
  mov eax, TSS_LENT
  mov edi, GDT + KLENT
  mov cl, 0x89
  call put_tss_descriptor
  mov ax, KLENT
  ltr ax
  mov dword [LIN(e_record) + R_TR_BASE], TSS_LENT
  jmp .task_done
.own_task:
  movzx edi, ax
  and edi, 0xFFF8
  add edi, GDT
  push dword [edi]
  push dword [edi + 4]
  mov edx, [LIN(e_record) + R_TR_DESCRIPTOR]
  mov [edi], edx
  mov edx, [LIN(e_record) + R_TR_DESCRIPTOR + 4]
  mov [edi + 4], edx
  ltr ax
  pop dword [edi + 4]
  pop dword [edi]
.task_done:
  mov eax, [LIN(e_record) + R_CR4]
  mov cr4, eax
  mov eax, [LIN(e_record) + R_CR2]
  mov cr2, eax
  mov eax, [LIN(e_record) + R_CR0]
  mov cr0, eax
  jmp .serialised
.serialised:
  ; Data segments: each through a slot of its table that holds the wanted descriptor for as long as the load takes. From here on only CS
  ; and SS are the kernel's.
  cmp dword [LIN(e_record) + R_KIND], KIND_V86
  je .frame
  mov ax, [ss:LIN(e_record) + R_SELECTORS + 0]
  mov esi, LIN(e_record) + R_DESCRIPTORS + 0
  call place_descriptor
  mov es, ax
  call replace_descriptor
  mov ax, [ss:LIN(e_record) + R_SELECTORS + 8]
  mov esi, LIN(e_record) + R_DESCRIPTORS + 16
  call place_descriptor
  mov fs, ax
  call replace_descriptor
  mov ax, [ss:LIN(e_record) + R_SELECTORS + 12]
  mov esi, LIN(e_record) + R_DESCRIPTORS + 24
  call place_descriptor
  mov gs, ax
  call replace_descriptor
  mov ax, [ss:LIN(e_record) + R_SELECTORS + 4]
  mov esi, LIN(e_record) + R_DESCRIPTORS + 8
  call place_descriptor
  mov ds, ax
  call replace_descriptor
.frame:
  ; The local table, for CS and SS and for the case itself.
  mov ax, [ss:LIN(e_record) + R_LDTR]
  mov esi, LIN(e_record) + R_LDTR_DESCRIPTOR
  test ax, ax
  jz .no_ldt
  call place_descriptor
  lldt ax
  call replace_descriptor
  jmp .ldt_done
.no_ldt:
  lldt ax
.ldt_done:
  call arm
  lidt [ss:LIN(r_idtr)]
  xor edi, edi                   ; what GDT's offset is less in the segments used from here on
  test dword [ss:LIN(e_record) + R_FLAGS], FLAG_OWN_PAGING
  jz .mapped
  mov ax, KALIAS_DATA
  mov ss, ax
  mov esp, STACK_TOP - ALIAS_DELTA
  jmp KALIAS:LIN(.alias)
.alias:
  mov eax, [ss:LIN(e_record) + R_CR3]
  mov cr3, eax
  mov edi, ALIAS_DELTA
.mapped:
  cmp dword [ss:LIN(e_record) + R_KIND], KIND_RING0
  je .ring0
  cmp dword [ss:LIN(e_record) + R_KIND], KIND_RING0_FRAME
  je .ring0_frame
  ; An outer ring or V86 mode: IRET takes the frame as the record holds it.
  ; Into a 16-bit stack IRET loads only SP; the upper half of ESP stays what it was here. So the frame is read through a stack segment in
  ; which its offset has the case's upper half.
  mov eax, [ss:LIN(e_record) + R_ESP]
  and eax, 0xFFFF0000
  mov [ss:LIN(r_stack)], eax
  mov dword [ss:LIN(r_stack) + 4], KSTACK
  mov ebx, LIN(e_record) + R_FRAME
  sub ebx, eax
  add ebx, edi
  neg edi
  mov ecx, ebx
  shl ecx, 16
  mov cx, 0xFFFF
  mov [ss:edi + GDT + KSTACK], ecx
  mov ecx, ebx
  shr ecx, 16
  and ecx, 0xFF
  and ebx, 0xFF000000
  or ebx, ecx
  or ebx, 0x00CF9300
  mov [ss:edi + GDT + KSTACK + 4], ebx
  mov esp, LIN(e_record) + R_GPR
  popad
  lss esp, [cs:LIN(r_stack)]
  iretd
.ring0:
  push dword [ss:LIN(e_record) + R_EFLAGS]
  mov eax, [ss:LIN(e_record) + R_EIP]
  mov [ss:LIN(r_far)], eax
  mov eax, [ss:LIN(e_record) + R_CS]
  mov [ss:LIN(r_far) + 4], eax
  call load_ring0_registers
  popfd
  lss esp, [cs:LIN(e_record) + R_ESP]
  jmp far [cs:LIN(r_far)]
.ring0_frame:
  ; EFLAGS with TF or RF: only IRET sets them after the last instruction of ours. Its frame stands below the case's stack pointer.
  mov edi, [ss:LIN(e_record) + R_FRAME_LINEAR]
  mov eax, [ss:LIN(e_record) + R_EIP]
  mov [ss:edi], eax
  mov eax, [ss:LIN(e_record) + R_CS]
  mov [ss:edi + 4], eax
  mov eax, [ss:LIN(e_record) + R_EFLAGS]
  mov [ss:edi + 8], eax
  call load_ring0_registers
  lss esp, [cs:LIN(e_record) + R_ESP]
  iretd

; All general registers but ESP, with the return address on top of the kernel's stack.
load_ring0_registers:
  mov edi, [ss:LIN(e_record) + R_GPR + 0]
  mov esi, [ss:LIN(e_record) + R_GPR + 4]
  mov ebp, [ss:LIN(e_record) + R_GPR + 8]
  mov ebx, [ss:LIN(e_record) + R_GPR + 16]
  mov edx, [ss:LIN(e_record) + R_GPR + 20]
  mov ecx, [ss:LIN(e_record) + R_GPR + 24]
  mov eax, [ss:LIN(e_record) + R_GPR + 28]
  ret

; Puts the descriptor at SS:ESI into the slot that selector AX names, in the GDT copy or in a scratch local table that is made current;
; EDI: the slot, what it held is on the stack under the return address.
place_descriptor:
  movzx edi, ax
  and edi, 0xFFF8
  jnz .placed
  test al, 4
  jnz .placed
  mov edi, KTEMP                 ; a null selector: nothing will be read
.placed:
  test al, 4
  jz .global
  push eax
  mov ax, KTEMP
  mov dword [ss:GDT + KTEMP], ((LDT_SCRATCH & 0xFFFF) << 16) | 0xFFFF
  mov dword [ss:GDT + KTEMP + 4], (LDT_SCRATCH & 0xFF000000) | 0x8200 | ((LDT_SCRATCH >> 16) & 0xFF)
  lldt ax
  pop eax
  add edi, LDT_SCRATCH
  jmp .store
.global:
  add edi, GDT
.store:
  mov edx, [ss:edi]
  mov ecx, [ss:edi + 4]
  mov ebx, [ss:esi]
  mov [ss:edi], ebx
  mov ebx, [ss:esi + 4]
  mov [ss:edi + 4], ebx
  ret
replace_descriptor:
  mov [ss:edi], edx
  mov [ss:edi + 4], ecx
  ret

; The IDT: where the case ends at an exception, vectors 0-31 are the kernel's; else only NMI, #BP and #PF are (the case itself has no
; paging: a page fault is an access outside RAM).
build_idt:
  mov esi, [LIN(e_record) + R_IDT_BASE]
  mov edi, IDT
  mov edx, [LIN(e_record) + R_IDT_BYTES]
  mov ecx, edx
  shr ecx, 2
  rep movsd
  mov ecx, [LIN(v_idt_used)]
  mov [LIN(v_idt_used)], edx
  cmp edx, 0x100
  jae .used
  mov dword [LIN(v_idt_used)], 0x100  ; the kernel's gates
.used:
  sub ecx, edx
  jbe .full
  shr ecx, 2
  xor eax, eax
  rep stosd
.full:
  xor ebx, ebx
.gate:
  test dword [LIN(e_record) + R_FLAGS], FLAG_ALL_VECTORS
  jnz .ours
  cmp ebx, 2
  je .ours
  cmp ebx, 3
  je .ours
  cmp ebx, 14
  je .fault
  cmp ebx, 1
  jne .next
  test dword [LIN(e_record) + R_FLAGS], FLAG_BREAKPOINTS
  jz .next
  jmp .ours
.fault:
  test dword [LIN(e_record) + R_FLAGS], FLAG_OWN_PAGING
  jnz .next
.ours:
  mov eax, ebx
  shl eax, 19
  add eax, KTSS << 16
  mov [IDT + ebx * 8], eax
  mov dword [IDT + ebx * 8 + 4], 0xE500   ; present, DPL 3, task gate
.next:
  inc ebx
  cmp ebx, 32
  jne .gate
  mov eax, [LIN(e_record) + R_IDT_LIMIT]
  mov [LIN(r_idtr)], ax
  mov dword [LIN(r_idtr) + 2], IDT
  ret

late:
  inc dword [ss:LIN(v_late)]
  iretd

clean_page_tables:
  cmp dword [PAGE_TABLES], 0
  jne .again
  xor ebx, ebx
.page:
  mov eax, ebx
  shl eax, 12
  mov ecx, 7
  cmp ebx, ROM >> 12
  jb .user
  cmp ebx, 0x100
  jae .user
  mov ecx, 3
  cmp ebx, (ROM + VARIABLES) >> 12
  je .user
  mov ecx, 1                     ; code: read-only, with CR0.WP
.user:
  or eax, ecx
  mov [PAGE_TABLES + ebx * 4], eax
  inc ebx
  cmp ebx, 4096
  jne .page
.again:
  ret                            ; finish cleans what it finds

; First of all: a data breakpoint of the case must not hit the kernel.
save_debug:
  mov eax, dr7
  mov [LIN(x_dr7)], eax
  mov eax, dr6
  mov [LIN(x_dr6)], eax
  mov eax, 0x400
  mov dr7, eax
  ret

load_debug:
  mov eax, [LIN(e_record) + R_DR + 0]
  mov dr0, eax
  mov eax, [LIN(e_record) + R_DR + 4]
  mov dr1, eax
  mov eax, [LIN(e_record) + R_DR + 8]
  mov dr2, eax
  mov eax, [LIN(e_record) + R_DR + 12]
  mov dr3, eax
  mov eax, [LIN(e_record) + R_DR + 16]
  mov dr6, eax
  mov eax, [LIN(e_record) + R_DR + 20]
  mov dr7, eax
  ret

arm_keep:
  push eax
  call arm
  pop eax
  ret
; The timer, once, in some milliseconds: an NMI.
arm:
  mov al, 0x30                   ; counter 0, low and high byte, mode 0
  out 0x43, al
  mov al, WATCHDOG & 0xFF
  out 0x40, al
  mov al, WATCHDOG >> 8
  out 0x40, al
  ret
; Mode 0 without a count never fires.
disarm:
  mov al, 0x30
  out 0x43, al
  ret

; EAX: base of a 104-byte TSS, EDI: where its descriptor goes, CL: access byte. Also fills what every kernel task needs.
put_tss_descriptor:
  mov edx, eax
  shl edx, 16
  or edx, 103
  mov [edi], edx
  mov edx, eax
  shr edx, 16
  movzx edx, dl
  mov dh, cl
  mov [edi + 4], edx
  mov edx, eax
  and edx, 0xFF000000
  or [edi + 4], edx
  mov dword [eax + 0x24], 2
  mov dword [eax + 0x38], STACK_TOP
  mov edx, KDATA
  mov [eax + 0x48], edx
  mov [eax + 0x50], edx
  mov [eax + 0x54], edx
  mov [eax + 0x58], edx
  mov [eax + 0x5C], edx
  mov dword [eax + 0x4C], KCODE
  mov dword [eax + 0x60], 0
  mov dword [eax + 4], STACK_TOP
  mov [eax + 8], edx
  ret

kernel_segments:
  mov ax, KDATA
  mov ds, ax
  mov es, ax
  mov fs, ax
  mov gs, ax
  mov ss, ax
  ret

align 8
kernel_descriptors:
  dq 0x00CF9B000000FFFF          ; KCODE
  dq 0x00CF93000000FFFF          ; KDATA
  dq 0x00009B0F0000FFFF          ; KCODE16: this segment
  dq 0x0000930F0000FFFF          ; KDATA16
kernel_descriptors_end:

; ---------------------------------------------------------------- out of protected or V86 mode

stubs32:
%assign vector 0
%rep 32
  mov eax, vector
  jmp near exit32
%assign vector vector + 1
%endrep
stub32_bytes equ ($ - stubs32) / 32

; Another event was due at the same boundary (an NMI and a breakpoint): this task has interrupted the other's first steps. Back to it; the
; next time this task is entered it goes on after the IRET.
nested:
  iretd
exit32:
  mov ebx, eax
  shl ebx, 7
  cmp word [TSSES + ebx], KTSS
  jae nested
  mov [LIN(x_vector)], eax
  lidt [LIN(k_idtr)]
  cmp dword [LIN(v_in_case)], 1
  jne give_up                    ; a fault of the kernel's own, after the case
  xor eax, eax
  mov [LIN(x_has_error)], eax
  cmp esp, STACK_TOP
  je .no_error
  mov ecx, [esp]
  mov [LIN(x_error)], ecx
  inc eax
  mov [LIN(x_has_error)], eax
.no_error:
  mov esp, STACK_TOP
  call save_debug
  mov eax, cr0
  mov [LIN(x_cr0)], eax
  and eax, 0x7FFFFFFF & ~0x1000E
  mov cr0, eax                   ; paging off
  jmp .off
.off:
  call disarm
  ; The task that was interrupted: its selector is this task's back link, its state in its TSS.
  mov eax, [LIN(x_vector)]
  shl eax, 7
  movzx ebx, word [TSSES + eax]
  mov [LIN(x_selector) + 28], ebx
  mov esi, [LIN(e_record) + R_TR_BASE]
  cmp bx, [LIN(e_record) + R_TR]
  je .base
  cmp bx, KLENT
  je .base
  and ebx, 0xFFF8
  mov esi, [GDT + ebx + 2]
  and esi, 0xFFFFFF
  mov ecx, [GDT + ebx + 4]
  and ecx, 0xFF000000
  or esi, ecx
  test dword [LIN(e_record) + R_FLAGS], FLAG_OWN_PAGING
  jz .base
  add esi, [LIN(e_record) + R_TASK_DELTA]
  ; A 16-bit task: the host calls that unsupported; restore the field area all the same.
.base:
  mov ebp, esi
  cmp esi, 0x3000000
  jae .lost
  mov eax, [esi + 0x20]
  mov [LIN(x_eip)], eax
  mov eax, [esi + 0x24]
  mov [LIN(x_eflags)], eax
  xor ebx, ebx
.general:
  mov eax, [esi + 0x28 + ebx * 4]
  mov ecx, 7
  sub ecx, ebx
  mov [LIN(x_gpr) + ecx * 4], eax
  inc ebx
  cmp ebx, 8
  jne .general
  mov ecx, 6
  lea esi, [ebp + 0x48]
  mov edi, LIN(x_selector)
  rep movsd
  ; What the exit itself has written there is not the case's doing.
  cmp ebp, PRISTINE - 0x60
  jae .lost
  lea esi, [ebp + PRISTINE + 0x20]
  lea edi, [ebp + 0x20]
  mov ecx, 16
  rep movsd
.lost:
  ; This task can be entered again.
  mov eax, [LIN(x_vector)]
  cmp word [LIN(x_selector) + 4], KCODE
  je .kernel
  cmp word [LIN(x_selector) + 4], KALIAS
  jne .case
.kernel:
  or dword [LIN(x_vector)], EXIT_KERNEL
.case:
  mov dword [GDT + KTSS + eax * 8 + 4], (CORE & 0xFF000000) | 0x8900 | ((TSSES >> 16) & 0xFF)
  jmp finish

; ---------------------------------------------------------------- into real mode

enter_real:
  ; The vector table: its copy, with the kernel's vectors.
  mov esi, [LIN(e_record) + R_IDT_BASE]
  mov edi, IVT
  mov ecx, 0x100
  rep movsd
  xor ebx, ebx
.vector:
  test dword [LIN(e_record) + R_FLAGS], FLAG_ALL_VECTORS
  jnz .ours
  cmp ebx, 2
  je .ours
  cmp ebx, 3
  je .ours
  cmp ebx, 1
  jne .next
  test dword [LIN(e_record) + R_FLAGS], FLAG_BREAKPOINTS
  jz .next
.ours:
  imul eax, ebx, stub16_bytes
  add eax, (ROM << 12) + stubs16
  mov [IVT + ebx * 4], eax
.next:
  inc ebx
  cmp ebx, 32
  jne .vector
  mov eax, [LIN(e_record) + R_IDT_LIMIT]
  mov [LIN(r_idtr)], ax
  mov dword [LIN(r_idtr) + 2], IVT
  cmp dword [LIN(e_record) + R_KIND], KIND_REAL_FRAME
  jne .no_frame
  mov edi, [LIN(e_record) + R_FRAME_LINEAR]
  mov eax, [LIN(e_record) + R_EIP]
  mov [edi], eax
  mov eax, [LIN(e_record) + R_CS]
  mov [edi + 4], eax
  mov eax, [LIN(e_record) + R_EFLAGS]
  mov [edi + 8], eax
.no_frame:
  push 2
  popfd
  clts
  fxrstor [FX_START]
  call load_debug
  call arm
  mov ax, [LIN(e_record) + R_EIP]
  mov [LIN(r_far)], ax
  mov ax, [LIN(e_record) + R_CS]
  mov [LIN(r_far) + 2], ax
  mov eax, [LIN(e_record) + R_CR2]
  mov cr2, eax
  mov eax, [LIN(e_record) + R_CR4]
  mov cr4, eax
  lidt [LIN(r_idtr)]
  jmp KCODE16:.code16
bits 16
.code16:
  ; Limits and types that stay when real mode loads its selectors.
%macro hidden 2
  mov eax, [dword ss:LIN(e_record) + R_DESCRIPTORS + %2]
  mov [dword ss:GDT + KTEMP], eax
  mov eax, [dword ss:LIN(e_record) + R_DESCRIPTORS + %2 + 4]
  mov [dword ss:GDT + KTEMP + 4], eax
  mov ax, KTEMP
  mov %1, ax
%endmacro
  ; The case's flags, here already: from now on there are only moves and jumps, and no stack that could be pushed to.
  mov word [dword ds:LIN(r_tail)], .plain
  mov eax, [cs:e_record + R_EFLAGS]
  cmp dword [cs:e_record + R_KIND], KIND_REAL_FRAME
  jne .tail
  mov word [dword ds:LIN(r_tail)], .frame
  and ax, ~0x100                 ; the frame sets TF
.tail:
  push eax
  popfd
  hidden es, 0
  hidden ds, 8
  hidden fs, 16
  hidden gs, 24
  hidden ss, 32
  mov eax, [cs:e_record + R_CR0]
  mov cr0, eax
  jmp ROM >> 4:.real
.real:
  mov ax, [cs:e_record + R_SELECTORS + 0]
  mov es, ax
  mov ax, [cs:e_record + R_SELECTORS + 4]
  mov ds, ax
  mov ax, [cs:e_record + R_SELECTORS + 8]
  mov fs, ax
  mov ax, [cs:e_record + R_SELECTORS + 12]
  mov gs, ax
  mov edi, [cs:e_record + R_GPR + 0]
  mov esi, [cs:e_record + R_GPR + 4]
  mov ebp, [cs:e_record + R_GPR + 8]
  mov ebx, [cs:e_record + R_GPR + 16]
  mov edx, [cs:e_record + R_GPR + 20]
  mov ecx, [cs:e_record + R_GPR + 24]
  mov eax, [cs:e_record + R_GPR + 28]
  jmp [cs:r_tail]
.plain:
  o32 lss esp, [cs:e_record + R_ESP]
  jmp far [cs:r_far]
.frame:
  o32 lss esp, [cs:e_record + R_ESP]
  iretd

; ---------------------------------------------------------------- out of real mode

stubs16:
%assign vector 0
%rep 32
  mov word [cs:x_vector], vector
  jmp near exit16
%assign vector vector + 1
%endrep
stub16_bytes equ ($ - stubs16) / 32

exit16:
  mov [cs:x_gpr + 28], eax
  mov [cs:x_gpr + 24], ecx
  mov [cs:x_gpr + 20], edx
  mov [cs:x_gpr + 16], ebx
  mov [cs:x_gpr + 8], ebp
  mov [cs:x_gpr + 4], esi
  mov [cs:x_gpr + 0], edi
  pop bx
  mov [cs:x_eip], bx
  pop bx
  mov [cs:x_selector + 4], bx
  pop bx
  mov [cs:x_gpr + 12], esp
  mov [cs:x_selector + 8], ss
  mov [cs:x_eflags], bx
  mov word [cs:x_eip + 2], 0
  mov [cs:x_selector + 0], es
  mov [cs:x_selector + 12], ds
  mov [cs:x_selector + 16], fs
  mov [cs:x_selector + 20], gs
  cli
  cld
  mov eax, cr0
  mov [cs:x_cr0], eax
  xor eax, eax
  mov [cs:x_has_error], eax
  mov word [cs:x_vector + 2], ax
  o32 lgdt [cs:r_table]
  mov eax, 0x11
  mov cr0, eax
  jmp dword KCODE:LIN(.protected)
bits 32
.protected:
  lidt [cs:LIN(k_idtr)]
  mov ax, KDATA
  mov ss, ax
  mov esp, STACK_TOP
  pushfd                         ; the upper half is still the case's
  pop ebx
  push 2
  popfd
  call kernel_segments
  shr ebx, 16
  mov [LIN(x_eflags) + 2], bx
  call save_debug
  call disarm
  ; The frame's six bytes are the processor's doing: back to the start state.
  movzx edi, word [LIN(x_selector) + 8]
  shl edi, 4
  mov eax, [LIN(x_gpr) + 12]
  mov ecx, 6
.frame:
  dec eax
  movzx edx, ax
  mov bl, [edi + edx + PRISTINE]
  mov [edi + edx], bl
  loop .frame
  jmp finish

; ---------------------------------------------------------------- what became of it

finish:
  mov esp, STACK_TOP
  push 2
  popfd                          ; NT off before any IRET
  mov eax, 0x11
  mov cr0, eax
  mov eax, cr4
  mov [LIN(x_cr4)], eax
  mov eax, 0x600
  mov cr4, eax
  xor eax, eax
  mov [LIN(v_in_case)], eax
  ; NMIs stay blocked until an IRET (SDM Vol. 3A, 6.7.1).
  push 2
  push KCODE
  push LIN(.unblocked)
  iretd
.unblocked:
  mov edi, [LIN(v_out)]
  mov [LIN(v_record)], edi
  add edi, 4                     ; its size, later
  mov esi, LIN(x_vector)
  mov ecx, 3 + 8 + 2 + 8 + 3
  rep movsd
  mov eax, cr2
  stosd
  mov eax, [LIN(x_cr4)]
  stosd
  mov eax, dr0
  stosd
  mov eax, dr1
  stosd
  mov eax, dr2
  stosd
  mov eax, dr3
  stosd
  test dword [LIN(e_record) + R_FLAGS], FLAG_WANTS_FX
  jz .no_fx
  push edi
  fxsave [FX_START]
  pop edi
  mov esi, FX_START
  mov ecx, 128
  rep movsd
.no_fx:
  mov [LIN(v_out)], edi
  ; Stop addresses as they were, where the INT3 still stands.
  mov ecx, [LIN(e_record) + R_PLANTS]
  test ecx, ecx
  jz .plants_done
  mov esi, [LIN(v_in)]
  add esi, RECORD_WORDS * 4
.plant:
  lodsd
  cmp byte [eax], 0xCC
  jne .overwritten
  mov bl, [eax + PRISTINE]
  mov [eax], bl
.overwritten:
  loop .plant
.plants_done:
  ; Which pages changed.
  mov dword [LIN(v_dirty)], 0
  test dword [LIN(e_record) + R_FLAGS], FLAG_PAGED
  jz .windows
  call find_dirty
  test dword [LIN(e_record) + R_FLAGS], FLAG_OWN_PAGING
  jz .tables
.windows:
  mov ecx, [LIN(e_record) + R_WINDOWS]
  mov esi, [LIN(e_record) + R_PLANTS]
  shl esi, 2
  add esi, [LIN(v_in)]
  add esi, RECORD_WORDS * 4
  mov edi, LIN(v_list)
  mov [LIN(v_dirty)], ecx
  rep movsd
.tables:
  ; Accessed and busy bits that the processor set in the copy of the GDT.
  mov esi, [LIN(e_record) + R_GDT_BASE]
  mov edi, GDT
  mov ecx, [LIN(e_record) + R_GDT_BYTES]
  shr ecx, 2
  jz .same
.descriptor:
  mov eax, [edi]
  mov edx, eax
  xor edx, [esi + PRISTINE]
  and edx, 0xFFFFFFFF
  jz .unchanged
  mov [esi], eax
  push ecx
  push edi
  mov eax, esi
  shr eax, 12
  call add_page
  pop edi
  pop ecx
.unchanged:
  add esi, 4
  add edi, 4
  loop .descriptor
.same:
  mov edi, [LIN(v_out)]
  xor ebx, ebx
.page:
  cmp ebx, [LIN(v_dirty)]
  jae .pages_done
  mov esi, [LIN(v_list) + ebx * 4]
  shl esi, 12
  call differences
  inc ebx
  jmp .page
.pages_done:
  mov eax, -1
  stosd
  mov [LIN(v_out)], edi
  mov ebx, [LIN(v_record)]
  mov eax, edi
  sub eax, ebx
  mov [ebx], eax
  ; The start memory goes.
  mov esi, [LIN(e_record) + R_PLANTS]
  add esi, [LIN(e_record) + R_WINDOWS]
  shl esi, 2
  add esi, [LIN(v_in)]
  add esi, RECORD_WORDS * 4
  mov ebx, [LIN(e_record) + R_RUNS]
  test ebx, ebx
  jz .wiped
.wipe:
  mov edx, [esi]
  mov ecx, [esi + 4]
  lea esi, [esi + ecx + 11]
  and esi, -4
  push ecx
  mov edi, edx
  call wipe_run
  pop ecx
  lea edi, [edx + PRISTINE]
  call wipe_run
  dec ebx
  jnz .wipe
.wiped:
  mov eax, [LIN(e_record) + R_SIZE]
  add [LIN(v_in)], eax
  inc dword [LIN(v_index)]
  test dword [LIN(e_record) + R_FLAGS], FLAG_OWN_PAGING
  jz .mapped
  mov dword [LIN(v_wide)], 0x200000
  jmp .unseen
.mapped:
  cmp dword [LIN(e_record) + R_KIND], KIND_REAL
  jb .scanned
.unseen:
  inc dword [LIN(v_unscanned)]
  cmp dword [LIN(v_unscanned)], SCAN_EVERY
  jb .scanned
  call scan
.scanned:
  ; To the disk: each result in careful mode, else by the quarter megabyte.
  cmp dword [LIN(v_careful)], 0
  jne .flush
  mov eax, [LIN(v_out)]
  sub eax, OUTPUT + 512
  sub eax, [LIN(v_flushed)]
  cmp eax, 0x40000
  jb next_case
.flush:
  call flush
  jmp next_case

all_done:
  mov dword [LIN(v_in_case)], 2
  cmp dword [LIN(v_unscanned)], 0
  je .scanned
  call scan
.scanned:
  call flush
give_up:
  mov dword [LIN(v_magic)], 0
  mov edx, 0xF4                  ; QEMU's isa-debug-exit
  mov eax, 0
  out dx, eax
  mov edx, 0x8900                ; Bochs's shutdown port
  mov esi, LIN(shutdown_text)
.letter:
  lodsb
  test al, al
  jz .halt
  out dx, al
  jmp .letter
.halt:
  hlt
  jmp .halt
shutdown_text: db "Shutdown", 0

; Real mode has no dirty bits, and those of a case's own tables are its own: what cases have written outside the pages that were looked at is found here, undone and told.
scan:
  mov edx, ITEM_CLEAN
  xor esi, esi
  mov ecx, 0xA0000 / 4
  call .stretch
  mov esi, 0xC0000
  mov ecx, (ROM - 0xC0000) / 4
  call .stretch
  mov esi, 0x100000
  mov ecx, [LIN(v_wide)]
  shr ecx, 2
  mov dword [LIN(v_wide)], 0x10000
  call .stretch
  mov edi, [LIN(v_out)]
  mov dword [edi], 8
  mov [edi + 4], edx
  add edi, 8
  mov [LIN(v_out)], edi
  mov dword [LIN(v_unscanned)], 0
  ret
.stretch:
  lea edi, [esi + PRISTINE]
.compare:
  repe cmpsd
  je .same
  mov edx, ITEM_POLLUTED
  mov eax, [edi - 4]
  mov [esi - 4], eax
  test ecx, ecx
  jnz .compare
.same:
  ret

; EDX bytes from ESI to EDI.
copy_run:
  mov ecx, edx
  shr ecx, 2
  rep movsd
  mov ecx, edx
  and ecx, 3
  rep movsb
  ret
; ECX zero bytes to EDI.
wipe_run:
  xor eax, eax
  push ecx
  shr ecx, 2
  rep stosd
  pop ecx
  and ecx, 3
  rep stosb
  ret

; Page EAX into the list, unless it is the last one there already.
add_page:
  push ebx
  mov ebx, [LIN(v_dirty)]
  mov edi, LIN(v_list)
  mov ecx, ebx
  jecxz .new
  repne scasd
  je .known
.new:
  cmp ebx, 600
  jae .known
  mov [LIN(v_list) + ebx * 4], eax
  inc dword [LIN(v_dirty)]
.known:
  pop ebx
  ret

; Pages whose dirty bit is set go into the list; dirty and accessed bits are cleared. 64 entries at a time.
find_dirty:
  xor ebx, ebx                   ; page table
.table:
  test dword [PAGE_DIR + ebx * 4], 0x20
  jz .next_table
  and dword [PAGE_DIR + ebx * 4], ~0x60
  mov esi, ebx
  shl esi, 12
  add esi, PAGE_TABLES
  mov ebp, 16
.group:
  mov eax, [esi]
%assign entry 1
%rep 63
  or eax, [esi + entry * 4]
%assign entry entry + 1
%endrep
  test al, 0x60
  jz .next_group
  mov ecx, 64
  mov edx, esi
.entry:
  mov eax, [edx]
  test al, 0x60
  jz .next_entry
  and dword [edx], ~0x60
  test al, 0x40
  jz .next_entry
  test al, 4                     ; the kernel's own pages are not the case's
  jz .next_entry
  shr eax, 12
  mov edi, [LIN(v_dirty)]
  cmp edi, 600
  jae .next_entry
  mov [LIN(v_list) + edi * 4], eax
  inc dword [LIN(v_dirty)]
.next_entry:
  add edx, 4
  loop .entry
.next_group:
  add esi, 256
  dec ebp
  jnz .group
.next_table:
  inc ebx
  cmp ebx, 4
  jne .table
  ret

; Writes every stretch of doublewords of the page at ESI that differs from the start state to EDI, as address, bytes, data; then
; restores the page. Keeps EBX.
differences:
  push ebx
  mov ebp, edi                   ; output
  mov ebx, esi
  lea edi, [esi + PRISTINE]
  mov ecx, 1024
.scan:
  repe cmpsd
  je .equal
  sub esi, 4
  sub edi, 4
  inc ecx
  mov edx, ebp                   ; the stretch's head
  mov [ebp], esi
  add ebp, 8
.stretch:
  mov eax, [esi]
  cmp eax, [edi]
  je .stretch_done
  mov [ebp], eax
  add ebp, 4
  mov eax, [edi]
  mov [esi], eax
  add esi, 4
  add edi, 4
  dec ecx
  jnz .stretch
.stretch_done:
  mov eax, ebp
  sub eax, edx
  sub eax, 8
  mov [edx + 4], eax
  test ecx, ecx
  jnz .scan
.equal:
  mov edi, ebp
  pop ebx
  ret

; ---------------------------------------------------------------- the disk (ATA, PIO, 28-bit addresses)

; EAX: first sector, ECX: sectors, EDI: to.
disk_read:
  test ecx, ecx
  jz .done
  push ecx
  push eax
  cmp ecx, 128
  jbe .few
  mov ecx, 128
.few:
  mov bl, 0x20
  call disk_command
  mov ebx, ecx
.sector:
  call disk_wait
  mov ecx, 256
  mov edx, 0x1F0
  rep insw
  dec ebx
  jnz .sector
  pop eax
  pop ecx
  add eax, 128
  sub ecx, 128
  ja disk_read
.done:
  ret

; EAX: first sector, ECX: sectors, ESI: from.
disk_write:
  test ecx, ecx
  jz .done
  push ecx
  push eax
  cmp ecx, 128
  jbe .few
  mov ecx, 128
.few:
  mov bl, 0x30
  call disk_command
  mov ebx, ecx
.sector:
  call disk_wait
  mov ecx, 256
  mov edx, 0x1F0
  rep outsw
  dec ebx
  jnz .sector
  pop eax
  pop ecx
  add eax, 128
  sub ecx, 128
  ja disk_write
  ; Until the last sector is taken.
.busy:
  mov edx, 0x1F7
  in al, dx
  test al, 0x80
  jnz .busy
.done:
  ret

disk_command:
  push eax
  mov edx, 0x1F7
.busy:
  in al, dx
  test al, 0x80
  jnz .busy
  mov edx, 0x3F6
  mov al, 2                      ; no interrupts
  out dx, al
  mov edx, 0x1F2
  mov al, cl
  out dx, al
  pop eax
  push eax
  inc edx
  out dx, al
  inc edx
  mov al, ah
  out dx, al
  inc edx
  shr eax, 16
  out dx, al
  inc edx
  mov al, ah
  and al, 0x0F
  or al, 0xE0
  out dx, al
  inc edx
  mov al, bl
  out dx, al
  pop eax
  ret

disk_wait:
  mov edx, 0x1F7
.wait:
  in al, dx
  test al, 0x80
  jnz .wait
  test al, 8
  jz .wait
  ret

; Writes the results so far and then the head sector: count and bytes.
flush:
  mov ebx, [LIN(v_flushed)]
  and ebx, -512
  mov ecx, [LIN(v_out)]
  sub ecx, OUTPUT + 512
  mov ebp, ecx
  sub ecx, ebx
  add ecx, 511
  shr ecx, 9
  lea esi, [OUTPUT + 512 + ebx]
  mov eax, ebx
  shr eax, 9
  inc eax
  add eax, [LIN(v_out_lba)]
  push ebp
  call disk_write
  pop ebp
  mov [LIN(v_flushed)], ebp
  mov dword [OUTPUT], MAGIC
  mov eax, [LIN(v_index)]
  mov [OUTPUT + 4], eax
  mov [OUTPUT + 8], ebp
  mov eax, [LIN(v_in_case)]
  mov [OUTPUT + 12], eax
  mov eax, [LIN(v_out_lba)]
  mov ecx, 1
  mov esi, OUTPUT
  call disk_write
  ret

; ----------------------------------------------------------------
times VARIABLES - ($ - $$) db 0
times 0xFFF0 - ($ - $$) db 0
bits 16
reset:
  jmp ROM >> 4:start
times 0x10000 - ($ - $$) db 0
