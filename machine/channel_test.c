// Messages: what goes out is collected, what comes in is checked.
#include "testing/test_process.h"
#include <string.h>

static uint8_t out[1 << 20];

// The next message of the output from `*at` on, which then is behind it.
static struct message next(uint32_t *at, const uint8_t **payload) {
  struct message header;
  memcpy(&header, out + *at, sizeof header);
  *payload = out + *at + sizeof header;
  *at += (uint32_t)sizeof header + header.bytes;
  return header;
}

static void what_is_sent_waits(void) {
  process_clear(1 << 20);
  channel_send(REPORT_OUTPUT, 3, "abc", 3);
  CHECK_EQUAL(process_output(out, sizeof out), 0);
  channel_flush();
  uint32_t at = 0;
  const uint8_t *payload;
  CHECK_EQUAL(process_output(out, sizeof out), sizeof(struct message) + 3);
  struct message header = next(&at, &payload);
  CHECK(header.type == REPORT_OUTPUT && header.number == 3 && header.bytes == 3 && !memcmp(payload, "abc", 3));
  channel_flush();
  CHECK_EQUAL(process_output(out, sizeof out), 0);
}

static void messages_of_a_kind_become_one(void) {
  process_clear(1 << 20);
  uint32_t record[4] = {0};
  for (record[0] = 0; record[0] < 3; record[0]++) channel_append(REPORT_OUT, 5, record, sizeof record);
  channel_append(REPORT_OUT, 6, record, sizeof record); // another device's
  channel_append(REPORT_OUT, 5, record, sizeof record);
  channel_flush();
  channel_append(REPORT_OUT, 5, record, sizeof record); // the last one has left
  channel_flush();
  uint32_t end = process_output(out, sizeof out), count = 0;
  static const struct { unsigned number, records; } expected[] = {{5, 3}, {6, 1}, {5, 1}, {5, 1}};
  const uint8_t *payload;
  for (uint32_t at = 0; at < end && count < ARRAY_LENGTH(expected); count++) {
    struct message header = next(&at, &payload);
    CHECK_EQUAL(header.number, expected[count].number);
    CHECK_EQUAL(header.bytes, expected[count].records * sizeof record);
  }
  CHECK_EQUAL(count, ARRAY_LENGTH(expected));
}

static void nothing_is_lost_where_the_outbox_is_full(void) {
  process_clear(1 << 20);
  uint32_t record[4] = {0};
  enum { RECORDS = 3 * OUTBOX_BYTES / sizeof record };
  for (uint32_t i = 0; i < RECORDS; i++) {
    record[0] = i;
    channel_append(REPORT_OUT, 5, record, sizeof record);
  }
  static uint8_t large[2 * OUTBOX_BYTES];
  large[sizeof large - 1] = 9;
  channel_send(REPORT_REPLY, 7, large, sizeof large); // more than it holds
  channel_flush();
  uint32_t end = process_output(out, sizeof out), expected = 0;
  struct message header = {0};
  const uint8_t *payload = out;
  for (uint32_t at = 0; at < end;) {
    header = next(&at, &payload);
    if (header.type != REPORT_OUT) break;
    for (uint32_t i = 0; i < header.bytes; i += sizeof record, expected++) CHECK(!memcmp(payload + i, &expected, sizeof expected));
  }
  CHECK_EQUAL(expected, RECORDS);
  CHECK(header.type == REPORT_REPLY && header.bytes == sizeof large && payload[sizeof large - 1] == 9);
}

static void an_answer_is_waited_for_among_other_messages(void) {
  process_clear(1 << 20);
  machine.running = true;
  uint32_t answer = 0x1234, poke[2] = {0x6000, 77};
  process_message(COMMAND_POKE, 0, poke, sizeof poke);
  process_message(COMMAND_PAUSE, 0, NULL, 0);
  process_message(COMMAND_ANSWER, 0, &answer, sizeof answer);
  process_message(COMMAND_RESUME, 0, NULL, 0);
  CHECK_EQUAL(channel_answer(), 0x1234);
  CHECK_EQUAL(ram_at(0x6000)[0], 77);
  CHECK(machine.paused);
  channel_poll();
  CHECK(!machine.paused);
}

static void replies(void) {
  process_clear(1 << 20);
  machine.running = true;
  memcpy(ram_at(0x7000), "hello", 5);
  uint32_t peek[3] = {42, 0x7000, 5}, state[1] = {43};
  process_message(COMMAND_PEEK, 0, peek, sizeof peek);
  process_message(COMMAND_STATE, 0, state, sizeof state);
  machine.vm.cpu.eip = 0xABCD;
  channel_poll();
  process_output(out, sizeof out);
  uint32_t at = 0, request;
  const uint8_t *payload;
  struct message header = next(&at, &payload);
  memcpy(&request, payload, sizeof request);
  CHECK(header.type == REPORT_REPLY && header.bytes == 9 && request == 42 && !memcmp(payload + 4, "hello", 5));
  header = next(&at, &payload);
  struct machine_state told;
  memcpy(&request, payload, sizeof request);
  memcpy(&told, payload + 4, sizeof told);
  CHECK(header.type == REPORT_REPLY && header.bytes == 4 + sizeof told && request == 43);
  CHECK_EQUAL(told.eip, 0xABCD);
}

static bool refused(unsigned type, const void *payload, uint32_t bytes, const char *why) {
  process_message((enum command)type, 0, payload, bytes);
  if (!PROCESS_ENDS(channel_poll())) return false;
  memset(out, 0, 512);
  process_output(out, 512);
  return strstr((const char *)out + sizeof(struct message), why) != NULL;
}

static void what_makes_no_sense(void) {
  uint8_t bytes[16] = {0};
  process_clear(1 << 20);
  machine.running = true;
  CHECK(refused(COMMANDS, NULL, 0, "makes no sense"));
  process_clear(1 << 20);
  machine.running = true;
  CHECK(refused(COMMAND_PEEK, bytes, 11, "makes no sense")); // too short
  process_clear(1 << 20);
  CHECK(refused(COMMAND_PAUSE, NULL, 0, "at the wrong time"));
  process_clear(1 << 20);
  machine.running = true;
  CHECK(refused(COMMAND_START, NULL, 0, "at the wrong time"));
  process_clear(1 << 20);
  CHECK(refused(COMMAND_MACHINE, bytes, 1, "a second machine"));
  process_clear(1 << 20);
  machine.vm.memory.ram = NULL;
  CHECK(refused(COMMAND_LOAD, bytes, 8, "the machine comes first"));
  process_clear(1 << 20);
  struct message long_one = {.bytes = MAX_MESSAGE_BYTES + 1, .type = COMMAND_LOAD};
  process_input(&long_one, sizeof long_one);
  CHECK(PROCESS_ENDS(channel_poll()));
  // The user program is gone, between two messages or within one.
  process_clear(1 << 20);
  CHECK(PROCESS_ENDS(channel_read()));
  process_clear(1 << 20);
  process_input(&long_one, 3);
  CHECK(PROCESS_ENDS(channel_read()));
}

int main(void) {
  what_is_sent_waits();
  messages_of_a_kind_become_one();
  nothing_is_lost_where_the_outbox_is_full();
  an_answer_is_waited_for_among_other_messages();
  replies();
  what_makes_no_sense();
  return test_finish("channel");
}
