// hog MEGABYTES: fills that much memory, reads it back twice in different orders, says a checksum. More than the machine has goes to swap.
#include "say.h"
#include <sys/mman.h>

enum { PAGE = 4096, WORDS = PAGE / 4 };

int main(int argc, char **argv) {
  unsigned pages = (argc > 1 ? (unsigned)atoi(argv[1]) : 8) * 256, wrong = 0, sum = 0;
  unsigned *at = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) return 2;
  for (unsigned i = 0; i < pages; i++) // what compresses to nothing would not need the disk
    for (unsigned word = 0, value = i * 2654435761u; word < WORDS; word++) at[i * WORDS + word] = value = value * 1664525 + 1013904223;
  for (unsigned round = 0; round < 2; round++)
    for (unsigned n = 0; n < pages; n++) {
      unsigned i = round ? pages - 1 - n : n, value = i * 2654435761u;
      for (unsigned word = 0; word < WORDS; word++) {
        value = value * 1664525 + 1013904223;
        wrong += at[i * WORDS + word] != value;
      }
      sum = sum * 31 + value;
    }
  CHECK(wrong == 0, "%u megabytes, checksum %08x", pages / 256, sum);
  return say_status();
}
