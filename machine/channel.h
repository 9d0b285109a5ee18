// What the user program (Node) and the process of a machine say to each other: messages over two pipes, the process's standard input
// and output. Each is a header and `bytes` of payload; numbers are little-endian. vm/machine/channel.ts reads the enums of this file;
// one enumerator a line.
#ifndef PLEX86_MACHINE_CHANNEL_H
#define PLEX86_MACHINE_CHANNEL_H

#include "../monitor/types.h"

struct message {
  uint32_t bytes;  // of the payload
  uint16_t type;   // enum command or enum report
  uint16_t number; // device, or request
};

// User program to machine.
enum command {
  COMMAND_MACHINE,     // options as for a device: ram=BYTES model=N engine=sbe|interp sbe=fast|strict time=real|virtual; first of all
  COMMAND_DEVICE,      // number: the device's. Payload: kind name, NUL, its options, NUL. In the order of creation
  COMMAND_CLAIM_PORTS, // number: the plugin device's (made here). Payload: u16 first, u16 count, u16 widths, u16 posted (writes need no answer)
  COMMAND_CLAIM_MEMORY, // payload: u32 first, u32 bytes, u32 posted
  COMMAND_LOAD,         // payload: u32 physical address, bytes: into RAM
  COMMAND_ROM,          // payload: u32 physical address, bytes: read-only memory there (above RAM too)
  COMMAND_START,        // the jail closes, the guest runs
  COMMAND_RESET,
  COMMAND_PAUSE, // the guest stops between two instructions
  COMMAND_RESUME,
  COMMAND_QUIT,   // answered by REPORT_ENDED
  COMMAND_ANSWER, // to a REPORT_IN or REPORT_READ, or an unposted REPORT_OUT or REPORT_WRITE. Payload: u32 value
  COMMAND_INPUT,  // number: device. Its bytes
  COMMAND_ASK,    // number: device. Payload: u32 request, u32 question. Answered by REPORT_REPLY
  COMMAND_STATE,  // payload: u32 request. Registers and counters, as REPORT_REPLY: struct machine_state
  COMMAND_PEEK,   // payload: u32 request, u32 physical address, u32 count
  COMMAND_POKE,   // payload: u32 physical address, bytes (DMA of a plugin)
  COMMAND_IRQ,    // number: line. Payload: u32 level
  COMMAND_TIMER,  // number: plugin device. Payload: u32 timer, u32 0, u64 guest ns, absolute; ~0: stop
  COMMAND_END,    // payload: u32 status: the machine ends as by machine_end()
  COMMANDS,
};

// Machine to user program.
enum report {
  REPORT_READY,   // the process is up; payload: u32 version
  REPORT_STARTED, // payload: u64 nanoseconds since the process began
  REPORT_IN,      // number: plugin device. Payload: u32 port, u32 bytes. Wants COMMAND_ANSWER
  REPORT_OUT,     // one or more, payload of each: u32 port, u32 bytes, u32 value, u32 posted
  REPORT_READ,    // payload: u32 address, u32 bytes. Wants COMMAND_ANSWER
  REPORT_WRITE,   // one or more, payload of each: u32 address, u32 bytes, u32 value, u32 posted
  REPORT_OUTPUT,  // number: device. What it sends
  REPORT_TIMER,   // number: plugin device. Payload: u32 timer, u32 0, u64 guest ns
  REPORT_REPLY,   // payload: u32 request, bytes
  REPORT_PAUSED,
  REPORT_ENDED,    // payload: u32 enum ending, u32 status; struct machine_state follows. Nothing comes after it
  REPORT_FAILED,   // payload: text. Nothing comes after it
  REPORT_RESET,    // number: plugin device. The machine is reset; also at power-on
  REPORT_REPLAYED, // payload: struct replay_report of log.h
  REPORTS,
};

enum ending {
  ENDING_QUIT,     // COMMAND_QUIT
  ENDING_STATUS,   // machine_end(): status
  ENDING_SHUTDOWN, // triple fault, and the machine was told not to reset then
  ENDING_HALTED,   // HLT with interrupts disabled and no NMI in sight
  ENDING_ESCAPED,  // the guest hit the second wall (fast mode)
  ENDINGS,
};

// REPORT_REPLY to COMMAND_STATE. u64s first, so that there is no padding; counter names are those of `struct counters` and enum exit_cause.
struct machine_state {
  uint64_t guest_ns, host_ns; // since power-on, since the process began
  uint64_t lag_ns;            // that guest_ns is behind the host's clock and will make up for
  uint64_t instructions, entries;
  uint64_t exits[16]; // by enum exit_cause
  uint64_t scans, scanned_bytes, page_hits, page_misses, page_evictions;
  uint64_t invalidations_guest_native, invalidations_interpreted, invalidations_outside;
  uint64_t unscanned_writes, mixed_pages, collisions, crossings, gates, renewals, unexplained_faults;
  uint64_t burst_instructions, burst_exits;
  uint64_t port_reads, port_writes, port_posted, port_answered; // accesses; posted to a plugin, answered by one
  uint64_t memory_reads, memory_writes;                         // of device memory
  uint64_t interrupts, halts, resets;
  uint32_t gpr[8], eip, eflags, cr0, cr2, cr3, cr4, cpl, halted;
  uint32_t selector[6], base[6], limit[6];
};

#endif
