// What the files of monitor/sbe/ share. Nobody else includes this.
//
// A *slot* of the cache holds one scanned page and its attribute page. A *host page* is a page of the host's low 4 GiB: nothing, a page of
// guest RAM (of the data view) or a slot (of a code view) stands there. RAM pages and slots may stand at many.
#ifndef PLEX86_SBE_INTERNAL_H
#define PLEX86_SBE_INTERNAL_H

#include "../../driver/driver.h"
#include "../emulate/emulate.h"
#include "sbe.h"

enum {
  NATIVE_BYTES = 512 << 20, // without paging, linear addresses below this run natively; physical ones at all times
  NATIVE_PAGES = NATIVE_BYTES / PAGE_BYTES,
  HOST_PAGES = 1 << 20, // of the low 4 GiB
  WINDOW_BYTES = 1 << 16,
  GATE_PAGES = 256,
  GATES = 1024,
  ALL_SLOTS = 4096,
  SLOTS = ALL_SLOTS - GATE_PAGES - WINDOW_BYTES / PAGE_BYTES, // slot 0 is none
  WINDOW_SLOT = SLOTS + 1,                // the scanned pages behind those of the slots are the window's; see window16.c
  GATE_SLOT = ALL_SLOTS - GATE_PAGES + 1, // ... and those of gates; see gate.c
  DESCRIPTORS = 480,                      // slots of the local table; the rest is for others (the engine `bare`)
  NO_SLOT = 0,
  SPACE = 0,         // the one host address space
  SCAN_BUDGET = 64,  // instructions a scanner run looks at: what is dearer than one more trap is not worth knowing in advance
  KEPT_PAGES = 8,    // RAM pages that stay in the data view from case to case
  HEATED_PAGES = 64, // pages with a history of protected stores that are remembered one by one
  WATCHES = 4 * (MAX_STOPS + MAX_EVENTS),
  TABLES = 64,   // page tables whose stores are watched
  DIRECTORY = 1, // in place of the first address that a table translates
  LOW_PAGES = 64,
  SPACES = 8,       // address spaces of the guest whose pages are remembered
  SPACE_PAGES = 32, // ... so many of each
  RELEARN = 32,     // ... and found anew after so many entries
};

// Where the views stand without paging. No two overlap and every native segment ends inside its own, so no guest access can
// reach a scanned page. Flat 32-bit code has base 0: a code segment with another base costs up to 15 cycles a taken branch
// (Zen 4). 16-bit code that runs for a while is moved to base 0 as well; see window16.c.
// With paging all code has base 0, and data may be anywhere: see paging.c.
enum code_view { VIEW_FLAT, VIEW_32, VIEW_16, CODE_VIEWS };
#define DATA_VIEW 0x40000000u
static const uint32_t code_view_base[CODE_VIEWS] = {0, 0x80000000u, 0xC0000000u};

// One byte of an attribute page: what the byte is (enum attribute), whether a scanned branch may land on it, and for a trap site why.
enum { ATTRIBUTE_KIND = 3, ATTRIBUTE_EXPECTED = 4, ATTRIBUTE_REASON_SHIFT = 3 };
_Static_assert(SBE_CLASSES <= 32, "a reason takes five bits of an attribute");

// What CR0 and CR4 say of FPU instructions; scanned bytes depend on it.
enum fpu_state {
  FPU_FREE,      // everything may run
  FPU_NO_SSE,    // CR4.OSFXSR is clear: SSE is undefined; x87 runs
  FPU_FORBIDDEN, // CR0.EM or CR0.TS
};

struct slot {
  uint32_t physical; // page number
  bool code32;
  uint8_t fpu;      // enum fpu_state
  bool lent;        // FS stands for the lower part of GS; see lend.c
  uint16_t sibling; // another slot of the same physical page
  uint16_t newer, older;
  uint16_t live;     // instructions and trap sites; 0: nothing but 0xCC and no mark
  uint16_t overlaps; // exits at trap sites that another stream has made, since the page was last begun anew
  uint8_t renewals;
  // See crossing.c.
  uint16_t crosses, crosses_at; // the slot in which the instruction at this offset ends
  uint16_t tail_of;             // the slot whose instruction ends here
  uint8_t tail, partings;       // bytes of it
  uint32_t places;              // the first host page it stands at, plus one
  uint16_t gates;               // its trap sites that are jumps; see gate.c
  uint32_t gated_at;            // the host page for which they were made
};

// What stands at a host page.
enum host_state {
  HOST_NONE,
  HOST_READ,  // RAM that can be read
  HOST_WRITE, // ... and written
  HOST_CODE,  // a slot
  HOST_KIND = 3,
  // With paging:
  HOST_GLOBAL = 4,     // stays when CR3 is loaded
  HOST_SUPERVISOR = 8, // not for CPL 3
  HOST_TRACKED = 16,   // a slot where the guest could map data: page tables are watched for that
  HOST_LARGE = 32,     // part of a 4 MiB page
  HOST_STALE = 64,     // about to go
};

// What has been loaded into a native segment register, and from which guest segment.
struct loaded {
  bool valid;
  uint8_t view; // CS only
  struct segment guest;
  uint16_t selector;
  uint32_t data_base, end; // where the view stood, and ended
  bool window;             // CS only: base 0, in the window
  bool cut;                // the native segment allows less than the guest's
  uint32_t limit;          // of the native segment, in bytes; expand-up only
};

// A page whose code is being stored to; see mixed.c.
struct mixed {
  uint16_t stores;           // protected stores since the page was last judged
  uint32_t stores_in_bursts; // stores to it, in bursts, that hit nothing scanned
  uint8_t patience;          // each trial doubles what is needed for the next
  bool interpreted;          // its code is interpreted, its data is written freely
  uint32_t steps_left;       // interpreted instructions until it is tried again
};

// Everything is interpreted for a while, to see whether a page is better executed natively.
struct trial {
  uint32_t page;       // physical page plus one; 0: there is none
  uint32_t left;       // instructions
  int32_t gain;        // by native execution, in fractions of an interpreted instruction
  uint64_t last_store; // counters.instructions
};

// Interpreting on after an exit; see burst.c.
struct burst {
  uint16_t left;   // instructions; 0: native execution may be entered
  uint16_t length; // ... and each one found begins anew with so many
  uint16_t site;
  bool first, paid;
  uint64_t events;    // counters.would_exit when it was last looked at
  int8_t score[4096]; // by a hash of the exit's address
  uint8_t declined[4096];
};

// A trap site that leaves by a gate.
struct gate {
  uint16_t slot, offset;    // of the site; NO_SLOT: free
  uint16_t page;            // of gates
  uint8_t bytes;            // of the gate's code
  bool user;                // CPL 3 may execute the site too
  uint32_t host, stub;      // where the site and the gate stand
  uint32_t exits, arrivals; // at the site, and at what the jump covers
};

enum writer { WRITER_OUTSIDE, WRITER_INTERPRETER, WRITER_NATIVE };

struct sbe {
  struct sbe_options options;
  uint8_t *scanned; // the monitor's mapping of the scanned pages
  uint32_t limit;   // slots that may be used
  uint32_t used, live;
  uint8_t model, fpu; // what the scanned pages were made for
  bool lent;          // ... those of CPL 3
  uint8_t writer;     // enum writer: who stores just now
  bool code_changed;  // scanned pages were written since the last entry
  bool trapped;       // the last exit was a trap site
  bool by_gate;       // ... and came by a gate
  uint32_t address_mask, ram_bytes;
  uint8_t fx[512]; // for MUTANT_FX_STALE
  bool fx_valid;
  uint32_t wanted_watches, wanted_watch[MAX_STOPS + MAX_EVENTS]; // linear addresses that have to trap
  uint32_t watches, watch[WATCHES];                              // physical ones, as far as their pages have been seen

  // the running case
  uint64_t at_least; // so many instructions were executed natively
  uint64_t ticks;    // in a row, with no other exit between
  struct {
    uint32_t from, to; // page offsets
    uint32_t instructions;
  } straight; // what the last scanner run found before the first branch, trap site or end of its budget

  // cache
  struct slot slot[ALL_SLOTS + 1];
  uint16_t first_slot[NATIVE_PAGES]; // by physical page
  uint8_t attributes[ALL_SLOTS + 1][PAGE_BYTES];

  // the views
  uint32_t data_base; // where linear address 0 stands in the data view
  uint64_t data_end;  // the linear address at which the data view ends
  struct paged {
    bool on;                // the views are those of a guest with paging
    uint32_t cr0, cr3, cr4; // as far as translations depend on them, when the views were last emptied
    bool flush, flush_all;  // the guest has asked for it
    uint32_t code_end;      // the code that no data segment reaches ends here; see paging.c
    uint32_t user_end;      // CPL 3 reaches less than this
    uint32_t elsewhere;     // how often CPL 0 has been outside of it, on balance
    uint8_t moves;
    struct space {
      uint32_t cr3;
      uint32_t entries;
      struct pages {
        uint32_t page[SPACE_PAGES]; // linear page numbers plus one: those that were missed last
        uint8_t next;
      } data, code;
    } space[SPACES];
    uint8_t space_now, space_hand;
    unsigned view;                     // of the slots that stand
    uint32_t low, low_page[LOW_PAGES]; // host pages of supervisors below user_end
    uint32_t tables;
    struct {
      uint32_t physical, linear; // page number; the first address it translates
    } table[TABLES];
  } paged;
  uint8_t host_state[HOST_PAGES];     // enum host_state
  uint16_t host_slot[HOST_PAGES];     // of HOST_CODE
  uint32_t host_physical[HOST_PAGES]; // of RAM: page number
  uint32_t host_next[HOST_PAGES];     // another host page of the same slot or RAM page, plus one
  uint32_t host_list[HOST_PAGES];     // those where something stands, HOST_GLOBAL first
  uint32_t host_position[HOST_PAGES]; // where a page stands in the list
  uint32_t host_count, host_globals;
  uint32_t data_first[NATIVE_PAGES];          // by physical page: the first host page, plus one
  uint32_t based_places;                      // slots that stand outside the flat view
  uint32_t kept[KEPT_PAGES], kept_next, runs; // physical pages plus one

  struct window {
    bool open;
    uint32_t base;      // of the code segment that stands in it
    uint32_t low, high; // something else than 0xCC may stand from low up to high
  } window;

  struct gates {
    struct gate gate[GATES];
    uint32_t used; // those behind are free
    uint32_t user; // gates that have to go before CPL 3 runs
    struct {
      uint32_t host; // where it stands; 0: free
      uint32_t gates;
    } page[GATE_PAGES];
    int16_t heat[4096]; // exits at trap sites, by a hash of their address; below 0 where no gate could be made
  } gates;

  // descriptors
  uint64_t descriptor[DESCRIPTORS];
  uint16_t descriptor_next[DESCRIPTORS], descriptor_bucket[256]; // slot plus one
  uint16_t descriptor_hand;
  struct loaded loaded[6];

  struct burst burst;

  // mixed pages
  struct mixed mixed[NATIVE_PAGES];
  uint32_t heated[HEATED_PAGES], heated_count;
  struct trial trial;
};

// To be written to, or read.
static inline uint8_t *slot_code(struct sbe *sbe, unsigned slot) {
  sbe->code_changed = true;
  return sbe->scanned + (size_t)(slot - 1) * PAGE_BYTES;
}
static inline unsigned attribute_kind(const struct sbe *sbe, unsigned slot, unsigned offset) {
  return sbe->attributes[slot][offset] & ATTRIBUTE_KIND;
}
static inline unsigned attribute_reason(const struct sbe *sbe, unsigned slot, unsigned offset) {
  return sbe->attributes[slot][offset] >> ATTRIBUTE_REASON_SHIFT;
}

// --- cache.c ---
// The slot for this page, now the most recently used; an old one is evicted where the limit asks for it. Never fails.
unsigned cache_slot(struct vm *vm, uint32_t physical_page, bool code32, unsigned fpu, bool lent);
unsigned cache_find(const struct sbe *sbe, uint32_t physical_page, bool code32, unsigned fpu, bool lent); // or NO_SLOT
void cache_reset(struct vm *vm, unsigned slot);                 // back to 4,096 x 0xCC; stays assigned to its page and in its places
void cache_release_code(struct vm *vm, uint32_t physical_page); // clears RAM_CODE where nothing scanned is left
void cache_forget(struct vm *vm);                               // resets what is live
void cache_empty(struct vm *vm);                                // gives every slot back

// --- scan.c ---
// Makes `offset`, at which execution has arrived, the start of an instruction or a trap site, and follows the stream from there.
void scan(struct vm *vm, unsigned slot, unsigned offset);
// Whether the instruction after this one, in memory, is likely to be executed after it.
bool scan_falls_through(const struct insn *insn);
// Back to 0xCC: the instruction or trap site that starts at `offset`.
void unscan(struct vm *vm, unsigned slot, unsigned offset);
unsigned fpu_state(struct vm *vm);
// Whether this instruction of the slot must not run natively, wherever in the page it stands.
bool scan_refuses(struct vm *vm, unsigned slot, const struct insn *insn);
void scan_protect(struct vm *vm, uint32_t physical_page); // it holds scanned code from now on

struct where;

// --- views.c ---
static inline uint32_t code_base(const struct sbe *sbe, unsigned view) {
  return sbe->paged.on ? 0 : code_view_base[view];
}
static inline unsigned host_kind(const struct sbe *sbe, uint32_t host_page) {
  return sbe->host_state[host_page] & HOST_KIND;
}
// The slot that stands at a host page, or NO_SLOT.
static inline unsigned views_slot(const struct sbe *sbe, uint32_t host_page) {
  return host_kind(sbe, host_page) == HOST_CODE ? sbe->host_slot[host_page] : NO_SLOT;
}
// Puts a slot at a host page; `flags` of enum host_state. false: interpret it.
bool views_map_code(struct vm *vm, unsigned slot, uint32_t host_page, unsigned flags);
// Puts `pages` RAM pages at host pages where nothing or the same stands; `state` is HOST_READ or HOST_WRITE with flags.
bool views_map_data(struct vm *vm, uint32_t host_page, uint32_t physical_page, uint32_t pages, unsigned state);
void views_drop_page(struct vm *vm, uint32_t host_page); // whatever stands there
// ... and its neighbours that go as well, by one call for all of them
void views_drop_run(struct vm *vm, uint32_t host_page, bool (*goes)(struct vm *vm, uint32_t host_page));
void views_drop_slot(struct vm *vm, unsigned slot); // out of every place
void views_drop_code(struct vm *vm);                // all of them
void views_drop_based(struct vm *vm);               // all outside the flat view
void views_drop_all(struct vm *vm);
void views_change_fpu(struct vm *vm, unsigned fpu);
void views_drop_lent(struct vm *vm); // all slots where FS is lent
void views_change_memory(struct vm *vm);
void views_protect(struct vm *vm, uint32_t physical_page); // the page has become RAM_CODE or RAM_TABLE
void views_begin(struct vm *vm);                           // a run begins: pages that are still writable count as touched

// --- window16.c ---
void window16_open(struct vm *vm); // for the code segment that runs
void window16_close(struct vm *vm);
bool window16_serves(const struct vm *vm, unsigned view);                                    // whether CS:EIP can be executed there
void window16_page_changed(struct sbe *sbe, uint32_t host_page, unsigned from, unsigned to); // what stands at a host page, or its bytes
void window16_slot_changed(struct sbe *sbe, unsigned slot, unsigned from, unsigned to);      // its bytes

// --- paging.c ---
// Brings the views in line with CR0, CR3, CR4 and what has been flushed.
void paging_refresh(struct vm *vm);
bool paging_locate(struct vm *vm, struct where *where); // where->linear says what; false: not natively
bool paging_map_code(struct vm *vm, unsigned slot, const struct where *where);
bool paging_map_data(struct vm *vm, uint32_t linear, uint32_t physical_page, uint32_t pages, unsigned state); // state of enum host_state
unsigned paging_flags(const struct vm *vm, uint32_t entry); // enum host_state, of struct walk's entry
uint32_t paging_gate_region(const struct sbe *sbe);         // 256 MiB
bool paging_map_gates(struct vm *vm, unsigned slot, uint32_t host_page);
// Puts a slot where its code is. false: it cannot stand there.
bool paging_place_code(struct vm *vm, unsigned slot, uint32_t linear, unsigned flags);
void paging_enter_user(struct vm *vm);         // native execution at CPL 3 is about to begin
void paging_forget(struct vm *vm);             // a new case: nothing is known of its tables
uint32_t paging_data_end(const struct vm *vm); // the linear address at which native data ends for the current privilege

// --- spaces.c ---
void spaces_choose(struct vm *vm);                       // CR3 was loaded; then the views are sifted,
bool spaces_replace(struct vm *vm, uint32_t host_page);  // ... what is not true any more exchanged if that is worth it,
void spaces_enter(struct vm *vm);                        // ... and what is known of the new address space put there
void spaces_missed_data(struct vm *vm, uint32_t linear); // a page was, and has been filled
void spaces_missed_code(struct vm *vm, unsigned slot, uint32_t linear, unsigned flags); // a page was, and is about to be

// --- descriptors.c ---
// Fills native->segment. false: CS or SS cannot be loaded natively.
bool descriptors_load(struct vm *vm, unsigned view, struct native *native);
// The offset of the last byte of CS that can be fetched natively; false: none can.
bool descriptors_code_limit(struct vm *vm, uint32_t *limit);
void descriptors_forget(struct vm *vm);

// --- crossing.c ---
// The trap site at `where` crosses into the page of `next`: it becomes native, if that is possible.
bool crossing_join(struct vm *vm, unsigned slot, const struct where *where, const struct where *next);
void crossing_part(struct vm *vm, unsigned slot);                           // it becomes a trap site again
void crossing_part_both(struct vm *vm, unsigned slot);                      // and the one that ends here
void crossing_neighbours(struct vm *vm, unsigned slot, uint32_t host_page); // the slot is about to stand there

// --- rewrite.c ---
// Whether an instruction that must not run as it stands, given with its bytes, can run natively in another form.
bool rewrite_serves(const struct insn *insn, const uint8_t *bytes);
void rewrite(const struct insn *insn, uint8_t *code); // the scanned instruction

// --- lend.c ---
bool lends_fs(const struct vm *vm);
uint32_t lend_last_outside(const struct vm *vm);           // the last offset that FS does not have; it has all above
bool lend_by_fs(const struct insn *insn);                  // whether the scanned instruction finds its operand through FS
bool lend_trapped(const struct insn *insn);                // because it uses FS itself
void lend_rewrite(const struct insn *insn, uint8_t *code); // the scanned instruction

// --- gate.c ---
void gate_consider(struct vm *vm, unsigned slot, unsigned offset, uint32_t host); // a trap site has been met
// Execution has arrived at what a jump covers, past its first byte, and trapped: where that is the rule the site goes without.
void gate_arrived(struct sbe *sbe, unsigned slot, unsigned offset);
void gate_drop_slot(struct sbe *sbe, unsigned slot); // all of its trap sites
void gate_drop_site(struct sbe *sbe, unsigned slot, unsigned offset);
void gate_page_lost(struct sbe *sbe, unsigned slot); // a page of gates is about to go
void gate_enter_user(struct sbe *sbe);
void gate_cool(struct sbe *sbe);   // what is known of trap sites that have no gate
void gate_forget(struct sbe *sbe); // no page of gates stands
// Whether the byte lies under the jump to a gate, past its first; *site is where that begins.
bool gate_covers(const struct sbe *sbe, unsigned slot, unsigned offset, unsigned *site);
struct gate *gate_number(struct sbe *sbe, uint32_t number);            // NULL: there is none
const struct gate *gate_at_stub(const struct sbe *sbe, uint32_t host); // NULL: none stands there

// --- mixed.c ---
void mixed_store(struct vm *vm, uint32_t physical_page);          // a native store to a code page has faulted
void mixed_store_in_burst(struct vm *vm, uint32_t physical_page); // an interpreted store to a scanned page, that hit nothing scanned
void mixed_trial_store(struct vm *vm);                            // a store to the page that is tried
// Whether code of the page is interpreted, and how many instructions of it at most before mixed_interpreted() wants to know.
bool mixed_is_interpreted(const struct vm *vm, uint32_t physical_page, uint32_t *instructions);
void mixed_interpreted(struct vm *vm, uint32_t physical_page, uint32_t instructions);
void mixed_forget(struct vm *vm);

// --- burst.c ---
void burst_begin(struct vm *vm, unsigned instructions);    // an exit at CS:EIP has to be interpreted, and so many look for the next one
void burst_continue(struct vm *vm, uint32_t instructions); // so many are interpreted in any case
void burst_found(struct vm *vm);                           // what was interpreted just now would have been an exit
void burst_end(struct vm *vm);                             // its last instruction was interpreted
void burst_forget(struct vm *vm);

// --- run.c ---
// Where CS:EIP is.
struct where {
  uint32_t linear, physical;
  uint32_t host; // address of the scanned instruction
  unsigned view;
  unsigned flags; // enum host_state
};
// Makes the watched addresses of the page at `where` trap. false: there are too many.
bool watch_page(struct vm *vm, const struct where *where);
// false: not in RAM that can run natively.
bool sbe_locate(struct vm *vm, struct where *where);
bool sbe_locate_linear(struct vm *vm, uint32_t linear, struct where *where); // the same for another address of CS
// Takes over what has changed in the VM since the last run: address lines, RAM, watched addresses, model.
void sbe_refresh(struct vm *vm);

// --- exits.c ---
enum exit_action {
  ACTION_RESUME,    // the state is precise and nothing is owed
  ACTION_INTERPRET, // the instruction at CS:EIP has to be interpreted
  ACTION_STORE,     // the same; it stores to a code page
  ACTION_FAULT,     // the same; it faulted, and whose fault that is will be seen then. Not counted yet
  ACTION_ESCAPED,
};
// --- fill.c ---
enum exit_action fill_data(struct vm *vm, uint32_t linear, bool write);

enum exit_action exit_native(struct vm *vm, const struct where *where, const struct native *native, const struct native_exit *exit);
// Whether the segments as loaded natively explain that the instruction at CS:EIP faulted there though it does not for the guest.
bool exit_explained(struct vm *vm, unsigned vector);

#endif
