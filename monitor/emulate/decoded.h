// Instructions that the interpreter has decoded lately.
#ifndef PLEX86_EMULATE_DECODED_H
#define PLEX86_EMULATE_DECODED_H

#include "../sbe/decode.h"

enum { DECODED = 8192, DECODED_MOST_BYTES = 8 };

// Found again by where it stands, believed only if the very bytes are still there: so nobody has to say that code was changed.
struct decoded {
  uint64_t bytes, mask; // the instruction's; mask 0: nothing is here
  uint32_t key;         // what else decoding depends on
  struct insn insn;
};

struct vm;
// The instruction at CS:EIP if its bytes lie in one page of RAM, are inside the CS limit and were decoded before; else null.
const struct insn *decoded_find(struct vm *vm);
// Notes what was decoded from these bytes, which begin at CS:EIP.
void decoded_note(struct vm *vm, const uint8_t *bytes, const struct insn *insn);

#endif
