// plex86-network: the network that a guest's card is plugged into, as a process of its own. Frames of Ethernet come on standard input and
// leave on standard output, each after its length (u16, little-endian). Behind them is libslirp: a gateway at 10.0.2.2, which is the
// host's loopback, and a DHCP server that gives the guest 10.0.2.15. Whatever else a guest wants to reach does not exist for it, unless
// the process was started with --outside.
#ifndef PLEX86_NETWORK_H
#define PLEX86_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  HEADER_BYTES = 14, // of Ethernet: to, from, type
  ADDRESS_BYTES = 6,
  LEAST_BYTES = 60,
  MOST_BYTES = 1514,
  LENGTH_BYTES = 2,
  TYPE_IPV4 = 0x0800,
  TYPE_ARP = 0x0806,
  PROTOCOL_ICMP = 1,
  PROTOCOL_UDP = 17,
};
#define NETWORK 0x0A000200u // 10.0.2.0
#define NETWORK_MASK 0xFFFFFF00u
#define GATEWAY 0x0A000202u
#define NAMESERVER 0x0A000203u
#define GUEST 0x0A00020Fu

static inline uint16_t get16(const uint8_t *at) {
  return (uint16_t)(at[0] << 8 | at[1]);
}
static inline uint32_t get32(const uint8_t *at) {
  return (uint32_t)get16(at) << 16 | get16(at + 2);
}
static inline void put16(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}
static inline void put32(uint8_t *at, uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value);
}

// --- frames.c: to the guest; padded to the least length. Never waits: what the outgoing buffer has no room for is lost ---
void frame_out(const uint8_t *frame, size_t bytes);
bool frames_crowded(void);                                          // the guest is slow: no more is to be fetched for it
size_t frames_waiting(void);                                        // bytes
bool frames_flush(void);                                            // writes what the pipe takes; false: nobody reads any more
bool frames_read(void (*take)(const uint8_t *frame, size_t bytes)); // false: the input has ended

// --- local.c: what the network answers itself ---
enum verdict { VERDICT_PASS, VERDICT_DONE };
// Decides about a frame of the guest: it passes, or it was answered or dropped.
enum verdict local_judge(const uint8_t *frame, size_t bytes, bool outside);

// --- names.c: answers a question to the name server in place; returns the length of the answer, 0: none ---
size_t name_answer(uint8_t *message, size_t bytes, size_t room);

// --- stack.c: libslirp and its world ---
void stack_create(void);
bool stack_forward(bool udp, uint16_t host_port, uint16_t guest_port); // false, and errno, where the port cannot be had
void stack_run(bool outside);                                          // until the input ends

// --- jail.c: from here on the process has its standard streams, sockets, memory and the clock ---
void jail_close(bool outside);

#endif
