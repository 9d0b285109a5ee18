// What switch.S, signals.c and gate.c share.
#ifndef PLEX86_USER_SWITCH_H
#define PLEX86_USER_SWITCH_H

#define SWITCH_STACK 0
#define SWITCH_FRAME 8
#define SWITCH_SIGNAL 16
#define SWITCH_ECHO 20
#define SWITCH_DS 24
#define SWITCH_ES 26
#define SWITCH_FS 28
#define SWITCH_GS 30
#define SWITCH_FLAGS 32
#define SWITCH_FAR 40
#define SWITCH_SS 46
#define SWITCH_GPR 48
#define SWITCH_NUMBER 80
#define SWITCH_LEFT 84
#define SWITCH_INSIDE 88
#define SWITCH_TICK 92

// How native execution was left.
#define LEFT_SIGNAL 0 // by a signal: see the frame
#define LEFT_GATE 1   // by a gate: see gpr, flags
#define LEFT_NOT 2    // a tick came before it was entered

#ifndef __ASSEMBLER__
#include "../../monitor/types.h"

extern struct switch_state {
  uint64_t stack;             // the monitor's stack pointer while the guest runs
  struct signal_frame *frame; // the kept frame: entries leave through it, exits come with it
  uint32_t signal;            // the one that ended native execution
  uint32_t echo;              // so many signals are answered by an empty handler (a measurement)
  uint16_t ds, es, fs, gs;    // the guest's; signals do not save them
  // What a gate leaves behind, and a direct entry takes.
  uint64_t flags;
  uint32_t eip; // with cs a far pointer
  uint16_t cs, ss;
  uint32_t gpr[8]; // enum gpr
  uint32_t number; // of the gate
  uint32_t left;
  uint32_t inside; // the guest runs, or as good as
  uint32_t tick;   // the timer found the monitor at work
} switch_state;

_Static_assert(offsetof(struct switch_state, stack) == SWITCH_STACK && offsetof(struct switch_state, frame) == SWITCH_FRAME &&
                   offsetof(struct switch_state, signal) == SWITCH_SIGNAL && offsetof(struct switch_state, echo) == SWITCH_ECHO &&
                   offsetof(struct switch_state, ds) == SWITCH_DS && offsetof(struct switch_state, es) == SWITCH_ES &&
                   offsetof(struct switch_state, fs) == SWITCH_FS && offsetof(struct switch_state, gs) == SWITCH_GS &&
                   offsetof(struct switch_state, flags) == SWITCH_FLAGS && offsetof(struct switch_state, eip) == SWITCH_FAR &&
                   offsetof(struct switch_state, cs) == SWITCH_FAR + 4 && offsetof(struct switch_state, ss) == SWITCH_SS &&
                   offsetof(struct switch_state, gpr) == SWITCH_GPR && offsetof(struct switch_state, number) == SWITCH_NUMBER &&
                   offsetof(struct switch_state, left) == SWITCH_LEFT && offsetof(struct switch_state, inside) == SWITCH_INSIDE &&
                   offsetof(struct switch_state, tick) == SWITCH_TICK,
               "switch.S uses these offsets");

void switch_enter(void);
void switch_enter_directly(void);
void switch_first(void);
void switch_handler(void);
void switch_sigreturn(void);
void switch_echo_loop(void);
void switch_gate(void);
void switch_serialize(void);
#endif

#endif
