// What the user program asks for.
#include "../monitor/sbe/decode.h"
#include "logging.h"

static uint32_t word(const uint8_t *from) {
  uint32_t value;
  memcpy(&value, from, sizeof value);
  return value;
}
static uint16_t half(const uint8_t *from) {
  uint16_t value;
  memcpy(&value, from, sizeof value);
  return value;
}

static const struct {
  uint8_t least;     // payload bytes
  bool while_making; // only before the start
  bool while_running;
} rules[COMMANDS] = {
    [COMMAND_MACHINE] = {0, true, false},       [COMMAND_DEVICE] = {2, true, false}, [COMMAND_CLAIM_PORTS] = {8, true, false},
    [COMMAND_CLAIM_MEMORY] = {12, true, false}, [COMMAND_LOAD] = {4, true, true},    [COMMAND_ROM] = {5, true, false},
    [COMMAND_START] = {0, true, false},         [COMMAND_RESET] = {0, false, true},  [COMMAND_PAUSE] = {0, false, true},
    [COMMAND_RESUME] = {0, false, true},        [COMMAND_QUIT] = {0, true, true},    [COMMAND_ANSWER] = {4, false, true},
    [COMMAND_INPUT] = {0, true, true},          [COMMAND_ASK] = {8, false, true},    [COMMAND_STATE] = {4, false, true},
    [COMMAND_PEEK] = {12, false, true},         [COMMAND_POKE] = {4, true, true},    [COMMAND_IRQ] = {4, true, true},
    [COMMAND_TIMER] = {16, true, true},         [COMMAND_END] = {4, true, true},
};

static void make_log(void) {
  if (option_present(&machine.options, "record")) {
    machine.logging = LOGGING_RECORD;
    record_create((unsigned)option_number(&machine.options, "record", 0));
  } else if (option_present(&machine.options, "replay")) {
    machine.logging = LOGGING_REPLAY;
    replay_create(&machine.options);
  }
}

static void make_machine(const char *text) {
  uint32_t length = 0;
  while (text[length]) length++;
  char *kept = world_allocate(length + 1);
  memcpy(kept, text, length);
  static const struct device_kind kind = {.name = "machine"};
  machine.options = (struct device){.kind = &kind, .options = kept};
  uint64_t ram = option_number(&machine.options, "ram", 16 << 20);
  if (ram < LEAST_RAM_BYTES || ram > WORLD_RAM_BYTES || ram % PAGE_BYTES)
    channel_fail("machine", "RAM has to be between 1 MiB and 512 MiB, in whole pages");
  memory_create((uint32_t)ram);
  uint64_t model = option_number(&machine.options, "model", 0);
  if (model >= MODELS) channel_fail("machine", "no such CPU model");
  machine.vm.cpu.model = (uint8_t)model;
  char value[16];
  machine.interpreted = option_text(&machine.options, "engine", value, sizeof value) && value[0] == 'i';
  struct sbe_options sbe = {.mode = SBE_FAST,
                            .burst = (uint8_t)option_number(&machine.options, "burst", BURST_INSTRUCTIONS),
                            .gate_after = (uint8_t)option_number(&machine.options, "gateAfter", GATE_AFTER),
                            .fill_ahead = (uint8_t)option_number(&machine.options, "fillAhead", FILL_AHEAD)};
  if (option_text(&machine.options, "sbe", value, sizeof value) && value[0] == 's') sbe.mode = SBE_STRICT;
  machine.strict = sbe.mode == SBE_STRICT;
  if (!machine.interpreted) sbe_init(&machine.vm, &sbe);
  machine.virtual_time = option_text(&machine.options, "time", value, sizeof value) && value[0] == 'v';
  if (machine.virtual_time && !machine.interpreted) channel_fail("machine", "virtual time counts instructions: it needs engine=interp");
  make_log();
#ifdef PLEX86_MUTANTS
  machine.vm.mutant = (uint32_t)option_number(&machine.options, "mutant", 0);
  decode_seed(machine.vm.mutant);
#else
  if (option_present(&machine.options, "mutant")) channel_fail("machine", "this build carries no seeded bugs");
#endif
  machine.shutdown_ends = option_text(&machine.options, "shutdown", value, sizeof value) && value[0] == 'e';
}

// "kind NUL options NUL"
static void make_device(unsigned number, const uint8_t *payload, uint32_t bytes) {
  uint32_t kind = 0;
  while (kind < bytes && payload[kind]) kind++;
  device_create(number, (const char *)payload, kind < bytes ? (const char *)payload + kind + 1 : "");
}

// A reply is the request's number and what was asked for.
static uint8_t *reply_to(uint32_t request) {
  uint8_t *reply = machine.message + MAX_MESSAGE_BYTES + 64;
  memcpy(reply, &request, sizeof request);
  return reply + sizeof request;
}

static void send_reply(unsigned number, const uint8_t *content, uint32_t bytes) {
  uint32_t head = sizeof(uint32_t);
  channel_send(REPORT_REPLY, number, content - head, head + bytes);
  channel_flush();
}

static void answer_question(struct device *device, uint32_t request, uint32_t question) {
  uint8_t *reply = reply_to(request);
  enum { ROOM = 64 << 20 };
  send_reply(device->number, reply, device->kind->answer ? device->kind->answer(device, question, reply, ROOM) : 0);
}

static void peek(uint32_t request, uint32_t address, uint32_t count) {
  uint8_t *reply = reply_to(request);
  if (count > MAX_MESSAGE_BYTES) count = MAX_MESSAGE_BYTES;
  dma_read(address, reply, count);
  send_reply(0, reply, count);
}

static void tell_state(uint32_t request) {
  uint8_t *reply = reply_to(request);
  struct machine_state state;
  state_fill(&state);
  memcpy(reply, &state, sizeof state);
  send_reply(0, reply, sizeof state);
}

void command(const struct message *message, const uint8_t *payload) {
  uint32_t bytes = message->bytes;
  unsigned type = message->type, number = message->number;
  if (type >= COMMANDS || bytes < rules[type].least) channel_fail("channel", "a message that makes no sense");
  if (!(machine.running ? rules[type].while_running : rules[type].while_making)) channel_fail("channel", "a message at the wrong time");
  if (!machine.vm.memory.ram && type != COMMAND_MACHINE && type != COMMAND_QUIT) channel_fail("channel", "the machine comes first");
  // Nothing reaches the guest of a replay but what its log says.
  if (machine.logging == LOGGING_REPLAY && machine.running && type != COMMAND_QUIT && type != COMMAND_STATE && type != COMMAND_PEEK) return;
  struct device *device;
  switch ((enum command)type) {
  case COMMAND_MACHINE:
    if (machine.vm.memory.ram) channel_fail("channel", "a second machine");
    make_machine((const char *)payload);
    break;
  case COMMAND_DEVICE: make_device(number, payload, bytes); break;
  case COMMAND_CLAIM_PORTS: plugin_claims_ports(number, half(payload), half(payload + 2), half(payload + 4), half(payload + 6)); break;
  case COMMAND_CLAIM_MEMORY: plugin_claims_memory(number, word(payload), word(payload + 4), word(payload + 8)); break;
  case COMMAND_LOAD: ram_store(word(payload), payload + 4, bytes - 4); break;
  case COMMAND_ROM: rom_create(word(payload), payload + 4, bytes - 4); break;
  case COMMAND_START: machine.running = true; break;
  case COMMAND_RESET: machine_reset(); break;
  case COMMAND_PAUSE: machine.paused = true; break;
  case COMMAND_RESUME: machine.paused = false; break;
  case COMMAND_QUIT:
    machine.ending = machine.running = true;
    machine.end_reason = ENDING_QUIT;
    break;
  case COMMAND_ANSWER:
    machine.answered = true;
    machine.answer = word(payload);
    break;
  case COMMAND_INPUT:
    device = device_numbered(number);
    if (device && device->kind->input) device->kind->input(device, payload, bytes);
    break;
  case COMMAND_ASK:
    device = device_numbered(number);
    if (!device) channel_fail("channel", "a question to no device");
    answer_question(device, word(payload), word(payload + 4));
    break;
  case COMMAND_STATE: tell_state(word(payload)); break;
  case COMMAND_PEEK: peek(word(payload), word(payload + 4), word(payload + 8)); break;
  case COMMAND_POKE: dma_write(word(payload), payload + 4, bytes - 4); break;
  case COMMAND_IRQ: irq_set(number, word(payload)); break;
  case COMMAND_TIMER: plugin_timer(number, word(payload), word(payload + 8) | (uint64_t)word(payload + 12) << 32); break;
  case COMMAND_END: machine_end(word(payload)); break;
  case COMMANDS: break;
  }
}
