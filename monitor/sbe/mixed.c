// Pages that hold both code and the data it writes, as a DOS .COM file does. A protected store costs some three microseconds, as much as
// interpreting some fifty instructions: so where the guest stores more often than that, interpreting the page is cheaper than
// protecting it. How often it does is found by a trial, not by a clock, so that a run repeats: for a while everything is interpreted
// and the stores are counted.
#include "internal.h"

enum {
  STORES_TO_TRIAL = 32,        // protected stores that make a page suspect
  STORES_IN_BURSTS = 1024,     // cheap ones that do: the verdict throws away what was scanned, which has to be worth it
  TRIAL_STEPS = 1024,          // instructions a trial looks at
  STEPS_WORTH_A_STORE = 48,    // interpreting so many costs what one protected store does
  INTERPRETED_STEPS = 1 << 14, // before the page is given another chance
  MOST_PATIENCE = 7,
};

static struct mixed *history(struct sbe *sbe, uint32_t physical_page) {
  struct mixed *mixed = &sbe->mixed[physical_page];
  if (!mixed->stores && !mixed->stores_in_bursts && !mixed->patience && !mixed->interpreted) {
    if (sbe->heated_count < HEATED_PAGES) sbe->heated[sbe->heated_count] = physical_page;
    sbe->heated_count++;
  }
  return mixed;
}

void mixed_store(struct vm *vm, uint32_t physical_page) {
  struct sbe *sbe = vm->sbe;
  struct mixed *mixed = history(sbe, physical_page);
  if (++mixed->stores < STORES_TO_TRIAL << mixed->patience || sbe->trial_page) return;
  sbe->trial_page = physical_page + 1;
  sbe->trial_left = TRIAL_STEPS;
  sbe->trial_stores = 0;
}

static void judge_mixed(struct vm *vm, uint32_t page) {
  struct sbe *sbe = vm->sbe;
  struct mixed *mixed = &sbe->mixed[page];
  mixed->stores = mixed->stores_in_bursts = 0;
  mixed->interpreted = true;
  mixed->steps_left = INTERPRETED_STEPS << mixed->patience;
  vm->counters.mixed_pages++;
  for (unsigned slot = sbe->first_slot[page]; slot; slot = sbe->slot[slot].sibling)
    if (sbe->slot[slot].live) cache_reset(vm, slot);
}

// In a burst stores follow each other within the instructions that one is worth: that is a trial already.
void mixed_store_in_burst(struct vm *vm, uint32_t physical_page) {
  struct mixed *mixed = history(vm->sbe, physical_page);
  if (++mixed->stores_in_bursts < (uint32_t)STORES_IN_BURSTS << mixed->patience) return;
  judge_mixed(vm, physical_page);
  if (mixed->patience < MOST_PATIENCE) mixed->patience++;
  cache_release_code(vm, physical_page);
}

void mixed_trial_step(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  if (--sbe->trial_left) return;
  uint32_t page = sbe->trial_page - 1;
  struct mixed *mixed = &sbe->mixed[page];
  mixed->stores = 0;
  sbe->trial_page = 0;
  if (sbe->trial_stores >= TRIAL_STEPS / STEPS_WORTH_A_STORE) judge_mixed(vm, page);
  if (mixed->patience < MOST_PATIENCE) mixed->patience++;
  cache_release_code(vm, page);
}

void mixed_step(struct vm *vm, uint32_t physical_page) {
  struct sbe *sbe = vm->sbe;
  struct mixed *mixed = &sbe->mixed[physical_page];
  // Where there are bursts, one at a time: the loop of a burst is quick.
  uint32_t steps = sbe->options.burst && mixed->steps_left > sbe->options.burst ? sbe->options.burst : 1;
  if (steps > 1) burst_continue(vm, steps);
  mixed->steps_left -= steps;
  if (mixed->steps_left == 0) mixed->interpreted = false;
}

void mixed_forget(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  sbe->trial_page = 0;
  if (sbe->heated_count > HEATED_PAGES)
    memset(sbe->mixed, 0, sizeof sbe->mixed);
  else
    for (unsigned i = 0; i < sbe->heated_count; i++) sbe->mixed[sbe->heated[i]] = (struct mixed){0};
  sbe->heated_count = 0;
}
