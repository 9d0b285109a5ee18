// plex86-vm: a process that runs guests and answers on a pipe. It opens nothing, and after its first steps it cannot.
#include "exec.h"

struct exec the_exec;

static int broken(const char *what) {
  world_say("plex86-vm: ");
  world_say(what);
  world_say("\n");
  return 2;
}

int program(int argc, char **argv) {
  struct exec *exec = &the_exec;
  struct vm *vm = &exec->vm;
  world_create(vm);
  exec->input = world_allocate(MAX_REQUEST_BYTES);
  exec->output = world_allocate(MAX_RESPONSE_BYTES);
  vm->memory.ram = world_of(vm)->ram;
  vm->memory.address_mask = 0xFFFFFFFF;
  vm->memory.page_flags = world_allocate(WORLD_RAM_BYTES / PAGE_BYTES);
  vm->memory.touched = world_allocate(WORLD_RAM_BYTES / PAGE_BYTES * sizeof(uint32_t));
  image_create(exec);
  world_jail(vm);

  for (;;) {
    uint64_t got, bytes;
    struct wire_request *request = &exec->request;
    if (!world_read(request, sizeof *request, &got)) return got ? broken("the request ends in its header") : 0;
    if (request->magic != WIRE_REQUEST_MAGIC) return broken("the request does not start with its magic number");
    if (request->bytes > MAX_REQUEST_BYTES) return broken("the request is over 256 MiB");
    if (!world_read(exec->input, request->bytes, &got)) return broken("the request ends in its items");
    if (!serve(exec, &bytes)) return broken("the request's items do not add up");
    if (!world_write(exec->output, bytes)) return 1;
  }
}
