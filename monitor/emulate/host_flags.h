// Arithmetic is carried out by the same instruction of the host, so that all six flags, the undefined ones too, are silicon's own.
// The guest's flags travel in EAX: AH as LAHF and SAHF have it, AL bit 0 for OF. Nothing is pushed: the caller may have a red zone.
#ifndef PLEX86_EMULATE_HOST_FLAGS_H
#define PLEX86_EMULATE_HOST_FLAGS_H

#include "../cpu/state.h"

enum { FLAGS_LAHF = FLAGS_ARITHMETIC & 0xFF };

static inline uint32_t pack_flags(uint32_t eflags) {
  return (eflags & FLAGS_LAHF) << 8 | (eflags >> 11 & 1);
}

static inline uint32_t unpack_flags(uint32_t eflags, uint32_t packed) {
  return (eflags & ~(uint32_t)FLAGS_ARITHMETIC) | (packed >> 8 & FLAGS_LAHF) | (packed & 1) << 11;
}

// 1 + 127 overflows a signed byte, 0 + 127 does not; SAHF leaves OF alone.
#define LOAD_FLAGS "addb $127, %%al\n\tsahf\n\t"
#define SAVE_FLAGS "\n\tseto %%al\n\tlahf"

#endif
