; Page faults: error code and CR2 for every cause, in supervisor and user mode, for reads, writes and fetches, with and without WP.
%include "boot.inc"
%include "protected.inc"

DIRECTORY equ 0x10000
TABLE equ 0x11000 ; maps the first 4 MiB
PAGE equ 0x20000 ; and up: the pages that are played with

; entry ADDRESS, flags
%macro entry 2
    mov dword [TABLE + (%1 >> 12) * 4], (%1) | (%2)
    invlpg [%1]
%endmacro

main:
    protected
    mov edi, DIRECTORY
    mov ecx, 0x2000 / 4
    xor eax, eax
    rep stosd
    mov dword [DIRECTORY], TABLE + 7
    mov edi, TABLE
    mov eax, 7
    mov ecx, 0x100
.map:
    stosd
    add eax, 0x1000
    loop .map
    mov eax, DIRECTORY
    mov cr3, eax
    mov eax, cr0
    or eax, 0x80000000
    mov cr0, eax

    catch "no table: read"
    mov eax, [0x12345678]
    caught
    catch "no table: write"
    mov [0xfffffff0], eax
    caught
    catch "no table: fetch"
    mov eax, 0x00c00123
    jmp eax
    caught
    entry PAGE, 0
    catch "absent: read"
    mov eax, [PAGE + 0x123]
    caught
    catch "absent: write"
    mov [PAGE + 0xffc], eax
    caught
    catch "absent: read-modify-write"
    add dword [PAGE + 4], 1
    caught
    catch "absent: push by ring 3"
    goto_ring 3, .push
.push:
    mov ax, DATA3
    mov ss, ax
    mov esp, PAGE + 0x1000
    push eax
    caught
    entry PAGE, 1 ; read-only, supervisor
    catch "read-only: read by ring 0"
    mov eax, [PAGE]
    caught
    catch "read-only: write by ring 0, wp clear"
    mov [PAGE], eax
    caught
    mov eax, cr0
    or eax, 1 << 16
    mov cr0, eax
    catch "read-only: write by ring 0, wp set"
    mov [PAGE + 8], eax
    caught
    entry PAGE, 5
    catch "user read-only: write by ring 0, wp set"
    mov [PAGE + 8], eax
    caught
    entry PAGE, 3
    catch "supervisor: read by ring 3"
    goto_ring 3, .read
.read:
    mov ax, DATA3
    mov ds, ax
    mov eax, [PAGE + 16]
    caught
    catch "supervisor: write by ring 3"
    goto_ring 3, .write
.write:
    mov ax, DATA3
    mov ds, ax
    mov [PAGE + 16], eax
    caught
    entry PAGE, 5
    catch "read-only: write by ring 3"
    goto_ring 3, .write_protected
.write_protected:
    mov ax, DATA3
    mov ds, ax
    mov eax, [PAGE + 20]
    mov [PAGE + 20], eax
    caught
    entry PAGE, 3
    catch "supervisor: fetch by ring 3"
    goto_ring 3, PAGE + 0x10
    caught
    entry PAGE, 0
    catch "absent: fetch by ring 3"
    goto_ring 3, PAGE + 0x10
    caught
    ; the directory's bits and the table's are taken together
    entry PAGE, 7
    mov dword [DIRECTORY + 4], TABLE + 5
    mov eax, cr3
    mov cr3, eax
    catch "directory read-only: write by ring 3"
    goto_ring 3, .directory
.directory:
    mov ax, DATA3
    mov ds, ax
    mov [PAGE + 0x400000], eax
    caught
    mov dword [DIRECTORY + 4], TABLE + 3
    mov eax, cr3
    mov cr3, eax
    catch "directory supervisor: read by ring 3"
    goto_ring 3, .directory_read
.directory_read:
    mov ax, DATA3
    mov ds, ax
    mov eax, [PAGE + 0x400000]
    caught
    ; across two pages: CR2 is the first byte that faults
    entry PAGE, 3
    entry (PAGE + 0x1000), 0
    catch "across: second page absent"
    mov eax, [PAGE + 0xffd]
    caught
    catch "across: write, second page absent"
    mov dword [PAGE + 0xffc], 0x11111111
    mov dword [PAGE + 0xffe], 0x22222222
    caught
    show "nothing was written", [PAGE + 0xffc]
    entry PAGE, 0
    entry (PAGE + 0x1000), 3
    catch "across: first page absent"
    mov eax, [PAGE + 0xffd]
    caught
    ; an instruction across two pages
    entry PAGE, 3
    entry (PAGE + 0x1000), 0
    mov byte [PAGE + 0xffe], 0xb8
    catch "instruction across"
    mov eax, PAGE + 0xffe
    jmp eax
    caught
    ; string instructions stop where they are
    catch "rep stosd"
    mov edi, PAGE + 0xff0
    mov ecx, 8
    mov eax, 0x77777777
    rep stosd
    caught
    show "edi", edi
    show "ecx", ecx
    ; V86 code is user code
    entry PAGE, 3
    catch "supervisor: read by v86"
    goto_v86 .v86
bits 16
.v86:
    mov ax, PAGE >> 4
    mov ds, ax
    mov al, [5]
bits 32
    caught
    ; a reserved bit of the directory faults only with page size extensions of later processors; a dirty one is set
    entry PAGE, 3
    mov al, [PAGE]
    mov eax, [TABLE + (PAGE >> 12) * 4]
    show "read sets A", eax
    mov [PAGE], al
    mov eax, [TABLE + (PAGE >> 12) * 4]
    show "write sets D", eax
    mov eax, [DIRECTORY]
    and eax, 0xfff
    show "directory", eax
    finish
