// Devices by number: those in C, and those that the user program carries out itself.
#include "machine.h"

struct device *device_numbered(unsigned number) {
  for (unsigned i = 0; i < machine.devices; i++)
    if (machine.device[i]->number == number) return machine.device[i];
  return NULL;
}

void *device_allocate(uint64_t bytes) {
  return world_allocate(bytes);
}

static struct device *make(const struct device_kind *kind, unsigned number, const char *options) {
  if (machine.devices == MAX_DEVICES) channel_fail(kind->name, "too many devices");
  struct device *device = world_allocate(kind->bytes);
  device->kind = kind;
  device->number = (uint16_t)number;
  device->options = options;
  machine.device[machine.devices++] = device;
  return device;
}

void device_create(unsigned number, const char *kind, const char *options) {
  if (device_numbered(number)) channel_fail(kind, "its number is taken");
  uint32_t length = 0;
  while (options[length]) length++;
  char *kept = world_allocate(length + 1);
  memcpy(kept, options, length);
  const struct device_kind *found = device_kind(kind);
  if (!found) channel_fail(kind, "there is no such device in C");
  struct device *device = make(found, number, kept);
  if (found->create) found->create(device);
}

// --- the user program's ---

struct plugin_device {
  struct device device;
  struct timer timer[8];
};

static void reset(struct device *device) {
  channel_send(REPORT_RESET, device->number, NULL, 0);
}

static const struct device_kind plugin_kind = {.name = "plugin", .bytes = sizeof(struct plugin_device), .reset = reset};

static struct device *plugin_numbered(unsigned number) {
  struct device *device = device_numbered(number);
  return device ? device : make(&plugin_kind, number, "");
}

static const struct plugin_claim *claim_of(const struct device *device, uint32_t address, bool memory) {
  for (unsigned i = machine.plugin_claims; i-- > 0;) {
    const struct plugin_claim *claim = &machine.plugin_claim[i];
    if (claim->device == device && claim->memory == memory && address >= claim->first && address <= claim->last) return claim;
  }
  return NULL;
}

static void add(struct device *device, uint32_t first, uint32_t count, bool memory, bool posted) {
  if (machine.plugin_claims == MAX_PLUGIN_CLAIMS) device_fail(device, "too many claims");
  machine.plugin_claim[machine.plugin_claims++] = (struct plugin_claim){device, first, first + count - 1, memory, posted};
}

static uint32_t ask(struct device *device, enum report report, uint32_t address, unsigned bytes) {
  uint32_t payload[] = {address, bytes};
  channel_send(report, device->number, payload, sizeof payload);
  return channel_answer();
}

static void tell(struct device *device, enum report report, uint32_t address, unsigned bytes, uint32_t value) {
  const struct plugin_claim *claim = claim_of(device, address, report == REPORT_WRITE);
  uint32_t payload[] = {address, bytes, value, claim && claim->posted};
  if (claim && claim->posted) {
    machine.counters.posted++;
    channel_append(report, device->number, payload, sizeof payload);
    return;
  }
  channel_send(report, device->number, payload, sizeof payload);
  channel_answer();
}

static uint32_t plugin_in(struct device *device, uint16_t port, unsigned bytes) {
  return ask(device, REPORT_IN, port, bytes);
}
static void plugin_out(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  tell(device, REPORT_OUT, port, bytes, value);
}
static uint32_t plugin_read(struct device *device, uint32_t address, unsigned bytes) {
  return ask(device, REPORT_READ, address, bytes);
}
static void plugin_write(struct device *device, uint32_t address, unsigned bytes, uint32_t value) {
  tell(device, REPORT_WRITE, address, bytes, value);
}

void plugin_claims_ports(unsigned number, uint16_t first, unsigned count, unsigned widths, bool posted) {
  struct device *device = plugin_numbered(number);
  add(device, first, count, false, posted);
  claim_ports(device, first, count, widths, plugin_in, plugin_out);
}

void plugin_claims_memory(unsigned number, uint32_t first, uint32_t bytes, bool posted) {
  struct device *device = plugin_numbered(number);
  add(device, first, bytes, true, posted);
  claim_memory(device, first, bytes, plugin_read, plugin_write);
}

static void timer_fired(struct device *device, uint64_t at) {
  struct plugin_device *plugin = (struct plugin_device *)device;
  for (uint32_t i = 0; i < ARRAY_LENGTH(plugin->timer); i++) {
    struct timer *timer = &plugin->timer[i];
    if (timer->armed || timer->at != at || !timer->fire) continue;
    struct {
      uint32_t timer, zero;
      uint64_t at;
    } payload = {i, 0, at};
    timer->fire = NULL;
    channel_send(REPORT_TIMER, device->number, &payload, sizeof payload);
    channel_flush();
  }
}

void plugin_timer(unsigned number, uint32_t timer, uint64_t at) {
  struct plugin_device *plugin = (struct plugin_device *)plugin_numbered(number);
  if (plugin->device.kind != &plugin_kind || timer >= ARRAY_LENGTH(plugin->timer)) device_fail(&plugin->device, "has no such timer");
  if (at == ~0ull) {
    timer_stop(&plugin->timer[timer]);
    return;
  }
  timer_stop(&plugin->timer[timer]);
  timer_init(&plugin->timer[timer], &plugin->device, timer_fired);
  timer_set(&plugin->timer[timer], at);
}
