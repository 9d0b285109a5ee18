// Pages that hold both code and the data it writes, as a DOS .COM file does. A protected store costs an exit, some three microseconds, as
// much as interpreting some two hundred instructions: so where the guest stores more often than that, interpreting the page is cheaper
// than protecting it. How often it does is found by a trial, not by a clock, so that a run repeats: for a while everything is interpreted
// and the distances between stores are looked at.
#include "internal.h"

enum {
  STORES_TO_TRIAL = 32,    // protected stores that make a page suspect
  STORES_IN_BURSTS = 4096, // cheap ones that do
  TRIAL_STEPS = 1024,      // instructions a trial looks at
  EXIT_STEPS = 200,        // interpreting so many costs what one protected store does
  BURST_STEPS = 48,        // a store that follows within so many is met in a burst
  BURST_FRACTION = 4,      // ... whose instructions cost so much more than plain ones: a fourth
  PERIOD_STEPS = 1 << 14,  // instructions interpreted until the page is tried again
  MOST_PATIENCE = 3,       // how often that, and what makes a page suspect, is doubled
};

static struct mixed *history(struct sbe *sbe, uint32_t physical_page) {
  struct mixed *mixed = &sbe->mixed[physical_page];
  if (!mixed->stores && !mixed->stores_in_bursts && !mixed->patience && !mixed->interpreted) {
    if (sbe->heated_count < HEATED_PAGES) sbe->heated[sbe->heated_count] = physical_page;
    sbe->heated_count++;
  }
  return mixed;
}

// What is scanned stays, and the stores to the page are seen, also where it was interpreted up to now: nothing runs natively meanwhile.
static void begin_trial(struct vm *vm, uint32_t page) {
  struct sbe *sbe = vm->sbe;
  struct mixed *mixed = &sbe->mixed[page];
  mixed->stores = mixed->stores_in_bursts = 0;
  mixed->interpreted = false;
  sbe->trial = (struct trial){.page = page + 1, .left = TRIAL_STEPS, .last_store = vm->counters.instructions};
  vm->memory.page_flags[page] |= RAM_CODE;
}

void mixed_store(struct vm *vm, uint32_t physical_page) {
  struct mixed *mixed = history(vm->sbe, physical_page);
  if (++mixed->stores >= STORES_TO_TRIAL << mixed->patience && !vm->sbe->trial.page) begin_trial(vm, physical_page);
}

void mixed_store_in_burst(struct vm *vm, uint32_t physical_page) {
  struct mixed *mixed = history(vm->sbe, physical_page);
  if (++mixed->stores_in_bursts >= (uint32_t)STORES_IN_BURSTS << mixed->patience && !vm->sbe->trial.page) begin_trial(vm, physical_page);
}

// What native execution between two stores, so many instructions apart, would be worth, in fractions of an interpreted instruction.
static int32_t gain(uint32_t distance) {
  return distance <= BURST_STEPS ? -(int32_t)distance : BURST_FRACTION * (int32_t)(distance - EXIT_STEPS - BURST_STEPS);
}

static uint32_t since_last_store(const struct vm *vm) {
  return (uint32_t)(vm->counters.instructions - vm->sbe->trial.last_store);
}

void mixed_trial_store(struct vm *vm) {
  struct trial *trial = &vm->sbe->trial;
  trial->gain += gain(since_last_store(vm));
  trial->last_store = vm->counters.instructions;
}

static void judge(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  uint32_t page = sbe->trial.page - 1;
  struct mixed *mixed = &sbe->mixed[page];
  bool natively = sbe->trial.gain + gain(since_last_store(vm)) >= 0;
  sbe->trial.page = 0;
  if (!natively) {
    mixed->interpreted = true;
    mixed->steps_left = PERIOD_STEPS << mixed->patience;
    vm->counters.mixed_pages++;
    for (unsigned slot = sbe->first_slot[page]; slot; slot = sbe->slot[slot].sibling)
      if (sbe->slot[slot].live) cache_reset(vm, slot);
  }
  if (mixed->patience < MOST_PATIENCE) mixed->patience++;
  cache_release_code(vm, page);
}

bool mixed_is_interpreted(const struct vm *vm, uint32_t physical_page, uint32_t *instructions) {
  const struct sbe *sbe = vm->sbe;
  const struct mixed *mixed = &sbe->mixed[physical_page];
  if (!sbe->trial.page && !mixed->interpreted) return false;
  *instructions = sbe->trial.page ? sbe->trial.left : mixed->steps_left;
  return true;
}

void mixed_interpreted(struct vm *vm, uint32_t physical_page, uint32_t instructions) {
  struct sbe *sbe = vm->sbe;
  struct mixed *mixed = &sbe->mixed[physical_page];
  if (sbe->trial.page) {
    sbe->trial.left -= instructions < sbe->trial.left ? instructions : sbe->trial.left;
    if (!sbe->trial.left) judge(vm);
  } else if (mixed->interpreted) { // unless all was forgotten meanwhile
    mixed->steps_left -= instructions < mixed->steps_left ? instructions : mixed->steps_left;
    if (!mixed->steps_left) begin_trial(vm, physical_page);
  }
}

void mixed_forget(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  sbe->trial.page = 0;
  if (sbe->heated_count > HEATED_PAGES)
    memset(sbe->mixed, 0, sizeof sbe->mixed);
  else
    for (unsigned i = 0; i < sbe->heated_count; i++) sbe->mixed[sbe->heated[i]] = (struct mixed){0};
  sbe->heated_count = 0;
}
