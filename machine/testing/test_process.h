// The process of a machine without its host: machine/ and the monitor under the C library. The host's clock stands still until the test
// moves it, standard input and output are buffers, files are arrays, and an end of the process comes back to the test.
#ifndef PLEX86_MACHINE_TESTING_TEST_PROCESS_H
#define PLEX86_MACHINE_TESTING_TEST_PROCESS_H

#include "../logging.h"
#include "checks.h"
#include <setjmp.h>

extern uint64_t host_ns, stolen_ns; // stolen: so much of the host's time others had the processor

// Forgets everything; a machine with so much RAM, not started.
void process_clear(uint32_t ram_bytes);

// File 0, 1, ... as the process is handed them; zeroed. Gives its bytes.
uint8_t *process_file(uint64_t bytes, bool writable);
extern bool process_file_fails;
extern unsigned process_syncs;

// Puts bytes behind what is left of standard input; takes what standard output has had since the last call.
void process_input(const void *bytes, uint32_t count);
void process_message(enum command type, unsigned number, const void *payload, uint32_t bytes);
uint32_t process_output(void *to, uint32_t room); // gives the number of bytes

// PROCESS_ENDS(code): whether the code ends the process. What it said is in the output.
extern jmp_buf process_end;
extern bool process_may_end;
#define PROCESS_ENDS(code) (process_may_end = true, setjmp(process_end) ? true : ((code), process_may_end = false))

#endif
