// After an exit, whether to enter native execution again at once. An exit costs what interpreting some fifty instructions does, and where
// trap sites stand closer together than that (real-mode code is full of them) going on in the interpreter is cheaper. So after an exit
// so many instructions are interpreted, again and again while they find something that would have been an exit: at most twice what knowing
// the future would cost. A site where it never pays is remembered. Nothing here looks at a clock: a run repeats.
#include "internal.h"

enum { BEST_SCORE = 7, WORST_SCORE = -3, ANOTHER_CHANCE = 32 };

void burst_begin(struct vm *vm, unsigned instructions) {
  struct sbe *sbe = vm->sbe;
  struct burst *burst = &sbe->burst;
  if (!sbe->options.burst) return;
  uint32_t linear = vm->cpu.segment[CS].base + vm->cpu.eip;
  unsigned site = (linear * 0x9E3779B1u) >> 20;
  if (burst->score[site] < 0 && ++burst->declined[site] % ANOTHER_CHANCE) return;
  burst->left = burst->length = (uint16_t)instructions;
  burst->site = (uint16_t)site;
  burst->first = true;
  burst->paid = false;
  burst->events = vm->counters.would_exit;
}

void burst_continue(struct vm *vm, uint32_t instructions) {
  struct burst *burst = &vm->sbe->burst;
  burst->left = (uint16_t)instructions;
  burst->length = vm->sbe->options.burst;
  burst->first = false;
  burst->paid = true;
  burst->events = vm->counters.would_exit;
}

void burst_found(struct vm *vm) {
  struct burst *burst = &vm->sbe->burst;
  burst->events = vm->counters.would_exit;
  if (burst->first) {
    burst->first = false; // what the exit was for
    return;
  }
  burst->left = vm->sbe->trial.page ? 0 : burst->length; // a trial begins at once
  burst->paid = true;
  vm->counters.burst_exits++;
}

void burst_end(struct vm *vm) {
  struct burst *burst = &vm->sbe->burst;
  int8_t *score = &burst->score[burst->site];
  if (burst->paid)
    *score = *score < BEST_SCORE ? *score + 1 : *score;
  else
    *score = *score > WORST_SCORE ? *score - 1 : *score;
}

void burst_forget(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  sbe->burst.left = 0;
  if (sbe->options.burst) memset(&sbe->burst, 0, sizeof sbe->burst);
}
