// What switch.S and signals.c share.
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

#ifndef __ASSEMBLER__
#include "../../monitor/types.h"

extern struct switch_state {
  uint64_t stack;             // the monitor's stack pointer while the guest runs
  struct signal_frame *frame; // the kept frame: entries leave through it, exits come with it
  uint32_t signal;            // the one that ended native execution
  uint32_t echo;              // so many signals are answered by an empty handler (a measurement)
  uint16_t ds, es, fs, gs;    // the guest's; signals do not save them
} switch_state;

_Static_assert(offsetof(struct switch_state, stack) == SWITCH_STACK && offsetof(struct switch_state, frame) == SWITCH_FRAME &&
                   offsetof(struct switch_state, signal) == SWITCH_SIGNAL && offsetof(struct switch_state, echo) == SWITCH_ECHO &&
                   offsetof(struct switch_state, ds) == SWITCH_DS && offsetof(struct switch_state, es) == SWITCH_ES &&
                   offsetof(struct switch_state, fs) == SWITCH_FS && offsetof(struct switch_state, gs) == SWITCH_GS,
               "switch.S uses these offsets");

void switch_enter(void);
void switch_first(void);
void switch_handler(void);
void switch_sigreturn(void);
void switch_echo_loop(void);
#endif

#endif
