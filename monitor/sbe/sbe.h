// Scan Before Execute: original, scanned and attribute pages, and the loop that executes natively from them.
#ifndef PLEX86_SBE_H
#define PLEX86_SBE_H

#include "../vm.h"
#include "decode.h"

enum sbe_mode { SBE_FAST, SBE_STRICT };

// Cache conditions of the harness (DESIGN: identical results under each). conformance/wire/layout.ts reads this enum.
enum sbe_condition {
  CONDITION_COLD,     // nothing scanned at the start
  CONDITION_WARM,     // the case has run once before, its scanned pages are kept
  CONDITION_EVICTING, // the cache holds two pages
  CONDITION_MODIFIED, // other bytes were scanned at the same place first, then overwritten with the case's
  CONDITION_SINGLE,   // scanned one instruction at a time
  CONDITION_BURST,    // after an exit a few instructions are interpreted before native execution is entered again
  CONDITION_GATED,    // like warm, and trap sites leave by a gate from their second time on
  CONDITION_AHEAD,    // like warm, and with paging pages are put into the views before they are missed
  CONDITIONS,
};

struct sbe_options {
  uint8_t mode;        // enum sbe_mode
  bool single;         // scan one instruction at a time
  uint8_t burst;       // instructions interpreted after an exit in search of the next one; 0: none
  uint8_t gate_after;  // exits at a trap site after which it leaves by a gate; 0: never
  uint8_t fill_ahead;  // pages that are put into the data view with one that is missed, on either side, where the tables allow it
  bool window_at_once; // 16-bit code runs in the window from its first instruction, not from a tick of the timer
  uint32_t page_limit; // scanned pages at most; 0: as many as the world has
};

void sbe_init(struct vm *vm, const struct sbe_options *options); // may be called again to change options; forgets all scanned pages
void sbe_forget(struct vm *vm);                                  // discards all scanned pages (cold)
// Takes every view out of the host's low 4 GiB, for whoever wants to use it; the next run fills them again.
void sbe_leave(struct vm *vm);
// Runs the guest natively until something in vm->control ends it.
enum outcome run_sbe(struct vm *vm);
// A write to RAM that did not come from native execution, before or after it happened. Called for pages with RAM_CODE only.
void sbe_code_written(struct vm *vm, uint32_t physical, uint32_t bytes);
// A write to a page with RAM_TABLE, after it happened; inside one page.
void sbe_table_written(struct vm *vm, uint32_t physical, uint32_t bytes);
// What empties a TLB: a load of CR3 (global pages stay), a change of CR0 or CR4; INVLPG.
void sbe_flush(struct vm *vm, bool global);
void sbe_invalidate_page(struct vm *vm, uint32_t linear);
// A page is about to become, or to stop being, ROM or device memory.
void sbe_page_changed(struct vm *vm, uint32_t page);
// RAM pages changed hands between cases: RAM_TOUCHED was cleared for this page, so its data-view mappings must become inaccessible or be watched again.
void sbe_page_untouched(struct vm *vm, uint32_t page);

// For people: what SBE knows of one byte of code.
enum attribute {
  ATTRIBUTE_UNSCANNED,
  ATTRIBUTE_START,  // first byte of an instruction that is executed natively
  ATTRIBUTE_INSIDE, // a later byte of it
  ATTRIBUTE_TRAP,   // first byte of a trap site; the reason (enum sbe_class) is beside it
};
struct sbe_byte {
  uint8_t original, scanned, attribute, reason;
};
// Scans from CS:EIP as an arrival there would and reports `bytes` bytes from that address (same page only). Returns how many.
unsigned sbe_explain(struct vm *vm, struct sbe_byte *to, unsigned bytes);

#endif
