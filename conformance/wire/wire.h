// The binary form of a batch, between the harness and an engine's process: little-endian, packed by construction (every struct's
// size is a multiple of 4). conformance/wire/layout.ts reads this file, so keep to `uintN_t name;`, `uintN_t name[count];`,
// `struct s name;` and `struct s name[count];`, one a line, counts as numbers.
//
//   request  = struct wire_request, then `bytes` bytes: `count` items one after the other
//   response = struct wire_response, then `bytes` bytes: `count` items in the same order
#ifndef PLEX86_WIRE_H
#define PLEX86_WIRE_H

#include <stdint.h>

enum wire_magic {
  WIRE_REQUEST_MAGIC = 0x51363850,  // "P86Q"
  WIRE_RESPONSE_MAGIC = 0x52363850, // "P86R"
};

enum wire_kind {
  WIRE_RUN,     // items: wire_case -> wire_result
  WIRE_DECODE,  // items: wire_decode_request -> wire_decode_result
  WIRE_EXPLAIN, // items: wire_case -> wire_explain
  WIRE_MEASURE, // items: wire_measure_request -> wire_measure_result
};

enum wire_engine {
  WIRE_SBE,
  WIRE_INTERP,
  WIRE_BARE,
  WIRE_UNICORN,
};

// Whether cases that say nothing of paging run with paging on, through tables that they cannot see.
enum wire_paged {
  WIRE_PAGED_OFF,
  WIRE_PAGED_IDENTITY,  // every linear page is the physical page of its number
  WIRE_PAGED_SCATTERED, // RAM pages are exchanged with each other; neighbours are not neighbours
  WIRE_PAGED_KINDS,
};

struct wire_request {
  uint32_t magic;
  uint32_t bytes;
  uint32_t count;
  uint8_t kind;           // enum wire_kind
  uint8_t engine;         // enum wire_engine
  uint8_t sbe_mode;       // enum sbe_mode
  uint8_t condition;      // enum sbe_condition
  uint32_t mutant;        // 0: none
  uint32_t time_limit_us; // a case that runs longer ends by OUTCOME_LIMIT; 0: 100,000
  uint32_t page_limit;    // scanned pages; 0: the world's own limit
  uint32_t burst;         // instructions interpreted after an exit in search of the next one, at most 255; 0: none
  uint32_t paged;         // enum wire_paged
};

struct wire_response {
  uint32_t magic;
  uint32_t bytes;
  uint32_t count;
  uint32_t nanoseconds_low; // spent on the whole batch, by the engine's own clock
  uint32_t nanoseconds_high;
};

struct wire_segment {
  uint16_t selector;
  uint16_t attributes; // descriptor bits 40-55, bits 8-11 zero
  uint32_t base;
  uint32_t limit; // in bytes: the offset of the last byte
};

struct wire_registers {
  uint32_t gpr[8]; // eax ecx edx ebx esp ebp esi edi
  uint32_t eip;
  uint32_t eflags;
  struct wire_segment segment[8]; // es cs ss ds fs gs ldtr tr
  uint32_t gdtr_base;
  uint32_t gdtr_limit;
  uint32_t idtr_base;
  uint32_t idtr_limit;
  uint32_t cr0;
  uint32_t cr2;
  uint32_t cr3;
  uint32_t cr4;
  uint32_t dr[8]; // dr4 and dr5 zero
  uint32_t tsc_low;
  uint32_t tsc_high;
  uint8_t cpl;
  uint8_t shadow; // enum interrupt_shadow
  uint8_t padding[2];
};

// Followed by, each part 4-byte aligned: uint32_t stop[stops]; wire_event[events]; wire_port[ports]; uint8_t fx[512] if has_fx;
// then `memories` times { wire_memory, its bytes padded to a multiple of 4 }.
struct wire_case {
  uint32_t bytes; // of this item, all parts included
  uint32_t ram_bytes;
  uint32_t address_mask;
  uint32_t instruction_limit; // 0: none
  uint8_t model;              // enum cpu_model
  uint8_t stop_at_exception;
  uint8_t has_fx;   // 0: the state after FNINIT, MXCSR 0x1F80
  uint8_t wants_fx; // 1: the result carries the FX image whenever it differs from the start state
  uint16_t stops;
  uint16_t events;
  uint16_t ports;
  uint16_t memories;
  struct wire_registers registers;
};

struct wire_event {
  uint8_t kind; // enum event_kind
  uint8_t vector;
  uint8_t nmi;
  uint8_t padding;
  uint32_t at;
};

// What an IN of this port and width reads, in order of the entries; afterwards, and for ports not listed, all ones.
struct wire_port {
  uint16_t port;
  uint16_t width;
  uint32_t value;
};

struct wire_memory {
  uint32_t address; // physical
  uint32_t length;  // in bytes
};

struct wire_delivered {
  uint8_t vector;
  uint8_t has_error;
  uint8_t padding[2];
  uint32_t error;
  uint32_t cr2; // CR2 at delivery
  uint32_t eip; // the EIP that was pushed
};

struct wire_stats {
  uint32_t instructions; // interpreted
  uint32_t entries;
  uint32_t scans;
  uint32_t scanned_bytes;
  uint32_t invalidations;
  uint32_t evictions;
  uint32_t exits[13]; // enum exit_cause
};

// Followed by: wire_delivered[deliveries]; wire_port[outs] (every OUT in order); uint8_t fx[512] if has_fx; `memories` times
// { wire_memory, bytes padded to 4 }: every run of bytes that differs from the start state, ascending, runs separated by at least one equal byte.
struct wire_result {
  uint32_t bytes;
  uint8_t outcome; // enum outcome
  uint8_t has_fx;
  uint8_t exception_vector; // OUTCOME_EXCEPTION only
  uint8_t exception_has_error;
  uint32_t exception_error;
  uint16_t deliveries;
  uint16_t outs;
  uint16_t memories;
  uint16_t note; // enum wire_note
  struct wire_registers registers;
  struct wire_stats stats;
};

enum wire_note {
  WIRE_NOTE_NONE,
  WIRE_NOTE_INSTRUCTIONS_UNCOUNTED, // the case has an instruction limit; this engine used a time limit
  WIRE_NOTE_NOT_RING3,              // bare: an instruction that ring 3 cannot be asked about
  WIRE_NOTE_PAGING,                 // the engine cannot do paging
  WIRE_NOTE_MEMORY_OUTSIDE,         // bare, unicorn: an access outside RAM
  WIRE_NOTE_ENGINE_ERROR,           // the engine's own failure
  WIRE_NOTE_EVENTS,                 // the engine cannot inject interrupts
  WIRE_NOTE_MODEL,                  // the engine cannot be this CPU model
  WIRE_NOTE_DELIVERY,               // the engine cannot deliver through the IDT
  WIRE_NOTE_UNEXPLAINED_FAULT,      // sbe: a native fault that the guest does not have and nothing known explains
  WIRE_NOTE_PAGED,                  // with paging on the case would not be itself: real mode, paging of its own, CR0 or CR3 read or loaded
  WIRE_NOTE_TRUNCATED,              // more deliveries, outs or memory runs than a result can carry
};

struct wire_decode_request {
  uint8_t bytes[16];
  uint8_t available; // 1..16
  uint8_t code32;
  uint8_t model;
  uint8_t padding;
};

struct wire_decode_result {
  uint8_t status; // enum decode_status
  uint8_t length;
  uint8_t prefixes;
  uint8_t map;
  uint8_t opcode;
  uint8_t has_modrm;
  uint8_t modrm;
  uint8_t operand_bytes;
  uint8_t address_bytes;
  uint8_t segment;
  uint8_t rep;
  uint8_t lock;
  uint8_t base;
  uint8_t index;
  uint8_t scale;
  uint8_t sbe_class; // enum sbe_class
  uint8_t immediate_bytes;
  uint8_t has_memory;
  uint8_t padding[2];
  uint32_t displacement;
  uint32_t immediate;
  uint32_t immediate2;
  uint8_t mnemonic[16]; // zero-terminated
};

// Followed by `count` times wire_explain_byte, from CS:EIP on, within the page.
struct wire_explain {
  uint32_t bytes;
  uint32_t linear;
  uint32_t count;
};

struct wire_explain_byte {
  uint8_t original;
  uint8_t scanned;
  uint8_t attribute; // enum attribute
  uint8_t reason;    // enum sbe_class; for trap sites
};

// One measurement inside the engine's process; see bench/.
struct wire_measure_request {
  uint32_t what; // enum measure
  uint32_t repetitions;
};

enum measure {
  MEASURE_SIGNAL_ROUND_TRIP, // int3 -> SIGTRAP -> sigreturn with an empty handler in 64-bit code, jail and dispatch as now
  MEASURE_SYSTEM_CALL,       // one cheap system call
  MEASURE_DESCRIPTOR,        // write and read back of a local descriptor
  MEASURE_MAP,               // map and unmap a page
  MEASURE_EXIT, // world_enter() -> int3 in 32-bit code -> world_enter() returns: what an exit by int3 costs before anyone looks at it
};

struct wire_measure_result {
  uint32_t repetitions;
  uint32_t nanoseconds_low; // for all repetitions
  uint32_t nanoseconds_high;
};

_Static_assert(sizeof(struct wire_registers) == 8 * 4 + 8 + 8 * 12 + 8 * 4 + 8 * 4 + 8 + 4, "packed by construction");
_Static_assert(sizeof(struct wire_case) % 4 == 0 && sizeof(struct wire_result) % 4 == 0, "items keep their alignment");

#endif
