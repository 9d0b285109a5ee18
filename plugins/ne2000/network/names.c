// A name server that knows one name (RFC 1035, 4.1): `host` is the gateway. Everything else does not exist, at once, instead of a guest
// that waits for answers; no question leaves the host.
#include "network.h"
#include <string.h>

enum {
  MESSAGE_HEADER = 12,
  RESPONSE = 0x8000,
  AUTHORITATIVE = 0x0400,
  RECURSION_DESIRED = 0x0100,
  OPCODE_MASK = 0x7800,
  NO_SUCH_NAME = 3,
  NOT_IMPLEMENTED = 4,
  REFUSED = 5,
  TYPE_ADDRESS = 1,
  CLASS_INTERNET = 1,
  ANSWER_BYTES = 16,
};

// "\4host\0", in any case.
static bool is_host(const uint8_t *name, size_t bytes) {
  static const char host[] = "host";
  if (bytes != sizeof host + 1 || name[0] != sizeof host - 1) return false;
  for (size_t i = 0; i < sizeof host - 1; i++)
    if ((name[1 + i] | 0x20) != host[i]) return false;
  return true;
}

// Where the name that begins at `at` is over; 0: it is none. A question's name has no pointers.
static size_t name_end(const uint8_t *message, size_t at, size_t bytes) {
  while (at < bytes && message[at]) {
    if (message[at] > 63) return 0;
    at += 1u + message[at];
  }
  return at < bytes ? at + 1 : 0;
}

size_t name_answer(uint8_t *message, size_t bytes, size_t room) {
  if (bytes < MESSAGE_HEADER || get16(message + 2) & RESPONSE) return 0;
  uint16_t flags = get16(message + 2), error = 0, answers = 0;
  size_t end = name_end(message, MESSAGE_HEADER, bytes);
  bool readable = get16(message + 4) == 1 && end && end + 4 <= bytes;
  if (!readable)
    error = REFUSED, end = 0;
  else if (flags & OPCODE_MASK)
    error = NOT_IMPLEMENTED, end += 4;
  else if (!is_host(message + MESSAGE_HEADER, end - MESSAGE_HEADER) || get16(message + end + 2) != CLASS_INTERNET)
    error = NO_SUCH_NAME, end += 4;
  else {
    answers = get16(message + end) == TYPE_ADDRESS; // of other types the name has none
    end += 4;
  }
  size_t length = end ? end : MESSAGE_HEADER;
  if (length + (answers ? ANSWER_BYTES : 0) > room) return 0;
  put16(message + 2, RESPONSE | AUTHORITATIVE | (flags & (OPCODE_MASK | RECURSION_DESIRED)) | error);
  put16(message + 4, end ? 1 : 0);
  put16(message + 6, answers);
  put16(message + 8, 0);
  put16(message + 10, 0);
  if (!answers) return length;
  uint8_t *answer = message + length;
  put16(answer, 0xC000 | MESSAGE_HEADER); // the name stands in the question
  put16(answer + 2, TYPE_ADDRESS);
  put16(answer + 4, CLASS_INTERNET);
  put32(answer + 6, 60); // seconds for which it may be kept
  put16(answer + 10, 4);
  put32(answer + 12, GATEWAY);
  return length + ANSWER_BYTES;
}
