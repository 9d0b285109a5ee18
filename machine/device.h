// A device, as the process of a machine knows it. Every device of the machine is a plugin (plugins/NAME/plugin.ts); what is hot in it
// stands beside that in C (plugins/NAME/NAME.c) and is made from a `device_kind`. One process holds one machine, so nothing here is
// told which.
//
// All of this is called between guest instructions, with the guest's state precise, and never from two places at once.
#ifndef PLEX86_MACHINE_DEVICE_H
#define PLEX86_MACHINE_DEVICE_H

#include "../monitor/types.h"

struct device;

struct device_kind {
  const char *name; // the plugin's
  uint32_t bytes;   // of an instance, which begins with its struct device; zeroed before create()
  // Claims ports and memory, reads its options. Before the jail: the only place where memory may be allocated.
  void (*create)(struct device *device);
  void (*reset)(struct device *device); // to its power-on state; also called once before the machine starts
  // What its plugin sends: scan codes, characters that arrive on a line. May be null.
  void (*input)(struct device *device, const uint8_t *bytes, uint32_t count);
  // Answers a question of its plugin (the device's own numbering) into `to`; returns how many bytes. May be null.
  uint32_t (*answer)(struct device *device, uint32_t question, uint8_t *to, uint32_t room);
};

// Stands once beside each device_kind and puts it on the machine's list.
#define DEVICE_KIND(name)                                                                                                                  \
  static const struct device_kind *const listed_##name __attribute__((section("device_kinds"), used)) = &name##_device

struct device {
  const struct device_kind *kind;
  uint16_t number;     // by which its plugin names it
  const char *options; // "name=value" lines, ended by NUL
};

// --- options, as the plugin gave them ---
bool option_present(const struct device *device, const char *name);
// Decimal or 0x...; `otherwise` where the option is not given. A value that is no number ends the machine with a message.
uint64_t option_number(const struct device *device, const char *name, uint64_t otherwise);
// Copies the value, NUL-ended and cut to `room`; false where it is not given.
bool option_text(const struct device *device, const char *name, char *to, uint32_t room);

// --- memory of the device's own; zeroed; in create() only ---
void *device_allocate(uint64_t bytes);

// --- ports ---
typedef uint32_t port_reader(struct device *device, uint16_t port, unsigned bytes);
typedef void port_writer(struct device *device, uint16_t port, unsigned bytes, uint32_t value);
enum { WIDTH_1 = 1, WIDTH_2 = 2, WIDTH_4 = 4 };
// An access of a width that is not among `widths` arrives as several bytes, in ascending order, each at the device that has claimed it
// (what an 8-bit card on the bus sees). A port without a claim reads as all ones. A claim replaces an earlier one.
void claim_ports(struct device *device, uint16_t first, unsigned count, unsigned widths, port_reader *read, port_writer *write);
// What a string instruction moves through a port, several units of `bytes` bytes at once: returns how many of `count`, 0 where each has to go
// its own way. For a port that is claimed with the width; every port of that claim has it.
typedef uint32_t port_block_reader(struct device *device, uint16_t port, unsigned bytes, void *to, uint32_t count);
typedef uint32_t port_block_writer(struct device *device, uint16_t port, unsigned bytes, const void *from, uint32_t count);
void claim_port_blocks(uint16_t port, port_block_reader *read, port_block_writer *write);
void release_ports(uint16_t first, unsigned count);

// --- memory ---
typedef uint32_t memory_reader(struct device *device, uint32_t address, unsigned bytes); // bytes: 1, 2 or 4, never across a page's end
typedef void memory_writer(struct device *device, uint32_t address, unsigned bytes, uint32_t value);
// Physical addresses, whole pages. Below the end of RAM the pages stop being RAM.
void claim_memory(struct device *device, uint32_t first, uint32_t bytes, memory_reader *read, memory_writer *write);
// Below the end of RAM: plain RAM again, as before any claim.
void release_memory(uint32_t first, uint32_t bytes);
// Below the end of RAM: what is read there stays in RAM and is read (and executed) at full speed; writes go to `write`, or nowhere.
void claim_rom(struct device *device, uint32_t first, uint32_t bytes, memory_writer *write);
// Above RAM: ROM, whose bytes are `image`, kept by the device.
void claim_image(struct device *device, uint32_t first, uint32_t bytes, const uint8_t *image);
// What stands in RAM, or in the RAM below ROM or device memory: images, shadow RAM that changes hands. No device hears of it.
void ram_store(uint32_t address, const void *from, uint32_t bytes);

// --- RAM, as a bus master sees it: through no A20 gate. What was scanned there is forgotten as for any store ---
void dma_read(uint32_t address, void *to, uint32_t bytes);
void dma_write(uint32_t address, const void *from, uint32_t bytes);
uint8_t *ram_at(uint32_t address); // the monitor's own mapping of RAM, for reading what the guest put there (a text screen)
uint32_t ram_size(void);

// --- interrupt request lines 0 to 15: the level of a device's output. The PIC is who listens ---
void irq_set(unsigned line, bool level);
// For the PIC alone: whether its INT output is up, and who answers the processor's acknowledge cycle with a vector.
void intr_set(bool level);
void intr_listen(struct device *pic, uint8_t (*acknowledge)(struct device *), void (*line)(struct device *, unsigned irq, bool level));
void nmi_raise(void);
// The processor's FERR# output (x87 errors with CR0.NE clear): who hears it.
void ferr_listen(struct device *device, void (*ferr)(struct device *, bool level));
void ignne_set(bool asserted);

// --- time: guest nanoseconds since power-on. It runs with the host's clock (machine/time.c), or virtually. No timer fires late ---
uint64_t guest_ns(void);
// How much time the guest has had so far to do something: less than has passed, where it has to make up for what the host took away.
uint64_t guest_had_ns(void);
struct timer {
  struct device *device;
  void (*fire)(struct device *device, uint64_t at); // `at`: when it was due; now may be later
  uint64_t at;
  bool armed;
  struct timer *next;
};
void timer_init(struct timer *timer, struct device *device, void (*fire)(struct device *device, uint64_t at));
void timer_set(struct timer *timer, uint64_t at); // absolute; replaces what was set. A time that has passed fires as soon as may be
void timer_stop(struct timer *timer);

// --- the machine ---
void a20_set(bool on);
bool a20(void);
void machine_reset(void);          // the processor and all devices, once the running instruction is over
void machine_end(uint32_t status); // power-off or a debug-exit port: the run ends with this exit status
// To the plugin, in order, without waiting: the device's own bytes (characters printed, an event).
void device_send(struct device *device, const void *bytes, uint32_t count);
// A broken promise of the device's host side: ends the machine with a message that names the device.
_Noreturn void device_fail(struct device *device, const char *what);

// --- disk images, by the number under which they were handed over; the device's option imageN=overlay|write|read-only (machine/disk.c) ---
enum { SECTOR_BYTES = 512 };
struct disk;
struct disk *disk_open(struct device *device, unsigned number); // in create() only
uint64_t disk_sectors(const struct disk *disk);
bool disk_read_only(const struct disk *disk); // for the guest: writes are refused
// When disk_write returns true the sectors are in the file (or in the overlay that is thrown away). false: the host failed.
bool disk_read(struct disk *disk, uint64_t sector, uint32_t count, void *to);
bool disk_write(struct disk *disk, uint64_t sector, uint32_t count, const void *from);
bool disk_flush(struct disk *disk); // what was written is on the medium, not only in the host's memory

#endif
