// The devices that have a part in C, by their plugins' names.
#include "machine.h"

const struct device_kind *const device_kinds[] = {
    NULL,
};
