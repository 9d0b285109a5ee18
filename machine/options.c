// "name=value" lines.
#include "machine.h"

static const char *find(const struct device *device, const char *name) {
  for (const char *line = device->options; line && *line;) {
    const char *at = line, *wanted = name;
    while (*wanted && *at == *wanted) at++, wanted++;
    if (!*wanted && *at == '=') return at + 1;
    while (*line && *line != '\n') line++;
    if (*line) line++;
  }
  return NULL;
}

bool option_present(const struct device *device, const char *name) {
  return find(device, name);
}

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

uint64_t option_number(const struct device *device, const char *name, uint64_t otherwise) {
  const char *at = find(device, name);
  if (!at) return otherwise;
  int base = 10;
  if (at[0] == '0' && at[1] == 'x') at += 2, base = 16;
  uint64_t value = 0;
  const char *first = at;
  for (; digit(*at) < base; at++) value = value * (unsigned)base + (unsigned)digit(*at);
  if (at == first || (*at && *at != '\n')) device_fail((struct device *)device, "an option that should be a number is none");
  return value;
}

bool option_text(const struct device *device, const char *name, char *to, uint32_t room) {
  const char *at = find(device, name);
  if (!at) return false;
  uint32_t length = 0;
  while (at[length] && at[length] != '\n' && length + 1 < room) to[length] = at[length], length++;
  to[length] = 0;
  return true;
}

bool same_text(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}
