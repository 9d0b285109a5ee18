// The firmware configuration device by which SeaBIOS learns what the machine is: a selector at 510H, the item's bytes one after the other
// at 511H (QEMU's docs/specs/fw_cfg, the interface without DMA).
#include "../../machine/device.h"

enum {
  SELECTOR = 0x510,
  DATA = 0x511,
  KEY_SIGNATURE = 0,
  KEY_ID = 1,
  KEY_DIRECTORY = 0x19,
  KEY_FIRST_FILE = 0x20,
  MAX_ITEMS = 64,
  NAME_BYTES = 56,
  ENTRY_BYTES = 64,
};

struct item {
  uint16_t key;
  uint32_t bytes;
  const uint8_t *content;
};

struct fwcfg {
  struct device device;
  struct item item[MAX_ITEMS];
  unsigned items;
  uint8_t directory[4 + MAX_ITEMS * ENTRY_BYTES];
  unsigned files;
  uint16_t selected;
  uint32_t position;
};

static void add(struct fwcfg *fwcfg, uint16_t key, const uint8_t *content, uint32_t bytes) {
  if (fwcfg->items == MAX_ITEMS) device_fail(&fwcfg->device, "too many items");
  uint8_t *kept = device_allocate(bytes + 1);
  memcpy(kept, content, bytes);
  fwcfg->item[fwcfg->items++] = (struct item){key, bytes, kept};
}

static void put_big_endian(uint8_t *to, uint32_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; i++) to[i] = (uint8_t)(value >> 8 * (bytes - 1 - i));
}

// Before the start: 'k', u16 key, bytes; or 'f', name, NUL, bytes.
static void input(struct device *device, const uint8_t *bytes, uint32_t count) {
  struct fwcfg *fwcfg = (struct fwcfg *)device;
  if (count >= 3 && bytes[0] == 'k') {
    add(fwcfg, (uint16_t)(bytes[1] | bytes[2] << 8), bytes + 3, count - 3);
    return;
  }
  uint32_t name = 1;
  while (name < count && bytes[name]) name++;
  if (count < 3 || bytes[0] != 'f' || name == count || name - 1 >= NAME_BYTES) device_fail(device, "an item that makes no sense");
  uint16_t key = (uint16_t)(KEY_FIRST_FILE + fwcfg->files);
  add(fwcfg, key, bytes + name + 1, count - name - 1);
  uint8_t *entry = fwcfg->directory + 4 + fwcfg->files * ENTRY_BYTES;
  put_big_endian(entry, count - name - 1, 4);
  put_big_endian(entry + 4, key, 2);
  memcpy(entry + 8, bytes + 1, name - 1);
  put_big_endian(fwcfg->directory, ++fwcfg->files, 4);
}

static uint8_t next_byte(struct fwcfg *fwcfg) {
  uint32_t at = fwcfg->position++;
  if (fwcfg->selected == KEY_DIRECTORY) return at < 4 + fwcfg->files * ENTRY_BYTES ? fwcfg->directory[at] : 0;
  for (unsigned i = 0; i < fwcfg->items; i++) {
    const struct item *item = &fwcfg->item[i];
    if (item->key == fwcfg->selected) return at < item->bytes ? item->content[at] : 0;
  }
  return 0;
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct fwcfg *fwcfg = (struct fwcfg *)device;
  return port == DATA ? next_byte(fwcfg) : 0xFF;
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct fwcfg *fwcfg = (struct fwcfg *)device;
  if (port != SELECTOR || bytes != 2) return;
  fwcfg->selected = (uint16_t)value;
  fwcfg->position = 0;
}

static void create(struct device *device) {
  struct fwcfg *fwcfg = (struct fwcfg *)device;
  add(fwcfg, KEY_SIGNATURE, (const uint8_t *)"QEMU", 4);
  add(fwcfg, KEY_ID, (const uint8_t[]){1, 0, 0, 0}, 4);
  claim_ports(device, SELECTOR, 1, WIDTH_2, read, write);
  claim_ports(device, DATA, 1, WIDTH_1, read, write);
}

static void reset(struct device *device) {
  struct fwcfg *fwcfg = (struct fwcfg *)device;
  fwcfg->selected = 0;
  fwcfg->position = 0;
}

const struct device_kind fwcfg_device = {.name = "fwcfg", .bytes = sizeof(struct fwcfg), .create = create, .reset = reset, .input = input};
DEVICE_KIND(fwcfg);
