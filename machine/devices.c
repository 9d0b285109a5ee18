// The devices that have a part in C: the linker collects what DEVICE_KIND lists.
#include "machine.h"

extern const struct device_kind *const __start_device_kinds[] __attribute__((visibility("hidden")));
extern const struct device_kind *const __stop_device_kinds[] __attribute__((visibility("hidden")));

const struct device_kind *device_kind(const char *name) {
  for (const struct device_kind *const *kind = __start_device_kinds; kind < __stop_device_kinds; kind++)
    if (same_text((*kind)->name, name)) return *kind;
  return NULL;
}
