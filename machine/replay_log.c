// Reading the log, and what it says was done to the guest from outside.
#include "../monitor/mmu/ram.h"
#include "replay.h"

void replay_create(const struct device *options) {
  replay.file = (unsigned)option_number(options, "replay", 0);
  replay.traced = option_present(options, "trace");
  replay.trace_file = (unsigned)option_number(options, "trace", 0);
  replay.dumped = option_present(options, "dump");
  replay.dump_file = (unsigned)option_number(options, "dump", 0);
  replay.dense = option_number(options, "dense", ~0ull);
  replay.from = option_number(options, "from", 0);
  replay.to = option_number(options, "to", ~0ull);
  replay.each = (uint32_t)option_number(options, "each", 1);
  replay.steps = option_number(options, "steps", 0);
  replay.trace_limit = option_number(options, "lines", 1 << 20);
  if (replay.file >= world_files(&machine.vm)) channel_fail("replay", "there is no such file to read from");
  if (replay.traced && (replay.trace_file >= world_files(&machine.vm) || !world_file_writable(&machine.vm, replay.trace_file)))
    channel_fail("replay", "there is no such file for the trace");
  if (replay.dumped && (replay.dump_file >= world_files(&machine.vm) || !world_file_writable(&machine.vm, replay.dump_file)))
    channel_fail("replay", "there is no such file for RAM");
  replay.patience_ns = option_number(options, "patience", 60) * 1000000000;
  if (replay.each == 0) channel_fail("replay", "each=0: a number above 0 is wanted");
  ram_sum_create();
}

void log_advance(void) {
  replay.report.entry++;
  uint64_t bytes = world_file_bytes(&machine.vm, replay.file);
  if (replay.at + sizeof replay.next > bytes || !world_file_read(&machine.vm, replay.file, replay.at, &replay.next, sizeof replay.next))
    channel_fail("replay", "the log is cut short");
  replay.payload = replay.at + sizeof replay.next;
  replay.at = replay.payload + replay.next.payload;
  if (replay.next.kind >= LOG_KINDS || replay.at > bytes) channel_fail("replay", "the log makes no sense");
}

static void store(bool dma) {
  struct vm *vm = &machine.vm;
  static uint8_t bytes[PAGE_BYTES];
  uint32_t mask = vm->memory.address_mask;
  if (dma) vm->memory.address_mask = 0xFFFFFFFF; // the A20 gate is the processor's
  for (uint32_t done = 0; done < replay.next.width;) {
    uint32_t here = replay.next.width - done < sizeof bytes ? replay.next.width - done : (uint32_t)sizeof bytes;
    if (!world_file_read(vm, replay.file, replay.payload + done, bytes, here)) channel_fail("replay", "the log could not be read");
    if (dma)
      physical_write_block(vm, replay.next.address + done, bytes, here);
    else
      physical_store(vm, replay.next.address + done, bytes, here);
    done += here;
  }
  vm->memory.address_mask = mask;
}

void log_do_effect(void) {
  struct vm *vm = &machine.vm;
  const struct log_entry *entry = &replay.next;
  switch (entry->kind) {
  case LOG_STORE: store(false); break;
  case LOG_DMA: store(true); break;
  case LOG_KIND:
    for (uint32_t at = 0; at < entry->width; at += PAGE_BYTES) physical_page_kind(vm, (entry->address + at) / PAGE_BYTES, entry->value);
    break;
  case LOG_LINES:
    vm->memory.address_mask = entry->value;
    vm->control.ignne = entry->address;
    break;
  default: break;
  }
}
