; EM, MP and TS: which of x87 instructions, WAIT, MMX and SSE raise #NM or #UD, in all eight settings.
%include "boot.inc"
%include "protected.inc"

%macro one 2+
    catch %1
    mov cr0, ebx
    %2
    caught
    clts
%endmacro

main:
    protected
    mov eax, 0x200 ; OSFXSR
    mov cr4, eax
    fninit
    mov ecx, 0
.setting:
    mov ebx, cr0
    and ebx, ~0x0e
    lea eax, [ecx * 2]
    or ebx, eax
    show "ts em mp", ecx
    push ecx
    one "fnop", fnop
    one "fld1", fninit
    one "wait", wait
    one "fxsave", fxsave [0x5000]
    one "mmx", pxor mm0, mm0
    one "emms", emms
    one "sse", xorps xmm0, xmm0
    one "prefetch", prefetchnta [0]
    one "ldmxcsr", stmxcsr [SCRATCH]
    mov eax, cr0
    and eax, ~0x0e
    mov cr0, eax
    pop ecx
    inc ecx
    cmp ecx, 8
    jb .setting
    ; without OSFXSR
    xor eax, eax
    mov cr4, eax
    mov ebx, cr0
    one "sse without osfxsr", xorps xmm0, xmm0
    one "fxsave without osfxsr", fxsave [0x5000]
    finish
