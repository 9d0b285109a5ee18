// The low 4 GiB and the local descriptors without SBE: another engine of the same process uses it next.
#include "internal.h"

void sbe_leave(struct vm *vm) {
  if (!vm->sbe) return;
  cache_empty(vm);
  window16_close(vm);
  views_drop_all(vm);
  paging_forget(vm);
  descriptors_forget(vm);
}
