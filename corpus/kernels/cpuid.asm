; CPUID, as far as every machine agrees: the ID flag, the highest leaf at least 1, family 6, the features that all of them have.
%include "boot.inc"

main:
    pushfd
    pop eax
    mov ecx, eax
    xor eax, 1 << 21
    push eax
    popfd
    pushfd
    pop eax
    xor eax, ecx
    show "id flag", eax
    xor eax, eax
    cpuid
    cmp eax, 1
    setae al
    movzx eax, al
    show "leaf 1", eax
    mov eax, 1
    cpuid
    mov [SCRATCH], edx
    shr eax, 8
    and eax, 15
    show "family", eax
    mov edx, [SCRATCH]
    and edx, 0x0380a139 ; fpu pse tsc msr cx8 pge cmov mmx fxsr sse
    show "features", edx
    and ecx, 0x1a000000 ; aes, xsave, avx
    show "what no such model has", ecx
    mov eax, 1
    mov ecx, 0x12345678
    cpuid
    and ebx, 0xff
    cmp ebx, 0x100
    setb al
    movzx eax, al
    show "brand index", eax
    ; RDTSC goes forwards
    rdtsc
    mov esi, eax
    mov edi, edx
    mov ecx, 1000
    loop $
    rdtsc
    sub eax, esi
    sbb edx, edi
    show "upper half of the difference", edx
    test eax, eax
    setnz al
    movzx eax, al
    show "time went on", eax
    ; CMOV, CMPXCHG8B, BSWAP are there
    mov eax, 1
    mov ebx, 2
    test eax, eax
    cmovnz eax, ebx
    show "cmov", eax
    mov dword [SCRATCH], 1
    mov dword [SCRATCH + 4], 2
    mov eax, 1
    mov edx, 2
    mov ebx, 3
    mov ecx, 4
    cmpxchg8b [SCRATCH]
    show "cmpxchg8b", [SCRATCH + 4]
    mov eax, 0x12345678
    bswap eax
    show "bswap", eax
    finish
