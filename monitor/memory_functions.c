#include "types.h"

// rep movsb and rep stosb run at a cache line a cycle on every processor that has ERMS, and touch no vector register.
void *memcpy(void *restrict to, const void *restrict from, size_t bytes) {
  void *destination = to;
  __asm__ volatile("rep movsb" : "+D"(destination), "+S"(from), "+c"(bytes) : : "memory");
  return to;
}

void *memmove(void *to, const void *from, size_t bytes) {
  if ((uintptr_t)to - (uintptr_t)from >= bytes) return memcpy(to, from, bytes);
  uint8_t *destination = (uint8_t *)to + bytes - 1;
  const uint8_t *source = (const uint8_t *)from + bytes - 1;
  __asm__ volatile("std; rep movsb; cld" : "+D"(destination), "+S"(source), "+c"(bytes) : : "memory", "cc");
  return to;
}

void *memset(void *to, int value, size_t bytes) {
  void *destination = to;
  __asm__ volatile("rep stosb" : "+D"(destination), "+c"(bytes) : "a"(value) : "memory");
  return to;
}

int memcmp(const void *a, const void *b, size_t bytes) {
  const uint8_t *left = a;
  const uint8_t *right = b;
  for (; bytes >= 8; left += 8, right += 8, bytes -= 8)
    if (*(const uint64_t *)left != *(const uint64_t *)right) break;
  for (size_t i = 0; i < bytes; i++)
    if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
  return 0;
}
